from __future__ import annotations
from dataclasses import dataclass, field, asdict, astuple, replace, fields, FrozenInstanceError, KW_ONLY
from enum import Enum, IntEnum, Flag, auto, unique, StrEnum
from typing import NamedTuple, Optional, Generic, TypeVar, Protocol, ClassVar, overload, Callable
import functools, itertools, operator, collections
@dataclass(order=True)
class Item:
    price: float
    name: str = field(compare=False)
    tags: list[str] = field(default_factory=list, compare=False, repr=False)
    count: ClassVar[int] = 0
    def __post_init__(self): Item.count += 1
a,b=Item(3,'x'),Item(2,'y',['t'])
print(a<b, sorted([a,b]), a==Item(3,'z'), asdict(b), astuple(a), replace(a,price=9), [f.name for f in fields(a)], Item.count)
@dataclass(frozen=True)
class P: x:int; y:int=0
p=P(1)
try: p.x=5
except FrozenInstanceError as e: print(type(e).__name__, e)
print(hash(p)==hash(P(1)), {p:1}[P(1,0)], p)
@dataclass
class K:
    a:int
    _:KW_ONLY
    b:int=2
    c:int=field(default=3,init=False)
try: K(1,2)
except TypeError as e: print(e)
print(K(1,b=5))
@dataclass(slots=True)
class S: x:int=1
try: S().y=2
except AttributeError as e: print(e)
class Color(Enum):
    RED=1; GREEN=2; BLUE=auto(); CRIMSON=1
    @property
    def hexa(self): return f'#{self.value:02x}'
    def __str__(self): return self.name.lower()
    @classmethod
    def parse(cls,s): return cls[s.upper()]
print(list(Color), Color.RED, repr(Color.RED), Color(2), Color['BLUE'].value, Color.CRIMSON is Color.RED, Color.RED.hexa, Color.parse('green'), Color.RED in Color, len(Color), Color.__members__.keys(), isinstance(Color.RED,Color), Color.RED!=Color.GREEN, {Color.RED:1}, hash(Color.RED)==hash(Color.RED))
for bad in (lambda: Color(9), lambda: Color['X'], lambda: setattr(Color,'RED',3), lambda: Color.RED<Color.GREEN):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
class N(IntEnum): A=1; B=2
class F(Flag): R=auto(); W=auto(); X=auto(); RW=R|W
class SE(StrEnum): ONE=auto(); TWO='two'
print(N.A+1, N.A<N.B, max(N), sorted(N,reverse=True), f'{N.A}', F.R|F.X, F.RW, F.R in F.RW, ~F.R, F(3), F(0), bool(F.R&F.W), [f for f in F], SE.ONE, SE.TWO=='two', f'{SE.ONE!r}')
try:
    @unique
    class U(Enum): A=1; B=1
except ValueError as e: print(e)
class Pt(NamedTuple):
    x:int; y:int=0
    def norm(self): return (self.x**2+self.y**2)**.5
t=Pt(3,4); print(t, t.norm(), t._replace(x=0), t._asdict(), Pt._fields, t==(3,4), Pt(1), t[0], *t)
T=TypeVar('T')
class Stack(Generic[T]):
    def __init__(self)->None: self.items:list[T]=[]
    def push(self,x:T)->None: self.items.append(x)
    def pop(self)->T: return self.items.pop()
s=Stack[int](); s.push(1); print(s.pop(), Stack[int], Stack.__parameters__)
class Drawable(Protocol):
    def draw(self)->str: ...
class Circle:
    def draw(self): return 'o'
def render(d:Drawable)->str: return d.draw()
print(render(Circle()), render.__annotations__, Optional[int], Callable[[int],str], list[int], dict[str,list[int]], int|None, isinstance(3,int|str))
@functools.singledispatch
def show(x): return 'obj'
@show.register
def _(x:int): return 'int'
@show.register(list)
def _(x): return 'list'
print(show(1),show([]),show('a'))
@functools.lru_cache(maxsize=None)
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
print(fib(80), fib.cache_info())
class Cached:
    n=0
    @functools.cached_property
    def v(self): Cached.n+=1; return 42
c=Cached(); print(c.v,c.v,Cached.n, functools.reduce(operator.mul,[1,2,3,4]), functools.partial(print,'p',end='!\n')('q'))
@functools.total_ordering
class V:
    def __init__(s,n): s.n=n
    def __eq__(s,o): return s.n==o.n
    def __lt__(s,o): return s.n<o.n
print(V(1)<=V(2), V(3)>V(2), V(2)>=V(2))
print(list(itertools.chain('ab',[1])), list(itertools.product('ab',repeat=2)), list(itertools.permutations([1,2,3],2)), list(itertools.combinations('abc',2)), list(itertools.groupby('aabbb'))[0][0], [(k,len(list(g))) for k,g in itertools.groupby('aabbb')], list(itertools.accumulate([1,2,3],operator.mul)), list(itertools.zip_longest('ab',[1],fillvalue='-')), list(itertools.starmap(pow,[(2,3)])), list(itertools.islice(itertools.count(5,2),3)), list(itertools.pairwise([1,2,3])), list(itertools.compress('abc',[1,0,1])), list(itertools.dropwhile(lambda x:x<2,[1,2,1])), [list(x) for x in itertools.tee([1,2])], list(itertools.repeat('x',2)))
cnt=collections.Counter('abracadabra'); print(cnt.most_common(2), cnt['z'], cnt+collections.Counter('aa'), cnt-collections.Counter('aaaa'), sorted(cnt.elements())[:3], cnt.total())
dd=collections.defaultdict(list); dd['a'].append(1); print(dd, dict(dd)); od=collections.OrderedDict(a=1,b=2); od.move_to_end('a'); print(od, od.popitem(last=False)); cm=collections.ChainMap({'a':1},{'a':2,'b':3}); print(cm['a'],cm['b'],dict(cm)); dq=collections.deque([1,2,3],maxlen=3); dq.append(4); dq.rotate(1); dq.appendleft(0); print(dq, dq[0], 4 in dq)
