"""Ways to begin processes: all of them fork here."""
import multiprocessing

from . import (AuthenticationError, BufferTooShort, Process, ProcessError, TimeoutError,
               get_context)
from .process import ForkProcess

__all__ = ["Process", "TimeoutError", "get_context", "ProcessError", "BufferTooShort",
           "AuthenticationError"]


class BaseContext:
    """What the package offers, for one way of beginning."""

    _name = None

    def __getattr__(self, name):
        if name[:2] == "__":
            raise AttributeError(name)
        return getattr(multiprocessing, name)

    def get_context(self, method=None):
        return self if method is None else multiprocessing.get_context(method)

    def get_start_method(self, allow_none=False):
        return self._name

    def set_start_method(self, method, force=False):
        raise ValueError("cannot set start method of concrete context")


class SpawnProcess(Process):
    """A process of a context that begins processes anew."""


class ForkServerProcess(Process):
    """A process of a context that has a server fork."""


SpawnProcess.__module__ = ForkServerProcess.__module__ = __name__


class ForkContext(BaseContext):
    _name, Process = "fork", ForkProcess


class SpawnContext(BaseContext):
    _name, Process = "spawn", SpawnProcess


class ForkServerContext(BaseContext):
    _name, Process = "forkserver", ForkServerProcess


class DefaultContext(BaseContext):
    """The context of a program that chose none."""

    Process = Process

    def get_start_method(self, allow_none=False):
        return multiprocessing.get_start_method(allow_none)

    def set_start_method(self, method, force=False):
        multiprocessing.set_start_method(method, force)


_contexts = {kind._name: kind() for kind in (ForkContext, SpawnContext, ForkServerContext)}


def of_method(method):
    """The context of a way; without one, the one that is used otherwise."""
    return _contexts[method or multiprocessing.get_start_method()]
