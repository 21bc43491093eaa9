//! Why a thread was picked, in words.
//!
//! The machine records the rule and its figures as arguments of the core's
//! slice ([`crate::trace::arg::RULE`]); the words for them stand here, once.

use crate::base::{Lang, Text, Time, lengths};
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

/// A recorded figure: a value, and what it is over if it is a ratio.
#[derive(Clone, Copy)]
struct Figure(Value, Option<Value>);

impl Figure {
    fn of(trace: &Trace, slice: SliceId, keys: (&str, &str)) -> Option<Figure> {
        Some(Figure(trace.arg(slice, keys.0)?, trace.arg(slice, keys.1)))
    }

    fn number(self) -> f64 {
        let plain = |value| match value {
            Value::Int(n) => n as f64,
            Value::Float(n) => n,
            Value::Dur(d) => d.0 as f64,
            Value::Name(_) => f64::NAN,
        };
        plain(self.0) / self.1.map_or(1.0, plain)
    }

    fn shown(self) -> String {
        match (self.0, self.1) {
            (Value::Dur(d), _) => lengths::exact(d),
            (Value::Int(n), None) => n.to_string(),
            _ => format!("{:.2}", self.number()),
        }
    }
}

/// Why the thread of a core's slice was picked. None if nothing was recorded.
pub fn sentence(trace: &Trace, slice: SliceId, lang: Lang) -> Option<String> {
    let Value::Name(rule) = trace.arg(slice, arg::RULE)? else {
        return None;
    };
    let rule = Rule::from_key(trace.name(rule))?;
    let who = trace.name(trace.slice(slice).name);
    let mine = Figure::of(trace, slice, (arg::MINE, arg::MINE_OVER));
    let others = Figure::of(trace, slice, (arg::OTHERS, arg::OTHERS_OVER));
    let other = match trace.arg(slice, arg::OTHER) {
        Some(Value::Name(name)) => Some(trace.name(name)),
        _ => None,
    };
    let reason = reason(rule, mine, other, others, lang);
    Some(match lang {
        Lang::Ko => format!("{who} 선택: {reason}"),
        Lang::En => format!("picked {who}: {reason}"),
    })
}

fn reason(
    rule: Rule,
    mine: Option<Figure>,
    other: Option<&str>,
    others: Option<Figure>,
    lang: Lang,
) -> String {
    let (words, compared) = words(rule);
    let words = words.get(lang);
    match (compared, mine, other, others) {
        (Compared::Number, Some(number), ..) => format!("{words} {}", number.shown()),
        (Compared::OutOf, Some(Figure(drawn, all)), ..) => {
            let (drawn, all) = (Figure(drawn, None), all.map(|all| Figure(all, None)));
            match (all, lang) {
                (Some(all), Lang::Ko) => {
                    format!("{words}: {}장 중 {}번", all.shown(), drawn.shown())
                }
                (Some(all), Lang::En) => format!("{words}: {} of {}", drawn.shown(), all.shown()),
                (None, _) => format!("{words}: {}", drawn.shown()),
            }
        }
        (_, Some(mine), Some(other), Some(others)) => {
            let sign = match mine.number().partial_cmp(&others.number()) {
                Some(std::cmp::Ordering::Less) => "<",
                Some(std::cmp::Ordering::Greater) => ">",
                _ => "=",
            };
            format!(
                "{words} {} {sign} {} ({other})",
                mine.shown(),
                others.shown()
            )
        }
        (_, Some(mine), ..) => format!("{words} {}", mine.shown()),
        (_, None, Some(other), _) => match lang {
            Lang::Ko => format!("{words} (다음은 {other})"),
            Lang::En => format!("{words} (next: {other})"),
        },
        (_, None, None, _) => words.to_owned(),
    }
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
    use crate::base::Dur;
    use crate::trace::{Clock, TraceBuilder};

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
        assert_eq!(sentence(&trace, slice, Lang::Ko).unwrap(), ko);
        assert_eq!(sentence(&trace, slice, Lang::En).unwrap(), en);
    }

    #[test]
    fn figures_are_held_against_one_another() {
        let ms = |n| Value::Dur(Dur::millis(n));
        check(
            Rule::ShortestRemaining,
            &[(arg::MINE, ms(3)), (arg::OTHERS, ms(5))],
            Some("C"),
            "B 선택: 남은 시간이 가장 짧음 3 ms < 5 ms (C)",
            "picked B: shortest remaining 3 ms < 5 ms (C)",
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
