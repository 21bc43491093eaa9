"""What is known of characters: Unicode 14, as in Python 3.11."""
import _characters
from bisect import bisect_right

unidata_version = "14.0.0"
_MISSING = object()


def _one(function, char):
    if not isinstance(char, str):
        raise TypeError(f"{function}() argument must be a unicode character, not "
                        f"{type(char).__name__}" if function == "category" else
                        f"{function}() argument 1 must be a unicode character, not "
                        f"{type(char).__name__}")
    if len(char) != 1:
        raise TypeError(f"{function}() argument must be a unicode character, not str"
                        if function in ("category", "bidirectional", "combining", "mirrored",
                                        "east_asian_width", "decomposition") else
                        f"{function}() argument 1 must be a unicode character, not str")
    return char


def category(chr, /):
    """Its general category: two letters."""
    return _characters.category(_one("category", chr))


def combining(chr, /):
    """Its combining class."""
    return _characters.combining(_one("combining", chr))


def name(chr, default=_MISSING, /):
    """Its name."""
    found = _characters.name(_one("name", chr))
    if found is not None:
        return found
    if default is _MISSING:
        raise ValueError("no such name")
    return default


def lookup(name, /):
    """The character of a name."""
    found = _characters.lookup(name)
    if found is None:
        raise KeyError(f"undefined character name '{name}'")
    return found


# Tables are read when they are first asked for.
_read = {}


def _runs(which):
    """Where the runs of a table begin, and their values."""
    if which not in _read:
        import _unicode_tables
        starts, values, at = [], [], 0
        for run in getattr(_unicode_tables, which).split():
            value, _, size = run.partition("=")
            starts.append(at)
            values.append(value)
            at += int(size, 16) if size else 1
        _read[which] = starts, values
    return _read[which]


def _in_runs(which, char):
    starts, values = _runs(which)
    return values[bisect_right(starts, ord(char)) - 1]


def _list(which):
    if which not in _read:
        import _unicode_tables
        found, at = {}, -1
        for entry in getattr(_unicode_tables, which).split():
            gap, _, value = entry.partition(":")
            at += int(gap, 16) if gap else 1
            found[chr(at)] = value
        _read[which] = found
    return _read[which]


def east_asian_width(chr, /):
    """How wide it is beside East Asian ones: F, W, H, Na, A or N."""
    return _in_runs("WIDTHS", _one("east_asian_width", chr))


def bidirectional(chr, /):
    """Its bidirectional class."""
    return _in_runs("BIDIRECTIONAL", _one("bidirectional", chr))


def mirrored(chr, /):
    """Whether it is mirrored in text from right to left: 1 or 0."""
    return int(_in_runs("MIRRORED", _one("mirrored", chr)))


def _value(found, default, what):
    if found is not None:
        return found
    if default is _MISSING:
        raise ValueError(f"not a {what}")
    return default


def decimal(chr, default=_MISSING, /):
    """The value of a decimal digit."""
    found = int(chr) if _one("decimal", chr).isdecimal() else None
    return _value(found, default, "decimal")


def digit(chr, default=_MISSING, /):
    """The value of a digit."""
    if _one("digit", chr).isdecimal():
        return int(chr)
    found = _list("DIGITS").get(chr)
    return _value(found and int(found), default, "digit")


def numeric(chr, default=_MISSING, /):
    """The value of a number, as a float."""
    if _one("numeric", chr).isdecimal():
        return float(int(chr))
    found = _list("NUMBERS").get(chr)
    if found is not None:
        above, _, below = found.partition("/")
        found = int(above) / int(below or 1)
    return _value(found, default, "numeric character")


def _apart(char):
    """What it is taken apart into, forms that only look alike left as they are."""
    whole = _characters.apart(char)
    if whole == char or 0xAC00 <= ord(char) <= 0xD7A3:
        return whole
    found = _list("APART").get(char)
    if found is not None:
        return "".join([chr(int(code, 16)) for code in found.split(".")])
    return _canonical().get(char, char)


def _canonical():
    """What each character that two others make is taken apart into."""
    if "canonical" not in _read:
        import _unicode_tables
        pairs, found = {}, {}
        for line in _unicode_tables.PAIRS.split():
            pairs[line[2]] = line[:2]

        def apart(char):
            pair = pairs.get(char)
            return char if pair is None else apart(pair[0]) + apart(pair[1])

        for char in pairs:
            found[char] = apart(char)
        _read["canonical"] = found
    return _read["canonical"]


def _ordered(text):
    """Marks on one letter, in the order of their classes."""
    made, marks = [], []
    for char in text:
        kind = _characters.combining(char)
        if kind:
            marks.append((kind, char))
            continue
        made += [mark for _, mark in sorted(marks, key=lambda mark: mark[0])]
        made.append(char)
        marks = []
    return made + [mark for _, mark in sorted(marks, key=lambda mark: mark[0])]


def _composed(chars):
    made, letter, behind = [], None, 0
    for char in chars:
        kind = _characters.combining(char)
        if letter is not None and (behind == 0 or behind < kind):
            whole = _characters.whole(made[letter] + char)
            if whole is not None:
                made[letter] = whole
                continue
        behind = kind
        if kind == 0:
            letter = len(made)
        made.append(char)
    return made


def normalize(form, unistr, /):
    """A text in one of the four normal forms."""
    if form not in ("NFC", "NFD", "NFKC", "NFKD"):
        raise ValueError("invalid normalization form")
    if unistr.isascii():
        return unistr
    apart = _characters.apart if "K" in form else _apart
    chars = _ordered("".join([apart(char) for char in unistr]))
    return "".join(_composed(chars) if form[-1] == "C" else chars)


def is_normalized(form, unistr, /):
    """Whether a text is in a normal form."""
    return normalize(form, unistr) == unistr
