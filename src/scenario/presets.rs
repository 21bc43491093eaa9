//! Scenarios that show one thing each. They are documents like any other.

mod cores;
mod costs;
mod locks;
mod networks;
mod one_core;
mod processes;
mod races;
mod user_level;

use super::{Scenario, read};

/// A scenario of the collection.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// What links and the command line call it.
    pub key: &'static str,
    /// The document.
    pub text: &'static str,
}

impl Preset {
    /// All of them, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = &'static Preset> {
        [
            one_core::PRESETS,
            cores::PRESETS,
            locks::PRESETS,
            networks::PRESETS,
            costs::PRESETS,
            processes::PRESETS,
            user_level::PRESETS,
            races::PRESETS,
        ]
        .into_iter()
        .flatten()
    }

    /// The preset of a key.
    pub fn named(key: &str) -> Option<&'static Preset> {
        Preset::all().find(|preset| preset.key == key)
    }

    /// Its scenario.
    pub fn scenario(&self) -> Scenario {
        read(self.text).0
    }
}

#[cfg(test)]
mod tests;
