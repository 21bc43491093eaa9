"""Objects written down, so that another process can make them again.

What is written is a tree of tuples, strings and numbers: `(tag, ...)` for
everything that is not a plain value. Functions and classes are written as the
names under which the other side finds them.
"""
import copyreg
import sys

__all__ = ["PickleError", "PicklingError", "UnpicklingError", "dump", "dumps", "load", "loads",
           "Pickler", "Unpickler", "HIGHEST_PROTOCOL", "DEFAULT_PROTOCOL"]

HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4
_HEAD = b"\x80\x04\x95"


class PickleError(Exception):
    """Something about writing objects down."""


class PicklingError(PickleError):
    """An object cannot be written down."""


class UnpicklingError(PickleError):
    """What was written cannot be read."""


_PLAIN = (type(None), bool, int, str, bytes)
_FUNCTIONS = ("function", "builtin_function_or_method")
# What exists only inside one process.
_UNFIT = {
    "generator": "generator", "coroutine": "coroutine", "async_generator": "async_generator",
    "module": "module", "frame": "frame", "TextIOWrapper": "_io.TextIOWrapper",
    "Lock": "_thread.lock", "RLock": "_thread.RLock", "local": "_thread._local",
    "Context": "_contextvars.Context", "dict_keys": "dict_keys", "dict_values": "dict_values",
    "dict_items": "dict_items", "Handle": "_thread.lock", "Object": "_machine.Object",
}


class _Writer:
    """Writes one graph; an object that comes again is a number."""

    def __init__(self, begins=False):
        self._seen = {}
        self._kept = []
        # Whether it is for a process that begins.
        self._begins = begins

    def write(self, obj):
        cls = type(obj)
        if cls in _PLAIN:
            return obj
        if cls is float:
            return obj if obj - obj == 0 else ("f", repr(obj))
        known = self._seen.get(id(obj))
        if known is not None:
            return ("again", known)
        if cls is tuple:
            return self._write_tuple(obj)
        number = self._number(obj)
        if cls is list:
            return ("list", number, tuple([self.write(item) for item in obj]))
        if cls is dict:
            return ("dict", number,
                    tuple([(self.write(k), self.write(v)) for k, v in obj.items()]))
        if cls is set:
            return ("set", number, tuple([self.write(item) for item in obj]))
        if cls is frozenset:
            return ("frozenset", number, tuple([self.write(item) for item in obj]))
        if cls is bytearray:
            return ("bytearray", number, bytes(obj))
        return self._write_other(obj, cls, number)

    def _number(self, obj):
        number = len(self._seen)
        self._seen[id(obj)] = number
        self._kept.append(obj)
        return number

    def _write_tuple(self, obj):
        items = tuple([self.write(item) for item in obj])
        known = self._seen.get(id(obj))
        if known is not None:
            return ("again", known)
        return ("tuple", self._number(obj), items)

    def _write_other(self, obj, cls, number):
        shared = getattr(cls, "_shared_parts", None)
        if shared is not None:
            # It belongs to the machine and means the same in every process.
            if cls._inherited and not self._begins:
                raise RuntimeError(f"{cls.__name__} objects should only be shared between "
                                   "processes through inheritance")
            return ("shared", number, self._named(cls), shared(obj))
        if issubclass(cls, type) or cls.__name__ in _FUNCTIONS and not _is_bound(obj):
            return ("name", number) + self._named(obj)
        if cls is type(NotImplemented) or cls is type(Ellipsis):
            return ("name", number, "builtins", repr(obj))
        unfit = _UNFIT.get(cls.__name__)
        if unfit is not None and cls.__module__ != "__main__":
            raise TypeError(f"cannot pickle '{unfit}' object")
        if cls.__name__ in ("method", "builtin_function_or_method"):
            return ("made", number, ("name", -1, "builtins", "getattr"),
                    (self.write(obj.__self__), obj.__name__), None, (), ())
        if cls.__name__ in ("method_descriptor", "wrapper_descriptor"):
            # `<method 'upper' of 'str' objects>` is of a built-in class.
            owner = repr(obj).split("'")[3]
            return ("made", number, ("name", -1, "builtins", "getattr"),
                    (("name", -1, "builtins", owner), obj.__name__), None, (), ())
        if isinstance(obj, property):
            raise TypeError("cannot pickle 'property' object")
        return self._write_reduced(obj, number)

    def _write_reduced(self, obj, number):
        reduced = copyreg.reduce(obj)
        if isinstance(reduced, str):
            return ("name", number, _module_of(obj, reduced), reduced)
        func, args, state, items, pairs = (tuple(reduced) + (None,) * 5)[:5]
        return ("made", number, self.write(func),
                tuple([self.write(arg) for arg in args]), self.write(state),
                tuple([self.write(item) for item in items or ()]),
                tuple([(self.write(k), self.write(v)) for k, v in pairs or ()]))

    def _named(self, obj):
        """The module and the name of a function or class, if they lead back to it."""
        if _is_of_machine(obj):
            return "_machine", obj.__name__
        name = getattr(obj, "__qualname__", None) or obj.__name__
        module = _module_of(obj, name)
        if "<locals>" in name:
            raise AttributeError(f"Can't pickle local object '{name}'")
        place = f"{module}.{name}"
        if "<lambda>" in name:
            raise PicklingError(f"Can't pickle {obj!r}: attribute lookup {name} on {module} failed")
        try:
            found = _find(module, name)
        except (ImportError, KeyError, AttributeError):
            raise PicklingError(
                f"Can't pickle {obj!r}: attribute lookup {name} on {module} failed") from None
        if found is not obj:
            raise PicklingError(f"Can't pickle {obj!r}: it's not the same object as {place}")
        return module, name


