class Language:
    default = "English"
    tuition = 1_000_000

    def __init__(self, name):
        self.name = name

    @classmethod
    def raise_tuition(cls, factor):
        cls.tuition = int(cls.tuition * factor)

    @classmethod
    def usual(cls):
        return cls.default

    @staticmethod
    def fixed():
        return Language.default

    @property
    def price(self):
        return f"{self.name}: {self.tuition:,}"


class Korean(Language):
    default = "Korean"


print(Language.usual(), Language.fixed())
print(Korean.usual(), Korean.fixed())
Language.raise_tuition(2)
print(Language("A").price, Korean("B").price)
Korean.raise_tuition(0.5)
print(Language("A").price, Korean("B").price)
