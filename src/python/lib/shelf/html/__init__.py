"""Text within pages."""

# From U+00A0 on, in the order of the characters.
_LATIN = (
    "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg "
    "plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 "
    "iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml "
    "Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash "
    "Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring "
    "aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve "
    "oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml "
)
_NAMES = {name: chr(code) for code, name in enumerate(_LATIN.split(), 0xa0)}
_NAMES |= {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "hellip": "\u2026", "mdash": "\u2014", "ndash": "\u2013",
           "lsquo": "\u2018", "rsquo": "\u2019", "ldquo": "\u201c", "rdquo": "\u201d",
           "euro": "\u20ac", "rarr": "\u2192", "larr": "\u2190"}


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
