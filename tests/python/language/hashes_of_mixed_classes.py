# Classes that derive from a built-in type and from one with a hash of its own.
from enum import *
class I(IntEnum): A = 5; B = auto()
print(hash(I.A), I.A == 5, 5 == I.A, I.__mro__, {5: 1}.get(I.A), {I.A: 1}.get(5), 5 in {I.A}, I.A in {5})
class M(int):
    def __hash__(self): return 5
    def __eq__(self, o): return int(self) == int(o)
print({M(5): 1}.get(5))
class N(int): pass
print({N(5): 1}.get(5), hash(N(5)))
class E2(int, Enum): A = 5
print(hash(E2.A), {E2.A: 1}.get(5))
class S(str, Enum): A = "x"
print({S.A: 1}.get("x"), {"x": 2}.get(S.A), {S.A: 1}["x"])
