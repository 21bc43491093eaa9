//! Matches by their number: what a list needs that shows a few of very many.

use super::find::{Found, Match, Order};
use crate::base::Time;
use crate::timeline::stage::Stage;

impl Found {
    /// The match that has so many before it; none if there are not so many.
    ///
    /// Nothing is sorted: the moment is found by halving time, and every look
    /// costs a bisection of each row on which something was found.
    pub fn nth(&self, stage: &Stage, number: usize) -> Option<Match> {
        if number >= self.count() {
            return None;
        }
        let before = |order: Order| self.rank(stage, order) - 1;
        let at = last(stage.end().0, |at| before((Time(at), 0, 0, 0)) <= number);
        let at = Time(at);
        // Many may begin at one moment, each on a row of its own.
        let rows = self.rows.len() as u64;
        let row = last(rows, |row| before((at, row as u32, 0, 0)) <= number);
        let mut order = (at, row as u32, 0, 0);
        let mut found = self.first_from(stage, order)?;
        for _ in before(order)..number {
            order = self.order(stage, found)?;
            found = self.next(stage, Some(order))?;
        }
        Some(found)
    }

    /// So many matches from a number on, in their order.
    pub fn some(&self, stage: &Stage, from: usize, count: usize) -> Vec<Match> {
        let mut some = Vec::new();
        let mut next = self.nth(stage, from).filter(|_| count > 0);
        while let Some(found) = next {
            some.push(found);
            let order = self.order(stage, found);
            next = order
                .filter(|_| some.len() < count)
                .and_then(|order| self.next(stage, Some(order)));
        }
        some
    }
}

/// The last number up to `most` of which something holds that holds of zero,
/// and of none after the first of which it does not.
fn last(most: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if holds(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use crate::timeline::reading::samples::any_stage;
    use crate::timeline::reading::{Finder, Query};
    use proptest::prelude::*;

    proptest! {
        /// The list is what one meets by going from match to match.
        #[test]
        fn numbers_go_with_the_order(stage in any_stage(), text in "[a-cA-C]{0,1}[0-2]?") {
            let query = Query { text, regex: false, args: false };
            let mut finder = Finder::new(&stage, &query).unwrap();
            while !finder.advance(&stage, 1_000) {}
            let found = finder.finish();
            let mut walked = Vec::new();
            let mut next = found.next(&stage, None);
            while let Some(at) = next {
                walked.push(at);
                next = found.next(&stage, found.order(&stage, at));
            }
            prop_assert_eq!(walked.len(), found.count());
            prop_assert_eq!(&found.some(&stage, 0, usize::MAX), &walked);
            for (number, at) in walked.iter().enumerate() {
                prop_assert_eq!(found.nth(&stage, number), Some(*at));
            }
            prop_assert_eq!(found.nth(&stage, walked.len()), None);
            let from = walked.len() / 3;
            let to = walked.len().min(from + 2);
            prop_assert_eq!(&found.some(&stage, from, 2)[..], &walked[from..to]);
        }
    }
}
