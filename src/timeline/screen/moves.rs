//! Moving what is seen, and choosing what it is about.

use std::rc::Rc;

use super::Screen;
use crate::base::Dur;
use crate::timeline::hit::Hit;
use crate::timeline::input::Command;
use crate::timeline::layout::RULER;
use crate::timeline::paint;
use crate::timeline::scale::Window;
use crate::timeline::stage::{LaneKind, Place, Stage};

/// So near to the upper or lower edge lanes are scrolled while one is carried,
/// by so much each time the pointer moves.
const CARRY_EDGE: f64 = 14.0;

/// The lane of a new stage that shows what one of the old stage did: the same
/// row or heading, else the lane that its track is folded into now.
fn same_lane(old: &Stage, new: &Stage, lane: usize) -> Option<usize> {
    let was = &old.lanes()[lane];
    let (section, track) = (was.section, was.track()?);
    let pinned = lane < old.pinned();
    let lanes = if pinned {
        0..new.pinned()
    } else {
        new.pinned()..new.lanes().len()
    };
    let alike = |other: &usize| {
        let other = &new.lanes()[*other];
        other.section == section && other.kind == was.kind
    };
    let folded = |other: &usize| {
        let other = &new.lanes()[*other];
        other.section == section
            && other.track() == Some(track)
            && !matches!(other.kind, LaneKind::Counter(..))
    };
    let near = new.lane_of(section, track);
    let exact = near.filter(|lane| alike(lane) && lanes.contains(lane));
    exact
        .or_else(|| lanes.clone().find(alike))
        .or(near)
        .or_else(|| lanes.clone().find(folded))
}

impl Screen {
    pub(super) fn move_window(&mut self, command: Command) {
        let window = self.view.window;
        // Zooming keeps the playhead where it is, if it is seen.
        let about = if window.contains(self.view.playhead) {
            self.view.playhead
        } else {
            window.start + window.span / 2
        };
        self.set_window(match command {
            Command::ZoomIn => window.zoomed(about, 1.5),
            Command::ZoomOut => window.zoomed(about, 1.0 / 1.5),
            Command::PanLeft => window.panned(-0.15),
            _ => window.panned(0.15),
        });
    }

    pub(super) fn fit_selection(&mut self) {
        let (a, b) = self.range();
        let (from, to) = (a.min(b), a.max(b));
        let room = Dur((to.since(from).0 / 10).max(1));
        self.set_window(Window::between(from - room, to + room));
    }

    pub(super) fn set_window(&mut self, window: Window) {
        let window = window.clamped(self.stage.end());
        if window != self.view.window {
            self.view.window = window;
            self.repaint();
            self.changes.transport = true;
        }
    }

    /// Measures up to or from the playhead, or what is chosen.
    pub(super) fn measure_by_key(&mut self, command: Command) {
        let at = self.view.playhead;
        let (from, to) = self.view.measure.unwrap_or((at, at));
        let span = match command {
            Command::SpanFrom => Some((at, from.max(to).max(at))),
            Command::SpanTo => Some((from.min(to).min(at), at)),
            _ => self.chosen_span(),
        };
        if span.is_some() {
            self.measure(span);
        }
    }

    pub(super) fn choose_lane(&mut self, down: bool) {
        let is_row = |lane: &usize| self.stage.lanes()[*lane].can_be_chosen();
        let count = self.stage.lanes().len();
        let next = match (self.view.lane, down) {
            (None, true) => (0..count).find(is_row),
            (None, false) => (0..count).rev().find(is_row),
            (Some(at), true) => (at + 1..count).find(is_row),
            (Some(at), false) => (0..at).rev().find(is_row),
        };
        if let Some(lane) = next {
            self.choose(lane);
        }
    }

    /// Chooses a lane and brings it into sight; none if there is no such lane.
    pub fn choose(&mut self, lane: usize) {
        if lane < self.stage.lanes().len() {
            self.view.lane = Some(lane);
            self.view.scroll = self.layout.scroll_to(lane, self.view.scroll);
            self.repaint();
            self.changes.selection = true;
        }
    }

    /// Scrolls the lanes to so many pixels from their top.
    pub fn scroll_to(&mut self, scroll: f64) {
        let scroll = scroll.clamp(0.0, self.layout.max_scroll());
        if scroll != self.view.scroll {
            self.changes.scrolled.get_or_insert(self.view.scroll);
            self.changes.overlay = true;
            self.view.scroll = scroll;
        }
    }

    /// The same lanes in another order, or others of the same traces. What is
    /// chosen stays, and the lane that one looks at stays where it is.
    pub(in crate::timeline) fn rearrange(&mut self, stage: Rc<Stage>) {
        let (old, scroll) = (self.stage.clone(), self.view.scroll);
        let seen = self.layout.visible(scroll);
        let chosen = self.view.lane.filter(|lane| seen.contains(lane));
        let anchor = chosen.or_else(|| seen.clone().find(|l| old.lanes()[*l].can_be_chosen()));
        let before = anchor.map(|lane| (lane, self.layout.lane(lane, scroll).y));
        self.layout = self.lay_out(&stage, self.layout.size);
        let same = |lane: usize| same_lane(&old, &stage, lane);
        self.view.lane = self.view.lane.and_then(same);
        if let Some((to, y)) = before.and_then(|(lane, y)| Some((same(lane)?, y))) {
            let now = self.layout.lane(to, 0.0).y;
            if to >= self.layout.pinned().end {
                self.view.scroll = now - y;
            }
        }
        self.view.scroll = self.view.scroll.clamp(0.0, self.layout.max_scroll());
        self.view.hover = None;
        self.view.put_before = None;
        self.stage = stage;
        self.repaint();
        self.changes.selection = true;
        self.changes.transport = true;
    }

