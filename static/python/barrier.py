import threading
import time

together = threading.Barrier(3)


def runner(name, seconds):
    time.sleep(seconds)
    print(f"{name} is at the line")
    together.wait()
    time.sleep(seconds)
    print(f"{name} is home")


for name, seconds in (("A", 0.3), ("B", 0.6), ("C", 0.9)):
    threading.Thread(target=runner, args=(name, seconds), name=name).start()
