import time
from concurrent.futures import ThreadPoolExecutor


def job(n):
    time.sleep(0.5)
    return n * n


if __name__ == "__main__":
    begin = time.perf_counter()
    with ThreadPoolExecutor(max_workers=4) as pool:
        print(list(pool.map(job, range(1, 5))))
    print(f"threads: {time.perf_counter() - begin:.1f} s")
