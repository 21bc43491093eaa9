import asyncio
import time

import aiohttp

URLS = [f"https://example.com/page/{n}" for n in range(6)]


async def fetch(session, url):
    async with session.get(url) as response:
        await response.text()
        return response.status


async def main():
    begin = time.perf_counter()
    async with aiohttp.ClientSession() as session:
        print(await asyncio.gather(*[fetch(session, url) for url in URLS]))
    print(f"gathered: {time.perf_counter() - begin:.2f} s")


asyncio.run(main())
