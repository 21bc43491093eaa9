//! Statements: exceptions, generators, comprehensions, patterns, tracebacks.

use std::fmt::Write as _;

use super::{Maker, same};

/// Statements that raise, catch, finish and return in any order.
fn exceptions(maker: &mut Maker, depth: u32, out: &mut String, pad: usize) {
    let space = " ".repeat(pad);
    let mut line = |text: &str| {
        let _ = writeln!(out, "{space}{text}");
    };
    const RAISES: &[&str] = &[
        "raise ValueError(n)",
        "raise KeyError('k') from None",
        "raise TypeError('t') from ValueError('cause')",
        "1 / 0",
        "[][n]",
        "{}['x']",
        "int('x')",
        "return n",
        "log.append('plain')",
        "assert n > 1, n",
    ];
    if depth == 0 {
        let raise = maker.pick(RAISES);
        line(raise);
        return;
    }
    match maker.below(4) {
        0 => {
            line("try:");
            exceptions(maker, depth - 1, out, pad + 4);
            let class = maker.pick(&[
                "ValueError",
                "(KeyError, IndexError)",
                "ArithmeticError",
                "Exception",
            ]);
            let _ = writeln!(out, "{space}except {class} as exc:");
            let _ = writeln!(
                out,
                "{space}    log.append(('caught', repr(exc), repr(exc.__context__), repr(exc.__cause__)))"
            );
            if maker.chance(2) {
                exceptions(maker, depth - 1, out, pad + 4);
            }
            if maker.chance(2) {
                let _ = writeln!(out, "{space}else:");
                let _ = writeln!(out, "{space}    log.append('else')");
            }
            if maker.chance(2) {
                let _ = writeln!(out, "{space}finally:");
                let _ = writeln!(out, "{space}    log.append('finally')");
                if maker.chance(3) {
                    exceptions(maker, depth - 1, out, pad + 4);
                }
            }
        }
        1 => {
            line("for i in range(2):");
            let _ = writeln!(out, "{space}    log.append(i)");
            exceptions(maker, depth - 1, out, pad + 4);
        }
        2 => {
            let with = maker.pick(&["with Manager(True, log):", "with Manager(False, log):"]);
            line(with);
            exceptions(maker, depth - 1, out, pad + 4);
        }
        _ => {
            exceptions(maker, depth - 1, out, pad);
            exceptions(maker, depth - 1, out, pad);
        }
    }
}

#[test]
fn raising_and_catching() {
    let mut source = String::from(
        "class Manager:\n    def __init__(self, takes, log):\n        self.takes, self.log = takes, log\n    \
         def __enter__(self):\n        self.log.append('enter')\n    \
         def __exit__(self, kind, exc, trace):\n        self.log.append(('exit', repr(exc)))\n        \
         return self.takes\n",
    );
    let mut maker = Maker::new("exceptions", 7);
    for i in 0..150 {
        let _ = writeln!(source, "def f{i}(n, log):");
        exceptions(&mut maker, 3, &mut source, 4);
        let _ = writeln!(
            source,
            "for n in range(3):\n    log = []\n    try:\n        print({i}, f{i}(n, log), log)\n    \
             except Exception as exc:\n        print({i}, repr(exc), repr(exc.__context__), log)"
        );
    }
    same(&maker, &source);
}

#[test]
fn generators() {
    let mut source = String::new();
    let mut maker = Maker::new("generators", 8);
    for i in 0..120 {
        let _ = writeln!(source, "def g{i}(n):");
        for _ in 0..3 {
            let step = maker.pick(&[
                "x = yield n; print('got', x)",
                "yield from range(n)",
                "yield from [n, n + 1]",
                "try:\n        y = yield 'in'\n        print('sent', y)\n    except ValueError as e:\n        print('ve', e)\n        yield 'back'\n    finally:\n        print('end')",
                "for i in range(2):\n        yield i * n",
                "if n > 1:\n        return 'early'",
                "z = yield from (a * 2 for a in range(n))\n    print('z', z)",
            ]);
            let _ = writeln!(source, "    {step}");
        }
        let _ = writeln!(source, "    return 'done'");
        let _ = writeln!(source, "for n in range(3):\n    it = g{i}(n)\n    try:");
        for _ in 0..6 {
            let step = maker.pick(&[
                "print(next(it))",
                "print(it.send('s'))",
                "print(it.throw(ValueError('v')))",
                "print(it.close())",
                "print(list(it))",
            ]);
            let _ = writeln!(source, "        {step}");
        }
        let _ = writeln!(
            source,
            "    except BaseException as exc:\n        print({i}, n, repr(exc))\n    else:\n        print({i}, 'all')"
        );
    }
    same(&maker, &source);
}

