"""Exact fractions."""
import math
import operator
import re
from numbers import Rational

__all__ = ["Fraction"]

_TEXT = re.compile(
    r"\s*(?P<sign>[-+]?)(?=\d|\.\d)(?P<num>\d*|\d+(?:_\d+)*)"
    r"(?:(?:/(?P<denom>\d+(?:_\d+)*))?|(?:\.(?P<decimal>\d*|\d+(?:_\d+)*))?"
    r"(?:[eE](?P<exp>[-+]?\d+))?)\s*")


class Fraction(Rational):
    """A numerator over a denominator, without common factors."""

    __slots__ = ("_numerator", "_denominator")

    def __new__(cls, numerator=0, denominator=None, *, _normalize=True):
        self = object.__new__(cls)
        if denominator is None:
            if type(numerator) is int:
                self._numerator, self._denominator = numerator, 1
                return self
            if isinstance(numerator, Rational) or hasattr(numerator, "denominator") \
                    and hasattr(numerator, "numerator"):
                self._numerator = numerator.numerator
                self._denominator = numerator.denominator
                return self
            if isinstance(numerator, float) or hasattr(numerator, "as_integer_ratio"):
                self._numerator, self._denominator = numerator.as_integer_ratio()
                return self
            if isinstance(numerator, str):
                self._numerator, self._denominator = _read(numerator)
                return self
            raise TypeError("argument should be a string or a Rational instance")
        if not (_is_rational(numerator) and _is_rational(denominator)):
            raise TypeError("both arguments should be Rational instances")
        n = numerator.numerator * denominator.denominator
        d = denominator.numerator * numerator.denominator
        if d == 0:
            raise ZeroDivisionError(f"Fraction({n}, 0)")
        g = math.gcd(n, d)
        if d < 0:
            g = -g
        self._numerator, self._denominator = n // g, d // g
        return self

    @classmethod
    def from_float(cls, f):
        if isinstance(f, int):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError(f"{cls.__name__}.from_float() only takes floats, not {f!r} "
                            f"({type(f).__name__})")
        return cls(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        return cls(*dec.as_integer_ratio())

    def as_integer_ratio(self):
        return self._numerator, self._denominator

    def is_integer(self):
        return self._denominator == 1

    def limit_denominator(self, max_denominator=1_000_000):
        """The nearest fraction with a small denominator."""
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        one, two = Fraction(p0 + k * p1, q0 + k * q1), Fraction(p1, q1)
        return two if abs(two - self) <= abs(one - self) else one

    numerator = property(lambda self: self._numerator)
    denominator = property(lambda self: self._denominator)

    def __repr__(self):
        return f"{type(self).__name__}({self._numerator}, {self._denominator})"

    def __str__(self):
        if self._denominator == 1:
            return str(self._numerator)
        return f"{self._numerator}/{self._denominator}"

    def _two(exact, general):
        def forward(a, b):
            if _is_rational(b):
                return exact(a, b)
            if isinstance(b, float):
                return general(float(a), b)
            if isinstance(b, complex):
                return general(complex(a), b)
            return NotImplemented

        def backward(b, a):
            if _is_rational(a):
                return exact(a, b)
            if isinstance(a, float):
                return general(a, float(b))
            if isinstance(a, complex):
                return general(a, complex(b))
            return NotImplemented
        return forward, backward

    __add__, __radd__ = _two(lambda a, b: Fraction(
        a.numerator * b.denominator + b.numerator * a.denominator,
        a.denominator * b.denominator), operator.add)
    __sub__, __rsub__ = _two(lambda a, b: Fraction(
        a.numerator * b.denominator - b.numerator * a.denominator,
        a.denominator * b.denominator), operator.sub)
    __mul__, __rmul__ = _two(lambda a, b: Fraction(
        a.numerator * b.numerator, a.denominator * b.denominator), operator.mul)
    __truediv__, __rtruediv__ = _two(lambda a, b: Fraction(
        a.numerator * b.denominator, a.denominator * b.numerator), operator.truediv)
    __floordiv__, __rfloordiv__ = _two(
        lambda a, b: (a.numerator * b.denominator) // (a.denominator * b.numerator),
        operator.floordiv)
    __mod__, __rmod__ = _two(lambda a, b: Fraction(
        (a.numerator * b.denominator) % (b.numerator * a.denominator),
        a.denominator * b.denominator), operator.mod)
    __divmod__, __rdivmod__ = _two(lambda a, b: (
        Fraction(a) // b, Fraction(a) % b), divmod)
    del _two

    def __pow__(self, other):
        if isinstance(other, int) or _is_rational(other) and other.denominator == 1:
            power = other.numerator
            if power >= 0:
                return Fraction(self._numerator ** power, self._denominator ** power)
            if self._numerator == 0:
                raise ZeroDivisionError(f"Fraction({self._denominator ** -power}, 0)")
            return Fraction(self._denominator ** -power, self._numerator ** -power)
        if _is_rational(other):
            return float(self) ** float(other)
        return float(self) ** other

    def __rpow__(self, other):
        if self._denominator == 1 and self._numerator >= 0:
            return other ** self._numerator
        return other ** float(self)

    def __pos__(self):
        return Fraction(self._numerator, self._denominator)

    def __neg__(self):
        return Fraction(-self._numerator, self._denominator)

    def __abs__(self):
        return Fraction(abs(self._numerator), self._denominator)

    def __int__(self):
        return self.__trunc__()

    def __trunc__(self):
        if self._numerator < 0:
            return -(-self._numerator // self._denominator)
        return self._numerator // self._denominator

    def __floor__(self):
        return self._numerator // self._denominator

    def __ceil__(self):
        return -(-self._numerator // self._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            floor, rest = divmod(self._numerator, self._denominator)
            if rest * 2 < self._denominator:
                return floor
            if rest * 2 > self._denominator:
                return floor + 1
            return floor if floor % 2 == 0 else floor + 1
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    def __float__(self):
        return self._numerator / self._denominator

    def __hash__(self):
        try:
            inverse = pow(self._denominator, -1, 2305843009213693951)
        except ValueError:
            value = 314159
        else:
            value = hash(hash(abs(self._numerator)) * inverse)
        result = value if self._numerator >= 0 else -value
        return -2 if result == -1 else result

    def __eq__(self, other):
        if type(other) is int:
            return self._numerator == other and self._denominator == 1
        if _is_rational(other):
            return self._numerator == other.numerator and self._denominator == other.denominator
        if isinstance(other, float):
            return math.isfinite(other) and self == Fraction(other)
        return NotImplemented

    def _ordered(self, other, op):
        if _is_rational(other):
            return op(self._numerator * other.denominator, self._denominator * other.numerator)
        if isinstance(other, float):
            if not math.isfinite(other):
                return op(0.0, other)
            return op(self, Fraction(other))
        return NotImplemented

    def __lt__(self, other):
        return self._ordered(other, operator.lt)

    def __gt__(self, other):
        return self._ordered(other, operator.gt)

    def __le__(self, other):
        return self._ordered(other, operator.le)

    def __ge__(self, other):
        return self._ordered(other, operator.ge)

    def __bool__(self):
        return bool(self._numerator)

    def __reduce__(self):
        return type(self), (self._numerator, self._denominator)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _is_rational(value):
    return isinstance(value, (int, Rational))


def _read(text):
    found = _TEXT.fullmatch(text)
    if found is None:
        raise ValueError(f"Invalid literal for Fraction: {text!r}")
    n = int(found["num"] or "0")
    d = 1
    if found["denom"]:
        d = int(found["denom"])
    else:
        if found["decimal"]:
            digits = found["decimal"].replace("_", "")
            n = n * 10 ** len(digits) + int(digits)
            d = 10 ** len(digits)
        if found["exp"]:
            power = int(found["exp"])
            if power >= 0:
                n *= 10 ** power
            else:
                d *= 10 ** -power
    if d == 0:
        raise ZeroDivisionError(f"Fraction({n}, 0)")
    g = math.gcd(n, d)
    return (-n if found["sign"] == "-" else n) // g, d // g
