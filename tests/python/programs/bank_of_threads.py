# Bank simulator with locks, conditions, and statistics
import threading, time, random, queue, sys, traceback
from collections import defaultdict, Counter, deque
from dataclasses import dataclass, field
from contextlib import contextmanager

class InsufficientFunds(Exception):
    def __init__(self, need, have):
        super().__init__(f"need {need}, have {have}")
        self.need, self.have = need, have

@dataclass(order=True)
class Account:
    number: int
    balance: int = field(compare=False, default=0)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)
    history: list = field(default_factory=list, repr=False, compare=False)

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError(f"bad amount: {amount!r}")
        with self.lock:
            self.balance += amount
            self.history.append(("+", amount))

    def withdraw(self, amount):
        with self.lock:
            if amount > self.balance:
                raise InsufficientFunds(amount, self.balance)
            self.balance -= amount
            self.history.append(("-", amount))

class Bank:
    def __init__(self, n):
        self.accounts = [Account(i, 100) for i in range(n)]
        self.stats = Counter()
        self._stats_lock = threading.RLock()
    @contextmanager
    def locked(self, *accs):
        ordered = sorted(accs)
        for a in ordered: a.lock.acquire()
        try:
            yield ordered
        finally:
            for a in reversed(ordered): a.lock.release()
    def transfer(self, src, dst, amount):
        a, b = self.accounts[src], self.accounts[dst]
        with self.locked(a, b):
            if a.balance < amount:
                with self._stats_lock:
                    self.stats["refused"] += 1
                return False
            a.balance -= amount
            time.sleep(0.001)
            b.balance += amount
            with self._stats_lock, self._stats_lock:
                self.stats["done"] += 1
            return True
    @property
    def total(self):
        return sum(a.balance for a in self.accounts)

bank = Bank(5)
rng = random.Random(42)
jobs = [(rng.randrange(5), rng.randrange(5), rng.randint(1, 80)) for _ in range(40)]
jobs = [(s, d, a) for s, d, a in jobs if s != d]
def work(part):
    for s, d, a in part:
        bank.transfer(s, d, a)
ths = [threading.Thread(target=work, args=(jobs[i::4],), name=f"teller-{i}") for i in range(4)]
for t in ths: t.start()
for t in ths: t.join()
print(bank.total, sum(bank.stats.values()) == len(jobs), len(jobs))
try:
    bank.accounts[0].withdraw(10**6)
except InsufficientFunds as e:
    print(type(e).__name__, e, e.need, e.args)
try:
    bank.accounts[0].deposit(-5)
except ValueError as e:
    print(e)
print(Account(3, 10), Account(1) < Account(2), Account(1, 5) == Account(1, 7))
l = threading.Lock()
print(l.acquire(), l.acquire(False), l.acquire(timeout=0.1), l.locked())
try:
    l.acquire(False, 1)
except ValueError as e: print(e)
try:
    l.acquire(timeout=-2)
except ValueError as e: print(e)
l.release()
try:
    l.release()
except RuntimeError as e: print(e)
r = threading.RLock()
try: r.release()
except RuntimeError as e: print(e)
r.acquire(); r.acquire()
print(repr(r)[:22], r._is_owned())
def other():
    try: r.release()
    except RuntimeError as e: print("other:", e)
t = threading.Thread(target=other); t.start(); t.join()
r.release(); r.release()
c = threading.Condition()
try: c.wait()
except RuntimeError as e: print(e)
try: c.notify()
except RuntimeError as e: print(e)
with c:
    print(c.wait(0.1), c.wait_for(lambda: False, timeout=0.1), c.wait_for(lambda: 5))
s = threading.BoundedSemaphore(2)
s.acquire(); s.release()
try: s.release()
except ValueError as e: print(e)
try: threading.Semaphore(-1)
except ValueError as e: print(e)
b = threading.Barrier(2, timeout=0.2)
try: b.wait()
except threading.BrokenBarrierError as e: print("broken", repr(e), b.broken, b.n_waiting, b.parties)
b.reset(); print(b.broken)
t = threading.Thread(target=print, args=("x",), kwargs={"end": "!\n"}); t.start(); t.join()
try: t.start()
except RuntimeError as e: print(e)
try: threading.Thread(target=print).join()
except RuntimeError as e: print(e)
try: threading.current_thread().join()
except RuntimeError as e: print(e)
try: threading.Thread(group=1)
except AssertionError as e: print(e)
ev = threading.Event()
print(ev.is_set(), ev.wait(0.05), ev)if False else print(ev.is_set(), ev.wait(0.05))
tm = threading.Timer(0.1, lambda *a, **k: print("tm", a, k), [1], {"b": 2}); tm.start(); tm.join()
print(threading.main_thread() is threading.current_thread(), threading.active_count(), threading.main_thread().name)
class T(threading.Thread):
    def __init__(self, n):
        super().__init__(daemon=True)
        self.n = n; self.result = None
    def run(self):
        self.result = self.n ** 2
ts = [T(i) for i in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print([t.result for t in ts], [t.daemon for t in ts], ts[0].name.startswith("Thread-"))
def boom():
    raise KeyError("lost")
old = threading.excepthook
def hook(args):
    print("hook", args.exc_type.__name__, args.exc_value, args.thread.name)
threading.excepthook = hook
t = threading.Thread(target=boom, name="boomer"); t.start(); t.join()
threading.excepthook = old
t = threading.Thread(target=boom, name="boomer2"); t.start(); t.join()
def quiet(): raise SystemExit(3)
t = threading.Thread(target=quiet); t.start(); t.join()
print(threading.Thread(name="nm", target=boom), threading.Thread(target=boom).name.endswith("(boom)"))
