def total(*numbers, **options):
    # A tuple and a dict.
    print(type(numbers).__name__, numbers, options)
    return sum(numbers) * options.get("times", 1)


first, *middle, last = range(5)
print(first, middle, last)
print(total(1, 2, 3), total(*[1, 2, 3], times=2))

settings = {"times": 3}
print(total(*(1, 1), **settings))
print([*range(3), *"ab"], {**settings, "times": 4})


def area(width, /, height, *, unit="m2"):
    return f"{width * height} {unit}"


print(area(2, height=3), area(2, 3, unit="cm2"))
for wrong in ("area(width=2, height=3)", "area(2, 3, 'cm2')", "area(2)"):
    try:
        eval(wrong)
    except TypeError as error:
        print(error)
a, b = 1, 2
a, b = b, a
print(a, b)
