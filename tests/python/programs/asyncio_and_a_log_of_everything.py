import asyncio, logging, sys, time
logging.basicConfig(level=logging.DEBUG,format='%(levelname)s:%(name)s:%(taskName)s:%(message)s' if sys.version_info>=(3,12) else '%(levelname)s:%(name)s:%(relativeCreated)d'.replace('%(relativeCreated)d','')+'%(message)s',stream=sys.stdout)
async def main():
    logging.info('in main'); await asyncio.sleep(.1)
    logging.debug('end')
async def bad(): 1/0
async def m2():
    loop=asyncio.get_running_loop()
    await asyncio.sleep(.01)
    f=loop.create_future(); f.set_exception(OSError('lost')); del f
    async def g(): 
        yield 1
        yield 2
    async for x in g(): break
    t=asyncio.create_task(asyncio.sleep(5),name='left'); 
    await asyncio.sleep(0)
    return t
t=asyncio.run(m2()); print(t.cancelled())
async def ki(): raise KeyboardInterrupt
try: asyncio.run(ki())
except KeyboardInterrupt: print('KI')
async def dbg():
    asyncio.get_running_loop().slow_callback_duration=.05; time.sleep(.2) if 0 else None
    await asyncio.sleep(.01); print(asyncio.get_running_loop().get_debug())
asyncio.run(dbg(),debug=False)
async def tg():
    async def f(i):
        try: await asyncio.sleep(i)
        except asyncio.CancelledError: raise ValueError(f'cleanup {i}')
    try:
        async with asyncio.TaskGroup() as g:
            a=g.create_task(f(1)); b=g.create_task(f(2)); await asyncio.sleep(.1); raise KeyError('body')
    except* (KeyError,ValueError) as eg: print(eg, [repr(e) for e in eg.exceptions])
    async def inner():
        async with asyncio.TaskGroup() as g: g.create_task(f(3)); await asyncio.sleep(5)
    t=asyncio.create_task(inner()); await asyncio.sleep(.1); t.cancel()
    try: await t
    except BaseException as e: print(type(e).__name__,e.args)
    try:
        async with asyncio.timeout(.1):
            async with asyncio.TaskGroup() as g: g.create_task(asyncio.sleep(5)); g.create_task(asyncio.sleep(6))
    except TimeoutError as e: print('TO',repr(e.__cause__))
    g=asyncio.TaskGroup()
    try: g.create_task(c:=asyncio.sleep(1))
    except RuntimeError as e: print(str(e)[-25:]); c.close()
    async with g: pass
    try: g.create_task(c:=asyncio.sleep(1))
    except RuntimeError as e: print(str(e)[-15:]); c.close()
    t=asyncio.current_task(); t.cancel()
    try: await asyncio.sleep(0)
    except asyncio.CancelledError: print('self',t.cancelling(),t.uncancel())
    sh=asyncio.shield(b2:=asyncio.create_task(asyncio.sleep(.2,'v'))); 
    try: await asyncio.wait_for(sh,.1)
    except TimeoutError: print(sh.cancelled(),await b2)
    try: await asyncio.wait_for(asyncio.sleep(.1,'x'),None); print(await asyncio.wait_for(asyncio.sleep(0,'y'),0))
    except TimeoutError as e: print('TO0',e.args)
    fut=asyncio.get_running_loop().create_future(); fut.add_done_callback(print); fut.remove_done_callback(print); 
    async def setter(): await asyncio.sleep(.1); fut.set_result(1); 
    async def w(i): r=await fut; return r+i
    print(await asyncio.gather(w(1),w(2),setter()), fut)
    try: fut.set_exception(StopIteration)
    except Exception as e: print(repr(e))
    f2=asyncio.get_running_loop().create_future()
    try: f2.set_exception(StopIteration())
    except TypeError as e: print(e)
    def cbs(): 
        for i in range(3): yield lambda f,i=i: print('cb',i,f.done())
    for c in cbs(): f2.add_done_callback(c)
    f2.set_result(0); print('before'); await f2; print('after await'); await asyncio.sleep(0)
    res=await asyncio.gather(*[asyncio.to_thread(lambda i=i:(time.sleep(.1),i)[1]) for i in range(3)],asyncio.sleep(.1,'s')); print(res)
    loop=asyncio.get_running_loop(); import concurrent.futures as cf, threading
    def th():
        f=asyncio.run_coroutine_threadsafe(asyncio.sleep(.1,'rct'),loop); print(f.result(1)); 
        f=asyncio.run_coroutine_threadsafe(bad(),loop); print(repr(f.exception()))
        f=asyncio.run_coroutine_threadsafe(asyncio.sleep(9),loop)
        try: f.result(.1)
        except cf.TimeoutError: print(f.cancel())
    await asyncio.to_thread(th)
    print(await loop.run_in_executor(cf.ThreadPoolExecutor(1,'pp'),lambda:threading.current_thread().name))
    try: await loop.run_in_executor(None,int,'q')
    except ValueError as e: print(e)
asyncio.run(tg())
asyncio.run(main())
