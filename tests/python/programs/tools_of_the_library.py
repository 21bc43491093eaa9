import collections, functools, itertools, operator, enum, dataclasses, typing, inspect, datetime, copy, heapq, bisect, string, textwrap, json, re, random, math, time, atexit, traceback, sys, types, abc, reprlib
from collections import *
from dataclasses import dataclass, field, asdict, astuple, replace, fields, InitVar, KW_ONLY, FrozenInstanceError, make_dataclass
from enum import Enum, IntEnum, Flag, IntFlag, auto, unique, StrEnum
from typing import *
print("-- collections")
c=Counter("abracadabra"); print(c, c.most_common(2), c["z"], c.total(), sorted(c.elements())[:4], c+Counter(a=1), c-Counter(a=3), c&Counter(a=2,b=5), c|Counter(z=1)); c.update("aa"); c.subtract("b"); print(c); print(+Counter(a=-1,b=2), dict(Counter(a=1)), Counter(a=1)==Counter(a=1,b=0), Counter(a=1)<=Counter(a=2))
d=defaultdict(list); d["a"].append(1); print(d, d.default_factory, d.get("q"), list(d))
od=OrderedDict(a=1,b=2,c=3); od.move_to_end("a"); print(od, od.popitem(last=False), list(reversed(od)), od==OrderedDict(c=3,a=1), od=={"a":1,"c":3})
q=deque([1,2,3],maxlen=3); q.append(4); q.appendleft(0); q.rotate(1); print(q, q.maxlen, q.index(3), q.count(9), q[0]); q.extend([7,8]); q.extendleft([5]); print(q, list(reversed(q)), 5 in q, q==deque([5,3,7]), q.copy()); 
for a in (lambda: deque().pop(), lambda: deque([1]).remove(2), lambda: deque([1])[5], lambda: q.insert(0,1)):
    try: a()
    except Exception as e: print(type(e).__name__, e)
P=namedtuple("P","x y z",defaults=[0]); p=P(1,2); print(p, p._asdict(), p._replace(x=9), P._fields, P._field_defaults, P._make([1,2,3]), p==(1,2,0), hash(p)==hash((1,2,0))); 
for a in (lambda: P(1), lambda: setattr(p,"x",1), lambda: namedtuple("Q","a a"), lambda: namedtuple("Q","1x"), lambda: p._replace(q=1)):
    try: a()
    except Exception as e: print(type(e).__name__, e)
cm=ChainMap({"a":1},{"a":2,"b":3}); print(cm, cm["a"], cm["b"], dict(cm), cm.parents, cm.new_child({"c":1}), len(cm)); cm["z"]=1; print(cm.maps[0])
print(UserDict(a=1), UserList([1,2])+[3], UserString("ab").upper())
print("-- functools")
@functools.lru_cache(maxsize=2)
def f(x): print("call",x); return x
f(1);f(1);f(2);f(3);f(1); print(f.cache_info(), f.cache_parameters()); f.cache_clear(); print(f.cache_info())
@functools.cache
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
print(fib(80), fib.cache_info())
pt=functools.partial(pow,2); print(pt(5), pt.func, pt.args, pt.keywords, functools.partial(pt,3)())
print(functools.reduce(operator.add,[1,2,3],10), functools.reduce(max,[3,1]))
try: functools.reduce(operator.add,[])
except TypeError as e: print(e)
@functools.singledispatch
def show(x): return f"object {x}"
@show.register
def _(x:int): return f"int {x}"
@show.register(list)
def _(x): return f"list {len(x)}"
print(show(1),show([1]),show("a"),show(True),show.dispatch(bool) is show.dispatch(int), sorted(k.__name__ for k in show.registry))
class S:
    @functools.singledispatchmethod
    def m(self,x): return "base"
    @m.register
    def _(self,x:int): return "int"
    @functools.cached_property
    def cp(self): print("computing"); return 5
    def base(self,a,b): return a,b
    pm=functools.partialmethod(base,1)
s=S(); print(s.m(1),s.m("x"),s.cp,s.cp,s.pm(2))
@functools.total_ordering
class T:
    def __init__(s,v): s.v=v
    def __eq__(s,o): return s.v==o.v
    def __lt__(s,o): return s.v<o.v
print(T(1)<=T(2),T(1)>=T(2),T(2)>T(1),sorted([T(3),T(1)],key=functools.cmp_to_key(lambda a,b:a.v-b.v))[0].v)
@functools.wraps(fib)
def w(*a): return 1
print(w.__name__, w.__wrapped__ is fib)
print("-- itertools")
print(list(itertools.chain([1],"ab")), list(itertools.islice(itertools.count(5,2),3)), list(itertools.accumulate([1,2,3],operator.mul)), list(itertools.groupby("aab"))[0][0], [(k,list(g)) for k,g in itertools.groupby([1,1,2],lambda x:x%2)], list(itertools.product("ab",[1,2])), list(itertools.permutations([1,2,3],2))[:3], list(itertools.combinations("abc",2)), list(itertools.zip_longest([1],[2,3],fillvalue=0)), list(itertools.pairwise([1,2,3])), list(itertools.takewhile(lambda x:x<3,[1,2,3,1])), list(itertools.starmap(pow,[(2,3)])), list(itertools.compress("abc",[1,0,1])))
a,b=itertools.tee([1,2]); print(list(a),list(b), next(itertools.cycle([7])), list(itertools.repeat(1,2)))
print("-- enum")
class Color(Enum):
    RED=1; GREEN=auto(); BLUE="b"; CRIMSON=1
