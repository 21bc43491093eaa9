"""Numbers of one kind in a row."""
import struct

typecodes = "bBuhHiIlLqQfd"
_KINDS = {"f": float, "d": float}
_NAMES = {"b": "signed char", "B": "unsigned byte integer", "h": "signed short",
          "H": "unsigned short", "i": "signed integer", "I": "unsigned int", "l": "signed long",
          "L": "unsigned long", "q": "signed long long", "Q": "unsigned long long"}


class array:
    """A list whose items are numbers of one size."""

    def __init__(self, typecode, initializer=(), /):
        if not isinstance(typecode, str) or len(typecode) != 1:
            raise TypeError("array() argument 1 must be a unicode character, "
                            f"not {type(typecode).__name__}")
        if typecode not in typecodes:
            raise ValueError("bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)")
        self.typecode = typecode
        self.itemsize = 4 if typecode == "u" else struct.calcsize(typecode)
        self._items = []
        if isinstance(initializer, (bytes, bytearray)):
            self.frombytes(initializer)
        elif isinstance(initializer, str) and typecode != "u":
            raise TypeError("cannot use a str to initialize an array with typecode "
                            f"'{typecode}'")
        else:
            self.extend(initializer)

    def _fit(self, value):
        code = self.typecode
        if code == "u":
            if not isinstance(value, str) or len(value) != 1:
                raise TypeError("array item must be a unicode character")
            return value
        if code in "fd":
            if not isinstance(value, (int, float)):
                raise TypeError(f"must be real number, not {type(value).__name__}")
            return struct.unpack(code, struct.pack(code, value))[0] if code == "f" \
                else float(value)
        if not hasattr(type(value), "__index__"):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
        bits = self.itemsize * 8
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if code.islower() \
            else (0, (1 << bits) - 1)
        value = value.__index__()
        if value > high:
            raise OverflowError(f"{_NAMES[code]} is greater than maximum")
        if value < low:
            raise OverflowError(f"{_NAMES[code]} is less than minimum")
        return value

    def append(self, v, /):
        self._items.append(self._fit(v))

    def extend(self, bb, /):
        if isinstance(bb, array) and bb.typecode != self.typecode:
            raise TypeError("can only extend with array of same kind")
        self._items.extend([self._fit(v) for v in bb])

    def insert(self, i, v, /):
        self._items.insert(i, self._fit(v))

    def pop(self, i=-1, /):
        if not self._items:
            raise IndexError("pop from empty array")
        return self._items.pop(i)

    def remove(self, v, /):
        if v not in self._items:
            raise ValueError("array.remove(x): x not in array")
        self._items.remove(v)

    def index(self, v, start=0, stop=9223372036854775807, /):
        if v not in self._items:
            raise ValueError("array.index(x): x not in array")
        return self._items.index(v, start, stop)

    def count(self, v, /):
        return self._items.count(v)

    def reverse(self):
        self._items.reverse()

    def tolist(self):
        return list(self._items)

    fromlist = extend

    def tobytes(self):
        if self.typecode == "u":
            return "".join(self._items).encode("utf-32-le")
        return struct.pack(f"{len(self._items)}{self.typecode}", *self._items)

    def frombytes(self, buffer, /):
        if len(buffer) % self.itemsize:
            raise ValueError("bytes length not a multiple of item size")
        count = len(buffer) // self.itemsize
        self._items.extend(struct.unpack(f"{count}{self.typecode}", bytes(buffer)))

    def tounicode(self):
        return "".join(self._items)

    def byteswap(self):
        self._items = list(struct.unpack(
            f">{len(self._items)}{self.typecode}",
            struct.pack(f"<{len(self._items)}{self.typecode}", *self._items)))

    def buffer_info(self):
        return id(self), len(self._items)

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        return iter(self._items)

    def __contains__(self, v):
        return v in self._items

    def _of(self, items):
        made = array(self.typecode)
        made._items = items
        return made

    def __getitem__(self, i):
        if isinstance(i, slice):
            return self._of(self._items[i])
        try:
            return self._items[i]
        except IndexError:
            raise IndexError("array index out of range") from None

    def __setitem__(self, i, v):
        if isinstance(i, slice):
            if not isinstance(v, array):
                raise TypeError(f'can only assign array (not "{type(v).__name__}") to array slice')
            self._items[i] = v._items
            return
        try:
            self._items[i] = self._fit(v)
        except IndexError:
            raise IndexError("array assignment index out of range") from None

    def __delitem__(self, i):
        del self._items[i]

    def __add__(self, other):
        if not isinstance(other, array):
            raise TypeError(f"can only append array (not \"{type(other).__name__}\") to array")
        return self._of(self._items + other._items)

    def __iadd__(self, other):
        self.extend(other)
        return self

    def __mul__(self, n):
        return self._of(self._items * n)

    __rmul__ = __mul__

    def __eq__(self, other):
        return self._items == other._items if isinstance(other, array) else NotImplemented

    def __lt__(self, other):
        return self._items < other._items if isinstance(other, array) else NotImplemented

    def __le__(self, other):
        return self._items <= other._items if isinstance(other, array) else NotImplemented

    def __gt__(self, other):
        return self._items > other._items if isinstance(other, array) else NotImplemented

    def __ge__(self, other):
        return self._items >= other._items if isinstance(other, array) else NotImplemented

    __hash__ = None

    def __reduce__(self):
        return array, (self.typecode, list(self._items))

    def __copy__(self):
        return self._of(list(self._items))

    def __repr__(self):
        if not self._items:
            return f"array('{self.typecode}')"
        if self.typecode == "u":
            return f"array('u', {self.tounicode()!r})"
        return f"array('{self.typecode}', {self._items!r})"


ArrayType = array
