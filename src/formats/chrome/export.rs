//! A trace as Chrome Trace Event JSON.

use std::collections::BTreeSet;
use std::fmt::{self, Write};

use super::{RESERVED, VERSION};
use crate::base::{Dur, Id, IdVec, Time};
use crate::trace::{
    Clock, Measurement, NameId, RowId, SliceRef, Trace, Track, TrackId, TrackKind, Value, fact,
};

/// The trace as Chrome Trace Event JSON text; the same trace, the same text.
/// The module says how each part is written.
pub fn export(trace: &Trace) -> String {
    // A line a slice of about that length.
    let mut out = String::with_capacity(110 * trace.slice_count() + 4096);
    let names = trace.names().iter().map(|name| quoted(name)).collect();
    let ids = Ids::of(trace);
    // Writing to a string cannot fail.
    let _ = Writer { trace, names, ids }.file(&mut out);
    out
}

/// A JSON string literal.
fn quoted(text: &str) -> String {
    // A string is always written: JSON has a form for every one.
    serde_json::to_string(text).unwrap_or_default()
}

/// Microseconds, exact to the nanosecond.
struct Micros(u64);

impl fmt::Display for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0 / 1_000)?;
        match self.0 % 1_000 {
            0 => Ok(()),
            nanos => write!(f, ".{nanos:03}"),
        }
    }
}

/// The numbers of processes and threads.
struct Ids {
    /// The process of each track, and whether the track stands for it.
    process: IdVec<TrackId, (u32, bool)>,
    /// The thread of each row.
    thread: IdVec<RowId, u32>,
    /// The process of topmost tracks that do not stand for one.
    loose: Option<u32>,
}

impl Ids {
    fn of(trace: &Trace) -> Ids {
        let own_pid = |id: Option<NameId>| id.and_then(|name| trace.name(name).parse().ok());
        let mut pids = Numbers::new(
            trace
                .tracks()
                .iter()
                .filter_map(|t| own_pid(t.os_ids.process)),
        );
        let mut tids = Numbers::new(
            trace
                .tracks()
                .iter()
                .filter_map(|t| own_pid(t.os_ids.thread)),
        );
        let mut ids = Ids {
            process: IdVec::new(),
            thread: IdVec::new(),
            loose: None,
        };
        // A parent comes before its children, and the rows are in this order too.
        for track in trace.tracks().iter() {
            let process = if stands_for_process(track) {
                (pids.take(own_pid(track.os_ids.process)), true)
            } else if let Some(parent) = track.parent {
                (ids.process[parent].0, false)
            } else {
                (*ids.loose.get_or_insert_with(|| pids.take(None)), false)
            };
            ids.process.push(process);
            for nth in 0..track.rows().len() {
                let own = own_pid(track.os_ids.thread).filter(|_| nth == 0);
                ids.thread.push(tids.take(own));
            }
        }
        ids
    }
}

fn stands_for_process(track: &Track) -> bool {
    matches!(
        track.kind,
        TrackKind::Machine | TrackKind::Process | TrackKind::Group
    )
}

/// Hands out numbers, each once.
struct Numbers {
    /// Those that tracks bring along: not given to others.
    wanted: BTreeSet<u32>,
    taken: BTreeSet<u32>,
    next: u32,
}

impl Numbers {
    fn new(numbers: impl Iterator<Item = u32>) -> Numbers {
        // Collecting would bring a sort of its own into the page.
        let mut wanted = BTreeSet::new();
        wanted.extend(numbers);
        Numbers {
            wanted,
            taken: BTreeSet::new(),
            next: 1,
        }
    }

    /// The number that is wanted, if it is free, else the next that nobody wants.
    fn take(&mut self, wanted: Option<u32>) -> u32 {
        if let Some(number) = wanted
            && self.taken.insert(number)
        {
            return number;
        }
        while self.wanted.contains(&self.next) {
            self.next += 1;
        }
        self.next += 1;
        self.next - 1
    }
}

struct Writer<'a> {
    trace: &'a Trace,
    /// The names as JSON strings.
    names: IdVec<NameId, String>,
    ids: Ids,
}

