import asyncio
import time


async def heartbeat():
    for beat in range(10):
        print(f"beat {beat}")
        await asyncio.sleep(0.2)


async def careless():
    await asyncio.sleep(0.5)
    print("time.sleep: the loop stands still")
    time.sleep(1)


async def careful():
    await asyncio.sleep(0.5)
    print("to_thread: the loop goes on")
    await asyncio.to_thread(time.sleep, 1)


async def main():
    for job in (careless, careful):
        begin = time.perf_counter()
        await asyncio.gather(heartbeat(), job())
        print(f"{job.__name__}: {time.perf_counter() - begin:.1f} s")


asyncio.run(main())
