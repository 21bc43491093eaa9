import time
from concurrent.futures import ProcessPoolExecutor


def job(n):
    time.sleep(0.5)
    return n * n


if __name__ == "__main__":
    begin = time.perf_counter()
    with ProcessPoolExecutor(max_workers=4) as pool:
        print(list(pool.map(job, range(1, 5))))
    print(f"processes: {time.perf_counter() - begin:.1f} s")
