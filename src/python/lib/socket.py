"""Sockets between the threads of a program, and to the simulated hosts.

Processes of `multiprocessing` have sockets of their own, which do not meet.
"""

import _network
import _sockets
import io
import time
from enum import IntEnum

AddressFamily = IntEnum("AddressFamily", {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10})
SocketKind = IntEnum("SocketKind", {"SOCK_STREAM": 1, "SOCK_DGRAM": 2})
AF_UNIX, AF_INET, AF_INET6 = AddressFamily
SOCK_STREAM, SOCK_DGRAM = SocketKind
AF_UNSPEC, SOCK_NONBLOCK = 0, 2048
SOL_SOCKET, SO_REUSEADDR, SO_KEEPALIVE, SO_BROADCAST, SO_REUSEPORT = 1, 2, 9, 6, 15
SO_SNDBUF, SO_RCVBUF, SO_ERROR, SO_LINGER = 7, 8, 4, 13
IPPROTO_TCP, IPPROTO_UDP, IPPROTO_IP, TCP_NODELAY = 6, 17, 0, 1
SHUT_RD, SHUT_WR, SHUT_RDWR = 0, 1, 2
MSG_PEEK, MSG_DONTWAIT, MSG_WAITALL = 2, 64, 256
INADDR_ANY, SOMAXCONN, AI_PASSIVE, NI_NUMERICHOST = 0, 4096, 1, 1
has_ipv6 = False

error = OSError
timeout = TimeoutError


class gaierror(OSError):
    """There is no such host."""


class herror(OSError):
    """The same, from older functions."""


_default = [None]


def _pair_of(address, caller="connect"):
    if not isinstance(address, tuple):
        raise TypeError(f"{caller}(): AF_INET address must be tuple, not {type(address).__name__}")
    if len(address) < 2 or not isinstance(address[0], str):
        raise TypeError(f"{caller}(): AF_INET address must be a pair (host, port)")
    host, port = address[:2]
    if not isinstance(port, int):
        raise TypeError(f"'{type(port).__name__}' object cannot be interpreted as an integer")
    if not 0 <= port <= 65535:
        raise OverflowError("bind(): port must be 0-65535.")
    return host, port


_next = [3]


