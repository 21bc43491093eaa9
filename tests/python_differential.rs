//! Generated programs print what CPython prints, where `python3` is there and
//! is 3.11: exceptions, generators, and threads whose sleeps differ. One program
//! holds many generated pieces, each told with what it raised, so that CPython
//! is started once.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::rc::Rc;

use concurrency_lab::base::Random;
use concurrency_lab::python::machine::{self, Settings};

/// What CPython prints; none, with a word, if there is none of that version.
fn cpython(source: &str) -> Option<String> {
    let version = Command::new("python3").arg("--version").output();
    let version = version.map(|o| String::from_utf8_lossy(&o.stdout).into_owned());
    match version {
        Ok(v) if v.starts_with("Python 3.11.") => {}
        _ => {
            eprintln!("skipped: there is no python3 of version 3.11");
            return None;
        }
    }
    let output = Command::new("python3")
        .args(["-W", "ignore", "-c", source])
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(Stdio::null())
        .output()
        .ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn ours(source: &str) -> String {
    let text = Rc::new(RefCell::new(String::new()));
    let sink = Rc::clone(&text);
    let settings = Settings {
        most_instructions: 200_000_000,
        ..Settings::default()
    };
    let ran = machine::run("program.py", source, &settings, move |printed| {
        sink.borrow_mut().push_str(&printed.text);
    });
    assert!(ran.is_ok());
    text.take()
}

/// Holds both against each other, line by line.
fn same(source: &str) {
    let Some(wanted) = cpython(source) else {
        return;
    };
    let got = ours(source);
    for (i, (w, g)) in wanted.lines().zip(got.lines()).enumerate() {
        assert_eq!(g, w, "line {i}");
    }
    assert_eq!(got.lines().count(), wanted.lines().count(), "{got}");
}

struct Maker(Random);

impl Maker {
    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.0.below(from.len() as u64) as usize]
    }

    fn chance(&mut self, of: u64) -> bool {
        self.0.below(of) == 0
    }
}

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
    match maker.0.below(4) {
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
    let mut maker = Maker(Random::new(7));
    for i in 0..150 {
        let _ = writeln!(source, "def f{i}(n, log):");
        exceptions(&mut maker, 3, &mut source, 4);
        let _ = writeln!(
            source,
            "for n in range(3):\n    log = []\n    try:\n        print({i}, f{i}(n, log), log)\n    \
             except Exception as exc:\n        print({i}, repr(exc), repr(exc.__context__), log)"
        );
    }
    same(&source);
}

#[test]
fn generators() {
    let mut source = String::new();
    let mut maker = Maker(Random::new(8));
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
    same(&source);
}

#[test]
fn threads_that_sleep_differently() {
    let mut source = String::from("import threading, time\n");
    let mut maker = Maker(Random::new(9));
    for program in 0..3 {
        // Every wait ends 50 ms from any other, so that the order is certain.
        let mut slots: Vec<u64> = (1..=12).collect();
        let _ = writeln!(
            source,
            "begun = time.monotonic() + 0.2\nlog = []\nthreads = []"
        );
        for thread in 0..4 {
            let mut times = Vec::new();
            for _ in 0..3 {
                let at = maker.0.below(slots.len() as u64) as usize;
                times.push(slots.remove(at));
            }
            times.sort_unstable();
            let _ = writeln!(
                source,
                "def work{thread}(name):\n    for slot in {times:?}:\n        \
                 time.sleep(max(0, begun + slot * 0.05 - time.monotonic()))\n        \
                 log.append((name, slot))\n\
                 threads.append(threading.Thread(target=work{thread}, args=('{thread}',)))"
            );
        }
        let _ = writeln!(
            source,
            "for t in threads: t.start()\nfor t in threads: t.join()\n\
             print({program}, log, round(time.monotonic() - begun, 1))"
        );
    }
    // CPython's clock is the real one: on a busy computer it is asked again.
    let got = ours(&source);
    for attempt in 1..=5 {
        match cpython(&source) {
            None => return,
            Some(wanted) if wanted == got => return,
            Some(wanted) if attempt == 5 => assert_eq!(got, wanted),
            Some(_) => {}
        }
    }
}
