//! Why a thread was picked: the rule that decided, and its figures.

use crate::base::{Dur, Time};
use crate::sim::machine::ThreadId;

/// The rule by which a thread was picked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Rule {
    /// It had waited longest in the queue.
    FirstCome,
    /// Its CPU burst is the shortest: lengths.
    ShortestBurst,
    /// What is left of its CPU burst is the shortest: lengths.
    ShortestRemaining,
    /// Its priority is the best: whole numbers.
    Priority,
    /// Its response ratio, (waiting + burst) / burst, is the highest: ratios.
    ResponseRatio,
    /// Its level is the highest that has a thread: whole numbers.
    Level,
    /// It holds the ticket that was drawn: the ticket, and all tickets as a ratio.
    Ticket,
    /// Its pass is the lowest: whole numbers.
    Pass,
    /// Its virtual runtime is the least: lengths.
    VirtualRuntime,
    /// Of those that are eligible its virtual deadline is the earliest: lengths.
    VirtualDeadline,
    /// Its deadline is the earliest: times.
    Deadline,
    /// Its period is the shortest: lengths.
    Period,
    /// It was first in the core's own queue.
    OwnQueue,
    /// It was taken from another core's queue: the number of that core.
    Stolen,
    /// Its gang's turn has come: the number of the gang.
    Gang,
    /// It comes next in the order of numbers, from the one that ran last.
    NextInTurn,
    /// The schedule that is followed names it: the number of the step.
    Scheduled,
}

impl Rule {
    /// All of them.
    pub const ALL: [Rule; 17] = [
        Rule::FirstCome,
        Rule::ShortestBurst,
        Rule::ShortestRemaining,
        Rule::Priority,
        Rule::ResponseRatio,
        Rule::Level,
        Rule::Ticket,
        Rule::Pass,
        Rule::VirtualRuntime,
        Rule::VirtualDeadline,
        Rule::Deadline,
        Rule::Period,
        Rule::OwnQueue,
        Rule::Stolen,
        Rule::Gang,
        Rule::NextInTurn,
        Rule::Scheduled,
    ];

    /// The value of the argument [`crate::trace::arg::RULE`]; stable.
    pub fn key(self) -> &'static str {
        match self {
            Rule::FirstCome => "first-come",
            Rule::ShortestBurst => "shortest-burst",
            Rule::ShortestRemaining => "shortest-remaining",
            Rule::Priority => "priority",
            Rule::ResponseRatio => "response-ratio",
            Rule::Level => "level",
            Rule::Ticket => "ticket",
            Rule::Pass => "pass",
            Rule::VirtualRuntime => "virtual-runtime",
            Rule::VirtualDeadline => "virtual-deadline",
            Rule::Deadline => "deadline",
            Rule::Period => "period",
            Rule::OwnQueue => "own-queue",
            Rule::Stolen => "stolen",
            Rule::Gang => "gang",
            Rule::NextInTurn => "next-in-turn",
            Rule::Scheduled => "scheduled",
        }
    }

    /// The rule of a [`Rule::key`].
    pub fn from_key(key: &str) -> Option<Rule> {
        Rule::ALL.into_iter().find(|rule| rule.key() == key)
    }
}

/// A figure that a rule compares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// A length of time.
    Dur(Dur),
    /// A moment.
    Time(Time),
    /// A whole number.
    Int(i64),
    /// One number over another, not shortened.
    Ratio(u64, u64),
}

/// Why a thread was picked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Why {
    /// What decided.
    pub rule: Rule,
    /// The figure of who was picked.
    pub mine: Option<Measure>,
    /// The next best thread and its figure.
    pub other: Option<(ThreadId, Option<Measure>)>,
}

impl Why {
    /// By a rule without figures.
    pub fn rule(rule: Rule) -> Why {
        Why {
            rule,
            mine: None,
            other: None,
        }
    }

    /// By a rule that compares figures.
    pub fn compared(rule: Rule, mine: Measure, other: Option<(ThreadId, Measure)>) -> Why {
        Why {
            rule,
            mine: Some(mine),
            other: other.map(|(thread, measure)| (thread, Some(measure))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_names_one_rule() {
        for rule in Rule::ALL {
            assert_eq!(Rule::from_key(rule.key()), Some(rule));
        }
        assert_eq!(Rule::from_key("whim"), None);
    }
}
