//! Concurrency Lab (동시성 실험실): the library behind the page.
//!
//! One event log, [`trace::Trace`], stands between what makes events (the
//! simulated machine in [`sim`], the visitor's own browser in `live`) and what
//! reads them (the timeline, the table, the narration, the measures, the
//! exports). `ARCHITECTURE.md` has the map and the invariants;
//! `tests/layering.rs` holds the direction of the imports.

pub mod base;
pub mod cases;
pub mod editing;
pub mod experiment;
pub mod exploring;
pub mod exporting;
pub mod formats;
pub mod i18n;
pub mod opening;
pub mod playground;
pub mod python;
pub mod scenario;
pub mod share;
pub mod sim;
pub mod timeline;
pub mod trace;
pub mod workbench;

// The command line is a native program.
#[cfg(not(target_arch = "wasm32"))]
pub mod lab;
// The parts of `live` that touch no browser are tested natively.
#[cfg(any(target_arch = "wasm32", test))]
pub mod live;
#[cfg(target_arch = "wasm32")]
pub mod ui;
#[cfg(target_arch = "wasm32")]
pub mod web;
