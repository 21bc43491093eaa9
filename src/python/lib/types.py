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
ClassMethodDescriptorType = type(vars(dict).get("fromkeys"))
GetSetDescriptorType = type(FunctionType.__code__)
MemberDescriptorType = type(_Class.slot)
ModuleType = type(sys)


class _GenericAlias:
    """A class with arguments, where the interpreter has none of its own."""

    def __init__(self, origin, args):
        self.__origin__ = origin
        self.__args__ = args if isinstance(args, tuple) else (args,)
        self.__parameters__ = ()

    def __call__(self, *args, **kwargs):
        return self.__origin__(*args, **kwargs)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.__origin__, name)

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __repr__(self):
        def shown(t):
            if t is ...:
                return "..."
            if not isinstance(t, type):
                return repr(t)
            if t.__module__ == "builtins":
                return t.__qualname__
            return f"{t.__module__}.{t.__qualname__}"
        return f"{shown(self.__origin__)}[{', '.join([shown(arg) for arg in self.__args__])}]"


class _UnionType:
    """Several types, where the interpreter has no such thing of its own."""

    __args__ = ()


try:
    GenericAlias = type(list[int])
except TypeError:
    GenericAlias = _GenericAlias
try:
    UnionType = type(int | str)
except TypeError:
    UnionType = _UnionType
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
