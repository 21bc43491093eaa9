# A small service in asyncio: retries, circuit breaker, worker pool, pub-sub, graceful stop.
import asyncio
import functools
import itertools
import random
import time
from collections import defaultdict, deque
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum, auto


def elapsed(start):
    return round(time.perf_counter() - start, 1)


class State(Enum):
    CLOSED = auto()
    OPEN = auto()
    HALF_OPEN = auto()


class CircuitOpen(Exception):
    pass


@dataclass
class Breaker:
    limit: int = 2
    reset: float = 0.3
    state: State = State.CLOSED
    failures: int = 0
    opened: float = field(default=0.0, repr=False)

    async def call(self, function, *args):
        loop = asyncio.get_running_loop()
        if self.state is State.OPEN:
            if loop.time() - self.opened < self.reset:
                raise CircuitOpen("try later")
            self.state = State.HALF_OPEN
        try:
            result = await function(*args)
        except ConnectionError:
            self.failures += 1
            if self.failures >= self.limit or self.state is State.HALF_OPEN:
                self.state, self.opened = State.OPEN, loop.time()
            raise
        self.state, self.failures = State.CLOSED, 0
        return result


def retry(times, delay=0.1, factor=2, on=(ConnectionError,)):
    def wrap(function):
        @functools.wraps(function)
        async def inner(*args, **kwargs):
            pause = delay
            for attempt in itertools.count(1):
                try:
                    return await function(*args, **kwargs)
                except on as error:
                    if attempt == times:
                        error.add_note(f"gave up after {attempt} attempts")
                        raise
                    await asyncio.sleep(pause)
                    pause *= factor
        return inner
    return wrap


calls = deque(["fail", "fail", "ok", "fail", "fail", "fail", "ok"])


async def backend():
    await asyncio.sleep(0.05)
    if calls.popleft() == "fail":
        raise ConnectionError("backend down")
    return "answer"


@retry(3)
async def reliable():
    return await backend()


class Bus:
    def __init__(self):
        self.queues = defaultdict(list)

    @asynccontextmanager
    async def subscribe(self, topic):
        queue = asyncio.Queue()
        self.queues[topic].append(queue)
        try:
            yield queue
        finally:
            self.queues[topic].remove(queue)

    async def publish(self, topic, message):
        for queue in self.queues[topic]:
            await queue.put(message)


async def listener(bus, name, topic, count, out, ready):
    async with bus.subscribe(topic) as queue:
        ready.set()
        for _ in range(count):
            out.append((name, await queue.get()))


async def pub_sub():
    bus, out = Bus(), []
    events = [asyncio.Event() for _ in range(2)]
    async with asyncio.TaskGroup() as group:
        group.create_task(listener(bus, "a", "news", 2, out, events[0]))
        group.create_task(listener(bus, "b", "news", 1, out, events[1]))
        for event in events:
            await event.wait()
        await bus.publish("news", "first")
        await asyncio.sleep(0)
        await bus.publish("news", "second")
    print("bus", sorted(out), [len(q) for q in bus.queues.values()])


class Pool:
    def __init__(self, size):
        self.size = size
        self.queue = asyncio.PriorityQueue()
        self.count = itertools.count()
        self.workers = []
        self.results = {}

    async def __aenter__(self):
        self.workers = [asyncio.create_task(self._work(i), name=f"pool-{i}") for i in range(self.size)]
        return self

    async def __aexit__(self, *exc):
        await self.queue.join()
        for worker in self.workers:
            worker.cancel()
        outcomes = await asyncio.gather(*self.workers, return_exceptions=True)
        print("pool stopped", [type(o).__name__ for o in outcomes])

    def submit(self, name, seconds, priority=5):
        self.queue.put_nowait((priority, next(self.count), name, seconds))

    async def _work(self, number):
        while True:
            priority, _, name, seconds = await self.queue.get()
            try:
                async with asyncio.timeout(0.3):
                    await asyncio.sleep(seconds)
                self.results[name] = ("done", number)
            except TimeoutError:
                self.results[name] = ("timeout", number)
            finally:
                self.queue.task_done()


