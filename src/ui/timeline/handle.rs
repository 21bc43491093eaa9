//! Steering a timeline from outside.

use std::rc::Rc;

use super::engine::{self, Engine, Shared};
use crate::base::Time;
use crate::timeline::paint::Above;
use crate::timeline::stage::Place;
use crate::timeline::{Command, Screen};
use crate::trace::TrackId;

/// A handle by which others steer a timeline. Cloned handles are the same
/// handle; before the timeline is mounted and after it is gone they do nothing.
#[derive(Clone, Default)]
pub struct TimelineHandle {
    pub(super) shared: Shared,
}

impl PartialEq for TimelineHandle {
    fn eq(&self, other: &TimelineHandle) -> bool {
        Rc::ptr_eq(&self.shared, &other.shared)
    }
}

impl std::fmt::Debug for TimelineHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TimelineHandle")
    }
}

impl TimelineHandle {
    /// Sets the playhead.
    pub fn seek(&self, at: Time) {
        engine::with(&self.shared, |engine| engine.seek(at));
    }

    /// Begins to play.
    pub fn play(&self) {
        engine::with(&self.shared, Engine::play);
    }

    /// Stops playing.
    pub fn pause(&self) {
        engine::with(&self.shared, Engine::pause);
    }

    /// Shows a stretch of the axis, or all of it.
    pub fn show(&self, range: Option<(Time, Time)>) {
        engine::with(&self.shared, |engine| engine.show(range));
    }

    /// Chooses a slice, or nothing.
    pub fn select(&self, place: Option<Place>) {
        engine::with(&self.shared, |engine| engine.select(place));
    }

    /// Does a command of the table of commands.
    pub fn apply(&self, command: Command) {
        engine::with(&self.shared, |engine| engine.apply(command));
    }

    /// Chooses a lane and brings it into sight.
    pub fn choose(&self, lane: usize) {
        engine::with(&self.shared, |engine| engine.choose(lane));
    }

    /// Scrolls the lanes to so many pixels from their top.
    pub fn scroll_to(&self, scroll: f64) {
        engine::with(&self.shared, |engine| engine.scroll_to(scroll));
    }

    /// Gives the names of lanes so many pixels, or as many as they need.
    pub fn set_names(&self, names: Option<f64>) {
        engine::with(&self.shared, |engine| engine.set_names(names));
    }

    /// Brings a slice into sight.
    pub fn reveal(&self, place: Place) {
        engine::with(&self.shared, |engine| engine.reveal(place));
    }

    /// What something gives that looks at the screen; none before the timeline
    /// is mounted, and while it is at work.
    pub fn look<T>(&self, at: impl FnOnce(&Screen) -> T) -> Option<T> {
        let engine = self.shared.try_borrow().ok()?;
        Some(at(engine.as_ref()?.screen()))
    }

    /// Everything that the timeline shows as it is now, to be painted
    /// elsewhere; none before it is mounted.
    pub fn screen(&self) -> Option<Screen> {
        let mut screen = None;
        engine::with(&self.shared, |engine| {
            screen = Some(engine.screen().clone())
        });
        screen
    }

    /// The moment that it is at, and whether it plays; none before it is
    /// mounted.
    pub fn moment(&self) -> Option<(Time, bool)> {
        let shared = self.shared.try_borrow().ok()?;
        let transport = shared.as_ref()?.screen().transport();
        Some((transport.at(), transport.playing()))
    }

    /// Draws something above the lanes, or nothing any more.
    pub fn set_above(&self, above: Option<Rc<dyn Above>>) {
        engine::with(&self.shared, |engine| engine.set_above(above));
    }

    /// What a pointer holds is let go, as if it had been taken away.
    pub fn let_go(&self, pointer: i32) {
        engine::with(&self.shared, |engine| engine.pointer_cancelled(pointer));
    }

    /// Measures a span of the axis, or none.
    pub fn measure(&self, span: Option<(Time, Time)>) {
        engine::with(&self.shared, |engine| engine.measure(span));
    }

    /// Chooses the lane of a track and brings it into sight, if it has one.
    pub fn choose_track(&self, section: usize, track: TrackId) {
        engine::with(&self.shared, |engine| engine.choose_track(section, track));
    }

    /// The moment that the transport is at; none before the timeline is mounted.
    pub fn playhead(&self) -> Option<Time> {
        let mut at = None;
        engine::with(&self.shared, |engine| at = Some(engine.playhead()));
        at
    }

    /// Says something to those who hear the page.
    pub fn say(&self, what: String) {
        engine::with(&self.shared, |engine| engine.say(what));
    }

    /// The picture on the screen as an SVG document.
    pub fn svg(&self, title: &str) -> Option<String> {
        let mut picture = None;
        engine::with(&self.shared, |engine| picture = engine.svg(title));
        picture
    }
}
