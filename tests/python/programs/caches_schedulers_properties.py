import asyncio, time, heapq, functools, contextlib, collections, types, sys, inspect, typing, enum
from collections import OrderedDict, deque, ChainMap, defaultdict
class LRU(OrderedDict):
    def __init__(s,cap,*a,**k): s.cap=cap; s.gone=[]; super().__init__(*a,**k)
    def __getitem__(s,k): v=super().__getitem__(k); s.move_to_end(k); return v
    def __setitem__(s,k,v):
        if k in s: s.move_to_end(k)
        super().__setitem__(k,v)
        if len(s)>s.cap: oldest=next(iter(s)); s.gone.append(oldest); del s[oldest]
    def __delitem__(s,k): s.gone.append(('del',k)); super().__delitem__(k)
c=LRU(2,[('a',1),('b',2),('c',3)]); print(c,c.gone); c['b']; c.update(d=4); print(c,c.gone,c.setdefault('z',9),c.setdefault('d',0)); print(c.popitem(),c.popitem(last=False),c,c.gone)
try: c.popitem()
except KeyError as e: print(e)
try: c.move_to_end('q')
except KeyError as e: print(e)
d=OrderedDict.fromkeys('abcd'); d.move_to_end('a'); d.move_to_end('d',last=False); print(list(d), d==dict.fromkeys('dbca'), d==OrderedDict.fromkeys('dbca'), d==OrderedDict.fromkeys('abcd'), list(reversed(d.items()))[:1])
d2=d.copy(); d2|={'x':1}; print(type(d2).__name__, len(d2), d|{'q':2}, {'m':1}|d)
# generators everywhere
class Sched:
    def __init__(s): s.t=0; s.h=[]; s.n=0; s.cur=None; s.w=defaultdict(deque)
    def go(s,g,at=None): heapq.heappush(s.h,(s.t if at is None else at,s.n,g)); s.n+=1; return g
    def run(s):
        vals={}
        while s.h:
            s.t,_,g=heapq.heappop(s.h); s.cur=g
            try: r=g.send(vals.pop(g,None))
            except StopIteration as e: print(s.t,g.__name__,'=',e.value); continue
            except Exception as e: print(s.t,g.__qualname__,'!',repr(e)); continue
            if isinstance(r,(int,float)): s.go(g,s.t+r)
            elif isinstance(r,types.GeneratorType): s.go(r); s.go(g)
            elif isinstance(r,tuple):
                op,ch,*v=r
                if op=='put': 
                    if s.w[ch]: o=s.w[ch].popleft(); vals[o]=v[0]; s.go(o)
                    else: s.w[ch,'b'].append(v[0])
                    s.go(g)
                elif s.w[ch,'b']: vals[g]=s.w[ch,'b'].popleft(); s.go(g)
                else: s.w[ch].append(g)
            else: s.go(g)
def producer(n):
    for i in range(n): yield 'put','ch',i; yield .5
    yield 'put','ch',None
def consumer():
    tot=0
    while (x:=(yield 'get','ch')) is not None: tot+=x; yield 0.25
    return tot
def spawner(s):
    yield producer(3); r=yield from helper(2); yield; assert r==4,f'{r=}'; raise RuntimeError('spawner')
def helper(x): yield x; return x*2
s=Sched(); s.go(consumer()); s.go(spawner(s)); s.run()
@types.coroutine
def switch(v=None): return (yield v)
async def co(n):
    t=0
    for i in range(n): t+=await switch(i) or 0
    return t
def drive(c):
    out=[]; v=None
    try:
        while 1: out.append(c.send(v)); v=out[-1]*10
    except StopIteration as e: return out,e.value
print(drive(co(4)))
c=co(2); c.send(None)
try: c.throw(ValueError('x'))
except ValueError as e: print(e, c.cr_frame, inspect.getcoroutinestate(c))
class Fut:
    def __init__(s): s.cbs=[]
    def __await__(s): v=yield s; return v
    __iter__=__await__
async def two(f,g): 
    a=await f; 
    try: b=await g
    except KeyError as e: b=e.args
    return a,b
f,g=Fut(),Fut(); c=two(f,g); print(c.send(None) is f, c.send(1) is g)
try: c.throw(KeyError('kk',2))
except StopIteration as e: print(e.value)
async def ag():
    try:
        x=yield 1
        while x: x=yield x*2
    finally: print('ag done')
async def useag():
    a=ag(); print(await a.asend(None),await a.asend(4),await a.asend(5))
    try: await a.asend(0)
    except StopAsyncIteration: print('sai')
    a=ag(); await a.__anext__()
    try: await a.athrow(LookupError('in'))
    except LookupError as e: print(e)
    a=ag()
    try: await a.asend(3)
    except TypeError as e: print(e)
    return [y async for x in ag() for y in (x,-x)],{k async for k in ag()}
try: useag().send(None)
except StopIteration as e: print(e.value)
def gexp():
    yield from (x*y for x in range(3) for y in range(x) if (x+y)%2)
    z=yield from [7,8]
    return z
print(list(gexp()),sum(1 for _ in gexp()),max((len(w),w) for w in 'a bb cc'.split()),dict(zip('ab',gexp())),[*gexp(),*'q'],next(gexp()),sorted(gexp(),reverse=True))
a,*b=gexp(); print(a,b)
def early():
    with contextlib.ExitStack() as st:
        for i in range(2): st.callback(print,'cleanup',i)
        for i in range(10):
            try: yield i
            finally: print('f',i) if i==1 else None
for x in early():
    if x==1: break
print('after')
def ret_fin():
    for i in range(3):
        try:
            if i==1: continue
            if i==2: return 'ret'
            yield i
        finally: yield f'fin{i}'
r=ret_fin(); o=[]
while 1:
    try: o.append(next(r))
    except StopIteration as e: o.append(e.value); break
print(o)
class P:
    x=property(lambda s:s._x, lambda s,v:setattr(s,'_x',v*2), doc='dd')
    @property
    def y(self): raise AttributeError('inner y')
    @functools.cached_property
    def cp(self): print('once'); return 5
    @staticmethod
    def st(*a,k=1): return a,k
    @classmethod
    def cl(cls,*a): return cls.__name__,a
class Q(P):
    @P.x.getter
    def x(self): return super().x+1
    @property
    def y(self):
        try: return super().y
        except AttributeError as e: return f'<{e}>'
q=Q(); q.x=2; print(q.x,q.y,q.cp,q.cp,q.st(1,k=2),q.cl(3),Q.st(),P.x.__doc__)
try: P().y
except AttributeError as e: print(e)
try: P().x
except AttributeError as e: print(e)
print(getattr(P(),'y','dflt'),hasattr(P(),'y'))
class G:
    def __getattribute__(s,n):
        if n=='magic': return 42
        return super().__getattribute__(n)
    def __getattr__(s,n): return lambda *a: (n,a)
    @property
    def p(s): return s.q(1)
g=G(); print(g.magic,g.p,g.zz(2),g.__class__.__name__)
