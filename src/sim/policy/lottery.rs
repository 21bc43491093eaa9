//! Lottery scheduling.

use std::collections::BTreeSet;

use super::{Measure, Policy, Reason, Rule, View, Why};
use crate::base::{Dur, Id};
use crate::sim::choice::Choices;
use crate::sim::machine::{CoreId, ThreadId};

/// Lottery scheduling (Waldspurger and Weihl, "Lottery scheduling: flexible
/// proportional-share resource management", OSDI 1994).
///
/// For each turn a ticket is drawn among those of the threads that are ready,
/// and its holder runs for a quantum. Tickets are numbered from zero in the
/// order of the threads' numbers: the holder of ticket w is the first thread
/// with more than w tickets up to and including its own. Each turn takes one
/// draw, also if a thread is alone.
///
/// Tie-breaks: there are none, chance decides; the draws come from the run's
/// seed or from a list ([`crate::sim::Machine::draw_from`]). Threads without
/// tickets run only if nobody with tickets is ready, the lowest number first,
/// without a draw.
#[derive(Clone, Debug, Default)]
pub struct Lottery {
    quantum: Dur,
    ready: Tickets,
    without: BTreeSet<ThreadId>,
    waiting: usize,
    why: Option<Why>,
}

impl Lottery {
    /// With that quantum; zero means that a turn has no limit.
    pub fn new(quantum: Dur) -> Lottery {
        Lottery {
            quantum,
            ..Lottery::default()
        }
    }
}

impl Policy for Lottery {
    fn enqueue(&mut self, thread: ThreadId, _: Reason, view: &View<'_>) {
        self.waiting += 1;
        match view.attributes[thread].tickets {
            0 => drop(self.without.insert(thread)),
            tickets => self.ready.put(thread.index(), u64::from(tickets)),
        }
    }

    fn pick(&mut self, _: CoreId, _: &View<'_>, choices: &mut Choices) -> Option<ThreadId> {
        let total = self.ready.total();
        if total == 0 {
            let thread = self.without.pop_first()?;
            self.waiting -= 1;
            self.why = Some(Why::rule(Rule::FirstCome));
            return Some(thread);
        }
        let ticket = choices.random(total);
        let holder = self.ready.holder(ticket);
        self.ready.put(holder, 0);
        self.waiting -= 1;
        self.why = Some(Why::compared(
            Rule::Ticket,
            Measure::Ratio(ticket, total),
            None,
        ));
        Some(ThreadId::from_index(holder))
    }

    fn waiting(&self) -> usize {
        self.waiting
    }

    fn quantum(&mut self, _: ThreadId, _: &View<'_>) -> Option<Dur> {
        Some(self.quantum)
    }

    fn why(&self) -> Option<Why> {
        self.why
    }
}

/// How many tickets each place holds, with their running sums (a Fenwick tree:
/// finding a holder and changing a place take steps as many as the number of
/// places has binary digits).
#[derive(Clone, Debug, Default)]
struct Tickets {
    held: Vec<u64>,
    /// The sum of the `i & -i` places up to and including place `i - 1`, at
    /// `i`; the length less one is a power of two.
    sums: Vec<u64>,
}

impl Tickets {
    fn total(&self) -> u64 {
        self.sums.last().copied().unwrap_or(0)
    }

    fn put(&mut self, place: usize, tickets: u64) {
        if place >= self.held.len() {
            self.grow(place + 1);
        }
        let before = std::mem::replace(&mut self.held[place], tickets);
        let mut i = place + 1;
        while i < self.sums.len() {
            self.sums[i] = self.sums[i] + tickets - before;
            i += i & i.wrapping_neg();
        }
    }

    fn grow(&mut self, places: usize) {
        let size = places.next_power_of_two();
        self.held.resize(size, 0);
        self.sums = vec![0; size + 1];
        for i in 1..=size {
            self.sums[i] += self.held[i - 1];
            let parent = i + (i & i.wrapping_neg());
            if parent <= size {
                self.sums[parent] += self.sums[i];
            }
        }
    }

    /// The first place up to and including which there are more than `ticket`.
    fn holder(&self, ticket: u64) -> usize {
        let (mut at, mut rest) = (0, ticket);
        let mut step = self.sums.len() - 1;
        while step > 0 {
            if let Some(&sum) = self.sums.get(at + step)
                && sum <= rest
            {
                at += step;
                rest -= sum;
            }
            step /= 2;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The tree finds whom a walk along the list finds.
        #[test]
        fn a_tickets_holder_is_found(
            changes in prop::collection::vec((0..20usize, 0..9u64), 1..40),
            draw in 0..1000u64,
        ) {
            let mut tree = Tickets::default();
            let mut list = [0u64; 20];
            for (place, tickets) in changes {
                tree.put(place, tickets);
                list[place] = tickets;
            }
            let total: u64 = list.iter().sum();
            prop_assert_eq!(tree.total(), total);
            if total > 0 {
                let ticket = draw % total;
                let mut sum = 0;
                let walked = list.iter().position(|held| {
                    sum += held;
                    sum > ticket
                });
                prop_assert_eq!(Some(tree.holder(ticket)), walked);
            }
        }
    }
}
