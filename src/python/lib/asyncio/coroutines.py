"""What a coroutine is."""
import types
from collections.abc import Coroutine

__all__ = ["iscoroutinefunction", "iscoroutine"]


def iscoroutinefunction(func):
    """Whether a call of the function gives a coroutine."""
    import inspect
    return inspect.iscoroutinefunction(func)


def iscoroutine(obj):
    """Whether it can be awaited as a coroutine is."""
    return isinstance(obj, (types.CoroutineType, types.GeneratorType, Coroutine))


def describe(coro):
    """A coroutine's name, and where it is."""
    name = getattr(coro, "__qualname__", None) or getattr(coro, "__name__", None)
    if name is None:
        return repr(coro)
    code = getattr(coro, "cr_code", None)
    if code is None:
        return f"{name}()"
    frame = getattr(coro, "cr_frame", None)
    if getattr(coro, "cr_running", False):
        return f"{name}() running at {code.co_filename}:{frame.f_lineno}"
    if frame is not None:
        return f"{name}() running at {code.co_filename}:{frame.f_lineno}"
    return f"{name}() done, defined at {code.co_filename}:{code.co_firstlineno}"
