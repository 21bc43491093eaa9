"""Functions made of functions."""
from types import GenericAlias

__all__ = [
    "update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES", "total_ordering",
    "cache", "cmp_to_key", "lru_cache", "reduce", "partial", "partialmethod", "singledispatch",
    "singledispatchmethod", "cached_property",
]

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Makes one function look like another."""
    for attr in assigned:
        try:
            value = getattr(wrapped, attr)
        except AttributeError:
            continue
        setattr(wrapper, attr, value)
    for attr in updated:
        getattr(wrapper, attr).update(getattr(wrapped, attr, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """The same as a decorator."""
    def decorate(wrapper):
        return update_wrapper(wrapper, wrapped, assigned, updated)
    return decorate


def _not(result):
    return result if result is NotImplemented else not result


def _or_equal(self, other, result):
    return result if result is NotImplemented or result else self == other


def _and_differs(self, other, result):
    if result is NotImplemented:
        return result
    return result and self != other


# How each comparison follows from each other one.
_COMPARISONS = {
    "__lt__": {
        "__gt__": lambda self, other: _and_differs(
            self, other, _not(type(self).__lt__(self, other))),
        "__le__": lambda self, other: _or_equal(self, other, type(self).__lt__(self, other)),
        "__ge__": lambda self, other: _not(type(self).__lt__(self, other)),
    },
    "__le__": {
        "__ge__": lambda self, other: _ge_from_le(self, other, type(self).__le__(self, other)),
        "__lt__": lambda self, other: _and_differs(self, other, type(self).__le__(self, other)),
        "__gt__": lambda self, other: _not(type(self).__le__(self, other)),
    },
    "__gt__": {
        "__lt__": lambda self, other: _and_differs(
            self, other, _not(type(self).__gt__(self, other))),
        "__ge__": lambda self, other: _or_equal(self, other, type(self).__gt__(self, other)),
        "__le__": lambda self, other: _not(type(self).__gt__(self, other)),
    },
    "__ge__": {
        "__le__": lambda self, other: _ge_from_le(self, other, type(self).__ge__(self, other)),
        "__gt__": lambda self, other: _and_differs(self, other, type(self).__ge__(self, other)),
        "__lt__": lambda self, other: _not(type(self).__ge__(self, other)),
    },
}


def _ge_from_le(self, other, result):
    return result if result is NotImplemented else not result or self == other


def total_ordering(cls):
    """Fills in the comparisons that a class has not defined."""
    roots = [op for op in ("__lt__", "__le__", "__gt__", "__ge__")
             if getattr(cls, op, None) is not getattr(object, op, None)]
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = "__lt__" if "__lt__" in roots else max(roots)
    for name, function in _COMPARISONS[root].items():
        if name not in roots:
            def method(self, other, function=function):
                return function(self, other)
            method.__name__ = name
            method.__qualname__ = f"{cls.__qualname__}.{name}"
            setattr(cls, name, method)
    return cls


class _Key:
    """A sort key that compares by a function."""

    __slots__ = ("obj", "_compare")
    __hash__ = None

    def __init__(self, obj, compare):
        self.obj = obj
        self._compare = compare

    def __lt__(self, other):
        return self._compare(self.obj, other.obj) < 0

    def __gt__(self, other):
        return self._compare(self.obj, other.obj) > 0

    def __eq__(self, other):
        return self._compare(self.obj, other.obj) == 0

    def __le__(self, other):
        return self._compare(self.obj, other.obj) <= 0

    def __ge__(self, other):
        return self._compare(self.obj, other.obj) >= 0


def cmp_to_key(mycmp):
    """A key function of a comparison function."""
    def key(obj):
        return _Key(obj, mycmp)
    return key


_NOTHING = object()


def reduce(function, sequence, initial=_NOTHING, /):
    """Puts all items together, two at a time."""
    items = iter(sequence)
    if initial is _NOTHING:
        try:
            value = next(items)
        except StopIteration:
            raise TypeError("reduce() of empty iterable with no initial value") from None
    else:
        value = initial
    for item in items:
        value = function(value, item)
    return value


class partial:
    """A function with some of its arguments given."""

    def __new__(cls, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if isinstance(func, partial):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self = super().__new__(cls)
        self.func = func
        self.args = args
        self.keywords = keywords
        return self

    def __call__(self, /, *args, **keywords):
        if keywords:
            return self.func(*self.args, *args, **{**self.keywords, **keywords})
        return self.func(*self.args, *args, **self.keywords)

    def __reduce__(self):
        return type(self), (self.func,), (self.func, self.args, self.keywords, None)

    def __setstate__(self, state):
        self.func, self.args, self.keywords, own = state
        if own:
            self.__dict__.update(own)

    def __repr__(self):
        cls = type(self)
        name = cls.__qualname__ if cls is not partial else "functools.partial"
        shown = [repr(self.func)]
        shown += [repr(arg) for arg in self.args]
        shown += [f"{key}={value!r}" for key, value in self.keywords.items()]
        return f"{name}({', '.join(shown)})"

    __class_getitem__ = classmethod(GenericAlias)


class partialmethod:
    """A method with some of its arguments given."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.func = func
        self.args = args
        self.keywords = keywords

    def _make(self):
        def method(cls_or_self, /, *args, **keywords):
            keywords = {**self.keywords, **keywords}
            return self.func(cls_or_self, *self.args, *args, **keywords)
        method.__isabstractmethod__ = getattr(self.func, "__isabstractmethod__", False)
        return method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, "__get__", None)
        if get is not None:
            bound = get(obj, cls)
            if bound is not self.func:
                return partial(bound, *self.args, **self.keywords)
        return self._make().__get__(obj, cls)


