"""Objects that live in a process of their own, and stand-ins for them."""
import _machine
import os
import threading

from .connection import Pipe
from .process import Process, current_process
from .synchronize import _Shared
from . import synchronize

__name__ = "multiprocessing.managers"


class RemoteError(Exception):
    """The manager could not do it."""


class _Server:
    """Keeps the objects and does what it is asked, one request after the other."""

    def __init__(self):
        self._objects = {}
        self._made = 0

    def make(self, kind, args, kwargs):
        self._made += 1
        self._objects[self._made] = _KINDS[kind](*args, **kwargs)
        return self._made

    def do(self, number, method, args, kwargs):
        obj = self._objects[number]
        if method == "#GETVALUE":
            return obj
        if method == "#REPR":
            return repr(obj)
        return getattr(obj, method)(*args, **kwargs)


def _serve(requests):
    """What the manager's process does."""
    server = _Server()
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
        return _proxy_again, (type(self), self._client, self._number)


def _proxy_again(cls, client, number):
    return cls(client, number)


def _make_method(name):
    def method(self, /, *args, **kwds):
        return self._callmethod(name, args, kwds)
    method.__name__ = name
    return method


def MakeProxyType(name, exposed, typeid=None):
    """A class of stand-ins with these methods."""
    body = {method: _make_method(method) for method in exposed}
    body["_typeid"] = typeid or name
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
        self.value = value

    def get(self):
        return self.value

    def set(self, value):
        self.value = value

    def __repr__(self):
        return f"Value({self.value!r})"


class ValueProxy(MakeProxyType("BaseValueProxy", ("get", "set"), "Value")):
    """A value."""

    @property
    def value(self):
        return self.get()

    @value.setter
    def value(self, value):
        self.set(value)


def _array(typecode, sequence, lock=True):
    return list(sequence)


_KINDS = {"list": list, "dict": dict, "Namespace": Namespace, "Value": _Value, "Array": _array}
_PROXIES = {"list": ListProxy, "dict": DictProxy, "Namespace": NamespaceProxy,
            "Value": ValueProxy, "Array": ListProxy}


class SyncManager:
    """A process that keeps objects for others."""

    def __init__(self, *args, **kwargs):
        self._process = None
        self._client = None

    def start(self, initializer=None, initargs=()):
        if self._process is not None:
            raise AssertionError("Already started server")
        requests, to = Pipe(duplex=False)
        self._client = _Client(to)
        self._process = Process(target=_serve, args=(requests,), name="SyncManager-1")
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
        number = self._client.ask(None, kind, args, kwargs)
        return _PROXIES[kind](self._client, number)

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
        return synchronize.Lock()

    def RLock(self):
        return synchronize.RLock()

    def Semaphore(self, value=1):
        return synchronize.Semaphore(value)

    def BoundedSemaphore(self, value=1):
        return synchronize.BoundedSemaphore(value)

    def Condition(self, lock=None):
        return synchronize.Condition(lock)

    def Event(self):
        return synchronize.Event()

    def Barrier(self, parties, action=None, timeout=None):
        return synchronize.Barrier(parties, action, timeout)

    def Queue(self, maxsize=0):
        from .queues import JoinableQueue
        return JoinableQueue(maxsize)

    JoinableQueue = Queue


BaseManager = SyncManager
