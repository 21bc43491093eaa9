from multiprocessing import Lock, Process
from multiprocessing.shared_memory import ShareableList, SharedMemory


def add(name, lock, amount):
    block = SharedMemory(name)              # the same bytes, found by their name
    for place in range(block.size // 1024):
        with lock:                          # the bytes come without a lock
            block.buf[place] += amount
    block.close()                           # this process is done with them


def rename(name):
    row = ShareableList(name=name)
    row[0], row[2] = "Busan", not row[2]
    row.shm.close()


if __name__ == "__main__":
    block, lock = SharedMemory(create=True, size=4096), Lock()
    block.buf[:4] = bytes([1, 2, 3, 4])
    row = ShareableList(["Seoul", 9.5, True, None])
    children = [Process(target=add, args=(block.name, lock, amount)) for amount in (10, 20, 30)]
    children.append(Process(target=rename, args=(row.shm.name,)))
    for child in children:
        child.start()
    for child in children:
        child.join()
    print("bytes:", bytes(block.buf[:4]).hex(" "), list(block.buf[:4]))
    print("list:", list(row))
    try:
        block.buf[0] = 256
    except ValueError as error:
        print("a cell is one byte:", error)
    name = block.name
    block.close()
    block.unlink()                          # once, by one process: now they are gone
    row.shm.close()
    row.shm.unlink()
    try:
        SharedMemory(name)
    except FileNotFoundError as error:
        print("after unlink:", type(error).__name__)
