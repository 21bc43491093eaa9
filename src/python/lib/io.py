"""Text and bytes as files, and the files of the machine's small file system.

The file system is in memory and belongs to the machine, so that all processes
see the same files; it is gone when the run is over.
"""
import _machine

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
BlockingIOError = BlockingIOError
DEFAULT_BUFFER_SIZE = 8192


class UnsupportedOperation(OSError, ValueError):
    """A file cannot do that."""


class IOBase:
    """What all files have."""

    closed = False

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file" + self._full_stop)

    _full_stop = "."

    def tell(self):
        return self.seek(0, SEEK_CUR)

    def seek(self, offset, whence=SEEK_SET):
        raise UnsupportedOperation("seek")

    def truncate(self, size=None):
        raise UnsupportedOperation("truncate")

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, kind, value, trace):
        self.close()

    def close(self):
        if not self.closed:
            self.flush()
            self.closed = True

    def flush(self):
        pass

    def isatty(self):
        return False

    def readable(self):
        return False

    def writable(self):
        return False

    def seekable(self):
        return True

    def fileno(self):
        raise UnsupportedOperation("fileno")

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=-1):
        if hint is None or hint <= 0:
            return list(self)
        lines, size = [], 0
        for line in self:
            lines.append(line)
            size += len(line)
            if size >= hint:
                break
        return lines

    def writelines(self, lines):
        for line in lines:
            self.write(line)


class RawIOBase(IOBase):
    """Files of bytes without a buffer."""


class BufferedIOBase(IOBase):
    """Files of bytes."""


class TextIOBase(IOBase):
    """Files of text."""

    encoding = None
    errors = None
    newlines = None


class _InMemory:
    """Reading and writing at a place in something that is kept whole."""

    def readable(self):
        return True

    def writable(self):
        return True

    def tell(self):
        self._check()
        return self._at

    def seek(self, offset, whence=SEEK_SET):
        self._check()
        if whence == SEEK_CUR:
            offset += self._at
        elif whence == SEEK_END:
            offset += len(self._whole())
        if offset < 0:
            raise ValueError(f"negative seek value {offset}")
        self._at = offset
        return offset

    def read(self, size=-1):
        self._check()
        whole = self._whole()
        end = len(whole) if size is None or size < 0 else self._at + size
        part = whole[self._at:end]
        self._at += len(part)
        return part

    def readline(self, size=-1):
        self._check()
        whole = self._whole()
        end = whole.find(self._newline, self._at)
        end = len(whole) if end < 0 else end + 1
        if size is not None and size >= 0:
            end = min(end, self._at + size)
        part = whole[self._at:end]
        self._at += len(part)
        return part

    def getvalue(self):
        self._check()
        return self._whole()


class StringIO(_InMemory, TextIOBase):
    """Text as a file."""

    _newline = "\n"
    _full_stop = ""
    line_buffering = False

    def __init__(self, initial_value="", newline="\n"):
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError("initial_value must be str or None, not "
                            f"{type(initial_value).__name__}")
        # Pieces that were written at the end wait to be joined.
        self._text = initial_value or ""
        self._pieces = []
        self._at = 0

    def _whole(self):
        if self._pieces:
            self._text += "".join(self._pieces)
            self._pieces.clear()
        return self._text

    def write(self, text):
        self._check()
        if not isinstance(text, str):
            raise TypeError(f"string argument expected, got '{type(text).__name__}'")
        whole = len(self._text) + sum(map(len, self._pieces)) if self._pieces else len(self._text)
        if self._at == whole:
            self._pieces.append(text)
            if len(self._pieces) > 64:
                self._whole()
        else:
            before = self._whole().ljust(self._at, "\0")
            self._text = before[:self._at] + text + before[self._at + len(text):]
        self._at += len(text)
        return len(text)

    def truncate(self, size=None):
        size = self._at if size is None else size
        self._text = self._whole()[:size]
        return size


class BytesIO(_InMemory, BufferedIOBase):
    """Bytes as a file."""

    _newline = b"\n"

    def __init__(self, initial_bytes=b""):
        self._data = bytes(initial_bytes)
        self._at = 0

    def _whole(self):
        return self._data

    def write(self, data):
        self._check()
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        data = bytes(data)
        before = self._data + b"\0" * (self._at - len(self._data))
        self._data = before[:self._at] + data + before[self._at + len(data):]
        self._at += len(data)
        return len(data)

    def getbuffer(self):
        return memoryview(self._data)

    def truncate(self, size=None):
        size = self._at if size is None else size
        self._data = self._data[:size]
        return size


_FAULTS = {2: "No such file or directory", 9: "Bad file descriptor", 17: "File exists",
           20: "Not a directory", 21: "Is a directory"}
_numbers = {"next": 3}


