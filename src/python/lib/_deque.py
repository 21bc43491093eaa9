"""A queue with two ends."""
import _ends
from types import GenericAlias

__name__ = "collections"

_NOTHING = object()


class deque:
    """Items that come and go at both ends.

    They stand in a list from a first place on; the places before it are given
    back when they are more than the items.
    """

    __slots__ = ("_items", "_first", "_maxlen", "__weakref__", "__dict__")
    __hash__ = None

    def __init__(self, iterable=(), maxlen=None):
        if maxlen is not None:
            if not isinstance(maxlen, int):
                raise TypeError("an integer is required")
            if maxlen < 0:
                raise ValueError("maxlen must be non-negative")
        self._items = []
        self._first = 0
        self._maxlen = maxlen
        self.extend(iterable)

    @property
    def maxlen(self):
        return self._maxlen

    append = _ends.append
    popleft = _ends.popleft
    pop = _ends.pop
    __len__ = _ends.__len__
    __match_sequence__ = True

    def _append(self, x):
        """Where there is a bound."""
        self._items.append(x)
        if self._maxlen is not None and len(self) > self._maxlen:
            self.popleft()

    def appendleft(self, x):
        if self._first == 0:
            spare = len(self._items) + 8
            self._items[:0] = [None] * spare
            self._first = spare
        self._first -= 1
        self._items[self._first] = x
        if self._maxlen is not None and len(self) > self._maxlen:
            self.pop()

    def extend(self, iterable):
        for item in list(iterable) if iterable is self else iterable:
            self.append(item)

    def extendleft(self, iterable):
        for item in list(iterable) if iterable is self else iterable:
            self.appendleft(item)

    def clear(self):
        self._items = []
        self._first = 0

    def copy(self):
        return type(self)(self, self._maxlen)

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
        if self._maxlen is not None and len(self) >= self._maxlen:
            raise IndexError("deque already at its maximum size")
        items = list(self)
        items.insert(index, value)
        self._items, self._first = items, 0

    def remove(self, value):
        items = list(self)
        try:
            items.remove(value)
        except ValueError:
            raise ValueError(f"{value!r} is not in deque") from None
        self._items, self._first = items, 0

    def reverse(self):
        self._items, self._first = list(self)[::-1], 0

    def rotate(self, n=1):
        items = list(self)
        if items:
            n %= len(items)
            self._items, self._first = items[-n:] + items[:-n], 0

    def _place(self, index):
        if not isinstance(index, int):
            raise TypeError("sequence index must be integer, not '%s'" % type(index).__name__)
        place = self._first + index if index >= 0 else len(self._items) + index
        if not self._first <= place < len(self._items):
            raise IndexError("deque index out of range")
        return place

    def __getitem__(self, index):
        return self._items[self._place(index)]

    def __setitem__(self, index, value):
        self._items[self._place(index)] = value

    def __delitem__(self, index):
        del self._items[self._place(index)]

    def __contains__(self, value):
        return value in list(self)

    def __iter__(self):
        size = len(self)
        for index in range(size):
            if len(self) != size:
                raise RuntimeError("deque mutated during iteration")
            yield self._items[self._first + index]

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
        return type(self)(list(self) * n, self._maxlen)

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
        return type(self), (list(self), self._maxlen)

    def __repr__(self):
        shown = ", ".join("[...]" if item is self else repr(item) for item in self)
        if self._maxlen is None:
            return f"{type(self).__name__}([{shown}])"
        return f"{type(self).__name__}([{shown}], maxlen={self._maxlen})"

    __class_getitem__ = classmethod(GenericAlias)