impl Writer<'_> {
    fn file(&self, out: &mut String) -> fmt::Result {
        out.push_str("{\"traceEvents\":[\n");
        self.metadata(out)?;
        for (track, _) in self.trace.tree() {
            self.slices(out, track)?;
            self.instants(out, track)?;
        }
        self.flows(out)?;
        self.counters(out)?;
        // Every event ends in a comma and a line break; the last one must not.
        if out.ends_with(",\n") {
            out.truncate(out.len() - 2);
        }
        out.push_str("\n],\n\"displayTimeUnit\":\"ms\",\n\"otherData\":{\"concurrencyLab\":{");
        self.envelope(out)?;
        out.push_str("}}}\n");
        Ok(())
    }

    fn pid(&self, track: TrackId) -> u32 {
        self.ids.process[track].0
    }

    /// The thread on which a moment of a track is shown: of the innermost slice
    /// that is there, else the first.
    fn tid(&self, track: TrackId, at: Time) -> u32 {
        let mut rows = self.trace.track(track).rows();
        let first = rows.clone().next().unwrap_or(RowId(0));
        let shown = rows.rfind(|&row| self.trace.slice_at(row, at).is_some());
        self.ids.thread[shown.unwrap_or(first)]
    }

    fn metadata(&self, out: &mut String) -> fmt::Result {
        if let Some(pid) = self.ids.loose {
            let name = match self.trace.fact(fact::NAME) {
                Some(Value::Name(name)) => self.names[name].as_str(),
                _ => "\"trace\"",
            };
            process(out, pid, name, 0)?;
        }
        let mut sort_index = 0;
        for (id, _) in self.trace.tree() {
            let track = self.trace.track(id);
            let name = &self.names[track.name];
            let (pid, is_process) = self.ids.process[id];
            sort_index += 1;
            if is_process {
                process(out, pid, name, sort_index)?;
            }
            // A heading needs no line of its own.
            let has_life =
                self.trace.track_slices(id).next().is_some() || !self.trace.instants(id).is_empty();
            if is_process && !has_life {
                continue;
            }
            for (nth, row) in track.rows().enumerate() {
                let tid = self.ids.thread[row];
                let nth_name = match nth {
                    0 => name.clone(),
                    _ => quoted(&format!("{} ({})", self.trace.track_name(id), nth + 1)),
                };
                thread(out, pid, tid, &nth_name, sort_index + nth as u32)?;
            }
            sort_index += track.rows().len() as u32;
        }
        Ok(())
    }

    fn slices(&self, out: &mut String, track: TrackId) -> fmt::Result {
        let pid = self.pid(track);
        for row in self.trace.track(track).rows() {
            let tid = self.ids.thread[row];
            for slice in self.trace.row_slices(row) {
                let ts = Micros(slice.start.0);
                let dur = Micros(slice.dur().0);
                write!(
                    out,
                    r#"{{"ph":"X","pid":{pid},"tid":{tid},"ts":{ts},"dur":{dur},"#
                )?;
                self.name_and_args(out, slice)?;
                out.push_str("},\n");
            }
        }
        Ok(())
    }

    fn name_and_args(&self, out: &mut String, slice: SliceRef) -> fmt::Result {
        let state = slice.state.key();
        if self.trace.name(slice.name).is_empty() {
            write!(
                out,
                r#""name":"{state}","args":{{"state":"{state}","unnamed":true"#
            )?;
        } else {
            let name = &self.names[slice.name];
            write!(out, r#""name":{name},"args":{{"state":"{state}""#)?;
        }
        let mut seen = Vec::new();
        for arg in self.trace.args(slice.id) {
            let key = self.trace.name(arg.key);
            let before = seen.iter().filter(|&&other| other == arg.key).count();
            seen.push(arg.key);
            if before > 0 || key.contains('#') || RESERVED.contains(&key) {
                let key = quoted(&format!("{key}#{}", before + 1));
                write!(out, ",{key}:")?;
            } else {
                write!(out, ",{}:", self.names[arg.key])?;
            }
            self.value(out, arg.value)?;
        }
        out.push('}');
        Ok(())
    }

    fn value(&self, out: &mut String, value: Value) -> fmt::Result {
        match value {
            Value::Name(name) => write!(out, "{}", self.names[name]),
            Value::Int(n) => write!(out, "{n}"),
            Value::Float(x) => float(out, x),
            Value::Dur(Dur(n)) => write!(out, r#"{{"ns":{n}}}"#),
        }
    }

    fn instants(&self, out: &mut String, track: TrackId) -> fmt::Result {
        let pid = self.pid(track);
        for instant in self.trace.instants(track) {
            let tid = self.tid(track, instant.at);
            let (ts, name) = (Micros(instant.at.0), &self.names[instant.name]);
            writeln!(
                out,
                r#"{{"ph":"i","s":"t","pid":{pid},"tid":{tid},"ts":{ts},"name":{name}}},"#
            )?;
        }
        Ok(())
    }

    fn flows(&self, out: &mut String) -> fmt::Result {
        for (id, flow) in self.trace.flows().iter().enumerate() {
            // `bp: e`: the arrow ends at the slice that encloses the moment,
            // not at the next one.
            for (phase, (track, at)) in [
                (r#""ph":"s""#, flow.from),
                (r#""ph":"f","bp":"e""#, flow.to),
            ] {
                let (pid, tid, ts) = (self.pid(track), self.tid(track, at), Micros(at.0));
                let kind = flow.kind.key();
                writeln!(
                    out,
                    r#"{{{phase},"id":{id},"pid":{pid},"tid":{tid},"ts":{ts},"name":"{kind}","cat":"flow"}},"#
                )?;
            }
        }
        Ok(())
    }

    fn counters(&self, out: &mut String) -> fmt::Result {
        for (id, counter) in self.trace.counters().iter_ids() {
            let (pid, name) = (self.pid(counter.track), &self.names[counter.name]);
            // The id keeps counters of one name in one process apart.
            let id = id.index();
            for &(at, value) in &counter.steps {
                let ts = Micros(at.0);
                write!(
                    out,
                    r#"{{"ph":"C","pid":{pid},"id":{id},"ts":{ts},"name":{name},"args":{{"value":"#
                )?;
                float(out, value)?;
                out.push_str("}},\n");
            }
        }
        Ok(())
    }

    /// What [`super::import`] needs besides the events.
    fn envelope(&self, out: &mut String) -> fmt::Result {
        let end = self.trace.end().0;
        write!(out, "\"version\":{VERSION},\"endNs\":{end},\"clock\":")?;
        clock(out, self.trace.clock())?;
        out.push_str(",\"facts\":[");
        for (nth, fact) in self.trace.facts().iter().enumerate() {
            let comma = if nth > 0 { "," } else { "" };
            write!(out, "{comma}[{},", self.names[fact.key])?;
            self.value(out, fact.value)?;
            out.push(']');
        }
        out.push_str("],\"tracks\":[");
        for (id, track) in self.trace.tracks().iter_ids() {
            out.push_str(if id.0 > 0 { ",\n" } else { "\n" });
            self.track(out, id, track)?;
        }
        out.push_str("],\"counters\":[");
        for (id, counter) in self.trace.counters().iter_ids() {
            let comma = if id.0 > 0 { "," } else { "" };
            let (track, name) = (counter.track.0, &self.names[counter.name]);
            write!(out, r#"{comma}{{"track":{track},"name":{name}}}"#)?;
        }
        out.push(']');
        Ok(())
    }

    fn track(&self, out: &mut String, id: TrackId, track: &Track) -> fmt::Result {
        let (kind, name, pid) = (track.kind.key(), &self.names[track.name], self.pid(id));
        write!(out, r#"{{"kind":"{kind}","name":{name},"pid":{pid}"#)?;
        if let Some(parent) = track.parent {
            write!(out, r#","parent":{}"#, parent.0)?;
        }
        for (key, name) in [
            ("process", track.os_ids.process),
            ("thread", track.os_ids.thread),
        ] {
            if let Some(name) = name {
                write!(out, r#","{key}":{}"#, self.names[name])?;
            }
        }
        out.push_str(",\"tids\":[");
        for (nth, row) in track.rows().enumerate() {
            let comma = if nth > 0 { "," } else { "" };
            write!(out, "{comma}{}", self.ids.thread[row])?;
        }
        out.push_str("]}");
        Ok(())
    }
}

fn process(out: &mut String, pid: u32, name: &str, sort_index: u32) -> fmt::Result {
    writeln!(
        out,
        r#"{{"ph":"M","pid":{pid},"name":"process_name","args":{{"name":{name}}}}},
{{"ph":"M","pid":{pid},"name":"process_sort_index","args":{{"sort_index":{sort_index}}}}},"#
    )
}

fn thread(out: &mut String, pid: u32, tid: u32, name: &str, sort_index: u32) -> fmt::Result {
    writeln!(
        out,
        r#"{{"ph":"M","pid":{pid},"tid":{tid},"name":"thread_name","args":{{"name":{name}}}}},
{{"ph":"M","pid":{pid},"tid":{tid},"name":"thread_sort_index","args":{{"sort_index":{sort_index}}}}},"#
    )
}

fn float(out: &mut String, x: f64) -> fmt::Result {
    if x.is_finite() {
        // Always with a point or an exponent, and the shortest that reads back.
        write!(out, "{x:?}")
    } else {
        write!(out, r#"{{"float":"{x:?}"}}"#)
    }
}

fn clock(out: &mut String, clock: Clock) -> fmt::Result {
    match clock {
        Clock::Virtual => write!(out, r#"{{"kind":"virtual"}}"#),
        Clock::Recorded => write!(out, r#"{{"kind":"recorded"}}"#),
        Clock::Measured(Measurement {
            resolution,
            alignment_error,
            cores,
            isolated,
        }) => {
            write!(
                out,
                r#"{{"kind":"measured","resolutionNs":{},"alignmentErrorNs":{},"#,
                resolution.0, alignment_error.0
            )?;
            if let Some(cores) = cores {
                write!(out, r#""cores":{cores},"#)?;
            }
            write!(out, r#""isolated":{isolated}}}"#)
        }
    }
}
