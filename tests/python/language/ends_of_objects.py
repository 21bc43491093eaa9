# When what instances, frames and containers held goes.
class D:
    def __init__(self, n=0): self.n = n
    def __del__(self): print("del", self.n)
class E(D):
    def __init__(self, n=0): super().__init__(n)
class F(D):
    def __new__(cls, *a, **k): return super().__new__(cls)
class M(type):
    def __call__(cls, *a): return super().__call__(*a)
class G(D, metaclass=M): pass
x = D(0)
print(D(1).n, "a")
print(E(2).n, "b")
print(E(3).n, "b")
print(F(4).n, "c")
print(F(5).n, "c")
print(G(6).n, "d")
print(D(n=7).n, "e")
print(str(D(8).n) + "x", "f")
def f(x): return x
print(f(D(9)).n, "g")
print(f(x=D(10)).n, "h")
print((lambda *a: a)(D(11))[0].n, "i")
print(max([D(12), D(13)], key=lambda d: d.n).n, "j")
print([d.n for d in [D(14)]], "k")
print(list(map(lambda d: d.n, [D(15)])), "l")
x = None
def g():
    y = D(16)
    return y.n
print(g(), "m")
def k():
    try:
        y = D(18)
        return 1
    finally:
        print("fin")
print(k(), "o")
def gen():
    y = D(19)
    yield 1
    yield 2
gg = gen(); next(gg)
del gg
print("p")
for i in gen(): break
print("q")
d = {}
d["a"] = D(20)
d["a"] = D(21)
print("r")
d.pop("a")
print("s")
l = [D(22), D(23)]
l.clear()
print("t")
l = [D(24)]; l[0] = 1
print("u")
a = D(25); b = a; del a; print("still"); del b
print("v")
def outer():
    z = D(26)
    def inner(): return z
    return inner
fn = outer(); print(fn().n); fn = None
print("w")
try:
    try: raise KeyError(D(27))
    except KeyError as e: raise ValueError("x") from e
except ValueError as e2: print("c2")
print("end")
