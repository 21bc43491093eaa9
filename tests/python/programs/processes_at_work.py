# Processes that compute, log, fail and stop.
import logging
import logging.handlers
import math
import multiprocessing as mp
import os
import queue
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass


@dataclass
class Task:
    name: str
    n: int

    def run(self):
        return sum(i * i for i in range(self.n))


class NotPicklable:
    def __init__(self):
        self.f = lambda: 1


class CustomError(Exception):
    def __init__(self, code, text):
        super().__init__(code, text)
        self.code = code


def is_prime(n):
    return n > 1 and all(n % d for d in range(2, math.isqrt(n) + 1))


def log_worker(q, n):
    root = logging.getLogger()
    root.handlers = [logging.handlers.QueueHandler(q)]
    root.setLevel(logging.INFO)
    logging.info("worker %d in %s", n, mp.current_process().name)


def consume(jobs, results):
    for task in iter(jobs.get, None):
        results.put((task.name, task.run()))
    results.put(None)


def crash():
    os._exit(7)


def raise_custom(code):
    raise CustomError(code, "custom text")


def counter(value, lock, n):
    for _ in range(n):
        with lock:
            value.value += 1


def initialise(base):
    global BASE
    BASE = base


def with_base(x):
    return BASE + x


def stage(source, sink, function):
    for item in iter(source.get, None):
        sink.put(function(item))
    sink.put(None)


def square(x):
    return x * x


def negate(x):
    return -x


def main():
    with ProcessPoolExecutor(3) as pool:
        numbers = [97, 100, 7919, 7920, 2]
        print(dict(zip(numbers, pool.map(is_prime, numbers))))
        futures = {pool.submit(Task(f"t{n}", n).run): n for n in (10, 20, 30)}
        print(sorted((futures[f], f.result()) for f in as_completed(futures)))
        try:
            pool.submit(raise_custom, 42).result()
        except CustomError as error:
            print(type(error).__name__, error.args, error.code)
        try:
            pool.submit(id, NotPicklable()).result()
        except Exception as error:
            print(type(error).__name__, str(error)[:40])
    try:
        with ProcessPoolExecutor(1) as pool:
            pool.submit(crash).result()
    except BrokenProcessPool as error:
        print("BrokenProcessPool", str(error)[:50])
    with ProcessPoolExecutor(2, initializer=initialise, initargs=(100,)) as pool:
        print(list(pool.map(with_base, range(4), chunksize=2)))

    q = mp.Queue()
    ps = [mp.Process(target=log_worker, args=(q, n), name=f"logger-{n}") for n in range(3)]
    for p in ps:
        p.start()
    records = [q.get() for _ in ps]
    for p in ps:
        p.join()
    print(sorted((r.getMessage(), r.processName, r.levelname) for r in records))

    jobs, results = mp.Queue(), mp.Queue()
    workers = [mp.Process(target=consume, args=(jobs, results)) for _ in range(2)]
    for w in workers:
        w.start()
    for i in range(5):
        jobs.put(Task(f"job{i}", i * 3))
    for _ in workers:
        jobs.put(None)
    found, left = [], len(workers)
    while left:
        item = results.get()
        if item is None:
            left -= 1
        else:
            found.append(item)
    for w in workers:
        w.join()
    print(sorted(found), [w.exitcode for w in workers])

    p = mp.Process(target=crash)
    p.start()
    p.join()
    print(p.exitcode, p.name.startswith("Process-"), p.is_alive())

    value, lock = mp.Value("i", 0, lock=False), mp.Lock()
    ps = [mp.Process(target=counter, args=(value, lock, 100)) for _ in range(3)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print(value.value)

    a, b, c = mp.Queue(), mp.Queue(), mp.Queue()
    ps = [mp.Process(target=stage, args=args) for args in ((a, b, square), (b, c, negate))]
    for p in ps:
        p.start()
    for i in range(4):
        a.put(i)
    a.put(None)
    print(list(iter(c.get, None)))
    for p in ps:
        p.join()

    with mp.Manager() as manager:
        d, l = manager.dict(), manager.list(range(3))
        d["inner"] = manager.list([1])
        d["inner"].append(2)
        d.setdefault("k", []).append(5)
        print(list(d["inner"]), d["k"], [x * 2 for x in l], len(d))
        e, sem, mq = manager.Event(), manager.Semaphore(1), manager.Queue(2)
        mq.put("x")
        print(e.is_set(), sem.acquire(False), mq.get(), mq.empty(), manager.Value("i", 3).value, manager.Array("i", [1, 2])[1])
        try:
            d["missing"]
        except KeyError as error:
            print("KeyError", error)
    print(mp.active_children(), mp.current_process().name)
    with mp.Pool(2, maxtasksperchild=1) as pool:
        print(pool.starmap_async(pow, [(2, 3), (3, 2)]).get(), len(set(pool.map(pid, range(3), chunksize=1))) >= 2)
    p = mp.Process(target=time.sleep, args=(5,), daemon=True)
    p.start()
    print(p.daemon, len(mp.active_children()))


def pid(_):
    return os.getpid()


if __name__ == "__main__":
    main()
    print("main ends")
