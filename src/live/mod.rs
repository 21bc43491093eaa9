//! Experiments on the visitor's own browser, recorded with a measured clock.
//!
//! Nothing here is scripted: a lane exists because a task or a worker ran, and
//! each stretch on it was written by what ran, when it ran. [`run`] executes
//! an experiment in one of its ways and gives the trace.
//!
//! What writes a lane:
//! * A task on the page's thread is wrapped in [`recorder::Recorded`], which
//!   sees each poll by the real executor.
//! * A worker notes its own times on its own clock and sends them when a job
//!   is done; the page puts them on its clock ([`align`]), with a bound for
//!   the error.
//! * The page's [`heartbeat`] is an animation-frame (or timer) callback that
//!   notes when the browser called it.
//!
//! Zero is the moment at which the jobs are released, as in the model.

pub mod align;
pub mod error;
pub mod plan;
pub mod protocol;
pub mod recorder;
pub mod shift;
pub mod signal;
pub mod work;

#[cfg(target_arch = "wasm32")]
pub mod calibrate;
#[cfg(target_arch = "wasm32")]
pub mod heartbeat;
#[cfg(target_arch = "wasm32")]
pub mod request;
#[cfg(target_arch = "wasm32")]
mod run;
#[cfg(target_arch = "wasm32")]
pub mod turns;
#[cfg(target_arch = "wasm32")]
pub mod worker;

#[cfg(target_arch = "wasm32")]
pub use calibrate::{Calibration, calibrate};
pub use error::{LiveError, LiveErrorKind, Told};
#[cfg(target_arch = "wasm32")]
pub use run::{Cancel, Control, Zero, run};
