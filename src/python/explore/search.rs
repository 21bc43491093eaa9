//! The search: which run comes next.

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use super::graph::{Graph, Place};
use super::guide::{Pathfinder, Trail, Visit, path_key};
use super::outcome::{Gathered, Outcome};
use super::{Contended, Explored, Found, Options};
use crate::base::{Dur, Problem};
use crate::python::machine::tracker::Tracker;
use crate::python::machine::{Ran, Settings, run_guided};

/// Why a search is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// Every schedule within the bound was seen.
    Complete,
    /// The program was run as often as is allowed.
    Runs,
    /// There are more places than are kept.
    Places,
    /// There are more outcomes than are kept.
    Outcomes,
    /// It makes more threads than can be told apart (64).
    Threads,
    /// The program did not do the same when it was run the same way again.
    Unsteady,
}

/// How far a search has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// How often the program was run.
    pub runs: u64,
    /// Places visited.
    pub places: usize,
    /// Distinct outcomes.
    pub outcomes: usize,
    /// How many preemptions the schedules have that are being looked at.
    pub preemptions: u32,
    /// Whether it is over.
    pub is_over: bool,
}

/// More distinct outcomes are not kept.
const MOST_OUTCOMES: usize = 5_000;

/// A step that has not been tried: at a place, after a step of `last`.
#[derive(Clone, Copy)]
struct Todo {
    place: u32,
    thread: u32,
}

/// A search, in pieces.
pub struct Search {
    name: String,
    source: String,
    settings: Settings,
    options: Options,
    contended: Contended,
    graph: Graph,
    outcomes: Vec<Outcome>,
    /// Steps to be tried, by the preemptions with which they come about.
    todo: Vec<Vec<Todo>>,
    level: usize,
    reached: HashSet<(u32, Option<u32>)>,
    begun: bool,
    ended: Option<Ended>,
    runs: u64,
    steps: u64,
    inexact: bool,
    threads: Vec<String>,
    problems: Vec<Problem>,
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Search")
            .field("runs", &self.runs)
            .field("places", &self.graph.places.len())
            .finish_non_exhaustive()
    }
}

