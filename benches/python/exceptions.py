"""Raising and catching."""


class Odd(Exception):
    pass


def check(i):
    if i % 2:
        raise Odd(i)
    return i


def work(n):
    total = 0
    for i in range(n):
        try:
            total += check(i)
        except Odd as exc:
            total += exc.args[0] * 2
        finally:
            total -= 1
    return total


print(work(200_000))
