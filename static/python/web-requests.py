import time
from concurrent.futures import ThreadPoolExecutor

import requests

URLS = [f"https://example.com/page/{n}" for n in range(6)]


def fetch(url):
    return requests.get(url).status_code


begin = time.perf_counter()
print([fetch(url) for url in URLS])
print(f"one by one: {time.perf_counter() - begin:.2f} s")

begin = time.perf_counter()
with requests.Session() as session:
    print([session.get(url).status_code for url in URLS])
print(f"one by one, connection kept: {time.perf_counter() - begin:.2f} s")

begin = time.perf_counter()
with ThreadPoolExecutor(max_workers=6) as pool:
    print(list(pool.map(fetch, URLS)))
print(f"six threads: {time.perf_counter() - begin:.2f} s")
