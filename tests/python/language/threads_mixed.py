import threading, time, queue
from concurrent.futures import ThreadPoolExecutor, as_completed
class Account:
    def __init__(s,b): s.b=b; s.lock=threading.Lock(); s.log=[]
    def withdraw(s,n):
        with s.lock:
            if s.b<n: raise ValueError(f'insufficient: {s.b} < {n}')
            time.sleep(0.01); s.b-=n; s.log.append(n)
acc=Account(100); errs=[]
def w(n):
    try: acc.withdraw(n)
    except ValueError as e: errs.append(str(e))
ts=[threading.Thread(target=w,args=(30,),name=f't{i}') for i in range(5)]
for t in ts: t.start()
for t in ts: t.join()
print(acc.b, acc.log, errs)
with ThreadPoolExecutor(3) as ex:
    fs={ex.submit(lambda x: (time.sleep(x/10), x*x)[1], i): i for i in (3,1,2)}
    print([(fs[f], f.result()) for f in as_completed(fs)])
    print(list(ex.map(str.upper, 'abc')))
    f=ex.submit(lambda: 1/0)
    print(type(f.exception()).__name__)
q=queue.PriorityQueue(); [q.put(x) for x in (3,1,2)]; print([q.get() for _ in range(3)])
ev=threading.Event(); res=[]
def waiter(): res.append(ev.wait(0.5)); res.append(ev.wait(0.01))
t=threading.Thread(target=waiter); t.start(); time.sleep(0.1); ev.set(); t.join(); print(res)
loc=threading.local(); loc.x=1
def look(): print(hasattr(loc,'x'))
t=threading.Thread(target=look); t.start(); t.join()
cond=threading.Condition(); items=[]
def cons():
    with cond:
        cond.wait_for(lambda: len(items)>=2); print('got',items)
t=threading.Thread(target=cons); t.start()
for i in range(2):
    time.sleep(0.05)
    with cond: items.append(i); cond.notify()
t.join()
def boom(): raise RuntimeError('in thread')
t=threading.Thread(target=boom,name='boomer'); t.start(); t.join(); print('main goes on', threading.active_count())
