from functools import partial, reduce
from operator import add

numbers = [1, 2, 3, 4, 5]
lazy = map(lambda n: n * 100, numbers)
print(type(lazy).__name__, next(lazy), list(lazy), list(lazy))
print(list(filter(lambda n: n > 2, numbers)))
print(list(map(lambda n: n * 100, filter(lambda n: n > 2, numbers))))
print([n * 100 for n in numbers if n > 2])
print(list(map(add, numbers, reversed(numbers))))

print(reduce(lambda sum, n: sum + n, range(1, 11)))
print(reduce(lambda product, n: product * n, numbers, 1))


def power(base, exponent):
    return base**exponent


square = partial(power, exponent=2)
print(square(12), partial(power, 2)(10))
print(square.func.__name__, square.keywords)
