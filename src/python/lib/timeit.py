"""How long a piece of code takes, by the machine's clock."""
import time

__all__ = ["Timer", "timeit", "repeat", "default_timer"]

default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter


def _caller(stmt, names):
    """A function of a statement, or of what can be called."""
    if callable(stmt):
        return stmt
    if not isinstance(stmt, str):
        raise ValueError("stmt is neither a string nor callable")
    code = compile(stmt, "<timeit-src>", "exec")
    return lambda: exec(code, names)


class Timer:
    """Times a statement."""

    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        self.timer = timer
        self._names = {} if globals is None else dict(globals)
        self._stmt = _caller(stmt, self._names)
        self._setup = _caller(setup, self._names)

    def timeit(self, number=default_number):
        self._setup()
        stmt = self._stmt
        begun = self.timer()
        for _ in range(number):
            stmt()
        return self.timer() - begun

    def repeat(self, repeat=default_repeat, number=default_number):
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        scale = 1
        while True:
            for step in (1, 2, 5):
                number = scale * step
                took = self.timeit(number)
                if callback:
                    callback(number, took)
                if took >= 0.2:
                    return number, took
            scale *= 10


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number, globals=None):
    """How long so many runs of a statement take."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat,
           number=default_number, globals=None):
    """The same several times."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
