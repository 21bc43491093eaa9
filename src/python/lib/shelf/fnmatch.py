"""Names that match patterns, as a shell has them."""
import re
from functools import lru_cache
from posixpath import normcase

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]


def translate(pat):
    """The pattern as a regular expression."""
    out, i = [], 0
    while i < len(pat):
        c = pat[i]
        i += 1
        if c == "*":
            if not out or out[-1] != ".*":
                out.append(".*")
        elif c == "?":
            out.append(".")
        elif c == "[":
            end = pat.find("]", i + 2 if pat[i:i + 1] == "!" else i + 1)
            if end < 0:
                out.append("\\[")
                continue
            inner = pat[i:end].replace("\\", "\\\\")
            i = end + 1
            if inner[0] == "!":
                inner = "^" + inner[1:]
            elif inner[0] in "^[":
                inner = "\\" + inner
            out.append(f"[{inner}]")
        else:
            out.append(re.escape(c))
    return f"(?s:{''.join(out)})\\Z"


@lru_cache(maxsize=256)
def _compiled(pat):
    return re.compile(translate(pat)).match


def fnmatchcase(name, pat):
    return _compiled(pat)(name) is not None


def fnmatch(name, pat):
    return fnmatchcase(normcase(name), normcase(pat))


def filter(names, pat):
    match = _compiled(normcase(pat))
    return [name for name in names if match(normcase(name))]
