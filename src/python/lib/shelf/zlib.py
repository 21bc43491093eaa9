"""Data made shorter (RFC 1950 to 1952).

What is made here unpacks anywhere, and what any other program has packed
unpacks here; it is a little longer than what CPython makes, since it has one
set of codes for all (RFC 1951, 3.2.6).
"""

from binascii import crc32

DEFLATED, MAX_WBITS, DEF_MEM_LEVEL, DEF_BUF_SIZE = 8, 15, 8, 16384
Z_NO_COMPRESSION, Z_BEST_SPEED, Z_BEST_COMPRESSION, Z_DEFAULT_COMPRESSION = 0, 1, 9, -1
Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED = range(5)
Z_NO_FLUSH, Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH, Z_BLOCK, Z_TREES = range(7)
ZLIB_VERSION = ZLIB_RUNTIME_VERSION = "1.2.13"


class error(Exception):
    """Data cannot be packed or unpacked."""


error.__qualname__ = "error"


def adler32(data, value=1, /):
    """The check sum of RFC 1950."""
    low, high = value & 0xFFFF, value >> 16
    for byte in _bytes(data):
        low = (low + byte) % 65521
        high = (high + low) % 65521
    return high << 16 | low


def _bytes(data):
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    return bytes(data)


# How long a match is, and how far back: the first of each code, and how many
# further bits tell which it is (RFC 1951, 3.2.5).

def _codes(first, bits):
    starts, at = [], first
    for count in bits:
        starts.append(at)
        at += 1 << count
    return starts


_LENGTH_BITS = [0] * 8 + [1] * 4 + [2] * 4 + [3] * 4 + [4] * 4 + [5] * 4 + [0]
_LENGTHS = _codes(3, _LENGTH_BITS[:-1]) + [258]
_DISTANCE_BITS = [0, 0] + [n // 2 for n in range(28)]
_DISTANCES = _codes(1, _DISTANCE_BITS)
_FIXED = [8] * 144 + [9] * 112 + [7] * 24 + [8] * 8
# In which order the lengths of the codes' own codes stand.
_ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)


def _canonical(lengths):
    """The code of each symbol, from how many bits it has: `{(bits, code): symbol}`."""
    code, table = 0, {}
    for bits in range(1, 16):
        for symbol, length in enumerate(lengths):
            if length == bits:
                table[bits, code] = symbol
                code += 1
        code <<= 1
    return table


class _Input:
    """Bits of some bytes, the lowest first."""

    def __init__(self, data, at):
        self.data, self.at, self.bits, self.count = data, at, 0, 0

    def take(self, count):
        while self.count < count:
            if self.at >= len(self.data):
                raise EOFError
            self.bits |= self.data[self.at] << self.count
            self.at += 1
            self.count += 8
        value = self.bits & (1 << count) - 1
        self.bits >>= count
        self.count -= count
        return value

    def symbol(self, table):
        code = 0
        for bits in range(1, 16):
            code = code << 1 | self.take(1)
            found = table.get((bits, code))
            if found is not None:
                return found
        raise error("Error -3 while decompressing data: invalid code lengths set")


def _inflate(data, at):
    """What some bytes unpack to from a place on, and the place behind."""
    source, out = _Input(data, at), bytearray()
    last = 0
    while not last:
        last, kind = source.take(1), source.take(2)
        if kind == 0:
            source.bits = source.count = 0
            size, check = source.take(16), source.take(16)
            if size != check ^ 0xFFFF:
                raise error("Error -3 while decompressing data: invalid stored block lengths")
            if source.at + size > len(data):
                raise EOFError
            out += data[source.at:source.at + size]
            source.at += size
        elif kind == 3:
            raise error("Error -3 while decompressing data: invalid block type")
        else:
            _unpack(source, out, *(_tables(source) if kind == 2 else _fixed_tables()))
    return bytes(out), source.at


_fixed = []


def _fixed_tables():
    if not _fixed:
        _fixed.extend((_canonical(_FIXED), _canonical([5] * 30)))
    return _fixed


def _tables(source):
    """The codes that a block brings along."""
    literals, distances = source.take(5) + 257, source.take(5) + 1
    own = [0] * 19
    for place in _ORDER[:source.take(4) + 4]:
        own[place] = source.take(3)
    own, lengths = _canonical(own), []
    while len(lengths) < literals + distances:
        symbol = source.symbol(own)
        if symbol < 16:
            lengths.append(symbol)
        elif symbol == 16:
            if not lengths:
                raise error("Error -3 while decompressing data: invalid bit length repeat")
            lengths += lengths[-1:] * (source.take(2) + 3)
        else:
            lengths += [0] * (source.take(3) + 3 if symbol == 17 else source.take(7) + 11)
    return _canonical(lengths[:literals]), _canonical(lengths[literals:])


def _unpack(source, out, literals, distances):
    while True:
        symbol = source.symbol(literals)
        if symbol < 256:
            out.append(symbol)
        elif symbol == 256:
            return
        else:
            symbol -= 257
            size = _LENGTHS[symbol] + source.take(_LENGTH_BITS[symbol])
            symbol = source.symbol(distances)
            back = _DISTANCES[symbol] + source.take(_DISTANCE_BITS[symbol])
            if back > len(out):
                raise error("Error -3 while decompressing data: invalid distance too far back")
            for _ in range(size):
                out.append(out[-back])


