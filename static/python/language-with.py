from contextlib import contextmanager, suppress


class Door:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        print(f"open {self.name}")
        return self

    def __exit__(self, kind, error, trace):
        print(f"close {self.name}", "" if kind is None else f"in spite of {error}")
        return False


@contextmanager
def light():
    print("on")
    try:
        yield "bright"
    finally:
        print("off")


with Door("front"), Door("back") as door, light() as how:
    print(f"it is {how} at the {door.name}")

try:
    with Door("cellar"):
        raise OSError("a mouse")
except OSError as error:
    print("caught", error)
with suppress(KeyError):
    {}["key"]
print("done")
