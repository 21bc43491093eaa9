//! Sampled call stacks as slices: what stands in one sample after another is
//! taken to be one call, as flame charts in the order of time do. It is an
//! inference: a call that ended and began again between two samples is not seen.

use crate::base::Time;
use crate::trace::{NameId, State, TraceBuilder, TrackId};

/// Samples of one thread, in the order of time.
pub struct Samples {
    track: TrackId,
    open: Vec<(NameId, Time)>,
}

impl Samples {
    /// Of a thread, none so far.
    pub fn new(track: TrackId) -> Samples {
        Samples {
            track,
            open: Vec::new(),
        }
    }

    /// From then on this is the stack, the outermost call first.
    pub fn sample(&mut self, builder: &mut TraceBuilder, at: Time, stack: &[NameId]) {
        let same = self.open.iter().zip(stack);
        let kept = same.take_while(|((open, _), now)| open == *now).count();
        self.close(builder, at, kept);
        self.open
            .extend(stack[kept..].iter().map(|name| (*name, at)));
    }

    /// The last sample is over.
    pub fn end(mut self, builder: &mut TraceBuilder, at: Time) {
        self.close(builder, at, 0);
    }

    fn close(&mut self, builder: &mut TraceBuilder, at: Time, kept: usize) {
        for (name, since) in self.open.drain(kept..) {
            if since < at {
                builder.slice(self.track, State::Span, name, since, at);
            }
        }
    }
}
