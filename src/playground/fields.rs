//! The fields of a scenario that the page lets one edit: what they are called,
//! what they hold, and what an empty one means.

use std::borrow::Cow;

use super::document::{Kind, Part};
use crate::base::Lang;
use crate::scenario::{Domain, Parameter, Unit, Words, pick};

/// A field with its words.
#[derive(Clone, PartialEq, Debug)]
pub struct Field {
    /// Its name in the document.
    pub key: &'static str,
    /// Its name on the page.
    name: Words,
    /// A sentence about it.
    note: Words,
    /// What it holds.
    pub kind: Kind,
    /// What holds if nothing is typed, as it would be typed.
    pub usual: Cow<'static, str>,
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

    /// The field of a policy's parameter.
    pub fn of_parameter(parameter: &'static Parameter) -> Field {
        let kind = match parameter.domain {
            Domain::Time(_) | Domain::MaybeTime | Domain::Count { .. } => Kind::Number,
            Domain::Times(..) => Kind::Lengths,
            Domain::Flag(_) => Kind::Switch,
            Domain::Word(words) => Kind::Word(words),
        };
        let usual = match parameter.domain {
            Domain::MaybeTime => String::new(),
            domain => domain.usual().shown().replace(',', " "),
        };
        Field {
            key: parameter.key,
            name: parameter.name,
            note: parameter.about,
            kind,
            usual: usual.into(),
        }
    }
}

const fn field(
    key: &'static str,
    kind: Kind,
    usual: &'static str,
    name: Words,
    note: Words,
) -> Field {
    Field {
        key,
        name,
        note,
        kind,
        usual: Cow::Borrowed(usual),
    }
}

