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


_EIGHTY_FIVE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" + "!#$%&()*+-;<=>?@^_`{|}~"


def _encode_85(b, digits, pad, zero=None, blank=None):
    data = _bytes(b)
    missing = -len(data) % 4
    data += bytes(missing)
    parts = []
    for i in range(0, len(data), 4):
        word = int.from_bytes(data[i:i + 4], "big")
        if zero and not word or blank and word == 0x20202020:
            parts.append(zero if not word else blank)
            continue
        part = ""
        for _ in range(5):
            word, digit = divmod(word, 85)
            part = digits[digit] + part
        parts.append(part)
    if missing and not pad:
        if zero and parts[-1] == zero:
            parts[-1] = digits[0] * 5
        parts[-1] = parts[-1][:-missing]
    return "".join(parts).encode()


def _decode_85(text, digits):
    missing = -len(text) % 5
    text += digits[-1] * missing
    out = b""
    for i in range(0, len(text), 5):
        word = 0
        for c in text[i:i + 5]:
            if c not in digits:
                raise ValueError(f"bad base85 character at position {i}")
            word = word * 85 + digits.index(c)
        if word >> 32:
            raise ValueError(f"base85 overflow in hunk starting at byte {i}")
        out += word.to_bytes(4, "big")
    return out[:len(out) - missing] if missing else out


_ASCII_85 = "".join(map(chr, range(33, 118)))


def b85encode(b, pad=False):
    return _encode_85(b, _EIGHTY_FIVE, pad)


def b85decode(b):
    return _decode_85(_bytes(b).decode(), _EIGHTY_FIVE)


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    text = _encode_85(b, _ASCII_85, pad, "z", "y" if foldspaces else None)
    if adobe:
        text = b"<~" + text + b"~>"
    if wrapcol:
        text = b"\n".join(text[i:i + wrapcol] for i in range(0, len(text), wrapcol))
    return text


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b" \t\n\r\v"):
    text = "".join(c for c in _bytes(b).decode() if c not in ignorechars.decode())
    text = text.removeprefix("<~").removesuffix("~>") if adobe else text
    return _decode_85(text.replace("z", "!!!!!").replace("y", "+<VdL"), _ASCII_85)
