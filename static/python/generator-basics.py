def three():
    print("  before 1")
    yield 1
    print("  before 2")
    yield 2
    print("  after 2")


steps = three()
print("made; nothing has run")
print(next(steps))
print(next(steps))
print(next(steps, "it is over"))


def count():
    number = 1
    while True:
        yield number
        number += 1


endless = count()
print([next(endless) for _ in range(7)])

lazy = (print("  asked for", n) or n * 10 for n in range(2, 4))
print("nothing is computed yet")
print(next(lazy), next(lazy), next(lazy, "no more"))


def outer():
    yield "A"
    got = yield from inner()
    yield f"inner returned {got}"


def inner():
    yield 1
    yield 2
    return 3


print(list(outer()))
