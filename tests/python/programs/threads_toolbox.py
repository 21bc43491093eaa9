# The tools of threading in one workshop: every object, its methods and its errors.
import sys
import threading
import time

START = time.monotonic()


def stamp():
    return f"{time.monotonic() - START:.1f}"


def say(*words):
    print(f"[{stamp()}]", *words)


def section(title):
    print(f"\n== {title} ==")


section("names and defaults")
t = threading.Thread(target=print)
print(t.name, t.daemon, t.ident, t.is_alive(), t.native_id)
print(repr(t))
named = threading.Thread(target=time.sleep, args=(0.1,), name="sleeper", daemon=True)
print(repr(named))
named.start()
print(named.is_alive(), named.ident is not None, threading.active_count())
print([x.name for x in threading.enumerate()])
named.join()
print(named.is_alive(), threading.active_count())


def worker_name():
    print(threading.current_thread().name)


for _ in range(2):
    x = threading.Thread(target=worker_name)
    x.start()
    x.join()
lam = threading.Thread(target=lambda: print(threading.current_thread().name))
lam.start()
lam.join()
print(threading.main_thread().name, threading.main_thread() is threading.current_thread())

section("errors of Thread")
for action in (lambda: named.start(), lambda: threading.Thread(target=print).join(),
               lambda: threading.current_thread().join(), lambda: setattr(threading.main_thread(), "daemon", True),
               lambda: threading.Thread(group=1), lambda: threading.Thread(None, None, "a", 5, 6, 7),
               lambda: threading.Thread(targett=print)):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, "-", error)


class Careless(threading.Thread):
    def __init__(self):
        pass


try:
    Careless().start()
except RuntimeError as error:
    print("RuntimeError", error)
try:
    print(Careless())
except AssertionError as error:
    print("AssertionError", error)

section("locks")
lock = threading.Lock()
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(blocking=False), lock.acquire(timeout=0.1))
say("after the timeout")
lock.release()
for action in (lock.release, lambda: lock.acquire(False, 1), lambda: lock.acquire(timeout=-2),
               lambda: lock.acquire(timeout=1e12), threading.RLock().release):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, "-", error)
rlock = threading.RLock()
with rlock, rlock:
    print("twice inside")
    taken = []
    other = threading.Thread(target=lambda: taken.append(rlock.acquire(timeout=0.2)))
    other.start()
    other.join()
    print(taken)

section("condition")
cond = threading.Condition()
items = []
for action in (cond.wait, cond.notify, cond.notify_all, lambda: threading.Condition(threading.Lock()).notify()):
    try:
        action()
    except RuntimeError as error:
        print("RuntimeError -", error)
with cond:
    print(cond.wait(timeout=0.1), cond.wait_for(lambda: False, timeout=0.1), cond.wait_for(lambda: "yes"))


def consumer(n):
    with cond:
        if cond.wait_for(lambda: items, timeout=1):
            say(f"consumer {n} takes", items.pop())
        else:
            say(f"consumer {n} gives up")


consumers = [threading.Thread(target=consumer, args=(i,)) for i in range(3)]
for c in consumers:
    c.start()
time.sleep(0.1)
for item in "ab":
    with cond:
        items.append(item)
        cond.notify()
    time.sleep(0.1)
for c in consumers:
    c.join()

section("semaphores")
sem = threading.Semaphore(2)
print(sem.acquire(), sem.acquire(), sem.acquire(blocking=False), sem.acquire(timeout=0.1))
sem.release(2)
bounded = threading.BoundedSemaphore(1)
for action in (bounded.release, lambda: threading.Semaphore(-1), lambda: sem.release(0),
               lambda: sem.acquire(blocking=False, timeout=1)):
    try:
        action()
    except ValueError as error:
        print("ValueError -", error)

section("event")
event = threading.Event()
print(event.is_set(), event.wait(0.1), event.wait(timeout=0))
threading.Timer(0.2, event.set).start()
print(event.wait(), stamp())
event.clear()
print(event.is_set())

section("barrier")
log = []
barrier = threading.Barrier(3, action=lambda: log.append("open"), timeout=5)


def racer(n):
    time.sleep(n / 10)
    index = barrier.wait()
    log.append(index)


racers = [threading.Thread(target=racer, args=(n,)) for n in range(3)]
for r in racers:
    r.start()
time.sleep(0.05)
print(barrier.n_waiting, barrier.parties, barrier.broken)
for r in racers:
    r.join()
print(log[0], sorted(log[1:]))


def late():
    try:
        barrier.wait(0.1)
    except threading.BrokenBarrierError as error:
        log.append(repr(error))


last = threading.Thread(target=late)
last.start()
last.join()
print(log[-1], barrier.broken)
barrier.reset()
print(barrier.broken)
barrier.abort()
print(barrier.broken)
try:
    barrier.wait()
except threading.BrokenBarrierError:
    print("broken")
try:
    threading.Barrier(0)
except ValueError as error:
    print("ValueError", error)

section("timer")
timer = threading.Timer(10, print, args=["never"])
print(timer.name.startswith("Thread-"), timer.interval)
timer.start()
timer.cancel()
timer.join()
say("cancelled at once")
done = []
timer = threading.Timer(0.2, lambda *a, **k: done.append((a, k)), [1, 2], {"key": 3})
timer.start()
timer.join()
say(done)

section("local")
local = threading.local()
local.value = "main"


class Box(threading.local):
    kind = "box"

    def __init__(self, start):
        self.items = [start]


box = Box("first")
box.items.append("main")


def look():
    print(hasattr(local, "value"), box.items, box.kind)
    try:
        local.value
    except AttributeError as error:
        print(error)
    local.value = 5
    print(local.__dict__)


x = threading.Thread(target=look)
x.start()
x.join()
print(local.value, box.items)

section("excepthook")
caught = []


def hook(args):
    caught.append((args.exc_type.__name__, str(args.exc_value), args.thread.name))


old, threading.excepthook = threading.excepthook, hook
x = threading.Thread(target=lambda: 1 // 0, name="divider")
x.start()
x.join()
threading.excepthook = old
print(caught, threading.excepthook is threading.__excepthook__)
x = threading.Thread(target=sys.exit, args=(3,))
x.start()
x.join()
print("sys.exit in a thread is quiet")
print(threading.TIMEOUT_MAX > 1e9, threading.get_ident() == threading.main_thread().ident)
print(threading.stack_size(), threading.gettrace())
