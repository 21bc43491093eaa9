# dining, rate limiter, latch, once, lazy, pubsub
import threading, time, collections, contextlib, functools, weakref
t0 = time.monotonic()
def at(): return round(time.monotonic() - t0, 1)
class TokenBucket:
    def __init__(self, rate, capacity):
        self.rate, self.capacity = rate, capacity
        self.tokens = capacity; self.stamp = time.monotonic(); self.lock = threading.Lock()
    def take(self, n=1):
        while True:
            with self.lock:
                now = time.monotonic()
                self.tokens = min(self.capacity, self.tokens + (now - self.stamp) * self.rate)
                self.stamp = now
                if self.tokens >= n:
                    self.tokens -= n
                    return at()
                need = (n - self.tokens) / self.rate
            time.sleep(need)
b = TokenBucket(10, 2)
print([b.take() for _ in range(6)])
class Latch:
    def __init__(self, n): self.n = n; self.c = threading.Condition()
    def down(self):
        with self.c:
            self.n -= 1
            if self.n <= 0: self.c.notify_all()
    def wait(self, timeout=None):
        with self.c: return self.c.wait_for(lambda: self.n <= 0, timeout)
la = Latch(3)
for i in range(3): threading.Timer(0.1 * (i + 1), la.down).start()
print(la.wait(0.15), la.wait(), at())
def synchronized(f):
    lock = threading.RLock()
    @functools.wraps(f)
    def w(*a, **k):
        with lock: return f(*a, **k)
    w.__lock__ = lock
    return w
class Singleton(type):
    _inst = {}; _lock = threading.Lock()
    def __call__(cls, *a, **k):
        with cls._lock:
            if cls not in cls._inst: cls._inst[cls] = super().__call__(*a, **k)
        return cls._inst[cls]
class Config(metaclass=Singleton):
    def __init__(self): print("made"); time.sleep(0.1)
res = []
ts = [threading.Thread(target=lambda: res.append(Config())) for _ in range(4)]
[t.start() for t in ts]; [t.join() for t in ts]
print(len({id(r) for r in res}), at())
@synchronized
def fact(n):
    "factorial"
    return 1 if n < 2 else n * fact(n - 1)
print(fact(10), fact.__name__, fact.__doc__, fact.__wrapped__.__name__)
N = 3
forks = [threading.Lock() for _ in range(N)]
meals = collections.Counter(); order = []
waiter = threading.Semaphore(N - 1)
def philosopher(i):
    for _ in range(2):
        with waiter:
            with forks[i]:
                with forks[(i + 1) % N]:
                    meals[i] += 1; time.sleep(0.1)
ts = [threading.Thread(target=philosopher, args=(i,)) for i in range(N)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(meals.items()))
class PubSub:
    def __init__(self): self.subs = collections.defaultdict(list); self.lock = threading.Lock()
    def subscribe(self, topic):
        q = collections.deque(maxlen=3)
        with self.lock: self.subs[topic].append(q)
        return q
    def publish(self, topic, msg):
        with self.lock:
            for q in self.subs[topic]: q.append(msg)
            return len(self.subs[topic])
ps = PubSub(); q = ps.subscribe("a")
print([ps.publish("a", i) for i in range(5)], q, ps.publish("b", 1), dict(ps.subs).keys())
tl = threading.local()
tl.x = 1
def see():
    print(hasattr(tl, "x"), tl.__dict__)
    tl.y = 2
    try: tl.x
    except AttributeError as e: print(e)
t = threading.Thread(target=see); t.start(); t.join()
print(tl.__dict__, getattr(tl, "y", None))
class Ctx(threading.local):
    count = 0
    def __init__(self, name="d"): self.name = name; self.stack = []
c = Ctx("main"); c.stack.append(1); c.count += 1
def see2(): print(c.name, c.stack, c.count)
t = threading.Thread(target=see2); t.start(); t.join()
print(c.stack, c.count)
e1, e2 = threading.Event(), threading.Event()
def ping():
    for i in range(3):
        e1.wait(); e1.clear(); print("ping", i); e2.set()
def pong():
    for i in range(3):
        e2.wait(); e2.clear(); print("pong", i); e1.set()
ts = [threading.Thread(target=f) for f in (ping, pong)]
[t.start() for t in ts]; e1.set(); [t.join() for t in ts]
bar = threading.Barrier(3, action=lambda: print("--- phase"))
lines = []
def runner(i):
    for ph in range(2):
        time.sleep(0.05 * (i + 1)); idx = bar.wait(); lines.append((ph, idx))
ts = [threading.Thread(target=runner, args=(i,)) for i in range(3)]
[t.start() for t in ts]; [t.join() for t in ts]
print(sorted(lines))
def aborter():
    try: bar.wait()
    except threading.BrokenBarrierError: print("aborted")
t = threading.Thread(target=aborter); t.start(); time.sleep(0.1); bar.abort(); t.join()
print(sorted(t.name for t in threading.enumerate()), threading.get_ident() == threading.current_thread().ident, threading.get_native_id() > 0)
threading.stack_size(0); 
import sys
sys.setswitchinterval(0.01); print(sys.getswitchinterval())
d = threading.Thread(target=time.sleep, args=(100,), daemon=True, name="bg"); d.start()
print(d.is_alive(), d.daemon, repr(d).startswith("<Thread(bg, started daemon "))
try: d.daemon = False
except RuntimeError as e: print(e)
import atexit
atexit.register(print, "bye", at() < 5)
@atexit.register
def last(): print("first at exit")
raise SystemExit("stopping")
