"""Bytes that all processes see, by name.

They are kept in the machine's file system, under `/dev/shm`.
"""
import _machine
import os
import struct

__all__ = ["SharedMemory", "ShareableList"]

_FOLDER = "/dev/shm/"


def _new_name():
    return "psm_" + os.urandom(4).hex()


class _Buffer:
    """The bytes, to be read and written in place."""

    format, itemsize, ndim, readonly = "B", 1, 1, False

    def __init__(self, path, size):
        self._path, self._size = path, size

    def _data(self):
        if self._path is None:
            raise ValueError("operation forbidden on released memoryview object")
        return _machine.file_get(self._path) or b""

    def __len__(self):
        return self._size

    nbytes = property(__len__)

    def _place(self, index):
        place = index + self._size if index < 0 else index
        if not 0 <= place < self._size:
            raise IndexError("index out of bounds on dimension 1")
        return place

    def __getitem__(self, index):
        if isinstance(index, slice):
            return memoryview(self._data()[:self._size][index])
        return self._data()[self._place(index)]

    def __setitem__(self, index, value):
        data = self._data()
        if isinstance(index, slice):
            start, stop, step = index.indices(self._size)
            value = bytes(value)
            if step != 1 or len(value) != max(0, stop - start):
                raise ValueError("memoryview assignment: lvalue and rvalue have different "
                                 "structures")
            made = data[:start] + value + data[start + len(value):]
        else:
            if not isinstance(value, int):
                raise TypeError("memoryview: invalid type for format 'B'")
            if not 0 <= value <= 255:
                raise ValueError("memoryview: invalid value for format 'B'")
            place = self._place(index)
            made = data[:place] + bytes([value]) + data[place + 1:]
        _machine.file_set(self._path, made)

    def __iter__(self):
        return iter(self._data()[:self._size])

    def __bytes__(self):
        return self._data()[:self._size]

    def __eq__(self, other):
        return bytes(self) == bytes(other)

    __hash__ = None

    def tobytes(self):
        return bytes(self)

    def tolist(self):
        return list(self)

    def hex(self):
        return bytes(self).hex()

    def release(self):
        self._path = None


class SharedMemory:
    """So many bytes under a name."""

    def __init__(self, name=None, create=False, size=0):
        if size < 0:
            raise ValueError("'size' must be a positive integer")
        if create and size == 0:
            raise ValueError("'size' must be a positive number different from zero")
        if name is None and not create:
            raise ValueError("'name' can only be None if create=True")
        self._name = _new_name() if name is None else name
        path = _FOLDER + self._name
        exists = _machine.file_exists(path)
        if create:
            if exists:
                raise FileExistsError(17, "File exists", "/" + self._name)
            if not _machine.file_exists("/dev/shm"):
                _machine.file_set("/dev/shm", None)
            _machine.file_set(path, bytes(size))
        elif not exists:
            raise FileNotFoundError(2, "No such file or directory", "/" + self._name)
        self._size = len(_machine.file_get(path))
        self._buffer = _Buffer(path, self._size)

    def __reduce__(self):
        return SharedMemory, (self._name, False, self._size)

    def __repr__(self):
        return f"{type(self).__name__}({self._name!r}, size={self._size})"

    @property
    def buf(self):
        return self._buffer

    @property
    def name(self):
        return self._name

    @property
    def size(self):
        return self._size

    def close(self):
        if self._buffer is not None:
            self._buffer.release()
            self._buffer = None

    def unlink(self):
        path = _FOLDER + self._name
        if not _machine.file_exists(path):
            raise FileNotFoundError(2, "No such file or directory", "/" + self._name)
        _machine.file_remove(path)


class ShareableList:
    """A list of fixed places in shared memory."""

    def __init__(self, sequence=None, *, name=None):
        if sequence is not None:
            items = list(sequence)
            self._forms = [self._form(item) for item in items]
            sizes = [struct.calcsize(form) for form in self._forms]
            head = repr(self._forms).encode()
            self.shm = SharedMemory(name, create=True,
                                    size=4 + len(head) + sum(sizes) + len(items) + 1)
            self.shm.buf[0:4] = len(head).to_bytes(4, "little")
            self.shm.buf[4:4 + len(head)] = head
            self._place(len(head))
            for i, item in enumerate(items):
                self[i] = item
        else:
            self.shm = SharedMemory(name)
            size = int.from_bytes(bytes(self.shm.buf[0:4]), "little")
            text = bytes(self.shm.buf[4:4 + size]).decode()
            self._forms = [part.strip(" '") for part in text[1:-1].split(",") if part.strip()]
            self._place(size)

    def _place(self, head):
        self._starts, at = [], 4 + head
        for form in self._forms:
            self._starts.append(at)
            at += 1 + struct.calcsize(form)

    @staticmethod
    def _form(item):
        if isinstance(item, bool) or item is None:
            return "<?"
        if isinstance(item, int):
            return "<q"
        if isinstance(item, float):
            return "<d"
        data = item.encode() if isinstance(item, str) else item
        return f"<{(len(data) // 8 + 1) * 8 + 2}s"

    def _at(self, position):
        place = position + len(self) if position < 0 else position
        if not 0 <= place < len(self):
            raise IndexError("index out of range")
        return place

    def __reduce__(self):
        return _attached, (self.shm.name,)

    def __len__(self):
        return len(self._forms)

    def __getitem__(self, position):
        place = self._at(position)
        start, form = self._starts[place], self._forms[place]
        kind = self.shm.buf[start]
        data = bytes(self.shm.buf[start + 1:start + 1 + struct.calcsize(form)])
        if kind == 0:
            return None
        value = struct.unpack(form, data)[0]
        if form.endswith("s"):
            value = value[2:2 + int.from_bytes(value[:2], "little")]
            return value.decode() if kind == 2 else value
        return value

    def __setitem__(self, position, value):
        place = self._at(position)
        start, form = self._starts[place], self._forms[place]
        kind = 0 if value is None else 2 if isinstance(value, str) else 1
        if value is None:
            data = bytes(struct.calcsize(form))
        elif isinstance(value, (str, bytes)):
            text = value.encode() if isinstance(value, str) else value
            if not form.endswith("s") or len(text) + 2 > struct.calcsize(form):
                raise ValueError("bytes/str item exceeds available storage")
            data = struct.pack(form, len(text).to_bytes(2, "little") + text)
        elif isinstance(value, bool) != (form == "<?"):
            raise ValueError("the place was made for another kind of value")
        else:
            data = struct.pack(form, value)
        self.shm.buf[start:start + 1 + len(data)] = bytes([kind]) + data

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __repr__(self):
        return f"ShareableList({list(self)!r}, name={self.shm.name!r})"

    def count(self, value):
        return sum(value == item for item in self)

    def index(self, value):
        for i, item in enumerate(self):
            if item == value:
                return i
        raise ValueError(f"{value!r} not in this container")


def _attached(name):
    return ShareableList(name=name)