class FileIO(RawIOBase):
    """A file of the machine's file system, as bytes.

    What is written waits in a buffer, as in CPython: others see it when the
    buffer is full, flushed or closed.
    """

    def __init__(self, file, mode="r", closefd=True, opener=None):
        import os
        import posixpath
        self.closed = True
        self.name = file
        self._path = path = posixpath.abspath(os.fsdecode(file))
        kind = mode.replace("b", "").replace("t", "").replace("+", "")
        self.mode = _MODES[kind, "+" in mode]
        self._reads = kind == "r" or "+" in mode
        self._writes = kind != "r" or "+" in mode
        self._appends = kind == "a"
        self._pieces, self._waiting = [], 0
        is_device = path in _DEVICES
        exists = is_device or _machine.file_exists(path)
        data = _machine.file_get(path) if exists and not is_device else None
        if exists and data is None and not is_device:
            raise OSError(21, _FAULTS[21], file)
        if exists and kind == "x":
            raise OSError(17, _FAULTS[17], file)
        if not exists:
            folder = posixpath.dirname(path)
            if kind == "r" or not _machine.file_exists(folder):
                raise OSError(2, _FAULTS[2], file)
            if _machine.file_get(folder) is not None:
                raise OSError(20, _FAULTS[20], file)
        if not exists or kind == "w":
            self._store(b"")
        self._at = len(data or b"") if self._appends else 0
        self.closed = False
        self._number = _numbers["next"]
        _numbers["next"] += 1

    def _store(self, data):
        if self._path not in _DEVICES:
            import os
            _machine.file_set(self._path, data)
            os._touch(self._path)

    def _data(self):
        if self._pieces:
            self._send()
        return _machine.file_get(self._path) or b""

    def _send(self):
        data = b"".join(self._pieces)
        self._pieces, self._waiting = [], 0
        if self._path in _DEVICES:
            return
        before = _machine.file_get(self._path) or b""
        at = len(before) if self._appends else self._at - len(data)
        if at == len(before):
            self._store(before + data)
        else:
            before += b"\0" * (at - len(before))
            self._store(before[:at] + data + before[at + len(data):])
        self._at = at + len(data)

    def readable(self):
        self._check()
        return self._reads

    def writable(self):
        self._check()
        return self._writes

    def fileno(self):
        self._check()
        return self._number

    def flush(self):
        self._check()
        if self._pieces:
            self._send()

    def _need(self, reads):
        if reads and not self._reads:
            raise UnsupportedOperation("read")
        if not reads and not self._writes:
            raise UnsupportedOperation("write")
        if self.closed:
            raise ValueError("read of closed file" if reads else "write to closed file")

    def tell(self):
        self._check()
        return self._at

    def seek(self, offset, whence=SEEK_SET):
        if self.closed:
            raise ValueError("seek of closed file")
        size = len(self._data())
        if whence == SEEK_CUR:
            offset += self._at
        elif whence == SEEK_END:
            offset += size
        if offset < 0:
            raise OSError(22, "Invalid argument")
        self._at = offset
        return offset

    def read(self, size=-1):
        self._need(True)
        data = self._data()
        end = len(data) if size is None or size < 0 else self._at + size
        part = data[self._at:end]
        self._at += len(part)
        return part

    readall = read1 = read

    def readinto(self, buffer):
        part = self.read(len(buffer))
        buffer[:len(part)] = part
        return len(part)

    def readline(self, size=-1):
        self._need(True)
        data = self._data()
        end = data.find(b"\n", self._at)
        end = len(data) if end < 0 else end + 1
        if size is not None and size >= 0:
            end = min(end, self._at + size)
        part = data[self._at:end]
        self._at = end
        return part

    def write(self, data):
        self._need(False)
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        data = bytes(data)
        self._pieces.append(data)
        self._waiting += len(data)
        self._at += len(data)
        if self._waiting >= DEFAULT_BUFFER_SIZE:
            self._send()
        return len(data)

    def truncate(self, size=None):
        self._need(False)
        data = self._data()
        size = self._at if size is None else size
        self._store(data[:size] + b"\0" * (size - len(data)))
        return size

    def close(self):
        if not self.closed:
            if self._pieces:
                self._send()
            self.closed = True

    def __del__(self):
        self.close()

    def __repr__(self):
        return f"<_io.{type(self).__name__} name={self.name!r}>"


_DEVICES = ("/dev/null",)
_MODES = {("r", False): "rb", ("r", True): "rb+", ("w", False): "wb", ("w", True): "rb+",
          ("a", False): "ab", ("a", True): "ab+", ("x", False): "xb", ("x", True): "xb+"}


class BufferedReader(FileIO, BufferedIOBase):
    """A file of bytes to be read."""

    def peek(self, size=0):
        return self._data()[self._at:self._at + DEFAULT_BUFFER_SIZE]


class BufferedWriter(FileIO, BufferedIOBase):
    """A file of bytes to be written."""


class BufferedRandom(BufferedReader, BufferedWriter):
    """A file of bytes for both."""


