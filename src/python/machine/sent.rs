//! What is on its way from one lane to another through the library's own
//! objects: items in queues, results of futures and of tasks. The machine knows
//! of none of them; the arrows of the picture are drawn when they arrive.

use std::collections::VecDeque;

use crate::base::Time;
use crate::base::hash::QuickMap;
use crate::python::value::Value;
use crate::sim::{Cx, ProcessId};
use crate::trace::{CounterId, FlowKind, TrackId};

/// More things on their way are not kept: their arrows are missing then.
const MOST: usize = 200_000;

/// Which lane something comes from, and when it left.
type Origin = (TrackId, Time);

/// An item in a queue of a process. Only for telling items apart.
type Item = (ProcessId, CounterId, usize);

/// What nobody has taken yet.
#[derive(Default)]
pub(super) struct Sent {
    items: QuickMap<Item, VecDeque<Origin>>,
    /// How many there are in all queues.
    kept: usize,
    results: QuickMap<i64, Origin>,
    made: i64,
    ended: QuickMap<TrackId, Time>,
}

impl Sent {
    /// An item is put into a queue.
    pub fn put(&mut self, cx: &Cx<'_>, queue: CounterId, item: usize) {
        if self.kept < MOST {
            self.kept += 1;
            let item = (cx.my_process(), queue, item);
            let origins = self.items.entry(item).or_default();
            origins.push_back((cx.lane_in_control(), cx.now()));
        }
    }

    /// An item is taken out of a queue.
    pub fn got(&mut self, cx: &mut Cx<'_>, queue: CounterId, item: usize) {
        let item = (cx.my_process(), queue, item);
        let Some(origins) = self.items.get_mut(&item) else {
            return;
        };
        let origin = origins.pop_front();
        if origins.is_empty() {
            self.items.remove(&item);
        }
        if let Some(origin) = origin {
            self.kept -= 1;
            arrive(cx, FlowKind::Message, origin);
        }
    }

    /// A result is there; the number to ask for it by.
    pub fn result(&mut self, cx: &Cx<'_>) -> i64 {
        self.made += 1;
        if self.results.len() < MOST {
            let origin = (cx.lane_in_control(), cx.now());
            self.results.insert(self.made, origin);
        }
        self.made
    }

    /// A result, or a message, is taken; who takes it again is told nothing new.
    pub fn taken(&mut self, cx: &mut Cx<'_>, number: i64, is_message: bool) {
        let kind = match is_message {
            true => FlowKind::Message,
            false => FlowKind::Result,
        };
        if let Some(origin) = self.results.remove(&number) {
            arrive(cx, kind, origin);
        }
    }

    /// The task that has control ends.
    pub fn ends(&mut self, cx: &Cx<'_>) {
        if self.ended.len() < MOST {
            self.ended.insert(cx.lane_in_control(), cx.now());
        }
    }

    /// The task that has control goes on because another one may have ended.
    pub fn awaited(&self, cx: &mut Cx<'_>, other: TrackId) {
        if let Some(at) = self.ended.get(&other) {
            arrive(cx, FlowKind::Result, (other, *at));
        }
    }
}

fn arrive(cx: &mut Cx<'_>, kind: FlowKind, from: Origin) {
    let to = cx.lane_in_control();
    if to != from.0 {
        cx.flow_since(kind, from, to);
    }
}

/// What tells an item from others in a queue for as long as it is in there.
/// Two numbers that are alike are told apart by their order only.
pub(super) fn item(value: &Value) -> usize {
    match (value.address(), value.as_i64()) {
        (Some(address), _) => address,
        (None, Some(n)) => (n as usize).rotate_left(1) | 1,
        (None, None) => 0,
    }
}
