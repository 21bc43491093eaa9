"""Fetching with await, with the interface of the package of that name."""
import _network
import asyncio
import json as _json
from types import SimpleNamespace

__version__ = "3.9.0"


class ClientError(Exception):
    """Something about a request."""


class ClientConnectionError(ClientError):
    """There is no connection."""


class ClientConnectorError(ClientConnectionError, OSError):
    """The host cannot be reached."""


class InvalidURL(ClientError, ValueError):
    """It is no address."""


class ServerTimeoutError(ClientConnectionError, asyncio.TimeoutError):
    """The server took too long."""


class ContentTypeError(ClientError):
    """The answer is of another kind."""


class ClientResponseError(ClientError):
    """The server refused."""

    def __init__(self, request_info, history, *, status=0, message="", headers=None):
        self.request_info = request_info
        self.history = history
        self.status = status
        self.message = message
        self.headers = headers
        super().__init__(request_info, history)

    def __str__(self):
        url = getattr(self.request_info, "real_url", "")
        return f"{self.status}, message={self.message!r}, url={url!r}"


class ClientTimeout:
    """How long things may take."""

    def __init__(self, total=None, connect=None, sock_connect=None, sock_read=None):
        self.total = total
        self.connect = connect
        self.sock_connect = sock_connect
        self.sock_read = sock_read


class TCPConnector:
    """How many connections there may be."""

    def __init__(self, *, limit=100, limit_per_host=0, ssl=None, **options):
        self.limit = limit
        self.limit_per_host = limit_per_host

    async def close(self):
        pass


class ClientResponse:
    """What was answered."""

    def __init__(self, method, url, answer):
        self.method = method
        self.url = url
        self.status = answer.status
        self.reason = _network.reason(answer.status)
        self.headers = _network.Headers(answer.headers)
        self.content_type = answer.headers["Content-Type"].partition(";")[0]
        self.request_info = SimpleNamespace(real_url=url, method=method)
        self._body = answer.body
        self.content = _Content(answer.body)

    @property
    def ok(self):
        return self.status < 400

    async def read(self):
        return self._body

    async def text(self, encoding=None, errors="strict"):
        return self._body.decode(encoding or "utf-8", errors)

    async def json(self, *, encoding=None, loads=_json.loads, content_type="application/json"):
        if content_type is not None and self.content_type != content_type:
            raise ContentTypeError(f"{self.status}, message='Attempt to decode JSON with "
                                   f"unexpected mimetype: {self.headers['Content-Type']}', "
                                   f"url={self.url!r}")
        return loads(self._body.decode(encoding or "utf-8"))

    def raise_for_status(self):
        if not self.ok:
            raise ClientResponseError(self.request_info, (), status=self.status,
                                      message=self.reason, headers=self.headers)

    def release(self):
        pass

    def close(self):
        pass

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, value, trace):
        pass

    def __repr__(self):
        return f"<ClientResponse({self.url}) [{self.status} {self.reason}]>"


class _Content:
    """The body, piece by piece."""

    def __init__(self, body):
        self._body = body

    async def iter_chunked(self, n):
        for i in range(0, len(self._body), n):
            yield self._body[i:i + n]

    async def read(self, n=-1):
        end = len(self._body) if n < 0 else n
        part, self._body = self._body[:end], self._body[end:]
        return part


class _Request:
    """A request, which `await` and `async with` make."""

    def __init__(self, coro):
        self._coro = coro

    def __await__(self):
        return self._coro.__await__()

    async def __aenter__(self):
        return await self._coro

    async def __aexit__(self, kind, value, trace):
        pass


class ClientSession:
    """Requests that share connections."""

    def __init__(self, base_url=None, *, connector=None, headers=None, timeout=None,
                 raise_for_status=False, **options):
        self._base = str(base_url or "")
        self.headers = dict(headers or {})
        self._timeout = timeout
        self._raises = raise_for_status
        self._connections = _network.Connections()
        self.connector = connector or TCPConnector()
        limit = self.connector.limit
        self._places = asyncio.Semaphore(limit) if limit else None
        self.closed = False

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, value, trace):
        await self.close()

    def __enter__(self):
        raise TypeError("Use async with instead")

    async def close(self):
        self.closed = True

    async def _request(self, method, url, *, params=None, data=None, json=None, headers=None,
                       timeout=None, **options):
        if self.closed:
            raise RuntimeError("Session is closed")
        url = self._base + str(url)
        if not _network.split(url)[0]:
            raise InvalidURL(url)
        headers = {**self.headers, **(headers or {})}
        body = _network.content(data, json, headers)
        url = _network.with_params(url, params)
        limit = timeout if timeout is not None else self._timeout
        seconds = limit.total if isinstance(limit, ClientTimeout) else limit
        if seconds is None:
            seconds = 300
        try:
            async with asyncio.timeout(seconds):
                response = await self._fetch(method, url, body, headers)
        except TimeoutError:
            raise asyncio.TimeoutError() from None
        if self._raises:
            response.raise_for_status()
        return response

    async def _fetch(self, method, url, body, headers):
        if self._places is not None:
            await self._places.acquire()
        try:
            try:
                answer = self._connections.ask(method, url, body, headers)
            except _network.HostNotFound as exc:
                await asyncio.sleep(_network.LATENCY)
                host = _network.split(url)[1]
                raise ClientConnectorError(
                    f"Cannot connect to host {host}:443 ssl:default [{exc.strerror}]") from None
            await asyncio.sleep(answer.seconds)
            return ClientResponse(method, url, answer)
        finally:
            if self._places is not None:
                self._places.release()

    def request(self, method, url, **kwargs):
        return _Request(self._request(method.upper(), url, **kwargs))

    def get(self, url, **kwargs):
        return _Request(self._request("GET", url, **kwargs))

    def head(self, url, **kwargs):
        return _Request(self._request("HEAD", url, **kwargs))

    def post(self, url, **kwargs):
        return _Request(self._request("POST", url, **kwargs))

    def put(self, url, **kwargs):
        return _Request(self._request("PUT", url, **kwargs))

    def patch(self, url, **kwargs):
        return _Request(self._request("PATCH", url, **kwargs))

    def delete(self, url, **kwargs):
        return _Request(self._request("DELETE", url, **kwargs))


def request(method, url, **kwargs):
    """One request over a connection of its own."""
    return ClientSession().request(method, url, **kwargs)
