import asyncio, traceback, sys, threading, queue, time, random, math, operator, warnings, logging
class AppError(Exception):
    code = 1
    def __init__(self, msg, *, detail=None): super().__init__(msg); self.detail = detail
    def __str__(self): return f"[{self.code}] {super().__str__()}" + (f" ({self.detail})" if self.detail else "")
class DBError(AppError): code = 2
def a(n):
    if n == 0: raise DBError("deep", detail={"k": 1})
    return a(n - 1)
try: a(2)
except AppError as e: traceback.print_exc(file=sys.stdout); tb = e.__traceback__; print(len(traceback.extract_tb(tb)), traceback.extract_tb(tb)[-1].lineno, traceback.format_exception_only(e))
def chain():
    try:
        try: {}["k"]
        except KeyError as e: raise ValueError("bad") from e
    except ValueError:
        raise TypeError("worse")
try: chain()
except TypeError as e:
    x = e
    while x: print(repr(x), "cause", repr(x.__cause__), "ctx", repr(x.__context__), x.__suppress_context__); x = x.__context__
def fin(v):
    for i in range(3):
        try:
            if v == "c" and i == 0: continue
            if v == "b": break
            if v == "r": return f"ret{i}"
            if v == "e": raise ValueError(i)
        except ValueError as e: print("exc", e); v = "done"
        else: print("else", i)
        finally:
            print("fin", i)
            if v == "o": return "override"
    else: print("loop else")
    return "end"
for v in "cbreo": print(v, fin(v))
try: raise ExceptionGroup("eg", [ValueError(1), TypeError(2), ExceptionGroup("in", [ValueError(3), OSError(4, "no")])])
except* ValueError as g: print("VE", g.exceptions, g)
except* (TypeError, OSError) as g: print("TO", repr(g)); print(g.split(TypeError))
try:
    try: raise ExceptionGroup("x", [KeyError("a"), IndexError("b")])
    except* KeyError: raise RuntimeError("new")
except BaseException as e: print(type(e).__name__, e, e.exceptions)
async def w(n, d, fail=False):
    try:
        await asyncio.sleep(d)
        if fail: raise ValueError(f"w{n}")
        return n
    except asyncio.CancelledError: print("cancelled", n); raise
    finally: print("done", n)
async def main():
    print(await asyncio.gather(w(1, .02), w(2, .01), w(3, .03, True), return_exceptions=True))
    try:
        async with asyncio.TaskGroup() as tg: tg.create_task(w(4, .05)); tg.create_task(w(5, .01, True))
    except* ValueError as eg: print("group", eg.exceptions)
    try:
        async with asyncio.timeout(.01): await w(6, 1)
    except TimeoutError as e: print("timeout", repr(e))
    q = asyncio.Queue(2)
    async def prod():
        for i in range(4): await q.put(i); print("put", i)
        await q.put(None)
    async def cons():
        while (v := await q.get()) is not None: print("got", v); await asyncio.sleep(0)
    await asyncio.gather(prod(), cons())
    async def agen():
        for i in range(3):
            yield i
    print([x async for x in agen() if x], {k: v async for k, v in aiter_pairs()})
    t = asyncio.create_task(w(7, 9), name="seven"); await asyncio.sleep(0); t.cancel("msg")
    try: await t
    except asyncio.CancelledError as e: print("C", e, t.cancelled(), t.get_name())
    done, pend = await asyncio.wait([asyncio.create_task(w(8, .01)), asyncio.create_task(w(9, .05))], return_when=asyncio.FIRST_COMPLETED); print(len(done), len(pend)); [p.cancel() for p in pend]; await asyncio.gather(*pend, return_exceptions=True)
    for f in asyncio.as_completed([w(10, .02), w(11, .01)]): print("ac", await f)
async def aiter_pairs():
    yield "a", 1
    yield "b", 2
asyncio.run(main())
with warnings.catch_warnings(record=True) as ws:
    warnings.simplefilter("always"); warnings.warn("careful", DeprecationWarning); print(ws[0].category.__name__, ws[0].message)
logging.basicConfig(stream=sys.stdout, format="%(levelname)s:%(name)s:%(message)s", level=logging.INFO); logging.getLogger("app.db").warning("x=%d", 5); logging.debug("no")
try: logging.getLogger().exception("boom") if 0 else 1 / 0
except ZeroDivisionError: logging.exception("boom")
random.seed(42); print(random.random(), random.randint(1, 100), random.choice("abc"), random.sample(range(50), 5), random.shuffle(l := list(range(5))), l, random.gauss(0, 1), random.choices("ab", [1, 3], k=4), random.uniform(1, 2))
print(math.isclose(0.1 + 0.2, 0.3), math.gcd(12, 18), math.lcm(4, 6), math.comb(5, 2), math.perm(5, 2), math.factorial(20), math.hypot(3, 4), math.floor(-1.5), math.trunc(-1.5), math.log(8, 2), math.log2(8), math.isqrt(99), math.fsum([.1] * 10), math.prod([1, 2, 3]), math.copysign(1, -0.0), math.degrees(math.pi), math.inf, math.dist([0, 0], [3, 4]), math.frexp(8.0), math.modf(3.25))
def rec(n): return rec(n + 1) + 1
try: rec(0)
except RecursionError as e: print(e)
class R:
    def __repr__(self): return f"R({self.x!r})"
r = R(); r.x = [r]
try: print(r)
except RecursionError as e: print("RE", str(e)[:40])
l = [1]; l.append(l); d = {"d": l}; d["self"] = d; print(l, d)
def outer():
    def inner(): return undefined_name + 1
    return inner()
exec(compile("outer()", "<dyn>", "exec"))