def _is_bound(obj):
    owner = getattr(obj, "__self__", None)
    return owner is not None and type(owner).__name__ != "module" and not _is_of_machine(obj)


def _is_of_machine(obj):
    """Whether it is a function that asks the machine, such as `os.getpid`."""
    owner = getattr(obj, "__self__", None)
    if type(owner) is tuple and owner:
        owner = owner[0]
    return type(owner).__name__ == "Handle"


def _module_of(obj, name):
    module = getattr(obj, "__module__", None)
    return "builtins" if module is None else module


def _find(module, name):
    """What stands under a name in a module."""
    if module not in sys.modules:
        __import__(module)
    found = sys.modules[module]
    for part in name.split("."):
        found = getattr(found, part)
    return found


class _Reader:
    """Makes the objects of one graph."""

    def __init__(self):
        self._made = {}

    def read(self, tree):
        if type(tree) is not tuple:
            return tree
        tag = tree[0]
        if tag == "again":
            return self._made[tree[1]]
        if tag == "f":
            return float(tree[1])
        return getattr(self, "_read_" + tag)(tree)

    def _all(self, trees):
        return [self.read(tree) for tree in trees]

    def _keep(self, tree, obj):
        self._made[tree[1]] = obj
        return obj

    def _read_tuple(self, tree):
        return self._keep(tree, tuple(self._all(tree[2])))

    def _read_list(self, tree):
        made = self._keep(tree, [])
        made.extend(self._all(tree[2]))
        return made

    def _read_dict(self, tree):
        made = self._keep(tree, {})
        for key, value in tree[2]:
            made[self.read(key)] = self.read(value)
        return made

    def _read_set(self, tree):
        made = self._keep(tree, set())
        made.update(self._all(tree[2]))
        return made

    def _read_frozenset(self, tree):
        return self._keep(tree, frozenset(self._all(tree[2])))

    def _read_bytearray(self, tree):
        return self._keep(tree, bytearray(tree[2]))

    def _read_name(self, tree):
        try:
            return self._keep(tree, _find(tree[2], tree[3]))
        except AttributeError:
            raise AttributeError(
                f"Can't get attribute '{tree[3]}' on {sys.modules[tree[2]]!r}") from None

    def _read_shared(self, tree):
        cls = _find(*tree[2])
        made = self._keep(tree, object.__new__(cls))
        made._take_parts(tree[3])
        return made

    def _read_made(self, tree):
        func = self.read(tree[2])
        made = self._keep(tree, func(*self._all(tree[3])))
        state = self.read(tree[4])
        if state is not None:
            _set_state(made, state)
        for item in tree[5]:
            made.append(self.read(item))
        for key, value in tree[6]:
            made[self.read(key)] = self.read(value)
        return made


def _set_state(made, state):
    if hasattr(made, "__setstate__"):
        made.__setstate__(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state:
        made.__dict__.update(state)
    for name, value in (slots or {}).items():
        setattr(made, name, value)


def to_tree(obj, begins=False):
    """An object as a tree that any process can read, or one that begins with it."""
    return _Writer(begins).write(obj)


def from_tree(tree):
    """The object of a tree."""
    return _Reader().read(tree)


def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    """An object as bytes."""
    return _HEAD + repr(to_tree(obj)).encode() + b"."


def loads(data, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """The object of bytes."""
    data = bytes(data)
    if not data:
        raise EOFError("Ran out of input")
    if not data.startswith(_HEAD) or data[-1:] != b".":
        raise UnpicklingError("invalid load key, %r." % chr(data[0]))
    return from_tree(eval(data[len(_HEAD):-1].decode(), {"__builtins__": {}}))


def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    """Writes an object to a file."""
    data = dumps(obj)
    file.write(len(data).to_bytes(8, "little") + data)


def load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """Reads an object from a file."""
    size = file.read(8)
    if not size:
        raise EOFError("Ran out of input")
    return loads(file.read(int.from_bytes(size, "little")))


class Pickler:
    """Writes objects to a file."""

    def __init__(self, file, protocol=None, **options):
        self._file = file

    def dump(self, obj):
        dump(obj, self._file)


class Unpickler:
    """Reads objects from a file."""

    def __init__(self, file, **options):
        self._file = file

    def load(self):
        return load(self._file)
