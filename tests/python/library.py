"""Holds library modules of src/python/lib against CPython's own, on CPython.

    python3 library.py [MODULE …]

Each case is an expression that is evaluated with our module and with CPython's;
the two must print the same or raise the same. Ends with the number of cases.
"""

import importlib
import importlib.util
import os
import random
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LIB = os.path.join(HERE, "..", "..", "src", "python", "lib")
OURS = {}


def ours(name):
    """Our module of a name, with those of ours that it imports itself."""
    if name not in OURS:
        path = os.path.join(LIB, name.replace(".", os.sep) + ".py")
        if not os.path.exists(path):
            path = os.path.join(LIB, name.replace(".", os.sep), "__init__.py")
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        OURS[name] = module
        held = sys.modules.get(name)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        finally:
            if held is not None:
                sys.modules[name] = held
            else:
                del sys.modules[name]
    return OURS[name]


def outcome(expression, names):
    try:
        return repr(eval(expression, dict(names)))
    except Exception as error:
        # A type written in C says its module too.
        text = str(error).replace("'datetime.", "'")
        return f"{type(error).__name__}: {text}"


def compare(cases, left, right):
    wrong = 0
    for case in cases:
        a, b = outcome(case, left), outcome(case, right)
        if a != b:
            wrong += 1
            if wrong <= 10:
                print(f"{case}\n  ours   {a}\n  python {b}")
    return wrong


def pick(rng, *items):
    return rng.choice(items)


def datetime_cases(rng):
    whole = lambda: pick(rng, 0, 1, -1, 59, 86399, 86400, 123456, -7, rng.randrange(-10**6, 10**6))
    part = lambda: pick(rng, str(whole()), str(whole()), repr(rng.randrange(-4000, 4000) / 64))
    names = ["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"]

    def delta():
        chosen = rng.sample(names, rng.randrange(0, 4))
        return f"d.timedelta({', '.join(f'{name}={part()}' for name in chosen)})"

    def zone():
        return pick(rng, "None", "None", "d.timezone.utc", "d.timezone(d.timedelta(hours=9))",
                    "d.timezone(d.timedelta(hours=-3, minutes=-30))", "d.timezone(d.timedelta(hours=9), 'KST')")

    def day():
        return (f"d.date({pick(rng, 1, 1900, 2000, 2023, 2024, 9999, rng.randrange(1, 9999))}, "
                f"{rng.randrange(1, 14)}, {rng.randrange(1, 32)})")

    def clock():
        return (f"d.time({rng.randrange(0, 25)}, {rng.randrange(0, 60)}, {pick(rng, 0, 59, rng.randrange(61))}, "
                f"{pick(rng, 0, 0, 5, 120000, 999999)}, {zone()})")

    def moment():
        return (f"d.datetime({pick(rng, 1970, 2024, 1999, rng.randrange(1, 9999))}, {rng.randrange(1, 13)}, "
                f"{rng.randrange(1, 30)}, {rng.randrange(0, 24)}, {rng.randrange(0, 60)}, {pick(rng, 0, 59, 7)}, "
                f"{pick(rng, 0, 0, 5, 120000, 999999)}, {zone()})")

    def text():
        return repr(pick(
            rng, "2024-05-09", "20240509", "2024-W19-4", "2024W194", "2024-W19", "2024-5-9", "2024-05-09T12:30",
            "2024-05-09 12:30:15.25", "20240509T123015", "2024-05-09T12:30:15+09:00", "2024-05-09T12Z",
            "2024-13-01", "x", "", "12:30", "T12:30:05,123456789", "1230", "24:00", "12:30-03:30:15",
            "2024-05-09T12:30:15.123456789", "2024-W19-4T10", "2024W1T10", "2024-02-30", "12:3"))

    formats = ["%Y-%m-%d %H:%M:%S.%f", "%d/%m/%y %I:%M %p", "%a %b %d %Y", "%A %B %j %U %W %w", "%z|%Z", "%%",
               "%c", "%x %X", "%G-W%V-%u", "%H%M%S", "%y%m%d", "week %U", "%F %T"]

    def one():
        a, b = pick(rng, delta, delta, moment, day, clock)(), pick(rng, delta, moment, day, clock)()
        return pick(
            rng,
            lambda: f"({a}) {pick(rng, '+', '-', '<', '==', '>=', '!=')} ({b})",
            lambda: f"({delta()}) {pick(rng, '*', '/', '//')} ({part()})",
            lambda: f"({delta()}) {pick(rng, '/', '//', '%')} ({delta()})",
            lambda: f"divmod({delta()}, {delta()})",
            lambda: f"str({a})",
            lambda: f"repr({a})",
            lambda: f"hash({delta()})",
            lambda: f"({delta()}).total_seconds(), abs({delta()}), -{delta()}, bool({delta()})",
            lambda: f"({pick(rng, day, moment)()}).strftime({pick(rng, *formats)!r})",
            lambda: f"({clock()}).strftime('%H:%M:%S %f %z')",
            lambda: f"tuple(({pick(rng, day, moment)()}).isocalendar()), ({day()}).isocalendar()",
            lambda: f"({pick(rng, day, moment)()}).weekday(), ({day()}).toordinal(), ({moment()}).ctime()",
            lambda: f"({moment()}).isoformat({pick(rng, ' ', 'T', '_')!r}, "
                    f"{pick(rng, 'auto', 'hours', 'minutes', 'seconds', 'milliseconds', 'microseconds', 'x')!r})",
            lambda: f"d.{pick(rng, 'date', 'datetime')}.fromisoformat({text()})",
            lambda: f"d.time.fromisoformat({text().replace('20240509', '1230')})",
            lambda: f"({moment()}).astimezone({zone()})",
            lambda: f"({moment()}).timestamp()",
            lambda: f"d.datetime.fromtimestamp({part()}, {zone()})",
            lambda: f"d.datetime.utcfromtimestamp({part()})",
            lambda: f"d.datetime.strptime(({moment()}).strftime({(f := pick(rng, *formats))!r}), {f!r})",
            lambda: f"d.datetime.strptime({text()}, {pick(rng, *formats)!r})",
            lambda: f"d.datetime.combine({day()}, {clock()})",
            lambda: f"({moment()}).replace(year={rng.randrange(1, 3000)}, tzinfo={zone()})",
            lambda: f"({moment()}).date(), ({moment()}).time(), ({moment()}).timetz(), ({moment()}).utcoffset()",
            lambda: f"d.date.fromisocalendar(2020, {rng.randrange(0, 55)}, {rng.randrange(0, 9)})",
            lambda: f"tuple(({moment()}).timetuple()), tuple(({moment()}).utctimetuple())",
            lambda: f"'{{:%Y/%m/%d}}'.format({moment()}), f'{{{day()}}}'",
        )()

    return [one() for _ in range(20000)]


