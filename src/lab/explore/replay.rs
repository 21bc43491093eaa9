//! A schedule replayed: its steps in a table, and a run of the machine that
//! follows it.

use std::io;

use serde_json::{Value, json};

use super::Subject;
use super::tell::{names, words};
use crate::base::{Dur, Lang, Problem, Text, Time};
use crate::exploring::{Content, FoundOutcome, Moment, Playback, result_of};
use crate::lab::report::{Output, Ran, Report, table};
use crate::lab::{Console, Ending};
use crate::scenario::{Scenario, Unit};
use crate::sim::policy::Scripted;
use crate::sim::program::{Bench, Kind, Timing};
use crate::sim::schedule::Schedule;
use crate::sim::{Limits, Machine, Run, Settings, ThreadId};

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
    report: Report,
}

impl<'a> Replayed<'a> {
    /// Takes the steps.
    ///
    /// # Errors
    /// At the first step that cannot be taken, or what the machine refuses.
    pub fn of(subject: &'a Subject, schedule: &Schedule) -> Result<Replayed<'a>, Problem> {
        let playback = Playback::new(&subject.image, schedule)?;
        let result = result_of(&playback, subject.example.as_ref());
        let run = on_machine(subject, schedule)?;
        let text = schedule.to_string();
        let label = Text::new(format!("스케줄 {text}"), format!("Schedule {text}"));
        let report = Report {
            title: subject.title.clone(),
            about: subject.note.clone(),
            unit: Unit::Millis,
            runs: vec![Ran::new(label, json!({"schedule": text}), run)],
            scenario: subject.scenario.print() + "\n",
            more: None,
        };
        Ok(Replayed {
            steps: steps(subject, &playback),
            subject,
            result,
            report,
        })
    }

    /// Gives it in every form that is asked for; as text if none is.
    pub fn give(mut self, output: &Output, console: &mut Console<'_>) -> io::Result<Ending> {
        self.report.more = Some(("replay", self.json()));
        if output.is_text() {
            self.text(console)?;
        }
        let ending = self.report.give(output, console)?;
        let outcome = &self.result.outcome;
        let is_bad =
            self.result.good == Some(false) || outcome.is_failure() || outcome.is_deadlock();
        Ok(match ending {
            Ending::Refused => Ending::Refused,
            _ if is_bad => Ending::Failed,
            _ => Ending::Well,
        })
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
        let cells: Vec<&str> = self
            .result
            .told
            .cells
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        json!({
            "schedule": self.result.schedule.to_string(),
            "preemptions": self.result.preemptions,
            "switches": self.result.schedule.switches(),
            "intended": self.result.good,
            "steps": steps,
            "outcome": {
                "ko": words(&self.result.told, Lang::Ko, &cells),
                "en": words(&self.result.told, Lang::En, &cells),
            },
        })
    }

    fn text(&self, console: &mut Console<'_>) -> io::Result<()> {
        let lang = console.lang;
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
        write!(out, "{}", table::of_text(&rows))?;
        let names = names(&self.subject.image);
        if !names.is_empty() {
            writeln!(out, "{}", names.join(", "))?;
        }
        let cells: Vec<&str> = self
            .result
            .told
            .cells
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        let outcome = words(&self.result.told, lang, &cells);
        let (preemptions, switches) = (self.result.preemptions, self.result.schedule.switches());
        match lang {
            Lang::Ko => writeln!(
                out,
                "결과: {outcome}. 선점 {preemptions}번, 전환 {switches}번."
            )?,
            Lang::En => writeln!(
                out,
                "outcome: {outcome}. {preemptions} preemptions, {switches} switches."
            )?,
        }
        writeln!(out)
    }
}

/// What each step was and did.
fn steps(subject: &Subject, playback: &Playback) -> Vec<Step> {
    let mut before = playback.moment(0);
    let mut steps = Vec::new();
    for n in 0..playback.len() {
        let after = playback.moment(n + 1);
        let thread = playback.schedule().steps[n] as usize;
        steps.push(Step {
            thread: before.threads[thread].name.clone(),
            instruction: instruction(subject, playback, &before, thread),
            changes: changes(&after, thread),
        });
        before = after;
    }
    steps
}

fn instruction(subject: &Subject, playback: &Playback, before: &Moment, thread: usize) -> String {
    let instr = subject
        .image
        .program(playback.last(), thread)
        .zip(before.threads[thread].at)
        .and_then(|(program, at)| {
            let instr = program.instrs().get(at as usize)?;
            Some(program.print_instr(*instr))
        });
    instr.unwrap_or_default()
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

/// The machine follows the schedule: one core, an instruction a unit of time.
fn on_machine(subject: &Subject, schedule: &Schedule) -> Result<Run, Problem> {
    let first = |problems: Vec<Problem>| {
        let mut problems = problems;
        problems.remove(0)
    };
    let image = subject.image.clone();
    let mut machine = Machine::new(Settings {
        limits: Limits {
            events: Scenario::MOST_EVENTS,
            time: Time::MAX,
        },
        ..Settings::cores(1)
    });
    let mut devices = Vec::new();
    for thread in 0..image.thread_names().len() {
        let names = image
            .program(image.start(), thread)
            .map_or(&[][..], |p| p.names());
        for (kind, name) in names {
            if *kind == Kind::Device && !devices.iter().any(|(known, _)| known == name) {
                devices.push((name.clone(), machine.device(name, None)));
            }
        }
    }
    let names = image.thread_names().to_vec();
    let timing = Timing {
        instr: Dur::millis(1),
        unit: Dur::millis(1),
    };
    let bench = Bench::new(image, timing, devices).map_err(first)?;
    let process = machine.process("program", None);
    for (place, name) in names.iter().enumerate() {
        machine.thread(process, name, Time::ZERO, Box::new(bench.body(place)));
    }
    let turns = schedule.steps.iter().map(|thread| ThreadId(*thread));
    let policy = Scripted::new(turns.collect(), bench.done());
    machine.run(Box::new(policy)).map_err(first)
}
