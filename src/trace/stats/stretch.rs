//! The longest time that a lane was in one state without a break: how long a
//! thread starved, if it is the ready state.

use std::ops::Range;

use crate::base::Time;
use crate::trace::{State, Trace, TrackId};

impl Trace {
    /// The longest stretch of a track in a state, of equal ones the first;
    /// slices that follow each other without a gap make one stretch. None if
    /// it never was in that state for any time.
    ///
    /// # Panics
    /// If the track is another trace's.
    pub fn longest_stretch(&self, track: TrackId, state: State) -> Option<Range<Time>> {
        let mut longest: Option<Range<Time>> = None;
        let mut present: Option<Range<Time>> = None;
        for slice in self.track_slices(track) {
            if slice.state != state || slice.start == slice.end {
                continue;
            }
            let stretch = match present.take() {
                Some(before) if before.end >= slice.start => before.start..slice.end,
                _ => slice.start..slice.end,
            };
            let length = stretch.end.since(stretch.start);
            if longest
                .as_ref()
                .is_none_or(|most| length > most.end.since(most.start))
            {
                longest = Some(stretch.clone());
            }
            present = Some(stretch);
        }
        longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{Clock, TraceBuilder, TrackKind};

    #[test]
    fn stretches_join_and_the_first_of_equal_ones_counts() {
        let mut builder = TraceBuilder::new(Clock::Virtual);
        let track = builder.track(None, TrackKind::Thread, "A");
        let name = builder.name("core");
        for (state, start, end) in [
            (State::Ready, 0, 2),
            (State::Running, 2, 3),
            (State::Ready, 3, 4),
            (State::Ready, 4, 6),
            (State::Running, 6, 8),
            (State::Ready, 8, 11),
        ] {
            builder.slice(track, state, name, Time(start), Time(end));
        }
        let trace = builder.finish();
        let longest = |state| trace.longest_stretch(track, state);
        assert_eq!(longest(State::Ready), Some(Time(3)..Time(6)));
        assert_eq!(longest(State::Running), Some(Time(6)..Time(8)));
        assert_eq!(longest(State::Sleeping), None);
    }
}
