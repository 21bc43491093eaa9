import threading, time, queue, collections, functools, heapq, itertools, enum, random, contextlib
from dataclasses import dataclass, field
from abc import ABC, abstractmethod
from typing import NamedTuple, Callable, Optional
class Status(enum.Enum):
    PENDING=enum.auto(); RUNNING=enum.auto(); DONE='done'; FAILED='failed'
    @property
    def final(self): return self in (Status.DONE, Status.FAILED)
    def __str__(self): return self.name.lower()
class Prio(enum.IntEnum):
    HIGH=0; NORMAL=5; LOW=10
    @classmethod
    def _missing_(cls,v): return cls.NORMAL
@functools.total_ordering
@dataclass(eq=False)
class Job:
    name:str; fn:Callable=field(repr=False); prio:Prio=Prio.NORMAL; retries:int=2; status:Status=Status.PENDING; attempts:int=field(default=0,init=False); result:Optional[object]=None
    _seq=itertools.count()
    def __post_init__(self): self.seq=next(self._seq)
    def __eq__(self,o): return isinstance(o,Job) and (self.prio,self.seq)==(o.prio,o.seq)
    def __lt__(self,o): return (self.prio,self.seq)<(o.prio,o.seq)
    __hash__=object.__hash__
class System:
    def __init__(self,n): self.q=queue.PriorityQueue(); self.lock=threading.Lock(); self.events=[]; self.stop=threading.Event(); self.stats=collections.Counter(); self.threads=[threading.Thread(target=self._loop,name=f'wk-{i}',daemon=True) for i in range(n)]
    def __enter__(self):
        for t in self.threads: t.start()
        return self
    def __exit__(self,et,ev,tb):
        self.q.join(); self.stop.set()
        for t in self.threads: t.join(timeout=1)
        return et is KeyError
    def submit(self,fn,*a,prio=5,**k): j=Job(fn.__name__,functools.partial(fn,*a,**k),Prio(prio)); self.q.put(j); return j
    def _loop(self):
        while not self.stop.is_set():
            try: j=self.q.get(timeout=.05)
            except queue.Empty: continue
            try:
                j.status=Status.RUNNING; j.attempts+=1; j.result=j.fn()
            except Exception as e:
                if j.attempts<=j.retries: self.stats['retry']+=1; j.status=Status.PENDING; time.sleep(.01*2**j.attempts); self.q.put(j)
                else: j.status=Status.FAILED; j.result=e
            else: j.status=Status.DONE
            finally:
                with self.lock: self.events.append((j.name,str(j.status),j.attempts)); self.stats[j.status]+=1
                self.q.task_done()
flaky_n=0
def flaky():
    global flaky_n; flaky_n+=1
    if flaky_n<3: raise ConnectionError(f'try {flaky_n}')
    return 'ok at %d'%flaky_n
def hopeless(x): return [][x]
def fine(a,*,b=2): return a**b
with System(1) as s:
    js=[s.submit(fine,3,prio=77),s.submit(flaky,prio=0),s.submit(hopeless,1,prio=10),s.submit(fine,2,b=5,prio=0)]
    raise KeyError('swallowed')
for j in js: print(j, j.result, j.status.final)
print(s.events); print(dict(s.stats)); print(max(js).name, sorted(js)[0].name, js[0]>js[1], js[0]==js[0])
class LRU(collections.OrderedDict):
    def __init__(self,cap,*a,**k): self.cap=cap; self.lock=threading.RLock(); self.hits=self.misses=0; super().__init__(*a,**k)
    def __getitem__(self,k):
        with self.lock:
            try: v=super().__getitem__(k)
            except KeyError: self.misses+=1; raise
            self.hits+=1; self.move_to_end(k); return v
    def __setitem__(self,k,v):
        with self.lock:
            super().__setitem__(k,v); self.move_to_end(k)
            while len(self)>self.cap: self.popitem(last=False)
    def get_or(self,k,f):
        try: return self[k]
        except KeyError as e: self[k]=v=f(*e.args); return v
    def __missing__(self,k): self.misses+=100; raise KeyError(k,'missing')
