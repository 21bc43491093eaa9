import asyncio


async def producer(orders):
    for number in range(1, 6):
        await orders.put(number)
        print(f"order {number} is in")
    for _ in range(2):
        await orders.put(None)


async def cook(name, orders):
    while (number := await orders.get()) is not None:
        await asyncio.sleep(0.4)
        print(f"{name}: dish {number} is ready")


async def main():
    orders = asyncio.Queue(maxsize=2)
    async with asyncio.TaskGroup() as group:
        group.create_task(producer(orders), name="waiter")
        for name in ("cook 1", "cook 2"):
            group.create_task(cook(name, orders), name=name)


asyncio.run(main())
