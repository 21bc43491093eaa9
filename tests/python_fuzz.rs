//! Whatever text is given to the interpreter, it ends: with what the program
//! prints, with an error, or with a clear word that a bound was met. Never with
//! a panic, a hang or memory without bound.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use concurrency_lab::python::machine::{self, Bound, Settings};
use proptest::prelude::*;

/// What a run may take here.
fn small() -> Settings {
    Settings {
        most_instructions: 300_000,
        most_output: 1 << 20,
        ..Settings::default()
    }
}

/// Runs a program on a stack as small as a web worker's is, in debug builds
/// (whose frames are larger) on sixteen times that.
fn run(source: &str, settings: Settings) -> (Option<Bound>, String) {
    let source = source.to_owned();
    let stack = if cfg!(debug_assertions) {
        16 << 20
    } else {
        1 << 20
    };
    let work = move || {
        let text = Rc::new(RefCell::new(String::new()));
        let sink = Rc::clone(&text);
        let ran = machine::run("program.py", &source, &settings, move |printed| {
            sink.borrow_mut().push_str(&printed.text);
        });
        let stopped = ran.map(|ran| ran.stopped).expect("settings that fit");
        (stopped, text.take())
    };
    std::thread::Builder::new()
        .stack_size(stack)
        .spawn(work)
        .expect("a thread")
        .join()
        .expect("the interpreter does not panic")
}

/// The last line that a program writes.
fn last(source: &str) -> String {
    let settings = Settings {
        most_instructions: 50_000_000,
        ..Settings::default()
    };
    let (_, text) = run(source, settings);
    text.trim_end()
        .lines()
        .last()
        .unwrap_or_default()
        .to_owned()
}

/// The programs that are there to be mutated.
fn programs() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/conformance");
    let mut found: Vec<String> = fs::read_dir(folder)
        .expect("the folder of programs")
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            (path.extension()? == "py").then(|| fs::read_to_string(path).ok())?
        })
        .collect();
    found.sort();
    assert!(found.len() > 50, "programs to mutate");
    found
}

/// Pieces that Python's texts are made of.
const PIECES: &[&str] = &[
    "def f(",
    "class A",
    "lambda ",
    "yield ",
    "await ",
    "async ",
    "with ",
    "try:",
    "except",
    "*",
    "**",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ":=",
    "=",
    "==",
    ",",
    ".",
    "\n",
    "\n    ",
    "\t",
    "'",
    "\"",
    "\"\"\"",
    "f'{",
    "}'",
    "\\",
    "#",
    "0",
    "1e999",
    "0x",
    "1_",
    "None",
    "self",
    "print(",
    "import ",
    "from ",
    "raise ",
    "return ",
    "global x",
    "nonlocal x",
    "del ",
    "assert ",
    "match ",
    "case ",
    "_",
    "if ",
    "else ",
    "for ",
    "in ",
    "while ",
    "not ",
    "and ",
    "is ",
    "@",
    "->",
    ";",
    "한",
    "\u{feff}",
    "\r",
    "\0",
    "💥",
    "10**",
    "x",
    "i",
];

/// `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    let asked = std::env::var_os("PROPTEST_CASES");
    asked.map_or(150, |_| ProptestConfig::default().cases)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_ends(text in "\\PC{0,200}") {
        run(&text, small());
    }

    #[test]
    fn any_pieces_of_python_end(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        run(&pieces.concat(), small());
    }

    #[test]
    fn mutated_programs_end(
        which in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, prop::sample::select(PIECES), 0_u8..4), 1..5),
    ) {
        let programs = programs();
        let mut text: Vec<char> = which.get(&programs).chars().collect();
        for (at, length, piece, how) in cuts {
            let at = at.index(text.len() + 1);
            let end = (at + length).min(text.len());
            match how {
                0 => drop(text.drain(at..end)),
                1 => drop(text.splice(at..at, piece.chars())),
                2 => drop(text.splice(at..end, piece.chars())),
                _ => {
                    let copy: Vec<char> = text[at..end].to_vec();
                    let to = (at * 7 + 13) % (text.len() + 1);
                    drop(text.splice(to..to, copy));
                }
            }
        }
        let text: String = text.into_iter().collect();
        run(&text, small());
    }
}

