import threading
import time

left, right = threading.Lock(), threading.Lock()


def in_order(name, *forks):
    # Everyone takes them in the same order.
    first, second = sorted(forks, key=id)
    with first:
        time.sleep(0.1)
        with second:
            print("one eats")


def gives_way(name, first, second):
    while True:
        with first:
            time.sleep(0.1)
            if second.acquire(timeout=0.2 if name == "C" else 0.5):
                print(f"{name} eats")
                second.release()
                return
        print(f"{name} puts the fork back")
        time.sleep(0.3)


for routine, names in ((in_order, "AB"), (gives_way, "CD")):
    threads = [
        threading.Thread(target=routine, args=(names[0], left, right), name=names[0]),
        threading.Thread(target=routine, args=(names[1], right, left), name=names[1]),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("nobody waits for ever")
