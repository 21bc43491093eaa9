"""asyncio: tasks that yield to each other with `sleep(0)`, and a queue."""
import asyncio


async def pinger(n, seen):
    for _ in range(n):
        await asyncio.sleep(0)
    seen.append(n)


async def producer(queue, n):
    for i in range(n):
        await queue.put(i)
    await queue.put(None)


async def main():
    seen = []
    await asyncio.gather(*(pinger(2_000, seen) for _ in range(20)))
    queue = asyncio.Queue(maxsize=10)
    task = asyncio.create_task(producer(queue, 10_000))
    total = 0
    while (item := await queue.get()) is not None:
        total += item
    await task
    return len(seen), total


print(asyncio.run(main()))
