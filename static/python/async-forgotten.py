import asyncio


class Session:
    async def __aenter__(self):
        print("connected")
        return self

    async def __aexit__(self, *error):
        print("closed")


async def fetch():
    await asyncio.sleep(0.1)
    return "page"


async def main():
    lazy = fetch()
    print("calling it ran nothing:", type(lazy).__name__)
    print(await lazy)
    try:
        async with Session:
            pass
    except TypeError as error:
        print("brackets are missing:", error)
    async with Session():
        print(await asyncio.gather(*[fetch() for _ in range(3)]))
    try:
        await 3
    except TypeError as error:
        print(error)


asyncio.run(main())
