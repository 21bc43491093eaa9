//! The policies that the laws are held against: each with the switches that
//! change it most, made for a quantum.

use crate::base::{Dur, Time};
use crate::sim::policy::{
    Aging, Charge, Eevdf, EevdfSettings, Fair, FairSettings, Feedback, Fifo, First, Hrrn, Joins,
    Level, Lottery, Mlfq, MlfqSettings, Place, Policy, Predictor, Priority, PrioritySettings,
    Ratio, RealTime, RoundRobin, Sjf, Slices, Srtf, Stride, StrideSettings,
};

pub(super) type Make = fn(Dur) -> Box<dyn Policy>;

/// Name and maker.
pub(super) const POLICIES: &[(&str, Make)] = &[
    ("fifo", |_| Box::new(Fifo::new())),
    ("round robin", |q| Box::new(RoundRobin::new(q))),
    ("sjf", |_| Box::new(Sjf::new(Predictor::Stated))),
    ("sjf by average", |q| {
        Box::new(Sjf::new(Predictor::Average {
            alpha: Ratio::HALF,
            first: q,
        }))
    }),
    ("srtf", |_| Box::new(Srtf::new())),
    ("hrrn", |_| Box::new(Hrrn::new())),
    ("priority", |_| {
        Box::new(Priority::new(PrioritySettings::default()))
    }),
    ("preemptive priority", |q| {
        Box::new(Priority::new(PrioritySettings {
            preemptive: true,
            first: First::Larger,
            quantum: Some(q),
            keeps_quantum: true,
            ..PrioritySettings::default()
        }))
    }),
    ("aging priority", |q| {
        Box::new(Priority::new(PrioritySettings {
            preemptive: true,
            preempted: Place::Tail,
            aging: Some(Aging { every: q, by: 1 }),
            ..PrioritySettings::default()
        }))
    }),
    ("mlfq", |q| Box::new(Mlfq::new(levels(q)))),
    ("mlfq with boost", |q| {
        Box::new(Mlfq::new(MlfqSettings {
            boost: Some(q * 3),
            io_bump: true,
            ..levels(q)
        }))
    }),
    ("mlfq with stay", |q| {
        Box::new(Mlfq::new(MlfqSettings {
            stay: true,
            ..levels(q)
        }))
    }),
    ("feedback", |q| Box::new(Feedback::new(q, Slices::Same))),
    ("doubling feedback", |q| {
        Box::new(Feedback::new(q, Slices::Doubling))
    }),
    ("lottery", |q| Box::new(Lottery::new(q))),
    ("stride", |q| Box::new(Stride::new(StrideSettings::new(q)))),
    ("stride by use", |q| {
        Box::new(Stride::new(StrideSettings {
            charge: Charge::Used,
            joins: Joins::AtOwn,
            ..StrideSettings::new(q)
        }))
    }),
    ("fair", |q| Box::new(Fair::new(fair(q)))),
    ("fair with debit", |q| {
        Box::new(Fair::new(FairSettings {
            start_debit: true,
            gentle_sleepers: false,
            ..fair(q)
        }))
    }),
    ("eevdf", |q| Box::new(Eevdf::new(eevdf(q, false)))),
    ("eevdf to parity", |q| Box::new(Eevdf::new(eevdf(q, true)))),
    ("edf", |_| Box::new(RealTime::earliest_deadline())),
    ("rate monotonic", |_| Box::new(RealTime::rate_monotonic())),
    ("fixed priority", |_| Box::new(RealTime::fixed_priority())),
];

/// Those that serve equals in the order of their coming.
pub(super) const IN_ORDER: &[&str] = &[
    "fifo",
    "round robin",
    "sjf",
    "sjf by average",
    "srtf",
    "hrrn",
    "priority",
    "preemptive priority",
    "aging priority",
    "mlfq",
    "mlfq with boost",
    "mlfq with stay",
    "feedback",
    "doubling feedback",
    "stride",
    "stride by use",
    "fair",
    "eevdf",
    "eevdf to parity",
    "edf",
    "rate monotonic",
    "fixed priority",
];

pub(super) fn levels(quantum: Dur) -> MlfqSettings {
    let level = |times, allotment| Level {
        quantum: quantum * times,
        allotment,
    };
    MlfqSettings {
        levels: vec![level(1, 2), level(2, 1), level(4, 1)],
        ..MlfqSettings::default()
    }
}

pub(super) fn fair(quantum: Dur) -> FairSettings {
    FairSettings {
        latency: quantum * 4,
        min_granularity: quantum,
        wakeup_granularity: quantum,
        ..FairSettings::default()
    }
}

pub(super) fn eevdf(slice: Dur, run_to_parity: bool) -> EevdfSettings {
    EevdfSettings {
        slice,
        run_to_parity,
    }
}

/// A policy's alarm does not hold a run up: after its last thread nothing rings.
#[test]
fn alarms_end_with_the_threads() {
    for &(name, make) in POLICIES {
        let run = super::run(&super::plain(
            name,
            3,
            1,
            vec![(0, vec![super::Deed::Compute(5)])],
        ));
        assert_eq!(run.trace.end(), Time(5), "{name}");
        assert_eq!(make(Dur(3)).waiting(), 0);
    }
}
