"""Fetching, with or without await, with the interface of the package of that name."""
import _network
import asyncio
import json as _json
import time
from datetime import timedelta
from types import SimpleNamespace

__version__ = "0.27.0"


class HTTPError(Exception):
    """Something about a request."""


class RequestError(HTTPError):
    """The request failed."""


class TimeoutException(RequestError):
    """It took too long."""


class ReadTimeout(TimeoutException):
    """The answer took too long."""


class ConnectTimeout(TimeoutException):
    """Connecting took too long."""


class ConnectError(RequestError):
    """There is no connection."""


class UnsupportedProtocol(RequestError):
    """The address does not say how."""


class HTTPStatusError(HTTPError):
    """The server refused."""

    def __init__(self, message, *, request, response):
        super().__init__(message)
        self.request = request
        self.response = response


class Timeout:
    """How long things may take."""

    def __init__(self, timeout=5.0, *, connect=None, read=None, write=None, pool=None):
        self.seconds = read if read is not None else timeout


class Limits:
    """How many connections there may be."""

    def __init__(self, *, max_connections=None, max_keepalive_connections=None,
                 keepalive_expiry=5.0):
        self.max_connections = max_connections


class Response:
    """What was answered."""

    def __init__(self, method, url, answer):
        self.url = url
        self.status_code = answer.status
        self.reason_phrase = _network.reason(answer.status)
        self.headers = _network.Headers(answer.headers)
        self.content = answer.body
        self.elapsed = timedelta(seconds=answer.seconds)
        self.request = SimpleNamespace(method=method, url=url)

    @property
    def text(self):
        return self.content.decode("utf-8", "replace")

    @property
    def is_success(self):
        return 200 <= self.status_code < 300

    @property
    def is_error(self):
        return self.status_code >= 400

    def json(self, **kwargs):
        return _json.loads(self.content, **kwargs)

    def raise_for_status(self):
        if self.is_error:
            side = "Client" if self.status_code < 500 else "Server"
            raise HTTPStatusError(
                f"{side} error '{self.status_code} {self.reason_phrase}' for url '{self.url}'",
                request=self.request, response=self)
        return self

    def __repr__(self):
        return f"<Response [{self.status_code} {self.reason_phrase}]>"


class _Client:
    """What both kinds of clients have."""

    def __init__(self, *, headers=None, params=None, timeout=5.0, base_url="", limits=None,
                 follow_redirects=False, **options):
        self.headers = dict(headers or {})
        self._params = dict(params or {})
        self._timeout = timeout
        self._base = str(base_url).rstrip("/")
        self._connections = _network.Connections()
        self.is_closed = False

    def _ask(self, method, url, params, content, data, json, headers):
        url = str(url)
        if not _network.split(url)[0]:
            url = f"{self._base}/{url.lstrip('/')}" if self._base else url
        if not _network.split(url)[0]:
            raise UnsupportedProtocol(
                "Request URL is missing an 'http://' or 'https://' protocol.")
        headers = {**self.headers, **(headers or {})}
        body = _network.content(content if content is not None else data, json, headers)
        url = _network.with_params(url, {**self._params, **(params or {})})
        return url, self._connections.ask(method, url, body, headers)

    def _patience(self, timeout):
        limit = self._timeout if timeout is _UNSET else timeout
        return limit.seconds if isinstance(limit, Timeout) else limit


_UNSET = object()


class Client(_Client):
    """Requests that share connections."""

    def request(self, method, url, *, params=None, content=None, data=None, json=None,
                headers=None, timeout=_UNSET, **options):
        try:
            url, answer = self._ask(method, url, params, content, data, json, headers)
        except _network.HostNotFound as exc:
            time.sleep(_network.LATENCY)
            raise ConnectError(str(exc)) from None
        patience = self._patience(timeout)
        if patience is not None and answer.seconds > patience:
            time.sleep(patience)
            raise ReadTimeout("The read operation timed out")
        time.sleep(answer.seconds)
        return Response(method, url, answer)

    def get(self, url, **kwargs):
        return self.request("GET", url, **kwargs)

    def head(self, url, **kwargs):
        return self.request("HEAD", url, **kwargs)

    def post(self, url, **kwargs):
        return self.request("POST", url, **kwargs)

    def put(self, url, **kwargs):
        return self.request("PUT", url, **kwargs)

    def patch(self, url, **kwargs):
        return self.request("PATCH", url, **kwargs)

    def delete(self, url, **kwargs):
        return self.request("DELETE", url, **kwargs)

    def close(self):
        self.is_closed = True

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.close()


class AsyncClient(_Client):
    """The same with await."""

    async def request(self, method, url, *, params=None, content=None, data=None, json=None,
                      headers=None, timeout=_UNSET, **options):
        try:
            url, answer = self._ask(method, url, params, content, data, json, headers)
        except _network.HostNotFound as exc:
            await asyncio.sleep(_network.LATENCY)
            raise ConnectError(str(exc)) from None
        patience = self._patience(timeout)
        if patience is not None and answer.seconds > patience:
            await asyncio.sleep(patience)
            raise ReadTimeout("")
        await asyncio.sleep(answer.seconds)
        return Response(method, url, answer)

    async def get(self, url, **kwargs):
        return await self.request("GET", url, **kwargs)

    async def head(self, url, **kwargs):
        return await self.request("HEAD", url, **kwargs)

    async def post(self, url, **kwargs):
        return await self.request("POST", url, **kwargs)

    async def put(self, url, **kwargs):
        return await self.request("PUT", url, **kwargs)

    async def patch(self, url, **kwargs):
        return await self.request("PATCH", url, **kwargs)

    async def delete(self, url, **kwargs):
        return await self.request("DELETE", url, **kwargs)

    async def aclose(self):
        self.is_closed = True

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, value, trace):
        await self.aclose()


def request(method, url, **kwargs):
    """One request over a connection of its own."""
    return Client().request(method, url, **kwargs)


def get(url, **kwargs):
    return request("GET", url, **kwargs)


def post(url, **kwargs):
    return request("POST", url, **kwargs)


def put(url, **kwargs):
    return request("PUT", url, **kwargs)


def delete(url, **kwargs):
    return request("DELETE", url, **kwargs)
