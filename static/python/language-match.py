from dataclasses import dataclass


@dataclass
class Move:
    x: int
    y: int


def told(command):
    match command:
        case "stop" | "halt":
            return "stop"
        case ["wait", int(seconds)] if seconds > 0:
            return f"wait {seconds} s"
        case ["say", *words]:
            return " ".join(words).upper()
        case Move(x=0, y=y):
            return f"straight on by {y}"
        case Move():
            return f"move {command}"
        case {"do": action, **rest}:
            return f"{action} with {rest}"
        case _:
            return f"what is {command!r}?"


for command in ("halt", ["wait", 3], ["wait", 0], ["say", "good", "day"], Move(0, 2), Move(1, 1), {"do": "jump", "how": "high"}):
    print(told(command))
