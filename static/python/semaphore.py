import threading
import time

seats = threading.Semaphore(2)


def guest(name):
    with seats:
        print(f"{name} sits down")
        time.sleep(1)
    print(f"{name} leaves")


for name in "ABCDE":
    threading.Thread(target=guest, args=(name,), name=name).start()
    time.sleep(0.1)
