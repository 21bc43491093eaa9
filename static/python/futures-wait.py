import time
from concurrent.futures import ThreadPoolExecutor, as_completed, wait

begin = time.perf_counter()


def told(what):
    print(f"{time.perf_counter() - begin:.1f} s: {what}")


def job(seconds):
    time.sleep(seconds)
    told(f"the job of {seconds} s is done")
    return seconds


with ThreadPoolExecutor(4, "pool") as pool:
    futures = [pool.submit(job, seconds) for seconds in (0.2, 0.5, 1.6)]
    done, not_done = wait(futures, timeout=1)
    told(f"{len(done)} done, {len(not_done)} not done")
    got = []
    try:
        for future in as_completed(futures, timeout=0.3):
            got.append(future.result())
    except TimeoutError as late:
        told(f"got {sorted(got)}, then TimeoutError: {late}")
    told("the with block waits for the rest")
told("out of it")
