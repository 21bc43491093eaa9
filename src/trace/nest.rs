//! Slices within slices of the same track: depth and time of one's own.

use super::model::{SliceId, Trace};
use crate::base::Dur;

/// So many slices within one are added up at most.
const MOST_WITHIN: usize = 200_000;

impl Trace {
    /// How many slices of the same track a slice lies within.
    ///
    /// # Panics
    /// If the slice is another trace's; so for all that ask about a slice.
    pub fn depth_of(&self, slice: SliceId) -> usize {
        self.around(slice).count()
    }

    /// The slices of the same track that a slice lies within, the outermost first.
    pub fn around(&self, slice: SliceId) -> impl Iterator<Item = SliceId> + '_ {
        let inner = self.slice(slice);
        let row = self.row_of(slice);
        let rows = self.track(self.rows()[row].track).rows();
        rows.take_while(move |above| *above != row)
            .filter_map(move |above| {
                let outer = self.slice_at(above, inner.start)?;
                (outer.end >= inner.end).then_some(outer.id)
            })
    }

    /// How long a slice goes on while no slice within it does: the time that a
    /// call spends in itself rather than in what it calls. None if there are
    /// more slices within it than can be added up at once.
    pub fn self_time(&self, slice: SliceId) -> Option<Dur> {
        let outer = self.slice(slice);
        let row = self.row_of(slice);
        let rows = self.track(self.rows()[row].track).rows();
        let mut within = Vec::new();
        for below in rows.skip_while(|other| *other != row).skip(1) {
            let inside = self.slices_in(below, outer.start..outer.end);
            if within.len() + inside.len() > MOST_WITHIN {
                return None;
            }
            within.extend(
                inside
                    .filter(|inner| inner.start >= outer.start && inner.end <= outer.end)
                    .map(|inner| (inner.start, inner.end)),
            );
        }
        within.sort_unstable();
        let mut covered = Dur::ZERO;
        let mut until = outer.start;
        for (start, end) in within {
            covered += end.since(start.max(until).min(end));
            until = until.max(end);
        }
        Some(outer.dur().saturating_sub(covered))
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use crate::base::{Dur, Time};
    use crate::trace::{Clock, SliceId, State, Trace, TraceBuilder, TrackKind};

    fn trace(slices: &[(&str, u64, u64)]) -> Trace {
        let mut b = TraceBuilder::new(Clock::Recorded);
        let track = b.track(None, TrackKind::Thread, "T");
        for &(name, from, to) in slices {
            let name = b.name(name);
            b.slice(track, State::Span, name, Time(from), Time(to));
        }
        b.finish()
    }

    fn find(trace: &Trace, name: &str) -> SliceId {
        (0..trace.slice_count() as u32)
            .map(SliceId)
            .find(|id| trace.name(trace.slice(*id).name) == name)
            .unwrap()
    }

    #[test]
    fn a_call_has_the_time_that_its_calls_do_not() {
        let trace = trace(&[
            ("main", 0, 100),
            ("read", 10, 30),
            ("parse", 12, 20),
            ("write", 50, 90),
            ("beside", 95, 120),
        ]);
        for (name, depth, own) in [
            ("main", 0, 40),
            ("read", 1, 12),
            ("parse", 2, 8),
            ("write", 1, 40),
            // It overlaps main and is not within it.
            ("beside", 0, 25),
        ] {
            let id = find(&trace, name);
            assert_eq!(trace.depth_of(id), depth, "{name}");
            assert_eq!(trace.self_time(id), Some(Dur(own)), "{name}");
        }
        let around: Vec<_> = trace.around(find(&trace, "parse")).collect();
        assert_eq!(around, [find(&trace, "main"), find(&trace, "read")]);
    }

    #[test]
    fn overlapping_calls_within_one_count_once() {
        let trace = trace(&[("outer", 0, 100), ("a", 10, 40), ("b", 30, 60)]);
        let own = trace.self_time(find(&trace, "outer"));
        assert_eq!(own, Some(Dur(50)));
    }
}
