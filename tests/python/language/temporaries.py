# When what nobody holds any more goes.
import weakref
class D:
    def __init__(self, n=0): self.n = n
    def __del__(self): print("del", self.n)
    def method(self): return self.n
    def __eq__(self, o): return self.n == o.n
    def __enter__(self): return self
    def __exit__(self, *a): print("exit")
    def __iter__(self): return iter([1, 2])
    def __getitem__(self, i): return i
    def __call__(self): return 5
    def __bool__(self): return True
    def __add__(self, o): return D(self.n + o.n)
def f(x): print("in f"); return 3
def g(x): return x
print(D(1).n, "a")
print("b")
x = D(2).n
print("c")
x = f(D(3))
print("d")
D(4).method()
print("e")
x = [D(5)][0]
del x
print("f")
D(6) == D(7)
print("g")
with D(8): print("body")
print("h")
for i in D(9): print(i)
print("i")
y = g(D(10)).n + g(D(11)).n
print("j", y)
print("k")
z = D(13)[0]
print("l")
D(14)
print("m")
q = 31
print("n", q)
w = [g(D(17)).n for _ in range(2)]
print("o")
u = D(18)()
print("p")
print("q")
print(f"{D(20).n}")
print("r")
a, b = D(21), D(22)
a = None
print("s")
b = 1
print("t")
def h():
    D(23).n
    print("in h")
    v = D(24).method()
    print("in h 2")
    return D(25).n
h()
print("u")
c = {1: D(26)}[1].n
print("v")
d = D(27) and D(28)
print("w")
d = None
e = D(29) if D(30) else 0
print("x")
e = None
print("y")
try:
    raise ValueError(D(32))
except ValueError:
    print("caught")
print("z")
lambda: D(33)
s = str(D(34).n) + str(D(35).n)
print("aa")
print(len([D(36), D(37)]))
print("bb")
t = not D(38)
print("cc")
t = D(39) is None
print("dd")
t = D(40) in [D(41)]
print("ee")
m = D(42).method
print("ff")
m()
m = None
print("gg")
r = weakref.ref(D(43))
print(r())
D.k = D(44)
print("hh")
D.k = 0
print("ii")
del D.k
t = D(45) != D(46)
print("jj")
print("kk")
print("ll")
(lambda v: print("lam"))(D(49))
print("mm")
def gen():
    yield D(50)
    print("after")
for o in gen(): print("got"); o = None
print("nn")
print(sum(D(i).n for i in (51, 52)))
print("oo")
k = D(53).n < D(54).n < D(55).n
print("end")
