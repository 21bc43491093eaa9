def f():
    print(x)
    x=1
try: f()
except UnboundLocalError as e: print(e)
def g():
    def h(): return y
    r=h()
    y=1
try: g()
except NameError as e: print(type(e).__name__, e)
def k():
    del zz
try: k()
except NameError as e: print(type(e).__name__,e)
assert 1, 'no'
try: assert 0, ('a',1)
except AssertionError as e: print(e, e.args)
assert 1 == 2, "one is not two"
