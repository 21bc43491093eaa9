//! How a program is run, as the page's controls have it and links carry it.

use serde::{Deserialize, Serialize};

use crate::base::Dur;
use crate::playground::packed;
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
    /// What `input` reads, and `sys.stdin`, line by line.
    pub input: String,
    /// Whether the input ends there; else the run stops where more is wanted.
    pub input_ends: bool,
    /// One way of a packet over the simulated network and back, in microseconds.
    pub latency_us: u64,
    /// What the network carries, in bytes a second.
    pub bandwidth: u64,
    /// Whether a connection is kept for the next request.
    pub keep_alive: bool,
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
            input_ends: false,
            latency_us: usual.network.latency.0 / 1000,
            bandwidth: usual.network.bandwidth,
            keep_alive: usual.network.keep_alive,
        }
    }
}

impl Settings {
    /// The nearest that can be run.
    pub fn clamped(mut self) -> Settings {
        self.cores = self.cores.clamp(1, MOST_CORES);
        self.interval_us = self.interval_us.clamp(10, 10_000_000);
        self.instruction_ns = self.instruction_ns.clamp(1, 1_000_000);
        self.latency_us = self.latency_us.min(60_000_000);
        self.bandwidth = self.bandwidth.clamp(100, 1_000_000_000_000);
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
            asks_for_input: !settings.input_ends,
            network: machine::Network {
                latency: Dur::micros(settings.latency_us),
                bandwidth: settings.bandwidth,
                keep_alive: settings.keep_alive,
            },
            ..machine::Settings::default()
        }
    }

    /// What differs from the usual, as fields of a link; none if the input is
    /// too long for one.
    pub fn fields(&self) -> Option<Vec<(String, String)>> {
        let usual = Settings::default();
        let input = |text: &str| match text.is_empty() {
            true => Some(String::new()),
            false => packed::pack(text),
        };
        let whole = |settings: &Settings| {
            Some([
                ("cores", settings.cores.to_string()),
                ("gil", on(settings.gil)),
                ("interval", settings.interval_us.to_string()),
                ("seed", settings.seed.to_string()),
                ("cost", settings.instruction_ns.to_string()),
                ("budget", settings.budget.to_string()),
                ("input", input(&settings.input)?),
                ("eof", on(settings.input_ends)),
                ("latency", settings.latency_us.to_string()),
                ("bandwidth", settings.bandwidth.to_string()),
                ("keepalive", on(settings.keep_alive)),
            ])
        };
        let pairs = whole(self)?.into_iter().zip(whole(&usual)?);
        let differs = pairs.filter(|(is, was)| is != was);
        Some(differs.map(|((key, is), _)| (key.to_owned(), is)).collect())
    }

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
                    let text = packed::unpack(key, value).ok();
                    text.map(|text| settings.input = text)
                }
                "eof" => read_on(value).map(|ends| settings.input_ends = ends),
                "latency" => number().map(|n| settings.latency_us = n),
                "bandwidth" => number().map(|n| settings.bandwidth = n),
                "keepalive" => read_on(value).map(|keeps| settings.keep_alive = keeps),
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
            (cores, gil, interval_us) in (1_u32..20, any::<bool>(), 1_u64..100_000),
            (seed, instruction_ns, budget) in (any::<u64>(), 1_u64..1000, 0_u64..1_000_000_000),
            (input, input_ends) in (".{0,20}", any::<bool>()),
            (latency_us, bandwidth, keep_alive) in (0_u64..100_000, 0_u64..10_000_000, any::<bool>()),
        ) {
            let settings = Settings {
                cores, gil, interval_us, seed, instruction_ns, budget,
                input, input_ends, latency_us, bandwidth, keep_alive,
            }.clamped();
            let (read, wrong) = Settings::read(&settings.fields().unwrap());
            prop_assert_eq!(read, settings);
            prop_assert!(wrong.is_empty());
        }
    }

    #[test]
    fn what_is_usual_is_left_out_and_what_is_damaged_is_told() {
        assert_eq!(Settings::default().fields(), Some(Vec::new()));
        let field = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let (read, wrong) =
            Settings::read(&[field("cores", "many"), field("gil", "off"), field("x", "?")]);
        assert_eq!((read.cores, read.gil), (Settings::default().cores, false));
        assert_eq!(wrong, ["cores"]);
    }
}
