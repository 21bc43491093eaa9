"""Tasks: steps, names, cancelling, errors, groups."""
import asyncio, time
class Boom(Exception): pass
async def worker(n, log):
    try:
        for i in range(3):
            await asyncio.sleep(0.01 * n)
            log.append((n, i))
        if n == 2: raise Boom("two")
        return n
    except asyncio.CancelledError:
        log.append((n, "cancelled")); raise
async def main():
    log = []
    tasks = [asyncio.create_task(worker(n, log), name=f"w{n}") for n in range(4)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    for t in pending: t.cancel()
    r = await asyncio.gather(*tasks, return_exceptions=True)
    print(r, len(log))
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: 1/0)
    loop.set_exception_handler(lambda l, c: print("handler:", c["message"][:30], type(c["exception"]).__name__))
    await asyncio.sleep(0)
    async def spin():
        for _ in range(5): await asyncio.sleep(0)
        return asyncio.current_task().get_name()
    print(await asyncio.gather(spin(), spin()))
    t = asyncio.create_task(spin()); await asyncio.sleep(0); t.cancel()
    try: await t
    except asyncio.CancelledError as e: print("cancelled", repr(e))
    async def bad(): await asyncio.Future.__await__ and 0
    async def never():
        await asyncio.sleep(100)
    try: await asyncio.wait_for(never(), 0.05)
    except asyncio.TimeoutError: print("timeout")
    f = loop.create_future()
    class Y:
        def __await__(self): yield 5
    async def yields(): await Y()
    try: await asyncio.create_task(yields())
    except RuntimeError as e: print(e)
    try:
        async with asyncio.TaskGroup() as g:
            g.create_task(worker(2, log)); g.create_task(never())
    except* Boom as e: print("group", e.exceptions)
asyncio.run(main())
async def lost(): raise ValueError("lost")
async def m2():
    t = asyncio.create_task(lost(), name="L"); await asyncio.sleep(0); await asyncio.sleep(0); del t
    await asyncio.sleep(0)
asyncio.run(m2())
