//! The report as JSON. `docs/scenario.md` describes the shape, which only
//! grows: fields are added, none changes its meaning.

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
    /// All of it as a value.
    pub(super) fn json(&self) -> Value {
        let runs: Vec<Value> = self.runs.iter().map(|ran| run(ran, self.unit)).collect();
        json!({
            "version": VERSION,
            "unit": self.unit.key(),
            "title": words(&self.title),
            "runs": runs,
        })
    }
}

fn words(text: &Text) -> Value {
    json!({"ko": text.ko, "en": text.en})
}

/// A length in the unit: a whole number where it is one.
fn length(d: Dur, unit: Unit) -> Value {
    let one = unit.dur().0;
    if d.0.is_multiple_of(one) {
        json!(d.0 / one)
    } else {
        json!(d.0 as f64 / one as f64)
    }
}

fn moment(at: Time, unit: Unit) -> Value {
    length(at.since(Time::ZERO), unit)
}

fn mean(nanos: f64, unit: Unit) -> Value {
    json!(nanos / unit.dur().0 as f64)
}

fn run(ran: &Ran, unit: Unit) -> Value {
    let trace = &ran.run.trace;
    let total = &ran.measures.total;
    let outcome = match ran.run.outcome {
        Outcome::Finished => "finished",
        Outcome::Deadlock(_) => "deadlock",
        Outcome::Budget(_) if ran.exhausted => "events",
        Outcome::Budget(_) => "horizon",
    };
    let jobs: Vec<Value> = ran.measures.jobs.iter().map(|j| job(j, unit)).collect();
    let missed = ran.run.missed.iter().map(|miss| {
        let who = trace.track_name(ran.run.lanes[miss.thread]);
        json!({"job": who, "due": moment(miss.due, unit)})
    });
    json!({
        "policy": ran.policy,
        "label": words(&ran.label),
        "outcome": outcome,
        "sentence": {"ko": ran.run.sentence(Lang::Ko), "en": ran.run.sentence(Lang::En)},
        "jobs": jobs,
        "measures": {
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
        },
        "slices": slices(trace, unit),
        "decisions": decisions(trace, unit),
        "deadlock": deadlock(ran, unit),
        "missed": missed.collect::<Vec<_>>(),
        "memory": cells(trace).map(|(name, n)| (name.to_owned(), json!(n))).collect::<Map<_, _>>(),
    })
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
fn slices(trace: &Trace, unit: Unit) -> Vec<Value> {
    let mut all = Vec::new();
    for (id, track) in trace.tracks().iter_ids() {
        if !matches!(
            track.kind,
            TrackKind::Core
                | TrackKind::Thread
                | TrackKind::Task
                | TrackKind::Device
                | TrackKind::Resource
        ) {
            continue;
        }
        for slice in trace.track_slices(id) {
            all.push(json!({
                "lane": trace.name(track.name),
                "kind": track.kind.key(),
                "state": slice.state.key(),
                "name": trace.name(slice.name),
                "start": moment(slice.start, unit),
                "end": moment(slice.end, unit),
            }));
        }
    }
    all
}

fn decisions(trace: &Trace, unit: Unit) -> Vec<Value> {
    let figure = |figure: Figure| match figure {
        Figure::Length(d) => length(d, unit),
        Figure::Whole(n) => json!(n),
        Figure::Ratio(n, over) => json!({"n": n, "over": over}),
    };
    let mut all = Vec::new();
    for (slice, core, decision) in all_decisions(trace) {
        let mut fields = Map::new();
        fields.insert("at".into(), moment(slice.start, unit));
        fields.insert("core".into(), json!(core));
        fields.insert("picked".into(), json!(decision.picked));
        fields.insert("rule".into(), json!(decision.rule.key()));
        fields.insert("figure".into(), json!(decision.mine.map(figure)));
        fields.insert("next".into(), json!(decision.other));
        fields.insert("next_figure".into(), json!(decision.others.map(figure)));
        all.push(Value::Object(fields));
    }
    all
}
