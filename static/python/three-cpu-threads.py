import time
from concurrent.futures import ThreadPoolExecutor


def job(n):
    total = 0
    for i in range(60_000):
        total += i % n
    return total


if __name__ == "__main__":
    begin = time.perf_counter()
    with ThreadPoolExecutor(max_workers=4) as pool:
        print(list(pool.map(job, range(1, 5))))
    print(f"threads: {(time.perf_counter() - begin) * 1000:.0f} ms")
