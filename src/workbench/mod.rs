//! The Python page as far as it knows no browser: the examples, how a program is
//! run, what a link carries, and what its worker says.

pub mod comparing;
pub mod examples;
pub mod exploring;
pub mod link;
pub mod packing;
pub mod running;
pub mod settings;

pub use examples::Example;
pub use link::Draft;
pub use settings::Settings;
