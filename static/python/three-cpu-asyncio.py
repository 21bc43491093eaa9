import asyncio
import time


async def job(n):
    total = 0
    for i in range(60_000):
        total += i % n
    return total


async def main():
    begin = time.perf_counter()
    print(await asyncio.gather(*[job(n) for n in range(1, 5)]))
    print(f"asyncio: {(time.perf_counter() - begin) * 1000:.0f} ms")


asyncio.run(main())
