"""Files whose paths match patterns."""
import fnmatch
import os
import re

__all__ = ["escape", "glob", "iglob"]


def has_magic(s):
    return re.search("[*?[]", s) is not None


def _is_hidden(name):
    return name.startswith(".")


def _names(folder):
    try:
        return os.listdir(folder or ".")
    except OSError:
        return []


def _below(folder, hidden):
    """A folder and all that is in it, as parts of paths."""
    yield ""
    for name in _names(folder):
        if hidden or not _is_hidden(name):
            yield name
            path = os.path.join(folder, name)
            if os.path.isdir(path):
                for each in _below(path, hidden):
                    if each:
                        yield os.path.join(name, each)


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """Paths that match, one after the other."""
    root = root_dir or ""
    head = "/" if pathname.startswith("/") else ""
    parts = [p for p in pathname.split("/") if p]
    wants_folder = pathname.endswith("/")

    def walk(done, rest):
        if not rest:
            full = os.path.join(root, done)
            if os.path.exists(full) and (not wants_folder or os.path.isdir(full)):
                yield done + "/" if wants_folder else done
            return
        part, rest = rest[0], rest[1:]
        here = os.path.join(root, done)
        if part == "**" and recursive:
            for each in _below(here, include_hidden):
                if each or rest or done:
                    path = os.path.join(done, each) if each else done
                    if rest and not os.path.isdir(os.path.join(root, path) or "."):
                        continue
                    if not rest and not each:
                        path = os.path.join(done, "")
                    yield from walk(path, rest)
        elif has_magic(part):
            for name in _names(here):
                if not include_hidden and _is_hidden(name) and not part.startswith("."):
                    continue
                if fnmatch.fnmatch(name, part):
                    path = os.path.join(done, name)
                    if not rest or os.path.isdir(os.path.join(root, path)):
                        yield from walk(path, rest)
        else:
            yield from walk(os.path.join(done, part), rest)

    return walk(head, parts)


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    return list(iglob(pathname, root_dir=root_dir, recursive=recursive,
                      include_hidden=include_hidden))


def escape(pathname):
    return re.sub("([*?[])", "[\\1]", pathname)
