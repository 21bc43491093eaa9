"""References that do not keep what they refer to.

An object goes as soon as nothing refers to it any more; objects in a ring of
references stay until the program ends, for nothing looks for such rings.
"""
import _weak
import itertools

__all__ = ["ref", "proxy", "getweakrefcount", "getweakrefs", "WeakKeyDictionary", "ReferenceType",
           "ProxyTypes", "WeakValueDictionary", "WeakSet", "WeakMethod", "finalize"]

_counts = {}


class ref:
    """Gives the object when it is called, or None when that is gone."""

    __slots__ = ("_handle", "_hash", "_key", "__callback__", "__weakref__")

    def __new__(cls, object, callback=None, /, *args, **kwargs):
        made = super().__new__(cls)
        made._handle = _weak.make(object)
        made._hash = None
        made._key = id(object)
        made.__callback__ = callback
        return made

    def __init__(self, object, callback=None, /):
        if callback is not None:
            handle = _weak.make(self)

            def gone():
                own = _weak.get(handle)
                if own is not None and own.__callback__ is not None:
                    own.__callback__(own)
            _weak.watch(object, gone)
        _note(object, self)

    def __call__(self):
        return _weak.get(self._handle)

    def __hash__(self):
        if self._hash is None:
            found = self()
            if found is None:
                raise TypeError("weak object has gone away")
            self._hash = hash(found)
        return self._hash

    def __eq__(self, other):
        if not isinstance(other, ref):
            return NotImplemented
        mine, theirs = self(), other()
        if mine is None or theirs is None:
            return self is other
        return mine == theirs

    def __repr__(self):
        found = self()
        name = type(self).__name__ if type(self) is not ref else "weakref"
        if found is None:
            return f"<{name} at {id(self):#x}; dead>"
        kind = type(found).__name__
        return f"<{name} at {id(self):#x}; to '{kind}' at {id(found):#x}>"

    @classmethod
    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


ReferenceType = ref


def _note(object, reference):
    """Remembers which references an object has, weakly."""
    known = [handle for handle in _counts.get(id(object), ()) if _weak.get(handle) is not None]
    known.append(_weak.make(reference))
    _counts[id(object)] = known


def getweakrefs(object):
    """The references to an object that are still there."""
    found = [_weak.get(handle) for handle in _counts.get(id(object), ())]
    return [one for one in found if one is not None and one() is object]


def getweakrefcount(object):
    """How many references there are to an object."""
    return len(getweakrefs(object))


class _Proxy:
    """Stands for an object without keeping it."""

    __slots__ = ("_reference", "__weakref__")
    __hash__ = None

    def __init__(self, reference):
        object.__setattr__(self, "_reference", reference)

    def __getattribute__(self, name):
        return getattr(_target(self), name)

    def __setattr__(self, name, value):
        setattr(_target(self), name, value)

    def __delattr__(self, name):
        delattr(_target(self), name)

    def __repr__(self):
        found = object.__getattribute__(self, "_reference")()
        kind = type(found).__name__
        return f"<weakproxy at {id(self):#x} to {kind} at {id(found):#x}>"

    def __str__(self):
        return str(_target(self))

    def __bool__(self):
        return bool(_target(self))

    def __len__(self):
        return len(_target(self))

    def __iter__(self):
        return iter(_target(self))

    def __getitem__(self, key):
        return _target(self)[key]

    def __setitem__(self, key, value):
        _target(self)[key] = value

    def __contains__(self, item):
        return item in _target(self)

    def __call__(self, *args, **kwargs):
        return _target(self)(*args, **kwargs)

    def __eq__(self, other):
        return _target(self) == other

    def __lt__(self, other):
        return _target(self) < other

    def __add__(self, other):
        return _target(self) + other


def _target(proxied):
    found = object.__getattribute__(proxied, "_reference")()
    if found is None:
        raise ReferenceError("weakly-referenced object no longer exists")
    return found


ProxyType = CallableProxyType = _Proxy
ProxyTypes = (_Proxy,)


def proxy(object, callback=None):
    """Something that behaves as the object as long as that is there."""
    return _Proxy(ref(object, callback))


class WeakMethod(ref):
    """A reference to a bound method, which itself lives but for a moment."""

    __slots__ = ("_function", "_kind")

    def __new__(cls, method, callback=None):
        try:
            receiver, function = method.__self__, method.__func__
        except AttributeError:
            raise TypeError(
                f"argument should be a bound method, not {type(method)}") from None
        made = ref.__new__(cls, receiver, callback)
        made._function = ref(function)
        made._kind = type(method)
        return made

    def __init__(self, method, callback=None):
        super().__init__(method.__self__, callback)

    def __call__(self):
        receiver, function = super().__call__(), self._function()
        if receiver is None or function is None:
            return None
        return self._kind(function, receiver)

    __hash__ = ref.__hash__


