# asyncio crawler with semaphores, task groups, exception groups
import asyncio, time, random, sys, traceback
from collections import Counter, defaultdict
from contextlib import asynccontextmanager, AsyncExitStack, suppress, aclosing
t0 = time.monotonic()
at = lambda: f"{time.monotonic() - t0:.1f}"
SITE = {"/": ["/a", "/b"], "/a": ["/c", "/"], "/b": ["/c", "/d"], "/c": [], "/d": ["/boom"], "/boom": None}
class CrawlError(Exception): pass
class Crawler:
    def __init__(self, limit): self.sem = asyncio.Semaphore(limit); self.seen = set(); self.stats = Counter(); self.q = asyncio.Queue()
    async def fetch(self, url):
        async with self.sem:
            await asyncio.sleep(0.1)
            if SITE[url] is None: raise CrawlError(url)
            return SITE[url]
    async def worker(self, n):
        while True:
            url = await self.q.get()
            try:
                links = await self.fetch(url)
                self.stats["ok"] += 1
                for l in links:
                    if l not in self.seen:
                        self.seen.add(l); self.q.put_nowait(l)
            except CrawlError as e:
                self.stats["err"] += 1
                print("error", e)
            finally:
                self.q.task_done()
    async def run(self):
        self.seen.add("/"); self.q.put_nowait("/")
        ws = [asyncio.create_task(self.worker(i), name=f"w{i}") for i in range(3)]
        await self.q.join()
        for w in ws: w.cancel()
        r = await asyncio.gather(*ws, return_exceptions=True)
        print([type(x).__name__ for x in r], dict(self.stats), sorted(self.seen), at())
async def ok(n, d): 
    await asyncio.sleep(d); return n
async def bad(e, d):
    await asyncio.sleep(d); raise e
async def groups():
    try:
        async with asyncio.TaskGroup() as tg:
            a = tg.create_task(ok(1, 0.1), name="a")
            b = tg.create_task(ok(2, 0.2))
        print(a.result(), b.result(), a.get_name(), at())
        async with asyncio.TaskGroup() as tg:
            tg.create_task(bad(ValueError("v"), 0.1)); tg.create_task(bad(TypeError("t"), 0.1)); c = tg.create_task(ok(3, 5))
            try: await asyncio.sleep(3)
            except asyncio.CancelledError: print("body cancelled", at()); raise
    except* ValueError as eg:
        print("VE", eg.exceptions, eg.message, repr(eg))
    except* TypeError as eg:
        print("TE", eg)
    print(c.cancelled(), at())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(ok(1, 0.1))
            raise KeyError("body")
    except BaseExceptionGroup as eg:
        print(repr(eg))
    eg = ExceptionGroup("top", [ValueError(1), ExceptionGroup("in", [TypeError(2), OSError(3)])])
    print(eg.split(TypeError), eg.subgroup(lambda e: isinstance(e, OSError)), eg.derive([ValueError(9)]))
    try:
        raise eg
    except* (TypeError, OSError) as g:
        print("got", [type(e).__name__ for e in g.exceptions])
    except* ValueError: print("value")
async def timeouts():
    try:
        async with asyncio.timeout(0.2) as cm:
            await asyncio.sleep(5)
    except TimeoutError as e: print("timeout", repr(e), cm.expired(), at())
    async with asyncio.timeout(None) as cm:
        cm.reschedule(asyncio.get_running_loop().time() + 1)
        await asyncio.sleep(0.1); print(cm.when() is not None, cm.expired())
    print(cm)
    try: await asyncio.wait_for(ok(1, 5), 0.1)
    except asyncio.TimeoutError as e: print(repr(e), e.__cause__ is None, at())
    t = asyncio.create_task(ok(7, 0.3))
    try: await asyncio.wait_for(asyncio.shield(t), 0.1)
    except TimeoutError: print("shielded", t.done()); print(await t, at())
    print(await asyncio.wait_for(ok(8, 0), timeout=None))
    async def stubborn():
        try: await asyncio.sleep(5)
        except asyncio.CancelledError:
            print("cleanup"); await asyncio.sleep(0.2); print("cleaned", at()); raise
    try: await asyncio.wait_for(stubborn(), 0.1)
    except TimeoutError: print("after cleanup", at())
    d, p = await asyncio.wait([asyncio.create_task(ok(i, i / 10)) for i in (3, 1, 2)], return_when=asyncio.FIRST_COMPLETED)
    print(len(d), len(p), d.pop().result()); [x.cancel() for x in p]
    for f in asyncio.as_completed([ok(i, i / 10) for i in (3, 1, 2)]): print(await f, end=" ")
    print()
    try:
        for f in asyncio.as_completed([ok(1, 5)], timeout=0.1): await f
    except TimeoutError as e: print("as_completed timeout", repr(e))
    outer = asyncio.gather(ok(1, 0.1), bad(KeyError("g"), 0.05), return_exceptions=True); print(await outer)
    t = asyncio.create_task(stubborn()); await asyncio.sleep(0.05); print(t.cancelling(), t.cancel("msg"), t.cancelling())
    try: await t
    except asyncio.CancelledError as e: print(e.args, t.cancelled())
    print(t)if 0 else None
