"""Digests with a key."""
import hashlib


class HMAC:
    """A message that comes piece by piece, and its digest with a key."""

    def __init__(self, key, msg=None, digestmod=""):
        if isinstance(key, str):
            raise TypeError("key: expected bytes or bytearray, but got 'str'")
        if not digestmod:
            raise TypeError("Missing required argument 'digestmod'.")
        self._make = (lambda data: hashlib.new(digestmod, data)) if isinstance(digestmod, str) \
            else digestmod
        inner = self._make(b"")
        self.digest_size, self.block_size = inner.digest_size, inner.block_size
        self.name = f"hmac-{inner.name}"
        if len(key) > self.block_size:
            key = self._make(bytes(key)).digest()
        self._key = bytes(key) + b"\0" * (self.block_size - len(key))
        self._message = b""
        if msg is not None:
            self.update(msg)

    def update(self, msg):
        self._message += bytes(msg)

    def digest(self):
        inner = self._make(bytes([b ^ 0x36 for b in self._key]) + self._message).digest()
        return self._make(bytes([b ^ 0x5C for b in self._key]) + inner).digest()

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        made = HMAC.__new__(type(self))
        made.__dict__.update(self.__dict__)
        return made


def new(key, msg=None, digestmod=""):
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    return HMAC(key, msg, digest).digest()


def compare_digest(a, b):
    return a == b
