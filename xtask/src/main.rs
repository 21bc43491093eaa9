//! Set-up, serving, testing, building and measuring of the project.
//!
//! `cargo xtask` lists the commands. A command first sees to the tools it
//! needs (`tools`), then runs other programs (`run`) and reads what they say
//! (`checks`, `suites`, `site`, `budget`, `bench`); `report` adds it up.

mod args;
mod bench;
mod budget;
mod checks;
mod glue;
mod group;
mod lock;
mod project;
mod python;
mod report;
mod run;
mod serve;
mod site;
mod suites;
mod test;
mod tools;
mod viewer;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;

use args::Task;
use project::Project;
use tools::{Tool, Toolbox};

fn main() -> ExitCode {
    let outcome = start();
    if outcome.is_err() {
        // A run that was cut short may have left a browser.
        group::end_strays();
    }
    group::reap(Duration::ZERO);
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) if error.is::<group::Interrupted>() => {
            eprintln!("interrupted");
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command; whether everything it did went well.
fn start() -> Result<bool> {
    let task = args::read(lexopt::Parser::from_env())?;
    if let Task::Help = task {
        print!("{}", args::HELP);
        return Ok(true);
    }
    group::listen()?;
    let project = Project::open()?;
    match task {
        Task::Help => Ok(true),
        Task::Setup => {
            let tools = Toolbox::with(&project, Tool::ALL)?;
            Ok(tools.complete())
        }
        Task::Serve(more) => serve::run(&project, more),
        Task::Build => {
            let _lock = lock::project(&project)?;
            let tools = Toolbox::with(&project, site::TOOLS)?;
            site::build_and_say(&project, &tools)
        }
        Task::Test(choice) => test::run(&project, &choice),
        Task::Bench(choice) => bench::run(&project, choice),
    }
}