class TextIOWrapper(TextIOBase):
    """A file of text over one of bytes; places in it are counted in bytes."""

    _bytes = None

    def __init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False,
                 write_through=False):
        if newline not in (None, "", "\n", "\r", "\r\n"):
            raise ValueError(f"illegal newline value: {newline!r}")
        self._bytes = buffer
        self.buffer = buffer
        self.encoding = encoding or "UTF-8"
        "".encode(self.encoding)
        self.errors = errors or "strict"
        self._newline = newline
        self.line_buffering = line_buffering
        self.write_through = write_through

    @property
    def name(self):
        return self._bytes.name

    @property
    def closed(self):
        return self._bytes.closed

    def readable(self):
        return self._bytes.readable()

    def writable(self):
        return self._bytes.writable()

    def seekable(self):
        return self._bytes.seekable()

    def fileno(self):
        return self._bytes.fileno()

    def flush(self):
        self._check()
        self._bytes.flush()

    def close(self):
        if self._bytes is not None:
            self._bytes.close()

    def detach(self):
        buffer, self._bytes = self._bytes, None
        return buffer

    def tell(self):
        return self._bytes.tell()

    def seek(self, cookie, whence=SEEK_SET):
        self._check()
        if whence == SEEK_CUR and cookie:
            raise UnsupportedOperation("can't do nonzero cur-relative seeks")
        if whence == SEEK_END and cookie:
            raise UnsupportedOperation("can't do nonzero end-relative seeks")
        if cookie < 0:
            raise ValueError(f"negative seek position {cookie}")
        return self._bytes.seek(cookie, whence)

    def truncate(self, pos=None):
        return self._bytes.truncate(pos)

    def reconfigure(self, *, encoding=None, errors=None, newline=None, line_buffering=None,
                    write_through=None):
        self.encoding = encoding or self.encoding
        self.errors = errors or self.errors

    def _decode(self, data):
        text = data.decode(self.encoding, self.errors)
        if self._newline is None and "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text

    def read(self, size=-1):
        self._check()
        if not self._bytes.readable():
            raise UnsupportedOperation("not readable")
        if size is None or size < 0:
            return self._decode(self._bytes.read())
        begun = self._bytes.tell()
        data = self._bytes.read(size)
        while True:
            text = data.decode(self.encoding, "ignore")
            more = self._bytes.read(1) if len(text) < size else b""
            if not more:
                break
            data += more
        self._bytes.seek(begun + len(data))
        return self._decode(data)

    def readline(self, size=-1):
        self._check()
        if not self._bytes.readable():
            raise UnsupportedOperation("not readable")
        return self._decode(self._bytes.readline(size))

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._check()
        if not self._bytes.writable():
            raise UnsupportedOperation("not writable")
        out = text
        if self._newline == "\r\n":
            out = text.replace("\n", "\r\n")
        self._bytes.write(out.encode(self.encoding, self.errors))
        if self.line_buffering and "\n" in text:
            self._bytes.flush()
        return len(text)

    def __repr__(self):
        mode = getattr(self, "mode", None)
        shown = f"name={self.name!r} " + (f"mode={mode!r} " if mode else "")
        return f"<_io.TextIOWrapper {shown}encoding={self.encoding!r}>"


class BufferedRWPair(BufferedIOBase):
    """A reader and a writer as one."""

    def __init__(self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE):
        self._reader, self._writer = reader, writer
        self.read, self.readline = reader.read, reader.readline
        self.write, self.flush = writer.write, writer.flush

    def close(self):
        self._writer.close()
        self._reader.close()


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True,
         opener=None):
    """Opens a file of the machine's file system."""
    import os
    if isinstance(file, int):
        return os.fdopen(file, mode, buffering, encoding, errors, newline)
    if not isinstance(file, (str, bytes)):
        file = os.fspath(file)
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    if set(mode) - set("rwaxbt+") or len(set(mode)) < len(mode):
        raise ValueError(f"invalid mode: {mode!r}")
    is_binary = "b" in mode
    if is_binary and "t" in mode:
        raise ValueError("can't have text and binary mode at once")
    if sum(mode.count(c) for c in "rwax") != 1:
        raise ValueError("Must have exactly one of create/read/write/append mode and at most "
                         "one plus" if is_binary else
                         "must have exactly one of create/read/write/append mode")
    if is_binary:
        for what, given in (("encoding", encoding), ("errors", errors), ("newline", newline)):
            if given is not None:
                raise ValueError(f"binary mode doesn't take {_an(what)} argument")
    elif buffering == 0:
        raise ValueError("can't have unbuffered text I/O")
    if buffering == 0:
        kind = FileIO
    elif "+" in mode:
        kind = BufferedRandom
    else:
        kind = BufferedReader if "r" in mode else BufferedWriter
    raw = kind(file, mode)
    if is_binary:
        return raw
    made = TextIOWrapper(raw, encoding, errors, newline, line_buffering=buffering == 1)
    made.mode = mode
    return made


def _an(word):
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


open_code = open


def text_encoding(encoding, stacklevel=2):
    return "locale" if encoding is None else encoding
