//! The policies of the page, one table: what they are called, what they need
//! of the jobs, their parameters, and how they are made.

use serde_json::Value;

use super::document::Kind;
use super::fields::{Field, pick};
use super::read::Reader;
use crate::base::{Dur, Lang};
use crate::sim::policy::{Fifo, Policy, RoundRobin};

/// A policy with its words.
pub struct Rules {
    /// Its name in the document.
    pub key: &'static str,
    /// Its name, Korean and English.
    pub name: (&'static str, &'static str),
    /// The rule in one sentence, with its tie-break, Korean and English.
    pub rule: (&'static str, &'static str),
    /// The columns of the jobs that it reads, besides those always shown.
    pub columns: &'static [&'static str],
    /// Its parameters.
    pub parameters: &'static [Field],
    /// Makes it.
    make: fn(&mut Reader<'_>) -> Box<dyn Policy>,
}

impl Rules {
    /// Its name.
    pub fn name(&self, lang: Lang) -> &'static str {
        pick(self.name, lang)
    }

    /// The rule in one sentence.
    pub fn rule(&self, lang: Lang) -> &'static str {
        pick(self.rule, lang)
    }

    /// The policy of a document's entry; what cannot be read has its usual value.
    pub fn make(&self, reader: &mut Reader<'_>) -> Box<dyn Policy> {
        (self.make)(reader)
    }
}

const QUANTUM: Field = Field {
    key: "quantum",
    name: ("타임 슬라이스", "Quantum"),
    note: (
        "한 번에 쓸 수 있는 시간, ms.",
        "How long a turn lasts at most, in ms.",
    ),
    kind: Kind::Number,
    usual: "2",
};

/// A length above zero.
fn length(reader: &mut Reader<'_>, field: &Field) -> Dur {
    reader.length(field, Dur(1)).unwrap_or(Dur::millis(2))
}

/// All policies, in the order in which they are offered.
pub const POLICIES: &[Rules] = &[
    Rules {
        key: "fifo",
        name: ("FIFO (먼저 온 것 먼저)", "FIFO (first come, first served)"),
        rule: (
            "온 순서대로, 스스로 놓을 때까지. 동시에 오면 적힌 순서대로.",
            "In the order of arrival, until it lets go by itself. Of those that come together, in the order of the table.",
        ),
        columns: &[],
        parameters: &[],
        make: |_| Box::new(Fifo::new()),
    },
    Rules {
        key: "rr",
        name: ("라운드 로빈", "Round robin"),
        rule: (
            "차례대로, 한 번에 타임 슬라이스만큼. 새로 온 것이 슬라이스가 끝난 것보다 먼저.",
            "In turn, for one quantum each. What arrives goes before what has just used its quantum.",
        ),
        columns: &[],
        parameters: &[QUANTUM],
        make: |reader| Box::new(RoundRobin::new(length(reader, &QUANTUM))),
    },
];

/// The policy of a key.
pub fn of_key(key: &str) -> Option<&'static Rules> {
    POLICIES.iter().find(|rules| rules.key == key)
}

/// The policy of a document's entry.
pub fn of(entry: &Value) -> Option<&'static Rules> {
    of_key(entry["policy"].as_str()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_has_its_words_and_a_key_of_its_own() {
        for (i, rules) in POLICIES.iter().enumerate() {
            assert!(POLICIES[..i].iter().all(|other| other.key != rules.key));
            assert!(rules.rule.0.ends_with('.') && rules.rule.1.ends_with('.'));
            for column in rules.columns {
                assert!(
                    super::super::fields::COLUMNS
                        .iter()
                        .any(|f| f.key == *column)
                );
            }
        }
    }
}
