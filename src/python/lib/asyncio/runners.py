"""Running a coroutine as a whole program does."""
import contextvars
import threading

from . import coroutines, events, tasks
from .exceptions import CancelledError

__all__ = ["Runner", "run"]


# Those that run in the main thread, the innermost last.
_runners = []


def _interrupted():
    """An interrupt has come; whether a runner sees to it."""
    return bool(_runners) and _runners[-1]._interrupt()


class Runner:
    """A loop for one call, or for several in turn."""

    def __init__(self, *, debug=None, loop_factory=None):
        self._state = "created"
        self._debug = debug
        self._loop_factory = loop_factory
        self._loop = None
        self._context = None
        self._is_set = False

    def __enter__(self):
        self._make_ready()
        return self

    def __exit__(self, kind, value, trace):
        self.close()

    def _make_ready(self):
        if self._state == "closed":
            raise RuntimeError("Runner is closed")
        if self._state == "ready":
            return
        if self._loop_factory is None:
            self._loop = events.new_event_loop()
            events.set_event_loop(self._loop)
            self._is_set = True
        else:
            self._loop = self._loop_factory()
        if self._debug is not None:
            self._loop.set_debug(self._debug)
        self._context = contextvars.copy_context()
        self._state = "ready"

    def get_loop(self):
        self._make_ready()
        return self._loop

    def run(self, coro, *, context=None):
        if not coroutines.iscoroutine(coro):
            raise ValueError(f"a coroutine was expected, got {coro!r}")
        if events._get_running_loop() is not None:
            raise RuntimeError("Runner.run() cannot be called from a running event loop")
        self._make_ready()
        if context is None:
            context = self._context
        task = self._loop.create_task(coro, context=context)
        if threading.current_thread() is not threading.main_thread():
            return self._loop.run_until_complete(task)
        self._task, self._interrupts = task, 0
        _runners.append(self)
        try:
            return self._loop.run_until_complete(task)
        except CancelledError:
            if self._interrupts and task.uncancel() == 0:
                raise KeyboardInterrupt()
            raise
        finally:
            _runners.remove(self)

    def _interrupt(self):
        """The first interrupt cancels the main task, the second is raised."""
        self._interrupts += 1
        if self._interrupts > 1 or self._task.done():
            return False
        self._task.cancel()
        self._loop.call_soon_threadsafe(lambda: None)
        return True

    def close(self):
        if self._state != "ready":
            return
        loop = self._loop
        try:
            _cancel_all(loop)
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            if self._is_set:
                events.set_event_loop(None)
            loop.close()
            self._loop = None
            self._state = "closed"


def run(main, *, debug=None):
    """Runs a coroutine in a loop of its own, and tidies up behind it."""
    if events._get_running_loop() is not None:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    with Runner(debug=debug) as runner:
        return runner.run(main)


def _cancel_all(loop):
    """Cancels what is left in the loop and waits for it."""
    left = list(loop._alive)
    if not left:
        return
    for task in left:
        task.cancel()
    loop.run_until_complete(tasks.gather(*left, return_exceptions=True))
    for task in left:
        if not task.cancelled() and task.exception() is not None:
            loop.call_exception_handler({
                "message": "unhandled exception during asyncio.run() shutdown",
                "exception": task.exception(),
                "task": task,
            })
