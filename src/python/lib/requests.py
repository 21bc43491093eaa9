"""Fetching, with the interface of the package of that name."""
import _network
import json as _json
import time
from datetime import timedelta
from types import SimpleNamespace

__version__ = "2.31.0"


class RequestException(OSError):
    """Something about a request."""

    def __init__(self, *args, **kwargs):
        self.response = kwargs.pop("response", None)
        self.request = kwargs.pop("request", None)
        super().__init__(*args)


class HTTPError(RequestException):
    """The server refused."""


class ConnectionError(RequestException):
    """There is no connection."""


class Timeout(RequestException):
    """It took too long."""


class ConnectTimeout(ConnectionError, Timeout):
    """Connecting took too long."""


class ReadTimeout(Timeout):
    """The answer took too long."""


class TooManyRedirects(RequestException):
    """One place leads to the next."""


class MissingSchema(RequestException, ValueError):
    """The address does not say how."""


class JSONDecodeError(RequestException, _json.JSONDecodeError):
    """The answer is not JSON."""

    def __init__(self, *args, **kwargs):
        _json.JSONDecodeError.__init__(self, *args)


exceptions = SimpleNamespace(
    RequestException=RequestException, HTTPError=HTTPError, ConnectionError=ConnectionError,
    Timeout=Timeout, ConnectTimeout=ConnectTimeout, ReadTimeout=ReadTimeout,
    TooManyRedirects=TooManyRedirects, MissingSchema=MissingSchema,
    JSONDecodeError=JSONDecodeError)
codes = SimpleNamespace(ok=200, created=201, not_found=404, too_many_requests=429,
                        internal_server_error=500)


class Response:
    """What was answered."""

    def __init__(self, url, answer, method):
        self.url = url
        self.status_code = answer.status
        self.reason = _network.reason(answer.status)
        self.headers = _network.Headers(answer.headers)
        self.content = answer.body
        self.encoding = "utf-8"
        self.elapsed = timedelta(seconds=answer.seconds)
        self.history = []
        self.cookies = {}
        self.request = SimpleNamespace(method=method, url=url)

    @property
    def text(self):
        return self.content.decode("utf-8", "replace")

    @property
    def ok(self):
        return self.status_code < 400

    def json(self, **kwargs):
        try:
            return _json.loads(self.content, **kwargs)
        except _json.JSONDecodeError as exc:
            raise JSONDecodeError(exc.msg, exc.doc, exc.pos) from None

    def raise_for_status(self):
        if self.status_code >= 400:
            side = "Client" if self.status_code < 500 else "Server"
            raise HTTPError(f"{self.status_code} {side} Error: {self.reason} for url: {self.url}",
                            response=self)

    def iter_content(self, chunk_size=1, decode_unicode=False):
        for i in range(0, len(self.content), chunk_size):
            yield self.content[i:i + chunk_size]

    def iter_lines(self):
        return iter(self.content.splitlines())

    def close(self):
        pass

    def __bool__(self):
        return self.ok

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        pass

    def __repr__(self):
        return f"<Response [{self.status_code}]>"


class Session:
    """Requests that share connections."""

    def __init__(self):
        self.headers = _network.Headers({"User-Agent": f"python-requests/{__version__}"})
        self.params = {}
        self.cookies = {}
        self.auth = None
        self._connections = _network.Connections()

    def request(self, method, url, params=None, data=None, headers=None, cookies=None, files=None,
                auth=None, timeout=None, allow_redirects=True, proxies=None, hooks=None,
                stream=None, verify=None, cert=None, json=None):
        if not _network.split(url)[0]:
            raise MissingSchema(f"Invalid URL {url!r}: No scheme supplied. "
                                f"Perhaps you meant https://{url}?")
        headers = {**self.headers, **(headers or {})}
        url = _network.with_params(url, {**self.params, **params} if isinstance(params, dict)
                                   else params or self.params)
        body = _network.content(data, json, headers)
        try:
            answer = self._connections.ask(method.upper(), url, body, headers)
        except _network.HostNotFound as exc:
            time.sleep(_network.LATENCY)
            raise ConnectionError(f"Failed to resolve '{_network.split(url)[1]}' ({exc})") from None
        patience = timeout[-1] if isinstance(timeout, tuple) else timeout
        if patience is not None and answer.seconds > patience:
            time.sleep(patience)
            host = _network.split(url)[1]
            raise ReadTimeout(f"HTTPSConnectionPool(host='{host}', port=443): "
                              f"Read timed out. (read timeout={patience})")
        time.sleep(answer.seconds)
        return Response(url, answer, method.upper())

    def get(self, url, **kwargs):
        return self.request("GET", url, **kwargs)

    def options(self, url, **kwargs):
        return self.request("OPTIONS", url, **kwargs)

    def head(self, url, **kwargs):
        return self.request("HEAD", url, **kwargs)

    def post(self, url, data=None, json=None, **kwargs):
        return self.request("POST", url, data=data, json=json, **kwargs)

    def put(self, url, data=None, **kwargs):
        return self.request("PUT", url, data=data, **kwargs)

    def patch(self, url, data=None, **kwargs):
        return self.request("PATCH", url, data=data, **kwargs)

    def delete(self, url, **kwargs):
        return self.request("DELETE", url, **kwargs)

    def mount(self, prefix, adapter):
        pass

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.close()


def session():
    return Session()


def request(method, url, **kwargs):
    """One request over a connection of its own."""
    return Session().request(method, url, **kwargs)


def get(url, params=None, **kwargs):
    return request("GET", url, params=params, **kwargs)


def head(url, **kwargs):
    return request("HEAD", url, **kwargs)


def post(url, data=None, json=None, **kwargs):
    return request("POST", url, data=data, json=json, **kwargs)


def put(url, data=None, **kwargs):
    return request("PUT", url, data=data, **kwargs)


def patch(url, data=None, **kwargs):
    return request("PATCH", url, data=data, **kwargs)


def delete(url, **kwargs):
    return request("DELETE", url, **kwargs)
