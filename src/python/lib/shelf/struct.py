"""Values as bytes in fixed forms."""
import math

__all__ = ["calcsize", "pack", "pack_into", "unpack", "unpack_from", "iter_unpack", "Struct",
           "error"]


class error(Exception):
    """Bytes and format do not fit."""


_SIZES = {"x": 1, "c": 1, "b": 1, "B": 1, "?": 1, "h": 2, "H": 2, "i": 4, "I": 4, "l": 4, "L": 4,
          "q": 8, "Q": 8, "e": 2, "f": 4, "d": 8, "s": 1, "p": 1}
_NATIVE = {**_SIZES, "l": 8, "L": 8, "n": 8, "N": 8, "P": 8}
_SIGNED, _UNSIGNED = "bhilqn", "BHILQNP"
_FLOATS = {"e": (5, 10), "f": (8, 23), "d": (11, 52)}


def _to_bits(value, exponent_bits, fraction_bits):
    """A number as IEEE 754 has it, rounded to even."""
    bias = (1 << exponent_bits - 1) - 1
    sign = 1 if math.copysign(1.0, value) < 0 else 0
    top = sign << exponent_bits + fraction_bits
    if value != value:
        return top | ((1 << exponent_bits) - 1) << fraction_bits | 1 << fraction_bits - 1
    if value in (math.inf, -math.inf):
        return top | ((1 << exponent_bits) - 1) << fraction_bits
    if value == 0:
        return top
    mantissa, exponent = math.frexp(abs(value))
    exponent -= 1
    shift = fraction_bits if exponent >= 1 - bias else fraction_bits + exponent + bias - 1
    scaled = math.ldexp(mantissa, shift + 1)
    whole = int(scaled)
    rest = scaled - whole
    if rest > 0.5 or rest == 0.5 and whole & 1:
        whole += 1
    if exponent >= 1 - bias:
        whole += (exponent + bias - 1) << fraction_bits
    if whole >> fraction_bits >= (1 << exponent_bits) - 1:
        raise OverflowError("float too large to pack with f format")
    return top | whole


def _from_bits(bits, exponent_bits, fraction_bits):
    bias = (1 << exponent_bits - 1) - 1
    sign = -1.0 if bits >> exponent_bits + fraction_bits else 1.0
    exponent = bits >> fraction_bits & (1 << exponent_bits) - 1
    fraction = bits & (1 << fraction_bits) - 1
    if exponent == (1 << exponent_bits) - 1:
        return math.nan if fraction else sign * math.inf
    if exponent == 0:
        return sign * math.ldexp(float(fraction), 1 - bias - fraction_bits)
    return sign * math.ldexp(float(fraction | 1 << fraction_bits),
                             exponent - bias - fraction_bits)