class socket:
    """One end."""

    def __init__(self, family=AF_INET, type=SOCK_STREAM, proto=0, fileno=None):
        self.family = AddressFamily(2 if family == -1 else family)
        self.type = SocketKind(1 if type == -1 else type & 15)
        self.proto = proto if proto != -1 else 0
        self._timeout = _default[0]
        self._listener = self._connection = self._mailbox = None
        self._address = ("0.0.0.0", 0)
        self._bound = False
        self._closed = False
        self._options = {}
        self._number = _next[0]
        _next[0] += 1

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __del__(self):
        if not self.__dict__.get("_closed", True):
            self.close()

    def __repr__(self):
        shown = f"fd={self.fileno()}, family={int(self.family)}, type={int(self.type)}, " \
                f"proto={self.proto}"
        if not self._closed:
            shown += f", laddr={self.getsockname()}"
            if self._connection is not None:
                shown += f", raddr={self._connection.there}"
        closed = "[closed] " if self._closed else ""
        return f"<socket.socket {closed}{shown}>"

    def _check(self):
        if self._closed:
            raise OSError(9, "Bad file descriptor")

    def _wait(self, ready):
        """Waits as long as this socket is willing to."""
        self._check()

        def look():
            if self._closed:
                raise OSError(9, "Bad file descriptor")
            return ready()
        found = _sockets.wait_until(look, self._timeout)
        if found is None:
            if self._timeout == 0:
                raise BlockingIOError(11, "Resource temporarily unavailable")
            raise TimeoutError("timed out")
        return found

    # Names and settings

    def fileno(self):
        return -1 if self._closed else self._number

    def getsockname(self):
        if self._connection is not None:
            return self._connection.here
        return self._address

    def getpeername(self):
        if self._connection is None:
            raise OSError(107, "Transport endpoint is not connected")
        return self._connection.there

    def settimeout(self, value):
        if value is not None and value < 0:
            raise ValueError("Timeout value out of range")
        self._timeout = None if value is None else float(value)

    def gettimeout(self):
        return self._timeout

    def setblocking(self, flag):
        self._timeout = None if flag else 0.0

    def getblocking(self):
        return self._timeout != 0

    def setsockopt(self, level, optname, value, optlen=None):
        self._options[level, optname] = value

    def getsockopt(self, level, optname, buflen=0):
        return self._options.get((level, optname), 0)

    def get_inheritable(self):
        return False

    def set_inheritable(self, inheritable):
        pass

    # Servers

    def bind(self, address):
        self._check()
        if self.family == AF_UNIX:
            self._address = address
            self._bound = True
            return
        host, port = _pair_of(address, "bind")
        if self._bound:
            raise OSError(22, "Invalid argument")
        table = _sockets.datagrams if self.type == SOCK_DGRAM else _sockets.listeners
        if port and port in table:
            raise OSError(98, "Address already in use")
        port = port or _sockets.new_port()
        self._address = (_sockets.address_of(host) if host not in ("", "0.0.0.0") else "0.0.0.0",
                         port)
        self._bound = True
        if self.type == SOCK_DGRAM:
            self._mailbox = table[port] = _sockets.Mailbox()

    def listen(self, backlog=128):
        self._check()
        if self._listener is None:
            key = self._address if self.family == AF_UNIX else self._address[1]
            self._listener = _sockets.listen(
                self._address[0] if self.family != AF_UNIX else "", key, backlog)
            if self.family != AF_UNIX:
                self._address = (self._address[0], self._listener.address[1])

    def accept(self):
        self._check()
        listener = self._listener
        if listener is None:
            raise OSError(22, "Invalid argument")
        connection = self._wait(lambda: listener.waiting.pop(0) if listener.waiting else None)
        made = _wrapped(connection)
        made.settimeout(_default[0])
        return made, connection.there

    # Clients

    def connect(self, address):
        self._check()
        if self._connection is not None:
            raise OSError(106, "Transport endpoint is already connected")
        if self.type == SOCK_DGRAM:
            self._peer = _pair_of(address)
            return
        if self.family == AF_UNIX:
            self._connection = _sockets.connect("", address)
            return
        took = _sockets.setup_time(_pair_of(address)[0])
        if self._timeout is not None and took > self._timeout:
            time.sleep(self._timeout)
            raise TimeoutError("timed out")
        time.sleep(took)
        self._connect_at_once(address)

    def _connect_at_once(self, address):
        host, port = _pair_of(address)
        try:
            self._connection = _sockets.connect(host, port)
        except _network.HostNotFound as exc:
            raise gaierror(*exc.args) from None

    def connect_ex(self, address):
        try:
            self.connect(address)
        except OSError as exc:
            return exc.errno or 11
        return 0

    # Bytes

    def _connected(self):
        self._check()
        if self._connection is None:
            raise OSError(107, "Transport endpoint is not connected")
        return self._connection

    def send(self, data, flags=0):
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        if self.type == SOCK_DGRAM:
            return self.sendto(data, self._peer)
        connection = self._connected()
        if connection.writes.reset:
            raise BrokenPipeError(32, "Broken pipe")
        connection.send(data)
        return len(data)

    def sendall(self, data, flags=0):
        self.send(data, flags)

    def recv(self, bufsize, flags=0):
        if self.type == SOCK_DGRAM:
            return self.recvfrom(bufsize)[0]
        reads = self._connected().reads
        return self._wait(lambda: reads.take(bufsize, bool(flags & MSG_PEEK)))

    def recv_into(self, buffer, nbytes=0, flags=0):
        data = self.recv(nbytes or len(buffer), flags)
        buffer[:len(data)] = data
        return len(data)

    def sendto(self, data, *rest):
        address = rest[-1]
        self._check()
        if not self._bound:
            self.bind(("", 0))
        box = _sockets.datagrams.get(_pair_of(address, "sendto")[1])
        if box is not None:
            here = self._address
            box.append((bytes(data), ("127.0.0.1" if here[0] == "0.0.0.0" else here[0], here[1])))
        return len(data)

    def recvfrom(self, bufsize, flags=0):
        if self.type != SOCK_DGRAM:
            return self.recv(bufsize, flags), None
        if not self._bound:
            self.bind(("", 0))
        box = self._mailbox
        data, sender = self._wait(lambda: box.pop(0) if box else None)
        return data[:bufsize], sender

    def makefile(self, mode="r", buffering=None, *, encoding=None, errors=None, newline=None):
        raw = _SocketFile(self)
        return raw if "b" in mode else io.TextIOWrapper(raw, encoding, errors, newline)

    def shutdown(self, how):
        connection = self._connected()
        if how in (SHUT_WR, SHUT_RDWR):
            connection.shut()
        if how in (SHUT_RD, SHUT_RDWR):
            connection.reads.end()

    def close(self):
        if self._closed:
            return
        self._closed = True
        if self._listener is not None:
            _sockets.listeners.pop(
                self._address if self.family == AF_UNIX else self._address[1], None)
        if self._connection is not None:
            self._connection.close()
        if self._mailbox is not None:
            _sockets.datagrams.pop(self._address[1], None)
        _sockets.tell()

    def detach(self):
        number, self._closed = self.fileno(), True
        return number

    # For `select`

    def _can_read(self):
        if self._listener is not None:
            return bool(self._listener.waiting)
        if self._mailbox is not None:
            return bool(self._mailbox)
        return self._connection is not None and self._connection.reads.is_ready()

    def _can_write(self):
        return self._connection is not None or self.type == SOCK_DGRAM


