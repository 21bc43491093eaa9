//! Events as Chrome had them before there were tracks (`LegacyEvent`): their
//! phases are those of Chrome trace events, with ids instead of tracks.

use super::packets::{Event, Kind};
use super::wire::Fields;

/// What ties the parts of something asynchronous together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct AsyncId {
    /// The category, or the scope that takes its place; of the oldest kind the
    /// name too.
    pub scope: String,
    pub number: u64,
    /// Whether it counts only within its process.
    pub is_local: bool,
}

/// A part of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Begin,
    Step,
    End,
}

/// An event in the older way.
#[derive(Debug, Default)]
pub(super) struct Legacy {
    /// The number of its interned name, where that stands here.
    pub name: Option<u64>,
    phase: u8,
    /// Microseconds of a whole slice.
    micros: u64,
    id: u64,
    is_local: bool,
    scope: String,
    bind: Option<u64>,
    /// In (1), out (2), or both.
    direction: u64,
    pid: Option<i64>,
    tid: Option<i64>,
}

impl Legacy {
    /// Reads it.
    pub fn of(bytes: &[u8]) -> Legacy {
        let mut legacy = Legacy::default();
        for (number, value) in Fields::of(bytes) {
            match number {
                1 => legacy.name = Some(value.unsigned()),
                2 => legacy.phase = u8::try_from(value.unsigned()).unwrap_or(0),
                3 => legacy.micros = u64::try_from(value.signed()).unwrap_or(0),
                6 | 11 => legacy.id = value.unsigned(),
                10 => (legacy.id, legacy.is_local) = (value.unsigned(), true),
                7 => legacy.scope = value.text(),
                8 => legacy.bind = Some(value.unsigned()),
                13 => legacy.direction = value.unsigned(),
                18 => legacy.pid = Some(value.signed()),
                19 => legacy.tid = Some(value.signed()),
                _ => {}
            }
        }
        legacy
    }

    /// Makes an event what it says; one whose type is said keeps that. Whether
    /// it is to be shown at all.
    pub fn apply(self, typed: bool, event: &mut Event) -> bool {
        event.told_for = (self.pid, self.tid);
        if let Some(bind) = self.bind {
            match self.direction {
                1 => event.ending.push(bind),
                2 | 3 => event.flows.push(bind),
                _ => {}
            }
        }
        if typed {
            return true;
        }
        event.kind = match self.phase {
            b'B' => Kind::Begin,
            b'E' => Kind::End,
            b'X' => Kind::Complete(self.micros.saturating_mul(1_000)),
            b'b' | b'S' => Kind::Async(Part::Begin, self.async_id(event)),
            b'n' | b'T' | b'p' => Kind::Async(Part::Step, self.async_id(event)),
            b'e' | b'F' => Kind::Async(Part::End, self.async_id(event)),
            b's' | b't' => {
                event.flows.push(self.flow_id(event));
                Kind::Flow
            }
            b'f' => {
                event.ending.push(self.flow_id(event));
                Kind::Flow
            }
            b'C' => Kind::Values(self.id),
            // Metadata.
            0 | b'M' => return false,
            _ => Kind::Instant,
        };
        true
    }

    fn async_id(&self, event: &Event) -> AsyncId {
        let scope = match self.scope.as_str() {
            "" => &event.category,
            scope => scope,
        };
        let by_name = matches!(self.phase, b'S' | b'T' | b'p' | b'F');
        AsyncId {
            scope: match by_name {
                true => format!("{scope}\0{}", event.name),
                false => scope.to_owned(),
            },
            number: self.id,
            is_local: self.is_local,
        }
    }

    /// A number for what ties flows together: category, name and id (FNV-1a).
    fn flow_id(&self, event: &Event) -> u64 {
        let id = self.id.to_le_bytes();
        let parts = [event.category.as_bytes(), &[0], event.name.as_bytes(), &id];
        let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        parts.into_iter().flatten().fold(0xcbf2_9ce4_8422_2325, mix)
    }
}
