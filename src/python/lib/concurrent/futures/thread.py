"""A pool of threads."""
import os
import queue
import threading
from _sync import HiddenLock, HiddenSemaphore

from . import _base

_pools_made = 0
_pools = {}
_is_ending = False


class BrokenThreadPool(_base.BrokenExecutor):
    """A thread of the pool could not be made ready."""


class _Jobs(queue.SimpleQueue):
    """What waits for a thread of the pool: without a lane."""

    def _label(self):
        return "_jobs"


class _Job:
    def __init__(self, future, fn, args, kwargs):
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs

    def run(self):
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self.fn(*self.args, **self.kwargs)
        except BaseException as exc:
            self.future.set_exception(exc)
            # The error must not keep the job, nor the job the error.
            self = None
        else:
            self.future.set_result(result)


def _work(pool):
    """What each thread of a pool does."""
    if pool._initializer is not None:
        try:
            pool._initializer(*pool._initargs)
        except BaseException:
            import logging
            logging.getLogger("concurrent.futures").critical(
                "Exception in initializer:", exc_info=True)
            pool._break()
            return
    jobs = pool._work_queue
    while True:
        if jobs.empty():
            pool._idle.release()
        job = jobs.get()
        if job is not None:
            job.run()
            del job
            continue
        if _is_ending or pool._shutdown:
            # The next thread is to see it too.
            jobs.put(None)
            return


class ThreadPoolExecutor(_base.Executor):
    """So many threads at most, made when they are needed."""

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        global _pools_made
        if max_workers is None:
            max_workers = min(32, (os.cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._work_queue = _Jobs()
        self._idle = HiddenSemaphore(0)
        self._threads = []
        self._broken = False
        self._shutdown = False
        self._shutdown_lock = HiddenLock()
        if not thread_name_prefix:
            thread_name_prefix = f"ThreadPoolExecutor-{_pools_made}"
            _pools_made += 1
        self._thread_name_prefix = thread_name_prefix
        self._initializer = initializer
        self._initargs = initargs
        _pools[id(self)] = self

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock:
            if self._broken:
                raise BrokenThreadPool(self._broken)
            if self._shutdown:
                raise RuntimeError("cannot schedule new futures after shutdown")
            if _is_ending:
                raise RuntimeError("cannot schedule new futures after interpreter shutdown")
            future = _base.Future()
            self._work_queue.put(_Job(future, fn, args, kwargs))
            self._add_thread()
            return future

    def _add_thread(self):
        if self._idle.acquire(timeout=0):
            return
        if len(self._threads) < self._max_workers:
            name = f"{self._thread_name_prefix}_{len(self._threads)}"
            thread = threading.Thread(name=name, target=_work, args=(self,))
            # The end of the program waits for it in its own way.
            thread._daemonic = True
            self._threads.append(thread)
            thread.start()

    def _break(self):
        with self._shutdown_lock:
            self._broken = ("A thread initializer failed, the thread pool "
                            "is not usable anymore")
            while not self._work_queue.empty():
                job = self._work_queue.get_nowait()
                if job is not None:
                    job.future.set_exception(BrokenThreadPool(self._broken))

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._shutdown = True
            if cancel_futures:
                while not self._work_queue.empty():
                    job = self._work_queue.get_nowait()
                    if job is not None:
                        job.future.cancel()
            self._work_queue.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
        _pools.pop(id(self), None)


def _end():
    """At the end of the program all work that was given is done first."""
    global _is_ending
    _is_ending = True
    for pool in list(_pools.values()):
        pool._work_queue.put(None)
    for pool in list(_pools.values()):
        for thread in pool._threads:
            thread.join()


threading._register_atexit(_end)


def _after_fork():
    """The threads of the pools are not in the new process."""
    _pools.clear()
