"""Waiting for several awaitables, or not for ever."""
import concurrent.futures
import functools
from collections import deque

from . import coroutines, events, futures, tasks
from .exceptions import CancelledError

__all__ = [
    "ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION", "as_completed", "gather",
    "run_coroutine_threadsafe", "shield", "wait", "wait_for",
]

ALL_COMPLETED = concurrent.futures.ALL_COMPLETED
FIRST_COMPLETED = concurrent.futures.FIRST_COMPLETED
FIRST_EXCEPTION = concurrent.futures.FIRST_EXCEPTION


class _GatheringFuture(futures.Future):
    """What `gather` gives: cancelling it cancels all that is gathered."""

    def __init__(self, children, *, loop):
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        asked = False
        for child in self._children:
            if child.cancel(msg=msg):
                asked = True
        if asked:
            self._cancel_requested = True
        return asked


def _outcome(child):
    """A result, or the error in its place."""
    if child.cancelled():
        message = child._cancel_message
        return CancelledError("" if message is None else message)
    error = child.exception()
    return child.result() if error is None else error


def gather(*coros_or_futures, return_exceptions=False):
    """All results, in the order of the arguments."""
    if not coros_or_futures:
        loop = events.get_event_loop()
        outer = loop.create_future()
        outer.set_result([])
        return outer
    outer = None
    finished = 0
    distinct = {}
    children = []
    done_already = []
    loop = None

    def child_is_done(child):
        nonlocal finished
        finished += 1
        if outer is None or outer.done():
            if not child.cancelled():
                child.exception()
            return
        outer._lane = child._lane
        if not return_exceptions:
            if child.cancelled():
                outer.set_exception(child._make_cancelled_error())
                return
            error = child.exception()
            if error is not None:
                outer.set_exception(error)
                return
        if finished == len(distinct):
            results = [_outcome(each) for each in children]
            if outer._cancel_requested:
                outer.set_exception(child._make_cancelled_error())
            else:
                outer.set_result(results)

    for arg in coros_or_futures:
        child = distinct.get(arg)
        if child is None:
            child = tasks.ensure_future(arg, loop=loop)
            if loop is None:
                loop = child._loop
            distinct[arg] = child
            if child.done():
                done_already.append(child)
            else:
                child.add_done_callback(child_is_done)
        children.append(child)
    outer = _GatheringFuture(children, loop=loop)
    for child in done_already:
        child_is_done(child)
    return outer


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Two sets: what is done, and what is not."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return_when value: {return_when}")
    fs = list(dict.fromkeys(fs))
    if any(coroutines.iscoroutine(f) for f in fs):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    loop = events.get_running_loop()
    pending = [f for f in fs if not f.done()]
    if _is_enough(fs, pending, return_when):
        return _sorted_out(fs)
    waiter = loop.create_future()
    timer = None
    if timeout is not None:
        timer = loop.call_later(timeout, _release, waiter)
    left = len(pending)

    def one_is_done(future):
        nonlocal left
        left -= 1
        # Nobody has seen an error because it was looked for here.
        if (left <= 0 or return_when == FIRST_COMPLETED
                or return_when == FIRST_EXCEPTION and not future.cancelled()
                and future.exception() is not None):
            if timer is not None:
                timer.cancel()
            _release(waiter)

    for future in pending:
        future.add_done_callback(one_is_done)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for future in pending:
            future.remove_done_callback(one_is_done)
    return _sorted_out(fs)


def _is_enough(fs, pending, return_when):
    if not pending:
        return True
    if len(pending) == len(fs):
        return False
    if return_when == FIRST_COMPLETED:
        return True
    return return_when == FIRST_EXCEPTION and any(
        f.done() and not f.cancelled() and f.exception() is not None for f in fs)


def _sorted_out(fs):
    done, pending = set(), set()
    for future in fs:
        (done if future.done() else pending).add(future)
    return done, pending


