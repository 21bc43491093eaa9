"""Text within pages."""

_NAMES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": "\xa0",
          "copy": "\xa9", "reg": "\xae", "hellip": "\u2026", "mdash": "\u2014", "ndash": "\u2013",
          "lsquo": "\u2018", "rsquo": "\u2019", "ldquo": "\u201c", "rdquo": "\u201d",
          "euro": "\u20ac", "times": "\xd7", "middot": "\xb7", "rarr": "\u2192", "larr": "\u2190"}


def escape(s, quote=True):
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;").replace("'", "&#x27;") if quote else s


def _meaning(found):
    name = found[1]
    if name[0] != "#":
        return _NAMES.get(name, found[0])
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return chr(number) if 0 < number < 0x110000 else "\ufffd"


def unescape(s):
    import re
    return re.sub(r"&(#\d+|#[xX][0-9a-fA-F]+|\w+);", _meaning, s)
