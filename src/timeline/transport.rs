//! The playback clock: how wall time moves the playhead.

use crate::base::{Dur, Time};

/// The speeds that can be chosen, as multiples of the pace.
pub const SPEEDS: [f64; 7] = [0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0];
const NORMAL: usize = 3;

/// How the time of the trace stands to that of the watcher at speed 1: one of
/// the two is 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pace {
    /// How many times slower than real.
    pub slower: u64,
    /// How many times faster than real.
    pub faster: u64,
}

impl Pace {
    /// A trace of 2 to 20 seconds plays as it was. A shorter one is slowed by
    /// 2, 5, 10, 20 … until it takes 3 seconds or more, a longer one is
    /// quickened until it takes 20 or less.
    pub fn for_length(length: Dur) -> Pace {
        let real = Pace {
            slower: 1,
            faster: 1,
        };
        let (least, most) = (Dur::secs(2), Dur::secs(20));
        if length.is_zero() || (least <= length && length <= most) {
            return real;
        }
        if length < least {
            let slower = factors().find(|f| length * *f >= Dur::secs(3));
            return Pace {
                slower: slower.unwrap_or(1),
                ..real
            };
        }
        let faster = factors().find(|f| Dur(length.0.div_ceil(*f)) <= most);
        Pace {
            faster: faster.unwrap_or(1),
            ..real
        }
    }

    /// How many nanoseconds of the trace pass in a millisecond of the watcher.
    fn nanos_per_ms(self) -> f64 {
        1e6 * self.faster as f64 / self.slower as f64
    }
}

/// 2, 5, 10, 20, 50 … as far as they fit.
fn factors() -> impl Iterator<Item = u64> {
    (0..19).flat_map(|decade| {
        [2, 5, 10]
            .into_iter()
            .filter_map(move |n| 10_u64.pow(decade).checked_mul(n))
    })
}

/// Where the playhead is and how it moves.
#[derive(Clone, PartialEq, Debug)]
pub struct Transport {
    end: Time,
    at: Time,
    /// The part of a nanosecond that was not yet moved.
    carry: f64,
    playing: bool,
    speed: usize,
    repeat: Option<(Time, Time)>,
    pace: Pace,
}

impl Transport {
    /// At rest at the beginning of an axis that ends at `end`.
    pub fn new(end: Time) -> Transport {
        Transport {
            end,
            at: Time::ZERO,
            carry: 0.0,
            playing: false,
            speed: NORMAL,
            repeat: None,
            pace: Pace::for_length(end.since(Time::ZERO)),
        }
    }

    /// The playhead.
    pub fn at(&self) -> Time {
        self.at
    }

    /// The end of the axis.
    pub fn end(&self) -> Time {
        self.end
    }

    /// Whether it moves.
    pub fn playing(&self) -> bool {
        self.playing
    }

    /// The chosen speed.
    pub fn speed(&self) -> f64 {
        SPEEDS[self.speed]
    }

    /// What speed 1 means here.
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// The range that is played again and again.
    pub fn repeat(&self) -> Option<(Time, Time)> {
        self.repeat
    }

    /// The axis ends elsewhere; a playhead at the old end goes with it.
    pub fn set_end(&mut self, end: Time) {
        let follows = self.at == self.end && self.end > Time::ZERO && !self.playing;
        self.end = end;
        self.pace = Pace::for_length(end.since(Time::ZERO));
        self.at = if follows { end } else { self.at.min(end) };
        let still = self.repeat.map(|(from, to)| (from.min(end), to.min(end)));
        self.repeat = still.filter(|(from, to)| from < to);
    }

    /// Begins to move; from the beginning if it was at the end.
    pub fn play(&mut self) {
        let (from, to) = self.repeat.unwrap_or((Time::ZERO, self.end));
        if self.at >= to || self.at < from {
            self.at = from;
        }
        self.carry = 0.0;
        self.playing = self.at < to;
    }

    /// Stays where it is.
    pub fn pause(&mut self) {
        self.playing = false;
    }

    /// Goes to a moment, at most to the end.
    pub fn seek(&mut self, at: Time) {
        self.at = at.min(self.end);
        self.carry = 0.0;
    }

    /// The next slower speed.
    pub fn slower(&mut self) {
        self.speed = self.speed.saturating_sub(1);
    }

    /// The next faster speed.
    pub fn faster(&mut self) {
        self.speed = (self.speed + 1).min(SPEEDS.len() - 1);
    }

    /// The offered speed that is nearest to `speed`.
    pub fn set_speed(&mut self, speed: f64) {
        let far = |s: f64| (s.ln() - speed.max(1e-6).ln()).abs();
        let nearest = (0..SPEEDS.len()).min_by(|a, b| far(SPEEDS[*a]).total_cmp(&far(SPEEDS[*b])));
        self.speed = nearest.unwrap_or(NORMAL);
    }

