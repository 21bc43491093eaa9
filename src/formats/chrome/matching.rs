//! Which begin belongs to which end. Everything goes by time, equal times by
//! the order of the file.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::log::{Event, LaneId, Length, Log, Sym};
use crate::base::Id;

/// A slice: an X event, or a B with its E.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slice {
    /// The process and thread that it is on.
    pub lane: LaneId,
    /// The event that begins it.
    pub begin: u32,
    /// Of a B with its E, the E.
    pub end: Option<u32>,
    /// When it begins, in nanoseconds of the file's clock.
    pub start: i64,
    /// When it ends.
    pub stop: i64,
}

impl Slice {
    /// How long it is, in nanoseconds.
    pub fn nanos(&self) -> i64 {
        self.stop.saturating_sub(self.start)
    }
}

/// What belongs together, and what is left over. Numbers are places in
/// [`Log::events`].
#[derive(Clone, Debug, Default)]
pub struct Matched {
    /// The events in the order of time.
    pub order: Vec<u32>,
    /// Whole slices, in the order in which they end being read.
    pub slices: Vec<Slice>,
    /// B without E.
    pub open: Vec<u32>,
    /// E without B.
    pub stray_ends: Vec<u32>,
    /// Pairs whose E has a name, and another one than its B.
    pub name_mismatches: u64,
    /// b with its e.
    pub asynchronous: Vec<(u32, u32)>,
    /// b without e, and S without F.
    pub open_async: Vec<u32>,
    /// e without b.
    pub stray_async_ends: Vec<u32>,
    /// S with its F.
    pub legacy: Vec<(u32, u32)>,
    /// From an s or t to the t or f after it.
    pub arrows: Vec<(u32, u32)>,
    /// How many flows ended.
    pub flows: u64,
    /// s that never ended.
    pub open_flows: Vec<u32>,
    /// t without s.
    pub stray_steps: Vec<u32>,
    /// f without s.
    pub stray_finishes: Vec<u32>,
}

/// So many events are matched in one call.
const BATCH: usize = 4_096;

/// What ties async events together: category and id.
pub type AsyncKey = (Sym, Sym);
/// What ties flow events, and async ones of the old kind, together: category, name and id.
type NamedKey = (Sym, Sym, Sym);

impl Matched {
    /// Matches the events of a log.
    pub fn of(log: &Log) -> Matched {
        let events = &log.events;
        let mut order: Vec<u32> = (0..u32::try_from(events.len()).unwrap_or(u32::MAX)).collect();
        if !log.sorted {
            // The moments beside the places: sorting would wait for memory
            // if it had to look them up. Ties stay in the order of the file.
            let keys = events
                .iter()
                .zip(order)
                .map(|(event, i)| event.at.with_place(i));
            let mut keys: Vec<(i64, u64)> = keys.collect();
            keys.sort();
            order = keys.into_iter().map(|(_, place)| place as u32).collect();
        }
        let mut matched = Matched {
            order,
            ..Matched::default()
        };
        matched.lanes(log);
        if log.has(b"be") {
            matched.async_pairs(events);
        }
        if log.has(b"SF") {
            matched.legacy_pairs(events);
        }
        if log.has(b"stf") {
            matched.flow_arrows(events);
        }
        matched
    }

