//! What proportional shares promise: time by tickets or by weight, and bounds
//! on how far a thread is ahead or behind.

use std::cell::RefCell;
use std::rc::Rc;

use super::*;
use crate::sim::choice::Choices;
use crate::sim::policy::{Eevdf, Reason, View, Wants, weight};

/// Threads that compute all the time, from the beginning; how long each had
/// the core when time is up.
fn ran(policy: &str, quantum: u64, standing: &[(i32, i8, u32)], total: u64) -> Vec<u64> {
    let threads = vec![(0, vec![Deed::Compute(total)]); standing.len()];
    let scenario = Scenario {
        standing: standing.to_vec(),
        ..plain(policy, quantum, 1, threads)
    };
    let run = run(&scenario);
    let within = |lane: TrackId| -> u64 {
        run.trace
            .track_slices(lane)
            .filter(|slice| slice.state == State::Running && slice.start.0 < total)
            .map(|slice| slice.end.0.min(total) - slice.start.0)
            .sum()
    };
    run.lanes.iter().map(|&lane| within(lane)).collect()
}

/// How many of those that compete each has, of all.
fn share(of: u64, all: u64, total: u64) -> f64 {
    total as f64 * of as f64 / all as f64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// A thread's pass is never more than a stride behind or ahead of another's,
    /// so its turns are within its due by one for each of the others.
    #[test]
    fn stride_gives_time_by_tickets(
        tickets in prop::collection::vec(1..20u32, 2..6),
        policy in prop::sample::select(vec!["stride", "stride by use"]),
    ) {
        let (quantum, total) = (10, 20_000);
        let standing: Vec<_> = tickets.iter().map(|&t| (0, 0, t)).collect();
        let all: u64 = tickets.iter().map(|&t| u64::from(t)).sum();
        let ran = ran(policy, quantum, &standing, total);
        for (ran, &tickets) in ran.iter().zip(&tickets) {
            let due = share(u64::from(tickets), all, total);
            // Strides are rounded down, by less than one in five hundred.
            let slack = due / 400.0 + (quantum * standing.len() as u64) as f64;
            prop_assert!((*ran as f64 - due).abs() <= slack, "{} for {}", ran, due);
        }
    }

    /// The number of wins is binomial: within five standard deviations.
    #[test]
    fn lottery_gives_time_by_tickets(tickets in prop::collection::vec(1..20u32, 2..6)) {
        let total = 4_000;
        let standing: Vec<_> = tickets.iter().map(|&t| (0, 0, t)).collect();
        let all: u64 = tickets.iter().map(|&t| u64::from(t)).sum();
        let ran = ran("lottery", 1, &standing, total);
        for (ran, &tickets) in ran.iter().zip(&tickets) {
            let p = f64::from(tickets) / all as f64;
            let deviation = (total as f64 * p * (1.0 - p)).sqrt();
            let off = (*ran as f64 - total as f64 * p).abs();
            prop_assert!(off <= 5.0 * deviation + 1.0, "{} for {}", ran, p);
        }
    }

    /// Whoever competes all the time gets its share by weight, but for some slices.
    #[test]
    fn fair_policies_give_time_by_weight(
        nices in prop::collection::vec(-6..7i8, 2..6),
        policy in prop::sample::select(vec![
            "fair", "fair with debit", "eevdf", "eevdf to parity",
        ]),
    ) {
        let (quantum, total) = (100, 150_000);
        let standing: Vec<_> = nices.iter().map(|&nice| (0, nice, 1)).collect();
        let all: u64 = nices.iter().map(|&nice| u64::from(weight(nice))).sum();
        let ran = ran(policy, quantum, &standing, total);
        for (ran, &nice) in ran.iter().zip(&nices) {
            let due = share(u64::from(weight(nice)), all, total);
            // Slices are up to four quanta; the heaviest can be a few ahead.
            let slack = 2_000.0;
            prop_assert!((*ran as f64 - due).abs() <= slack, "{} for {}", ran, due);
        }
    }
}

/// EEVDF, with the lags of all after each charge.
struct Watched {
    inner: Eevdf,
    threads: Vec<ThreadId>,
    /// The least and the greatest lag of anybody, by nice value.
    lags: Rc<RefCell<Vec<(i8, i64)>>>,
}

impl Watched {
    fn look(&self, view: &View<'_>) {
        for &thread in &self.threads {
            let nice = view.attributes[thread].nice;
            self.lags.borrow_mut().push((nice, self.inner.lag(thread)));
        }
    }
}

impl Policy for Watched {
    fn enqueue(&mut self, thread: ThreadId, reason: Reason, view: &View<'_>) {
        self.inner.enqueue(thread, reason, view);
        if reason == Reason::New {
            self.threads.push(thread);
        }
        self.look(view);
    }
    fn pick(&mut self, core: CoreId, view: &View<'_>, choices: &mut Choices) -> Option<ThreadId> {
        self.inner.pick(core, view, choices)
    }
    fn waiting(&self) -> usize {
        self.inner.waiting()
    }
    fn quantum(&mut self, thread: ThreadId, view: &View<'_>) -> Option<Dur> {
        self.inner.quantum(thread, view)
    }
    fn victim(&mut self, view: &View<'_>) -> Option<CoreId> {
        self.inner.victim(view)
    }
    fn charge(&mut self, thread: ThreadId, ran: Dur, view: &View<'_>) {
        self.inner.charge(thread, ran, view);
        self.look(view);
    }
    fn left(&mut self, thread: ThreadId, ended: bool, view: &View<'_>) {
        self.threads.retain(|&t| t != thread);
        self.inner.left(thread, ended, view);
    }
    fn wants(&self) -> Wants {
        self.inner.wants()
    }
}

proptest! {
    /// Stoica and Abdel-Wahab, theorem 1: while nobody leaves, no thread is
    /// ahead of its due by more than a slice, or behind by more than the longest
    /// slice there is (here all are alike), in real time at its share: a lag
    /// times the weight over 1024.
    #[test]
    fn eevdf_bounds_lags(
        nices in prop::collection::vec(-10..11i8, 2..7),
        run_to_parity in any::<bool>(),
    ) {
        let slice = 1_000;
        let lags = Rc::default();
        let mut machine = Machine::new(Settings::cores(1));
        let process = machine.process("program", None);
        for (i, &nice) in nices.iter().enumerate() {
            let attributes = Attributes { nice, ..Attributes::default() };
            let body = Script::compute(Dur(200_000)).boxed();
            machine.thread_with(process, &name(i), Time::ZERO, attributes, body);
        }
        let policy = Watched {
            inner: Eevdf::new(each::eevdf(Dur(slice), run_to_parity)),
            threads: Vec::new(),
            lags: Rc::clone(&lags),
        };
        machine.run(Box::new(policy)).expect("a valid machine");
        prop_assert!(!lags.borrow().is_empty());
        for &(nice, lag) in lags.borrow().iter() {
            let real = lag as f64 * f64::from(weight(nice)) / 1024.0;
            prop_assert!(real.abs() <= slice as f64 * 1.001 + 2.0, "{} at nice {}", real, nice);
        }
    }
}
