import sys, time, threading, traceback, signal, sched, atexit, os, functools, operator, itertools, asyncio, queue, collections, logging, contextvars, datetime, gc, io, multiprocessing
def gen():
    try:
        x = yield 1
        print("got", x)
        y = yield 2
        print("got", y)
    except GeneratorExit:
        print("closing"); raise
    except ValueError as e:
        print("thrown", e); yield 99
    finally:
        print("finally")
    return "ret"
g = gen(); print(next(g), g.send("a"), g.throw(ValueError("v")))
try: next(g)
except StopIteration as e: print("stop", e.value)
g = gen(); next(g); g.close(); g.close()
def inner():
    r = yield from range(2)
    return (yield "x")
def outer():
    v = yield from inner()
    print("inner gave", v)
o = outer(); print([next(o) for _ in range(3)])
try: o.send("sent")
except StopIteration: print("over")
# a scheduler of generators
class Loop:
    def __init__(self): self.ready = collections.deque(); self.log=[]
    def spawn(self, g): self.ready.append(g)
    def run(self):
        while self.ready:
            g = self.ready.popleft()
            try: self.log.append(next(g)); self.ready.append(g)
            except StopIteration: pass
def job(n, k):
    for i in range(k): yield f"{n}{i}"
l = Loop(); [l.spawn(job(n, k)) for n, k in (("a", 3), ("b", 2), ("c", 1))]; l.run(); print(l.log)
# signal
def on(sig, frame): print("signal", signal.Signals(sig).name, frame is not None)
old = signal.signal(signal.SIGUSR1, on); os.kill(os.getpid(), signal.SIGUSR1); print(old, signal.getsignal(signal.SIGUSR1) is on)
try:
    signal.signal(signal.SIGINT, signal.default_int_handler); signal.raise_signal(signal.SIGINT); time.sleep(0.1)
except KeyboardInterrupt: print("KeyboardInterrupt")
signal.signal(signal.SIGALRM, lambda s, f: print("alarm", round(time.monotonic()-t0,1))); t0=time.monotonic(); signal.alarm(1); time.sleep(1.5); print(round(time.monotonic()-t0,1))
class TooLong(Exception): pass
def raiser(s, f): raise TooLong("late")
signal.signal(signal.SIGALRM, raiser); signal.setitimer(signal.ITIMER_REAL, 0.2)
try: time.sleep(5)
except TooLong as e: print(e, round(time.monotonic()-t0,1))
def in_thread():
    try: signal.signal(signal.SIGUSR1, on)
    except ValueError as e: print(e)
t = threading.Thread(target=in_thread); t.start(); t.join()
# sched
s = sched.scheduler(time.monotonic, time.sleep); out=[]
s.enter(0.2, 1, out.append, ("second",)); s.enter(0.1, 1, out.append, ("first",)); ev = s.enter(0.3, 1, out.append, ("never",)); s.enter(0.2, 0, out.append, ("urgent",)); print(len(s.queue), s.empty()); s.cancel(ev); s.run(); print(out)
try: s.cancel(ev)
except ValueError as e: print("ValueError", e)
# traceback to text
def a(): b()
def b():
    try: 1/0
    except ZeroDivisionError as e: raise RuntimeError("b failed") from e
try: a()
except RuntimeError as e:
    tb = traceback.TracebackException.from_exception(e); print(tb.exc_type.__name__, str(tb), tb.__cause__.exc_type.__name__, [f.name for f in traceback.extract_tb(e.__traceback__)], [f.name for f in tb.stack])
    print(traceback.format_exception_only(type(e), e))
    e.add_note("noted"); print("".join(traceback.format_exception_only(e)))
    buf = io.StringIO(); traceback.print_exc(file=buf); print(buf.getvalue().splitlines()[0], buf.getvalue().count("File"), buf.getvalue().splitlines()[-1])
    print([f.lineno > 0 for f in traceback.extract_stack()], traceback.extract_tb(e.__traceback__)[-1].line)
try: raise ExceptionGroup("many", [ValueError(1), ExceptionGroup("in", [KeyError("k")])])
except ExceptionGroup as eg: print(eg.split(KeyError), eg.subgroup(lambda x: isinstance(x, ValueError)), [type(x).__name__ for x in eg.exceptions])
# local timer
class Stopwatch:
    def __enter__(self): self.t = time.perf_counter(); return self
    def __exit__(self, *a): self.took = round(time.perf_counter()-self.t, 1)
with Stopwatch() as w: time.sleep(0.3)
print(w.took, time.strftime("%Y", time.gmtime(0)), time.gmtime(86400).tm_mday, time.mktime(time.gmtime(0)) is not None, abs(round(time.time()-time.time_ns()/1e9,1)), time.get_clock_info("monotonic").monotonic, time.struct_time((2024,1,2,3,4,5,1,2,0)).tm_year, time.asctime(time.gmtime(0)))
print(sys.getswitchinterval(), sys.getrecursionlimit(), sys.version_info[:2], sys.platform, sys.byteorder, sys.maxsize, type(sys.getsizeof([])).__name__, sys.intern("a"), sys.exc_info(), len(sys.argv))
def rec(n): return rec(n+1)
try: rec(0)
except RecursionError as e: print(e)
ths = [threading.Thread(target=lambda: time.sleep(0.2), name=f"n{i}") for i in range(3)]; [t.start() for t in ths]; print(sorted(t.name for t in threading.enumerate())); [t.join() for t in ths]; print(threading.active_count())
atexit.register(lambda: print("exit 1")); f=lambda: print("exit 2"); atexit.register(f); atexit.unregister(f)
class D:
    def __del__(self): print("deleted")
d = D(); del d
print("end")
sys.exit("message to stderr")
