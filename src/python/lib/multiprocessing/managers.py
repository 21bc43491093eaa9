"""Objects that live in a process of their own, and stand-ins for them."""
import _machine
import os
import threading

from .connection import Pipe
from .process import current_process
from .queues import JoinableQueue
from .synchronize import _Shared
from . import synchronize

__name__ = "multiprocessing.managers"


class RemoteError(Exception):
    """The manager could not do it."""


class _Server:
    """Keeps the objects and does what it is asked, one request after the other."""

    def __init__(self, kinds):
        self._kinds = kinds
        self._objects = {}
        self._made = 0

    def make(self, kind, args, kwargs):
        """A new object: its number, and the methods that its stand-in has."""
        made = self._kinds[kind](*args, **kwargs)
        self._made += 1
        self._objects[self._made] = made
        methods = [name for name in dir(made) if name[0] != "_" and callable(getattr(made, name))]
        return self._made, methods

    def do(self, number, method, args, kwargs):
        obj = self._objects[number]
        if method == "#GETVALUE":
            return obj
        if method == "#REPR":
            return repr(obj)
        return getattr(obj, method)(*args, **kwargs)


def _serve(requests, kinds, initializer, initargs):
    """What the manager's process does."""
    if initializer is not None:
        initializer(*initargs)
    server = _Server(kinds)
    while True:
        request = requests.recv()
        if request is None:
            return
        reply_to, number, method, args, kwargs = request
        try:
            if number is None:
                answer = (True, server.make(method, args, kwargs))
            else:
                answer = (True, server.do(number, method, args, kwargs))
        except Exception as exc:
            answer = (False, exc)
        try:
            reply_to.send(answer)
        except Exception as exc:
            reply_to.send((False, RemoteError(str(exc))))


class _Client(_Shared):
    """The way to a manager's process."""

    _parts = ("_to",)
    _inherited = False

    def __init__(self, to):
        self._to = to

    def _shared_parts(self):
        return self._to._shared_parts()

    def _take_parts(self, parts):
        from .connection import Connection
        self._to = object.__new__(Connection)
        self._to._take_parts(parts)

    def ask(self, number, method, args, kwargs):
        """One request and its answer."""
        here, there = Pipe(duplex=False)
        self._to.send((there, number, method, args, kwargs))
        done, value = here.recv()
        if done:
            return value
        raise value


class BaseProxy:
    """Stands for an object in the manager's process."""

    def __init__(self, client, number):
        self._client = client
        self._number = number

    def _callmethod(self, methodname, args=(), kwds={}):
        return self._client.ask(self._number, methodname, args, kwds)

    def _getvalue(self):
        return self._callmethod("#GETVALUE")

    def __repr__(self):
        return f"<{type(self).__name__} object, typeid {self._typeid!r} at {id(self):#x}>"

    def __str__(self):
        return self._callmethod("#REPR")

    def __deepcopy__(self, memo):
        return self._getvalue()

    def __reduce__(self):
        cls = type(self)
        if cls.__name__.startswith("AutoProxy["):
            return AutoProxy, (self._client, self._number, self._typeid, cls._exposed_)
        return cls, (self._client, self._number)


def _make_method(name):
    def method(self, /, *args, **kwds):
        return self._callmethod(name, args, kwds)
    method.__name__ = name
    return method


def MakeProxyType(name, exposed, typeid=None):
    """A class of stand-ins with these methods."""
    body = {method: _make_method(method) for method in exposed}
    body["_typeid"] = typeid or name
    body["_exposed_"] = tuple(exposed)
    cls = type(name, (BaseProxy,), body)
    cls.__module__ = __name__
    return cls


class ListProxy(MakeProxyType("BaseListProxy", (
        "__add__", "__contains__", "__delitem__", "__getitem__", "__len__", "__mul__",
        "__reversed__", "__rmul__", "__setitem__", "append", "count", "extend", "index", "insert",
        "pop", "remove", "reverse", "sort"), "list")):
    """A list."""

    def __iter__(self):
        return iter(self._getvalue())

    def __iadd__(self, value):
        self._callmethod("extend", (value,))
        return self

    def __imul__(self, value):
        for _ in range(value - 1):
            self._callmethod("extend", (self._getvalue(),))
        return self


class DictProxy(MakeProxyType("BaseDictProxy", (
        "__contains__", "__delitem__", "__getitem__", "__len__", "__setitem__", "clear", "copy",
        "get", "pop", "popitem", "setdefault", "update"), "dict")):
    """A dict."""

    def keys(self):
        return list(self._getvalue().keys())

    def values(self):
        return list(self._getvalue().values())

    def items(self):
        return list(self._getvalue().items())

    def __iter__(self):
        return iter(self._getvalue())