c=LRU(2,a=1,b=2); c['c']=3
print(c, c.get_or('z',lambda *a: a), list(c), c.hits,c.misses, c.get('c'), c.get('nope',0))
print(c.pop('c'), c.setdefault('q',5), 'q' in c, list(reversed(c)))
class TokenBucket:
    def __init__(self,rate,cap,clock=time.monotonic): self.rate,self.cap,self.clock=rate,cap,clock; self.tokens=cap; self.last=clock(); self.cv=threading.Condition()
    def acquire(self,n=1,timeout=None):
        end=None if timeout is None else self.clock()+timeout
        with self.cv:
            while True:
                now=self.clock(); self.tokens=min(self.cap,self.tokens+(now-self.last)*self.rate); self.last=now
                if self.tokens>=n-1e-9: self.tokens-=n; return True
                w=(n-self.tokens)/self.rate
                if end is not None and now+w>end: return False
                self.cv.wait(w)
    def __call__(self,f):
        @functools.wraps(f)
        def g(*a,**k): self.acquire(); return f(*a,**k)
        return g
tb=TokenBucket(20,2); t0=time.monotonic()
@tb
def ping(i): "pings"; return i, round(time.monotonic()-t0,1)
print([ping(i) for i in range(6)], ping.__doc__, ping.__wrapped__.__name__, tb.acquire(5,timeout=.01))
class Bus:
    def __init__(self): self.subs=collections.defaultdict(list); self.lock=threading.Lock()
    def on(self,topic,*,prio=0):
        def deco(f):
            with self.lock: heapq.heappush(self.subs[topic],(-prio,len(self.subs[topic]),f))
            return f
        return deco
    def emit(self,topic,*a,**k):
        errs=[]
        for _,_,f in sorted(self.subs.get(topic,[])):
            try: yield f.__name__,f(*a,**k)
            except Exception as e: e.add_note(f'in {f.__name__}'); errs.append(e)
        if errs: raise ExceptionGroup(f'{topic} failed',errs)
bus=Bus()
@bus.on('x')
def first(v): return v+1
@bus.on('x',prio=9)
@bus.on('y')
def second(v): return v/0
@bus.on('x',prio=5)
def third(v,k='d'): return f'{v!r:>5}{k}'
try:
    for r in bus.emit('x',1): print(r)
except* ZeroDivisionError as eg: print(eg, eg.exceptions[0].__notes__)
print(list(bus.emit('none')))
class Actor(threading.Thread):
    registry={}
    def __init_subclass__(cls,/,kind=None,**k): super().__init_subclass__(**k); Actor.registry[kind or cls.__name__.lower()]=cls
    def __init__(self,*a,**k): super().__init__(daemon=True); self.box=queue.SimpleQueue(); self.state=a; self.start()
    def run(self):
        while True:
            m,rep=self.box.get()
            if m is StopIteration: break
            h=getattr(self,'on_'+m[0],self.unknown)
            try: rep.put((True,h(*m[1:])))
            except Exception as e: rep.put((False,e))
    def unknown(self,*a): raise NotImplementedError(a)
    def ask(self,*m,timeout=1):
        rep=queue.SimpleQueue(); self.box.put((m,rep)); ok,v=rep.get(timeout=timeout)
        if ok: return v
        raise v
    def close(self): self.box.put((StopIteration,None)); self.join()
class Counter(Actor,kind='ctr'):
    def on_inc(self,n=1): self.state=(self.state[0]+n,); return self.state[0]
    def on_slow(self): time.sleep(2)
with contextlib.closing(Actor.registry['ctr'](10)) as a:
    print(a.ask('inc'),a.ask('inc',5))
    for m in [('what',1),('inc','a'),('slow',)]:
        try: a.ask(*m)
        except (NotImplementedError,TypeError,queue.Empty) as e: print(type(e).__name__,e)
print(a.is_alive(), isinstance(a.box,queue.SimpleQueue), threading.active_count())
