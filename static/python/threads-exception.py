import sys
import threading
import time


def told(failure):
    print(f"{failure.thread.name} ended with {failure.exc_type.__name__}: {failure.exc_value}")


def divides():
    time.sleep(0.3)
    print(1 / 0)


def goes_on():
    for step in range(3):
        time.sleep(0.2)
        print(f"step {step}")


threading.excepthook = told
threads = [threading.Thread(target=divides, name="unlucky"), threading.Thread(target=goes_on, name="other")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("the program goes on")
sys.exit(0)
