"""A pool of processes."""
import itertools
import os
import threading
from _remote import WithTraceback
from _sync import HiddenEvent

from .queues import SimpleQueue

__name__ = "multiprocessing.pool"


class RemoteTraceback(Exception):
    """What another process told of an error."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class MaybeEncodingError(Exception):
    """A result cannot be sent."""

    def __init__(self, exc, value):
        self.exc = repr(exc)
        self.value = repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return f"Error sending result: '{self.value}'. Reason: '{self.exc}'"


def _work(tasks, results, initializer, initargs, most):
    """What each process of a pool does."""
    if initializer is not None:
        initializer(*initargs)
    done = 0
    while most is None or done < most:
        task = tasks.get()
        if task is None:
            return
        job, place, func, args, kwds = task
        try:
            outcome = (True, func(*args, **kwds))
        except Exception as exc:
            outcome = (False, WithTraceback(exc, RemoteTraceback))
        try:
            results.put((job, place, outcome))
        except Exception as exc:
            wrapped = MaybeEncodingError(exc, outcome[1])
            results.put((job, place, (False, wrapped)))
        done += 1


def _each(func, items):
    return [func(item) for item in items]


def _each_star(func, items):
    return [func(*item) for item in items]


class ApplyResult:
    """The result of a call that a process makes."""

    def __init__(self, pool, callback, error_callback):
        self._pool = pool
        self._event = HiddenEvent()
        self._job = pool._add(self)
        self._callback = callback
        self._error_callback = error_callback
        self._success = None
        self._value = None

    def ready(self):
        return self._event.is_set()

    def successful(self):
        if not self.ready():
            raise ValueError(f"{self!r} not ready")
        return self._success

    def wait(self, timeout=None):
        self._event.wait(timeout)

    def get(self, timeout=None):
        self.wait(timeout)
        if not self.ready():
            from . import TimeoutError
            raise TimeoutError
        if self._success:
            return self._value
        raise self._value

    def _set(self, place, outcome):
        self._finish(*outcome)

    def _finish(self, success, value):
        self._success, self._value = success, value
        if self._callback and success:
            self._callback(value)
        if self._error_callback and not success:
            self._error_callback(value)
        self._pool._jobs.pop(self._job, None)
        self._event.set()


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    """The results of several calls, in order."""

    def __init__(self, pool, parts, callback, error_callback):
        super().__init__(pool, callback, error_callback)
        self._parts = [None] * parts
        self._left = parts
        self._error = None
        if parts == 0:
            self._finish(True, [])

    def _set(self, place, outcome):
        success, value = outcome
        self._left -= 1
        if success:
            self._parts[place] = value
        elif self._error is None:
            self._error = value
        if self._left == 0:
            if self._error is not None:
                self._finish(False, self._error)
            else:
                self._finish(True, [item for part in self._parts for item in part])


class IMapIterator:
    """The results of several calls, as they are asked for."""

    _in_order = True

    def __init__(self, pool):
        self._pool = pool
        self._cond = threading.Condition(threading.Lock())
        self._job = pool._add(self)
        self._ready = {}
        self._arrived = []
        self._given = 0
        self._length = None

    def __iter__(self):
        return self

    def next(self, timeout=None):
        with self._cond:
            while True:
                found, outcome = self._take()
                if found:
                    break
                if self._given == self._length:
                    self._pool._jobs.pop(self._job, None)
                    raise StopIteration from None
                if not self._cond.wait(timeout):
                    from . import TimeoutError
                    raise TimeoutError from None
        success, value = outcome
        if success:
            return value
        raise value

    __next__ = next

    def _take(self):
        if self._in_order:
            if self._given not in self._ready:
                return False, None
            outcome = self._ready.pop(self._given)
        elif self._arrived:
            outcome = self._arrived.pop(0)
        else:
            return False, None
        self._given += 1
        return True, outcome

    def _set(self, place, outcome):
        with self._cond:
            if self._in_order:
                self._ready[place] = outcome
            else:
                self._arrived.append(outcome)
            self._cond.notify()

    def _set_length(self, length):
        with self._cond:
            self._length = length
            self._cond.notify()


class IMapUnorderedIterator(IMapIterator):
    """The same in the order of their coming."""

    _in_order = False


class Pool:
    """So many processes that make calls."""

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None,
                 context=None):
        if processes is None:
            processes = os.cpu_count() or 1
        if processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        if context is None:
            from . import get_context
            context = get_context()
        self._state = "RUN"
        self._kind = context.Process
        self._processes = processes
        self._most = maxtasksperchild
        self._initializer = initializer
        self._initargs = initargs
        self._jobs = {}
        self._numbers = itertools.count()
        self._tasks = SimpleQueue()
        self._results = SimpleQueue()
        self._pool = []
        self._refill()
        self._receiver = threading.Thread(target=self._receive, name="pool results", daemon=True)
        self._receiver.start()

    def _refill(self):
        """As many processes as there should be."""
        self._pool = [w for w in self._pool if w.exitcode is None]
        while len(self._pool) < self._processes:
            worker = self._make_worker(
                (self._tasks, self._results, self._initializer, self._initargs, self._most))
            self._pool.append(worker)
            worker.start()

    def _make_worker(self, args):
        worker = self._kind(target=_work, args=args, daemon=True)
        worker.name = worker.name.replace("Process", "PoolWorker")
        return worker

    def _receive(self):
        while True:
            result = self._results.get()
            if result is None:
                return
            job, place, outcome = result
            waiting = self._jobs.get(job)
            if waiting is not None:
                waiting._set(place, outcome)
            if self._most is not None and self._state == "RUN":
                self._refill()

    def _add(self, result):
        job = next(self._numbers)
        self._jobs[job] = result
        return job

    def _check_running(self):
        if self._state != "RUN":
            raise ValueError("Pool not running")

    def apply(self, func, args=(), kwds={}):
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        self._check_running()
        result = ApplyResult(self, callback, error_callback)
        self._give(result, 0, func, args, kwds)
        return result

    def _give(self, result, place, func, args, kwds):
        try:
            self._tasks.put((result._job, place, func, tuple(args), dict(kwds)))
        except Exception as exc:
            result._set(place, (False, exc))

    def map(self, func, iterable, chunksize=None):
        return self.map_async(func, iterable, chunksize).get()

    def starmap(self, func, iterable, chunksize=None):
        return self.starmap_async(func, iterable, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map(_each, func, iterable, chunksize, callback, error_callback)

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map(_each_star, func, iterable, chunksize, callback, error_callback)

    def _map(self, how, func, iterable, chunksize, callback, error_callback):
        self._check_running()
        items = list(iterable)
        if chunksize is None:
            chunksize, rest = divmod(len(items), len(self._pool) * 4)
            chunksize += bool(rest)
        chunks = [items[i:i + chunksize] for i in range(0, len(items), chunksize or 1)]
        result = MapResult(self, len(chunks), callback, error_callback)
        for place, chunk in enumerate(chunks):
            self._give(result, place, how, (func, chunk), {})
        return result

    def imap(self, func, iterable, chunksize=1):
        return self._imap(IMapIterator, func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize)

    def _imap(self, kind, func, iterable, chunksize):
        self._check_running()
        if chunksize < 1:
            raise ValueError(f"Chunksize must be 1+, not {chunksize:n}")
        result = kind(self)
        if chunksize == 1:
            length = 0
            for place, item in enumerate(iterable):
                self._give(result, place, func, (item,), {})
                length = place + 1
            result._set_length(length)
            return result
        items = list(iterable)
        chunks = [items[i:i + chunksize] for i in range(0, len(items), chunksize)]
        for place, chunk in enumerate(chunks):
            self._give(result, place, _each, (func, chunk), {})
        result._set_length(len(chunks))
        return (item for part in result for item in part)

    def close(self):
        if self._state == "RUN":
            self._state = "CLOSE"
            for _ in self._pool:
                self._tasks.put(None)

    def terminate(self):
        self._state = "TERMINATE"
        for worker in self._pool:
            if worker.is_alive():
                worker.terminate()
        for worker in self._pool:
            worker.join()
        self._results.put(None)

    def join(self):
        if self._state == "RUN":
            raise ValueError("Pool is still running")
        for worker in self._pool:
            worker.join()
        self._results.put(None)
        self._receiver.join()

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, kind, value, trace):
        self.terminate()

    def __repr__(self):
        return (f"<{type(self).__module__}.{type(self).__name__} state={self._state} "
                f"pool_size={len(self._pool)}>")

    def __reduce__(self):
        raise NotImplementedError(
            "pool objects cannot be passed between processes or pickled")


class _ThreadWorker(threading.Thread):
    """A thread in the place of a process."""

    exitcode = None

    def terminate(self):
        pass


class ThreadPool(Pool):
    """The same with threads."""

    def __init__(self, processes=None, initializer=None, initargs=()):
        super().__init__(processes, initializer, initargs)

    def _make_worker(self, args):
        return _ThreadWorker(target=_work, args=args, daemon=True)

    def _refill(self):
        import queue
        if not self._pool:
            self._tasks = queue.SimpleQueue()
            self._results = queue.SimpleQueue()
            super()._refill()

    def terminate(self):
        self._state = "TERMINATE"
        for _ in self._pool:
            self._tasks.put(None)
        for worker in self._pool:
            worker.join()
        self._results.put(None)
