from concurrent.futures import ProcessPoolExecutor, as_completed, wait
from concurrent.futures.process import BrokenProcessPool
import time, os, math, functools, multiprocessing, sys
def prime(n):
    if n < 2: return False
    return all(n % i for i in range(2, math.isqrt(n) + 1))
def nap(n): time.sleep(n); return n
def die(): os._exit(1)
def boom(x): raise ValueError("boom", x)
class Unp:
    def __reduce__(self): raise TypeError("cannot pickle me")
def ret_unp(): return Unp()
def setup(v): global G; G = v
def get(): return G
def power(b, e): return b ** e
if __name__ == "__main__":
    t0 = time.perf_counter()
    with ProcessPoolExecutor(max_workers=3) as ex:
        ns = [2, 15, 97, 100, 7919]
        print(dict(zip(ns, ex.map(prime, ns))))
        for f in as_completed([ex.submit(nap, x) for x in (0.3, 0.1, 0.2)]): print(f.result())
        f = ex.submit(boom, 3)
        print(repr(f.exception()), type(f.exception().__cause__).__name__)
        print("boom" in str(f.exception().__cause__))
        try: ex.submit(lambda: 1).result()
        except Exception as e: print(type(e).__name__, str(e)[:25])
        try: ex.submit(ret_unp).result()
        except Exception as e: print(type(e).__name__, e)
        print(list(ex.map(power, [1, 2, 3], [3, 2, 1], chunksize=2)), ex.submit(functools.partial(power, e=5), 2).result())
        try: ex.submit(nap, 1).result(timeout=0.1)
        except TimeoutError as e: print("to", repr(e))
    with ProcessPoolExecutor(1, initializer=setup, initargs=(9,)) as ex: print(ex.submit(get).result())
    with ProcessPoolExecutor(1) as ex:
        f = ex.submit(die)
        try: f.result()
        except BrokenProcessPool as e: print(type(e).__name__, e)
        try: ex.submit(nap, 0)
        except BrokenProcessPool as e: print(str(e)[:50])
    print(time.perf_counter() - t0 < 4)
    from multiprocessing import shared_memory
    shm = shared_memory.SharedMemory(create=True, size=16)
    shm.buf[:5] = b"hello"
    o = shared_memory.SharedMemory(name=shm.name); print(bytes(o.buf[:5]), o.size >= 16); o.buf[0] = ord("J"); print(bytes(shm.buf[:5])); o.close(); shm.close(); shm.unlink()
    sl = shared_memory.ShareableList([1, "two", 3.0, None, True]); print(sl[1], len(sl), sl.count(1), sl.index("two")); sl[0] = 5; print(list(sl)); sl.shm.close(); sl.shm.unlink()
