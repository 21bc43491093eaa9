//! Gang scheduling: threads that belong together get their cores together.
//!
//! John Ousterhout, "Scheduling techniques for concurrent systems", 3rd
//! International Conference on Distributed Computing Systems (1982).

use super::{Measure, Policy, Reason, Rule, View, Wants, Why};
use crate::base::{Dur, Id, Time};
use crate::sim::choice::Choices;
use crate::sim::machine::{CoreId, ThreadId};

/// A place in the matrix.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Cell {
    Free,
    /// Kept for a member of the gang.
    Kept(u32),
    Taken(ThreadId),
}

/// A matrix with a column for each core: each row is a slot of time, in which
/// each core runs the thread of its column. The rows take turns.
///
/// Who has no gang ([`super::Attributes::gang`]) is a gang of its own. When the
/// first member of a gang comes, places for all that the machine knows of are
/// taken in the first row that has room for them; a gang that is larger than
/// the machine is spread over rows of its own. A thread keeps its place until
/// it ends.
///
/// Tie-breaks: a slot begins with the next row, in order, that has a ready
/// thread, and ends for all cores at once; it ends before its time when none of
/// its row is ready or runs. A thread that becomes ready in its row's slot has
/// its core at once. A core whose thread in the row is not ready stays idle,
/// though others wait, unless the policy fills in: then it runs the first ready
/// thread of its column in the rows that follow, until it blocks or the slot ends.
/// Affinities do not matter.
#[derive(Clone, Debug)]
pub struct Gang {
    slot: Dur,
    fills_in: bool,
    rows: Vec<Vec<Cell>>,
    /// By thread: its place, and whether it is ready.
    threads: Vec<Option<(usize, usize, bool)>>,
    ready: usize,
    row: usize,
    /// Where the next slot looks first.
    next_row: usize,
    slot_end: Time,
    cores: usize,
    why: Option<Why>,
}

impl Gang {
    /// For so many cores, with slots of that length; zero is taken as no limit.
    pub fn new(cores: u32, slot: Dur, fills_in: bool) -> Gang {
        Gang {
            slot: if slot.is_zero() { Dur(u64::MAX) } else { slot },
            fills_in,
            rows: Vec::new(),
            threads: Vec::new(),
            ready: 0,
            row: 0,
            next_row: 0,
            slot_end: Time::ZERO,
            cores: cores.max(1) as usize,
            why: None,
        }
    }

    fn find(&self, wanted: impl Fn(&Cell) -> bool) -> Option<(usize, usize)> {
        let rows = self.rows.iter().enumerate();
        rows.flat_map(|(row, cells)| {
            cells
                .iter()
                .zip(0..)
                .map(move |(cell, col)| (cell, row, col))
        })
        .find(|(cell, ..)| wanted(cell))
        .map(|(_, row, col)| (row, col))
    }

    /// Keeps places for so many in one row, or in rows of their own.
    fn keep(&mut self, gang: u32, size: usize) {
        let mut left = size;
        while left > 0 {
            let wanted = left.min(self.cores);
            let has_room =
                |row: &Vec<Cell>| row.iter().filter(|cell| **cell == Cell::Free).count() >= wanted;
            let row = self.rows.iter().position(has_room).unwrap_or_else(|| {
                self.rows.push(vec![Cell::Free; self.cores]);
                self.rows.len() - 1
            });
            let free = self.rows[row]
                .iter_mut()
                .filter(|cell| **cell == Cell::Free);
            for cell in free.take(wanted) {
                *cell = Cell::Kept(gang);
            }
            left -= wanted;
        }
    }

