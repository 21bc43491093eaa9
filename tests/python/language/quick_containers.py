from collections import deque
import copy, pickle

# Queues with two ends
d = deque(range(5))
print(d, len(d), bool(d), d[0], d[-1], list(reversed(d)), 3 in d, 9 in d)
d.rotate(2); print(d); d.rotate(-3); print(d); d.rotate(12); print(d)
d.appendleft("l"); d.append("r"); print(d.popleft(), d.pop(), d)
d.extend(x * x for x in range(3)); d.extendleft("ab"); print(d)
d[1] = "set"; del d[0]; print(d, d.count(0), d.index(4))
d.insert(2, "in"); d.remove("in"); print(d); d.reverse(); print(d)
m = deque("abcdef", maxlen=3); print(m, m.maxlen); m.append("x"); m.appendleft("y"); print(m)
m.extend(m); print(m, deque(maxlen=0), deque([1], 0))
print(m + deque([1, 2]), deque([1]) * 3, deque([1, 2]) == deque([1, 2]), deque([1]) < deque([2]))
print(copy.copy(m), copy.deepcopy(deque([[1], [2]])), pickle.loads(pickle.dumps(m)))
n = deque(); n.append(n); print(n)
for act in (lambda: d[99], lambda: deque().pop(), lambda: deque().popleft(), lambda: deque(maxlen=-1),
            lambda: deque([1]).remove(2), lambda: m.insert(0, 1), lambda: deque(5), lambda: hash(d),
            lambda: d + [1], lambda: d["x"], lambda: deque([1]).rotate("x")):
    try: print(act())
    except Exception as e: print(type(e).__name__, e)
try:
    for x in d: d.append(x)
except RuntimeError as e: print(e)
class Named(deque):
    def append(self, x): super().append((x, x))
    def __len__(self): return 42
s = Named([1]); s.append(2); print(s, len(s), bool(s), isinstance(s, deque))
print(sorted(deque([3, 1, 2])), [*deque("ab")], sum(deque([1, 2])), max(deque([1, 5, 2])), tuple(deque("xy")))
first, *rest = deque([1, 2, 3]); print(first, rest)
match deque([1, 2]):
    case [a, b]: print("a row", a, b)
while d: d.pop()
print(d, not d)

# Items whose equality is Python's
class K:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return isinstance(o, K) and self.n == o.n
    def __hash__(self): return self.n % 2
    def __repr__(self): return f"K{self.n}"
one, two = {K(1), K(2), K(3)}, {K(3), K(5)}
by = lambda s: sorted(s, key=lambda k: k.n)
print(by(one | two), by(one & two), by(one - two), by(one ^ two), K(1) in one, K(7) in one)
one.add(K(1)); one.discard(K(9)); one.remove(K(2)); print(by(one), by({1, 2, 3} ^ {3, 4} | set()) if 0 else len({1, 2, 3} ^ {3, 4}))
e = {K(1): "a"}; e.update({K(1): "b", K(2): "c"}); print(e, e.setdefault(K(2), 0), e.setdefault(K(4), 4), e.pop(K(1)), e.pop(K(1), None))
for act in (lambda: {}.pop("k"), lambda: {1}.remove(2), lambda: {}.setdefault([], 1), lambda: {1}.add([]), lambda: {1}.discard({})):
    try: print(act())
    except Exception as e: print(type(e).__name__, e)
f = {"a": 1, "b": 2}; f.update(f); f.update({"b": 3, "c": 4}, d=5); print(f, f | {"a": 0}, {**f, "z": 1})

# Pairs, keys, mapped values
print(list(zip("abc", [1, 2])), list(zip([1, 2], "abc", (True, None))), list(enumerate("ab", 5)))
z = iter([1, 2, 3, 4]); print(list(zip(z, z)), list(zip("a", iter([]))))
print(list(map(str, [1, None, 2.5])), list(map(len, ["a", "bcd"])), list(map(int, "123")), list(map(lambda x: x + 1, range(3))))
try: list(map(int, ["1", "x"]))
except ValueError as e: print(e)
def stops(x):
    if x == 2: raise StopIteration
    return x
