"""Tracing of memory: started and stopped as in CPython, but nothing is measured
here, because the interpreter's memory is not CPython's.
"""
_state = {"tracing": False, "frames": 1}


def start(nframe=1):
    if nframe < 1:
        raise ValueError("the number of frames must be in range [1; 65535]")
    _state["tracing"], _state["frames"] = True, nframe


def stop():
    _state["tracing"] = False


def is_tracing():
    return _state["tracing"]


def get_traceback_limit():
    return _state["frames"]


def get_traced_memory():
    return (0, 0)


def reset_peak():
    pass


def clear_traces():
    pass


def get_tracemalloc_memory():
    return 0


def get_object_traceback(obj):
    return None


class Snapshot:
    """A picture of what is in use: without entries."""

    traces = ()
    traceback_limit = 1

    def statistics(self, key_type, cumulative=False):
        return []

    def compare_to(self, old_snapshot, key_type, cumulative=False):
        return []

    def filter_traces(self, filters):
        return self


def take_snapshot():
    if not is_tracing():
        raise RuntimeError("the tracemalloc module must be tracing memory allocations "
                           "to take a snapshot")
    return Snapshot()
