//! The policies of the page, one table: what they are called, what they need
//! of the jobs, their parameters, and how they are made.

use serde_json::Value;

use super::document::Kind;
use super::fields::{Field, pick};
use super::read::{Reader, millis};
use crate::base::{Dur, Lang};
use crate::sim::policy::{
    Aging, Eevdf, EevdfSettings, Fair, FairSettings, Feedback, Fifo, First, Hrrn, Level, Lottery,
    Mlfq, MlfqSettings, Policy, Predictor, Priority, PrioritySettings, Ratio, RealTime, RoundRobin,
    Sjf, Slices, Srtf, Stride, StrideSettings,
};

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

    /// Its name without what stands in brackets behind it.
    pub fn short(&self, lang: Lang) -> &'static str {
        let name = self.name(lang);
        name.split_once(" (").map_or(name, |(short, _)| short)
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
const TURN: Field = Field {
    key: "quantum",
    name: ("타임 슬라이스", "Quantum"),
    note: (
        "한 번에 쓸 수 있는 시간, ms.",
        "How long a turn lasts at most, in ms.",
    ),
    kind: Kind::Number,
    usual: "1",
};
const EQUALS: Field = Field {
    key: "quantum",
    name: ("타임 슬라이스", "Quantum"),
    note: (
        "우선순위가 같은 것끼리 돌아가는 시간, ms. 비우면 온 순서대로.",
        "How long equals take turns for, in ms. Empty: first come, first served.",
    ),
    kind: Kind::Number,
    usual: "",
};
const PREEMPTIVE: Field = Field {
    key: "preemptive",
    name: ("선점", "Preemptive"),
    note: (
        "더 앞선 것이 오면 코어를 빼앗습니다.",
        "What goes before takes the core when it comes.",
    ),
    kind: Kind::Switch,
    usual: "true",
};
const LARGER: Field = Field {
    key: "larger-first",
    name: ("큰 수가 먼저", "Larger numbers first"),
    note: (
        "끄면 작은 수가 먼저입니다.",
        "Off: smaller numbers go first.",
    ),
    kind: Kind::Switch,
    usual: "false",
};
const AGING: Field = Field {
    key: "aging",
    name: ("에이징", "Aging"),
    note: (
        "몇 ms 기다릴 때마다 한 단계 앞서는가. 비우면 없음.",
        "After how many ms of waiting it moves up by one. Empty: never.",
    ),
    kind: Kind::Number,
    usual: "",
};
const PREDICT: Field = Field {
    key: "predict",
    name: ("버스트 예측", "Predict bursts"),
    note: (
        "적힌 길이 대신 지난 버스트의 지수 평균(α = 1/2)을 씁니다.",
        "Uses the exponential average of earlier bursts (α = 1/2) in place of their stated length.",
    ),
    kind: Kind::Switch,
    usual: "false",
};
const GUESS: Field = Field {
    key: "guess",
    name: ("첫 예측", "First guess"),
    note: (
        "아직 실행한 적 없는 작업의 예측, ms.",
        "The guess for a job that has not run, in ms.",
    ),
    kind: Kind::Number,
    usual: "5",
};
const LEVELS: Field = Field {
    key: "levels",
    name: ("단계", "Levels"),
    note: ("1에서 8.", "From 1 to 8."),
    kind: Kind::Number,
    usual: "3",
};
const TOP: Field = Field {
    key: "quantum",
    name: ("맨 위 슬라이스", "Top quantum"),
    note: (
        "맨 위 단계의 슬라이스, ms.",
        "The quantum of the highest level, in ms.",
    ),
    kind: Kind::Number,
    usual: "2",
};
const DOUBLING: Field = Field {
    key: "doubling",
    name: ("아래로 갈수록 두 배", "Twice as long below"),
    note: (
        "단계마다 슬라이스가 두 배가 됩니다.",
        "Each level has twice the quantum of the one above.",
    ),
    kind: Kind::Switch,
    usual: "true",
};
const BOOST: Field = Field {
    key: "boost",
    name: ("끌어올림", "Boost"),
    note: (
        "몇 ms마다 모두 맨 위로 올리는가. 비우면 없음.",
        "Every how many ms all go back to the top. Empty: never.",
    ),
    kind: Kind::Number,
    usual: "50",
};
const STAY: Field = Field {
    key: "stay",
    name: ("기다리면 그대로", "Blocking keeps the level"),
    note: (
        "I/O를 기다린 작업은 내려가지 않습니다. 악용할 수 있는 규칙입니다.",
        "What blocks does not go down. A program can exploit this.",
    ),
    kind: Kind::Switch,
    usual: "false",
};
const LATENCY: Field = Field {
    key: "latency",
    name: ("지연 목표", "Latency"),
    note: (
        "모두가 한 번씩 실행되는 데 걸리는 시간, ms.",
        "The time in which each is to run once, in ms.",
    ),
    kind: Kind::Number,
    usual: "6",
};
const GRAIN: Field = Field {
    key: "granularity",
    name: ("가장 짧은 몫", "Least slice"),
    note: ("한 번에 적어도 이만큼, ms.", "No turn is shorter, in ms."),
    kind: Kind::Number,
    usual: "0.75",
};
const SLICE: Field = Field {
    key: "slice",
    name: ("슬라이스", "Slice"),
    note: (
        "한 번에 달라고 하는 시간, ms.",
        "How much is asked for at a time, in ms.",
    ),
    kind: Kind::Number,
    usual: "0.75",
};
const PARITY: Field = Field {
    key: "run-to-parity",
    name: ("받은 만큼은 계속", "Run to parity"),
    note: (
        "받은 슬라이스를 다 쓸 때까지 코어를 지킵니다.",
        "Keeps the core until it has had what it asked for.",
    ),
    kind: Kind::Switch,
    usual: "true",
};

