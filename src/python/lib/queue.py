"""Queues between threads: first in first out, last in first out, by priority.

What is in a queue is guarded by a lock; who has to wait, waits at one of the
lock's conditions.
"""
import _machine
from _sync import _number
from collections import deque
from heapq import heappop, heappush
from threading import Condition, Lock, Semaphore
from types import GenericAlias

__all__ = ["Empty", "Full", "Queue", "PriorityQueue", "LifoQueue", "SimpleQueue"]


class Empty(Exception):
    """Nothing is in the queue."""


class Full(Exception):
    """There is no room in the queue."""


Empty.__module__ = "_queue"


class Queue:
    """First in, first out."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        self.mutex = Lock()
        self.not_empty = Condition(self.mutex)
        self.not_full = Condition(self.mutex)
        self.all_tasks_done = Condition(self.mutex)
        self.unfinished_tasks = 0
        self._level = _machine.counter(type(self).__name__)

    def put(self, item, block=True, timeout=None):
        if timeout is not None and timeout < 0 and block and self.maxsize > 0:
            raise ValueError("'timeout' must be a non-negative number")
        with self.mutex:
            if 0 < self.maxsize <= self._qsize():
                self._await_room(block, timeout)
            self._put(item)
            self.unfinished_tasks += 1
            _machine.put(self._level, self._qsize(), item)
            self.not_empty.notify()

    def _await_room(self, block, timeout):
        if not block:
            raise Full
        if timeout is None:
            while self._qsize() >= self.maxsize:
                self.not_full.wait()
            return
        end = _machine.now() + int(timeout * 1e9)
        while self._qsize() >= self.maxsize:
            left = end - _machine.now()
            if left <= 0:
                raise Full
            self.not_full.wait(left / 1e9)

    def get(self, block=True, timeout=None):
        if timeout is not None and timeout < 0 and block:
            raise ValueError("'timeout' must be a non-negative number")
        with self.mutex:
            if not self._qsize():
                self._await_item(block, timeout)
            item = self._get()
            _machine.got(self._level, self._qsize(), item)
            self.not_full.notify()
            return item

    def _await_item(self, block, timeout):
        if not block:
            raise Empty
        if timeout is None:
            while not self._qsize():
                self.not_empty.wait()
            return
        end = _machine.now() + int(timeout * 1e9)
        while not self._qsize():
            left = end - _machine.now()
            if left <= 0:
                raise Empty
            self.not_empty.wait(left / 1e9)

    def put_nowait(self, item):
        return self.put(item, block=False)

    def get_nowait(self):
        return self.get(block=False)

    def task_done(self):
        with self.all_tasks_done:
            left = self.unfinished_tasks - 1
            if left < 0:
                raise ValueError("task_done() called too many times")
            if left == 0:
                self.all_tasks_done.notify_all()
            self.unfinished_tasks = left

    def join(self):
        with self.all_tasks_done:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    def qsize(self):
        with self.mutex:
            return self._qsize()

    def empty(self):
        with self.mutex:
            return not self._qsize()

    def full(self):
        with self.mutex:
            return 0 < self.maxsize <= self._qsize()

    # How the items are kept is what the kinds differ in.
    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    __class_getitem__ = classmethod(GenericAlias)


class PriorityQueue(Queue):
    """The smallest first."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)


class LifoQueue(Queue):
    """Last in, first out."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()


class _Items(Semaphore):
    """Counts what is in a queue, under the queue's own name."""

    def __init__(self, label):
        self._handle = _machine.semaphore(label, 0, False)


class SimpleQueue:
    """First in, first out, without bound, without counting what is done."""

    def __init__(self):
        self._queue = deque()
        self._count = _Items(self._label())

    def _label(self):
        return f"SimpleQueue-{_number('SimpleQueue')}"

    def put(self, item, block=True, timeout=None):
        self._queue.append((item, _machine.result()))
        self._count.release()

    def get(self, block=True, timeout=None):
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if not self._count.acquire(block, timeout if block else None):
            raise Empty
        item, sent = self._queue.popleft()
        _machine.taken(sent, True)
        return item

    def put_nowait(self, item):
        return self.put(item, block=False)

    def get_nowait(self):
        return self.get(block=False)

    def empty(self):
        return len(self._queue) == 0

    def qsize(self):
        return len(self._queue)

    __class_getitem__ = classmethod(GenericAlias)
