"""Connections between the threads of a program, and to the simulated hosts.

A connection is two streams of bytes. Whatever changes is told to one condition,
on which everybody waits, and to those who have asked to be called.
"""
import _machine
import _network
from _sync import HiddenCondition

changed = HiddenCondition()
listeners = {}
# The ports at which the program has listened.
used = set()
datagrams = {}
watchers = []
_ports = {"next": 40000}

LOCAL = ("", "localhost", "127.0.0.1", "0.0.0.0", "::1", "::", "simulated")


def tell():
    """Something has changed: those who wait look again."""
    with changed:
        changed.notify_all()
    for watcher in list(watchers):
        watcher()


def wait_until(ready, timeout):
    """Waits until `ready()` is not None; None if that takes too long."""
    end = None if timeout is None else _machine.now() + int(timeout * 1e9)
    with changed:
        while True:
            found = ready()
            if found is not None:
                return found
            left = None if end is None else (end - _machine.now()) / 1e9
            if left is not None and left <= 0:
                return None
            due = next_arrival()
            if due is not None:
                until = max(0.0, (due - _machine.now()) / 1e9)
                left = until if left is None else min(left, until)
            changed.wait(left)


_arrivals = []


def next_arrival():
    """When the next bytes of a simulated host arrive."""
    now = _machine.now()
    _arrivals[:] = [when for when in _arrivals if when > now]
    return min(_arrivals, default=None)


class Stream:
    """Bytes in one direction."""

    def __init__(self):
        self._pieces = []
        self.ended = False
        self.reset = False
        self.calls = []

    def put(self, data, when=0):
        self._pieces.append((when, bytes(data)))
        if when:
            _arrivals.append(when)
        self._told()

    def end(self):
        if not self.ended:
            self.ended = True
            self._told()

    def _told(self):
        tell()
        for call in list(self.calls):
            call()

    def due(self):
        """When the next bytes are there, if they are on their way."""
        return self._pieces[0][0] if self._pieces else None

    def is_ready(self):
        return bool(self._pieces) and self._pieces[0][0] <= _machine.now() \
            or self.ended and not self._pieces

    def take(self, size, peek=False):
        """At most so many bytes; none if there are none yet, empty at the end."""
        now = _machine.now()
        if not self._pieces or self._pieces[0][0] > now:
            return b"" if self.ended and not self._pieces else None
        data = b""
        while self._pieces and self._pieces[0][0] <= now and len(data) < size:
            data += self._pieces.pop(0)[1]
        rest = data[size:]
        if peek:
            self._pieces.insert(0, (0, data))
        elif rest:
            self._pieces.insert(0, (0, rest))
        return data[:size]


class Mailbox(list):
    """Messages that have come for an address."""

    def __init__(self):
        self.calls = []

    def append(self, message):
        super().append(message)
        tell()
        for call in list(self.calls):
            call()


class Connection:
    """One side of a connection: what it reads and what it writes."""

    def __init__(self, reads, writes, here, there):
        self.reads, self.writes = reads, writes
        self.here, self.there = here, there

    def send(self, data):
        if self.writes.ended or self.writes.reset:
            raise BrokenPipeError(32, "Broken pipe")
        self.writes.put(data)

    def shut(self):
        self.writes.end()

    def close(self):
        """Nobody reads here any more."""
        self.writes.end()
        self.reads.reset = True


class Remote(Connection):
    """A connection to a simulated host, which answers HTTP."""

    def __init__(self, host, port, here):
        super().__init__(Stream(), Stream(), here, (address_of(host), port))
        self._host, self._scheme = host, "https" if port == 443 else "http"
        self._asked = b""
        self._open = _network.Connections()
        self._open._open.add((self._scheme, host))

    def send(self, data):
        self._asked += bytes(data)
        head, sign, rest = self._asked.partition(b"\r\n\r\n")
        if not sign:
            return
        lines = head.decode("latin-1").split("\r\n")
        method, _, target = lines[0].partition(" ")
        path = target.split(" ")[0] or "/"
        headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        size = int(headers.get("Content-Length", 0))
        if len(rest) < size:
            return
        self._asked = rest[size:]
        host = headers.get("Host", self._host)
        answer = self._open.ask(method, f"{self._scheme}://{host}{path}", rest[:size], headers)
        first = f"HTTP/1.1 {answer.status} {_network.reason(answer.status)}\r\n"
        told = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
        self._open._open.add((self._scheme, host))
        self.reads.put((first + told + "\r\n").encode() + answer.body,
                       _machine.now() + int(answer.seconds * 1e9))
        if headers.get("Connection", "").lower() == "close" or lines[0].endswith("1.0"):
            self.reads.end()


class Listener:
    """Where connections arrive."""

    def __init__(self, address, backlog):
        self.address, self.backlog = address, backlog
        self.waiting = []
        self.calls = []

    def arrive(self, connection):
        self.waiting.append(connection)
        tell()
        for call in list(self.calls):
            call()


def address_of(host):
    """The number of a host, made of its name."""
    if host in LOCAL:
        return "127.0.0.1"
    if all(part.isdigit() for part in host.split(".")) and host.count(".") == 3:
        return host
    seed = sum(ord(c) * (i + 1) for i, c in enumerate(host))
    return f"203.0.113.{seed % 254 + 1}"


def new_port():
    _ports["next"] += 1
    return _ports["next"]


def listen(host, port, backlog=128):
    """A listener at an address."""
    port = port or new_port()
    if port in listeners:
        raise OSError(98, "Address already in use")
    found = Listener((host or "0.0.0.0", port), backlog)
    listeners[port] = found
    used.add(port)
    return found


def connect(host, port):
    """A connection to an address; the caller lets `setup_time` pass."""
    here = ("127.0.0.1", new_port())
    if host in LOCAL or host.startswith("127."):
        listener = listeners.get(port)
        if listener is None:
            raise ConnectionRefusedError(111, "Connection refused")
        one, two = Stream(), Stream()
        there = ("127.0.0.1", port)
        listener.arrive(Connection(one, two, there, here))
        return Connection(two, one, here, there)
    if host.endswith(".invalid"):
        raise _network.HostNotFound(-2, "Name or service not known")
    return Remote(host, port, ("192.0.2.2", here[1]))


def setup_time(host):
    """Seconds until a connection is there."""
    return 0.0 if host in LOCAL or host.startswith("127.") else _network.LATENCY


def pair():
    """Two ends of one connection."""
    one, two = Stream(), Stream()
    return Connection(one, two, "", ""), Connection(two, one, "", "")
