from multiprocessing import Array, Lock, Manager, Process, Value


def works(count, cells, book, names, lock):
    with lock:
        count.value += 50
        for place in range(len(cells)):
            cells[place] = -cells[place]
        book["child"] = book.get("child", 0) + 1
        names.reverse()


if __name__ == "__main__":
    count, cells, lock = Value("i", 0), Array("i", range(5)), Lock()
    with Manager() as manager:
        book, names = manager.dict({1: "one"}), manager.list("abc")
        children = [Process(target=works, args=(count, cells, book, names, lock)) for _ in range(3)]
        for child in children:
            child.start()
        for child in children:
            child.join()
        print(count.value, list(cells))
        print(dict(book), list(names))
