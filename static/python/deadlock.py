import threading
import time

left, right = threading.Lock(), threading.Lock()


def philosopher(name, first, second):
    with first:
        print(f"{name} holds one fork")
        time.sleep(0.1)
        print(f"{name} wants the other")
        with second:
            print(f"{name} eats")


threading.Thread(target=philosopher, args=("A", left, right), name="A").start()
threading.Thread(target=philosopher, args=("B", right, left), name="B").start()
