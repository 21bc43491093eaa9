import asyncio
import time


async def job(n):
    await asyncio.sleep(0.5)
    return n * n


async def main():
    begin = time.perf_counter()
    print(await asyncio.gather(*[job(n) for n in range(1, 5)]))
    print(f"asyncio: {time.perf_counter() - begin:.1f} s")


asyncio.run(main())
