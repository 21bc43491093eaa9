"""JSON text from values."""

__all__ = ["JSONEncoder"]

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\b": "\\b"}


def _escape(letter):
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    code = ord(letter)
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 | code >> 10:04x}\\u{0xDC00 | code & 0x3FF:04x}"
    return f"\\u{code:04x}"


def encode_basestring(s):
    """A string in quotes, as it is where that is allowed."""
    if s.isprintable() and '"' not in s and "\\" not in s:
        return f'"{s}"'
    return '"' + "".join(_escape(c) if c < " " or c in '"\\' else c for c in s) + '"'


def encode_basestring_ascii(s):
    """A string in quotes, in ASCII."""
    if s.isascii() and s.isprintable() and '"' not in s and "\\" not in s:
        return f'"{s}"'
    return '"' + "".join(c if " " <= c <= "~" and c not in '"\\' else _escape(c) for c in s) + '"'


class JSONEncoder:
    """Writes JSON text."""

    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True,
                 sort_keys=False, indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        if isinstance(o, str):
            return self._string(o)
        return "".join(self.iterencode(o))

    def iterencode(self, o, _one_shot=False):
        indent = self.indent
        if isinstance(indent, int):
            indent = " " * indent
        out = []
        self._write(o, out, indent, 0, {} if self.check_circular else None)
        return out

    def _string(self, s):
        return encode_basestring_ascii(s) if self.ensure_ascii else encode_basestring(s)

    def _float(self, x):
        if x == x and x not in (float("inf"), float("-inf")):
            return float.__repr__(x)
        if not self.allow_nan:
            shown = f": {x!r}" if self.indent is not None else ""
            raise ValueError("Out of range float values are not JSON compliant" + shown)
        return "NaN" if x != x else "Infinity" if x > 0 else "-Infinity"

    def _simple(self, o):
        """The text of what has no parts; None for the rest."""
        if isinstance(o, str):
            return self._string(o)
        if o is None:
            return "null"
        if o is True:
            return "true"
        if o is False:
            return "false"
        if isinstance(o, int):
            return int.__repr__(o)
        if isinstance(o, float):
            return self._float(o)
        return None

    def _write(self, o, out, indent, depth, seen):
        text = self._simple(o)
        if text is not None:
            out.append(text)
            return
        if seen is not None:
            if id(o) in seen:
                raise ValueError("Circular reference detected")
            seen[id(o)] = o
        if isinstance(o, (list, tuple)):
            self._items(o, out, indent, depth, seen)
        elif isinstance(o, dict):
            self._pairs(o, out, indent, depth, seen)
        else:
            self._write(self.default(o), out, indent, depth, seen)
        if seen is not None:
            del seen[id(o)]

    def _breaks(self, indent, depth):
        """What stands before the first item, between two and after the last."""
        if indent is None:
            return "", self.item_separator, ""
        line = "\n" + indent * (depth + 1)
        return line, self.item_separator + line, "\n" + indent * depth

    def _items(self, items, out, indent, depth, seen):
        if not items:
            out.append("[]")
            return
        before, between, after = self._breaks(indent, depth)
        out.append("[" + before)
        first = True
        for item in items:
            if not first:
                out.append(between)
            first = False
            self._write(item, out, indent, depth + 1, seen)
        out.append(after + "]")

    def _key(self, key):
        """A key as text; None where it is left out."""
        if isinstance(key, str):
            return key
        if isinstance(key, float):
            return self._float(key)
        text = self._simple(key)
        if text is None and not self.skipkeys:
            raise TypeError("keys must be str, int, float, bool or None, "
                            f"not {key.__class__.__name__}")
        return text

    def _pairs(self, pairs, out, indent, depth, seen):
        if not pairs:
            out.append("{}")
            return
        before, between, after = self._breaks(indent, depth)
        out.append("{")
        items = sorted(pairs.items()) if self.sort_keys else pairs.items()
        first = True
        for key, value in items:
            key = self._key(key)
            if key is None:
                continue
            out.append(before if first else between)
            first = False
            out.append(self._string(key) + self.key_separator)
            self._write(value, out, indent, depth + 1, seen)
        out.append("}" if first else after + "}")
