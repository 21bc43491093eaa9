"""A queue with two ends."""
from _ends import Ends
from types import GenericAlias

__name__ = "collections"

_NOTHING = object()


class deque(Ends):
    """Items that come and go at both ends."""

    __slots__ = ("__weakref__",)
    __hash__ = None
    __match_sequence__ = True

    def copy(self):
        return type(self)(self, self.maxlen)

    __copy__ = copy

    def count(self, value):
        return list(self).count(value)

    def index(self, value, start=0, stop=_NOTHING):
        items = list(self)
        try:
            return items.index(value, start) if stop is _NOTHING else items.index(value, start, stop)
        except ValueError:
            raise ValueError(f"{value!r} is not in deque") from None

    def insert(self, index, value):
        if self.maxlen is not None and len(self) >= self.maxlen:
            raise IndexError("deque already at its maximum size")
        items = list(self)
        items.insert(index, value)
        self._become(items)

    def remove(self, value):
        items = list(self)
        try:
            items.remove(value)
        except ValueError:
            raise ValueError(f"{value!r} is not in deque") from None
        self._become(items)

    def __delitem__(self, index):
        self[index]
        items = list(self)
        del items[index]
        self._become(items)

    def __reversed__(self):
        return iter(list(self)[::-1])

    def __add__(self, other):
        if not isinstance(other, deque):
            raise TypeError(f'can only concatenate deque (not "{type(other).__name__}") to deque')
        result = self.copy()
        result.extend(other)
        return result

    def __iadd__(self, other):
        self.extend(other)
        return self

    def __mul__(self, n):
        return type(self)(list(self) * n, self.maxlen)

    __rmul__ = __mul__

    def __eq__(self, other):
        return list(self) == list(other) if isinstance(other, deque) else NotImplemented

    def __lt__(self, other):
        return list(self) < list(other) if isinstance(other, deque) else NotImplemented

    def __le__(self, other):
        return list(self) <= list(other) if isinstance(other, deque) else NotImplemented

    def __gt__(self, other):
        return list(self) > list(other) if isinstance(other, deque) else NotImplemented

    def __ge__(self, other):
        return list(self) >= list(other) if isinstance(other, deque) else NotImplemented

    def __reduce__(self):
        return type(self), (list(self), self.maxlen)

    def __repr__(self):
        shown = ", ".join("[...]" if item is self else repr(item) for item in self)
        if self.maxlen is None:
            return f"{type(self).__name__}([{shown}])"
        return f"{type(self).__name__}([{shown}], maxlen={self.maxlen})"

    __class_getitem__ = classmethod(GenericAlias)
