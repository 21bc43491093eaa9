import threading, time, sys, os, signal, queue, traceback
from concurrent.futures import ThreadPoolExecutor
class Elevator:
    """State machine driven by a thread with a condition."""
    def __init__(self, floors):
        self.floors, self.at, self.calls, self.cv, self.trace, self.stop = floors, 0, [], threading.Condition(), [], False
        self.t = threading.Thread(target=self.loop, name="lift"); self.t.start()
    def call(self, f):
        if not 0 <= f < self.floors: raise ValueError(f"no floor {f}")
        with self.cv: self.calls.append(f); self.cv.notify()
    def loop(self):
        while True:
            with self.cv:
                if not self.cv.wait_for(lambda: self.calls or self.stop, timeout=1): print("idle"); continue
                if not self.calls and self.stop: return
                target = min(self.calls, key=lambda f: (abs(f - self.at), f)); self.calls.remove(target)
            while self.at != target: time.sleep(0.05); self.at += 1 if target > self.at else -1
            self.trace.append(self.at)
    def close(self):
        with self.cv: self.stop = True; self.cv.notify_all()
        self.t.join()
e = Elevator(6); e.call(3); time.sleep(0.02); [e.call(f) for f in (5, 1, 4)]
try: e.call(9)
except ValueError as x: print(x)
t0 = time.monotonic(); e.close(); print(e.trace, round(time.monotonic() - t0, 1))
class Matrix:
    def __init__(self, rows): self.rows = rows
    def __matmul__(self, o):
        cols = list(zip(*o.rows))
        with ThreadPoolExecutor(4) as ex: return Matrix(list(ex.map(lambda r: [sum(a * b for a, b in zip(r, c)) for c in cols], self.rows)))
    def __repr__(self): return "\n".join(" ".join(f"{x:3d}" for x in r) for r in self.rows)
print(Matrix([[1, 2], [3, 4]]) @ Matrix([[5, 6], [7, 8]]))
class M:
    def __matmul__(self, o): return 1
    def __rmatmul__(self, o): return 2
    def __imatmul__(self, o): return 3
print(M() @ M())
print(3 @ M())
m = M(); m @= 2; print(m)
def merge_sort(a, depth=2):
    if len(a) < 2: return a
    m = len(a) // 2; l, r = a[:m], a[m:]
    if depth:
        out = {}
        ts = [threading.Thread(target=lambda k, p: out.__setitem__(k, merge_sort(p, depth - 1)), args=x) for x in ((0, l), (1, r))]
        [t.start() for t in ts]; [t.join() for t in ts]; l, r = out[0], out[1]
    else: l, r = merge_sort(l, 0), merge_sort(r, 0)
    res = []
    while l and r: res.append((l if l[0] <= r[0] else r).pop(0))
    return res + l + r
print(merge_sort([5, 2, 9, 1, 5, 6, -3, 8, 0]))
class Sieve(threading.Thread):
    def __init__(self, q, primes): super().__init__(daemon=True); self.q, self.primes, self.prime, self.next = q, primes, None, None
    def run(self):
        while (n := self.q.get()) is not None:
            if self.prime is None: self.prime = n; self.primes.append(n); continue
            if n % self.prime:
                if self.next is None: self.next = Sieve(queue.Queue(), self.primes); self.next.start()
                self.next.q.put(n)
        if self.next: self.next.q.put(None); self.next.join()
primes = []; s = Sieve(queue.Queue(), primes); s.start(); [s.q.put(i) for i in range(2, 40)]; s.q.put(None); s.join(); print(primes)
class Clock:
    def __init__(self): self.now, self.lock = 0, threading.Lock()
    def tick(self, other=0):
        with self.lock: self.now = max(self.now, other) + 1; return self.now
log = []; a, b = Clock(), Clock(); ch = queue.Queue()
def pa():
    for i in range(2): ch.put(("m", a.tick())); log.append(("a", "send", a.now)); time.sleep(0.05)
    ch.put(None)
def pb():
    while (m := ch.get()): log.append(("b", "recv", b.tick(m[1])))
ts = [threading.Thread(target=f) for f in (pa, pb)]; [(t.start(), time.sleep(0.01)) for t in ts]; [t.join() for t in ts]; print(sorted(log, key=lambda x: (x[2], x[0])))
print({t.name for t in threading.enumerate()}, threading.active_count())
def deep(n): 
    if n == 0: raise RuntimeError("bottom")
    deep(n - 1)
t = threading.Thread(target=deep, args=(2,), name="deep"); t.start(); t.join()
def rec(): rec()
def catch():
    try: rec()
    except RecursionError as e: print(type(e).__name__, str(e)[:32])
t = threading.Thread(target=catch); t.start(); t.join()
sys.stderr.write("done\n")
