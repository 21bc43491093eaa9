"""Generators that are given to functions which take all their values, or some."""
def g(n):
    for i in range(n):
        got = yield i
        assert got is None
def d(n):
    r = yield from g(n)
    yield from g(2)
def bad(n):
    for i in range(n):
        print("giving", i)
        yield i if i < 2 else "x"
print(sum(g(10)), sum(d(5), 1.5), list(d(3)), sorted(d(3)), any(x > 3 for x in g(10)), all(x < 3 for x in g(10)))
try: print(sum(bad(5)))
except TypeError as e: print(e)
x = g(10); print(any(v == 3 for v in x), next(x))
class T:
    def __init__(s, v): s.v = v
    def __bool__(s): print("bool", s.v); return s.v > 1
    def __add__(s, o): return T(s.v + (o if isinstance(o, int) else o.v))
    __radd__ = __add__
print(any(T(i) for i in range(5)), sum((T(i) for i in range(4)), 10).v)
def rec():
    yield 1
    print(list(z))
z = rec()
try: print(list(z))
except ValueError as e: print(e)
def err():
    yield 1
    yield 2
    raise KeyError("k")
try: print(sum(err()))
except KeyError as e: print(repr(e))
def stop():
    yield 1
    raise StopIteration
try: print(list(stop()))
except RuntimeError as e: print(repr(e), repr(e.__cause__))
print(len(list(g(5000))), sum(list(g(5000))), ",".join(str(i) for i in g(4)), max(i * i for i in g(5)), dict((i, i) for i in g(3)), set(i % 2 for i in g(5)), tuple(g(3)))
a, *b = g(4); print(a, b, [*g(3)], [[1] , *([i] for i in g(2))], sum(([i] for i in g(3)), []))
import threading
def slow(n):
    import time
    for i in range(n):
        time.sleep(0.1); yield i
out=[]
ts=[threading.Thread(target=lambda k=k: out.append((k, sum(slow(k))))) for k in (3,5)]
[t.start() for t in ts]; [t.join() for t in ts]; print(out)
async def ag():
    for i in range(3): yield i
import asyncio
async def main(): return [i async for i in ag()], sum([i async for i in ag()])
print(asyncio.run(main()))
