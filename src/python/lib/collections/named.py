"""Tuples whose places have names."""
import keyword
import sys

__name__ = "collections"


def _check(names, rename):
    """The names of the fields, if they are fit."""
    names = [str(name) for name in names]
    if rename:
        seen = set()
        for index, name in enumerate(names):
            if (not name.isidentifier() or keyword.iskeyword(name)
                    or name.startswith("_") or name in seen):
                names[index] = f"_{index}"
            seen.add(name)
        return names
    seen = set()
    for name in names:
        if name.startswith("_"):
            raise ValueError(f"Field names cannot start with an underscore: {name!r}")
        if not name.isidentifier():
            raise ValueError(f"Type names and field names must be valid identifiers: {name!r}")
        if keyword.iskeyword(name):
            raise ValueError(f"Type names and field names cannot be a keyword: {name!r}")
        if name in seen:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
        seen.add(name)
    return names


def _words(names):
    """Names in quotes, as Python's own errors list them."""
    quoted = [repr(name) for name in names]
    if len(quoted) == 1:
        return quoted[0]
    if len(quoted) == 2:
        return " and ".join(quoted)
    return ", ".join(quoted[:-1]) + ", and " + quoted[-1]


def _bind(typename, fields, defaults, args, kwargs):
    """The values of all fields, for a call with these arguments."""
    call = f"{typename}.__new__()"
    if len(args) > len(fields):
        least = len(fields) - len(defaults)
        takes = len(fields) + 1 if not defaults else f"from {least + 1} to {len(fields) + 1}"
        raise TypeError(
            f"{call} takes {takes} positional arguments but {len(args) + 1} were given")
    values = list(args)
    missing = []
    for name in fields[len(args):]:
        if name in kwargs:
            values.append(kwargs.pop(name))
        elif name in defaults:
            values.append(defaults[name])
        else:
            missing.append(name)
    if kwargs:
        name = next(iter(kwargs))
        if name in fields:
            raise TypeError(f"{call} got multiple values for argument {name!r}")
        raise TypeError(f"{call} got an unexpected keyword argument {name!r}")
    if missing:
        noun = "argument" if len(missing) == 1 else "arguments"
        raise TypeError(
            f"{call} missing {len(missing)} required positional {noun}: {_words(missing)}")
    return values


class _tuplegetter:
    def __init__(self, index, doc):
        self._index = index
        self.__doc__ = doc

    def __repr__(self):
        return f"_tuplegetter({self._index}, {self.__doc__!r})"

    def __get__(self, obj, owner=None):
        return self if obj is None else obj[self._index]

    def __set__(self, obj, value):
        raise AttributeError("can't set attribute")


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """A class of tuples whose places have names."""
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    typename = str(typename)
    if not typename.isidentifier():
        raise ValueError(f"Type names and field names must be valid identifiers: {typename!r}")
    if keyword.iskeyword(typename):
        raise ValueError(f"Type names and field names cannot be a keyword: {typename!r}")
    fields = tuple(_check(field_names, rename))
    given = {}
    if defaults is not None:
        defaults = tuple(defaults)
        if len(defaults) > len(fields):
            raise TypeError("Got more default values than field names")
        if defaults:
            given = dict(zip(fields[-len(defaults):], defaults))
    make = tuple.__new__

    def __new__(cls, /, *args, **kwargs):
        if len(args) != len(fields) or kwargs:
            args = _bind(typename, fields, given, args, kwargs)
        return make(cls, args)

    def _make(cls, iterable):
        result = make(cls, iterable)
        if len(result) != len(fields):
            raise TypeError(f"Expected {len(fields)} arguments, got {len(result)}")
        return result

    def _replace(self, /, **kwds):
        values = [kwds.pop(name, value) for name, value in zip(fields, self)]
        if kwds:
            raise ValueError(f"Got unexpected field names: {list(kwds)!r}")
        return self._make(values)

    def __repr__(self):
        shown = ", ".join(f"{name}={value!r}" for name, value in zip(fields, self))
        return f"{type(self).__name__}({shown})"

    def _asdict(self):
        return dict(zip(fields, self))

    def __getnewargs__(self):
        return tuple(self)

    for function in (__new__, _replace, __repr__, _asdict, __getnewargs__, _make):
        function.__qualname__ = f"{typename}.{function.__name__}"
    body = {
        "__doc__": f"{typename}({', '.join(fields)})",
        "__slots__": (),
        "_fields": fields,
        "_field_defaults": given,
        "__new__": __new__,
        "_make": classmethod(_make),
        "_replace": _replace,
        "__repr__": __repr__,
        "_asdict": _asdict,
        "__getnewargs__": __getnewargs__,
        "__match_args__": fields,
    }
    for index, name in enumerate(fields):
        body[name] = _tuplegetter(index, f"Alias for field number {index}")
    result = type(typename, (tuple,), body)
    if module is None:
        module = sys._getframe(1).f_globals.get("__name__", "__main__")
    result.__module__ = module
    return result
