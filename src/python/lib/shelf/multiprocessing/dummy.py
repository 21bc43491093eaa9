"""The interface of `multiprocessing` over threads."""
import queue
import threading
from multiprocessing.pool import ThreadPool
from threading import Barrier, BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore
from threading import current_thread as current_process

__all__ = ["Process", "current_process", "active_children", "freeze_support", "Lock", "RLock",
           "Semaphore", "BoundedSemaphore", "Condition", "Event", "Barrier", "Queue", "Manager",
           "Pipe", "Pool", "JoinableQueue"]

JoinableQueue = Queue = queue.Queue


class Process(threading.Thread):
    """A thread that looks like a process."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}):
        threading.Thread.__init__(self, group, target, name, args, kwargs)

    @property
    def exitcode(self):
        return 0 if self._thread is not None and not self.is_alive() else None


def active_children():
    return [t for t in threading.enumerate() if isinstance(t, Process)]


def freeze_support():
    pass


def Pool(processes=None, initializer=None, initargs=()):
    return ThreadPool(processes, initializer, initargs)


class Value:
    """A value that threads share anyway."""

    def __init__(self, typecode, value, lock=True):
        self.typecode, self.value = typecode, value

    def __repr__(self):
        return f"<{type(self).__name__}({self.typecode!r}, {self.value!r})>"


def Array(typecode, sequence, lock=True):
    import array
    return array.array(typecode, sequence)


class Manager:
    """Makes what threads share anyway."""

    dict, list, Queue, Value, Array = dict, list, queue.Queue, Value, staticmethod(Array)
    Lock, RLock, Event, Condition = Lock, RLock, Event, Condition

    class Namespace:
        """Names with values."""

        def __init__(self, **names):
            self.__dict__.update(names)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.shutdown()

    def shutdown(self):
        pass


class Connection:
    """One end of a pipe between threads."""

    def __init__(self, reads, writes):
        self._reads, self._writes = reads, writes
        self.send, self.recv = writes.put, reads.get

    def poll(self, timeout=0.0):
        with self._reads.not_empty:
            if not self._reads.queue and timeout:
                self._reads.not_empty.wait(timeout)
            return bool(self._reads.queue)

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def Pipe(duplex=True):
    one, two = queue.Queue(), queue.Queue()
    return Connection(one, two), Connection(two, one)