SocketType = socket


class _SocketFile(io.BufferedIOBase):
    """A socket as a file."""

    def __init__(self, sock):
        self._sock = sock
        self._kept = b""
        self.name = sock.fileno()

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return False

    def read(self, size=-1):
        while size is None or size < 0 or len(self._kept) < size:
            data = self._sock.recv(65536)
            if not data:
                break
            self._kept += data
        if size is None or size < 0:
            size = len(self._kept)
        data, self._kept = self._kept[:size], self._kept[size:]
        return data

    def readline(self, size=-1):
        while b"\n" not in self._kept:
            data = self._sock.recv(65536)
            if not data:
                break
            self._kept += data
        end = self._kept.find(b"\n") + 1 or len(self._kept)
        data, self._kept = self._kept[:end], self._kept[end:]
        return data

    def write(self, data):
        return self._sock.send(data)

    def tell(self):
        return 0


def _wrapped(connection):
    made = socket()
    made._connection = connection
    return made


def create_connection(address, timeout=..., source_address=None, *, all_errors=False):
    made = socket()
    if timeout is not ...:
        made.settimeout(timeout)
    try:
        made.connect(address)
    except BaseException:
        made.close()
        raise
    return made


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False,
                  dualstack_ipv6=False):
    made = socket(family)
    made.bind(address)
    made.listen(backlog or 128)
    return made


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    one, two = _sockets.pair()
    return _wrapped(one), _wrapped(two)


def getdefaulttimeout():
    return _default[0]


def setdefaulttimeout(timeout):
    _default[0] = timeout


def gethostname():
    return "simulated"



def getfqdn(name=""):
    return name or gethostname()


def gethostbyname(hostname):
    if hostname.endswith(".invalid"):
        raise gaierror(-2, "Name or service not known")
    return _sockets.address_of(hostname)


def gethostbyaddr(ip_address):
    return ip_address, [], [ip_address]


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    number = gethostbyname(host or "localhost")
    port = {"http": 80, "https": 443, "domain": 53, None: 0}.get(port, port)
    kinds = [(SOCK_STREAM, 6), (SOCK_DGRAM, 17)]
    return [(AF_INET, kind, protocol, "", (number, int(port))) for kind, protocol in kinds
            if type in (0, kind)]


def getnameinfo(sockaddr, flags):
    return sockaddr[0], str(sockaddr[1])


def getservbyname(servicename, protocolname=None):
    known = {"http": 80, "https": 443, "ssh": 22, "ftp": 21, "smtp": 25, "domain": 53}
    if servicename not in known:
        raise OSError("service/proto not found")
    return known[servicename]


def inet_aton(ip_string):
    parts = ip_string.split(".")
    if len(parts) != 4 or not all(part.isdigit() and int(part) < 256 for part in parts):
        raise OSError("illegal IP address string passed to inet_aton")
    return bytes([int(part) for part in parts])


def inet_ntoa(packed_ip):
    return ".".join([str(b) for b in packed_ip])


def htons(x):
    return int.from_bytes(x.to_bytes(2, "little"), "big")


def htonl(x):
    return int.from_bytes(x.to_bytes(4, "little"), "big")


ntohs, ntohl = htons, htonl
