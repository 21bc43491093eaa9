import contextlib
class CM:
    def __init__(s,n,sup=False): s.n=n; s.sup=sup
    def __enter__(s): print('enter',s.n); return s
    def __exit__(s,t,v,tb): print('exit',s.n,t and t.__name__,v,tb is None); return s.sup
with CM(1) as a, CM(2) as b: print(a.n,b.n)
with CM('s',True): raise ValueError('x')
print('next')
try:
    with CM(1), CM(2): raise KeyError('k')
except KeyError as e: print(e)
with (CM(1) as a, CM(2) as b,): pass
def f():
    with CM('r'): return 'ret'
print(f())
for i in range(3):
    with CM(i):
        if i==1: continue
        if i==2: break
class BadExit(CM):
    def __exit__(s,*a): raise TypeError('exit fails')
try:
    with BadExit(1): raise ValueError('orig')
except TypeError as e: print(e, repr(e.__context__))
class BadEnter(CM):
    def __enter__(s): raise OSError('enter')
try:
    with CM(1), BadEnter(2): print('never')
except OSError as e: print(e)
try:
    with 5: pass
except TypeError as e: print(e)
class NoExit:
    def __enter__(s): pass
try:
    with NoExit(): pass
except TypeError as e: print(e)
@contextlib.contextmanager
def cm(v):
    print('setup')
    try: yield v
    except ValueError as e: print('swallow',e)
    finally: print('teardown')
with cm(3) as q: print(q)
with cm(4): raise ValueError('vv')
@cm(5)
def deco(): print('in deco')
deco()
with contextlib.suppress(KeyError, IndexError): [][1]
with contextlib.ExitStack() as st:
    for i in range(3): st.enter_context(CM(i))
    st.callback(print,'cb',1)
    @st.push
    def ex(t,v,tb): print('push',t); return True
    raise RuntimeError('rt')
import io
buf=io.StringIO()
with contextlib.redirect_stdout(buf): print('hidden')
print(repr(buf.getvalue()))
with contextlib.nullcontext(7) as n: print(n)
l=[1,2,3]
with CM('list') as l[0]: pass
print(type(l[0]).__name__)
