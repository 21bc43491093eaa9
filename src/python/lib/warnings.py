"""Warnings: where they go, and which are shown."""
import sys

__all__ = ["warn", "warn_explicit", "showwarning", "formatwarning", "filterwarnings",
           "simplefilter", "resetwarnings", "catch_warnings"]

_default_filters = [
    ("default", "", DeprecationWarning, "__main__", 0),
    ("ignore", "", DeprecationWarning, "", 0),
    ("ignore", "", PendingDeprecationWarning, "", 0),
    ("ignore", "", ImportWarning, "", 0),
    ("ignore", "", ResourceWarning, "", 0),
]
filters = list(_default_filters)
_shown = set()


class WarningMessage:
    """A warning with where it comes from."""

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source

    def __str__(self):
        return (f"{{message : {self.message!r}, category : {self.category.__name__!r}, "
                f"filename : {self.filename!r}, lineno : {self.lineno}, line : {self.line!r}}}")


def formatwarning(message, category, filename, lineno, line=None):
    """A warning as it is shown."""
    if line is None:
        import linecache
        line = linecache.getline(filename, lineno)
    text = f"{filename}:{lineno}: {category.__name__}: {message}\n"
    line = line.strip() if line else ""
    return text + (f"  {line}\n" if line else "")


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Writes a warning to standard error."""
    file = sys.stderr if file is None else file
    if file is not None:
        file.write(formatwarning(message, category, filename, lineno, line))


_plain_showwarning = showwarning


def _add(item, append):
    if item in filters:
        filters.remove(item)
    if append:
        filters.append(item)
    else:
        filters.insert(0, item)


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """Says what becomes of some warnings."""
    if action not in ("error", "ignore", "always", "default", "module", "once"):
        raise AssertionError(f"invalid action: {action!r}")
    _add((action, message, category, module, lineno), append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Says what becomes of warnings of a category."""
    filterwarnings(action, "", category, "", lineno, append)


def resetwarnings():
    """Forgets what was said."""
    filters.clear()


def warn(message, category=None, stacklevel=1, source=None):
    """Warns, from where the caller stands."""
    if isinstance(message, Warning):
        category = type(message)
    if category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    try:
        frame = sys._getframe(stacklevel)
    except ValueError:
        frame = None
    if frame is None:
        filename, lineno, module = "sys", 1, "sys"
    else:
        filename, lineno = frame.f_code.co_filename, frame.f_lineno
        module = frame.f_globals.get("__name__", "<string>")
    warn_explicit(message, category, filename, lineno, module, source=source)


def _action_for(text, category, module, lineno):
    for action, message, kind, where, line in filters:
        if not issubclass(category, kind) or line not in (0, lineno):
            continue
        if message and not _matches(message, text):
            continue
        if where and not _matches(where, module):
            continue
        return action
    return "default"


def _matches(pattern, text):
    if pattern.isalnum() or pattern.replace("_", "").isalnum():
        return text.lower().startswith(pattern.lower())
    import re
    return re.compile(pattern, re.I).match(text) is not None


def warn_explicit(message, category, filename, lineno, module=None, registry=None,
                  module_globals=None, source=None):
    """Warns, from a place that is given."""
    text = str(message)
    if not isinstance(message, Warning):
        message = category(message)
    action = _action_for(text, category, module or filename, lineno)
    if action == "ignore":
        return
    if action == "error":
        raise message
    if action != "always":
        key = {"once": (text, category), "module": (text, category, module)}.get(
            action, (text, category, filename, lineno))
        if key in _shown:
            return
        _shown.add(key)
    if _log is not None:
        _log.append(WarningMessage(message, category, filename, lineno, source=source))
    else:
        showwarning(message, category, filename, lineno)
        if source is not None and showwarning is _plain_showwarning:
            sys.stderr.write(f"{category.__name__}: Enable tracemalloc to get the object "
                             "allocation traceback\n")


_log = None


def _unawaited(name, place, shown):
    """A coroutine that was never awaited: as a warning, or as it is shown by itself."""
    filename, _, line = place.rpartition(":")
    if _log is None and showwarning is _plain_showwarning and not filters:
        sys.stderr.write(shown)
        return
    text = f"coroutine '{name}' was never awaited"
    warn_explicit(text, RuntimeWarning, filename, int(line), source=name)


class catch_warnings:
    """Keeps what is said about warnings to a block, and collects them if asked."""

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0,
                 append=False):
        self._record = record
        self._filter = None if action is None else (action, category, lineno, append)

    def __enter__(self):
        global _log
        self._before = (filters[:], _log, set(_shown), showwarning)
        if self._record:
            _log = []
            _shown.clear()
        if self._filter is not None:
            simplefilter(*self._filter)
        return _log if self._record else None

    def __exit__(self, *exc_info):
        global _log, showwarning
        filters[:], _log, shown, showwarning = self._before
        _shown.clear()
        _shown.update(shown)
