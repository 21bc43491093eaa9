//! What a scenario comes to under each of its policies, and the forms in which
//! that is given: text, JSON, SVG, a trace.

pub(super) mod gantt;
mod json;
mod sentences;
pub(super) mod svg;
pub(super) mod table;
mod together;

use std::io::{self, Write};

use clap::Args;
use serde_json::Value;

use self::gantt::{Counts, Style};
use self::svg::Panel;
use super::{Console, Ending, columns, write_to, write_with};
use crate::base::{Dur, Lang, Problem, Text};
use crate::formats::chrome;
use crate::scenario::{Measures, PolicySpec, Scenario, Total, Unit};
use crate::sim::{Outcome, Run};

/// Where results go, and in which form.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub(super) struct Output {
    /// Results as JSON (docs/scenario.md says how), to standard output or a file
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "-")]
    pub json: Option<String>,
    /// The Gantt chart as an SVG picture; - for standard output
    #[arg(long, value_name = "FILE")]
    pub svg: Option<String>,
    /// Everything that happened as a Chrome trace, for Perfetto; - for standard output
    #[arg(long, value_name = "FILE")]
    pub trace: Option<String>,
    /// The scenario itself, as `lab simulate` and the page read it; - for standard output
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<String>,
    /// Say why each thread was picked
    #[arg(long)]
    pub why: bool,
    /// Columns of the chart; usually those of the terminal
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..=2000))]
    pub width: Option<u16>,
    /// Draw the chart with ASCII characters only
    #[arg(long)]
    pub ascii: bool,
}

impl Output {
    /// The files that are asked for.
    fn files(&self) -> impl Iterator<Item = &String> {
        [&self.json, &self.svg, &self.trace, &self.scenario]
            .into_iter()
            .flatten()
    }

    /// Whether nothing but text is asked for.
    pub fn is_text(&self) -> bool {
        self.files().next().is_none()
    }

    /// How charts of text are drawn.
    pub fn style(&self, counts: Counts, lang: Lang) -> Style {
        Style {
            width: self.width.map_or_else(columns, usize::from),
            ascii: self.ascii,
            lang,
            counts,
        }
    }

    /// That only one thing can go to standard output.
    ///
    /// # Errors
    /// If two are to.
    pub fn check(&self) -> Result<(), Problem> {
        let to_out = self.files().filter(|file| *file == "-").count();
        if to_out <= 1 {
            return Ok(());
        }
        Err(Problem::new(
            "-",
            Text::new(
                format!("표준 출력으로 {to_out}가지를 보내려 합니다."),
                format!("{to_out} results are to go to standard output."),
            ),
            Text::new(
                "하나만 남기고 나머지는 파일 이름을 적으세요.",
                "Leave one, and name files for the others.",
            ),
        ))
    }
}

/// Results that go to files.
pub(super) struct Files<'a> {
    /// Written piece by piece, since there may be much of it.
    pub json: &'a dyn Fn(&mut dyn Write) -> io::Result<()>,
    pub svg: &'a dyn Fn() -> String,
    pub trace: &'a dyn Fn() -> String,
    pub scenario: &'a dyn Fn() -> String,
}

impl Files<'_> {
    /// Writes those that are asked for; false, with words on it, if one cannot
    /// be written.
    pub fn give(&self, output: &Output, console: &mut Console<'_>) -> io::Result<bool> {
        let mut problems = Vec::new();
        if let Some(file) = &output.json {
            problems.extend(write_with(file, self.json, console)?.err());
        }
        for (file, text) in [
            (&output.svg, self.svg),
            (&output.trace, self.trace),
            (&output.scenario, self.scenario),
        ] {
            if let Some(file) = file {
                problems.extend(write_to(file, &text(), console)?.err());
            }
        }
        console.complain(&problems);
        Ok(problems.is_empty())
    }
}

/// One run of a scenario.
#[derive(Debug)]
pub(super) struct Ran {
    /// What is tried: a policy, or a schedule.
    pub label: Text,
    /// The same as a document has it.
    pub policy: Value,
    /// What happened.
    pub run: Run,
    /// What it comes to.
    pub measures: Measures,
    /// Whether it was stopped because it took too many events.
    pub exhausted: bool,
}

impl Ran {
    /// A run and its figures.
    pub fn new(label: Text, policy: Value, run: Run) -> Ran {
        let measures = Measures::of(&run);
        let stopped = matches!(run.outcome, Outcome::Budget(_));
        Ran {
            label,
            policy,
            measures,
            exhausted: stopped && run.events >= Scenario::MOST_EVENTS,
            run,
        }
    }

    /// Whether something went wrong: a deadlock, a missed deadline, no end.
    fn is_bad(&self) -> bool {
        let deadlock =
            self.run.deadlock.is_some() || matches!(self.run.outcome, Outcome::Deadlock(_));
        deadlock || self.exhausted || !self.run.missed.is_empty()
    }
}

/// Runs of one scenario, side by side.
#[derive(Debug)]
pub(super) struct Report {
    pub title: Text,
    pub about: Text,
    pub unit: Unit,
    pub runs: Vec<Ran>,
    /// The document.
    pub scenario: String,
}

impl Report {
    /// Runs a scenario with each of its policies.
    ///
    /// # Errors
    /// What is wrong with the scenario.
    pub fn of(scenario: &Scenario) -> Result<Report, Vec<Problem>> {
        Report::within(scenario, Scenario::MOST_EVENTS)
    }

