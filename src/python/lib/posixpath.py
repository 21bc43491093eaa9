"""Paths as Unix writes them."""
import _machine

sep, curdir, pardir, extsep, altsep, pathsep = "/", ".", "..", ".", None, ":"
defpath, devnull = "/bin:/usr/bin", "/dev/null"


def _text(path):
    import os
    return os.fspath(path)


def join(a, *p):
    path = _text(a)
    for part in map(_text, p):
        if part.startswith("/"):
            path = part
        elif not path or path.endswith("/"):
            path += part
        else:
            path += "/" + part
    return path


def split(p):
    p = _text(p)
    i = p.rfind("/") + 1
    head, tail = p[:i], p[i:]
    if head and head != "/" * len(head):
        head = head.rstrip("/")
    return head, tail


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def splitext(p):
    p = _text(p)
    name = p.rfind("/") + 1
    dot = p.rfind(".")
    if dot > name and p[name:dot].strip("."):
        return p[:dot], p[dot:]
    return p, ""


def isabs(s):
    return _text(s).startswith("/")


def normpath(path):
    path = _text(path)
    if not path:
        return "."
    start = "/" if path.startswith("/") else ""
    parts = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part != ".." or not start and not parts or parts and parts[-1] == "..":
            parts.append(part)
        elif parts:
            parts.pop()
    return start + "/".join(parts) or "."


def abspath(path):
    path = _text(path)
    if not isabs(path):
        import os
        path = join(os.getcwd(), path)
    return normpath(path)


realpath = abspath


def normcase(s):
    return _text(s)


def exists(path):
    try:
        path = _text(path)
    except TypeError:
        return False
    if isinstance(path, bytes):
        path = path.decode()
    where = abspath(path)
    return bool(path) and (where == devnull or _machine.file_exists(where))


lexists = exists


def isfile(path):
    return _machine.file_get(abspath(path)) is not None


def isdir(s):
    path = abspath(s)
    return _machine.file_exists(path) and _machine.file_get(path) is None


def islink(path):
    return False


def getsize(filename):
    import os
    return os.stat(filename).st_size


def expanduser(path):
    path = _text(path)
    return "/learner" + path[1:] if path == "~" or path.startswith("~/") else path


def expandvars(path):
    return path


def commonprefix(m):
    m = list(m)
    if not m:
        return ""
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def commonpath(paths):
    parts = [_text(p).split("/") for p in paths]
    common = []
    for level in zip(*parts):
        if len(set(level)) > 1:
            break
        common.append(level[0])
    return "/".join(common) or ("/" if parts[0][0] == "" else "")


def relpath(path, start=None):
    here = [p for p in abspath(start or ".").split("/") if p]
    there = [p for p in abspath(path).split("/") if p]
    same = len(commonprefix([here, there]))
    return "/".join([".."] * (len(here) - same) + there[same:]) or "."
