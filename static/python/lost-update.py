import threading
import time

balance = 0


def deposit(amount):
    global balance
    seen = balance          # read
    time.sleep(0.1)         # someone else gets a turn here
    balance = seen + amount  # write what is out of date by now


threads = [threading.Thread(target=deposit, args=(50,)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("three times 50 makes", balance)
