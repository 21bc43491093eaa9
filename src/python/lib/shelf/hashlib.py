"""Digests of bytes."""
import _digest

_SIZES = {"md5": (16, 64), "sha1": (20, 64), "sha224": (28, 64), "sha256": (32, 64),
          "sha384": (48, 128), "sha512": (64, 128), "sha3_224": (28, 144),
          "sha3_256": (32, 136), "sha3_384": (48, 104), "sha3_512": (64, 72)}
algorithms_guaranteed = {*_SIZES, "blake2b", "blake2s"}
algorithms_available = {*algorithms_guaranteed}


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


class _Blake2(_Hash):
    """A digest of any size up to a bound, with a key where one is given."""

    def __init__(self, data=b"", /, *, digest_size=None, key=b"", salt=b"", person=b"",
                 usedforsecurity=True):
        most = self.MAX_DIGEST_SIZE
        self.digest_size = most if digest_size is None else digest_size
        if not 1 <= self.digest_size <= most:
            raise ValueError(f"digest_size must be between 1 and {most} bytes")
        bounds = self.SALT_SIZE, self.PERSON_SIZE, self.MAX_KEY_SIZE
        for what, given, longest in zip(("salt", "person", "key"), (salt, person, key), bounds):
            if len(given) > longest:
                raise ValueError(f"maximum {what} length is {longest} bytes")
        self._extra = bytes(key), bytes(salt), bytes(person)
        self._pieces = []
        self.update(data)

    def digest(self):
        return _digest.blake2(self.name, b"".join(self._pieces), self.digest_size, *self._extra)

    def copy(self):
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__, _pieces=[*self._pieces])
        return made

    def __repr__(self):
        return f"<_blake2.{self.name} object at {id(self):#x}>"


class blake2b(_Blake2):
    name, block_size, MAX_DIGEST_SIZE, MAX_KEY_SIZE, SALT_SIZE, PERSON_SIZE = \
        "blake2b", 128, 64, 64, 16, 16


class blake2s(_Blake2):
    name, block_size, MAX_DIGEST_SIZE, MAX_KEY_SIZE, SALT_SIZE, PERSON_SIZE = \
        "blake2s", 64, 32, 32, 8, 8


for _kind in (blake2b, blake2s):
    _kind.__module__ = "_blake2"


def new(name, data=b"", *, usedforsecurity=True, **parameters):
    plain = name.lower().replace("-", "")
    if plain in ("blake2b", "blake2s"):
        return (blake2b if plain == "blake2b" else blake2s)(data, **parameters)
    plain = plain.replace("sha3", "sha3_") if "sha3-" in name.lower() else plain
    if parameters:
        raise TypeError(f"'{next(iter(parameters))}' is an invalid keyword argument for new()")
    if plain not in _SIZES:
        raise ValueError(f"unsupported hash type {name}")
    return _Hash(plain, data)


def _maker(name):
    def make(string=b"", *, usedforsecurity=True):
        return _Hash(name, string)
    make.__name__ = make.__qualname__ = f"openssl_{name}"
    return make


(md5, sha1, sha224, sha256, sha384, sha512, sha3_224, sha3_256, sha3_384,
 sha3_512) = map(_maker, _SIZES)


def __getattr__(name):
    if name.startswith(("shake_", "scrypt")):
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
