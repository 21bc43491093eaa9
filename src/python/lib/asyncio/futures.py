"""Futures: results that are not there yet."""
import concurrent.futures
import contextvars

from . import events
from .exceptions import CancelledError, InvalidStateError

__all__ = ["Future", "isfuture", "wrap_future"]

PENDING = "PENDING"
CANCELLED = "CANCELLED"
FINISHED = "FINISHED"


def isfuture(obj):
    """Whether it is, or acts as, a future."""
    cls = type(obj)
    return hasattr(cls, "_asyncio_future_blocking") and obj._asyncio_future_blocking is not None


class Future:
    """A result that somebody will set, and others wait for."""

    _state = PENDING
    _result = None
    _exception = None
    _trace = None
    _loop = None
    _cancel_message = None
    _cancelled_exc = None
    _asyncio_future_blocking = False
    _unseen = False
    # Of a task, and of what ends with one.
    _lane = None

    def __init__(self, *, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        self._callbacks = []

    def _info(self):
        info = [self._state.lower()]
        if self._state == FINISHED:
            if self._exception is not None:
                info.append(f"exception={self._exception!r}")
            else:
                import reprlib
                info.append(f"result={reprlib.repr(self._result)}")
        calls = [events.describe_call(callback, ()) for callback, _ in self._callbacks]
        if len(calls) > 2:
            calls = [calls[0], f"<{len(calls) - 2} more>", calls[-1]]
        if calls:
            info.append(f"cb=[{', '.join(calls)}]")
        return info

    def __repr__(self):
        return f"<{type(self).__name__} {' '.join(self._info())}>"

    def __del__(self):
        if not self._unseen:
            return
        self._unseen = False
        self._loop.call_exception_handler({
            "message": f"{type(self).__name__} exception was never retrieved",
            "exception": self._exception,
            "future": self,
        })

    @classmethod
    def __class_getitem__(cls, key):
        import types
        return types.GenericAlias(cls, key)

    def get_loop(self):
        if self._loop is None:
            raise RuntimeError("Future object is not initialized.")
        return self._loop

    def _make_cancelled_error(self):
        exc = self._cancelled_exc
        if exc is not None:
            self._cancelled_exc = None
            return exc
        if self._cancel_message is None:
            return CancelledError()
        return CancelledError(self._cancel_message)

    def cancel(self, msg=None):
        self._unseen = False
        if self._state != PENDING:
            return False
        self._state = CANCELLED
        self._cancel_message = msg
        self._schedule_callbacks()
        return True

    def _schedule_callbacks(self):
        callbacks = self._callbacks
        if callbacks:
            self._callbacks = []
            call_soon = self._loop.call_soon
            for callback, context in callbacks:
                call_soon(callback, self, context=context)

    def cancelled(self):
        return self._state == CANCELLED

    def done(self):
        return self._state != PENDING

    def result(self):
        if self._state == CANCELLED:
            raise self._make_cancelled_error()
        if self._state != FINISHED:
            raise InvalidStateError("Result is not set.")
        self._unseen = False
        if self._exception is not None:
            raise self._exception.with_traceback(self._trace)
        return self._result

    def exception(self):
        if self._state == CANCELLED:
            raise self._make_cancelled_error()
        if self._state != FINISHED:
            raise InvalidStateError("Exception is not set.")
        self._unseen = False
        return self._exception

    def add_done_callback(self, fn, *, context=None):
        if self._state != PENDING:
            self._loop.call_soon(fn, self, context=context)
            return
        if context is None:
            context = contextvars.copy_context()
        self._callbacks.append((fn, context))

    def remove_done_callback(self, fn):
        kept = [pair for pair in self._callbacks if pair[0] != fn]
        removed = len(self._callbacks) - len(kept)
        if removed:
            self._callbacks[:] = kept
        return removed

    def set_result(self, result):
        if self._state != PENDING:
            raise InvalidStateError("invalid state")
        self._result = result
        self._state = FINISHED
        self._schedule_callbacks()

    def set_exception(self, exception):
        if self._state != PENDING:
            raise InvalidStateError("invalid state")
        if isinstance(exception, type):
            exception = exception()
        if type(exception) is StopIteration:
            raise TypeError("StopIteration interacts badly with generators "
                            "and cannot be raised into a Future")
        if not isinstance(exception, BaseException):
            raise TypeError("invalid exception object")
        self._exception = exception
        self._trace = exception.__traceback__
        self._state = FINISHED
        self._schedule_callbacks()
        self._unseen = True

    def __await__(self):
        if self._state == PENDING:
            self._asyncio_future_blocking = True
            yield self
        if self._state == PENDING:
            raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__


def _get_loop(future):
    return future._loop


def _set_unless_cancelled(future, result):
    """Sets a result, unless nobody wants it any more."""
    if future._state != CANCELLED:
        future.set_result(result)


def _as_own(exc):
    """An error of `concurrent.futures` as asyncio's of the same meaning."""
    kind = type(exc)
    if kind is concurrent.futures.CancelledError:
        return CancelledError(*exc.args)
    if kind is concurrent.futures.InvalidStateError:
        return InvalidStateError(*exc.args)
    return exc


def _copy_state(source, dest):
    """The state of a finished future of another thread becomes this one's."""
    if dest.cancelled() or dest.done():
        return
    if source.cancelled():
        dest.cancel()
        return
    exception = source.exception()
    if exception is not None:
        dest.set_exception(_as_own(exception))
    else:
        dest.set_result(source.result())


def _copy_to_concurrent(concurrent_future, source):
    """The same, the other way round."""
    if source.cancelled():
        concurrent_future.cancel()
    if not concurrent_future.set_running_or_notify_cancel():
        return
    exception = source.exception()
    if exception is None:
        concurrent_future.set_result(source.result())
    elif type(exception) is CancelledError:
        concurrent_future.set_exception(concurrent.futures.CancelledError(*exception.args))
    else:
        concurrent_future.set_exception(exception)


def _chain(source, dest):
    """Ends `dest` as `source` ends; cancels `source` when `dest` is."""
    source_loop = source._loop if isfuture(source) else None
    dest_loop = dest._loop if isfuture(dest) else None

    def finish():
        if isfuture(dest):
            _copy_state(source, dest)
        else:
            _copy_to_concurrent(dest, source)

    def when_dest_ends(ended):
        if ended.cancelled():
            if source_loop is None or source_loop is dest_loop:
                source.cancel()
            else:
                source_loop.call_soon_threadsafe(source.cancel)

    def when_source_ends(ended):
        if dest.cancelled() and dest_loop is not None and dest_loop.is_closed():
            return
        if dest_loop is None or dest_loop is source_loop:
            finish()
        elif not dest_loop.is_closed():
            dest_loop.call_soon_threadsafe(finish)

    dest.add_done_callback(when_dest_ends)
    source.add_done_callback(when_source_ends)


def wrap_future(future, *, loop=None):
    """A future of `concurrent.futures` as one that can be awaited."""
    if isfuture(future):
        return future
    if not isinstance(future, concurrent.futures.Future):
        raise AssertionError(f"concurrent.futures.Future is expected, got {future!r}")
    if loop is None:
        loop = events.get_event_loop()
    mine = loop.create_future()
    _chain(future, mine)
    return mine
