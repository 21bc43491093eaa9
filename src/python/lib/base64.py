"""Bytes in letters and digits."""
import binascii

_THIRTY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def _bytes(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters") from None
    return bytes(s)


def _swap(data, old, new):
    return bytes([new[old.index(b)] if b in old else b for b in data])


def b64encode(s, altchars=None):
    if isinstance(s, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    data = binascii.b2a_base64(bytes(s), newline=False)
    return _swap(data, b"+/", altchars) if altchars is not None else data


def b64decode(s, altchars=None, validate=False):
    data = _bytes(s)
    if altchars is not None:
        data = _swap(data, _bytes(altchars), b"+/")
    return binascii.a2b_base64(data, strict_mode=validate)


standard_b64encode, standard_b64decode = b64encode, b64decode


def urlsafe_b64encode(s):
    return b64encode(s, b"-_")


def urlsafe_b64decode(s):
    return b64decode(s, b"-_")


def b16encode(s):
    return bytes(s).hex().upper().encode()


def b16decode(s, casefold=False):
    text = _bytes(s).decode()
    if casefold:
        text = text.upper()
    if any(c not in "0123456789ABCDEF" for c in text):
        raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(text)


def b32encode(s):
    data = bytes(s)
    bits = "".join([f"{b:08b}" for b in data])
    bits += "0" * (-len(bits) % 5)
    text = "".join([_THIRTY[int(bits[i:i + 5], 2)] for i in range(0, len(bits), 5)])
    return (text + "=" * (-len(text) % 8)).encode()


def b32decode(s, casefold=False, map01=None):
    text = _bytes(s).decode()
    if casefold:
        text = text.upper()
    if len(text) % 8:
        raise binascii.Error("Incorrect padding")
    text = text.rstrip("=")
    if any(c not in _THIRTY for c in text):
        raise binascii.Error("Non-base32 digit found")
    bits = "".join([f"{_THIRTY.index(c):05b}" for c in text])
    return bytes([int(bits[i:i + 8], 2) for i in range(0, len(bits) // 8 * 8, 8)])


def encodebytes(s):
    return b"".join([binascii.b2a_base64(s[i:i + 57]) for i in range(0, len(s), 57)])


def decodebytes(s):
    return binascii.a2b_base64(bytes(s))
