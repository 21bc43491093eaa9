"""What the GIL of 3.11 lets happen between threads, and what not."""
import collections
import itertools
import queue
import sys
import threading

N, THREADS = 12_000, 4
number = 0
table, row, count = {"k": 0}, [0], collections.Counter()


class Box:
    value = 0

    def add(self):
        self.value += 1


box = Box()
appended, ticket = [], itertools.count()


def work():
    global number
    for n in range(N):
        number += 1
        table["k"] += 1
        row[0] += 1
        box.value += 1
        count["x"] += 1
        appended.append(n)


def methods():
    n = 0
    while n < N:
        box.add()
        n += 1
        next(ticket)


def run(f):
    threads = [threading.Thread(target=f) for _ in range(THREADS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


run(work)
print(number, table, row, box.value, len(appended))
run(methods)
print(box.value, next(ticket))


def steps():
    global number
    for _ in range(N):
        seen = number
        seen = seen + 1
        number = seen


number = 0
run(steps)
print(number)
lock = threading.Lock()


def locked():
    global number
    for _ in range(2000):
        with lock:
            seen = number
            number = max(seen, 0) + 1


number = 0
run(locked)
print(number)
print(sys.getswitchinterval())
