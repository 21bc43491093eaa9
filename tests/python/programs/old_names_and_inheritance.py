"""Old names of `threading` warn; locks are not sent; what is thrown into what is over."""
import asyncio
import multiprocessing
import pickle
import sys
import threading
import warnings
from concurrent.futures import ProcessPoolExecutor


def use(lock, n):
    with lock:
        return n * 2


def main():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        thread = threading.Thread(target=print, args=("runs",))
        thread.setDaemon(True)
        thread.setName("old")
        print(thread.getName(), thread.isDaemon(), threading.currentThread().name)
        thread.start()
        thread.join()
        print(threading.activeCount())
        condition, event = threading.Condition(), threading.Event()
        with condition:
            condition.notifyAll()
        print(event.isSet())
        for each in told:
            print(each.category.__name__, each.message)
    lock = multiprocessing.Lock()
    for made in (lock, multiprocessing.RLock(), multiprocessing.Semaphore(2),
                 multiprocessing.Queue(), multiprocessing.Condition(),
                 multiprocessing.SimpleQueue(), multiprocessing.JoinableQueue()):
        try:
            pickle.dumps(made)
        except RuntimeError as error:
            print(error)
    with multiprocessing.Pool(2) as pool:
        try:
            pool.starmap(use, [(lock, 1), (lock, 2)])
        except RuntimeError as error:
            print("pool:", error)
    with ProcessPoolExecutor(1) as pool:
        try:
            pool.submit(use, lock, 1).result()
        except RuntimeError as error:
            print("executor:", error)
    with multiprocessing.Manager() as manager, multiprocessing.Pool(2) as pool:
        managed = manager.Lock()
        print(pool.starmap(use, [(managed, 1), (managed, 2)]))
        queue = manager.Queue()
        pool.map(queue.put, range(3))
        print(sorted(queue.get() for _ in range(3)))

    async def numbers():
        yield 1

    async def over():
        source = numbers()
        print([n async for n in source])
        print(await source.athrow(ValueError("lost")), await source.aclose())
        try:
            await source.asend(None)
        except StopAsyncIteration as error:
            print(repr(error))

    asyncio.run(over())


if __name__ == "__main__":
    main()
