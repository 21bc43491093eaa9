"""Fetching, with the standard library's interface."""
import _network
import io
import time

from .error import HTTPError, URLError


class Request:
    """What to fetch, and how."""

    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False,
                 method=None):
        self.full_url = url
        self.data = data
        self.headers = dict(headers)
        self._method = method
        self.type, self.host, self.selector = _network.split(url)

    def get_method(self):
        return self._method or ("POST" if self.data is not None else "GET")

    def get_full_url(self):
        return self.full_url

    def add_header(self, key, val):
        self.headers[key.capitalize()] = val


class Response(io.BytesIO):
    """What was fetched."""

    def __init__(self, url, answer):
        super().__init__(answer.body)
        self.url = url
        self.status = self.code = answer.status
        self.reason = self.msg = answer.reason
        self.headers = _network.Headers(answer.headers)

    def geturl(self):
        return self.url

    def getcode(self):
        return self.status

    def info(self):
        return self.headers

    def getheader(self, name, default=None):
        return self.headers.get(name, default)

    def getheaders(self):
        return list(self.headers.items())


def urlopen(url, data=None, timeout=None, *, context=None):
    """Fetches an address; each call opens a connection of its own."""
    request = Request(url, data) if isinstance(url, str) else url
    if not request.type:
        raise ValueError(f"unknown url type: {request.full_url!r}")
    try:
        answer = _network.Connections().ask(
            request.get_method(), request.full_url, data or request.data or b"", request.headers,
            timeout)
    except _network.HostNotFound as exc:
        if exc.errno != 111:
            time.sleep(_network.LATENCY)
        raise URLError(exc) from None
    if timeout is not None and answer.seconds > timeout:
        time.sleep(timeout)
        raise TimeoutError("The read operation timed out")
    time.sleep(answer.seconds)
    response = Response(request.full_url, answer)
    if answer.status >= 400:
        raise HTTPError(request.full_url, answer.status, response.reason, response.headers,
                        response)
    return response


def urlretrieve(url, filename=None, reporthook=None, data=None):
    """Fetches an address into a file."""
    filename = filename or url.rsplit("/", 1)[-1] or "download"
    with urlopen(url, data) as response, open(filename, "wb") as file:
        file.write(response.read())
        return filename, response.headers
