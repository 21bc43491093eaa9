//! Depth first through schedules: all, those with few preemptions, or one of
//! each class.

use super::hash::QuickSet;
use super::outcome::Tally;
use super::{Method, Model, Options, persistent};

/// One step deep in a schedule: the state before it, and what is left to do.
struct Frame<S> {
    state: S,
    /// Threads that can take a step and have not run out of theirs.
    enabled: u64,
    /// Of these, those that are still to be tried here.
    todo: u64,
    /// Threads whose next step leads only to what was explored elsewhere.
    sleep: u64,
    /// The thread that ran last and could go on unless it is preempted.
    last: Option<usize>,
    /// Preemptions so far.
    preemptions: u32,
    /// The thread that runs now, and whether it gives the CPU up.
    runs: usize,
}

pub(super) struct Search<'m, 't, M: Model> {
    model: &'m M,
    options: Options,
    reduced: bool,
    most_preemptions: u32,
    /// Whether states that come again are looked for.
    cuts: bool,
    frames: Vec<Frame<M::State>>,
    /// How many of the frames are in use; the rest keep what they allocated.
    depth: usize,
    /// States of the present schedule; where preemptions are counted, with the
    /// thread that ran last, as going on with it costs none.
    path: QuickSet<(M::State, Option<usize>)>,
    /// Steps of each thread in the present schedule.
    taken: [u32; 64],
    /// Threads that have run out of steps.
    cut: u64,
    tally: &'t mut Tally<'m, M>,
}

/// Searches; what is found goes into the tally.
pub(super) fn search<'m, M: Model>(model: &'m M, options: &Options, tally: &mut Tally<'m, M>) {
    let reduced = options.method == Method::Reduced;
    let mut search = Search {
        model,
        options: *options,
        reduced,
        most_preemptions: match options.method {
            Method::Bounded(most) => most,
            _ => u32::MAX,
        },
        cuts: options.cut_repeats && !reduced && model.may_loop(),
        frames: Vec::new(),
        depth: 0,
        path: QuickSet::default(),
        taken: [0; 64],
        cut: 0,
        tally,
    };
    let complete = search.run();
    tally.result.complete = complete;
}

impl<M: Model> Search<'_, '_, M> {
    /// Whether it came to its end.
    fn run(&mut self) -> bool {
        let start = self.model.start().clone();
        self.frames.push(Frame {
            state: start,
            enabled: 0,
            todo: 0,
            sleep: 0,
            last: None,
            preemptions: 0,
            runs: 0,
        });
        self.depth = 1;
        if !self.enter() {
            return false;
        }
        while self.depth > 0 {
            let top = self.depth - 1;
            if self.frames[top].todo == 0 {
                self.leave();
                continue;
            }
            if self.tally.result.steps >= self.options.steps || !self.tally.may_go_on() {
                return false;
            }
            let thread = self.next_thread();
            self.descend(thread);
            if !self.enter() {
                return false;
            }
        }
        true
    }

    /// The thread to be tried next: the one that ran last, if it can go on,
    /// then the others in order. So the first schedules have few switches.
    fn next_thread(&self) -> usize {
        let frame = &self.frames[self.depth - 1];
        match frame.last {
            Some(last) if frame.todo >> last & 1 == 1 => last,
            _ => frame.todo.trailing_zeros() as usize,
        }
    }

