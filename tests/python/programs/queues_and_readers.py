# producer consumer priority queue
import queue, threading, time, itertools
from dataclasses import dataclass, field
from typing import Any
@dataclass(order=True)
class Job:
    priority: int
    seq: int = field(default_factory=itertools.count().__next__)
    payload: Any = field(compare=False, default=None)
STOP = object()
q = queue.PriorityQueue(maxsize=5)
out = []
done = threading.Event()
def producer():
    for i, p in enumerate([5, 1, 4, 2, 3, 0]):
        q.put(Job(p, payload=f"job{i}"))
        time.sleep(0.05)
    q.put(Job(99, payload=STOP))
def consumer():
    while True:
        j = q.get()
        try:
            if j.payload is STOP:
                return
            time.sleep(0.12)
            out.append((j.priority, j.payload))
        finally:
            q.task_done()
p = threading.Thread(target=producer); c = threading.Thread(target=consumer)
t0 = time.perf_counter()
p.start(); c.start(); p.join(); c.join(); q.join()
print(out, q.qsize(), q.unfinished_tasks, round(time.perf_counter() - t0, 1))
q2 = queue.Queue(2)
q2.put(1); q2.put_nowait(2)
for f in (lambda: q2.put(3, block=False), lambda: q2.put(3, timeout=0.1), lambda: q2.put(3, timeout=-1)):
    try: f()
    except queue.Full as e: print("full", repr(e))
    except ValueError as e: print(e)
print(q2.full(), q2.get(), q2.get_nowait(), q2.empty())
for f in (q2.get_nowait, lambda: q2.get(timeout=0.1), lambda: q2.get(True, -1)):
    try: f()
    except queue.Empty as e: print("empty", repr(e))
    except ValueError as e: print(e)
q2.task_done(); q2.task_done()
try: q2.task_done()
except ValueError as e: print(e)
l = queue.LifoQueue(); [l.put(i) for i in range(4)]
print([l.get() for _ in range(4)])
sq = queue.SimpleQueue(); sq.put(1); print(sq.get(), sq.empty(), sq.qsize())
try: sq.get(timeout=0.05)
except queue.Empty: print("sq empty")
pq = queue.PriorityQueue()
pq.put((1, {})); 
try: pq.put((1, {}))
except TypeError as e: print(e)
class MyQ(queue.Queue):
    def _init(self, maxsize): self.queue = set()
    def _qsize(self): return len(self.queue)
    def _put(self, item): self.queue.add(item)
    def _get(self): return self.queue.pop()
m = MyQ(); m.put(1); m.put(1); print(m.qsize(), m.get())
class RW:
    """writer preferring"""
    def __init__(self):
        self.cond = threading.Condition()
        self.readers = 0; self.writers_waiting = 0; self.writing = False
    def __enter__(self): raise NotImplementedError
    def read(self):
        rw = self
        class _R:
            def __enter__(s):
                with rw.cond:
                    rw.cond.wait_for(lambda: not rw.writing and not rw.writers_waiting)
                    rw.readers += 1
            def __exit__(s, *exc):
                with rw.cond:
                    rw.readers -= 1
                    if not rw.readers: rw.cond.notify_all()
        return _R()
    def write(self):
        rw = self
        class _W:
            def __enter__(s):
                with rw.cond:
                    rw.writers_waiting += 1
                    while rw.writing or rw.readers:
                        rw.cond.wait()
                    rw.writers_waiting -= 1; rw.writing = True
            def __exit__(s, *exc):
                with rw.cond:
                    rw.writing = False
                    rw.cond.notify_all()
        return _W()
rw = RW(); log = []; t0 = time.monotonic()
def stamp(): return round(time.monotonic() - t0, 1)
def reader(n, delay):
    time.sleep(delay)
    with rw.read():
        log.append((stamp(), f"r{n} in")); time.sleep(0.3)
def writer(n, delay):
    time.sleep(delay)
    with rw.write():
        log.append((stamp(), f"w{n} in")); time.sleep(0.2)
ths = [threading.Thread(target=reader, args=(1, 0)), threading.Thread(target=reader, args=(2, 0.1)),
       threading.Thread(target=writer, args=(1, 0.2)), threading.Thread(target=reader, args=(3, 0.25))]
for t in ths: t.start()
for t in ths: t.join()
for e in log: print(*e)
try: rw.__enter__()
except NotImplementedError as e: print(repr(e))
