"""A loop of integer and float arithmetic on local variables."""


def work(n):
    total = 0
    x = 0.5
    i = 0
    while i < n:
        total = (total * 3 + i) % 1000003
        x = x * 0.999 + i * 0.001
        if total & 1:
            total += 7
        i += 1
    return total, round(x, 6)


print(work(2_000_000))
