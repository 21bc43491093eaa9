"""Errors on their way to another process."""
import traceback


class WithTraceback:
    """An error with its traceback as text; on the other side that is its cause."""

    def __init__(self, exc, kind):
        text = "".join(traceback.format_exception(type(exc), exc, exc.__traceback__))
        exc.__traceback__ = None
        self._parts = (exc, kind, f'\n"""\n{text}"""')

    def __reduce__(self):
        return _with_cause, self._parts


def _with_cause(exc, kind, text):
    exc.__cause__ = kind(text)
    return exc
