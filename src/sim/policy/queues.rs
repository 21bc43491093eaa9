//! One queue for all cores, or a queue for each core with stealing.

use std::collections::VecDeque;
use std::rc::Rc;

use super::{Measure, Policy, Reason, Rule, View, Wants, Why};
use crate::base::{Dur, Id, Time};
use crate::sim::choice::Choices;
use crate::sim::machine::{CoreId, ThreadId};

/// For how long a thread keeps its core.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Turns {
    /// Until it blocks, yields or ends.
    #[default]
    Endless,
    /// For so long, counted from when it got the core.
    Each(Dur),
    /// Until the next multiple of this time: all cores are cut at once.
    Together(Dur),
}

/// When a core takes threads from another core's queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Steal {
    /// Never.
    #[default]
    Never,
    /// When it is free and its own queue has nobody for it (work stealing). It
    /// takes the one that came last.
    WhenFree,
    /// At every multiple of this time a core whose queue is empty, even if it
    /// runs somebody, takes the one that has waited longest.
    Every(Dur),
}

/// From which core is stolen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Victim {
    /// One that is drawn, whether or not it has anybody. With two cores it is
    /// simply the other.
    #[default]
    Drawn,
    /// The one with the longest queue; of equals the lowest number.
    Longest,
}

/// What [`Queues`] is like.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct QueuesSettings {
    /// A queue for each core instead of one for all.
    pub per_core: bool,
    /// For how long a thread keeps its core.
    pub turns: Turns,
    /// When cores steal; with one queue for all they do not.
    pub steal: Steal,
    /// From whom.
    pub victim: Victim,
}