    fn place(&mut self, thread: ThreadId, view: &View<'_>) -> (usize, usize) {
        let gang = view.attributes[thread].gang;
        let size = match gang {
            Some(_) => view.attributes.iter().filter(|a| a.gang == gang).count(),
            None => 1,
        };
        // Threads without a gang have numbers behind those of gangs.
        let number = gang.unwrap_or(u32::MAX);
        let kept = |gang: &Gang| gang.find(|cell| *cell == Cell::Kept(number));
        let place = kept(self).or_else(|| {
            let there = self.threads.iter().zip(view.attributes.iter());
            let there = there.filter(|(place, a)| place.is_some() && a.gang == gang);
            let missing = match gang {
                Some(_) => size.saturating_sub(there.count()),
                None => 1,
            };
            self.keep(number, missing.max(1));
            kept(self)
        });
        let (row, col) = place.unwrap_or((0, 0));
        self.rows[row][col] = Cell::Taken(thread);
        (row, col)
    }

    fn is_ready(&self, thread: ThreadId) -> bool {
        let place = self.threads.get(thread.index()).copied().flatten();
        place.is_some_and(|(_, _, ready)| ready)
    }

    fn ready_at(&self, row: usize, col: usize) -> Option<ThreadId> {
        match self.rows.get(row)?.get(col)? {
            Cell::Taken(thread) if self.is_ready(*thread) => Some(*thread),
            _ => None,
        }
    }

    /// Goes on to the next row that has somebody, if this slot is over.
    fn settle_slot(&mut self, view: &View<'_>) {
        let runs = |thread: &ThreadId| {
            let place = self.threads.get(thread.index()).copied().flatten();
            place.is_some_and(|(row, ..)| row == self.row)
        };
        let has_ready = |row: usize| (0..self.cores).any(|col| self.ready_at(row, col).is_some());
        let goes_on = view.running.iter().flatten().any(runs) || has_ready(self.row);
        if view.now < self.slot_end && goes_on {
            return;
        }
        let count = self.rows.len();
        let next = (0..count).map(|n| (self.next_row + n) % count);
        if let Some(row) = next.into_iter().find(|&row| has_ready(row)) {
            self.row = row;
            self.next_row = row + 1;
            self.slot_end = view.now + self.slot;
        }
    }
}

impl Policy for Gang {
    fn enqueue(&mut self, thread: ThreadId, _: Reason, view: &View<'_>) {
        if self.threads.len() <= thread.index() {
            self.threads.resize(thread.index() + 1, None);
        }
        let (row, col) = match self.threads[thread.index()] {
            Some((row, col, _)) => (row, col),
            None => self.place(thread, view),
        };
        self.threads[thread.index()] = Some((row, col, true));
        self.ready += 1;
    }

    fn pick(&mut self, core: CoreId, view: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        self.settle_slot(view);
        let rows = if self.fills_in { self.rows.len() } else { 1 };
        let rows = (0..rows).map(|n| (self.row + n) % self.rows.len().max(1));
        let mut found = rows.filter_map(|row| Some((row, self.ready_at(row, core.index())?)));
        let (row, thread) = found.next()?;
        self.ready -= 1;
        self.threads[thread.index()] = Some((row, core.index(), false));
        let gang = view.attributes[thread].gang;
        self.why = Some(Why {
            mine: gang.map(|gang| Measure::Int(gang.into())),
            ..Why::rule(Rule::Gang)
        });
        Some(thread)
    }

    fn waiting(&self) -> usize {
        self.ready
    }

    fn why(&self) -> Option<Why> {
        self.why
    }

    fn quantum(&mut self, _: ThreadId, view: &View<'_>) -> Option<Dur> {
        // Not zero, which would be no limit, where loading took longer than the slot.
        Some(self.slot_end.since(view.now).max(Dur(1)))
    }

    fn left(&mut self, thread: ThreadId, ended: bool, _: &View<'_>) {
        if let (true, Some((row, col, _))) = (ended, self.threads[thread.index()]) {
            self.rows[row][col] = Cell::Free;
            self.threads[thread.index()] = None;
        }
    }

    fn wants(&self) -> Wants {
        Wants {
            accounts: true,
            exact_cores: true,
            ..Wants::default()
        }
    }
}
