"""Decimal numbers: exact, and rounded as the context says."""
import math
import numbers
import re

from _decimal_context import *
from _decimal_context import _cut, _half_even
from _decimal_facts import Facts
from _decimal_logs import Powers
from _decimal_text import format_decimal

__all__ = ["Decimal", "Context", "DecimalTuple", "DefaultContext", "BasicContext",
           "ExtendedContext", "DecimalException", "Clamped", "InvalidOperation", "DivisionByZero",
           "Inexact", "Rounded", "Subnormal", "Overflow", "Underflow", "FloatOperation",
           "DivisionImpossible", "InvalidContext", "ConversionSyntax", "DivisionUndefined",
           "ROUND_DOWN", "ROUND_HALF_UP", "ROUND_HALF_EVEN", "ROUND_CEILING", "ROUND_FLOOR",
           "ROUND_UP", "ROUND_HALF_DOWN", "ROUND_05UP", "setcontext", "getcontext", "localcontext",
           "MAX_PREC", "MAX_EMAX", "MIN_EMIN", "MIN_ETINY", "HAVE_THREADS", "HAVE_CONTEXTVAR"]

class DecimalTuple(tuple):
    """Sign, digits and exponent."""

    _fields = ("sign", "digits", "exponent")

    def __new__(cls, sign, digits, exponent):
        return tuple.__new__(cls, (sign, digits, exponent))

    sign = property(lambda self: self[0])
    digits = property(lambda self: self[1])
    exponent = property(lambda self: self[2])

    def __repr__(self):
        return f"DecimalTuple(sign={self[0]}, digits={self[1]!r}, exponent={self[2]!r})"


_TEXT = re.compile(
    r"(?P<sign>[-+])?(?:(?P<int>\d*)(?:\.(?P<frac>\d*))?(?:[eE](?P<exp>[-+]?\d+))?"
    r"|(?P<inf>[iI][nN][fF](?:[iI][nN][iI][tT][yY])?)|(?P<snan>[sS])?[nN][aA][nN](?P<diag>\d*))")


