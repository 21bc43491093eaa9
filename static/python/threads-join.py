import threading
import time


def work(seconds):
    time.sleep(seconds)


begin = time.perf_counter()


def told(what):
    print(f"{time.perf_counter() - begin:.1f} s: {what}")


for name in ("one", "two"):
    thread = threading.Thread(target=work, args=(1,), name=name)
    thread.start()
    thread.join()
told("started and joined in turn")

threads = [threading.Thread(target=work, args=(1,), name=name) for name in ("three", "four")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join(timeout=0.4)
    told(f"{thread.name} is alive: {thread.is_alive()}")
for thread in threads:
    thread.join()
told("all started, then all joined")
