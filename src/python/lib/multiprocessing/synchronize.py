"""Locks and their like between processes: objects of the machine, which all
processes share.
"""
import _machine
import os
import threading

__name__ = "multiprocessing.synchronize"


class _Shared:
    """Goes to another process as it is."""

    # Whether a process must have it from its beginning: it is not sent.
    _inherited = True

    def _shared_parts(self):
        return tuple([getattr(self, name) for name in self._parts])

    def _take_parts(self, parts):
        for name, value in zip(self._parts, parts):
            setattr(self, name, value)


def _label(kind):
    return f"{kind}-{threading._number(kind)}"


def _limit(block, timeout):
    if not block:
        return 0
    return None if timeout is None else max(0, int(timeout * 1e9))


def _name_of(owner):
    """Who has a lock: a thread of this process, or some other process."""
    from .process import current_process
    if owner is None or owner[0] != os.getpid():
        return "SomeOtherProcess"
    if owner[1] != threading.get_ident():
        return "SomeOtherThread"
    name = current_process().name
    if threading.current_thread() is not threading.main_thread():
        name += "|" + threading.current_thread().name
    return name


class Lock(_Shared):
    """One process has it at a time."""

    _parts = ("_handle",)
    _kind = "Lock"

    # The process and the thread that have it, as far as is known here.
    _owner = None

    def __init__(self):
        self._handle = _machine.shared(_machine.semaphore(_label(self._kind), 1, True))

    def acquire(self, block=True, timeout=None):
        taken = _machine.acquire(self._handle, _limit(block, timeout))
        if taken:
            self._owner = os.getpid(), threading.get_ident()
        return taken

    def release(self):
        self._owner = None
        if not _machine.release(self._handle, 1):
            raise ValueError("semaphore or lock released too many times")

    def __enter__(self):
        return self.acquire()

    def __exit__(self, kind, value, trace):
        self.release()

    def _is_free(self):
        return _machine.permits(self._handle) > 0

    def __repr__(self):
        owner = "None" if self._is_free() else _name_of(self._owner)
        return f"<{type(self).__name__}(owner={owner})>"


class RLock(_Shared):
    """A lock that its owner may take again."""

    _parts = ("_handle",)

    def __init__(self):
        self._handle = _machine.shared(_machine.mutex(_label("RLock"), True))

    def acquire(self, block=True, timeout=None):
        return _machine.lock(self._handle, _limit(block, timeout))

    def release(self):
        if _machine.owner(self._handle) != threading.get_ident():
            raise AssertionError("attempt to release recursive lock not owned by thread")
        _machine.unlock(self._handle)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, kind, value, trace):
        self.release()

    def _is_owned(self):
        return _machine.owner(self._handle) == threading.get_ident()

    def __repr__(self):
        owner = _machine.owner(self._handle)
        if owner is None:
            return f"<{type(self).__name__}(None, 0)>"
        if owner == threading.get_ident():
            owner = _name_of((os.getpid(), owner))
            return f"<{type(self).__name__}({owner}, {_machine.permits(self._handle)})>"
        name = _name_of(None if owner not in threading._active else (os.getpid(), owner))
        return f"<{type(self).__name__}({name}, nonzero)>"


class Semaphore(_Shared):
    """So many permits."""

    _parts = ("_handle",)
    _bounded = False

    def __init__(self, value=1):
        kind = type(self).__name__
        if value < 0:
            raise OSError(22, "Invalid argument")
        self._handle = _machine.shared(_machine.semaphore(_label(kind), value, self._bounded))

    def acquire(self, block=True, timeout=None):
        return _machine.acquire(self._handle, _limit(block, timeout))

    def release(self):
        if not _machine.release(self._handle, 1):
            raise ValueError("semaphore or lock released too many times")

    def get_value(self):
        return _machine.permits(self._handle)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, kind, value, trace):
        self.release()

    def __repr__(self):
        return f"<{type(self).__name__}(value={self.get_value()})>"


