//! A trace as text that a person can read and a test can compare.

use std::fmt::{self, Write};

use super::model::{Clock, SliceRef, Trace, TrackId, Value};
use crate::base::Time;

impl Trace {
    /// The whole trace as text, exact and in a fixed order: one line a slice,
    /// the tracks indented as they lie in each other; then flows and counters.
    ///
    /// A slice is `start .. end state name key=value…`; an instant `at ! name`;
    /// rows after a track's first are announced by `row 1`, `row 2`.
    pub fn dump(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write_dump(&mut text);
        text
    }

    fn write_dump(&self, out: &mut String) -> fmt::Result {
        match self.clock() {
            Clock::Virtual => write!(out, "virtual clock")?,
            Clock::Recorded => write!(out, "recorded clock")?,
            Clock::Measured(m) => write!(
                out,
                "measured clock (resolution {}, alignment error {}, cores {}, isolated {})",
                m.resolution,
                m.alignment_error,
                m.cores.map_or("unknown".into(), |n| n.to_string()),
                m.isolated
            )?,
        }
        writeln!(out, ", end {}", self.end())?;
        for fact in self.facts() {
            let value = self.shown(fact.value);
            writeln!(out, "fact {}={value}", self.name(fact.key))?;
        }
        for (track, depth) in self.tree() {
            self.dump_track(out, track, depth)?;
        }
        self.dump_flows(out)?;
        self.dump_counters(out)
    }

    fn dump_track(&self, out: &mut String, id: TrackId, depth: usize) -> fmt::Result {
        let track = self.track(id);
        let indent = "  ".repeat(depth);
        write!(
            out,
            "{indent}{} {:?}",
            track.kind.key(),
            self.track_name(id)
        )?;
        for (key, name) in [("pid", track.os_ids.process), ("tid", track.os_ids.thread)] {
            if let Some(name) = name {
                write!(out, " {key}={}", self.name(name))?;
            }
        }
        writeln!(out)?;
        for (nth, row) in track.rows().enumerate() {
            if nth > 0 {
                writeln!(out, "{indent} row {nth}")?;
            }
            for slice in self.row_slices(row) {
                self.dump_slice(out, &indent, slice)?;
            }
        }
        for instant in self.instants(id) {
            let name = self.name(instant.name);
            writeln!(out, "{indent}  {} ! {name}", instant.at)?;
        }
        Ok(())
    }

    fn dump_slice(&self, out: &mut String, indent: &str, slice: SliceRef) -> fmt::Result {
        let SliceRef { start, end, .. } = slice;
        write!(out, "{indent}  {start} .. {end} {}", slice.state.key())?;
        if !self.name(slice.name).is_empty() {
            write!(out, " {}", self.name(slice.name))?;
        }
        for arg in self.args(slice.id) {
            write!(out, " {}={}", self.name(arg.key), self.shown(arg.value))?;
        }
        writeln!(out)
    }

    fn dump_flows(&self, out: &mut String) -> fmt::Result {
        let place = |(track, at): (TrackId, Time)| format!("{:?} {at}", self.track_name(track));
        for flow in self.flows() {
            let (from, to) = (place(flow.from), place(flow.to));
            writeln!(out, "flow {} {from} -> {to}", flow.kind.key())?;
        }
        Ok(())
    }

    fn dump_counters(&self, out: &mut String) -> fmt::Result {
        for counter in self.counters().iter() {
            let track = self.track_name(counter.track);
            writeln!(out, "counter {track:?} {}", self.name(counter.name))?;
            for (at, value) in &counter.steps {
                writeln!(out, "  {at} {value:?}")?;
            }
        }
        Ok(())
    }

    /// A value as text: strings in quotes, so that `"1"` is not `1`.
    fn shown(&self, value: Value) -> String {
        match value {
            Value::Name(name) => format!("{:?}", self.name(name)),
            Value::Int(n) => n.to_string(),
            Value::Float(x) => format!("{x:?}"),
            Value::Dur(d) => d.to_string(),
        }
    }
}

// The libraries that these tests need are there on native targets only.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use crate::base::{Dur, Time};
    use crate::trace::{
        Clock, FlowKind, Measurement, OsIds, State, TraceBuilder, TrackKind, Value,
    };
    use expect_test::expect;

    #[test]
    fn every_part_has_its_line() {
        let mut b = TraceBuilder::new(Clock::Measured(Measurement {
            resolution: Dur::micros(100),
            alignment_error: Dur(17),
            ..Measurement::default()
        }));
        let way = b.name("in-turn");
        b.fact("way", Value::Int(1));
        b.fact("work", Value::Float(1.0));
        b.fact("way", Value::Name(way));
        let process = b.track(None, TrackKind::Process, "page");
        let other = b.track(None, TrackKind::Device, "disk");
        let thread = b.track(Some(process), TrackKind::Thread, "main");
        let pid = b.name("40");
        let os_ids = OsIds {
            process: Some(pid),
            thread: None,
        };
        b.set_os_ids(process, os_ids);
        let (outer, none) = (b.name("f(x)"), b.name(""));
        let f = b.slice(thread, State::Span, outer, Time(0), Time(3_000_000));
        b.slice(thread, State::Running, none, Time(500), Time(1_000));
        b.arg(f, "x", Value::Name(none));
        b.arg(f, "took", Value::Dur(Dur::millis(3)));
        b.instant(thread, outer, Time(700));
        b.flow(FlowKind::Message, (thread, Time(1)), (other, Time(2)));
        let queue = b.counter(other, "queue");
        b.count(queue, Time(9), 2.0);
        b.count(queue, Time(4), -0.5);
        expect![[r#"
            measured clock (resolution 100µs, alignment error 17ns, cores unknown, isolated false), end 3ms
            fact way="in-turn"
            fact work=1.0
            process "page" pid=40
              thread "main"
                0 .. 3ms span f(x) x="" took=3ms
               row 1
                500ns .. 1µs running
                700ns ! f(x)
            device "disk"
            flow message "main" 1ns -> "disk" 2ns
            counter "disk" queue
              4ns -0.5
              9ns 2.0
        "#]]
        .assert_eq(&b.finish().dump());
    }
}
