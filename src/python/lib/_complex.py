"""Complex numbers: the type `complex`, made when a program first names it."""
import math
from _number import complex_format, complex_repr


def _quotient(a, b, c, d):
    """(a + bi) / (c + di) as Smith's method has it, so that little is lost."""
    if abs(c) >= abs(d):
        if c == 0.0 and d == 0.0:
            raise ZeroDivisionError("complex division by zero")
        ratio = d / c
        below = c + d * ratio
        return (a + b * ratio) / below, (b - a * ratio) / below
    if abs(d) >= abs(c):
        ratio = c / d
        below = c * ratio + d
        return (a * ratio + b) / below, (b * ratio - a) / below
    return math.nan, math.nan


def _whole_power(a, b, n):
    """(a + bi) to a whole power, by squaring."""
    left = abs(n)
    x, y = 1.0, 0.0
    while left:
        if left & 1:
            x, y = x * a - y * b, x * b + y * a
        a, b = a * a - b * b, a * b + b * a
        left >>= 1
    return (x, y) if n >= 0 else _quotient(1.0, 0.0, x, y)


def _power(a, b, c, d):
    """(a + bi) to the power of (c + di)."""
    if c == 0.0 and d == 0.0:
        return 1.0, 0.0
    if a == 0.0 and b == 0.0:
        if d != 0.0 or c < 0.0:
            raise ZeroDivisionError("0.0 to a negative or complex power")
        return 0.0, 0.0
    size = math.hypot(a, b)
    length = size ** c
    angle = math.atan2(b, a)
    phase = angle * c
    if d != 0.0:
        length *= math.exp(-angle * d)
        phase += d * math.log(size)
    return length * math.cos(phase), length * math.sin(phase)


def _read(text):
    """The parts that a text means."""
    text = text.strip()
    if text[:1] == "(" and text[-1:] == ")":
        text = text[1:-1].strip()
    try:
        if any(char.isspace() for char in text):
            raise ValueError
        if text[-1:] not in ("j", "J"):
            return float(text), 0.0
        text = text[:-1]
        cut = 0
        for place in range(1, len(text)):
            if text[place] in "+-" and text[place - 1] not in "eE":
                cut = place
        real, imag = text[:cut], text[cut:]
        if imag in ("", "+", "-"):
            imag += "1"
        return (float(real) if real else 0.0), float(imag)
    except ValueError:
        raise ValueError("complex() arg is a malformed string") from None


def _parts(value):
    """Real and imaginary part of a number; None of anything else."""
    if isinstance(value, complex):
        return value._real, value._imag
    if isinstance(value, (int, float)):
        return float(value), 0.0
    return None


class complex:
    """A number with a real and an imaginary part."""

    __slots__ = ("_real", "_imag")
    __module__ = "builtins"
    __qualname__ = "complex"

    def __new__(cls, real=0, imag=None):
        if isinstance(real, str):
            if imag is not None:
                raise TypeError("complex() can't take second arg if first is a string")
            x, y = _read(real)
        elif imag is not None and isinstance(imag, str):
            raise TypeError("complex() second arg can't be a string")
        else:
            x, y = cls._number(real, "first argument must be a string or a number")
            if isinstance(imag, complex):
                x, y = x - imag._imag, y + imag._real
            elif imag is not None:
                y += cls._number(imag, "second argument must be a number")[0]
                if not isinstance(real, complex) and y == 0.0:
                    y = float(imag)
        return cls._make(x, y)

    @classmethod
    def _make(cls, x, y):
        made = object.__new__(cls)
        made._real = x
        made._imag = y
        return made

    @staticmethod
    def _number(value, what):
        parts = _parts(value)
        if parts is not None:
            return parts
        kind = type(value)
        if hasattr(kind, "__complex__"):
            made = value.__complex__()
            if not isinstance(made, complex):
                raise TypeError(f"__complex__ returned non-complex (type {type(made).__name__})")
            return made._real, made._imag
        if hasattr(kind, "__float__") or hasattr(kind, "__index__"):
            return float(value), 0.0
        raise TypeError(f"complex() {what}, not '{kind.__name__}'")

    @property
    def real(self):
        return self._real

    @property
    def imag(self):
        return self._imag

    def conjugate(self):
        return complex._make(self._real, -self._imag)

    def __complex__(self):
        return complex._make(self._real, self._imag)

    def __repr__(self):
        return complex_repr(self._real, self._imag)

    def __format__(self, spec):
        return complex_format(self._real, self._imag, spec)

    def __bool__(self):
        return self._real != 0.0 or self._imag != 0.0

    def __hash__(self):
        made = (hash(self._real) + 1000003 * hash(self._imag)) & 0xFFFFFFFFFFFFFFFF
        if made >= 1 << 63:
            made -= 1 << 64
        return -2 if made == -1 else made

    def __eq__(self, other):
        if isinstance(other, complex):
            return self._real == other._real and self._imag == other._imag
        if isinstance(other, (int, float)):
            return self._imag == 0.0 and self._real == other
        return NotImplemented

    def __pos__(self):
        return complex._make(self._real, self._imag)

    def __neg__(self):
        return complex._make(-self._real, -self._imag)

    def __abs__(self):
        return math.hypot(self._real, self._imag)

    def __getnewargs__(self):
        return (self._real, self._imag)

    def __reduce__(self):
        return complex, (self._real, self._imag)


def _operator(name, work):
    """Gives the class an operator and its reflected form."""
    def forward(self, other):
        parts = _parts(other)
        if parts is None:
            return NotImplemented
        return complex._make(*work(self._real, self._imag, *parts))

    def reflected(self, other):
        parts = _parts(other)
        if parts is None:
            return NotImplemented
        return complex._make(*work(*parts, self._real, self._imag))

    for prefix, function in (("", forward), ("r", reflected)):
        function.__name__ = f"__{prefix}{name}__"
        function.__qualname__ = f"complex.__{prefix}{name}__"
        setattr(complex, function.__name__, function)


def _any_power(a, b, c, d):
    try:
        if d == 0.0 and c == math.floor(c) and abs(c) <= 100.0:
            return _whole_power(a, b, int(c))
        return _power(a, b, c, d)
    except ZeroDivisionError:
        raise ZeroDivisionError("0.0 to a negative or complex power") from None
    except OverflowError:
        raise OverflowError("complex exponentiation") from None


_operator("add", lambda a, b, c, d: (a + c, b + d))
_operator("sub", lambda a, b, c, d: (a - c, b - d))
_operator("mul", lambda a, b, c, d: (a * c - b * d, a * d + b * c))
_operator("truediv", _quotient)
_operator("pow", _any_power)


def imaginary(size):
    """What `5j` in a program's text means."""
    return complex._make(0.0, size)


def power(base, exponent):
    """A negative number to a fractional power."""
    return complex._make(*_power(float(base), 0.0, float(exponent), 0.0))
