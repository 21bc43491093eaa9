"""Attributes that each thread has for itself."""
from _machine import ident as get_ident

# The name by which the classes are known.
__name__ = "_thread"


class local:
    """Attributes that each thread has for itself."""

    __qualname__ = "_local"

    def __new__(cls, /, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        self = object.__new__(cls)
        object.__setattr__(self, "_parts", {get_ident(): {}})
        object.__setattr__(self, "_made_with", (args, kwargs))
        return self

    def __getattribute__(self, name):
        part = _part(self)
        if name == "__dict__":
            return part
        if name in part:
            return part[name]
        try:
            return object.__getattribute__(self, name)
        except AttributeError:
            if type(self) is not local:
                raise
        raise AttributeError(f"'_thread._local' object has no attribute '{name}'")

    def __setattr__(self, name, value):
        if name == "__dict__":
            kind = type(self).__name__
            raise AttributeError(f"'{kind}' object attribute '__dict__' is read-only")
        _part(self)[name] = value

    def __delattr__(self, name):
        part = _part(self)
        if name not in part:
            raise AttributeError(name)
        del part[name]


def _part(self):
    """What of a `local` belongs to the thread that asks; made when first asked."""
    parts = object.__getattribute__(self, "_parts")
    me = get_ident()
    part = parts.get(me)
    if part is None:
        part = parts[me] = {}
        args, kwargs = object.__getattribute__(self, "_made_with")
        cls = type(self)
        if cls.__init__ is not object.__init__:
            self.__init__(*args, **kwargs)
    return part
