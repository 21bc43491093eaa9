"""asyncio and signals: add_signal_handler, KeyboardInterrupt in run, graceful shutdown."""
import asyncio, os, signal, threading


async def worker(n, q):
    try:
        while True:
            item = await q.get()
            await asyncio.sleep(0.05)
            print(f"worker {n} did {item}")
            q.task_done()
    except asyncio.CancelledError:
        print(f"worker {n} cancelled")
        raise


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def ask(name):
        print("asked to stop by", name)
        stop.set()

    for s in (signal.SIGTERM, signal.SIGUSR1):
        loop.add_signal_handler(s, ask, s.name)
    q = asyncio.Queue()
    ws = [asyncio.create_task(worker(i, q)) for i in range(2)]
    for i in range(3):
        q.put_nowait(i)
    loop.call_later(0.2, os.kill, os.getpid(), signal.SIGUSR1)
    await stop.wait()
    for w in ws:
        w.cancel()
    print(await asyncio.gather(*ws, return_exceptions=True))
    print(loop.remove_signal_handler(signal.SIGTERM), loop.remove_signal_handler(signal.SIGTERM))


asyncio.run(main())


async def interrupted():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("main cancelled by ctrl-c")
        raise
    finally:
        print("cleanup")

threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    asyncio.run(interrupted())
except KeyboardInterrupt as e:
    print("KeyboardInterrupt", repr(e))


async def swallow():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("swallowed")
    return "value"

threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    print(asyncio.run(swallow()))
except KeyboardInterrupt:
    print("KI")
threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    threading.Event().wait()
except KeyboardInterrupt:
    print("KI in wait")
os.kill(os.getpid(), signal.SIGINT)