def datetime_names():
    ours("_strptime")
    mine = ours("datetime")
    real = importlib.import_module("datetime")

    return {"d": mine}, {"d": real}


def run_datetime(rng):
    left, right = datetime_names()
    cases = datetime_cases(rng)
    real, realp = sys.modules["datetime"], sys.modules.get("_strptime")
    wrong = 0
    for case in cases:
        sys.modules["datetime"], sys.modules["_strptime"] = OURS["datetime"], OURS["_strptime"]
        a = outcome(case, left)
        sys.modules["datetime"] = real
        sys.modules.pop("_strptime")
        if realp is not None:
            sys.modules["_strptime"] = realp
        b = outcome(case, right)
        realp = sys.modules.get("_strptime", realp)
        if a != b:
            wrong += 1
            if wrong <= 10:
                print(f"{case}\n  ours   {a}\n  python {b}")
    return len(cases), wrong


def json_cases(rng):
    def value(depth=0):
        kind = rng.randrange(9 if depth < 3 else 6)
        if kind == 0:
            return pick(rng, None, True, False)
        if kind == 1:
            return pick(rng, 0, -1, 10**20, rng.randrange(-1000, 1000))
        if kind == 2:
            return pick(rng, 0.1, -2.5, 1e300, 1e-7, float("inf"), float("nan"))
        if kind < 6:
            return "".join(pick(rng, "a", "\"", "\\", "\n", "\t", "\x01", "\x7f", "é", "가", "😀", "/", " ")
                           for _ in range(rng.randrange(6)))
        if kind == 6:
            return [value(depth + 1) for _ in range(rng.randrange(4))]
        if kind == 7:
            return tuple(value(depth + 1) for _ in range(rng.randrange(3)))
        key = lambda: pick(rng, "k", "é", 1, 2.5, None, True, "z")
        return {key(): value(depth + 1) for _ in range(rng.randrange(4))}

    def options():
        return "".join(rng.sample(
            [", indent=2", ", ensure_ascii=False", ", sort_keys=True", ", separators=(',', ':')", ", indent='-'",
             ", allow_nan=False", ", skipkeys=True", ", default=str"], rng.randrange(3)))

    names = "inf=float('inf'), nan=float('nan')"
    pieces = ["{", "}", "[", "]", ",", ":", '"a"', '"', "1", "-", "0", ".5", "e3", "true", "null", " ", "\n",
              "\\u00e9", "\\ud83d\\ude00", "\\q", "NaN", "-Infinity", "x", '"b\\n"', "\t"]
    for _ in range(8000):
        yield f"(lambda {names}: j.dumps({value()!r}{options()}))()"
        yield f"j.loads({''.join(pick(rng, *pieces) for _ in range(rng.randrange(9)))!r})"
        yield f"(lambda {names}: j.loads(j.dumps({value()!r}, skipkeys=True)))()"
    yield "j.dumps({(1, 2): 3})"
    yield "j.dumps(object)"
    yield "j.dumps({1, 2})"
    yield "j.loads(b'[1]'), j.loads('\\ufeff[1]')"
    yield "j.loads(5)"
    yield "j.loads('[1.5, 2]', parse_float=str, parse_int=float)"
    yield "j.loads('{\"a\": {\"b\": 1}}', object_hook=lambda d: sorted(d.items()))"
    yield "j.loads('{\"a\": {\"b\": 1}}', object_pairs_hook=list)"
    yield "(lambda l: (l.append(l), j.dumps(l)))([])"


