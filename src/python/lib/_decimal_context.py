"""Contexts of decimal numbers: how many digits, how to round, and what is an error."""
from contextvars import ContextVar

__name__ = "decimal"

ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_CEILING, ROUND_FLOOR, ROUND_UP, \
    ROUND_HALF_DOWN, ROUND_05UP = [
        "ROUND_" + word for word in ("DOWN", "HALF_UP", "HALF_EVEN", "CEILING", "FLOOR", "UP",
                                     "HALF_DOWN", "05UP")]
HAVE_THREADS = HAVE_CONTEXTVAR = True
MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN, MIN_ETINY = -MAX_EMAX, -2 * MAX_EMAX + 1


class DecimalException(ArithmeticError):
    """Something happened that a context can make an error of."""


class Clamped(DecimalException):
    """An exponent was changed to fit."""


class InvalidOperation(DecimalException):
    """An operation has no result."""


class ConversionSyntax(InvalidOperation):
    """A text is no number."""


class DivisionByZero(DecimalException, ZeroDivisionError):
    """Something was divided by zero."""


class DivisionImpossible(InvalidOperation):
    """A whole quotient has too many digits."""


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    """Zero was divided by zero."""


class Inexact(DecimalException):
    """Digits that were not zero are gone."""


class InvalidContext(InvalidOperation):
    """A context cannot be."""


class Rounded(DecimalException):
    """Digits are gone."""


class Subnormal(DecimalException):
    """A number is nearly too small."""


class Overflow(Inexact, Rounded):
    """A number is too large."""


class Underflow(Inexact, Rounded, Subnormal):
    """A number is too small."""


class FloatOperation(DecimalException, TypeError):
    """A float was mixed in."""


_SIGNALS = (InvalidOperation, Clamped, DivisionByZero, Inexact, FloatOperation, Overflow, Rounded,
            Subnormal, Underflow)


class Context:
    """How many digits, how to round, and what is an error."""

    # The class of numbers, and what is none: they are made later.
    _decimal = _nan = None

    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None,
                 flags=None, traps=None):
        base = globals().get("DefaultContext")
        def given(value, name, usual):
            return value if value is not None else getattr(base, name) if base else usual
        self.prec = given(prec, "prec", 28)
        self.rounding = given(rounding, "rounding", ROUND_HALF_EVEN)
        self.Emin = given(Emin, "Emin", -999999)
        self.Emax = given(Emax, "Emax", 999999)
        self.capitals = given(capitals, "capitals", 1)
        self.clamp = given(clamp, "clamp", 0)
        if traps is None:
            traps = base.traps if base else {InvalidOperation, DivisionByZero, Overflow}
        self.traps = _signals(traps)
        self.flags = _signals(flags or ())

    def __setattr__(self, name, value):
        if name == "prec":
            if not isinstance(value, int):
                raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
            if not 1 <= value <= MAX_PREC:
                raise ValueError(f"valid range for prec is [1, MAX_PREC]")
        elif name == "rounding" and value not in _ROUNDINGS:
            raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, "
                            "ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, "
                            "ROUND_HALF_EVEN,\n   ROUND_05UP]")
        object.__setattr__(self, name, value)

    def __repr__(self):
        def names(which):
            return ", ".join(signal.__name__ for signal in _SIGNALS if which[signal])
        return (f"Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, "
                f"Emax={self.Emax}, capitals={self.capitals}, clamp={self.clamp}, "
                f"flags=[{names(self.flags)}], traps=[{names(self.traps)}])")

    def copy(self):
        return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp,
                       dict(self.flags), dict(self.traps))

    __copy__ = copy

    def clear_flags(self):
        self.flags = _signals(())

    def clear_traps(self):
        self.traps = _signals(())

    def Etiny(self):
        return self.Emin - self.prec + 1

    def Etop(self):
        return self.Emax - self.prec + 1

    def _signal(self, kind, result, tells=None):
        """Something has happened: a flag, or an error."""
        self.flags[kind] = True
        if self.traps[kind]:
            raise kind([tells or kind])
        return result

    def _invalid(self, kind=InvalidOperation):
        return self._signal(InvalidOperation, Context._nan, kind)

    def create_decimal(self, num="0"):
        return Context._decimal(num, self)._fixed(self)

    def create_decimal_from_float(self, f):
        return Context._decimal.from_float(f)._fixed(self)

    def divide_int(self, a, b):
        return self._do("__floordiv__", a, b)

    def _do(self, method, *args):
        with localcontext(self) as used:
            made = getattr(Context._decimal(args[0]), method)(*args[1:])
            self.flags = used.flags
        return made

    def power(self, a, b, modulo=None):
        return self._do("__pow__", a, b, modulo)

    def to_sci_string(self, a):
        return str(Context._decimal(a))


def _signals(chosen):
    if isinstance(chosen, dict):
        return {signal: bool(chosen.get(signal)) for signal in _SIGNALS}
    return {signal: signal in chosen for signal in _SIGNALS}


def _half_even(context):
    """The same context, rounding as functions without exact results always do."""
    used = context.copy()
    used.rounding, used.flags = ROUND_HALF_EVEN, context.flags
    return used


def _half(n, rest, half, up_when_equal):
    return n + (rest > half or rest == half and up_when_equal)


# What becomes of digits that are cut off: whole part, rest, half of the unit, sign.
_ROUNDINGS = {
    ROUND_DOWN: lambda n, rest, half, sign: n,
    ROUND_UP: lambda n, rest, half, sign: n + (rest > 0),
    ROUND_CEILING: lambda n, rest, half, sign: n + (rest > 0 and not sign),
    ROUND_FLOOR: lambda n, rest, half, sign: n + (rest > 0 and sign),
    ROUND_HALF_UP: lambda n, rest, half, sign: _half(n, rest, half, True),
    ROUND_HALF_DOWN: lambda n, rest, half, sign: _half(n, rest, half, False),
    ROUND_HALF_EVEN: lambda n, rest, half, sign: _half(n, rest, half, n % 2 == 1),
    ROUND_05UP: lambda n, rest, half, sign: n + (rest > 0 and n % 5 == 0),
}


def _cut(n, places, rounding, sign):
    """A coefficient without its last digits, rounded; whether they were not zero."""
    unit = 10 ** places
    n, rest = divmod(n, unit)
    return int(_ROUNDINGS[rounding](n, rest, unit // 2, sign)), rest > 0


def getcontext():
    """The context of this thread or task."""
    found = _current.get(None)
    if found is None:
        found = DefaultContext.copy()
        _current.set(found)
    return found


def setcontext(context):
    if not isinstance(context, Context):
        raise TypeError("optional argument must be a context")
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context.copy()
        context.clear_flags()
    _current.set(context)


class _Local:
    """A context for a block."""

    def __init__(self, context):
        self._new = context

    def __enter__(self):
        self._before = getcontext()
        setcontext(self._new)
        return self._new

    def __exit__(self, kind, value, trace):
        setcontext(self._before)


def localcontext(ctx=None, **kwargs):
    """A block with a copy of the context, some of it changed."""
    made = (ctx or getcontext()).copy()
    for name, value in kwargs.items():
        if name not in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"):
            raise TypeError(f"'{name}' is an invalid keyword argument for this function")
        setattr(made, name, _signals(value) if name in ("flags", "traps") else value)
    return _Local(made)


_current = ContextVar("decimal_context")
DefaultContext = Context()
ExtendedContext = Context(prec=9, traps=())
BasicContext = Context(prec=9, rounding=ROUND_HALF_UP,
                       traps={DivisionByZero, Overflow, InvalidOperation, Clamped, Underflow})
