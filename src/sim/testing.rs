//! What the tests of the machine and of modelled experiments share.

use crate::base::Time;
use crate::trace::{State, Trace, TrackId};

/// A trace in lines, one a track and further ones for its moments, times in `unit` nanoseconds.
pub(crate) fn lanes(trace: &Trace, unit: u64) -> String {
    let mut out = String::new();
    for (id, track) in trace.tracks().iter_ids() {
        let mut parts: Vec<String> = trace
            .track_slices(id)
            .map(|s| {
                let why = trace.args(s.id).find_map(|arg| match arg.value {
                    crate::trace::Value::Name(name) => Some(trace.name(name)),
                    _ => None,
                });
                format!(
                    "{}-{} {} {}{}",
                    at(s.start, unit),
                    at(s.end, unit),
                    s.state.key(),
                    trace.name(s.name),
                    why.map_or(String::new(), |why| format!(" ({why})")),
                )
            })
            .collect();
        parts.extend(
            trace
                .instants(id)
                .iter()
                .map(|i| format!("{} {}!", at(i.at, unit), trace.name(i.name))),
        );
        if !parts.is_empty() {
            let name = trace.track_name(id);
            out += &format!("{} {name}: {}\n", track.kind.key(), parts.join(" | "));
        }
    }
    for flow in trace.flows() {
        out += &format!(
            "{}: {} {} -> {} {}\n",
            flow.kind.key(),
            trace.track_name(flow.from.0),
            at(flow.from.1, unit),
            trace.track_name(flow.to.0),
            at(flow.to.1, unit),
        );
    }
    out
}

fn at(time: Time, unit: u64) -> String {
    let (whole, rest) = (time.0 / unit, time.0 % unit);
    if rest == 0 {
        whole.to_string()
    } else {
        format!("{whole}.{}", rest * 100 / unit)
    }
}

/// The sum of a track's slices in a state.
pub(crate) fn total(trace: &Trace, track: TrackId, state: State) -> u64 {
    trace
        .track_slices(track)
        .filter(|slice| slice.state == state)
        .map(|slice| slice.dur().0)
        .sum()
}
