"""Graceful shutdown of worker threads on SIGTERM while the main thread works."""
import os, queue, signal, threading, time
stop = threading.Event()
jobs = queue.Queue()
results = []
lock = threading.Lock()


def on_term(signum, frame):
    print(f"received {signal.Signals(signum).name}, stopping")
    stop.set()


signal.signal(signal.SIGTERM, on_term)


def worker(i):
    while not stop.is_set():
        try:
            n = jobs.get(timeout=0.1)
        except queue.Empty:
            continue
        with lock:
            results.append(n * n)
        jobs.task_done()


threads = [threading.Thread(target=worker, args=(i,)) for i in range(2)]
for t in threads:
    t.start()
for n in range(5):
    jobs.put(n)
threading.Timer(0.35, os.kill, args=(os.getpid(), signal.SIGTERM)).start()
count = 0
start = time.monotonic()
while not stop.is_set():
    count += 1
print("loop left after", round(time.monotonic() - start, 1), count > 10)
for t in sorted(threads, key=lambda t: t.name):
    t.join()
print(sorted(results))
previous = signal.signal(signal.SIGTERM, signal.SIG_DFL)
print(previous is on_term)


class Timeout:
    """Context manager that raises after some seconds."""

    def __init__(self, seconds):
        self.seconds = seconds

    def __enter__(self):
        self.old = signal.signal(signal.SIGALRM, self.handle)
        signal.setitimer(signal.ITIMER_REAL, self.seconds)
        return self

    def handle(self, signum, frame):
        raise TimeoutError(f"after {self.seconds} s in {frame.f_code.co_name if frame else '?'}")

    def __exit__(self, *exc):
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self.old)
        return False


def spin():
    total = 0
    while True:
        total += 1


try:
    with Timeout(0.2):
        spin()
except TimeoutError as e:
    print(e)
with Timeout(0.5):
    time.sleep(0.1)
    print("in time")
time.sleep(0.6)
lock.acquire()
for blocking in (lambda: lock.acquire(timeout=2), lambda: threading.Thread(target=time.sleep, args=(0.6,)).join if False else time.sleep(3), lambda: stop.clear() or stop.wait(), lambda: jobs.get()):
    try:
        with Timeout(0.1):
            blocking()
    except TimeoutError as e:
        print(str(e).split(" in ")[0])
print("remaining", signal.getitimer(signal.ITIMER_REAL))
