import asyncio
async def forgot(): return 1
async def main():
    forgot()
    x = forgot()
    await asyncio.sleep(0)
    return 'done'
print(asyncio.run(main()))
try: asyncio.run(5)
except ValueError as e: print(e)
c=main()
try: c.send(5)
except TypeError as e: print(e)
c.close()
try: c.send(None)
except RuntimeError as e: print(e)
async def main2():
    asyncio.run(forgot())
try: asyncio.run(main2())
except RuntimeError as e: print(e)
