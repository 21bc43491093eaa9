//! How a program is run, as the page's controls have it and links carry it.

use serde::{Deserialize, Serialize};

use crate::base::Dur;
use crate::python::machine;

/// More cores than this are not offered.
pub const MOST_CORES: u32 = 16;
/// Longer inputs and arguments are not kept, in bytes.
pub const LONGEST_INPUT: usize = 16 * 1024;
/// The budgets that are offered, in instructions.
pub const BUDGETS: [u64; 4] = [10_000_000, 200_000_000, 2_000_000_000, 20_000_000_000];

/// How a program is run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Cores of the machine.
    pub cores: u32,
    /// Whether there is a GIL.
    pub gil: bool,
    /// Its switch interval, in microseconds.
    pub interval_us: u64,
    /// The seed of every random number.
    pub seed: u64,
    /// What an instruction takes, in nanoseconds.
    pub instruction_ns: u64,
    /// After how many instructions it is stopped.
    pub budget: u64,
    /// What `input` reads, and `sys.stdin`.
    pub input: String,
}

impl Default for Settings {
    /// As [`machine::Settings`] has it; stopped after 200 million instructions,
    /// which are some seconds of a visitor's time.
    fn default() -> Settings {
        let usual = machine::Settings::default();
        Settings {
            cores: usual.cores,
            gil: usual.gil.is_some(),
            interval_us: usual.gil.unwrap_or(Dur::millis(5)).0 / 1000,
            seed: usual.seed,
            instruction_ns: usual.instruction.0,
            budget: BUDGETS[1],
            input: usual.input,
        }
    }
}

impl Settings {
    /// The nearest that can be run.
    pub fn clamped(mut self) -> Settings {
        self.cores = self.cores.clamp(1, MOST_CORES);
        self.interval_us = self.interval_us.clamp(10, 10_000_000);
        self.instruction_ns = self.instruction_ns.clamp(1, 1_000_000);
        self.budget = self.budget.clamp(1000, BUDGETS[BUDGETS.len() - 1]);
        if self.input.len() > LONGEST_INPUT {
            let end = (0..=LONGEST_INPUT)
                .rev()
                .find(|&at| self.input.is_char_boundary(at));
            self.input.truncate(end.unwrap_or(0));
        }
        self
    }

    /// The same for the machine.
    pub fn machine(&self, name: &str) -> machine::Settings {
        let settings = self.clone().clamped();
        machine::Settings {
            cores: settings.cores,
            gil: settings.gil.then(|| Dur::micros(settings.interval_us)),
            seed: settings.seed,
            instruction: Dur(settings.instruction_ns),
            most_instructions: settings.budget,
            args: vec![name.to_owned()],
            input: settings.input,
            ..machine::Settings::default()
        }
    }

    /// What differs from the usual, as fields of a link.
    pub fn fields(&self) -> Vec<(String, String)> {
        let usual = Settings::default();
        let mut fields = Vec::new();
        let mut put = |key: &str, is: String, was: String| {
            if is != was {
                fields.push((key.to_owned(), is));
            }
        };
        put("cores", self.cores.to_string(), usual.cores.to_string());
        put("gil", on(self.gil), on(usual.gil));
        put(
            "interval",
            self.interval_us.to_string(),
            usual.interval_us.to_string(),
        );
        put("seed", self.seed.to_string(), usual.seed.to_string());
        put(
            "cost",
            self.instruction_ns.to_string(),
            usual.instruction_ns.to_string(),
        );
        put("budget", self.budget.to_string(), usual.budget.to_string());
        put("input", self.input.clone(), usual.input);
        fields
    }

    /// The keys of the fields.
    pub const KEYS: [&'static str; 7] = [
        "cores", "gil", "interval", "seed", "cost", "budget", "input",
    ];

    /// From the fields of a link; one that cannot be read is as usual. The keys
    /// of those are given, too.
    pub fn read(fields: &[(String, String)]) -> (Settings, Vec<String>) {
        let mut settings = Settings::default();
        let mut wrong = Vec::new();
        for (key, value) in fields {
            let number = || value.parse::<u64>().ok();
            let read = match key.as_str() {
                "cores" => value.parse().ok().map(|cores| settings.cores = cores),
                "gil" => read_on(value).map(|gil| settings.gil = gil),
                "interval" => number().map(|n| settings.interval_us = n),
                "seed" => number().map(|n| settings.seed = n),
                "cost" => number().map(|n| settings.instruction_ns = n),
                "budget" => number().map(|n| settings.budget = n),
                "input" => {
                    settings.input.clone_from(value);
                    continue;
                }
                _ => continue,
            };
            if read.is_none() {
                wrong.push(key.clone());
            }
        }
        (settings.clamped(), wrong)
    }
}

fn read_on(value: &str) -> Option<bool> {
    match value {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

fn on(gil: bool) -> String {
    if gil { "on" } else { "off" }.to_owned()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_link_carries_them(
            cores in 1_u32..20, gil: bool, interval_us in 1_u64..100_000, seed: u64, cost in 1_u64..1000,
            budget in 0_u64..1_000_000_000, input in ".{0,20}",
        ) {
            let settings = Settings { cores, gil, interval_us, seed, instruction_ns: cost, budget, input }.clamped();
            let (read, wrong) = Settings::read(&settings.fields());
            prop_assert_eq!(read, settings);
            prop_assert!(wrong.is_empty());
        }
    }

    #[test]
    fn what_is_usual_is_left_out_and_what_is_damaged_is_told() {
        assert!(Settings::default().fields().is_empty());
        let field = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let (read, wrong) =
            Settings::read(&[field("cores", "many"), field("gil", "off"), field("x", "?")]);
        assert_eq!((read.cores, read.gil), (Settings::default().cores, false));
        assert_eq!(wrong, ["cores"]);
    }
}
