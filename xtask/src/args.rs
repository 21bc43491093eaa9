//! The command line.

use std::ffi::OsString;

use anyhow::{Result, bail, ensure};
use lexopt::prelude::*;

use crate::test::{Choice, Part};

/// What was asked for.
#[derive(Debug, PartialEq)]
pub enum Task {
    Help,
    Setup,
    Serve(Vec<OsString>),
    Build,
    Test(Choice),
    Bench(BenchChoice),
}

/// Which benchmarks, and what they are told.
#[derive(Debug, Default, PartialEq)]
pub struct BenchChoice {
    /// Of [`BENCHES`]; all if it is empty.
    pub only: Vec<String>,
    /// Options of the native benchmarks, or of the viewer's where only that runs.
    pub options: Vec<OsString>,
}

/// The parts of `bench`.
pub const BENCHES: [&str; 4] = ["native", "page", "viewer", "python"];

impl BenchChoice {
    /// Whether a part is wanted.
    pub fn has(&self, part: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| name == part)
    }
}

/// What `cargo xtask` says of itself.
pub const HELP: &str = "\
Usage: cargo xtask COMMAND

  serve [TRUNK OPTIONS]   serve the page on http://127.0.0.1:8080/ and rebuild on change
  test                    run every check and test; the last line says how many passed
      --only PARTS        of: pins, fmt, clippy, licences, native, web, build, budget, e2e
      --filter TEXT       only tests whose name contains TEXT (native, web, e2e)
      --no-build          budget and e2e use dist/ as it is
  build                   build the page for publishing, into dist/
  bench [OPTIONS]         measure
      --only PARTS        of: native, page, viewer, python; further options go to the
                          native benchmarks, or to the part's own where only that runs
                          (--quick, --rounds N, --only-viewers NAMES, --slices N,N)
  setup                   only set up the tools that the commands above need

Tools are kept in $CONCURRENCY_LAB_TOOLS, or else in concurrency-lab/tools in
the user's cache folder. CHROMIUM and CHROMEDRIVER name another browser.
";

/// Reads the command line.
///
/// # Errors
/// When it asks for something that is not there.
pub fn read(mut parser: lexopt::Parser) -> Result<Task> {
    let Some(first) = parser.next()? else {
        return Ok(Task::Help);
    };
    let command = match first {
        Short('h') | Long("help") => return Ok(Task::Help),
        Value(value) => value.string()?,
        other => return Err(other.unexpected().into()),
    };
    match command.as_str() {
        "help" => Ok(Task::Help),
        "setup" => none_left(parser, Task::Setup),
        "build" => none_left(parser, Task::Build),
        "serve" => Ok(Task::Serve(parser.raw_args()?.collect())),
        "bench" => benches(parser.raw_args()?.collect()),
        "test" => choice(parser),
        other => bail!("there is no command `{other}`; `cargo xtask help` lists them"),
    }
}

fn none_left(mut parser: lexopt::Parser, task: Task) -> Result<Task> {
    match parser.next()? {
        None => Ok(task),
        Some(Short('h') | Long("help")) => Ok(Task::Help),
        Some(other) => Err(other.unexpected().into()),
    }
}

/// `--only PARTS` comes first; the rest is the benchmarks' own.
fn benches(mut options: Vec<OsString>) -> Result<Task> {
    if options
        .iter()
        .any(|option| option == "--help" || option == "-h")
    {
        return Ok(Task::Help);
    }
    let mut only = Vec::new();
    if options.first().is_some_and(|first| first == "--only") {
        ensure!(
            options.len() > 1,
            "--only needs names: {}",
            BENCHES.join(", ")
        );
        let names = options.drain(..2).nth(1).unwrap_or_default().string()?;
        only = names.split(',').map(str::to_owned).collect();
    }
    if let Some(wrong) = only.iter().find(|name| !BENCHES.contains(&name.as_str())) {
        bail!(
            "there is no benchmark `{wrong}`, only {}",
            BENCHES.join(", ")
        );
    }
    Ok(Task::Bench(BenchChoice { only, options }))
}

fn choice(mut parser: lexopt::Parser) -> Result<Task> {
    let mut choice = Choice::default();
    while let Some(arg) = parser.next()? {
        match arg {
            Long("only") => {
                for name in parser.value()?.string()?.split(',') {
                    choice.only.push(Part::named(name)?);
                }
            }
            Long("filter") => choice.filter = Some(parser.value()?.string()?),
            Long("no-build") => choice.no_build = true,
            Short('h') | Long("help") => return Ok(Task::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::Test(choice))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Task> {
        read(lexopt::Parser::from_args(line.split_whitespace()))
    }

    #[test]
    fn commands_and_their_options() {
        assert_eq!(parse("").unwrap(), Task::Help);
        assert_eq!(parse("setup").unwrap(), Task::Setup);
        for asked in [
            "--help",
            "setup -h",
            "test --help",
            "bench --help",
            "bench --only page -h",
        ] {
            assert_eq!(parse(asked).unwrap(), Task::Help, "{asked}");
        }
        assert_eq!(
            parse("serve --release --port 9000").unwrap(),
            Task::Serve(vec!["--release".into(), "--port".into(), "9000".into()])
        );
        assert_eq!(
            parse("test --only native,e2e --filter sleep").unwrap(),
            Task::Test(Choice {
                only: vec![Part::Native, Part::EndToEnd],
                filter: Some("sleep".into()),
                no_build: false,
            })
        );
    }

    #[test]
    fn parts_of_the_benchmarks_and_their_own_options() {
        let Task::Bench(choice) = parse("bench --only viewer --rounds 5").unwrap() else {
            panic!("another command");
        };
        assert_eq!(choice.options, ["--rounds", "5"]);
        let parts = BENCHES.map(|part| choice.has(part));
        assert_eq!(parts, [false, false, true, false]);
        let Task::Bench(all) = parse("bench --save-baseline x").unwrap() else {
            panic!("another command");
        };
        assert_eq!(BENCHES.map(|part| all.has(part)), [true; 4]);
        assert_eq!(all.options, ["--save-baseline", "x"]);
    }

    #[test]
    fn what_is_not_there_is_refused() {
        for line in [
            "tset",
            "test --only nativ",
            "build --fast",
            "--version",
            "bench --only",
            "bench --only page,x",
        ] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
