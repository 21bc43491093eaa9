# class based ORM, descriptors, metaclass
from __future__ import annotations
import dataclasses, enum, typing, functools, json, re, sys, operator, abc, collections, copy, inspect, types
from dataclasses import dataclass, field, asdict, astuple, replace, fields, KW_ONLY, InitVar, make_dataclass
from typing import *
class Field:
    def __init__(self, typ, default=None, *, pk=False): self.typ, self.default, self.pk = typ, default, pk
    def __set_name__(self, owner, name): self.name = name; self.slot = "_" + name
    def __get__(self, obj, owner=None):
        if obj is None: return self
        return getattr(obj, self.slot, self.default)
    def __set__(self, obj, v):
        if not isinstance(v, self.typ): raise TypeError(f"{type(obj).__name__}.{self.name} must be {self.typ.__name__}, not {type(v).__name__}")
        setattr(obj, self.slot, v)
    def __delete__(self, obj): delattr(obj, self.slot)
    def __repr__(self): return f"Field({self.name}:{self.typ.__name__})"
    def __gt__(self, o): return Cond(f"{self.name} > {o!r}", lambda r: self.__get__(r) > o)
    def __eq__(self, o): return Cond(f"{self.name} == {o!r}", lambda r: self.__get__(r) == o)
    __hash__ = object.__hash__
class Cond:
    def __init__(self, t, f): self.t, self.f = t, f
    def __and__(self, o): return Cond(f"({self.t} AND {o.t})", lambda r: self.f(r) and o.f(r))
    def __invert__(self): return Cond(f"NOT {self.t}", lambda r: not self.f(r))
    def __call__(self, r): return self.f(r)
class ModelMeta(type):
    registry = {}
    @classmethod
    def __prepare__(mcs, name, bases, **kw): return collections.OrderedDict()
    def __new__(mcs, name, bases, ns, table=None, **kw):
        cls = super().__new__(mcs, name, bases, dict(ns)); cls._fields = {k: v for b in reversed(cls.__mro__) for k, v in vars(b).items() if isinstance(v, Field)}
        cls.table = table or name.lower() + "s"; cls.rows = []; mcs.registry[name] = cls; return cls
    def __len__(cls): return len(cls.rows)
    def __getitem__(cls, i): return cls.rows[i]
    def __iter__(cls): return iter(cls.rows)
class Model(metaclass=ModelMeta):
    def __init__(self, **kw):
        for k in kw.keys() - self._fields.keys(): raise AttributeError(f"unknown field {k!r}")
        for k, v in kw.items(): setattr(self, k, v)
        type(self).rows.append(self)
    @classmethod
    def where(cls, c): return [r for r in cls.rows if c(r)]
    def __repr__(self): return f"{type(self).__name__}({', '.join(f'{k}={getattr(self, k)!r}' for k in self._fields)})"
class Person(Model, table="people"):
    id = Field(int, pk=True); name = Field(str, "?"); age = Field(int, 0)
class Emp(Person): boss = Field(Person)
p, e = Person(id=1, name="kim", age=30), Emp(id=2, name="lee", age=40)
e.boss = p; print(p, e, Person.table, Emp.table, len(Person), Person[0] is p, [x.name for x in Emp], ModelMeta.registry.keys())
print(Person.where((Person.age > 20) & ~(Person.name == "x")), (Person.age > 3).t)
for f in (lambda: setattr(p, "age", "x"), lambda: Person(zzz=1), lambda: Person.nothing, lambda: delattr(p, "boss")):
    try: f()
    except (TypeError, AttributeError) as x: print(type(x).__name__, x)
del p.age; print(p.age)
@dataclass(frozen=True, slots=True, order=True)
class P:
    x: int; y: int = 0; tags: tuple[str, ...] = field(default=(), compare=False, repr=False)
    def __add__(self, o): return P(self.x + o.x, self.y + o.y)
