"""A pool of processes with futures."""
import multiprocessing
import os
import threading
from _remote import WithTraceback
from _sync import HiddenLock
from multiprocessing.queues import SimpleQueue

from . import _base

_pools = {}


class BrokenProcessPool(_base.BrokenExecutor):
    """A process of the pool ended in the middle of its work."""


class _RemoteTraceback(Exception):
    """What another process told of an error."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


def _work(tasks, results, initializer, initargs):
    """What each process of a pool does."""
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException:
            import logging
            logging.getLogger("concurrent.futures").critical(
                "Exception in initializer:", exc_info=True)
            results.put(("broken", None, None))
            return
    while True:
        task = tasks.get()
        if task is None:
            return
        number, fn, args, kwargs = task
        results.put((number, "begun", os.getpid()))
        try:
            outcome = (True, fn(*args, **kwargs))
        except BaseException as exc:
            outcome = (False, WithTraceback(exc, _RemoteTraceback))
        try:
            results.put((number, "done", outcome))
        except Exception as exc:
            results.put((number, "done", (False, WithTraceback(exc, _RemoteTraceback))))


class ProcessPoolExecutor(_base.Executor):
    """So many processes that do work."""

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *,
                 max_tasks_per_child=None):
        if max_workers is None:
            max_workers = os.cpu_count() or 1
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._initializer = initializer
        self._initargs = initargs
        if mp_context is None:
            mp_context = multiprocessing.get_context()
        self._kind = mp_context.Process
        self._tasks = SimpleQueue()
        self._results = SimpleQueue()
        self._processes = {}
        self._pending = {}
        self._waiting = {}
        self._given = 0
        self._shutdown = False
        self._broken = False
        self._lock = HiddenLock()
        self._receiver = None

    def _begin(self):
        """The processes are made when there is work for the first time."""
        if self._receiver is not None:
            return
        for _ in range(self._max_workers):
            worker = self._kind(target=_work, args=(
                self._tasks, self._results, self._initializer, self._initargs))
            worker.start()
            self._processes[worker.pid] = worker
        self._receiver = threading.Thread(target=self._receive, name="ProcessPool results")
        self._receiver._daemonic = True
        self._receiver.start()
        for worker in self._processes.values():
            watcher = threading.Thread(target=self._watch, args=(worker,))
            watcher._daemonic = True
            watcher.start()
        _pools[id(self)] = self

    def _watch(self, worker):
        """A process that ends before its time breaks the pool."""
        worker.join()
        if not self._shutdown and not self._broken:
            self._results.put(("broken", None, None))

    def submit(self, fn, /, *args, **kwargs):
        with self._lock:
            if self._broken:
                raise BrokenProcessPool(self._broken)
            if self._shutdown:
                raise RuntimeError("cannot schedule new futures after shutdown")
            future = _base.Future()
            number = self._given
            self._given += 1
            self._pending[number] = future
            self._waiting[number] = (fn, args, kwargs)
            self._begin()
            self._feed()
        return future

    def _feed(self):
        """Hands work on, one piece more than there are processes."""
        out = len(self._pending) - len(self._waiting)
        while self._waiting and out < self._max_workers + 1:
            number = next(iter(self._waiting))
            fn, args, kwargs = self._waiting.pop(number)
            future = self._pending[number]
            if not future.set_running_or_notify_cancel():
                del self._pending[number]
                continue
            try:
                self._tasks.put((number, fn, args, kwargs))
                out += 1
            except Exception as exc:
                del self._pending[number]
                future.set_exception(exc)

    def _receive(self):
        while True:
            number, what, value = self._results.get()
            if number is None:
                return
            if number == "broken":
                self._break()
                return
            if what == "begun":
                continue
            with self._lock:
                future = self._pending.pop(number)
                self._feed()
                is_over = self._shutdown and not self._pending
            success, result = value
            if success:
                future.set_result(result)
            else:
                future.set_exception(result)
            del future
            if is_over:
                self._dismiss()

    def _break(self):
        told = ("A process in the process pool was terminated abruptly while the future "
                "was running or pending.")
        self._broken = ("A child process terminated abruptly, the process pool is not usable "
                        "anymore")
        with self._lock:
            futures, self._pending = list(self._pending.values()), {}
            self._waiting.clear()
        for future in futures:
            future.set_exception(BrokenProcessPool(told))
        for worker in self._processes.values():
            worker.terminate()

    def _dismiss(self):
        for _ in self._processes:
            self._tasks.put(None)

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        if chunksize < 1:
            raise ValueError("chunksize must be >= 1.")
        if chunksize == 1:
            return super().map(fn, *iterables, timeout=timeout)
        items = list(zip(*iterables))
        chunks = [items[i:i + chunksize] for i in range(0, len(items), chunksize)]
        results = super().map(_each, [fn] * len(chunks), chunks, timeout=timeout)
        return (item for part in results for item in part)

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._lock:
            first = not self._shutdown
            self._shutdown = True
            if cancel_futures:
                for number in list(self._waiting):
                    del self._waiting[number]
                    future = self._pending.pop(number)
                    future.cancel()
                    future.set_running_or_notify_cancel()
            is_over = first and not self._pending
        if is_over and self._receiver is not None:
            self._dismiss()
        if wait and self._receiver is not None:
            for worker in self._processes.values():
                worker.join()
            if self._receiver.is_alive():
                self._results.put((None, None, None))
                self._receiver.join()
            _pools.pop(id(self), None)


def _each(fn, items):
    return [fn(*args) for args in items]


def _after_fork():
    _pools.clear()


def _end():
    """At the end of the program all work that was given is done first."""
    for pool in list(_pools.values()):
        pool.shutdown(wait=True)


threading._register_atexit(_end)