    /// A lane is carried up or down by its name.
    pub(in crate::timeline) fn carry(&mut self, from: f64, to: f64, done: bool) {
        let foot = self.layout.size.height;
        let to = to.clamp(RULER, foot - 1.0);
        if to < RULER + CARRY_EDGE || to > foot - CARRY_EDGE {
            let by = if to > foot / 2.0 {
                CARRY_EDGE
            } else {
                -CARRY_EDGE
            };
            self.scroll_to(self.view.scroll + by);
        }
        let carried = match self.carried {
            Some(carried) => Some(carried),
            None => self
                .layout
                .lane_at(from, self.view.scroll)
                .map(|at| at.index),
        };
        self.carried = carried.filter(|_| !done);
        let over = self.layout.lane_at(to, self.view.scroll);
        let place = carried.zip(over).and_then(|(carried, over)| {
            let below = to > over.y + over.h / 2.0;
            self.stage.arranged()?.place_for(carried, over.index, below)
        });
        if done {
            self.changes.carried = carried.zip(place);
        }
        self.put_before(place.filter(|_| !done));
    }

    /// What was carried is left where it was.
    pub fn let_go(&mut self) {
        self.carried = None;
        self.put_before(None);
    }

    fn put_before(&mut self, place: Option<usize>) {
        if self.view.put_before != place {
            self.view.put_before = place;
            self.changes.overlay = true;
        }
    }

    pub(super) fn choose_at_playhead(&mut self) {
        let found = self.view.lane.and_then(|index| {
            let lane = &self.stage.lanes()[index];
            let section = self.stage.section(lane);
            let at = section.in_trace(self.view.playhead)?;
            let slice = section.trace.slice_at(lane.row()?, at)?;
            Some(Place {
                section: lane.section,
                slice: slice.id,
            })
        });
        self.select(found);
    }

    pub(super) fn clear(&mut self) {
        self.select(None);
        self.view.measure = None;
        self.view.lane = None;
        self.measuring = false;
        self.repaint();
    }

    pub(super) fn hover(&mut self, x: f64, y: f64) {
        let place = match self.hit(x, y, 3.0) {
            Hit::Slice(_, place) => Some(place),
            _ => None,
        };
        self.set_hover(place);
    }

    pub(super) fn set_hover(&mut self, place: Option<Place>) {
        if self.view.hover != place {
            self.view.hover = place;
            self.changes.overlay = true;
        }
    }

    pub(super) fn select_at(&mut self, x: f64, y: f64, tolerance: f64) {
        match self.hit(x, y, tolerance) {
            Hit::Slice(lane, place) => {
                self.view.lane = Some(lane);
                self.select(Some(place));
                self.repaint();
            }
            Hit::Name(lane)
                if self.stage.lanes()[lane].open.is_some()
                    && x < paint::name_left(self.picture(), lane) + tolerance - 3.0 =>
            {
                self.changes.folded = Some(lane);
            }
            Hit::Name(lane) | Hit::Lane(lane, _) | Hit::Gap(lane, _) => {
                self.select(None);
                self.view.lane = Some(lane);
                self.repaint();
                self.changes.selection = true;
            }
            Hit::Ruler(_) | Hit::Nothing => self.select(None),
        }
    }

    pub(super) fn pan(&mut self, dx: f64, dy: f64) {
        let nanos = self.layout.scale(self.view.window).nanos_per_px();
        let window = self.view.window.moved(-(dx * nanos).round() as i128);
        // At the axis' beginning a window is moved, not shortened.
        self.set_window(window);
        self.scroll_to(self.view.scroll - dy);
    }

    pub(super) fn zoom_at(&mut self, x: f64, factor: f64) {
        let scale = self.layout.scale(self.view.window);
        let about = scale.time(x.clamp(scale.left, scale.right()));
        self.set_window(self.view.window.zoomed(about, factor));
    }

    /// Brings a slice into sight, and makes its lane the chosen one.
    pub fn show_slice(&mut self, place: Place) {
        if let Some(lane) = self.stage.lane_of_slice(place) {
            self.view.lane = Some(lane);
            self.reveal(place);
            self.repaint();
        }
    }

    /// Moves as little as needed for some of a slice to be seen.
    pub(super) fn reveal(&mut self, place: Place) {
        if let Some(lane) = self.view.lane {
            self.view.scroll = self.layout.scroll_to(lane, self.view.scroll);
        }
        if let Some(slice) = self.stage.slice(place) {
            let section = &self.stage.sections()[place.section];
            let (from, to) = (section.on_axis(slice.start), section.on_axis(slice.end));
            let window = self.view.window;
            if to < window.start || from > window.end() {
                self.set_window(window.showing(from));
            }
        }
    }
}
