"""Waiting for several sockets at once."""
import _sockets

error = OSError
POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP = 1, 2, 4, 8, 16
EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP, EPOLLET = 1, 4, 8, 16, 1 << 31


def select(rlist, wlist, xlist, timeout=None, /):
    """Those that can be read from, written to, and nothing."""
    def look():
        reads = [s for s in rlist if s._can_read()]
        writes = [s for s in wlist if s._can_write()]
        return (reads, writes, []) if reads or writes else None
    return _sockets.wait_until(look, timeout) or ([], [], [])


class _Poll:
    """Sockets by number, with what is waited for."""

    def __init__(self, scale, sizehint=-1, flags=0):
        self._known = {}
        self._scale = scale

    def register(self, fd, eventmask=POLLIN | POLLOUT):
        if isinstance(fd, int):
            raise ValueError("give the socket itself, not its number")
        self._known[fd.fileno()] = (fd, eventmask)

    modify = register

    def unregister(self, fd):
        del self._known[fd if isinstance(fd, int) else fd.fileno()]

    def poll(self, timeout=None, maxevents=-1):
        def look():
            found = []
            for number, (sock, mask) in self._known.items():
                bits = (mask & POLLIN if sock._can_read() else 0) | (
                    mask & POLLOUT if sock._can_write() else 0)
                if bits:
                    found.append((number, bits))
            return found or None
        wait = None if timeout is None or timeout < 0 else timeout * self._scale
        return _sockets.wait_until(look, wait) or []

    def close(self):
        self._known.clear()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def poll():
    return _Poll(0.001)


def epoll(sizehint=-1, flags=0):
    return _Poll(1.0)
