//! What a Python program that is explored is told of where it runs.

use clap::Args;

use crate::base::{Problem, Text};
use crate::lab::run::Gil;
use crate::python::machine::Settings;

/// The machine that a Python program is told of. Its schedules are the same on
/// every one: what its instructions can do, with a lock or without, on however
/// many cores; but a program may ask, and pools are as large as the answer.
#[derive(Args, Debug)]
#[command(next_help_heading = "Machine (Python)")]
pub(super) struct Told {
    /// How many cores the program is told of [usually 4]
    #[arg(long = "cores", value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=1_024), conflicts_with_all = ["example", "preset"])]
    told_cores: Option<u32>,
    /// Whether the program is told of a global interpreter lock [usually on]
    #[arg(long = "gil", value_enum, conflicts_with_all = ["example", "preset"])]
    told_gil: Option<Gil>,
    /// What the program finds in sys.argv, behind --
    #[arg(last = true, value_name = "ARGS", conflicts_with_all = ["example", "preset"])]
    args: Vec<String>,
}

impl Told {
    /// How a program in a file is run.
    pub(super) fn settings(&self, file: &str, seed: u64) -> Settings {
        let usual = Settings::default();
        let mut args = vec![file.to_owned()];
        args.extend(self.args.iter().cloned());
        Settings {
            cores: self.told_cores.unwrap_or(usual.cores),
            gil: self.told_gil.map_or(usual.gil, Gil::interval),
            seed,
            args,
            ..usual
        }
    }

    /// Nothing of it was said.
    ///
    /// # Errors
    /// What was: it is of no use to other programs.
    pub(super) fn is_not_for_python(&self) -> Result<(), Problem> {
        let said = [
            ("--cores", self.told_cores.is_some()),
            ("--gil", self.told_gil.is_some()),
            ("ARGS", !self.args.is_empty()),
        ];
        match said.into_iter().find(|(_, said)| *said) {
            Some((flag, _)) => Err(Problem::new(
                flag,
                Text::new(
                    "파이썬 프로그램에만 씁니다.",
                    "It is for Python programs only.",
                ),
                Text::new(
                    "빼고 다시 실행하세요. 파이썬이면 --python을 붙이세요.",
                    "Leave it out; or say --python, if it is one.",
                ),
            )),
            None => Ok(()),
        }
    }
}
