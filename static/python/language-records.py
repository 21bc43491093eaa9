from dataclasses import asdict, dataclass, field, replace
from enum import Enum


class Cover(Enum):
    HARD = "hard"
    SOFT = "soft"


@dataclass(order=True)
class Book:
    price: int
    title: str = field(compare=False)
    cover: Cover = Cover.SOFT
    tags: list[str] = field(default_factory=list)

    def __post_init__(self):
        if self.price < 0:
            raise ValueError(f"a price of {self.price}")


one = Book(12_000, "Snakes", tags=["python"])
other = Book(9_000, "Threads", Cover.HARD)
print(one)
print(sorted([one, other])[0].title, one == replace(one), one.tags is other.tags)
print(asdict(other))
try:
    Book(-1, "?")
except ValueError as error:
    print("refused:", error)


def twice(value: int | str) -> str:
    return str(value) * 2


# Hints are kept, not checked.
print(twice(4), twice([1]), twice.__annotations__)
