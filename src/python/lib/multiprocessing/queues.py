"""Queues between processes."""
import _machine
import pickle
import threading
from queue import Empty, Full

from .synchronize import Condition, Semaphore, _Shared

__name__ = "multiprocessing.queues"


class SimpleQueue(_Shared):
    """First in, first out, without bound."""

    _parts = ("_pipe",)

    def __init__(self):
        self._pipe = _machine.pipe(f"SimpleQueue-{threading._number('mp.SimpleQueue')}")

    def empty(self):
        return not _machine.pipe_poll(self._pipe, 0)

    def put(self, item):
        _machine.pipe_send(self._pipe, pickle.to_tree(item))

    def get(self):
        return pickle.from_tree(_machine.pipe_receive(self._pipe, None)[1])

    def close(self):
        pass


class Queue(_Shared):
    """First in, first out."""

    _parts = ("_maxsize", "_pipe", "_room")

    def __init__(self, maxsize=0):
        self._maxsize = maxsize
        number = threading._number("mp.Queue")
        self._pipe = _machine.pipe(f"Queue-{number}")
        self._room = None
        if maxsize > 0:
            self._room = _machine.shared(
                _machine.semaphore(f"_Queue-{number} room", maxsize, False))
        self._closed = False

    def _take_parts(self, parts):
        self._maxsize, self._pipe, self._room = parts
        self._closed = False

    def put(self, obj, block=True, timeout=None):
        if self._closed:
            raise ValueError(f"Queue {self!r} is closed")
        limit = 0 if not block else None if timeout is None else max(0, int(timeout * 1e9))
        if self._room is not None and not _machine.acquire(self._room, limit):
            raise Full
        try:
            tree = pickle.to_tree(obj)
        except Exception:
            # The feeder thread tells such an error and drops the item.
            import traceback
            traceback.print_exc()
            if self._room is not None:
                _machine.release(self._room, 1)
            return
        _machine.pipe_send(self._pipe, tree)

    def get(self, block=True, timeout=None):
        if self._closed:
            raise ValueError(f"Queue {self!r} is closed")
        limit = 0 if not block else None if timeout is None else max(0, int(timeout * 1e9))
        arrived, tree = _machine.pipe_receive(self._pipe, limit)
        if not arrived:
            raise Empty
        if self._room is not None:
            _machine.release(self._room, 1)
        return pickle.from_tree(tree)

    def qsize(self):
        return _machine.pipe_size(self._pipe)

    def empty(self):
        return _machine.pipe_size(self._pipe) == 0

    def full(self):
        return self._room is not None and _machine.permits(self._room) == 0

    def put_nowait(self, obj):
        return self.put(obj, False)

    def get_nowait(self):
        return self.get(False)

    def close(self):
        self._closed = True

    def join_thread(self):
        pass

    def cancel_join_thread(self):
        pass


class JoinableQueue(Queue):
    """The same, and counts what is not done with."""

    _parts = Queue._parts + ("_unfinished", "_cond")

    def __init__(self, maxsize=0):
        super().__init__(maxsize)
        self._unfinished = _machine.memory((0,))
        self._cond = Condition()

    def _shared_parts(self):
        return (self._maxsize, self._pipe, self._room, self._unfinished) \
            + self._cond._shared_parts()

    def _take_parts(self, parts):
        self._maxsize, self._pipe, self._room, self._unfinished, lock, handle = parts
        self._cond = object.__new__(Condition)
        self._cond._take_parts((lock, handle))
        self._closed = False

    def put(self, obj, block=True, timeout=None):
        with self._cond:
            _machine.memory_set(
                self._unfinished, 0, _machine.memory_get(self._unfinished, 0) + 1)
        super().put(obj, block, timeout)

    def task_done(self):
        with self._cond:
            left = _machine.memory_get(self._unfinished, 0) - 1
            if left < 0:
                raise ValueError("task_done() called too many times")
            _machine.memory_set(self._unfinished, 0, left)
            if left == 0:
                self._cond.notify_all()

    def join(self):
        with self._cond:
            while _machine.memory_get(self._unfinished, 0):
                self._cond.wait()
