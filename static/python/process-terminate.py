import sys
import time
from multiprocessing import Process


def endless():
    try:
        while True:
            time.sleep(0.1)
    finally:
        print("never printed: terminate asks nobody")


def leaves(code):
    sys.exit(code)


if __name__ == "__main__":
    child = Process(target=endless, name="endless")
    child.start()
    time.sleep(0.5)
    print("alive:", child.is_alive())
    child.terminate()
    child.join()
    print("alive:", child.is_alive(), "exit code:", child.exitcode)
    for code in (0, 3):
        child = Process(target=leaves, args=(code,), name=f"leaves with {code}")
        child.start()
        child.join()
        print(child.name, child.exitcode)
