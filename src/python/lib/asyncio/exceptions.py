"""The errors of asyncio."""

__all__ = [
    "BrokenBarrierError", "CancelledError", "IncompleteReadError", "InvalidStateError",
    "LimitOverrunError", "SendfileNotAvailableError", "TimeoutError",
]

TimeoutError = TimeoutError


class CancelledError(BaseException):
    """The task or future was cancelled."""


class InvalidStateError(Exception):
    """The task or future is in another state."""


class SendfileNotAvailableError(RuntimeError):
    """A file cannot be sent that way."""


class IncompleteReadError(EOFError):
    """The stream ended early."""

    def __init__(self, partial, expected):
        wanted = "undefined" if expected is None else repr(expected)
        super().__init__(f"{len(partial)} bytes read on a total of {wanted} expected bytes")
        self.partial = partial
        self.expected = expected


class LimitOverrunError(Exception):
    """The separator did not come within the limit."""

    def __init__(self, message, consumed):
        super().__init__(message)
        self.consumed = consumed


class BrokenBarrierError(RuntimeError):
    """The barrier is broken."""