/// Whether a thread may be stolen for a core.
type MaySteal = Rc<dyn Fn(ThreadId, CoreId, &View<'_>) -> bool>;

/// First come, first served in queues of which each core has its own, or all
/// have one; a core takes the first thread that may run on it
/// ([`super::Affinity`]).
///
/// Tie-breaks with queues per core: new threads are dealt: core after core, in
/// the order of numbers, gets the first new thread that may run on it, until
/// all are dealt. A thread that comes back goes to the tail of the queue of the
/// core that it ran on last. Cores steal in the order of their numbers. The
/// machine does not exchange what cores have picked.
#[derive(Clone)]
pub struct Queues {
    settings: QueuesSettings,
    /// One a core, or a single one.
    queues: Vec<VecDeque<ThreadId>>,
    new: VecDeque<ThreadId>,
    /// Who is dealt to next.
    dealt_to: usize,
    next_steal: Option<Time>,
    may_steal: MaySteal,
    why: Option<Why>,
}

impl Queues {
    /// Empty queues for so many cores.
    pub fn new(cores: u32, settings: QueuesSettings) -> Queues {
        let count = if settings.per_core { cores.max(1) } else { 1 };
        let next_steal = match settings.steal {
            Steal::Every(d) if settings.per_core && !d.is_zero() => Some(Time::ZERO + d),
            _ => None,
        };
        Queues {
            settings,
            queues: vec![VecDeque::new(); count as usize],
            new: VecDeque::new(),
            dealt_to: 0,
            next_steal,
            may_steal: Rc::new(|thread, core, view| view.attributes[thread].affinity.allows(core)),
            why: None,
        }
    }

    /// Lets another rule than the affinity say who may be stolen for a core.
    pub fn stealing_if(
        self,
        may_steal: impl Fn(ThreadId, CoreId, &View<'_>) -> bool + 'static,
    ) -> Queues {
        Queues {
            may_steal: Rc::new(may_steal),
            ..self
        }
    }

    /// Who waits, one list a queue.
    pub fn waiting_in(&self) -> impl Iterator<Item = &VecDeque<ThreadId>> {
        self.queues.iter()
    }

    /// Deals new threads; one that may run on no core is left over.
    fn deal(&mut self, view: &View<'_>) {
        let mut passed = 0;
        while !self.new.is_empty() && passed < self.queues.len() {
            let core = CoreId::from_index(self.dealt_to);
            let allowed = |thread: &ThreadId| view.attributes[*thread].affinity.allows(core);
            passed += 1;
            if let Some(place) = self.new.iter().position(allowed) {
                self.queues[self.dealt_to].extend(self.new.remove(place));
                passed = 0;
            }
            self.dealt_to = (self.dealt_to + 1) % self.queues.len();
        }
    }

    /// The core to steal from.
    fn victim_of(&self, thief: usize, choices: &mut Choices) -> Option<usize> {
        let count = self.queues.len();
        match (count, self.settings.victim) {
            (0 | 1, _) => None,
            (2, _) => Some(1 - thief),
            (_, Victim::Drawn) => loop {
                let drawn = choices.random(count as u64) as usize;
                if drawn != thief {
                    break Some(drawn);
                }
            },
            (_, Victim::Longest) => {
                let others = (0..count).filter(|&core| core != thief);
                others.max_by_key(|&core| (self.queues[core].len(), count - core))
            }
        }
    }

    /// Takes a thread out of the victim's queue that may run on the thief.
    fn steal(
        &mut self,
        thief: usize,
        from_tail: bool,
        view: &View<'_>,
        choices: &mut Choices,
    ) -> Option<(ThreadId, usize)> {
        let victim = self.victim_of(thief, choices)?;
        let core = CoreId::from_index(thief);
        let queue = &mut self.queues[victim];
        let may = |thread: &ThreadId| (self.may_steal)(*thread, core, view);
        let place = if from_tail {
            queue.iter().rposition(may)
        } else {
            queue.iter().position(may)
        }?;
        Some((queue.remove(place)?, victim))
    }
}

impl Policy for Queues {
    fn enqueue(&mut self, thread: ThreadId, reason: Reason, view: &View<'_>) {
        if !self.settings.per_core {
            self.queues[0].push_back(thread);
            return;
        }
        match view.threads[thread].last_core {
            Some(core) if reason != Reason::New && core.index() < self.queues.len() => {
                self.queues[core.index()].push_back(thread);
            }
            _ => self.new.push_back(thread),
        }
    }

    fn pick(&mut self, core: CoreId, view: &View<'_>, choices: &mut Choices) -> Option<ThreadId> {
        self.deal(view);
        let own = if self.settings.per_core {
            core.index()
        } else {
            0
        };
        let allowed = |thread: &ThreadId| view.attributes[*thread].affinity.allows(core);
        let queue = self.queues.get_mut(own)?;
        if let Some(place) = queue.iter().position(allowed) {
            let rule = if self.settings.per_core {
                Rule::OwnQueue
            } else {
                Rule::FirstCome
            };
            self.why = Some(Why::rule(rule));
            return queue.remove(place);
        }
        if self.settings.steal != Steal::WhenFree || !self.settings.per_core {
            return None;
        }
        let (thread, victim) = self.steal(own, true, view, choices)?;
        self.why = Some(Why {
            mine: Some(Measure::Int(victim as i64 + 1)),
            ..Why::rule(Rule::Stolen)
        });
        Some(thread)
    }

    fn waiting(&self) -> usize {
        let queued: usize = self.queues.iter().map(VecDeque::len).sum();
        queued + self.new.len()
    }

    fn why(&self) -> Option<Why> {
        self.why
    }

    fn quantum(&mut self, _: ThreadId, view: &View<'_>) -> Option<Dur> {
        match self.settings.turns {
            Turns::Endless => None,
            Turns::Each(d) => Some(d),
            Turns::Together(d) if d.is_zero() => None,
            Turns::Together(d) => Some(Dur(d.0 - view.now.0 % d.0)),
        }
    }

    fn alarm(&self) -> Option<Time> {
        self.next_steal
    }

    fn ring(&mut self, view: &View<'_>, choices: &mut Choices) {
        let Steal::Every(every) = self.settings.steal else {
            return;
        };
        self.next_steal = Some(view.now + every);
        self.deal(view);
        for thief in 0..self.queues.len() {
            if self.queues[thief].is_empty()
                && let Some((thread, _)) = self.steal(thief, false, view, choices)
            {
                self.queues[thief].push_back(thread);
            }
        }
    }

    fn wants(&self) -> Wants {
        Wants {
            exact_cores: true,
            ..Wants::default()
        }
    }
}
