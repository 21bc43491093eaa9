//! What the page and the worker say to each other: JSON, bounded and checked
//! on both sides.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::report::Report;
use super::settings::Settings;
use crate::sim::program::MOST_TEXT;

/// The build and the protocol's own number; both sides must have the same.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+explore2");

/// The longest message, in bytes.
pub const LONGEST: usize = 256 * 1024;

/// What is to be explored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The system as text ([`crate::sim::program::System::parse`]).
    pub text: String,
    /// How, and how far.
    pub settings: Settings,
}

/// From the worker to the page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum FromWorker {
    /// What is there so far, and at the end.
    Report(Report),
    /// The text is no program that can be explored, or the message was no
    /// [`Ask`]. The page asks for neither, so one of the two is out of date.
    Refused,
}

/// A message that says nothing that can be: the other side is broken or of
/// another build.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Garbled;

/// A message that means something.
pub trait Wanted: Serialize + DeserializeOwned {
    /// Whether its values are possible.
    fn is_sane(&self) -> bool;
}

impl Wanted for Ask {
    fn is_sane(&self) -> bool {
        self.text.len() <= MOST_TEXT && self.settings.is_sane()
    }
}

impl Wanted for FromWorker {
    fn is_sane(&self) -> bool {
        match self {
            FromWorker::Report(report) => report.is_sane(),
            FromWorker::Refused => true,
        }
    }
}

/// A message as text.
pub fn write_message(message: &impl Wanted) -> String {
    // Strings and integers only: nothing that JSON lacks. An empty text is no
    // message, so the other side would refuse it.
    serde_json::to_string(message).unwrap_or_default()
}

/// The message in a text.
///
/// # Errors
/// If it is too long, no message, or an impossible one.
pub fn read_message<M: Wanted>(text: &str) -> Result<M, Garbled> {
    if text.len() > LONGEST {
        return Err(Garbled);
    }
    let message: M = serde_json::from_str(text).map_err(|_| Garbled)?;
    if message.is_sane() {
        Ok(message)
    } else {
        Err(Garbled)
    }
}
