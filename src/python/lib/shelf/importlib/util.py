"""What can be known of modules."""
import sys
import types


class _Spec:
    """Where a module comes from."""

    def __init__(self, name, origin):
        self.name, self.origin, self.loader = name, origin, None
        self.parent = name.rpartition(".")[0]
        self.submodule_search_locations = None
        self.has_location = origin != "built-in"

    def __repr__(self):
        return f"ModuleSpec(name={self.name!r}, loader={self.loader!r}, origin={self.origin!r})"


def find_spec(name, package=None):
    """Where a module would come from; none if there is none."""
    before = set(sys.modules)
    try:
        module = __import__(name, fromlist=[""])
    except ModuleNotFoundError as exc:
        if "." in name and exc.name != name:
            raise
        return None
    finally:
        for new in set(sys.modules) - before:
            del sys.modules[new]
    return _Spec(name, getattr(module, "__file__", None) or "built-in")


def module_from_spec(spec):
    return types.ModuleType(spec.name)
