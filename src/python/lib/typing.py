"""Names for types, for annotations. Nothing is checked when a program runs."""
import collections
import collections.abc
import contextlib
import sys
import types
from abc import ABCMeta, abstractmethod
from types import GenericAlias

_NOTHING = object()


def _shown(t):
    """A type as annotations show it."""
    if t is ...:
        return "..."
    if isinstance(t, type) and not isinstance(t, GenericAlias):
        if t.__module__ == "builtins":
            return t.__qualname__
        return f"{t.__module__}.{t.__qualname__}"
    if isinstance(t, types.FunctionType):
        return t.__name__
    if isinstance(t, list):
        return f"[{', '.join(map(_shown, t))}]"
    return repr(t)


def _fit(t):
    """A type as the argument of another."""
    if t is None:
        return type(None)
    return ForwardRef(t) if isinstance(t, str) else t


class _Final:
    """For `X | Y`."""

    __slots__ = ()

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class _Special(_Final):
    """A name such as `Any` or `Optional`, which may take arguments."""

    def __init__(self, name, make=None):
        self._name = name
        self.__name__ = self.__qualname__ = name
        self._make = make

    def __getitem__(self, params):
        if self._make is None:
            raise TypeError(f"{self!r} is not subscriptable")
        return self._make(self, params)

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __instancecheck__(self, obj):
        raise TypeError(f"{self!r} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self!r} cannot be used with issubclass()")

    def __repr__(self):
        return f"typing.{self._name}"

    def __reduce__(self):
        return self._name

    def __hash__(self):
        return hash(self._name)


class _Alias(_Final):
    """A type with arguments."""

    def __init__(self, origin, args, name=None):
        self.__origin__ = origin
        self.__args__ = args
        self._name = name
        self.__parameters__ = _parameters(args)

    def __getitem__(self, params):
        params = params if isinstance(params, tuple) else (params,)
        if not self.__parameters__:
            raise TypeError(f"{self!r} is not a generic class")
        chosen = dict(zip(self.__parameters__, map(_fit, params)))
        return _Alias(self.__origin__, tuple(_replace(a, chosen) for a in self.__args__), self._name)

    def __call__(self, *args, **kwargs):
        made = self.__origin__(*args, **kwargs)
        try:
            made.__orig_class__ = self
        except AttributeError:
            pass
        return made

    def __mro_entries__(self, bases):
        if self._name is not None and self.__origin__ is not Generic:
            entries = [self.__origin__]
            if not any(isinstance(b, _Alias) and b.__origin__ is Generic for b in bases) \
                    and self.__parameters__ and Generic not in bases:
                entries.append(Generic)
            return tuple(entries)
        return (self.__origin__,)

    def __getattr__(self, attr):
        if attr.startswith("__") and attr.endswith("__"):
            raise AttributeError(attr)
        return getattr(self.__origin__, attr)

    def __eq__(self, other):
        if not isinstance(other, _Alias):
            return NotImplemented
        if self.__origin__ is Union:
            return other.__origin__ is Union and set(self.__args__) == set(other.__args__)
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        args = frozenset(self.__args__) if self.__origin__ is Union else self.__args__
        return hash((self.__origin__, args))

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        if self.__origin__ is Union:
            return any(issubclass(cls, arg) for arg in self.__args__)
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __repr__(self):
        args = self.__args__
        if self.__origin__ is Union:
            if len(args) == 2 and type(None) in args:
                other = args[0] if args[1] is type(None) else args[1]
                return f"typing.Optional[{_shown(other)}]"
            return f"typing.Union[{', '.join(map(_shown, args))}]"
        name = f"typing.{self._name}" if self._name else _shown(self.__origin__)
        if self._name == "Callable" and args:
            first = "..." if args[0] is ... else f"[{', '.join(map(_shown, args[:-1]))}]"
            return f"typing.Callable[{first}, {_shown(args[-1])}]"
        if self._name == "Annotated":
            shown = ", ".join([_shown(args[0])] + [repr(m) for m in self.__metadata__])
            return f"typing.Annotated[{shown}]"
        if self._name == "Literal":
            return f"typing.Literal[{', '.join(map(repr, args))}]"
        return f"{name}[{', '.join(map(_shown, args)) or '()'}]"

    def __reduce__(self):
        return _again, (self.__origin__, self.__args__, self._name)


def _again(origin, args, name):
    return _Alias(origin, args, name)


def _parameters(args):
    """The variables in arguments, in order."""
    found = {}
    for arg in args:
        if isinstance(arg, (TypeVar, ParamSpec)):
            found[arg] = None
        elif not isinstance(arg, type):
            for inner in getattr(arg, "__parameters__", ()):
                found[inner] = None
    return tuple(found)


