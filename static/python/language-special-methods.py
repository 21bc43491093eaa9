from functools import total_ordering


@total_ordering
class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"({self.x}, {self.y})"

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    __rmul__ = __mul__

    def __bool__(self):
        return bool(self.x or self.y)

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)

    def __lt__(self, other):
        return abs(self) < abs(other)

    def __abs__(self):
        return (self.x**2 + self.y**2) ** 0.5

    def __iter__(self):
        yield self.x
        yield self.y


a, b = Vector(5, 7), Vector(23, 35)
print(a + b, a * 3, 10 * b)
print(bool(Vector(0, 0)), bool(a))
print(a < b, a >= b, a == Vector(5, 7), max(a, b))
x, y = Vector(3, 4)
print(x, y, abs(Vector(3, 4)))
