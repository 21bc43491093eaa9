"""Locks, conditions, semaphores and events: objects of the simulated machine
with Python's names, defaults and errors.
"""
import _machine
from _machine import ident as get_ident

# The name by which the classes are known.
__name__ = "threading"

TIMEOUT_MAX = 9223372036.0

_counters = {}


def _number(kind):
    """The next number for names of that kind, from 1."""
    n = _counters.get(kind, 0) + 1
    _counters[kind] = n
    return n


def _outdated(name, instead):
    """Warns of an old name."""
    import warnings
    warnings.warn(f"{name}() is deprecated, {instead} instead", DeprecationWarning, stacklevel=3)


def _nanoseconds(timeout):
    """A time to wait as the machine counts it; none waits without end."""
    if timeout is None:
        return None
    if timeout <= 0:
        return 0
    if timeout > TIMEOUT_MAX:
        raise OverflowError("timestamp out of range for platform time_t")
    if timeout != timeout:
        raise ValueError("Invalid value NaN (not a number)")
    return int(timeout * 1e9 + 0.5)


def _patience(blocking, timeout):
    """What `acquire(blocking, timeout)` is willing to wait."""
    if not blocking:
        if timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        return 0
    if timeout == -1:
        return None
    if not isinstance(timeout, (int, float)):
        kind = type(timeout).__name__
        raise TypeError(f"'{kind}' object cannot be interpreted as an integer")
    if timeout < 0:
        raise ValueError("timeout value must be positive")
    return _nanoseconds(timeout)


class _Named:
    """Has a lane of its own, under a name that tells its kind."""

    def _label(self):
        kind = type(self).__name__
        return f"{kind}-{_number(kind)}"


class _Hidden:
    """Belongs to the library: without a lane, which the underscore says."""

    def _label(self):
        return "_" + type(self).__bases__[1].__name__.lower()


class Lock:
    """One thread has it at a time; any thread may give it back."""

    __slots__ = ("_handle", "__weakref__")

    def __init__(self):
        self._handle = _machine.mutex(f"Lock-{_number('Lock')}", False)

    def acquire(self, blocking=True, timeout=-1):
        if blocking is True and timeout == -1:
            return _machine.lock(self._handle, None)
        return _machine.lock(self._handle, _patience(blocking, timeout))

    def release(self):
        if not _machine.unlock(self._handle):
            raise RuntimeError("release unlocked lock")

    def locked(self):
        return _machine.owner(self._handle) is not None

    def __enter__(self):
        return _machine.lock(self._handle, None)

    def __exit__(self, kind, value, trace):
        if not _machine.unlock(self._handle):
            raise RuntimeError("release unlocked lock")

    acquire_lock = acquire
    release_lock = release
    locked_lock = locked

    def _is_owned(self):
        return _machine.owner(self._handle) is not None

    def _at_fork_reinit(self):
        self._handle = _machine.mutex(f"Lock-{_number('Lock')}", False)

    def __repr__(self):
        state = "locked" if self.locked() else "unlocked"
        return f"<{state} _thread.lock object at {id(self):#x}>"


class RLock:
    """A lock that its owner may take again."""

    __slots__ = ("_handle", "_depth", "__weakref__")

    def __init__(self):
        self._handle = _machine.mutex(f"RLock-{_number('RLock')}", True)
        self._depth = 0

    def acquire(self, blocking=True, timeout=-1):
        taken = _machine.lock(self._handle, _patience(blocking, timeout))
        if taken:
            self._depth += 1
        return taken

    __enter__ = acquire

    def release(self):
        if _machine.owner(self._handle) != get_ident():
            raise RuntimeError("cannot release un-acquired lock")
        self._depth -= 1
        _machine.unlock(self._handle)

    def __exit__(self, kind, value, trace):
        self.release()

    def _is_owned(self):
        return _machine.owner(self._handle) == get_ident()

    def __repr__(self):
        owner = _machine.owner(self._handle)
        state = "unlocked" if owner is None else "locked"
        count = 0 if owner is None else self._depth
        return f"<{state} _thread.RLock object owner={owner or 0} count={count} at {id(self):#x}>"


