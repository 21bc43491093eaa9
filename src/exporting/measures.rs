//! The measures of a stage as JSON. Every time is a whole number of
//! nanoseconds; what a trace does not say is `null`.

use serde_json::{Map, Value, json};

use crate::timeline::stage::{Section, Stage};
use crate::trace::{Clock, LaneStats, Parallelism, StateTimes, Stats, Trace};

/// The version of the shape.
pub const VERSION: u32 = 1;

/// The measures of each section, with what they count in [`Stats`].
pub fn measures(stage: &Stage) -> Value {
    let sections: Vec<Value> = stage.sections().iter().map(section).collect();
    json!({ "version": VERSION, "unit": "ns", "sections": sections })
}

fn section(section: &Section) -> Value {
    let trace = &*section.trace;
    let mut value = of_trace(trace);
    if let Value::Object(members) = &mut value {
        members.insert("title".into(), json!(section.title));
        members.insert("source".into(), json!(section.source.key()));
        members.insert("offset".into(), json!(section.offset.0));
    }
    value
}

/// The measures of one trace.
pub fn of_trace(trace: &Trace) -> Value {
    let stats = Stats::of(trace);
    let parallelism = match stats.parallelism() {
        Parallelism::Observed { .. } => "observed",
        Parallelism::NotObserved => "not-observed",
        Parallelism::BelowResolution => "below-resolution",
    };
    let lanes: Vec<Value> = stats.lanes.iter().map(|of| lane(trace, of)).collect();
    json!({
        "clock": clock(trace),
        "counts": {
            "tracks": trace.tracks().len(),
            "slices": trace.slice_count(),
            "flows": trace.flows().len(),
            "counters": trace.counters().len(),
        },
        "end": trace.end().0,
        "run": { "start": stats.run.start.0, "end": stats.run.end.0 },
        "makespan": stats.makespan.0,
        "cores": stats.cores,
        "busy": stats.busy.0,
        "wall": stats.wall.0,
        "parallel": stats.parallel.0,
        "max_parallel": stats.max_parallel,
        "parallelism": parallelism,
        "overlap_factor": stats.overlap_factor(),
        "utilisation": stats.utilisation(),
        "switches": stats.switches,
        "switching": stats.switching.0,
        "lanes": lanes,
        "heartbeats": heartbeats(trace, &stats),
    })
}

fn clock(trace: &Trace) -> Value {
    match trace.clock() {
        Clock::Virtual => json!({ "kind": "virtual" }),
        Clock::Recorded => json!({ "kind": "recorded" }),
        Clock::Measured(how) => json!({
            "kind": "measured",
            "resolution": how.resolution.0,
            "alignment_error": how.alignment_error.0,
            "cores_offered": how.cores,
            "isolated": how.isolated,
        }),
    }
}

fn lane(trace: &Trace, lane: &LaneStats) -> Value {
    json!({
        "lane": trace.track_name(lane.track),
        "kind": trace.track(lane.track).kind.key(),
        "leaf": lane.is_leaf,
        "arrival": lane.arrival.0,
        "first_run": lane.first_run.map(|at| at.0),
        "completion": lane.completion.0,
        "turnaround": lane.turnaround().0,
        "response": lane.response().map(|time| time.0),
        "waiting": lane.wait().0,
        "busy": lane.busy().0,
        "blocked": lane.blocked().0,
        "untracked": lane.untracked.0,
        "states": states(&lane.times),
    })
}

fn states(times: &StateTimes) -> Map<String, Value> {
    let of = times.iter();
    of.map(|(state, time)| (state.key().to_owned(), json!(time.0)))
        .collect()
}

fn heartbeats(trace: &Trace, stats: &Stats) -> Vec<Value> {
    let one = |beat: &crate::trace::Heartbeat| {
        let gap = beat.longest_gap.as_ref();
        json!({
            "lane": trace.track_name(beat.track),
            "ticks": beat.ticks,
            "mean_interval": beat.mean_interval.map(|time| time.0),
            "longest_gap": gap.map(|gap| json!({ "start": gap.start.0, "end": gap.end.0 })),
        })
    };
    stats.heartbeats.iter().map(one).collect()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::base::Time;
    use crate::trace::{State, TraceBuilder, TrackKind};
    use std::rc::Rc;

    #[test]
    fn two_threads_on_two_cores_overlap() {
        let mut b = TraceBuilder::new(Clock::Virtual);
        for (n, end) in [(0, 10), (1, 6)] {
            let core = b.track(None, TrackKind::Core, &format!("core {n}"));
            let job = b.track(None, TrackKind::Thread, &format!("job {n}"));
            let name = b.name(&format!("job {n}"));
            b.slice(core, State::Running, name, Time(2), Time(end));
            b.slice(job, State::Ready, name, Time(0), Time(2));
            b.slice(job, State::Running, name, Time(2), Time(end));
        }
        let stage = Stage::new(vec![Section::new("two", Rc::new(b.finish()))]);
        let value = measures(&stage);
        let run = &value["sections"][0];
        assert_eq!(
            (&value["version"], &value["unit"]),
            (&json!(1), &json!("ns"))
        );
        assert_eq!(run["title"], "two");
        assert_eq!(run["source"], "model");
        assert_eq!(run["makespan"], 10);
        assert_eq!((&run["busy"], &run["wall"]), (&json!(12), &json!(8)));
        assert_eq!(run["overlap_factor"], 1.5);
        assert_eq!(run["parallelism"], "observed");
        assert_eq!(run["utilisation"], 0.6);
        let job = &run["lanes"][1];
        assert_eq!(job["lane"], "job 1");
        assert_eq!(job["states"], json!({ "running": 4, "ready": 2 }));
        assert_eq!(
            (&job["response"], &job["turnaround"]),
            (&json!(2), &json!(6))
        );
    }

    #[test]
    fn what_is_not_known_is_null() {
        let run = of_trace(&TraceBuilder::new(Clock::Recorded).finish());
        for key in ["overlap_factor", "utilisation", "switches"] {
            assert_eq!(run[key], Value::Null, "{key}");
        }
        assert_eq!(run["lanes"], json!([]));
    }
}