def _replace(arg, chosen):
    if arg in chosen:
        return chosen[arg]
    inner = getattr(arg, "__parameters__", ())
    if inner and not isinstance(arg, type):
        return arg[tuple(chosen.get(p, p) for p in inner)]
    return arg


class _Named(_Special):
    """A name for a class, such as `List` for `list`."""

    def __init__(self, origin, name):
        super().__init__(name)
        self.__origin__ = origin

    def __getitem__(self, params):
        params = params if isinstance(params, tuple) else (params,)
        if self._name == "Callable":
            given = params[0]
            head = tuple(map(_fit, given)) if isinstance(given, list) else (given,)
            return _Alias(self.__origin__, head + (_fit(params[1]),), self._name)
        return _Alias(self.__origin__, tuple(map(_fit, params)), self._name)

    def __call__(self, *args, **kwds):
        return self.__origin__(*args, **kwds)

    def __instancecheck__(self, obj):
        return isinstance(obj, self.__origin__)

    def __subclasscheck__(self, cls):
        return issubclass(cls, self.__origin__)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __eq__(self, other):
        return isinstance(other, _Named) and self._name == other._name

    def __hash__(self):
        return hash(self._name)


class ForwardRef(_Final):
    """A type that is named before it is there."""

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        self.__forward_arg__ = arg
        self.__forward_module__ = module

    def __eq__(self, other):
        return isinstance(other, ForwardRef) and self.__forward_arg__ == other.__forward_arg__

    def __hash__(self):
        return hash(self.__forward_arg__)

    def __repr__(self):
        module = self.__forward_module__
        return f"ForwardRef({self.__forward_arg__!r}{f', module={module!r}' if module else ''})"


class _Variable(_Final):
    """A variable of types."""

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        self.__name__ = name
        self.__constraints__ = constraints
        self.__bound__ = bound
        self.__covariant__ = covariant
        self.__contravariant__ = contravariant

    def __repr__(self):
        sign = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return sign + self.__name__

    def __reduce__(self):
        return self.__name__


class TypeVar(_Variable):
    """A type that is to be chosen."""


class ParamSpec(_Variable):
    """Parameters that are to be chosen."""

    @property
    def args(self):
        return self

    @property
    def kwargs(self):
        return self


class TypeVarTuple(_Variable):
    """Several types that are to be chosen."""

    def __iter__(self):
        yield self


def _union(self, params):
    params = params if isinstance(params, tuple) else (params,)
    flat = []
    for arg in map(_fit, params):
        inner = arg.__args__ if isinstance(arg, _Alias) and arg.__origin__ is Union else \
            arg.__args__ if isinstance(arg, types.UnionType) else (arg,)
        for each in inner:
            if each not in flat:
                flat.append(each)
    return flat[0] if len(flat) == 1 else _Alias(Union, tuple(flat))


def _one(self, params):
    return _Alias(self, (_fit(params),), self._name)


def _several(self, params):
    params = params if isinstance(params, tuple) else (params,)
    return _Alias(self, params, self._name)


def _annotated(self, params):
    made = _Alias(params[0], (_fit(params[0]),), "Annotated")
    made.__metadata__ = params[1:]
    return made


