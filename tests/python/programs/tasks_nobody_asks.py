"""Errors of tasks that were waited for, but not asked; tasks that could not be made; reprs."""
import asyncio
import re
import threading


def shown(thing):
    print(re.sub(r" at \S+|0x[0-9a-f]+", "", repr(thing)))


async def bad():
    raise RuntimeError("x")


async def main():
    def handler(loop, context):
        print("handler:", sorted(context), context["message"])

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    task = asyncio.create_task(bad(), name="bad")
    await asyncio.wait([task])
    print(task.done())
    del task
    await asyncio.sleep(0)
    tasks = [asyncio.create_task(bad()), asyncio.create_task(asyncio.sleep(1))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    print(len(done), len(pending))
    pending.pop().cancel()
    del tasks, done
    await asyncio.sleep(0)
    try:
        asyncio.Task(5, loop=loop)
    except TypeError as error:
        print(error)
    queue = asyncio.Queue(1)
    getter = asyncio.create_task(queue.get(), name="getter")
    await asyncio.sleep(0)
    print(re.sub(r".*wait_for", "wait_for", repr(getter)))
    getter.cancel()
    await asyncio.wait([getter])
    print(type(threading.local()))


asyncio.run(main())
