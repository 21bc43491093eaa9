//! `cargo xtask test`: every check and every test, part by part.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::group::Interrupted;
use crate::project::Project;
use crate::report::{Tally, seconds};
use crate::tools::{Tool, Toolbox};
use crate::{budget, checks, lock, site, suites};

/// A part of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    Pins,
    Format,
    Clippy,
    Licences,
    Native,
    Browser,
    Build,
    Budget,
    EndToEnd,
}

/// Which part of the run is wanted.
#[derive(Debug, Default, PartialEq)]
pub struct Choice {
    /// All when empty.
    pub only: Vec<Part>,
    /// Only tests whose name contains this.
    pub filter: Option<String>,
    /// Take `dist/` as it is.
    pub no_build: bool,
}

impl Part {
    /// All of them, in the order in which they run.
    const ALL: [Part; 9] = [
        Part::Pins,
        Part::Format,
        Part::Clippy,
        Part::Licences,
        Part::Native,
        Part::Browser,
        Part::Build,
        Part::Budget,
        Part::EndToEnd,
    ];

    fn name(self) -> &'static str {
        match self {
            Part::Pins => "pins",
            Part::Format => "fmt",
            Part::Clippy => "clippy",
            Part::Licences => "licences",
            Part::Native => "native",
            Part::Browser => "web",
            Part::Build => "build",
            Part::Budget => "budget",
            Part::EndToEnd => "e2e",
        }
    }

    /// The part of a name.
    ///
    /// # Errors
    /// When there is none.
    pub fn named(name: &str) -> Result<Part> {
        match Part::ALL.into_iter().find(|part| part.name() == name) {
            Some(part) => Ok(part),
            None => bail!("there is no part `{name}`; `cargo xtask help` lists them"),
        }
    }

    /// What it cannot do without.
    fn needs(self) -> &'static [Tool] {
        match self {
            Part::Pins | Part::Format | Part::Native => &[],
            Part::Clippy => &[Tool::WasmTarget],
            Part::Licences => &[Tool::CargoDeny],
            Part::Browser => &[
                Tool::WasmTarget,
                Tool::WasmBindgen,
                Tool::Chromium,
                Tool::Chromedriver,
            ],
            Part::Build => site::TOOLS,
            Part::Budget | Part::EndToEnd => &[Tool::Node, Tool::Chromium, Tool::Packages],
        }
    }

    fn tests_the_page(self) -> bool {
        matches!(self, Part::Budget | Part::EndToEnd)
    }

    fn run(self, project: &Project, tools: &Toolbox, filter: Option<&str>) -> Result<Tally> {
        match self {
            Part::Pins => checks::pins(project),
            Part::Format => checks::format(project),
            Part::Clippy => checks::clippy(project),
            Part::Licences => checks::licences(project, tools),
            Part::Native => suites::native(project, filter),
            Part::Browser => suites::browser(project, tools, filter),
            Part::Build => site::build(project, tools),
            Part::Budget => budget::check(project, tools),
            Part::EndToEnd => suites::end_to_end(project, tools, filter),
        }
    }
}

impl Choice {
    /// The parts to run, in their order.
    fn parts(&self) -> Vec<Part> {
        let chosen = |part: &Part| self.only.is_empty() || self.only.contains(part);
        let page = Part::ALL
            .iter()
            .any(|part| part.tests_the_page() && chosen(part));
        let wanted = |part: &Part| match part {
            Part::Build => !self.no_build && (chosen(part) || page),
            _ => chosen(part),
        };
        Part::ALL.into_iter().filter(wanted).collect()
    }
}

/// Runs the chosen parts and prints the sum; whether nothing failed.
///
/// # Errors
/// On an interrupt, or when another run's lock cannot be taken.
pub fn run(project: &Project, choice: &Choice) -> Result<bool> {
    let _lock = lock::project(project)?;
    let parts = choice.parts();
    let mut wanted: Vec<Tool> = parts
        .iter()
        .flat_map(|part| part.needs())
        .copied()
        .collect();
    if parts.contains(&Part::EndToEnd) {
        wanted.push(Tool::KoreanFont);
    }
    let tools = Toolbox::with(project, &wanted)?;

    let start = Instant::now();
    let mut all = Tally::default();
    let mut built = true;
    for (index, &part) in parts.iter().enumerate() {
        let heading = format!("[{}/{}] {:<8}", index + 1, parts.len(), part.name());
        println!("{heading} …");
        let begin = Instant::now();
        let obstacle = tools
            .missing(part.needs())
            .or_else(|| (part.tests_the_page() && !built).then(|| "the page was not built".into()));
        let tally = outcome(
            part,
            obstacle,
            || part.run(project, &tools, choice.filter.as_deref()),
            choice.filter.is_some(),
        )?;
        if part == Part::Build {
            built = tally.failed == 0;
        }
        for skipped in &tally.skipped {
            println!("      skipped: {skipped}");
        }
        println!("{heading} {tally} ({})", seconds(begin.elapsed()));
        all += tally;
    }
    if all.run() == 0 {
        println!("nothing was run");
        all.failed += 1;
    }
    println!("in {}", seconds(start.elapsed()));
    println!("{all}");
    Ok(all.failed == 0)
}

/// What came of a part. An obstacle, an error, or nothing done at all (unless
/// a filter was set) is a failure; only an interrupt is passed on.
fn outcome(
    part: Part,
    obstacle: Option<String>,
    run: impl FnOnce() -> Result<Tally>,
    filtered: bool,
) -> Result<Tally> {
    let fail = |why: &str| {
        println!("      {} failed: {why}", part.name());
        Ok(Tally::one(false))
    };
    if let Some(why) = obstacle {
        return fail(&why);
    }
    match run() {
        Ok(tally) if tally.run() == 0 && !filtered => fail("it ran no test"),
        Ok(tally) => Ok(tally),
        Err(error) if error.is::<Interrupted>() => Err(error),
        Err(error) => fail(&format!("{error:#}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn testing_the_page_builds_it_first_unless_told_not_to() {
        let mut choice = Choice {
            only: vec![Part::EndToEnd],
            ..Choice::default()
        };
        assert_eq!(choice.parts(), [Part::Build, Part::EndToEnd]);
        choice.no_build = true;
        assert_eq!(choice.parts(), [Part::EndToEnd]);
        assert_eq!(Choice::default().parts(), Part::ALL);
    }

    #[test]
    fn every_way_of_not_testing_is_a_failure() {
        let part = Part::Native;
        let none = || Ok(Tally::default());
        let failed = Tally::one(false);
        assert_eq!(outcome(part, None, none, false).unwrap(), failed);
        assert_eq!(outcome(part, None, none, true).unwrap(), Tally::default());
        assert_eq!(
            outcome(part, None, || bail!("broken"), true).unwrap(),
            failed
        );
        let unreached = || -> Result<Tally> { unreachable!("the obstacle comes first") };
        assert_eq!(
            outcome(part, Some("no tool".into()), unreached, false).unwrap(),
            failed
        );
        assert!(outcome(part, None, || Err(Interrupted.into()), false).is_err());
    }
}