async def pools():
    start = time.perf_counter()
    async with Pool(2) as pool:
        for name, seconds, priority in (("slow", 1, 5), ("b", 0.1, 2), ("a", 0.2, 1), ("c", 0.1, 3)):
            pool.submit(name, seconds, priority)
    print("pool", dict(sorted(pool.results.items())), elapsed(start))


class Cache:
    """One computation per key, whoever asks."""

    def __init__(self):
        self.tasks = {}
        self.computed = []

    async def get(self, key):
        if key not in self.tasks:
            self.tasks[key] = asyncio.create_task(self._compute(key))
        return await asyncio.shield(self.tasks[key])

    async def _compute(self, key):
        self.computed.append(key)
        await asyncio.sleep(0.2)
        return key * 2


async def caching():
    cache = Cache()
    start = time.perf_counter()
    print(await asyncio.gather(*(cache.get(k) for k in (1, 2, 1, 1))), cache.computed, elapsed(start))
    with suppress(TimeoutError):
        await asyncio.wait_for(cache.get(3), 0.1)
    print("after the timeout", await cache.get(3), cache.computed, elapsed(start))


async def numbers(n, delay):
    for i in range(n):
        await asyncio.sleep(delay)
        yield i


async def merge(*sources):
    queue, done = asyncio.Queue(), object()

    async def pump(source):
        try:
            async for item in source:
                await queue.put(item)
        finally:
            await queue.put(done)
    tasks = [asyncio.create_task(pump(s)) for s in sources]
    left = len(tasks)
    try:
        while left:
            item = await queue.get()
            if item is done:
                left -= 1
            else:
                yield item
    finally:
        for t in tasks:
            t.cancel()


async def pipelines():
    doubled = (x * 2 async for x in numbers(4, 0.1))
    print("merged", [x async for x in merge(doubled, numbers(2, 0.15))])
    batches, batch = [], []
    async for x in numbers(5, 0.01):
        batch.append(x)
        if len(batch) == 2:
            batches.append(tuple(batch))
            batch.clear()
    print("batches", batches, batch)


async def graceful():
    stop = asyncio.Event()
    log = []

    async def server():
        try:
            while not stop.is_set():
                log.append("tick")
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(stop.wait(), 0.1)
        finally:
            log.append("closed")

    task = asyncio.create_task(server())
    await asyncio.sleep(0.25)
    stop.set()
    await task
    print(log)


async def first_of():
    async def racer(name, seconds):
        try:
            await asyncio.sleep(seconds)
            return name
        except asyncio.CancelledError:
            losers.append(name)
            raise
    losers = []
    tasks = [asyncio.create_task(racer(*a)) for a in (("tortoise", 0.3), ("hare", 0.1), ("snail", 9))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for t in pending:
        t.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    print("winner", done.pop().result(), "losers", losers)


async def main():
    start = time.perf_counter()
    print(await reliable(), elapsed(start))
    try:
        await reliable()
    except ConnectionError as error:
        print(error, error.__notes__, elapsed(start))
    print(await reliable(), elapsed(start))
    breaker = Breaker()
    calls.extend(["fail", "fail", "ok"])
    for pause in (0, 0, 0, 0.35, 0):
        await asyncio.sleep(pause)
        try:
            print(await breaker.call(backend), breaker.state.name)
        except (ConnectionError, CircuitOpen) as error:
            print(type(error).__name__, error, breaker.state.name)
        except IndexError:
            print("no more", breaker)
    for part in (pub_sub, pools, caching, pipelines, graceful, first_of):
        await part()
    async with AsyncExitStack() as stack:
        for i in range(2):
            await stack.enter_async_context(closing(i))
        stack.push_async_callback(goodbye, "bye")
        print("inside")
    print("total", len(asyncio.all_tasks()))


@asynccontextmanager
async def closing(i):
    print("open", i)
    yield i
    print("shut", i)


async def goodbye(word):
    print(word)


asyncio.run(main())