class Decimal(Facts, Powers):
    """A sign, a whole number and a power of ten; or an infinity; or no number."""

    __slots__ = ("_sign", "_n", "_exp", "_kind", "__weakref__")

    def __new__(cls, value="0", context=None, *more):
        if more:
            raise TypeError(f"function takes at most 2 arguments ({2 + len(more)} given)")
        if isinstance(value, Decimal):
            return _make(value._sign, value._n, value._exp, value._kind, cls)
        if isinstance(value, int):
            return _make(int(value < 0), abs(int(value)), 0, "", cls)
        if isinstance(value, float):
            (context or getcontext())._signal(FloatOperation, None)
            return cls.from_float(value)
        if isinstance(value, (tuple, list)):
            return cls._of_tuple(value)
        if not isinstance(value, str):
            raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")
        found = _TEXT.fullmatch(value.strip().replace("_", ""))
        context = context or getcontext()
        if not found or not (found["int"] or found["frac"] or found["inf"]
                             or found["diag"] is not None):
            return context._invalid(ConversionSyntax)
        sign = int(found["sign"] == "-")
        if found["inf"]:
            return _make(sign, 0, 0, "F", cls)
        if found["diag"] is not None:
            return _make(sign, int(found["diag"] or 0), 0, "N" if found["snan"] else "n", cls)
        frac = found["frac"] or ""
        return _make(sign, int((found["int"] or "") + frac or "0"),
                     int(found["exp"] or 0) - len(frac), "", cls)

    @classmethod
    def _of_tuple(cls, value):
        if len(value) != 3:
            raise ValueError("argument must be a sequence of length 3")
        sign, digits, exp = value
        if sign not in (0, 1):
            raise ValueError("sign must be an integer with the value 0 or 1")
        if any(not isinstance(d, int) or not 0 <= d <= 9 for d in digits):
            raise ValueError("coefficient must be a tuple of digits")
        n = int("".join(map(str, digits)) or "0")
        if isinstance(exp, str):
            if exp not in ("F", "n", "N"):
                raise ValueError("string argument in the third position must be 'F', 'n' or 'N'")
            return _make(sign, 0 if exp == "F" else n, 0, exp, cls)
        return _make(sign, n, exp, "", cls)

    @classmethod
    def from_float(cls, f):
        if isinstance(f, int):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError("argument must be int or float")
        sign = int(math.copysign(1, f) < 0)
        if f != f:
            return _make(sign, 0, 0, "n", cls)
        if f - f != 0:
            return _make(sign, 0, 0, "F", cls)
        n, d = abs(f).as_integer_ratio()
        places = d.bit_length() - 1
        return _make(sign, n * 5 ** places, -places, "", cls)

    # As text

    def _text(self, eng=False, capital=None):
        sign = "-" if self._sign else ""
        if self._kind == "F":
            return sign + "Infinity"
        if self._kind:
            return sign + ("sNaN" if self._kind == "N" else "NaN") + (str(self._n) if self._n else "")
        digits = str(self._n)
        left = self._exp + len(digits)
        if self._exp <= 0 and left > -6:
            dot = left
        elif not eng:
            dot = 1
        elif not self._n:
            dot = (left + 1) % 3 - 1
        else:
            dot = (left - 1) % 3 + 1
        if dot <= 0:
            whole, frac = "0", "." + "0" * -dot + digits
        elif dot >= len(digits):
            whole, frac = digits + "0" * (dot - len(digits)), ""
        else:
            whole, frac = digits[:dot], "." + digits[dot:]
        if capital is None:
            capital = getcontext().capitals
        exp = "" if left == dot else f"{'E' if capital else 'e'}{left - dot:+d}"
        return sign + whole + frac + exp

    __hash__ = Facts.__hash__
    _tuple = DecimalTuple

    @staticmethod
    def _operand(value):
        return _operand(value)

    @staticmethod
    def _given(value):
        return _given(value)

    @staticmethod
    def _new(sign, n, exp, kind=""):
        return _make(sign, n, exp, kind)

    def __str__(self):
        return self._text()

    def to_eng_string(self, context=None):
        return self._text(True)

    def __repr__(self):
        return f"Decimal('{self._text()}')"

    __format__ = format_decimal

    def _to_exp(self, exp, rounding):
        """With that exponent."""
        if exp <= self._exp:
            return _make(self._sign, self._n * 10 ** (self._exp - exp), exp)
        return _make(self._sign, _cut(self._n, exp - self._exp, rounding, self._sign)[0], exp)

    # Rounding

    def _fixed(self, context):
        """The number as the context has room for it."""
        if self._kind:
            return self
        sign, n, exp = self._sign, self._n, self._exp
        tiny = context.Etiny()
        if not n:
            fit = min(max(exp, tiny), context.Emax if not context.clamp else context.Etop())
            if fit != exp:
                context._signal(Clamped, None)
            return _make(sign, 0, fit)
        digits = len(str(n))
        cut = max(digits - context.prec, tiny - exp)
        small = exp + digits - 1 < context.Emin
        if cut > 0:
            n, inexact = _cut(n, cut, context.rounding, sign)
            exp += cut
            if len(str(n)) > context.prec:
                n, exp = n // 10, exp + 1
        if exp + len(str(n)) - 1 > context.Emax:
            return self._too_large(context, sign)
        if cut > 0:
            if inexact and small:
                context._signal(Underflow, None)
            if small:
                context._signal(Subnormal, None)
            if inexact:
                context._signal(Inexact, None)
            context._signal(Rounded, None)
            if not n:
                context._signal(Clamped, None)
        elif small:
            context._signal(Subnormal, None)
        if context.clamp and exp > context.Etop():
            context._signal(Clamped, None)
            n, exp = n * 10 ** (exp - context.Etop()), context.Etop()
        return _make(sign, n, exp)

    def _too_large(self, context, sign):
        stays = {ROUND_DOWN, ROUND_05UP, ROUND_FLOOR if not sign else ROUND_CEILING}
        made = _make(sign, 0, 0, "F")
        if context.rounding in stays:
            made = _make(sign, 10 ** context.prec - 1, context.Etop())
        context._signal(Overflow, None)
        context._signal(Inexact, None)
        return context._signal(Rounded, made)

    def _nan_of(self, other, context):
        """What comes of a number that is none."""
        for one in (self, other):
            if one is not None and one._kind == "N":
                context._invalid()
                return _make(one._sign, one._n, 0, "n")
        for one in (self, other):
            if one is not None and one._kind == "n":
                return one
        return None

    def quantize(self, exp, rounding=None, context=None):
        context = context or getcontext()
        exp = _given(exp)
        if self._kind or exp._kind:
            if self._kind == exp._kind == "F":
                return _make(self._sign, 0, 0, "F")
            nan = self._nan_of(exp, context)
            return context._invalid() if nan is None else nan
        made = self._to_exp(exp._exp, rounding or context.rounding)
        if len(str(made._n)) > context.prec or made.adjusted() > context.Emax:
            return context._invalid()
        if exp._exp > self._exp:
            if made != self:
                context._signal(Inexact, None)
            context._signal(Rounded, None)
        return made

    def to_integral_value(self, rounding=None, context=None):
        if self._kind or self._exp >= 0:
            return Decimal(self)
        return self._to_exp(0, rounding or (context or getcontext()).rounding)

    to_integral = to_integral_value

    def to_integral_exact(self, rounding=None, context=None):
        made = self.to_integral_value(rounding, context)
        if made != self:
            (context or getcontext())._signal(Inexact, None)
        return made

    def normalize(self, context=None):
        made = self._fixed(context or getcontext())
        if made._kind:
            return made
        n, exp = made._n, made._exp
        if not n:
            return _make(made._sign, 0, 0)
        while n % 10 == 0:
            n, exp = n // 10, exp + 1
        return _make(made._sign, n, exp)

    def __round__(self, n=None):
        if n is None:
            if self._kind:
                return int(self)
            return int(self.to_integral_value(ROUND_HALF_EVEN))
        return self.quantize(_make(0, 1, -n))

    def __floor__(self):
        return int(self.to_integral_value(ROUND_FLOOR))

    def __ceil__(self):
        return int(self.to_integral_value(ROUND_CEILING))

    # Comparing

    def _order(self, other):
        """Less than, equal to, or more than another number: -1, 0, 1."""
        if self._kind == "F" or other._kind == "F":
            mine, its = [(-1 if d._sign else 1) if d._kind else 0 for d in (self, other)]
            return (mine > its) - (mine < its)
        low = min(self._exp, other._exp)
        if self._n and other._n and abs(self.adjusted() - other.adjusted()) > 1:
            mine, its = self.adjusted(), other.adjusted()
            if self._sign != other._sign:
                return -1 if self._sign else 1
            more = 1 if mine > its else -1
            return -more if self._sign else more
        mine, its = [(-d._n if d._sign else d._n) * 10 ** (d._exp - low) if d._n else 0
                     for d in (self, other)]
        return (mine > its) - (mine < its)

    def __eq__(self, other):
        other = _comparable(other, True)
        if other is None:
            return NotImplemented
        if self.is_nan() or other.is_nan():
            if "N" in (self._kind, other._kind):
                getcontext()._invalid()
            return False
        return self._order(other) == 0

    def _ordered(self, other, test):
        other = _comparable(other, False)
        if other is None:
            return NotImplemented
        if self.is_nan() or other.is_nan():
            getcontext()._invalid()
            return False
        return test(self._order(other))

    def __lt__(self, other):
        return self._ordered(other, lambda order: order < 0)

    def __le__(self, other):
        return self._ordered(other, lambda order: order <= 0)

    def __gt__(self, other):
        return self._ordered(other, lambda order: order > 0)

    def __ge__(self, other):
        return self._ordered(other, lambda order: order >= 0)

    def compare(self, other, context=None):
        other = _given(other)
        nan = self._nan_of(other, context or getcontext())
        return nan if nan is not None else Decimal(self._order(other))

    def compare_total(self, other, context=None):
        return Decimal((self._order(_given(other)) or
                        (self._exp > other._exp) - (self._exp < other._exp)))

    def same_quantum(self, other, context=None):
        if self._kind or other._kind:
            return self.is_nan() and other.is_nan() or self.is_infinite() and other.is_infinite()
        return self._exp == other._exp

    def max(self, other, context=None):
        return self._extreme(other, context, 1)

    def min(self, other, context=None):
        return self._extreme(other, context, -1)

    def _extreme(self, other, context, wanted):
        context, other = context or getcontext(), _given(other)
        if self.is_nan() or other.is_nan():
            kept = other if self._kind == "n" else self
            nan = self._nan_of(other, context)
            return kept if kept._kind not in ("n", "N") else nan
        order = self._order(other) or (self._exp > other._exp) - (self._exp < other._exp)
        return (self if order == wanted or not order else other)._fixed(context)

    # Arithmetic

    def __neg__(self, context=None):
        sign = 0 if not self._n and not self._kind else 1 - self._sign
        return _make(sign, self._n, self._exp, self._kind)._fixed(context or getcontext())

    def __pos__(self, context=None):
        sign = 0 if not self._n and not self._kind else self._sign
        return _make(sign, self._n, self._exp, self._kind)._fixed(context or getcontext())

    def __abs__(self):
        return self.copy_abs()._fixed(getcontext())

    def copy_abs(self):
        return _make(0, self._n, self._exp, self._kind)

    def copy_negate(self):
        return _make(1 - self._sign, self._n, self._exp, self._kind)

    def copy_sign(self, other, context=None):
        return _make(_given(other)._sign, self._n, self._exp, self._kind)

    def __add__(self, other):
        other = _operand(other)
        if other is None:
            return NotImplemented
        context = getcontext()
        return self._plus(other, context)._fixed(context)

    __radd__ = __add__

    def _plus(self, other, context):
        if self._kind or other._kind:
            nan = self._nan_of(other, context)
            if nan is not None:
                return nan
            if self._kind and other._kind and self._sign != other._sign:
                return context._invalid()
            return self if self._kind else other
        a, b = (self, other) if self._exp >= other._exp else (other, self)
        if a._n and b._n and a.adjusted() - b.adjusted() > context.prec + 3:
            # The smaller one matters for nothing but the direction of rounding.
            low = a._exp - max(0, context.prec + 3 - len(str(a._n)))
            if low > b.adjusted() + 1:
                b = _make(b._sign, 1, low - 2)
        low = b._exp if a._n or not b._n else min(a._exp, b._exp)
        total = sum((-d._n if d._sign else d._n) * 10 ** (d._exp - low) for d in (a, b))
        if total:
            return _make(int(total < 0), abs(total), low)
        sign = self._sign & other._sign
        if self._sign != other._sign and context.rounding == ROUND_FLOOR:
            sign = 1
        return _make(sign, 0, low)

    def __sub__(self, other):
        other = _operand(other)
        if other is None:
            return NotImplemented
        return self + (other if other.is_nan() else other.copy_negate())

    def __rsub__(self, other):
        other = _operand(other)
        return NotImplemented if other is None else other - self

    def __mul__(self, other):
        other = _operand(other)
        if other is None:
            return NotImplemented
        context = getcontext()
        return self._times(other, context)._fixed(context)

    __rmul__ = __mul__

    def _times(self, other, context):
        sign = self._sign ^ other._sign
        if self._kind or other._kind:
            nan = self._nan_of(other, context)
            if nan is not None:
                return nan
            return context._invalid() if not self or not other else _make(sign, 0, 0, "F")
        return _make(sign, self._n * other._n, self._exp + other._exp)

    def fma(self, other, third, context=None):
        context = context or getcontext()
        return self._times(_given(other), context)._plus(_given(third), context)._fixed(context)

    def __truediv__(self, other):
        other = _operand(other)
        if other is None:
            return NotImplemented
        context = getcontext()
        sign = self._sign ^ other._sign
        if self._kind or other._kind:
            nan = self._nan_of(other, context)
            if nan is not None:
                return nan
            if self._kind:
                return context._invalid() if other._kind else _make(sign, 0, 0, "F")
            return _make(sign, 0, context.Etiny())
        if not other._n:
            if not self._n:
                return context._invalid(DivisionUndefined)
            return context._signal(DivisionByZero, _make(sign, 0, 0, "F"))
        exp = self._exp - other._exp
        if not self._n:
            return _make(sign, 0, exp)._fixed(context)
        more = max(0, len(str(other._n)) - len(str(self._n)) + context.prec + 1)
        n, rest = divmod(self._n * 10 ** more, other._n)
        if rest:
            # A digit that says that there was more.
            n += n % 5 == 0
            return _make(sign, n, exp - more)._fixed(context)
        low = exp - more
        while low < exp and n % 10 == 0:
            n, low = n // 10, low + 1
        return _make(sign, n, low)._fixed(context)

    def __rtruediv__(self, other):
        other = _operand(other)
        return NotImplemented if other is None else other / self

    def _divided(self, other):
        """The whole quotient and the rest."""
        context = getcontext()
        sign = self._sign ^ other._sign
        nan = self._nan_of(other, context) if self._kind or other._kind else None
        if nan is not None:
            return nan, nan
        if self._kind:
            return (context._invalid() if other._kind else _make(sign, 0, 0, "F")), context._invalid()
        if other._kind:
            return _make(sign, 0, 0), self._fixed(context)
        if not other._n:
            if not self._n:
                return (context._invalid(DivisionUndefined),) * 2
            return context._signal(DivisionByZero, _make(sign, 0, 0, "F")), context._invalid()
        if self._n and self.adjusted() - other.adjusted() > context.prec + 1:
            return (context._invalid(DivisionImpossible),) * 2
        low = min(self._exp, other._exp)
        n, rest = divmod(self._n * 10 ** (self._exp - low), other._n * 10 ** (other._exp - low))
        if len(str(n)) > context.prec:
            return (context._invalid(DivisionImpossible),) * 2
        return _make(sign, n, 0), _make(self._sign, rest, low)._fixed(context)

    def __divmod__(self, other):
        other = _operand(other)
        return NotImplemented if other is None else self._divided(other)

    def __rdivmod__(self, other):
        other = _operand(other)
        return NotImplemented if other is None else other._divided(self)

    def __floordiv__(self, other):
        other = _operand(other)
        if other is None:
            return NotImplemented
        if self._kind == "F" and not other._kind:
            return _make(self._sign ^ other._sign, 0, 0, "F")
        if not other and not other._kind and self and not self._kind:
            return getcontext()._signal(DivisionByZero, _make(self._sign ^ other._sign, 0, 0, "F"))
        return self._divided(other)[0]

    def __rfloordiv__(self, other):
        other = _operand(other)
        return NotImplemented if other is None else other // self

    def __mod__(self, other):
        other = _operand(other)
        if other is None:
            return NotImplemented
        if not other and not other._kind and self and not self._kind:
            return getcontext()._invalid()
        return self._divided(other)[1]

    def __rmod__(self, other):
        other = _operand(other)
        return NotImplemented if other is None else other % self

    def remainder_near(self, other, context=None):
        other = _given(other)
        if not other and not other._kind and not self.is_nan():
            return getcontext()._invalid()
        whole, rest = self._divided(other)
        double = rest.copy_abs() + rest.copy_abs()
        if not rest.is_nan() and (double > abs(other) or double == abs(other) and whole._n % 2):
            rest = rest + (other.copy_abs() if rest._sign else -other.copy_abs())
        return rest

    def scaleb(self, other, context=None):
        return _make(self._sign, self._n, self._exp + int(other), self._kind)._fixed(
            context or getcontext())

    def shift(self, other, context=None):
        places, prec = int(other), (context or getcontext()).prec
        n = self._n * 10 ** places if places >= 0 else self._n // 10 ** -places
        return _make(self._sign, n % 10 ** prec, self._exp, self._kind)

    def logb(self, context=None):
        if not self._n and not self._kind:
            return (context or getcontext())._signal(DivisionByZero, _make(1, 0, 0, "F"))
        return Decimal(self.adjusted()) if not self._kind else self.copy_abs()

    def next_plus(self, context=None):
        return self._next(ROUND_CEILING, 0, context)

    def next_minus(self, context=None):
        return self._next(ROUND_FLOOR, 1, context)

    def _next(self, rounding, sign, context):
        used = (context or getcontext()).copy()
        used.rounding = rounding
        used.clear_traps()
        made = self._fixed(used)
        return made if made != self else made._plus(_make(sign, 1, used.Etiny() - 1), used)._fixed(used)


