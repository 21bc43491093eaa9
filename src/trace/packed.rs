//! A trace as bytes, to be handed from a worker to the page: columns as they
//! are, little-endian. Not a file format: both ends are of the same build.

use super::args::Args;
use super::bytes::{Bytes, BytesAt, Reader, Writer};
use super::index::Index;
use super::kind::{FlowKind, State, TrackKind};
use super::model::{
    Clock, Columns, Counter, Fact, Flow, Instant, Measurement, NameId, OsIds, Row, Trace, Track,
    TrackId, Value,
};
use crate::base::{Dur, Id, IdVec, Time};

/// What a packed trace begins with; another number when the layout changes.
const MAGIC: u64 = u64::from_le_bytes(*b"clab-tr3");

impl Trace {
    /// The trace as bytes.
    pub fn pack(&self) -> Vec<u8> {
        let slices = self.slices.start.len();
        let mut out = Writer(Vec::with_capacity(
            4_096 + slices * 21 + self.args.packed_bytes(),
        ));
        out.u64(MAGIC);
        out.clock(self.clock);
        out.u64(self.end.0);
        out.list(self.names.iter(), |out, name| out.text(name));
        out.list(self.tracks.iter(), Writer::track);
        out.list(self.rows.iter(), |out, row| {
            out.u32(row.track.0);
            out.u32(row.slices.end);
        });
        out.u64s(self.slices.start.iter().map(|time| time.0));
        out.u64s(self.slices.end.iter().map(|time| time.0));
        out.bytes(self.slices.state.iter().map(|state| *state as u8));
        out.u32s(self.slices.name.iter().map(|name| name.0));
        self.args.pack(&mut out);
        out.u32s(self.instants.iter().map(|instant| instant.track.0));
        out.u64s(self.instants.iter().map(|instant| instant.at.0));
        out.u32s(self.instants.iter().map(|instant| instant.name.0));
        out.list(self.flows.iter(), |out, flow| {
            out.u32(flow.kind as u32);
            out.point(flow.from);
            out.point(flow.to);
        });
        out.u32s(self.flows_by_end.iter().copied());
        out.list(self.facts.iter(), |out, fact| {
            out.u32(fact.key.0);
            out.value(fact.value);
        });
        out.list(self.counters.iter(), |out, counter| {
            out.u32(counter.track.0);
            out.u32(counter.name.0);
            out.u64s(counter.steps.iter().map(|(at, _)| at.0));
            out.u64s(counter.steps.iter().map(|(_, value)| value.to_bits()));
        });
        out.0
    }

    /// The trace that was packed; none if these bytes are no such trace, or
    /// not a sound one.
    pub fn unpack(bytes: &[u8]) -> Option<Trace> {
        Trace::unpack_from(bytes)
    }

    /// The same from bytes that lie elsewhere: they are never here as a whole.
    pub fn unpack_from<B: Bytes + ?Sized>(bytes: &B) -> Option<Trace> {
        unpack(&bytes)
    }
}

fn unpack(bytes: &dyn BytesAt) -> Option<Trace> {
    let mut read = Reader::new(bytes);
    if read.u64()? != MAGIC {
        return None;
    }
    let clock = read.clock()?;
    let end = Time(read.u64()?);
    let names: Vec<Box<str>> = read.list(8, Reader::text)?;
    let tracks = read.list(1, Reader::track)?;
    let rows = read.list(8, |read| Some((read.u32()?, read.u32()?)))?;
    let slices = Columns {
        start: read.u64s(Time)?,
        end: read.u64s(Time)?,
        state: read.u8s(|n| State::ALL.get(usize::from(n)).copied(), State::Span)?,
        name: read.u32s(NameId)?,
    };
    let mut trace = Trace {
        clock,
        names: from_list(names),
        tracks: from_list(tracks),
        rows: IdVec::new(),
        slices,
        args: Args::unpack(&mut read)?,
        instants: read.instants()?,
        flows: read.list(28, |read| {
            let kind = *FlowKind::ALL.get(read.u32()? as usize)?;
            Some(Flow {
                kind,
                from: read.point()?,
                to: read.point()?,
            })
        })?,
        flows_by_end: read.u32s(|place| place)?,
        facts: read.list(8, |read| {
            Some(Fact {
                key: NameId(read.u32()?),
                value: read.value()?,
            })
        })?,
        index: Index::with_capacity(rows.len()),
        counters: from_list(read.list(24, Reader::counter)?),
        end,
    };
    let whole = read.left() == 0;
    (whole && trace.add_rows(&rows)? && trace.is_sound()).then_some(trace)
}

