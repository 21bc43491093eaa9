"""What is found at a place in the code once, is not taken for granted the next time."""
import math, types
class A:
    x = 1
    lst = [1]
    @property
    def p(self): return ("p", self.__dict__.get("v"))
    def m(self): return "m"
def read(o): return o.x
def readp(o): return o.p
def call(o): return o.m()
def write(o, v): o.x = v
a, b = A(), A()
print(read(a), read(b)); a.x = 5; print(read(a), read(b)); del a.x; print(read(a))
A.x = 7; print(read(a), read(b))
write(a, 1); write(b, 2); print(a.x, b.x)
def dset(self, v): self.__dict__["hid"] = v
A.x = property(lambda self: "prop", dset); print(read(a)); write(a, 3); print(a.__dict__)
del A.x; print(read(a))
a.v = 3; print(readp(a)); A.p = property(lambda self: "new"); print(readp(a))
class B(A):
    @property
    def p(self): return "B " + str(super().p)
print(readp(B()), readp(a))
a.m = lambda: "own"; print(call(a), call(b)); del a.m; print(call(a))
A.m = staticmethod(lambda: "static"); print(call(a)); A.m = classmethod(lambda c: c.__name__); print(call(B()))
class G:
    def __getattr__(self, n): return "got " + n
g = G(); print(read(g)); g.x = 1; print(read(g)); del g.x; print(read(g))
class S:
    __slots__ = ("x", "__dict__")
s = S()
try: read(s)
except AttributeError as e: print(e)
write(s, 4); print(read(s), s.__dict__); del s.x
try: read(s)
except AttributeError as e: print(e)
class T:
    __slots__ = ("x",)
t = T(); write(t, 9); print(read(t)); write(t, 10); print(read(t))
try: t.y = 1
except AttributeError as e: print(e)
def mod(): return math.pi
print(mod()); math.pi = 3; print(mod()); math.pi = 3.141592653589793
m = types.ModuleType("m"); m.x = 1
print(read(m)); m.y = 2; m.x = 5; print(read(m)); del m.x
try: read(m)
except AttributeError as e: print(e)
class W:
    def __setattr__(self, n, v): object.__setattr__(self, n, ("set", v))
w = W(); write(w, 1); print(read(w))
class Q: pass
q = Q(); write(q, 1)
def hook(self, n, v): object.__setattr__(self, n, v * 10)
Q.__setattr__ = hook; write(q, 2); print(q.x)
class D:
    def __get__(self, o, t): return "dget"
    def __set__(self, o, v): print("dset", v)
class H: x = D()
h = H(); write(h, 1); print(read(h))
class ND:
    def __get__(self, o, t): return "nd"
class I: x = ND()
i = I(); print(read(i)); i.__dict__["x"] = 1; print(read(i))
for k in range(12): setattr(i, f"k{k}", k)
print(read(i), i.k11)
class E(Exception):
    def __init__(self, code): super().__init__("msg", code); self.code = code
try: raise E(3)
except E as e: print(e, e.code, e.args)
class F(Exception): pass
print(F(1, 2).args, F(), repr(F("x")))
F.__init__ = lambda self, *a: print("init", a); F(5)
class P: pass
p1 = P(); P.__init__ = lambda self, v=0: setattr(self, "v", v); print(P(4).v, P().v)
P.__new__ = lambda c, *a: object.__new__(A); print(type(P(1)).__name__)
class Abs:
    pass
def nested(n):
    out = ""
    for i in range(n): out += str(i); keep = out
    return out, keep
print(nested(5))
x = "a"; y = x; x += "b"; print(x, y)
def deff(a, b=2, *c, d=4, **e): return a, b, c, d, e
print(deff(1), deff(1, d=5), deff(1, 2, 3, z=1), deff(b=1, a=2), deff(*[1, 2], **{"d": 3}))
for bad in ["deff()", "deff(1, a=2)", "deff(1, 2, b=3)"]:
    try: eval(bad)
    except TypeError as er: print(er)
def gen():
    try:
        while True:
            r = yield 1
            print("r", r)
    except GeneratorExit: print("closed")
gg = gen(); next(gg); gg.send(5); gg.close()
def outer():
    r = yield from inner(); print("res", r)
def inner():
    try: z = yield 1
    except ValueError as e: z = ("caught", e)
    return z
o = outer(); next(o)
try: o.throw(ValueError("v"))
except StopIteration: pass
print(sum(x for x in range(4)), sum([1, 2.5]), sum([[1], [2]], []), sum({1: 2}), sum((F for F in [1])))
import heapq
hp = []
for v in [5, 1, 4, 1, 3]: heapq.heappush(hp, v)
print([heapq.heappop(hp) for _ in range(5)], heapq.nsmallest(2, [3, 1, 2]), list(heapq.merge([1, 4], [2, 3])))
class K:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
hk = [K(v) for v in (3, 1, 2, 9, 5, 4)]; heapq.heapify(hk); print([heapq.heappop(hk).v for _ in range(6)])
hk = [K(2)]; print(heapq.heappushpop(hk, K(1)).v, heapq.heapreplace(hk, K(7)).v, hk[0].v)
for f in (lambda: heapq.heappop([]), lambda: heapq.heappush(5, 1), lambda: heapq.heappop(5)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print(f"{5:>6}|{-5:<6}|{5:^7}|{5:=+6}|{3.14159:010.2f}|{1234567:,}|{255:#06x}|{-0.0:.1f}|{float('inf'):06}|{'a':*^5}")
