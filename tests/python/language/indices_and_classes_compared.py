class M: 
    pass
class N:
    def __mul__(s, o): return 1
class R:
    def __rmul__(s, o): return 1
class GA:
    def __getattr__(s, n): return 1
for x in (M(), N(), R(), GA()):
    for f in (lambda: [1][x], lambda: (1,)[x], lambda: 'a'[x], lambda: b'a'[x], lambda: range(3)[x]):
        try: print(f())
        except Exception as e: print(type(e).__name__, e)
class Meta(type):
    def __eq__(c, o): return True
    def __lt__(c, o): return 'lt'
    __hash__ = type.__hash__
class U(metaclass=Meta): pass
x = U == 5
print(x, U != 5, U < 3, 5 == U, U == U, U in [3])
if U == 4: print('y')
