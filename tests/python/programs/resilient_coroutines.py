# pipelines with async generators, rate limiting, retries, circuit breaker, caches
import asyncio, functools, random, time, contextlib, itertools, collections
t0 = time.monotonic()
at = lambda: round(time.monotonic() - t0, 1)
def retry(times, exceptions=(Exception,), delay=0.1, backoff=2):
    def deco(fn):
        @functools.wraps(fn)
        async def wrapper(*a, **k):
            d = delay
            for attempt in range(1, times + 1):
                try: return await fn(*a, **k)
                except exceptions as e:
                    print(f"attempt {attempt} failed: {e!r}")
                    if attempt == times: raise
                    await asyncio.sleep(d); d *= backoff
        return wrapper
    return deco
calls = collections.Counter()
@retry(3, (ConnectionError,))
async def flaky(n):
    calls[n] += 1
    if calls[n] < n: raise ConnectionError(f"call {calls[n]}")
    return f"ok after {calls[n]}"
class CircuitBreaker:
    def __init__(self, limit, reset): self.limit, self.reset, self.fails, self.opened = limit, reset, 0, None
    @property
    def state(self):
        if self.opened is None: return "closed"
        return "half-open" if time.monotonic() - self.opened >= self.reset else "open"
    async def call(self, f):
        if self.state == "open": raise RuntimeError("circuit open")
        try: r = await f()
        except Exception: 
            self.fails += 1
            if self.fails >= self.limit: self.opened = time.monotonic()
            raise
        self.fails = 0; self.opened = None; return r
class Limiter:
    def __init__(self, n, per): self.n, self.per, self.times = n, per, collections.deque()
    async def __aenter__(self):
        while True:
            now = time.monotonic()
            while self.times and now - self.times[0] >= self.per - 1e-9: self.times.popleft()
            if len(self.times) < self.n: break
            await asyncio.sleep(self.per - (now - self.times[0]))
        self.times.append(time.monotonic())
    async def __aexit__(self, *e): return False
async def numbers(n):
    for i in range(n): await asyncio.sleep(0.05); yield i
async def amap(f, it):
    async for x in it: yield await f(x)
async def batch(it, n):
    b = []
    async for x in it:
        b.append(x)
        if len(b) == n: yield b; b = []
    if b: yield b
async def merge(*its):
    q = asyncio.Queue(); done = object()
    async def pump(it):
        async for x in it: await q.put(x)
        await q.put(done)
    ts = [asyncio.create_task(pump(i)) for i in its]; left = len(ts)
    while left:
        x = await q.get()
        if x is done: left -= 1
        else: yield x
def acache(f):
    store = {}
    @functools.wraps(f)
    async def w(*a):
        if a not in store: store[a] = asyncio.ensure_future(f(*a))
        return await store[a]
    w.store = store; return w
@acache
async def slow(x): print("computing", x); await asyncio.sleep(0.1); return x * 2
class Res:
    live = 0
    async def __aenter__(self): Res.live += 1; await asyncio.sleep(0.01); return self
    async def __aexit__(self, et, e, tb): await asyncio.sleep(0.01); Res.live -= 1; return et is KeyError
async def main():
    print(await flaky(2), at())
    try: await flaky(9)
    except ConnectionError as e: print("gave up", e, at())
    cb = CircuitBreaker(2, 0.3)
    async def bad(): raise ValueError("down")
    async def good(): return "up"
    for f in (bad, bad, good):
        try: print(await cb.call(f))
        except Exception as e: print(type(e).__name__, e, cb.state)
    await asyncio.sleep(0.3); print(cb.state, await cb.call(good), cb.state)
    lim = Limiter(2, 0.2); stamps = []
    async def lj():
        async with lim: stamps.append(at())
    b = at(); await asyncio.gather(*(lj() for _ in range(5))); print([round(s - b, 1) for s in stamps])
    async def sq(x): await asyncio.sleep(0.01); return x * x
    print([b async for b in batch(amap(sq, numbers(5)), 2)], sorted([x async for x in merge(numbers(2), numbers(3))]))
    print(await asyncio.gather(slow(1), slow(1), slow(2)), slow.__name__, len(slow.store))
    async with Res() as r, Res(): print(Res.live); raise KeyError
    print(Res.live)
    async with contextlib.AsyncExitStack() as st:
        rs = [await st.enter_async_context(Res()) for _ in range(3)]; print(Res.live)
        st.push_async_exit(lambda *a: asyncio.sleep(0))
    print(Res.live)
    sem = asyncio.Semaphore(2); running = peak = 0
    async def j(i):
        nonlocal running, peak
        async with sem:
            running += 1; peak = max(peak, running); await asyncio.sleep(0.1); running -= 1
    b = at(); await asyncio.gather(*map(j, range(5))); print(peak, round(at() - b, 1), sem.locked(), str(sem).split("[")[1])
    agen = numbers(3)
    async for x in agen: print(x, end=" "); break
    await agen.aclose()
    try: await agen.__anext__()
    except StopAsyncIteration: print("done")
    try: await agen.asend(1)
    except StopAsyncIteration: print("done2")
    print(await asyncio.wait_for(asyncio.gather(*(asyncio.sleep(i / 10, i) for i in range(3))), 1), agen.__name__, agen.ag_running)
asyncio.run(main())
