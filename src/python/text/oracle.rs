//! Comparing with the Python of this computer, where there is one.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::Fault;

/// What Python is told: evaluates one function for each list of arguments that
/// comes in and gives back what it answers or raises, as text.
const DRIVER: &str = r#"
import sys, json, math, struct
def bits(text):
    return struct.unpack('>d', bytes.fromhex(text))[0]
def raw(x):
    return struct.pack('>d', x).hex()
BODY
answers = []
for case in json.load(sys.stdin):
    try:
        answers.append(str(f(*case)))
    except Exception as e:
        answers.append(type(e).__name__ + (': ' + str(e) if str(e) else ''))
json.dump(answers, sys.stdout)
"#;

/// Evaluates `body`, which defines `f`, for each list of arguments; `None` where
/// there is no `python3` of version 3.11.
pub fn ask(body: &str, cases: &[Vec<Value>]) -> Option<Vec<String>> {
    let version = Command::new("python3").arg("-V").output().ok()?;
    if !version.stdout.starts_with(b"Python 3.11.") {
        return None;
    }
    let mut python = Command::new("python3")
        .args(["-c", &DRIVER.replace("BODY", body)])
        .env("PYTHONUTF8", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let input = serde_json::to_vec(cases).expect("cases are JSON");
    let mut pipe = python.stdin.take().expect("a pipe was asked for");
    let writer = std::thread::spawn(move || pipe.write_all(&input));
    let output = python.wait_with_output().expect("python3 ends");
    writer.join().expect("no panic").expect("python3 reads all");
    assert!(output.status.success(), "python3 failed on:\n{body}");
    Some(serde_json::from_slice(&output.stdout).expect("python3 answers in JSON"))
}

/// Holds our answers against Python's, each for one list of arguments.
#[track_caller]
pub fn compare(body: &str, cases: Vec<(Vec<Value>, Result<String, Fault>)>) {
    let arguments: Vec<Vec<Value>> = cases.iter().map(|case| case.0.clone()).collect();
    let Some(expected) = ask(body, &arguments) else {
        return;
    };
    let wrong: Vec<String> = cases
        .iter()
        .zip(&expected)
        .filter_map(|((arguments, ours), theirs)| {
            let ours = match ours {
                Ok(text) => text.clone(),
                Err(fault) => fault.to_string(),
            };
            let line = || format!("{arguments:?}\n  ours   {ours:?}\n  python {theirs:?}");
            (ours != *theirs).then(line)
        })
        .collect();
    let shown = wrong
        .iter()
        .take(12)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        wrong.is_empty(),
        "{} of {} differ for {body}:\n{shown}",
        wrong.len(),
        cases.len()
    );
}

/// A float as a JSON argument that loses nothing: for `bits` in Python.
pub fn bits(x: f64) -> Value {
    Value::String(format!("{:016x}", x.to_bits()))
}

/// Random numbers for cases, the same in every run.
pub struct Cases(crate::base::Random);

impl Cases {
    /// A sequence by its seed.
    pub fn new(seed: u64) -> Cases {
        Cases(crate::base::Random::new(seed))
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0.below(bound)
    }

    /// One of some things.
    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len() as u64) as usize]
    }

    /// A float of any kind: special, small and round, or of random bits.
    pub fn float(&mut self) -> f64 {
        const SPECIAL: [f64; 14] = [
            0.0,
            -0.0,
            1.0,
            -1.0,
            0.5,
            2.5,
            1e16,
            1e22,
            1e-5,
            0.1,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
            5e-324,
        ];
        match self.below(6) {
            0 => SPECIAL[self.below(14) as usize],
            1 => self.below(2000) as f64 - 1000.0,
            2 => (self.below(200_000) as f64 - 100_000.0) / 1000.0,
            3 => (self.below(2_000) as f64 - 1000.0) / 16.0,
            4 => 10f64.powi(self.below(40) as i32 - 20) * self.below(1000) as f64,
            _ => f64::from_bits(self.0.bits()),
        }
    }

    /// An integer in decimal digits, small or of up to forty of them.
    pub fn integer(&mut self) -> String {
        let sign = if self.below(3) == 0 { "-" } else { "" };
        let digits = match self.below(4) {
            0 => self.below(10).to_string(),
            1 => self.below(100_000).to_string(),
            2 => self.0.bits().to_string(),
            _ => format!(
                "{}{:019}{:019}",
                1 + self.below(99),
                self.0.bits() >> 1,
                self.0.bits() >> 1
            ),
        };
        if digits == "0" {
            digits
        } else {
            format!("{sign}{digits}")
        }
    }

    /// A text of pieces.
    pub fn text(&mut self, pieces: &[&str], most: u64) -> String {
        let count = self.below(most + 1);
        (0..count).map(|_| self.pick(pieces)).collect()
    }
}
