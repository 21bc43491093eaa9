def averager():
    seen = []

    def average(number):
        seen.append(number)
        return sum(seen) / len(seen)

    return average


def adder():
    sum = 0

    def add(number):
        nonlocal sum  # Only needed to bind it anew.
        sum += number
        return sum

    return add


class Averager:
    def __init__(self):
        self.seen = []

    def __call__(self, number):
        self.seen.append(number)
        return sum(self.seen) / len(self.seen)


for average in (averager(), Averager()):
    print(average(15), average(35), average(40))
one, other = adder(), adder()
print(one(30), one(30), other(5))
print(one.__code__.co_freevars, one.__closure__[0].cell_contents)

late = [lambda: n for n in range(3)]
bound = [lambda n=n: n for n in range(3)]
print([f() for f in late], [f() for f in bound])