def _make(sign, n, exp, kind="", cls=Decimal):
    made = object.__new__(cls)
    made._sign, made._n, made._exp, made._kind = sign, n, exp, kind
    return made


def _operand(value):
    """The other side of an operator; none if it cannot be."""
    if isinstance(value, Decimal):
        return value
    return Decimal(value) if isinstance(value, int) else None


def _given(value):
    found = _operand(value)
    if found is None:
        raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")
    return found


def _comparable(value, equal):
    found = _operand(value)
    if found is None and isinstance(value, float):
        context = getcontext()
        context.flags[FloatOperation] = True
        if context.traps[FloatOperation] and not equal:
            raise FloatOperation([FloatOperation])
        return Decimal.from_float(value)
    if found is None and isinstance(value, numbers.Rational):
        return None if not value.denominator else Decimal(value.numerator) / value.denominator
    return found


def _forward(name, method):
    def forward(self, *args):
        return self._do(method, *args)
    forward.__name__ = name
    setattr(Context, name, forward)


Context._decimal = Decimal
Context._nan = _make(0, 0, 0, "n")
for _name in ("add", "sub", "mul"):
    _forward({"sub": "subtract", "mul": "multiply"}.get(_name, _name), f"__{_name}__")
for _name, _method in {"divide": "__truediv__", "remainder": "__mod__", "minus": "__neg__",
                       "plus": "__pos__", "abs": "__abs__", "divmod": "__divmod__"}.items():
    _forward(_name, _method)
for _name in ("sqrt", "exp", "ln", "log10", "quantize", "normalize", "compare", "max", "min",
              "fma", "scaleb", "to_integral_value", "to_integral_exact", "is_nan", "is_zero",
              "is_infinite", "is_finite", "is_signed", "logb", "copy_abs", "copy_negate",
              "copy_sign", "remainder_near", "same_quantum", "number_class", "to_eng_string"):
    _forward(_name, _name)
numbers.Number.register(Decimal)
