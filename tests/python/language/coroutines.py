async def co(): return 5
c=co(); print(type(c).__name__, c.__name__, c.cr_running, c.cr_frame is not None)
try: c.send(None)
except StopIteration as e: print(e.value)
co()
print('end')
