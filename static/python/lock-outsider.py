import threading
import time

lock = threading.Lock()
begin = time.perf_counter()


def told(what):
    print(f"{time.perf_counter() - begin:.1f} s: {what}")


def polite(name):
    with lock:
        time.sleep(1)
        told(f"{name} had the key")


def outsider():
    time.sleep(0.5)
    told("the outsider asked nobody")


threads = [threading.Thread(target=polite, args=(name,), name=name) for name in "ABC"]
threads.append(threading.Thread(target=outsider, name="outsider"))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
told("three seconds behind one lock")
