import multiprocessing as mp, time, os
from multiprocessing import Pool, Manager, managers
from multiprocessing.pool import ThreadPool
class Counter:
    def __init__(self, start=0): self.n = start
    def inc(self, by=1): self.n += by; return self.n
    def value(self): return self.n
class MyManager(managers.BaseManager): pass
MyManager.register("Counter", Counter)
def bump(c, times):
    for _ in range(times): c.inc()
def work(d, l, key, lock):
    with lock:
        d[key] = d.get(key, 0) + 1; d["total"] = d.get("total", 0) + key
    l.append(key)
def sq(x): time.sleep(0.05); return x * x
def chunk(xs): return sum(xs)
def ident(_): time.sleep(0.1); return mp.current_process().name.split("-")[0]
def err(x):
    if x == 3: raise ValueError("three")
    return x
def init(q): global Q; Q = q
def put(x): Q.put(x); return x
def q_work(q, e): q.put("started"); e.wait(); q.put("done")
if __name__ == "__main__":
    with MyManager() as m:
        c = m.Counter(10); ps = [mp.Process(target=bump, args=(c, 5)) for _ in range(2)]; [p.start() for p in ps]; [p.join() for p in ps]; print(c.value(), c.inc(by=5))
    with Manager() as m:
        d, l, lock = m.dict(), m.list(), m.Lock(); ps = [mp.Process(target=work, args=(d, l, k, lock)) for k in (1, 2, 2)]; [p.start() for p in ps]; [p.join() for p in ps]
        print(sorted(d.items(), key=str), sorted(l), d.copy() == dict(d), l[:1] == [l[0]], len(l)); l.sort(); l[0] = 9; l.extend([1]); print(l, 9 in l, l.index(9), l.pop()); d.update(x=1); d.pop("x"); print(sorted(d.keys(), key=str), d.setdefault("z", []), "z" in d); del d["z"]
        n = m.dict({"a": {"b": 1}}); n["a"]["b"] = 2; print(n["a"]); inner = n["a"]; inner["b"] = 3; n["a"] = inner; print(n)
        ns = m.Namespace(x=1); ns.y = 2; print(ns, ns.x + ns.y); v = m.Value("i", 5); v.value += 1; print(v.value); a = m.Array("i", [1, 2]); a[0] = 5; print(list(a))
        q, e = m.Queue(), m.Event(); p = mp.Process(target=q_work, args=(q, e)); p.start(); print(q.get()); e.set(); print(q.get()); p.join()
        try: d["nokey"]
        except KeyError as x: print("KeyError", x)
        print(type(d).__name__, type(l).__name__, m.address is not None)
        s, b, cnd = m.Semaphore(1), m.Barrier(1), m.Condition(); s.acquire(); s.release(); print(b.wait()); 
        with cnd: cnd.notify()
    t0 = time.perf_counter()
    with Pool(4) as p:
        print(p.map(sq, range(8)), round(time.perf_counter() - t0, 1)); print(p.map(chunk, [range(3), range(4)])); print(set(p.map(ident, range(4))))
        it = p.imap(err, range(5)); out = []
        while True:
            try: out.append(next(it))
            except StopIteration: break
            except ValueError as x: out.append(str(x))
        print(out); print(p.imap(sq, [3]).next(timeout=1)); rs = [p.apply_async(sq, (i,)) for i in range(3)]; print([r.get() for r in rs]); m = p.map_async(err, [1, 3], error_callback=lambda e: print("ecb", e)); m.wait(1); print(m.successful()); r = p.starmap_async(pow, [(2, 3), (3, 2)], callback=lambda r: print("cb", r)); r.get(); time.sleep(0.02)
        r = p.apply_async(sq, (1,))
        try: r.successful()
        except ValueError as x: print(str(x).split(" at ")[0].split("<")[0])
        p.close()
        try: p.apply(sq, (1,))
        except ValueError as x: print(x)
        p.join(); print(p)if False else None
    q = mp.Queue()
    with Pool(2, init, (q,)) as p: p.map(put, range(3)); print(sorted(q.get() for _ in range(3)))
    with ThreadPool(3) as tp: print(tp.map(sq, range(4)), tp.apply_async(sq, (5,)).get())
    with Pool(2, maxtasksperchild=1) as p: print(p.map(err, range(3)))
    p = Pool(2); p.map(sq, [1]); p.terminate(); p.join()
    try: p.map(sq, [1])
    except ValueError as x: print(x)
    try: Pool(0)
    except ValueError as x: print(x)
    from multiprocessing.dummy import Pool as DP
    with DP(2) as p: print(p.map(len, ["a", "bb"]))
    print(Q if "Q" in globals() else "no Q here")
