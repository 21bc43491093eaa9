//! How a run ended, in a sentence.

use std::collections::{BTreeMap, BTreeSet};

use super::Scenario;
use crate::base::{Lang, Text, Time, lengths};
use crate::sim::program::{Declared, Kind};
use crate::sim::{Outcome, Run, Waiting};

impl Scenario {
    /// What is to be said of how a run of it ended that was allowed so many
    /// events: a deadlock with its circle, the horizon, the limit of events.
    /// None if every job ended.
    pub fn ending(&self, run: &Run, events: u64) -> Option<Text> {
        let say = |lang| match &run.outcome {
            Outcome::Finished => None,
            Outcome::Deadlock(_) => Some(run.sentence(lang)),
            Outcome::Budget(waiting) if run.events <= events => {
                Some(self.at_horizon(run, waiting, lang))
            }
            Outcome::Budget(waiting) => Some(with_circle(
                run,
                lang,
                match lang {
                    Lang::Ko => format!(
                        "사건 {events}개까지만 실행했습니다. 끝나지 않음: {}.",
                        names(run, waiting)
                    ),
                    Lang::En => format!(
                        "Run for {events} events only. Not ended: {}.",
                        names(run, waiting)
                    ),
                },
            )),
        };
        Some(Text::new(say(Lang::Ko)?, say(Lang::En)?))
    }

    /// What is to be said of the deadlines that a run missed: how many, and the
    /// first. None if it missed none.
    pub fn missed(&self, run: &Run) -> Option<Text> {
        let first = run.missed.first()?;
        let who = run.trace.track_name(run.lanes[first.thread]);
        let due = lengths::exact(first.due.since(Time::ZERO));
        let n = run.missed.len();
        let deadlines = if n == 1 { "deadline" } else { "deadlines" };
        Some(Text::new(
            format!("마감을 {n}번 놓쳤습니다. 처음은 {who}, 마감 {due}."),
            format!("{n} {deadlines} missed, the first by {who}, due at {due}."),
        ))
    }

    /// What the cells of shared memory held at the end of a run of it, in the
    /// order of their names; those that nothing was ever stored in are left out.
    pub fn cells(&self, run: &Run) -> Vec<(String, i64)> {
        let declared = self.objects.iter();
        let declared = declared.filter(|object| matches!(object.what, Declared::Cells(_)));
        let mut cells: BTreeSet<String> = declared.map(|object| object.name.clone()).collect();
        for (_, program) in self.system().map(|s| s.programs).unwrap_or_default() {
            let names = program.names().iter();
            let names = names.filter(|(kind, _)| *kind == Kind::Cell);
            cells.extend(names.map(|(_, name)| name.clone()));
        }
        let mut found = BTreeMap::new();
        for counter in run.trace.counters().iter() {
            let name = run.trace.name(counter.name);
            let base = name.split_once('[').map_or(name, |(base, _)| base);
            // What programs store is a whole number.
            if cells.contains(base)
                && let Some((_, value)) = counter.steps.last()
            {
                found.insert(name.to_owned(), *value as i64);
            }
        }
        found.into_iter().collect()
    }

    /// The run was stopped at the horizon.
    fn at_horizon(&self, run: &Run, waiting: &[Waiting], lang: Lang) -> String {
        let until = lengths::exact(self.until());
        let names = names(run, waiting);
        let (ko, en) = match self.machine.horizon {
            Some(_) => ("정한 끝", "the horizon"),
            None if self.has_endless_jobs() => (
                "모든 주기가 함께 끝나는 때",
                "where all periods end together",
            ),
            None => ("가장 긴 시간", "the longest time"),
        };
        let sentence = match lang {
            Lang::Ko => format!("{until}, {ko}에서 멈추었습니다. 끝나지 않음: {names}."),
            Lang::En => format!("Stopped at {until}, {en}. Not ended: {names}."),
        };
        with_circle(run, lang, sentence)
    }
}

/// The sentence, and behind it the circle of threads that wait for each other,
/// if there is one.
fn with_circle(run: &Run, lang: Lang, sentence: String) -> String {
    match (&run.deadlock, lang) {
        (None, _) => sentence,
        (Some(circle), Lang::Ko) => format!("{sentence} 교착 상태: {}", circle.sentence(lang)),
        (Some(circle), Lang::En) => format!("{sentence} Deadlock: {}", circle.sentence(lang)),
    }
}

/// The first few of those that had not ended.
fn names(run: &Run, waiting: &[Waiting]) -> String {
    const SHOWN: usize = 6;
    let name = |w: &Waiting| run.trace.track_name(run.lanes[w.thread]).to_owned();
    let mut names: Vec<String> = waiting.iter().take(SHOWN).map(name).collect();
    if waiting.len() > SHOWN {
        names.push("…".to_owned());
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[track_caller]
    fn ends(document: &str, events: u64) -> Option<String> {
        let (scenario, problems) = read(document);
        assert_eq!(problems, []);
        let run = scenario.run_within(0, events).expect("a run");
        let text = scenario.ending(&run, events)?;
        assert!(text.ko.chars().any(|c| ('가'..='힣').contains(&c)));
        Some(text.en.into_owned())
    }

    #[test]
    fn missed_deadlines_are_told() {
        let preset = crate::scenario::presets::Preset::named("real-time").unwrap();
        let scenario = preset.scenario();
        let missed = |policy| {
            let run = scenario.run(policy).expect("a run");
            scenario.missed(&run).map(|text| text.en.into_owned())
        };
        let told = missed(0).unwrap();
        assert!(told.ends_with("the first by P2, due at 80 ms."), "{told}");
        assert_eq!(missed(1), None);
    }

    #[test]
    fn endings_are_told_apart() {
        let jobs = r#""jobs": [{"name": "A", "program": "cpu 9"}]}"#;
        let document = |machine: &str| {
            format!(r#"{{"version": 1, "machine": {machine}, "policies": ["fifo"], {jobs}"#)
        };
        assert_eq!(ends(&document("{}"), 1000), None);
        let told = ends(&document(r#"{"horizon": 4}"#), 1000).unwrap();
        assert_eq!(told, "Stopped at 4 ms, the horizon. Not ended: A.");
        let told = ends(
            r#"{"version": 1, "policies": ["edf"],
                "jobs": [{"name": "P", "period": 5, "program": "cpu 2"},
                         {"name": "Q", "period": 10, "program": "cpu 2"}]}"#,
            1000,
        );
        let told = told.unwrap();
        assert!(told.starts_with("Stopped at 10 ms, where all periods end together."));
        let told = ends(
            r#"{"version": 1, "policies": [{"policy": "round-robin", "quantum": 1}],
                "jobs": [{"name": "A", "program": "cpu 900"}, {"name": "B", "program": "cpu 900"}]}"#,
            100,
        );
        let told = told.unwrap();
        assert_eq!(told, "Run for 100 events only. Not ended: A, B.");
        let told = ends(
            r#"{"version": 1, "machine": {"cores": 2, "horizon": 50}, "policies": ["fifo"],
                "jobs": [{"name": "A", "program": "lock a; cpu 2; lock b"},
                         {"name": "B", "program": "lock b; cpu 2; lock a"},
                         {"name": "C", "arrival": 60, "program": "cpu 1"}]}"#,
            1000,
        );
        let told = told.unwrap();
        assert!(
            told.ends_with("Deadlock: B → a (held by A), A → b (held by B)")
                || told.ends_with("Deadlock: A → b (held by B), B → a (held by A)"),
            "{told}"
        );
    }
}
