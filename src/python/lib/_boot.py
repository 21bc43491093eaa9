"""How a program begins and ends."""
import _gc
import _machine
import sys


def exit_code(exc):
    """The exit code of a SystemExit; what is no number, is told."""
    code = exc.code
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF if code >= 0 else code % 256
    sys.stderr.write(f"{code}\n")
    return 1


def run_text(source, name):
    """Runs a program as the main module; its exit code."""
    main = sys.modules["__main__"]
    try:
        exec(compile(source, name, "exec"), main.__dict__)
        code = 0
    except SystemExit as exc:
        code = exit_code(exc)
    except BaseException as exc:
        code = _tell(exc)
    return _end(code)


def _tell(exc):
    """Tells what ended the program."""
    trace = _machine.skip_frames(exc.__traceback__, __file__)
    exc.__traceback__ = trace
    try:
        sys.excepthook(type(exc), exc, trace)
    except SystemExit as stop:
        return exit_code(stop)
    # As if the interrupt had ended the process.
    return -2 if isinstance(exc, KeyboardInterrupt) else 1


def _end(code):
    """Threads are waited for, then come the functions of `atexit`."""
    if "threading" in sys.modules:
        try:
            sys.modules["threading"]._shutdown()
        except BaseException as exc:
            sys.stderr.write("Exception ignored while the threads were waited for:\n")
            _tell(exc)
    if "atexit" in sys.modules:
        sys.modules["atexit"]._run_exitfuncs()
    _forget(sys.modules["__main__"].__dict__)
    _gc.collect()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "flush"):
            stream.flush()
    return code


def _forget(names):
    """Lets go of the program's variables, as CPython does: `_x` first.

    What `__del__` asks for is still there: classes, functions and modules go last.
    """
    private = [name for name in names if name[:1] == "_" and name[1:2] != "_"]
    public = [name for name in names if name[:1] != "_"]
    lasting = (type, type(_forget), type(sys))
    for name in sorted(private + public, key=lambda name: isinstance(names[name], lasting)):
        _clear(names, name)


def _clear(names, name):
    names[name] = None
