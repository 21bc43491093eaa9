//! How fast Python programs run: `cargo bench --bench python`, or all of it by
//! `cargo xtask bench --only python`.
//!
//! Each program of `benches/python` is run by the simulated machine natively,
//! by `python3` (or what `PYTHON` names) and, where `WASM` and `PYODIDE` name
//! what to load, by our interpreter in WebAssembly and by Pyodide, both under
//! Node. The runs alternate, so that what else the computer does meets all of
//! them; the best counts. What starting takes is not counted: ours is that of
//! an empty program, taken off; CPython and Pyodide are timed around `exec`.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use concurrency_lab::python::machine::{self, Settings};

/// How often each program is run; `ROUNDS` says otherwise.
const ROUNDS: usize = 5;

/// Runs a program in CPython and prints the seconds it took.
const TIMED: &str = "\
import io, sys, time
source = open(sys.argv[1], encoding='utf-8').read()
out, sys.stdout = sys.stdout, io.StringIO()
begun = time.perf_counter()
exec(compile(source, sys.argv[1], 'exec'), {'__name__': '__main__'})
took = time.perf_counter() - begun
text, sys.stdout = sys.stdout.getvalue(), out
print(repr(took))
print(text, end='')
";

/// The best times of a program, in seconds, and what each printed.
#[derive(Default)]
struct Row {
    times: BTreeMap<&'static str, f64>,
    texts: BTreeMap<&'static str, String>,
}

impl Row {
    fn note(&mut self, who: &'static str, seconds: f64, text: String) {
        let best = self.times.entry(who).or_insert(f64::INFINITY);
        *best = best.min(seconds);
        self.texts.insert(who, text);
    }

    fn ratio(&self, who: &str, to: &str) -> String {
        match (self.times.get(who), self.times.get(to)) {
            (Some(a), Some(b)) => format!("{:.2}", a / b),
            _ => "-".to_owned(),
        }
    }

    fn millis(&self, who: &str) -> String {
        match self.times.get(who) {
            Some(t) => format!("{:.0}", t * 1e3),
            None => "-".to_owned(),
        }
    }
}

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/python");
    let rounds = env::var("ROUNDS")
        .ok()
        .and_then(|r| r.parse().ok())
        .unwrap_or(ROUNDS);
    let wanted: Vec<String> = env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    let programs = programs(&folder, &wanted);
    let empty = (0..10)
        .map(|_| ours("empty.py", "").0)
        .fold(f64::INFINITY, f64::min);
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for _ in 0..rounds {
        for (name, path, source) in &programs {
            let row = rows.entry(name.clone()).or_default();
            let (seconds, text) = ours(name, source);
            row.note("native", (seconds - empty).max(1e-6), text);
            if let Some((seconds, text)) = cpython(path) {
                row.note("cpython", seconds, text);
            }
        }
    }
    node(&folder, &programs, rounds, &mut rows);
    print(&rows);
}

fn programs(folder: &Path, wanted: &[String]) -> Vec<(String, PathBuf, String)> {
    let mut found: Vec<(String, PathBuf, String)> = fs::read_dir(folder)
        .expect("the folder of programs")
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let name = path.file_stem()?.to_str()?.to_owned();
            let chosen = wanted.is_empty() || wanted.contains(&name);
            let is = path.extension()? == "py" && name != "empty" && chosen;
            is.then(|| fs::read_to_string(&path).ok())
                .flatten()
                .map(|source| (name, path, source))
        })
        .collect();
    found.sort();
    found
}

fn ours(name: &str, source: &str) -> (f64, String) {
    let text = std::rc::Rc::new(std::cell::RefCell::new(String::new()));
    let sink = std::rc::Rc::clone(&text);
    let begun = Instant::now();
    let ran = machine::run(name, source, &Settings::default(), move |printed| {
        sink.borrow_mut().push_str(&printed.text);
    });
    let took = begun.elapsed().as_secs_f64();
    assert!(ran.is_ok(), "{name} does not run");
    (took, text.take())
}

fn cpython(path: &Path) -> Option<(f64, String)> {
    let python = env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let output = Command::new(python)
        .args(["-c", TIMED])
        .arg(path)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let (seconds, text) = text.split_once('\n')?;
    Some((seconds.parse().ok()?, text.to_owned()))
}

/// Runs the programs under Node; it prints lines of who, program, seconds and
/// what was printed, as JSON.
fn node(
    folder: &Path,
    programs: &[(String, PathBuf, String)],
    rounds: usize,
    rows: &mut BTreeMap<String, Row>,
) {
    for (who, variable) in [("wasm", "WASM"), ("pyodide", "PYODIDE")] {
        let Some(what) = env::var_os(variable) else {
            println!("{who}: skipped, because {variable} names nothing to load");
            continue;
        };
        let output = Command::new("node")
            .arg(folder.join("node.mjs"))
            .arg(who)
            .arg(what)
            .arg(rounds.to_string())
            .args(programs.iter().map(|(_, path, _)| path))
            .stderr(Stdio::inherit())
            .output();
        let Ok(output) = output else {
            println!("{who}: skipped, because node cannot be started");
            continue;
        };
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(row) = serde_json::from_str::<(String, f64, String)>(line) else {
                println!("{line}");
                continue;
            };
            let (name, seconds, text) = row;
            if let Some(row) = rows.get_mut(&name) {
                row.note(who, seconds, text);
            }
        }
    }
}

fn print(rows: &BTreeMap<String, Row>) {
    println!("milliseconds, the best run; ratios below 1 are ours faster");
    println!(
        "{:<12} {:>8} {:>8} {:>8} {:>8} {:>16} {:>14}",
        "", "CPython", "native", "wasm", "Pyodide", "native/CPython", "wasm/Pyodide"
    );
    for (name, row) in rows {
        println!(
            "{name:<12} {:>8} {:>8} {:>8} {:>8} {:>16} {:>14}",
            row.millis("cpython"),
            row.millis("native"),
            row.millis("wasm"),
            row.millis("pyodide"),
            row.ratio("native", "cpython"),
            row.ratio("wasm", "pyodide"),
        );
        if let (Some(a), Some(b)) = (row.texts.get("native"), row.texts.get("cpython"))
            && a != b
        {
            println!("{name}: prints {a:?}, CPython {b:?}");
        }
        if let (Some(a), Some(b)) = (row.texts.get("wasm"), row.texts.get("native"))
            && a != b
        {
            println!("{name}: wasm prints {a:?}, native {b:?}");
        }
    }
}