/// The columns of the table of jobs. The first [`ALWAYS`] are always shown, the
/// others where a policy asks for them or a job has them.
pub static COLUMNS: [Field; 13] = [
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
        ("언제 오는가.", "When it comes."),
    ),
    field(
        "program",
        Kind::Text,
        "",
        ("하는 일", "What it does"),
        (
            "예: cpu 3; io disk 2; cpu 1. 아래 ‘명령’에 모두 있습니다.",
            "For example cpu 3; io disk 2; cpu 1. All are under Instructions below.",
        ),
    ),
    field(
        "priority",
        Kind::Number,
        "0",
        ("우선순위", "Priority"),
        (
            "작은 수가 먼저입니다. 방식에서 바꿀 수 있습니다.",
            "A smaller number goes first, unless the policy says otherwise.",
        ),
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
        ("복권", "Tickets"),
        (
            "몫은 복권 수에 비례합니다.",
            "Its share is in proportion to them.",
        ),
    ),
    field(
        "deadline",
        Kind::Number,
        "",
        ("마감", "Deadline"),
        (
            "도착한 뒤, 또는 다시 온 뒤 얼마 안에 끝나야 하는가.",
            "How long after its arrival, or release, it must be done.",
        ),
    ),
    field(
        "period",
        Kind::Number,
        "",
        ("주기", "Period"),
        ("얼마마다 다시 오는가.", "How often it comes again."),
    ),
    field(
        "releases",
        Kind::Number,
        "",
        ("횟수", "Releases"),
        (
            "주기가 있을 때 몇 번 오는가. 비우면 끝까지.",
            "How many times it comes, if it has a period. Empty: until the end.",
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
    field(
        "gang",
        Kind::Number,
        "",
        ("갱", "Gang"),
        (
            "함께 코어를 받는 작업들의 번호.",
            "The number of those that get cores together.",
        ),
    ),
    field(
        "process",
        Kind::Text,
        "",
        ("프로세스", "Process"),
        (
            "어느 프로세스의 스레드인가. 비우면 첫째.",
            "Whose thread it is. Empty: the first one's.",
        ),
    ),
    field(
        "registers",
        Kind::Registers,
        "",
        ("레지스터", "Registers"),
        (
            "처음에 든 값, 예: ax=1 bx=2.",
            "What they hold at first, for example ax=1 bx=2.",
        ),
    ),
];

/// How many columns are always shown.
pub const ALWAYS: usize = 3;

/// The units of time.
const UNITS: [&str; 4] = ["ms", "us", "ns", "s"];

/// The settings of the machine that are always shown.
pub static SETTINGS: [(Part, Field); 2] = [
    (
        Part::Machine,
        field(
            "cores",
            Kind::Number,
            "1",
            ("코어", "Cores"),
            ("1에서 64.", "From 1 to 64."),
        ),
    ),
    (
        Part::Machine,
        field(
            "switch_cost",
            Kind::Number,
            "0",
            ("문맥 교환 비용", "Context switch"),
            ("한 번에 드는 시간.", "The time that one takes."),
        ),
    ),
];

/// The others.
pub static MORE_SETTINGS: [(Part, Field); 5] = [
    (
        Part::Machine,
        field(
            "horizon",
            Kind::Number,
            "",
            ("끝", "Horizon"),
            (
                "언제까지 보는가. 비우면 모두 끝날 때까지.",
                "Until when it runs. Empty: until all have ended.",
            ),
        ),
    ),
    (
        Part::Whole,
        field(
            "unit",
            Kind::Word(&UNITS),
            "ms",
            ("시간 단위", "Unit of time"),
            (
                "단위 없이 적은 수가 세는 것.",
                "What numbers without a unit count.",
            ),
        ),
    ),
    (
        Part::Machine,
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
    ),
    (
        Part::Machine,
        field(
            "ties",
            Kind::Word(&["arrival-first", "quantum-end-first"]),
            "arrival-first",
            ("같은 순간에 먼저", "First at one moment"),
            (
                "한 작업의 차례가 끝나는 순간에 다른 작업이 오면 누가 먼저 줄 서는가.",
                "Who queues first if a job arrives just when another's turn ends.",
            ),
        ),
    ),
    (
        Part::Machine,
        field(
            "instruction",
            Kind::Number,
            "",
            ("명령의 길이", "Instruction time"),
            (
                "cpu처럼 길이가 적히지 않은 명령 하나의 시간. 비우면 명령 단위일 때만 1.",
                "How long one takes that does not say it, as cpu does. Empty: 1 where jobs run instruction by instruction, else none.",
            ),
        ),
    ),
];

/// The fields of a device.
pub static DEVICE: [Field; 2] = [
    field(
        "name",
        Kind::Text,
        "",
        ("이름", "Name"),
        ("io 뒤에 쓰는 이름.", "The name behind io."),
    ),
    field(
        "channels",
        Kind::Number,
        "1",
        ("동시에", "At once"),
        (
            "동시에 몇 요청을 처리하는가. any는 끝없이.",
            "How many requests it serves at once; any: no limit.",
        ),
    ),
];

/// The fields of a process; its GIL is a switch with an interval.
pub static PROCESS: [Field; 2] = [
    field(
        "name",
        Kind::Text,
        "",
        ("이름", "Name"),
        (
            "작업의 ‘프로세스’ 열에 쓰는 이름.",
            "The name for the jobs' column Process.",
        ),
    ),
    field(
        "gil",
        Kind::Number,
        "",
        ("GIL 교대 간격", "GIL switch interval"),
        (
            "GIL을 가진 스레드가 얼마 뒤에 내놓으라는 요청을 받는가.",
            "After how long the thread that has the GIL is asked to give it up.",
        ),
    ),
];

/// The fields of jobs that are drawn.
pub static RANDOM: [Field; 9] = [
    field(
        "count",
        Kind::Number,
        "",
        ("몇 개", "How many"),
        ("작업의 수.", "The number of jobs."),
    ),
    field(
        "name",
        Kind::Text,
        "R",
        ("이름", "Name"),
        ("뒤에 번호가 붙습니다.", "A number follows."),
    ),
    field(
        "seed",
        Kind::Number,
        "1",
        ("씨앗", "Seed"),
        (
            "같은 씨앗은 같은 작업을 뽑습니다.",
            "The same seed draws the same jobs.",
        ),
    ),
    field(
        "arrival",
        Kind::Range,
        "0 20",
        ("도착", "Arrival"),
        ("최소와 최대.", "Least and most."),
    ),
    field(
        "bursts",
        Kind::Range,
        "1 1",
        ("버스트 수", "Bursts"),
        ("최소와 최대.", "Least and most."),
    ),
    field(
        "burst",
        Kind::Range,
        "1 10",
        ("버스트 길이", "Burst length"),
        ("최소와 최대.", "Least and most."),
    ),
    field(
        "device",
        Kind::Text,
        "",
        ("장치", "Device"),
        (
            "버스트 사이에 쓰는 장치. 비우면 잡니다.",
            "Used between two bursts. Empty: it sleeps.",
        ),
    ),
    field(
        "io",
        Kind::Range,
        "1 10",
        ("그 길이", "For how long"),
        ("최소와 최대.", "Least and most."),
    ),
    field(
        "priority",
        Kind::Range,
        "0 0",
        ("우선순위", "Priority"),
        ("최소와 최대.", "Least and most."),
    ),
];

/// A word of a field, for people.
pub fn word(key: &'static str, lang: Lang) -> &'static str {
    match Unit::from_key(key) {
        Some(Unit::Micros) => "µs",
        Some(_) => key,
        None => pick(crate::scenario::word(key), lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::TABLE;

    #[test]
    fn fields_are_told_apart() {
        let of = |fields: &[(Part, Field)]| fields.iter().map(|(_, f)| f.clone()).collect();
        let settings: Vec<Field> = of(&SETTINGS);
        let more: Vec<Field> = of(&MORE_SETTINGS);
        for fields in [
            &COLUMNS[..],
            &[settings, more].concat(),
            &DEVICE,
            &PROCESS,
            &RANDOM,
        ] {
            for (i, field) in fields.iter().enumerate() {
                assert!(fields[..i].iter().all(|other| other.key != field.key));
                assert!(field.name.0 != field.name.1 || field.key == "nice");
            }
        }
    }

    #[test]
    fn what_policies_read_is_a_column() {
        for kind in TABLE {
            for key in kind.reads {
                assert!(COLUMNS.iter().any(|column| column.key == *key), "{key}");
            }
        }
    }

    /// What a parameter's field says is usual is what the reader takes as usual.
    #[test]
    fn usual_values_of_parameters_are_read_as_such() {
        use crate::playground::document::typed;
        use serde_json::json;
        for kind in TABLE {
            for parameter in kind.parameters {
                let field = Field::of_parameter(parameter);
                let mut entry = json!({ "policy": kind.key });
                entry[field.key] = typed(field.kind, &field.usual).unwrap_or_default();
                let read = crate::scenario::read_policy(&entry).expect(kind.key);
                assert_eq!(read.set_ones().count(), 0, "{} {}", kind.key, field.key);
            }
        }
    }
}
