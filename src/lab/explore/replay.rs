//! A schedule replayed: its steps in a table, and a chart of them.

use std::io;

use serde_json::{Value, json};

use super::Subject;
use super::tell::{VERSION, names, words};
use crate::base::{Lang, Problem, Text};
use crate::exploring::{Content, FoundOutcome, Kind, Moment, Playback, result_of};
use crate::formats::chrome;
use crate::lab::report::gantt::{Axis, Counts, chart, key};
use crate::lab::report::svg::{self, Panel};
use crate::lab::report::{Files, Output, table};
use crate::lab::{Console, Ending};
use crate::scenario::Unit;
use crate::sim::schedule::Schedule;
use crate::trace::{State, Trace};

/// What numbers on the axis count: a step is drawn as a millisecond.
const STEPS: Counts = Counts {
    unit: Unit::Millis,
    name: Some(("단계", "step")),
};

/// One step.
struct Step {
    thread: String,
    instruction: String,
    /// What it changed.
    changes: Vec<String>,
}

/// A schedule that can happen.
pub(super) struct Replayed<'a> {
    subject: &'a Subject,
    steps: Vec<Step>,
    result: FoundOutcome,
    label: Text,
    trace: Trace,
}

impl<'a> Replayed<'a> {
    /// Takes the steps.
    ///
    /// # Errors
    /// At the first step that cannot be taken.
    pub fn of(subject: &'a Subject, schedule: &Schedule) -> Result<Replayed<'a>, Problem> {
        let playback = Playback::new(&subject.image, schedule)?;
        let trace = playback.trace();
        let text = schedule.to_string();
        Ok(Replayed {
            steps: steps(&playback, &trace),
            result: result_of(&playback, subject.example.as_ref()),
            label: Text::new(format!("스케줄 {text}"), format!("Schedule {text}")),
            trace,
            subject,
        })
    }

    /// Gives it in every form that is asked for; as text if none is.
    pub fn give(&self, output: &Output, console: &mut Console<'_>) -> io::Result<Ending> {
        let lang = console.lang;
        let files = Files {
            json: &|out| writeln!(out, "{:#}", self.json()),
            svg: &|| svg::picture(&self.subject.title, &self.panels(lang), STEPS, lang),
            trace: &|| chrome::export(&self.trace),
            scenario: &|| self.subject.scenario.print() + "\n",
        };
        let well = files.give(output, console)?;
        if output.is_text() {
            self.text(output, console)?;
        }
        let outcome = &self.result.outcome;
        let is_bad =
            self.result.good == Some(false) || outcome.is_failure() || outcome.is_deadlock();
        Ok(match (well, is_bad) {
            (false, _) => Ending::Refused,
            (true, true) => Ending::Failed,
            (true, false) => Ending::Well,
        })
    }

    fn panels(&self, lang: Lang) -> Vec<Panel<'_>> {
        vec![Panel {
            label: self.label.get(lang).to_owned(),
            trace: &self.trace,
            figures: self.outcome(lang),
        }]
    }

    /// What comes of it, in words.
    fn outcome(&self, lang: Lang) -> String {
        if self.result.told.kind == Kind::Cut {
            let text = Text::new(
                "스케줄이 스레드보다 먼저 끝남",
                "the schedule ends before the threads do",
            );
            return text.get(lang).to_owned();
        }
        let cells = self.result.told.cells.iter();
        let cells: Vec<&str> = cells.map(|(name, _)| name.as_str()).collect();
        let mut parts = vec![words(&self.result.told, lang, &cells)];
        parts.extend(
            self.result
                .told
                .ends
                .iter()
                .map(|end| end.get(lang).to_owned()),
        );
        parts.join("; ")
    }

