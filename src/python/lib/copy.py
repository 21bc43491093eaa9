"""Copies of objects, shallow and deep."""

import copyreg

__all__ = ["Error", "copy", "deepcopy"]


class Error(Exception):
    """Something cannot be copied."""


error = Error

_AS_THEY_ARE = (
    type(None), int, float, bool, complex, str, bytes, type, range, slice, property,
    type(Ellipsis), type(NotImplemented), type(len), type(lambda: None),
)


def _rebuilt(x, reduced, deep=None):
    """An object from what its `__reduce_ex__` gave."""
    if isinstance(reduced, str):
        return x
    func, args, state, items, pairs = (tuple(reduced) + (None,) * 5)[:5]
    if deep is not None and args:
        args = tuple(deep(arg) for arg in args)
    y = func(*args)
    if deep is not None:
        deep.keep(x, y)
    if state is not None:
        if deep is not None:
            state = deep(state)
        if hasattr(y, "__setstate__"):
            y.__setstate__(state)
        else:
            slots = None
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            if state:
                y.__dict__.update(state)
            for name, value in (slots or {}).items():
                setattr(y, name, value)
    for item in items or ():
        y.append(item if deep is None else deep(item))
    for key, value in pairs or ():
        if deep is not None:
            key, value = deep(key), deep(value)
        y[key] = value
    return y


def copy(x):
    """A copy whose parts are the same objects."""
    cls = type(x)
    if cls in _AS_THEY_ARE or cls in (tuple, frozenset) or issubclass(cls, type):
        return x
    if cls in (list, dict, set, bytearray):
        return x.copy()
    method = getattr(cls, "__copy__", None)
    if method is not None:
        return method(x)
    return _rebuilt(x, _reduced(x))


def _reduced(x):
    return copyreg.reduce(x)


class _Deep:
    """Copies with all parts, each object once."""

    def __init__(self, memo):
        self.memo = memo

    def keep(self, x, y):
        if y is not x:
            self.memo[id(x)] = y
            # The original must live as long as its id is used.
            self.memo.setdefault(id(self.memo), []).append(x)

    def __call__(self, x):
        return deepcopy(x, self.memo)


def deepcopy(x, memo=None):
    """A copy whose parts are copies too."""
    cls = type(x)
    if cls in _AS_THEY_ARE:
        return x
    if memo is None:
        memo = {}
    y = memo.get(id(x), memo)
    if y is not memo:
        return y
    deep = _Deep(memo)
    if cls is list:
        y = []
        deep.keep(x, y)
        for item in x:
            y.append(deepcopy(item, memo))
        return y
    if cls is dict:
        y = {}
        deep.keep(x, y)
        for key, value in x.items():
            y[deepcopy(key, memo)] = deepcopy(value, memo)
        return y
    if cls is tuple:
        parts = [deepcopy(item, memo) for item in x]
        y = memo.get(id(x), memo)
        if y is not memo:
            return y
        y = x if all(a is b for a, b in zip(x, parts)) else tuple(parts)
    elif cls is set or cls is frozenset:
        y = cls(deepcopy(item, memo) for item in x)
    elif cls is bytearray:
        y = x.copy()
    elif issubclass(cls, type):
        y = x
    elif hasattr(cls, "__deepcopy__"):
        y = x.__deepcopy__(memo)
    elif cls.__name__ == "method":
        y = cls(x.__func__, deepcopy(x.__self__, memo))
    else:
        y = _rebuilt(x, _reduced(x), deep)
    deep.keep(x, y)
    return y
