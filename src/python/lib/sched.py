"""A scheduler of calls."""
import heapq
import time
from collections import namedtuple
from itertools import count
from threading import RLock

__all__ = ["scheduler"]


class Event(namedtuple("Event", "time, priority, sequence, action, argument, kwargs")):
    """A call with its time; it comes before one that is later or less urgent."""

    __slots__ = ()


_NOTHING = object()


class scheduler:
    """Makes calls at their times."""

    def __init__(self, timefunc=time.monotonic, delayfunc=time.sleep):
        self._queue = []
        self._lock = RLock()
        self.timefunc = timefunc
        self.delayfunc = delayfunc
        self._count = count()

    def enterabs(self, time, priority, action, argument=(), kwargs=_NOTHING):
        kwargs = {} if kwargs is _NOTHING else kwargs
        with self._lock:
            event = Event(time, priority, next(self._count), action, argument, kwargs)
            heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs=_NOTHING):
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        with self._lock:
            self._queue.remove(event)
            heapq.heapify(self._queue)

    def empty(self):
        with self._lock:
            return not self._queue

    def run(self, blocking=True):
        while True:
            with self._lock:
                if not self._queue:
                    break
                first = self._queue[0]
                now = self.timefunc()
                is_due = first.time <= now
                if is_due:
                    heapq.heappop(self._queue)
            if is_due:
                first.action(*first.argument, **first.kwargs)
                self.delayfunc(0)
            elif not blocking:
                return first.time - now
            else:
                self.delayfunc(first.time - now)
        return None

    @property
    def queue(self):
        with self._lock:
            return sorted(self._queue)
