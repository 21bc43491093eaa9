"""The context of an exception that passes an exit, a key function, a generator."""
def show(e):
    out = []
    while e: out.append(repr(e)); e = e.__context__
    print(out)
class A:
    def __enter__(self): return self
    def __exit__(self, *a):
        k = KeyError("x"); k.__context__ = a[1]
        z = ZeroDivisionError("z"); z.__context__ = k
        try: raise z
        except BaseException:
            show(z)
            z.__context__ = k
            show(z)
            raise
def f():
    with A():
        raise ValueError("body")
try: f()
except Exception as e: show(e)
def g():
    try: raise ValueError("b")
    except ValueError as b:
        k = KeyError("x"); k.__context__ = b
        z = ZeroDivisionError("z"); z.__context__ = k
        try: raise z
        except BaseException as zz:
            show(zz)
            z.__context__ = k
            raise
try: g()
except Exception as e: show(e)
def h(): 
    k = KeyError("x"); z = ZeroDivisionError("z"); z.__context__ = k
    raise z
try:
    try: raise ValueError("b")
    except ValueError: h()
except Exception as e: show(e)


def key(x):
    k = KeyError("inner")
    z = ZeroDivisionError("z")
    z.__context__ = k
    try:
        raise z
    except ZeroDivisionError:
        z.__context__ = k
        raise


def sorting():
    try:
        raise ValueError("b")
    except ValueError:
        sorted([1, 2], key=key)


try: sorting()
except Exception as e: show(e)


def stops():
    raise StopIteration("x")
    yield


def entries(e):
    at, names = e.__traceback__, []
    while at: names.append(at.tb_frame.f_code.co_name); at = at.tb_next
    return names


def lists(): return list(stops())


try: lists()
except RuntimeError as e: print(entries(e), entries(e.__cause__)); show(e)
