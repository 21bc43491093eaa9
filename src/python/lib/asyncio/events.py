"""Handles of scheduled calls, and which loop is whose."""
import _machine
import contextvars
import sys

__all__ = [
    "AbstractEventLoop", "AbstractEventLoopPolicy", "DefaultEventLoopPolicy", "Handle",
    "TimerHandle", "get_event_loop", "get_event_loop_policy", "get_running_loop",
    "new_event_loop", "set_event_loop", "set_event_loop_policy", "_get_running_loop",
    "_set_running_loop",
]

_running = {}
_set = {}


class Handle:
    """A call that a loop will make."""

    __slots__ = ("_callback", "_args", "_cancelled", "_loop", "_context", "__weakref__")

    def __init__(self, callback, args, loop, context=None):
        self._callback = callback
        self._args = args
        self._loop = loop
        self._cancelled = False
        self._context = contextvars.copy_context() if context is None else context

    def cancel(self):
        if not self._cancelled:
            self._cancelled = True
            self._callback = None
            self._args = None

    def cancelled(self):
        return self._cancelled

    def get_context(self):
        return self._context

    def _run(self):
        before = _machine.context()
        _machine.set_context(self._context)
        try:
            self._callback(*self._args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._failed(exc)
        finally:
            _machine.set_context(before)

    def _failed(self, exc):
        callback = describe_call(self._callback, self._args)
        self._loop.call_exception_handler({
            "message": f"Exception in callback {callback}",
            "exception": exc,
            "handle": self,
        })

    def __repr__(self):
        info = [type(self).__name__]
        if self._cancelled:
            info.append("cancelled")
        if self._callback is not None:
            info.append(describe_call(self._callback, self._args))
        return f"<{' '.join(info)}>"


class TimerHandle(Handle):
    """A call that a loop will make at a time."""

    __slots__ = ("_when", "_scheduled", "_order")

    def __init__(self, when, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        self._when = when
        self._scheduled = False
        self._order = 0

    def when(self):
        return self._when

    def __lt__(self, other):
        if self._when == other._when:
            return self._order < other._order
        return self._when < other._when

    def __repr__(self):
        info = [type(self).__name__]
        if self._cancelled:
            info.append("cancelled")
        info.append(f"when={self._when}")
        if self._callback is not None:
            info.append(describe_call(self._callback, self._args))
        return f"<{' '.join(info)}>"


def describe_call(func, args, suffix=""):
    """A call as a person would write it, with where the function stands."""
    import functools
    import reprlib
    if isinstance(func, functools.partial):
        given = ", ".join(
            [reprlib.repr(a) for a in func.args]
            + [f"{k}={reprlib.repr(v)}" for k, v in func.keywords.items()])
        return describe_call(func.func, args, f"({given})" + suffix)
    if getattr(func, "__qualname__", None) == "Task._wake_up":
        return "Task.task_wakeup()"
    name = getattr(func, "__qualname__", None) or getattr(func, "__name__", None) or repr(func)
    given = ", ".join(reprlib.repr(a) for a in args) if args is not None else ""
    text = f"{name}({given}){suffix}"
    code = getattr(getattr(func, "__func__", func), "__code__", None)
    if code is not None:
        text += f" at {code.co_filename}:{code.co_firstlineno}"
    return text


class AbstractEventLoop:
    """What an event loop is."""


class AbstractEventLoopPolicy:
    """How a thread comes by its loop."""

    def get_event_loop(self):
        raise NotImplementedError

    def set_event_loop(self, loop):
        raise NotImplementedError

    def new_event_loop(self):
        raise NotImplementedError


class DefaultEventLoopPolicy(AbstractEventLoopPolicy):
    """Each thread sets its own; the main thread has one made when it asks."""

    def get_event_loop(self):
        import threading
        me = _machine.ident()
        if me not in _set and threading.current_thread() is threading.main_thread():
            self.set_event_loop(self.new_event_loop())
        loop = _set.get(me)
        if loop is None:
            name = threading.current_thread().name
            raise RuntimeError(f"There is no current event loop in thread {name!r}.")
        return loop

    def set_event_loop(self, loop):
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            kind = type(loop).__name__
            raise TypeError(f"loop must be an instance of AbstractEventLoop or None, not '{kind}'")
        _set[_machine.ident()] = loop

    def new_event_loop(self):
        from .base_events import EventLoop
        return EventLoop()


DefaultEventLoopPolicy.__name__ = DefaultEventLoopPolicy.__qualname__ = "_UnixDefaultEventLoopPolicy"
_policy = DefaultEventLoopPolicy()


def get_event_loop_policy():
    return _policy


def set_event_loop_policy(policy):
    global _policy
    _policy = DefaultEventLoopPolicy() if policy is None else policy


def _get_running_loop():
    return _running.get(_machine.ident())


def _set_running_loop(loop):
    if loop is None:
        _running.pop(_machine.ident(), None)
    else:
        _running[_machine.ident()] = loop


def get_running_loop():
    """The loop that runs in this thread."""
    loop = _running.get(_machine.ident())
    if loop is None:
        raise RuntimeError("no running event loop")
    return loop


def get_event_loop():
    """The loop that runs in this thread, or else the one that is set."""
    loop = _running.get(_machine.ident())
    if loop is not None:
        return loop
    return _policy.get_event_loop()


def set_event_loop(loop):
    _policy.set_event_loop(loop)


def new_event_loop():
    return _policy.new_event_loop()


def _finalize_asyncgen(agen):
    """Has an asynchronous generator that nobody holds any more closed soon."""
    loop = _get_running_loop()
    if loop is not None and not loop.is_closed():
        loop.call_soon(_close_asyncgen, loop, agen)


def _close_asyncgen(loop, agen):
    loop.create_task(agen.aclose())


def _after_fork():
    """No loop runs in a new process."""
    _running.clear()
