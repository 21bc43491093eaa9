"""Powers, roots and logarithms of decimal numbers."""
import math

from _decimal_context import ROUND_HALF_EVEN, _cut, _half_even, getcontext

__name__ = "decimal"


class Powers:
    """What a decimal number has of these."""

    __slots__ = ()

    def __pow__(self, other, modulo=None):
        other = self._operand(other)
        if other is None:
            return NotImplemented
        context = getcontext()
        if modulo is not None:
            return type(self)(pow(int(self), int(other), int(modulo)))
        nan = self._nan_of(other, context)
        if nan is not None:
            return nan
        if not other and not other._kind:
            return context._invalid() if not self else self._new(0, 1, 0)
        whole = other._kind == "" and other == other.to_integral_value()
        sign = int(self._sign and whole and int(other) % 2)
        if not self or self._kind:
            if self._sign and not whole and not other._kind and self:
                return context._invalid()
            large = bool(self._kind) != bool(other._sign)
            return self._new(sign, 0, 0, "F" if large else "")
        if other._kind:
            order = self.copy_abs()._order(self._new(0, 1, 0))
            if self._sign or not order:
                return context._invalid() if self._sign else self._new(0, 1, 0)
            return self._new(0, 0, 0, "F" if (order > 0) != bool(other._sign) else "")
        if whole:
            made = self._whole_power(int(other), context)
        elif self._sign:
            return context._invalid()
        elif other == self._new(0, 5, -1) and (root := self._root(context.prec + 5)) and root[1]:
            made = root[0]
        else:
            scale = context.prec + 12 + abs(other.adjusted()) + len(str(abs(self.adjusted())))
            ln = _ln(self._n, self._exp, scale)
            product = ln * other._n * (-1 if other._sign else 1)
            unit = 10 ** -other._exp if other._exp < 0 else 1
            made = self._new(0, *_exp_of(product * (10 ** other._exp if other._exp > 0 else 1) // unit,
                                     scale, context.prec + 4))
        return self._new(sign, made._n, made._exp)._fixed(context)

    def __rpow__(self, other, modulo=None):
        other = self._operand(other)
        return NotImplemented if other is None else other ** self

    def _whole_power(self, n, context):
        most = context.prec + 10 + len(str(abs(n)))

        def short(value):
            digits = len(str(value[0]))
            if digits <= 2 * most:
                return value
            return _cut(value[0], digits - most, ROUND_HALF_EVEN, 0)[0], value[1] + digits - most

        result, base, left = (1, 0), (self._n, self._exp), abs(n)
        while left:
            if left & 1:
                result = short((result[0] * base[0], result[1] + base[1]))
            left >>= 1
            if left:
                base = short((base[0] * base[0], base[1] * 2))
        if n > 0:
            return self._new(0, *result)
        more = context.prec + 4 + len(str(result[0]))
        quotient, rest = divmod(10 ** more, result[0])
        exp = -result[1] - more
        if rest:
            return self._new(0, quotient + (quotient % 5 == 0), exp)
        while quotient % 10 == 0:
            quotient, exp = quotient // 10, exp + 1
        return self._new(0, quotient, exp)

    def _root(self, digits):
        """The square root with so many digits, and whether it is exact."""
        exp, n = self._exp, self._n
        if exp % 2:
            exp, n = exp - 1, n * 10
        more = max(0, digits - len(str(n)) // 2)
        wide = n * 100 ** more
        root = math.isqrt(wide)
        return self._new(0, root, exp // 2 - more), root * root == wide

    def sqrt(self, context=None):
        context = context or getcontext()
        nan = self._nan_of(None, context)
        if nan is not None:
            return nan
        if not self._kind and not self._n:
            return self._new(self._sign, 0, self._exp // 2)._fixed(context)
        if self._sign:
            return context._invalid()
        if self._kind:
            return self
        root, exact = self._root(context.prec + 2)
        n, exp, ideal = root._n, root._exp, self._exp // 2
        if exact:
            while exp < ideal and n % 10 == 0:
                n, exp = n // 10, exp + 1
        else:
            n += n % 5 == 0
        return self._new(0, n, exp)._fixed(_half_even(context))

    def exp(self, context=None):
        context = context or getcontext()
        nan = self._nan_of(None, context)
        if nan is not None:
            return nan
        if self._kind:
            return self._new(0, 0, 0) if self._sign else self
        if not self._n:
            return self._new(0, 1, 0)
        if self.adjusted() > 8:
            made = self._new(0, 1, -10 ** 9 if self._sign else 10 ** 9)
            return made._fixed(context)
        scale = context.prec + 12 + max(0, self.adjusted())
        x = self._to_exp(-scale, ROUND_HALF_EVEN)._n
        made = self._new(0, *_exp_of(-x if self._sign else x, scale, context.prec + 4))
        return made._fixed(_half_even(context))

    def ln(self, context=None):
        return self._log(context, None)

    def log10(self, context=None):
        return self._log(context, 10)

    def _log(self, context, base):
        context = context or getcontext()
        nan = self._nan_of(None, context)
        if nan is not None:
            return nan
        if not self._kind and not self._n:
            return self._new(1, 0, 0, "F")
        if self._sign:
            return context._invalid()
        if self._kind or self == 1:
            return self if self._kind else self._new(0, 0, 0)
        if base and str(self._n).rstrip("0") == "1":
            return type(self)(self.adjusted())._fixed(context)
        scale = context.prec + 12
        # Near 1 the logarithm is small and needs more places.
        scale += max(0, -(self - 1).adjusted()) if self.adjusted() in (0, -1) else 0
        value = _ln(self._n, self._exp, scale)
        if base:
            value = value * 10 ** scale // _ln(10, 0, scale)
        return self._new(int(value < 0), abs(value), -scale)._fixed(_half_even(context))


def _ln(n, exp, scale):
    """The natural logarithm of n·10^exp, times 10^scale."""
    scale += 5
    digits = len(str(n))
    # Between 0.1 and 1, and then near 1 by square roots.
    unit = 10 ** scale
    x = n * 10 ** (scale - digits) if scale >= digits else n // 10 ** (digits - scale)
    halvings = 0
    while abs(x - unit) > unit // 20:
        x, halvings = math.isqrt(x * unit), halvings + 1
    value = _artanh((x - unit) * unit // (x + unit), unit) * 2 << halvings
    tens = exp + digits
    if tens:
        # ln 10 = 3 ln 2 + ln 1.25.
        two = _artanh(unit // 3, unit) * 2
        value += tens * (3 * two + _artanh(unit // 9, unit) * 2)
    return value // 10 ** 5


def _artanh(x, unit):
    if x < 0:
        return -_artanh(-x, unit)
    total, term, k = 0, x, 1
    square = x * x // unit
    while term:
        total += term // k
        term, k = term * square // unit, k + 2
    return total


def _exp_of(x, scale, digits):
    """e to the power of x/10^scale, with at least so many digits."""
    unit = 10 ** scale
    ten = _ln(10, 0, scale)
    tens, rest = divmod(x, ten)
    halvings = 8
    rest >>= halvings
    total, term, k = unit, unit, 1
    while term:
        term = term * rest // unit // k
        total, k = total + term, k + 1
    for _ in range(halvings):
        total = total * total // unit
    have = len(str(total))
    if have > digits:
        total, scale = _cut(total, have - digits, ROUND_HALF_EVEN, 0)[0], scale - (have - digits)
    return total + (total % 5 == 0), tens - scale
