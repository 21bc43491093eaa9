import multiprocessing as mp, time, os
from multiprocessing import shared_memory, Process, Condition, Semaphore, BoundedSemaphore, RLock, JoinableQueue, SimpleQueue, Barrier, Event
def jworker(q, out):
    while True:
        n = q.get()
        if n is None: q.task_done(); break
        out.put(n * n); q.task_done()
def bar(b, q, i):
    time.sleep(0.05 * i); q.put(("before", i)); b.wait(); q.put(("after", i))
def cons(cond, v):
    with cond:
        cond.wait_for(lambda: v.value >= 3, timeout=2); v.value = 100
def holder(sem, q, i):
    with sem: q.put(i); time.sleep(0.1)
def shm_child(name):
    s = shared_memory.SharedMemory(name=name); s.buf[0] = 42; s.close()
def lst(name):
    l = shared_memory.ShareableList(name=name); l[1] = "changed"; l.shm.close()
def raises(): 
    try: raise KeyError("inner")
    except KeyError as e: raise RuntimeError("outer") from e
class Worker(mp.Process):
    def __init__(self, n, q): super().__init__(name=f"W{n}", daemon=False); self.n, self.q = n, q
    def run(self): self.q.put((self.name, self.n * 2, mp.current_process().name, os.getpid() == self.pid))
if __name__ == "__main__":
    q, out = JoinableQueue(), mp.Queue()
    ps = [Process(target=jworker, args=(q, out)) for _ in range(2)]; [p.start() for p in ps]
    for i in range(5): q.put(i)
    for _ in ps: q.put(None)
    q.join(); print(sorted(out.get() for _ in range(5))); [p.join() for p in ps]
    b, q = Barrier(2), mp.Queue(); ps = [Process(target=bar, args=(b, q, i)) for i in range(2)]; [p.start() for p in ps]; [p.join() for p in ps]
    got = [q.get() for _ in range(4)]; print(sorted(got))
    cond, v = Condition(), mp.Value("i", 0); p = Process(target=cons, args=(cond, v)); p.start()
    for _ in range(3):
        time.sleep(0.05)
        with cond: v.value += 1; cond.notify_all()
    p.join(); print(v.value, v)
    sem, q = Semaphore(2), SimpleQueue(); t0 = time.perf_counter(); ps = [Process(target=holder, args=(sem, q, i)) for i in range(4)]; [p.start() for p in ps]; [p.join() for p in ps]; print(sorted(q.get() for _ in ps), q.empty(), round(time.perf_counter() - t0, 1))
    s = shared_memory.SharedMemory(create=True, size=16); p = Process(target=shm_child, args=(s.name,)); p.start(); p.join(); print(s.buf[0], s.size, len(s.buf)); s.close(); s.unlink()
    try: shared_memory.SharedMemory(name="nope_x")
    except FileNotFoundError as e: print(e.errno, e.strerror)
    l = shared_memory.ShareableList([1, "text....", 2.5, None, True, b"by"]); p = Process(target=lst, args=(l.shm.name,)); p.start(); p.join(); print(list(l), len(l), l.index(2.5), l.count(1)); l.shm.close(); l.shm.unlink()
    q = mp.Queue(); ws = [Worker(i, q) for i in range(2)]; [w.start() for w in ws]; print(sorted(q.get() for _ in ws)); [w.join() for w in ws]
    p = Process(target=raises, name="bad"); p.start(); p.join(); print(p.exitcode)
    q = mp.Queue(maxsize=1); q.put(1)
    try: q.put(2, timeout=0.1)
    except Exception as e: print(type(e).__module__, type(e).__name__)
    time.sleep(0.05); print(q.full(), q.get())
    try: q.get_nowait()
    except Exception as e: print(type(e).__name__)
    q.close(); q.join_thread()
    try: q.put(1)
    except ValueError as e: print(str(e)[-9:])
    lk = mp.Lock(); print(lk, lk.acquire(), lk.acquire(block=False), lk); lk.release()
    try: lk.release()
    except ValueError as e: print(e)
    r = RLock(); r.acquire(); r.acquire(); print(r); r.release(); r.release()
    try: r.release()
    except AssertionError as e: print(e)
    bs = BoundedSemaphore(1)
    try: bs.release()
    except ValueError as e: print(e)
    print(Event(), Semaphore(3), mp.Value("d", 1.5), mp.Array("i", 3), mp.Array("c", b"abc").value) if False else print(mp.Array("c", b"abc").value, mp.Array("c", 5).raw)
    a = mp.Array("i", range(5)); a[1:3] = [9, 9]; print(a[:], a.get_obj()[0] if False else a[0]); 
    with a.get_lock(): a[0] = 7
    print(list(a)); 
    try: a[10]
    except IndexError as e: print(e)
    try: mp.Value("i", "x")
    except TypeError as e: print(type(e).__name__)
    c1, c2 = mp.Pipe(duplex=False); c2.send([1, {"a": (2, 3)}]); print(c1.recv(), c1.poll(), c1.readable, c1.writable)
    try: c1.send(1)
    except OSError as e: print(e)
    c2.send_bytes(b"raw"); print(c1.recv_bytes()); c2.close()
    try: c1.recv()
    except EOFError: print("EOF")
    c1.close()
    try: c1.poll()
    except OSError as e: print(e)
    a, b = mp.Pipe(); c, d = mp.Pipe(); b.send("x"); print([x.recv() for x in mp.connection.wait([a, c], timeout=0.1)])
    p = Process(target=time.sleep, args=(0.1,)); p.start(); print(mp.active_children() == [p], p.daemon, p.sentinel is not None); mp.connection.wait([p.sentinel]); p.join(); p.close()
    try: p.is_alive()
    except ValueError as e: print(e)
    try: mp.Process(target=print).start.__self__.run()
    except Exception as e: print(e)
    d = Process(target=time.sleep, args=(5,), daemon=True); d.start(); print(d.daemon, repr(d).split()[0])
