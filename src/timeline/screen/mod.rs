//! One timeline's whole state, and what commands, gestures and time do to it.
//!
//! Knows no browser: a component feeds it and asks what must be painted anew.

mod modes;
mod moves;

use std::rc::Rc;

use crate::base::{Lang, Time};
use crate::timeline::events::{self, StepBy};
use crate::timeline::hit::{self, Hit};
use crate::timeline::input::{Command, Gesture};
use crate::timeline::layout::{Layout, Size};
use crate::timeline::ops::{Ops, Rect};
use crate::timeline::paint::{self, Above, Picture, Scratch, View};
use crate::timeline::scale::Window;
use crate::timeline::stage::{Moved, Place, Stage};
use crate::timeline::transport::Transport;

/// What changed since it was last asked.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Changes {
    /// Lanes, names or ruler must be painted.
    pub base: bool,
    /// What lies above them must be painted.
    pub overlay: bool,
    /// Of that only what a playhead touches that comes from this moment, if
    /// nothing else is another.
    pub played: Option<Time>,
    /// Of the base only what comes into sight when lanes are scrolled from there,
    /// if nothing else is another. In pixels.
    pub scrolled: Option<f64>,
    /// The playhead is elsewhere.
    pub playhead: bool,
    /// Play, pause, speed, loop or mode are different.
    pub transport: bool,
    /// Something else is chosen.
    pub selection: bool,
    /// A person stepped: what happens here is to be said.
    pub stepped: bool,
    /// The mark before a lane's name was pressed: it is to be opened or folded.
    pub folded: Option<usize>,
    /// A lane was carried before another one.
    pub carried: Option<(usize, usize)>,
}

/// How long a step is shown where motion is unwanted, in milliseconds at speed 1.
const CALM_STEP_MS: f64 = 1_200.0;

/// One timeline.
#[derive(Clone, Debug)]
pub struct Screen {
    stage: Rc<Stage>,
    layout: Layout,
    view: View,
    transport: Transport,
    lang: Lang,
    scratch: Scratch,
    changes: Changes,
    /// Whether the next drag measures.
    measuring: bool,
    /// Whether playing goes in steps instead of motion.
    calm: bool,
    waited_ms: f64,
    /// What steps go to.
    step_by: StepBy,
    /// Whether the playhead is kept in sight while it plays.
    follows: bool,
    /// What is drawn above the lanes.
    above: Option<Rc<dyn Above>>,
    /// How fast what is seen goes on after a finger let go, in pixels a millisecond.
    gliding: Option<(f64, f64)>,
    /// The lane that is carried by its name.
    carried: Option<usize>,
    /// The room for the names of lanes, if a person has said so.
    names: Option<f64>,
}

impl Screen {
    /// A stage at rest at its beginning, all of it in sight.
    pub fn new(stage: Rc<Stage>, lang: Lang) -> Screen {
        Screen {
            layout: Layout::new(&stage, Size::default()),
            view: View::whole(&stage),
            transport: Transport::new(stage.end()),
            stage,
            lang,
            scratch: Scratch::default(),
            changes: Changes {
                base: true,
                overlay: true,
                ..Changes::default()
            },
            measuring: false,
            calm: false,
            waited_ms: 0.0,
            step_by: StepBy::default(),
            follows: true,
            above: None,
            gliding: None,
            carried: None,
            names: None,
        }
    }

    /// What is shown.
    pub fn stage(&self) -> &Rc<Stage> {
        &self.stage
    }

    /// Where its lanes are.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// What of it is looked at.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// How it plays.
    pub fn transport(&self) -> &Transport {
        &self.transport
    }

    /// Whether the next drag measures.
    pub fn measuring(&self) -> bool {
        self.measuring
    }

    /// Whether there are more lanes than are seen.
    pub fn scrollable(&self) -> bool {
        self.layout.max_scroll() > 0.0
    }

    /// What changed since this was last called.
    pub fn take_changes(&mut self) -> Changes {
        std::mem::take(&mut self.changes)
    }

