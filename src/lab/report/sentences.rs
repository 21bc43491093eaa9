//! The report as a person reads it: chart, table, and what there is to say.

use std::io;

use super::gantt::{Axis, Counts, Style, chart, key};
use super::table::{jobs, percent, policies};
use super::{Output, Ran, Report, in_unit};
use crate::base::{Dur, Lang, Time};
use crate::lab::Console;
use crate::scenario::why::Decision;
use crate::scenario::{Scenario, Unit};
use crate::sim::Outcome;
use crate::trace::{SliceRef, Trace, TrackKind};

/// The most missed deadlines that are told one by one.
const MOST_MISSES: usize = 10;
/// The most cells of memory that are told.
const MOST_CELLS: usize = 32;

impl Report {
    /// Writes all of it as text.
    pub(super) fn text(&self, output: &Output, console: &mut Console<'_>) -> io::Result<()> {
        let style = output.style(Counts::time(self.unit), console.lang);
        self.write_text(style, output.why, console)
    }

    /// The same in that style, with the decisions if they are wanted.
    pub(super) fn write_text(
        &self,
        style: Style,
        why: bool,
        console: &mut Console<'_>,
    ) -> io::Result<()> {
        let (lang, unit) = (style.lang, self.unit);
        let out = &mut console.out;
        for text in [&self.title, &self.about] {
            if !text.get(lang).is_empty() {
                writeln!(out, "{}", text.get(lang))?;
            }
        }
        if !self.title.get(lang).is_empty() {
            writeln!(out)?;
        }
        let traces: Vec<&Trace> = self.runs.iter().map(|ran| &ran.run.trace).collect();
        let axis = Axis::of(&traces, style);
        for ran in &self.runs {
            writeln!(out, "{}", ran.label.get(lang))?;
            write!(out, "{}", chart(&ran.run.trace, axis, style))?;
            writeln!(out)?;
            write!(out, "{}", jobs(ran, unit, lang))?;
            for line in totals(ran, unit, lang) {
                writeln!(out, "{line}")?;
            }
            if why {
                writeln!(out)?;
                for line in decisions(&ran.run.trace, unit, lang) {
                    writeln!(out, "{line}")?;
                }
            }
            writeln!(out)?;
        }
        if self.runs.len() > 1 {
            write!(out, "{}", policies(&self.runs, unit, lang))?;
            writeln!(out)?;
        }
        writeln!(out, "{}", key(&traces, axis, style))
    }
}

/// The figures of the whole, and what went wrong.
fn totals(ran: &Ran, unit: Unit, lang: Lang) -> Vec<String> {
    let total = &ran.measures.total;
    let makespan = in_unit(total.makespan, unit);
    let used = percent(total.utilisation);
    let (switches, name) = (total.switches, unit.key());
    let mut lines = vec![match lang {
        Lang::Ko => format!("전체 {makespan} {name}, CPU 이용률 {used}, 문맥 교환 {switches}번"),
        Lang::En => format!("makespan {makespan} {name}, utilisation {used}, switches {switches}"),
    }];
    lines.extend(ended(ran, unit, lang));
    let missed = &ran.run.missed;
    for miss in missed.iter().take(MOST_MISSES) {
        let who = ran.run.trace.track_name(ran.run.lanes[miss.thread]);
        let due = in_unit(miss.due.since(Time::ZERO), unit);
        lines.push(match lang {
            Lang::Ko => format!("마감 놓침: {who}, {due}까지"),
            Lang::En => format!("deadline missed: {who}, due at {due}"),
        });
    }
    if missed.len() > MOST_MISSES {
        let more = missed.len() - MOST_MISSES;
        lines.push(match lang {
            Lang::Ko => format!("마감 놓침 {more}번이 더 있습니다."),
            Lang::En => format!("{more} more deadlines were missed."),
        });
    }
    lines
}

/// How the run ended, if not with the end of every thread, and what memory
/// holds then.
fn ended(ran: &Ran, unit: Unit, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    let (run, sentence) = (&ran.run, ran.run.sentence(lang));
    match run.outcome {
        Outcome::Finished => {}
        Outcome::Deadlock(_) => lines.push(sentence),
        Outcome::Budget(_) if ran.exhausted => {
            let events = Scenario::MOST_EVENTS;
            lines.push(match lang {
                Lang::Ko => format!("사건 {events}개 뒤에 멈추었습니다. {sentence}"),
                Lang::En => format!("It was stopped after {events} events. {sentence}"),
            });
        }
        Outcome::Budget(_) => {
            let end = in_unit(run.trace.end().since(Time::ZERO), unit);
            lines.push(match lang {
                Lang::Ko => format!("{end}까지 보았습니다."),
                Lang::En => format!("It was watched until {end}."),
            });
            lines.extend(run.deadlock.as_ref().map(|deadlock| match lang {
                Lang::Ko => format!("교착 상태: {}", deadlock.sentence(lang)),
                Lang::En => format!("Deadlock: {}", deadlock.sentence(lang)),
            }));
        }
    }
    let cells: Vec<String> = cells(&run.trace)
        .take(MOST_CELLS)
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    if !cells.is_empty() {
        let cells = cells.join(", ");
        lines.push(match lang {
            Lang::Ko => format!("끝에 메모리: {cells}"),
            Lang::En => format!("memory at the end: {cells}"),
        });
    }
    lines
}

/// The cells that were written, and what they hold at the end.
pub(super) fn cells(trace: &Trace) -> impl Iterator<Item = (&str, i64)> {
    trace.counters().iter().filter_map(|counter| {
        let (_, value) = counter.steps.last()?;
        // Counters of cells have whole values.
        Some((trace.name(counter.name), *value as i64))
    })
}

/// The decisions of all cores in the order of time: the core's slice, the
/// core's name, and why its thread was picked.
pub(super) fn all_decisions(trace: &Trace) -> Vec<(SliceRef, &str, Decision<'_>)> {
    let mut all = Vec::new();
    for (id, track) in trace.tracks().iter_ids() {
        if track.kind == TrackKind::Core {
            for slice in trace.track_slices(id) {
                if let Some(decision) = Decision::of(trace, slice.id) {
                    all.push((slice, trace.name(track.name), decision));
                }
            }
        }
    }
    all.sort_by_key(|(slice, ..)| slice.start);
    all
}

fn decisions(trace: &Trace, unit: Unit, lang: Lang) -> Vec<String> {
    let length = |d: Dur| in_unit(d, unit);
    let one = |(slice, core, decision): &(SliceRef, &str, Decision<'_>)| {
        let at = in_unit(slice.start.since(Time::ZERO), unit);
        let core = crate::timeline::vocabulary::named(core, lang);
        let sentence = decision.sentence(lang, &length);
        format!("{at}, {core}: {sentence}")
    };
    all_decisions(trace).iter().map(one).collect()
}