class _CacheInfo(tuple):
    """How often a cache had the answer."""

    __slots__ = ()
    _fields = ("hits", "misses", "maxsize", "currsize")

    def __new__(cls, hits, misses, maxsize, currsize):
        return tuple.__new__(cls, (hits, misses, maxsize, currsize))

    hits = property(lambda self: self[0])
    misses = property(lambda self: self[1])
    maxsize = property(lambda self: self[2])
    currsize = property(lambda self: self[3])

    def __repr__(self):
        hits, misses, maxsize, currsize = self
        return f"CacheInfo(hits={hits}, misses={misses}, maxsize={maxsize}, currsize={currsize})"


def _make_key(args, kwds, typed):
    """What calls with equal arguments have in common."""
    if not kwds and not typed:
        if len(args) == 1 and type(args[0]) in (int, str):
            return args[0]
        return args
    key = args
    if kwds:
        key += (_NOTHING,)
        for item in kwds.items():
            key += item
    if typed:
        key += tuple(type(v) for v in args) + tuple(type(v) for v in kwds.values())
    return key


def lru_cache(maxsize=128, typed=False):
    """Remembers the results of the calls that were made last."""
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        return _cached(maxsize, 128, False)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    return lambda function: _cached(function, maxsize, typed)


def _cached(function, maxsize, typed):
    results = {}
    hits = misses = 0

    def wrapper(*args, **kwds):
        nonlocal hits, misses
        key = _make_key(args, kwds, typed)
        result = results.get(key, _NOTHING)
        if result is not _NOTHING:
            hits += 1
            if maxsize is not None:
                # The oldest stands first.
                results.pop(key, None)
                results[key] = result
            return result
        misses += 1
        result = function(*args, **kwds)
        if maxsize is None:
            results[key] = result
        elif maxsize:
            if key not in results and len(results) >= maxsize:
                results.pop(next(iter(results)), None)
            results[key] = result
        return result

    def cache_info():
        return _CacheInfo(hits, misses, maxsize, len(results))

    def cache_clear():
        nonlocal hits, misses
        results.clear()
        hits = misses = 0

    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, function)


def cache(user_function, /):
    """Remembers the results of all calls."""
    return lru_cache(maxsize=None)(user_function)


class cached_property:
    """A property that is computed once."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError("Cannot assign the same cached_property to two different names "
                            f"({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError(
                "Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            kept = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} "
                            f"instance to cache {self.attrname!r} property.") from None
        value = kept.get(self.attrname, _NOTHING)
        if value is _NOTHING:
            value = self.func(instance)
            kept[self.attrname] = value
        return value

    __class_getitem__ = classmethod(GenericAlias)


def _annotated_class(func):
    """The class by which a function wants to be chosen."""
    annotations = getattr(func, "__annotations__", {})
    for name, kind in annotations.items():
        if isinstance(kind, str):
            kind = eval(kind, func.__globals__)
        if name != "return":
            return kind
    raise TypeError(f"Invalid first argument to `register()`: {func!r}. Use either "
                    "`@register(some_class)` or plain `@register` on an annotated function.")


def singledispatch(func):
    """Chooses among functions by the class of the first argument."""
    registry = {object: func}
    name = getattr(func, "__name__", "singledispatch function")

    def dispatch(cls):
        for base in cls.__mro__:
            if base in registry:
                # An abstract class may fit better than what stands in the order.
                if base is not object:
                    return registry[base]
                break
        for kind in registry:
            if kind is not object and issubclass(cls, kind):
                return registry[kind]
        return registry[object]

    def register(cls, func=None):
        if func is None:
            if isinstance(cls, type):
                return lambda f: register(cls, f)
            func = cls
            cls = _annotated_class(func)
        for kind in getattr(cls, "__args__", None) or (cls,):
            registry[kind] = func
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{name} requires at least 1 positional argument")
        return dispatch(type(args[0]))(*args, **kw)

    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    """The same for methods."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def method(*args, **kwargs):
            chosen = self.dispatcher.dispatch(type(args[0]))
            return chosen.__get__(obj, cls)(*args, **kwargs)
        method.register = self.register
        return update_wrapper(method, self.func)
