"""An order in which what others need comes first."""
from types import GenericAlias

__all__ = ["TopologicalSorter", "CycleError"]


class CycleError(ValueError):
    """What is needed needs what needs it."""


class TopologicalSorter:
    """Nodes and their predecessors."""

    def __init__(self, graph=None):
        # Of each node: how many predecessors are not done; -1 once it was given out,
        # -2 once it is done.
        self._open = {}
        self._successors = {}
        self._ready = None
        self._given = self._done = 0
        for node, predecessors in (graph or {}).items():
            self.add(node, *predecessors)

    def _know(self, node):
        self._open.setdefault(node, 0)
        return self._successors.setdefault(node, [])

    def add(self, node, *predecessors):
        if self._ready is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        self._know(node)
        self._open[node] += len(predecessors)
        for each in predecessors:
            self._know(each).append(node)

    def prepare(self):
        if self._ready is not None:
            raise ValueError("cannot prepare() more than once")
        self._ready = [node for node, count in self._open.items() if count == 0]
        cycle = self._find_cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def get_ready(self):
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        result = tuple(self._ready)
        for node in result:
            self._open[node] = -1
        self._ready.clear()
        self._given += len(result)
        return result

    def is_active(self):
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        return self._done < self._given or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        for node in nodes:
            if node not in self._open:
                raise ValueError(f"node {node!r} was not added using add()")
            state = self._open[node]
            if state >= 0:
                raise ValueError(f"node {node!r} was not passed out "
                                 "(still not ready)")
            if state == -2:
                raise ValueError(f"node {node!r} was already marked done")
            self._open[node] = -2
            self._done += 1
            for after in self._successors[node]:
                self._open[after] -= 1
                if self._open[after] == 0:
                    self._ready.append(after)

    def _find_cycle(self):
        """Nodes that lead back to the first, or None."""
        seen, stack, places, ahead = set(), [], {}, []
        for node in self._successors:
            if node in seen:
                continue
            while True:
                if node in seen:
                    if node in places:
                        return stack[places[node]:] + [node]
                else:
                    seen.add(node)
                    ahead.append(iter(self._successors[node]))
                    places[node] = len(stack)
                    stack.append(node)
                while stack:
                    try:
                        node = next(ahead[-1])
                        break
                    except StopIteration:
                        del places[stack.pop()]
                        ahead.pop()
                else:
                    break
        return None

    def static_order(self):
        self.prepare()
        while self.is_active():
            group = self.get_ready()
            yield from group
            self.done(*group)

    __class_getitem__ = classmethod(GenericAlias)
