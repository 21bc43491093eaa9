"""cmath: functions of complex numbers, to twelve digits."""
import cmath


def shown(z):
    return complex(round(z.real, 12) + 0.0, round(z.imag, 12) + 0.0)


names = "sqrt exp log log10 sinh cosh tanh sin cos tan asinh acosh atanh asin acos atan".split()
for z in [1 + 2j, -0.5 + 0.25j, 3.0, -2j, complex(-1.5, -0.0)]:
    for name in names:
        print(name, z, shown(getattr(cmath, name)(z)))
print([round(part, 12) for part in cmath.polar(3 - 4j)], shown(cmath.rect(2, cmath.pi / 3)))
print(round(cmath.phase(-1), 12), cmath.isclose(1 + 1e-12j, 1), cmath.isclose(1, 2))
print(cmath.isnan(cmath.nanj), cmath.isinf(cmath.infj), cmath.isfinite(1j))
print(shown(cmath.log(8, 2)), cmath.sqrt(0), cmath.sqrt(-4))
for call in (lambda: cmath.log(0), lambda: cmath.sqrt("4"), lambda: cmath.atanh(1)):
    try:
        print(call())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