@asynccontextmanager
async def resource(name, log):
    log.append(f"open {name}"); await asyncio.sleep(0.01)
    try: yield name
    except ValueError as e: log.append(f"{name} saw {e}"); raise
    finally: log.append(f"close {name}")
async def agen(n):
    try:
        for i in range(n): await asyncio.sleep(0.01); yield i
    finally: print("agen closed")
async def contexts():
    log = []
    try:
        async with AsyncExitStack() as st:
            a = await st.enter_async_context(resource("a", log)); b = await st.enter_async_context(resource("b", log))
            st.callback(log.append, "cb"); st.push_async_callback(asyncio.sleep, 0.01)
            raise ValueError("x")
    except ValueError: print(log)
    async with aclosing(agen(5)) as g:
        async for i in g:
            if i == 2: break
    print([i async for i in agen(3) if i % 2 == 0], {i: j for i, j in enumerate([x async for x in agen(2)])})
    with suppress(asyncio.TimeoutError): await asyncio.wait_for(asyncio.Event().wait(), 0.05)
    g = agen(2); print(await anext(g), await anext(g), await anext(g, "def"))
async def sync_prims():
    lock, cond, ev, sem = asyncio.Lock(), asyncio.Condition(), asyncio.Event(), asyncio.BoundedSemaphore(2)
    log = []
    async def w(i):
        async with cond:
            await cond.wait(); log.append(i)
    ts = [asyncio.create_task(w(i)) for i in range(3)]
    await asyncio.sleep(0.01)
    async with cond: cond.notify(2)
    await asyncio.sleep(0.01); print(log)
    async with cond: cond.notify_all()
    await asyncio.gather(*ts); print(log, lock.locked(), repr(lock)[-11:], repr(sem).split("[")[1])
    try: lock.release()
    except RuntimeError as e: print(e)
    await sem.acquire(); sem.release()
    try: sem.release()
    except ValueError as e: print(e)
    b = asyncio.Barrier(3)
    async def bw(i):
        await asyncio.sleep(i / 10)
        async with b as pos: return i, pos
    print(sorted(await asyncio.gather(*map(bw, range(3)))), b.n_waiting, b.parties)
    q = asyncio.PriorityQueue(2); await q.put((2, "b")); q.put_nowait((1, "a"))
    try: q.put_nowait((0, "c"))
    except asyncio.QueueFull as e: print(repr(e), q.full(), q.maxsize)
    print(await q.get(), q.get_nowait(), q.empty())
    try: q.get_nowait()
    except asyncio.QueueEmpty as e: print(repr(e))
    l = asyncio.LifoQueue(); [l.put_nowait(i) for i in range(3)]; print([l.get_nowait() for _ in range(3)])
    try: q.task_done(); q.task_done(); q.task_done()
    except ValueError as e: print(e)
    print(await asyncio.to_thread(lambda a, b=2: a + b, 1, b=5))
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, sum, [1, 2, 3]))
    fut = loop.create_future(); loop.call_later(0.1, fut.set_result, 42); print(await fut, fut)
    def cb(f): print("done cb", f.result())
    t = asyncio.create_task(ok("r", 0.01)); t.add_done_callback(cb); await t; await asyncio.sleep(0)
    print(asyncio.current_task().get_name(), len(asyncio.all_tasks()))
    h = loop.call_later(5, print, "never"); h.cancel(); print(h.cancelled())
    try: asyncio.run(ok(1, 1))
    except RuntimeError as e: print(e)
async def main():
    await Crawler(2).run()
    await groups(); await timeouts(); await contexts(); await sync_prims()
    return "end"
print(asyncio.run(main()), at())
