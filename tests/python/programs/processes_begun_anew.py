"""Processes that read the program again: what they see of it, and what not."""
import multiprocessing as mp
import os, sys, time
COUNT = 0
print("module level", __name__)
class Shape:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"Shape({self.n})"
def work(q, lock, n, shape):
    with lock:
        print("work", n, COUNT, __name__, mp.current_process().name, shape, mp.get_start_method())
    q.put((n, n * n, Shape(n)))
def boom():
    raise ValueError("in child")
def talk(conn):
    try:
        while True:
            print("child got", conn.recv())
    except EOFError:
        print("eof")
    conn.close()
class Worker(mp.Process):
    def __init__(self, v):
        super().__init__(name="W")
        self.v = v
    def run(self):
        with self.v.get_lock():
            self.v.value += 5
        print("Worker runs", self.name, self._identity, COUNT)
        sys.exit(4)
def square(x):
    return x * x
def init(tag):
    global COUNT
    COUNT = tag
def whoami(_):
    return COUNT, mp.current_process().name.split("-")[0]
if __name__ == "__main__":
    mp.set_start_method("spawn")
    COUNT = 42
    q, lock = mp.Queue(), mp.Lock()
    for i in range(2):
        p = mp.Process(target=work, args=(q, lock, i), kwargs={"shape": Shape(7)})
        p.start()
        p.join()
        print(p.exitcode, q.get(), p.name)
    p = mp.Process(target=boom)
    p.start(); p.join(); print("boom", p.exitcode)
    a, b = mp.Pipe()
    p = mp.Process(target=talk, args=(b,))
    p.start()
    b.close()
    for i in range(3):
        a.send(i)
    a.close()
    p.join()
    v = mp.Value("i", 1)
    w = Worker(v)
    w.start(); w.join()
    print(w.exitcode, v.value)
    try:
        mp.Process(target=lambda: 1).start()
    except Exception as e:
        print(type(e).__name__, str(e).split(" at ")[0])
    def local(): pass
    try:
        mp.Process(target=local).start()
    except Exception as e:
        print(type(e).__name__, e)
    with mp.Pool(2, initializer=init, initargs=(9,)) as pool:
        print(pool.map(square, range(5)))
        print(pool.map(whoami, range(2)))
    ctx = mp.get_context("fork")
    p = ctx.Process(target=print, args=("forked", COUNT))
    p.start(); p.join()
    print(p.name)
    ctx = mp.get_context("spawn")
    p = ctx.Process(target=print, args=("spawned", COUNT))
    p.start(); p.join()
    print(p.name)
    e = ctx.Event()
    print(type(e).__name__, ctx.get_start_method())
    from concurrent.futures import ProcessPoolExecutor
    with ProcessPoolExecutor(1, mp_context=ctx) as ex:
        print(list(ex.map(square, [1, 2, 3])))
        print(ex.submit(whoami, 0).result())
