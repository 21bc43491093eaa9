class TooHot(Exception):
    def __init__(self, degrees):
        super().__init__(f"{degrees} degrees")
        self.degrees = degrees


def brew(degrees):
    if degrees > 95:
        raise TooHot(degrees)
    return f"tea at {100 / (100 - degrees):.0f}"


for degrees in (90, 99, 100, "hot"):
    try:
        print(brew(degrees))
    except TooHot as error:
        print("too hot by", error.degrees - 95)
    except (TypeError, ZeroDivisionError) as error:
        print(type(error).__name__, error)
    else:
        print("drink it")
    finally:
        print("the pot is put away")

try:
    try:
        {}["milk"]
    except KeyError as error:
        raise RuntimeError("no tea") from error
except RuntimeError as error:
    print(error, "because of", repr(error.__cause__))

try:
    raise ExceptionGroup("two cups", [ValueError("cold"), TypeError("empty")])
except* ValueError as group:
    print(group.exceptions)
except* TypeError as group:
    print(group.exceptions)
