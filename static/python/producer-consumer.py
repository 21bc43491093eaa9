import queue
import threading
import time

orders = queue.Queue(maxsize=2)


def waiter():
    for number in range(1, 6):
        orders.put(number)
        print(f"order {number} is in")
        time.sleep(0.1)
    orders.put(None)


def cook():
    while (number := orders.get()) is not None:
        time.sleep(0.4)
        print(f"dish {number} is ready")


threads = [threading.Thread(target=waiter, name="waiter"), threading.Thread(target=cook, name="cook")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("closed")
