import time
from multiprocessing import Process, current_process


def work(seconds):
    print(f"{current_process().name} begins")
    time.sleep(seconds)
    print(f"{current_process().name} ends")


if __name__ == "__main__":
    children = [Process(target=work, args=(seconds,), name=f"child {seconds}") for seconds in (1, 2)]
    for child in children:
        child.start()
        print(f"{child.name} is alive: {child.is_alive()}")
    for child in children:
        child.join()
        print(f"{child.name} ended with {child.exitcode}")
