import threading
import time


def count(n):
    while n:
        n -= 1


N = 300_000
begin = time.perf_counter()
count(N)
count(N)
alone = time.perf_counter() - begin

begin = time.perf_counter()
threads = [threading.Thread(target=count, args=(N,), name=name) for name in "AB"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
together = time.perf_counter() - begin
print(f"two threads took {together / alone:.1f} times as long as one after the other")
