import builtins
def size(x): return len(x)
print(size([1,2]))
def len(x): return "mine"
print(size([1,2]))
del len
print(size([1,2,3]))
old = builtins.len
builtins.len = lambda x: "patched"
print(size([1]))
builtins.len = old
print(size([1]))
builtins.fresh = 5
def get(): return fresh
print(get())
del builtins.fresh
try: get()
except NameError as e: print(e)
builtins.fresh = 6
print(get())
fresh = 7
print(get())
code = compile("print(len('abc') if True else 0)", "x", "exec")
exec(code, {})
exec(code, {"len": lambda s: "other"})
exec(code, {})
g = {}
exec(code, g); g["len"] = lambda s: "later"; exec(code, g); del g["len"]; exec(code, g)
globals()["len"] = lambda x: "by globals"
print(size(()))
del globals()["len"]
print(size(()))
