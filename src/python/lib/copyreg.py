"""What objects are made of, for copying and for writing them down."""

# How objects of some classes are taken apart.
dispatch_table = {
    slice: lambda obj: (slice, (obj.start, obj.stop, obj.step)),
    range: lambda obj: (range, (obj.start, obj.stop, obj.step)),
}


def pickle(ob_type, pickle_function, constructor_ob=None):
    """Says how objects of a class are taken apart."""
    if not callable(pickle_function):
        raise TypeError("reduction functions must be callable")
    dispatch_table[ob_type] = pickle_function


def constructor(object):
    if not callable(object):
        raise TypeError("constructors must be callable")


_VALUES = (int, float, complex, str, bytes, tuple, frozenset)


def __newobj__(cls, *args):
    """An object without its state."""
    return cls.__new__(cls, *args)


def _state(obj, cls):
    method = getattr(cls, "__getstate__", None)
    if method is not None and method is not getattr(object, "__getstate__", None):
        return obj.__getstate__()
    kept = getattr(obj, "__dict__", None) or None
    slots = {}
    for base in cls.__mro__:
        names = base.__dict__.get("__slots__", ()) if base is not object else ()
        for name in (names,) if isinstance(names, str) else names:
            if name not in ("__dict__", "__weakref__") and hasattr(obj, name):
                slots[name] = getattr(obj, name)
    return (kept, slots) if slots else kept


def reduce(obj):
    """How to make the object again: function, arguments, state, items, pairs."""
    cls = type(obj)
    if cls in dispatch_table:
        return dispatch_table[cls](obj)
    for name, args in (("__reduce_ex__", (4,)), ("__reduce__", ())):
        method = getattr(cls, name, None)
        if method is not None and method is not getattr(object, name, None) \
                and not issubclass(cls, BaseException):
            return method(obj, *args)
    if issubclass(cls, BaseException):
        if getattr(cls, "__reduce__", None) is not getattr(BaseException, "__reduce__", None):
            return obj.__reduce__()
        return cls, obj.args, getattr(obj, "__dict__", None) or None
    args = ()
    maker = getattr(cls, "__getnewargs__", None)
    if maker is not None:
        args = tuple(maker(obj))
    else:
        for kind in _VALUES:
            if isinstance(obj, kind):
                args = (kind(obj),)
                break
    items = iter(obj) if isinstance(obj, list) else None
    pairs = iter(obj.items()) if isinstance(obj, dict) else None
    return __newobj__, (cls,) + args, _state(obj, cls), items, pairs
