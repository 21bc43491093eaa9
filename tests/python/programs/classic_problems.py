# Classic problems: philosophers, readers and writers, a bounded buffer, a bank, a rate limiter.
import collections
import contextlib
import itertools
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

T0 = time.monotonic()


def clock():
    return round(time.monotonic() - T0, 1)


class ReadWriteLock:
    def __init__(self):
        self._cond = threading.Condition(threading.Lock())
        self._readers = 0
        self._writer = False
        self.log = []

    @contextlib.contextmanager
    def reading(self):
        with self._cond:
            self._cond.wait_for(lambda: not self._writer)
            self._readers += 1
            self.log.append(("r+", self._readers))
        try:
            yield
        finally:
            with self._cond:
                self._readers -= 1
                if not self._readers:
                    self._cond.notify_all()

    @contextlib.contextmanager
    def writing(self):
        with self._cond:
            self._cond.wait_for(lambda: not self._writer and not self._readers)
            self._writer = True
            self.log.append(("w", 1))
        try:
            yield
        finally:
            with self._cond:
                self._writer = False
                self._cond.notify_all()


def readers_and_writers():
    lock = ReadWriteLock()
    book = {"page": 0}
    seen = []

    def reader(delay):
        time.sleep(delay)
        with lock.reading():
            value = book["page"]
            time.sleep(0.2)
            seen.append((value, book["page"] == value))

    def writer(delay):
        time.sleep(delay)
        with lock.writing():
            book["page"] += 1
            time.sleep(0.1)

    threads = [threading.Thread(target=reader, args=(d,)) for d in (0, 0.05, 0.35)]
    threads += [threading.Thread(target=writer, args=(d,)) for d in (0.1,)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print("readers saw", seen, "at", clock())
    print("most readers at once", max(n for kind, n in lock.log if kind == "r+"))


class Account:
    ids = itertools.count(1)

    def __init__(self, balance):
        self.id = next(self.ids)
        self.balance = balance
        self.lock = threading.RLock()

    def deposit(self, amount):
        with self.lock:
            self.balance += amount

    def withdraw(self, amount):
        with self.lock:
            if amount > self.balance:
                raise ValueError(f"account {self.id} has only {self.balance}")
            self.balance -= amount


def transfer(a, b, amount):
    first, second = sorted((a, b), key=lambda x: x.id)
    with first.lock, second.lock:
        a.withdraw(amount)
        b.deposit(amount)


def bank():
    a, b = Account(100), Account(50)
    errors = []

    def many(x, y, n):
        for _ in range(n):
            try:
                transfer(x, y, 10)
            except ValueError as error:
                errors.append(str(error))
            time.sleep(0.01)

    ts = [threading.Thread(target=many, args=args) for args in ((a, b, 5), (b, a, 5))]
    for t in ts:
        t.start()
    for t in ts:
        t.join()
    print("bank", a.balance + b.balance, errors)
    try:
        transfer(a, b, 1000)
    except ValueError as error:
        print("refused:", error)


def philosophers():
    forks = [threading.Lock() for _ in range(5)]
    meals = collections.Counter()
    waiter = threading.Semaphore(4)

    def dine(i):
        left, right = forks[i], forks[(i + 1) % 5]
        for _ in range(3):
            time.sleep(0.01 * (i + 1))
            with waiter, left, right:
                time.sleep(0.02)
                meals[i] += 1

    ts = [threading.Thread(target=dine, args=(i,), name=f"philosopher {i}") for i in range(5)]
    for t in ts:
        t.start()
    for t in ts:
        t.join(timeout=5)
    print("meals", sorted(meals.items()), any(t.is_alive() for t in ts))


class BoundedBuffer:
    def __init__(self, size):
        self.items = collections.deque()
        self.size = size
        self.lock = threading.Lock()
        self.not_full = threading.Condition(self.lock)
        self.not_empty = threading.Condition(self.lock)

    def put(self, item):
        with self.not_full:
            while len(self.items) >= self.size:
                self.not_full.wait()
            self.items.append(item)
            self.not_empty.notify()

    def get(self):
        with self.not_empty:
            while not self.items:
                self.not_empty.wait()
            item = self.items.popleft()
            self.not_full.notify()
            return item


def bounded_buffer():
    buffer = BoundedBuffer(2)
    got = []
    start = time.monotonic()

    def produce():
        for i in range(6):
            buffer.put(i)
        buffer.put(None)

    def consume():
        while (item := buffer.get()) is not None:
            time.sleep(0.1)
            got.append(item)

    ts = [threading.Thread(target=f) for f in (produce, consume)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()
    print("buffer", got, round(time.monotonic() - start, 1))


class RateLimiter:
    def __init__(self, rate, per):
        self.rate, self.per = rate, per
        self.stamps = collections.deque()
        self.lock = threading.Lock()

    def __enter__(self):
        while True:
            with self.lock:
                now = time.monotonic()
                while self.stamps and now - self.stamps[0] >= self.per:
                    self.stamps.popleft()
                if len(self.stamps) < self.rate:
                    self.stamps.append(now)
                    return self
                pause = self.per - (now - self.stamps[0])
            time.sleep(pause)

    def __exit__(self, *exc):
        return False


def limited():
    limiter = RateLimiter(2, 0.5)
    begin = time.monotonic()

    def call(i):
        with limiter:
            return round(time.monotonic() - begin, 1)

    with ThreadPoolExecutor(4) as pool:
        print("limited", sorted(pool.map(call, range(6))))


class Future:
    """A future of our own."""

    def __init__(self):
        self._event = threading.Event()
        self._value = None

    def set(self, value):
        self._value = value
        self._event.set()

    def get(self, timeout=None):
        if not self._event.wait(timeout):
            raise TimeoutError("no value yet")
        return self._value


def own_future():
    f = Future()
    threading.Timer(0.2, f.set, args=("late value",)).start()
    try:
        f.get(0.1)
    except TimeoutError as error:
        print("own future:", error)
    print("own future:", f.get())


def map_reduce():
    text = "the cat and the dog and the bird " * 3
    words = text.split()
    chunks = [words[i::4] for i in range(4)]
    with ThreadPoolExecutor(4) as pool:
        total = sum(pool.map(collections.Counter, chunks), collections.Counter())
    print("map reduce", total.most_common(3))


def singleton():
    class Config:
        _instance = None
        _lock = threading.Lock()
        made = 0

        def __new__(cls):
            if cls._instance is None:
                with cls._lock:
                    if cls._instance is None:
                        time.sleep(0.05)
                        cls.made += 1
                        cls._instance = super().__new__(cls)
            return cls._instance

    found = []
    ts = [threading.Thread(target=lambda: found.append(id(Config()))) for _ in range(5)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()
    print("singleton", len(set(found)), Config.made)


def main():
    rng = random.Random(7)
    print("dice", [rng.randint(1, 6) for _ in range(10)])
    for part in (readers_and_writers, bank, philosophers, bounded_buffer, limited, own_future, map_reduce, singleton):
        part()


if __name__ == "__main__":
    main()
    print("threads left", threading.active_count())
