"""The collector of cycles as programs see it.

Objects here go when nothing refers to them. `collect` finds circles that
instances of the program's classes are part of, of those made since this module
was imported; there are no generations, and nothing is collected unasked.
"""
import _gc

_gc.know_all()
DEBUG_STATS, DEBUG_COLLECTABLE, DEBUG_UNCOLLECTABLE, DEBUG_SAVEALL, DEBUG_LEAK = 1, 2, 4, 32, 38
garbage = []
callbacks = []
_state = {"enabled": True, "threshold": (700, 10, 10), "debug": 0}


def enable():
    _state["enabled"] = True


def disable():
    _state["enabled"] = False


def isenabled():
    return _state["enabled"]


def collect(generation=2):
    if not 0 <= generation <= 2:
        raise ValueError("invalid generation")
    return _gc.collect()


def get_threshold():
    return _state["threshold"]


def set_threshold(threshold0, threshold1=10, threshold2=10):
    _state["threshold"] = (threshold0, threshold1, threshold2)


def get_count():
    return 0, 0, 0


def get_stats():
    return [{"collections": 0, "collected": 0, "uncollectable": 0} for _ in range(3)]


def get_debug():
    return _state["debug"]


def set_debug(flags):
    _state["debug"] = flags


def get_objects(generation=None):
    return []


def get_referrers(*objs):
    return []


def get_referents(*objs):
    found = []
    for obj in objs:
        if isinstance(obj, dict):
            for pair in obj.items():
                found.extend(pair)
        elif isinstance(obj, (list, tuple, set, frozenset)):
            found.extend(obj)
        elif hasattr(obj, "__dict__"):
            found.append(obj.__dict__)
    return found


def is_tracked(obj):
    return not isinstance(obj, (int, float, str, bytes, bool, type(None)))


def is_finalized(obj):
    return False


def freeze():
    pass


def unfreeze():
    pass


def get_freeze_count():
    return 0
