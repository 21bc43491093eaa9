# operator overloading
import math, operator
from functools import total_ordering
class V:
    __slots__=('x','y')
    __match_args__=('x','y')
    def __init__(s,x=0,y=0): s.x,s.y=x,y
    def __repr__(s): return f"V({s.x!r}, {s.y!r})"
    def __add__(s,o):
        if isinstance(o,V): return V(s.x+o.x,s.y+o.y)
        return NotImplemented
    def __radd__(s,o): return s if o==0 else NotImplemented
    def __sub__(s,o): return V(s.x-o.x,s.y-o.y)
    def __mul__(s,k): return V(s.x*k,s.y*k) if isinstance(k,(int,float)) else NotImplemented
    __rmul__=__mul__
    def __matmul__(s,o): return s.x*o.x+s.y*o.y
    def __truediv__(s,k): return V(s.x/k,s.y/k)
    def __floordiv__(s,k): return V(s.x//k,s.y//k)
    def __mod__(s,k): return V(s.x%k,s.y%k)
    def __divmod__(s,k): return s//k, s%k
    def __pow__(s,n,m=None): return ("pow",n,m)
    def __rpow__(s,n): return ("rpow",n)
    def __neg__(s): return V(-s.x,-s.y)
    def __pos__(s): return V(+s.x,+s.y)
    def __abs__(s): return math.hypot(s.x,s.y)
    def __invert__(s): return V(s.y,s.x)
    def __lshift__(s,o): return ("<<",o)
    def __rrshift__(s,o): return (">>r",o)
    def __and__(s,o): return ("&",o)
    def __ror__(s,o): return ("|r",o)
    def __xor__(s,o): return ("^",o)
    def __eq__(s,o): return isinstance(o,V) and (s.x,s.y)==(o.x,o.y)
    def __hash__(s): return hash((s.x,s.y))
    def __bool__(s): return bool(s.x or s.y)
    def __len__(s): return 2
    def __getitem__(s,i): return (s.x,s.y)[i]
    def __iter__(s): yield s.x; yield s.y
    def __contains__(s,v): return v in (s.x,s.y)
    def __int__(s): return int(abs(s))
    def __float__(s): return float(abs(s))
    def __complex__(s): return complex(s.x,s.y)
    def __index__(s): return 1
    def __round__(s,n=None): return V(round(s.x,n),round(s.y,n))
    def __trunc__(s): return 7
    def __floor__(s): return 8
    def __ceil__(s): return 9
    def __format__(s,spec): return f"<{s.x:{spec}}|{s.y:{spec}}>" if spec else str(s)
    def __str__(s): return f"({s.x}, {s.y})"
    def __bytes__(s): return bytes([s.x,s.y])
    def __call__(s,*a,**k): return a,k
    def __reversed__(s): return iter((s.y,s.x))
    def __iadd__(s,o): s.x+=o.x; s.y+=o.y; return s
    def __length_hint__(s): return 2
    def __dir__(s): return ['b','a']
    def __sizeof__(s): return 99
    def __copy__(s): return V(s.x,s.y)
a,b=V(3,4),V(1,2)
print(a+b, sum([a,b]), a-b, a*2, 2*a, a@b, a/2, a//2, a%2, divmod(a,2), a**2, pow(a,2,3), 2**a, -a, +a, abs(a), ~a)
print(a<<1, 1>>a, a&1, 1|a, a^1, a==V(3,4), a!=b, hash(a)==hash(V(3,4)), bool(V()), len(a), a[0], a[-1], [*a], 3 in a, 9 in a)
print(int(a), float(a), complex(a), [10,20,30][b], hex(b), round(V(1.256,2.5),1), round(V(1.5,2.5)), math.trunc(a), math.floor(a), math.ceil(a))
print(f"{a}", f"{a:.1f}", f"{a:>5}", f"{a!r:>10}", str(a), bytes(a), a(1,k=2), list(reversed(a)), dir(a), a.__sizeof__())
c=a; c+=b; print(a is c, a, operator.index(b), range(5)[b], "abc"[b], operator.length_hint(a))
try: a+1
except TypeError as e: print(e)
try: a*"x"
except TypeError as e: print(e)
try: "x"+a
except TypeError as e: print(e)
try: a<b
except TypeError as e: print(e)
try: a.z=1
except AttributeError as e: print(e)
try: a |= 3
except TypeError as e: print(e)
x,y=a; print(x,y, max(a), sorted(a), dict([V(1,2)]), {*a}, a.__slots__)
match a:
    case V(x, y): print("match", x, y)
@total_ordering
class Ver:
    def __init__(s,t): s.p=tuple(map(int,t.split('.')))
    def __eq__(s,o): return s.p==o.p if isinstance(o,Ver) else NotImplemented
    def __lt__(s,o): return s.p<o.p if isinstance(o,Ver) else NotImplemented
    def __repr__(s): return f"Ver({'.'.join(map(str,s.p))!r})"
vs=[Ver(t) for t in "1.10 1.2 1.2.3 0.9".split()]
print(sorted(vs), max(vs), Ver('1.0')>=Ver('1.0'), Ver('1')>Ver('2'))
try: Ver('1')>3
except TypeError as e: print(e)
try: hash(Ver('1'))
except TypeError as e: print(e)
class Lst(list):
    def __getitem__(s,i): return super().__getitem__(i) if not isinstance(i,tuple) else [super(Lst,s).__getitem__(j) for j in i]
    def __setitem__(s,i,v): print("set",i,v); super().__setitem__(i,v)
    def __delitem__(s,i): print("del",i); super().__delitem__(i)
    def __missing__(s,k): return 1
l=Lst([1,2,3]); print(l[0,2], l[1:], type(l[1:])); l[0]=5; del l[1]; l[1:]=[8,9]; print(l, l==[5,8,9], isinstance(l,list))
class DD(dict):
    def __missing__(s,k): s[k]=k*2; return s[k]
d=DD(); print(d['a'], d, d.get('b'), 'b' in d, "{x}".format_map(d))
class Str(str):
    def __new__(cls,v): return super().__new__(cls, v.upper())
    def __add__(s,o): return Str(str.__add__(s,o))
s=Str("abc"); print(s, s+"x", type(s+"x").__name__, type(s.lower()).__name__, s=="ABC", {s:1}["ABC"], repr(s))
class I(int):
    def __add__(s,o): return I(int(s)+int(o)+100)
    def __repr__(s): return f"I({int(s)})"
print(I(5)+1, 1+I(5), I(5)*2, [I(3)], I("12"), f"{I(3)} {I(3):03d}", I(3)==3, I(7)//2, I.from_bytes(b'\x01','big'))
class R:
    def __radd__(s,o): return "radd"
    def __rsub__(s,o): return "rsub"
    def __eq__(s,o): return "eq"
    def __lt__(s,o): return "lt"
    def __ge__(s,o): return "ge"
    def __ne__(s,o): return "ne"
r=R(); print(1+r, 1-r, 1==r, 1>r, 1<=r, 1!=r, r<1, [1]+r if False else "")
