"""Values written as Python writes them. Programs as trees are not here."""
import re as _re

__all__ = ["literal_eval"]

_TOKEN = _re.compile(
    r"""[ \t\r\n]*(?:\#[^\n]*\n?[ \t\r\n]*)*(?:
    (?P<text>[rRbBuU]{0,2}(?:'''(?:\\.|[^\\])*?'''|\"""(?:\\.|[^\\])*?\"""
        |'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"))
    |(?P<number>0[xXoObB][0-9a-fA-F_]+|(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)
        (?:[eE][+-]?[0-9_]+)?[jJ]?)
    |(?P<name>\w+)|(?P<dots>\.\.\.)|(?P<sign>[^\s]))""", _re.X | _re.S)
_CONSTANTS = {"None": None, "True": True, "False": False}
_ENDS = {"(": ")", "[": "]", "{": "}"}


class _Reader:
    """Reads one value, sign by sign; that it is well-formed was checked before."""

    def __init__(self, text):
        self._text = text
        self._tokens = []
        end = len(text.rstrip())
        at = 0
        while at < end:
            found = _TOKEN.match(text, at)
            if found is None:
                break
            self._tokens.append((found.lastgroup, found[found.lastgroup], found.start()))
            at = found.end()
        self._at = 0

    def _peek(self):
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "", 0)

    def _is(self, *signs):
        kind, text, _ = self._peek()
        if kind == "sign" and text in signs:
            self._at += 1
            return text
        return None

    def malformed(self):
        _, _, place = self._peek()
        line = self._text.count("\n", 0, place) + 1
        return ValueError(f"malformed node or string on line {line}: {self._text.strip()!r}")

    def whole(self):
        value = self._row("") if self._tokens else None
        if not self._tokens or self._at < len(self._tokens):
            raise self.malformed()
        return value

    def _row(self, end):
        """Values with commas between them: a tuple, or the one value."""
        values, comma = [], False
        while self._peek()[0] != "end" and not (end and self._peek()[1] == end):
            values.append(self._sum())
            comma = bool(self._is(","))
            if not comma:
                break
        if end and not self._is(end):
            raise self.malformed()
        return values[0] if len(values) == 1 and not comma else tuple(values)

    def _sum(self):
        """A value, or a real and an imaginary number."""
        value = self._signed()
        sign = self._is("+", "-")
        if sign is None:
            return value
        right = self._signed()
        if type(value) not in (int, float) or type(right) is not complex:
            raise self.malformed()
        return value + right if sign == "+" else value - right

    def _signed(self):
        sign = self._is("+", "-")
        if sign is None:
            return self._atom()
        value = self._atom()
        if type(value) not in (int, float, complex):
            raise self.malformed()
        return -value if sign == "-" else value

    def _atom(self):
        kind, text, _ = self._peek()
        if kind == "text":
            return self._strings()
        if kind == "number" or kind == "dots":
            self._at += 1
            return eval(text)
        if kind == "name" and text in _CONSTANTS:
            self._at += 1
            return _CONSTANTS[text]
        if kind == "name" and text == "set":
            self._at += 1
            if self._is("(") and self._is(")"):
                return set()
            raise self.malformed()
        opened = self._is("(", "[", "{")
        if opened is None:
            raise self.malformed()
        if opened == "{":
            return self._braces()
        if opened == "(":
            return self._row(")")
        values = []
        while not self._is("]"):
            values.append(self._sum())
            if not self._is(",") and self._peek()[1] != "]":
                raise self.malformed()
        return values

    def _strings(self):
        parts = []
        while self._peek()[0] == "text":
            parts.append(self._peek()[1])
            self._at += 1
        return eval(" ".join(parts))

    def _braces(self):
        pairs, values = {}, set()
        while not self._is("}"):
            key = self._sum()
            if self._is(":"):
                pairs[key] = self._sum()
            else:
                values.add(key)
            if not self._is(",") and self._peek()[1] != "}":
                raise self.malformed()
        return values or pairs


def literal_eval(node_or_string):
    """The value of a text that holds nothing but a value."""
    if not isinstance(node_or_string, str):
        raise ValueError(f"malformed node or string: {node_or_string!r}")
    text = node_or_string.lstrip(" \t")
    compile(text, "<unknown>", "eval")
    return _Reader(text).whole()


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'ast' has no attribute {name!r}")
    raise AttributeError(f"module 'ast' has no attribute {name!r}; only literal_eval is here, "
                         "programs as trees are not")
