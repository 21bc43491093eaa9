"""Short forms of long values."""


import builtins


class Repr:
    """Makes short forms."""

    maxlevel, maxtuple, maxlist, maxdict = 6, 6, 6, 4
    maxset = maxfrozenset = maxdeque = 6
    maxstring = maxother = 30
    maxlong = 40
    fillvalue = "..."

    def repr(self, x):
        return self.repr1(x, self.maxlevel)

    def repr1(self, x, level):
        name = type(x).__name__
        if type(x) in (list, tuple, set, frozenset) or name == "deque":
            return self._items(x, level, name)
        if type(x) is dict:
            return self._dict(x, level)
        if type(x) is str:
            return self._cut(builtins.repr(x[:self.maxstring]), builtins.repr(x), self.maxstring)
        if type(x) is int:
            return self._cut(builtins.repr(x), builtins.repr(x), self.maxlong)
        try:
            text = builtins.repr(x)
        except Exception:
            return f"<{name} instance at {id(x):#x}>"
        return self._cut(text, text, self.maxother)

    def _cut(self, _, text, most):
        if len(text) <= most:
            return text
        head = max(0, (most - 3) // 2)
        tail = max(0, most - 3 - head)
        return text[:head] + self.fillvalue + text[len(text) - tail:]

    def _items(self, x, level, name):
        left, right = {"list": ("[", "]"), "tuple": ("(", ")"), "set": ("{", "}"),
                       "frozenset": ("frozenset({", "})"), "deque": ("deque([", "])")}[name]
        if not x and name in ("set", "frozenset"):
            return f"{name}()"
        if level <= 0 and x:
            return left + self.fillvalue + right
        most = getattr(self, "max" + name)
        items = sorted(x, key=str) if name in ("set", "frozenset") else list(x)
        shown = [self.repr1(item, level - 1) for item in items[:most]]
        if len(items) > most:
            shown.append(self.fillvalue)
        text = ", ".join(shown)
        if name == "tuple" and len(items) == 1:
            text += ","
        return left + text + right

    def _dict(self, x, level):
        if not x:
            return "{}"
        if level <= 0:
            return "{" + self.fillvalue + "}"
        keys = sorted(x, key=str)
        shown = [f"{self.repr1(key, level - 1)}: {self.repr1(x[key], level - 1)}"
                 for key in keys[:self.maxdict]]
        if len(keys) > self.maxdict:
            shown.append(self.fillvalue)
        return "{" + ", ".join(shown) + "}"


aRepr = Repr()


def recursive_repr(fillvalue="..."):
    """Has a repr method say that it is inside itself."""
    def decorate(method):
        running = set()

        def wrapper(self):
            key = id(self)
            if key in running:
                return fillvalue
            running.add(key)
            try:
                return method(self)
            finally:
                running.discard(key)
        return wrapper
    return decorate


repr = aRepr.repr