class Condition(_Named):
    """Waiting for something that a lock guards."""

    def __init__(self, lock=None):
        if lock is None:
            lock = RLock()
        self._lock = lock
        self.acquire = lock.acquire
        self.release = lock.release
        self._waiting = 0
        self._handle = _machine.condition(self._label(), lock._handle)

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, kind, value, trace):
        return self._lock.__exit__(kind, value, trace)

    def _is_owned(self):
        return self._lock._is_owned()

    def wait(self, timeout=None):
        lock = self._lock
        if not lock._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        depth = getattr(lock, "_depth", None)
        self._waiting += 1
        try:
            if depth is None:
                return _machine.wait(self._handle, _nanoseconds(timeout))
            lock._depth = 0
            try:
                return _machine.wait(self._handle, _nanoseconds(timeout))
            finally:
                lock._depth = depth
        finally:
            self._waiting -= 1

    def wait_for(self, predicate, timeout=None):
        end = None
        left = timeout
        result = predicate()
        while not result:
            if left is not None:
                if end is None:
                    end = _machine.now() + _nanoseconds(left)
                else:
                    left = (end - _machine.now()) / 1e9
                    if left <= 0:
                        break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        if not self._lock._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        _machine.notify(self._handle, n)

    def notify_all(self):
        if not self._lock._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        _machine.notify_all(self._handle)

    def notifyAll(self):
        _outdated("notifyAll", "use notify_all()")
        self.notify_all()

    def __repr__(self):
        return f"<Condition({self._lock!r}, {self._waiting})>"


class Semaphore(_Named):
    """So many permits."""

    _bounded = False

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._handle = _machine.semaphore(self._label(), value, self._bounded)

    @property
    def _value(self):
        return _machine.permits(self._handle)

    def acquire(self, blocking=True, timeout=None):
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        return _machine.acquire(self._handle, _nanoseconds(timeout) if blocking else 0)

    __enter__ = acquire

    def release(self, n=1):
        if n < 1:
            raise ValueError("n must be one or more")
        if not _machine.release(self._handle, n):
            raise ValueError("Semaphore released too many times")

    def __exit__(self, kind, value, trace):
        self.release()

    def __repr__(self):
        cls = type(self)
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: value={self._value}>"


class BoundedSemaphore(Semaphore):
    """One that never has more permits than at first."""

    _bounded = True

    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def __repr__(self):
        cls = type(self)
        place = f"{cls.__module__}.{cls.__qualname__} at {id(self):#x}"
        return f"<{place}: value={self._value}/{self._initial_value}>"


class Event(_Named):
    """A flag that threads can wait for."""

    def __init__(self):
        self._handle = _machine.event(self._label())

    def is_set(self):
        return _machine.is_set(self._handle)

    def isSet(self):
        _outdated("isSet", "use is_set()")
        return self.is_set()

    def set(self):
        _machine.set(self._handle)

    def clear(self):
        _machine.clear(self._handle)

    def wait(self, timeout=None):
        return _machine.await_set(self._handle, _nanoseconds(timeout))

    def __repr__(self):
        cls = type(self)
        state = "set" if self.is_set() else "unset"
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: {state}>"


class HiddenCondition(_Hidden, Condition):
    """A condition of the library's own."""

    def __init__(self):
        super().__init__(HiddenLock())


class HiddenLock(Lock):
    """A lock of the library's own."""

    __slots__ = ()

    def __init__(self):
        self._handle = _machine.mutex("_lock", False)


class HiddenSemaphore(_Hidden, Semaphore):
    """A semaphore of the library's own."""


class HiddenEvent(_Hidden, Event):
    """An event of the library's own."""


class HiddenRLock(RLock):
    """A lock of the library's own that its owner may take again."""

    __slots__ = ()

    def __init__(self):
        self._handle = _machine.mutex("_lock", True)
        self._depth = 0
