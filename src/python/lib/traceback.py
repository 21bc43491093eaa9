"""Errors and stacks as text."""
import _machine
import linecache
import sys

__all__ = [
    "extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list",
    "format_stack", "format_tb", "print_exc", "format_exc", "print_exception", "print_last",
    "print_stack", "print_tb", "clear_frames", "FrameSummary", "StackSummary",
    "TracebackException", "walk_stack", "walk_tb", "print_list",
]

_GIVEN = object()
_LIBRARY = "/usr/lib/python3.11/"


class FrameSummary:
    """A place in a stack."""

    __slots__ = ("filename", "lineno", "name", "_line", "locals", "_shown")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self._line = line
        self.locals = locals
        # Its text with the part of the line marked, if it is of a traceback.
        self._shown = None

    @property
    def line(self):
        if self._line is None:
            self._line = linecache.getline(self.filename, self.lineno).strip()
        return self._line

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __len__(self):
        return 4

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return tuple(self) == tuple(other)
        return tuple(self) == other if isinstance(other, tuple) else NotImplemented

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"


class StackSummary(list):
    """Places in a stack, outermost first."""

    @classmethod
    def extract(cls, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        places = [FrameSummary(f.f_code.co_filename, line, f.f_code.co_name,
                               locals={k: repr(v) for k, v in f.f_locals.items()}
                               if capture_locals else None)
                  for f, line in frame_gen]
        return cls(_limited(places, limit))

    @classmethod
    def from_list(cls, a_list):
        return cls([each if isinstance(each, FrameSummary)
                    else FrameSummary(each[0], each[1], each[2], line=each[3]) for each in a_list])

    def format_frame_summary(self, place):
        text = place._shown
        if text is None:
            text = f'  File "{place.filename}", line {place.lineno}, in {place.name}\n'
            text += f"    {place.line}\n" if place.line else ""
        for name, value in sorted((place.locals or {}).items()):
            text += f"    {name} = {value}\n"
        return text

    def format(self):
        lines, last, count = [], None, 0

        def repeated():
            if count > 3:
                times = "s" if count > 4 else ""
                lines.append(f"  [Previous line repeated {count - 3} more time{times}]\n")
        for place in self:
            key = place.filename, place.lineno, place.name
            if key != last:
                repeated()
                last, count = key, 0
            count += 1
            if count <= 3:
                lines.append(self.format_frame_summary(place))
        repeated()
        return lines


def _limited(places, limit):
    if limit is None:
        return places
    return places[:limit] if limit >= 0 else places[limit:]


def walk_tb(tb):
    """The frames of a traceback with their lines."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def walk_stack(f):
    """A frame and those that called it, with their lines."""
    if f is None:
        f = sys._getframe(2)
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def _own(frames):
    """Frames of the library lead from one of the program to the next; they stand
    for themselves only if there is nothing else, as where errors are printed.
    """
    frames = list(frames)
    own = [f for f in frames if not f[0].f_code.co_filename.startswith(_LIBRARY)]
    return own or frames


def extract_tb(tb, limit=None):
    places = StackSummary()
    while tb is not None:
        code = tb.tb_frame.f_code
        place = FrameSummary(code.co_filename, tb.tb_lineno, code.co_name)
        place._shown = _machine.format_place(tb)
        places.append(place)
        tb = tb.tb_next
    own = [place for place in places if not place.filename.startswith(_LIBRARY)]
    return StackSummary(_limited(own or places, limit))


def extract_stack(f=None, limit=None):
    if f is None:
        f = sys._getframe(1)
    places = StackSummary.extract(_own(walk_stack(f)))
    places.reverse()
    if limit is not None:
        places = places[-limit:] if limit >= 0 else places[:-limit]
    return StackSummary(places)


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    print("".join(format_list(extracted_list)), end="", file=file or sys.stderr)


def format_tb(tb, limit=None):
    return extract_tb(tb, limit).format()


def print_tb(tb, limit=None, file=None):
    print("".join(format_tb(tb, limit)), end="", file=file or sys.stderr)


def format_stack(f=None, limit=None):
    if f is None:
        f = sys._getframe(1)
    return extract_stack(f, limit).format()


def print_stack(f=None, limit=None, file=None):
    if f is None:
        f = sys._getframe(1)
    print("".join(format_stack(f, limit)), end="", file=file or sys.stderr)


def _parse(exc, value, tb):
    """The exception of either form of a call."""
    if value is _GIVEN and tb is _GIVEN:
        if exc is not None and not isinstance(exc, BaseException):
            raise TypeError(f"Exception expected for value, {type(exc).__name__} found")
        return exc
    return None if value is _GIVEN else value


def format_exception(exc, /, value=_GIVEN, tb=_GIVEN, limit=None, chain=True):
    """An error with its traceback and what led to it, line by line."""
    if tb is _GIVEN and value is not _GIVEN:
        raise ValueError("Both or neither of value and tb must be given")
    found = _parse(exc, value, tb)
    if found is None:
        return ["NoneType: None\n"]
    trace = found.__traceback__
    other = tb is not _GIVEN and tb is not trace
    if other:
        found.__traceback__ = tb
    try:
        return _lines(_machine.format_exception(found, limit, chain))
    finally:
        if other:
            found.__traceback__ = trace


def _lines(text):
    """Text as the pieces that belong together: a place, or a line by itself."""
    pieces = []
    for line in text.splitlines(True):
        if line.startswith("    ") and pieces and pieces[-1].startswith("  File "):
            pieces[-1] += line
        else:
            pieces.append(line)
    return pieces


def format_exception_only(exc, /, value=_GIVEN):
    """The last line of an error."""
    found = exc if value is _GIVEN else value
    if found is None:
        return ["NoneType: None\n"]
    if not isinstance(found, BaseException):
        return [f"{getattr(exc, '__name__', exc)}: {found}\n"]
    return _lines(_machine.format_exception_only(found))


def format_exc(limit=None, chain=True):
    """The error that is being handled."""
    return "".join(format_exception(sys.exc_info()[1], limit=limit, chain=chain))


def print_exception(exc, /, value=_GIVEN, tb=_GIVEN, limit=None, file=None, chain=True):
    (file or sys.stderr).write(
        "".join(format_exception(exc, value, tb, limit=limit, chain=chain)))


def print_exc(limit=None, file=None, chain=True):
    (file or sys.stderr).write(format_exc(limit, chain))


def print_last(limit=None, file=None, chain=True):
    found = getattr(sys, "last_value", None)
    if found is None:
        raise ValueError("no last exception")
    print_exception(found, limit=limit, file=file, chain=chain)


def clear_frames(tb):
    """Frames keep nothing here once they have ended."""


class TracebackException:
    """An error, kept as text."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True,
                 capture_locals=False, compact=False, max_group_width=15, max_group_depth=10,
                 _seen=None):
        self.exc_type = exc_type
        self.stack = extract_tb(exc_traceback, limit)
        self._str = str(exc_value)
        self._lines = format_exception(exc_type, exc_value, exc_traceback, limit=limit)
        self._only = format_exception_only(exc_type, exc_value)
        # Each error of the chain once, however it goes round.
        seen = set() if _seen is None else _seen
        seen.add(id(exc_value))

        def chained(exc):
            if exc is None or id(exc) in seen:
                return None
            return TracebackException(type(exc), exc, exc.__traceback__, limit=limit, _seen=seen)
        self.__cause__ = chained(getattr(exc_value, "__cause__", None))
        self.__context__ = chained(getattr(exc_value, "__context__", None))
        self.__suppress_context__ = getattr(exc_value, "__suppress_context__", False)
        self.exceptions = None
        if isinstance(exc_value, BaseExceptionGroup):
            self.exceptions = [chained(exc) for exc in exc_value.exceptions]

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __str__(self):
        return self._str

    def format(self, *, chain=True):
        yield from self._lines

    def format_exception_only(self):
        yield from self._only

    def print(self, *, file=None, chain=True):
        (file or sys.stderr).write("".join(self._lines))
