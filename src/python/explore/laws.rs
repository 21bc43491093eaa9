//! Random programs: with and without reduction the same is found, and as much
//! of it as by exploring the same program as instructions, which has nothing in
//! common with this search.

use std::collections::BTreeMap;
use std::fmt::Write;

use proptest::prelude::*;

use super::tests::explored;
use super::{Kind, Options};
use crate::sim::explore::{Go, Method, explore};
use crate::sim::program::{Image, Key, System};

/// What a thread does with what is shared.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Touch {
    Load(usize),
    Store(usize, i8),
    /// Takes a lock, stores, and gives it back.
    Guarded(usize, usize, i8),
    /// Takes both locks, this one first.
    Both(usize),
}

const NAMES: [&str; 2] = ["x", "y"];
const LOCKS: [&str; 2] = ["m", "n"];

fn touch() -> impl Strategy<Value = Touch> {
    prop_oneof![
        (0..2_usize).prop_map(Touch::Load),
        (0..2_usize, 1..4_i8).prop_map(|(x, n)| Touch::Store(x, n)),
        (0..2_usize, 0..2_usize, 1..4_i8).prop_map(|(m, x, n)| Touch::Guarded(m, x, n)),
        (0..2_usize).prop_map(Touch::Both),
    ]
}

/// What a touch consists of: what is touched, and whether it is changed.
fn parts(touch: Touch) -> Vec<(&'static str, bool, String, String)> {
    let lock = |m: usize| {
        let name = LOCKS[m];
        (
            name,
            true,
            format!("{name}.acquire()"),
            format!("lock {name}"),
        )
    };
    let unlock = |m: usize| {
        let name = LOCKS[m];
        (
            name,
            true,
            format!("{name}.release()"),
            format!("unlock {name}"),
        )
    };
    let store = |x: usize, n: i8| {
        let name = NAMES[x];
        (
            name,
            true,
            format!("{name} = {n}"),
            format!("store {n} {name}"),
        )
    };
    match touch {
        Touch::Load(x) => {
            let name = NAMES[x];
            vec![(
                name,
                false,
                format!("t = {name}"),
                format!("load ax {name}"),
            )]
        }
        Touch::Store(x, n) => vec![store(x, n)],
        Touch::Guarded(m, x, n) => vec![lock(m), store(x, n), unlock(m)],
        Touch::Both(m) => vec![lock(m), lock(1 - m), unlock(1 - m), unlock(m)],
    }
}

/// What two threads touch and one of them changes.
fn contended(threads: &[Vec<Touch>]) -> Vec<&'static str> {
    let all = NAMES.into_iter().chain(LOCKS);
    all.filter(|name| {
        let of = |touches: &Vec<Touch>| -> Vec<bool> {
            let parts = touches.iter().flat_map(|touch| parts(*touch));
            parts
                .filter(|part| part.0 == *name)
                .map(|part| part.1)
                .collect()
        };
        let by: Vec<Vec<bool>> = threads.iter().map(of).filter(|by| !by.is_empty()).collect();
        by.len() > 1 && by.iter().flatten().any(|write| *write)
    })
    .collect()
}

fn python(threads: &[Vec<Touch>]) -> String {
    let mut text = String::from("import threading\nx = y = 0\n");
    text.push_str("m, n = threading.Lock(), threading.Lock()\n");
    for (place, touches) in threads.iter().enumerate() {
        let _ = writeln!(text, "def f{place}():\n    global x, y");
        for (.., line, _) in touches.iter().flat_map(|touch| parts(*touch)) {
            let _ = writeln!(text, "    {line}");
        }
    }
    let names: Vec<String> = (0..threads.len()).map(|n| format!("f{n}")).collect();
    let _ = writeln!(
        text,
        "all = [threading.Thread(target=f) for f in [{}]]\n\
         for t in all: t.start()\nfor t in all: t.join()\nprint(x, y)",
        names.join(", ")
    );
    text
}

/// The same as instructions: those that touch what is contended.
fn instructions(threads: &[Vec<Touch>]) -> String {
    let contended = contended(threads);
    let mut text = String::from("cell x 0\ncell y 0\nmutex m\nmutex n\n");
    for (place, touches) in threads.iter().enumerate() {
        let _ = writeln!(text, "thread T{place}");
        for (name, _, _, line) in touches.iter().flat_map(|touch| parts(*touch)) {
            if contended.contains(&name) {
                let _ = writeln!(text, "  {line}");
            }
        }
    }
    text
}

/// How many schedules end with which values, or in a deadlock.
type Counts = BTreeMap<Option<Vec<i64>>, u64>;

fn of_python(source: &str, options: Options) -> Counts {
    let mut counts = Counts::new();
    for found in explored(source, options).outcomes {
        let key = match found.outcome.kind() {
            Kind::Deadlock => None,
            Kind::Ended => {
                let text = found.outcome.stdout();
                Some(
                    text.split_whitespace()
                        .filter_map(|n| n.parse().ok())
                        .collect(),
                )
            }
            other => panic!("{other:?}: {source}"),
        };
        *counts.entry(key).or_default() += found.count;
    }
    counts
}

/// The same by instructions; of what only one thread touches the last value is
/// not compared.
fn of_instructions(text: &str, bound: Option<u32>) -> Counts {
    let (system, problems) = System::parse(text);
    assert_eq!(problems, [], "{text}");
    let image = Image::link(&system).expect("a system");
    let options = crate::sim::explore::Options {
        method: bound.map_or(Method::Full, Method::Bounded),
        states: 0,
        ..Default::default()
    };
    let explored = explore(&image, &options, &mut |_| Go::Continue);
    assert!(explored.complete);
    let mut counts = Counts::new();
    for found in explored.outcomes {
        let memory = found.outcome.memory.as_ref().expect("nothing was cut");
        let key = (!found.outcome.is_deadlock()).then(|| {
            let cells = image.cells();
            cells
                .map(|(_, first, _)| memory.get(Key::Cell(first)))
                .collect()
        });
        *counts.entry(key).or_default() += found.count;
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn as_many_schedules_as_of_the_same_instructions(
        threads in prop_oneof![
            prop::collection::vec(prop::collection::vec(touch(), 1..3), 2),
            prop::collection::vec(prop::collection::vec(touch(), 1..2), 3),
        ],
        bound in prop::option::of(0..3_u32),
    ) {
        let source = python(&threads);
        let options = Options { preemptions: bound, ..Options::default() };
        let found = of_python(&source, options);
        // A thread without a step is none of the other's.
        let text = instructions(&threads);
        let expected = of_instructions(&text, bound);
        let contended = contended(&threads);
        let both = NAMES.iter().all(|name| contended.contains(name));
        if both {
            prop_assert_eq!(&found, &expected, "{}\n{}", source, text);
        } else {
            let sum = |counts: &Counts| counts.values().sum::<u64>();
            prop_assert_eq!(sum(&found), sum(&expected), "{}\n{}", source, text);
            prop_assert_eq!(found.get(&None), expected.get(&None), "{}\n{}", source, text);
        }
    }

    #[test]
    fn reduction_changes_nothing_that_is_found(
        threads in prop::collection::vec(prop::collection::vec(touch(), 1..2), 2..4),
        bound in 0..2_u32,
    ) {
        let source = python(&threads);
        let reduced = Options { preemptions: Some(bound), ..Options::default() };
        let whole = Options { reduced: false, ..reduced };
        prop_assert_eq!(of_python(&source, reduced), of_python(&source, whole), "{}", source);
    }
}