/// A length above zero, its usual one if what is typed cannot be read.
fn length(reader: &mut Reader<'_>, field: &Field) -> Dur {
    let usual = || millis(field.usual).unwrap_or(Dur::millis(1));
    reader.length(field, Dur(1)).unwrap_or_else(usual)
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
    Rules {
        key: "sjf",
        name: ("SJF (최단 작업 우선)", "SJF (shortest job first)"),
        rule: (
            "CPU 버스트가 가장 짧은 것이 끝까지. 같으면 먼저 온 것.",
            "The shortest CPU burst, to its end. Of equal ones the earlier arrival.",
        ),
        columns: &[],
        parameters: &[PREDICT, GUESS],
        make: |reader| {
            let first = length(reader, &GUESS);
            Box::new(Sjf::new(match reader.switch(&PREDICT) {
                true => Predictor::Average {
                    alpha: Ratio::HALF,
                    first,
                },
                false => Predictor::Stated,
            }))
        },
    },
    Rules {
        key: "srtf",
        name: (
            "SRTF (최단 잔여 시간 우선)",
            "SRTF (shortest remaining time first)",
        ),
        rule: (
            "남은 버스트가 가장 짧은 것. 더 짧은 것이 오면 코어를 빼앗고, 같으면 하던 것이 계속.",
            "The shortest rest of a burst; a shorter one takes the core. On a tie who runs goes on.",
        ),
        columns: &[],
        parameters: &[],
        make: |_| Box::new(Srtf::new()),
    },
    Rules {
        key: "hrrn",
        name: (
            "HRRN (최고 응답 비율)",
            "HRRN (highest response ratio next)",
        ),
        rule: (
            "(기다림 + 버스트) ÷ 버스트가 가장 큰 것이 끝까지. 같으면 먼저 온 것.",
            "The highest (waiting + burst) ÷ burst, to its end. Of equal ones the earlier arrival.",
        ),
        columns: &[],
        parameters: &[],
        make: |_| Box::new(Hrrn::new()),
    },
    Rules {
        key: "priority",
        name: ("우선순위", "Priority"),
        rule: (
            "우선순위가 가장 앞선 것. 같으면 온 순서대로.",
            "The best priority. Equals in the order in which they became ready.",
        ),
        columns: &["priority"],
        parameters: &[PREEMPTIVE, LARGER, EQUALS, AGING],
        make: |reader| {
            let first = match reader.switch(&LARGER) {
                true => First::Larger,
                false => First::Smaller,
            };
            let aging = reader.length(&AGING, Dur(1));
            Box::new(Priority::new(PrioritySettings {
                preemptive: reader.switch(&PREEMPTIVE),
                first,
                quantum: reader.length(&EQUALS, Dur(1)),
                aging: aging.map(|every| Aging { every, by: 1 }),
                ..PrioritySettings::default()
            }))
        },
    },
    Rules {
        key: "mlfq",
        name: (
            "MLFQ (다단계 피드백 큐)",
            "MLFQ (multi-level feedback queue)",
        ),
        rule: (
            "맨 위 단계부터 차례대로. 슬라이스를 다 쓰면 한 단계 내려간다.",
            "The highest level first, in turn. What uses up its quantum goes down a level.",
        ),
        columns: &[],
        parameters: &[LEVELS, TOP, DOUBLING, BOOST, STAY],
        make: |reader| {
            let levels = reader.whole(&LEVELS, 1, 8).unwrap_or(3);
            let (top, doubling) = (length(reader, &TOP), reader.switch(&DOUBLING));
            let level = |depth: i64| Level {
                quantum: if doubling { top * (1 << depth) } else { top },
                allotment: 1,
            };
            Box::new(Mlfq::new(MlfqSettings {
                levels: (0..levels).map(level).collect(),
                boost: reader.length(&BOOST, Dur(1)),
                stay: reader.switch(&STAY),
                io_bump: false,
            }))
        },
    },
    Rules {
        key: "feedback",
        name: ("피드백 큐", "Feedback queues"),
        rule: (
            "가장 높은 단계의 맨 앞. 다른 것이 기다릴 때 슬라이스가 끝나면 한 단계 내려간다.",
            "The head of the best level. At the end of its slice it goes down a level if others wait.",
        ),
        columns: &[],
        parameters: &[TURN, DOUBLING],
        make: |reader| {
            let slices = match reader.switch(&DOUBLING) {
                true => Slices::Doubling,
                false => Slices::Same,
            };
            Box::new(Feedback::new(length(reader, &TURN), slices))
        },
    },
    Rules {
        key: "lottery",
        name: ("로터리 (추첨)", "Lottery"),
        rule: (
            "차례마다 추첨권을 한 장 뽑는다. 씨앗이 같으면 결과도 같다.",
            "A ticket is drawn for each turn. The same seed draws the same tickets.",
        ),
        columns: &["tickets"],
        parameters: &[TURN],
        make: |reader| Box::new(Lottery::new(length(reader, &TURN))),
    },
    Rules {
        key: "stride",
        name: ("스트라이드", "Stride"),
        rule: (
            "pass 값이 가장 작은 것. 차례마다 추첨권에 반비례해 커진다. 같으면 번호순.",
            "The lowest pass, which grows with each turn, less so with more tickets. Of equal ones the lower number.",
        ),
        columns: &["tickets"],
        parameters: &[TURN],
        make: |reader| Box::new(Stride::new(StrideSettings::new(length(reader, &TURN)))),
    },
    Rules {
        key: "cfs",
        name: ("CFS (공정한 몫)", "CFS (fair shares)"),
        rule: (
            "가상 실행 시간이 가장 짧은 것. nice가 작을수록 느리게 늘어난다.",
            "The least virtual runtime, which grows slower with a smaller nice value.",
        ),
        columns: &["nice"],
        parameters: &[LATENCY, GRAIN],
        make: |reader| {
            Box::new(Fair::new(FairSettings {
                latency: length(reader, &LATENCY),
                min_granularity: length(reader, &GRAIN),
                ..FairSettings::default()
            }))
        },
    },
    Rules {
        key: "eevdf",
        name: ("EEVDF", "EEVDF (earliest eligible virtual deadline first)"),
        rule: (
            "자격이 있는 것 가운데 가상 마감이 가장 이른 것. 같으면 가상 실행 시간이 짧은 것.",
            "The earliest virtual deadline of the eligible. Of equal ones the smaller virtual runtime.",
        ),
        columns: &["nice"],
        parameters: &[SLICE, PARITY],
        make: |reader| {
            Box::new(Eevdf::new(EevdfSettings {
                slice: length(reader, &SLICE),
                run_to_parity: reader.switch(&PARITY),
            }))
        },
    },
    Rules {
        key: "edf",
        name: ("EDF (이른 마감 우선)", "EDF (earliest deadline first)"),
        rule: (
            "마감이 가장 이른 것이 코어를 빼앗는다. 같으면 하던 것이 계속.",
            "The earliest deadline takes the core. On a tie who runs goes on.",
        ),
        columns: &["deadline", "period"],
        parameters: &[],
        make: |_| Box::new(RealTime::earliest_deadline()),
    },
    Rules {
        key: "rm",
        name: ("RM (짧은 주기 우선)", "RM (rate monotonic)"),
        rule: (
            "주기가 가장 짧은 것이 코어를 빼앗는다. 같으면 하던 것이 계속.",
            "The shortest period takes the core. On a tie who runs goes on.",
        ),
        columns: &["period", "deadline"],
        parameters: &[],
        make: |_| Box::new(RealTime::rate_monotonic()),
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
