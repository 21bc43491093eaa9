from dataclasses import dataclass, field, fields, asdict, astuple, replace, KW_ONLY, InitVar, make_dataclass, is_dataclass, FrozenInstanceError
from enum import Enum, IntEnum, Flag, IntFlag, StrEnum, auto, unique, Enum
from typing import ClassVar, Optional, Union, List, Dict, Callable, get_type_hints, TypedDict, Literal, Final, overload, Generic, TypeVar, Protocol, runtime_checkable, Annotated, NewType
import abc, sys
@dataclass(order=True)
class Task:
    sort_index: tuple = field(init=False, repr=False)
    priority: int
    name: str = "none"
    tags: list[str] = field(default_factory=list, compare=False)
    count: ClassVar[int] = 0
    seed: InitVar[int] = 1
    _: KW_ONLY
    done: bool = False
    def __post_init__(self, seed): self.sort_index = (-self.priority, self.name); type(self).count += seed
ts = [Task(1, "b"), Task(3, "a", ["x"], 5), Task(1, "a", done=True)]
print(sorted(ts)[0], Task.count, ts[0] < ts[1], [f.name for f in fields(Task)], asdict(ts[1]), astuple(ts[2]))
print(replace(ts[0], name="zz", seed=2), ts[0] == Task(1, "b", ["other"]), Task.__match_args__)
for bad in ["Task()", "Task(1, nope=2)", "Task(1,'a',[],1,True)", "ts[0] < 3", "hash(ts[0])"]:
    try: print(eval(bad))
    except TypeError as e: print(bad, "->", e)
@dataclass(frozen=True, slots=True, eq=True)
class P:
    x: int = 0
    y: int = 0
    def __add__(self, o): return P(self.x + o.x, self.y + o.y)
    def __matmul__(self, o): return self.x * o.x + self.y * o.y
    def __neg__(self): return replace(self, x=-self.x, y=-self.y)
    __radd__ = lambda self, o: self if o == 0 else NotImplemented
p = P(1, 2)
print(sum([p, P(3, 4)]), p @ P(3, 4), -p, {p: 1}[P(1, 2)], hash(p) == hash(P(1, 2)), P.__slots__, hasattr(p, "__dict__"))
for stmt in ["p.x = 3", "p.z = 3", "del p.x", "1 + p"]:
    try: exec(stmt)
    except Exception as e: print(type(e).__name__, e)
try:
    @dataclass
    class Bad: x: list = []
except ValueError as e: print(e)
try:
    @dataclass
    class Bad2:
        x: int = 1
        y: int
except TypeError as e: print(e)
C = make_dataclass("C", [("a", int), ("b", str, "q"), ("c", list, field(default_factory=list))]); print(C(5, 6, [7]), is_dataclass(C), C.__mro__[1].__name__)
class Colour(Enum):
    RED = 1; GREEN = "g"; BLUE = (3, "b"); CRIMSON = 1
    def __init__(self, *a): self.args_ = a
    @property
    def pretty(self): return self.name.title()
    @classmethod
    def _missing_(cls, v): return cls.RED if v == "default" else None
    def __str__(self): return f"C:{self.name}"
print(list(Colour), Colour(1), Colour["BLUE"].value, Colour.CRIMSON is Colour.RED, Colour("default"), Colour.GREEN.pretty, Colour.__members__.keys(), repr(Colour.RED), f"{Colour.RED}", Colour.RED.args_, Colour.RED in Colour, len(Colour))
for e in ["Colour(9)", "Colour['X']", "Colour.RED.value = 2", "Colour.X", "Colour.RED < Colour.GREEN"]:
    try: exec(e)
    except Exception as x: print(type(x).__name__, x)
class Perm(Flag):
    R = auto(); W = auto(); X = auto(); RW = R | W
print(Perm.R | Perm.X, Perm.RW, ~Perm.R, Perm(7), Perm(0), list(Perm.RW), Perm.W in Perm.RW, bool(Perm.R & Perm.W), Perm.RW ^ Perm.R, repr(Perm.R | Perm.W), Perm.X.value, Perm["R"])
class I(IntEnum): A = 5; B = auto()
class IF(IntFlag): A = 1; B = 2
class S(StrEnum): FOO = auto(); BAR = "b"
print(I.A + 1, I.B, repr(I.B), f"{I.A:>4}", str(I.A), sorted([I.B, I.A]), IF.A | 8, IF(3), S.FOO, S.FOO == "foo", S("b"), S.BAR.upper(), f"{S.FOO!r}", "%s %d" % (I.A, I.A), {I.A: 1}[5])
try:
    @unique
    class U(Enum): A = 1; B = 1
except ValueError as e: print(e)
try:
    class Ext(Colour): pass
except TypeError as e: print(e)
D = Enum("D", "N E S W", start=10, module=__name__); print(list(D), D.N.value)
class Shape(abc.ABC):
    @property
    @abc.abstractmethod
    def area(self) -> float: ...
    @classmethod
    @abc.abstractmethod
    def make(cls): ...
    @abc.abstractmethod
    def other(self): return "base other"
class Sq(Shape):
    def __init__(self, s=2): self.s = s
    area = property(lambda self: self.s ** 2)
    @classmethod
    def make(cls): return cls(3)
for c in (Shape, Sq):
    try: c()
    except TypeError as e: print(e)
class Sq2(Sq):
    def other(self): return super().other() + "!"
print(Sq2.make().area, Sq2().other(), Sq2.__abstractmethods__, isinstance(Sq2(), Shape))
@runtime_checkable
class Quacks(Protocol):
    def quack(self) -> str: ...
class Duck:
    def quack(self): return "q"
print(isinstance(Duck(), Quacks), isinstance(3, Quacks))
try: Quacks()
except TypeError as e: print(e)
T = TypeVar("T"); K = TypeVar("K", bound=int)
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
    def map(self, f: Callable[[T], K]) -> "Box[K]": return Box(f(self.v))
print(Box[int], Box[int](3).v, Box.__parameters__, T, get_type_hints(Box.map), Box[int].__origin__, Box[int].__args__, Box(1).map(str).v)
class Movie(TypedDict, total=False):
    name: str
    year: int
print(Movie(name="x"), Movie.__annotations__, Movie.__total__, Optional[int], Union[int, str, int], int | None, List[int], dict[str, list[int]], Literal["a", 1], Callable[[int], str], NewType("UID", int)(5), Annotated[int, "m"], Final)
print(isinstance(3, int | str), get_type_hints(Task)["tags"], Union[int], type(int | str), (int | str).__args__, list[int]([1]), Optional[Union[int, None]])
Task("x") < Task(1)
