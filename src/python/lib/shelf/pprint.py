"""Data over several lines."""
import re
from collections import deque
from types import SimpleNamespace

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter", "pp"]


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False,
           sort_dicts=True, underscore_numbers=False):
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
            underscore_numbers=False):
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    return PrettyPrinter().repr_of(object, set(), 0)


def isreadable(object):
    return "<" not in saferepr(object)


def isrecursive(object):
    return "<Recursion on" in saferepr(object)



class _Key:
    """Anything, in some order."""

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            return (str(type(self.obj)), id(self.obj)) < (str(type(other.obj)), id(other.obj))


class PrettyPrinter:
    """Writes data with line breaks where it is wide."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False,
                 sort_dicts=True, underscore_numbers=False):
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._indent, self._width, self._depth = indent, width, depth
        self._stream, self._compact, self._sort = stream, compact, sort_dicts
        self._underscore = underscore_numbers

    def pprint(self, object):
        print(self.pformat(object), file=self._stream)

    def pformat(self, object):
        out = []
        self._format(object, out, 0, 0, set(), 0)
        return "".join(out)

    # On one line

    def _pairs(self, obj):
        items = obj.items()
        return sorted(items, key=lambda pair: _Key(pair[0])) if self._sort else items

    def repr_of(self, obj, seen, level):
        cls = type(obj)
        if issubclass(cls, int) and self._underscore and cls is not bool:
            return f"{obj:_d}"
        show = cls.__repr__
        if not (issubclass(cls, dict) and show is dict.__repr__
                or issubclass(cls, list) and show is list.__repr__
                or issubclass(cls, tuple) and show is tuple.__repr__):
            return repr(obj)
        if not obj:
            return repr(obj)
        if self._depth and level >= self._depth:
            return "{...}" if issubclass(cls, dict) else "[...]" if issubclass(cls, list) \
                else "(...,)" if len(obj) == 1 else "(...)"
        if id(obj) in seen:
            return f"<Recursion on {cls.__name__} with id={id(obj)}>"
        seen.add(id(obj))
        level += 1
        if issubclass(cls, dict):
            parts = [f"{self.repr_of(k, seen, level)}: {self.repr_of(v, seen, level)}"
                     for k, v in self._pairs(obj)]
            text = "{" + ", ".join(parts) + "}"
        else:
            parts = [self.repr_of(item, seen, level) for item in obj]
            if issubclass(cls, list):
                text = "[" + ", ".join(parts) + "]"
            else:
                text = "(" + ", ".join(parts) + ("," if len(parts) == 1 else "") + ")"
        seen.discard(id(obj))
        return text

    # Over several lines

    def _format(self, obj, out, indent, allowance, seen, level):
        if id(obj) in seen:
            out.append(f"<Recursion on {type(obj).__name__} with id={id(obj)}>")
            return
        text = self.repr_of(obj, seen, level)
        if len(text) > self._width - indent - allowance:
            writer = self._writer_of(obj)
            if writer is not None:
                seen.add(id(obj))
                writer(obj, out, indent, allowance, seen, level + 1)
                seen.discard(id(obj))
                return
        out.append(text)

    def _writer_of(self, obj):
        cls = type(obj)
        show = cls.__repr__
        if issubclass(cls, dict) and show is dict.__repr__ and obj:
            return self._dict
        if issubclass(cls, list) and show is list.__repr__ and obj:
            return self._list
        if issubclass(cls, tuple) and show is tuple.__repr__ and obj:
            return self._tuple
        if cls in (set, frozenset) and obj:
            return self._set
        if cls is str and obj:
            return self._text
        if cls is SimpleNamespace:
            return self._namespace
        if cls is deque:
            return self._deque
        if cls.__name__ in ("OrderedDict", "defaultdict", "Counter") and isinstance(obj, dict) \
                and obj:
            return self._named_dict
        if hasattr(cls, "__dataclass_fields__") and "__create_fn__" in getattr(
                show, "__qualname__", "__create_fn__"):
            return self._dataclass
        return None

    def _dict(self, obj, out, indent, allowance, seen, level):
        out.append("{" + " " * (self._indent - 1))
        self._dict_items(self._pairs(obj), out, indent, allowance + 1, seen, level)
        out.append("}")

    def _dict_items(self, items, out, indent, allowance, seen, level):
        indent += self._indent
        items = list(items)
        for n, (key, value) in enumerate(items):
            last = n == len(items) - 1
            shown = self.repr_of(key, seen, level)
            out.append(shown + ": ")
            self._format(value, out, indent + len(shown) + 2, allowance if last else 1, seen,
                         level)
            if not last:
                out.append(",\n" + " " * indent)

    def _items(self, items, out, indent, allowance, seen, level):
        indent += self._indent
        if self._indent > 1:
            out.append(" " * (self._indent - 1))
        items = list(items)
        delimiter = ""
        width = room = self._width - indent + 1
        for n, item in enumerate(items):
            last = n == len(items) - 1
            if last:
                room -= allowance
                width -= allowance
            if self._compact:
                text = self.repr_of(item, seen, level)
                size = len(text) + 2
                if room < size:
                    room = width
                    if delimiter:
                        delimiter = ",\n" + " " * indent
                if room >= size:
                    room -= size
                    out.append(delimiter)
                    delimiter = ", "
                    out.append(text)
                    continue
            out.append(delimiter)
            delimiter = ",\n" + " " * indent
            self._format(item, out, indent, allowance if last else 1, seen, level)

    def _list(self, obj, out, indent, allowance, seen, level):
        out.append("[")
        self._items(obj, out, indent, allowance + 1, seen, level)
        out.append("]")

    def _tuple(self, obj, out, indent, allowance, seen, level):
        end = ",)" if len(obj) == 1 else ")"
        out.append("(")
        self._items(obj, out, indent, allowance + len(end), seen, level)
        out.append(end)

    def _set(self, obj, out, indent, allowance, seen, level):
        begin, end = ("{", "}") if type(obj) is set else ("frozenset({", "})")
        out.append(begin)
        self._items(sorted(obj, key=_Key), out, indent + len(begin) - 1, allowance + len(end),
                    seen, level)
        out.append(end)

    def _deque(self, obj, out, indent, allowance, seen, level):
        out.append("deque([")
        end = "])" if obj.maxlen is None else f"],\n{' ' * (indent + 6)}maxlen={obj.maxlen})"
        self._items(obj, out, indent + 6, allowance + 2, seen, level)
        out.append(end)

    def _named_dict(self, obj, out, indent, allowance, seen, level):
        name = type(obj).__name__
        out.append(name + "(")
        if name == "OrderedDict":
            self._format(list(obj.items()), out, indent + len(name) + 1, allowance + 1, seen,
                         level)
            out.append(")")
            return
        inner = indent + len(name) + 1
        if name == "defaultdict":
            out.append(f"{obj.default_factory!r},\n{' ' * inner}")
        items = obj.most_common() if name == "Counter" else self._pairs(obj)
        out.append("{" + " " * (self._indent - 1))
        self._dict_items(items, out, inner, allowance + 2, seen, level)
        out.append("})")

    def _namespace(self, obj, out, indent, allowance, seen, level):
        self._fields("namespace", list(obj.__dict__.items()), out, indent, allowance, seen, level)

    def _dataclass(self, obj, out, indent, allowance, seen, level):
        items = [(name, getattr(obj, name)) for name, field in
                 type(obj).__dataclass_fields__.items() if field.repr and hasattr(obj, name)]
        self._fields(type(obj).__name__, items, out, indent, allowance, seen, level)

    def _fields(self, name, items, out, indent, allowance, seen, level):
        indent += len(name) + 1
        out.append(name + "(")
        for n, (key, value) in enumerate(items):
            last = n == len(items) - 1
            out.append(key + "=")
            self._format(value, out, indent + len(key) + 1, allowance if last else 1, seen, level)
            if not last:
                out.append(",\n" + " " * indent)
        out.append(")")

    def _text(self, obj, out, indent, allowance, seen, level):
        chunks = []
        lines = obj.splitlines(True)
        if level == 1:
            indent += 1
            allowance += 1
        for i, line in enumerate(lines):
            most = self._width - indent - (allowance if i == len(lines) - 1 else 0)
            shown = repr(line)
            if len(shown) <= most:
                chunks.append(shown)
                continue
            parts = re.findall(r"\S*\s*", line)[:-1]
            current = ""
            for j, part in enumerate(parts):
                longer = current + part
                room = self._width - indent
                if j == len(parts) - 1 and i == len(lines) - 1:
                    room -= allowance
                if len(repr(longer)) > room:
                    if current:
                        chunks.append(repr(current))
                    current = part
                else:
                    current = longer
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            out.append(chunks[0])
            return
        begin, end = ("(", ")") if level == 1 else ("", "")
        out.append(begin + ("\n" + " " * indent).join(chunks) + end)