def _release(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


async def _cancel_and_wait(future, loop):
    """Cancels a future and waits until that has had its effect."""
    waiter = loop.create_future()
    release = functools.partial(_release, waiter)
    future.add_done_callback(release)
    try:
        future.cancel()
        await waiter
    finally:
        future.remove_done_callback(release)


def _result_in_time(future):
    """The result of what was cancelled for want of time, if it had one after all."""
    try:
        return future.result()
    except CancelledError as exc:
        raise TimeoutError() from exc


async def wait_for(fut, timeout):
    """The result, if it comes in time."""
    loop = events.get_running_loop()
    if timeout is None:
        return await fut
    if timeout <= 0:
        fut = tasks.ensure_future(fut, loop=loop)
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut, loop)
        return _result_in_time(fut)
    waiter = loop.create_future()
    timer = loop.call_later(timeout, _release, waiter)
    release = functools.partial(_release, waiter)
    fut = tasks.ensure_future(fut, loop=loop)
    fut.add_done_callback(release)
    try:
        try:
            await waiter
        except CancelledError:
            if fut.done():
                return fut.result()
            fut.remove_done_callback(release)
            await _cancel_and_wait(fut, loop)
            raise
        if fut.done():
            return fut.result()
        fut.remove_done_callback(release)
        await _cancel_and_wait(fut, loop)
        return _result_in_time(fut)
    finally:
        timer.cancel()


def as_completed(fs, *, timeout=None):
    """Awaitables that give the results in the order of their coming."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f"expect an iterable of futures, not {type(fs).__name__}")
    loop = events.get_event_loop()
    todo = {tasks.ensure_future(f, loop=loop): None for f in dict.fromkeys(fs)}
    done = deque()
    waiting = deque()
    timer = None

    def next_one():
        while waiting:
            waiter = waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return

    def time_is_up():
        for future in todo:
            future.remove_done_callback(one_is_done)
            done.append(None)
            next_one()
        todo.clear()

    def one_is_done(future):
        if not todo:
            return
        todo.pop(future)
        done.append(future)
        next_one()
        if not todo and timer is not None:
            timer.cancel()

    async def wait_for_one():
        while not done:
            waiter = loop.create_future()
            waiting.append(waiter)
            try:
                await waiter
            except:
                waiter.cancel()
                if done and not waiter.cancelled():
                    next_one()
                raise
        future = done.popleft()
        if future is None:
            raise TimeoutError
        return future.result()

    for future in list(todo):
        future.add_done_callback(one_is_done)
    if todo and timeout is not None:
        timer = loop.call_later(timeout, time_is_up)
    for _ in range(len(todo)):
        yield wait_for_one()


def shield(arg):
    """The result, of something that is not cancelled with whoever waits for it."""
    inner = tasks.ensure_future(arg)
    if inner.done():
        return inner
    loop = inner._loop
    outer = loop.create_future()

    def inner_is_done(inner):
        if outer.cancelled():
            if not inner.cancelled():
                inner.exception()
            return
        if inner.cancelled():
            outer.cancel()
            return
        error = inner.exception()
        if error is not None:
            outer.set_exception(error)
        else:
            outer.set_result(inner.result())

    def outer_is_done(outer):
        if not inner.done():
            inner.remove_done_callback(inner_is_done)

    inner.add_done_callback(inner_is_done)
    outer.add_done_callback(outer_is_done)
    return outer


def run_coroutine_threadsafe(coro, loop):
    """Has the loop of another thread run a coroutine; a future to wait for here."""
    if not coroutines.iscoroutine(coro):
        raise TypeError("A coroutine object is required")
    future = concurrent.futures.Future()

    def begin():
        try:
            futures._chain(tasks.ensure_future(coro, loop=loop), future)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            if future.set_running_or_notify_cancel():
                future.set_exception(exc)
            raise

    loop.call_soon_threadsafe(begin)
    return future