    fn json(&self) -> Value {
        let step = |step: &Step| {
            json!({
                "thread": step.thread,
                "instruction": step.instruction,
                "changes": step.changes,
            })
        };
        let steps: Vec<Value> = self.steps.iter().map(step).collect();
        let title = &self.subject.title;
        json!({
            "version": VERSION,
            "title": {"ko": title.ko, "en": title.en},
            "schedule": self.result.schedule.to_string(),
            "preemptions": self.result.preemptions,
            "switches": self.result.schedule.switches(),
            "intended": self.result.good,
            "steps": steps,
            "outcome": {"ko": self.outcome(Lang::Ko), "en": self.outcome(Lang::En)},
        })
    }

    /// The steps, what comes of them, and their chart.
    fn text(&self, output: &Output, console: &mut Console<'_>) -> io::Result<()> {
        let lang = console.lang;
        let style = output.style(STEPS, lang);
        let head = match lang {
            Lang::Ko => ["단계", "스레드", "명령", "바뀐 것"],
            Lang::En => ["step", "thread", "instruction", "changes"],
        };
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        for (n, step) in self.steps.iter().enumerate() {
            rows.push(vec![
                (n + 1).to_string(),
                step.thread.clone(),
                step.instruction.clone(),
                step.changes.join(", "),
            ]);
        }
        let out = &mut console.out;
        for text in [&self.subject.title, &self.subject.note, &self.label] {
            if !text.get(lang).is_empty() {
                writeln!(out, "{}", text.get(lang))?;
            }
        }
        writeln!(out, "\n{}", table::of_text(&rows))?;
        let axis = Axis::of(&[&self.trace], style);
        writeln!(out, "{}", chart(&self.trace, axis, style))?;
        let outcome = self.outcome(lang);
        let (preemptions, switches) = (self.result.preemptions, self.result.schedule.switches());
        match lang {
            Lang::Ko => writeln!(
                out,
                "결과: {outcome}\n선점 {preemptions}번, 전환 {switches}번"
            )?,
            Lang::En => writeln!(
                out,
                "outcome: {outcome}\npreemptions {preemptions}, switches {switches}"
            )?,
        }
        let names = names(&self.subject.image);
        if !names.is_empty() {
            writeln!(out, "{}", names.join(", "))?;
        }
        writeln!(out, "{}", key(&[&self.trace], axis, style))
    }
}

/// What each step was and did.
fn steps(playback: &Playback, trace: &Trace) -> Vec<Step> {
    // A lane's running slices are the steps of its thread, called by what they do.
    let running = trace
        .tracks()
        .ids()
        .flat_map(|track| trace.track_slices(track))
        .filter(|slice| slice.state == State::Running);
    let mut texts = vec![String::new(); playback.len()];
    for slice in running {
        if let Some(text) = texts.get_mut(playback.step_at(slice.start)) {
            *text = trace.name(slice.name).to_owned();
        }
    }
    let steps = playback.schedule().steps.iter().zip(texts).enumerate();
    steps
        .map(|(n, (&thread, instruction))| {
            let after = playback.moment(n + 1);
            let thread = thread as usize;
            Step {
                thread: after.threads[thread].name.clone(),
                instruction,
                changes: changes(&after, thread),
            }
        })
        .collect()
}

/// What the last step, one of this thread, changed.
fn changes(after: &Moment, thread: usize) -> Vec<String> {
    let registers = after.threads[thread].registers.iter();
    let cells = after.cells.iter();
    let mut changes: Vec<String> = registers
        .chain(cells)
        .filter(|valued| valued.changed)
        .map(|valued| format!("{} = {}", valued.name, valued.value))
        .collect();
    for object in after.objects.iter().filter(|object| object.changed) {
        let list = |names: &[String]| match names.join(" ") {
            none if none.is_empty() => "-".to_owned(),
            names => names,
        };
        let content = match &object.content {
            Content::Held(names) | Content::Waiting(names) => list(names),
            Content::Count(n) => n.to_string(),
            Content::Items(items) => list(&items.iter().map(i64::to_string).collect::<Vec<_>>()),
            Content::Set(set) => set.to_string(),
        };
        changes.push(format!("{}: {content}", object.name));
    }
    changes
}
