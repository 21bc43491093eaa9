class S:
    __slots__=('a','b')
    def __init__(self): self.a=1
s=S(); print(s.a)
for f in (lambda: s.b, lambda: setattr(s,'c',1), lambda: s.__dict__):
    try: f()
    except AttributeError as e: print(e)
print(S.__slots__, S.a, type(S.a).__name__)
class T(S): pass
t=T(); t.c=5; print(t.__dict__, t.a)
class U(S):
    __slots__=('d','__dict__')
u=U(); u.d=1; u.e=2; print(u.__dict__, u.d)
class V(S): __slots__='single',
v=V(); v.single=9; print(v.single)
try: v.nope=3
except AttributeError as e: print(e)
del v.single
try: v.single
except AttributeError as e: print(repr(e))
try:
    class W: __slots__=('x',); x=1
except ValueError as e: print(e)
