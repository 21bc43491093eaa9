class Typed:
    def __init__(self, kind, default=None): self.kind=kind; self.default=default
    def __set_name__(self, owner, name):
        print('set_name', owner.__name__, name); self.name=name
    def __get__(self, obj, owner=None):
        if obj is None: return self
        return obj.__dict__.get(self.name, self.default)
    def __set__(self, obj, value):
        if not isinstance(value, self.kind):
            raise TypeError(f'{self.name} must be {self.kind.__name__}, got {type(value).__name__}')
        obj.__dict__[self.name]=value
    def __delete__(self, obj):
        print('del', self.name); del obj.__dict__[self.name]
class P:
    x=Typed(int, 3); y=Typed(str)
p=P(); print(p.x,p.y); p.x=5; print(p.x, vars(p)); del p.x; print(p.x)
try: p.y=5
except TypeError as e: print(e)
print(P.x.kind)
class NonData:
    def __get__(self,o,t): return 'nd'
class Q: a=NonData()
q=Q(); print(q.a); q.a=4; print(q.a); del q.a; print(q.a)
try: del q.a
except AttributeError as e: print(e)
class RO:
    @property
    def v(self): return 1
r=RO()
for f in (lambda: setattr(r,'v',2), lambda: delattr(r,'v'), lambda: r.zz, lambda: RO.zz):
    try: f()
    except AttributeError as e: print(e, e.name, type(e.obj).__name__)
