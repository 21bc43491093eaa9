"""Addresses in parts."""
from collections import namedtuple

_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~")


def quote(string, safe="/", encoding=None, errors=None):
    """A text in which unusual characters are written as numbers."""
    data = string if isinstance(string, bytes) else str(string).encode(
        encoding or "utf-8", errors or "strict")
    fine = _SAFE | set(safe)
    return "".join(chr(b) if chr(b) in fine else f"%{b:02X}" for b in data)


def quote_plus(string, safe="", encoding=None, errors=None):
    return quote(string, safe + " ", encoding, errors).replace(" ", "+")


def unquote_to_bytes(string):
    data = string.encode() if isinstance(string, str) else string
    first, *rest = data.split(b"%")
    made = first
    for part in rest:
        try:
            made += bytes([int(part[:2], 16)]) + part[2:]
        except ValueError:
            made += b"%" + part
    return made


def unquote(string, encoding="utf-8", errors="replace"):
    return unquote_to_bytes(string).decode(encoding, errors)


def unquote_plus(string, encoding="utf-8", errors="replace"):
    return unquote(string.replace("+", " "), encoding, errors)


def urlencode(query, doseq=False, safe="", encoding=None, errors=None, quote_via=quote_plus):
    pairs = []
    for key, value in query.items() if hasattr(query, "items") else query:
        several = doseq and not isinstance(value, (str, bytes)) and hasattr(value, "__iter__")
        for each in value if several else [value]:
            pairs.append(f"{quote_via(key, safe)}={quote_via(each, safe)}")
    return "&".join(pairs)


def parse_qsl(qs, keep_blank_values=False):
    pairs = []
    for part in qs.split("&"):
        name, sign, value = part.partition("=")
        if value or keep_blank_values and part:
            pairs.append((unquote_plus(name), unquote_plus(value)))
    return pairs


def parse_qs(qs, keep_blank_values=False):
    found = {}
    for name, value in parse_qsl(qs, keep_blank_values):
        found.setdefault(name, []).append(value)
    return found


class _Parts:
    """What host and port say, for both kinds of results."""

    @property
    def hostname(self):
        host = self.netloc.rpartition("@")[2].partition(":")[0]
        return host.lower() or None

    @property
    def port(self):
        text = self.netloc.rpartition("@")[2].partition(":")[2]
        return int(text) if text else None

    @property
    def username(self):
        return self.netloc.rpartition("@")[0].partition(":")[0] or None

    def geturl(self):
        return urlunsplit(self) if len(self) == 5 else urlunparse(self)


class SplitResult(namedtuple("SplitResult", "scheme netloc path query fragment"), _Parts):
    """An address in five parts."""

    __slots__ = ()


class ParseResult(namedtuple("ParseResult", "scheme netloc path params query fragment"), _Parts):
    """An address in six parts."""

    __slots__ = ()


def urlsplit(url, scheme="", allow_fragments=True):
    fragment = query = netloc = ""
    if allow_fragments and "#" in url:
        url, _, fragment = url.partition("#")
    if "?" in url:
        url, _, query = url.partition("?")
    head, sign, rest = url.partition(":")
    if sign and head and head[0].isalpha() and all(c.isalnum() or c in "+-." for c in head):
        scheme, url = head.lower(), rest
    if url.startswith("//"):
        netloc, slash, path = url[2:].partition("/")
        url = slash + path
    return SplitResult(scheme, netloc, url, query, fragment)


def urlparse(url, scheme="", allow_fragments=True):
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ""
    if ";" in path:
        path, _, params = path.partition(";")
    return ParseResult(scheme, netloc, path, params, query, fragment)


class DefragResult(namedtuple("DefragResult", "url fragment")):
    """An address and the place in its page."""

    __slots__ = ()

    def geturl(self):
        return f"{self.url}#{self.fragment}" if self.fragment else self.url


def urldefrag(url):
    if "#" not in url:
        return DefragResult(url, "")
    parts = urlparse(url)
    return DefragResult(urlunparse(parts[:5] + ("",)), parts.fragment)


def urlunsplit(parts):
    scheme, netloc, path, query, fragment = parts
    if netloc:
        path = f"//{netloc}{'' if path.startswith('/') or not path else '/'}{path}"
    url = f"{scheme}:{path}" if scheme else path
    url += f"?{query}" if query else ""
    return url + (f"#{fragment}" if fragment else "")


def urlunparse(parts):
    scheme, netloc, path, params, query, fragment = parts
    return urlunsplit((scheme, netloc, f"{path};{params}" if params else path, query, fragment))


def urljoin(base, url, allow_fragments=True):
    if not base or urlsplit(url).scheme:
        return url or base
    there, new = urlsplit(base), urlsplit(url)
    if new.netloc:
        return urlunsplit((there.scheme,) + tuple(new)[1:])
    if not new.path:
        return urlunsplit((there.scheme, there.netloc, there.path, new.query or there.query,
                           new.fragment))
    if new.path.startswith("/"):
        path = new.path
    else:
        path = there.path.rpartition("/")[0] + "/" + new.path
    parts = []
    for part in path.split("/"):
        if part == "..":
            if len(parts) > 1:
                parts.pop()
        elif part != ".":
            parts.append(part)
    if path.endswith(("/.", "/..")):
        parts.append("")
    return urlunsplit((there.scheme, there.netloc, "/".join(parts), new.query, new.fragment))
