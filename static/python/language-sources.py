from collections import defaultdict
from urllib.parse import urljoin, urlsplit

# The four ways to call, drawn anew: does the call return at once, and who sees the end?
CALLS = {
    ("synchronous", "blocking"): "the caller waits in the call: read()",
    ("synchronous", "non-blocking"): "the caller asks again and again: poll()",
    ("asynchronous", "blocking"): "a bell is set, yet the caller waits: select()",
    ("asynchronous", "non-blocking"): "the caller works on, a callback runs: asyncio",
}
for (who, how), text in CALLS.items():
    print(f"{who:12} {how:12} {text}")

# Where to read it at the source: the manuals, rather than what someone says of them.
MANUAL = "https://docs.python.org/3/"
SOURCES = {
    "threads": "library/threading.html",
    "pools": "library/concurrent.futures.html",
    "processes": "library/multiprocessing.html#programming-guidelines",
    "coroutines": "library/asyncio-task.html",
    "child programs": "library/subprocess.html",
    "the GIL": "glossary.html#term-global-interpreter-lock",
    "kept connections": "https://www.rfc-editor.org/rfc/rfc9112#section-9.3",
    "sessions": "https://requests.readthedocs.io/en/latest/user/advanced/#session-objects",
}
hosts = defaultdict(list)
for topic, page in SOURCES.items():
    address = urljoin(MANUAL, page)         # an address of its own stays as it is
    hosts[urlsplit(address).netloc].append((topic, address))
for host, pages in hosts.items():
    print(f"\n{host} ({len(pages)})")
    for topic, address in pages:
        print(f"  {topic:16} {address}")
