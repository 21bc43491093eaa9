# dataclasses
from dataclasses import *
import dataclasses
from typing import ClassVar, Any, Optional
@dataclass
class Item:
    name: str
    price: float = 0.0
    qty: int = field(default=1, compare=False)
    tags: list[str] = field(default_factory=list, repr=False)
    count: ClassVar[int] = 0
    scale: InitVar[int] = 2
    total: float = field(init=False)
    def __post_init__(self, scale): self.total = self.price*self.qty*scale; Item.count += 1
i=Item("pen",1.5,2); print(i, i==Item("pen",1.5,9), i.total, Item.count, i.tags, [f.name for f in fields(i)], asdict(i), astuple(i), replace(i,price=3,scale=1))
print(Item.__doc__, Item.__match_args__, is_dataclass(Item), is_dataclass(i), i.__eq__(3), Item.__init__.__annotations__)
@dataclass(frozen=True, order=True, slots=True)
class P:
    x: int
    y: int = 0
    def move(self,dx): return replace(self,x=self.x+dx)
a=P(1,2); print(a, hash(a)==hash(P(1,2)), a<P(1,3), sorted([P(2),a]), a.move(4), {a:1}[P(1,2)], P.__slots__)
for bad in ("a.x=3","del a.x","a.z=1","a<3","P()","P(1,2,3)","P(z=1)","replace(a,z=1)","replace(i,total=3)","fields(3)","asdict(3)","P(1)<(1,)"):
    try: exec(bad); print(bad,"ok")
    except Exception as e: print(bad,"->",type(e).__name__,e)
@dataclass(kw_only=True)
class K: a:int; b:int=2
print(K(a=1), K.__match_args__)
try: K(1)
except TypeError as e: print(e)
@dataclass
class Mix:
    a:int
    _: KW_ONLY
    b:int=1
    c:str
print(Mix(1,c="x"), Mix(1,b=3,c="y"))
try: Mix(1,2,"z")
except TypeError as e: print(e)
@dataclass
class Base: x:int=1; y:int=2
@dataclass
class Sub(Base): z:int=3; x:int=10
print(Sub(), Sub.__mro__[1].__name__, [f.name for f in fields(Sub)], Sub()==Base(10,2), Sub(1,2,3))
for src in ("@dataclass\nclass A:\n x:int=1\n y:int","@dataclass\nclass A:\n x:list=[]","@dataclass(order=True)\nclass A:\n x:int\n def __lt__(s,o): pass","@dataclass(frozen=True)\nclass A(Base): pass","@dataclass\nclass A:\n x=field()","@dataclass(eq=False,order=True)\nclass A: x:int","@dataclass\nclass A:\n x:int=field(default=1,default_factory=int)","@dataclass\nclass A:\n x: dict={}\n","@dataclass(slots=True)\nclass A:\n __slots__=('x',)\n x:int"):
    try: exec(src); print("ok")
    except Exception as e: print(type(e).__name__,e)
@dataclass(eq=False)
class NoEq: x:int
print(NoEq(1)==NoEq(1), hash(NoEq(1))!=0)
@dataclass(unsafe_hash=True)
class H: x:int; y:list=field(default_factory=list,hash=False)
print(hash(H(1))==hash(H(1,[2])))
try: hash(i)
except TypeError as e: print(e)
@dataclass(repr=False)
class NoRepr: x:int
print(repr(NoRepr(1)).startswith("<__main__.NoRepr object at 0x"))
@dataclass
class Node: v:int; kids:list['Node']=field(default_factory=list); parent:Optional['Node']=field(default=None,repr=False)
n=Node(1,[Node(2),Node(3,[Node(4)])]); print(n, asdict(n), astuple(n)); n.kids.append(n); print(n)
C=make_dataclass("C",[("x",int),("y",int,field(default=5)),"z2"] if 0 else [("x",int),("y",int,5)],namespace={"add":lambda s:s.x+s.y}); print(C(1),C(1).add(), C.__name__)
f=fields(Item)[2]; print(f.name,f.type,f.default,f.default_factory is MISSING,f.init,f.repr,f.hash,f.compare,f.metadata,f.kw_only)
@dataclass
class Md: x:int=field(metadata={"unit":"cm"})
print(fields(Md)[0].metadata["unit"], Md.__dataclass_params__, Md.__dataclass_fields__.keys())
print(asdict(n.kids[0],dict_factory=lambda kv:{k.upper():v for k,v in kv}))
match P(1,2):
    case P(x=1,y=y): print("got",y)
class Desc:
    def __set_name__(s,o,n): s.n="_"+n
    def __get__(s,o,t): return 7 if o is None else getattr(o,s.n)
    def __set__(s,o,v): setattr(o,s.n,int(v))
@dataclass
class WD: v:Desc=Desc()
print(WD(), WD("3"), vars(WD("4")))
@dataclass
class Inv:
    items: dict[str,Item]=field(default_factory=dict)
    def __len__(s): return len(s.items)
    def __contains__(s,k): return k in s.items
inv=Inv(); inv.items["a"]=i; print(len(inv),"a" in inv,inv)
import copy,pickle
print(copy.copy(a)==a, copy.deepcopy(n.kids[0])==n.kids[0], pickle.loads(pickle.dumps(a)), a.__repr__(), P.__hash__ is not None, FrozenInstanceError.__mro__[1])
@dataclass
class FS: 
    x: float
    def __str__(s): return f"FS<{s.x:.1f}>"
print(FS(1), str(FS(1)), f"{FS(2)}", repr(FS(3)))
