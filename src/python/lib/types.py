"""The classes of what the language itself makes."""
import sys


def _function():
    yield


async def _coroutine():
    pass


async def _async_generator():
    yield


def _cell():
    value = 1
    return lambda: value


class _Class:
    __slots__ = ("slot",)

    def method(self):
        pass


FunctionType = type(_function)
LambdaType = FunctionType
CodeType = type(_function.__code__)
MappingProxyType = type(type.__dict__)
CellType = type(_cell().__closure__[0])
GeneratorType = type(_function())
_made = _coroutine()
CoroutineType = type(_made)
_made.close()
del _made
AsyncGeneratorType = type(_async_generator())
MethodType = type(_Class().method)
BuiltinFunctionType = type(len)
BuiltinMethodType = type([].append)
WrapperDescriptorType = type(object.__init__)
MethodWrapperType = type(object().__str__)
MethodDescriptorType = type(str.join)
ClassMethodDescriptorType = type(dict.__dict__["fromkeys"])
GetSetDescriptorType = type(FunctionType.__code__)
MemberDescriptorType = type(_Class.slot)
ModuleType = type(sys)
GenericAlias = type(list[int])
UnionType = type(int | str)
EllipsisType = type(...)
NoneType = type(None)
NotImplementedType = type(NotImplemented)
try:
    raise TypeError
except TypeError as _exc:
    TracebackType = type(_exc.__traceback__)
    FrameType = type(_exc.__traceback__.tb_frame)


class SimpleNamespace:
    """Attributes, and nothing else."""

    def __init__(self, /, **kwargs):
        self.__dict__.update(kwargs)

    def __repr__(self):
        shown = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        cls = type(self)
        return f"{'namespace' if cls is SimpleNamespace else cls.__name__}({shown})"

    def __eq__(self, other):
        if isinstance(self, SimpleNamespace) and isinstance(other, SimpleNamespace):
            return self.__dict__ == other.__dict__
        return NotImplemented

    __hash__ = None


def new_class(name, bases=(), kwds=None, exec_body=None):
    """Makes a class as a class statement does."""
    kwds = dict(kwds or {})
    resolved = resolve_bases(bases)
    meta = kwds.pop("metaclass", None)
    if meta is None:
        meta = type(resolved[0]) if resolved else type
    prepare = getattr(meta, "__prepare__", None)
    namespace = prepare(name, resolved, **kwds) if prepare is not None else {}
    if exec_body is not None:
        exec_body(namespace)
    if resolved is not bases:
        namespace["__orig_bases__"] = bases
    return meta(name, resolved, namespace, **kwds)


def resolve_bases(bases):
    """The classes in the place of what stands for them."""
    new = []
    changed = False
    for base in bases:
        if isinstance(base, type) or not hasattr(base, "__mro_entries__"):
            new.append(base)
        else:
            changed = True
            new.extend(base.__mro_entries__(bases))
    return tuple(new) if changed else bases


class DynamicClassAttribute:
    """A property of objects that classes look up in another way."""

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel
        self.__doc__ = doc or getattr(fget, "__doc__", None)
        self.__isabstractmethod__ = bool(getattr(fget, "__isabstractmethod__", False))

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            raise AttributeError()
        if self.fget is None:
            raise AttributeError("unreadable attribute")
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)


class _GeneratorAsCoroutine:
    """A generator that can be awaited."""

    def __init__(self, gen):
        self._gen = gen

    def __await__(self):
        return self._gen

    def send(self, value):
        return self._gen.send(value)

    def throw(self, *args):
        return self._gen.throw(*args)

    def close(self):
        return self._gen.close()


def coroutine(func):
    """Lets what a generator function gives be awaited."""
    import functools

    @functools.wraps(func)
    def wrapped(*args, **kwargs):
        made = func(*args, **kwargs)
        if isinstance(made, GeneratorType):
            return _GeneratorAsCoroutine(made)
        return made
    return wrapped
