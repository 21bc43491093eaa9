//! What exploring says, held against plain recursion, and against the machine.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proptest::prelude::*;

use super::tests::{image, run, with};
use super::*;
use crate::base::{Dur, Time};
use crate::sim::policy::Scripted;
use crate::sim::program::{Access, Bench, Image, State, Timing};
use crate::sim::{Machine, Settings, ThreadId};

/// A class of equivalent schedules: layer, thread and place of each step.
type Form = Vec<(usize, u32, u32)>;

/// Counts by the plainest means.
#[derive(Default)]
struct Brute {
    count: u64,
    by_outcome: HashMap<Outcome, u64>,
    by_preemptions: BTreeMap<u32, u64>,
    least: HashMap<Outcome, (u32, usize, usize)>,
    classes: HashMap<Outcome, BTreeSet<Form>>,
    repeats: u64,
}

struct Step {
    thread: usize,
    access: Access,
    /// Threads that could take a step only from then on.
    enables: u64,
}

fn enabled(image: &Image, state: &State) -> u64 {
    (0..state.threads.len())
        .filter(|t| image.enabled(state, *t))
        .fold(0, |bits, t| bits | 1 << t)
}

/// The Foata normal form: each step in the first layer behind all on which it
/// depends.
fn foata(steps: &[Step]) -> Form {
    let mut layers: Vec<usize> = Vec::new();
    let mut form = Vec::new();
    for (place, step) in steps.iter().enumerate() {
        let depends = |earlier: &Step| {
            earlier.thread == step.thread
                || earlier.enables >> step.thread & 1 == 1
                // A join comes behind the end, also of one that ended long before.
                || step.access.end_of == Some(earlier.thread as u32)
                || !earlier.access.is_independent(&step.access)
        };
        let before = (0..place).filter(|&e| depends(&steps[e]));
        let layer = before.map(|e| layers[e] + 1).max().unwrap_or(0);
        let nth = steps[..place]
            .iter()
            .filter(|s| s.thread == step.thread)
            .count();
        layers.push(layer);
        form.push((layer, step.thread as u32, nth as u32));
    }
    form.sort_unstable();
    form
}

impl Brute {
    fn of(image: &Image, bound: u32, cut_repeats: bool) -> Brute {
        let mut brute = Brute::default();
        let start = image.start().clone();
        brute.walk(
            image,
            &start,
            &mut Vec::new(),
            bound,
            cut_repeats,
            &mut Vec::new(),
        );
        brute
    }

    fn walk(
        &mut self,
        image: &Image,
        state: &State,
        steps: &mut Vec<Step>,
        bound: u32,
        cut_repeats: bool,
        path: &mut Vec<State>,
    ) {
        let taken = |t: usize| steps.iter().filter(|s| s.thread == t).count() as u32;
        let can = enabled(image, state);
        let cut = (0..state.threads.len())
            .filter(|t| taken(*t) >= bound)
            .fold(0, |bits, t| bits | 1 << t);
        if can & !cut == 0 {
            return self.end(image, state, cut, steps);
        }
        if cut_repeats && path.contains(state) {
            self.repeats += 1;
            return;
        }
        path.push(state.clone());
        for thread in 0..state.threads.len() {
            if (can & !cut) >> thread & 1 == 1 {
                let mut next = state.clone();
                let access = image.access(state, thread);
                image.step(&mut next, thread);
                steps.push(Step {
                    thread,
                    access,
                    enables: enabled(image, &next) & !can,
                });
                self.walk(image, &next, steps, bound, cut_repeats, path);
                steps.pop();
            }
        }
        path.pop();
    }

    fn end(&mut self, image: &Image, state: &State, cut: u64, steps: &[Step]) {
        let schedule = Schedule::new(steps.iter().map(|s| s.thread as u32).collect());
        let cost = preemptions(image, &schedule);
        let outcome = image.outcome(state, cut);
        self.count += 1;
        *self.by_outcome.entry(outcome.clone()).or_default() += 1;
        *self.by_preemptions.entry(cost).or_default() += 1;
        let all = (cost, schedule.switches(), steps.len());
        let least = self.least.entry(outcome.clone()).or_insert(all);
        *least = all.min(*least);
        self.classes
            .entry(outcome)
            .or_default()
            .insert(foata(steps));
    }
}

fn counts(explored: &Explored<Outcome>) -> HashMap<Outcome, u64> {
    let counted = explored.outcomes.iter().filter(|found| found.count > 0);
    counted
        .map(|found| (found.outcome.clone(), found.count))
        .collect()
}

