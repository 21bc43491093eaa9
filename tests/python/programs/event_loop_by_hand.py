# The event loop without asyncio.run: handles, futures, policies, threads, and what goes wrong.
import asyncio
import concurrent.futures
import contextvars
import functools
import threading
import time


def low_level():
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    log = []
    loop.call_soon(log.append, "soon")
    loop.call_later(0.2, log.append, "later")
    loop.call_later(0.1, functools.partial(log.append, "partial"))
    gone = loop.call_later(0.05, log.append, "cancelled")
    print(gone.cancelled(), round(gone.when() - loop.time(), 2))
    gone.cancel()
    loop.call_later(0.3, loop.stop)
    begin = loop.time()
    loop.run_forever()
    print(log, round(loop.time() - begin, 1), loop.is_running(), loop.is_closed())
    fut = loop.create_future()
    fut.add_done_callback(lambda f: log.append(f.result()))
    loop.call_soon(fut.set_result, "value")
    print(loop.run_until_complete(fut), log[-1])

    async def coro(x):
        await asyncio.sleep(0.1)
        return x * 2

    task = loop.create_task(coro(4), name="doubler")
    print(task.get_name(), task.done(), task.get_coro().__name__)
    task.set_name("renamed")
    print(loop.run_until_complete(task), task.get_name())
    print(loop.run_until_complete(asyncio.gather(coro(1), coro(2))))

    def thread():
        time.sleep(0.1)
        loop.call_soon_threadsafe(loop.stop)

    t = threading.Thread(target=thread)
    t.start()
    begin = loop.time()
    loop.run_forever()
    t.join()
    print("stopped by a thread", round(loop.time() - begin, 1))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
    print(loop.is_closed())
    for action in (lambda: loop.call_soon(print), lambda: loop.run_forever()):
        try:
            action()
        except RuntimeError as error:
            print("RuntimeError", error)


def loop_in_thread():
    loop = asyncio.new_event_loop()
    t = threading.Thread(target=loop.run_forever, daemon=True)
    t.start()

    async def work(n):
        await asyncio.sleep(n / 10)
        if n == 3:
            raise ValueError("three")
        return n

    futures = [asyncio.run_coroutine_threadsafe(work(n), loop) for n in (2, 1, 3)]
    print([f.result(timeout=5) for f in futures[:2]])
    try:
        futures[2].result()
    except ValueError as error:
        print("from the loop:", error)
    slow = asyncio.run_coroutine_threadsafe(work(9), loop)
    try:
        slow.result(timeout=0.1)
    except concurrent.futures.TimeoutError:
        print("cancelled", slow.cancel())
    loop.call_soon_threadsafe(loop.stop)
    t.join()
    loop.close()


async def cancellation():
    trace = []

    async def inner():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            trace.append("inner cancelled")
            raise
        finally:
            trace.append("inner finally")

    async def middle():
        try:
            await inner()
        finally:
            await asyncio.sleep(0.01)
            trace.append("middle cleaned")

    task = asyncio.create_task(middle())
    await asyncio.sleep(0.05)
    print(task.cancel(), task.cancelled(), task.done())
    done, _ = await asyncio.wait({task})
    print(trace, task.cancelled(), done == {task})
    child = asyncio.create_task(inner())
    waiter = asyncio.create_task(asyncio.wait_for(child, 5))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiter.cancel()
    await asyncio.gather(waiter, return_exceptions=True)
    print(child.cancelled(), waiter.cancelled())

    async def swallow():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            return "swallowed"

    t = asyncio.create_task(swallow())
    await asyncio.sleep(0)
    t.cancel()
    print(await t, t.cancelled(), t.cancelling())
    before = asyncio.create_task(inner())
    before.cancel()
    result = await asyncio.gather(before, return_exceptions=True)
    print(type(result[0]).__name__, trace.count("inner finally"))
    async with asyncio.timeout(0.05) as limit:
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print("seen inside", limit.expired())
            raise


async def semaphores():
    log = []
    sem = asyncio.BoundedSemaphore(2)

    async def use(n):
        async with sem:
            log.append(f"+{n}")
            await asyncio.sleep(0.1)
            log.append(f"-{n}")

    await asyncio.gather(*map(use, range(4)))
    print(log)
    lock = asyncio.Lock()
    await lock.acquire()
    waiter = asyncio.create_task(lock.acquire())
    await asyncio.sleep(0)
    print(lock.locked(), waiter.done())
    waiter.cancel()
    await asyncio.gather(waiter, return_exceptions=True)
    lock.release()
    print(lock.locked())
    cond = asyncio.Condition()
    ready = []

    async def wait_for(n):
        async with cond:
            await cond.wait_for(lambda: len(ready) >= n)
            log.append(("cond", n))

    ts = [asyncio.create_task(wait_for(n)) for n in (2, 1)]
    await asyncio.sleep(0)
    for item in "ab":
        async with cond:
            ready.append(item)
            cond.notify_all()
        await asyncio.sleep(0.01)
    await asyncio.gather(*ts)
    print(log[-2:])


async def errors():
    loop = asyncio.get_running_loop()
    caught = []
    loop.set_exception_handler(lambda l, context: caught.append((context["message"].split(" at ")[0], repr(context.get("exception")))))
    loop.call_soon(int, "x")
    await asyncio.sleep(0.01)
    task = asyncio.create_task(fails())
    await asyncio.sleep(0.01)
    del task
    await asyncio.sleep(0)
    print(caught)
    for bad in (lambda: loop.create_task(5), lambda: asyncio.ensure_future("x"), lambda: loop.call_later(None, print),
                lambda: asyncio.Queue().get_nowait(), lambda: asyncio.run(fails())):
        try:
            bad()
        except Exception as error:
            print(type(error).__name__, str(error)[:60])
    try:
        await asyncio.gather(fails(), asyncio.sleep(0.2), return_exceptions=False)
    except LookupError as error:
        print("gathered", error)


async def fails():
    raise LookupError("lost")


class Countdown:
    """An awaitable of our own."""

    def __init__(self, n):
        self.n = n

    def __await__(self):
        while self.n:
            self.n -= 1
            yield
        return "lift-off"


async def own_awaitables():
    print(await Countdown(3))

    async def ping(name, n, log):
        for i in range(n):
            log.append(f"{name}{i}")
            await asyncio.sleep(0)

    log = []
    await asyncio.gather(ping("a", 3, log), ping("b", 2, log))
    print(log)
    var = contextvars.ContextVar("v", default=0)

    async def bump():
        var.set(var.get() + 1)
        return var.get()

    print(await asyncio.gather(bump(), bump()), var.get(), await bump(), var.get())


low_level()
loop_in_thread()
try:
    asyncio.run(cancellation())
except TimeoutError:
    print("timed out outside")
for part in (semaphores, errors, own_awaitables):
    asyncio.run(part())
with asyncio.Runner(debug=False) as runner:
    runner.run(own_awaitables())
    print(runner.get_loop().is_running())
