//! Choosing the zero of a recorded trace.

use std::collections::HashMap;

use crate::base::Time;
use crate::trace::{NameId, Trace, TraceBuilder, TrackId, Value};

/// The same trace with its zero at `zero`. What was over by then is left out;
/// a slice that was under way begins at the new zero.
pub fn from_moment(trace: &Trace, zero: Time) -> Trace {
    let mut shifted = Shift {
        trace,
        zero,
        to: TraceBuilder::new(trace.clock()),
        names: HashMap::new(),
    };
    for track in trace.tracks().iter() {
        // Tracks are copied in order, so that their ids stay the same.
        shifted
            .to
            .track(track.parent, track.kind, trace.name(track.name));
    }
    for track in trace.tracks().ids() {
        shifted.slices(track);
        shifted.instants(track);
    }
    shifted.flows();
    shifted.counters();
    let end = shifted.moved(trace.end());
    shifted.to.extend_to(end);
    shifted.to.finish()
}

struct Shift<'a> {
    trace: &'a Trace,
    zero: Time,
    to: TraceBuilder,
    names: HashMap<NameId, NameId>,
}

impl Shift<'_> {
    fn moved(&self, at: Time) -> Time {
        Time(at.since(self.zero).0)
    }

    fn name(&mut self, name: NameId) -> NameId {
        let (trace, to) = (self.trace, &mut self.to);
        *self
            .names
            .entry(name)
            .or_insert_with(|| to.name(trace.name(name)))
    }

    fn slices(&mut self, track: TrackId) {
        for slice in self.trace.track_slices(track) {
            if slice.end <= self.zero {
                continue;
            }
            let name = self.name(slice.name);
            let (start, end) = (self.moved(slice.start), self.moved(slice.end));
            let key = self.to.slice(track, slice.state, name, start, end);
            for arg in self.trace.args(slice.id) {
                let value = match arg.value {
                    Value::Name(name) => Value::Name(self.name(name)),
                    other => other,
                };
                self.to.arg(key, self.trace.name(arg.key), value);
            }
        }
    }

    fn instants(&mut self, track: TrackId) {
        for instant in self.trace.instants(track) {
            if instant.at >= self.zero {
                let name = self.name(instant.name);
                self.to.instant(track, name, self.moved(instant.at));
            }
        }
    }

    fn flows(&mut self) {
        for flow in self.trace.flows() {
            if flow.from.1 >= self.zero {
                let (from, to) = (self.moved(flow.from.1), self.moved(flow.to.1));
                self.to
                    .flow(flow.kind, (flow.from.0, from), (flow.to.0, to));
            }
        }
    }

    fn counters(&mut self) {
        for counter in self.trace.counters().iter() {
            let id = self
                .to
                .counter(counter.track, self.trace.name(counter.name));
            for &(at, value) in &counter.steps {
                // The last value before the zero holds at it: steps of one
                // moment keep their order.
                self.to.count(id, self.moved(at), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{Clock, FlowKind, State, TrackKind};
    use proptest::prelude::*;

    /// Everything on the track as (start, end) and the moments of its instants.
    fn times(trace: &Trace, track: TrackId) -> (Vec<(u64, u64)>, Vec<u64>) {
        let mut slices: Vec<_> = trace
            .track_slices(track)
            .map(|s| (s.start.0, s.end.0))
            .collect();
        slices.sort_unstable();
        let instants = trace.instants(track).iter().map(|i| i.at.0).collect();
        (slices, instants)
    }

    proptest! {
        #[test]
        fn nothing_after_the_zero_is_lost_or_changed(
            slices in prop::collection::vec((0u64..100, 1u64..50), 0..20),
            instants in prop::collection::vec(0u64..150, 0..20),
            zero in 0u64..120,
        ) {
            let mut builder = TraceBuilder::new(Clock::Virtual);
            let name = builder.name("n");
            let track = builder.track(None, TrackKind::Task, "A");
            for &(start, dur) in &slices {
                builder.slice(track, State::Running, name, Time(start), Time(start + dur));
            }
            for &at in &instants {
                builder.instant(track, name, Time(at));
            }
            let shifted = from_moment(&builder.finish(), Time(zero));
            let mut kept: Vec<(u64, u64)> = slices.iter()
                .filter(|(start, dur)| start + dur > zero)
                .map(|&(start, dur)| (start.saturating_sub(zero), start + dur - zero))
                .collect();
            kept.sort_unstable();
            let mut moments: Vec<u64> = instants.iter().filter_map(|at| at.checked_sub(zero)).collect();
            moments.sort_unstable();
            prop_assert_eq!(times(&shifted, track), (kept, moments));
        }
    }

    #[test]
    fn arguments_flows_and_counters_move_along() {
        let mut builder = TraceBuilder::new(Clock::Virtual);
        let a = builder.track(None, TrackKind::Thread, "worker");
        let b = builder.track(Some(a), TrackKind::Task, "B");
        let name = builder.name("start");
        let key = builder.slice(a, State::Span, name, Time(5), Time(20));
        builder.arg(key, "by", Value::Name(name));
        builder.flow(FlowKind::Spawn, (a, Time(3)), (b, Time(4)));
        builder.flow(FlowKind::Wake, (a, Time(12)), (b, Time(14)));
        let counter = builder.counter(a, "n");
        builder.count(counter, Time(1), 1.0);
        builder.count(counter, Time(15), 2.0);
        let shifted = from_moment(&builder.finish(), Time(10));
        assert_eq!(shifted.track(b).parent, Some(a));
        assert_eq!(times(&shifted, a), (vec![(0, 10)], vec![]));
        let slice = shifted.track_slices(a).next().expect("one is left");
        let Some(Value::Name(by)) = shifted.arg(slice.id, "by") else {
            panic!("the argument is lost");
        };
        assert_eq!(shifted.name(by), "start");
        let flows: Vec<_> = shifted
            .flows()
            .iter()
            .map(|f| (f.from.1.0, f.to.1.0))
            .collect();
        assert_eq!(flows, [(2, 4)]);
        let steps = &shifted.counters().iter().next().expect("the counter").steps;
        assert_eq!(steps, &[(Time(0), 1.0), (Time(5), 2.0)]);
        assert_eq!(shifted.end(), Time(10));
    }
}
