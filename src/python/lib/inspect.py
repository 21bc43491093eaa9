"""What objects are, and how functions are called."""
import sys
import types
from collections import namedtuple
from enum import IntEnum

CO_VARARGS, CO_VARKEYWORDS = 4, 8
CO_GENERATOR, CO_COROUTINE, CO_ASYNC_GENERATOR = 0x20, 0x80, 0x200

GEN_CREATED, GEN_RUNNING = "GEN_CREATED", "GEN_RUNNING"
GEN_SUSPENDED, GEN_CLOSED = "GEN_SUSPENDED", "GEN_CLOSED"
CORO_CREATED, CORO_RUNNING = "CORO_CREATED", "CORO_RUNNING"
CORO_SUSPENDED, CORO_CLOSED = "CORO_SUSPENDED", "CORO_CLOSED"


def getgeneratorstate(generator):
    """Where a generator is in its life."""
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_suspended:
        return GEN_SUSPENDED
    return GEN_CLOSED if generator.gi_frame is None else GEN_CREATED


def getcoroutinestate(coroutine):
    """Where a coroutine is in its life."""
    if coroutine.cr_running:
        return CORO_RUNNING
    if coroutine.cr_suspended:
        return CORO_SUSPENDED
    return CORO_CLOSED if coroutine.cr_frame is None else CORO_CREATED


def getgeneratorlocals(generator):
    """The local variables of a generator."""
    frame = getattr(generator, "gi_frame", None)
    return frame.f_locals if frame is not None else {}


def getcoroutinelocals(coroutine):
    """The local variables of a coroutine."""
    frame = getattr(coroutine, "cr_frame", None)
    return frame.f_locals if frame is not None else {}


def ismodule(obj):
    return isinstance(obj, types.ModuleType)


def isclass(obj):
    return isinstance(obj, type)


def ismethod(obj):
    return isinstance(obj, types.MethodType)


def isfunction(obj):
    return isinstance(obj, types.FunctionType)


def isbuiltin(obj):
    return isinstance(obj, types.BuiltinFunctionType)


def isroutine(obj):
    return isbuiltin(obj) or isfunction(obj) or ismethod(obj)


def isgenerator(obj):
    return isinstance(obj, types.GeneratorType)


def iscoroutine(obj):
    return isinstance(obj, types.CoroutineType)


def isasyncgen(obj):
    return isinstance(obj, types.AsyncGeneratorType)


def isframe(obj):
    return isinstance(obj, types.FrameType)


def istraceback(obj):
    return isinstance(obj, types.TracebackType)


def iscode(obj):
    return isinstance(obj, types.CodeType)


def isawaitable(obj):
    """Whether `await` takes it."""
    if isinstance(obj, types.CoroutineType):
        return True
    return hasattr(type(obj), "__await__")


def isdatadescriptor(obj):
    return hasattr(type(obj), "__set__") or hasattr(type(obj), "__delete__")


def isabstract(obj):
    return isinstance(obj, type) and bool(getattr(obj, "__abstractmethods__", None))


def _flags(func):
    while True:
        if ismethod(func):
            func = func.__func__
        elif type(func).__name__ == "partial" and hasattr(func, "func"):
            func = func.func
        else:
            break
    code = getattr(func, "__code__", None)
    return code.co_flags if isfunction(func) and code is not None else 0


def isgeneratorfunction(obj):
    return bool(_flags(obj) & CO_GENERATOR)


def iscoroutinefunction(obj):
    return bool(_flags(obj) & CO_COROUTINE)


def isasyncgenfunction(obj):
    return bool(_flags(obj) & CO_ASYNC_GENERATOR)


def unwrap(func, *, stop=None):
    """The function below its decorators."""
    while hasattr(func, "__wrapped__") and not (stop is not None and stop(func)):
        func = func.__wrapped__
    return func


def getmembers(object, predicate=None):
    """The attributes by name."""
    found = []
    for name in dir(object):
        try:
            value = getattr(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            found.append((name, value))
    return sorted(found, key=lambda pair: pair[0])


def getmro(cls):
    return cls.__mro__


def cleandoc(doc):
    """A docstring without its indentation."""
    lines = doc.expandtabs().split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()),
                 default=0)
    lines = [lines[0].lstrip()] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def getdoc(object):
    doc = getattr(object, "__doc__", None)
    return cleandoc(doc) if isinstance(doc, str) else None


def getmodule(object, _filename=None):
    if ismodule(object):
        return object
    return sys.modules.get(getattr(object, "__module__", None))


def getfile(object):
    code = getattr(unwrap(object), "__code__", None)
    if code is not None:
        return code.co_filename
    module = getmodule(object)
    if module is not None and getattr(module, "__file__", None):
        return module.__file__
    raise TypeError(f"{object!r} is a built-in")


getsourcefile = getfile


def getsourcelines(object):
    """The lines of a function or class, and where they begin."""
    import linecache
    object = unwrap(object)
    if ismethod(object):
        object = object.__func__
    lines = linecache.getlines(getfile(object))
    if not lines:
        raise OSError("could not get source code")
    code = getattr(object, "__code__", None)
    if code is not None:
        first = code.co_firstlineno
    else:
        first = next((n for n, line in enumerate(lines, 1)
                      if line.lstrip().startswith(f"class {object.__name__}")), 0)
        if not first:
            raise OSError("could not find class definition")
    return _block(lines[first - 1:]), first


def _block(lines):
    """The lines of the block that begins here."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    taken = []
    inside = False
    for line in lines:
        depth = len(line) - len(line.lstrip())
        if inside and line.strip() and depth <= indent:
            break
        taken.append(line)
        if not line.lstrip().startswith("@"):
            inside = True
    while taken and not taken[-1].strip():
        taken.pop()
    return taken


def getsource(object):
    return "".join(getsourcelines(object)[0])


def currentframe():
    return sys._getframe(1)


FrameInfo = namedtuple("FrameInfo", "frame filename lineno function code_context index")


def stack(context=1):
    """The frames from here outwards."""
    found = []
    frame = sys._getframe(1)
    while frame is not None:
        found.append(FrameInfo(frame, frame.f_code.co_filename, frame.f_lineno,
                               frame.f_code.co_name, None, None))
        frame = frame.f_back
    return found


from _signature import (BoundArguments, FullArgSpec, Parameter, Signature, _empty,
                        getcallargs, getfullargspec, signature)
