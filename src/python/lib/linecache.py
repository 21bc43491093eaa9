"""Lines of source files."""
import _machine

cache = {}


def getlines(filename, module_globals=None):
    """All lines of a file."""
    lines = cache.get(filename)
    if lines is not None:
        return lines
    text = _machine.source(filename)
    if text is None:
        try:
            with open(filename) as file:
                text = file.read()
        except (OSError, UnicodeDecodeError):
            return []
    return text.splitlines(True)


def getline(filename, lineno, module_globals=None):
    """A line of a file; nothing if there is none."""
    lines = getlines(filename)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def clearcache():
    cache.clear()


def checkcache(filename=None):
    cache.clear()
