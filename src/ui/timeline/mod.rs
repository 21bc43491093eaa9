//! The timeline on the page: a canvas that is created once and painted by an
//! [`engine`] outside Yew, and around it what Yew renders: transport, legend,
//! card, announcer, and the table with the same facts.

mod announcer;
mod card;
mod engine;
mod handle;
mod icons;
pub mod lanes;
mod legend;
mod listen;
mod table;
mod tell;
mod transport_bar;
mod view;

pub use handle::TimelineHandle;
pub use lanes::{LaneTables, LanesView, help_rows};
pub use listen::{SizeWatch, ThemeWatch};
pub use table::SliceTable;
pub use tell::{Focus, Keys, Reading, Shown};
pub use view::TimelineView;