class Namespace:
    """Attributes."""

    def __init__(self, /, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        shown = sorted(f"{name}={value!r}" for name, value in self.__dict__.items()
                       if not name.startswith("_"))
        return f"{type(self).__name__}({', '.join(shown)})"


class NamespaceProxy(BaseProxy):
    """Attributes."""

    _typeid = "Namespace"

    def __getattr__(self, key):
        if key.startswith("_"):
            return object.__getattribute__(self, key)
        return self._callmethod("__getattribute__", (key,))

    def __setattr__(self, key, value):
        if key.startswith("_"):
            object.__setattr__(self, key, value)
        else:
            self._callmethod("__setattr__", (key, value))

    def __delattr__(self, key):
        if key.startswith("_"):
            object.__delattr__(self, key)
        else:
            self._callmethod("__delattr__", (key,))


class _Value:
    def __init__(self, typecode, value, lock=True):
        self._typecode = typecode
        self.value = value

    def get(self):
        return self.value

    def set(self, value):
        self.value = value

    def __repr__(self):
        return f"Value({self._typecode!r}, {self.value!r})"


class ValueProxy(MakeProxyType("BaseValueProxy", ("get", "set"), "Value")):
    """A value."""

    @property
    def value(self):
        return self.get()

    @value.setter
    def value(self, value):
        self.set(value)


def _array(typecode, sequence, lock=True):
    import array
    return array.array(typecode, sequence)


ArrayProxy = MakeProxyType("ArrayProxy", ("__len__", "__getitem__", "__setitem__"), "Array")


def AutoProxy(client, number, typeid, exposed):
    """A stand-in with the methods that the object turned out to have."""
    return MakeProxyType(f"AutoProxy[{typeid}]", tuple(exposed), typeid)(client, number)


class BaseManager:
    """A process that keeps objects for others."""

    _registry = {}

    def __init__(self, address=None, authkey=None, serializer="pickle", ctx=None, *,
                 shutdown_timeout=1.0):
        self._process = None
        self._client = None
        self._address = address
        if ctx is None:
            from . import get_context
            ctx = get_context()
        self._kind = ctx.Process

    @property
    def address(self):
        """A name: what listens there is found without one."""
        if self._address is None and self._process is not None:
            self._address = f"pymp-{self._process.pid}/listener"
        return self._address

    def connect(self):
        raise OSError(111, "Managers are not reached by their address here: pass the manager's "
                           "proxies to the process")

    def join(self, timeout=None):
        if self._process is not None:
            self._process.join(timeout)

    @classmethod
    def register(cls, typeid, callable=None, proxytype=None, exposed=None,
                 method_to_typeid=None, create_method=True):
        """Says how objects of a kind are made, and what stands for them."""
        if "_registry" not in cls.__dict__:
            cls._registry = cls._registry.copy()
        cls._registry[typeid] = callable, proxytype, exposed
        if create_method:
            def make(self, /, *args, **kwds):
                return self._make(typeid, args, kwds)
            make.__name__ = typeid
            setattr(cls, typeid, make)

    def start(self, initializer=None, initargs=()):
        if self._process is not None:
            raise AssertionError("Already started server")
        requests, to = Pipe(duplex=False)
        self._client = _Client(to)
        kinds = {typeid: row[0] for typeid, row in self._registry.items()}
        self._process = self._kind(target=_serve, args=(requests, kinds, initializer, initargs),
                                   name=f"{type(self).__name__}-1")
        self._process.start()

    def _check(self):
        if self._process is None:
            raise AssertionError("server not yet started")

    def shutdown(self):
        if self._process is not None and self._process.is_alive():
            self._client._to.send(None)
            self._process.join()

    def __enter__(self):
        if self._process is None:
            self.start()
        return self

    def __exit__(self, kind, value, trace):
        self.shutdown()

    def _make(self, kind, args, kwargs):
        self._check()
        number, methods = self._client.ask(None, kind, args, kwargs)
        proxy, exposed = self._registry[kind][1:]
        if proxy is None:
            return AutoProxy(self._client, number, kind, exposed or methods)
        return proxy(self._client, number)


def _sent(kind):
    """The same kind of object, but one that may be sent to other processes."""
    return type(kind.__name__, (kind,), {"_inherited": False, "__module__": __name__,
                                         "__qualname__": f"_{kind.__name__}"})


_Lock, _RLock, _Semaphore = map(_sent, (synchronize.Lock, synchronize.RLock, synchronize.Semaphore))
_BoundedSemaphore, _Condition = map(_sent, (synchronize.BoundedSemaphore, synchronize.Condition))
_Event, _Barrier = map(_sent, (synchronize.Event, synchronize.Barrier))
_JoinableQueue = _sent(JoinableQueue)


class SyncManager(BaseManager):
    """The same, with the kinds of objects that programs share most."""

    _registry = {"list": (list, ListProxy, None), "dict": (dict, DictProxy, None),
                 "Namespace": (Namespace, NamespaceProxy, None),
                 "Value": (_Value, ValueProxy, None), "Array": (_array, ArrayProxy, None)}

    def list(self, *args):
        return self._make("list", args, {})

    def dict(self, *args, **kwargs):
        return self._make("dict", args, kwargs)

    def Namespace(self, **kwargs):
        return self._make("Namespace", (), kwargs)

    def Value(self, typecode, value, lock=True):
        return self._make("Value", (typecode, value), {})

    def Array(self, typecode, sequence, lock=True):
        return self._make("Array", (typecode, list(sequence)), {})

    # These are the machine's own, which all processes share as they are.

    def Lock(self):
        return _Lock()

    def RLock(self):
        return _RLock()

    def Semaphore(self, value=1):
        return _Semaphore(value)

    def BoundedSemaphore(self, value=1):
        return _BoundedSemaphore(value)

    def Condition(self, lock=None):
        return _Condition(lock)

    def Event(self):
        return _Event()

    def Barrier(self, parties, action=None, timeout=None):
        return _Barrier(parties, action, timeout)

    def Queue(self, maxsize=0):
        return _JoinableQueue(maxsize)

    JoinableQueue = Queue
