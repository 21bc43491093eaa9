//! Why a thread was picked, in words.
//!
//! The machine records the rule and its figures as arguments of the core's
//! slice ([`crate::trace::arg::RULE`]); the words for them stand here, once.

use crate::base::{Dur, Lang, Text, Time};
use crate::sim::policy::Rule;
use crate::trace::{SliceId, State, Trace, TrackKind, Value, arg};

/// How the figures of a rule are held against one another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Compared {
    /// Two figures of the same kind, of which the first won.
    Figures,
    /// One number out of so many.
    OutOf,
    /// One number that names something: a core, a gang, a step.
    Number,
}

/// What is said of a rule, and how its figures are read.
fn words(rule: Rule) -> (Text, Compared) {
    use Compared::{Figures, Number, OutOf};
    let (ko, en, compared) = match rule {
        Rule::FirstCome => (
            "줄에서 가장 오래 기다림",
            "waited longest in the queue",
            Figures,
        ),
        Rule::ShortestBurst => ("CPU 버스트가 가장 짧음", "shortest CPU burst", Figures),
        Rule::ShortestRemaining => ("남은 시간이 가장 짧음", "shortest remaining", Figures),
        Rule::Priority => ("우선순위가 가장 앞섬", "best priority", Figures),
        Rule::ResponseRatio => ("응답 비율이 가장 높음", "highest response ratio", Figures),
        Rule::Level => ("가장 높은 단계에 있음", "on the highest level", Figures),
        Rule::Ticket => ("뽑힌 추첨권을 가짐", "holds the ticket drawn", OutOf),
        Rule::Pass => ("pass 값이 가장 작음", "lowest pass", Figures),
        Rule::VirtualRuntime => (
            "가상 실행 시간이 가장 짧음",
            "least virtual runtime",
            Figures,
        ),
        Rule::VirtualDeadline => (
            "자격이 있는 것 중 가상 마감이 가장 이름",
            "earliest virtual deadline of the eligible",
            Figures,
        ),
        Rule::Deadline => ("마감이 가장 이름", "earliest deadline", Figures),
        Rule::Period => ("주기가 가장 짧음", "shortest period", Figures),
        Rule::OwnQueue => (
            "코어 자신의 줄에서 맨 앞",
            "first in the core's own queue",
            Figures,
        ),
        Rule::Stolen => (
            "다른 코어의 줄에서 가져옴, 코어",
            "taken from the queue of core",
            Number,
        ),
        Rule::Gang => ("묶음의 차례, 묶음", "its gang's turn, gang", Number),
        Rule::NextInTurn => ("번호 순서에서 다음", "next in turn", Figures),
        Rule::Scheduled => (
            "따르는 스케줄이 정함, 단계",
            "named by the schedule, step",
            Number,
        ),
    };
    (Text::new(ko, en), compared)
}

/// A recorded figure.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Figure {
    /// A length of time, or a moment as the time since the beginning.
    Length(Dur),
    /// A whole number.
    Whole(i64),
    /// One number over another.
    Ratio(i64, i64),
}

impl Figure {
    fn of(trace: &Trace, slice: SliceId, keys: (&str, &str)) -> Option<Figure> {
        let over = match trace.arg(slice, keys.1) {
            Some(Value::Int(n)) => Some(n),
            _ => None,
        };
        match (trace.arg(slice, keys.0)?, over) {
            (Value::Dur(d), _) => Some(Figure::Length(d)),
            (Value::Int(n), Some(over)) => Some(Figure::Ratio(n, over)),
            (Value::Int(n), None) => Some(Figure::Whole(n)),
            (Value::Name(_) | Value::Float(_), _) => None,
        }
    }

    fn number(self) -> f64 {
        match self {
            Figure::Length(d) => d.0 as f64,
            Figure::Whole(n) => n as f64,
            Figure::Ratio(n, over) => n as f64 / over as f64,
        }
    }

    fn shown(self, length: ShowLength<'_>) -> String {
        match self {
            Figure::Length(d) => length(d),
            Figure::Whole(n) => n.to_string(),
            Figure::Ratio(..) => format!("{:.2}", self.number()),
        }
    }
}

