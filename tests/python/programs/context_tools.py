import asyncio
import contextlib
import contextvars
import io
import sys
import threading
from contextlib import *

with suppress(KeyError, ValueError):
    {}["x"]
print("after suppress")
with redirect_stdout(io.StringIO()) as out:
    print("hidden")
print(repr(out.getvalue()))
with redirect_stderr(io.StringIO()) as err:
    print("e", file=sys.stderr)
print(err.getvalue().strip())


class R:
    def __init__(self, n, fail=False):
        self.n, self.fail = n, fail

    def __enter__(self):
        print("enter", self.n)
        return self.n

    def __exit__(self, *exc):
        print("exit", self.n, exc[0] and exc[0].__name__)
        return self.fail

    def close(self):
        print("close", self.n)


with closing(R("c")) as r:
    print(r.n)
with nullcontext(5) as n:
    print(n)
with ExitStack() as stack:
    for i in range(3):
        print(stack.enter_context(R(i)))
    stack.callback(print, "callback", end="\n")
    stack.push(lambda *a: print("pushed", a[0]))
with ExitStack() as stack:
    stack.enter_context(R("swallow", True))
    raise ValueError
keep = ExitStack()
with keep as s:
    s.enter_context(R("moved"))
    later = s.pop_all()
print("stack left")
later.close()
try:
    with ExitStack() as stack:
        stack.callback(lambda: 1 / 0)
        raise KeyError("first")
except ZeroDivisionError as e:
    print(type(e.__context__).__name__)


@contextmanager
def tag(name):
    print(f"<{name}>")
    try:
        yield name
    except ValueError as e:
        print("caught", e)
    finally:
        print(f"</{name}>")


with tag("a") as t, tag("b"):
    print(t)
    raise ValueError("v")


@tag("deco")
def decorated(x):
    return x * 2


print(decorated(4), decorated.__name__)


@contextmanager
def never():
    if False:
        yield


@contextmanager
def twice():
    yield 1
    yield 2


for cm in (never, twice):
    try:
        with cm():
            pass
    except RuntimeError as e:
        print(e)
try:
    with tag("x"):
        raise StopIteration("s")
except StopIteration as e:
    print("stop", e)


class Deco(ContextDecorator):
    def __enter__(self):
        print("before")

    def __exit__(self, *a):
        print("after")


@Deco()
def f():
    print("f")


f()
try:
    with 5:
        pass
except TypeError as e:
    print(e)


class NoExit:
    def __enter__(self):
        pass


try:
    with NoExit():
        pass
except TypeError as e:
    print(e)

var = contextvars.ContextVar("var", default="none")
other = contextvars.ContextVar("other")
print(var.get(), other.get("fallback"), var.name, repr(var)[:23])
try:
    other.get()
except LookupError as e:
    print(type(e).__name__, repr(e)[:33])
token = var.set("one")
print(var.get(), token.old_value is contextvars.Token.MISSING, token.var is var)
var.reset(token)
print(var.get())
try:
    var.reset(token)
except RuntimeError as e:
    print(str(e)[:20], str(e)[-28:])
ctx = contextvars.copy_context()


def change():
    var.set("inside")
    return var.get()


print(ctx.run(change), var.get(), ctx[var], ctx.get(other), len(ctx), var in ctx, list(ctx.items())[0][1])
try:
    ctx.run(ctx.run, print)
except RuntimeError as e:
    print(str(e)[:21])
t = threading.Thread(target=lambda: print("thread sees", var.get()))
var.set("main")
t.start()
t.join()


async def child(n):
    var.set(f"child {n}")
    await asyncio.sleep(0.01 * n)
    return var.get()


async def amain():
    var.set("amain")
    print(await asyncio.gather(child(1), child(2)), var.get())
    await child(3)
    print(var.get())
    t = asyncio.create_task(child(4), context=(c := contextvars.copy_context()))
    await t
    print(c[var], var.get())
    print(await asyncio.to_thread(var.get))
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, var.get))
    loop.call_soon(lambda: print("soon", var.get()))
    await asyncio.sleep(0)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(acm("x"))
        stack.push_async_callback(asyncio.sleep, 0)
        stack.callback(print, "sync callback")
    async with aclosing(agen()) as g:
        async for x in g:
            print(x)
            break
    async with nullcontext("n") as n:
        print(n)
    try:
        async with acm("fail"):
            raise KeyError("k")
    except KeyError as e:
        print("out", e)


@asynccontextmanager
async def acm(name):
    print("aenter", name)
    await asyncio.sleep(0)
    try:
        yield name
    finally:
        print("aexit", name)


async def agen():
    try:
        for i in range(5):
            yield i
    finally:
        print("agen closed")


asyncio.run(amain())
print(var.get())
with contextlib.chdir("/"):
    import os
    print(os.getcwd())
print(isinstance(R(1), AbstractContextManager), issubclass(ExitStack, AbstractContextManager))
