"""Classes whose methods follow from their fields."""
import copy
import inspect
import sys
from types import FunctionType, GenericAlias, MappingProxyType

__all__ = [
    "dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING",
    "fields", "asdict", "astuple", "make_dataclass", "replace", "is_dataclass",
]


class FrozenInstanceError(AttributeError):
    """An object that may not change was to be changed."""


class _Sign:
    """A value that stands for something."""

    def __init__(self, shown):
        self._shown = shown

    def __repr__(self):
        return self._shown


class _MISSING_TYPE:
    pass


MISSING = _MISSING_TYPE()
_HAS_DEFAULT_FACTORY = _Sign("<factory>")


class KW_ONLY:
    """The fields behind it are given by name only."""


class InitVar:
    """What is only handed to `__post_init__`."""

    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        name = self.type.__name__ if isinstance(self.type, type) else repr(self.type)
        return f"dataclasses.InitVar[{name}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """A field: what it is called, what it is by default, what it takes part in."""

    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init", "compare",
                 "metadata", "kw_only", "_field_type")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = MappingProxyType({} if metadata is None else metadata)
        self.kw_only = kw_only
        self._field_type = None

    def __repr__(self):
        return (f"Field(name={self.name!r},type={self.type!r},default={self.default!r},"
                f"default_factory={self.default_factory!r},init={self.init!r},"
                f"repr={self.repr!r},hash={self.hash!r},compare={self.compare!r},"
                f"metadata={self.metadata!r},kw_only={self.kw_only!r},"
                f"_field_type={self._field_type})")

    __class_getitem__ = classmethod(GenericAlias)


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None,
          compare=True, metadata=None, kw_only=MISSING):
    """Says more about a field than its default."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


_FIELD = _Sign("_FIELD")
_FIELD_CLASSVAR = _Sign("_FIELD_CLASSVAR")
_FIELD_INITVAR = _Sign("_FIELD_INITVAR")


def _kind_of(annotation):
    """What sort of field an annotation makes."""
    if isinstance(annotation, str):
        head = annotation.split("[")[0].split(".")[-1].strip()
        if head == "ClassVar":
            return _FIELD_CLASSVAR
        return _FIELD_INITVAR if head == "InitVar" else _FIELD
    typing = sys.modules.get("typing")
    if typing is not None and (
            annotation is typing.ClassVar
            or getattr(annotation, "__origin__", None) is typing.ClassVar):
        return _FIELD_CLASSVAR
    if annotation is InitVar or isinstance(annotation, InitVar):
        return _FIELD_INITVAR
    return _FIELD


def _make_field(cls, name, annotation, default_kw_only):
    """The field of an annotation in the body of a class."""
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if type(default).__name__ == "member_descriptor":
            default = MISSING
        f = field(default=default)
    f.name = name
    f.type = annotation
    f._field_type = _kind_of(annotation)
    if f._field_type is not _FIELD and f.default_factory is not MISSING:
        raise TypeError(f"field {name} cannot have a default factory")
    if f._field_type is _FIELD_CLASSVAR:
        if f.kw_only is not MISSING:
            raise TypeError(f"field {name} is a ClassVar but specifies kw_only")
    elif f.kw_only is MISSING:
        f.kw_only = default_kw_only
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {type(f.default)} for field {name} is not allowed: "
                         "use default_factory")
    return f


