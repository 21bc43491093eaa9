//! How a program is explored, and how far.

use serde::{Deserialize, Serialize};

use crate::sim::explore::Method;

/// The method, by the name that links use.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Way {
    /// Every schedule.
    #[default]
    All,
    /// Every schedule with few preemptions.
    Bounded,
    /// One of each class of equivalent schedules.
    Classes,
    /// Schedules drawn at random.
    Samples,
}

impl Way {
    /// All of them, in the order in which the page offers them.
    pub const ALL: [Way; 4] = [Way::All, Way::Bounded, Way::Classes, Way::Samples];

    /// The name used in links; stable.
    pub fn key(self) -> &'static str {
        match self {
            Way::All => "all",
            Way::Bounded => "bounded",
            Way::Classes => "classes",
            Way::Samples => "samples",
        }
    }

    /// The way of a [`Way::key`].
    pub fn from_key(key: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|way| way.key() == key)
    }
}

/// How, and how far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The method.
    pub way: Way,
    /// [`Way::Bounded`]: the most preemptions.
    pub preemptions: u32,
    /// [`Way::Samples`]: where chance begins.
    pub seed: u32,
    /// At most so many schedules, classes or draws.
    pub schedules: u32,
    /// Counting takes at most so many seconds.
    pub seconds: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            way: Way::All,
            preemptions: 2,
            seed: 1,
            schedules: 1_000_000,
            seconds: 10,
        }
    }
}

impl Settings {
    /// The most preemptions that can be set.
    pub const MOST_PREEMPTIONS: u32 = 20;
    /// The largest seed.
    pub const LARGEST_SEED: u32 = 999_999_999;
    /// The most schedules that can be set.
    pub const MOST_SCHEDULES: u32 = 100_000_000;
    /// The most seconds that can be set.
    pub const MOST_SECONDS: u32 = 600;

    /// The method of the engine.
    pub fn method(&self) -> Method {
        match self.way {
            Way::All => Method::Full,
            Way::Bounded => Method::Bounded(self.preemptions),
            Way::Classes => Method::Reduced,
            Way::Samples => Method::Sampled(u64::from(self.seed)),
        }
    }

    /// Whether every value is within its limits.
    pub fn is_sane(&self) -> bool {
        self.preemptions <= Settings::MOST_PREEMPTIONS
            && self.seed <= Settings::LARGEST_SEED
            && (1..=Settings::MOST_SCHEDULES).contains(&self.schedules)
            && (1..=Settings::MOST_SECONDS).contains(&self.seconds)
    }

    /// The fields of a link that say it: those that are not as `usual` has them.
    pub fn fields_but(&self, usual: &Settings) -> Vec<(&'static str, String)> {
        let mut fields = Vec::new();
        if self.way != usual.way {
            fields.push(("method", self.way.key().to_owned()));
        }
        for (key, value, usual) in [
            ("preemptions", self.preemptions, usual.preemptions),
            ("seed", self.seed, usual.seed),
            ("schedules", self.schedules, usual.schedules),
            ("seconds", self.seconds, usual.seconds),
        ] {
            if value != usual {
                fields.push((key, value.to_string()));
            }
        }
        fields
    }

    /// Takes a field of a link. None if it is not one of these; false if its
    /// value cannot be, in which case nothing changes.
    pub fn take(&mut self, key: &str, value: &str) -> Option<bool> {
        let mut new = *self;
        let number = |to: &mut u32| match value.parse() {
            Ok(n) if !value.starts_with('+') => {
                *to = n;
                true
            }
            _ => false,
        };
        let read = match key {
            "method" => Way::from_key(value).map(|way| new.way = way).is_some(),
            "preemptions" => number(&mut new.preemptions),
            "seed" => number(&mut new.seed),
            "schedules" => number(&mut new.schedules),
            "seconds" => number(&mut new.seconds),
            _ => return None,
        };
        let good = read && new.is_sane();
        if good {
            *self = new;
        }
        Some(good)
    }
}

/// A whole number with its thousands apart: `1,680`. Both languages write it so.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A share in per cent, with one digit behind the point.
pub fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let tenths = (u128::from(part) * 1000 + u128::from(whole) / 2) / u128::from(whole);
    match (part, tenths) {
        (1.., 0) => "< 0.1%".to_owned(),
        // Not all, so not to be rounded to all.
        (part, 1000) if part < whole => "> 99.9%".to_owned(),
        _ if tenths.is_multiple_of(10) => format!("{}%", tenths / 10),
        _ => format!("{}.{}%", tenths / 10, tenths % 10),
    }
}
