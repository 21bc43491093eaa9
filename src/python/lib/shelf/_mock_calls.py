"""What mocks remember of calls, and what calls are compared with."""

__name__ = "unittest.mock"


class _SentinelObject:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"sentinel.{self.name}"

    def __reduce__(self):
        return f"sentinel.{self.name}"


class _Sentinels:
    """One object for each name."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = self.__dict__[name] = _SentinelObject(name)
        return made


sentinel = _Sentinels()
DEFAULT = sentinel.DEFAULT


class _ANY:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __repr__(self):
        return "<ANY>"


ANY = _ANY()


class _Call(tuple):
    """How something was called: name, arguments, arguments by name."""

    def __new__(cls, name="", args=(), kwargs=None, *, parent=None, two=False):
        made = tuple.__new__(cls, (args, kwargs or {}) if two else (name, args, kwargs or {}))
        made._of = parent, name
        return made

    @property
    def args(self):
        return self[-2]

    @property
    def kwargs(self):
        return self[-1]

    def _full(self):
        return (self[0] if len(self) == 3 else "", self[-2], self[-1])

    def __eq__(self, other):
        if not isinstance(other, tuple):
            return NotImplemented
        if isinstance(other, _Call):
            mine, theirs = self._full(), other._full()
            if mine[0] and theirs[0] and mine[0] != theirs[0]:
                return False
            return mine[1:] == theirs[1:] and (mine[0] == theirs[0] or len(self) == 2
                                               or len(other) == 2)
        name, args, kwargs = "", (), {}
        for part in other:
            if isinstance(part, str):
                name = part
            elif isinstance(part, tuple):
                args = part
            else:
                kwargs = part
        return self._full() == (name, args, kwargs)

    def __ne__(self, other):
        return not self == other

    __hash__ = None

    def __call__(self, *args, **kwargs):
        name = self._of[1]
        return _Call(f"{name}()" if len(self[-2]) or self[-1] else name, args, kwargs)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        before = self._of[1]
        return _Call(f"{before}.{name}" if before else name)

    def __repr__(self):
        name, args, kwargs = self._full()
        name = "call" if not name else name if name.startswith("()") else f"call.{name}"
        name = name if not name.startswith("()") else "call" + name
        return f"{name}{_shown(args, kwargs)}"


def _shown(args, kwargs):
    parts = [repr(arg) for arg in args] + [f"{name}={value!r}" for name, value in kwargs.items()]
    return f"({', '.join(parts)})"


call = _Call()


class _CallList(list):
    def __contains__(self, value):
        if not isinstance(value, list):
            return list.__contains__(self, value)
        n = len(value)
        return any(list(self[i:i + n]) == value for i in range(len(self) - n + 1))
