//! The report as JSON. `docs/scenario.md` describes the shape, which only
//! grows: fields are added, none changes its meaning.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::sentences::{all_decisions, cells};
use super::{Ran, Report};
use crate::base::{Dur, Lang, Text, Time};
use crate::scenario::why::Figure;
use crate::scenario::{JobMeasures, Unit};
use crate::sim::Outcome;
use crate::trace::{Trace, TrackKind};

/// The version of the shape.
const VERSION: u64 = 1;

impl Report {
    /// Writes all of it. Slices and decisions are written as they are come
    /// upon: there may be millions.
    pub(super) fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        let runs = self.runs.iter().map(|ran| run(ran, self.unit)).collect();
        let report = Whole {
            version: VERSION,
            unit: self.unit.key(),
            title: words(&self.title),
            runs,
        };
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)
    }
}

#[derive(Serialize)]
struct Whole<'a> {
    version: u64,
    unit: &'static str,
    title: Value,
    runs: Vec<Run<'a>>,
}

#[derive(Serialize)]
struct Run<'a> {
    policy: &'a Value,
    label: Value,
    outcome: &'static str,
    sentence: Value,
    jobs: Vec<Value>,
    measures: Value,
    deadlock: Value,
    missed: Vec<Value>,
    memory: Map<String, Value>,
    decisions: Decisions<'a>,
    slices: Slices<'a>,
}

/// A length in the unit: a whole number where it is one.
#[derive(Serialize)]
#[serde(untagged)]
enum Length {
    Whole(u64),
    Fraction(f64),
}

fn words(text: &Text) -> Value {
    json!({"ko": text.ko, "en": text.en})
}

fn length(d: Dur, unit: Unit) -> Length {
    let one = unit.dur().0;
    if d.0.is_multiple_of(one) {
        Length::Whole(d.0 / one)
    } else {
        Length::Fraction(d.0 as f64 / one as f64)
    }
}

fn moment(at: Time, unit: Unit) -> Length {
    length(at.since(Time::ZERO), unit)
}

fn mean(nanos: f64, unit: Unit) -> Value {
    json!(nanos / unit.dur().0 as f64)
}

fn run(ran: &Ran, unit: Unit) -> Run<'_> {
    let trace = &ran.run.trace;
    let total = &ran.measures.total;
    let missed = ran.run.missed.iter().map(|miss| {
        let who = trace.track_name(ran.run.lanes[miss.thread]);
        json!({"job": who, "due": moment(miss.due, unit)})
    });
    Run {
        policy: &ran.policy,
        label: words(&ran.label),
        outcome: match ran.run.outcome {
            Outcome::Finished => "finished",
            Outcome::Deadlock(_) => "deadlock",
            Outcome::Budget(_) if ran.exhausted => "events",
            Outcome::Budget(_) => "horizon",
        },
        sentence: json!({"ko": ran.run.sentence(Lang::Ko), "en": ran.run.sentence(Lang::En)}),
        jobs: ran.measures.jobs.iter().map(|j| job(j, unit)).collect(),
        measures: json!({
            "makespan": length(total.makespan, unit),
            "utilisation": total.utilisation,
            "switches": total.switches,
            "switching": length(total.switching, unit),
            "finished": total.finished,
            "missed": total.missed,
            "throughput_per_second": total.throughput,
            "fairness": total.fairness,
            "mean_turnaround": mean(total.turnaround, unit),
            "mean_waiting": mean(total.waiting, unit),
            "mean_response": total.response.map(|nanos| mean(nanos, unit)),
            "mean_normalised": total.normalised,
        }),
        deadlock: deadlock(ran, unit),
        missed: missed.collect(),
        memory: cells(trace)
            .map(|(name, n)| (name.to_owned(), json!(n)))
            .collect(),
        decisions: Decisions(trace, unit),
        slices: Slices(trace, unit),
    }
}

fn job(job: &JobMeasures, unit: Unit) -> Value {
    json!({
        "name": job.name,
        "arrival": moment(job.arrival, unit),
        "burst": length(job.burst, unit),
        "blocked": length(job.blocked, unit),
        "finish": job.finish.map(|at| moment(at, unit)),
        "turnaround": length(job.turnaround, unit),
        "waiting": length(job.waiting, unit),
        "response": job.response.map(|d| length(d, unit)),
        "normalised": job.normalised(),
        "missed": job.missed,
    })
}

fn deadlock(ran: &Ran, unit: Unit) -> Value {
    let Some(deadlock) = &ran.run.deadlock else {
        return Value::Null;
    };
    let link = |link: &crate::sim::Link| json!({"waits": link.waits, "object": link.object, "held_by": link.held_by});
    let cycle: Vec<Value> = deadlock.links.iter().map(link).collect();
    json!({"at": moment(deadlock.at, unit), "cycle": cycle})
}

/// Every slice of every lane, lane by lane, each in the order of time.
struct Slices<'a>(&'a Trace, Unit);

#[derive(Serialize)]
struct Slice<'a> {
    lane: &'a str,
    kind: &'static str,
    state: &'static str,
    name: &'a str,
    start: Length,
    end: Length,
}

impl Serialize for Slices<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Slices(trace, unit) = *self;
        let tracks = trace.tracks().iter_ids();
        let lanes = tracks.filter(|(_, track)| {
            matches!(
                track.kind,
                TrackKind::Core
                    | TrackKind::Thread
                    | TrackKind::Task
                    | TrackKind::Device
                    | TrackKind::Resource
            )
        });
        serializer.collect_seq(lanes.flat_map(|(id, track)| {
            trace.track_slices(id).map(move |slice| Slice {
                lane: trace.name(track.name),
                kind: track.kind.key(),
                state: slice.state.key(),
                name: trace.name(slice.name),
                start: moment(slice.start, unit),
                end: moment(slice.end, unit),
            })
        }))
    }
}

/// Every decision in the order of time.
struct Decisions<'a>(&'a Trace, Unit);

#[derive(Serialize)]
struct Decision<'a> {
    at: Length,
    core: &'a str,
    picked: &'a str,
    rule: &'static str,
    figure: Option<Shown>,
    next: Option<&'a str>,
    next_figure: Option<Shown>,
}

/// A figure that a rule compares.
#[derive(Serialize)]
#[serde(untagged)]
enum Shown {
    Length(Length),
    Whole(i64),
    Ratio { n: i64, over: i64 },
}

impl Shown {
    fn of(figure: Figure, unit: Unit) -> Shown {
        match figure {
            Figure::Length(d) => Shown::Length(length(d, unit)),
            Figure::Whole(n) => Shown::Whole(n),
            Figure::Ratio(n, over) => Shown::Ratio { n, over },
        }
    }
}

impl Serialize for Decisions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Decisions(trace, unit) = *self;
        let all = all_decisions(trace);
        serializer.collect_seq(all.into_iter().map(|(slice, core, decision)| Decision {
            at: moment(slice.start, unit),
            core,
            picked: decision.picked,
            rule: decision.rule.key(),
            figure: decision.mine.map(|figure| Shown::of(figure, unit)),
            next: decision.other,
            next_figure: decision.others.map(|figure| Shown::of(figure, unit)),
        }))
    }
}
