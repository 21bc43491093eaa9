import hashlib, hmac
from concurrent.futures import ThreadPoolExecutor

for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512",
             "sha3_224", "sha3_256", "sha3_384", "sha3_512"):
    made = getattr(hashlib, name)(b"a" * 200)
    made.update(bytearray(b"more"))
    print(made.name, made.digest_size, made.block_size, made.hexdigest()[:24],
          hmac.new(b"key", b"message", name).hexdigest()[-12:])

whole = hashlib.blake2b(b"abc")
print(whole.name, whole.digest_size, whole.block_size, whole.hexdigest()[:32])
print(hashlib.blake2s(b"abc").hexdigest())
short = hashlib.blake2b(digest_size=8, key=b"secret", person=b"lesson")
short.update(b"one")
other = short.copy()
other.update(b"two")
print(short.hexdigest(), other.hexdigest(), short.digest() == other.digest(), short.digest_size)
print(hashlib.blake2s(b"x", salt=b"12345678", digest_size=5).hexdigest())
print(hashlib.new("blake2b", b"q").hexdigest()[:16], hashlib.new("sha3_256", b"q").hexdigest()[:16])
print(hashlib.blake2b.SALT_SIZE, hashlib.blake2s.MAX_KEY_SIZE, hashlib.blake2b)
print({"sha3_256", "blake2b"} <= hashlib.algorithms_guaranteed)
for wrong in (lambda: hashlib.blake2b(digest_size=65), lambda: hashlib.blake2b(digest_size=0),
              lambda: hashlib.blake2b(key=b"x" * 65), lambda: hashlib.blake2b(salt=b"x" * 17),
              lambda: hashlib.blake2s(person=b"x" * 9), lambda: hashlib.blake2s("text"),
              lambda: hashlib.sha3_512("text"), lambda: hashlib.new("sha4")):
    try:
        wrong()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)

with ThreadPoolExecutor(3) as pool:
    print(*pool.map(lambda n: hashlib.sha3_256(str(n).encode()).hexdigest()[:8], range(4)))
