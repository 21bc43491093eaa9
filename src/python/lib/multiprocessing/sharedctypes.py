"""Numbers in memory that all processes share."""
import _machine

from .synchronize import RLock, _Shared

__name__ = "multiprocessing.sharedctypes"

_WHOLE = {"b": 8, "h": 16, "i": 32, "l": 64, "q": 64}
_NATURAL = {"B": 8, "H": 16, "I": 32, "L": 64, "Q": 64}
_FLOATS = ("f", "d")
_CTYPES = {
    "c_byte": "b", "c_ubyte": "B", "c_short": "h", "c_ushort": "H", "c_int": "i", "c_uint": "I",
    "c_long": "l", "c_ulong": "L", "c_longlong": "q", "c_ulonglong": "Q", "c_float": "f",
    "c_double": "d", "c_char": "c", "c_wchar": "u", "c_bool": "?",
}


def _code_of(typecode):
    if isinstance(typecode, str):
        code = typecode
    else:
        code = _CTYPES.get(getattr(typecode, "__name__", ""))
    if code not in _WHOLE and code not in _NATURAL and code not in _FLOATS and code not in (
            "c", "u", "?"):
        raise TypeError("this type has no size")
    return code


def _fit(code, value):
    """A value as memory of that type keeps it."""
    if code in _FLOATS:
        return float(value)
    if code == "c":
        if not isinstance(value, bytes) or len(value) != 1:
            raise TypeError("one character bytes, bytearray or integer expected")
        return value
    if code == "u":
        return str(value)
    if code == "?":
        return bool(value)
    if not hasattr(type(value), "__index__"):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer"
                        if isinstance(value, float) else
                        f"'{type(value).__name__}' object cannot be interpreted as an integer")
    bits = _WHOLE.get(code) or _NATURAL[code]
    value = int(value) & ((1 << bits) - 1)
    if code in _WHOLE and value >> (bits - 1):
        value -= 1 << bits
    return value


def _zero(code):
    return 0.0 if code in _FLOATS else b"\0" if code == "c" else "\0" if code == "u" else \
        False if code == "?" else 0


class _Memory(_Shared):
    """Shared memory."""

    _lock = None

    def get_obj(self):
        return self

    def _shared_parts(self):
        if self._lock is None:
            return (self._code, self._memory, None, None)
        return (self._code, self._memory, type(self._lock).__name__, self._lock._handle)

    def _take_parts(self, parts):
        from . import synchronize
        self._code, self._memory, kind, handle = parts
        if kind is not None:
            self._lock = object.__new__(getattr(synchronize, kind))
            self._lock._handle = handle


class _Locked:
    """Has a lock."""

    def acquire(self, *args):
        return self._lock.acquire(*args)

    def release(self):
        self._lock.release()

    def get_lock(self):
        return self._lock

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, kind, value, trace):
        return self._lock.__exit__(kind, value, trace)


class _Number(_Memory):
    """One number."""

    def __init__(self, code, value, lock):
        self._code = code
        self._lock = lock
        self._memory = _machine.memory((_fit(code, value),))

    @property
    def value(self):
        return _machine.memory_get(self._memory, 0)

    @value.setter
    def value(self, value):
        _machine.memory_set(self._memory, 0, _fit(self._code, value))

    def __repr__(self):
        return f"{_shown_type(self._code)}({self.value!r})"


class Synchronized(_Locked, _Number):
    """One number with a lock."""

    def __repr__(self):
        return f"<Synchronized wrapper for {_Number.__repr__(self)}>"


def _shown_type(code):
    for name, known in _CTYPES.items():
        if known == code:
            return name
    return code


class _Numbers(_Memory):
    """So many numbers."""

    def __init__(self, code, size_or_initializer, lock):
        self._code = code
        self._lock = lock
        if isinstance(size_or_initializer, int):
            values = (_zero(code),) * size_or_initializer
        else:
            values = tuple([_fit(code, value) for value in _items(code, size_or_initializer)])
        self._memory = _machine.memory(values)

    def __len__(self):
        return _machine.memory_size(self._memory)

    def _place(self, index):
        size = len(self)
        place = index + size if index < 0 else index
        if not 0 <= place < size:
            raise IndexError("invalid index")
        return place

    def __getitem__(self, index):
        if isinstance(index, slice):
            values = [_machine.memory_get(self._memory, i)
                      for i in range(len(self))[index]]
            return b"".join(values) if self._code == "c" else values
        return _machine.memory_get(self._memory, self._place(index))

    def __setitem__(self, index, value):
        if isinstance(index, slice):
            places = range(len(self))[index]
            values = list(_items(self._code, value))
            if len(places) != len(values):
                raise ValueError("Can only assign sequence of same size")
            for place, each in zip(places, values):
                _machine.memory_set(self._memory, place, _fit(self._code, each))
            return
        _machine.memory_set(self._memory, self._place(index), _fit(self._code, value))

    def __getslice__(self, start, stop):
        return self[start:stop]

    def __iter__(self):
        for index in range(len(self)):
            yield self[index]

    @property
    def value(self):
        if self._code != "c":
            raise AttributeError("'SynchronizedArray' object has no attribute 'value'")
        return self[:].split(b"\0")[0]

    @value.setter
    def value(self, value):
        padded = value + b"\0" * (len(self) - len(value))
        self[:] = padded

    def _shown(self):
        kind = f"{_shown_type(self._code)}_Array_{len(self)}"
        return f"<multiprocessing.sharedctypes.{kind} object at {id(self):#x}>"

    __repr__ = _shown


class SynchronizedArray(_Locked, _Numbers):
    """So many numbers with a lock."""

    def __repr__(self):
        return f"<SynchronizedArray wrapper for {self._shown()}>"


class SynchronizedString(SynchronizedArray):
    """So many bytes with a lock."""

    @property
    def raw(self):
        return self[:]

    @raw.setter
    def raw(self, value):
        self[:len(value)] = value

    def __repr__(self):
        return f"<SynchronizedString wrapper for {self._shown()}>"


def _items(code, values):
    if code == "c" and isinstance(values, bytes):
        return [values[i:i + 1] for i in range(len(values))]
    return values


def _lock_for(lock):
    if lock is True or lock is None:
        return RLock()
    if lock is False:
        return None
    if not hasattr(lock, "acquire"):
        raise AttributeError(f"{lock!r} has no method 'acquire'")
    return lock


def Value(typecode_or_type, *args, lock=True):
    """A number that all processes share, with a lock."""
    code = _code_of(typecode_or_type)
    value = args[0] if args else _zero(code)
    lock = _lock_for(lock)
    return (Synchronized if lock is not None else _Number)(code, value, lock)


def Array(typecode_or_type, size_or_initializer, *, lock=True):
    """Numbers that all processes share, with a lock."""
    code, lock = _code_of(typecode_or_type), _lock_for(lock)
    if lock is None:
        return _Numbers(code, size_or_initializer, lock)
    kind = SynchronizedString if code == "c" else SynchronizedArray
    return kind(code, size_or_initializer, lock)


def RawValue(typecode_or_type, *args):
    """The same without a lock."""
    return Value(typecode_or_type, *args, lock=False)


def RawArray(typecode_or_type, size_or_initializer):
    """The same without a lock."""
    return Array(typecode_or_type, size_or_initializer, lock=False)
