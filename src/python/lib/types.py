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


def _shown(t):
    """A type as annotations show it."""
    if t is ...:
        return "..."
    if isinstance(t, list):
        return f"[{', '.join([_shown(arg) for arg in t])}]"
    if not isinstance(t, type):
        return repr(t)
    if t.__module__ == "builtins":
        return t.__qualname__
    return f"{t.__module__}.{t.__qualname__}"


def _parameters(args):
    """The type variables among arguments, each once."""
    found = []
    for arg in args:
        if not isinstance(arg, type) and hasattr(arg, "__typing_subst__"):
            inner = (arg,)
        else:
            inner = () if isinstance(arg, type) else getattr(arg, "__parameters__", ())
        for one in inner:
            if one not in found:
                found.append(one)
    return tuple(found)


class GenericAlias:
    """A class with arguments: `list[int]`."""

    def __init__(self, origin, args):
        if not isinstance(args, tuple):
            args = (args,)
        fields = self.__dict__
        fields["__origin__"] = origin
        fields["__args__"] = args
        fields["__parameters__"] = _parameters(args)

    def __call__(self, *args, **kwargs):
        made = self.__origin__(*args, **kwargs)
        try:
            made.__orig_class__ = self
        except (AttributeError, TypeError):
            pass
        return made

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __getattr__(self, name):
        if name in ("__origin__", "__args__"):
            raise AttributeError(name)
        return getattr(self.__origin__, name)

    def __getitem__(self, params):
        if not self.__parameters__:
            raise TypeError(f"{self!r} is not a generic class")
        if not isinstance(params, tuple):
            params = (params,)
        wanted, given = len(self.__parameters__), len(params)
        if wanted != given:
            many = "many" if given > wanted else "few"
            raise TypeError(
                f"Too {many} arguments for {self!r}; actual {given}, expected {wanted}")
        table = dict(zip(self.__parameters__, params))

        def fit(arg):
            if not isinstance(arg, type) and hasattr(arg, "__typing_subst__"):
                return table[arg]
            inner = () if isinstance(arg, type) else getattr(arg, "__parameters__", ())
            return arg[tuple(table[one] for one in inner)] if inner else arg
        return GenericAlias(self.__origin__, tuple(fit(arg) for arg in self.__args__))

    def __iter__(self):
        raise TypeError(f"'{type(self).__name__}' object is not iterable")

    def __or__(self, other):
        return _union_of(self, other)

    def __ror__(self, other):
        return _union_of(other, self)

    def __instancecheck__(self, value):
        raise TypeError("isinstance() argument 2 cannot be a parameterized generic")

    def __subclasscheck__(self, cls):
        raise TypeError("issubclass() argument 2 cannot be a parameterized generic")

    def __eq__(self, other):
        if not isinstance(other, GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __repr__(self):
        shown = ", ".join([_shown(arg) for arg in self.__args__]) if self.__args__ else "()"
        return f"{_shown(self.__origin__)}[{shown}]"


class UnionType:
    """One of several types: `int | str`."""

    def __init__(self, args):
        self.__args__ = args
        self.__parameters__ = _parameters(args)

    def __or__(self, other):
        return _union_of(self, other)

    def __ror__(self, other):
        return _union_of(other, self)

    def __instancecheck__(self, value):
        for arg in self.__args__:
            if isinstance(arg, GenericAlias):
                raise TypeError("isinstance() argument 2 cannot be a parameterized generic")
        return isinstance(value, self.__args__)

    def __subclasscheck__(self, cls):
        return issubclass(cls, self.__args__)

    def __eq__(self, other):
        if not isinstance(other, UnionType):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        shown = ["None" if arg is type(None) else _shown(arg) for arg in self.__args__]
        return " | ".join(shown)


def _union_of(left, right):
    """What `left | right` gives."""
    flat = []
    for side in (left, right):
        if side is None:
            side = type(None)
        if isinstance(side, UnionType):
            parts = side.__args__
        elif isinstance(side, (type, GenericAlias)):
            parts = (side,)
        else:
            return NotImplemented
        for part in parts:
            if part not in flat:
                flat.append(part)
    return flat[0] if len(flat) == 1 else UnionType(tuple(flat))


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
