"""Enumerations: classes with a fixed set of named members."""
import sys
from types import DynamicClassAttribute, MappingProxyType

__all__ = [
    "EnumMeta", "EnumType", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum", "auto",
    "unique", "property", "member", "nonmember", "verify", "UNIQUE", "CONTINUOUS", "NAMED_FLAGS",
    "FlagBoundary", "STRICT", "CONFORM", "EJECT", "KEEP", "global_enum", "show_flag_values",
]

_property = property


class nonmember:
    """Keeps a value from becoming a member."""

    def __init__(self, value):
        self.value = value


class member:
    """Makes a member of what would not become one, such as a function."""

    def __init__(self, value):
        self.value = value


def _value_as_text(self):
    """The value of a member that is a string."""
    return self._value_


_auto_null = object()


class auto:
    """Has the class choose the value; `auto() | auto()` waits until both have."""

    def __init__(self, value=_auto_null):
        self.value = value

    def __or__(self, other):
        return _Combined(lambda a, b: a | b, self, other)

    def __and__(self, other):
        return _Combined(lambda a, b: a & b, self, other)

    def __xor__(self, other):
        return _Combined(lambda a, b: a ^ b, self, other)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __repr__(self):
        return f"auto({self.value!r})"


class _Combined(auto):
    """A value made of others that are still to be chosen."""

    def __init__(self, combine, left, right):
        super().__init__()
        self._combine = combine
        self._parts = (left, right)

    def settle(self):
        if self.value is _auto_null:
            values = []
            for part in self._parts:
                if isinstance(part, _Combined):
                    part.settle()
                values.append(part.value if isinstance(part, auto) else part)
            self.value = self._combine(*values)


class property(DynamicClassAttribute):
    """A property that members have, and that may be called as a member is."""

    def __set_name__(self, ownerclass, name):
        self.name = name
        self._owner = ownerclass

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            found = ownerclass.__dict__.get("_member_map_", {}).get(self.name)
            if found is not None:
                return found
            raise AttributeError(f"{ownerclass!r} has no attribute {self.name!r}")
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError(f"{self._owner!r} cannot set attribute {self.name!r}")
        return self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError(f"{self._owner!r} cannot delete attribute {self.name!r}")
        return self.fdel(instance)


def _is_descriptor(obj):
    cls = type(obj)
    if cls.__name__ in ("function", "classmethod", "staticmethod", "property"):
        return True
    return hasattr(cls, "__get__") or hasattr(cls, "__set__") or hasattr(cls, "__delete__")


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == "__" and name[2] != "_"


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == "_" and name[1] != "_"


def _is_private(cls_name, name):
    return name.startswith(f"_{cls_name}__") and not name.endswith("__")


class _Body:
    """The names in the body of a class, and which of them are to be members."""

    def __init__(self, cls_name, generate):
        self.names = {}
        self.member_names = []
        self._last_values = []
        self._cls_name = cls_name
        self._generate = generate
        self._ignore = []

    def __setitem__(self, key, value):
        if _is_private(self._cls_name, key) or _is_dunder(key) or key in self._ignore:
            pass
        elif _is_sunder(key):
            if key == "_ignore_":
                self._ignore = value.replace(",", " ").split() \
                    if isinstance(value, str) else list(value)
                for name in self._ignore:
                    self.names.pop(name, None)
                return
            if key == "_generate_next_value_":
                self._generate = value.__func__ if isinstance(value, staticmethod) else value
            elif key not in ("_order_", "_boundary_", "_missing_", "_numeric_repr_",
                             "_value_repr_"):
                raise ValueError(f"_sunder_ names, such as {key!r}, are reserved for future "
                                 "Enum use")
        elif isinstance(value, nonmember):
            value = value.value
        elif isinstance(value, member) or not _is_descriptor(value):
            value = self._to_member(key, value)
        self.names[key] = value

    def _to_member(self, key, value):
        if isinstance(value, member):
            value = value.value
        if isinstance(value, auto):
            value = self._value_of(key, value)
        elif isinstance(value, tuple) and any(isinstance(part, auto) for part in value):
            value = tuple(self._value_of(key, part) if isinstance(part, auto) else part
                          for part in value)
        self.member_names.append(key)
        self._last_values.append(value)
        return value

    def _value_of(self, key, placeholder):
        if isinstance(placeholder, _Combined):
            placeholder.settle()
        elif placeholder.value is _auto_null:
            placeholder.value = self._generate(
                key, 1, len(self.member_names), self._last_values[:])
        return placeholder.value


def _plain_new(cls, value):
    return object.__new__(cls)


