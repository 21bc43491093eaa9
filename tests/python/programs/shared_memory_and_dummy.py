# Shared memory by name, threads that look like processes, pretty printing and arguments.
import argparse
import multiprocessing as mp
import pprint
import struct
import time
from collections import Counter, OrderedDict, defaultdict
from multiprocessing import shared_memory
from multiprocessing.dummy import Pool as ThreadPool


def fill(name, start, count):
    shm = shared_memory.SharedMemory(name=name)
    for i in range(count):
        shm.buf[start + i] = start + i
    shm.close()


def double(name):
    numbers = shared_memory.ShareableList(name=name)
    for i, value in enumerate(numbers):
        if isinstance(value, int) and not isinstance(value, bool):
            numbers[i] = value * 2
    numbers.shm.close()


def memory():
    shm = shared_memory.SharedMemory(create=True, size=12)
    ps = [mp.Process(target=fill, args=(shm.name, s, 4)) for s in (0, 4, 8)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print(bytes(shm.buf[:12]), shm.buf[5], len(shm.buf) >= 12, shm.size >= 12)
    shm.buf[0:4] = struct.pack("<i", 77)
    print(struct.unpack("<i", bytes(shm.buf[0:4])))
    name = shm.name
    shm.close()
    shm.unlink()
    try:
        shared_memory.SharedMemory(name=name)
    except FileNotFoundError as error:
        print(type(error).__name__, error.errno)
    for wrong in (dict(create=True, size=0), dict(create=True, size=-1)):
        try:
            shared_memory.SharedMemory(**wrong)
        except ValueError as error:
            print("ValueError", error)
    numbers = shared_memory.ShareableList([1, 2.5, "text", True, None, b"raw", -7])
    p = mp.Process(target=double, args=(numbers.shm.name,))
    p.start()
    p.join()
    print(list(numbers), len(numbers), numbers.index("text"), numbers.count(2))
    numbers[2] = "new"
    print(numbers[2], numbers[-1])
    try:
        numbers[99]
    except IndexError as error:
        print("IndexError", error)
    numbers.shm.close()
    numbers.shm.unlink()


def nap(x):
    time.sleep(0.2)
    return x * x


def threads():
    begin = time.monotonic()
    with ThreadPool(4) as pool:
        print(pool.map(nap, range(8)), round(time.monotonic() - begin, 1))
        print(sorted(pool.imap_unordered(nap, [3, 4])), pool.apply_async(nap, (5,)).get())


def printing():
    data = {"name": "lab", "items": [list(range(12)), {"nested": ("a", "b"), "more": "word " * 20}], "none": None, "set": {3, 1, 2}}
    pprint.pprint(data, width=60)
    pprint.pprint(data, depth=1)
    print(pprint.pformat([1, 2, 3]), pprint.pformat({2: 1, 1: 2}), pprint.pformat({2: 1, 1: 2}, sort_dicts=False))
    pprint.pp(OrderedDict((k, k * 12) for k in "abc"), width=40)
    pprint.pprint(defaultdict(list, a=[1] * 30), width=50, compact=True)
    pprint.pprint(Counter("mississippi" * 3), width=20)
    loop = [1]
    loop.append(loop)
    print(pprint.isrecursive(loop), pprint.isreadable([1]))


def arguments():
    parser = argparse.ArgumentParser(prog="crawl", description="Fetch pages at once.")
    parser.add_argument("urls", nargs="+", help="what to fetch")
    parser.add_argument("-w", "--workers", type=int, default=4, help="threads (default: %(default)s)")
    parser.add_argument("--kind", choices=["thread", "process", "async"], default="thread")
    parser.add_argument("-v", action="count", default=0, dest="verbosity", help="say more")
    parser.add_argument("--dry-run", action="store_true")
    print(parser.parse_args(["a", "b", "-w", "8", "-vv", "--kind=async"]))
    print(parser.parse_args(["x"]).workers, parser.parse_known_args(["x", "--odd"])[1])
    parser.print_help()
    for wrong in (["x", "-w", "many"], ["x", "--kind", "gpu"], []):
        try:
            parser.parse_args(wrong)
        except SystemExit as stop:
            print("exit", stop.code)


if __name__ == "__main__":
    memory()
    threads()
    printing()
    arguments()
