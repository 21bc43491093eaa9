"""Tasks: coroutines that a loop runs."""
import _machine
import contextvars
import types

from . import coroutines, events, futures
from .exceptions import CancelledError, InvalidStateError
from .futures import Future

__all__ = ["Task", "create_task", "current_task", "all_tasks", "ensure_future", "sleep"]

_made = 0


def _next_number():
    """The number of the next task without a name."""
    global _made
    _made += 1
    return _made


class Task(Future):
    """A coroutine and how far it has come.

    Each step runs it up to the next future that it has to wait for; that
    future's end calls for the next step. The machine makes steps by itself
    (`_machine.turn`) where nothing out of the ordinary happens.
    """

    def __init__(self, coro, *, loop=None, name=None, context=None):
        Future.__init__(self, loop=loop)
        if not coroutines.iscoroutine(coro):
            self._state = futures.CANCELLED
            raise TypeError(f"a coroutine was expected, got {coro!r}")
        if name is None:
            name = f"Task-{_next_number()}"
        self._name = str(name)
        self._must_cancel = False
        self._cancels = 0
        self._waits_for = None
        self._coro = coro
        self._context = contextvars.copy_context() if context is None else context
        self._lane = _machine.task(self._name)
        loop = self._loop
        loop._alive[self] = None
        loop.call_soon(self._step, context=self._context)

    def __del__(self):
        if self._state == futures.PENDING and not self._loop._closed:
            self._loop.call_exception_handler({
                "task": self,
                "message": "Task was destroyed but it is pending!",
            })
        Future.__del__(self)

    def _info(self):
        info = Future._info(self)
        if self._cancels and self._state == futures.PENDING:
            info[0] = "cancelling"
        info.insert(1, f"name={self._name!r}")
        if self._waits_for is not None:
            info.insert(2, f"wait_for={self._waits_for!r}")
        if self._coro is not None:
            info.insert(2, f"coro=<{coroutines.describe(self._coro)}>")
        return info

    def get_coro(self):
        return self._coro

    def get_context(self):
        return self._context

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def set_result(self, result):
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception):
        raise RuntimeError("Task does not support set_exception operation")

    def get_stack(self, *, limit=None):
        frame = getattr(self._coro, "cr_frame", None)
        return [] if frame is None else [frame]

    def print_stack(self, *, limit=None, file=None):
        print(f"Stack for {self!r}", file=file)

    def cancel(self, msg=None):
        self._unseen = False
        if self._state != futures.PENDING:
            return False
        self._cancels += 1
        if self._waits_for is not None and self._waits_for.cancel(msg=msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        return self._cancels

    def uncancel(self):
        if self._cancels > 0:
            self._cancels -= 1
        return self._cancels

    def _step(self, exc=None):
        if self._state != futures.PENDING:
            raise InvalidStateError(f"_step(): already done: {self!r}, {exc!r}")
        if self._must_cancel:
            if not isinstance(exc, CancelledError):
                exc = self._make_cancelled_error()
            self._must_cancel = False
        waited_for = self._waits_for
        self._waits_for = None
        loop = self._loop
        before = loop._current
        loop._current = self
        _machine.task_enter(self._lane, None if waited_for is None else getattr(waited_for, "_lane", None))
        try:
            if exc is None:
                result = self._coro.send(None)
            else:
                result = self._coro.throw(exc)
        except BaseException as error:
            self._stopped(error)
        else:
            self._wait(result)
        finally:
            loop._current = before
            self = None

    def _stopped(self, error):
        """What becomes of a task whose coroutine has returned or raised."""
        if isinstance(error, StopIteration):
            if self._must_cancel:
                self._must_cancel = False
                self._end_cancelled(self._cancel_message)
            else:
                self._is_over()
                Future.set_result(self, error.value)
        elif isinstance(error, CancelledError):
            self._cancelled_exc = error
            self._end_cancelled(None)
        else:
            self._is_over()
            Future.set_exception(self, error)
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise error

    def _is_over(self):
        self._loop._alive.pop(self, None)
        _machine.task_end(self._lane)

    def _end_cancelled(self, message):
        self._is_over()
        Future.cancel(self, message)

    def _wait(self, result):
        """Goes on when what the coroutine gave is done."""
        if result is None:
            _machine.task_leave(self._lane, None)
            self._loop.call_soon(self._step, context=self._context)
            return
        blocking = getattr(result, "_asyncio_future_blocking", None)
        if blocking and result._loop is self._loop and result is not self:
            result._asyncio_future_blocking = False
            result.add_done_callback(self._wake_up, context=self._context)
            self._waits_for = result
            _machine.task_leave(self._lane, type(result).__name__)
            if self._must_cancel and result.cancel(msg=self._cancel_message):
                self._must_cancel = False
            return
        _machine.task_leave(self._lane, None)
        self._loop.call_soon(self._step, self._refuse(result, blocking), context=self._context)

    def _refuse(self, result, blocking):
        """Why a task cannot wait for that."""
        if blocking is None:
            if isinstance(result, types.GeneratorType):
                return RuntimeError("yield was used instead of yield from for "
                                    f"generator in task {self!r} with {result!r}")
            return RuntimeError(f"Task got bad yield: {result!r}")
        if result._loop is not self._loop:
            return RuntimeError(
                f"Task {self!r} got Future {result!r} attached to a different loop")
        if blocking:
            return RuntimeError(f"Task cannot await on itself: {self!r}")
        return RuntimeError("yield was used instead of yield from "
                            f"in task {self!r} with {result!r}")

    def _wake_up(self, future):
        try:
            future.result()
        except BaseException as exc:
            self._step(exc)
        else:
            self._step()
        self = None


def create_task(coro, *, name=None, context=None):
    """Has the running loop run a coroutine."""
    loop = events.get_running_loop()
    if name is not None:
        # In CPython the task has a number until it is given its name.
        _next_number()
    return loop.create_task(coro, name=name, context=context)


def current_task(loop=None):
    """The task that runs, if one does."""
    if loop is None:
        loop = events.get_running_loop()
    return loop._current


def all_tasks(loop=None):
    """The tasks of a loop that are not done."""
    if loop is None:
        loop = events.get_running_loop()
    return set(loop._alive)


def ensure_future(coro_or_future, *, loop=None):
    """A future as it is, a coroutine as a task."""
    if futures.isfuture(coro_or_future):
        if loop is not None and loop is not coro_or_future._loop:
            raise ValueError("The future belongs to a different loop than "
                             "the one specified as the loop argument")
        return coro_or_future
    if not coroutines.iscoroutine(coro_or_future):
        if not hasattr(type(coro_or_future), "__await__"):
            raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")
        coro_or_future = _wrap_awaitable(coro_or_future)
    if loop is None:
        loop = events.get_event_loop()
    return loop.create_task(coro_or_future)


async def _wrap_awaitable(awaitable):
    return await awaitable


class _Turn:
    """Lets the loop take one turn."""

    __slots__ = ()

    def __await__(self):
        yield


_turn = _Turn()


async def sleep(delay, result=None):
    """Waits that many seconds."""
    if delay <= 0:
        await _turn
        return result
    loop = events.get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(delay, futures._set_unless_cancelled, future, result)
    try:
        return await future
    finally:
        timer.cancel()


from .waiting import (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, as_completed, gather,
                      run_coroutine_threadsafe, shield, wait, wait_for)
