"""A barrier: all parties wait for each other."""
from _sync import Condition, Lock

# The name by which the classes are known.
__name__ = "threading"


class BrokenBarrierError(RuntimeError):
    """A barrier that will not open was waited for."""


class Barrier:
    """All parties wait for each other.

    It fills while parties arrive, drains while they leave; it can be reset,
    and broken for good until it is.
    """

    def __init__(self, parties, action=None, timeout=None):
        self._cond = Condition(Lock())
        self._action = action
        self._timeout = timeout
        self._state = "filling"
        self._parties = parties
        self._count = 0

    def wait(self, timeout=None):
        if timeout is None:
            timeout = self._timeout
        with self._cond:
            while self._state in ("draining", "resetting"):
                self._cond.wait()
            if self._state == "broken":
                raise BrokenBarrierError
            place = self._count
            self._count += 1
            try:
                if place + 1 == self._parties:
                    self._open()
                else:
                    self._stay(timeout)
                return place
            finally:
                self._count -= 1
                if self._count == 0 and self._state in ("resetting", "draining"):
                    self._state = "filling"
                    self._cond.notify_all()

    def _open(self):
        try:
            if self._action:
                self._action()
            self._state = "draining"
            self._cond.notify_all()
        except:
            self._break()
            raise

    def _stay(self, timeout):
        if not self._cond.wait_for(lambda: self._state != "filling", timeout):
            self._break()
            raise BrokenBarrierError
        if self._state in ("broken", "resetting"):
            raise BrokenBarrierError

    def _break(self):
        self._state = "broken"
        self._cond.notify_all()

    def reset(self):
        with self._cond:
            if self._count > 0:
                if self._state in ("filling", "broken"):
                    self._state = "resetting"
            else:
                self._state = "filling"
            self._cond.notify_all()

    def abort(self):
        with self._cond:
            self._break()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._count if self._state == "filling" else 0

    @property
    def broken(self):
        return self._state == "broken"

    def __repr__(self):
        cls = type(self)
        place = f"{cls.__module__}.{cls.__qualname__} at {id(self):#x}"
        if self.broken:
            return f"<{place}: broken>"
        return f"<{place}: waiters={self.n_waiting}/{self.parties}>"
