"""Digests of bytes."""
import _digest

_SIZES = {"md5": (16, 64), "sha1": (20, 64), "sha224": (28, 64), "sha256": (32, 64),
          "sha384": (48, 128), "sha512": (64, 128)}
algorithms_guaranteed = set(_SIZES)
algorithms_available = set(_SIZES)


class _Hash:
    """Bytes that come piece by piece, and their digest."""

    def __init__(self, name, data=b""):
        self.name = name
        self.digest_size, self.block_size = _SIZES[name]
        self._pieces = []
        self.update(data)

    def update(self, data, /):
        if isinstance(data, str):
            raise TypeError("Strings must be encoded before hashing")
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError("object supporting the buffer API required")
        self._pieces.append(bytes(data))

    def digest(self):
        if len(self._pieces) > 1:
            self._pieces = [b"".join(self._pieces)]
        return _digest.digest(self.name, self._pieces[0])

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        return _Hash(self.name, b"".join(self._pieces))

    def __repr__(self):
        return f"<{self.name} _hashlib.HASH object @ {id(self):#x}>"


def new(name, data=b"", *, usedforsecurity=True):
    plain = name.lower().replace("-", "")
    if plain not in _SIZES:
        raise ValueError(f"unsupported hash type {name}")
    return _Hash(plain, data)


def _maker(name):
    def make(string=b"", *, usedforsecurity=True):
        return _Hash(name, string)
    make.__name__ = make.__qualname__ = f"openssl_{name}"
    return make


md5, sha1, sha224, sha256, sha384, sha512 = map(
    _maker, ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"))


def __getattr__(name):
    if name.startswith(("sha3_", "blake2", "shake_", "scrypt")):
        raise AttributeError(f"module 'hashlib' has no attribute '{name}' here: use sha256")
    raise AttributeError(f"module 'hashlib' has no attribute '{name}'")


def file_digest(fileobj, digest, /, *, _bufsize=262144):
    made = new(digest) if isinstance(digest, str) else digest()
    made.update(fileobj.read())
    return made


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    import hmac
    size = new(hash_name).digest_size
    dklen = dklen or size
    result, block = b"", 1
    while len(result) < dklen:
        turn = hmac.digest(password, salt + block.to_bytes(4, "big"), hash_name)
        total = int.from_bytes(turn, "big")
        for _ in range(iterations - 1):
            turn = hmac.digest(password, turn, hash_name)
            total ^= int.from_bytes(turn, "big")
        result += total.to_bytes(size, "big")
        block += 1
    return result[:dklen]
