"""Futures, and waiting for several of them."""
import _machine
import time
import types
from _sync import HiddenCondition, HiddenEvent, HiddenLock
from collections import namedtuple

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"

PENDING = "PENDING"
RUNNING = "RUNNING"
CANCELLED = "CANCELLED"
# Cancelled, and those who wait have been told.
CANCELLED_AND_NOTIFIED = "CANCELLED_AND_NOTIFIED"
FINISHED = "FINISHED"

_OVER = (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED)
_TOLD = (CANCELLED_AND_NOTIFIED, FINISHED)
_WORDS = {CANCELLED_AND_NOTIFIED: "cancelled"}

TimeoutError = TimeoutError


class Error(Exception):
    """Something about a future."""


class CancelledError(Error):
    """The future was cancelled."""


class InvalidStateError(Error):
    """The future is in another state."""


class BrokenExecutor(RuntimeError):
    """The pool cannot go on."""


class _Watch:
    """Somebody who waits for some of several futures."""

    def __init__(self, needed, stops_at_error):
        self.event = HiddenEvent()
        self.lock = HiddenLock()
        self.ended = []
        self._needed = needed
        self._stops_at_error = stops_at_error

    def tell(self, future):
        with self.lock:
            self.ended.append(future)
            self._needed -= 1
            failed = self._stops_at_error and future._exception is not None
            if self._needed <= 0 or failed:
                self.event.set()

    def take(self):
        """What has ended since it was last asked, once anything has."""
        with self.lock:
            ended, self.ended = self.ended, []
            self.event.clear()
            return ended


class Future:
    """The result of work that is done elsewhere."""

    def __init__(self):
        self._condition = HiddenCondition()
        self._state = PENDING
        self._result = None
        self._exception = None
        self._sent = 0
        self._watches = []
        self._done_callbacks = []

    def _invoke_callbacks(self):
        for callback in self._done_callbacks:
            self._call_back(callback)

    def _call_back(self, callback):
        try:
            callback(self)
        except Exception:
            import logging
            logging.getLogger("concurrent.futures").exception("exception calling callback for %r", self)

    def __repr__(self):
        state = _WORDS.get(self._state, self._state.lower())
        place = f"{type(self).__name__} at {id(self):#x} state={state}"
        if self._state != FINISHED:
            return f"<{place}>"
        if self._exception is not None:
            return f"<{place} raised {type(self._exception).__name__}>"
        return f"<{place} returned {type(self._result).__name__}>"

    def cancel(self):
        with self._condition:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
                return True
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        with self._condition:
            return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED)

    def running(self):
        with self._condition:
            return self._state == RUNNING

    def done(self):
        with self._condition:
            return self._state in _OVER

    def _give(self):
        if self._exception is None:
            return self._result
        try:
            raise self._exception
        finally:
            self = None

    def add_done_callback(self, fn):
        with self._condition:
            if self._state not in _OVER:
                self._done_callbacks.append(fn)
                return
        self._call_back(fn)

    def _await_end(self, timeout):
        """Waits with the condition held; a cancelled future raises."""
        if self._state not in _OVER:
            self._condition.wait(timeout)
        if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
            raise CancelledError()
        if self._state != FINISHED:
            raise TimeoutError()
        _machine.taken(self._sent)

    def result(self, timeout=None):
        try:
            with self._condition:
                self._await_end(timeout)
                return self._give()
        finally:
            self = None

    def exception(self, timeout=None):
        with self._condition:
            self._await_end(timeout)
            return self._exception

    # For those who do the work

    def set_running_or_notify_cancel(self):
        with self._condition:
            if self._state == CANCELLED:
                self._state = CANCELLED_AND_NOTIFIED
                for watch in self._watches:
                    watch.tell(self)
                return False
            if self._state == PENDING:
                self._state = RUNNING
                return True
            raise RuntimeError("Future in unexpected state")

    def _finish(self, result, exception):
        with self._condition:
            if self._state in _OVER:
                raise InvalidStateError(f"{self._state}: {self!r}")
            self._result = result
            self._exception = exception
            self._state = FINISHED
            self._sent = _machine.result()
            for watch in self._watches:
                watch.tell(self)
            self._condition.notify_all()
        self._invoke_callbacks()

    def set_result(self, result):
        self._finish(result, None)

    def set_exception(self, exception):
        self._finish(None, exception)

    __class_getitem__ = classmethod(types.GenericAlias)


def _end_of(timeout):
    return None if timeout is None else time.monotonic() + timeout


def _watch_all(fs, watch):
    for future in fs:
        with future._condition:
            if future._state in _TOLD:
                watch.tell(future)
            else:
                future._watches.append(watch)


def _unwatch(fs, watch):
    for future in fs:
        with future._condition:
            if watch in future._watches:
                future._watches.remove(watch)


def as_completed(fs, timeout=None):
    """The futures in the order in which they end."""
    end = _end_of(timeout)
    fs = list(dict.fromkeys(fs))
    total = len(fs)
    pending = dict.fromkeys(fs)
    watch = _Watch(1, False)
    _watch_all(fs, watch)
    try:
        while pending:
            left = None
            if end is not None:
                left = end - time.monotonic()
                if left < 0 and not watch.ended:
                    raise TimeoutError(f"{len(pending)} (of {total}) futures unfinished")
            watch.event.wait(left)
            for future in watch.take():
                if future in pending:
                    del pending[future]
                    fs.remove(future)
                    yield future
                    future = None
    finally:
        _unwatch(list(pending), watch)


DoneAndNotDoneFutures = namedtuple("DoneAndNotDoneFutures", "done not_done")


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Two sets: what is done, and what is not."""
    fs = list(dict.fromkeys(fs))
    states = {future: future._state for future in fs}
    done = {future for future in fs if states[future] in _TOLD}
    not_done = set(fs) - done
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return condition: {return_when!r}")
    if not not_done or return_when == FIRST_COMPLETED and done:
        return DoneAndNotDoneFutures(done, not_done)
    if return_when == FIRST_EXCEPTION and any(
            f._state == FINISHED and f._exception is not None for f in done):
        return DoneAndNotDoneFutures(done, not_done)
    needed = 1 if return_when == FIRST_COMPLETED else len(not_done)
    watch = _Watch(needed, return_when == FIRST_EXCEPTION)
    waited = [future for future in fs if future in not_done]
    _watch_all(waited, watch)
    watch.event.wait(timeout)
    _unwatch(waited, watch)
    done.update(watch.ended)
    return DoneAndNotDoneFutures(done, set(fs) - done)


class Executor:
    """Somebody who does work."""

    def submit(self, fn, /, *args, **kwargs):
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        end = _end_of(timeout)
        fs = [self.submit(fn, *args) for args in zip(*iterables)]

        def result_iterator():
            try:
                fs.reverse()
                while fs:
                    left = None if end is None else end - time.monotonic()
                    yield _result_or_cancel(fs.pop(), left)
            finally:
                for future in fs:
                    future.cancel()
        return result_iterator()

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.shutdown(wait=True)
        return False


def _result_or_cancel(future, timeout=None):
    try:
        try:
            return future.result(timeout)
        finally:
            future.cancel()
    finally:
        del future
