"""Waiting for several sockets at once, with what belongs to each."""
import select as _select
from collections import namedtuple

EVENT_READ, EVENT_WRITE = 1, 2
SelectorKey = namedtuple("SelectorKey", ["fileobj", "fd", "events", "data"])


class BaseSelector:
    """What all of them offer."""


class SelectSelector(BaseSelector):
    """Sockets, and what is waited for on each."""

    def __init__(self):
        self._keys = {}

    def register(self, fileobj, events, data=None):
        if not events or events & ~(EVENT_READ | EVENT_WRITE):
            raise ValueError(f"Invalid events: {events!r}")
        number = fileobj.fileno()
        if number < 0:
            raise ValueError(f"Invalid file descriptor: {number}")
        if number in self._keys:
            raise KeyError(f"{fileobj!r} (FD {number}) is already registered")
        self._keys[number] = key = SelectorKey(fileobj, number, events, data)
        return key

    def unregister(self, fileobj):
        for number, key in self._keys.items():
            if key.fileobj is fileobj:
                return self._keys.pop(number)
        raise KeyError(f"{fileobj!r} is not registered")

    def modify(self, fileobj, events, data=None):
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    def select(self, timeout=None):
        keys = list(self._keys.values())
        reads = [k.fileobj for k in keys if k.events & EVENT_READ]
        writes = [k.fileobj for k in keys if k.events & EVENT_WRITE]
        wait = None if timeout is None else max(0, timeout)
        can_read, can_write, _ = _select.select(reads, writes, [], wait)
        found = []
        for key in keys:
            events = (EVENT_READ if key.fileobj in can_read else 0) | (
                EVENT_WRITE if key.fileobj in can_write else 0)
            if events:
                found.append((key, events))
        return found

    def get_key(self, fileobj):
        for key in self._keys.values():
            if key.fileobj is fileobj:
                return key
        raise KeyError(f"{fileobj!r} is not registered")

    def get_map(self):
        return {key.fileobj: key for key in self._keys.values()}

    def close(self):
        self._keys.clear()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


PollSelector = EpollSelector = DefaultSelector = SelectSelector
