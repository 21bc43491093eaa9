import threading
import time

balance = 0
lock = threading.Lock()


def deposit(amount):
    global balance
    with lock:
        seen = balance
        time.sleep(0.1)
        balance = seen + amount


threads = [threading.Thread(target=deposit, args=(50,)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("three times 50 makes", balance)
