"""Functions that are called at the end of the program, last registered first."""
import sys

_functions = []


def register(func, *args, **kwargs):
    """Has a function called at the end."""
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _functions.append((func, args, kwargs))
    return func


def unregister(func):
    """Has a function not called after all."""
    _functions[:] = [entry for entry in _functions if entry[0] != func]


def _run_exitfuncs():
    while _functions:
        func, args, kwargs = _functions.pop()
        try:
            func(*args, **kwargs)
        except SystemExit:
            pass
        except BaseException as exc:
            import traceback
            name = getattr(func, "__qualname__", None)
            sys.stderr.write(f"Exception ignored in atexit callback: {func!r}\n")
            traceback.print_exception(exc)


def _clear():
    _functions.clear()


def _ncallbacks():
    return len(_functions)


_after_fork = _clear
