"""Modules by their names."""
import sys

__all__ = ["import_module", "reload", "invalidate_caches"]


def import_module(name, package=None):
    """The module of that name; a relative one belongs to a package."""
    if name.startswith("."):
        if not package:
            raise TypeError("the 'package' argument is required to perform a relative import "
                            f"for {name!r}")
        bare = name.lstrip(".")
        up = len(name) - len(bare) - 1
        parts = package.split(".")
        if up >= len(parts):
            raise ImportError("attempted relative import beyond top-level package")
        base = ".".join(parts[:len(parts) - up])
        name = f"{base}.{bare}" if bare else base
    __import__(name)
    return sys.modules[name]


def reload(module):
    """Makes a module anew, in its old place."""
    name = getattr(module, "__name__", None)
    if name is None or type(module) is not type(sys):
        raise TypeError("reload() argument must be a module")
    if sys.modules.get(name) is not module:
        raise ImportError(f"module {name} not in sys.modules")
    del sys.modules[name]
    try:
        __import__(name)
        module.__dict__.update(sys.modules[name].__dict__)
    finally:
        sys.modules[name] = module
    return module


def invalidate_caches():
    pass


def __getattr__(name):
    if name == "util":
        return import_module("importlib.util")
    raise AttributeError(f"module 'importlib' has no attribute {name!r}")
