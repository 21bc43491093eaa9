"""Options of a command line, in the way of the C function of that name."""
import os

__all__ = ["GetoptError", "error", "getopt", "gnu_getopt"]


class GetoptError(Exception):
    """An option that there is not, or whose argument is missing or too much."""

    def __init__(self, msg, opt=""):
        self.msg, self.opt = msg, opt
        Exception.__init__(self, msg, opt)

    def __str__(self):
        return self.msg


error = GetoptError


def getopt(args, shortopts, longopts=[]):
    return _options(args, shortopts, longopts, True)


def gnu_getopt(args, shortopts, longopts=[]):
    ends = shortopts.startswith("+") or bool(os.environ.get("POSIXLY_CORRECT"))
    return _options(args, shortopts.removeprefix("+"), longopts, ends)


def _options(args, short, long, others_end_them):
    """The options and what else there is; with `others_end_them` no option comes after."""
    long = [long] if isinstance(long, str) else list(long)
    options, others = [], []
    while args:
        first = args[0]
        if first == "--":
            return options, others + args[1:]
        if first.startswith("--"):
            args = _long(options, first[2:], long, args[1:])
        elif first.startswith("-") and first != "-":
            args = _short(options, first[1:], short, args[1:])
        elif others_end_them:
            return options, args
        else:
            others.append(first)
            args = args[1:]
    return options, others + args


def _long(options, name, known, args):
    name, sign, value = name.partition("=")
    value = value if sign else None
    wants, name = _completed(name, known)
    if wants and value is None:
        if not args:
            raise GetoptError(f"option --{name} requires argument", name)
        value, args = args[0], args[1:]
    elif not wants and value is not None:
        raise GetoptError(f"option --{name} must not have an argument", name)
    options.append(("--" + name, value or ""))
    return args


def _completed(name, known):
    """Whether an option wants an argument, and its full name."""
    possible = [each for each in known if each.startswith(name)]
    if not possible:
        raise GetoptError(f"option --{name} not recognized", name)
    if name in possible:
        return False, name
    if name + "=" in possible:
        return True, name
    if len(possible) > 1:
        raise GetoptError(f"option --{name} not a unique prefix", name)
    return possible[0].endswith("="), possible[0].removesuffix("=")


def _short(options, letters, known, args):
    while letters:
        letter, letters = letters[0], letters[1:]
        place = known.find(letter)
        if place < 0 or letter == ":":
            raise GetoptError(f"option -{letter} not recognized", letter)
        value = ""
        if known.startswith(":", place + 1):
            if not letters:
                if not args:
                    raise GetoptError(f"option -{letter} requires argument", letter)
                letters, args = args[0], args[1:]
            value, letters = letters, ""
        options.append(("-" + letter, value))
    return args
