"""Calls with defaults, named arguments, stars and closures."""


def make(step):
    def add(a, b=1, *rest, scale=2, **named):
        return (a + b) * scale + step + len(rest) + len(named)
    return add


def work(n):
    add = make(3)
    total = 0
    for i in range(n):
        total += add(i)
        total += add(i, 2, scale=3)
        total += add(i, 2, 3, 4, extra=5)
    return total


print(work(100_000))