class BoundedSemaphore(Semaphore):
    """One that never has more permits than at first."""

    _bounded = True


class Event(_Shared):
    """A flag that processes can wait for."""

    _parts = ("_handle",)

    def __init__(self):
        self._handle = _machine.shared(_machine.event(_label("Event")))

    def is_set(self):
        return _machine.is_set(self._handle)

    def set(self):
        _machine.set(self._handle)

    def clear(self):
        _machine.clear(self._handle)

    def wait(self, timeout=None):
        return _machine.await_set(self._handle, _limit(True, timeout))

    def __repr__(self):
        state = "set" if self.is_set() else "unset"
        return f"<Event at {id(self):#x} {state}>"


class Condition(_Shared):
    """Waiting for something that a lock guards."""

    _parts = ("_lock", "_handle")

    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        if isinstance(self._lock, Lock):
            # A condition needs a lock with an owner.
            self._lock = RLock()
        self._handle = _machine.shared(
            _machine.condition(_label("Condition"), self._lock._handle))

    def _shared_parts(self):
        return (self._lock._handle, self._handle)

    def _take_parts(self, parts):
        self._lock = object.__new__(RLock)
        self._lock._handle, self._handle = parts

    def acquire(self, *args):
        return self._lock.acquire(*args)

    def release(self):
        self._lock.release()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, kind, value, trace):
        self._lock.__exit__(kind, value, trace)

    def _check(self, what):
        if not self._lock._is_owned():
            raise AssertionError(f"must acquire() condition before using {what}()")

    def wait(self, timeout=None):
        self._check("wait")
        return _machine.wait(self._handle, _limit(True, timeout))

    def wait_for(self, predicate, timeout=None):
        end = None if timeout is None else _machine.now() + int(timeout * 1e9)
        result = predicate()
        while not result:
            left = None
            if end is not None:
                left = (end - _machine.now()) / 1e9
                if left <= 0:
                    break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        self._check("notify")
        _machine.notify(self._handle, n)

    def notify_all(self):
        self._check("notify")
        _machine.notify_all(self._handle)


class Barrier(_Shared):
    """All parties wait for each other."""

    _parts = ("_parties", "_action", "_timeout", "_cond", "_state")

    def __init__(self, parties, action=None, timeout=None):
        self._parties = parties
        self._action = action
        self._timeout = timeout
        self._cond = Condition()
        # How many have come, which round it is, whether it is broken.
        self._state = _machine.memory((0, 0, False))

    def _shared_parts(self):
        return (self._parties, None, self._timeout) + self._cond._shared_parts() + (self._state,)

    def _take_parts(self, parts):
        self._parties, self._action, self._timeout, lock, handle, self._state = parts
        self._cond = object.__new__(Condition)
        self._cond._take_parts((lock, handle))

    def _at(self, place):
        return _machine.memory_get(self._state, place)

    def _set(self, place, value):
        _machine.memory_set(self._state, place, value)

    def wait(self, timeout=None):
        timeout = self._timeout if timeout is None else timeout
        with self._cond:
            if self._at(2):
                raise threading.BrokenBarrierError
            place, turn = self._at(0), self._at(1)
            self._set(0, place + 1)
            if place + 1 == self._parties:
                if self._action:
                    self._action()
                self._set(0, 0)
                self._set(1, turn + 1)
                self._cond.notify_all()
                return place
            done = self._cond.wait_for(lambda: self._at(1) != turn or self._at(2), timeout)
            if not done or self._at(2):
                self._break()
                raise threading.BrokenBarrierError
            return place

    def _break(self):
        self._set(2, True)
        self._cond.notify_all()

    def abort(self):
        with self._cond:
            self._break()

    def reset(self):
        with self._cond:
            self._set(0, 0)
            self._set(1, self._at(1) + 1)
            self._set(2, False)
            self._cond.notify_all()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._at(0)

    @property
    def broken(self):
        return self._at(2)
