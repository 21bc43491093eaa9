//! What exploring has found, as text and as JSON.

use std::cmp::Reverse;
use std::io;

use serde_json::{Map, Value, json};

use super::{Ended, Subject};
use crate::base::{Lang, Text};
use crate::exploring::{Kind, Told, grouped, share, tell};
use crate::lab::Console;
use crate::lab::report::table;
use crate::sim::explore::{Counted, Explored, Found, Outcome, replay};
use crate::sim::program::Image;
use crate::sim::schedule::letters;

/// The most outcomes that are told one by one.
const MOST_SHOWN: usize = 100;
/// The version of the shape of the JSON.
pub(super) const VERSION: u64 = 1;

/// One outcome.
struct One<'a> {
    found: &'a Found<Outcome>,
    told: Told,
    /// Whether it is as the example intends; none if nothing is known of that.
    good: Option<bool>,
}

impl One<'_> {
    fn is_bad(&self) -> bool {
        self.good == Some(false)
            || self.found.outcome.is_failure()
            || self.found.outcome.is_deadlock()
    }
}

/// What exploring has found.
pub(super) struct Findings<'a> {
    subject: &'a Subject,
    explored: &'a Explored<Outcome>,
    ended: Ended,
    /// Those that are not as they should be first, then the frequent ones.
    outcomes: Vec<One<'a>>,
}

