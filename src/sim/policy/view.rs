//! What threads bring along for the rules of scheduling, and what a policy sees.

use crate::base::{Dur, Id, IdVec, Time};
use crate::sim::machine::{CoreId, ProcessId, ThreadId};
use crate::sim::sync::Objects;

/// A set of cores that a thread may use.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Affinity(Option<Box<[u64]>>);

impl Affinity {
    /// Every core.
    pub const ANY: Affinity = Affinity(None);

    /// Only these cores, counted from zero; every core if none is named.
    pub fn only(cores: impl IntoIterator<Item = u32>) -> Affinity {
        let mut words: Vec<u64> = Vec::new();
        for core in cores {
            let word = (core / 64) as usize;
            if words.len() <= word {
                words.resize(word + 1, 0);
            }
            words[word] |= 1 << (core % 64);
        }
        Affinity((!words.is_empty()).then(|| words.into()))
    }

    /// Whether it is every core.
    pub fn is_any(&self) -> bool {
        self.0.is_none()
    }

    /// Whether the core is one of them.
    pub fn allows(&self, core: CoreId) -> bool {
        self.0.as_ref().is_none_or(|words| {
            let word = words.get(core.index() / 64);
            word.is_some_and(|word| word >> (core.index() % 64) & 1 == 1)
        })
    }
}

/// What a thread brings along for the rules of scheduling; each policy reads
/// what it needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attributes {
    /// Its priority; whether a small or a large number goes first is the policy's.
    pub priority: i32,
    /// Its nice value as in Unix, from -20 (most) to 19 (least).
    pub nice: i8,
    /// Its tickets, for lottery and stride.
    pub tickets: u32,
    /// How long after its arrival, or release, it is to be done.
    pub deadline: Option<Dur>,
    /// How long from one release to the next.
    pub period: Option<Dur>,
    /// The cores that it may use.
    pub affinity: Affinity,
    /// The gang that gets cores together.
    pub gang: Option<u32>,
}

impl Attributes {
    /// Tickets of a thread of which nothing else is said.
    pub const USUAL_TICKETS: u32 = 100;
}

impl Default for Attributes {
    fn default() -> Self {
        Attributes {
            priority: 0,
            nice: 0,
            tickets: Attributes::USUAL_TICKETS,
            deadline: None,
            period: None,
            affinity: Affinity::ANY,
            gang: None,
        }
    }
}

/// What a policy may know of a thread.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facts {
    /// The process it belongs to.
    pub process: ProcessId,
    /// When it came into being.
    pub arrived: Time,
    /// For how long it has had a CPU.
    pub ran: Dur,
    /// What is left of its present computation, if it has said so.
    pub burst_left: Dur,
    /// The whole length of its present CPU burst, or of the next one if it is
    /// blocked, where its body states it ([`crate::sim::Body::next_burst`]).
    /// Only kept if the policy wants it ([`super::Wants::bursts`]).
    pub stated: Option<Dur>,
    /// What `ran` was when that burst began.
    pub burst_began: Dur,
    /// When it must be done, if it has a deadline: its arrival or its last
    /// release, and the deadline after it.
    pub due: Option<Time>,
    /// Where it ran last.
    pub last_core: Option<CoreId>,
}

impl Facts {
    /// The length of its present or next CPU burst: the stated one, else what
    /// is left of its computation.
    pub fn burst(&self) -> Dur {
        self.stated.unwrap_or(self.burst_left)
    }

    /// What is left of that burst.
    pub fn remaining(&self) -> Dur {
        match self.stated {
            Some(stated) => stated.saturating_sub(self.ran.saturating_sub(self.burst_began)),
            None => self.burst_left,
        }
    }
}

/// What a policy may see.
pub struct View<'k> {
    /// The time.
    pub now: Time,
    /// Every thread.
    pub threads: &'k IdVec<ThreadId, Facts>,
    /// What each thread brought along.
    pub attributes: &'k IdVec<ThreadId, Attributes>,
    /// Who has each core, by core; a core whose thread was queued again at this
    /// moment counts as free.
    pub running: &'k Vec<Option<ThreadId>>,
    /// The cores that are free, in the order of their numbers.
    pub vacant: &'k Vec<CoreId>,
    /// The synchronisation objects as they are now.
    pub objects: &'k Objects,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_affinity_is_a_set_of_cores() {
        let all =
            |set: &Affinity| -> Vec<u32> { (0..200).filter(|&n| set.allows(CoreId(n))).collect() };
        assert_eq!(all(&Affinity::only([3, 64, 129])), [3, 64, 129]);
        assert_eq!(all(&Affinity::ANY).len(), 200);
        assert!(Affinity::only([]).is_any());
    }
}