/// An exception, or a group of some.
fn group(maker: &mut Maker, depth: u32) -> String {
    if depth == 0 || maker.chance(3) {
        let one = maker.pick(&[
            "ValueError",
            "TypeError",
            "KeyError",
            "OSError",
            "ZeroDivisionError",
        ]);
        return format!("{one}({})", maker.below(4));
    }
    let count = 1 + maker.below(3);
    let inner: Vec<String> = (0..count).map(|_| group(maker, depth - 1)).collect();
    let name = maker.pick(&["a", "b", "한"]);
    format!("ExceptionGroup('{name}', [{}])", inner.join(", "))
}

#[test]
fn groups_of_exceptions() {
    let mut source = String::new();
    let mut maker = Maker::new("groups", 10);
    for i in 0..60 {
        let _ = writeln!(
            source,
            "def f{i}():\n    try:\n        raise {}",
            group(&mut maker, 3)
        );
        let kinds = [
            "ValueError",
            "(TypeError, KeyError)",
            "OSError",
            "ExceptionGroup",
            "Exception",
        ];
        for _ in 0..1 + maker.below(2) {
            let kind = maker.pick(&kinds);
            let then = maker.pick(&[
                "pass",
                "raise LookupError('new')",
                "raise RuntimeError('new') from None",
                "print(eg.exceptions, eg.__cause__)",
            ]);
            let _ = writeln!(
                source,
                "    except* {kind} as eg:\n        print('caught', repr(eg), eg.message)\n        {then}"
            );
        }
        let _ = writeln!(
            source,
            "    finally:\n        print('finally')\n\
             try:\n    print({i}, f{i}())\n\
             except BaseException as exc:\n    print({i}, repr(exc))"
        );
    }
    same(&maker, &source);
}

#[test]
fn tracebacks() {
    let mut source = String::from("import traceback\n");
    let mut maker = Maker::new("tracebacks", 11);
    for i in 0..80 {
        let fault = maker.pick(&[
            "x = n + 'a' * 2",
            "return [1, 2][n + 5] + g(n)",
            "return (1 +\n            n / 0)",
            "raise ValueError(n, 'x') from KeyError('k')",
            "d = {'a': {'b': n}}; return d['a']['c']['d']",
            "return f(n - 1) if n else undefined_name",
            "assert n > 99, f'{n=} is small'",
            "[y for y in range(3) if 1 / (y - n)]",
            "int('12x'); return 1",
            "return n.missing.attr",
            "with open('/nowhere/' + str(n)) as file: pass",
            "for a, b in [(1, 2), (3,)]: print(a, b)",
            "lambda: 1 / 0\n    return (lambda v: v[0])(n)",
            "return sorted([3, 'a', n])",
        ]);
        let call = maker.pick(&[
            "f(n)",
            "f(n) * 2",
            "(f)(n)[0]",
            "print(f(n), f(n))",
            "f(n=n)",
        ]);
        let catch = maker.pick(&[
            "except KeyError: raise",
            "except (TypeError, KeyError) as exc:\n        raise RuntimeError('again') from exc",
            "except ValueError:\n        raise TypeError('other')",
            "finally: n += 1",
        ]);
        let n = maker.below(3);
        let _ = writeln!(
            source,
            "def f(n):\n    {fault}\n\
             def g{i}(n):\n    try:\n        return {call}\n    {catch}\n\
             try:\n    print(g{i}({n}))\n\
             except Exception:\n    print({i}, traceback.format_exc())"
        );
    }
    same(&maker, &source);
}

#[test]
fn comprehensions_and_unpacking() {
    let mut source = String::new();
    let mut maker = Maker::new("comprehensions", 12);
    for i in 0..200 {
        let n = 2 + maker.below(4);
        let item = maker.pick(&[
            "x",
            "x * y",
            "(x, y)",
            "[x] * y",
            "x if y else -x",
            "(z := x + y)",
        ]);
        let test = maker.pick(&[
            "x != y",
            "x % 2",
            "x < y or y > 2",
            "not y",
            "True",
            "(w := x * y) > 3",
        ]);
        let (open, close) = [
            ("[", "]"),
            ("{", "}"),
            ("list(", ")"),
            ("sum(", ")"),
            ("dict((", ") for _ in ' ')"),
        ][maker.below(5) as usize];
        let target = maker.pick(&[
            "a, *b",
            "a, b, *c",
            "*a, b",
            "(a, *_), b",
            "a, (b, c)",
            "a, b",
        ]);
        let values = maker.pick(&[
            "range(3)",
            "'xyz'",
            "[[1, 2], 3]",
            "(1, (2, 3))",
            "{1: 2, 3: 4}",
            "(1,)",
        ]);
        let slice = maker.pick(&["1:", "::-1", "-3:-1", "::2", "5:1:-2", ":-1"]);
        let _ = writeln!(
            source,
            "try:\n    print({i}, {open}{item} for x in range({n}) for y in range(x) if {test}{close})\n\
             except Exception as exc:\n    print({i}, type(exc).__name__, exc)\n\
             try:\n    {target} = {values}\n    print({i}, a, b)\n\
             except Exception as exc:\n    print({i}, type(exc).__name__, exc)\n\
             s = list(range({n} + 4)); s[{slice}] = [*s[{slice}]][::-1]; print(s, 'abcdefg'[{slice}], (*s,)[{slice}])"
        );
    }
    same(&maker, &source);
}

