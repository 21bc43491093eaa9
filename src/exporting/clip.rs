//! A moving picture of a stretch of a timeline: which moments it shows, and
//! what the page and the worker that makes it say to each other.
//!
//! The page paints: it sends the lower layer once and the upper layer of each
//! picture as drawing operations ([`super::write_ops`]). The worker puts them
//! on a canvas and the canvas into a file. First comes [`Begin`] as text, then
//! the lower layer, then the upper layers in order, all as bytes. The worker
//! answers each with [`FromWorker::Taken`], at the end with [`FromWorker::Done`]
//! and the file.

use serde::{Deserialize, Serialize};

use crate::base::{Dur, Problem, Text, Time};
use crate::timeline::Window;
use crate::timeline::transport::Pace;

/// The build and the protocol's own number; both sides must have the same.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+clip2");
/// The pictures a second that are offered: those that GIF's hundredths of a
/// second hold exactly.
pub const RATES: [u32; 3] = [10, 20, 25];
/// The widths that are offered, in pixels.
pub const WIDTHS: [u32; 4] = [480, 720, 960, 1280];
/// More pictures than these are refused.
pub const MOST_PICTURES: u64 = 1_500;
/// The largest side, in pixels.
pub const LARGEST_SIDE: u32 = 2_048;
/// The largest file, in bytes.
pub const LARGEST_FILE: usize = 128 << 20;
/// How many pictures may be on their way to the worker.
pub const AHEAD: u32 = 6;
/// How long the last picture of a GIF stays, in hundredths of a second.
pub const LAST_STAYS: u16 = 120;

/// Into what kind of file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Kind {
    /// GIF: shown everywhere, with 255 colours.
    #[default]
    Gif,
    /// WebM: smaller, where the browser has an encoder.
    WebM,
}

impl Kind {
    /// Both.
    pub const ALL: [Kind; 2] = [Kind::Gif, Kind::WebM];

    /// The end of a file's name, and what the file is called by what it is.
    pub fn ending(self) -> (&'static str, &'static str) {
        match self {
            Kind::Gif => ("gif", "image/gif"),
            Kind::WebM => ("webm", "video/webm"),
        }
    }
}

/// What the worker needs before the first picture.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Begin {
    /// Into what kind of file.
    pub kind: Kind,
    /// Pixels from left to right, and from top to bottom; both even.
    pub size: (u32, u32),
    /// Pictures a second.
    pub rate: u32,
    /// How many pictures there will be.
    pub pictures: u32,
    /// The colours, in the order of the tokens.
    pub colours: Vec<[u8; 3]>,
    /// The font's family.
    pub font: String,
}

/// From the worker to the page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum FromWorker {
    /// So many pictures are in the file.
    Taken(u32),
    /// The file is the next message.
    Done,
    /// The browser cannot encode such a film: its own words.
    NoEncoder(String),
    /// The file grew beyond [`LARGEST_FILE`].
    TooLarge,
    /// Something else went wrong: in the browser's words.
    Failed(String),
}

/// A message as text.
pub fn write<T: Serialize>(message: &T) -> String {
    // Nothing in it that JSON lacks; an empty text would be refused.
    serde_json::to_string(message).unwrap_or_default()
}

/// The message in a text; none if it is not one.
pub fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
    serde_json::from_str(text).ok()
}

impl Begin {
    /// Whether a worker can do it.
    pub fn is_sane(&self) -> bool {
        let side = |side: u32| (2..=LARGEST_SIDE).contains(&side) && side.is_multiple_of(2);
        side(self.size.0)
            && side(self.size.1)
            && RATES.contains(&self.rate)
            && (1..=MOST_PICTURES).contains(&u64::from(self.pictures))
    }
}

/// What is to be shown, and how quickly.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Plan {
    /// The stretch of the axis.
    pub window: Window,
    /// How playing time stands to the axis at speed 1.
    pub pace: Pace,
    /// The speed.
    pub speed: f64,
    /// Pictures a second.
    pub rate: u32,
}

