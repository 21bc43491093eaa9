class Base:
    subs={}
    def __init_subclass__(cls, /, key=None, **kw):
        super().__init_subclass__(**kw)
        Base.subs[key or cls.__name__.lower()]=cls
class A(Base, key='aa'): pass
class B(Base): pass
print(Base.subs)
try:
    class C(Base, nope=1): pass
except TypeError as e: print(e)
class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print('prepare', name, bases, kw)
        class D(dict):
            def __setitem__(self,k,v):
                if not k.startswith('__'): print('define',k)
                super().__setitem__(k,v)
        return D()
    def __new__(mcs, name, bases, ns, **kw):
        print('new', name, sorted(k for k in ns if not k.startswith('__')), kw)
        return super().__new__(mcs, name, bases, dict(ns))
    def __init__(cls, name, bases, ns, **kw):
        print('init', name); super().__init__(name,bases,ns)
    def __call__(cls,*a,**k):
        print('call', cls.__name__, a, k); return super().__call__(*a,**k)
    def __getitem__(cls,k): return (cls.__name__,k)
    def __len__(cls): return 42
    def __iter__(cls): return iter('xyz')
    def __contains__(cls,v): return v=='in'
    def __repr__(cls): return f'<M {cls.__name__}>'
    def __instancecheck__(cls, o): return o==7
    def __subclasscheck__(cls, o): return o is int
    def __eq__(cls, o): return NotImplemented
    def __hash__(cls): return 5
    @property
    def prop(cls): return 'metaprop'
    def __getattr__(cls,n): return 'meta:'+n
class M(metaclass=Meta, flag=True):
    a=1
    def f(self): return 2
m=M(1 and 2) if False else M()
print(m.f(), M['k'], len(M), list(M), 'in' in M, 3 in M, M, isinstance(7,M), isinstance(m,M), issubclass(int,M), M.prop, M.foo, hash(M))
class N(M): b=2
print(type(N), N.__mro__)
