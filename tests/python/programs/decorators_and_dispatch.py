# decorators
import functools, time, inspect
def retry(times=3, exceptions=(Exception,), *, log=print):
    def deco(fn):
        @functools.wraps(fn)
        def wrapper(*args, **kwargs):
            for n in range(1, times+1):
                try: return fn(*args, **kwargs)
                except exceptions as e:
                    log(f"try {n}/{times} {fn.__name__}{args}: {e!r}")
                    if n == times: raise
        wrapper.attempts = times
        return wrapper
    return deco
calls=[]
@retry(times=2, exceptions=(ValueError,))
def flaky(x: int, *, y: str = "q") -> bool:
    "flaky doc"
    calls.append(x)
    if len(calls) < 2: raise ValueError(x)
    return True
print(flaky(3), flaky.__name__, flaky.__doc__, flaky.__wrapped__.__name__, flaky.attempts, inspect.signature(flaky), flaky.__annotations__, flaky.__qualname__, flaky.__module__)
class CountCalls:
    def __init__(self, fn): functools.update_wrapper(self, fn); self.fn=fn; self.n=0
    def __call__(self,*a,**k): self.n+=1; return self.fn(*a,**k)
    def __get__(self,o,t=None): return self if o is None else functools.partial(self,o)
@CountCalls
def hi(n): "says hi"; return "hi "+n
hi("a"); hi("b"); print(hi.n, hi.__name__, hi.__doc__)
class K:
    @CountCalls
    def m(self, x): return (type(self).__name__, x)
print(K().m(5), K.m.n)
def singleton(cls):
    inst={}
    @functools.wraps(cls, updated=())
    def get(*a,**k):
        if cls not in inst: inst[cls]=cls(*a,**k)
        return inst[cls]
    return get
@singleton
class Cfg:
    "cfg doc"
    def __init__(s): print("made")
print(Cfg() is Cfg(), Cfg.__name__, Cfg.__doc__)
def add_repr(cls):
    cls.__repr__=lambda s: f"{cls.__name__}({', '.join(f'{k}={v!r}' for k,v in vars(s).items())})"
    return cls
@add_repr
class Pt:
    def __init__(s,x,y): s.x=x;s.y=y
print(Pt(1,"a"))
def bold(f): return lambda *a: f"<b>{f(*a)}</b>"
def it(f): return lambda *a: f"<i>{f(*a)}</i>"
@bold
@it
def txt(s): return s
print(txt("x"))
@functools.lru_cache(maxsize=2)
def sq(x): print("compute",x); return x*x
sq(1);sq(2);sq(1);sq(3);sq(2); print(sq.cache_info(), sq.cache_parameters()); sq.cache_clear(); print(sq.cache_info())
@functools.cache
def fibo(n): return n if n<2 else fibo(n-1)+fibo(n-2)
print(fibo(80), fibo.cache_info())
try: sq([1])
except TypeError as e: print(e)
@functools.singledispatch
def show(x): return f"obj {x}"
@show.register
def _(x: int): return f"int {x}"
@show.register(list)
@show.register(tuple)
def _(x): return "seq "+",".join(map(show,x))
@show.register(type(None))
def _(x): return "none"
print(show(1), show("s"), show([1,(2,"x")]), show(None), show(True), show.dispatch(bool).__name__, show.registry.keys())
class Fmt:
    @functools.singledispatchmethod
    def f(self,x): raise NotImplementedError(f"no {type(x)}")
    @f.register
    def _(self,x:int): return x+1
    @f.register
    @classmethod
    def _(cls,x:str): return cls.__name__+x
print(Fmt().f(1), Fmt().f("z"))
try: Fmt().f(1.5)
except NotImplementedError as e: print(e)
class Cell:
    def __init__(s): s.alive=False
    def set(s,v): s.alive=v
    on=functools.partialmethod(set,True)
    @functools.cached_property
    def slow(s): print("slow"); return 5
c=Cell(); c.on(); print(c.alive, c.slow, c.slow, vars(c)); del c.slow; print(c.slow)
p=functools.partial(int,base=2); print(p("101"), p.func, p.args, p.keywords, p)
print(functools.reduce(lambda a,b:a+b,[1,2,3],10), functools.reduce(max,[3,9,2]))
try: functools.reduce(max,[])
except TypeError as e: print(e)
print(sorted(["b","A","c"],key=functools.cmp_to_key(lambda a,b:(a.lower()>b.lower())-(a.lower()<b.lower()))))
def validate(**types):
    def d(f):
        sig=inspect.signature(f)
        @functools.wraps(f)
        def w(*a,**k):
            b=sig.bind(*a,**k); b.apply_defaults()
            for n,v in b.arguments.items():
                if n in types and not isinstance(v,types[n]): raise TypeError(f"{n}: expected {types[n].__name__}, got {type(v).__name__}")
            return f(*a,**k)
        return w
    return d
@validate(a=int,b=str)
def vf(a,b="x",*args,c=1,**kw): return a,b,args,c,kw
print(vf(1,"y",2,c=3,d=4), inspect.signature(vf), list(inspect.signature(vf).parameters.values()), inspect.getfullargspec(vf.__wrapped__))
for bad in (lambda: vf("1"), lambda: vf(), lambda: vf(1,2)):
    try: bad()
    except TypeError as e: print(e)
def make(n):
    def f(): nonlocal n; n+=1; return n
    return f
f=make(5); f(); print(f(), f.__closure__[0].cell_contents, f.__code__.co_freevars, f.__code__.co_varnames, f.__code__.co_argcount, make.__code__.co_cellvars, vf.__kwdefaults__, vf.__wrapped__.__defaults__, vf.__wrapped__.__kwdefaults__)
fs=[lambda x,i=i: x*i for i in range(3)]; print([g(2) for g in fs], [g(2) for g in [lambda x: x*i for i in range(3)]])
print(inspect.isfunction(make), inspect.isgeneratorfunction(lambda: (yield)), inspect.ismethod(c.set), inspect.isclass(Cell), inspect.getdoc(hi), callable(Cell), inspect.getmembers(Pt(1,2),lambda v:isinstance(v,int)), inspect.getsource(make).splitlines()[0], inspect.getmro(K), inspect.isbuiltin(len), inspect.iscoroutinefunction(make))
