"""Values from JSON text."""

__all__ = ["JSONDecoder", "JSONDecodeError"]

_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_BLANK = " \t\n\r"
_DIGITS = "0123456789"
_HEX = "0123456789abcdefABCDEF"


class JSONDecodeError(ValueError):
    """What is wrong with a text, and where: `msg`, `doc`, `pos`, `lineno`, `colno`."""

    def __init__(self, msg, doc, pos):
        self.lineno = doc.count("\n", 0, pos) + 1
        self.colno = pos - doc.rfind("\n", 0, pos)
        ValueError.__init__(self, f"{msg}: line {self.lineno} column {self.colno} (char {pos})")
        self.msg = msg
        self.doc = doc
        self.pos = pos

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


def _skip(text, at):
    end = len(text)
    while at < end and text[at] in _BLANK:
        at += 1
    return at


def _code(text, at):
    """Four hexadecimal digits."""
    digits = text[at:at + 4]
    # CPython wants a character after them, if only the closing quote.
    if len(digits) == 4 and at + 4 < len(text) and all(digit in _HEX for digit in digits):
        return int(digits, 16)
    raise JSONDecodeError("Invalid \\uXXXX escape", text, at - 1)


def scanstring(text, at, strict=True):
    """A string whose opening quote stands before `at`; the place after its end."""
    begin = at - 1
    parts = []
    while True:
        quote, slash = text.find('"', at), text.find("\\", at)
        end = quote if slash < 0 or 0 <= quote < slash else slash
        run = text[at:end] if end >= 0 else text[at:]
        if strict and not run.isprintable():
            for place, letter in enumerate(run):
                if letter < " ":
                    raise JSONDecodeError("Invalid control character at", text, at + place)
        if end < 0:
            raise JSONDecodeError("Unterminated string starting at", text, begin)
        parts.append(run)
        if end == quote:
            return "".join(parts), end + 1
        kind = text[end + 1:end + 2]
        if not kind:
            raise JSONDecodeError("Unterminated string starting at", text, begin)
        at = end + 2
        if kind != "u":
            if kind not in _ESCAPES:
                raise JSONDecodeError("Invalid \\escape", text, end)
            parts.append(_ESCAPES[kind])
            continue
        code = _code(text, at)
        at += 4
        if 0xD800 <= code < 0xDC00 and text[at:at + 2] == "\\u":
            low = _code(text, at + 2)
            if 0xDC00 <= low < 0xE000:
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
                at += 6
        parts.append(chr(code))


def _number_end(text, at):
    """Where a number ends and whether it has a point or an exponent; -1 if it is none."""
    end = len(text)
    place = at + 1 if text[at] == "-" else at
    if place >= end or text[place] not in _DIGITS:
        return -1, False
    if text[place] == "0":
        place += 1
    else:
        while place < end and text[place] in _DIGITS:
            place += 1
    real = False
    if place + 1 < end and text[place] == "." and text[place + 1] in _DIGITS:
        real = True
        place += 2
        while place < end and text[place] in _DIGITS:
            place += 1
    if place + 1 < end and text[place] in "eE":
        digit = place + 1
        if text[digit] in "+-":
            digit += 1
        if digit < end and text[digit] in _DIGITS:
            real = True
            place = digit
            while place < end and text[place] in _DIGITS:
                place += 1
    return place, real


class JSONDecoder:
    """Reads JSON text."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None,
                 strict=True, object_pairs_hook=None):
        self.object_hook = object_hook
        self.object_pairs_hook = object_pairs_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        constants = {"-Infinity": float("-inf"), "Infinity": float("inf"), "NaN": float("nan")}
        self.parse_constant = parse_constant or constants.__getitem__
        self.strict = strict

    def decode(self, s):
        value, at = self.raw_decode(s, _skip(s, 0))
        at = _skip(s, at)
        if at != len(s):
            raise JSONDecodeError("Extra data", s, at)
        return value

    def raw_decode(self, s, idx=0):
        try:
            return self._value(s, idx)
        except StopIteration as stop:
            raise JSONDecodeError("Expecting value", s, stop.value) from None

    def _value(self, text, at):
        letter = text[at:at + 1]
        if letter == '"':
            return scanstring(text, at + 1, self.strict)
        if letter == "{":
            return self._object(text, at + 1)
        if letter == "[":
            return self._array(text, at + 1)
        for word, value in (("null", None), ("true", True), ("false", False)):
            if letter == word[0] and text.startswith(word, at):
                return value, at + len(word)
        if letter and letter in "-0123456789":
            end, real = _number_end(text, at)
            if end >= 0:
                return (self.parse_float if real else self.parse_int)(text[at:end]), end
        for word in ("NaN", "Infinity", "-Infinity"):
            if letter == word[0] and text.startswith(word, at):
                return self.parse_constant(word), at + len(word)
        raise StopIteration(at)

    def _object(self, text, at):
        pairs = []
        at = _skip(text, at)
        if text[at:at + 1] == "}":
            return self._finish([]), at + 1
        while True:
            if text[at:at + 1] != '"':
                raise JSONDecodeError("Expecting property name enclosed in double quotes", text, at)
            key, at = scanstring(text, at + 1, self.strict)
            at = _skip(text, at)
            if text[at:at + 1] != ":":
                raise JSONDecodeError("Expecting ':' delimiter", text, at)
            at = _skip(text, at + 1)
            try:
                value, at = self._value(text, at)
            except StopIteration as stop:
                raise JSONDecodeError("Expecting value", text, stop.value) from None
            pairs.append((key, value))
            at = _skip(text, at)
            mark = text[at:at + 1]
            if mark == "}":
                return self._finish(pairs), at + 1
            if mark != ",":
                raise JSONDecodeError("Expecting ',' delimiter", text, at)
            at = _skip(text, at + 1)

    def _finish(self, pairs):
        if self.object_pairs_hook is not None:
            return self.object_pairs_hook(pairs)
        value = dict(pairs)
        return value if self.object_hook is None else self.object_hook(value)

    def _array(self, text, at):
        values = []
        at = _skip(text, at)
        if text[at:at + 1] == "]":
            return values, at + 1
        while True:
            try:
                value, at = self._value(text, at)
            except StopIteration as stop:
                raise JSONDecodeError("Expecting value", text, stop.value) from None
            values.append(value)
            at = _skip(text, at)
            mark = text[at:at + 1]
            if mark == "]":
                return values, at + 1
            if mark != ",":
                raise JSONDecodeError("Expecting ',' delimiter", text, at)
            at = _skip(text, at + 1)