    /// All that painters read.
    pub fn picture(&self) -> Picture<'_> {
        Picture {
            stage: &self.stage,
            layout: &self.layout,
            view: &self.view,
            lang: self.lang,
        }
    }

    /// Paints lanes, names and ruler.
    pub fn paint_base(&mut self, ops: &mut Ops) {
        let mut scratch = std::mem::take(&mut self.scratch);
        ops.clear();
        paint::base(self.picture(), self.above.as_deref(), &mut scratch, ops);
        if self.stage.lanes().is_empty() {
            paint::empty(self.picture(), ops);
        }
        self.scratch = scratch;
    }

    /// Paints what came into sight of the base when lanes were scrolled from
    /// there, for a surface of so many pixels a pixel, and gives what of the
    /// base is to be moved for that. None if all of it must be painted.
    pub fn paint_scrolled(&mut self, from: f64, ratio: f64, ops: &mut Ops) -> Option<Moved> {
        let arranged = self.stage.arranged_shared()?;
        if self.view.flows || self.view.selected.is_some() || self.above.is_some() {
            return None;
        }
        let mut scratch = std::mem::take(&mut self.scratch);
        let moved = arranged.paint_scrolled(self.picture(), (from, ratio), &mut scratch, ops);
        self.scratch = scratch;
        moved
    }

    /// Paints what lies above.
    pub fn paint_overlay(&self, ops: &mut Ops) {
        ops.clear();
        paint::overlay(self.picture(), ops);
    }

    /// What of the overlay a playhead touches that came from a moment.
    pub fn played(&self, from: Time) -> Rect {
        paint::played(self.picture(), from, self.view.playhead)
    }

    /// Shows another stage, or the same one grown. What was zoomed stays where
    /// it can; what was wholly seen is wholly seen.
    pub fn set_stage(&mut self, stage: Rc<Stage>) {
        if *self.stage == *stage {
            return;
        }
        if let Some(arranged) = stage.arranged_shared()
            && self.stage.shows_the_same(&stage)
        {
            return arranged.rearrange(self, stage);
        }
        let was_whole = self.view.window == Window::whole(self.stage.end());
        let end = stage.end();
        self.layout = self.lay_out(&stage, self.layout.size);
        self.stage = stage;
        self.transport.set_end(end);
        self.view.window = if was_whole {
            Window::whole(end)
        } else {
            self.view.window.clamped(end)
        };
        self.view.scroll = self.view.scroll.min(self.layout.max_scroll());
        // Ids of another trace mean nothing here.
        self.view.hover = None;
        self.changes.selection |= self.view.selected.take().is_some();
        self.view.lane = self
            .view
            .lane
            .filter(|lane| *lane < self.stage.lanes().len());
        self.view.measure = None;
        self.view.put_before = None;
        self.view.repeat = self.transport.repeat();
        self.view.playhead = self.transport.at();
        self.repaint();
        self.changes.playhead = true;
        self.changes.transport = true;
    }

    /// Speaks another language.
    pub fn set_lang(&mut self, lang: Lang) {
        if self.lang != lang {
            self.lang = lang;
            self.repaint();
        }
    }

    /// Plays in steps instead of motion.
    pub fn set_calm(&mut self, calm: bool) {
        self.calm = calm;
    }

    /// Has another size.
    pub fn resize(&mut self, size: Size) {
        if self.layout.size != size {
            self.layout = self.lay_out(&self.stage, size);
            self.view.scroll = self.view.scroll.min(self.layout.max_scroll());
            self.repaint();
        }
    }

    /// Gives the names of lanes so many pixels, or as many as they need.
    pub fn set_names(&mut self, names: Option<f64>) {
        if self.names != names {
            self.names = names;
            self.layout = self.lay_out(&self.stage, self.layout.size);
            self.repaint();
        }
    }

    fn lay_out(&self, stage: &Stage, size: Size) -> Layout {
        Layout::with_names(stage, size, self.names)
    }

    /// Everything is to be painted again, as after a change of theme.
    pub fn repaint(&mut self) {
        self.changes.base = true;
        self.changes.overlay = true;
    }

    /// Wall time passed. Gives whether more frames are wanted.
    pub fn tick(&mut self, wall_ms: f64) -> bool {
        let glides = self.glide(wall_ms);
        if !self.transport.playing() {
            return glides;
        }
        if self.calm {
            self.calm_tick(wall_ms);
        } else if self.transport.advance(wall_ms) {
            self.playhead_moved();
        }
        self.after_transport();
        self.transport.playing() || glides
    }

    fn calm_tick(&mut self, wall_ms: f64) {
        self.waited_ms += wall_ms * self.transport.speed();
        if self.waited_ms < CALM_STEP_MS {
            return;
        }
        self.waited_ms = 0.0;
        let (from, until) = self
            .transport
            .repeat()
            .unwrap_or((Time::ZERO, self.transport.end()));
        match events::next(&self.stage, self.transport.at(), None) {
            Some(at) if at < until => self.step_to(Some(at)),
            _ if self.transport.repeat().is_some() => self.step_to(Some(from)),
            _ => {
                self.step_to(Some(until));
                self.transport.pause();
            }
        }
    }

    /// Does a command.
    pub fn apply(&mut self, command: Command) {
        use Command::*;
        self.rest();
        match command {
            PlayPause if self.transport.playing() => self.pause(),
            PlayPause => self.play(),
            StepBack | StepOn | LaneStepBack | LaneStepOn => self.step(command),
            ToStart => self.step_to(Some(Time::ZERO)),
            ToEnd => self.step_to(Some(self.transport.end())),
            Slower => self.transport.slower(),
            Faster => self.transport.faster(),
            StepBy => self.set_step_by(match self.step_by {
                events::StepBy::Event => events::StepBy::Decision,
                events::StepBy::Decision => events::StepBy::Lane,
                events::StepBy::Lane => events::StepBy::Event,
            }),
            Follow => self.follows = !self.follows,
            Loop => self.toggle_loop(),
            ZoomIn | ZoomOut | PanLeft | PanRight => self.move_window(command),
            FitSelection => self.fit_selection(),
            FitAll => self.fit_all(),
            Measure => self.measuring = !self.measuring,
            SpanFrom | SpanTo | MeasureChosen => self.measure_by_key(command),
            Flows => {
                self.view.flows = !self.view.flows;
                self.changes.base = true;
            }
            LaneUp => self.choose_lane(false),
            LaneDown => self.choose_lane(true),
            Choose => self.choose_at_playhead(),
            Clear => self.clear(),
            // What helps in reading does these.
            _ => {}
        }
        self.after_transport();
        self.changes.transport = true;
    }

    /// Does what a hand did.
    pub fn gesture(&mut self, gesture: Gesture) {
        match gesture {
            Gesture::Hover { x, y } => self.hover(x, y),
            Gesture::Leave => self.set_hover(None),
            Gesture::Select { x, y, tolerance } => self.select_at(x, y, tolerance),
            Gesture::Seek { x } => {
                let at = self.layout.scale(self.view.window).time(x);
                self.seek(at);
                self.changes.stepped = true;
            }
            Gesture::Pan { dx, dy } => self.pan(dx, dy),
            Gesture::Zoom { x, factor } => self.zoom_at(x, factor),
            Gesture::Pinch {
                x,
                moved: (dx, dy),
                factor,
            } => {
                self.zoom_at(x - dx, factor);
                self.pan(dx, dy);
            }
            Gesture::Fling { vx, vy } => self.gliding = (!self.calm).then_some((vx, vy)),
            Gesture::Carry { from, to, done } => {
                if let Some(arranged) = self.stage.arranged_shared() {
                    arranged.carry(self, (from, to), done);
                }
            }
            Gesture::Measure { from, to, done } => {
                let scale = self.layout.scale(self.view.window);
                let at = |x: f64| scale.time(x.clamp(scale.left, scale.right()));
                self.view.measure = Some((at(from), at(to)));
                if done {
                    self.measuring = false;
                    self.changes.transport = true;
                }
                self.changes.overlay = true;
            }
        }
    }

    /// Begins to play.
    pub fn play(&mut self) {
        self.transport.play();
        self.waited_ms = 0.0;
        self.playhead_moved();
        self.after_transport();
        self.changes.transport = true;
    }

    /// Stops playing.
    pub fn pause(&mut self) {
        self.transport.pause();
        self.after_transport();
        self.changes.transport = true;
    }

    /// Sets the playhead.
    pub fn seek(&mut self, at: Time) {
        self.transport.seek(at);
        self.playhead_moved();
    }

    /// Sets the speed to the nearest that is offered.
    pub fn set_speed(&mut self, speed: f64) {
        self.transport.set_speed(speed);
        self.changes.transport = true;
    }

    /// Shows all of the axis.
    pub fn fit_all(&mut self) {
        self.set_window(Window::whole(self.stage.end()));
    }

    /// Shows a stretch of the axis.
    pub fn show(&mut self, from: Time, to: Time) {
        self.set_window(Window::between(from.min(to), to.max(from)));
    }

    /// Chooses a slice, or nothing, and brings it into sight.
    pub fn select(&mut self, place: Option<Place>) {
        let place = place.filter(|place| self.stage.slice(*place).is_some());
        if self.view.selected == place {
            return;
        }
        self.view.selected = place;
        if let Some(place) = place {
            self.view.lane = self.stage.lane_of_slice(place);
            self.reveal(place);
        }
        self.repaint();
        self.changes.selection = true;
    }

    /// What is under a point.
    pub fn hit(&self, x: f64, y: f64, tolerance: f64) -> Hit {
        hit::at(self.picture(), x, y, tolerance)
    }

    /// Where a slice is on the screen, if some of it is seen.
    pub fn slice_rect(&self, place: Place) -> Option<Rect> {
        let scale = self.layout.scale(self.view.window);
        paint::slice_rect(self.picture(), &scale, place)
    }

    fn after_transport(&mut self) {
        let veiled = self.transport.playing();
        let repeat = self.transport.repeat();
        if self.view.veiled != veiled || self.view.repeat != repeat {
            self.view.veiled = veiled;
            self.view.repeat = repeat;
            self.changes.overlay = true;
            self.changes.transport = true;
        }
    }

    fn playhead_moved(&mut self) {
        self.changes.played.get_or_insert(self.view.playhead);
        self.view.playhead = self.transport.at();
        self.changes.playhead = true;
        let window = self.view.window;
        let follows = self.follows || !self.transport.playing();
        if follows && !window.contains(self.view.playhead) {
            // While playing a new page is turned; a step moves as little as needed.
            let next = if self.transport.playing() {
                Window {
                    start: self.view.playhead - window.span / 20,
                    ..window
                }
            } else {
                window.showing(self.view.playhead)
            };
            self.set_window(next);
        }
    }

    fn step(&mut self, command: Command) {
        let at = self.transport.at();
        let by_lane = matches!(command, Command::LaneStepBack | Command::LaneStepOn);
        let by = if by_lane { StepBy::Lane } else { self.step_by };
        let lane = self.view.lane.filter(|_| by == StepBy::Lane);
        let back = matches!(command, Command::StepBack | Command::LaneStepBack);
        let to = if back {
            let before = match by {
                StepBy::Decision => events::previous_decision(&self.stage, at),
                _ => events::previous(&self.stage, at, lane),
            };
            // The beginning can be reached although nothing need happen there.
            before.or((at > Time::ZERO).then_some(Time::ZERO))
        } else {
            match by {
                StepBy::Decision => events::next_decision(&self.stage, at),
                _ => events::next(&self.stage, at, lane),
            }
        };
        self.transport.pause();
        self.step_to(to);
    }

    fn step_to(&mut self, to: Option<Time>) {
        if let Some(to) = to {
            self.seek(to);
            self.changes.stepped = true;
        }
    }

    fn toggle_loop(&mut self) {
        let range = match self.transport.repeat() {
            Some(_) => None,
            None => Some(self.range()),
        };
        self.transport.set_repeat(range);
    }

    /// The measured span, else the chosen slice, else what is seen.
    fn range(&self) -> (Time, Time) {
        let seen = (self.view.window.start, self.view.window.end());
        self.view
            .measure
            .or_else(|| self.chosen_span())
            .unwrap_or(seen)
    }
}

#[cfg(test)]
mod tests;