    /// Plays a range again and again, or no longer.
    pub fn set_repeat(&mut self, range: Option<(Time, Time)>) {
        self.repeat = range
            .map(|(a, b)| (a.min(b), a.max(b).min(self.end)))
            .filter(|(from, to)| from < to);
    }

    /// Moves by wall time, if it plays. Gives whether anything changed. At the
    /// end of the loop it goes back, at the end of all it stops.
    pub fn advance(&mut self, wall_ms: f64) -> bool {
        if !self.playing || !wall_ms.is_finite() || wall_ms <= 0.0 {
            return false;
        }
        let by = wall_ms * self.speed() * self.pace.nanos_per_ms() + self.carry;
        let whole = by.floor();
        self.carry = by - whole;
        let to = self.at + Dur(whole as u64);
        match self.repeat {
            Some((from, until)) if to >= until => {
                let length = until.since(from).0;
                self.at = from + Dur(to.since(until).0 % length);
            }
            _ if to >= self.end => {
                self.at = self.end;
                self.playing = false;
            }
            _ => self.at = to,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_length_plays_in_a_sensible_time() {
        for (length, slower, faster) in [
            (Dur::ZERO, 1, 1),
            (Dur::millis(3), 1_000, 1),
            (Dur::millis(900), 5, 1),
            (Dur::millis(1_999), 2, 1),
            (Dur::secs(2), 1, 1),
            (Dur::secs(20), 1, 1),
            (Dur::secs(60), 1, 5),
            (Dur::secs(86_400), 1, 5_000),
            (Dur(40), 100_000_000, 1),
        ] {
            let pace = Pace::for_length(length);
            assert_eq!((pace.slower, pace.faster), (slower, faster), "{length}");
        }
    }

    #[test]
    fn a_minute_plays_in_twelve_seconds() {
        let mut transport = Transport::new(Time::ZERO + Dur::secs(60));
        transport.play();
        for _ in 0..11 {
            transport.advance(1_000.0);
        }
        assert_eq!(transport.at(), Time::ZERO + Dur::secs(55));
        assert!(transport.playing());
        transport.advance(1_000.0);
        assert_eq!(transport.at(), transport.end());
        assert!(!transport.playing());
        transport.play();
        assert_eq!(transport.at(), Time::ZERO);
    }

    #[test]
    fn a_loop_never_leaves_its_range() {
        let mut transport = Transport::new(Time::ZERO + Dur::secs(10));
        let ms = |n| Time::ZERO + Dur::millis(n);
        transport.set_repeat(Some((ms(400), ms(100))));
        assert_eq!(transport.repeat(), Some((ms(100), ms(400))));
        transport.play();
        for _ in 0..500 {
            transport.advance(16.7);
            assert!(transport.at() >= ms(100) && transport.at() < ms(400));
        }
        transport.set_repeat(Some((ms(5), ms(5))));
        assert_eq!(transport.repeat(), None);
    }

    #[test]
    fn speeds_are_those_offered() {
        let mut transport = Transport::new(Time(10));
        for (wished, given) in [(0.1, 0.1), (0.0, 0.1), (3.5, 5.0), (1.0, 1.0), (1e9, 10.0)] {
            transport.set_speed(wished);
            assert_eq!(transport.speed(), given, "{wished}");
        }
        transport.faster();
        assert_eq!(transport.speed(), 10.0);
        for _ in 0..9 {
            transport.slower();
        }
        assert_eq!(transport.speed(), 0.1);
    }

    #[test]
    fn a_trace_that_grows_takes_the_playhead_along() {
        let mut transport = Transport::new(Time(100));
        transport.seek(Time(100));
        transport.set_end(Time(150));
        assert_eq!(transport.at(), Time(150));
        transport.seek(Time(20));
        transport.set_end(Time(10));
        assert_eq!(transport.at(), Time(10));
    }

    proptest! {
        #[test]
        fn small_steps_add_up_to_a_large_one(parts in prop::collection::vec(0.01..40.0, 1..60)) {
            let end = Time::ZERO + Dur::secs(20);
            let (mut small, mut large) = (Transport::new(end), Transport::new(end));
            small.play();
            large.play();
            for part in &parts {
                small.advance(*part);
            }
            large.advance(parts.iter().sum());
            prop_assert!(small.at().0.abs_diff(large.at().0) <= 1);
        }

        #[test]
        fn the_playhead_stays_on_the_axis(
            end in 1..u64::MAX / 2,
            at in any::<u64>(),
            ms in prop::collection::vec(-10.0..1e7, 0..20),
        ) {
            let mut transport = Transport::new(Time(end));
            transport.seek(Time(at));
            transport.play();
            for ms in ms {
                transport.advance(ms);
                prop_assert!(transport.at() <= Time(end));
            }
        }
    }
}
