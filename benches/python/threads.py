"""Switching between threads: a queue handed to and fro, and a lock."""
import queue
import threading


def echo(inbox, outbox):
    while True:
        item = inbox.get()
        if item is None:
            break
        outbox.put(item + 1)


def work(n):
    there, back = queue.Queue(), queue.Queue()
    thread = threading.Thread(target=echo, args=(there, back))
    thread.start()
    value = 0
    for _ in range(n):
        there.put(value)
        value = back.get()
    there.put(None)
    thread.join()
    return value


def locked(n):
    lock = threading.Lock()
    count = 0

    def add():
        nonlocal count
        for _ in range(n):
            with lock:
                count += 1

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return count


print(work(10_000), locked(25_000))