    fn in_order<'e>(
        &self,
        events: &'e [Event],
    ) -> impl Iterator<Item = (u32, &'e Event)> + use<'_, 'e> {
        self.order.iter().map(|&i| (i, &events[i as usize]))
    }

    /// Per lane a stack: an E ends the latest open B, whatever its name.
    fn lanes(&mut self, log: &Log) {
        let mut stacks: Vec<Vec<u32>> = vec![Vec::new(); log.lanes.len()];
        let pairs = if log.has(b"B") { 2 } else { 1 };
        self.slices.reserve(log.events.len() / pairs);
        let order = std::mem::take(&mut self.order);
        for batch in order.chunks(BATCH) {
            self.lanes_of(batch, log, &mut stacks);
        }
        self.order = order;
        self.open = stacks.into_iter().flatten().collect();
        self.open.sort_unstable();
    }

    /// A call of its own for each batch: browsers make a function quick only
    /// for the next time it is called.
    #[inline(never)]
    fn lanes_of(&mut self, batch: &[u32], log: &Log, stacks: &mut [Vec<u32>]) {
        let events = &log.events;
        for &i in batch {
            let event = &events[i as usize];
            let at = event.at.nanos();
            match event.phase {
                b'X' => self.slices.push(Slice {
                    lane: event.lane,
                    begin: i,
                    end: None,
                    start: at,
                    stop: at.saturating_add_unsigned(nanos(event.dur())),
                }),
                b'B' => stacks[event.lane.index()].push(i),
                b'E' => match stacks[event.lane.index()].pop() {
                    Some(begin) => {
                        let begun = &events[begin as usize];
                        let named = event.name != log.empty;
                        self.name_mismatches += u64::from(named && event.name != begun.name);
                        self.slices.push(Slice {
                            lane: event.lane,
                            begin,
                            end: Some(i),
                            start: begun.at.nanos(),
                            stop: at,
                        });
                    }
                    None => self.stray_ends.push(i),
                },
                _ => {}
            }
        }
    }

    fn async_pairs(&mut self, events: &[Event]) {
        let mut stacks: HashMap<AsyncKey, Vec<u32>> = HashMap::new();
        let (mut pairs, mut stray) = (Vec::new(), Vec::new());
        for (i, event) in self.in_order(events) {
            match event.phase {
                b'b' => stacks.entry(async_key(event)).or_default().push(i),
                b'e' => match stacks.get_mut(&async_key(event)).and_then(Vec::pop) {
                    Some(begin) => pairs.push((begin, i)),
                    None => stray.push(i),
                },
                _ => {}
            }
        }
        self.open_async = stacks.into_values().flatten().collect();
        (self.asynchronous, self.stray_async_ends) = (pairs, stray);
    }

    fn legacy_pairs(&mut self, events: &[Event]) {
        let mut stacks: HashMap<NamedKey, Vec<u32>> = HashMap::new();
        let (mut pairs, mut stray) = (Vec::new(), Vec::new());
        for (i, event) in self.in_order(events) {
            match event.phase {
                b'S' => stacks.entry(legacy_key(event)).or_default().push(i),
                b'F' => match stacks.get_mut(&legacy_key(event)).and_then(Vec::pop) {
                    Some(begin) => pairs.push((begin, i)),
                    None => stray.push(i),
                },
                _ => {}
            }
        }
        self.legacy = pairs;
        self.stray_async_ends.extend(stray);
        self.open_async.extend(stacks.into_values().flatten());
        self.open_async.sort_unstable();
    }

    fn flow_arrows(&mut self, events: &[Event]) {
        // The last point of each open flow, and where it began.
        let mut open: HashMap<NamedKey, Vec<(u32, u32)>> = HashMap::new();
        let (mut arrows, mut flows) = (Vec::new(), 0);
        let (mut steps, mut finishes) = (Vec::new(), Vec::new());
        for (i, event) in self.in_order(events) {
            let key = flow_key(event);
            match event.phase {
                b's' => open.entry(key).or_default().push((i, i)),
                b't' => match open.get_mut(&key).and_then(|stack| stack.last_mut()) {
                    Some((_, last)) => {
                        arrows.push((*last, i));
                        *last = i;
                    }
                    None => steps.push(i),
                },
                b'f' => match open.get_mut(&key).and_then(Vec::pop) {
                    Some((_, last)) => {
                        arrows.push((last, i));
                        flows += 1;
                    }
                    None => finishes.push(i),
                },
                _ => {}
            }
        }
        self.open_flows = open
            .into_values()
            .flatten()
            .map(|(begun, _)| begun)
            .collect();
        self.open_flows.sort_unstable();
        (self.arrows, self.flows) = (arrows, flows);
        (self.stray_steps, self.stray_finishes) = (steps, finishes);
    }
}

/// What ties an async event to others.
pub fn async_key(event: &Event) -> AsyncKey {
    (event.cat, event.id)
}

fn legacy_key(event: &Event) -> NamedKey {
    (event.cat, event.name, event.id)
}

fn flow_key(event: &Event) -> NamedKey {
    (event.cat, event.name, event.plain_id)
}

/// A length that is missing or below nothing counts as nothing.
pub fn nanos(length: Length) -> u64 {
    match length {
        Length::Nanos(nanos) => nanos,
        Length::Missing | Length::Negative => 0,
    }
}

/// How deep slices of one lane are nested, and how many end after one that
/// began before them, or with them, and was still open. They must be sorted by
/// start, longer ones first.
pub fn nesting<'s>(slices: impl Iterator<Item = &'s Slice>) -> (usize, u64) {
    let mut ends: BinaryHeap<Reverse<i64>> = BinaryHeap::new();
    let (mut deepest, mut partial) = (0, 0);
    for slice in slices {
        while ends.peek().is_some_and(|Reverse(end)| *end <= slice.start) {
            ends.pop();
        }
        partial += u64::from(ends.peek().is_some_and(|Reverse(end)| *end < slice.stop));
        ends.push(Reverse(slice.stop));
        deepest = deepest.max(ends.len());
    }
    (deepest, partial)
}
