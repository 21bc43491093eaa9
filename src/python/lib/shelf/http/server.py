"""Servers of pages."""
import html
import io
import socketserver
import sys
import time
from http import HTTPStatus

from _network import Headers

__all__ = ["HTTPServer", "ThreadingHTTPServer", "BaseHTTPRequestHandler",
           "SimpleHTTPRequestHandler"]

DEFAULT_ERROR_MESSAGE = """<!DOCTYPE HTML>
<html><head><title>Error response</title></head>
<body><h1>Error response</h1><p>Error code: %(code)d</p><p>Message: %(message)s.</p></body></html>
"""


class HTTPServer(socketserver.TCPServer):
    """A server of pages."""

    allow_reuse_address = True

    def server_bind(self):
        super().server_bind()
        self.server_name, self.server_port = self.server_address[:2]


class ThreadingHTTPServer(socketserver.ThreadingMixIn, HTTPServer):
    """The same with a thread for each connection."""

    daemon_threads = True


class BaseHTTPRequestHandler(socketserver.StreamRequestHandler):
    """Calls `do_GET` and its like."""

    server_version, sys_version = "BaseHTTP/0.6", "Python/3.11.7"
    protocol_version = default_request_version = "HTTP/1.0"
    error_message_format = DEFAULT_ERROR_MESSAGE
    error_content_type = "text/html;charset=utf-8"

    def parse_request(self):
        words = str(self.raw_requestline, "iso-8859-1").rstrip("\r\n").split()
        self.requestline = " ".join(words)
        self.request_version = self.default_request_version
        self.close_connection = True
        self.command = None
        if not words:
            return False
        if len(words) < 2 or len(words) > 3:
            self.send_error(HTTPStatus.BAD_REQUEST, f"Bad request syntax ({self.requestline!r})")
            return False
        self.command, self.path = words[:2]
        if len(words) == 3:
            self.request_version = words[2]
        self.headers = Headers()
        while (line := self.rfile.readline()) not in (b"\r\n", b"\n", b""):
            name, _, value = line.decode("iso-8859-1").partition(":")
            self.headers[name] = value.strip()
        said = (self.headers.get("Connection") or "").lower()
        newer = self.request_version >= "HTTP/1.1" and self.protocol_version >= "HTTP/1.1"
        self.close_connection = said == "close" or not (newer or said == "keep-alive" and newer)
        return True

    def handle_one_request(self):
        self.raw_requestline = self.rfile.readline()
        if not self.raw_requestline:
            self.close_connection = True
            return
        if not self.parse_request():
            return
        method = getattr(self, "do_" + self.command, None)
        if method is None:
            self.send_error(HTTPStatus.NOT_IMPLEMENTED, f"Unsupported method ({self.command!r})")
            return
        method()
        self.wfile.flush()

    def handle(self):
        self.close_connection = True
        self.handle_one_request()
        while not self.close_connection:
            self.handle_one_request()

    def send_error(self, code, message=None, explain=None):
        message = message or HTTPStatus(code).phrase
        self.log_error("code %d, message %s", code, message)
        self.send_response(code, message)
        self.send_header("Connection", "close")
        body = (self.error_message_format % {
            "code": code, "message": html.escape(message, quote=False), "explain": explain or ""
        }).encode()
        self.send_header("Content-Type", self.error_content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_response(self, code, message=None):
        self.log_request(code)
        self.send_response_only(code, message)
        self.send_header("Server", self.version_string())
        self.send_header("Date", self.date_time_string())

    def send_response_only(self, code, message=None):
        if message is None:
            message = HTTPStatus(code).phrase
        self._lines = [f"{self.protocol_version} {int(code)} {message}\r\n"]

    def send_header(self, keyword, value):
        self.__dict__.setdefault("_lines", []).append(f"{keyword}: {value}\r\n")
        if keyword.lower() == "connection":
            self.close_connection = value.lower() == "close"

    def end_headers(self):
        self.wfile.write(("".join(self._lines) + "\r\n").encode("latin-1"))
        self._lines = []

    def flush_headers(self):
        pass

    def log_request(self, code="-", size="-"):
        self.log_message('"%s" %s %s', self.requestline, str(int(code)), str(size))

    def log_error(self, format, *args):
        self.log_message(format, *args)

    def log_message(self, format, *args):
        sys.stderr.write(f"{self.address_string()} - - [{self.log_date_time_string()}] "
                         f"{format % args}\n")

    def version_string(self):
        return f"{self.server_version} {self.sys_version}"

    def date_time_string(self, timestamp=None):
        return time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(timestamp))

    def log_date_time_string(self):
        return time.strftime("%d/%b/%Y %H:%M:%S")

    def address_string(self):
        return self.client_address[0]


class SimpleHTTPRequestHandler(BaseHTTPRequestHandler):
    """Gives out the files of a folder."""

    server_version = "SimpleHTTP/0.6"

    def __init__(self, *args, directory=None, **kwargs):
        import os
        self.directory = directory or os.getcwd()
        super().__init__(*args, **kwargs)

    def do_GET(self):
        self._give(True)

    def do_HEAD(self):
        self._give(False)

    def _give(self, with_body):
        import os
        path = os.path.join(self.directory, self.path.partition("?")[0].lstrip("/"))
        if os.path.isdir(path):
            names = "".join(f"<li>{html.escape(name)}</li>" for name in os.listdir(path))
            body = f"<!DOCTYPE html><ul>{names}</ul>".encode()
        elif os.path.isfile(path):
            with io.open(path, "rb") as file:
                body = file.read()
        else:
            self.send_error(HTTPStatus.NOT_FOUND, "File not found")
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)
