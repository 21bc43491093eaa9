"""`zlib` and `gzip`."""
import zlib, gzip, io, os, tempfile
PATH = os.path.join(tempfile.gettempdir(), "packed_lines.gz")
text = ("the quick brown fox jumps over the lazy dog. " * 40).encode()
print(zlib.crc32(b"hello"), zlib.adler32(b"hello"), hex(zlib.crc32(b"world", zlib.crc32(b"hello "))), zlib.crc32(b""))
c = zlib.compress(text)
print(len(c) < len(text) // 4, zlib.decompress(c) == text, c[:2])
for level in (0, 1, 5, 9):
    assert zlib.decompress(zlib.compress(text, level)) == text
    print(zlib.compress(b"a", level)[:2])
for bad in (b"", b"not packed", c[:-5], c[:-1] + b"\0"):
    try:
        print(zlib.decompress(bad))
    except zlib.error as e:
        print("zlib.error:", e, type(e))
o = zlib.compressobj()
data = o.compress(b"abc" * 10) + o.compress(b"def") + o.flush()
d = zlib.decompressobj()
print(d.decompress(data[:5]) + d.decompress(data[5:]) + d.flush(), d.eof)
g = gzip.compress(b"hello hello hello", mtime=0)
print(g[:4], gzip.decompress(g), gzip.decompress(g + g))
with gzip.open(PATH, "wt") as f:
    for i in range(5):
        print("line", i, file=f)
with gzip.open(PATH, "rt") as f:
    for line in f:
        print(line.rstrip())
with gzip.open(PATH) as f:
    print(f.read(10), f.readline())
buf = io.BytesIO()
with gzip.GzipFile(fileobj=buf, mode="wb") as f:
    f.write(b"in memory")
print(gzip.decompress(buf.getvalue()))
try:
    gzip.decompress(b"hello world hello world")
except gzip.BadGzipFile as e:
    print(type(e).__name__, e)
os.remove(PATH)
try: zlib.compress("text")
except TypeError as e: print(e)
