import weakref
class Node:
    def __init__(self,n): self.n=n
    def __repr__(self): return f'N{self.n}'
a=Node(1); r=weakref.ref(a, lambda ref: print('gone', ref() is None)); print(r() is a, weakref.getweakrefcount(a))
del a; print(r())
d=weakref.WeakValueDictionary(); b=Node(2); d['x']=b; d['y']=Node(3); print(len(d), 'x' in d, list(d.items()), d.get('y')); del b; print(len(d), d.get('x'))
k=weakref.WeakKeyDictionary(); c=Node(4); k[c]='v'; print(k[c], len(k)); del c; print(len(k))
s=weakref.WeakSet(); e=Node(5); s.add(e); print(len(s), e in s); del e; print(len(s))
f=Node(6); fin=weakref.finalize(f, print, 'finalized', 6); print(fin.alive); del f; print(fin.alive)
g=Node(7); weakref.finalize(g, print, 'at exit')
p=weakref.proxy(g); print(p.n); p.n=8; print(g.n)
try: weakref.ref(5)
except TypeError as x: print(x)
try: weakref.ref([1])
except TypeError as x: print(x)
class M:
    def m(self): return 'm'
o=M(); wm=weakref.WeakMethod(o.m); print(wm()()); del o; print(wm())
q=Node(9); pp=weakref.proxy(q); del q
try: pp.n
except ReferenceError as x: print(x)
print('end')
