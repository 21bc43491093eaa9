"""Heaps in lists: the smallest item is the first."""
from _heapq import heapify, heappop, heappush, heappushpop, heapreplace

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest", "heappushpop"]


class _Greater:
    """Turns the order round."""

    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        return other.value < self.value


def merge(*iterables, key=None, reverse=False):
    """Sorted iterables as one."""
    heap = []
    for order, iterator in enumerate(map(iter, iterables)):
        for item in iterator:
            heap.append(_entry(item, order, iterator, key, reverse))
            break
    heapify(heap)
    while heap:
        entry = heap[0]
        yield entry[2]
        for item in entry[3]:
            heapreplace(heap, _entry(item, entry[1], entry[3], key, reverse))
            break
        else:
            heappop(heap)


def _entry(item, order, iterator, key, reverse):
    rank = item if key is None else key(item)
    return [_Greater(rank) if reverse else rank, order, item, iterator]


def nsmallest(n, iterable, key=None):
    """The smallest, in order."""
    return sorted(iterable, key=key)[:max(n, 0)]


def nlargest(n, iterable, key=None):
    """The largest, in order."""
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]
