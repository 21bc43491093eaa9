//! The timeline without a browser: what is shown, where it stands, how it is
//! drawn, what is under a point, and how it plays.
//!
//! The way of a picture: a [`Stage`] (sections of traces on one axis, cut into
//! lanes) is given room by a [`Layout`] and a window of time by a [`Scale`];
//! [`paint`] turns that into [`Ops`], drawing operations that a canvas replays
//! (`web::surface`) and [`svg`] writes down. [`Screen`] holds one timeline's
//! state and is all that a component around the canvas needs to call.
//!
//! Terms:
//! * The **axis** is the time that all sections share; a section's own trace
//!   begins at its offset on it.
//! * A **lane** is one horizontal strip: a heading, or one row of a track.
//! * The **window** is the stretch of the axis that is seen.
//! * The **playhead** is the moment that the transport is at.

mod axis;
pub mod columns;
pub mod events;
pub mod hit;
pub mod input;
pub mod layout;
pub mod narrate;
pub mod ops;
pub mod paint;
pub mod palette;
pub mod reading;
pub mod scale;
pub mod scene;
pub mod screen;
pub mod sheet;
pub mod sorting;
pub mod stage;
pub mod svg;
pub mod table;
pub mod text;
pub mod transport;
pub mod tree;
pub mod vocabulary;
pub mod words;

pub use axis::Axis;
pub use hit::{Facts, Hit};
pub use input::{Command, Gesture, Input};
pub use layout::{Layout, Size};
pub use ops::Ops;
pub use palette::{Theme, Token};
pub use scale::{Scale, Window};
pub use screen::Screen;
pub use stage::{Filter, Lane, LaneKind, Section, Source, Stage};
pub use transport::Transport;

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod samples;
