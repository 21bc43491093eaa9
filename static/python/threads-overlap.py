import threading
import time


def fetch(name, seconds):
    print(f"{name} starts")
    time.sleep(seconds)
    print(f"{name} ends")


begin = time.perf_counter()
for name in "ABC":
    fetch(name, 1)
print(f"one after another: {time.perf_counter() - begin:.1f} s")

begin = time.perf_counter()
threads = [threading.Thread(target=fetch, args=(name, 1), name=name) for name in "ABC"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"in threads: {time.perf_counter() - begin:.1f} s")
