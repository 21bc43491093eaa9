//! Scenarios that show one thing each. They are documents like any other.

mod cores;
mod costs;
mod locks;
mod networks;
mod one_core;
mod processes;
mod races;
mod user_level;

use super::policies::Words;
use super::{Scenario, read};

/// A scenario of the collection.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// What links and the command line call it.
    pub key: &'static str,
    /// The document.
    pub text: &'static str,
}

/// Presets that belong together.
#[derive(Debug)]
pub struct Group {
    /// What they are about: Korean and English.
    pub name: Words,
    /// They, in the order in which they are offered.
    pub presets: &'static [Preset],
}

/// All groups, in the order in which they are offered.
pub const GROUPS: &[Group] = &[
    Group {
        name: ("코어 하나에서 고르기", "Choosing on one core"),
        presets: one_core::PRESETS,
    },
    Group {
        name: ("여러 코어와 GIL", "Several cores, and the GIL"),
        presets: cores::PRESETS,
    },
    Group {
        name: ("락과 기다림", "Locks and waiting"),
        presets: locks::PRESETS,
    },
    Group {
        name: ("네트워크 너머의 요청", "Requests over networks"),
        presets: networks::PRESETS,
    },
    Group {
        name: ("비용, 데몬, 시그널", "Costs, daemons and signals"),
        presets: costs::PRESETS,
    },
    Group {
        name: ("프로세스와 풀", "Processes and pools"),
        presets: processes::PRESETS,
    },
    Group {
        name: ("사용자 수준 스레드", "User-level threads"),
        presets: user_level::PRESETS,
    },
    Group {
        name: ("경합 (명령 단위)", "Races, instruction by instruction"),
        presets: races::PRESETS,
    },
];

impl Preset {
    /// All of them, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = &'static Preset> {
        GROUPS.iter().flat_map(|group| group.presets)
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
