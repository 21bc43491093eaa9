import time
from concurrent.futures import ThreadPoolExecutor, as_completed


def page(seconds):
    time.sleep(seconds)
    return f"page after {seconds} s"


begin = time.perf_counter()
with ThreadPoolExecutor(max_workers=2, thread_name_prefix="pool") as pool:
    futures = [pool.submit(page, seconds) for seconds in (0.9, 0.3, 0.5, 0.2)]
    for future in as_completed(futures):
        print(f"{time.perf_counter() - begin:.1f} s: {future.result()}")
print(f"all: {time.perf_counter() - begin:.1f} s")
