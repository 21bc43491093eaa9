"""Heaps in lists: the smallest item is the first."""
import _heap

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest", "heappushpop"]


def _rise(heap, first, at):
    """Moves an item towards the root while it is smaller than its parent."""
    at = _heap.rise(heap, first, at)
    if at < 0:
        return
    item = heap[at]
    while at > first:
        above = (at - 1) >> 1
        parent = heap[above]
        if not item < parent:
            break
        heap[at] = parent
        at = above
    heap[at] = item


def _sink(heap, at):
    """Moves an item to the bottom along the smaller children, then up to its place."""
    first = at
    at = _heap.sink(heap, first, at)
    if at < -1:
        _rise(heap, first, -2 - at)
    if at < 0:
        return
    end = len(heap)
    item = heap[at]
    child = 2 * at + 1
    while child < end:
        other = child + 1
        if other < end and not heap[child] < heap[other]:
            child = other
        heap[at] = heap[child]
        at = child
        child = 2 * at + 1
    heap[at] = item
    _rise(heap, first, at)


def heappush(heap, item):
    heap.append(item)
    _rise(heap, 0, len(heap) - 1)


def heappop(heap):
    if not heap:
        raise IndexError("index out of range")
    last = heap.pop()
    if not heap:
        return last
    item = heap[0]
    heap[0] = last
    _sink(heap, 0)
    return item


def heapreplace(heap, item):
    """Takes the smallest, then adds an item."""
    if not heap:
        raise IndexError("index out of range")
    smallest = heap[0]
    heap[0] = item
    _sink(heap, 0)
    return smallest


def heappushpop(heap, item):
    """Adds an item, then takes the smallest."""
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _sink(heap, 0)
    return item


def heapify(x):
    for at in reversed(range(len(x) // 2)):
        _sink(x, at)


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
