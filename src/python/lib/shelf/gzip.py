"""Files packed as `gzip` does (RFC 1952)."""
import io
import time
import zlib

__all__ = ["BadGzipFile", "GzipFile", "open", "compress", "decompress"]


class BadGzipFile(OSError):
    """It is not a gzip file, or damaged."""


def _member(data):
    """What the first packed file in some bytes was, and what stands behind it."""
    if data[:2] != b"\x1f\x8b":
        raise BadGzipFile(f"Not a gzipped file ({data[:2]!r})")
    if len(data) < 18:
        raise EOFError("Compressed file ended before the end-of-stream marker was reached")
    if data[2] != 8:
        raise BadGzipFile("Unknown compression method")
    flags, at = data[3], 10
    if flags & 4:
        at += 2 + int.from_bytes(data[at:at + 2], "little")
    for flag in (8, 16):
        if flags & flag:
            at = data.index(b"\0", at) + 1
    if flags & 2:
        at += 2
    try:
        out, at = zlib._inflate(data, at)
    except EOFError:
        at = len(data)
    if len(data) < at + 8:
        raise EOFError("Compressed file ended before the end-of-stream marker was reached")
    check = int.from_bytes(data[at:at + 4], "little")
    if check != zlib.crc32(out):
        raise BadGzipFile(f"CRC check failed {hex(check)} != {hex(zlib.crc32(out))}")
    if int.from_bytes(data[at + 4:at + 8], "little") != len(out) & 0xFFFFFFFF:
        raise BadGzipFile("Incorrect length of data produced")
    return out, data[at + 8:]


def compress(data, compresslevel=9, *, mtime=None):
    """Packs bytes."""
    data = bytes(data)
    when = int(time.time() if mtime is None else mtime).to_bytes(4, "little")
    speed = {9: b"\x02", 1: b"\x04"}.get(compresslevel, b"\0")
    return (b"\x1f\x8b\x08\x00" + when + speed + b"\xff" + zlib._deflate(data, compresslevel)
            + zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little"))


def decompress(data):
    """Unpacks bytes."""
    data, whole = bytes(data), []
    while data:
        out, data = _member(data)
        whole.append(out)
        data = data.lstrip(b"\0")
    return b"".join(whole)


class GzipFile(io.BytesIO):
    """A packed file: what is read is unpacked, what is written is packed at the end."""

    def __init__(self, filename=None, mode=None, compresslevel=9, fileobj=None, mtime=None):
        if mode and ("t" in mode or "U" in mode):
            raise ValueError(f"Invalid mode: {mode!r}")
        self.mode = mode = (mode or "rb").replace("b", "")
        self.name = filename if filename is not None else getattr(fileobj, "name", "")
        self._own = fileobj is None
        self.fileobj = fileobj if fileobj is not None else io.open(filename, mode + "b")
        self._level, self.mtime = compresslevel, mtime
        super().__init__(decompress(self.fileobj.read()) if mode == "r" else b"")

    def readable(self):
        return self.mode == "r"

    def writable(self):
        return self.mode != "r"

    def read(self, size=-1):
        if self.mode != "r":
            raise OSError(9, "read() on write-only GzipFile object")
        return super().read(size)

    def write(self, data):
        if self.mode == "r":
            raise OSError(9, "write() on read-only GzipFile object")
        return super().write(data)

    def close(self):
        if self.closed:
            return
        if self.mode != "r":
            self.fileobj.write(compress(self.getvalue(), self._level, mtime=self.mtime))
        if self._own:
            self.fileobj.close()
        super().close()


def open(filename, mode="rb", compresslevel=9, encoding=None, errors=None, newline=None):
    """Opens a packed file."""
    if "t" in mode and "b" in mode:
        raise ValueError(f"Invalid mode: {mode!r}")
    is_path = isinstance(filename, (str, bytes)) or hasattr(filename, "__fspath__")
    if not is_path and not hasattr(filename, "read") and not hasattr(filename, "write"):
        raise TypeError("filename must be a str or bytes object, or a file")
    packed = mode.replace("t", "")
    if is_path:
        made = GzipFile(filename, packed, compresslevel)
    else:
        made = GzipFile(None, packed, compresslevel, filename)
    return io.TextIOWrapper(made, encoding, errors, newline) if "t" in mode else made
