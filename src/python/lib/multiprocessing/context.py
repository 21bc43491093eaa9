"""Ways to begin processes: all of them fork here."""
from . import (AuthenticationError, BufferTooShort, Process, ProcessError, TimeoutError,
               get_context)


__all__ = ["Process", "TimeoutError", "get_context", "ProcessError", "BufferTooShort",
           "AuthenticationError"]
