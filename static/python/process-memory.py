from multiprocessing import Process, Value

number = 0


def add(shared):
    global number
    number += 50
    with shared.get_lock():
        shared.value += 50
    print(f"child: its own {number}, shared {shared.value}")


if __name__ == "__main__":
    shared = Value("i", 0)
    for _ in range(3):
        child = Process(target=add, args=(shared,))
        child.start()
        child.join()
    print(f"parent: its own {number}, shared {shared.value}")
