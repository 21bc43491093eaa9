"""Connections to read from and to write to with await."""
from . import events
from .exceptions import IncompleteReadError, LimitOverrunError
from .transports import Protocol

__all__ = ["StreamReader", "StreamWriter", "StreamReaderProtocol", "open_connection",
           "start_server", "open_unix_connection", "start_unix_server"]

_LIMIT = 65536


class StreamReader:
    """Bytes that come."""

    def __init__(self, limit=_LIMIT, loop=None):
        if limit <= 0:
            raise ValueError("Limit cannot be <= 0")
        self._limit = limit
        self._loop = loop if loop is not None else events.get_event_loop()
        self._kept = b""
        self._eof = False
        self._waiter = None
        self._exception = None

    def __repr__(self):
        kept = f" {len(self._kept)} bytes" if self._kept else ""
        return f"<StreamReader{kept}{' eof' if self._eof else ''}>"

    def exception(self):
        return self._exception

    def set_exception(self, exc):
        self._exception = exc
        self._wake()

    def _wake(self):
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    def set_transport(self, transport):
        self._transport = transport

    def feed_data(self, data):
        self._kept += bytes(data)
        self._wake()

    def feed_eof(self):
        self._eof = True
        self._wake()

    def at_eof(self):
        return self._eof and not self._kept

    async def _more(self, name):
        if self._waiter is not None:
            raise RuntimeError(f"{name}() called while another coroutine is already waiting "
                               "for incoming data")
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _check(self):
        if self._exception is not None:
            raise self._exception

    def _take(self, size):
        data, self._kept = self._kept[:size], self._kept[size:]
        return data

    async def readuntil(self, separator=b"\n"):
        if not separator:
            raise ValueError("Separator should be at least one-byte string")
        self._check()
        while True:
            place = self._kept.find(separator)
            if place >= 0:
                if place > self._limit:
                    raise LimitOverrunError(
                        "Separator is found, but chunk is longer than limit", place)
                return self._take(place + len(separator))
            if len(self._kept) > self._limit:
                raise LimitOverrunError(
                    "Separator is not found, and chunk exceed the limit", len(self._kept))
            if self._eof:
                raise IncompleteReadError(self._take(len(self._kept)), None)
            await self._more("readuntil")
            self._check()

    async def readline(self):
        try:
            return await self.readuntil(b"\n")
        except IncompleteReadError as exc:
            return exc.partial
        except LimitOverrunError as exc:
            self._kept = b""
            raise ValueError(exc.args[0]) from None

    async def read(self, n=-1):
        self._check()
        if n == 0:
            return b""
        if n < 0:
            while not self._eof:
                await self._more("read")
                self._check()
            return self._take(len(self._kept))
        while not self._kept and not self._eof:
            await self._more("read")
            self._check()
        return self._take(n)

    async def readexactly(self, n):
        if n < 0:
            raise ValueError("readexactly size can not be less than zero")
        self._check()
        while len(self._kept) < n:
            if self._eof:
                raise IncompleteReadError(self._take(len(self._kept)), n)
            await self._more("readexactly")
            self._check()
        return self._take(n)

    def __aiter__(self):
        return self

    async def __anext__(self):
        line = await self.readline()
        if not line:
            raise StopAsyncIteration
        return line


class StreamReaderProtocol(Protocol):
    """Hands what comes to a reader."""

    def __init__(self, stream_reader, client_connected_cb=None, loop=None):
        self._reader = stream_reader
        self._call = client_connected_cb
        self._loop = loop if loop is not None else events.get_event_loop()
        self._lost = False
        self._closed = self._loop.create_future()
        self._task = None

    def connection_made(self, transport):
        self._reader.set_transport(transport)
        if self._call is not None:
            writer = StreamWriter(transport, self, self._reader, self._loop)
            result = self._call(self._reader, writer)
            if hasattr(result, "__await__") or hasattr(result, "send"):
                self._task = self._loop.create_task(result)
                self._task.add_done_callback(lambda task: self._ended(task, transport))

    def _ended(self, task, transport):
        if task.cancelled():
            transport.close()
            return
        if task.exception() is not None:
            self._loop.call_exception_handler({
                "message": "Unhandled exception in client_connected_cb",
                "exception": task.exception(),
                "transport": transport,
            })
            transport.close()

    def connection_lost(self, exc):
        self._lost = True
        if exc is None:
            self._reader.feed_eof()
        else:
            self._reader.set_exception(exc)
        if not self._closed.done():
            self._closed.set_result(None)

    def data_received(self, data):
        self._reader.feed_data(data)

    def eof_received(self):
        self._reader.feed_eof()
        return True


class StreamWriter:
    """Where bytes go."""

    def __init__(self, transport, protocol, reader, loop):
        self._transport, self._protocol = transport, protocol
        self._reader, self._loop = reader, loop

    def __repr__(self):
        return f"<StreamWriter transport={self._transport!r} reader={self._reader!r}>"

    @property
    def transport(self):
        return self._transport

    def write(self, data):
        self._transport.write(data)

    def writelines(self, data):
        self._transport.writelines(data)

    def write_eof(self):
        return self._transport.write_eof()

    def can_write_eof(self):
        return self._transport.can_write_eof()

    def close(self):
        return self._transport.close()

    def is_closing(self):
        return self._transport.is_closing()

    async def wait_closed(self):
        await self._protocol._closed

    def get_extra_info(self, name, default=None):
        return self._transport.get_extra_info(name, default)

    async def drain(self):
        from .tasks import sleep
        if self._reader is not None and self._reader.exception() is not None:
            raise self._reader.exception()
        if self._transport.is_closing():
            await sleep(0)
        if self._protocol._lost or self._transport._connection.writes.reset:
            raise ConnectionResetError("Connection lost")


async def open_connection(host=None, port=None, *, limit=_LIMIT, **kwds):
    """A reader and a writer on a connection to an address."""
    loop = events.get_running_loop()
    reader = StreamReader(limit=limit, loop=loop)
    protocol = StreamReaderProtocol(reader, loop=loop)
    transport, _ = await loop.create_connection(lambda: protocol, host, port, **kwds)
    return reader, StreamWriter(transport, protocol, reader, loop)


async def start_server(client_connected_cb, host=None, port=None, *, limit=_LIMIT, **kwds):
    """A server that calls a function with a reader and a writer for each connection."""
    loop = events.get_running_loop()

    def factory():
        reader = StreamReader(limit=limit, loop=loop)
        return StreamReaderProtocol(reader, client_connected_cb, loop=loop)
    return await loop.create_server(factory, host, port, **kwds)


async def open_unix_connection(path=None, *, limit=_LIMIT, **kwds):
    return await open_connection("localhost", path, limit=limit)


async def start_unix_server(client_connected_cb, path=None, *, limit=_LIMIT, **kwds):
    return await start_server(client_connected_cb, "localhost", path, limit=limit)
