//! Several runs in one trace, so that a viewer shows them on one axis.

use crate::base::{Id, Lang};
use crate::trace::{Clock, NameId, Trace, TraceBuilder, TrackId, TrackKind, Value};

/// The runs in one trace, the tracks of each below headings that begin with
/// its label.
pub(super) fn together(runs: &[(&str, &Trace)], lang: Lang) -> Trace {
    let mut log = TraceBuilder::new(Clock::Virtual);
    for (label, trace) in runs {
        let mut copy = Copy {
            trace,
            tracks: Vec::with_capacity(trace.tracks().len()),
            log: &mut log,
        };
        copy.tracks(label, lang);
        copy.slices();
        copy.rest();
    }
    log.finish()
}

/// Copies a trace into a log.
struct Copy<'a> {
    trace: &'a Trace,
    /// The track in the log for each of the trace's.
    tracks: Vec<TrackId>,
    log: &'a mut TraceBuilder,
}

impl Copy<'_> {
    fn tracks(&mut self, label: &str, lang: Lang) {
        let loose = match lang {
            Lang::Ko => "기계",
            Lang::En => "machine",
        };
        let group = self
            .log
            .track(None, TrackKind::Group, &format!("{label}: {loose}"));
        for (_, track) in self.trace.tracks().iter_ids() {
            let name = self.trace.name(track.name);
            let heads = matches!(
                track.kind,
                TrackKind::Machine | TrackKind::Process | TrackKind::Group
            );
            let parent = track.parent.map(|parent| self.tracks[parent.index()]);
            let copied = if heads {
                let name = format!("{label}: {name}");
                self.log.track(parent, track.kind, &name)
            } else {
                let parent = parent.unwrap_or(group);
                self.log.track(Some(parent), track.kind, name)
            };
            self.tracks.push(copied);
        }
    }

    fn name(&mut self, name: NameId) -> NameId {
        self.log.name(self.trace.name(name))
    }

    fn slices(&mut self) {
        for (track, &copied) in self.trace.tracks().ids().zip(&self.tracks.clone()) {
            for slice in self.trace.track_slices(track) {
                let name = self.name(slice.name);
                let key = self
                    .log
                    .slice(copied, slice.state, name, slice.start, slice.end);
                for arg in self.trace.args(slice.id) {
                    let value = match arg.value {
                        Value::Name(name) => Value::Name(self.name(name)),
                        value => value,
                    };
                    self.log.arg(key, self.trace.name(arg.key), value);
                }
            }
            for instant in self.trace.instants(track) {
                let name = self.name(instant.name);
                self.log.instant(copied, name, instant.at);
            }
        }
    }

    fn rest(&mut self) {
        let of = |(track, at): (TrackId, _)| (self.tracks[track.index()], at);
        for flow in self.trace.flows() {
            self.log.flow(flow.kind, of(flow.from), of(flow.to));
        }
        for counter in self.trace.counters().iter() {
            let track = self.tracks[counter.track.index()];
            let copied = self.log.counter(track, self.trace.name(counter.name));
            for &(at, value) in &counter.steps {
                self.log.count(copied, at, value);
            }
        }
        self.log.extend_to(self.trace.end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::presets::Preset;

    #[test]
    fn nothing_is_lost_when_runs_are_put_together() {
        for preset in Preset::all().take(12) {
            let scenario = preset.scenario();
            let one = scenario.run(0).unwrap().trace;
            let both = together(&[("a", &one), ("b", &one)], Lang::En);
            assert_eq!(both.slice_count(), 2 * one.slice_count());
            assert_eq!(both.flows().len(), 2 * one.flows().len());
            assert_eq!(both.counters().len(), 2 * one.counters().len());
            assert_eq!(both.end(), one.end());
            let lines = |trace: &Trace, wanted: &str| {
                trace
                    .dump()
                    .lines()
                    .filter(|line| line.contains(wanted))
                    .count()
            };
            assert_eq!(
                lines(&both, "rule"),
                2 * lines(&one, "rule"),
                "{}",
                preset.key
            );
        }
    }
}
