//! A Gantt chart as an SVG document that stands alone: no scripts, nothing
//! fetched, light or dark as whoever shows it is.
//!
//! Colours are classes, so that a style sheet can have them for both themes.
//! What they say is said otherwise too: states by height and pattern and in the
//! legend, jobs by their names, and every bar has a title of its own.

use std::collections::BTreeSet;
use std::fmt::{self, Write};

use super::gantt::Counts;
use super::in_unit;
use crate::base::{Dur, Lang, Text, Time};
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
/// More lanes of a panel are not drawn.
const MOST_LANES: usize = 200;

/// A part of a picture: the lanes of a trace.
pub(in crate::lab) struct Panel<'t> {
    /// Its heading.
    pub label: String,
    /// What is drawn.
    pub trace: &'t Trace,
    /// A line below it.
    pub figures: String,
}

/// The picture.
pub(in crate::lab) fn picture(
    title: &Text,
    panels: &[Panel<'_>],
    counts: Counts,
    lang: Lang,
) -> String {
    let mut picture = Picture {
        lang,
        counts,
        title: title.get(lang).to_owned(),
        scale: 0.0,
        y: MARGIN,
        body: String::new(),
        tokens: BTreeSet::new(),
        patterns: BTreeSet::new(),
        states: Vec::new(),
    };
    // Writing to a string cannot fail.
    let _ = picture.panels(panels);
    let mut out = String::new();
    let _ = picture.document(panels, &mut out);
    out
}

struct Picture {
    lang: Lang,
    counts: Counts,
    title: String,
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
    fn panels(&mut self, panels: &[Panel<'_>]) -> fmt::Result {
        let ends = panels.iter().map(|panel| panel.trace.end());
        let end = ends.max().unwrap_or_default();
        self.scale = (WIDTH - LEFT - 2.0 * MARGIN) / (end.0.max(1)) as f64;
        let title = self.title.clone();
        if !title.is_empty() {
            self.say(MARGIN, 14.0, &title, 16.0, Token::Text)?;
            self.y += 30.0;
        }
        for panel in panels {
            self.say(MARGIN, 12.0, &panel.label, 14.0, Token::Text)?;
            self.y += 20.0;
            self.run(panel.trace, end)?;
            self.say(LEFT + MARGIN, 12.0, &panel.figures, FONT, Token::Muted)?;
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
            if matches!(track.kind, TrackKind::Thread | TrackKind::Task) {
                jobs.push(track.name);
            }
        }
        let mut lanes = String::new();
        std::mem::swap(&mut lanes, &mut self.body);
        let mut drawn = 0;
        for kind in [
            TrackKind::Core,
            TrackKind::Thread,
            TrackKind::Task,
            TrackKind::Device,
            TrackKind::Resource,
        ] {
            for (_, track) in trace.tracks().iter_ids().filter(|(_, t)| t.kind == kind) {
                for row in track.rows() {
                    if kind == TrackKind::Core || !trace.rows()[row].is_empty() {
                        drawn += 1;
                        if drawn <= MOST_LANES {
                            let name = vocabulary::named(trace.name(track.name), self.lang);
                            let is_job = matches!(kind, TrackKind::Thread | TrackKind::Task);
                            self.lane(trace, row, &name, &jobs, is_job)?;
                        }
                    }
                }
            }
        }
        if drawn > MOST_LANES {
            let more = drawn - MOST_LANES;
            let more = match self.lang {
                Lang::Ko => format!("레인 {more}개가 더 있습니다."),
                Lang::En => format!("{more} more lanes are not drawn."),
            };
            self.say(MARGIN, LANE * 0.7, &more, FONT, Token::Muted)?;
            self.y += LANE + GAP;
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
        // A thread's bars are called by what it does, where that is known.
        let is_named = if states {
            slice.state == State::Running
        } else {
            slice.state != State::Switching
        };
        if is_named && !name.is_empty() && text::width(name, FONT) <= room {
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
        let at = |time: Time| in_unit(time.since(Time::ZERO), self.counts.unit);
        let name = trace.name(slice.name);
        let state = words::state(slice.state);
        let what = match (states, name) {
            (false, name) => name.to_owned(),
            (true, "") => state.get(self.lang).to_owned(),
            (true, name) => format!("{}: {name}", state.get(self.lang)),
        };
        let (from, to) = (at(slice.start), at(slice.end));
        format!("{what}, {from}–{to} {}", self.counts.name(self.lang))
    }

    fn axis(&mut self, top: f64, end: Time) -> fmt::Result {
        // There is no half of a step.
        let least = self.counts.name.map_or(1, |_| self.counts.unit.dur().0);
        let step = step(end, least);
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
            self.say(x, 14.0, &in_unit(at, self.counts.unit), 11.0, Token::Muted)?;
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

    fn document(&self, panels: &[Panel<'_>], out: &mut String) -> fmt::Result {
        let (w, h) = (px(WIDTH), px(self.y));
        writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"img\" aria-labelledby=\"title desc\" font-family=\"system-ui,sans-serif\">"
        )?;
        let labels: Vec<&str> = panels.iter().map(|panel| panel.label.as_str()).collect();
        let title = match self.title.as_str() {
            "" => labels.join(", "),
            title => title.to_owned(),
        };
        writeln!(out, "<title id=\"title\">{}</title>", escape(&title))?;
        let told = panels
            .iter()
            .map(|panel| format!("{}: {}.", panel.label, panel.figures));
        let told = escape(&told.collect::<Vec<_>>().join(" "));
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

/// How far numbers on the axis are apart: 1, 2 or 5 times a power of ten, and
/// of the least.
fn step(end: Time, least: u64) -> Dur {
    let mut power = least;
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
