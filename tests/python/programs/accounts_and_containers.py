import copy, pickle, json, weakref, itertools, heapq, bisect, string, textwrap, datetime as dt, decimal, fractions, statistics
from collections import OrderedDict, defaultdict, Counter, deque, ChainMap, namedtuple, UserDict
from abc import ABC, abstractmethod
class Account(ABC):
    _ids = itertools.count(1000)
    registry = weakref.WeakValueDictionary()
    def __init_subclass__(cls, /, rate=None, **kw):
        super().__init_subclass__(**kw)
        if rate is not None: cls.rate = decimal.Decimal(rate)
    def __new__(cls, *a, **k):
        self = super().__new__(cls); self.id = next(cls._ids); cls.registry[self.id] = self; return self
    def __init__(self, owner, balance=0, *, currency="EUR"):
        self.owner, self.balance, self.currency, self.log = owner, decimal.Decimal(balance), currency, []
    @abstractmethod
    def fee(self, amount): ...
    def withdraw(self, amount):
        total = decimal.Decimal(amount) + self.fee(amount)
        if total > self.balance:
            raise InsufficientFunds(self, total) from ValueError(f"{self.balance} < {total}")
        self.balance -= total; self.log.append(("w", total)); return self
    def __iadd__(self, amount): self.balance += decimal.Decimal(amount); self.log.append(("d", amount)); return self
    def __format__(self, spec):
        match spec.split(":"):
            case ["short"]: return f"#{self.id}"
            case ["long", w]: return f"{self.owner:>{w}} | {self.balance:>10,.2f} {self.currency}"
            case [""]: return str(self)
            case other: raise ValueError(f"bad spec {other}")
    def __repr__(self): return f"{type(self).__name__}({self.owner!r}, {self.balance})"
class InsufficientFunds(Exception):
    def __init__(self, acc, need): super().__init__(f"{acc:short} needs {need}"); self.add_note(f"balance is {acc.balance}")
class Checking(Account, rate="0.01"):
    def fee(self, amount): return (decimal.Decimal(amount) * self.rate).quantize(decimal.Decimal("0.01"), decimal.ROUND_HALF_UP)
class Savings(Checking, rate="0.025"):
    def fee(self, amount): return super().fee(amount) * 2
try: Account("x")
except TypeError as e: print(e)
a, b = Checking("Ann", "100.50"), Savings("Bob", 2500)
a += "49.5"; a.withdraw(20)
print(a, b, f"{a:short} [{b:long:8}]", a.log)
try: f"{a:nope}"
except ValueError as e: print(e)
try: b.withdraw("2499")
except InsufficientFunds as e: print(repr(e), repr(e.__cause__), e.__notes__, e.__suppress_context__)
print(dict(Account.registry)); del b; print(list(Account.registry))
print(Account.__abstractmethods__, Checking.__abstractmethods__, Savings.rate, Savings.__mro__[1:3])
c = copy.copy(a); c.log.append("x"); d = copy.deepcopy(a); d.log.append("y"); print(a.log, c.id == a.id, len(d.log))
Point = namedtuple("Point", "x y z", defaults=[0, 0])
p = Point(1); print(p, p._replace(y=5)._asdict(), Point._fields, Point._field_defaults, p + (4,), Point._make("abc"))
try: Point()
except TypeError as e: print(e)
try: p.x = 3
except AttributeError as e: print(e)
cm = ChainMap({"a": 1}, {"a": 2, "b": 3}); cm["c"] = 9; print(cm, cm.maps[0], cm.new_child({"z": 0})["b"], list(cm), cm.parents)
ctr = Counter("mississippi"); ctr.subtract("ss"); print(ctr, ctr.most_common(2), ctr + Counter(i=1), ctr & Counter("sip"), -ctr, ctr.total())
dd = defaultdict(lambda: defaultdict(list)); dd["x"]["y"].append(1); print(dd["x"], json.dumps(dd), dict(dd).keys())
od = OrderedDict.fromkeys("abc"); od.move_to_end("a"); od.popitem(last=False); print(od, od == {"c": None, "a": None}, list(reversed(od)))
dq = deque(range(5), maxlen=4); dq.rotate(2); dq.appendleft("L"); dq.extend("xy"); print(dq, dq.maxlen, dq.index("x"), dq.count(3))
print(list(itertools.groupby("aabbbc", key=str.upper))[0][0], [(k, len(list(g))) for k, g in itertools.groupby("aabbbc")])
print(*itertools.islice(itertools.accumulate(itertools.chain([1], itertools.repeat(2)), lambda x, y: x * y), 5), sep="→")
print(list(itertools.zip_longest("ab", [1, 2, 3], fillvalue=None)), list(itertools.pairwise("abcd")), list(itertools.starmap(pow, [(2, 3), (3, 2)])))
h = [(3, "c"), (1, "a"), (2, "b")]; heapq.heapify(h); print(heapq.heappushpop(h, (0, "z")), heapq.nlargest(2, h), heapq.nsmallest(1, h, key=lambda t: -t[0]), list(heapq.merge([1, 4], [2, 3])))
xs = [1, 3, 3, 5]; bisect.insort(xs, 4); print(xs, bisect.bisect_left(xs, 3), bisect.bisect(xs, 3), bisect.bisect_left(xs, -5, key=lambda v: -v))
print(fractions.Fraction("3/4") + fractions.Fraction(0.5), fractions.Fraction(22, 7).limit_denominator(5), decimal.Decimal("1.10") * 3, round(decimal.Decimal("2.675"), 2))
print(statistics.mean([1, 2, 3, 4]), statistics.median([3, 1, 2]), statistics.pstdev([1, 2, 3, 4]), statistics.mode("aab"), statistics.quantiles([1, 2, 3, 4, 5], n=4))
t = dt.datetime(2024, 2, 28, 23, 59, 30) + dt.timedelta(days=1, seconds=45); print(t, t.isoformat(), f"{t:%A %d %B %Y %H:%M:%S %j %U}", t.date() - dt.date(2024, 1, 1), repr(t - dt.datetime(2024, 1, 1)))
print(dt.date.fromisoformat("2024-03-01").isocalendar(), dt.datetime.strptime("01/02/2023 4PM", "%d/%m/%Y %I%p"), dt.timedelta(hours=-1), abs(dt.timedelta(-1, 3)))
print(string.Template("$who owes ${amt}").substitute(who="X", amt=3), string.capwords("hello big  world"), string.ascii_letters[:5])
print(textwrap.fill("The quick brown fox jumps over the lazy dog " * 2, width=30, initial_indent="* ", subsequent_indent="  "), textwrap.dedent("   a\n     b\n"), textwrap.shorten("hello there world", 12), sep="\n")
class Temp(UserDict):
    def __missing__(self, k): return f"<{k}>"
u = Temp(a=1); print(u["zz"], u, "a" in u, u | {"b": 2})
print(pickle.loads(pickle.dumps({"a": [1, (2, 3)], "p": dt.date(2020, 1, 1), "f": fractions.Fraction(1, 3)})))
print(json.dumps({"k": [1, 2.5, None, True, "é\n"], "n": {"a": ()}}, indent=2, sort_keys=True, ensure_ascii=False), json.loads('{"a": [1e3, -0.0, "\\u00e9"]}'))
try: json.loads('{"a": 1,}')
except json.JSONDecodeError as e: print(e, e.lineno, e.colno, e.pos)
try: json.dumps({1, 2})
except TypeError as e: print(e)
a.withdraw(1000)
