from datetime import date


class Student:
    def __init__(self, name, number):
        self.name, self.number = name, number

    def __str__(self):
        return self.name

    def __repr__(self):
        return f"Student({self.name!r}, {self.number})"


one = Student("김하나", 7)
print(one)
print(repr(one))
print([one], {"best": one})
print(f"{one} {one!r} {one!s:>8}|")
print(date(2023, 1, 18), [date(2023, 1, 18)])
