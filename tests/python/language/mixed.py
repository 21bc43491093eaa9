import sys, traceback
class Stack:
    """A stack with context, iteration and errors."""
    class Empty(Exception):
        def __init__(self, stack): super().__init__(f'{stack.name} is empty'); self.stack=stack
    def __init__(self, name): self.name=name; self._items=[]
    def push(self, *xs):
        for x in xs: self._items.append(x)
        return self
    def pop(self):
        try: return self._items.pop()
        except IndexError as e: raise Stack.Empty(self) from e
    def __len__(self): return len(self._items)
    def __bool__(self): return bool(self._items)
    def __iter__(self): return reversed(self._items)
    def __contains__(self, x): return any(x is y or x==y for y in self)
    def __enter__(self): print('enter',self.name); return self
    def __exit__(self, t, v, tb):
        print('exit', t.__name__ if t else None, v)
        return isinstance(v, Stack.Empty)
with Stack('s').push(1,2,3) as s:
    print(len(s), list(s), 2 in s, s.pop())
    while True: s.pop()
print('after', bool(s))
def walk(tree, depth=0, *, key=lambda n: n):
    match tree:
        case {'value': v, 'children': [*kids]}:
            yield depth, key(v)
            for kid in kids: yield from walk(kid, depth+1, key=key)
        case {'value': v}: yield depth, key(v)
        case [first, *rest]:
            yield from walk(first, depth, key=key)
            if rest: yield from walk(rest, depth, key=key)
        case int() | str() as leaf: yield depth, key(leaf)
        case _: raise ValueError(f'bad node: {tree!r}')
tree={'value':'root','children':[{'value':'a','children':[1,2]},{'value':'b'},['x',['y','z']]]}
for d,v in walk(tree, key=str): print('  '*d+v)
try: list(walk({'value':1,'children':[3.5]}))
except ValueError as e: print(e, e.__traceback__.tb_next is not None)
def retry(times, *excs, on_fail=None):
    def deco(f):
        def inner(*a, **k):
            errors=[]
            for n in range(1,times+1):
                try: return f(*a, attempt=n, **k)
                except excs as e: errors.append(e)
            if on_fail: return on_fail(errors)
            raise ExceptionGroup(f'{f.__name__} failed', errors)
        inner.__name__=f.__name__
        return inner
    return deco
@retry(3, ValueError, KeyError)
def flaky(limit, attempt):
    if attempt<limit: raise (ValueError if attempt%2 else KeyError)(f'attempt {attempt}')
    return f'ok after {attempt}'
print(flaky(2), flaky(3))
try: flaky(9)
except* ValueError as eg: print('V', [str(e) for e in eg.exceptions])
except* KeyError as eg: print('K', [str(e) for e in eg.exceptions])
@retry(1, ZeroDivisionError, on_fail=lambda es: f'gave up: {es}')
def div(a,b,attempt): return a/b
print(div(1,0), div(1,2))
class Meta(type):
    registry={}
    def __new__(m, name, bases, ns, **kw):
        cls=super().__new__(m,name,bases,ns); m.registry[name]=(kw, [k for k in ns if not k.startswith('__')]); return cls
    def __init__(cls, name, bases, ns, **kw): super().__init__(name,bases,ns)
    def __call__(cls,*a): obj=super().__call__(*a); obj.made_by=cls.__name__; return obj
class Base(metaclass=Meta, kind='base'):
    def __init__(self,*a): self.a=a
class Derived(Base, kind='derived', extra=1):
    x: int = 5
    def m(self): return super().__init__
print(Meta.registry, Derived(1,2).made_by, Derived(1).a)
x=10
def outer():
    x=20
    def mid():
        nonlocal x
        x+=1
        class C:
            x=x if False else 'cls'
            def get(self): return x
        def inner():
            global x
            x=99
            return x
        return inner(), C().get(), C.x, x
    return mid(), x
try: print(outer(), x)
except Exception as e: print(type(e).__name__, e)
print([*map(lambda f: f(3), [lambda n, p=p: n**p for p in range(4)])], (lambda *a, k=1, **kw: (a,k,kw))(1,2,k=3,z=4))
total=0
for i in range(10):
    if i%2: continue
    for j in range(i):
        if j==3: break
        total+=j
    else:
        total+=100
        continue
    total-=1
else: print('done', total)
while total>0:
    total-=77
    if total==-1: break
else: print('neg', total)
data=[{'n':'b','v':2},{'n':'a','v':2},{'n':'c','v':1}]
print(sorted(data,key=lambda d:(-d['v'],d['n'])), max(data,key=lambda d:d['v'])['n'], {d['n']:d['v'] for d in data if d['v']>1}, sum(d['v'] for d in data), [(i,d['n']) for i,d in enumerate(data,1)])
first,*_,last=sorted(d['n'] for d in data); print(first,last,f"{first!r:>5}|{last:^5}|{3.14159:.{2}f}|{1e6:,.0f}|{255:#06x}|{-5:+d}|{True}|{None}|{'é':*<3}")
print('%-10s|%5.2f|%03d|%x' % ('left',3.14159,7,255), '{:>8}{:<8}{:^8}'.format('r','l','c'), '{0[a]} {1.real}'.format({'a':1},2+3j))
def gen():
    received=[]
    try:
        while True:
            x=yield len(received)
            if x is None: continue
            received.append(x)
    except GeneratorExit: print('closing', received); raise
    finally: print('cleanup')
g=gen(); next(g); g.send('a'); print(g.send('b')); g.close()
import asyncio
async def worker(name, q, out):
    while True:
        item=await q.get()
        try:
            if item=='bad': raise ValueError(item)
            await asyncio.sleep(0.1*len(item)); out.append((name,item))
        except ValueError as e: out.append((name,'err',str(e)))
        finally: q.task_done()
async def main():
    q=asyncio.Queue(); out=[]
    ws=[asyncio.create_task(worker(f'w{i}',q,out)) for i in range(2)]
    for it in ('aa','b','bad','cccc'): q.put_nowait(it)
    await q.join()
    for w in ws: w.cancel()
    r=await asyncio.gather(*ws, return_exceptions=True)
    print(out, [type(x).__name__ for x in r])
    try:
        async with asyncio.timeout(0.05): await asyncio.sleep(1)
    except TimeoutError as e: print('timeout', repr(e))
    async with asyncio.TaskGroup() as tg:
        t=tg.create_task(asyncio.sleep(0.01,'tg'))
    print(t.result())
asyncio.run(main())
