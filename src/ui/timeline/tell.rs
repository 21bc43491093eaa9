//! What the engine tells Yew.

use yew::Callback;

use crate::base::Time;
use crate::timeline::events::StepBy;
use crate::timeline::input::Key;
use crate::timeline::stage::Place;
use crate::timeline::{Axis, Command, Window};
use crate::trace::TrackId;

/// What the transport shows.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Shown {
    /// The playhead.
    pub at: Time,
    /// The end of the axis.
    pub end: Time,
    /// In what it counts.
    pub axis: Axis,
    /// Whether it plays.
    pub playing: bool,
    /// The speed.
    pub speed: f64,
    /// How many times slower and faster than real speed 1 is.
    pub pace: (u64, u64),
    /// Whether a range is looped.
    pub repeats: bool,
    /// Whether the next drag measures.
    pub measuring: bool,
    /// Whether all flows are drawn.
    pub flows: bool,
    /// Whether only a part of the axis is seen.
    pub zoomed: bool,
    /// Whether there are more lanes than are seen.
    pub scrollable: bool,
    /// What steps go to.
    pub step_by: StepBy,
    /// Whether the playhead is kept in sight while it plays.
    pub follows: bool,
}

/// What of a timeline that which helps in reading it is about.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Focus {
    /// The slice that is chosen.
    pub selected: Option<Place>,
    /// The section and the track of the lane that is chosen.
    pub track: Option<(usize, TrackId)>,
    /// The span that is measured.
    pub measure: Option<(Time, Time)>,
}

/// Whom the engine tells of what helps in reading.
#[derive(Clone, PartialEq, Debug)]
pub struct Reading {
    /// It is about something else.
    pub focus: Callback<Focus>,
    /// A command that the timeline itself does not do.
    pub asked: Callback<Command>,
    /// The commands of keys, besides those that every timeline has.
    pub keys: Keys,
}

/// Tells the command of a key.
#[derive(Clone, Copy, Debug)]
pub struct Keys(pub fn(Key<'_>) -> Option<Command>);

impl PartialEq for Keys {
    /// There is one table.
    fn eq(&self, _: &Keys) -> bool {
        true
    }
}

/// A card beside a slice or a lane.
#[derive(Clone, PartialEq, Debug)]
pub struct Card {
    /// Its first line.
    pub title: String,
    /// The others: what is said, and its value.
    pub lines: Vec<(String, String)>,
    /// Its place from the left of the canvas.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// The canvas' width, so that the card stays within it.
    pub width: f64,
    /// The canvas' height.
    pub height: f64,
}

/// What of the stage is seen, for what stands beside the lanes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Look {
    /// Rises with every stage that is put on: what was placed by the one before
    /// is placed anew, also where everything else stays.
    pub stage: u32,
    /// The stretch of the axis.
    pub window: Window,
    /// The end of the axis.
    pub end: Time,
    /// How far the lanes are scrolled, in pixels.
    pub scroll: f64,
    /// How far they can be.
    pub max_scroll: f64,
    /// The height of the room that scrolled lanes have.
    pub room: f64,
    /// The height of those that stay in sight.
    pub pinned: f64,
    /// The lane that keys act on.
    pub lane: Option<usize>,
    /// Where the time axis begins, from the left.
    pub gutter: f64,
    /// The width of the drawing.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

impl Look {
    /// Whether another look is this one scrolled or zoomed.
    pub fn is_moved_to(self, other: Look) -> bool {
        let moved = Look {
            window: other.window,
            scroll: other.scroll,
            ..self
        };
        moved == other
    }
}

/// Whom the engine tells about lanes that can be arranged.
#[derive(Clone, PartialEq, Debug)]
pub struct Arranging {
    /// Something else is seen.
    pub look: Callback<Look>,
    /// The mark before a lane's name was pressed.
    pub folded: Callback<usize>,
    /// A lane was carried before another one.
    pub carried: Callback<(usize, usize)>,
}

/// Whom the engine tells what.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Tell {
    /// The transport has changed.
    pub shown: Callback<Shown>,
    /// Another card, or none.
    pub card: Callback<Option<Card>>,
    /// What is to be announced.
    pub said: Callback<String>,
    /// Something else is chosen.
    pub selected: Callback<Option<Place>>,
    /// The playhead, and whether it rests.
    pub playhead: Callback<(Time, bool)>,
    /// What is told where lanes can be arranged.
    pub arranging: Option<Arranging>,
    /// What is told where there is something that helps in reading.
    pub reading: Option<Reading>,
}

/// Something to be told once the engine is free.
pub enum Note {
    Shown(Shown),
    Card(Option<Card>),
    Said(String),
    Selected(Option<Place>),
    Playhead(Time, bool),
    Look(Look),
    Folded(usize),
    Carried(usize, usize),
    Focus(Focus),
    Asked(Command),
}

impl Tell {
    /// Tells all notes in their order.
    pub fn all(&self, notes: Vec<Note>) {
        for note in notes {
            match note {
                Note::Shown(shown) => self.shown.emit(shown),
                Note::Card(card) => self.card.emit(card),
                Note::Said(said) => self.said.emit(said),
                Note::Selected(place) => self.selected.emit(place),
                Note::Playhead(at, resting) => self.playhead.emit((at, resting)),
                Note::Look(_) | Note::Folded(_) | Note::Carried(..) => self.arranged(note),
                Note::Focus(focus) => {
                    if let Some(reading) = &self.reading {
                        reading.focus.emit(focus);
                    }
                }
                Note::Asked(command) => {
                    if let Some(reading) = &self.reading {
                        reading.asked.emit(command);
                    }
                }
            }
        }
    }
    fn arranged(&self, note: Note) {
        let Some(arranging) = &self.arranging else {
            return;
        };
        match note {
            Note::Look(look) => arranging.look.emit(look),
            Note::Folded(lane) => arranging.folded.emit(lane),
            Note::Carried(lane, before) => arranging.carried.emit((lane, before)),
            _ => {}
        }
    }
}
