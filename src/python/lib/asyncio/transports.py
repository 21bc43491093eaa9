"""What stands between a connection and who speaks on it."""
import _sockets

__all__ = ["BaseTransport", "ReadTransport", "WriteTransport", "Transport", "DatagramTransport",
           "SubprocessTransport", "BaseProtocol", "Protocol", "DatagramProtocol",
           "SubprocessProtocol", "BufferedProtocol"]


class BaseProtocol:
    """Who is told of a connection."""

    def connection_made(self, transport):
        """The connection is there."""

    def connection_lost(self, exc):
        """The connection is gone."""

    def pause_writing(self):
        """Too much waits to be sent."""

    def resume_writing(self):
        """There is room again."""


class Protocol(BaseProtocol):
    """Who is told of bytes."""

    def data_received(self, data):
        """Bytes have come."""

    def eof_received(self):
        """Nothing more comes."""


class BufferedProtocol(BaseProtocol):
    """Who has a place for the bytes."""


class DatagramProtocol(BaseProtocol):
    """Who is told of messages."""

    def datagram_received(self, data, addr):
        """A message has come."""

    def error_received(self, exc):
        """Something went wrong."""


class SubprocessProtocol(BaseProtocol):
    """Who is told of a program."""


class BaseTransport:
    """Something that is open."""

    def __init__(self, extra=None):
        self._extra = extra or {}

    def __repr__(self):
        return f"<{type(self).__name__} closing={self.is_closing()}>"

    def get_extra_info(self, name, default=None):
        return self._extra.get(name, default)


class ReadTransport(BaseTransport):
    """From which bytes come."""


class WriteTransport(BaseTransport):
    """To which bytes go."""


class SubprocessTransport(BaseTransport):
    """A program."""


class Transport(ReadTransport, WriteTransport):
    """A connection in a loop."""

    def __init__(self, loop, connection, protocol, server=None):
        super().__init__({"sockname": connection.here, "peername": connection.there,
                          "socket": Socket(connection.here, connection.there)})
        self._loop, self._connection, self._protocol = loop, connection, protocol
        self._server = server
        self._closing = self._lost = self._paused = self._ended = False
        connection.reads.calls.append(self._changed)
        loop.call_soon(protocol.connection_made, self)
        loop.call_soon(self._pump)

    def __repr__(self):
        if self._lost:
            return "<_SelectorSocketTransport closed>"
        state = "closing " if self._closing else ""
        reads = "idle" if self._paused or self._closing else "polling"
        return f"<_SelectorSocketTransport {state}fd=7 read={reads} write=<idle, bufsize=0>>"

    def _changed(self):
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._pump)

    def _pump(self):
        """Hands on what has come."""
        reads = self._connection.reads
        while not self._closing and not self._paused and not self._ended:
            data = reads.take(262144)
            if data is None:
                if reads.due() is not None:
                    self._loop.call_at(reads.due() / 1e9, self._pump)
                return
            if not data:
                self._ended = True
                if not self._protocol.eof_received():
                    self.close()
                return
            self._protocol.data_received(data)

    def write(self, data):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f"data argument must be a bytes-like object, not "
                            f"{type(data).__name__!r}")
        if self._connection.writes.ended:
            if not self._closing:
                raise RuntimeError("Cannot call write() after write_eof()")
            return
        if data:
            self._connection.send(data)

    def writelines(self, list_of_data):
        self.write(b"".join(list_of_data))

    def write_eof(self):
        self._connection.shut()

    def can_write_eof(self):
        return True

    def is_closing(self):
        return self._closing

    def is_reading(self):
        return not self._paused and not self._closing

    def close(self):
        if not self._closing:
            self._closing = True
            self._loop.call_soon(self._gone, None)

    abort = close

    def _gone(self, exc):
        if not self._lost:
            self._lost = True
            self._connection.close()
            calls = self._connection.reads.calls
            if self._changed in calls:
                calls.remove(self._changed)
            self._protocol.connection_lost(exc)
            if self._server is not None:
                self._server._left(self)

    def pause_reading(self):
        self._paused = True

    def resume_reading(self):
        self._paused = False
        self._loop.call_soon(self._pump)

    def get_protocol(self):
        return self._protocol

    def set_protocol(self, protocol):
        self._protocol = protocol

    def set_write_buffer_limits(self, high=None, low=None):
        pass

    def get_write_buffer_size(self):
        return 0

    def get_write_buffer_limits(self):
        return 16384, 65536


class Socket:
    """The names of a connection's ends."""

    def __init__(self, here, there=None):
        self._here, self._there = here, there

    def getsockname(self):
        return self._here

    def getpeername(self):
        return self._there

    def setsockopt(self, *args):
        pass

    def fileno(self):
        return 7

    def __repr__(self):
        return f"<asyncio.TransportSocket laddr={self._here}>"


class DatagramTransport(BaseTransport):
    """Messages without a connection."""

    def __init__(self, loop, sock, protocol, remote):
        super().__init__({"sockname": sock.getsockname(), "peername": remote, "socket": sock})
        self._loop, self._sock, self._protocol, self._remote = loop, sock, protocol, remote
        self._closing = False
        sock._mailbox.calls.append(self._changed)
        loop.call_soon(protocol.connection_made, self)

    def _changed(self):
        self._loop.call_soon_threadsafe(self._pump)

    def _pump(self):
        while self._sock._mailbox and not self._closing:
            self._protocol.datagram_received(*self._sock._mailbox.pop(0))

    def sendto(self, data, addr=None):
        self._sock.sendto(data, addr or self._remote)

    def is_closing(self):
        return self._closing

    def close(self):
        if not self._closing:
            self._closing = True
            self._sock.close()
            self._loop.call_soon(self._protocol.connection_lost, None)

    abort = close


class AbstractServer:
    """What a server offers."""


class Server(AbstractServer):
    """Listens in a loop."""

    def __init__(self, loop, host, port, factory):
        self._loop, self._factory = loop, factory
        self._listener = _sockets.listen(host, port)
        self._listener.calls.append(self._changed)
        self._open = set()
        self._forever = None
        self._waiters = []

    def __repr__(self):
        return f"<Server sockets={self.sockets!r}>"

    def _changed(self):
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._accept)

    def _accept(self):
        while self._listener is not None and self._listener.waiting:
            connection = self._listener.waiting.pop(0)
            self._open.add(Transport(self._loop, connection, self._factory(), self))

    def _left(self, transport):
        self._open.discard(transport)

    @property
    def sockets(self):
        return () if self._listener is None else (Socket(self._listener.address),)

    def get_loop(self):
        return self._loop

    def is_serving(self):
        return self._listener is not None

    async def start_serving(self):
        pass

    async def serve_forever(self):
        if self._forever is not None:
            raise RuntimeError(f"server {self!r} is already being awaited on serve_forever()")
        if self._listener is None:
            raise RuntimeError(f"server {self!r} is closed")
        self._forever = self._loop.create_future()
        try:
            await self._forever
        finally:
            self._forever = None
            self.close()

    def close(self):
        if self._listener is not None:
            _sockets.listeners.pop(self._listener.address[1], None)
            self._listener = None
            if self._forever is not None and not self._forever.done():
                self._forever.cancel()

    async def wait_closed(self):
        pass

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, value, trace):
        self.close()
        await self.wait_closed()