    /// The same, each run for so many events at most.
    fn within(scenario: &Scenario, events: u64) -> Result<Report, Vec<Problem>> {
        let document = scenario.to_json();
        let mut runs = Vec::new();
        for (place, policy) in scenario.policies.iter().enumerate() {
            let run = scenario.run_within(place, events)?;
            runs.push(Ran::new(
                PolicySpec::label(policy),
                document["policies"][place].clone(),
                run,
            ));
        }
        Ok(Report {
            title: scenario.title.clone(),
            about: scenario.about.clone(),
            unit: scenario.unit,
            runs,
            scenario: scenario.print() + "\n",
        })
    }

    /// Gives it in every form that is asked for; as text if none is.
    pub fn give(&self, output: &Output, console: &mut Console<'_>) -> io::Result<Ending> {
        let lang = console.lang;
        let counts = Counts::time(self.unit);
        let files = Files {
            json: &|out| self.write_json(out),
            svg: &|| svg::picture(&self.title, &self.panels(lang), counts, lang),
            trace: &|| self.trace(lang),
            scenario: &|| self.scenario.clone(),
        };
        let well = files.give(output, console)?;
        if output.is_text() {
            self.text(output, console)?;
        }
        Ok(match (well, self.runs.iter().any(Ran::is_bad)) {
            (false, _) => Ending::Refused,
            (true, true) => Ending::Failed,
            (true, false) => Ending::Well,
        })
    }

    /// The parts of the picture.
    fn panels(&self, lang: Lang) -> Vec<Panel<'_>> {
        let mut panels = Vec::new();
        for ran in &self.runs {
            panels.push(Panel {
                label: ran.label.get(lang).to_owned(),
                trace: &ran.run.trace,
                figures: figures(&ran.measures.total, self.unit, lang),
            });
        }
        panels
    }

    fn trace(&self, lang: Lang) -> String {
        if let [ran] = self.runs.as_slice() {
            return chrome::export(&ran.run.trace);
        }
        let runs = self.runs.iter();
        let runs: Vec<_> = runs
            .map(|ran| (ran.label.get(lang), &ran.run.trace))
            .collect();
        chrome::export(&together::together(&runs, lang))
    }
}

/// The means of a run in a line.
fn figures(total: &Total, unit: Unit, lang: Lang) -> String {
    let turnaround = mean_in_unit(total.turnaround, unit);
    let waiting = mean_in_unit(total.waiting, unit);
    let (switches, name) = (total.switches, unit.key());
    let response = total.response.map(|nanos| mean_in_unit(nanos, unit));
    let response = response.unwrap_or_else(|| "-".into());
    match lang {
        Lang::Ko => format!(
            "평균 반환 {turnaround} {name}, 대기 {waiting} {name}, 응답 {response} {name}, 문맥 교환 {switches}번"
        ),
        Lang::En => format!(
            "mean turnaround {turnaround} {name}, waiting {waiting} {name}, response {response} {name}, {switches} switches"
        ),
    }
}

/// A length of time in a unit, with all its digits: `5`, `0.75`.
pub(super) fn in_unit(d: Dur, unit: Unit) -> String {
    let one = unit.dur().0;
    let (whole, rest) = (d.0 / one, d.0 % one);
    if rest == 0 {
        return whole.to_string();
    }
    let digits = one.ilog10() as usize;
    let rest = format!("{rest:0digits$}");
    format!("{whole}.{}", rest.trim_end_matches('0'))
}

/// A mean of nanoseconds in a unit, with at most two decimals.
pub(super) fn mean_in_unit(nanos: f64, unit: Unit) -> String {
    rounded(nanos / unit.dur().0 as f64)
}

/// A number with at most two decimals.
pub(super) fn rounded(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::scenario::presets::Preset;
    use crate::scenario::read;

    /// Gives a report in every form, and looks at what has a form to be looked at.
    fn give_all(report: &Report, width: usize) {
        let mut text = Vec::new();
        for lang in Lang::ALL {
            let counts = Counts::time(report.unit);
            let svg = svg::picture(&report.title, &report.panels(lang), counts, lang);
            assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
            for ascii in [false, true] {
                let style = Style {
                    width,
                    ascii,
                    lang,
                    counts,
                };
                let mut console = Console {
                    out: &mut text,
                    lang,
                };
                report
                    .write_text(style, true, &mut console)
                    .expect("written");
            }
            let trace = report.trace(lang);
            serde_json::from_str::<Value>(&trace).expect("JSON");
        }
        String::from_utf8(text).expect("UTF-8");
        let mut json = Vec::new();
        report.write_json(&mut json).expect("written");
        serde_json::from_slice::<Value>(&json).expect("JSON");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn whatever_can_be_run_can_be_shown(
            which in any::<prop::sample::Index>(),
            at in any::<prop::sample::Index>(),
            put in prop_oneof![
                "[0-9]{1,4}", ".{0,3}", Just("999999999999".to_owned()), Just("\"1ns\"".into()),
            ],
            width in 1_usize..300,
        ) {
            let presets: Vec<_> = Preset::all().collect();
            let text = which.get(&presets).text;
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let at = *at.get(&places);
            let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
            let text = format!("{}{put}{}", &text[..at], &text[end..]);
            if let Ok(report) = Report::within(&read(&text).0, 1_500) {
                give_all(&report, width);
            }
        }
    }

    #[test]
    fn times_are_exact_and_means_are_rounded() {
        for (nanos, unit, shown) in [
            (0, Unit::Millis, "0"),
            (5_000_000, Unit::Millis, "5"),
            (5_750_000, Unit::Millis, "5.75"),
            (1, Unit::Secs, "0.000000001"),
            (7, Unit::Nanos, "7"),
        ] {
            assert_eq!(in_unit(Dur(nanos), unit), shown);
        }
        assert_eq!(mean_in_unit(10_333_333.0, Unit::Millis), "10.33");
        assert_eq!(mean_in_unit(7_000_000.0, Unit::Millis), "7");
        assert_eq!(mean_in_unit(0.0, Unit::Millis), "0");
    }
}