def run_json(rng):
    held = {name: sys.modules.pop(name, None) for name in ("json", "json.decoder", "json.encoder")}
    for name in ("json.decoder", "json.encoder", "json"):
        sys.modules[name] = ours(name)
    mine = sys.modules["json"]
    for name in held:
        sys.modules.pop(name)
    real = importlib.import_module("json")
    cases = list(json_cases(rng))
    return len(cases), compare(cases, {"j": mine}, {"j": real})


def run_plain(name, cases):
    """Cases of a module that stands alone; they call it `m`."""
    def run(rng):
        made = list(cases(rng))
        mine, real = ours(name), importlib.import_module(name)
        return len(made), compare(made, {"m": mine}, {"m": real})
    return run


def itertools_cases(rng):
    def items(least=0):
        return repr([rng.randrange(5) for _ in range(rng.randrange(least, 7))])

    for _ in range(1500):
        a, b, n = items(), items(), rng.randrange(-1, 5)
        start, stop = rng.randrange(-1, 6), pick(rng, None, rng.randrange(8))
        yield f"list(m.accumulate({a})), list(m.accumulate({a}, max, initial={n}))"
        yield f"list(m.chain({a}, {b})), list(m.chain.from_iterable([{a}, 'xy']))"
        yield f"list(m.islice({a}, {start}, {stop}, {pick(rng, None, 1, 2, 3, 0)})), list(m.islice({a}, {n}))"
        yield f"(lambda i: (list(m.islice(i, {start}, {stop})), list(i)))(iter({items()}))"
        yield f"list(m.permutations(range({n}), {n}))"
        yield f"list(m.combinations(range({rng.randrange(6)}), {n}))"
        yield f"list(m.combinations_with_replacement(range({rng.randrange(4)}), {n}))"
        yield f"list(m.product(range({rng.randrange(3)}), 'ab', repeat={rng.randrange(3)}))"
        yield f"[(k, list(g)) for k, g in m.groupby({a})], [k for k, g in m.groupby({b}, lambda x: x % 2)]"
        yield f"list(m.zip_longest({a}, {b}, fillvalue=None)), list(m.pairwise({a}))"
        yield f"list(m.takewhile(lambda x: x < 3, {a})), list(m.dropwhile(lambda x: x < 3, {a}))"
        yield f"list(m.filterfalse(None, {a})), list(m.compress({a}, {b})), list(m.starmap(pow, zip({a}, {b})))"
        yield f"(lambda t: (next(t[0], 9), list(t[1]), list(t[0]), list(t[2])))(m.tee({a}, 3))"
        yield f"list(m.islice(m.cycle({a}), 9)), list(m.islice(m.count({n}, {n}), 4))"
        yield f"m.repeat({n}, 3), m.repeat(7), list(m.repeat({n}, 2)), m.count(3), m.count(2, 0.5)"
    for wrong in ("m.chain.from_iterable(5)", "m.combinations(5, 2)", "m.count('a')", "m.cycle(1)", "m.islice([])"):
        yield f"list({wrong})"


def heapq_cases(rng):
    for _ in range(2000):
        items = [rng.randrange(20) for _ in range(rng.randrange(12))]
        other = sorted(rng.randrange(20) for _ in range(rng.randrange(6)))
        n = rng.randrange(-1, 6)
        yield f"(lambda h: (m.heapify(h), h, m.heappush(h, {n}), h, m.heappop(h), h))({items})"
        yield f"(lambda h: (m.heappushpop(h, 7), h, m.heapreplace(h, 9), h))({sorted(items)})"
        yield f"m.nlargest({n}, {items}), m.nsmallest({n}, {items}, key=lambda x: -x % 7)"
        yield f"list(m.merge({sorted(items)}, {other})), list(m.merge({other[::-1]}, {sorted(items)[::-1]}, reverse=True))"
    yield "m.heappop([])"


