"""Iterators made of iterators."""
import _combine

_MISSING = object()


class count:
    """start, start + step, …"""

    def __init__(self, start=0, step=1):
        for value in (start, step):
            if not hasattr(value, "__add__") or isinstance(value, (str, bytes, list, tuple)):
                raise TypeError("a number is required")
        self._next = start
        self._step = step

    def __iter__(self):
        return self

    def __next__(self):
        value = self._next
        self._next = value + self._step
        return value

    def __repr__(self):
        step = "" if self._step == 1 and isinstance(self._step, int) else f", {self._step!r}"
        return f"count({self._next!r}{step})"


class repeat:
    """The same object, for ever or so many times."""

    def __init__(self, object, times=None):
        self._object = object
        self._left = None if times is None else max(0, times.__index__())

    def __iter__(self):
        return self

    def __next__(self):
        if self._left is not None:
            if self._left == 0:
                raise StopIteration
            self._left -= 1
        return self._object

    def __length_hint__(self):
        if self._left is None:
            raise TypeError("len() of unsized object")
        return self._left

    def __repr__(self):
        times = "" if self._left is None else f", {self._left}"
        return f"repeat({self._object!r}{times})"


def cycle(iterable, /):
    """All of them, again and again."""
    return _cycle(iter(iterable))


def _cycle(iterator):
    saved = []
    for item in iterator:
        saved.append(item)
        yield item
    while saved:
        yield from saved


def accumulate(iterable, func=None, *, initial=None):
    """Sums, or what a function makes of the last result and the next item."""
    return _accumulate(iter(iterable), func, initial)


def _accumulate(iterator, func, initial):
    total = initial
    if initial is None:
        for total in iterator:
            break
        else:
            return
    yield total
    if func is None:
        for item in iterator:
            total = total + item
            yield total
    else:
        for item in iterator:
            total = func(total, item)
            yield total


class chain:
    """One iterable after another."""

    def __new__(cls, *iterables):
        return _chain(iterables)

    @staticmethod
    def from_iterable(iterables, /):
        return _chain(iterables)


def _chain(iterables):
    for iterable in iterables:
        for item in iterable:
            yield item


def compress(data, selectors):
    """The items beside which something true stands."""
    return _compress(iter(data), iter(selectors))


def _compress(data, selectors):
    for item, selected in zip(data, selectors):
        if selected:
            yield item


def dropwhile(predicate, iterable, /):
    """What is left from the first item that fails on."""
    return _dropwhile(predicate, iter(iterable))


def _dropwhile(predicate, iterator):
    for item in iterator:
        if not predicate(item):
            yield item
            break
    yield from iterator


def takewhile(predicate, iterable, /):
    """The items before the first that fails."""
    return _takewhile(predicate, iter(iterable))


def _takewhile(predicate, iterator):
    for item in iterator:
        if not predicate(item):
            return
        yield item


def filterfalse(function, iterable, /):
    """The items that fail."""
    return _filterfalse(function, iter(iterable))


def _filterfalse(function, iterator):
    if function is None:
        function = bool
    for item in iterator:
        if not function(item):
            yield item


def _place(value, what):
    if value is None:
        return None
    try:
        value = value.__index__()
    except AttributeError:
        value = -1
    if value < 0:
        raise ValueError(what)
    return value


