//! A Gantt chart as an SVG document that stands alone: no scripts, nothing
//! fetched, light or dark as whoever shows it is.
//!
//! Colours are classes, so that a style sheet can have them for both themes.
//! What they say is said otherwise too: states by height and pattern and in the
//! legend, jobs by their names, and every bar has a title of its own.

use std::collections::BTreeSet;
use std::fmt::{self, Write};

use super::{Report, in_unit, mean_in_unit};
use crate::base::{Dur, Lang, Time};
use crate::scenario::Unit;
use crate::timeline::palette::{Look, Pattern, Theme, Token, look};
use crate::timeline::svg::escape;
use crate::timeline::{text, vocabulary, words};
use crate::trace::{NameId, RowId, SliceRef, State, Trace, TrackKind, Value, arg};

const WIDTH: f64 = 960.0;
const MARGIN: f64 = 16.0;
const LANE: f64 = 22.0;
const GAP: f64 = 4.0;
const LEFT: f64 = 120.0;
const FONT: f32 = 12.0;
/// Numbers on the axis, at most.
const MOST_TICKS: u64 = 14;
/// A bar that is narrower is drawn only if it begins so far behind the last
/// one, so that a picture stays small however much happened.
const LEAST: f64 = 0.5;

impl Report {
    /// The picture.
    pub(super) fn svg(&self, lang: Lang) -> String {
        let mut picture = Picture {
            lang,
            unit: self.unit,
            scale: 0.0,
            y: MARGIN,
            body: String::new(),
            tokens: BTreeSet::new(),
            patterns: BTreeSet::new(),
            states: Vec::new(),
        };
        // Writing to a string cannot fail.
        let _ = picture.runs(self);
        let mut out = String::new();
        let _ = picture.document(self, &mut out);
        out
    }
}

struct Picture {
    lang: Lang,
    unit: Unit,
    /// Pixels in a nanosecond.
    scale: f64,
    y: f64,
    body: String,
    tokens: BTreeSet<Token>,
    patterns: BTreeSet<(Pattern, Token)>,
    /// States that are in the picture, for the legend.
    states: Vec<State>,
}

/// A number with at most two decimals.
fn px(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The class of a colour.
fn class(token: Token) -> &'static str {
    token.property().trim_start_matches('-')
}

impl Picture {
    fn runs(&mut self, report: &Report) -> fmt::Result {
        let ends = report.runs.iter().map(|ran| ran.run.trace.end());
        let end = ends.max().unwrap_or_default();
        self.scale = (WIDTH - LEFT - 2.0 * MARGIN) / (end.0.max(1)) as f64;
        let title = report.title.get(self.lang);
        if !title.is_empty() {
            self.say(MARGIN, 14.0, title, 16.0, Token::Text)?;
            self.y += 30.0;
        }
        for ran in &report.runs {
            self.say(MARGIN, 12.0, ran.label.get(self.lang), 14.0, Token::Text)?;
            self.y += 20.0;
            self.run(&ran.run.trace, end)?;
            let total = &ran.measures.total;
            let line = figures(total, self.unit, self.lang);
            self.say(LEFT + MARGIN, 12.0, &line, FONT, Token::Muted)?;
            self.y += 32.0;
        }
        self.legend()
    }

    fn x(&self, at: Time) -> f64 {
        MARGIN + LEFT + at.0 as f64 * self.scale
    }

