import threading, time, sys, os
lock_a, lock_b = threading.Lock(), threading.Lock()
def w1():
    with lock_a:
        time.sleep(0.1)
        if not lock_b.acquire(timeout=0.3): print("w1 gives up"); return
        try: print("w1 both")
        finally: lock_b.release()
def w2():
    with lock_b:
        time.sleep(0.1)
        while not lock_a.acquire(blocking=False): time.sleep(0.1)
        print("w2 both"); lock_a.release()
ts = [threading.Thread(target=f) for f in (w1, w2)]; [t.start() for t in ts]; [t.join(2) for t in ts]; print([t.is_alive() for t in ts])
class TimedLock:
    def __init__(self): self._l, self.waits = threading.Lock(), []
    def __enter__(self): t = time.perf_counter(); self._l.acquire(); self.waits.append(round(time.perf_counter() - t, 1)); return self
    def __exit__(self, *a): self._l.release()
tl = TimedLock()
def use(): 
    with tl: time.sleep(0.1)
ts = [threading.Thread(target=use) for _ in range(4)]; [t.start() for t in ts]; [t.join() for t in ts]; print(tl.waits)
class SpinLock:
    def __init__(self): self.l = threading.Lock(); self.spins = 0
    def acquire(self):
        while not self.l.acquire(False): self.spins += 1; time.sleep(0.01)
    release = lambda self: self.l.release()
s = SpinLock(); s.acquire(); threading.Timer(0.1, s.release).start(); s.acquire(); print(s.spins >= 5); s.release()
class Phaser:
    def __init__(self, n): self.b = threading.Barrier(n, action=self.act); self.phase = 0
    def act(self): self.phase += 1
p = Phaser(3); log = []
def ph(i):
    for k in range(3): time.sleep(0.02 * (i + 1)); log.append((k, i)); p.b.wait()
ts = [threading.Thread(target=ph, args=(i,)) for i in range(3)]; [t.start() for t in ts]; [t.join() for t in ts]; print(log, p.phase)
class H2O:
    def __init__(self): self.h, self.o, self.b, self.out, self.m = threading.Semaphore(2), threading.Semaphore(1), threading.Barrier(3), [], threading.Lock()
    def bond(self, s, c):
        s.acquire()
        self.b.wait()
        with self.m: self.out.append(c)
        self.b.wait(); s.release()
w = H2O(); ts = [threading.Thread(target=w.bond, args=(w.h, "H")) for _ in range(4)] + [threading.Thread(target=w.bond, args=(w.o, "O")) for _ in range(2)]; [t.start() for t in ts]; [t.join() for t in ts]; print(["".join(sorted(w.out[i:i + 3])) for i in (0, 3)])
class Barber:
    def __init__(self, chairs): self.wait, self.free, self.done = threading.Semaphore(0), chairs, []; self.m = threading.Lock(); self.lost = 0
    def customer(self, i):
        with self.m:
            if self.free == 0: self.lost += 1; print("customer", i, "leaves"); return
            self.free -= 1; self.done.append(i)
        self.wait.release()
    def work(self, n):
        for _ in range(n): self.wait.acquire(); time.sleep(0.1); self.m.acquire(); self.free += 1; self.m.release()
b = Barber(2); t = threading.Thread(target=b.work, args=(3,)); t.start()
for i in range(4): b.customer(i); time.sleep(0.06)
t.join(); print(b.done, b.lost)
def odd_even():
    turn, c = [1], threading.Condition(); out = []
    def pr(par):
        for n in range(par or 2, 7, 2):
            with c: c.wait_for(lambda: turn[0] % 2 == par); out.append(n); turn[0] += 1; c.notify_all()
    ts = [threading.Thread(target=pr, args=(x,)) for x in (0, 1)]; [t.start() for t in ts]; [t.join() for t in ts]; return out
print(odd_even())
def fizz():
    sems = {k: threading.Semaphore(0) for k in ("n", "f", "b", "fb")}; out = []; N = 15
    def key(i): return "fb" if i % 15 == 0 else "f" if i % 3 == 0 else "b" if i % 5 == 0 else "n"
    st = [1]
    def run(k, fn):
        while True:
            sems[k].acquire()
            if st[0] > N: return
            out.append(fn(st[0])); st[0] += 1
            if st[0] > N: [s.release() for s in sems.values()]; return
            sems[key(st[0])].release()
    ts = [threading.Thread(target=run, args=x) for x in (("n", str), ("f", lambda i: "Fizz"), ("b", lambda i: "Buzz"), ("fb", lambda i: "FizzBuzz"))]; [t.start() for t in ts]; sems["n"].release(); [t.join() for t in ts]; return out
print(" ".join(fizz()))
old = sys.getswitchinterval(); sys.setswitchinterval(0.001); print(old, sys.getswitchinterval())
counter = 0
def slow_inc():
    global counter
    v = counter; time.sleep(0.05); counter = v + 1
ts = [threading.Thread(target=slow_inc) for _ in range(5)]; [t.start() for t in ts]; [t.join() for t in ts]; print("lost update:", counter)
import pickle
for o in (threading.Lock(), threading.RLock(), threading.Event()):
    try: pickle.dumps(o)
    except TypeError as e: print(e)