def islice(iterable, *limits):
    """Some of the items, by their places."""
    if not limits:
        raise TypeError("islice expected at least 2 arguments, got 1")
    if len(limits) > 3:
        raise TypeError(f"islice expected at most 4 arguments, got {len(limits) + 1}")
    if len(limits) == 1:
        stop = _place(limits[0], "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
        return _islice(iter(iterable), 0, stop, 1)
    wrong = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."
    start, stop = _place(limits[0], wrong) or 0, _place(limits[1], wrong)
    step = 1
    if len(limits) == 3 and limits[2] is not None:
        bad = "Step for islice() must be a positive integer or None."
        step = _place(limits[2], bad)
        if step == 0:
            raise ValueError(bad)
    return _islice(iter(iterable), start, stop, step)


def _islice(iterator, start, stop, step):
    if stop is not None and stop <= start:
        # What stands before is used up all the same.
        for _ in range(start):
            if next(iterator, _MISSING) is _MISSING:
                return
        return
    for _ in range(start):
        if next(iterator, _MISSING) is _MISSING:
            return
    at = start
    if step == 1 and stop is not None:
        for item in iterator:
            yield item
            at += 1
            if at == stop:
                return
        return
    while stop is None or at < stop:
        item = next(iterator, _MISSING)
        if item is _MISSING:
            return
        yield item
        skip = step - 1 if stop is None else min(step - 1, stop - at - 1)
        for _ in range(skip):
            if next(iterator, _MISSING) is _MISSING:
                return
        at += step


def starmap(function, iterable, /):
    """What a function makes of tuples of arguments."""
    return _starmap(function, iter(iterable))


def _starmap(function, iterator):
    for arguments in iterator:
        yield function(*arguments)


def pairwise(iterable, /):
    """Each item with the next."""
    return _pairwise(iter(iterable))


def _pairwise(iterator):
    before = next(iterator, _MISSING)
    if before is _MISSING:
        return
    for item in iterator:
        yield before, item
        before = item


def zip_longest(*iterables, fillvalue=None):
    """Tuples of one item from each, until the longest ends."""
    return _zip_longest([iter(iterable) for iterable in iterables], fillvalue)


def _zip_longest(iterators, fillvalue):
    left = len(iterators)
    while left:
        items = []
        for place, iterator in enumerate(iterators):
            item = fillvalue if iterator is None else next(iterator, _MISSING)
            if item is _MISSING:
                iterators[place] = None
                left -= 1
                if left == 0:
                    return
                item = fillvalue
            items.append(item)
        yield tuple(items)


def tee(iterable, n=2, /):
    """Several iterators over the same items."""
    if n < 0:
        raise ValueError("n must be >= 0")
    iterator = iter(iterable)
    # A chain of links, each an item and the next link; the last is empty.
    link = []
    return tuple(_tee(iterator, link) for _ in range(n))


def _tee(iterator, link):
    while True:
        if not link:
            item = next(iterator, _MISSING)
            if item is _MISSING:
                return
            link.append(item)
            link.append([])
        item, link = link
        yield item


class groupby:
    """Runs of items with the same key, each as an iterator of its own."""

    def __init__(self, iterable, key=None):
        self._iterator = iter(iterable)
        self._key = key
        self._target = self._current = _MISSING
        self._item = None
        self._group = None

    def __iter__(self):
        return self

    def _advance(self):
        self._item = next(self._iterator)
        self._current = self._item if self._key is None else self._key(self._item)

    def __next__(self):
        self._group = object()
        while self._current is _MISSING or (self._target is not _MISSING and self._current == self._target):
            self._advance()
        self._target = self._current
        return self._current, self._run(self._target, self._group)

    def _run(self, target, group):
        while self._group is group and self._current == target:
            yield self._item
            try:
                self._advance()
            except StopIteration:
                self._current = _MISSING
                return


def product(*iterables, repeat=1):
    """Every way to take one item from each."""
    if repeat < 0:
        raise ValueError("repeat argument cannot be negative")
    pools = [tuple(iterable) for iterable in iterables] * repeat
    return _combine.product(pools) or _product(pools)


def _product(pools):
    places = [0] * len(pools)
    if not all(pools):
        return
    items = [pool[0] for pool in pools]
    while True:
        yield tuple(items)
        at = len(pools) - 1
        while at >= 0:
            places[at] += 1
            if places[at] < len(pools[at]):
                items[at] = pools[at][places[at]]
                break
            places[at] = 0
            items[at] = pools[at][0]
            at -= 1
        if at < 0:
            return


def permutations(iterable, r=None):
    """Every order of so many of the items."""
    pool = tuple(iterable)
    r = len(pool) if r is None else r.__index__()
    if r < 0:
        raise ValueError("r must be non-negative")
    return _combine.permutations(pool, r) or _permutations(pool, r)


def _permutations(pool, r):
    n = len(pool)
    if r > n:
        return
    places = list(range(n))
    turns = list(range(n, n - r, -1))
    yield tuple([pool[place] for place in places[:r]])
    while True:
        at = r - 1
        while at >= 0:
            turns[at] -= 1
            if turns[at]:
                other = -turns[at]
                places[at], places[other] = places[other], places[at]
                yield tuple([pool[place] for place in places[:r]])
                break
            places[at:] = places[at + 1:] + places[at:at + 1]
            turns[at] = n - at
            at -= 1
        if at < 0:
            return


def combinations(iterable, r):
    """Every choice of so many of the items, in their order."""
    pool = tuple(iterable)
    if r < 0:
        raise ValueError("r must be non-negative")
    return _combine.combinations(pool, r) or _combinations(pool, r)


def _combinations(pool, r):
    n = len(pool)
    if r > n:
        return
    places = list(range(r))
    yield tuple([pool[place] for place in places])
    while True:
        at = r - 1
        while at >= 0 and places[at] == at + n - r:
            at -= 1
        if at < 0:
            return
        places[at] += 1
        for later in range(at + 1, r):
            places[later] = places[later - 1] + 1
        yield tuple([pool[place] for place in places])


def combinations_with_replacement(iterable, r):
    """Every choice of so many of the items, each as often as one likes."""
    pool = tuple(iterable)
    if r < 0:
        raise ValueError("r must be non-negative")
    return _combine.replacement(pool, r) or _with_replacement(pool, r)


def _with_replacement(pool, r):
    n = len(pool)
    if not n and r:
        return
    places = [0] * r
    yield tuple([pool[place] for place in places])
    while True:
        at = r - 1
        while at >= 0 and places[at] == n - 1:
            at -= 1
        if at < 0:
            return
        places[at:] = [places[at] + 1] * (r - at)
        yield tuple([pool[place] for place in places])