def _collect(cls, kw_only):
    """All fields of a class, its bases' first."""
    collected = {}
    for base in cls.__mro__[-1:0:-1]:
        for f in getattr(base, "__dataclass_fields__", {}).values():
            collected[f.name] = f
    own = []
    past_kw_only = False
    for name, annotation in cls.__dict__.get("__annotations__", {}).items():
        if annotation is KW_ONLY or annotation in ("KW_ONLY", "dataclasses.KW_ONLY"):
            if past_kw_only:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            past_kw_only = kw_only = True
        else:
            own.append(_make_field(cls, name, annotation, kw_only))
    for f in own:
        collected[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in cls.__dict__.get("__annotations__", {}):
            raise TypeError(f"{name!r} is a field but has no type annotation")
    return collected


def _define(cls, name, source, names):
    """Makes a method of its text."""
    made = {}
    exec(source, names, made)
    function = made[name]
    function.__qualname__ = f"{cls.__qualname__}.{name}"
    function.__module__ = cls.__module__
    return function


def _parameter(f):
    if f.default is MISSING and f.default_factory is MISSING:
        return f.name
    if f.default is not MISSING:
        return f"{f.name}=__default_{f.name}"
    return f"{f.name}=__factory"


def _init_of(cls, fs, frozen):
    """The text of `__init__` follows from the fields."""
    plain = [f for f in fs if f.init and not f.kw_only]
    named = [f for f in fs if f.init and f.kw_only]
    seen_default = False
    for f in plain:
        if f.default is MISSING and f.default_factory is MISSING:
            if seen_default:
                raise TypeError(f"non-default argument {f.name!r} follows default argument")
        else:
            seen_default = True
    names = {"__factory": _HAS_DEFAULT_FACTORY, "__set": object.__setattr__}
    lines = []
    me = "self" if all(f.name != "self" for f in fs) else "__dataclass_self__"
    for f in fs:
        if f.default is not MISSING:
            names[f"__default_{f.name}"] = f.default
        if f.default_factory is not MISSING:
            names[f"__make_{f.name}"] = f.default_factory
        if f._field_type is _FIELD_INITVAR:
            continue
        if f.init and f.default_factory is not MISSING:
            value = f"__make_{f.name}() if {f.name} is __factory else {f.name}"
        elif f.init:
            value = f.name
        elif f.default_factory is not MISSING:
            value = f"__make_{f.name}()"
        else:
            continue
        if frozen:
            lines.append(f"__set({me}, {f.name!r}, {value})")
        else:
            lines.append(f"{me}.{f.name} = {value}")
    if hasattr(cls, "__post_init__"):
        given = ", ".join(f.name for f in fs if f._field_type is _FIELD_INITVAR)
        lines.append(f"{me}.__post_init__({given})")
    params = [me] + [_parameter(f) for f in plain]
    if named:
        params += ["*"] + [_parameter(f) for f in named]
    body = "\n    ".join(lines or ["pass"])
    function = _define(cls, "__init__", f"def __init__({', '.join(params)}):\n    {body}\n", names)
    function.__annotations__ = {f.name: f.type for f in plain + named}
    function.__annotations__["return"] = None
    return function


def _repr_of(fs):
    shown = [f.name for f in fs if f.repr]
    running = set()

    def __repr__(self):
        key = id(self)
        if key in running:
            return "..."
        running.add(key)
        try:
            parts = ", ".join([f"{name}={getattr(self, name)!r}" for name in shown])
            return f"{type(self).__qualname__}({parts})"
        finally:
            running.discard(key)
    return __repr__


def _values_of(cls, names):
    """A function that gives the values of these fields."""
    parts = "".join(f"self.{name}, " for name in names)
    return _define(cls, "values", f"def values(self):\n    return ({parts})\n", {})


def _eq_of(values):
    def __eq__(self, other):
        if other.__class__ is self.__class__:
            return values(self) == values(other)
        return NotImplemented
    return __eq__


def _orders_of(values):
    def __lt__(self, other):
        if other.__class__ is self.__class__:
            return values(self) < values(other)
        return NotImplemented

    def __le__(self, other):
        if other.__class__ is self.__class__:
            return values(self) <= values(other)
        return NotImplemented

    def __gt__(self, other):
        if other.__class__ is self.__class__:
            return values(self) > values(other)
        return NotImplemented

    def __ge__(self, other):
        if other.__class__ is self.__class__:
            return values(self) >= values(other)
        return NotImplemented
    return __lt__, __le__, __gt__, __ge__


def _freeze(cls, names):
    """Refuses to change the fields."""
    def __setattr__(self, name, value):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self, name):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)
    return __setattr__, __delattr__


def _add(cls, function):
    """Adds a method, unless the class defines it itself; whether it did."""
    name = function.__name__
    if name in cls.__dict__:
        return True
    function.__qualname__ = f"{cls.__qualname__}.{name}"
    setattr(cls, name, function)
    return False


def _check_frozen(cls, frozen):
    """Frozen classes and others do not inherit from each other."""
    for base in cls.__mro__[1:]:
        params = base.__dict__.get("__dataclass_params__")
        if params is None:
            continue
        if params.frozen and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if frozen and not params.frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")


class _DataclassParams:
    def __init__(self, **params):
        self.__dict__.update(params)

    def __repr__(self):
        shown = ",".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"_DataclassParams({shown})"


def _set_hash(cls, values, eq, frozen, unsafe_hash):
    """Equal objects have equal hashes; what can change, has none."""
    own = cls.__dict__.get("__hash__", MISSING)
    is_own = not (own is MISSING or own is None and "__eq__" in cls.__dict__)
    if unsafe_hash:
        if is_own:
            raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
    elif is_own or not eq:
        return
    elif not frozen:
        cls.__hash__ = None
        return

    def __hash__(self):
        return hash(values(self))
    __hash__.__qualname__ = f"{cls.__qualname__}.__hash__"
    cls.__hash__ = __hash__


