"""Calls of a loop when sockets can be read from or written to."""
import _machine
import _sockets

from .events import Handle

__all__ = ["Files"]


class Files:
    """The sockets that a loop looks at, as a part of the loop."""

    _readers = _writers = None

    def _add_file(self, kind, sock, callback, args):
        if self._closed:
            self._refuse_closed()
        if not hasattr(sock, "_can_read"):
            raise ValueError(f"only sockets can be watched here, not {sock!r}")
        if self._readers is None:
            self._readers, self._writers = {}, {}
            _sockets.watchers.append(self._file_changed)
        table = self._readers if kind == "read" else self._writers
        if sock in table:
            table[sock].cancel()
        table[sock] = Handle(callback, args, self)
        _machine.post(self._port)

    def _remove_file(self, table, sock):
        handle = table.pop(sock, None) if table else None
        if handle is not None:
            handle.cancel()
        return handle is not None

    def _file_changed(self):
        if self._readers or self._writers:
            _machine.post(self._port)

    def _look_at_files(self):
        """What can be read or written now is called in this turn."""
        for table, can in ((self._readers, "_can_read"), (self._writers, "_can_write")):
            for sock, handle in list(table.items()):
                if sock.fileno() >= 0 and getattr(sock, can)():
                    self._ready.append(handle)
        due = _sockets.next_arrival()
        if due is not None and not self._ready:
            self.call_at(due / 1e9, self._file_changed)

    def _forget_files(self):
        if self._readers is not None:
            self._readers = self._writers = None
            _sockets.watchers.remove(self._file_changed)

    def add_reader(self, fd, callback, *args):
        """Calls whenever there is something to read."""
        self._add_file("read", fd, callback, args)

    def remove_reader(self, fd):
        return self._remove_file(self._readers, fd)

    def add_writer(self, fd, callback, *args):
        """Calls whenever something can be written."""
        self._add_file("write", fd, callback, args)

    def remove_writer(self, fd):
        return self._remove_file(self._writers, fd)

    async def _when(self, sock, kind, action):
        """Does something with a socket as soon as that need not wait."""
        add, remove = ((self.add_reader, self.remove_reader) if kind == "read"
                       else (self.add_writer, self.remove_writer))
        while True:
            try:
                return action()
            except (BlockingIOError, InterruptedError):
                future = self.create_future()
                add(sock, lambda: future.done() or future.set_result(None))
                try:
                    await future
                finally:
                    remove(sock)

    async def sock_recv(self, sock, n):
        _must_not_block(self, sock)
        return await self._when(sock, "read", lambda: sock.recv(n))

    async def sock_recv_into(self, sock, buf):
        _must_not_block(self, sock)
        return await self._when(sock, "read", lambda: sock.recv_into(buf))

    async def sock_recvfrom(self, sock, bufsize):
        _must_not_block(self, sock)
        return await self._when(sock, "read", lambda: sock.recvfrom(bufsize))

    async def sock_sendall(self, sock, data):
        _must_not_block(self, sock)
        sock.sendall(data)

    async def sock_sendto(self, sock, data, address):
        _must_not_block(self, sock)
        return sock.sendto(data, address)

    async def sock_accept(self, sock):
        _must_not_block(self, sock)
        connection, address = await self._when(sock, "read", sock.accept)
        connection.setblocking(False)
        return connection, address

    async def sock_connect(self, sock, address):
        _must_not_block(self, sock)
        from . import tasks
        took = _sockets.setup_time(address[0]) if isinstance(address, tuple) else 0.0
        await tasks.sleep(took)
        sock.settimeout(None)
        try:
            sock._connect_at_once(address)
        finally:
            sock.setblocking(False)


def _must_not_block(loop, sock):
    if loop.get_debug() and sock.gettimeout() != 0:
        raise ValueError("the socket must be non-blocking")
