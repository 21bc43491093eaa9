//! How it steps and plays, what is measured, and what is drawn above the lanes.

use std::rc::Rc;

use super::Screen;
use crate::base::Time;
use crate::timeline::events::StepBy;
use crate::timeline::paint::Above;

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
        self.changes.overlay = true;
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
