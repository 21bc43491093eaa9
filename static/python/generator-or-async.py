import asyncio
from collections import deque


def old(name, steps):
    for step in range(1, steps + 1):
        print(f"{name} {step}")
        yield


async def new(name, steps):
    for step in range(1, steps + 1):
        print(f"{name} {step}")
        await asyncio.sleep(0)


ready = deque([old("A", 2), old("B", 3)])
while ready:
    routine = ready.popleft()
    if next(routine, "over") != "over":
        ready.append(routine)
print("the same as coroutines:")


async def main():
    await asyncio.gather(new("A", 2), new("B", 3))


asyncio.run(main())
