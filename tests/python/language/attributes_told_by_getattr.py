class Proxy:
    def __init__(self): self.colour = 1
    def __getattr__(self, name):
        raise AttributeError(f"no {name}")
class P2:
    def __init__(self): self.colour = 1
    def __getattr__(self, name):
        raise AttributeError(name)
class P3:
    colour = 1
    def __getattribute__(self, name):
        return super().__getattribute__(name)
class P4:
    colour = 2
    @property
    def size(self): return self.colou
for c in (Proxy, P2, P3):
    try: c().color
    except AttributeError as e: print(repr(e.name), type(e.obj).__name__, e)
try: P4().size
except AttributeError as e: print(repr(e.name), type(e.obj).__name__, e)
try: getattr(Proxy(), "abc")
except AttributeError as e: print(repr(e.name), e.obj is not None)
class D(dict):
    def __getitem__(self, k): return "over"
    def keys(self): print("keys!"); return super().keys()
    def copy(self): print("copy!"); return D()
d = D(a=1)
print(d | {"b": 2}, type(d | {}), {"z": 0} | d)
d |= {"q": 1}
print(d, type(d))
print({**d})
print(dict(d))
x = {}; x.update(d); print(x)
