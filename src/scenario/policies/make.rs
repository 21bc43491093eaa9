//! From a specification to the policy itself.

use super::{PolicySpec, Setting};
use crate::base::Dur;
use crate::scenario::Unit;
use crate::sim::policy::{
    Aging, Charge, Eevdf, EevdfSettings, Fair, FairSettings, Feedback, Fifo, First, Gang, Hrrn,
    Joins, Level, Lottery, Mlfq, MlfqSettings, Place, Policy, Predictor, Priority,
    PrioritySettings, Queues, QueuesSettings, Ratio, RealTime, RoundRobin, Sjf, Slices, Srtf,
    Steal, Stride, StrideSettings, Turns, Victim,
};

/// What the parameters of a specification say.
struct Given<'s> {
    spec: &'s PolicySpec,
    unit: Unit,
}

impl Given<'_> {
    fn maybe_time(&self, key: &str) -> Option<Dur> {
        match self.spec.get(key) {
            Some(Setting::Time(length)) => length.map(|length| length.dur(self.unit)),
            _ => None,
        }
    }

    fn time(&self, key: &str) -> Dur {
        self.maybe_time(key).unwrap_or_default()
    }

    fn times(&self, key: &str) -> Vec<Dur> {
        match self.spec.get(key) {
            Some(Setting::Times(lengths)) => lengths.iter().map(|l| l.dur(self.unit)).collect(),
            _ => Vec::new(),
        }
    }

    fn count(&self, key: &str) -> u32 {
        match self.spec.get(key) {
            Some(Setting::Count(n)) => u32::try_from(n).unwrap_or(u32::MAX),
            _ => 0,
        }
    }

    fn flag(&self, key: &str) -> bool {
        self.spec.get(key) == Some(Setting::Flag(true))
    }

    fn is(&self, key: &str, word: &str) -> bool {
        matches!(self.spec.get(key), Some(Setting::Word(found)) if found == word)
    }
}

/// The policy of a specification.
pub(super) fn policy(spec: &PolicySpec, unit: Unit, cores: u32) -> Box<dyn Policy> {
    let given = Given { spec, unit };
    match spec.kind().key {
        "sjf" => Box::new(Sjf::new(predictor(&given))),
        "srtf" => Box::new(Srtf::new()),
        "round-robin" => Box::new(RoundRobin::new(given.time("quantum"))),
        "priority" => Box::new(Priority::new(priority(&given))),
        "hrrn" => Box::new(Hrrn::new()),
        "mlfq" => Box::new(Mlfq::new(mlfq(&given))),
        "feedback" => {
            let slices = if given.is("slices", "doubling") {
                Slices::Doubling
            } else {
                Slices::Same
            };
            Box::new(Feedback::new(given.time("quantum"), slices))
        }
        "lottery" => Box::new(Lottery::new(given.time("quantum"))),
        "stride" => Box::new(Stride::new(stride(&given))),
        "cfs" => Box::new(Fair::new(fair(&given))),
        "eevdf" => Box::new(Eevdf::new(EevdfSettings {
            slice: given.time("slice"),
            run_to_parity: given.flag("run_to_parity"),
        })),
        "queues" => Box::new(Queues::new(cores, queues(&given))),
        "gang" => Box::new(Gang::new(
            cores,
            given.time("quantum"),
            given.flag("fills_in"),
        )),
        "edf" => Box::new(RealTime::earliest_deadline()),
        "rate-monotonic" => Box::new(RealTime::rate_monotonic()),
        "fixed-priority" => Box::new(RealTime::fixed_priority()),
        // The first of the table.
        _ => Box::new(Fifo::new()),
    }
}

fn predictor(given: &Given<'_>) -> Predictor {
    if given.is("predict", "stated") {
        return Predictor::Stated;
    }
    Predictor::Average {
        alpha: Ratio {
            over: given.count("alpha_percent"),
            under: 100,
        },
        first: given.time("first_guess"),
    }
}

fn priority(given: &Given<'_>) -> PrioritySettings {
    PrioritySettings {
        preemptive: given.flag("preemptive"),
        first: if given.is("first", "larger") {
            First::Larger
        } else {
            First::Smaller
        },
        quantum: given.maybe_time("quantum"),
        preempted: if given.is("preempted", "tail") {
            Place::Tail
        } else {
            Place::Head
        },
        keeps_quantum: given.flag("keeps_quantum"),
        aging: given.maybe_time("aging").map(|every| Aging {
            every,
            by: given.count("aging_by"),
        }),
    }
}

fn mlfq(given: &Given<'_>) -> MlfqSettings {
    let allotment = given.count("allotment");
    let level = |quantum| Level { quantum, allotment };
    MlfqSettings {
        levels: given.times("quanta").into_iter().map(level).collect(),
        boost: given.maybe_time("boost"),
        stay: given.flag("stay"),
        io_bump: given.flag("io_bump"),
    }
}

fn stride(given: &Given<'_>) -> StrideSettings {
    StrideSettings {
        charge: if given.is("charge", "used") {
            Charge::Used
        } else {
            Charge::Whole
        },
        joins: if given.is("joins", "at-own") {
            Joins::AtOwn
        } else {
            Joins::AtLeast
        },
        ..StrideSettings::new(given.time("quantum"))
    }
}

fn fair(given: &Given<'_>) -> FairSettings {
    FairSettings {
        latency: given.time("latency"),
        min_granularity: given.time("min_granularity"),
        wakeup_granularity: given.time("wakeup_granularity"),
        wakeup_preemption: given.flag("wakeup_preemption"),
        gentle_sleepers: given.flag("gentle_sleepers"),
        start_debit: given.flag("start_debit"),
    }
}

fn queues(given: &Given<'_>) -> QueuesSettings {
    QueuesSettings {
        per_core: given.flag("per_core"),
        turns: match given.maybe_time("quantum") {
            None => Turns::Endless,
            Some(quantum) if given.flag("together") => Turns::Together(quantum),
            Some(quantum) => Turns::Each(quantum),
        },
        steal: if given.is("steal", "never") {
            Steal::Never
        } else if given.is("steal", "every") {
            Steal::Every(given.time("steal_every"))
        } else {
            Steal::WhenFree
        },
        victim: if given.is("victim", "drawn") {
            Victim::Drawn
        } else {
            Victim::Longest
        },
    }
}
