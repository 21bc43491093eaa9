//! Generated programs print what CPython prints, where `python3` is there and
//! is 3.11: what they write to standard output, the last line of their errors,
//! and their exit code. One program holds many generated pieces, each told with
//! what it raised, so that CPython is started once.
//!
//! The seeds are fixed; `DIFFERENTIAL_SEED=n` tries others. A failure tells its
//! seed.
#![cfg(not(target_arch = "wasm32"))]

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::rc::Rc;

use concurrency_lab::base::Random;
use concurrency_lab::python::machine::{self, Settings};

mod classes;
mod expressions;
mod statements;
mod threads;

/// What a program left behind.
#[derive(PartialEq, Eq, Debug)]
struct Left {
    out: String,
    /// The last line of its errors, if it failed.
    error: String,
    code: i32,
}

/// The name of the file that both run.
const FILE: &str = "program.py";

/// Whether there is a python3 of that version; if not, it is said.
fn has_cpython() -> bool {
    let version = Command::new("python3").arg("--version").output();
    let version = version.map(|o| String::from_utf8_lossy(&o.stdout).into_owned());
    let is_there = version.is_ok_and(|v| v.starts_with("Python 3.11."));
    if !is_there {
        eprintln!("skipped: there is no python3 of version 3.11");
    }
    is_there
}

/// What CPython makes of a program.
fn cpython(source: &str, name: &str) -> Left {
    let folder: PathBuf =
        std::env::temp_dir().join(format!("differential-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for a while");
    let path = folder.join(FILE);
    fs::write(&path, source).expect("the program is written");
    let output = Command::new("python3")
        .args(["-W", "ignore"])
        .arg(&path)
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(Stdio::null())
        .output()
        .expect("python3 starts");
    // It is no matter if the folder stays.
    let _ = fs::remove_dir_all(&folder);
    let place = folder.display().to_string() + "/";
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&place, "");
    Left {
        out: text(&output.stdout),
        error: error(&text(&output.stderr), output.status.code()),
        code: output.status.code().unwrap_or(-1),
    }
}

fn ours(source: &str) -> Left {
    let texts = Rc::new(RefCell::new([String::new(), String::new()]));
    let sink = Rc::clone(&texts);
    let settings = Settings {
        most_instructions: 200_000_000,
        ..Settings::default()
    };
    let ran = machine::run(FILE, source, &settings, move |printed| {
        sink.borrow_mut()[usize::from(printed.error)].push_str(&printed.text);
    });
    let ran = ran.expect("the settings are right");
    let [out, errors] = texts.take();
    Left {
        out,
        error: error(&errors, ran.code),
        code: ran.code.unwrap_or(-1),
    }
}

/// The last line of what went wrong; warnings of a program that ended well are
/// not compared.
fn error(text: &str, code: Option<i32>) -> String {
    if code == Some(0) {
        return String::new();
    }
    let mut lines = text.lines().map(str::trim);
    let last = lines.rfind(|line| !line.is_empty());
    last.unwrap_or_default().to_owned()
}

/// Holds both against each other, line by line.
fn same(maker: &Maker, source: &str) {
    if !has_cpython() {
        return;
    }
    let seed = maker.seed;
    let wanted = cpython(source, &format!("{}-{seed}", maker.name));
    let got = ours(source);
    for (i, (w, g)) in wanted.out.lines().zip(got.out.lines()).enumerate() {
        assert_eq!(g, w, "line {i} of {}, seed {seed}", maker.name);
    }
    assert_eq!(got, wanted, "{}, seed {seed}", maker.name);
}

/// Makes pieces of programs, always the same ones of a seed.
struct Maker {
    name: &'static str,
    seed: u64,
    random: Random,
}

impl Maker {
    fn new(name: &'static str, seed: u64) -> Maker {
        let other = std::env::var("DIFFERENTIAL_SEED").ok();
        let seed = other.and_then(|n| n.parse().ok()).unwrap_or(seed);
        Maker {
            name,
            seed,
            random: Random::new(seed),
        }
    }

    fn below(&mut self, n: u64) -> u64 {
        self.random.below(n)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len() as u64) as usize]
    }

    fn chance(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }
}