class _AnyMeta(type):
    def __instancecheck__(cls, obj):
        if cls is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)

    def __repr__(cls):
        return "typing.Any" if cls is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """Any type."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


NoReturn = _Special("NoReturn")
Never = _Special("Never")
Self = _Special("Self")
LiteralString = _Special("LiteralString")
TypeAlias = _Special("TypeAlias")
ClassVar = _Special("ClassVar", _one)
Final = _Special("Final", _one)
Required = _Special("Required", _one)
NotRequired = _Special("NotRequired", _one)
TypeGuard = _Special("TypeGuard", _one)
Unpack = _Special("Unpack", _one)
Union = _Special("Union", _union)
Optional = _Special("Optional", lambda self, params: Union[params, type(None)])
Literal = _Special("Literal", _several)
Concatenate = _Special("Concatenate", _several)
Annotated = _Special("Annotated", _annotated)

_NAMED = {
    "Awaitable": collections.abc.Awaitable, "Coroutine": collections.abc.Coroutine,
    "AsyncIterable": collections.abc.AsyncIterable, "AsyncIterator": collections.abc.AsyncIterator,
    "AsyncGenerator": collections.abc.AsyncGenerator, "Iterable": collections.abc.Iterable,
    "Iterator": collections.abc.Iterator, "Generator": collections.abc.Generator,
    "Reversible": collections.abc.Reversible, "Container": collections.abc.Container,
    "Collection": collections.abc.Collection, "Callable": collections.abc.Callable,
    "AbstractSet": collections.abc.Set, "MutableSet": collections.abc.MutableSet,
    "Mapping": collections.abc.Mapping, "MutableMapping": collections.abc.MutableMapping,
    "Sequence": collections.abc.Sequence, "MutableSequence": collections.abc.MutableSequence,
    "ByteString": collections.abc.ByteString, "KeysView": collections.abc.KeysView,
    "ItemsView": collections.abc.ItemsView, "ValuesView": collections.abc.ValuesView,
    "Hashable": collections.abc.Hashable, "Sized": collections.abc.Sized, "Tuple": tuple,
    "List": list, "Dict": dict, "Set": set, "FrozenSet": frozenset, "Type": type,
    "Deque": collections.deque, "DefaultDict": collections.defaultdict,
    "OrderedDict": collections.OrderedDict, "Counter": collections.Counter,
    "ChainMap": collections.ChainMap, "ContextManager": contextlib.AbstractContextManager,
    "AsyncContextManager": contextlib.AbstractAsyncContextManager,
}
for _name, _origin in _NAMED.items():
    globals()[_name] = _Named(_origin, _name)
Text = str


class Generic:
    """For classes that take types as arguments."""

    __slots__ = ()

    def __class_getitem__(cls, params):
        params = params if isinstance(params, tuple) else (params,)
        if cls is Generic or cls is Protocol:
            return _Alias(cls, params, cls.__name__)
        return _Alias(cls, tuple(map(_fit, params)))

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        bases = cls.__dict__.get("__orig_bases__", ())
        cls.__parameters__ = _parameters(bases)


class _ProtocolMeta(ABCMeta):
    """Checks for methods instead of bases, where a protocol allows it."""

    def __instancecheck__(cls, instance):
        if cls.__dict__.get("_is_protocol"):
            if not getattr(cls, "_is_runtime_protocol", False):
                raise TypeError("Instance and class checks can only be used with "
                                "@runtime_checkable protocols")
            return all(hasattr(instance, name) for name in _members(cls))
        return super().__instancecheck__(instance)

    def __subclasscheck__(cls, other):
        if cls.__dict__.get("_is_runtime_protocol"):
            return all(hasattr(other, name) for name in _members(cls))
        return super().__subclasscheck__(other)


_USUAL = {"__module__", "__qualname__", "__doc__", "__dict__", "__weakref__", "__init__",
          "__parameters__", "__orig_bases__", "__abstractmethods__", "__annotations__",
          "__slots__", "__init_subclass__", "__class_getitem__", "__new__", "__hash__",
          "__subclasshook__", "__firstlineno__", "__static_attributes__"}


def _members(cls):
    """What a protocol asks for."""
    names = set()
    for base in cls.__mro__:
        if base.__dict__.get("_is_protocol") and base is not Protocol:
            own = set(base.__dict__) | set(base.__dict__.get("__annotations__", {}))
            names |= {n for n in own if n not in _USUAL and not n.startswith("_abc")
                      and not n.startswith("_is_")}
    return names


class Protocol(Generic, metaclass=_ProtocolMeta):
    """A class that others match by having its methods."""

    __slots__ = ()
    _is_protocol = True

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        cls._is_protocol = Protocol in cls.__bases__
        if cls._is_protocol and "__init__" not in cls.__dict__:
            cls.__init__ = _no_init


def _no_init(self, *args, **kwargs):
    if type(self).__dict__.get("_is_protocol"):
        raise TypeError("Protocols cannot be instantiated")


def runtime_checkable(cls):
    """Lets isinstance check a protocol."""
    if not getattr(cls, "_is_protocol", False):
        raise TypeError("@runtime_checkable can be only applied to protocol classes, "
                        f"got {cls!r}")
    cls._is_runtime_protocol = True
    return cls


@runtime_checkable
class SupportsInt(Protocol):
    @abstractmethod
    def __int__(self):
        pass


@runtime_checkable
class SupportsFloat(Protocol):
    @abstractmethod
    def __float__(self):
        pass


@runtime_checkable
class SupportsIndex(Protocol):
    @abstractmethod
    def __index__(self):
        pass


@runtime_checkable
class SupportsAbs(Protocol):
    @abstractmethod
    def __abs__(self):
        pass


class _NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        annotations = ns.get("__annotations__", {})
        defaults = []
        for name in annotations:
            if name in ns:
                defaults.append(ns[name])
            elif defaults:
                raise TypeError(f"Non-default namedtuple field {name} cannot follow default field"
                                f" {list(annotations)[len(annotations) - len(defaults) - 1]}")
        made = collections.namedtuple(
            typename, list(annotations), defaults=defaults, module=ns["__module__"])
        made.__annotations__ = dict(annotations)
        made.__orig_bases__ = (NamedTuple,)
        for key, value in ns.items():
            if key not in ("__module__", "__qualname__", "__annotations__", "__classcell__") \
                    and key not in made._fields:
                setattr(made, key, value)
        return made


class _NamedTuple:
    """`NamedTuple`, as a base and as a function."""

    def __call__(self, typename, fields=(), /, **kwargs):
        fields = list(fields) or list(kwargs.items())
        made = collections.namedtuple(
            typename, [name for name, _ in fields],
            module=sys._getframe(1).f_globals.get("__name__"))
        made.__annotations__ = dict(fields)
        return made

    def __mro_entries__(self, bases):
        return (_NamedTupleBase,)

    def __repr__(self):
        return "<function NamedTuple>"


NamedTuple = _NamedTuple()
_NamedTupleBase = type.__new__(_NamedTupleMeta, "NamedTuple", (), {})


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        made = type.__new__(_TypedDictMeta, name, (dict,), ns)
        annotations, required = {}, set()
        for base in bases:
            annotations.update(base.__dict__.get("__annotations__", {}))
            required |= base.__dict__.get("__required_keys__", set())
        for key, kind in ns.get("__annotations__", {}).items():
            named = isinstance(kind, str)
            annotations[key] = ForwardRef(kind, module=made.__module__) if named else kind
            inner = get_args(kind)[0] if get_origin(kind) is Annotated else kind
            wrapper = get_origin(inner)
            required.discard(key)
            if wrapper is Required or wrapper is not NotRequired and total:
                required.add(key)
        made.__annotations__ = annotations
        made.__total__ = total
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(annotations) - required
        return made

    def __call__(cls, *args, **kwargs):
        return dict(*args, **kwargs)

    def __instancecheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")


class _TypedDict:
    """`TypedDict`, as a base and as a function."""

    def __call__(self, typename, fields=None, /, *, total=True, **kwargs):
        ns = {"__annotations__": dict(fields or kwargs)}
        return _TypedDictMeta(typename, (), ns, total=total)

    def __mro_entries__(self, bases):
        return (_TypedDictBase,)


TypedDict = _TypedDict()
_TypedDictBase = type.__new__(_TypedDictMeta, "TypedDict", (dict,), {})


class NewType(_Final):
    """A name for a type."""

    def __init__(self, name, tp):
        self.__name__ = self.__qualname__ = name
        self.__supertype__ = tp
        self.__module__ = sys._getframe(1).f_globals.get("__name__")

    def __call__(self, x):
        return x

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"


def cast(typ, val):
    return val


def assert_type(val, typ, /):
    return val


def reveal_type(obj, /):
    print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
    return obj


def assert_never(arg, /):
    raise AssertionError(f"Expected code to be unreachable, but got: {arg!r}")


def no_type_check(arg):
    return arg


def final(f):
    try:
        f.__final__ = True
    except (AttributeError, TypeError):
        pass
    return f


def override(f):
    return f


def _overload_dummy(*args, **kwds):
    raise NotImplementedError("You should not call an overloaded function. "
                              "A series of @overload-decorated functions outside a stub module "
                              "should always be followed by an implementation that is not "
                              "@overload-ed.")


def overload(func):
    return _overload_dummy


def dataclass_transform(**kwargs):
    return lambda decorated: decorated


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations of a class or function, with names looked up."""
    hints = {}
    sources = reversed(obj.__mro__) if isinstance(obj, type) else [obj]
    for source in sources:
        annotations = getattr(source, "__annotations__", {}) if not isinstance(obj, type) \
            else source.__dict__.get("__annotations__", {})
        module = sys.modules.get(getattr(source, "__module__", None))
        names = globalns or getattr(source, "__globals__", None) or getattr(
            module, "__dict__", {})
        for name, value in annotations.items():
            if value is None:
                value = type(None)
            if isinstance(value, str):
                value = eval(value, names, localns)
            hints[name] = value
    return hints


def get_origin(tp):
    if isinstance(tp, _Alias):
        return Annotated if tp._name == "Annotated" else tp.__origin__
    if isinstance(tp, GenericAlias):
        return tp.__origin__
    if isinstance(tp, types.UnionType):
        return types.UnionType
    return Generic if tp is Generic else None


def get_args(tp):
    if isinstance(tp, _Alias):
        if tp._name == "Annotated":
            return tp.__args__ + tp.__metadata__
        if tp._name == "Callable" and tp.__args__[0] is not ...:
            return list(tp.__args__[:-1]), tp.__args__[-1]
        return tp.__args__
    if isinstance(tp, (GenericAlias, types.UnionType)):
        return tp.__args__
    return ()


def is_typeddict(tp):
    return isinstance(tp, _TypedDictMeta)


class IO(Generic[TypeVar("AnyStr")]):
    """A file."""


class TextIO(IO[str]):
    """A file of text."""


class BinaryIO(IO[bytes]):
    """A file of bytes."""


AnyStr = TypeVar("AnyStr", bytes, str)
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
TYPE_CHECKING = False