print(P(1, 2) + P(3), P(1) < P(2), hash(P(1)) == hash(P(1)), replace(P(1), y=9), asdict(P(1)), astuple(P(1)), P.__slots__)
try: P(1).x = 5
except dataclasses.FrozenInstanceError as x: print(x)
@dataclass
class Q:
    a: int
    _: KW_ONLY
    b: list = field(default_factory=list, metadata={"k": 1}); c: InitVar[int] = 3; d: ClassVar[int] = 7
    def __post_init__(self, c): self.total = self.a + c
q = Q(1, b=[2], c=10); print(q, q.total, [(f.name, f.type, f.kw_only) for f in fields(Q)], fields(Q)[1].metadata, Q.__match_args__)
for t in ("Q()", "Q(1, 2)", "Q(1, z=2)"):
    try: eval(t)
    except TypeError as x: print(x)
try:
    @dataclass
    class Bad: x: list = []
except ValueError as x: print(x)
try:
    @dataclass
    class Bad2:
        x: int = 1
        y: int
except TypeError as x: print(x)
D = make_dataclass("D", [("x", int), ("y", str, "d")]); print(D(1), inspect.signature(D), inspect.signature(Q))
class Color(enum.Enum):
    RED = 1; GREEN = "g"; CRIMSON = 1
    @property
    def pretty(self): return self.name.title()
    @classmethod
    def _missing_(cls, v): return cls.RED if v == "?" else None
print(Color.RED, repr(Color.GREEN), Color(1), Color["GREEN"], Color.CRIMSON is Color.RED, list(Color), Color.__members__.keys(), Color("?").pretty, Color.RED in Color, len(Color), isinstance(Color.RED, Color))
for f in (lambda: Color(9), lambda: Color["X"], lambda: setattr(Color, "RED", 2), lambda: Color.X):
    try: f()
    except Exception as x: print(type(x).__name__, x)
class Perm(enum.Flag):
    R = enum.auto(); W = enum.auto(); X = enum.auto(); RW = R | W
print(Perm.R | Perm.X, repr(Perm.RW), Perm.R in Perm.RW, ~Perm.R, Perm(0), bool(Perm.R & Perm.W), list(Perm.RW), Perm(7))
class St(enum.StrEnum): A = enum.auto(); B = "bee"
class IF(enum.IntFlag): A = 1; B = 2
print(St.A, f"{St.B:>5}", St.A == "a", repr(St.A), IF.A | 8, IF(3), IF.A + 1, json.dumps({"k": St.A, "i": IF.B}))
@enum.unique
class U(enum.IntEnum): LOW = 1; HIGH = 10
try:
    @enum.unique
    class U2(enum.Enum): A = 1; B = 1
except ValueError as x: print(x)
class Planet(enum.Enum):
    EARTH = (5.97e24, 6.37e6); MARS = (6.4e23, 3.39e6)
    def __init__(self, m, r): self.m, self.r = m, r
    @property
    def g(self): return 6.67e-11 * self.m / self.r ** 2
print([f"{p.name}:{p.g:.2f}" for p in Planet], max(U), U.LOW < 5, sorted(U, reverse=True), Enum := None)
T = TypeVar("T"); K = TypeVar("K", bound="Comparable")
class Stack(Generic[T]):
    def __init__(self) -> None: self.items: list[T] = []
    def push(self, x: T) -> Stack[T]: self.items.append(x); return self
@runtime_checkable
class Closeable(Protocol):
    def close(self) -> None: ...
class F:
    def close(self): pass
print(isinstance(F(), Closeable), isinstance(3, Closeable), Stack[int], Stack[int]().push(1).items, Optional[int], Union[int, str, None], list[int], dict[str, list[int]], Callable[[int], str], int | None, get_type_hints(Stack.push)["x"], Literal["a", 1], Annotated[int, "m"], get_origin(list[int]), get_args(dict[str, int]), Any, T)
class TD(TypedDict, total=False): a: int; b: str
class NT(NamedTuple):
    a: int; b: str = "z"
    def both(self): return f"{self.a}{self.b}"
