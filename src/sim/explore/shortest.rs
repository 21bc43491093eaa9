//! The schedule with the fewest preemptions, then switches, then steps, for
//! each outcome: Dijkstra's algorithm over (state, thread that ran last).

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

use super::hash::QuickMap;
use super::outcome::Tally;
use super::{Model, Options};
use crate::sim::schedule::Schedule;

/// Preemptions, switches, steps: compared in this order.
type Cost = (u32, u32, u32);

/// A state, and who ran last: that decides what each next step costs.
struct Node {
    /// Its place in the list of states.
    state: u32,
    cost: Cost,
    /// The node and the thread by which it was reached.
    from: Option<(u32, u8)>,
    /// Who ran last, and whether it would be preempted by a switch.
    last: Option<(u8, bool)>,
    settled: bool,
}

struct Graph<'m, M: Model> {
    model: &'m M,
    places: QuickMap<Rc<M::State>, u32>,
    states: Vec<Rc<M::State>>,
    nodes: Vec<Node>,
    known: QuickMap<(u32, Option<(u8, bool)>), u32>,
    queue: BinaryHeap<Reverse<(Cost, u32)>>,
}

/// Finds shortest schedules, and outcomes that no schedule showed that was counted.
pub(super) fn search<'m, M: Model>(model: &'m M, options: &Options, tally: &mut Tally<'m, M>) {
    let mut graph = Graph {
        model,
        places: QuickMap::default(),
        states: Vec::new(),
        nodes: Vec::new(),
        known: QuickMap::default(),
        queue: BinaryHeap::new(),
    };
    let start = graph.place(model.start().clone());
    graph.reach(start, (0, 0, 0), None, None);
    while let Some(Reverse((_, node))) = graph.queue.pop() {
        if graph.states.len() > options.states || !tally.may_go_on() {
            return;
        }
        tally.states = graph.states.len();
        if graph.settle(node) {
            let state = graph.nodes[node as usize].state;
            let cost = graph.nodes[node as usize].cost;
            let state = graph.states[state as usize].clone();
            tally.shortest(model, &state, cost.0, || graph.schedule(node));
            if tally.result.complete && tally.all_shortest() {
                return;
            }
        }
    }
}

impl<M: Model> Graph<'_, M> {
    fn place(&mut self, state: M::State) -> u32 {
        if let Some(place) = self.places.get(&state) {
            return *place;
        }
        let place = self.states.len() as u32;
        let state = Rc::new(state);
        self.states.push(state.clone());
        self.places.insert(state, place);
        place
    }

    /// A way to a node; kept if it is the cheapest so far.
    fn reach(&mut self, state: u32, cost: Cost, last: Option<(u8, bool)>, from: Option<(u32, u8)>) {
        let next = self.nodes.len() as u32;
        let node = *self.known.entry((state, last)).or_insert(next);
        if node == next {
            self.nodes.push(Node {
                state,
                cost,
                from,
                last,
                settled: false,
            });
        } else {
            let known = &mut self.nodes[node as usize];
            if known.settled || known.cost <= cost {
                return;
            }
            known.cost = cost;
            known.from = from;
        }
        self.queue.push(Reverse((cost, node)));
    }

    /// The cheapest way to a node is known: on to its neighbours. Whether it
    /// is the end of a schedule.
    fn settle(&mut self, node: u32) -> bool {
        let record = &mut self.nodes[node as usize];
        if std::mem::replace(&mut record.settled, true) {
            return false;
        }
        let (place, cost, last) = (record.state, record.cost, record.last);
        let state = self.states[place as usize].clone();
        let model = self.model;
        let enabled = |thread: usize| model.enabled(&state, thread);
        let mut is_end = true;
        for thread in 0..model.threads(&state).min(64) {
            if !enabled(thread) {
                continue;
            }
            is_end = false;
            let mut next = M::State::clone(&state);
            let voluntary = model.is_voluntary(&state, thread);
            model.step(&mut next, thread);
            let switch = last.is_some_and(|(last, _)| usize::from(last) != thread);
            let preempts =
                switch && last.is_some_and(|(last, could)| could && enabled(usize::from(last)));
            let cost = (
                cost.0 + u32::from(preempts),
                cost.1 + u32::from(switch),
                cost.2 + 1,
            );
            let next = self.place(next);
            self.reach(
                next,
                cost,
                Some((thread as u8, !voluntary)),
                Some((node, thread as u8)),
            );
        }
        is_end
    }

    fn schedule(&self, node: u32) -> Schedule {
        let mut steps = Vec::new();
        let mut from = self.nodes[node as usize].from;
        while let Some((node, thread)) = from {
            steps.push(u32::from(thread));
            from = self.nodes[node as usize].from;
        }
        steps.reverse();
        Schedule::new(steps)
    }
}
