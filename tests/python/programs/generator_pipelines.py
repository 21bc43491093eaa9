# generators as pipelines and coroutines
import itertools, functools
def coroutine(fn):
    @functools.wraps(fn)
    def start(*a, **k):
        c = fn(*a, **k); next(c); return c
    return start
@coroutine
def averager():
    total = count = 0; avg = None
    while True:
        try: x = yield avg
        except ValueError as e: print("reset", e); total = count = 0; avg=None; continue
        if x is None: return (count, avg)
        total += x; count += 1; avg = total / count
a = averager()
print(a.send(10), a.send(20), a.throw(ValueError("bad")), a.send(5))
try: a.send(None)
except StopIteration as e: print("result", e.value)
@coroutine
def broadcast(targets):
    while True:
        item = yield
        for t in targets: t.send(item)
@coroutine
def grep(pat, target):
    while True:
        line = yield
        if pat in line: target.send(line)
@coroutine
def printer(tag):
    try:
        while True: print(tag, (yield))
    except GeneratorExit: print(tag, "closed")
p=printer("A"); q=printer("B")
b = broadcast([grep("py", p), grep("ja", q)])
for l in ("python","java","pyjama"): b.send(l)
p.close(); q.close()
def sub():
    r = yield 1; print("sub got", r); r = yield 2; print("sub got", r); return "sub-ret"
def outer():
    v = yield from sub(); print("outer", v); yield from [10, 20]; return "done"
g = outer(); print(next(g), g.send("x"), g.send("y"), next(g))
try: next(g)
except StopIteration as e: print(e.value)
def fib():
    a,b=0,1
    while True: yield a; a,b=b,a+b
print(list(itertools.islice(fib(),10)), list(itertools.takewhile(lambda x:x<30, fib())), next(x for x in fib() if x>1000))
def chunked(it,n):
    it=iter(it)
    while c:=list(itertools.islice(it,n)): yield c
print(list(chunked(range(7),3)))
def primes():
    D={}; q=2
    while True:
        if q not in D: yield q; D[q*q]=[q]
        else:
            for p in D[q]: D.setdefault(p+q,[]).append(p)
            del D[q]
        q+=1
print(list(itertools.islice(primes(),12)))
def walk(t):
    if isinstance(t,list):
        for x in t: yield from walk(x)
    else: yield t
print(list(walk([1,[2,[3,[4]],5]])), sum(walk([[1],[2,3]])))
class Tree:
    def __init__(s,v,l=None,r=None): s.v,s.l,s.r=v,l,r
    def __iter__(s):
        if s.l: yield from s.l
        yield s.v
        if s.r: yield from s.r
print(*Tree(4,Tree(2,Tree(1),Tree(3)),Tree(5)))
gen=(x*x for x in range(5)); print(gen.__name__, gen.gi_running, gen.gi_frame is not None, sum(gen), list(gen), gen.gi_frame)
def g2():
    try: yield 1
    finally: print("cleanup")
for x in g2(): break
print("after")
h=g2(); next(h); del h; print("deleted")
def bad():
    yield 1
    raise StopIteration("x")
try: list(bad())
except RuntimeError as e: print(e, repr(e.__cause__))
g=fib()
try: g.send(1)
except TypeError as e: print(e)
def rec(): yield next(me)
me=rec()
try: next(me)
except ValueError as e: print(e)
def ig():
    while True:
        try: yield 1
        except GeneratorExit: yield 2
i=ig(); next(i)
try: i.close()
except RuntimeError as e: print(e)
print(list(itertools.chain.from_iterable([[1],[2,3]])), list(itertools.accumulate([1,2,3,4],lambda a,b:a*b)), list(itertools.accumulate([1,2],initial=10)), list(zip(*[iter(range(6))]*2)), list(itertools.zip_longest([1,2,3],"ab",fillvalue="-")))
print([(k,list(v)) for k,v in itertools.groupby(sorted("mississippi"))], list(itertools.product("ab",repeat=2)), list(itertools.permutations([1,2,3],2)), list(itertools.combinations("abc",2)), list(itertools.combinations_with_replacement("ab",2)))
print(list(itertools.starmap(pow,[(2,3),(3,2)])), list(itertools.compress("abcd",[1,0,1,0])), list(itertools.dropwhile(lambda x:x<3,[1,3,2])), list(itertools.filterfalse(lambda x:x%2,range(5))), list(itertools.pairwise([1,2,3])), list(itertools.islice(itertools.cycle("ab"),5)), list(itertools.repeat(1,3)), list(itertools.islice(itertools.count(1,.5),3)), itertools.count(5), itertools.repeat(1,2))
x,y=itertools.tee([1,2,3]); print(list(x),list(y))
def lines():
    for l in ["a 1\n","b x\n","c 3\n"]: yield l
def parse(ls):
    for l in ls:
        k,v=l.split()
        yield k,v
def clean(ps):
    for k,v in ps:
        try: yield k,int(v)
        except ValueError: print("skip",k)
print(dict(clean(parse(lines()))))
