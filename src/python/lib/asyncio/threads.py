"""Blocking calls in other threads."""
import contextvars
import functools

from . import events

__all__ = ["to_thread"]


async def to_thread(func, /, *args, **kwargs):
    """The result of a call that a thread of the default pool makes."""
    loop = events.get_running_loop()
    context = contextvars.copy_context()
    call = functools.partial(context.run, func, *args, **kwargs)
    return await loop.run_in_executor(None, call)
