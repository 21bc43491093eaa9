"""Threads of the simulated machine, with Python's interface.

Locks, semaphores, events and conditions are objects of the machine: this
module only gives them Python's names, defaults and errors.
"""
import _machine
import sys
from _barrier import Barrier, BrokenBarrierError
from _machine import ident as get_ident
from _sync import (TIMEOUT_MAX, BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore,
                   _nanoseconds, _number, _outdated)
from _threading_local import local

__all__ = [
    "get_ident", "active_count", "Condition", "current_thread", "enumerate", "main_thread",
    "TIMEOUT_MAX", "Event", "Lock", "RLock", "Semaphore", "BoundedSemaphore", "Thread",
    "Barrier", "BrokenBarrierError", "Timer", "ThreadError", "setprofile", "settrace", "local",
    "stack_size", "excepthook", "ExceptHookArgs", "getprofile", "gettrace", "get_native_id",
]

ThreadError = RuntimeError
get_native_id = _machine.native_id

_active = {}
_exit_calls = []
_hooks = {"profile": None, "trace": None}


class ExceptHookArgs:
    """What `excepthook` is told."""

    __module__, __qualname__ = "_thread", "_ExceptHookArgs"

    def __init__(self, values):
        self.exc_type, self.exc_value, self.exc_traceback, self.thread = values


def excepthook(args):
    """Tells on standard error what ended a thread."""
    if args.exc_type is SystemExit:
        return
    import traceback
    name = args.thread.name if args.thread is not None else get_ident()
    lines = [f"Exception in thread {name}:\n"]
    if args.exc_value is not None and args.exc_traceback is args.exc_value.__traceback__:
        lines.append(_machine.format_uncaught(args.exc_value))
    else:
        lines += traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback)
    sys.stderr.write("".join(lines))
    sys.stderr.flush()


__excepthook__ = excepthook


class Thread:
    """A thread of control."""

    _daemonic_default = None

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        if group is not None:
            raise AssertionError("group argument must be None for now")
        if name is None:
            name = f"Thread-{_number('Thread')}"
            target_name = getattr(target, "__name__", None)
            if target_name is not None:
                name += f" ({target_name})"
        self._target = target
        self._name = str(name)
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemonic = current_thread().daemon if daemon is None else bool(daemon)
        self._ident = None
        self._thread = None
        self._native = None
        self._initialized = True
        self._is_stopped = False
        self._started = _machine.event("_start")

    def start(self):
        if "_initialized" not in self.__dict__:
            raise RuntimeError("thread.__init__() not called")
        if _machine.is_set(self._started) or self._thread is not None:
            raise RuntimeError("threads can only be started once")
        self._thread = _machine.spawn(self._bootstrap, self._name, self._daemonic)
        _machine.await_set(self._started, None)

    def run(self):
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        self._ident = get_ident()
        self._native = get_native_id()
        _active[self._ident] = self
        _machine.set(self._started)
        try:
            self.run()
        except:
            _tell(self)
        finally:
            self._stop()

    def _stop(self):
        self._is_stopped = True
        _active.pop(self._ident, None)

    def join(self, timeout=None):
        if "_initialized" not in self.__dict__:
            raise RuntimeError("Thread.__init__() not called")
        if self._thread is None:
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        _machine.join(self._thread, _nanoseconds(timeout))

    def is_alive(self):
        if "_initialized" not in self.__dict__:
            raise AssertionError("Thread.__init__() not called")
        if self._thread is None or self._is_stopped:
            return False
        return _machine.is_alive(self._thread)

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        self._name = str(name)

    @property
    def ident(self):
        return self._ident

    @property
    def native_id(self):
        return self._native

    @property
    def daemon(self):
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if self._thread is not None:
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    def isDaemon(self):
        _outdated("isDaemon", "get the daemon attribute")
        return self.daemon

    def setDaemon(self, daemonic):
        _outdated("setDaemon", "set the daemon attribute")
        self.daemon = daemonic

    def getName(self):
        _outdated("getName", "get the name attribute")
        return self.name

    def setName(self, name):
        _outdated("setName", "set the name attribute")
        self.name = name

    def __repr__(self):
        assert "_initialized" in self.__dict__, "Thread.__init__() was not called"
        status = "initial"
        if self._thread is not None:
            status = "started" if self.is_alive() else "stopped"
        if self._daemonic:
            status += " daemon"
        if self._ident is not None:
            status += f" {self._ident}"
        return f"<{type(self).__name__}({self._name}, {status})>"


def _tell(thread):
    """Hands what ended a thread to the hook."""
    hook = excepthook
    kind, value, trace = sys.exc_info()
    trace = _machine.skip_frames(trace, __file__)
    try:
        hook(ExceptHookArgs((kind, value, trace, thread)))
    except Exception:
        sys.stderr.write("Exception in threading.excepthook:\n")
        sys.excepthook(*sys.exc_info())


class Timer(Thread):
    """Calls a function later, unless cancelled."""

    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = args if args is not None else []
        self.kwargs = kwargs if kwargs is not None else {}
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _MainThread(Thread):
    """The thread in which the program began."""

    def __init__(self):
        self._adopt("MainThread", False)

    def _adopt(self, name, daemonic):
        self._name = name
        self._target, self._args, self._kwargs = None, (), {}
        self._daemonic = daemonic
        self._ident = get_ident()
        self._native = get_native_id()
        self._thread = _machine.me()
        self._initialized = True
        self._is_stopped = False
        self._started = _machine.event("_start")
        _machine.set(self._started)
        _active[self._ident] = self


class _DummyThread(_MainThread):
    """A thread that was not started by this module."""

    def __init__(self):
        self._adopt(f"Dummy-{_number('Dummy')}", True)

    def is_alive(self):
        return True

    def join(self, timeout=None):
        raise RuntimeError("cannot join a dummy thread")


_main_thread = _MainThread()


def current_thread():
    """The thread that asks."""
    thread = _active.get(get_ident())
    return thread if thread is not None else _DummyThread()


def currentThread():
    _outdated("currentThread", "use current_thread()")
    return current_thread()


def main_thread():
    """The thread in which the program began."""
    return _main_thread


def enumerate():
    """The threads that are alive."""
    return list(_active.values())


def active_count():
    """How many threads are alive."""
    return len(_active)


def activeCount():
    _outdated("activeCount", "use active_count()")
    return active_count()


def settrace(func):
    _hooks["trace"] = func


def gettrace():
    return _hooks["trace"]


def setprofile(func):
    _hooks["profile"] = func


def getprofile():
    return _hooks["profile"]


def stack_size(size=0):
    """Threads of the machine need no size of stack."""
    return 0


def _register_atexit(func, *args, **kwargs):
    """Has a function called before the threads are waited for at the end."""
    _exit_calls.append((func, args, kwargs))


def _shutdown():
    """Waits for the threads that the program is to wait for."""
    _main_thread._is_stopped = True
    for func, args, kwargs in reversed(_exit_calls):
        func(*args, **kwargs)
    while True:
        waited = [t for t in enumerate() if not t._daemonic and t is not current_thread()]
        if not waited:
            return
        for thread in waited:
            thread.join()


def _after_fork():
    """In a new process only the thread that made it goes on."""
    global _main_thread
    me = _active.get(get_ident())
    _active.clear()
    if me is None:
        me = _MainThread()
    me._ident = get_ident()
    me._thread = _machine.me()
    me._daemonic = False
    _main_thread = me
    _active[me._ident] = me
