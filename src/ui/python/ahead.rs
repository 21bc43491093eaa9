//! The first run, asked for before the page is rendered: the worker computes
//! while the browser lays the page out.

use std::cell::RefCell;

use super::job::{PROGRAM, order};
use super::state::Desk;
use crate::share::{Embed, Link};
use crate::web::address;
use crate::web::worker::WorkerLink;
use crate::workbench::Draft;
use crate::workbench::running::{LONGEST_SOURCE, write};

thread_local! {
    /// What was asked for, and who computes it.
    static ASKED: RefCell<Option<(Draft, WorkerLink)>> = const { RefCell::new(None) };
}

/// Asks for a run of what a link means. Whatever is in the way is told when the
/// page asks.
pub fn ask(link: &Link) {
    let embedded = Embed::parse(&address::query()).is_some();
    let draft = Desk::open(&link.own, embedded).draft().clone();
    let begun = (draft.source.len() <= LONGEST_SOURCE)
        .then(|| PROGRAM.begin().ok())
        .flatten()
        // Its loader keeps what it is told until it is ready.
        .filter(|worker| worker.send(&write(&order(&draft))).is_ok());
    ASKED.set(begun.map(|worker| (draft, worker)));
}

/// The worker that was asked to run this, once. It is not known to be ready.
pub fn take(draft: &Draft) -> Option<WorkerLink> {
    let (asked, worker) = ASKED.take()?;
    (asked == *draft).then_some(worker)
}

/// Ends a run that nobody took.
pub fn close() {
    drop(ASKED.take());
}
