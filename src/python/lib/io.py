"""Text and bytes as files, and the files of the machine's small file system.

The file system is in memory and belongs to the machine, so that all processes
see the same files; it is gone when the run is over.
"""
import _machine

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = 8192


class UnsupportedOperation(OSError, ValueError):
    """A file cannot do that."""


class IOBase:
    """What all files have."""

    closed = False

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

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
        return list(self)

    def writelines(self, lines):
        for line in lines:
            self.write(line)


class RawIOBase(IOBase):
    """Files of bytes without a buffer."""


class BufferedIOBase(IOBase):
    """Files of bytes."""


class TextIOBase(IOBase):
    """Files of text."""

    encoding = "utf-8"
    errors = "strict"
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
        before = self._data.ljust(self._at, b"\0")
        self._data = before[:self._at] + data + before[self._at + len(data):]
        self._at += len(data)
        return len(data)

    def getbuffer(self):
        return memoryview(self._data)

    def truncate(self, size=None):
        size = self._at if size is None else size
        self._data = self._data[:size]
        return size


def _fault(number, path):
    kinds = {2: (FileNotFoundError, "No such file or directory"),
             17: (FileExistsError, "File exists"), 20: (NotADirectoryError, "Not a directory"),
             21: (IsADirectoryError, "Is a directory")}
    kind, words = kinds[number]
    return kind(number, words, path)


class _File(_InMemory):
    """A file of the machine's file system."""

    def _open(self, file, mode):
        import posixpath
        self.name = file
        self.mode = mode
        self._path = posixpath.abspath(file)
        kind = mode.replace("b", "").replace("t", "").replace("+", "")
        self._reads = kind == "r" or "+" in mode
        self._writes = kind != "r" or "+" in mode
        self._appends = kind == "a"
        found = _machine.file_get(self._path)
        if found is None and _machine.file_exists(self._path):
            raise _fault(21, file)
        if found is None and kind == "r":
            raise _fault(2, file)
        if found is not None and kind == "x":
            raise _fault(17, file)
        if found is None or kind == "w":
            if not _machine.file_exists(posixpath.dirname(self._path) or "/"):
                raise _fault(2, file)
            _machine.file_set(self._path, b"")
        self._at = 0
        if self._appends:
            self._at = len(_machine.file_get(self._path))

    def readable(self):
        return self._reads

    def writable(self):
        return self._writes

    def fileno(self):
        return 3

    def _data(self):
        return _machine.file_get(self._path) or b""

    def _need(self, reads):
        self._check()
        if reads and not self._reads:
            raise UnsupportedOperation("not readable")
        if not reads and not self._writes:
            raise UnsupportedOperation("not writable")

    def _put(self, data):
        before = self._data()
        at = len(before) if self._appends else self._at
        before = before.ljust(at, b"\0")
        _machine.file_set(self._path, before[:at] + data + before[at + len(data):])
        self._at = at + len(data)

    def truncate(self, size=None):
        self._need(False)
        size = self._at if size is None else size
        _machine.file_set(self._path, self._data()[:size].ljust(size, b"\0"))
        return size

    def __repr__(self):
        shown = f"name={self.name!r} mode={self.mode!r}"
        if isinstance(self, TextIOBase):
            shown += f" encoding={self.encoding!r}"
        return f"<_io.{type(self).__name__} {shown}>"


class BufferedRandom(_File, BufferedIOBase):
    """A file of bytes."""

    _newline = b"\n"

    def _whole(self):
        self._need(True)
        return self._data()

    def write(self, data):
        self._need(False)
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        self._put(bytes(data))
        return len(data)


class TextIOWrapper(_File, TextIOBase):
    """A file of text; places in it are counted in bytes."""

    def read(self, size=-1):
        self._need(True)
        text = self._data()[self._at:].decode(self.encoding, self.errors)
        if size is not None and size >= 0:
            text = text[:size]
        self._at += len(text.encode(self.encoding, self.errors))
        return text.replace("\r\n", "\n")

    def readline(self, size=-1):
        self._need(True)
        data = self._data()
        end = data.find(b"\n", self._at)
        end = len(data) if end < 0 else end + 1
        part = data[self._at:end]
        self._at = end
        return part.decode(self.encoding, self.errors).replace("\r\n", "\n")

    def _whole(self):
        return self._data()

    def write(self, text):
        self._need(False)
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._put(text.encode(self.encoding, self.errors))
        return len(text)


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True,
         opener=None):
    """Opens a file of the machine's file system."""
    import os
    if isinstance(file, int):
        raise UnsupportedOperation("files have no numbers here: use a path")
    file = os.fspath(file)
    if isinstance(file, bytes):
        file = file.decode()
    if not mode or sum(mode.count(c) for c in "rwax") != 1 or set(mode) - set("rwaxbt+"):
        raise ValueError(f"invalid mode: {mode!r}")
    if "b" in mode:
        if "t" in mode:
            raise ValueError("can't have text and binary mode at once")
        if encoding is not None:
            raise ValueError("binary mode doesn't take an encoding argument")
        made = BufferedRandom()
    else:
        made = TextIOWrapper()
        made.encoding = encoding or "UTF-8"
        made.errors = errors or "strict"
    made._open(file, mode)
    return made