class _Table:
    """What both dictionaries have."""

    def __len__(self):
        return len(list(self.items()))

    def __contains__(self, key):
        return self.get(key, _NOTHING) is not _NOTHING

    def __iter__(self):
        return iter([key for key, value in self.items()])

    def keys(self):
        return iter(self)

    def values(self):
        return iter([value for key, value in self.items()])

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def setdefault(self, key, default=None):
        found = self.get(key, _NOTHING)
        if found is not _NOTHING:
            return found
        self[key] = default
        return default

    def pop(self, key, default=None, /, *given):
        try:
            found = self[key]
        except KeyError:
            if default is not None or given:
                return default
            raise
        del self[key]
        return found

    def popitem(self):
        for key, value in self.items():
            del self[key]
            return key, value
        raise KeyError("dictionary is empty")

    def update(self, other=(), /, **named):
        pairs = other.items() if hasattr(other, "items") else other
        for key, value in itertools.chain(pairs, named.items()):
            self[key] = value

    def clear(self):
        self._data.clear()

    def copy(self):
        made = type(self)()
        made.update(self)
        return made

    __copy__ = copy

    def __eq__(self, other):
        return dict(self.items()) == dict(other.items()) if hasattr(other, "items") else NotImplemented

    __hash__ = None

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x}>"


_NOTHING = object()


class WeakValueDictionary(_Table):
    """A dictionary whose entries go with their values."""

    def __init__(self, other=(), /, **named):
        self._data = {}
        self.update(other, **named)

    def __setitem__(self, key, value):
        data = self._data

        def forget(reference):
            if data.get(key) is reference:
                del data[key]
        data[key] = ref(value, forget)

    def __getitem__(self, key):
        found = self._data[key]()
        if found is None:
            raise KeyError(key)
        return found

    def __delitem__(self, key):
        del self._data[key]

    def items(self):
        pairs = [(key, reference()) for key, reference in list(self._data.items())]
        return iter([(key, value) for key, value in pairs if value is not None])

    def valuerefs(self):
        return list(self._data.values())

    itervaluerefs = valuerefs


class WeakKeyDictionary(_Table):
    """A dictionary whose entries go with their keys."""

    def __init__(self, other=(), /):
        self._data = {}
        self.update(other)

    def __setitem__(self, key, value):
        data = self._data

        def forget(reference):
            data.pop(reference, None)
        reference = ref(key, forget)
        hash(reference)
        data[reference] = value

    def __getitem__(self, key):
        return self._data[ref(key)]

    def __delitem__(self, key):
        del self._data[ref(key)]

    def __contains__(self, key):
        try:
            return ref(key) in self._data
        except TypeError:
            return False

    def items(self):
        pairs = [(reference(), value) for reference, value in list(self._data.items())]
        return iter([(key, value) for key, value in pairs if key is not None])

    def keyrefs(self):
        return list(self._data)


class WeakSet:
    """A set whose items go when nothing else refers to them."""

    def __init__(self, data=None):
        self._table = WeakKeyDictionary()
        if data is not None:
            self.update(data)

    def __iter__(self):
        return iter(self._table)

    def __len__(self):
        return len(self._table)

    def __contains__(self, item):
        return item in self._table

    def add(self, item):
        self._table[item] = True

    def discard(self, item):
        self._table.pop(item, None)

    def remove(self, item):
        del self._table[item]

    def pop(self):
        for item in self:
            self.discard(item)
            return item
        raise KeyError("pop from empty WeakSet")

    def clear(self):
        self._table.clear()

    def update(self, other):
        for item in other:
            self.add(item)

    def copy(self):
        return type(self)(self)

    def __eq__(self, other):
        return set(self) == set(other)

    __hash__ = None

    def __or__(self, other):
        return type(self)(itertools.chain(self, other))

    union = __or__

    def __and__(self, other):
        return type(self)(item for item in self if item in other)

    intersection = __and__

    def __sub__(self, other):
        return type(self)(item for item in self if item not in other)

    difference = __sub__

    def __repr__(self):
        return repr({*self})


class finalize:
    """Calls a function when an object goes, or at the end of the program."""

    _all = {}
    _numbers = itertools.count(1)
    _registered = False

    def __init__(self, obj, func, /, *args, **kwargs):
        if not finalize._registered:
            import atexit
            atexit.register(finalize._at_exit)
            finalize._registered = True
        self._number = next(finalize._numbers)
        self._atexit = True
        finalize._all[self] = (ref(obj, lambda _: self()), func, args, kwargs)

    def __call__(self, _=None):
        entry = finalize._all.pop(self, None)
        if entry is not None:
            return entry[1](*entry[2], **entry[3])
        return None

    def detach(self):
        entry = finalize._all.get(self)
        obj = entry[0]() if entry else None
        if obj is None:
            return None
        del finalize._all[self]
        return obj, entry[1], entry[2], entry[3]

    def peek(self):
        entry = finalize._all.get(self)
        obj = entry[0]() if entry else None
        return None if obj is None else (obj, entry[1], entry[2], entry[3])

    @property
    def alive(self):
        return self in finalize._all

    @property
    def atexit(self):
        return self._atexit and self.alive

    @atexit.setter
    def atexit(self, value):
        self._atexit = bool(value)

    @classmethod
    def _at_exit(cls):
        for one in sorted(cls._all, key=lambda one: one._number, reverse=True):
            if one._atexit:
                one()

    def __repr__(self):
        state = "" if self.alive else "; dead"
        return f"<{type(self).__name__} object at {id(self):#x}{state}>"