    /// A line of text whose baseline is so far below the present height.
    fn say(&mut self, x: f64, below: f64, what: &str, size: f32, token: Token) -> fmt::Result {
        self.tokens.insert(token);
        let (x, y) = (px(x), px(self.y + below));
        let class = class(token);
        writeln!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" class=\"{class}\">{}</text>",
            escape(what)
        )
    }

    fn run(&mut self, trace: &Trace, end: Time) -> fmt::Result {
        let top = self.y;
        let mut jobs: Vec<NameId> = Vec::new();
        for (_, track) in trace.tracks().iter_ids() {
            if track.kind == TrackKind::Thread {
                jobs.push(track.name);
            }
        }
        let mut lanes = String::new();
        std::mem::swap(&mut lanes, &mut self.body);
        for kind in [
            TrackKind::Core,
            TrackKind::Thread,
            TrackKind::Device,
            TrackKind::Resource,
        ] {
            for (_, track) in trace.tracks().iter_ids().filter(|(_, t)| t.kind == kind) {
                for row in track.rows() {
                    if kind == TrackKind::Core || !trace.rows()[row].is_empty() {
                        let name = vocabulary::named(trace.name(track.name), self.lang);
                        self.lane(trace, row, &name, &jobs, kind == TrackKind::Thread)?;
                    }
                }
            }
        }
        std::mem::swap(&mut lanes, &mut self.body);
        // The lines of the axis lie below the bars.
        self.axis(top, end)?;
        self.body.push_str(&lanes);
        self.y += 24.0;
        Ok(())
    }

    fn lane(
        &mut self,
        trace: &Trace,
        row: RowId,
        name: &str,
        jobs: &[NameId],
        states: bool,
    ) -> fmt::Result {
        let mut label = String::new();
        text::write_cut(&mut label, name, FONT, LEFT as f32 - 8.0);
        writeln!(self.body, "<g>")?;
        self.say(MARGIN, LANE * 0.7, &label, FONT, Token::Text)?;
        let mut free_from = f64::NEG_INFINITY;
        for slice in trace.row_slices(row) {
            let (from, to) = (self.x(slice.start), self.x(slice.end));
            let is_seen = to - from >= LEAST || from >= free_from + LEAST;
            if slice.start == slice.end || slice.state == State::Terminated || !is_seen {
                continue;
            }
            free_from = to.max(from + LEAST);
            self.bar(trace, &slice, (from, to), jobs, states)?;
        }
        writeln!(self.body, "</g>")?;
        self.y += LANE + GAP;
        Ok(())
    }

    fn bar(
        &mut self,
        trace: &Trace,
        slice: &SliceRef,
        (from, to): (f64, f64),
        jobs: &[NameId],
        states: bool,
    ) -> fmt::Result {
        let whose = match trace.arg(slice.id, arg::THREAD) {
            Some(Value::Name(thread)) => thread,
            _ => slice.name,
        };
        let job = jobs.iter().position(|job| *job == whose);
        let shown = match job {
            Some(nth) if !states && slice.state != State::Switching => Look {
                fill: Token::job(nth),
                pattern: Pattern::Solid,
                height: 1.0,
            },
            _ => self.state(slice.state),
        };
        let height = LANE * f64::from(shown.height);
        let width = (to - from).max(LEAST);
        let fill = self.fill(shown);
        writeln!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {fill}><title>{}</title></rect>",
            px(from),
            px(self.y + LANE - height),
            px(width),
            px(height),
            escape(&self.told(trace, slice, states))
        )?;
        let name = trace.name(whose);
        let room = width as f32 - 4.0;
        if !states && slice.state != State::Switching && text::width(name, FONT) <= room {
            self.say(from + 3.0, LANE * 0.7, name, FONT, Token::RunText)?;
        }
        Ok(())
    }

    /// How a state looks, which the legend then explains.
    fn state(&mut self, state: State) -> Look {
        if !self.states.contains(&state) {
            self.states.push(state);
        }
        look(state)
    }

    /// The attribute that fills a shape so.
    fn fill(&mut self, look: Look) -> String {
        self.tokens.insert(look.fill);
        match look.pattern {
            Pattern::Solid => format!("class=\"{}\"", class(look.fill)),
            pattern => {
                self.patterns.insert((pattern, look.fill));
                format!("fill=\"url(#{}-{})\"", pattern.key(), class(look.fill))
            }
        }
    }

    /// What a bar says when it is pointed at, or read out.
    fn told(&self, trace: &Trace, slice: &SliceRef, states: bool) -> String {
        let at = |time: Time| in_unit(time.since(Time::ZERO), self.unit);
        let what = if states {
            words::state(slice.state).get(self.lang).to_owned()
        } else {
            trace.name(slice.name).to_owned()
        };
        let (from, to, unit) = (at(slice.start), at(slice.end), self.unit.key());
        format!("{what}: {from}–{to} {unit}")
    }

    fn axis(&mut self, top: f64, end: Time) -> fmt::Result {
        let step = step(end);
        let mut at = Dur::ZERO;
        self.tokens.insert(Token::Line);
        while Time::ZERO + at <= end {
            let x = self.x(Time::ZERO + at);
            let (bottom, x_text) = (px(self.y), px(x));
            let class = class(Token::Line);
            writeln!(
                self.body,
                "<path d=\"M{x_text} {}V{bottom}\" class=\"{class}\"/>",
                px(top)
            )?;
            self.say(x, 14.0, &in_unit(at, self.unit), 11.0, Token::Muted)?;
            if step.is_zero() {
                break;
            }
            at += step;
        }
        Ok(())
    }

    fn legend(&mut self) -> fmt::Result {
        let mut x = MARGIN;
        self.states.sort_unstable();
        for state in self.states.clone() {
            let name = words::state(state).get(self.lang).to_owned();
            let width = 26.0 + f64::from(text::width(&name, FONT)) + 18.0;
            if x + width > WIDTH - MARGIN {
                (x, self.y) = (MARGIN, self.y + 22.0);
            }
            let look = look(state);
            let height = 16.0 * f64::from(look.height);
            let fill = self.fill(look);
            writeln!(
                self.body,
                "<rect x=\"{}\" y=\"{}\" width=\"20\" height=\"{}\" {fill}/>",
                px(x),
                px(self.y + 16.0 - height),
                px(height)
            )?;
            self.say(x + 26.0, 12.0, &name, FONT, Token::Text)?;
            x += width;
        }
        self.y += 24.0 + MARGIN;
        Ok(())
    }

    fn document(&self, report: &Report, out: &mut String) -> fmt::Result {
        let (w, h) = (px(WIDTH), px(self.y));
        writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"img\" aria-labelledby=\"title desc\" font-family=\"system-ui,sans-serif\">"
        )?;
        let lang = self.lang;
        let labels: Vec<&str> = report.runs.iter().map(|ran| ran.label.get(lang)).collect();
        let title = match report.title.get(lang) {
            "" => labels.join(", "),
            title => title.to_owned(),
        };
        writeln!(out, "<title id=\"title\">{}</title>", escape(&title))?;
        let told: Vec<String> = report
            .runs
            .iter()
            .map(|ran| {
                let figures = figures(&ran.measures.total, self.unit, lang);
                format!("{}: {figures}.", ran.label.get(lang))
            })
            .collect();
        let told = escape(&told.join(" "));
        writeln!(out, "<desc id=\"desc\">{told}</desc>")?;
        self.style(out)?;
        self.defs(out)?;
        writeln!(out, "<rect width=\"{w}\" height=\"{h}\" class=\"panel\"/>")?;
        out.push_str(&self.body);
        writeln!(out, "</svg>")
    }

    /// The colours of what is in the picture, for both themes.
    fn style(&self, out: &mut String) -> fmt::Result {
        let rules = |theme: &Theme| {
            let mut rules = String::new();
            for &token in self.tokens.iter().chain([&Token::Panel]) {
                let (class, colour) = (class(token), theme.colour(token).hex());
                rules += &match token {
                    Token::Line => format!(".{class}{{stroke:{colour}}}"),
                    _ => format!(".{class}{{fill:{colour}}}"),
                };
            }
            rules
        };
        let (light, dark) = (rules(&Theme::light()), rules(&Theme::dark()));
        writeln!(
            out,
            "<style>{light}@media(prefers-color-scheme:dark){{{dark}}}</style>"
        )
    }

    fn defs(&self, out: &mut String) -> fmt::Result {
        if self.patterns.is_empty() {
            return Ok(());
        }
        let tile = Pattern::TILE;
        writeln!(out, "<defs>")?;
        for (pattern, token) in &self.patterns {
            let (key, class) = (pattern.key(), class(*token));
            write!(
                out,
                "<pattern id=\"{key}-{class}\" width=\"{tile}\" height=\"{tile}\" patternUnits=\"userSpaceOnUse\"><rect width=\"{tile}\" height=\"{tile}\" class=\"{class}\" fill-opacity=\"{}\"/><path class=\"{class}\" d=\"",
                Pattern::GROUND
            )?;
            for piece in pattern.pieces() {
                for (nth, (x, y)) in piece.iter().enumerate() {
                    let letter = if nth == 0 { 'M' } else { 'L' };
                    let scaled = |n: &f32| px(f64::from(n * tile as f32));
                    write!(out, "{letter}{} {}", scaled(x), scaled(y))?;
                }
                write!(out, "Z")?;
            }
            writeln!(out, "\"/></pattern>")?;
        }
        writeln!(out, "</defs>")
    }
}

/// How far numbers on the axis are apart: 1, 2 or 5 times a power of ten.
fn step(end: Time) -> Dur {
    let mut power = 1_u64;
    loop {
        for factor in [1, 2, 5] {
            let step = power.saturating_mul(factor);
            if end.0 / step <= MOST_TICKS {
                return Dur(step);
            }
        }
        power = power.saturating_mul(10);
    }
}

fn figures(total: &crate::scenario::Total, unit: Unit, lang: Lang) -> String {
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
