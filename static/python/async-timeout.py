import asyncio


async def slow():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("slow: cancelled")
        raise
    finally:
        print("slow: cleans up")


async def main():
    try:
        async with asyncio.timeout(1):
            await slow()
    except TimeoutError:
        print("main: too late")


asyncio.run(main())
