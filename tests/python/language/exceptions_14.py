import warnings
class D:
    def __del__(self): print('del', self.n)
    def __init__(self,n): self.n=n
d=D(1); d=D(2); del d; print('after')
def f(): x=D(3); return 5
print(f()); l=[D(4),D(5)]; l.clear(); print('cleared')
d={'a':D(6)}; d.pop('a'); print('popped')
D(7); print('temp')
class Bad:
    def __del__(self): raise ValueError('in del')
b=Bad(); del b; print('end')
g=D(8)
