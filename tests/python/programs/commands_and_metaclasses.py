# state machines, event sourcing, undo with command pattern
from __future__ import annotations
import abc, copy, enum, functools, itertools, operator, types, typing, weakref, contextlib, inspect, sys
class Command(abc.ABC):
    registry: typing.ClassVar[dict[str, type[Command]]] = {}
    def __init_subclass__(cls, **kw): super().__init_subclass__(**kw); Command.registry[cls.__name__.lower()] = cls
    @abc.abstractmethod
    def do(self, doc): ...
    @abc.abstractmethod
    def undo(self, doc): ...
    def __repr__(self): return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in vars(self).items() if not k.startswith('_'))})"
class Insert(Command):
    def __init__(self, at, text): self.at, self.text = at, text
    def do(self, doc): doc.text = doc.text[:self.at] + self.text + doc.text[self.at:]
    def undo(self, doc): doc.text = doc.text[:self.at] + doc.text[self.at + len(self.text):]
class Delete(Command):
    def __init__(self, a, b): self.a, self.b = a, b
    def do(self, doc): self._cut = doc.text[self.a:self.b]; doc.text = doc.text[:self.a] + doc.text[self.b:]
    def undo(self, doc): doc.text = doc.text[:self.a] + self._cut + doc.text[self.a:]
class Macro(Command):
    def __init__(self, *cmds): self.cmds = cmds
    def do(self, doc): [c.do(doc) for c in self.cmds]
    def undo(self, doc): [c.undo(doc) for c in reversed(self.cmds)]
class Doc:
    def __init__(self): self.text = ""; self._undo, self._redo = [], []; self._watch = weakref.WeakSet()
    def apply(self, c): c.do(self); self._undo.append(c); self._redo.clear(); self._notify(c); return self
    def undo(self):
        if not self._undo: raise IndexError("nothing to undo")
        c = self._undo.pop(); c.undo(self); self._redo.append(c)
    def redo(self): c = self._redo.pop(); c.do(self); self._undo.append(c)
    def _notify(self, c):
        for w in self._watch: w(c)
    @contextlib.contextmanager
    def transaction(self):
        saved, n = self.text, len(self._undo)
        try: yield self
        except Exception: self.text = saved; del self._undo[n:]; raise
class Watcher:
    def __init__(self): self.seen = []
    def __call__(self, c): self.seen.append(type(c).__name__)
d, w = Doc(), Watcher(); d._watch.add(w)
d.apply(Insert(0, "hello")).apply(Insert(5, " world")).apply(Delete(0, 1)); print(d.text, d._undo, w.seen)
d.undo(); d.undo(); print(repr(d.text)); d.redo(); print(d.text); d.apply(Macro(Insert(0, ">> "), Insert(3, "!"))); print(d.text); d.undo(); print(d.text)
try:
    with d.transaction(): d.apply(Insert(0, "zzz")); raise RuntimeError("abort")
except RuntimeError as e: print(e, d.text, len(d._undo))
try: Command()
except TypeError as e: print(e)
class Half(Command):
    def do(self, doc): pass
try: Half()
except TypeError as e: print(e)
print(sorted(Command.registry), Command.__abstractmethods__ == frozenset({"do", "undo"}), inspect.isabstract(Command), Half.__abstractmethods__)
class Light(enum.Enum):
    RED, YELLOW, GREEN = range(3)
    def next(self): return Light((self.value + 1) % len(Light))
l = Light.RED; print([l := l.next() for _ in range(4)], Light.RED.next().name)
class Transitions:
    def __init__(self, initial, table): self.state, self.table, self.log = initial, table, []
    def __getattr__(self, event):
        if event.startswith("__"): raise AttributeError(event)
        def fire(**kw):
            try: nxt = self.table[self.state, event]
            except KeyError: raise ValueError(f"{event} not allowed in {self.state}") from None
            self.log.append(f"{self.state}-{event}->{nxt}"); self.state = nxt; return self
        return fire
m = Transitions("idle", {("idle", "start"): "running", ("running", "pause"): "paused", ("paused", "resume"): "running", ("running", "stop"): "idle"})
m.start().pause().resume(); print(m.state, m.log)
try: m.start()
except ValueError as e: print(e, e.__suppress_context__)
class Meta(type):
    def __call__(cls, *a, **k): o = super().__call__(*a, **k); o.made_by = cls.__name__; return o
    def __instancecheck__(cls, o): return hasattr(o, "quack")
    def __contains__(cls, x): return x == 42
    def __iter__(cls): yield from "abc"
    def __repr__(cls): return f"<class {cls.__name__}!>"
    @property
    def size(cls): return 3
class Duck(metaclass=Meta): pass
class Dog: quack = 1
print(Duck().made_by, isinstance(Dog(), Duck), 42 in Duck, list(Duck), Duck, Duck.size, type(Duck), hasattr(Duck(), "size"))
class Lazy:
    def __init__(self, f): self.f = f
    def __set_name__(self, o, n): self.n = n
    def __get__(self, o, t=None):
        if o is None: return self
        v = o.__dict__[self.n] = self.f(o); return v
class Temp:
    def __init__(self, c): self._c = c
    @property
    def f(self): "fahrenheit"; return self._c * 9 / 5 + 32
    @f.setter
    def f(self, v): self._c = (v - 32) * 5 / 9
    @f.deleter
    def f(self): self._c = 0
    @Lazy
    def heavy(self): print("computing"); return 7
    def __eq__(self, o): return isinstance(o, Temp) and self._c == o._c
    __hash__ = None
    def __enter__(self): return self
    def __exit__(self, *a): print("exit", a[0] and a[0].__name__); return True
    def __int__(self): return int(self._c)
    def __float__(self): return float(self._c)
    def __complex__(self): return complex(self._c, 1)
    def __bytes__(self): return b"temp"
    def __sizeof__(self): return 1
    def __dir__(self): return ["x", "a"]
    def __missing__(self, k): return k
t = Temp(100); print(t.f, t.heavy, t.heavy, Temp.f.__doc__, Temp.heavy.n); t.f = 32; print(t._c); del t.f; print(int(t), float(t), complex(t), bytes(t), dir(t))
try: {t: 1}
except TypeError as e: print(e)
with t: raise LookupError
try: t.g = 5; Temp.f.fset(t, "x")
except TypeError as e: print(e)
try: del t.heavy2
except AttributeError as e: print(e)
class RO:
    @property
    def x(self): return 1
for op in ("RO().x = 2", "del RO().x"):
    try: exec(op)
    except AttributeError as e: print(e)