class EnumType(type):
    """The class of enumerations."""

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        metacls._check_for_existing_members(cls, bases)
        _, extended = metacls._get_mixins(cls, bases)
        made = _Body(cls, getattr(extended, "_generate_next_value_", None))
        for name, value in classdict.items():
            made[name] = value
        values = {name: made.names[name] for name in made.member_names}
        if "mro" in values or "" in values:
            raise ValueError("invalid enum member name(s) 'mro'")
        body = {name: value for name, value in made.names.items() if name not in values}
        generate = body.get("_generate_next_value_")
        if generate is not None and not isinstance(generate, staticmethod):
            body["_generate_next_value_"] = staticmethod(generate)
        kind, _ = metacls._get_mixins(cls, bases)
        body["_member_names_"] = []
        body["_member_map_"] = {}
        body["_value2member_map_"] = {}
        body["_unhashable_values_"] = []
        body["_member_type_"] = kind
        custom_new = body.get("__new__")
        if custom_new is not None:
            body["__new_member__"] = custom_new
            del body["__new__"]
        enum_class = super().__new__(metacls, cls, bases, body, **kwds)
        enum_class._boundary_ = boundary or getattr(enum_class, "_boundary_", None)
        metacls._choose_representations(enum_class, bases, body, kind)
        for name, value in values.items():
            enum_class._add_member(name, value, kind)
        if Flag is not None and issubclass(enum_class, Flag):
            enum_class._count_bits()
        return enum_class

    @staticmethod
    def _choose_representations(enum_class, bases, body, kind):
        """How members are shown is the enumeration's business, not their values'
        kind's; but `ReprEnum` keeps that kind's str and format.
        """
        first = bases[-1] if bases else object
        for method in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
            if method in body or not hasattr(kind, method):
                continue
            found = getattr(enum_class, method)
            if found in (getattr(kind, method), getattr(object, method)):
                setattr(enum_class, method, getattr(first, method))
        if ReprEnum is not None and ReprEnum in bases:
            if "__format__" not in body:
                enum_class.__format__ = kind.__format__
            if "__str__" not in body:
                shows = kind.__str__
                if issubclass(kind, str):
                    shows = _value_as_text
                elif shows is object.__str__:
                    shows = kind.__repr__
                enum_class.__str__ = shows
        if Flag is not None and issubclass(enum_class, Flag):
            for method in ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__",
                           "__invert__"):
                if method not in body:
                    setattr(enum_class, method, getattr(Flag, method))

    def _add_member(cls, name, value, kind):
        args = value if isinstance(value, tuple) else (value,)
        make = getattr(cls, "__new_member__", None)
        if make is None:
            make = object.__new__ if kind is object else kind.__new__
        if make is object.__new__:
            new = object.__new__(cls)
        else:
            new = make(cls, *args)
        if not hasattr(new, "_value_"):
            if kind is object:
                new._value_ = value
            else:
                try:
                    new._value_ = kind(*args)
                except Exception as exc:
                    raise TypeError("_value_ not set in __new__, unable to create it") from exc
        value = new._value_
        new._name_ = name
        new.__objclass__ = cls
        new._sort_order_ = len(cls._member_names_)
        init = cls.__init__
        if init is not object.__init__:
            new.__init__(*args)
        alias = cls._find_alias(value)
        if alias is not None:
            new = alias
        elif Flag is None or not issubclass(cls, Flag) or _is_single_bit(value):
            cls._member_names_.append(name)
        cls._member_map_[name] = new
        if not hasattr(cls.__dict__.get(name), "__get__"):
            type.__setattr__(cls, name, new)
        try:
            cls._value2member_map_.setdefault(value, new)
        except TypeError:
            cls._unhashable_values_.append((value, new))

    def _find_alias(cls, value):
        for canonical in cls._member_map_.values():
            if canonical._value_ == value:
                return canonical
        return None

    @staticmethod
    def _check_for_existing_members(class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError(f"<enum {class_name!r}> cannot extend {base!r}")

    @classmethod
    def _get_mixins(metacls, class_name, bases):
        """The kind of the values, and the enumeration that is extended."""
        if not bases:
            return object, Enum
        first = bases[-1]
        if not isinstance(first, EnumType):
            raise TypeError("new enumerations should be created as "
                            "`EnumName([mixin_type, ...] [data_type,] enum_type)`")
        for chain in bases:
            candidate = None
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    if base._member_type_ is not object:
                        return base._member_type_, first
                elif "__new__" in base.__dict__ or base.__module__ == "builtins":
                    return candidate or base, first
                elif hasattr(base, "__dataclass_fields__"):
                    return candidate or base, first
                else:
                    candidate = candidate or (base if base.__new__ is not object.__new__ else None)
        return object, first

    def __call__(cls, value=_auto_null, names=None, *, module=None, qualname=None, type=None,
                 start=1, boundary=None):
        if names is None and cls._member_map_:
            if value is _auto_null:
                raise TypeError("EnumType.__call__() missing 1 required positional argument: "
                                "'value'")
            return cls._look_up(value)
        if names is None and not isinstance(value, str):
            return cls._look_up(value)
        return cls._create_(value, names, module=module, qualname=qualname, type=type,
                            start=start, boundary=boundary)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1,
                 boundary=None):
        """The class of a call such as `Enum("Colour", "RED GREEN")`."""
        meta = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        body = {}
        generate = cls._generate_next_value_
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            values = []
            for count, name in enumerate(names):
                value = generate(name, start, count, values[:])
                values.append(value)
                body[name] = value
        else:
            for item in names:
                name, value = (item, names[item]) if isinstance(item, str) else item
                body[name] = value
        if module is None:
            module = sys._getframe(2).f_globals.get("__name__")
        body["__module__"] = module
        if qualname is not None:
            body["__qualname__"] = qualname
        return meta.__new__(meta, class_name, bases, body, boundary=boundary)

    def _look_up(cls, value):
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for known, found in cls._unhashable_values_:
                if known == value:
                    return found
        error = None
        try:
            result = cls._missing_(value)
        except Exception as exc:
            error = exc
            result = None
        if isinstance(result, cls):
            return result
        if Flag is not None and issubclass(cls, Flag) and isinstance(result, int):
            return result
        problem = ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        if result is None and error is None:
            raise problem
        if error is None:
            error = TypeError(f"error in {cls.__name__}._missing_: returned {result!r} instead of "
                              "None or a valid member")
        if not isinstance(error, ValueError):
            error.__context__ = problem
        raise error

    def __bool__(cls):
        return True

    def __contains__(cls, value):
        if isinstance(value, cls):
            return True
        if not isinstance(value, Enum):
            import warnings
            warnings.warn("in 3.12 __contains__ will no longer raise TypeError, but will return "
                          "True or\nFalse depending on whether the value is a member or the "
                          "value of a member", DeprecationWarning, stacklevel=2)
            raise TypeError(f"unsupported operand type(s) for 'in': "
                            f"'{type(value).__qualname__}' and '{cls.__class__.__qualname__}'")
        return False

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError(f"{cls.__name__!r} cannot delete member {attr!r}.")
        super().__delattr__(attr)

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def __getattr__(cls, name):
        if not _is_dunder(name):
            found = cls.__dict__.get("_member_map_", {}).get(name)
            if found is not None:
                return found
        raise AttributeError(name) from None

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __len__(cls):
        return len(cls._member_names_)

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __dir__(cls):
        names = {"__class__", "__contains__", "__doc__", "__getitem__", "__iter__", "__len__",
                 "__members__", "__module__", "__name__", "__qualname__", *cls._member_names_}
        if hasattr(cls, "__new_member__"):
            names.add("__new__")
        if cls._member_type_ is not object:
            names.update(dir(cls._member_type_))
        return sorted(names)

    @_property
    def __members__(cls):
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        if Flag is not None and issubclass(cls, Flag):
            return f"<flag {cls.__name__!r}>"
        return f"<enum {cls.__name__!r}>"


