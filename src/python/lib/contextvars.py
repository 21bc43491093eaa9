"""Variables whose value belongs to a context: a thread's, or a task's.

The values of a context are a dict that is never changed, only replaced, so
that copying a context costs nothing.
"""
import _machine

__all__ = ["Context", "ContextVar", "Token", "copy_context"]

_MISSING = object()


def _current():
    """The context of whoever runs now."""
    context = _machine.context()
    if context is None:
        context = Context()
        _machine.set_context(context)
    return context


class Context:
    """The values of all variables at some place in the program."""

    def __init__(self):
        self._values = {}
        self._entered = False

    def run(self, callable, *args, **kwargs):
        if self._entered:
            raise RuntimeError(f"cannot enter context: {self!r} is already entered")
        before = _current()
        self._entered = True
        _machine.set_context(self)
        try:
            return callable(*args, **kwargs)
        finally:
            _machine.set_context(before)
            self._entered = False

    def copy(self):
        other = Context()
        other._values = self._values
        return other

    def get(self, var, default=None):
        return self._values.get(var, default)

    def keys(self):
        return self._values.keys()

    def values(self):
        return self._values.values()

    def items(self):
        return self._values.items()

    def __getitem__(self, var):
        return self._values[var]

    def __contains__(self, var):
        return var in self._values

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)


class Token:
    """What a variable was before it was set."""

    MISSING = _MISSING

    def __init__(self, context, var, old_value):
        self._context = context
        self._var = var
        self._old_value = old_value
        self._used = False

    def __repr__(self):
        used = "used " if self._used else ""
        return f"<Token {used}var={self._var!r} at {id(self):#x}>"

    @property
    def var(self):
        return self._var

    @property
    def old_value(self):
        return self._old_value


class ContextVar:
    """A variable."""

    def __init__(self, name, *, default=_MISSING):
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self._name = name
        self._default = default

    @property
    def name(self):
        return self._name

    def get(self, default=_MISSING):
        value = _current()._values.get(self, _MISSING)
        if value is not _MISSING:
            return value
        if default is not _MISSING:
            return default
        if self._default is not _MISSING:
            return self._default
        raise LookupError(self)

    def set(self, value):
        context = _current()
        token = Token(context, self, context._values.get(self, _MISSING))
        context._values = {**context._values, self: value}
        return token

    def reset(self, token):
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token._var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        context = _current()
        if token._context is not context:
            raise ValueError(f"{token!r} was created in a different Context")
        token._used = True
        values = dict(context._values)
        if token._old_value is _MISSING:
            values.pop(self, None)
        else:
            values[self] = token._old_value
        context._values = values

    def __class_getitem__(cls, key):
        import types
        return types.GenericAlias(cls, key)

    def __repr__(self):
        default = "" if self._default is _MISSING else f" default={self._default!r}"
        return f"<ContextVar name={self._name!r}{default} at {id(self):#x}>"


def copy_context():
    """A copy of the context of whoever asks."""
    return _current().copy()


for _class in (Context, ContextVar, Token):
    _class.__module__ = "_contextvars"
