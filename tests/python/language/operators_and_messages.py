class Vec:
    def __init__(self,*c): self.c=c
    def __repr__(self): return f'Vec{self.c}'
    def __add__(self,o):
        if not isinstance(o,Vec): return NotImplemented
        return Vec(*(a+b for a,b in zip(self.c,o.c)))
    def __radd__(self,o): return ('radd',o)
    def __iadd__(self,o): print('iadd'); self.c+=(o,); return self
    def __mul__(self,k): return Vec(*(a*k for a in self.c))
    __rmul__=__mul__
    def __matmul__(self,o): return sum(a*b for a,b in zip(self.c,o.c))
    def __imatmul__(self,o): return ('imatmul',o)
    def __rmatmul__(self,o): return ('rmatmul',o)
    def __neg__(self): return self*-1
    def __pos__(self): return 'pos'
    def __invert__(self): return 'inv'
    def __divmod__(self,o): return ('divmod',o)
    def __rdivmod__(self,o): return ('rdivmod',o)
    def __pow__(self,o,m=None): return ('pow',o,m)
    def __rpow__(self,o): return ('rpow',o)
    def __lshift__(self,o): return ('ls',o)
    def __rrshift__(self,o): return ('rrs',o)
    def __and__(self,o): return 'and'
    def __ror__(self,o): return 'ror'
    def __xor__(self,o): return NotImplemented
    def __eq__(self,o): return isinstance(o,Vec) and self.c==o.c
    def __lt__(self,o): return self.c<o.c
    def __contains__(self,v): return v in self.c
    def __len__(self): return len(self.c)
    def __getitem__(self,i): return self.c[i]
    def __reversed__(self): return 'rev'
a,b=Vec(1,2),Vec(3,4)
print(a+b, a+b+Vec(1,1), 5+a, a*2, 2*a, a@b, -a, +a, ~a, divmod(a,2), divmod(2,a), a**2, pow(a,2,3), 2**a, a<<1, 1>>a, a&1, 1|a, a<b, a>b, a==Vec(1,2), a!=b, 1 in a, len(a), list(a), a[0], a[::-1], reversed(a))
c=a; c+=9; print(a, c is a); d=a; d@=3; print(d); print(3@a)
for e in ('a^b','a+1','a-1','1-a','a<=b','a//2','a>>1','[]+a','a[1:2]+3','hash(a)','"a"+1','1+"a"','[1]+(1,)','{}+{}','None+1','"a"*"b"','-"a"','~1.5','{}<{}','1<"a"','[1]<[“x”]' if 0 else '[1]<["x"]','len(5)','iter(5)','next([])','5()','5[0]','(1,2)["a"]','[1][1.0]','{}[[]]','{1:2}[3]','"abc"[10]','[].pop()','{}.popitem()','set().pop()','int("x")','float("y")','int("12",99)','chr(-1)','ord("ab")','range(1,2,0)','[1,2].index(5)','[1].remove(3)','"a".index("z")','max([])','min()','sum(["a"])','abs("a")','round("a")','divmod(1,0)','1//0','1%0','1.0/0','0**-1','pow(2,-1,4)','1<<-1','bytes([300])','int([])','float([])','complex("x")','"{}".format()','"{a}".format()','"%d"%"x"','"%s%s"%1','"%s"%(1,2)','b"a"+"a"','"a".join([1])','sorted([1,"a"])','dict([1])','dict([(1,2,3)])','zip(1)','enumerate(1)','map(1)','isinstance(1,1)','issubclass(1,int)','object()+1','super().x','__import__("nope_mod")','(lambda x:x)()','(lambda:1)(2)','(lambda *,a:1)()','(lambda a,b:1)(1,a=2)','(lambda a,/:1)(a=1)','print(1,foo=2)','len()','len(1,2)','"".foo','None.foo','(1).real.foo','int.foo','(1,)[5]','[][0]','range(3)[7]','bytearray(b"a")[3]','memoryview(b"a")[2]','"a"<1','set([[]])','frozenset([{}])','{[]:1}','[*1]','print(**1)','print(**{1:2})','f"{1:z}"','f"{\'a\':d}"','format(1.5,"x")','format([], "5")','"a".encode("ascii2")','"é".encode("ascii")','b"\\xff".decode()','exit("bye") if 0 else vars(1)','int("1"*5000)','str(10**5000)','"x".zfill("a")','[].sort(1)','[3,1].sort(foo=1)','"a".split("")','"ab".replace("a")','[1].extend(2)','{1}.update(3)','{}.update(3)','{}.update([3])','eval("1+")','exec("x=")','compile("a b","f","exec")','eval("x=1")','(yield)' if 0 else '1','nonexist','hex(1.5)','bin("a")','range("a")','range(1.5)','slice()','[1,2,3]["a":]','"abc".center()','"abc".center("a")','"abc".ljust(5,"ab")','tuple(1)','list(1)','set(1)','dict(1)','reversed({1})','reversed(5)','next(iter([]))','iter(1,2)','getattr(1)','getattr(1,2)','setattr(1,2,3)','type()','type(1,2)','object(1)','int(1,2)','int("1",base="a")','str(b"a","ascii2")','bool(1,2)','float(1,2)','complex(1,"a")','complex("1",2)','bytes("a")','bytes(-1)','bytearray("a")','chr("a")','chr(0x110000)','ord(1)','input(1,2)','sum(1)','sum([1],"")','sum([],"")','any(1)','all(1)','filter(1)','callable()','id()','hash([])','hash({})','hash(slice(1))','dir(1,2)','divmod(1)','pow(1)','round(1.5,"a")','sorted(1)','sorted([],1)','isinstance(1)','memoryview("a")','ascii()','format()','vars()' if 0 else '2','print(sep=1)','print(end=1)'):
    try: print(e, '->', eval(e))
    except Exception as x: print(e, '!!', type(x).__name__, x)
