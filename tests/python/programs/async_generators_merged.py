import asyncio
async def ticker(n, d):
    for i in range(n):
        yield i
        await asyncio.sleep(d)
async def merge(*its):
    q, done = asyncio.Queue(), object()
    async def pump(it):
        try:
            async for x in it: await q.put(x)
        finally: await q.put(done)
    ts = [asyncio.create_task(pump(i)) for i in its]
    left = len(ts)
    try:
        while left:
            x = await q.get()
            if x is done: left -= 1
            else: yield x
    finally:
        for t in ts: t.cancel()
        await asyncio.gather(*ts, return_exceptions=True)
        print("merge closed")
async def amap(f, it):
    async for x in it: yield await f(x)
async def take(n, it):
    if n <= 0: return
    async for x in it:
        yield x
        n -= 1
        if n == 0: return
async def dbl(x): await asyncio.sleep(0); return x * 2
async def main():
    async def a(): 
        async for x in ticker(3, 0.1): yield f"a{x}"
    async def b():
        await asyncio.sleep(0.05)
        async for x in ticker(3, 0.1): yield f"b{x}"
    print([x async for x in merge(a(), b())])
    print([x async for x in amap(dbl, ticker(3, 0.01))])
    g = merge(a(), b())
    print([x async for x in take(2, g)])
    await g.aclose()
    it = ticker(2, 0.01).__aiter__()
    while True:
        try: print(await it.__anext__())
        except StopAsyncIteration: break
    class Countdown:
        def __init__(self, n): self.n = n
        def __aiter__(self): return self
        async def __anext__(self):
            if self.n == 0: raise StopAsyncIteration
            self.n -= 1; await asyncio.sleep(0.01); return self.n
    async for i in Countdown(2): print("cd", i)
    else: print("else branch")
    async def gen():
        try: x = yield 1; print("sent", x); yield 2
        except ValueError as e: print("thrown", e); yield "recovered"
        finally: print("fin")
    g = gen(); print(await g.asend(None), await g.athrow(ValueError("v")))
    try: await g.asend(1)
    except StopAsyncIteration: print("stop")
    try: await gen().asend(5)
    except TypeError as e: print(e)
    async def bad():
        yield 1
        raise StopAsyncIteration
    try: [x async for x in bad()]
    except RuntimeError as e: print(e, repr(e.__cause__))
    g = gen(); await anext(g)
    try:
        t = asyncio.create_task(g.__anext__() if False else coro(g)); t2 = asyncio.create_task(coro(g))
        print(await asyncio.gather(t, t2, return_exceptions=True))
    finally: await g.aclose()
    async def ig():
        try: yield 1
        except GeneratorExit: yield 2
    g = ig(); await anext(g)
    try: await g.aclose()
    except RuntimeError as e: print(e)
async def coro(g): return await anext(g)
asyncio.run(main())
async def leaky():
    try:
        yield 1; yield 2
    finally: print("leaky closed by shutdown")
async def m2():
    async for x in leaky():
        break
    print("left")
asyncio.run(m2())
