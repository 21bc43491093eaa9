import multiprocessing as mp, functools, random, time, sys, threading
from multiprocessing import Process, Queue
G = {"n": 0}
class Config:
    _inst = None; shared = []
    def __new__(cls, *a):
        if cls._inst is None: cls._inst = super().__new__(cls)
        return cls._inst
    @classmethod
    def bump(cls): cls.shared.append(len(cls.shared)); return cls.shared
    @staticmethod
    def glob(): G["n"] += 1; return G["n"]
    @property
    def total(self): G["n"] += 10; return G["n"]
    @total.setter
    def total(self, v): G["n"] = v
    @functools.cached_property
    def lazy(self): G["n"] += 100; return G["n"]
    @functools.lru_cache
    def memo(self, x): G["n"] += 1; return x
r = random.Random(5); proxy = type(Config).__dict__ if 0 else vars(Config); keys = G.keys()
def child(q):
    c = Config(); c.total = 5; q.put((c is Config(), Config.bump(), Config.glob(), c.total, c.lazy, c.memo(1), G, list(keys), r.random(), mp.current_process().name))
def partial_task(a, b, c=3): return a + b + c
class Base:
    def __init__(self, x): self.x = x
    def __reduce__(self): return (type(self)._make, (self.x,))
    @classmethod
    def _make(cls, x): return cls(x * 2)
    def method(self, y): return self.x + y
if __name__ == "__main__":
    c = Config(); q = Queue(); Config.bump()
    for i in range(2):
        p = Process(target=child, args=(q,)); p.start(); print(q.get()); p.join()
    print(G, Config.shared, r.random(), c.__dict__)
    with mp.Pool(2) as pool:
        print(pool.map(functools.partial(partial_task, 1, c=10), [1, 2, 3]), pool.map(Base(1).method, [1, 2]), [b.x for b in pool.map(Base._make, [1, 2])])
        print(pool.starmap(functools.partial(pow), [(2, 3)]), pool.apply(str.join, (",", ["a", "b"])))