/// How lengths of time are to be written.
pub type ShowLength<'a> = &'a dyn Fn(Dur) -> String;

/// Why a core's slice is of the thread that it is of.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Decision<'t> {
    /// Who was picked.
    pub picked: &'t str,
    /// By which rule.
    pub rule: Rule,
    /// The figure that decided for it.
    pub mine: Option<Figure>,
    /// The next best thread.
    pub other: Option<&'t str>,
    /// The next best thread's figure.
    pub others: Option<Figure>,
}

impl<'t> Decision<'t> {
    /// What a core's slice records. None if nothing was recorded.
    pub fn of(trace: &'t Trace, slice: SliceId) -> Option<Decision<'t>> {
        let Value::Name(rule) = trace.arg(slice, arg::RULE)? else {
            return None;
        };
        let name = |key| match trace.arg(slice, key) {
            Some(Value::Name(name)) => Some(trace.name(name)),
            _ => None,
        };
        Some(Decision {
            picked: name(arg::THREAD).unwrap_or(trace.name(trace.slice(slice).name)),
            rule: Rule::from_key(trace.name(rule))?,
            mine: Figure::of(trace, slice, (arg::MINE, arg::MINE_OVER)),
            other: name(arg::OTHER),
            others: Figure::of(trace, slice, (arg::OTHERS, arg::OTHERS_OVER)),
        })
    }

    /// In words: `picked B: shortest remaining 3 < 5 (C)`.
    pub fn sentence(&self, lang: Lang, length: ShowLength<'_>) -> String {
        let (who, reason) = (self.picked, self.reason(lang, length));
        match lang {
            Lang::Ko => format!("{who} 선택: {reason}"),
            Lang::En => format!("picked {who}: {reason}"),
        }
    }

    /// The reason alone: `shortest remaining 3 < 5 (C)`.
    pub fn reason(&self, lang: Lang, length: ShowLength<'_>) -> String {
        let (words, compared) = words(self.rule);
        let words = words.get(lang);
        match (compared, self.mine, self.other, self.others) {
            (Compared::Number, Some(number), ..) => format!("{words} {}", number.shown(length)),
            (Compared::OutOf, Some(Figure::Ratio(drawn, all)), ..) => match lang {
                Lang::Ko => format!("{words}: {all}장 중 {drawn}번"),
                Lang::En => format!("{words}: {drawn} of {all}"),
            },
            (_, Some(mine), Some(other), Some(others)) => {
                let sign = match mine.number().partial_cmp(&others.number()) {
                    Some(std::cmp::Ordering::Less) => "<",
                    Some(std::cmp::Ordering::Greater) => ">",
                    _ => "=",
                };
                let (mine, others) = (mine.shown(length), others.shown(length));
                format!("{words} {mine} {sign} {others} ({other})")
            }
            (_, Some(mine), ..) => format!("{words} {}", mine.shown(length)),
            (_, None, Some(other), _) => match lang {
                Lang::Ko => format!("{words} (다음은 {other})"),
                Lang::En => format!("{words} (next: {other})"),
            },
            (_, None, None, _) => words.to_owned(),
        }
    }
}

/// Why the thread of a core's slice was picked. None if nothing was recorded.
pub fn sentence(
    trace: &Trace,
    slice: SliceId,
    lang: Lang,
    length: ShowLength<'_>,
) -> Option<String> {
    Some(Decision::of(trace, slice)?.sentence(lang, length))
}

/// The core's slice that tells why a slice is as it is: itself, or for a
/// running thread the slice of the core that it runs on.
pub fn deciding(trace: &Trace, slice: SliceId) -> Option<SliceId> {
    if trace.arg(slice, arg::RULE).is_some() {
        return Some(slice);
    }
    let of = trace.slice(slice);
    if of.state != State::Running {
        return None;
    }
    let lane = trace.track_of(slice);
    let name = trace.track(lane).name;
    on_cores(trace, of.start).into_iter().find(|&id| {
        let runs = trace.slice(id);
        runs.name == name || trace.arg(id, arg::THREAD) == Some(Value::Name(name))
    })
}

/// The slices of all cores at a moment in which a thread runs.
fn on_cores(trace: &Trace, at: Time) -> Vec<SliceId> {
    let tracks = trace.tracks().iter_ids();
    let cores = tracks.filter(|(_, track)| track.kind == TrackKind::Core);
    let rows = cores.flat_map(|(_, track)| track.rows());
    rows.filter_map(|row| trace.slice_at(row, at))
        .filter(|slice| slice.state == State::Running)
        .map(|slice| slice.id)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{Clock, TraceBuilder};

    fn in_ms(d: Dur) -> String {
        d.to_string()
    }

    #[test]
    fn every_rule_has_words_in_both_languages() {
        let mut seen: Vec<String> = Vec::new();
        for rule in Rule::ALL {
            for lang in Lang::ALL {
                let (words, _) = words(rule);
                let hangul = words.get(lang).chars().any(|c| ('가'..='힣').contains(&c));
                assert_eq!(hangul, lang == Lang::Ko, "{rule:?}");
                assert!(!seen.iter().any(|s| s == words.get(lang)), "{rule:?}");
                seen.push(words.get(lang).to_owned());
            }
        }
    }

    /// A core's slice of thread B with a rule and the figures given.
    #[track_caller]
    fn check(rule: Rule, args: &[(&str, Value)], other: Option<&str>, ko: &str, en: &str) {
        let mut log = TraceBuilder::new(Clock::Virtual);
        let core = log.track(None, TrackKind::Core, "core 0");
        let lane = log.track(None, TrackKind::Thread, "B");
        let b = log.name("B");
        let slice = log.slice(core, State::Running, b, Time(0), Time(10));
        let empty = log.name("");
        log.slice(lane, State::Running, empty, Time(0), Time(10));
        let key = log.name(rule.key());
        log.arg(slice, arg::RULE, Value::Name(key));
        for (key, value) in args {
            log.arg(slice, key, *value);
        }
        if let Some(other) = other {
            let other = log.name(other);
            log.arg(slice, arg::OTHER, Value::Name(other));
        }
        let trace = log.finish();
        let of_lane = trace.track_slices(lane).next().unwrap().id;
        let slice = deciding(&trace, of_lane).unwrap();
        assert_eq!(sentence(&trace, slice, Lang::Ko, &in_ms).unwrap(), ko);
        assert_eq!(sentence(&trace, slice, Lang::En, &in_ms).unwrap(), en);
    }

    #[test]
    fn figures_are_held_against_one_another() {
        let ms = |n| Value::Dur(Dur::millis(n));
        check(
            Rule::ShortestRemaining,
            &[(arg::MINE, ms(3)), (arg::OTHERS, ms(5))],
            Some("C"),
            "B 선택: 남은 시간이 가장 짧음 3ms < 5ms (C)",
            "picked B: shortest remaining 3ms < 5ms (C)",
        );
        check(
            Rule::ResponseRatio,
            &[
                (arg::MINE, Value::Int(7)),
                (arg::MINE_OVER, Value::Int(2)),
                (arg::OTHERS, Value::Int(5)),
                (arg::OTHERS_OVER, Value::Int(4)),
            ],
            Some("A"),
            "B 선택: 응답 비율이 가장 높음 3.50 > 1.25 (A)",
            "picked B: highest response ratio 3.50 > 1.25 (A)",
        );
        check(
            Rule::Ticket,
            &[
                (arg::MINE, Value::Int(12)),
                (arg::MINE_OVER, Value::Int(300)),
            ],
            None,
            "B 선택: 뽑힌 추첨권을 가짐: 300장 중 12번",
            "picked B: holds the ticket drawn: 12 of 300",
        );
        check(
            Rule::Stolen,
            &[(arg::MINE, Value::Int(2))],
            None,
            "B 선택: 다른 코어의 줄에서 가져옴, 코어 2",
            "picked B: taken from the queue of core 2",
        );
        check(
            Rule::FirstCome,
            &[],
            Some("C"),
            "B 선택: 줄에서 가장 오래 기다림 (다음은 C)",
            "picked B: waited longest in the queue (next: C)",
        );
        check(
            Rule::NextInTurn,
            &[],
            None,
            "B 선택: 번호 순서에서 다음",
            "picked B: next in turn",
        );
    }
}