print(Color.RED, repr(Color.RED), Color(1), Color["GREEN"], Color.GREEN.value, list(Color), Color.CRIMSON is Color.RED, Color.RED.name, len(Color), Color.RED in Color, list(Color.__members__), isinstance(Color.RED,Color), {Color.RED:1}, f"{Color.RED}", Color.RED==1)
for a in (lambda: Color(9), lambda: Color["X"], lambda: setattr(Color,"RED",2), lambda: Color.RED<Color.GREEN, lambda: Color()):
    try: a()
    except Exception as e: print(type(e).__name__, e)
class Perm(Flag): R=auto(); W=auto(); X=auto(); RW=R|W
print(Perm.R|Perm.X, Perm.RW, ~Perm.R, Perm.R in Perm.RW, Perm(5), list(Perm.RW), bool(Perm(0)), Perm(0), repr(Perm.R|Perm.X), Perm.RW & Perm.W, Perm.RW ^ Perm.R)
class N(IntEnum): A=1; B=2
print(N.A+1, N.A<N.B, repr(N.A), str(N.A), f"{N.A}", sorted(N), N(2), json.dumps(N.A))
class St(StrEnum): ONE=auto(); TWO="2"
print(St.ONE, repr(St.ONE), St.TWO=="2", St("one"))
@unique
class U(Enum): A=1
try:
    @unique
    class V(Enum): A=1; B=1
except ValueError as e: print(e)
class Planet(Enum):
    EARTH=(5.97,6.37)
    def __init__(self,m,r): self.m=m; self.r=r
    @property
    def g(self): return round(self.m/self.r,2)
    @classmethod
    def first(cls): return next(iter(cls))
    def __str__(self): return f"planet {self.name.lower()}"
print(Planet.EARTH.g, Planet.first(), Planet.EARTH.value, Enum("Dyn","A B")["B"].value, IntFlag("F","A B C").C)
print("-- dataclasses")
@dataclass(order=True)
class D:
    a:int; b:list=field(default_factory=list,compare=False); c:ClassVar[int]=5; d:float=field(default=1.5,repr=False); e:InitVar[int]=0
    def __post_init__(self,e): self.total=self.a+e
x=D(1,[2],e=4); print(x, x.total, D(1)==D(1,[9]), D(1)<D(2), asdict(x), astuple(x), replace(x,a=7,e=1).total, [f.name for f in fields(x)], x.c)
@dataclass(frozen=True,slots=True)
class Fz: x:int; y:int=0
z=Fz(1); print(z, hash(z)==hash(Fz(1)), {z:1}[Fz(1)])
for a in (lambda: setattr(z,"x",2), lambda: delattr(z,"x"), lambda: D(), lambda: D(1,2,3,4,5,6), lambda: D(1)<5, lambda: hash(D(1))):
    try: a()
    except Exception as e: print(type(e).__name__, e)
@dataclass
class Base: p:int; q:int=2
@dataclass
class Child(Base): r:int=3; q:int=20; _:KW_ONLY=None; k:str="k"
print(Child(1), Child(1,2,3,k="z"), Child.__match_args__, inspect.signature(Child))
try:
    @dataclass
    class Bad: a:int=1; b:int
except TypeError as e: print(e)
try:
    @dataclass
    class Bad2: a:list=[]
except ValueError as e: print(e)
print(make_dataclass("M",[("a",int),("b",int,field(default=3))])(1), dataclasses.is_dataclass(D), dataclasses.is_dataclass(x))
match x:
    case D(a=1,b=[n]): print("matched",n)
print("-- typing & inspect")
class NT(NamedTuple): a:int; b:str="x"
class TD(TypedDict,total=False): k:int
Tv=TypeVar("Tv")
class Stack(Generic[Tv]):
    def push(self,v:Tv)->None: ...
@runtime_checkable
class Closer(Protocol):
    def close(self)->None: ...
class File:
    def close(self): ...
