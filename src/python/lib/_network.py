"""The simulated network: any address answers, after the time that it takes.

A first request to a host opens a connection, which takes a round trip, and two
more where the address begins with `https`; later requests of the same session
use it again, if connections are kept. Then a request and its answer take a
round trip, plus what the server thinks, plus the bytes by the bandwidth.
Addresses that end in `/delay/SECONDS`, `/status/CODE`, `/bytes/COUNT` or hosts
that end in `.invalid` answer as they say.
"""
import json
import sys

import _machine

_LATENCY_NS, BANDWIDTH, KEEP_ALIVE = _machine.network()

# Seconds of a round trip, of the server's thinking; above, bytes a second.
LATENCY = _LATENCY_NS / 1e9
THINKING = 0.05

_REASONS = {200: "OK", 201: "Created", 204: "No Content", 301: "Moved Permanently",
            302: "Found", 304: "Not Modified", 400: "Bad Request", 401: "Unauthorized",
            403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout",
            418: "I'm a teapot", 429: "Too Many Requests", 500: "Internal Server Error",
            502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}


class HostNotFound(OSError):
    """There is no such host."""


def reason(status):
    return _REASONS.get(status, "Unknown")


def split(url):
    """The scheme, the host and the path of an address."""
    scheme, sign, rest = url.partition("://")
    if not sign:
        return "", "", url
    host, slash, path = rest.partition("/")
    return scheme, host, slash + path


class Answer:
    """What a host answers."""

    def __init__(self, status, headers, body, seconds, words=None):
        self.status = status
        self.reason = reason(status) if words is None else words
        self.headers = headers
        self.body = body
        self.seconds = seconds


class Connections:
    """The hosts to which connections are open."""

    def __init__(self):
        self._open = set()

    def ask(self, method, url, data=b"", headers=None, timeout=None):
        """The answer to a request, with the seconds that it takes."""
        scheme, host, path = split(url)
        if host.split(":")[0].endswith(".invalid"):
            raise HostNotFound(-2, "Name or service not known")
        if _is_own(host):
            return _ask_own(method, host, path, data, headers, timeout)
        if _was_own(host):
            raise HostNotFound(111, "Connection refused")
        seconds = LATENCY
        if (scheme, host) not in self._open:
            if KEEP_ALIVE:
                self._open.add((scheme, host))
            seconds += LATENCY * (3 if scheme == "https" else 1)
        status, kind, body, thinking = _answer(method, url, path, data, headers or {})
        seconds += thinking + (len(body) + len(data)) / BANDWIDTH
        found = {"Content-Type": kind, "Content-Length": str(len(body)), "Server": "simulated",
                 "Connection": "keep-alive" if KEEP_ALIVE else "close"}
        return Answer(status, found, body if method != "HEAD" else b"", seconds)


def _is_own(host):
    """Whether the program itself listens there."""
    name, _, port = host.partition(":")
    sockets = sys.modules.get("_sockets")
    return sockets is not None and name in sockets.LOCAL and port.isdigit() \
        and int(port) in sockets.listeners


def _was_own(host):
    """Whether the program did listen there, and no longer does."""
    name, _, port = host.partition(":")
    sockets = sys.modules.get("_sockets")
    return sockets is not None and name in sockets.LOCAL and port.isdigit() \
        and int(port) in sockets.used


def _ask_own(method, host, path, data, headers, timeout):
    """The answer of a server of the program's own; it takes the time that it takes."""
    import http.client
    with http.client.HTTPConnection(host, timeout=timeout) as connection:
        connection.request(method, path or "/", data, dict(headers or {}))
        found = connection.getresponse()
        body = found.read()
    told = {"Content-Type": "text/plain", **found.headers}
    return Answer(found.status, told, body, 0.0, found.reason)


def _answer(method, url, path, data, headers):
    """Status, kind and body of an answer, and how long the server thinks."""
    plain, _, query = path.partition("?")
    parts = [part for part in plain.split("/") if part]
    what = parts[-2:] if len(parts) >= 2 else ["", ""]
    if what[0] == "delay":
        try:
            thinking = min(float(what[1]), 3600.0)
        except ValueError:
            thinking = THINKING
        return 200, "application/json", _echo(method, url, query, data, headers), thinking
    if what[0] == "status" and what[1].isdigit():
        status = int(what[1])
        return status, "text/plain; charset=utf-8", reason(status).encode(), THINKING
    if what[0] == "bytes" and what[1].isdigit():
        count = min(int(what[1]), 10_000_000)
        return 200, "application/octet-stream", bytes(count), THINKING
    last = parts[-1] if parts else ""
    if last in ("get", "post", "put", "delete", "patch", "anything", "headers", "json") \
            or last.endswith(".json") or "api" in url:
        return 200, "application/json", _echo(method, url, query, data, headers), THINKING
    text = f"<!doctype html>\n<html><head><title>{url}</title></head>" \
           f"<body><h1>{url}</h1></body></html>\n"
    return 200, "text/html; charset=utf-8", text.encode(), THINKING


def _echo(method, url, query, data, headers):
    args = {}
    for pair in query.split("&"):
        if pair:
            name, _, value = pair.partition("=")
            args[name] = value
    said = {"method": method, "url": url, "args": args, "headers": dict(headers),
            "data": bytes(data).decode("utf-8", "replace")}
    try:
        said["json"] = json.loads(said["data"]) if data else None
    except ValueError:
        said["json"] = None
    return json.dumps(said).encode()


def with_params(url, params):
    """An address with parameters."""
    if not params:
        return url
    from urllib.parse import urlencode
    text = params if isinstance(params, str) else urlencode(params, doseq=True)
    return url + ("&" if "?" in url else "?") + text


def content(data, json_, headers):
    """The body of a request, as bytes; the headers say its kind."""
    if json_ is not None:
        headers.setdefault("Content-Type", "application/json")
        return json.dumps(json_).encode()
    if isinstance(data, dict) or isinstance(data, (list, tuple)):
        from urllib.parse import urlencode
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        return urlencode(data).encode()
    if isinstance(data, str):
        return data.encode()
    return bytes(data or b"")


class Headers(dict):
    """Names of headers count in any case."""

    def _found(self, key):
        low = key.lower()
        for each in self:
            if each.lower() == low:
                return each
        return key

    def __getitem__(self, key):
        return dict.__getitem__(self, self._found(key))

    def __contains__(self, key):
        return dict.__contains__(self, self._found(key))

    def get(self, key, default=None):
        return dict.get(self, self._found(key), default)
