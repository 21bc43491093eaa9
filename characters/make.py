"""Makes names.bin and forms.txt from what CPython knows of characters.

    python3.11 make.py NameAliases.txt

NameAliases.txt is the Unicode Character Database's, of any version: aliases
that this Python does not know are left out. What the files hold is told in
src/names.rs and src/forms.rs.
"""
import sys
import unicodedata
import zlib

# Their names follow from their numbers: src/names.rs.
RULED = ("HANGUL SYLLABLE ", "CJK UNIFIED IDEOGRAPH-")
HANGUL = range(0xAC00, 0xD7A4)


def everyone():
    """All characters that may stand in a text."""
    return (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)


def shared(one, other):
    """How many letters two names begin with alike, at most 90."""
    count = 0
    while count < min(len(one), len(other), 90) and one[count] == other[count]:
        count += 1
    return count


class Gaps:
    """Numbers that grow, each as what it is more than the last; nothing for 1."""

    def __init__(self):
        self.last = -1

    def to(self, char):
        gap, self.last = ord(char) - self.last, ord(char)
        return "" if gap == 1 else f"{gap:X}"


def names():
    gaps, before = Gaps(), ""
    for char in everyone():
        name = unicodedata.name(char, None)
        if name is None or name.startswith(RULED):
            continue
        same = shared(before, name)
        yield f"{gaps.to(char)};{chr(32 + same)}{name[same:]}"
        before = name


def aliases(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            code, _, rest = line.partition(";")
            if not rest or line.startswith("#"):
                continue
            alias, char = rest.split(";")[0], chr(int(code, 16))
            try:
                known = unicodedata.lookup(alias) == char
            except KeyError:
                continue
            if known and unicodedata.name(char, None) != alias:
                yield f"{code} {alias}"


def classes():
    gaps = Gaps()
    for char in everyone():
        if known := unicodedata.combining(char):
            yield f"{gaps.to(char)};{known:X}"


def decompositions():
    gaps = Gaps()
    for char in everyone():
        parts = unicodedata.normalize("NFKD", char)
        if parts != char and ord(char) not in HANGUL:
            yield f"{gaps.to(char)};{parts}"


def compositions():
    for char in everyone():
        form = unicodedata.decomposition(char)
        if not form or form.startswith("<"):
            continue
        parts = "".join(chr(int(code, 16)) for code in form.split())
        if unicodedata.normalize("NFC", parts) == char and len(parts) == 2:
            yield parts + char


def text(*sections):
    """Sections of lines, with an empty line between two."""
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


def main():
    version = f"characters {unicodedata.unidata_version}"
    packed = zlib.compress(text([version], names(), aliases(sys.argv[1])).encode(), 9)
    with open("names.bin", "wb") as file:
        file.write(packed)
    with open("forms.txt", "w", encoding="utf-8", newline="") as file:
        file.write(text(classes(), decompositions(), compositions()))


main()
