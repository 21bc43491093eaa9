# Every queue of the module queue, with its waits, its limits and its accounting.
import queue
import threading
import time
from dataclasses import dataclass, field
from typing import Any

T0 = time.perf_counter()


def now():
    return round(time.perf_counter() - T0, 1)


print("-- plain and bounded")
q = queue.Queue(maxsize=2)
print(q.empty(), q.full(), q.qsize(), q.maxsize)
q.put(1)
q.put_nowait(2)
print(q.empty(), q.full(), q.qsize())
for action in (lambda: q.put(3, block=False), lambda: q.put_nowait(3), lambda: q.put(3, timeout=0.2),
               lambda: q.put(3, True, -1)):
    try:
        action()
    except queue.Full as error:
        print("Full", repr(error), now())
    except ValueError as error:
        print("ValueError", error)
print(q.get(), q.get_nowait())
for action in (lambda: q.get(False), q.get_nowait, lambda: q.get(timeout=0.3), lambda: q.get(timeout=-1)):
    try:
        action()
    except queue.Empty as error:
        print("Empty", repr(error), now())
    except ValueError as error:
        print("ValueError", error)
q.task_done()
q.task_done()
try:
    q.task_done()
except ValueError as error:
    print("ValueError", error)
q.join()
print("joined at", now())

print("-- lifo and priority")
stack = queue.LifoQueue()
for x in "abc":
    stack.put(x)
print([stack.get() for _ in range(3)])


@dataclass(order=True)
class Job:
    priority: int
    name: Any = field(compare=False)


pq = queue.PriorityQueue()
for p, n in ((3, "low"), (1, "high"), (2, "mid"), (1, "high too")):
    pq.put(Job(p, n))
while not pq.empty():
    job = pq.get()
    print(job.priority, end=" ")
print()
pq.put((2, {"a": 1}))
pq.put((1, "x"))
try:
    pq.put((2, {"b": 1}))
except TypeError as error:
    print("TypeError", error)
simple = queue.SimpleQueue()
simple.put(1)
simple.put(2, block=True, timeout=1)
print(simple.qsize(), simple.get(), simple.get(timeout=1), simple.empty())
try:
    simple.get_nowait()
except queue.Empty:
    print("simple is empty")

print("-- producers, consumers, join")
work = queue.Queue(3)
done = []
lock = threading.Lock()
STOP = object()


def producer(n):
    for i in range(4):
        work.put((n, i))
        time.sleep(0.05)


def consumer(number):
    while True:
        item = work.get()
        if item is STOP:
            work.task_done()
            break
        time.sleep(0.1)
        with lock:
            done.append(item)
        work.task_done()


begin = now()
producers = [threading.Thread(target=producer, args=(n,)) for n in range(2)]
consumers = [threading.Thread(target=consumer, args=(n,)) for n in range(4)]
for t in producers + consumers:
    t.start()
for t in producers:
    t.join()
work.join()
print("all done:", sorted(done), work.unfinished_tasks)
for _ in consumers:
    work.put(STOP)
for t in consumers:
    t.join()
print([t.is_alive() for t in consumers])

print("-- a pipeline of three stages")


def stage(function, source, sink):
    for item in iter(source.get, None):
        sink.put(function(item))
    sink.put(None)


a, b, c = queue.Queue(), queue.Queue(), queue.Queue()
steps = [threading.Thread(target=stage, args=(str.strip, a, b), name="strip"),
         threading.Thread(target=stage, args=(str.upper, b, c), name="upper")]
for s in steps:
    s.start()
for text in (" one ", "two ", " three"):
    a.put(text)
a.put(None)
print(list(iter(c.get, None)))
for s in steps:
    s.join()

print("-- the backpressure of a small queue")
small = queue.Queue(1)
waits = []


def slow():
    while (item := small.get()) is not None:
        time.sleep(0.2)


reader = threading.Thread(target=slow)
reader.start()
for i in range(4):
    before = time.perf_counter()
    small.put(i)
    waits.append(round(time.perf_counter() - before, 1))
small.put(None)
reader.join()
print(waits)
try:
    q.shutdown()
except AttributeError as error:
    print(error)
try:
    queue.ShutDown
except AttributeError as error:
    print(error)
print(issubclass(queue.Empty, Exception), queue.Full.__module__, queue.Empty.__module__)


class UniqueQueue(queue.Queue):
    """Takes an item once."""

    def _init(self, maxsize):
        self.queue = dict()

    def _put(self, item):
        self.queue[item] = True

    def _get(self):
        return self.queue.popitem()[0]

    def _qsize(self):
        return len(self.queue)


u = UniqueQueue()
for x in "aabba":
    u.put(x)
print(u.qsize(), u.get(), u.get(), u.empty())
print(list(a.queue), a.mutex.locked(), type(a.not_empty).__name__)
