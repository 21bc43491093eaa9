"""Ways to begin processes: as a copy, or anew."""
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

    def Pool(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None):
        from .pool import Pool
        return Pool(processes, initializer, initargs, maxtasksperchild, self.get_context())

    def Manager(self):
        from .managers import SyncManager
        manager = SyncManager(ctx=self.get_context())
        manager.start()
        return manager


class SpawnProcess(Process):
    """A process that begins anew."""

    _start_method = "spawn"


class ForkServerProcess(Process):
    """A process that is the copy of one that has only begun."""

    _start_method = "forkserver"


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

    def get_context(self, method=None):
        return multiprocessing.get_context(method)

    def set_start_method(self, method, force=False):
        multiprocessing.set_start_method(method, force)


_contexts = {kind._name: kind() for kind in (ForkContext, SpawnContext, ForkServerContext)}


def of_method(method):
    """The context of a way; without one, the one that is used otherwise."""
    return _contexts[method or multiprocessing.get_start_method()]