impl Trace {
    /// The rows, and their summaries. Whether they hold all slices.
    fn add_rows(&mut self, rows: &[(u32, u32)]) -> Option<bool> {
        let mut first = 0;
        for &(track, end) in rows {
            let slices = first as usize..end as usize;
            let in_order = slices.start <= slices.end && slices.end <= self.slices.start.len();
            let columns = [
                self.slices.end.len(),
                self.slices.state.len(),
                self.slices.name.len(),
            ];
            if !in_order || columns.iter().any(|len| *len != self.slices.start.len()) {
                return None;
            }
            let times = &self.slices;
            let sorted = slices.clone().all(|i| {
                times.start[i] <= times.end[i]
                    && (i == slices.start || times.end[i - 1] <= times.start[i])
            });
            if !sorted {
                return None;
            }
            self.index.add_row(&self.slices, slices);
            self.rows.push(Row {
                track: TrackId(track),
                slices: first..end,
            });
            first = end;
        }
        self.index.shrink();
        Some(first as usize == self.slices.start.len())
    }

    /// Whether every number stands for something.
    fn is_sound(&self) -> bool {
        let name = |id: NameId| self.names.get(id).is_some();
        let track = |id: TrackId| self.tracks.get(id).is_some();
        let value = |v: Value| !matches!(v, Value::Name(id) if !name(id));
        let slices = self.slices.start.len();
        let rows = self.rows.len() as u32;
        let instants = self.instants.len() as u32;
        let flows = self.flows.len();
        let (mut row, mut instant) = (0, 0);
        let tracks = self.tracks.ids().all(|id| {
            let t = &self.tracks[id];
            // Every track has rows of its own, one after the other.
            let follows = t.rows.start == row && t.rows.end > row && t.rows.end <= rows;
            let moments = t.instants.start == instant && t.instants.end >= instant;
            (row, instant) = (t.rows.end, t.instants.end);
            let ids = [t.os_ids.process, t.os_ids.thread];
            follows
                && moments
                && t.instants.end <= instants
                && t.parent.is_none_or(|parent| parent < id)
                && name(t.name)
                && ids.into_iter().flatten().all(name)
                && t.rows().all(|r| self.rows[r].track == id)
        });
        tracks
            && (row, instant) == (rows, instants)
            && self.slices.name.iter().all(|n| name(*n))
            && self
                .args
                .are_sound(slices, |arg| name(arg.key) && value(arg.value))
            && self.instants.iter().all(|i| track(i.track) && name(i.name))
            && self.instants.is_sorted_by_key(|i| (i.track, i.at))
            && self.flows.iter().all(|f| track(f.from.0) && track(f.to.0))
            && self.flows_by_end.len() == flows
            && self
                .flows_by_end
                .iter()
                .all(|place| (*place as usize) < flows)
            && self
                .facts
                .iter()
                .all(|fact| name(fact.key) && value(fact.value))
            && self.counters.iter().all(|c| track(c.track) && name(c.name))
    }
}

fn from_list<I: Id, T>(items: Vec<T>) -> IdVec<I, T> {
    items.into_iter().collect()
}

impl Writer {
    fn point(&mut self, (track, at): (TrackId, Time)) {
        self.u32(track.0);
        self.u64(at.0);
    }

    fn track(&mut self, track: &Track) {
        self.maybe(track.parent.map(|parent| parent.0));
        self.text(track.kind.key());
        self.u32(track.name.0);
        self.maybe(track.os_ids.process.map(|name| name.0));
        self.maybe(track.os_ids.thread.map(|name| name.0));
        for n in [
            track.rows.start,
            track.rows.end,
            track.instants.start,
            track.instants.end,
        ] {
            self.u32(n);
        }
    }

    fn value(&mut self, value: Value) {
        let (kind, bits) = match value {
            Value::Name(name) => (0, u64::from(name.0)),
            Value::Int(n) => (1, n as u64),
            Value::Float(n) => (2, n.to_bits()),
            Value::Dur(dur) => (3, dur.0),
        };
        self.u8(kind);
        self.u64(bits);
    }

    fn clock(&mut self, clock: Clock) {
        match clock {
            Clock::Virtual => self.u8(0),
            Clock::Recorded => self.u8(1),
            Clock::Measured(m) => {
                self.u8(2);
                self.u64(m.resolution.0);
                self.u64(m.alignment_error.0);
                self.maybe(m.cores);
                self.u8(u8::from(m.isolated));
            }
        }
    }
}

