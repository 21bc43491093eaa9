//! How fast the machine records slices, natively: `cargo bench --bench sim`.
//! `reference` says what is measured and how. SimPy does the same beside it
//! where `python3`, or what the variable `PYTHON` names, can import it.

mod reference;

use std::env;
use std::ffi::OsString;
use std::process::{Command, Stdio};
use std::time::Instant;

use reference::{QUANTUM, Report, USUAL, Work, measure};

/// How many tasks are tried, and about how many turns all of them have together.
const SIZES: [u32; 4] = [100, 1_000, 10_000, 100_000];
const TURNS: u64 = 400_000;

fn main() {
    let start = Instant::now();
    let now = || start.elapsed().as_secs_f64() * 1e3;
    let report = measure(USUAL, 61, now);
    print!("{report}");
    match simpy(USUAL) {
        Ok(seconds) => {
            let rate = report.slices as f64 / seconds / 1e6;
            let times = seconds * 1e3 / report.machine.best;
            println!("{:<28} {rate:>12.2}", "SimPy");
            println!("{:<28} {times:>12.0}", "machine / SimPy, times");
        }
        Err(why) => println!("SimPy: skipped, because {why}"),
    }
    println!();
    growth(SIZES.map(|tasks| {
        let turns = TURNS / u64::from(tasks);
        measure(
            Work {
                tasks,
                turns,
                ..USUAL
            },
            9,
            now,
        )
    }));
}

/// How the cost of a slice grows with the number of tasks, by the best runs.
fn growth(reports: [Report; SIZES.len()]) {
    println!("cost of a slice in ns, and how much more that is than with the fewest tasks");
    println!("   tasks   slices  machine  growth     bare  growth  machine's growth / bare's");
    let each = |report: &Report| {
        let slices = report.slices as f64;
        let ns = |ms: f64| ms * 1e6 / slices;
        (ns(report.machine.best), ns(report.bare.best))
    };
    let fewest = each(&reports[0]);
    for (tasks, report) in SIZES.iter().zip(&reports) {
        let (machine, bare) = each(report);
        let (grown, bare_grown) = (machine / fewest.0, bare / fewest.1);
        println!(
            "{tasks:>8} {:>8} {machine:>8.1} {grown:>7.2} {bare:>8.1} {bare_grown:>7.2} {:>26.2}",
            report.slices,
            grown / bare_grown
        );
    }
}

/// The seconds that SimPy takes for the same slices.
///
/// # Errors
/// Why there is no such figure.
fn simpy(work: Work) -> Result<f64, String> {
    let python = env::var_os("PYTHON").unwrap_or_else(|| OsString::from("python3"));
    let shown = python.to_string_lossy().into_owned();
    let imports = Command::new(&python)
        .args(["-c", "import simpy"])
        .stderr(Stdio::null())
        .status();
    match imports {
        Err(error) => return Err(format!("{shown} cannot be started ({error})")),
        Ok(status) if !status.success() => return Err(format!("{shown} has no module simpy")),
        Ok(_) => {}
    }
    let folder = env!("CARGO_MANIFEST_DIR");
    let numbers = [
        work.tasks.into(),
        work.cores.into(),
        work.turns,
        QUANTUM.0,
        3,
    ];
    let output = Command::new(&python)
        .arg(format!("{folder}/benches/simpy/round_robin.py"))
        .args(numbers.map(|number: u64| number.to_string()))
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let seconds = text.split_whitespace().nth(1).and_then(|s| s.parse().ok());
    seconds.ok_or_else(|| String::from_utf8_lossy(&output.stderr).trim().to_owned())
}
