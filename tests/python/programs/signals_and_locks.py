"""What handlers do with locks that the main thread holds while it waits."""
import signal, threading, time, os, sys, logging
rlock = threading.RLock()
lines = []
def handler(signum, frame):
    with rlock:
        print("handler has the lock", signal.Signals(signum).name, frame.f_code.co_name)
        with rlock:
            lines.append(signum)
signal.signal(signal.SIGUSR1, handler)
def later(t):
    time.sleep(t)
    os.kill(os.getpid(), signal.SIGUSR1)
threading.Thread(target=later, args=(0.2,)).start()
def work():
    with rlock:
        print("main has it")
        time.sleep(0.5)
        print("main gives it back")
t0 = time.perf_counter()
work()
print(lines, f"{time.perf_counter() - t0:.1f}")
cond = threading.Condition()
def h2(signum, frame):
    with cond:
        print("notify from handler")
        cond.notify_all()
signal.signal(signal.SIGUSR1, h2)
threading.Thread(target=later, args=(0.2,)).start()
with cond:
    print("waiting", cond.wait(timeout=2))
def owned(signum, frame):
    print("owned", rlock._is_owned())
    try:
        rlock.release()
        print("released in handler")
    except RuntimeError as e:
        print(e)
signal.signal(signal.SIGUSR1, owned)
threading.Thread(target=later, args=(0.2,)).start()
rlock.acquire()
time.sleep(0.4)
try:
    rlock.release()
except RuntimeError as e:
    print("main:", e)
logging.basicConfig(level=logging.INFO, format="%(levelname)s %(threadName)s %(message)s", stream=sys.stdout)
signal.signal(signal.SIGALRM, lambda s, f: logging.info("alarm in handler"))
signal.setitimer(signal.ITIMER_REAL, 0.1)
logging.getLogger().handlers[0].acquire()
time.sleep(0.3)
logging.getLogger().handlers[0].release()
ev = threading.Event()
signal.signal(signal.SIGALRM, lambda s, f: ev.set())
signal.setitimer(signal.ITIMER_REAL, 0.1)
t0 = time.perf_counter()
print(ev.wait(3), f"{time.perf_counter() - t0:.1f}")
class Timeout(Exception): pass
def boom(s, f):
    raise Timeout("too slow")
signal.signal(signal.SIGALRM, boom)
signal.setitimer(signal.ITIMER_REAL, 0.1)
try:
    with rlock:
        time.sleep(1)
except Timeout as e:
    print("caught", e, rlock.acquire(blocking=False))
    rlock.release()