impl<'a> Findings<'a> {
    pub fn of(subject: &'a Subject, explored: &'a Explored<Outcome>, ended: Ended) -> Findings<'a> {
        let image = &subject.image;
        let mut outcomes: Vec<One<'a>> = explored
            .outcomes
            .iter()
            .map(|found| {
                let (state, _) = replay(image, &found.schedule);
                let example = subject.example.as_ref();
                One {
                    told: tell(image, &state, &found.outcome),
                    good: example.and_then(|e| e.is_intended(image, &found.outcome)),
                    found,
                }
            })
            .collect();
        outcomes.sort_by_key(|one| {
            let rank = u8::from(one.good != Some(false));
            (rank, one.told.kind, Reverse(one.found.count))
        });
        Findings {
            subject,
            explored,
            ended,
            outcomes,
        }
    }

    /// Whether something can go wrong.
    pub fn is_bad(&self) -> bool {
        self.outcomes.iter().any(One::is_bad)
    }

    /// What was counted, how many there are, and whether that is all.
    fn summary(&self, lang: Lang) -> String {
        let n = grouped(self.explored.schedules);
        let counted = match (self.explored.counted, lang) {
            (Counted::Schedules, Lang::Ko) => format!("스케줄 {n}개"),
            (Counted::Schedules, Lang::En) => format!("{n} schedules"),
            (Counted::Bounded(most), Lang::Ko) => format!("선점이 {most}번까지인 스케줄 {n}개"),
            (Counted::Bounded(most), Lang::En) => {
                format!("{n} schedules with at most {most} preemptions")
            }
            (Counted::Classes, Lang::Ko) => format!("동등한 스케줄의 부류 {n}개"),
            (Counted::Classes, Lang::En) => format!("{n} classes of equivalent schedules"),
            (Counted::Samples, Lang::Ko) => format!("무작위로 뽑은 스케줄 {n}개"),
            (Counted::Samples, Lang::En) => format!("{n} schedules drawn at random"),
        };
        let samples = matches!(self.explored.counted, Counted::Samples);
        let whole = match (self.ended, lang) {
            (Ended::Complete, _) if samples => String::new(),
            (Ended::Complete, Lang::Ko) => ", 이것이 전부".into(),
            (Ended::Complete, Lang::En) => ": all there are".into(),
            (Ended::Budget, Lang::Ko) => ", 한도에 이름: 더 있음".into(),
            (Ended::Budget, Lang::En) => ": the budget is spent, there are more".into(),
            (Ended::Time, Lang::Ko) => ", 시간이 다 됨: 더 있음".into(),
            (Ended::Time, Lang::En) => ": the time is over, there are more".into(),
            (Ended::Outcomes, Lang::Ko) => ", 결과가 너무 많아 멈춤".into(),
            (Ended::Outcomes, Lang::En) => ": stopped, there are too many outcomes".into(),
            (Ended::Interrupt, Lang::Ko) => ", 중단함".into(),
            (Ended::Interrupt, Lang::En) => ": interrupted".into(),
        };
        let repeats = grouped(self.explored.repeats);
        let repeats = match (self.explored.repeats, lang) {
            (0, _) => String::new(),
            (_, Lang::Ko) => format!(". 같은 상태로 돌아와 그만둔 것 {repeats}개는 세지 않음"),
            (_, Lang::En) => format!(". {repeats} that came back to a state are not counted"),
        };
        let outcomes = match (self.outcomes.len(), lang) {
            (n, Lang::Ko) => format!("결과 {n}가지"),
            (1, Lang::En) => "1 outcome".into(),
            (n, Lang::En) => format!("{n} outcomes"),
        };
        format!("{counted}{whole}{repeats}. {outcomes}.")
    }

    pub fn text(&self, console: &mut Console<'_>) -> io::Result<()> {
        let lang = console.lang;
        let out = &mut console.out;
        for text in [&self.subject.title, &self.subject.note] {
            if !text.get(lang).is_empty() {
                writeln!(out, "{}", text.get(lang))?;
            }
        }
        writeln!(out, "{}", self.summary(lang))?;
        writeln!(out)?;
        write!(out, "{}", self.table(lang))?;
        if self.outcomes.len() > MOST_SHOWN {
            let more = self.outcomes.len() - MOST_SHOWN;
            writeln!(
                out,
                "{}",
                match lang {
                    Lang::Ko => format!("결과 {more}가지가 더 있습니다(--json에는 모두 있습니다)."),
                    Lang::En => format!("{more} more outcomes are in --json."),
                }
            )?;
        }
        writeln!(out)?;
        for line in self.ends(lang) {
            writeln!(out, "{line}")?;
        }
        let names = names(&self.subject.image);
        if !names.is_empty() {
            writeln!(out, "{}", names.join(", "))?;
        }
        let unsure = self.outcomes.iter().any(|one| !one.found.is_shortest);
        writeln!(
            out,
            "{}",
            match (unsure, lang) {
                (false, Lang::Ko) =>
                    "선점이 가장 적은 스케줄입니다. --replay로 따라가 볼 수 있습니다.",
                (false, Lang::En) =>
                    "Each schedule has the fewest preemptions. --replay follows it.",
                (true, Lang::Ko) =>
                    "~ 더 짧은 스케줄이 있을 수 있습니다. --replay로 따라가 볼 수 있습니다.",
                (true, Lang::En) => "~ There may be a shorter schedule. --replay follows it.",
            }
        )
    }

    fn table(&self, lang: Lang) -> String {
        let classes = self.explored.counted == Counted::Classes;
        let samples = self.explored.counted == Counted::Samples;
        let head = match lang {
            Lang::Ko if classes => ["", "결과", "부류", "비율", "선점", "스케줄"],
            Lang::Ko if samples => ["", "결과", "뽑힘", "비율", "선점", "스케줄"],
            Lang::Ko => ["", "결과", "스케줄", "비율", "선점", "가장 짧은 스케줄"],
            Lang::En if classes => ["", "outcome", "classes", "share", "preemptions", "schedule"],
            Lang::En if samples => ["", "outcome", "draws", "share", "preemptions", "schedule"],
            Lang::En => [
                "",
                "outcome",
                "schedules",
                "share",
                "preemptions",
                "shortest schedule",
            ],
        };
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        for (n, one) in self.outcomes.iter().take(MOST_SHOWN).enumerate() {
            let mark = if one.found.is_shortest { "" } else { "~ " };
            rows.push(vec![
                (n + 1).to_string(),
                words(&one.told, lang, &self.differing()),
                grouped(one.found.count),
                share(one.found.count, self.explored.schedules),
                one.found.preemptions.to_string(),
                format!("{mark}{}", one.found.schedule),
            ]);
        }
        table::of_outcomes(&rows)
    }

    /// Of each outcome who did not come to its end.
    fn ends(&self, lang: Lang) -> Vec<String> {
        let outcomes = self.outcomes.iter().take(MOST_SHOWN).enumerate();
        outcomes
            .filter(|(_, one)| !one.told.ends.is_empty())
            .map(|(n, one)| {
                let ends: Vec<&str> = one.told.ends.iter().map(|end| end.get(lang)).collect();
                format!("{}  {}", n + 1, ends.join("; "))
            })
            .collect()
    }

    /// The names of cells that do not hold the same in every outcome; of all
    /// cells, if there is one outcome.
    fn differing(&self) -> Vec<&str> {
        let Some(first) = self.outcomes.first() else {
            return Vec::new();
        };
        let names = first.told.cells.iter().map(|(name, _)| name.as_str());
        if self.outcomes.len() == 1 {
            return names.collect();
        }
        let value = |one: &One<'_>, name: &str| {
            let cell = one.told.cells.iter().find(|(known, _)| known == name);
            cell.map(|(_, value)| value.clone())
        };
        let all = self.outcomes.iter().flat_map(|one| &one.told.cells);
        let mut differing: Vec<&str> = Vec::new();
        for (name, _) in all {
            let differs = |one: &One<'_>| value(one, name) != value(first, name);
            if !differing.contains(&name.as_str()) && self.outcomes.iter().any(differs) {
                differing.push(name);
            }
        }
        differing
    }

    pub fn json(&self) -> Value {
        let explored = self.explored;
        let (counted, most) = match explored.counted {
            Counted::Schedules => ("schedules", None),
            Counted::Bounded(most) => ("schedules", Some(most)),
            Counted::Classes => ("classes", None),
            Counted::Samples => ("samples", None),
        };
        let ended = match self.ended {
            Ended::Complete => "complete",
            Ended::Budget => "schedules",
            Ended::Time => "time",
            Ended::Outcomes => "outcomes",
            Ended::Interrupt => "interrupt",
        };
        let title = &self.subject.title;
        let outcomes: Vec<Value> = self.outcomes.iter().map(outcome).collect();
        json!({
            "version": VERSION,
            "title": {"ko": title.ko, "en": title.en},
            "threads": self.subject.image.thread_names(),
            "counted": counted,
            "most_preemptions": most,
            "count": explored.schedules,
            "complete": explored.complete,
            "ended": ended,
            "repeats": explored.repeats,
            "redundant": explored.redundant,
            "steps": explored.steps,
            "outcomes": outcomes,
        })
    }
}

