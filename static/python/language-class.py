class Bun:
    """A mould: what every bun of this kind has."""

    shape = "fish"

    def __init__(self, filling):
        self.filling = filling

    def describe(self):
        return f"a {self.shape} with {self.filling}"


beans, custard = Bun("beans"), Bun("custard")
for bun in (beans, custard):
    print(bun.describe(), "|", bun.__dict__)
print(type(beans) is type(custard), beans is custard, isinstance(beans, Bun))
print([name for name in dir(beans) if not name.startswith("_")])
print(Bun.__doc__)

# Attributes by name, also such as the class does not know.
print(hasattr(beans, "price"), getattr(beans, "price", "free"))
setattr(beans, "price", 1000)
print(beans.price, hasattr(custard, "price"))
