"""Switching between generators: pipelines, `send` and `yield from`."""


def numbers(n):
    for i in range(n):
        yield i


def kept(source):
    for value in source:
        if value % 3:
            yield value


def nested(n):
    yield from kept(numbers(n))


def averager():
    total = count = 0
    while True:
        value = yield total // count if count else 0
        total += value
        count += 1


def work(n):
    total = sum(nested(n))
    coroutine = averager()
    next(coroutine)
    for i in range(n):
        last = coroutine.send(i)
    return total, last


print(work(300_000))
