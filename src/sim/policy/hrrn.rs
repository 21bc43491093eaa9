//! Highest response ratio next.

use std::cmp::{Ordering, Reverse};

use super::{Measure, Policy, Reason, Rule, View, Wants, Why};
use crate::base::{Dur, Time};
use crate::sim::choice::Choices;
use crate::sim::machine::{CoreId, ThreadId};

/// Highest response ratio next (HRRN; Brinch Hansen).
///
/// One queue for all cores. Who has a core keeps it until it blocks, yields or
/// ends; then the thread with the highest (waiting + burst) / burst goes next:
/// waiting since it became ready, burst as it is stated. Ratios are compared
/// exactly, by multiplying crosswise; a burst of nothing has the highest ratio
/// of all.
///
/// Tie-breaks: of equal ratios that of the thread that arrived earlier goes
/// first, then that of the lower number.
///
/// Ratios overtake one another as time passes, so a pick looks at all that wait.
#[derive(Clone, Debug, Default)]
pub struct Hrrn {
    /// Who is ready, and since when.
    ready: Vec<(ThreadId, Time)>,
    why: Option<Why>,
}

/// (waiting + burst, burst)
type ResponseRatio = (u64, u64);

fn ratio(waiting: Dur, burst: Dur) -> ResponseRatio {
    ((waiting + burst).0, burst.0)
}

fn compare(a: ResponseRatio, b: ResponseRatio) -> Ordering {
    match (a.1, b.1) {
        (0, 0) => Ordering::Equal,
        (0, _) => Ordering::Greater,
        (_, 0) => Ordering::Less,
        _ => {
            let cross = |x: u64, y: u64| u128::from(x) * u128::from(y);
            cross(a.0, b.1).cmp(&cross(b.0, a.1))
        }
    }
}

impl Hrrn {
    /// With nobody in the queue.
    pub fn new() -> Hrrn {
        Hrrn::default()
    }

    /// The places of the best and of the second best.
    fn best_two(&self, view: &View<'_>) -> Option<(usize, Option<usize>)> {
        let better = |a: usize, b: usize| {
            let key = |i: usize| {
                let (thread, _) = self.ready[i];
                Reverse((view.threads[thread].arrived, thread))
            };
            compare(self.ratio_of(a, view), self.ratio_of(b, view)).then(key(a).cmp(&key(b)))
                == Ordering::Greater
        };
        let mut places = 0..self.ready.len();
        let mut best = places.next()?;
        let mut second: Option<usize> = None;
        for i in places {
            if better(i, best) {
                second = Some(best);
                best = i;
            } else if second.is_none_or(|s| better(i, s)) {
                second = Some(i);
            }
        }
        Some((best, second))
    }

    fn ratio_of(&self, place: usize, view: &View<'_>) -> ResponseRatio {
        let (thread, since) = self.ready[place];
        ratio(view.now.since(since), view.threads[thread].remaining())
    }
}

impl Policy for Hrrn {
    fn enqueue(&mut self, thread: ThreadId, _: Reason, view: &View<'_>) {
        self.ready.push((thread, view.now));
    }

    fn pick(&mut self, _: CoreId, view: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        let (best, second) = self.best_two(view)?;
        let measure = |place| {
            let (over, under) = self.ratio_of(place, view);
            Measure::Ratio(over, under)
        };
        let other = second.map(|place| (self.ready[place].0, measure(place)));
        self.why = Some(Why::compared(Rule::ResponseRatio, measure(best), other));
        let (thread, _) = self.ready.swap_remove(best);
        Some(thread)
    }

    fn waiting(&self) -> usize {
        self.ready.len()
    }

    fn why(&self) -> Option<Why> {
        self.why
    }

    fn wants(&self) -> Wants {
        Wants {
            bursts: true,
            ..Wants::default()
        }
    }
}
