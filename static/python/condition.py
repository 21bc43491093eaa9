import threading
import time

shelf = []
filled = threading.Condition()


def consumer(name):
    with filled:
        while not shelf:
            print(f"{name} waits")
            filled.wait()
        print(f"{name} takes {shelf.pop(0)}")


def producer():
    for item in ("bread", "cake"):
        time.sleep(0.5)
        with filled:
            shelf.append(item)
            print(f"{item} is on the shelf")
            filled.notify()


threads = [threading.Thread(target=consumer, args=(name,), name=name) for name in "AB"]
threads.append(threading.Thread(target=producer, name="baker"))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
