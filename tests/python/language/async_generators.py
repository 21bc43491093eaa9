import asyncio
async def ag():
    try:
        x=yield 1; print('x',x)
        y=yield 2; print('y',y)
    except ValueError as e: print('ve',e); yield 'rec'
    finally: print('ag fin'); await asyncio.sleep(0)
async def main():
    a=ag(); print(await a.__anext__(), await a.asend('s'))
    print(await a.athrow(ValueError('q')))
    try: await a.__anext__()
    except StopAsyncIteration: print('stop')
    a=ag(); await anext(a); await a.aclose(); print(await anext(a,'dflt'))
    async for v in ag():
        print(v); break
    print([x async for x in ag()], {k:1 async for k in ag()}, {k async for k in ag()})
    print([await asyncio.sleep(0, k) for k in range(3)])
    r=(x async for x in ag()); print(type(r).__name__, await r.__anext__()); await r.aclose()
    class AI:
        def __init__(s): s.n=0
        def __aiter__(s): return s
        async def __anext__(s):
            s.n+=1
            if s.n>3: raise StopAsyncIteration
            return s.n
    async for q in AI(): print(q,end=' ')
    else: print('else')
    class CM:
        async def __aenter__(s): print('in'); return s
        async def __aexit__(s,t,v,tb): print('out',t,v); return True
    async with CM() as c, CM(): raise KeyError(1)
    class Aw:
        def __await__(s): yield from asyncio.sleep(0).__await__(); return 'aw'
    print(await Aw())
    try:
        async for z in 5: pass
    except TypeError as e: print(e)
    try: await 5
    except TypeError as e: print(e)
    try:
        async with 5: pass
    except TypeError as e: print(e)
    try:
        with CM(): pass
    except TypeError as e: print(e)
    try:
        for q in AI(): pass
    except TypeError as e: print(e)
    try:
        async for q in AI().__anext__: pass
    except TypeError as e: print(e)
    c=asyncio.sleep(0)
    await c
    try: await c
    except RuntimeError as e: print(e)
asyncio.run(main())
