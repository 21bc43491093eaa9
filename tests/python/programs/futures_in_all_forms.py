# futures in all forms
from concurrent.futures import (ThreadPoolExecutor, Future, as_completed, wait, FIRST_COMPLETED, FIRST_EXCEPTION,
    ALL_COMPLETED, CancelledError, TimeoutError, InvalidStateError, BrokenExecutor)
import threading, time, functools
t0 = time.monotonic()
at = lambda: f"{time.monotonic() - t0:.1f}"
def job(n, d, fail=None):
    time.sleep(d)
    if fail: raise fail
    return n * 10
with ThreadPoolExecutor(max_workers=2, thread_name_prefix="pool", initializer=lambda x: print("init", x), initargs=(7,)) as ex:
    fs = {ex.submit(job, i, 0.1 * (4 - i)): i for i in range(4)}
    for f in as_completed(fs):
        print(fs[f], f.result(), at())
    f = ex.submit(job, 1, 0.1, ValueError("bad"))
    try: f.result()
    except ValueError as e: print(repr(e), f.exception(), f.done(), f.running())
    print(repr(f).split(" at ")[0], repr(f).split("state=")[1])
    f = ex.submit(job, 1, 0.5)
    try: f.result(timeout=0.1)
    except TimeoutError as e: print("timeout", repr(e), at())
    try: f.exception(timeout=0.1)
    except TimeoutError as e: print("timeout", at())
    g, h = ex.submit(job, 2, 0.5), ex.submit(job, 3, 0.5)
    print(h.cancel(), h.cancelled(), g.cancel(), h)if 0 else print(h.cancel(), h.cancelled(), g.cancel())
    try: h.result()
    except CancelledError as e: print("cancelled", repr(e))
    d, nd = wait([f, g, h], timeout=0.05)
    print(len(d), len(nd), type(d).__name__)
    r = wait([f, g], return_when=FIRST_COMPLETED)
    print(len(r.done), len(r.not_done), f in r.done)
print(at())
try: ex.submit(job, 1, 1)
except RuntimeError as e: print(e)
with ThreadPoolExecutor(3) as ex:
    it = ex.map(job, range(4), [0.2, 0.1, 0.1, 0.1])
    print(next(it), list(it))
    it = ex.map(lambda x: 1 / x, [1, 2, 0, 4])
    try:
        for v in it: print(v)
    except ZeroDivisionError as e: print(e)
    print(list(it))
    try: list(ex.map(time.sleep, [0.3], timeout=0.1))
    except TimeoutError as e: print("map timeout", repr(e))
    fs = [ex.submit(job, 0, 0.1, KeyError("k")), ex.submit(job, 1, 0.4)]
    d, nd = wait(fs, return_when=FIRST_EXCEPTION)
    print(len(d), len(nd))
    try:
        for f in as_completed([ex.submit(time.sleep, 0.5), ex.submit(time.sleep, 0.1)], timeout=0.3):
            print("one", at())
    except TimeoutError as e: print(e)
f = Future()
print(f.set_running_or_notify_cancel(), f.running())
f.add_done_callback(lambda f: print("cb1", f.result()))
def badcb(f): raise RuntimeError("cb failed")
f.set_result(5)
f.add_done_callback(lambda f: print("cb2", f.result()))
try: f.set_result(6)
except InvalidStateError as e: print(type(e).__name__, str(e).split(":")[0])
f2 = Future(); print(f2.cancel(), f2.cancel(), f2.set_running_or_notify_cancel(), f2.done())
f3 = Future(); f3.set_exception(OSError(2, "No")); print(f3.exception(), repr(f3.exception()))
ex = ThreadPoolExecutor(1)
fs = [ex.submit(time.sleep, 0.2) for _ in range(3)]
ex.shutdown(wait=False, cancel_futures=True)
print([f.cancelled() for f in fs])
def nested(ex, n):
    return threading.current_thread().name
with ThreadPoolExecutor(2, "w") as ex:
    print(sorted({ex.submit(nested, ex, i).result() for i in range(3)}))
try: ThreadPoolExecutor(0)
except ValueError as e: print(e)
def badinit(): raise RuntimeError("init")
import logging
with ThreadPoolExecutor(1, initializer=badinit) as ex:
    f = ex.submit(print, 1)
    try: f.result()
    except BrokenExecutor as e: print(type(e).__name__, e)
    try: ex.submit(print, 2)
    except BrokenExecutor as e: print(type(e).__module__, e)