impl Plan {
    /// How long it plays.
    pub fn length(&self) -> Dur {
        let nanos = self.window.span.0 as f64 * self.pace.slower as f64;
        let nanos = nanos / self.pace.faster.max(1) as f64 / self.speed.max(0.01);
        // A cast from a float saturates.
        Dur(nanos as u64)
    }

    /// How many pictures that takes: the first and the last moment are among
    /// them.
    pub fn pictures(&self) -> u64 {
        let steps = u128::from(self.length().0) * u128::from(self.rate);
        let steps = steps.div_ceil(1_000_000_000).max(1);
        u64::try_from(steps).unwrap_or(u64::MAX).saturating_add(1)
    }

    /// The moment of a picture.
    pub fn moment(&self, nth: u64) -> Time {
        let last = u128::from(self.pictures() - 1).max(1);
        let part = u128::from(self.window.span.0) * u128::from(nth) / last;
        let part = u64::try_from(part).unwrap_or(u64::MAX);
        self.window.start + Dur(part.min(self.window.span.0))
    }

    /// What stands against it, if anything.
    pub fn problem(&self) -> Option<Problem> {
        (self.pictures() > MOST_PICTURES).then(|| {
            let (count, most) = (self.pictures(), MOST_PICTURES);
            Problem::new(
                "clip",
                Text::new(
                    format!("그림이 {count}장이라 너무 깁니다({most}장까지)."),
                    format!("It is too long: {count} pictures, of at most {most}."),
                ),
                Text::new(
                    "더 빠르게 하거나, 초당 장수를 줄이거나, 구간을 짧게 잡으세요.",
                    "Choose a faster speed, fewer pictures a second, or a shorter stretch.",
                ),
            )
        })
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plan(span: u64, speed: f64) -> Plan {
        Plan {
            window: Window {
                start: Time(70),
                span: Dur(span),
            },
            pace: Pace {
                slower: 1,
                faster: 1,
            },
            speed,
            rate: 10,
        }
    }

    #[test]
    fn the_first_and_the_last_moment_are_shown() {
        let plan = plan(2_000_000_000, 2.0);
        assert_eq!((plan.length(), plan.pictures()), (Dur(1_000_000_000), 11));
        let moments: Vec<u64> = (0..11).map(|n| plan.moment(n).0 - 70).collect();
        assert_eq!(moments[..3], [0, 200_000_000, 400_000_000]);
        assert_eq!(moments[10], 2_000_000_000);
        assert!(plan.problem().is_none());
    }

    #[test]
    fn what_would_take_too_many_pictures_is_told() {
        let problem = plan(3_600_000_000_000, 1.0).problem().unwrap();
        assert!(
            problem
                .reason
                .en
                .contains("36001 pictures, of at most 1500")
        );
    }

    #[test]
    fn only_what_a_worker_can_do_is_sane() {
        let begin = Begin {
            kind: Kind::Gif,
            size: (640, 360),
            rate: 20,
            pictures: 10,
            colours: vec![[1, 2, 3]],
            font: "sans-serif".into(),
        };
        assert!(begin.is_sane());
        assert_eq!(read::<Begin>(&write(&begin)), Some(begin.clone()));
        for size in [(0, 2), (641, 360), (640, 4000)] {
            let begin = Begin {
                size,
                ..begin.clone()
            };
            assert!(!begin.is_sane());
        }
        let begin = Begin { rate: 60, ..begin };
        assert!(!begin.is_sane());
    }

    proptest! {
        #[test]
        fn moments_go_on_and_stay_within(span in any::<u64>(), speed in 0.1_f64..10.0) {
            let plan = plan(span, speed);
            let count = plan.pictures();
            let moments = [0, count / 3, count / 2, count - 1].map(|n| plan.moment(n));
            prop_assert!(moments.is_sorted());
            prop_assert!(moments.iter().all(|at| *at >= plan.window.start));
        }
    }
}