    /// Takes a step; the new frame stands on top.
    fn descend(&mut self, thread: usize) {
        let top = self.depth - 1;
        if self.frames.len() == self.depth {
            let state = self.frames[top].state.clone();
            let frame = Frame {
                state,
                ..self.frames[top]
            };
            self.frames.push(frame);
        }
        let (below, above) = self.frames.split_at_mut(self.depth);
        let (from, to) = (&mut below[top], &mut above[0]);
        let bit = 1 << thread;
        from.todo &= !bit;
        from.runs = thread;
        to.sleep = if self.reduced {
            awake(self.model, &from.state, from.sleep, thread)
        } else {
            0
        };
        let switched = from.last.is_some_and(|last| last != thread);
        let preempts = switched && from.last.is_some_and(|last| from.enabled >> last & 1 == 1);
        to.preemptions = from.preemptions + u32::from(preempts);
        to.last = (!self.model.is_voluntary(&from.state, thread)).then_some(thread);
        if from.todo == 0 && !self.reduced && !self.cuts {
            // It is not needed again: no copy.
            std::mem::swap(&mut from.state, &mut to.state);
        } else {
            to.state.clone_from(&from.state);
        }
        if self.reduced {
            // Whatever begins with it has been explored when it comes again.
            from.sleep |= bit;
        }
        self.model.step(&mut to.state, thread);
        self.tally.result.steps += 1;
        self.depth += 1;
        self.taken[thread] += 1;
        if self.taken[thread] >= self.options.steps_per_thread {
            self.cut |= bit;
        }
    }

    /// The topmost frame goes, and with it the step that led there.
    fn leave(&mut self) {
        if self.cuts {
            let key = self.key(self.depth - 1);
            self.path.remove(&key);
        }
        self.unwind();
    }

    fn key(&self, place: usize) -> (M::State, Option<usize>) {
        let frame = &self.frames[place];
        let last = frame.last.filter(|_| self.most_preemptions < u32::MAX);
        (frame.state.clone(), last)
    }

    fn unwind(&mut self) {
        self.depth -= 1;
        if self.depth > 0 {
            let thread = self.frames[self.depth - 1].runs;
            self.taken[thread] -= 1;
            self.cut &= !(1 << thread);
        }
    }

    /// Looks at the state on top: the end of a schedule, or what is to be
    /// tried from there. False if the budget is used up.
    fn enter(&mut self) -> bool {
        let model = self.model;
        let top = self.depth - 1;
        let cut = self.cut;
        let frame = &mut self.frames[top];
        let mut enabled = 0;
        for thread in 0..model.threads(&frame.state).min(64) {
            if cut >> thread & 1 == 0 && model.enabled(&frame.state, thread) {
                enabled |= 1 << thread;
            }
        }
        frame.enabled = enabled;
        frame.todo = enabled;
        if enabled == 0 {
            let within = self.end();
            self.unwind();
            return within;
        }
        if self.cuts && !self.path.insert(self.key(top)) {
            self.tally.result.repeats += 1;
            self.unwind();
            return true;
        }
        let frame = &mut self.frames[top];
        if frame.preemptions >= self.most_preemptions
            && let Some(last) = frame.last.filter(|last| enabled >> last & 1 == 1)
        {
            frame.todo = 1 << last;
        }
        if self.reduced {
            frame.todo = persistent::set(model, &frame.state, enabled, cut) & !frame.sleep;
            if frame.todo == 0 {
                self.tally.result.redundant += 1;
            }
        }
        true
    }

    /// A schedule is at its end. Whether there may be more.
    fn end(&mut self) -> bool {
        if self.tally.result.schedules >= self.options.schedules {
            return false;
        }
        let top = self.depth - 1;
        let steps = self.frames[..top].iter().map(|frame| frame.runs as u32);
        let frame = &self.frames[top];
        self.tally
            .count(self.model, &frame.state, self.cut, frame.preemptions, steps);
        true
    }
}

/// Of the sleeping threads those whose next step does not depend on that of
/// the thread that runs; what is explored here is not new for them.
fn awake<M: Model>(model: &M, state: &M::State, sleep: u64, thread: usize) -> u64 {
    let access = model.access(state, thread);
    let mut stays = 0;
    let mut rest = sleep & !(1 << thread);
    while rest != 0 {
        let sleeper = rest.trailing_zeros() as usize;
        rest &= rest - 1;
        if model.independent(&model.access(state, sleeper), &access) {
            stays |= 1 << sleeper;
        }
    }
    stays
}
