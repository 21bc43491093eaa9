//! How it steps and plays, what is measured, and what is drawn above the lanes.

use std::rc::Rc;

use super::Screen;
use crate::base::Time;
use crate::timeline::events::StepBy;
use crate::timeline::paint::Above;

/// In this time what goes on by itself loses two thirds of its speed, in milliseconds.
const GLIDE_MS: f64 = 325.0;
/// What is slower stands still, in pixels a millisecond.
const SLOWEST: f64 = 0.02;

impl Screen {
    /// What steps go to.
    pub fn step_by(&self) -> StepBy {
        self.step_by
    }

    /// Chooses what steps go to.
    pub fn set_step_by(&mut self, step_by: StepBy) {
        self.step_by = step_by;
        self.changes.transport = true;
    }

    /// Whether the playhead is kept in sight while it plays.
    pub fn follows(&self) -> bool {
        self.follows
    }

    /// Draws something above the lanes, or nothing any more.
    pub fn set_above(&mut self, above: Option<Rc<dyn Above>>) {
        self.above = above;
        self.changes.base = true;
    }

    /// Whether what is seen still goes on after a finger let go.
    pub fn is_gliding(&self) -> bool {
        self.gliding.is_some()
    }

    /// What still goes on after a finger let go comes to rest.
    pub fn rest(&mut self) {
        self.gliding = None;
    }

    /// What is seen goes on for a while, ever slower, up to the end. Gives
    /// whether it goes on still.
    pub(super) fn glide(&mut self, wall_ms: f64) -> bool {
        let Some((vx, vy)) = self.gliding else {
            return false;
        };
        let before = (self.view.window, self.view.scroll);
        self.pan(vx * wall_ms, vy * wall_ms);
        let is_stuck = wall_ms > 0.0 && before == (self.view.window, self.view.scroll);
        let kept = (-wall_ms / GLIDE_MS).exp();
        let (vx, vy) = (vx * kept, vy * kept);
        self.gliding = (!is_stuck && vx.hypot(vy) > SLOWEST).then_some((vx, vy));
        self.gliding.is_some()
    }

    /// Measures a span of the axis, or none.
    pub fn measure(&mut self, span: Option<(Time, Time)>) {
        self.view.measure = span;
        self.measuring = false;
        self.changes.overlay = true;
        self.changes.transport = true;
    }

    /// Chooses a lane, and brings it into sight.
    pub fn choose_lane_at(&mut self, lane: usize) {
        if lane < self.stage.lanes().len() {
            self.view.lane = Some(lane);
            self.view.scroll = self.layout.scroll_to(lane, self.view.scroll);
            self.repaint();
            self.changes.selection = true;
        }
    }

    /// The stretch of the chosen slice on the axis.
    pub(super) fn chosen_span(&self) -> Option<(Time, Time)> {
        let place = self.view.selected?;
        let slice = self.stage.slice(place)?;
        let section = &self.stage.sections()[place.section];
        Some((section.on_axis(slice.start), section.on_axis(slice.end)))
    }
}
