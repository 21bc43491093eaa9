import asyncio
import sys
import time
import signal
from asyncio import subprocess as asp

T = time.monotonic()


def at():
    return f"{time.monotonic() - T:.1f}"


async def sub():
    p = await asyncio.create_subprocess_exec("echo", "hi", stdout=asp.PIPE)
    out, err = await p.communicate()
    print(out, err, p.returncode)
    p = await asyncio.create_subprocess_shell("sleep 0.2; echo done; exit 3", stdout=asp.PIPE, stderr=asp.PIPE)
    print(await p.wait(), at(), await p.stdout.read())
    ps = [await asyncio.create_subprocess_exec("sleep", s) for s in ("0.3", "0.1")]
    print(await asyncio.gather(*(p.wait() for p in ps)), at())
    p = await asyncio.create_subprocess_exec("sleep", "10")
    try:
        await asyncio.wait_for(p.wait(), 0.2)
    except asyncio.TimeoutError:
        p.kill()
        print("killed", await p.wait(), at())
    p = await asyncio.create_subprocess_exec("cat", stdin=asp.PIPE, stdout=asp.PIPE)
    p.stdin.write(b"one\ntwo\n")
    await p.stdin.drain()
    p.stdin.close()
    async for line in p.stdout:
        print(line)
    print(await p.wait())


async def worker(name, q, results):
    while True:
        delay = await q.get()
        await asyncio.sleep(delay)
        results.append((name, delay))
        q.task_done()


async def pool():
    q = asyncio.Queue()
    for d in (0.1, 0.2, 0.3, 0.1):
        q.put_nowait(d)
    results = []
    ts = [asyncio.create_task(worker(f"w{i}", q, results), name=f"w{i}") for i in range(2)]
    await q.join()
    for t in ts:
        t.cancel()
    print(await asyncio.gather(*ts, return_exceptions=True), results, at())


class Ticker:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        self.i = 0
        return self

    async def __anext__(self):
        if self.i >= self.n:
            raise StopAsyncIteration
        self.i += 1
        await asyncio.sleep(0.05)
        return self.i


class Conn:
    async def __aenter__(self):
        await asyncio.sleep(0.05)
        print("connected")
        return self

    async def __aexit__(self, t, v, tb):
        await asyncio.sleep(0.05)
        print("closed", t and t.__name__)
        return t is ValueError


class Awaitable:
    def __await__(self):
        yield from asyncio.sleep(0.05).__await__()
        return "awaited"


async def protocols():
    async with Conn() as c:
        print([i async for i in Ticker(3)], {i: i * i async for i in Ticker(2)}, {i async for i in Ticker(2)})
        raise ValueError
    print(await Awaitable(), at())
    print(sum([x async for x in agen()]), [await f(x) for x in range(3)])
    g = agen()
    print(await g.asend(None), await g.asend(10))
    try:
        await g.athrow(KeyError("in"))
    except KeyError as e:
        print("athrow", e)
    try:
        await anext(g)
    except StopAsyncIteration:
        print("exhausted")


async def f(x):
    return x * 2


async def agen():
    got = None
    for i in range(3):
        got = yield i if got is None else got


async def exceptions():
    loop = asyncio.get_running_loop()
    seen = []
    loop.set_exception_handler(lambda l, c: seen.append((c["message"][:24], type(c.get("exception")).__name__)))

    async def fail():
        raise LookupError("lost")

    t = asyncio.create_task(fail())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del t
    import gc
    gc.collect()
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(seen)
    loop.set_exception_handler(None)
    r = await asyncio.gather(fail(), asyncio.sleep(0.1, "ok"), return_exceptions=True)
    print(r)
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fail())
            tg.create_task(asyncio.sleep(10))
            async with asyncio.TaskGroup() as inner:
                inner.create_task(asyncio.sleep(5))
    except* LookupError as eg:
        print(eg.exceptions, at())

    async def cleanup():
        try:
            await asyncio.sleep(10)
        finally:
            await asyncio.sleep(0.1)
            print("cleaned", at())
    t = asyncio.create_task(cleanup())
    await asyncio.sleep(0.05)
    t.cancel("stop now")
    try:
        await t
    except asyncio.CancelledError as e:
        print("cancelled", e)
    try:
        async with asyncio.timeout(0.1):
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                raise RuntimeError("converted")
    except RuntimeError as e:
        print(e, type(e.__context__).__name__)
    try:
        async with asyncio.timeout(0.1) as outer:
            async with asyncio.timeout(0.2):
                await asyncio.sleep(1)
    except TimeoutError as e:
        print("outer", outer.expired(), type(e.__cause__).__name__)
    async with asyncio.timeout(None) as tm:
        print(tm.when(), tm)
    try:
        await asyncio.wait_for(fail(), 1)
    except LookupError as e:
        print(repr(e))
    print(await asyncio.wait_for(asyncio.sleep(0.05, "in time"), None))
    fut = loop.create_future()
    fut.set_exception(ValueError("set"))
    try:
        await fut
    except ValueError as e:
        print(e, fut.exception())
    try:
        fut.set_result(1)
    except asyncio.InvalidStateError as e:
        print(e)
    print(repr(loop.create_future())[:24])

    async def raises_exit():
        sys.exit(3)
    try:
        await asyncio.shield(asyncio.sleep(0.01, "s"))
    finally:
        print("shielded")


async def threads():
    loop = asyncio.get_running_loop()
    import threading
    import concurrent.futures

    def from_thread():
        f = asyncio.run_coroutine_threadsafe(asyncio.sleep(0.1, "coro"), loop)
        print("thread got", f.result())
        loop.call_soon_threadsafe(print, "called soon")
        return threading.current_thread().name.rsplit("_", 1)[0]
    print(await asyncio.to_thread(from_thread))
    with concurrent.futures.ThreadPoolExecutor(2, thread_name_prefix="mine") as ex:
        rs = await asyncio.gather(*(loop.run_in_executor(ex, time.sleep, 0.2) for _ in range(4)))
        print(rs, at())
    f = concurrent.futures.Future()
    loop.call_later(0.1, f.set_result, "wrapped")
    print(await asyncio.wrap_future(f), at())


async def main():
    for part in (pool, protocols, exceptions, threads, sub):
        print("--", part.__name__)
        await part()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, print, "signal")
    signal.raise_signal(signal.SIGUSR1)
    await asyncio.sleep(0.05)
    return "result"


print(asyncio.run(main()))
try:
    asyncio.run(5)
except ValueError as e:
    print(e)
co = f(1)
print(asyncio.iscoroutine(co), asyncio.iscoroutinefunction(f), type(co).__name__)
co.close()


async def nested():
    inner = f(1)
    try:
        asyncio.run(inner)
    except RuntimeError as e:
        inner.close()
        return str(e)


print(asyncio.run(nested()))
loop = asyncio.new_event_loop()
print(loop.run_until_complete(f(4)), loop.is_running(), loop.is_closed())
loop.close()
try:
    loop.run_until_complete(asyncio.sleep(0))
except RuntimeError as e:
    print(e)
print("end", at())
