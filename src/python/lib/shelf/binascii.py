"""Bytes in other forms, and their checksums."""

_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_values = {letter: value for value, letter in enumerate(_LETTERS)}


class Error(ValueError):
    """What was given is not in that form."""


class Incomplete(Exception):
    """There is less than there should be."""


def hexlify(data, sep=None, bytes_per_sep=1):
    data = bytes(data)
    text = data.hex() if sep is None else data.hex(sep, bytes_per_sep)
    return text.encode()


b2a_hex = hexlify


def unhexlify(hexstr):
    text = hexstr if isinstance(hexstr, str) else bytes(hexstr).decode("latin-1")
    if len(text) % 2:
        raise Error("Odd-length string")
    if any(c not in "0123456789abcdefABCDEF" for c in text):
        raise Error("Non-hexadecimal digit found")
    return bytes.fromhex(text)


a2b_hex = unhexlify


def b2a_base64(data, *, newline=True):
    data = bytes(data)
    out = []
    for i in range(0, len(data), 3):
        part = data[i:i + 3]
        bits = int.from_bytes(part + b"\0" * (3 - len(part)), "big")
        four = [_LETTERS[bits >> shift & 63] for shift in (18, 12, 6, 0)]
        for gone in range(3 - len(part)):
            four[3 - gone] = 61
        out.extend(four)
    if newline:
        out.append(10)
    return bytes(out)


def a2b_base64(data, /, *, strict_mode=False):
    data = data.encode("ascii") if isinstance(data, str) else bytes(data)
    out, bits, count, pads = [], 0, 0, 0
    for byte in data:
        if byte == 61:
            pads += 1
            if count >= 2 and count + pads >= 4:
                break
            continue
        value = _values.get(byte)
        if value is None:
            if strict_mode:
                raise Error("Only base64 data is allowed")
            continue
        pads = 0
        bits, count = bits << 6 | value, count + 1
        if count == 4:
            out.extend([bits >> 16, bits >> 8 & 255, bits & 255])
            bits = count = 0
    if count == 1:
        total = len(out) // 3 * 4 + 1
        raise Error("Invalid base64-encoded string: number of data characters "
                    f"({total}) cannot be 1 more than a multiple of 4")
    if count and count + pads < 4:
        raise Error("Incorrect padding")
    if count == 2:
        out.append(bits >> 4)
    elif count == 3:
        out.extend([bits >> 10, bits >> 2 & 255])
    return bytes(out)


def _table():
    made = []
    for n in range(256):
        for _ in range(8):
            n = n >> 1 ^ 0xEDB88320 if n & 1 else n >> 1
        made.append(n)
    return made


_crc = []


def crc32(data, value=0, /):
    """The check sum of RFC 1952."""
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    if not _crc:
        _crc.extend(_table())
    value ^= 0xFFFFFFFF
    for byte in bytes(data):
        value = value >> 8 ^ _crc[(value ^ byte) & 255]
    return value ^ 0xFFFFFFFF


def crc_hqx(data, value, /):
    for byte in bytes(data):
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return value
