from multiprocessing import Process, Queue


def add_up(name, begin, end, results):
    total = 0
    for n in range(begin, end):
        total += n
    results.put((name, total))


if __name__ == "__main__":
    results = Queue()
    halves = [("first", 0, 50_000), ("second", 50_000, 100_000)]
    children = [Process(target=add_up, args=(*half, results), name=half[0]) for half in halves]
    for child in children:
        child.start()
    parts = dict(results.get() for _ in children)
    for child in children:
        child.join()
    print(sorted(parts.items()), sum(parts.values()))
