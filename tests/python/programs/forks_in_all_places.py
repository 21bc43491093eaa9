"""Forks within classes, generators, handlers and threads; pipes, signals, locks and exec."""
import os, sys, threading, time, contextlib, functools, signal, traceback, multiprocessing as mp, logging, random, collections
logging.basicConfig(stream=sys.stdout, format="%(process)d %(message)s" if 0 else "%(message)s", level=20)
def reap(pid):
    p, st = os.waitpid(pid, 0); return os.waitstatus_to_exitcode(st)
# classic tree
def tree(depth, name="r"):
    if depth == 0: print("leaf", name, flush=True); return
    for i in range(2):
        pid = os.fork()
        if pid == 0:
            tree(depth - 1, name + str(i)); os._exit(depth)
        print(name, "child exit", reap(pid))
tree(2)
class Worker:
    def __init__(self, n): self.n = n
    def __enter__(self): print("enter", self.n); return self
    def __exit__(self, *a): print("exit", self.n, a[0] and a[0].__name__); return False
    def run(self): return self.n * 2
class Sub(Worker):
    def run(self):
        pid = os.fork()
        if pid: return reap(pid)
        os._exit(super().run())
with Sub(21) as w: print(w.run())
def deco(f):
    @functools.wraps(f)
    def g(*a, **k):
        try: return f(*a, **k)
        finally: print("finally in", "child" if os.getpid() != ME else "parent")
    return g
ME = os.getpid()
@deco
def forker(x, *, y=1):
    pid = os.fork()
    if pid == 0: sys.exit(x + y)
    return reap(pid)
print(forker(3, y=4))
pids = [os.fork() for _ in range(1)]
if pids[0] == 0: os._exit(11)
print([reap(p) for p in pids])
def counter():
    n = 0
    while True:
        n += 1; yield n
g = counter(); next(g); next(g); pid = os.fork()
if pid == 0: print("child gen", next(g), next(g)); os._exit(0)
reap(pid); print("parent gen", next(g))
it = iter([1, 2, 3]); next(it); e = enumerate("abc"); next(e); d = {"a": 1}; ks = iter(d.items())
pid = os.fork()
if pid == 0: d["a"] = 9; print("child", list(it), list(e), list(ks)); os._exit(0)
reap(pid); print("parent", list(it), list(e), list(ks), d)
# exceptions in flight
try: raise ValueError("v")
except ValueError as ex:
    pid = os.fork()
    if pid == 0:
        print("child handles", ex, sys.exc_info()[0].__name__)
        try: raise KeyError("c")
        except KeyError as k: print("context", repr(k.__context__))
        os._exit(0)
    reap(pid); print("parent handles", ex)
# fork in thread
def inthread():
    pid = os.fork()
    if pid == 0: print("child of thread", threading.active_count(), threading.current_thread() is threading.main_thread()); os._exit(5)
    res.append(reap(pid))
res = []; other = threading.Thread(target=time.sleep, args=(0.2,)); other.start(); t = threading.Thread(target=inthread); t.start(); t.join(); other.join(); print(res)
# lock held by another thread: child uses try
lock = threading.Lock()
def holder():
    with lock: time.sleep(0.3)
h = threading.Thread(target=holder); h.start(); time.sleep(0.05); pid = os.fork()
if pid == 0: print("child lock", lock.acquire(timeout=0.1)); os._exit(0)
reap(pid); h.join(); print("parent lock", lock.acquire(timeout=1)); lock.release()
# pipes both ways, prefork server with work
r1, w1 = os.pipe(); r2, w2 = os.pipe(); pid = os.fork()
if pid == 0:
    os.close(w1); os.close(r2)
    while (line := os.read(r1, 100)): os.write(w2, line[::-1])
    os._exit(0)
os.close(r1); os.close(w2); os.write(w1, b"hello"); print(os.read(r2, 100)); os.write(w1, b"abc"); print(os.read(r2, 100)); os.close(w1); print(reap(pid), os.read(r2, 10))
kids = {}
for n in range(3):
    pid = os.fork()
    if pid == 0: time.sleep(0.1 * (3 - n)); os._exit(n + 1)
    kids[pid] = n
while kids:
    pid, st = os.wait(); print("reaped", kids.pop(pid), os.WEXITSTATUS(st))
# signals between
def onusr(s, f): got.append(s)
got = []; signal.signal(signal.SIGUSR1, onusr); pid = os.fork()
if pid == 0: time.sleep(0.05); os.kill(os.getppid(), signal.SIGUSR1); os._exit(0)
reap(pid); print("got", got)
pid = os.fork()
if pid == 0:
    signal.signal(signal.SIGTERM, lambda s, f: os._exit(42)); time.sleep(5)
time.sleep(0.1); os.kill(pid, signal.SIGTERM); print(reap(pid))
pid = os.fork()
if pid == 0: os.execvp("sh", ["sh", "-c", "echo exec; exit 6"])
print(reap(pid))
pid = os.fork()
if pid == 0:
    try: os.execvp("no-such-prog", ["x"])
    except FileNotFoundError as e: print(e); os._exit(127)
print(reap(pid))
random.seed(3); v = mp.Value("i", 0); pid = os.fork()
if pid == 0: v.value = 7; x = random.random(); os._exit(0)
reap(pid); print(v.value, round(random.random(), 4))
for f in (lambda: os.waitpid(999999, 0), lambda: os.waitpid(-1, os.WNOHANG)):
    try: print(f())
    except ChildProcessError as e: print(e)
pid = os.fork()
if pid == 0: 1 / 0
print("child failed", reap(pid))
logging.info("end"); print(os.popen("echo popen").read(), os.system("exit 3") >> 8)