#[test]
fn deep_texts_are_refused_or_run() {
    let deep = |open: &str, middle: &str, close: &str, n: usize| {
        format!("x = {}{middle}{}\n", open.repeat(n), close.repeat(n))
    };
    for n in [50, 150, 3_000, 100_000] {
        for source in [
            deep("(", "1", ")", n),
            deep("[", "1", "]", n),
            deep("{1:", "1", "}", n),
            deep("not ", "1", "", n),
            deep("-", "1", "", n),
            deep("1+", "1", "", n),
            deep("1 if 1 else ", "1", "", n),
            deep("(", "1", " if 1 else 1)", n),
            format!("def f(): return {}1\nf()\n", "1 if 0 else ".repeat(n)),
            format!(
                "def f(): return {}1{}\nf()\n",
                "(".repeat(n),
                " if 1 else 1)".repeat(n)
            ),
            deep("lambda: ", "1", "", n),
            deep("f(", "1", ")", n),
            deep("a", "b", ".c", n),
            deep("a", "b", "[0]", n),
            deep("'a' ", "'b'", "", n),
            deep("a and ", "b", "", n),
            deep("1 < ", "2", "", n),
            deep("x = ", "2", "", n),
            deep("f'{", "1", "}'", n.min(3_000)),
            (0..n.min(3_000))
                .map(|i| format!("{}if 1:\n", " ".repeat(i)))
                .collect(),
            (0..n.min(3_000))
                .map(|i| format!("{}def f():\n", " ".repeat(i)))
                .collect(),
            "@d\n".repeat(n) + "def f(): pass\n",
            format!(
                "match 1:\n    case {}1{}: pass\n",
                "[".repeat(n),
                "]".repeat(n)
            ),
            format!("{}: pass\n", "with a as b, ".repeat(n) + "c"),
            "if a: pass\nel".repeat(n) + "if b: pass\n",
        ] {
            run(&source, small());
        }
    }
}

#[test]
fn what_is_too_large_is_a_memory_error_at_once() {
    for (source, wanted) in [
        ("'a' * 10**12", "MemoryError"),
        ("[0] * 10**12", "MemoryError"),
        ("b'a' * 10**12", "MemoryError"),
        ("(1,) * 10**12", "MemoryError"),
        ("list(range(10**12))", "MemoryError"),
        ("'%1000000000000d' % 1", "MemoryError"),
        ("'a'.ljust(10**12)", "MemoryError"),
        ("bytes(10**12)", "MemoryError"),
        ("10**10**8", "MemoryError"),
        ("1 << 10**12", "MemoryError"),
        ("2 ** (2 ** 70)", "MemoryError"),
    ] {
        let line = last(&format!("x = {source}\n"));
        let same = line.starts_with(wanted) || line.starts_with("OverflowError");
        assert!(same, "{source}: {line}");
    }
}

#[test]
fn memory_that_grows_without_end_is_stopped() {
    let settings = || Settings {
        most_memory: 700 << 20,
        ..Settings::default()
    };
    for source in [
        "x = []\nwhile True: x.append('a' * 1000000)\n",
        "class N: pass\nn = None\nwhile True:\n    m = N()\n    m.next = n\n    n = m\n",
        "d = {}\ni = 0\nwhile True:\n    d[i] = [i]\n    i += 1\n",
    ] {
        let (stopped, text) = run(source, settings());
        let stopped = stopped == Some(Bound::Memory) || text.contains("MemoryError");
        assert!(stopped, "{source}: {text}");
    }
}

#[test]
fn output_without_end_is_stopped() {
    let settings = Settings {
        most_output: 100_000,
        ..Settings::default()
    };
    let (stopped, text) = run("while True: print('on and on')\n", settings);
    assert_eq!(stopped, Some(Bound::Output));
    assert!(text.len() < 1_000_000);
}

#[test]
fn recursion_without_end_is_a_recursion_error() {
    for source in [
        "def f(): f()\nf()\n",
        "class A:\n    def __repr__(self): return repr(self)\nrepr(A())\n",
        "class A:\n    def __eq__(self, o): return self == o\nA() == 1\n",
        "class A:\n    def __getattr__(self, n): return self.x\nA().y\n",
        "class A:\n    def __call__(self): return self()\nA()()\n",
        "def g():\n    yield from g()\nlist(g())\n",
        "def f(x): return sorted([1, 2], key=f)\nf(1)\n",
        "def f(x): return list(map(f, [x]))\nf(1)\n",
        "class A:\n    def __add__(self, o): return self + o\nA() + A()\n",
        "class A:\n    def __iter__(self): return iter(A())\nlist(A())\n",
        "x = []\nfor i in range(100000): x = [x]\nrepr(x)\n",
        "x = y = ()\nfor i in range(100000): x, y = (x,), (y,)\nx == y\n",
        "import copy\nx = []\nfor i in range(100000): x = [x]\ncopy.deepcopy(x)\n",
        "def f(): exec('f()')\nf()\n",
        "async def f(): await f()\nimport asyncio\nasyncio.run(f())\n",
        "import functools\n@functools.lru_cache\ndef f(n): return f(n + 1)\nf(0)\n",
        "class M(type):\n    def __instancecheck__(c, o): return isinstance(o, c)\n\
         class A(metaclass=M): pass\nisinstance(1, A)\n",
    ] {
        let line = last(source);
        assert!(line.starts_with("RecursionError"), "{source}: {line}");
    }
}

#[test]
fn a_pattern_that_would_take_for_ever_ends() {
    let source = "import re\nprint(re.match(r'(a+)+$', 'a' * 40 + 'b'))\n";
    let told = "RuntimeError: this regular expression takes too long on this text: \
                it backtracks too much";
    assert_eq!(last(source), told);
}
