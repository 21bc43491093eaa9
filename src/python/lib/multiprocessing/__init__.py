"""Processes, with Python's interface for them."""
import atexit
import os
import sys

from .connection import Pipe
from .process import (ForkProcess, Process, _end, active_children, current_process,
                      parent_process)
from .queues import JoinableQueue, Queue, SimpleQueue
from .sharedctypes import Array, RawArray, RawValue, Value
from .synchronize import (Barrier, BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore)

__all__ = [
    "Array", "AuthenticationError", "Barrier", "BoundedSemaphore", "BufferTooShort", "Condition",
    "Event", "JoinableQueue", "Lock", "Manager", "Pipe", "Pool", "Process", "ProcessError",
    "Queue", "RLock", "RawArray", "RawValue", "Semaphore", "SimpleQueue", "TimeoutError", "Value",
    "active_children", "cpu_count", "current_process", "freeze_support",
    "get_all_start_methods", "get_context", "get_logger", "get_start_method", "log_to_stderr",
    "parent_process", "set_executable", "set_start_method",
]


class ProcessError(Exception):
    """Something about processes."""


class BufferTooShort(ProcessError):
    """A message is too long."""


class TimeoutError(ProcessError):
    """It took too long."""


class AuthenticationError(ProcessError):
    """Somebody is not who he says."""


def cpu_count():
    """How many cores the machine has."""
    return os.cpu_count()


def Manager():
    """A process that keeps objects for others."""
    return get_context().Manager()


def Pool(processes=None, initializer=None, initargs=(), maxtasksperchild=None):
    """So many processes that make calls."""
    return get_context().Pool(processes, initializer, initargs, maxtasksperchild)


_method = None


def get_all_start_methods():
    """As copies, which is how they begin unless a program says otherwise, or anew."""
    return ["fork", "spawn", "forkserver"]


def get_start_method(allow_none=False):
    """How processes begin; who asks without more has chosen."""
    global _method
    if _method is None and not allow_none:
        _method = "fork"
    return _method


def set_start_method(method, force=False):
    """Says how processes begin."""
    global _method
    if _method is not None and not force:
        raise RuntimeError("context has already been set")
    if method is not None and method not in get_all_start_methods():
        raise ValueError(f"cannot find context for {method!r}")
    _method = method


def get_context(method=None):
    """What this module offers, for one way of beginning."""
    if method is not None and method not in get_all_start_methods():
        raise ValueError(f"cannot find context for {method!r}")
    from . import context
    return context.of_method(method)


# What a process that begins anew calls the main module.
sys.modules["__mp_main__"] = sys.modules["__main__"]


def freeze_support():
    """Nothing is to be done here."""


def set_executable(executable):
    """Nothing is to be done here."""


def get_logger():
    """The logger of this module."""
    import logging
    return logging.getLogger("multiprocessing")


def log_to_stderr(level=None):
    """Has what this module logs go to standard error."""
    import logging
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("[%(levelname)s/%(processName)s] %(message)s"))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    return logger


def set_forkserver_preload(module_names):
    """Nothing is to be done here."""


atexit.register(_end)
