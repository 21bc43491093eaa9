"""Asking a server of pages, piece by piece."""
import _network
import socket

__all__ = ["HTTPResponse", "HTTPConnection", "HTTPSConnection", "HTTPException", "responses"]

HTTP_PORT, HTTPS_PORT = 80, 443
responses = dict(_network._REASONS)


class HTTPException(Exception):
    """Something about a request."""


class RemoteDisconnected(ConnectionResetError, HTTPException):
    """The other side has ended the connection."""


class CannotSendRequest(HTTPException):
    """There is an answer that was not read."""


class ResponseNotReady(HTTPException):
    """Nothing was asked."""


class InvalidURL(HTTPException):
    """It is no address."""


class HTTPResponse:
    """An answer."""

    def __init__(self, sock, method=None):
        self._file = sock.makefile("rb")
        self._method = method
        self._left = None
        self.closed = False

    def begin(self):
        line = self._file.readline()
        if not line:
            raise RemoteDisconnected("Remote end closed connection without response")
        version, _, rest = line.decode("latin-1").rstrip().partition(" ")
        code, _, self.reason = rest.partition(" ")
        self.status = self.code = int(code)
        self.version = 10 if version.endswith("1.0") else 11
        self.headers = self.msg = _network.Headers()
        while (line := self._file.readline()) not in (b"\r\n", b"\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            self.headers[name] = value.strip()
        length = self.headers.get("Content-Length")
        self._left = int(length) if length is not None else None
        if self._method == "HEAD" or self.status in (204, 304):
            self._left = 0

    def read(self, amt=None):
        size = amt if amt is not None else -1
        if self._left is not None:
            size = self._left if size < 0 else min(size, self._left)
            self._left -= size
            if not size:
                return b""
        return self._file.read(size)

    def readline(self):
        line = self._file.readline()
        if self._left is not None:
            self._left = max(0, self._left - len(line))
        return line

    def __iter__(self):
        return iter(self.readline, b"")

    def getheader(self, name, default=None):
        return self.headers.get(name, default)

    def getheaders(self):
        return list(self.headers.items())

    def isclosed(self):
        return self._left == 0

    def close(self):
        self.closed = True

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class HTTPConnection:
    """A connection to a server."""

    default_port = HTTP_PORT

    def __init__(self, host, port=None, timeout=None, source_address=None, blocksize=8192,
                 context=None):
        name, sign, number = host.partition(":")
        self.host = name
        self.port = port or (int(number) if sign else self.default_port)
        self.timeout = timeout
        self.sock = None
        self._response = None

    def connect(self):
        self.sock = socket.create_connection((self.host, self.port), self.timeout)

    def request(self, method, url, body=None, headers={}, *, encode_chunked=False):
        if self.sock is None:
            self.connect()
        data = body.encode() if isinstance(body, str) else bytes(body or b"")
        said = {"Host": self.host, "Accept-Encoding": "identity"}
        if data or method in ("POST", "PUT", "PATCH"):
            said["Content-Length"] = str(len(data))
        said.update(headers)
        lines = "".join([f"{name}: {value}\r\n" for name, value in said.items()])
        self.sock.sendall(f"{method} {url or '/'} HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + data)
        self._method = method
        self._response = True

    def getresponse(self):
        if self._response is None:
            raise ResponseNotReady("Idle")
        self._response = None
        made = HTTPResponse(self.sock, self._method)
        made.begin()
        return made

    def set_debuglevel(self, level):
        pass

    def close(self):
        if self.sock is not None:
            self.sock.close()
            self.sock = None

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class HTTPSConnection(HTTPConnection):
    """The same, encrypted."""

    default_port = HTTPS_PORT
