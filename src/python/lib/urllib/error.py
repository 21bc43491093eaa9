"""The errors of fetching."""


class URLError(OSError):
    """It cannot be fetched."""

    def __init__(self, reason, filename=None):
        self.args = (reason,)
        self.reason = reason

    def __str__(self):
        return f"<urlopen error {self.reason}>"


class HTTPError(URLError):
    """The server refused."""

    def __init__(self, url, code, msg, hdrs, fp):
        super().__init__(msg)
        self.url = url
        self.code = self.status = code
        self.msg = msg
        self.headers = self.hdrs = hdrs
        self.fp = fp

    def read(self, amt=-1):
        return self.fp.read(amt) if self.fp is not None else b""

    def __str__(self):
        return f"HTTP Error {self.code}: {self.msg}"
