# event loop by hand
import heapq, time, selectors, types, collections, inspect, itertools
class Sleep:
    def __init__(self, d): self.d = d
    def __await__(self): return (yield self)
class Fut:
    def __init__(self): self.result = None; self.done = False; self.waiters = []
    def set(self, v): self.result = v; self.done = True; loop.ready.extend(self.waiters); self.waiters.clear()
    def __await__(self):
        if not self.done: yield self
        return self.result
@types.coroutine
def switch(): yield None
class Task:
    ids = itertools.count(1)
    def __init__(self, coro): self.coro = coro; self.id = next(self.ids); self.fut = Fut()
    def __repr__(self): return f"<Task {self.id} {self.coro.__name__}>"
    def __lt__(self, o): return self.id < o.id
class Loop:
    def __init__(self): self.ready = collections.deque(); self.timers = []; self.now = 0.0; self.trace = []
    def spawn(self, coro): t = Task(coro); self.ready.append(t); return t
    def run(self):
        while self.ready or self.timers:
            if not self.ready:
                when, t = heapq.heappop(self.timers); self.now = when; self.ready.append(t)
            t = self.ready.popleft()
            try: y = t.coro.send(None)
            except StopIteration as e: t.fut.set(e.value)
            except Exception as e: print("task failed", t, repr(e)); t.fut.set(None)
            else:
                match y:
                    case Sleep(d=d): heapq.heappush(self.timers, (self.now + d, t))
                    case Fut() as f: f.waiters.append(t)
                    case None: self.ready.append(t)
                    case _: raise TypeError(y)
loop = Loop()
async def child(n):
    for i in range(n):
        await Sleep(0.5 * n); loop.trace.append((loop.now, n, i))
    return n * 100
async def bad(): await switch(); raise LookupError("nope")
async def main():
    ts = [loop.spawn(child(n)) for n in (1, 2, 3)]
    loop.spawn(bad())
    r = [await t.fut for t in ts]
    print(r, loop.now)
loop.spawn(main()); loop.run()
for x in loop.trace: print(*x)
c = main(); print(inspect.iscoroutine(c), inspect.getcoroutinestate(c), c.cr_running, c.cr_frame.f_lineno > 0); c.close(); print(inspect.getcoroutinestate(c))
try: c.send(None)
except RuntimeError as e: print(e)
g = (i for i in range(3)); print(inspect.getgeneratorstate(g), next(g), inspect.getgeneratorstate(g), g.gi_yieldfrom)
def sub():
    r = yield 1
    print("sub got", r)
    try: yield 2
    except KeyError as e: print("sub caught", repr(e)); yield "handled"
    return "subret"
def deleg():
    v = yield from sub()
    print("deleg", v)
    try: yield 3
    finally: print("deleg fin")
d = deleg(); print(next(d), d.send("hello"), d.throw(KeyError("q")), next(d)); d.close()
try: next(d)
except StopIteration as e: print("stop", e.value)
def stubborn():
    try: yield 1
    except GeneratorExit: yield 2
s = stubborn(); next(s)
try: s.close()
except RuntimeError as e: print(e)
def rec():
    try: next(gg)
    except ValueError as e: print(e)
    yield 1
gg = rec(); next(gg)
def raises_stop():
    yield 1
    raise StopIteration("x")
try: list(raises_stop())
except RuntimeError as e: print(e, repr(e.__cause__))
def ret(): 
    return 5
    yield
try: next(ret())
except StopIteration as e: print(repr(e), e.value)
try: (i for i in range(3)).send(4)
except TypeError as e: print(e)
def sched(tasks):
    q = collections.deque((name, t) for name, t in tasks.items())
    while q:
        name, t = q.popleft()
        try: print(name, next(t), end="; ")
        except StopIteration as e: print(name, "->", e.value, end="; ")
        else: q.append((name, t))
    print()
def counter(n):
    i = 0
    while i < n: i += 1; yield i
    return f"total {n}"
sched({"A": counter(2), "B": counter(3)})
