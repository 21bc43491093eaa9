import time
from multiprocessing import Lock, Process


def say(name, wait, lock=None):
    time.sleep(wait)
    if lock:
        lock.acquire()
    print(f"[{name} begins ...", end=" ", flush=True)   # half a line is out
    time.sleep(0.4)                                     # and someone else writes
    print(f"{name} ends]", flush=True)
    if lock:
        lock.release()


def say_whole(name, wait):
    time.sleep(wait)
    begins = f"[{name} begins ..."
    time.sleep(0.4)
    print(f"{begins} {name} ends]\n", end="", flush=True)   # one piece, one write


def together(work, *more):
    children = [Process(target=work, args=(name, wait, *more))
                for name, wait in (("A", 0), ("B", 0.2))]
    for child in children:
        child.start()
    for child in children:
        child.join()


if __name__ == "__main__":
    print("one terminal, no lock", flush=True)
    together(say)
    print("one terminal, one lock for all", flush=True)
    together(say, Lock())
    print("no lock, but each line in one piece", flush=True)
    together(say_whole)
