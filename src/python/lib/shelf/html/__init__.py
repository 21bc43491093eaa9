"""Text within pages."""
import re

from .entities import html5 as _html5

__all__ = ["escape", "unescape"]

_CHARACTER = re.compile(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")

# What the numbers 0x80 to 0x9f mean in pages: Windows-1252, where it has a character.
_OLD = dict(zip(range(0x80, 0xa0),
                "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d"
                "\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a"
                "\u0153\x9d\u017e\u0178"))
_OLD |= {0: "\ufffd", 0x0d: "\r"}


def escape(s, quote=True):
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;").replace("'", "&#x27;") if quote else s


def _numbered(number):
    if number in _OLD:
        return _OLD[number]
    if 0xd800 <= number <= 0xdfff or number > 0x10ffff:
        return "\ufffd"
    control = number < 0x20 and number not in (9, 10, 12) or 0x7f <= number < 0xa0
    if control or 0xfdd0 <= number <= 0xfdef or number & 0xfffe == 0xfffe:
        return ""
    return chr(number)


def _meaning(found):
    name = found[1]
    if name[0] == "#":
        digits = name[1:].rstrip(";")
        return _numbered(int(digits[1:], 16) if digits[0] in "xX" else int(digits))
    # The longest name that it begins with.
    for end in range(len(name), 1, -1):
        if name[:end] in _html5:
            return _html5[name[:end]] + name[end:]
    return found[0]


def unescape(s):
    return _CHARACTER.sub(_meaning, s) if "&" in s else s