print(list(map(stops, [1, 2, 3])))
print(list(map(next, [iter("a"), iter(""), iter("b")])), [x for x in map(next, [iter("a"), iter(""), iter("b")])])
print(sorted(["b", "A", "c"], key=str.lower), sorted([-3, 2, 1], key=abs), sorted(["ccc", "a"], key=len), max([1, 5, 3]), min([4, 2]), max(["a", "b"], key=str.upper))
print(max([3, True, 2]), min([1.5, 1]), max([[1], [2]]), divmod(-7, 2), divmod(7, -2), divmod(7.5, 2), divmod(10**20, 7))
for act in (lambda: max([]), lambda: min([1, "a"]), lambda: divmod(1, 0), lambda: divmod("a", 1), lambda: isinstance(1, (int, 2)), lambda: [1].index(5)):
    try: print(act())
    except Exception as e: print(type(e).__name__, e)
print(isinstance(1, (str, int)), isinstance("a", (int, (float, str))), [K(1), K(2)].index(K(2)), [1, K(1)].count(K(1)), (1.0, 2).index(2))
big = [1, 2, K(3), 4]; big.remove(K(3)); print(big)
changing = {1: 1, 2: 2}
try:
    for k in changing: changing[k + 10] = 0
except RuntimeError as e: print(e)
a, b = 1, 2; a, b = b, a; (c, d), *r = (3, 4), 5, 6; print(a, b, c, d, r)
for width in ("{:.2f}", "{:.0f}", "{:.1f}", "{:.15f}", "{:.3f}"):
    print([width.format(x) for x in (0.5, 1.5, 2.5, 0.25, 0.125, 2.675, 1e15, 123456.789, 0.0, -0.0, 1e-7, -1e-300, 5e-324, 1e22, 0.045, -2.5)])

# Choices
from itertools import chain, combinations, combinations_with_replacement, islice, permutations, product
print(list(product()), list(product([])), list(product("ab", [], "c")), list(product("ab", range(2), repeat=2)), list(product("xy", repeat=0)))
for r in range(5):
    for choose in (permutations, combinations, combinations_with_replacement):
        print(choose.__name__, r, list(choose("abc", r)), list(choose([], r)))
print(list(permutations(range(4)))[7:12], sum(1 for _ in permutations(range(7))), len(list(combinations(range(12), 5))))
some = product("ab", repeat=3); print(next(some), list(islice(some, 2, 5)), next(some), list(some), list(some), next(some, "over"))
print(next(product(range(10**4), repeat=9)), next(permutations(range(40))), next(combinations(range(90), 70))[-1], list(islice(combinations_with_replacement(range(99), 50), 2))[1][-1])
for act in (lambda: permutations("a", -1), lambda: combinations("a", -1), lambda: product("a", repeat=-1)):
    try: print(act())
    except ValueError as e: print(e)
it = iter(range(10)); print(list(islice(it, 3)), next(it), list(islice(it, 0)), next(it), list(islice(it, 1, 3)), next(it), list(islice(it, 5, None, 2)))
print(list(chain("ab", [], range(2), chain([None]))), list(islice(chain.from_iterable([i] * i for i in range(9)), 4, 7)))
class No: pass
class Some(No):
    def __getattr__(self, name):
        if name == "there": return 1
        raise AttributeError(name)
    @property
    def bad(self): raise AttributeError("bad")
    @property
    def worse(self): raise KeyError("worse")
print(hasattr(No(), "x"), hasattr(Some(), "there"), hasattr(Some(), "x"), hasattr(Some(), "bad"), getattr(No(), "x", 5), getattr(No, "__name__", 0), hasattr(No, "x"), hasattr(1, "real"), hasattr(chain, "from_iterable"))
try: hasattr(Some(), "worse")
except KeyError as e: print("KeyError", e)