impl Reader<'_> {
    fn point(&mut self) -> Option<(TrackId, Time)> {
        Some((TrackId(self.u32()?), Time(self.u64()?)))
    }

    fn track(&mut self) -> Option<Track> {
        Some(Track {
            parent: self.maybe()?.map(TrackId),
            kind: TrackKind::from_key(&self.text()?)?,
            name: NameId(self.u32()?),
            os_ids: OsIds {
                process: self.maybe()?.map(NameId),
                thread: self.maybe()?.map(NameId),
            },
            rows: self.u32()?..self.u32()?,
            instants: self.u32()?..self.u32()?,
        })
    }

    fn instants(&mut self) -> Option<Vec<Instant>> {
        let tracks = self.u32s(TrackId)?;
        let moments = self.u64s(Time)?;
        let names = self.u32s(NameId)?;
        let alike = [moments.len(), names.len()] == [tracks.len(); 2];
        let instants = tracks.into_iter().zip(moments).zip(names);
        let instants = instants.map(|((track, at), name)| Instant { track, at, name });
        alike.then(|| instants.collect())
    }

    fn counter(&mut self) -> Option<Counter> {
        let (track, name) = (TrackId(self.u32()?), NameId(self.u32()?));
        let (times, values) = (self.u64s(Time)?, self.u64s(f64::from_bits)?);
        let alike = times.len() == values.len();
        alike.then(|| Counter {
            track,
            name,
            steps: times.into_iter().zip(values).collect(),
        })
    }

    fn value(&mut self) -> Option<Value> {
        let kind = self.u8()?;
        let bits = self.u64()?;
        Some(match kind {
            0 => Value::Name(NameId(u32::try_from(bits).ok()?)),
            1 => Value::Int(bits as i64),
            2 => Value::Float(f64::from_bits(bits)),
            3 => Value::Dur(Dur(bits)),
            _ => return None,
        })
    }

    fn clock(&mut self) -> Option<Clock> {
        Some(match self.u8()? {
            0 => Clock::Virtual,
            1 => Clock::Recorded,
            2 => Clock::Measured(Measurement {
                resolution: Dur(self.u64()?),
                alignment_error: Dur(self.u64()?),
                cores: self.maybe()?,
                isolated: self.u8()? == 1,
            }),
            _ => return None,
        })
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::trace::TraceBuilder;
    use proptest::prelude::*;

    fn trace(slices: &[(u8, u64, u64, u8)], others: &[(u8, u64, u64)]) -> Trace {
        let mut builder = TraceBuilder::new(Clock::Recorded);
        let root = builder.track(None, TrackKind::Process, "p");
        let tracks: Vec<TrackId> = (0..3)
            .map(|n| builder.track(Some(root), TrackKind::Thread, &format!("t{n}")))
            .collect();
        let counter = builder.counter(root, "c");
        for &(track, start, len, state) in slices {
            let name = builder.name(&format!("s{state}"));
            let state = State::ALL[usize::from(state) % State::ALL.len()];
            let track = tracks[usize::from(track) % 3];
            let key = builder.slice(track, state, name, Time(start), Time(start + len));
            builder.arg(key, "n", Value::Int(-(len as i64)));
            builder.arg(key, "f", Value::Float(0.5));
        }
        for &(track, at, to) in others {
            let name = builder.name("i");
            let track = tracks[usize::from(track) % 3];
            builder.instant(track, name, Time(at));
            builder.flow(FlowKind::Wake, (track, Time(at)), (tracks[0], Time(to)));
            builder.count(counter, Time(at), at as f64);
        }
        builder.fact("name", Value::Dur(Dur(7)));
        builder.finish()
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back_the_same(
            slices in proptest::collection::vec((0..3_u8, 0..50_u64, 0..9_u64, 0..20_u8), 0..200),
            others in proptest::collection::vec((0..3_u8, 0..50_u64, 0..50_u64), 0..20),
        ) {
            let trace = trace(&slices, &others);
            let again = Trace::unpack(&trace.pack()).unwrap();
            prop_assert_eq!(again.dump(), trace.dump());
            prop_assert!(again.heap_bytes() <= trace.heap_bytes());
            for row in trace.rows().ids() {
                let window = Time(3)..Time(41);
                prop_assert_eq!(again.column(row, window.clone()), trace.column(row, window));
            }
        }

        #[test]
        fn damaged_bytes_are_refused_or_still_sound(
            slices in proptest::collection::vec((0..3_u8, 0..50_u64, 0..9_u64, 0..20_u8), 0..9),
            at in any::<prop::sample::Index>(), with in any::<u8>(), cut in 0..30_usize,
        ) {
            let mut bytes = trace(&slices, &[(1, 2, 3)]).pack();
            let at = at.index(bytes.len());
            bytes[at] = with;
            bytes.truncate(bytes.len() - cut % 3);
            if let Some(trace) = Trace::unpack(&bytes) {
                let _ = trace.dump();
            }
        }
    }
}