EnumMeta = EnumType
Enum = Flag = ReprEnum = None


class Enum(metaclass=EnumType):
    """Members with names and values."""

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        try:
            return sorted(last_values)[-1] + 1
        except TypeError:
            raise TypeError("unable to sort non-numeric values") from None

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        kind = self._member_type_
        if hasattr(type(self), "_value_repr_"):
            shown = type(self)._value_repr_(self._value_)
        else:
            shown = repr(self._value_) if kind is object else kind.__repr__(self._value_)
        return f"<{type(self).__name__}.{self._name_}: {shown}>"

    def __str__(self):
        return f"{type(self).__name__}.{self._name_}"

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __dir__(self):
        return ["__class__", "__doc__", "__eq__", "__hash__", "__module__", "name", "value"]

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return getattr, (type(self), self._name_)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_


class ReprEnum(Enum):
    """Only the repr is an enumeration's."""


class IntEnum(int, ReprEnum):
    """Members that are whole numbers too."""


class StrEnum(str, ReprEnum):
    """Members that are strings too."""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError(f"too many arguments for str(): {values!r}")
        if not isinstance(values[0], str):
            raise TypeError(f"{values[0]!r} is not a string")
        made = str.__new__(cls, *values)
        made._value_ = str(*values)
        return made

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


from _enum_flags import (CONFORM, CONTINUOUS, EJECT, KEEP, NAMED_FLAGS, STRICT, UNIQUE, EnumCheck,
                         Flag, FlagBoundary, IntFlag, _is_single_bit, global_enum,
                         show_flag_values, unique, verify)