def _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
             weakref_slot):
    collected = _collect(cls, kw_only)
    _check_frozen(cls, frozen)
    cls.__dataclass_fields__ = collected
    cls.__dataclass_params__ = _DataclassParams(
        init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen)
    given = [f for f in collected.values() if f._field_type is not _FIELD_CLASSVAR]
    fs = [f for f in given if f._field_type is _FIELD]
    has_own_eq = "__eq__" in cls.__dict__
    if init:
        setattr(cls, "__init__", _init_of(cls, given, frozen))
    if repr:
        _add(cls, _repr_of(fs))
    values = _values_of(cls, [f.name for f in fs if f.compare])
    hashed = _values_of(
        cls, [f.name for f in fs if (f.compare if f.hash is None else f.hash)])
    _set_hash(cls, hashed, eq, frozen, unsafe_hash)
    if eq and not has_own_eq:
        kept = cls.__dict__.get("__hash__", MISSING)
        _add(cls, _eq_of(values))
        if kept is not MISSING:
            cls.__hash__ = kept
    if order:
        if not eq:
            raise ValueError("eq must be true if order is true")
        for function in _orders_of(values):
            if _add(cls, function):
                raise TypeError(f"Cannot overwrite attribute {function.__name__} in class "
                                f"{cls.__name__}. Consider using functools.total_ordering")
    if frozen:
        for function in _freeze(cls, {f.name for f in fs}):
            if _add(cls, function):
                raise TypeError(f"Cannot overwrite attribute {function.__name__} "
                                f"in class {cls.__name__}")
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple(f.name for f in given if f.init and not f.kw_only)
    if not cls.__doc__:
        cls.__doc__ = f"{cls.__name__}{_signature(given)}"
    return _with_slots(cls, fs, frozen) if slots else cls


def _signature(fs):
    """The fields as a signature is written."""
    shown = []
    for f in fs:
        if not f.init:
            continue
        kind = f.type.__name__ if isinstance(f.type, type) else str(f.type)
        text = f"{f.name}: {kind}"
        if f.default is not MISSING:
            text += f" = {f.default!r}"
        elif f.default_factory is not MISSING:
            text += " = <factory>"
        shown.append(text)
    return f"({', '.join(shown)})"


def _getstate(self):
    """What a frozen object with slots is put down as."""
    return [getattr(self, f.name) for f in fields(self)]


def _setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def _with_slots(cls, fs, frozen):
    """The same class, made again with a place for each field."""
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    body = dict(cls.__dict__)
    inherited = {name for base in cls.__mro__[1:-1] for name in getattr(base, "__slots__", ())}
    body["__slots__"] = tuple(f.name for f in fs if f.name not in inherited)
    for f in fs:
        body.pop(f.name, None)
    body.pop("__dict__", None)
    body.pop("__weakref__", None)
    if frozen:
        body.setdefault("__getstate__", _getstate)
        body.setdefault("__setstate__", _setstate)
    qualname = cls.__qualname__
    new = type(cls)(cls.__name__, cls.__bases__, body)
    new.__qualname__ = qualname
    return new


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
              frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Gives a class the methods that follow from its fields."""
    def wrap(cls):
        return _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only,
                        slots, weakref_slot)
    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    """The fields of a class or of an object of it."""
    try:
        found = class_or_instance.__dataclass_fields__
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple(f for f in found.values() if f._field_type is _FIELD)


def is_dataclass(obj):
    """Whether it is such a class, or an object of one."""
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, "__dataclass_fields__")


def _is_instance(obj):
    return hasattr(type(obj), "__dataclass_fields__")


def asdict(obj, *, dict_factory=dict):
    """The fields and their values, also of what is inside."""
    if not _is_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _inside(obj, lambda o: dict_factory(
        [(f.name, _inside(getattr(o, f.name), None, dict_factory)) for f in fields(o)]),
        dict_factory)


def _inside(obj, convert, factory):
    if _is_instance(obj):
        if convert is None:
            return factory([(f.name, _inside(getattr(obj, f.name), None, factory))
                            for f in fields(obj)])
        return convert(obj)
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_inside(v, convert, factory) for v in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)(_inside(v, convert, factory) for v in obj)
    if isinstance(obj, dict):
        return type(obj)((_inside(k, convert, factory), _inside(v, convert, factory))
                         for k, v in obj.items())
    return copy.deepcopy(obj)


def astuple(obj, *, tuple_factory=tuple):
    """The values of the fields, also of what is inside."""
    if not _is_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")

    def convert(o):
        return tuple_factory([_inside(getattr(o, f.name), convert, None) for f in fields(o)])
    return convert(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options):
    """A class of a list of fields."""
    body = {} if namespace is None else dict(namespace)
    annotations = {}
    for item in fields:
        if isinstance(item, str):
            item = (item, "typing.Any")
        name, kind = item[0], item[1]
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if name in annotations:
            raise TypeError(f"Field name duplicated: {name!r}")
        annotations[name] = kind
        if len(item) == 3:
            body[name] = item[2]
    body["__annotations__"] = annotations
    body["__module__"] = sys._getframe(1).f_globals.get("__name__", "types")
    return dataclass(type(cls_name, bases, body), **options)


def replace(obj, /, **changes):
    """A copy with other values for some fields."""
    if not _is_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for f in obj.__dataclass_fields__.values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise ValueError(f"field {f.name} is declared with init=False, it cannot be "
                                 "specified with replace()")
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise ValueError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(obj, f.name)
    return type(obj)(**changes)