/// A pattern; each `@` becomes a number, so that no name is bound twice.
fn pattern(maker: &mut Maker, depth: u32) -> String {
    let plain = [
        "1",
        "'a'",
        "None",
        "True",
        "int()",
        "str() as t@",
        "_",
        "2.5",
        "-3",
        "Color.RED",
    ];
    if depth == 0 {
        return maker.pick(&plain).to_owned();
    }
    let mut inner = || pattern(maker, depth - 1);
    let (one, two) = (inner(), inner());
    match maker.below(8) {
        0 => format!("[{one}, *rest@]"),
        1 => format!("({one}, {two})"),
        2 => format!("{{'k': {one}, **others@}}"),
        3 => format!("Point({one}, y={two})"),
        4 => format!("Point(x={one})"),
        5 => "1 | 'a' | None".to_owned(),
        // Both ways must bind the same names: none.
        6 => format!(
            "[{}] | [_, {}]",
            maker.pick(&plain[..3]),
            maker.pick(&plain[..3])
        ),
        _ => one,
    }
}

#[test]
fn patterns() {
    let mut source = String::from(
        "import enum\nclass Color(enum.Enum):\n    RED = 1\nclass Point:\n    __match_args__ = ('x', 'y')\n    \
         def __init__(self, x, y):\n        self.x, self.y = x, y\n    \
         def __repr__(self):\n        return f'Point({self.x!r}, {self.y!r})'\n\
         subjects = [1, 'a', None, True, 2.5, -3, [1], [1, 2, 3], (1, 'a'), {'k': 1}, {'k': [1], 'z': 0}, Point(1, 2), \
         Point('a', None), [[1, 2], 3], Color.RED, {}, [], 'ab', Point([1], {'k': None})]\n",
    );
    let mut maker = Maker::new("patterns", 13);
    for i in 0..60 {
        let _ = writeln!(source, "def m{i}(v):\n    match v:");
        for case in 0..3 {
            let guard = maker.pick(&["", "", " if v"]);
            // What no later case could follow stands last.
            let mut made = pattern(&mut maker, 2);
            for name in 0.. {
                let Some(at) = made.find('@') else { break };
                made.replace_range(at..=at, &name.to_string());
            }
            if guard.is_empty() && made == "_" {
                made = "[]".to_owned();
            }
            let _ = writeln!(
                source,
                "        case {made}{guard}:\n            return {case}, {{k: w for k, w in locals().items() if k != 'v'}}"
            );
        }
        let _ = writeln!(
            source,
            "    return 'none'\nfor v in subjects:\n    \
             try:\n        print({i}, v, m{i}(v))\n    \
             except Exception as exc:\n        print({i}, repr(exc))"
        );
    }
    same(&maker, &source);
}

#[test]
fn programs_that_end_with_an_error() {
    let mut maker = Maker::new("ends", 14);
    for _ in 0..8 {
        let end = maker.pick(&[
            "raise KeyError('k')",
            "raise SystemExit(7)",
            "raise SystemExit('word')",
            "exit()",
            "1 / 0",
            "raise ValueError from KeyError(1)",
            "raise ExceptionGroup('g', [ValueError(1)])",
            "class E(Exception): pass\nraise E('own')",
            "f(",
            "  indented",
            "raise KeyboardInterrupt",
            "import nothing_like_that",
        ]);
        let n = maker.below(100);
        // An interrupt ends CPython by its own signal.
        let end = if end.contains("Keyboard") {
            "raise MemoryError"
        } else {
            end
        };
        let source = format!("import atexit\natexit.register(print, 'bye')\nprint({n})\n{end}\n");
        same(&maker, &source);
    }
}
