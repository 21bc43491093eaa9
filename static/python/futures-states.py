import time
from concurrent.futures import ThreadPoolExecutor


def state(future):
    return "running" if future.running() else "cancelled" if future.cancelled() else "done" if future.done() else "pending"


def job(seconds):
    if seconds > 0.8:
        raise ValueError("too long")
    time.sleep(seconds)
    return seconds


with ThreadPoolExecutor(max_workers=1, thread_name_prefix="pool") as pool:
    futures = [pool.submit(job, seconds) for seconds in (0.3, 0.9, 0.1)]
    futures[0].add_done_callback(lambda future: print("called back with", future.result()))
    time.sleep(0.1)
    print([state(future) for future in futures])
    print("can be cancelled:", futures[0].cancel(), futures[2].cancel())
print([state(future) for future in futures])
print(repr(futures[1].exception()), futures[0].result())
with ThreadPoolExecutor(3, "map") as pool:
    print(list(pool.map(job, (0.3, 0.2, 0.1))))
