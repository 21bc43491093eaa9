from collections import namedtuple
from typing import NamedTuple

Point = namedtuple("Point", ["x", "y"])
Same = namedtuple("Same", "x y")
print(Point(10, 35), Same(x=20, y=40), Point(1, 2) == (1, 2))

Odd = namedtuple("Odd", "x y x class", rename=True)
print(Odd(1, 2, 3, 4))

pair = [52, 38]
fields = {"x": 75, "y": 55}
print(Point(*pair), Point(**fields), Point._make((45, 20)))
print(Point(1, 2)._asdict(), Point(1, 2)._replace(y=9), Point._fields)


class Job(NamedTuple):
    name: str
    seconds: float = 1.0


name, seconds = Job("fetch")
print(name, seconds, Job("sum", 0.5).seconds)
try:
    Point(1, 2).x = 3
except AttributeError as error:
    print(error)
