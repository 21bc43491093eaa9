import asyncio
import time


async def fetch(name, seconds):
    print(f"{name} asks")
    await asyncio.sleep(seconds)
    print(f"{name} has its answer")
    return name


async def main():
    begin = time.perf_counter()
    for name in "ABC":
        await fetch(name, 1)
    print(f"one after another: {time.perf_counter() - begin:.1f} s")

    begin = time.perf_counter()
    print(await asyncio.gather(*[fetch(name, 1) for name in "ABC"]))
    print(f"gathered: {time.perf_counter() - begin:.1f} s")


asyncio.run(main())