class Struct:
    """A format that is read once."""

    def __init__(self, format):
        if isinstance(format, bytes):
            format = format.decode("ascii")
        self.format = format
        order = format[0] if format[:1] and format[0] in "@=<>!" else "@"
        self._order = "big" if order in ">!" else "little"
        sizes = _NATIVE if order == "@" else _SIZES
        self._items = []
        at, count = 0, ""
        for c in format[1:] if format[:1] in tuple("@=<>!") else format:
            if c.isspace():
                continue
            if c.isdigit():
                count += c
                continue
            if c not in sizes:
                raise error("bad char in struct format")
            size, n = sizes[c], int(count) if count else 1
            count = ""
            if order == "@" and size > 1:
                at += -at % size
            if c in "sp":
                self._items.append((c, at, n))
                at += n
            else:
                for _ in range(n):
                    if c != "x":
                        self._items.append((c, at, size))
                    at += size
        if count:
            raise error("repeat count given without format specifier")
        self.size = at

    def pack(self, *values):
        if len(values) != len(self._items):
            raise error(f"pack expected {len(self._items)} items for packing "
                        f"(got {len(values)})")
        out, done = [], 0
        for (code, at, size), value in zip(self._items, values):
            if at > done:
                out.append(b"\0" * (at - done))
            out.append(self._packed(code, size, value))
            done = at + size
        out.append(b"\0" * (self.size - done))
        return b"".join(out)

    def _packed(self, code, size, value):
        if code == "s":
            if not isinstance(value, (bytes, bytearray)):
                raise error("argument for 's' must be a bytes object")
            return bytes(value[:size]) + b"\0" * (size - len(value))
        if code == "p":
            if not isinstance(value, (bytes, bytearray)):
                raise error("argument for 'p' must be a bytes object")
            kept = bytes(value[:min(size - 1, 255)])
            return bytes([len(kept)]) + kept + b"\0" * (size - 1 - len(kept))
        if code == "c":
            if not isinstance(value, (bytes, bytearray)) or len(value) != 1:
                raise error("char format requires a bytes object of length 1")
            return bytes(value)
        if code == "?":
            return b"\1" if value else b"\0"
        if code in _FLOATS:
            if not isinstance(value, (int, float)):
                raise error("required argument is not a float")
            bits = _to_bits(float(value), *_FLOATS[code])
            return bits.to_bytes(size, self._order)
        if not hasattr(type(value), "__index__"):
            raise error("required argument is not an integer")
        value = value.__index__()
        bits = size * 8
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if code in _SIGNED \
            else (0, (1 << bits) - 1)
        if not low <= value <= high:
            names = {"b": "byte", "B": "ubyte", "h": "short", "H": "ushort"}
            if code in names:
                raise error(f"{names[code]} format requires {low} <= number <= {high}")
            if code in "ILqQ":
                raise error("argument out of range")
            raise error(f"'{code}' format requires {low} <= number <= {high}")
        return value.to_bytes(size, self._order, signed=code in _SIGNED)

    def unpack(self, buffer):
        data = bytes(buffer)
        if len(data) != self.size:
            raise error(f"unpack requires a buffer of {self.size} bytes")
        return tuple([self._unpacked(code, data[at:at + size])
                      for code, at, size in self._items])

    def _unpacked(self, code, data):
        if code in "sc":
            return data
        if code == "p":
            return data[1:1 + data[0]]
        if code == "?":
            return data != b"\0"
        if code in _FLOATS:
            return _from_bits(int.from_bytes(data, self._order), *_FLOATS[code])
        return int.from_bytes(data, self._order, signed=code in _SIGNED)

    def unpack_from(self, buffer, offset=0):
        data = bytes(buffer)[offset:offset + self.size]
        if len(data) < self.size:
            raise error(f"unpack_from requires a buffer of at least {offset + self.size} bytes "
                        f"for unpacking {self.size} bytes at offset {offset} "
                        f"(actual buffer size is {len(buffer)})")
        return self.unpack(data)

    def pack_into(self, buffer, offset, *values):
        if len(buffer) < offset + self.size:
            raise error(f"pack_into requires a buffer of at least {offset + self.size} bytes "
                        f"for packing {self.size} bytes at offset {offset} "
                        f"(actual buffer size is {len(buffer)})")
        buffer[offset:offset + self.size] = self.pack(*values)

    def iter_unpack(self, buffer):
        data = bytes(buffer)
        if self.size == 0 or len(data) % self.size:
            raise error("iterative unpacking requires a buffer of a multiple of "
                        f"{self.size} bytes")
        return (self.unpack(data[i:i + self.size]) for i in range(0, len(data), self.size))


_known = {}


def _struct(format):
    if format not in _known:
        _known[format] = Struct(format)
    return _known[format]


def calcsize(format, /):
    return _struct(format).size


def pack(format, /, *values):
    return _struct(format).pack(*values)


def unpack(format, buffer, /):
    return _struct(format).unpack(buffer)


def unpack_from(format, /, buffer, offset=0):
    return _struct(format).unpack_from(buffer, offset)


def pack_into(format, buffer, offset, /, *values):
    return _struct(format).pack_into(buffer, offset, *values)


def iter_unpack(format, buffer, /):
    return _struct(format).iter_unpack(buffer)
