import threading
import time


def work(seconds):
    name = threading.current_thread().name
    print(f"{name} begins")
    time.sleep(seconds)
    print(f"{name} is done")


threading.Thread(target=work, args=(1,), name="worker").start()
threading.Thread(target=work, args=(3,), name="daemon", daemon=True).start()
time.sleep(0.1)
print("main is at its end")
