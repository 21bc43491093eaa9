"""Pipes between processes: what is sent is written down and made again."""
import _machine
import pickle
import threading

from .synchronize import _Shared

__name__ = "multiprocessing.connection"


class Connection(_Shared):
    """One end of a pipe."""

    _parts = ("_reads", "_writes")
    _inherited = False

    def __init__(self, reads, writes):
        self._reads = reads
        self._writes = writes
        self._closed = False

    def _take_parts(self, parts):
        self._reads, self._writes = parts
        self._closed = False

    def _check(self, handle, what):
        if self._closed:
            raise OSError("handle is closed")
        if handle is None:
            raise OSError(f"connection is {what}-only")

    @property
    def closed(self):
        return self._closed

    @property
    def readable(self):
        return self._reads is not None

    @property
    def writable(self):
        return self._writes is not None

    def fileno(self):
        self._check(self._reads or self._writes, "closed")
        return id(self) % 1000

    def send(self, obj):
        self._check(self._writes, "read")
        if not _machine.pipe_send(self._writes, pickle.to_tree(obj)):
            raise BrokenPipeError(32, "Broken pipe")

    def recv(self):
        self._check(self._reads, "write")
        arrived, tree = _machine.pipe_receive(self._reads, None)
        if not arrived:
            raise EOFError
        return pickle.from_tree(tree)

    def send_bytes(self, buf, offset=0, size=None):
        data = bytes(buf)[offset:]
        self.send(data if size is None else data[:size])

    def recv_bytes(self, maxlength=None):
        return self.recv()

    def poll(self, timeout=0.0):
        self._check(self._reads, "write")
        limit = None if timeout is None else max(0, int(timeout * 1e9))
        return _machine.pipe_poll(self._reads, limit)

    def close(self):
        if self._closed:
            return
        self._closed = True
        if self._reads is not None:
            _machine.pipe_close(self._reads, False)
        if self._writes is not None:
            _machine.pipe_close(self._writes, True)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.close()


def Pipe(duplex=True):
    """The two ends of a pipe."""
    number = threading._number("Pipe")
    there = _machine.pipe(f"Pipe-{number}")
    if not duplex:
        return Connection(there, None), Connection(None, there)
    back = _machine.pipe(f"Pipe-{number} back")
    return Connection(there, back), Connection(back, there)


def wait(object_list, timeout=None):
    """Those of several ends and processes at which something has arrived."""
    end = None if timeout is None else _machine.now() + int(timeout * 1e9)
    while True:
        ready = [each for each in object_list if _is_ready(each)]
        if ready or end is not None and _machine.now() >= end:
            return ready
        _machine.sleep(1_000_000)


def _is_ready(each):
    if isinstance(each, Connection):
        return each.poll(0)
    from .process import active_children
    return all(child.pid != each for child in active_children())
