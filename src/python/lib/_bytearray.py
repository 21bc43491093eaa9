"""Bytes that change: `bytearray` and `memoryview`, made when a program first names them."""


def _byte(value):
    """A value as a byte."""
    if not hasattr(type(value), "__index__"):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    value = value.__index__()
    if not 0 <= value < 256:
        raise ValueError("byte must be in range(0, 256)")
    return value


def _plain(value):
    """What has bytes, as bytes; anything else as it is."""
    if isinstance(value, (bytearray, memoryview)):
        return value.__bytes__()
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    return value


class bytearray:
    """A row of bytes that can be changed."""

    __slots__ = ("_data", "__dict__", "__weakref__")
    __module__ = "builtins"
    __qualname__ = "bytearray"
    __hash__ = None

    def __new__(cls, *args, **kwargs):
        made = object.__new__(cls)
        made._data = []
        return made

    def __init__(self, source=b"", encoding=None, errors=None):
        if isinstance(source, str):
            if encoding is None:
                raise TypeError("string argument without an encoding")
            source = source.encode(encoding, errors or "strict")
        elif encoding is not None:
            raise TypeError("encoding without a string argument")
        if isinstance(source, (bytes, bytearray, memoryview)):
            self._data = list(_plain(source))
        elif isinstance(source, int):
            if source < 0:
                raise ValueError("negative count")
            self._data = [0] * source
        else:
            try:
                items = iter(source)
            except TypeError:
                kind = type(source).__name__
                raise TypeError(f"cannot convert '{kind}' object to bytearray") from None
            self._data = [_byte(value) for value in items]

    @classmethod
    def _of(cls, data):
        made = bytearray()
        made._data = list(data)
        return made

    @classmethod
    def fromhex(cls, text):
        return cls(bytes.fromhex(text))

    @staticmethod
    def maketrans(before, after):
        return bytes.maketrans(before, after)

    def __bytes__(self):
        return bytes(self._data)

    def __repr__(self):
        return f"{type(self).__name__}({bytes(self._data)!r})"

    def __len__(self):
        return len(self._data)

    def __iter__(self):
        return iter(self._data)

    def __contains__(self, value):
        if isinstance(value, int):
            return _byte(value) in self._data
        return _plain(value) in bytes(self._data)

    def _place(self, key):
        if not hasattr(type(key), "__index__"):
            kind = type(key).__name__
            raise TypeError(f"bytearray indices must be integers or slices, not {kind}")
        at = key.__index__()
        if not -len(self._data) <= at < len(self._data):
            raise IndexError("bytearray index out of range")
        return at

    def __getitem__(self, key):
        if isinstance(key, slice):
            return bytearray._of(self._data[key])
        return self._data[self._place(key)]

    def __setitem__(self, key, value):
        if not isinstance(key, slice):
            self._data[self._place(key)] = _byte(value)
            return
        if isinstance(value, (bytes, bytearray, memoryview)):
            value = list(_plain(value))
        elif isinstance(value, (int, str)) or not hasattr(value, "__iter__"):
            raise TypeError("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
        try:
            self._data[key] = [_byte(item) for item in value]
        except ValueError as exc:
            text = str(exc).replace("sequence", "bytes").replace("extended slice", "extended slice")
            raise ValueError(text) from None

    def __delitem__(self, key):
        if isinstance(key, slice):
            del self._data[key]
        else:
            del self._data[self._place(key)]

    def __add__(self, other):
        if not isinstance(other, (bytes, bytearray, memoryview)):
            raise TypeError(f"can't concat {type(other).__name__} to bytearray")
        return bytearray._of(self._data + list(_plain(other)))

    def __radd__(self, other):
        if not isinstance(other, bytes):
            return NotImplemented
        return other + bytes(self._data)

    def __iadd__(self, other):
        if not isinstance(other, (bytes, bytearray, memoryview)):
            raise TypeError(f"can't concat {type(other).__name__} to bytearray")
        self._data.extend(_plain(other))
        return self

    def __mul__(self, times):
        return bytearray._of(self._data * times)

    __rmul__ = __mul__

    def __imul__(self, times):
        self._data *= times
        return self

    def __mod__(self, values):
        return bytearray._of(bytes(self._data) % values)

    def append(self, value):
        self._data.append(_byte(value))

    def extend(self, values):
        if isinstance(values, str):
            raise TypeError("expected iterable of integers; got: 'str'")
        self._data.extend([_byte(value) for value in values])

    def insert(self, place, value):
        self._data.insert(place, _byte(value))

    def pop(self, place=-1):
        if not self._data:
            raise IndexError("pop from empty bytearray")
        if not -len(self._data) <= place < len(self._data):
            raise IndexError("pop index out of range")
        return self._data.pop(place)

    def remove(self, value):
        try:
            self._data.remove(_byte(value))
        except ValueError:
            raise ValueError("value not found in bytearray") from None

    def reverse(self):
        self._data.reverse()

    def clear(self):
        self._data.clear()

    def copy(self):
        return bytearray._of(self._data)

    def decode(self, encoding="utf-8", errors="strict"):
        return bytes(self._data).decode(encoding, errors)

    def hex(self, *args):
        return bytes(self._data).hex(*args)

    def join(self, parts):
        return bytearray._of(bytes(self._data).join([_plain(part) for part in parts]))

    def __reduce__(self):
        return bytearray, (bytes(self._data),)

    def __copy__(self):
        return bytearray._of(self._data)

    def __deepcopy__(self, memo):
        return bytearray._of(self._data)


def _compare(name):
    def compare(self, other):
        if not isinstance(other, (bytes, bytearray, memoryview)):
            return NotImplemented
        return getattr(bytes(self._data), name)(_plain(other))
    compare.__name__ = name
    setattr(bytearray, name, compare)


def _delegate(name):
    """A method of bytes; what it gives as bytes, comes as a bytearray."""
    def method(self, *args, **kwargs):
        found = getattr(bytes(self._data), name)(*[_plain(arg) for arg in args], **kwargs)
        if isinstance(found, bytes):
            return bytearray._of(found)
        if isinstance(found, (list, tuple)):
            return type(found)(bytearray._of(part) for part in found)
        return found
    method.__name__ = name
    method.__qualname__ = f"bytearray.{name}"
    setattr(bytearray, name, method)


for _name in ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"):
    _compare(_name)
for _name in (
        "capitalize", "center", "count", "endswith", "expandtabs", "find", "index", "isalnum",
        "isalpha", "isascii", "isdigit", "islower", "isspace", "istitle", "isupper", "ljust",
        "lower", "lstrip", "partition", "removeprefix", "removesuffix", "replace", "rfind",
        "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith",
        "strip", "swapcase", "title", "translate", "upper", "zfill"):
    _delegate(_name)


class memoryview:
    """A look at the bytes of something else."""

    __module__ = "builtins"
    __qualname__ = "memoryview"
    format = "B"
    itemsize = 1
    ndim = 1
    contiguous = c_contiguous = f_contiguous = True

    def __init__(self, object):
        self._places = None
        if isinstance(object, memoryview):
            self.obj, self._places = object.obj, object._places
        elif isinstance(object, (bytes, bytearray)):
            self.obj = object
            self._places = range(len(object))
        else:
            kind = type(object).__name__
            raise TypeError(f"memoryview: a bytes-like object is required, not '{kind}'")

    def _row(self):
        if self._places is None:
            raise ValueError("operation forbidden on released memoryview object")
        return self._places

    def _part(self, places):
        made = memoryview(self.obj)
        made._places = places
        return made

    @property
    def readonly(self):
        return isinstance(self.obj, bytes)

    @property
    def nbytes(self):
        return len(self._row())

    @property
    def shape(self):
        return (len(self._row()),)

    @property
    def strides(self):
        return (self._row().step,)

    def _place(self, key):
        row = self._row()
        if not hasattr(type(key), "__index__"):
            raise TypeError("memoryview: invalid slice key")
        try:
            return row[key]
        except IndexError:
            raise IndexError("index out of bounds on dimension 1") from None

    def __getitem__(self, key):
        if isinstance(key, slice):
            return self._part(self._row()[key])
        return self.obj[self._place(key)]

    def __setitem__(self, key, value):
        row = self._row()
        if self.readonly:
            raise TypeError("cannot modify read-only memory")
        if isinstance(key, slice):
            places = row[key]
            value = bytes(value)
            if len(value) != len(places):
                raise ValueError("memoryview assignment: lvalue and rvalue have different structures")
            for place, byte in zip(places, value):
                self.obj[place] = byte
            return
        place = self._place(key)
        if not isinstance(value, int):
            raise TypeError("memoryview: invalid type for format 'B'")
        if not 0 <= value < 256:
            raise ValueError("memoryview: invalid value for format 'B'")
        self.obj[place] = value

    def __len__(self):
        return len(self._row())

    def __iter__(self):
        return iter(self.tolist())

    def __bytes__(self):
        return bytes(self.tolist())

    def __eq__(self, other):
        if not isinstance(other, (bytes, bytearray, memoryview)):
            return NotImplemented
        return bytes(self) == bytes(other)

    def __hash__(self):
        if not self.readonly:
            raise ValueError("cannot hash writable memoryview object")
        return hash(bytes(self))

    def tobytes(self, order="C"):
        return bytes(self)

    def tolist(self):
        return [self.obj[place] for place in self._row()]

    def hex(self, *args):
        return bytes(self).hex(*args)

    def toreadonly(self):
        return memoryview(bytes(self))

    def cast(self, format):
        return self._part(self._row())

    def release(self):
        self._places = None

    def __enter__(self):
        self._row()
        return self

    def __exit__(self, *exc):
        self.release()

    def __repr__(self):
        return f"<memory at {id(self):#x}>"
