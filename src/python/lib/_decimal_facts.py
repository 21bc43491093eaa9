"""What a decimal number is, and what it is as another number."""
import math

from _decimal_context import getcontext

__name__ = "decimal"


class Facts:
    """What can be asked of a decimal number."""

    __slots__ = ()

    def as_tuple(self):
        digits = (0,) if self._kind == "F" else tuple(map(int, str(self._n)))
        if self._kind in ("n", "N") and not self._n:
            digits = ()
        return self._tuple(self._sign, digits, self._kind or self._exp)

    def as_integer_ratio(self):
        if self._kind == "F":
            raise OverflowError("cannot convert Infinity to integer ratio")
        if self._kind:
            raise ValueError("cannot convert NaN to integer ratio")
        n = -self._n if self._sign else self._n
        if self._exp >= 0:
            return n * 10 ** self._exp, 1
        d = 10 ** -self._exp
        common = math.gcd(n, d)
        return n // common, d // common

    def adjusted(self):
        return 0 if self._kind else self._exp + len(str(self._n)) - 1

    def canonical(self):
        return self

    def conjugate(self):
        return self

    def is_canonical(self):
        return True

    def is_finite(self):
        return not self._kind

    def is_infinite(self):
        return self._kind == "F"

    def is_nan(self):
        return self._kind in ("n", "N")

    def is_qnan(self):
        return self._kind == "n"

    def is_snan(self):
        return self._kind == "N"

    def is_signed(self):
        return bool(self._sign)

    def is_zero(self):
        return not self._kind and not self._n

    def is_normal(self, context=None):
        context = context or getcontext()
        return not self._kind and self._n != 0 and self.adjusted() >= context.Emin

    def is_subnormal(self, context=None):
        context = context or getcontext()
        return not self._kind and self._n != 0 and self.adjusted() < context.Emin

    def number_class(self, context=None):
        if self._kind in ("n", "N"):
            return "NaN" if self._kind == "n" else "sNaN"
        sign = "-" if self._sign else "+"
        if self._kind:
            return sign + "Infinity"
        if not self._n:
            return sign + "Zero"
        return sign + ("Subnormal" if self.is_subnormal(context) else "Normal")

    def radix(self):
        return self._new(0, 10, 0)

    real = property(lambda self: self)
    imag = property(lambda self: self._new(0, 0, 0))

    def __bool__(self):
        return bool(self._kind) or self._n != 0

    def __int__(self):
        if self._kind == "F":
            raise OverflowError("cannot convert Infinity to integer")
        if self._kind:
            raise ValueError("cannot convert NaN to integer")
        n = self._n * 10 ** self._exp if self._exp >= 0 else self._n // 10 ** -self._exp
        return -n if self._sign else n

    __trunc__ = __int__

    def __float__(self):
        if self._kind == "N":
            raise ValueError("cannot convert signaling NaN to float")
        return float(self._text().replace("NaN" + str(self._n), "NaN") if self._kind else self._text())

    def __complex__(self):
        return complex(float(self))

    def __hash__(self):
        if self._kind == "N":
            raise TypeError("Cannot hash a signaling NaN value")
        if self._kind == "n":
            return object.__hash__(self)
        if self._kind:
            return -314159 if self._sign else 314159
        prime = (1 << 61) - 1
        unit = pow(10, self._exp, prime) if self._exp >= 0 else pow(pow(10, -1, prime), -self._exp, prime)
        value = self._n * unit % prime
        value = -value if self._sign else value
        return -2 if value == -1 else value

    def __reduce__(self):
        return type(self), (str(self),)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self
