import threading
import time

gate = threading.Event()
begin = time.perf_counter()


def told(what):
    print(f"{time.perf_counter() - begin:.1f} s: {what}")


def runner(name):
    gate.wait()
    told(f"{name} is off")


def impatient():
    while not gate.wait(timeout=0.3):
        told("is it time?")
    told("at last")


threads = [threading.Thread(target=runner, args=(name,), name=name) for name in "AB"]
threads.append(threading.Thread(target=impatient, name="impatient"))
for thread in threads:
    thread.start()
time.sleep(1)
gate.set()
for thread in threads:
    thread.join()
