"""Enumerations whose members are bits, and checks of enumerations."""
from enum import Enum, IntEnum, ReprEnum, StrEnum, auto

__name__ = "enum"


def _is_single_bit(value):
    """Whether exactly one bit is set, so that it is a member and not an alias."""
    return isinstance(value, int) and value > 0 and value & (value - 1) == 0


class FlagBoundary(StrEnum):
    """What becomes of bits that no member has."""

    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


def _bits(value):
    """The single bits of a number, smallest first."""
    while value:
        bit = value & -value
        yield bit
        value ^= bit


class Flag(Enum):
    """Members that are bits, which can be put together."""

    _boundary_ = STRICT

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start if start is not None else 1
        return 2 ** max(last_values).bit_length()

    @classmethod
    def _count_bits(cls):
        known = 0
        for each in cls._member_map_.values():
            if isinstance(each._value_, int):
                known |= each._value_
        cls._flag_mask_ = known
        cls._all_bits_ = 2 ** known.bit_length() - 1

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        foreign = ~cls._flag_mask_ & (value if value >= 0 else 0)
        if value < 0:
            value = cls._all_bits_ + 1 + value if -value <= cls._all_bits_ + 1 else value
            value &= cls._flag_mask_
        elif foreign:
            if cls._boundary_ == STRICT:
                width = max(value.bit_length(), cls._flag_mask_.bit_length())
                raise ValueError(f"{cls!r} invalid value {value!r}\n"
                                 f"    given 0b0 {value:0{width}b}\n"
                                 f"  allowed 0b0 {cls._flag_mask_:0{width}b}")
            if cls._boundary_ == CONFORM:
                value &= cls._flag_mask_
            elif cls._boundary_ == EJECT:
                return value
        found = cls._value2member_map_.get(value)
        if found is not None:
            return found
        made = (object.__new__(cls) if cls._member_type_ is object
                else cls._member_type_.__new__(cls, value))
        made._value_ = value
        names = [each._name_ for each in made._parts()]
        rest = value & ~cls._flag_mask_
        made._name_ = "|".join(names + ([str(rest)] if rest else [])) if names else None
        return cls._value2member_map_.setdefault(value, made)

    def _parts(self):
        cls = type(self)
        found = [cls._value2member_map_[bit] for bit in _bits(self._value_ & cls._flag_mask_)
                 if bit in cls._value2member_map_]
        found.sort(key=lambda each: each._sort_order_)
        yield from found

    def __contains__(self, other):
        if not isinstance(other, type(self)):
            raise TypeError(f"unsupported operand type(s) for 'in': "
                            f"{type(other).__qualname__!r} and {type(self).__qualname__!r}")
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        return self._parts()

    def __len__(self):
        return bin(self._value_).count("1")

    def __repr__(self):
        shown = repr(self._value_)
        if self._name_ is None:
            return f"<{type(self).__name__}: {shown}>"
        return f"<{type(self).__name__}.{self._name_}: {shown}>"

    def __str__(self):
        if self._name_ is None:
            return f"{type(self).__name__}({self._value_!r})"
        return f"{type(self).__name__}.{self._name_}"

    def __bool__(self):
        return bool(self._value_)

    def _value_from(self, other):
        if isinstance(other, type(self)):
            return other._value_
        if self._member_type_ is not object and isinstance(other, self._member_type_):
            return other
        return NotImplemented

    def _with(self, other, combine):
        value = self._value_from(other)
        if value is NotImplemented:
            return NotImplemented
        return type(self)(combine(self._value_, value))

    def __or__(self, other):
        return self._with(other, lambda a, b: a | b)

    def __and__(self, other):
        return self._with(other, lambda a, b: a & b)

    def __xor__(self, other):
        return self._with(other, lambda a, b: a ^ b)

    def __invert__(self):
        cls = type(self)
        if cls._boundary_ in (EJECT, KEEP):
            return cls(~self._value_)
        return cls(cls._flag_mask_ & ~self._value_)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """The same, of members that are whole numbers too."""


def unique(enumeration):
    """Refuses two names for one value."""
    aliases = [(name, each.name) for name, each in enumeration.__members__.items()
               if name != each.name]
    if aliases:
        shown = ", ".join(f"{alias} -> {name}" for alias, name in aliases)
        raise ValueError(f"duplicate values found in {enumeration!r}: {shown}")
    return enumeration


class EnumCheck(StrEnum):
    """What `verify` can look for."""

    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


def _check_gaps(enumeration):
    values = {each.value for each in enumeration}
    low, high = min(values), max(values)
    if issubclass(enumeration, Flag):
        kind = "flag"
        between = (1 << n for n in range(low.bit_length(), high.bit_length() - 1))
    else:
        kind = "enum"
        between = range(low + 1, high)
    missing = [n for n in between if n not in values]
    if missing:
        shown = ", ".join(map(str, missing))
        problem = f"invalid {kind} {enumeration.__name__!r}: missing values {shown}"
        raise ValueError(problem[:256])


def _check_aliases(enumeration):
    known = [each.value for each in enumeration]
    names, lacking = [], 0
    for name, alias in enumeration._member_map_.items():
        if name in enumeration._member_names_:
            continue
        missed = [bit for bit in _bits(alias.value) if bit not in known]
        if missed:
            names.append(name)
            lacking |= sum(missed)
    if not names:
        return
    if len(names) == 1:
        which = f"alias {names[0]} is missing"
    else:
        which = f"aliases {', '.join(names[:-1])} and {names[-1]} are missing"
    what = "value" if _is_single_bit(lacking) else "combined values of"
    raise ValueError(f"invalid Flag {enumeration.__name__!r}: {which} {what} 0x{lacking:x} "
                     "[use enum.show_flag_values(value) for details]")


class verify:
    """Refuses an enumeration that is not as it should be."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        for check in self.checks:
            if check is UNIQUE:
                unique(enumeration)
            elif check is CONTINUOUS:
                _check_gaps(enumeration)
            elif check is NAMED_FLAGS:
                _check_aliases(enumeration)
        return enumeration


def global_enum(cls):
    """Puts the members in the module of the class."""
    import sys
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls


def show_flag_values(value):
    """The single bits of a value."""
    return list(_bits(int(value)))
