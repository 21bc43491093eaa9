"""Methods, attributes, properties and making instances."""


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    @property
    def size(self):
        return self.x * self.x + self.y * self.y

    def moved(self, dx, dy):
        return Point(self.x + dx, self.y + dy)

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)


class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        self.balance += amount
        return self.balance


def work(n):
    point = Point(0, 0)
    step = Point(1, 2)
    account = Account()
    total = 0
    for i in range(n):
        point = point + step
        point = point.moved(-1, -1)
        total += point.size & 7
        account.deposit(i)
    return total, account.balance


print(work(200_000))
