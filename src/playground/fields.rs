//! The fields of a scenario that the page lets one edit: what they are called,
//! what they hold, and what an empty one means.

use super::document::Kind;
use crate::base::Lang;

/// A field with its words.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Field {
    /// Its name in the document.
    pub key: &'static str,
    /// Its name on the page, Korean and English.
    pub name: (&'static str, &'static str),
    /// A sentence about it, Korean and English.
    pub note: (&'static str, &'static str),
    /// What it holds.
    pub kind: Kind,
    /// What holds if nothing is typed, as it would be typed.
    pub usual: &'static str,
}

impl Field {
    /// Its name.
    pub fn name(&self, lang: Lang) -> &'static str {
        pick(self.name, lang)
    }

    /// The sentence about it.
    pub fn note(&self, lang: Lang) -> &'static str {
        pick(self.note, lang)
    }
}

/// The one of a pair, Korean and English, that is in a language.
pub fn pick(pair: (&'static str, &'static str), lang: Lang) -> &'static str {
    match lang {
        Lang::Ko => pair.0,
        Lang::En => pair.1,
    }
}

const fn field(
    key: &'static str,
    kind: Kind,
    usual: &'static str,
    name: (&'static str, &'static str),
    note: (&'static str, &'static str),
) -> Field {
    Field {
        key,
        name,
        note,
        kind,
        usual,
    }
}

/// The columns of the table of jobs. The first [`ALWAYS`] are always shown, the
/// others where a policy asks for them or a job has them.
pub const COLUMNS: [Field; 9] = [
    field(
        "name",
        Kind::Text,
        "",
        ("이름", "Name"),
        (
            "작업의 이름, 서로 달라야 합니다.",
            "The job's name; each has its own.",
        ),
    ),
    field(
        "arrival",
        Kind::Number,
        "0",
        ("도착", "Arrival"),
        ("언제 오는가, ms.", "When it comes, in ms."),
    ),
    field(
        "program",
        Kind::Text,
        "",
        ("하는 일", "What it does"),
        (
            "예: cpu 3; io disk 2; cpu 1. 시간은 ms.",
            "For example cpu 3; io disk 2; cpu 1. Times are in ms.",
        ),
    ),
    field(
        "priority",
        Kind::Number,
        "0",
        ("우선순위", "Priority"),
        ("작은 수가 먼저입니다.", "A smaller number goes first."),
    ),
    field(
        "nice",
        Kind::Number,
        "0",
        ("nice", "Nice"),
        (
            "-20에서 19, 작을수록 많이 받습니다.",
            "From -20 to 19; less gets more.",
        ),
    ),
    field(
        "tickets",
        Kind::Number,
        "100",
        ("추첨권", "Tickets"),
        (
            "몫은 추첨권에 비례합니다.",
            "Its share is in proportion to them.",
        ),
    ),
    field(
        "deadline",
        Kind::Number,
        "",
        ("마감", "Deadline"),
        (
            "도착한 뒤 몇 ms 안에 끝나야 하는가.",
            "How many ms after its arrival it must be done.",
        ),
    ),
    field(
        "period",
        Kind::Number,
        "",
        ("주기", "Period"),
        (
            "몇 ms마다 다시 오는가.",
            "Every how many ms it comes again.",
        ),
    ),
    field(
        "affinity",
        Kind::Cores,
        "",
        ("코어", "Cores"),
        (
            "쓸 수 있는 코어의 번호, 예: 0 2.",
            "The cores it may use, for example 0 2.",
        ),
    ),
];

/// How many columns are always shown.
pub const ALWAYS: usize = 3;

/// The fields of the machine.
pub const SETTINGS: [Field; 4] = [
    field(
        "cores",
        Kind::Number,
        "1",
        ("코어", "Cores"),
        ("1에서 64.", "From 1 to 64."),
    ),
    field(
        "switch",
        Kind::Number,
        "0",
        ("문맥 교환", "Context switch"),
        ("한 번에 몇 ms가 드는가.", "What one costs, in ms."),
    ),
    field(
        "seed",
        Kind::Number,
        "1",
        ("씨앗", "Seed"),
        (
            "무작위가 있는 방식이 쓰는 수.",
            "The number behind whatever is random.",
        ),
    ),
    field(
        "until",
        Kind::Number,
        "60",
        ("주기 작업의 끝", "Periodic jobs end"),
        (
            "몇 ms까지 다시 오는가.",
            "Until how many ms they come again.",
        ),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_apart() {
        for fields in [&COLUMNS[..], &SETTINGS[..]] {
            for (i, field) in fields.iter().enumerate() {
                assert!(fields[..i].iter().all(|other| other.key != field.key));
                assert!(field.name.0 != field.name.1 || field.key == "nice");
            }
        }
    }
}
