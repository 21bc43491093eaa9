"""Calls without end, wrong calls, properties beside `__getattr__`, generators driven by hand."""
import sys
class A:
    def __init__(self, n=0): self.n = n
    def __add__(self, o): return self + o
    @property
    def p(self): return self.p
class B:
    def __init__(self, x): B(x)
class C:
    def __init__(self, x): return 5
def f(n): return f(n + 1)
def g():
    yield from g()
def gg():
    for x in gg(): yield x
async def co(): await co()
for what in (lambda: A() + A(), lambda: A().p, lambda: B(1), lambda: f(0), lambda: list(g()), lambda: list(gg()), lambda: sum(gg()), lambda: sorted([A(), A()], key=lambda a: a.p), lambda: C(1), lambda: co().send(None)):
    try:
        what()
    except (RecursionError, TypeError) as e:
        print(type(e).__name__, str(e)[:32])
class D:
    def __init__(self, a, b=2, *c, d=4, **e): self.v = (a, b, c, d, e)
print(D(1).v, D(1, 5).v, D(1, 2, 3, d=5, z=6).v)
try: D()
except TypeError as e: print(e)
class E:
    def __add__(self, o): return NotImplemented
    def __radd__(self, o): return "r"
    def __sub__(self, *a): return a
    def __mul__(self, o, p=3): return o, p
print(1 + E(), E() - 2, E() * 4)
try: E() + 1
except TypeError as e: print(e)
class F(E):
    def __radd__(self, o): return "sub"
print(E() + F())
class P:
    @property
    def q(self, extra=7): return extra
    @property
    def r(self): raise KeyError("x")
    def __getattr__(self, n): return "got " + n
print(P().q, P().zz)
try: P().r
except KeyError as e:
    import traceback; print(traceback.format_exc().splitlines()[-1])
class Q:
    @property
    def r(self): return self.nothing
    def __getattr__(self, n): return "got " + n
print(Q().r)
class R:
    @property
    def r(self): raise AttributeError("inner")
    def __getattr__(self, n): return "fallback " + n
for _ in range(3): print(R().r)
def gen():
    try:
        x = yield 1
        print("sent", x)
        yield 2
    finally:
        print("closing")
it = gen(); print(next(it), it.send("hi")); it.close()
it = gen(); print(next(it))
try: it.throw(ValueError("v"))
except ValueError as e: print(repr(e))
try: it.send(1)
except StopIteration as e: print("stop", e.value)
it = gen()
try: it.send(1)
except TypeError as e: print(e)
def ret():
    yield 1
    return "done"
it = ret(); next(it)
try: next(it)
except StopIteration as e: print(e.value)
def outer():
    r = yield from ret()
    print("r", r)
    try: yield from gen()
    except KeyError: print("caught"); yield "after"
it = outer(); print(next(it), next(it)); print(it.throw(KeyError("k")))
class Del:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def h():
    d = Del(1)
    return 5
print(h())
def k():
    d = Del(2)
    yield 1
for x in k(): print(x)
del it
import threading
res = []
def worker(n):
    res.append(sum(i for i in range(n)))
    res.append(max((A(i) for i in range(n)), key=lambda a: a.n).n)
ts = [threading.Thread(target=worker, args=(i * 1000,)) for i in (1, 2, 3)]
[t.start() for t in ts]; [t.join() for t in ts]; print(sorted(res))
class S:
    __slots__ = ("a", "b")
    def __init__(self): self.a = 1
    def __getattr__(self, n): return "no " + n
for _ in range(3):
    s = S(); print(s.a, s.b, s.c)
    s.b = 2; print(s.b)
class DD:
    def __get__(self, o, t=None): raise AttributeError("dd")
class T:
    d = DD()
    def __getattr__(self, n): return "T " + n
print(T().d, getattr(T(), "d"), hasattr(T(), "d"))
class U:
    d = DD()
try: U().d
except AttributeError as e: print(e)
print(hasattr(U(), "d"), getattr(U(), "d", "default"))
class V:
    @property
    def p(self): raise ValueError("v")
    def __getattr__(self, n): raise AttributeError(n)
for n in ("p", "q"):
    try: getattr(V(), n)
    except (ValueError, AttributeError) as e: print(repr(e))