print(TD(a=1), NT(1).both(), NT(1)._replace(a=5), NT._fields, NT(1)._asdict(), NT._field_defaults, TD.__annotations__, cast(int, "x"), NewType("UID", int)(5), TYPE_CHECKING)
@functools.singledispatch
def show(x): return f"obj {x!r}"
@show.register
def _(x: int): return f"int {x}"
@show.register(list)
@show.register(tuple)
def _(x): return "seq " + ",".join(map(show, x))
print(show([1, "a", (2,)]), show.dispatch(bool) is show.registry[int], show(None))
class Disp:
    @functools.singledispatchmethod
    def f(self, x): return "any"
    @f.register
    def _(self, x: str): return "str " + x
    @functools.cached_property
    def cp(self): print("once"); return 5
    def __class_getitem__(cls, k): return f"{cls.__name__}[{k}]"
print(Disp().f(1), Disp().f("q"), Disp[3], (d := Disp()).cp, d.cp, d.__dict__)
@functools.lru_cache(maxsize=2)
def sq(n): return n * n
[sq(i) for i in (1, 2, 1, 3, 2)]; print(sq.cache_info(), sq.cache_parameters(), sq.cache_clear(), sq.cache_info().hits)
class A:
    def __init_subclass__(cls, /, tag="none", **kw): super().__init_subclass__(**kw); cls.tag = tag
    def hi(self): return ["A"]
class B(A, tag="b"):
    def hi(self): return ["B"] + super().hi()
class C(A):
    def hi(self): return ["C"] + super().hi()
class E(B, C, tag="e"):
    def hi(self): return ["E"] + super().hi()
print(E().hi(), [c.__name__ for c in E.__mro__], E.tag, C.tag, E.__bases__, A.__subclasses__())
try: type("X", (A, B), {})
except TypeError as x: print(x)
class Vec:
    __slots__ = ("v",)
    def __init__(self, *v): self.v = v
    def __matmul__(self, o): return sum(map(operator.mul, self.v, o.v))
    def __rmul__(self, k): return Vec(*(k * x for x in self.v))
    def __neg__(self): return -1 * self
    def __eq__(self, o): return self.v == o.v if isinstance(o, Vec) else NotImplemented
    def __len__(self): return len(self.v)
    def __getitem__(self, i): return self.v[i] if isinstance(i, int) else Vec(*self.v[i])
    def __contains__(self, x): return x in self.v
    def __repr__(self): return f"Vec{self.v}"
    def __format__(self, s): return "<" + ", ".join(format(x, s) for x in self.v) + ">"
    def __bool__(self): return any(self.v)
    def __call__(self, f): return Vec(*map(f, self.v))
    def __iter__(self): return iter(self.v)
    def __reversed__(self): return Vec(*self.v[::-1])
    def __divmod__(self, k): return [divmod(x, k) for x in self.v]
    def __round__(self, n=None): return Vec(*(round(x, n) for x in self.v))
    def __index__(self): return self.v[0]
    def __hash__(self): return hash(self.v)
v = Vec(1, 2.5, 3); print(v @ Vec(1, 1, 1), 2 * v, -v, v[1:], 2.5 in v, f"{v:.2f}", bool(Vec(0)), v(str), [*v], reversed(v), divmod(v, 2), round(v, 0), "abcd"[Vec(2)], hex(Vec(255)), v == (1, 2.5, 3), {v: 1}[Vec(1, 2.5, 3)])
for f in (lambda: v + 1, lambda: v < v, lambda: v * 2, lambda: setattr(v, "z", 1), lambda: v.nope):
    try: f()
    except (TypeError, AttributeError) as x: print(x)
print(copy.copy(v), copy.deepcopy({"a": [v]}), callable(v), inspect.getmembers(P, inspect.isfunction)[0][0])
