import asyncio


async def job(name, seconds, fails=False):
    try:
        await asyncio.sleep(seconds)
        if fails:
            raise ValueError(f"{name} failed")
        print(f"{name} done")
    except asyncio.CancelledError:
        print(f"{name} cancelled")
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(job("A", 0.3), name="A")
            group.create_task(job("B", 0.6, fails=True), name="B")
            group.create_task(job("C", 2), name="C")
    except* ValueError as errors:
        print([str(error) for error in errors.exceptions])


asyncio.run(main())
