# generators as schedulers, data pipelines, coroutines
import collections, time, heapq, functools, itertools, inspect, types, contextlib, operator
class SystemCall: pass
class GetTid(SystemCall):
    def handle(self, task, sched): task.send = task.tid; sched.ready.append(task)
class Spawn(SystemCall):
    def __init__(self, gen): self.gen = gen
    def handle(self, task, sched): task.send = sched.new(self.gen); sched.ready.append(task)
class Wait(SystemCall):
    def __init__(self, tid): self.tid = tid
    def handle(self, task, sched): sched.waiting[self.tid].append(task) if self.tid in sched.tasks else sched.ready.append(task)
class SleepFor(SystemCall):
    def __init__(self, t): self.t = t
    def handle(self, task, sched): heapq.heappush(sched.sleeping, (sched.clock + self.t, task.tid, task))
class Task:
    _n = itertools.count(1)
    def __init__(self, gen): self.tid = next(self._n); self.gen = gen; self.send = None; self.stack = []
    def step(self):
        while True:
            try:
                r = self.gen.send(self.send); 
                if isinstance(r, SystemCall): return r
                if isinstance(r, types.GeneratorType): self.stack.append(self.gen); self.gen, self.send = r, None
                else:
                    if not self.stack: self.send = None; return None
                    self.send, self.gen = r, self.stack.pop()
            except StopIteration as e:
                if not self.stack: raise
                self.send, self.gen = e.value, self.stack.pop()
class Sched:
    def __init__(self): self.ready = collections.deque(); self.tasks = {}; self.waiting = collections.defaultdict(list); self.sleeping = []; self.clock = 0
    def new(self, gen): t = Task(gen); self.tasks[t.tid] = t; self.ready.append(t); return t.tid
    def run(self):
        while self.ready or self.sleeping:
            if not self.ready: self.clock, _, t = heapq.heappop(self.sleeping); self.ready.append(t); continue
            t = self.ready.popleft()
            try: r = t.step()
            except StopIteration: 
                print(f"[{self.clock}] task {t.tid} ends"); del self.tasks[t.tid]; self.ready.extend(self.waiting.pop(t.tid, ())); continue
            r.handle(t, self) if r else self.ready.append(t)
def helper(n): yield SleepFor(n); yield n * 2
def child(n):
    tid = yield GetTid(); r = yield helper(n); print(f"child {tid} got {r}")
def main():
    a = yield Spawn(child(3)); b = yield Spawn(child(1)); print("spawned", a, b); yield Wait(a); print("a ended"); yield
s = Sched(); s.new(main()); s.run()
def coroutine(f):
    @functools.wraps(f)
    def w(*a, **k): g = f(*a, **k); next(g); return g
    return w
@coroutine
def averager():
    total = n = 0; avg = None
    try:
        while True: x = yield avg; total += x; n += 1; avg = total / n
    except GeneratorExit: print("avg closed", n); raise
    finally: print("fin")
@coroutine
def broadcast(targets):
    while True:
        x = yield
        for t in targets: t.send(x)
@coroutine
def filt(p, target):
    while True:
        if p(x := (yield)): target.send(x)
@coroutine
def sink(l):
    while True: l.append((yield))
av = averager(); print(av.send(10), av.send(20)); av.close()
l1, l2 = [], []; b = broadcast([filt(lambda x: x % 2, sink(l1)), sink(l2)])
for i in range(5): b.send(i)
print(l1, l2)
def tree(n): return (n, tree(n - 1), tree(n - 2)) if n > 0 else None
def walk(t, depth=0):
    if t: yield from walk(t[1], depth + 1); yield t[0], depth; yield from walk(t[2], depth + 1)
print(list(walk(tree(3))), sum(1 for _ in walk(tree(6))))
def primes():
    def sieve(nums): p = next(nums); yield p; yield from sieve(n for n in nums if n % p)
    return sieve(itertools.count(2))
print(list(itertools.islice(primes(), 10)))
def window(seq, n):
    it = iter(seq); w = collections.deque(itertools.islice(it, n), n)
    if len(w) == n: yield tuple(w)
    for x in it: w.append(x); yield tuple(w)
print(list(window(range(5), 3)), [*map(sum, window([1, 2, 3, 4], 2))])
@contextlib.contextmanager
def tag(n): 
    print(f"<{n}>")
    try: yield n.upper()
    except ValueError as e: print("swallowed", e)
    finally: print(f"</{n}>")
with tag("a") as A, tag("b") as B: print(A, B); raise ValueError("x")
@tag("deco")
def f(): print("in f"); return 5
print(f(), f())
class CD(contextlib.ContextDecorator):
    def __enter__(self): print("in"); return self
    def __exit__(self, *e): print("out", e[0]); return True
@CD()
def g(): raise KeyError
print(g())
with contextlib.nullcontext(5) as x, contextlib.closing(av) as y: print(x)
with contextlib.suppress(KeyError, IndexError): [][1]
def two():
    yield 1
    yield 2
try:
    with contextlib.contextmanager(two)() as x: pass
except RuntimeError as e: print(e)
try:
    with contextlib.contextmanager(lambda: iter(()))() as x: pass
except (RuntimeError, AttributeError) as e: print(type(e).__name__, e)
gen = (x for x in [1]); print(gen.gi_frame is not None, gen.gi_code.co_name, gen, next(gen, None), next(gen, "d"), gen.gi_frame) if 0 else print(gen.gi_code.co_name, next(gen), next(gen, "d"), gen.gi_frame)
def gg():
    x = yield
    while True:
        try: x = yield x
        except TypeError as e: x = ("caught", str(e))
g2 = gg(); next(g2); print(g2.send(1), g2.send(2), g2.throw(TypeError, "msg") if 0 else g2.throw(TypeError("msg")), next(g2))
