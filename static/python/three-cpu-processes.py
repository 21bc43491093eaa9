import time
from concurrent.futures import ProcessPoolExecutor


def job(n):
    total = 0
    for i in range(60_000):
        total += i % n
    return total


if __name__ == "__main__":
    begin = time.perf_counter()
    with ProcessPoolExecutor(max_workers=4) as pool:
        print(list(pool.map(job, range(1, 5))))
    print(f"processes: {(time.perf_counter() - begin) * 1000:.0f} ms")