print(NT(1), TD(k=1), Stack[int], isinstance(File(),Closer), isinstance(5,Closer), List[int], Optional[int], Union[int,str], Callable[[int],str], Dict[str,Any], get_type_hints(NT), get_origin(List[int]), get_args(Dict[str,int]), cast(int,"x"), Literal["a",1], Annotated[int,"m"], Final, NewType("Id",int)(5), Tuple[int,...], Type[int], Iterable[int], TYPE_CHECKING)
def g(a,/,b:int,*args,c=5,**kw)->str: "doc"
sig=inspect.signature(g); print(sig, list(sig.parameters), sig.parameters["c"].default, sig.parameters["args"].kind, sig.return_annotation, sig.bind(1,2,3,c=4).arguments, inspect.getdoc(g), inspect.isfunction(g), inspect.isclass(D), inspect.ismethod(s.m), inspect.getfullargspec(g))
try: sig.bind(1)
except TypeError as e: print(e)
async def co(): ...
def gen(): yield 1
async def ag(): yield 1
print(inspect.iscoroutinefunction(co),inspect.isgeneratorfunction(gen),inspect.isasyncgenfunction(ag),inspect.getgeneratorstate(gen()), inspect.currentframe().f_lineno>0, inspect.getmembers(P(1,2))[-1], inspect.getmodule(D) is sys.modules["__main__"], inspect.unwrap(w) is fib)
print("-- datetime")
dt=datetime.datetime(2024,2,29,13,5,9,123456); print(dt, repr(dt), dt.isoformat(), dt.strftime("%Y/%m/%d %H:%M:%S.%f %A %b %j %p %I"), dt+datetime.timedelta(days=1,hours=2), dt.date(), dt.time(), dt.weekday(), dt.isocalendar(), dt.replace(year=2023,day=1), datetime.datetime.strptime("2024-01-02 03:04","%Y-%m-%d %H:%M"), dt-datetime.datetime(2024,1,1), datetime.timedelta(seconds=3661), repr(datetime.timedelta(days=-1,seconds=5)), datetime.timedelta(hours=25).total_seconds(), datetime.date(2024,1,31)-datetime.timedelta(31), datetime.datetime(2024,1,1,tzinfo=datetime.timezone.utc), datetime.date.fromisoformat("2024-05-06"), datetime.time(1,2), datetime.timedelta(1)/2, datetime.timedelta(1)//datetime.timedelta(hours=5), dt.timestamp()>0, datetime.timezone(datetime.timedelta(hours=9)), dt.ctime(), dt<datetime.datetime.max)
for a in (lambda: datetime.date(2023,2,29), lambda: datetime.datetime.strptime("x","%Y"), lambda: dt<datetime.date(2024,1,1)):
    try: a()
    except Exception as e: print(type(e).__name__, e)
print("-- misc")
random.seed(42); print(random.random(), random.randint(1,10), random.choice("abc"), random.sample(range(100),3), random.uniform(1,2), random.gauss(0,1), random.choices([1,2],weights=[1,9],k=4)); l=[1,2,3,4,5]; random.shuffle(l); print(l, random.Random("seed").random(), random.getrandbits(20), random.triangular(0,1), random.expovariate(2), random.betavariate(1,2), random.normalvariate(0,1), random.randrange(0,100,7), random.Random(1).randbytes(4), random.lognormvariate(0,1), random.vonmisesvariate(0,1), random.gammavariate(2,3), random.paretovariate(3), random.weibullvariate(1,2))
h=[5,1,4]; heapq.heapify(h); heapq.heappush(h,0); print(heapq.heappop(h),h,heapq.nlargest(2,h),heapq.nsmallest(2,h),list(heapq.merge([1,4],[2])),heapq.heappushpop(h,9)); print(bisect.bisect([1,2,2,3],2), bisect.bisect_left([1,2,2],2))
print(copy.deepcopy({"a":[1]}), copy.copy([1]), string.ascii_lowercase[:3], string.Template("$a ${b}").substitute(a=1,b=2), textwrap.dedent("  a\n  b"), textwrap.fill("a b c d e f",5), textwrap.shorten("hello big world",10), textwrap.indent("a\nb","> "))
print(json.dumps({"b":[1,None,True,1.5],"a":"é"},sort_keys=True), json.dumps([1,{"a":2}],indent=2), json.loads('{"x":[1,2.5,null]}'))
try: json.loads("{bad}")
except json.JSONDecodeError as e: print(e)
print(re.findall(r"(\w)(\d)","a1 b2"), re.sub(r"\d+",lambda m:str(int(m[0])*2),"a5b6"), re.match(r"(?P<y>\d{4})-(?P<m>\d\d)","2024-05").groupdict(), re.split(r"[,;]\s*","a, b;c"), re.fullmatch("a+","aaa").span(), bool(re.search("(?i)X","x")), re.compile("a").pattern)
print(operator.itemgetter(1)([1,2]), operator.attrgetter("real")(5), operator.methodcaller("upper")("a"), math.isclose(0.1+0.2,0.3), math.prod([2,3]), math.comb(5,2), math.gcd(12,18), math.lcm(4,6), math.hypot(3,4), math.isqrt(17), reprlib.repr(list(range(100))), types.SimpleNamespace(a=1))
try:
    try: {}["k"]
    except KeyError as e: raise ValueError("outer") from e
except ValueError as e:
    print("".join(traceback.format_exception(e))[-60:], traceback.format_exc().count("Traceback"), traceback.extract_tb(e.__traceback__)[0].name)
@atexit.register
def bye(): print("bye")
atexit.register(print,"first registered, last out?")
