"""Functions of complex numbers. Where a formula would lose digits, Kahan's are
used ("Branch cuts for complex elementary functions", 1987)."""
import math
from math import e, inf, nan, pi, tau

infj = complex(0.0, inf)
nanj = complex(0.0, nan)


def _number(z):
    """What stands for a complex number, as one."""
    if isinstance(z, complex):
        return z
    if isinstance(z, str):
        raise TypeError("must be real number, not str")
    return complex(z)


def phase(z):
    z = _number(z)
    return math.atan2(z.imag, z.real)


def polar(z):
    return abs(_number(z)), phase(z)


def rect(r, phi):
    return complex(r * math.cos(phi), r * math.sin(phi))


def isfinite(z):
    z = _number(z)
    return math.isfinite(z.real) and math.isfinite(z.imag)


def isnan(z):
    z = _number(z)
    return math.isnan(z.real) or math.isnan(z.imag)


def isinf(z):
    z = _number(z)
    return math.isinf(z.real) or math.isinf(z.imag)


def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    a, b = _number(a), _number(b)
    if rel_tol < 0 or abs_tol < 0:
        raise ValueError("tolerances must be non-negative")
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    apart = abs(a - b)
    return apart <= rel_tol * abs(b) or apart <= rel_tol * abs(a) or apart <= abs_tol


def sqrt(z):
    z = _number(z)
    if z == 0:
        return complex(0.0, z.imag)
    x, y = abs(z.real) / 8.0, abs(z.imag)
    s = 2.0 * math.sqrt(x + math.hypot(x, y / 8.0))
    d = y / (2.0 * s)
    if z.real >= 0.0:
        return complex(s, math.copysign(d, z.imag))
    return complex(d, math.copysign(s, z.imag))


def exp(z):
    z = _number(z)
    size = math.exp(z.real)
    return complex(size * math.cos(z.imag), size * math.sin(z.imag))


def log(z, base=None):
    z = _number(z)
    x, y = abs(z.real), abs(z.imag)
    if x == 0.0 and y == 0.0:
        raise ValueError("math domain error")
    size = math.hypot(x, y)
    if 0.71 <= size <= 1.73:
        large, small = max(x, y), min(x, y)
        real = math.log1p((large - 1.0) * (large + 1.0) + small * small) / 2.0
    else:
        real = math.log(size)
    result = complex(real, math.atan2(z.imag, z.real))
    return result if base is None else result / log(base)


def log10(z):
    z = log(z)
    return complex(z.real / math.log(10), z.imag / math.log(10))


def sinh(z):
    z = _number(z)
    return complex(math.cos(z.imag) * math.sinh(z.real), math.sin(z.imag) * math.cosh(z.real))


def cosh(z):
    z = _number(z)
    return complex(math.cos(z.imag) * math.cosh(z.real), math.sin(z.imag) * math.sinh(z.real))


def tanh(z):
    z = _number(z)
    if abs(z.real) > 354.0:
        small = 4.0 * math.sin(z.imag) * math.cos(z.imag) * math.exp(-2.0 * abs(z.real))
        return complex(math.copysign(1.0, z.real), small)
    tx, ty = math.tanh(z.real), math.tan(z.imag)
    cx = 1.0 / math.cosh(z.real)
    txty = tx * ty
    below = 1.0 + txty * txty
    return complex(tx * (1.0 + ty * ty) / below, ((ty / below) * cx) * cx)


def _turned(function, z):
    """-i f(iz)."""
    z = function(complex(-z.imag, z.real))
    return complex(z.imag, -z.real)


def sin(z):
    return _turned(sinh, _number(z))


def cos(z):
    z = _number(z)
    return cosh(complex(-z.imag, z.real))


def tan(z):
    return _turned(tanh, _number(z))


def asinh(z):
    z = _number(z)
    a = sqrt(complex(1.0 + z.imag, -z.real))
    b = sqrt(complex(1.0 - z.imag, z.real))
    real = math.asinh(a.real * b.imag - b.real * a.imag)
    return complex(real, math.atan2(z.imag, a.real * b.real - a.imag * b.imag))


def acosh(z):
    z = _number(z)
    a = sqrt(complex(z.real - 1.0, z.imag))
    b = sqrt(complex(z.real + 1.0, z.imag))
    real = math.asinh(a.real * b.real + a.imag * b.imag)
    return complex(real, 2.0 * math.atan2(a.imag, b.real))


def atanh(z):
    z = _number(z)
    if z.real < 0.0 or (z.real == 0.0 and math.copysign(1.0, z.real) < 0.0):
        return -atanh(-z)
    y = abs(z.imag)
    if z.real == 1.0 and y == 0.0:
        raise ValueError("math domain error")
    real = math.log1p(4.0 * z.real / ((1.0 - z.real) * (1.0 - z.real) + y * y)) / 4.0
    imag = -math.atan2(-2.0 * z.imag, (1.0 - z.real) * (1.0 + z.real) - y * y) / 2.0
    return complex(real, imag)


def asin(z):
    return _turned(asinh, _number(z))


def acos(z):
    z = _number(z)
    a = sqrt(complex(1.0 - z.real, -z.imag))
    b = sqrt(complex(1.0 + z.real, z.imag))
    imag = math.asinh(b.real * a.imag - b.imag * a.real)
    return complex(2.0 * math.atan2(a.real, b.real), imag)


def atan(z):
    return _turned(atanh, _number(z))