/// Which letter stands for which thread, if that is not plain.
pub(super) fn names(image: &Image) -> Vec<String> {
    let all = image.thread_names().iter().enumerate();
    let named: Vec<(String, &String)> = all.map(|(n, name)| (letters(n as u32), name)).collect();
    if named.iter().all(|(letters, name)| letters == *name) {
        return Vec::new();
    }
    let one = |(letters, name): &(String, &String)| format!("{letters} = {name}");
    named.iter().map(one).collect()
}

fn kind(kind: Kind) -> (&'static str, Text) {
    match kind {
        Kind::Failure => ("failure", Text::new("실패", "failure")),
        Kind::Deadlock => ("deadlock", Text::new("교착 상태", "deadlock")),
        Kind::Waits => ("waits", Text::new("끝없이 기다림", "waits for ever")),
        Kind::Cut => ("cut", Text::new("끝을 보지 못함", "cut short")),
        Kind::Ended => ("ended", Text::new("모두 끝남", "all ended")),
    }
}

/// An outcome in a few words: how it ended, and what memory holds.
pub(super) fn words(told: &Told, lang: Lang, cells: &[&str]) -> String {
    let shown = told.cells.iter();
    let shown = shown.filter(|(name, _)| cells.contains(&name.as_str()));
    let mut parts: Vec<String> = shown
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    if told.kind != Kind::Ended || parts.is_empty() {
        parts.insert(0, kind(told.kind).1.get(lang).to_owned());
    }
    parts.join(", ")
}

fn outcome(one: &One<'_>) -> Value {
    let found = one.found;
    let cells: Map<String, Value> = one
        .told
        .cells
        .iter()
        .map(|(name, value)| (name.clone(), numbers(value)))
        .collect();
    let all: Vec<&str> = one
        .told
        .cells
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    let sentence = |lang: Lang| {
        let ends = one.told.ends.iter().map(|end| end.get(lang).to_owned());
        let parts: Vec<String> = [words(&one.told, lang, &all)]
            .into_iter()
            .chain(ends)
            .collect();
        parts.join("; ")
    };
    json!({
        "kind": kind(one.told.kind).0,
        "memory": found.outcome.memory.is_some().then_some(cells),
        "sentence": {"ko": sentence(Lang::Ko), "en": sentence(Lang::En)},
        "intended": one.good,
        "count": found.count,
        "schedule": found.schedule.to_string(),
        "preemptions": found.preemptions,
        "switches": found.schedule.switches(),
        "steps": found.schedule.steps.len(),
        "is_shortest": found.is_shortest,
    })
}

/// What the cells of a name hold: a number, or a list of them.
fn numbers(text: &str) -> Value {
    let mut all: Vec<Value> = text
        .split(' ')
        .filter_map(|n| n.parse::<i64>().ok())
        .map(Value::from)
        .collect();
    match all.len() {
        1 => all.remove(0),
        _ => Value::Array(all),
    }
}
