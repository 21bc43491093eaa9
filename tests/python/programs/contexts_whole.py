# contextlib all
from contextlib import *
import contextlib, io, sys, os
class Timer:
    def __init__(s,n): s.n=n
    def __enter__(s): print("enter",s.n); return s
    def __exit__(s,t,v,tb): print("exit",s.n,t and t.__name__,v,tb is not None); return t is KeyError
with Timer("a") as a, Timer("b") as b: print(a.n,b.n)
with Timer("k"): raise KeyError("x")
try:
    with Timer("o"), Timer("i"): raise ValueError("boom")
except ValueError as e: print("caught",e)
with (Timer("p1") as x, Timer("p2") as y,): print("par")
@contextmanager
def tag(name):
    print(f"<{name}>")
    try: yield name.upper()
    except ZeroDivisionError as e: print("handled",e)
    finally: print(f"</{name}>")
with tag("h1") as t: print(t)
with tag("h2"): 1/0
@tag("deco")
def fn(): print("in fn"); return 5
print(fn(), fn())
@contextmanager
def noyield():
    if False: yield
try:
    with noyield(): pass
except RuntimeError as e: print(e)
@contextmanager
def twice(): yield 1; yield 2
try:
    with twice(): pass
except RuntimeError as e: print(e)
with suppress(FileNotFoundError, KeyError): {}["a"]; print("no")
buf=io.StringIO()
with redirect_stdout(buf): print("hidden"); sys.stdout.write("x")
print(repr(buf.getvalue()))
with redirect_stderr(io.StringIO()) as err: print("e",file=sys.stderr)
print(err.getvalue())
with closing(io.StringIO("abc")) as f: print(f.read())
print(f.closed)
with nullcontext(5) as n: print(n)
with ExitStack() as st:
    for i in range(3): st.enter_context(Timer(i))
    st.callback(print,"cb",1,sep="-")
    st.push(lambda t,v,tb: print("push",t))
    print("body")
with ExitStack() as st:
    st.enter_context(Timer("z")); keep=st.pop_all()
print("popped"); keep.close()
try:
    with ExitStack() as st:
        st.callback(lambda: 1/0); raise ValueError("first")
except ZeroDivisionError as e: print(repr(e), repr(e.__context__))
class CD(ContextDecorator):
    def __enter__(s): print("CD in"); return s
    def __exit__(s,*e): print("CD out"); return False
@CD()
def deco(x): return x*2
print(deco(4))
class Bad: pass
for src in ("with Bad(): pass","with 5 as x: pass","with open('nosuchfile') as f: pass"):
    try: exec(src)
    except Exception as e: print(type(e).__name__,e)
class OnlyEnter:
    def __enter__(s): return s
try:
    with OnlyEnter(): pass
except TypeError as e: print(e)
print(isinstance(Timer(1),AbstractContextManager), issubclass(CD,ContextDecorator))
class Tx:
    def __init__(s): s.log=[]
    def __enter__(s): s.log.append("begin"); return s
    def __exit__(s,t,v,tb): s.log.append("rollback" if t else "commit"); return True
tx=Tx()
with tx: pass
with tx: raise RuntimeError
print(tx.log)
import asyncio
@asynccontextmanager
async def ares(n):
    print("open",n); 
    try: yield n
    finally: print("close",n)
async def main():
    async with ares(1) as a, ares(2) as b: print(a,b)
    async with AsyncExitStack() as st:
        print(await st.enter_async_context(ares(3))); st.push_async_callback(asyncio.sleep,0); st.callback(print,"sync cb")
    async with aclosing(agen()) as g:
        async for x in g: print(x); break
async def agen():
    try:
        for i in range(3): yield i
    finally: print("agen closed")
asyncio.run(main())
with chdir("/"): print(os.getcwd())