def bisect_cases(rng):
    for _ in range(3000):
        items = sorted(rng.randrange(9) for _ in range(rng.randrange(9)))
        x, lo = rng.randrange(-1, 10), rng.randrange(-1, 4)
        yield f"m.bisect({items}, {x}), m.bisect_left({items}, {x}, {lo}), m.bisect_right({items}, {x}, 0, 2)"
        yield f"(lambda a: (m.insort(a, {x}), m.insort_left(a, {x}), a))({items})"
        yield f"m.bisect_left({items}, {x} * 2, key=lambda v: v * 2)"


def operator_cases(rng):
    for _ in range(1500):
        a, b = pick(rng, 5, -3, 2.5, [1, 2], "ab", True), pick(rng, 2, 4, 1.5, [3], "c")
        name = pick(rng, *"lt le eq ne ge gt add sub mul truediv floordiv mod pow and_ or_ xor lshift rshift "
                          "concat contains getitem iadd imul is_ countOf indexOf".split())
        yield f"m.{name}({a!r}, {b!r})"
    yield "m.itemgetter(1)([4, 5]), m.itemgetter(0, -1)('abc'), m.itemgetter('k')({'k': 3}), m.itemgetter(1, 'k')"
    yield "m.attrgetter('real')(5), m.attrgetter('real', 'imag')(5j), m.attrgetter('a.b', 'c')"
    yield "m.methodcaller('split', ',')('a,b'), m.methodcaller('sort', key=None), m.neg(3), m.not_(0), m.index(True)"
    yield "m.attrgetter(3)"
    yield "m.length_hint([1, 2]), m.length_hint(iter([1, 2])), m.length_hint(5, 9)"


def string_cases(rng):
    names = ["ascii_letters", "digits", "hexdigits", "octdigits", "printable", "punctuation", "whitespace"]
    yield ", ".join("m." + name for name in names)
    parts = ["$a", "${b}", "$$", "$", "x", "$c ", "${", "}", "\n", "$1", "$A"]
    fields = ["{0}", "{}", "{a!r:>4}", "{{", "}}", "{a[1]}", "{0.real}", "{:>{w}}", "text", "{", "}", "{b!x}"]
    for _ in range(3000):
        text = "".join(pick(rng, *parts) for _ in range(rng.randrange(5)))
        yield f"m.Template({text!r}).substitute(a=1, b='two', A=3)"
        yield f"m.Template({text!r}).safe_substitute({{'a': 1}}), m.Template({text!r}).is_valid()"
        yield f"m.Template({text!r}).get_identifiers()"
        text = "".join(pick(rng, *fields) for _ in range(rng.randrange(4)))
        yield f"m.Formatter().format({text!r}, 5, 6, a='hey', w=4, b=2)"
        yield f"m.capwords({text!r})"


def textwrap_cases(rng):
    words = ["a", "word", "hyphen-ated", "extraordinarily", "--", "x--y", "(so", "said).", "e.g.", "\t", "\n", "  ",
             "one-two-three", "가나다", "'q-r'", "-5", "well-", "end. Next"]
    for _ in range(4000):
        text = " ".join(pick(rng, *words) for _ in range(rng.randrange(12)))
        options = "".join(rng.sample(
            [", initial_indent='* '", ", subsequent_indent='  '", ", break_long_words=False", ", max_lines=2",
             ", break_on_hyphens=False", ", drop_whitespace=False", ", replace_whitespace=False",
             ", fix_sentence_endings=True", ", placeholder='~'"], rng.randrange(4)))
        yield f"m.wrap({text!r}, {rng.randrange(4, 25)}{options})"
        yield f"m.shorten({text!r}, {rng.randrange(5, 30)}), m.fill({text!r}, 12)"
        lines = "\n".join(pick(rng, "", "  ", "\t", "    ") + pick(rng, "a", "b c", "", " ") for _ in range(4))
        yield f"m.dedent({lines!r}), m.indent({lines!r}, '> ')"


RUNS = {
    "datetime": run_datetime,
    "json": run_json,
    "itertools": run_plain("itertools", itertools_cases),
    "heapq": run_plain("heapq", heapq_cases),
    "bisect": run_plain("bisect", bisect_cases),
    "operator": run_plain("operator", operator_cases),
    "string": run_plain("string", string_cases),
    "textwrap": run_plain("textwrap", textwrap_cases),
}


def main():
    wrong = 0
    for name in sys.argv[1:] or RUNS:
        count, bad = RUNS[name](random.Random(name))
        print(f"{name}: {count} cases, {bad} differ")
        wrong += bad
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