class _Output:
    """Bits as bytes, the lowest first."""

    def __init__(self):
        self.data, self.bits, self.count = bytearray(), 0, 0

    def put(self, value, count):
        self.bits |= value << self.count
        self.count += count
        while self.count >= 8:
            self.data.append(self.bits & 255)
            self.bits >>= 8
            self.count -= 8

    def code(self, code, bits):
        # Codes begin with their highest bit.
        self.put(int(f"{code:0{bits}b}"[::-1], 2), bits)

    def end(self):
        if self.count:
            self.put(0, 8 - self.count)
        return bytes(self.data)


def _place(starts, value):
    import bisect
    return bisect.bisect_right(starts, value) - 1


def _deflate(data, level):
    out = _Output()
    if level == 0:
        pieces = [data[n:n + 65535] for n in range(0, len(data), 65535)] or [b""]
        for number, piece in enumerate(pieces):
            out.put(number == len(pieces) - 1, 8)
            out.put(len(piece), 16)
            out.put(len(piece) ^ 0xFFFF, 16)
            for byte in piece:
                out.put(byte, 8)
        return out.end()
    codes = {symbol: (code, bits) for (bits, code), symbol in _fixed_tables()[0].items()}
    out.put(1, 1)
    out.put(1, 2)
    seen, at, end = {}, 0, len(data)
    while at < end:
        start = data[at:at + 3]
        before = seen.get(start, -1) if len(start) == 3 else -1
        size = 0
        if before >= 0 and at - before <= 32768:
            most = min(258, end - at)
            size = 3
            while size < most and data[before + size] == data[at + size]:
                size += 1
        if size:
            symbol = _place(_LENGTHS, size)
            out.code(*codes[257 + symbol])
            out.put(size - _LENGTHS[symbol], _LENGTH_BITS[symbol])
            symbol = _place(_DISTANCES, at - before)
            out.code(symbol, 5)
            out.put(at - before - _DISTANCES[symbol], _DISTANCE_BITS[symbol])
        else:
            out.code(*codes[data[at]])
        for place in range(at, at + (size or 1)):
            seen[data[place:place + 3]] = place
        at += size or 1
    out.code(*codes[256])
    return out.end()


def _packed(data, level, wbits):
    if not -1 <= level <= 9:
        raise error("Bad compression level")
    body = _deflate(data, level)
    if wbits < 0:
        return body
    if wbits > 15:
        sums = crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
        return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + body + sums
    mark = {0: b"\x01", 1: b"\x01", -1: b"\x9c", 6: b"\x9c"}
    mark = mark.get(level, b"\x5e" if level < 6 else b"\xda")
    return b"\x78" + mark + body + adler32(data).to_bytes(4, "big")


def _unpacked(data, wbits):
    """What some bytes unpack to, and what stands behind them."""
    if wbits < 0:
        out, at = _inflate(data, 0)
        return out, data[at:]
    if wbits > 15 and data[:2] == b"\x1f\x8b":
        import gzip
        return gzip._member(data)
    if len(data) < 2:
        raise EOFError
    if data[0] & 15 != 8 or (data[0] << 8 | data[1]) % 31 or 15 < wbits < 32:
        raise error("Error -3 while decompressing data: incorrect header check")
    out, at = _inflate(data, 2)
    if len(data) < at + 4:
        raise EOFError
    if int.from_bytes(data[at:at + 4], "big") != adler32(out):
        raise error("Error -3 while decompressing data: incorrect data check")
    return out, data[at + 4:]


def compress(data, /, level=-1, wbits=MAX_WBITS):
    """Packs bytes."""
    return _packed(_bytes(data), level, wbits)


def decompress(data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE):
    """Unpacks bytes."""
    try:
        return _unpacked(_bytes(data), wbits)[0]
    except EOFError:
        raise error("Error -5 while decompressing data: incomplete or truncated stream") from None


class Compress:
    """Packs bytes piece by piece; they come out at the end."""

    def __init__(self, level, wbits):
        self._level, self._wbits, self._pieces = level, wbits, []

    def compress(self, data, /):
        self._pieces.append(_bytes(data))
        return b""

    def flush(self, mode=Z_FINISH, /):
        if mode != Z_FINISH:
            return b""
        data, self._pieces = b"".join(self._pieces), []
        return _packed(data, self._level, self._wbits)


class Decompress:
    """Unpacks bytes piece by piece."""

    def __init__(self, wbits):
        self._wbits, self._come, self._given = wbits, b"", 0
        self.eof, self.unused_data, self.unconsumed_tail = False, b"", b""

    def decompress(self, data, /, max_length=0):
        if self.eof:
            self.unused_data += _bytes(data)
            return b""
        self._come += _bytes(data)
        try:
            out, rest = _unpacked(self._come, self._wbits)
        except EOFError:
            return b""
        self.eof, self.unused_data = True, rest
        return out

    def flush(self, length=DEF_BUF_SIZE, /):
        return b""


def compressobj(level=-1, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,
                strategy=Z_DEFAULT_STRATEGY, zdict=None):
    return Compress(level, wbits)


def decompressobj(wbits=MAX_WBITS, zdict=b""):
    return Decompress(wbits)