/// Holds everything that exploring says against the plain recursion.
fn check(text: &str) {
    let image = image(text);
    let brute = Brute::of(&image, 1000, false);
    let full = run(&image, &with(Method::Full));
    assert!(full.complete && full.repeats == 0, "{text}");
    assert_eq!(full.schedules, brute.count, "{text}");
    assert_eq!(counts(&full), brute.by_outcome, "{text}");
    let reduced = run(&image, &with(Method::Reduced));
    let classes =
        |(outcome, forms): (&Outcome, &BTreeSet<_>)| (outcome.clone(), forms.len() as u64);
    let classes: HashMap<Outcome, u64> = brute.classes.iter().map(classes).collect();
    assert!(reduced.complete);
    assert_eq!(reduced.schedules, classes.values().sum::<u64>(), "{text}");
    assert_eq!(counts(&reduced), classes, "{text}");
    for most in 0..3 {
        let bounded = run(&image, &with(Method::Bounded(most)));
        let few = brute
            .by_preemptions
            .range(..=most)
            .map(|(_, n)| n)
            .sum::<u64>();
        assert_eq!(bounded.schedules, few, "{most} preemptions: {text}");
    }
    for found in full.outcomes.iter().chain(&reduced.outcomes) {
        let schedule = &found.schedule;
        let (state, whole) = replay(&image, schedule);
        assert!(
            whole && image.outcome(&state, 0) == found.outcome,
            "{text}: {schedule}"
        );
        let cost = preemptions(&image, schedule);
        assert_eq!(cost, found.preemptions, "{text}: {schedule}");
        let least = brute.least[&found.outcome];
        assert!(found.is_shortest, "{text}: {schedule}");
        assert_eq!(
            (cost, schedule.switches(), schedule.steps.len()),
            least,
            "{text}: {schedule}"
        );
        assert_eq!(
            timed(text, schedule),
            (state, schedule.steps.clone()),
            "{text}: {schedule}"
        );
    }
}

/// The state to which a schedule leads on the machine, and the steps taken.
fn timed(text: &str, schedule: &Schedule) -> (State, Vec<u32>) {
    let mut machine = Machine::new(Settings::cores(1));
    let timing = Timing {
        instr: Dur(2),
        unit: Dur(1),
    };
    let image = image(text);
    let names = image.thread_names().to_vec();
    let disk = machine.device("disk", None);
    let bench = Bench::new(image, timing, vec![("disk".to_owned(), disk)]).unwrap();
    let process = machine.process("program", None);
    for (place, name) in names.iter().enumerate() {
        machine.thread(process, name, Time::ZERO, Box::new(bench.body(place)));
    }
    let turns = schedule
        .steps
        .iter()
        .map(|thread| ThreadId(*thread))
        .collect();
    machine
        .run(Box::new(Scripted::new(turns, bench.done())))
        .unwrap();
    (bench.state(), bench.steps())
}

/// Pieces of programs; those with locks and the like come in pairs that can
/// also be torn apart.
const PIECES: &[&str] = &[
    "load ax x",
    "store ax x",
    "add ax 1",
    "store 2 y",
    "load bx y",
    "move cx 1; fetch-add cx x",
    "test-and-set dx y",
    "compare-and-swap ax x 5",
    "load ax [z + bx]",
    "lock m",
    "unlock m",
    "lock m; load ax x; add ax 1; store ax x; unlock m",
    "lock n",
    "unlock n",
    "acquire s",
    "release s",
    "put q 1",
    "put q 2",
    "get ax q",
    "set e",
    "clear e",
    "await e",
    "arrive b",
    "lock m; wait c; unlock m",
    "lock m; notify c; unlock m",
    "lock h; wait d; unlock h",
    "lock h; notify-all d; unlock h",
    "read-lock w",
    "read-unlock w",
    "write-lock w",
    "write-unlock w",
    "assert ax == 0",
    "yield",
    "sleep 3",
    "io disk 2",
    "spawn p",
    "spawn p; join p",
    "try-lock ax m",
    "compare ax 0; je over; store 7 y; over:",
    "store 1 100; load ax 104",
    "load dx [100 + 4*bx]",
];

fn program(pieces: &[Vec<usize>]) -> String {
    let mut text = String::from(
        "cell x 0\ncell y 0\ncell z 1 2\nsemaphore s 1\nqueue q 1\nbarrier b 2\nmutex m\nmutex n\nevent e
condition c m\nmutex h hand-off\ncondition d h\nrwlock w writers\n",
    );
    for (thread, pieces) in pieces.iter().enumerate() {
        text += &format!("thread T{thread}\n");
        for (place, piece) in pieces.iter().enumerate() {
            let own = format!("over{place}");
            text += &PIECES[*piece].replace("over", &own);
            text += "\n";
        }
    }
    text + "program p\nload ax x\nstore ax y\n"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn exploring_is_what_brute_force_gives(
        pieces in proptest::collection::vec(proptest::collection::vec(0..PIECES.len(), 1..4), 2..4)
    ) {
        let text = program(&pieces);
        let image = image(&text);
        // Brute force must come to an end.
        let size = run(&image, &Options { states: 0, schedules: 1_000, ..Options::default() });
        prop_assume!(size.complete);
        check(&text);
    }

    #[test]
    fn unrolled_loops_are_what_brute_force_gives(
        wait in 0..3usize, bound in 3..7u32
    ) {
        let loops = ["load ax x; compare ax 0; je again", "test-and-set ax x; compare ax 0; jne again", "jump again"];
        let text = format!("cell x 0\nthread A\nagain: {}\nstore 1 y\nthread B\nstore 1 x\nload ax y\nstore 0 x", loops[wait]);
        let image = image(&text);
        for cut_repeats in [false, true] {
            let options = Options { steps_per_thread: bound, cut_repeats, ..Options::default() };
            let brute = Brute::of(&image, bound, cut_repeats);
            let full = run(&image, &options);
            prop_assert!(full.complete);
            prop_assert_eq!((full.schedules, full.repeats), (brute.count, brute.repeats));
            prop_assert_eq!(counts(&full), brute.by_outcome);
            if !cut_repeats {
                let reduced = run(&image, &Options { method: Method::Reduced, ..options });
                let forms: HashSet<_> = brute.classes.values().flatten().collect();
                prop_assert_eq!(reduced.schedules, forms.len() as u64);
            }
        }
    }
}