impl Search {
    /// A search that has not begun. Of the settings the arguments, the input,
    /// the seed and the number of cores (as the program is told it) count.
    pub fn new(name: &str, source: &str, settings: &Settings, options: Options) -> Search {
        Search {
            name: name.to_owned(),
            source: source.to_owned(),
            settings: untimed(settings, &options),
            options,
            contended: Contended::new(),
            graph: Graph::default(),
            outcomes: Vec::new(),
            todo: Vec::new(),
            level: 0,
            reached: HashSet::new(),
            begun: false,
            ended: None,
            runs: 0,
            steps: 0,
            inexact: false,
            threads: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Whether there is nothing left to do.
    pub fn is_over(&self) -> bool {
        self.ended.is_some()
    }

    /// What is wrong with the settings.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Goes on for at most so many runs of the program.
    pub fn step(&mut self, runs: u32) -> Progress {
        for _ in 0..runs {
            if self.ended.is_some() {
                break;
            }
            match self.next() {
                _ if self.runs >= self.options.runs => self.ended = Some(Ended::Runs),
                _ if self.graph.places.len() >= self.options.places => {
                    self.ended = Some(Ended::Places);
                }
                _ if self.outcomes.len() > MOST_OUTCOMES => self.ended = Some(Ended::Outcomes),
                Some(todo) => self.try_step(todo),
                None if !self.begun => self.begin(),
                None => self.ended = Some(Ended::Complete),
            }
        }
        Progress {
            runs: self.runs,
            places: self.graph.places.len(),
            outcomes: self.outcomes.len(),
            preemptions: self.level as u32,
            is_over: self.ended.is_some(),
        }
    }

    /// Why it is over, if it is.
    pub fn explored_end(&self) -> Option<Ended> {
        self.ended
    }

    /// What was found so far.
    pub fn explored(&self) -> Explored {
        let mut counted = self.graph.count(self.options.preemptions);
        let mut outcomes = Vec::new();
        let mut schedules: u64 = 0;
        for (place, outcome) in self.outcomes.iter().enumerate() {
            let Some(counted) = counted.remove(&(place as u32)) else {
                continue;
            };
            schedules = schedules.saturating_add(counted.count);
            outcomes.push(Found {
                outcome: outcome.clone(),
                count: counted.count,
                schedule: counted.schedule,
                preemptions: counted.preemptions,
            });
        }
        let complete = self.ended == Some(Ended::Complete);
        Explored {
            outcomes,
            schedules,
            runs: self.runs,
            steps: self.steps,
            places: self.graph.places.len(),
            bound: self.options.preemptions,
            seen: match complete {
                true => Some(self.options.preemptions.unwrap_or(u32::MAX)),
                false => (self.level as u32).checked_sub(1),
            },
            ended: self.ended,
            inexact: self.inexact,
            threads: self.threads.clone(),
            contended: self.contended.clone(),
        }
    }

    /// What is contended, as far as is known.
    pub fn contended(&self) -> &Contended {
        &self.contended
    }

    /// The first run: straight on.
    fn begin(&mut self) {
        self.begun = true;
        if self.run(Vec::new()) {
            self.reach(0, None, 0);
        }
    }

    /// The next step that is to be tried and whose end is not known.
    fn next(&mut self) -> Option<Todo> {
        while let Some(list) = self.todo.get_mut(self.level) {
            let Some(todo) = list.pop() else {
                self.level += 1;
                continue;
            };
            match self.graph.places[todo.place as usize].next(todo.thread) {
                Some(next) => self.reach(next, Some(todo.thread), self.level),
                None => return Some(todo),
            }
        }
        self.level = self.level.min(self.todo.len());
        None
    }

    fn try_step(&mut self, todo: Todo) {
        let mut path = self.graph.path(todo.place);
        path.push(todo.thread);
        let level = self.level;
        if self.run(path) {
            match self.graph.places[todo.place as usize].next(todo.thread) {
                Some(next) => self.reach(next, Some(todo.thread), level),
                None => self.ended = Some(Ended::Unsteady),
            }
        }
    }

    /// A place is reached by a step of `last`: its steps are to be tried.
    fn reach(&mut self, place: u32, last: Option<u32>, level: usize) {
        if !self.reached.insert((place, last)) {
            return;
        }
        let here = &self.graph.places[place as usize];
        let mut steps: Vec<(usize, u32)> = here
            .threads()
            .map(|thread| (level + usize::from(here.preempts(last, thread)), thread))
            .collect();
        // What is put in last is tried first: straight on.
        steps.sort_by_key(|(_, thread)| Some(*thread) == last);
        for (level, thread) in steps {
            if self
                .options
                .preemptions
                .is_some_and(|most| level > most as usize)
            {
                continue;
            }
            if self.todo.len() <= level {
                self.todo.resize_with(level + 1, Vec::new);
            }
            self.todo[level].push(Todo { place, thread });
        }
    }

    /// Runs the program along a path and straight on. False if something new
    /// was found to be contended, so that the search begins anew, or it is over.
    fn run(&mut self, path: Vec<u32>) -> bool {
        self.runs += 1;
        let tracker = Rc::new(Tracker::new(self.contended.clone(), Dur::ZERO));
        let trail = Rc::new(RefCell::new(Trail::default()));
        let guide = Pathfinder {
            path,
            known: self.graph.known.clone(),
            trail: trail.clone(),
            reduced: self.options.reduced,
            most_steps: self.options.steps as usize,
        };
        let printed = Rc::new(RefCell::new(Gathered::default()));
        let sink = {
            let printed = printed.clone();
            move |piece: &crate::python::machine::Printed| printed.borrow_mut().add(piece)
        };
        let program = (self.name.as_str(), self.source.as_str());
        let ran = run_guided(program, &self.settings, &tracker, Box::new(guide), sink);
        let ran = match ran {
            Ok(ran) => ran,
            Err(problems) => {
                self.problems = problems;
                self.ended = Some(Ended::Unsteady);
                return false;
            }
        };
        self.note_threads(&ran);
        let trail = trail.take();
        self.steps += trail.visits.len() as u64;
        self.inexact |= trail.cut || trail.idle || tracker.polled.get() || ran.stopped.is_some();
        if tracker.too_many.get() {
            self.ended = Some(Ended::Threads);
            return false;
        }
        let found = tracker.found();
        if !found.is_empty() {
            self.contended.extend(found);
            self.begin_anew();
            return false;
        }
        if trail.lost {
            self.ended = Some(Ended::Unsteady);
            return false;
        }
        let gathered = printed.take();
        self.keep(&trail, &tracker, &ran, gathered);
        true
    }

    fn begin_anew(&mut self) {
        self.graph = Graph::default();
        self.outcomes.clear();
        self.todo.clear();
        self.reached.clear();
        self.level = 0;
        self.begun = false;
        self.inexact = false;
    }

    fn note_threads(&mut self, ran: &Ran) {
        for lane in ran.run.lanes.iter().skip(self.threads.len()) {
            let name = ran.run.trace.track_name(*lane);
            self.threads.push(name.to_owned());
        }
    }

    /// Keeps the places that a run came to, and its outcome.
    fn keep(&mut self, trail: &Trail, tracker: &Tracker, ran: &Ran, gathered: Gathered) {
        let mut before: Option<(u32, Visit)> = None;
        for visit in &trail.visits {
            let depth = before.map_or(0, |(place, _)| self.depth(place) + 1);
            let from = before.and_then(|(place, last)| Some((place, last.chosen?)));
            let place = self.graph.place(visit.key, || Place {
                enabled: visit.at.enabled,
                gave_way: visit.at.gave_way,
                next: Vec::new(),
                end: None,
                from,
                depth,
            });
            if let Some((from, thread)) = from {
                self.graph.link(from, thread, place);
            }
            before = Some((place, *visit));
        }
        if trail.known {
            return;
        }
        let Gathered {
            pieces, shortened, ..
        } = gathered;
        if trail.cut {
            let end = self.outcome(Outcome::cut(pieces, shortened));
            if let Some((place, _)) = before {
                let place = &mut self.graph.places[place as usize];
                place.end = Some(end);
                place.enabled = 0;
            }
            return;
        }
        let end = self.outcome(Outcome::of(ran, pieces, shortened));
        let key = match self.options.reduced {
            true => tracker.key(),
            false => path_key(before.as_ref().map(|(_, visit)| visit)),
        };
        let depth = before.map_or(0, |(place, _)| self.depth(place) + 1);
        let from = before.and_then(|(place, last)| Some((place, last.chosen?)));
        let place = self.graph.place(key, || Place {
            enabled: 0,
            gave_way: 0,
            next: Vec::new(),
            end: Some(end),
            from,
            depth,
        });
        if let Some((from, thread)) = from {
            self.graph.link(from, thread, place);
        }
    }

    fn depth(&self, place: u32) -> u32 {
        self.graph.places[place as usize].depth
    }

    fn outcome(&mut self, outcome: Outcome) -> u32 {
        let known = self.outcomes.iter().position(|known| *known == outcome);
        let place = known.unwrap_or_else(|| {
            self.outcomes.push(outcome);
            self.outcomes.len() - 1
        });
        place as u32
    }
}

/// The settings of a run in which instructions take no time.
pub(super) fn untimed(settings: &Settings, options: &Options) -> Settings {
    Settings {
        instruction: Dur::ZERO,
        batch: 50_000,
        most_instructions: options.instructions,
        ..settings.clone()
    }
}
