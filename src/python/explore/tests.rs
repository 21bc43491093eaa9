//! Programs whose schedules can be counted by hand.

use super::*;
use crate::python::machine::Settings;

pub(super) fn explored(source: &str, options: Options) -> Explored {
    let mut search = Search::new("program.py", source, &Settings::default(), options);
    while !search.is_over() {
        search.step(100);
    }
    search.explored()
}

fn all() -> Options {
    Options {
        preemptions: None,
        ..Options::default()
    }
}

/// What was printed, and by how many schedules.
fn counts(explored: &Explored) -> Vec<(String, u64)> {
    let one = |found: &Found| (found.outcome.stdout(), found.count);
    let mut counts: Vec<_> = explored.outcomes.iter().map(one).collect();
    counts.sort();
    counts
}

const LOST: &str = "\
import threading
counter = 0
def work():
    global counter
    counter += 1
threads = [threading.Thread(target=work) for _ in range(N)]
for t in threads: t.start()
for t in threads: t.join()
print(counter)
";

#[test]
fn the_lost_update_of_two_threads() {
    let found = explored(&LOST.replace('N', "2"), all());
    assert_eq!(
        counts(&found),
        [("1\n".to_owned(), 4), ("2\n".to_owned(), 2)]
    );
    assert!(found.is_proof());
}

/// Interleavings of so many threads that each load and then store a counter,
/// by the value that is left, with at most so many preemptions: every order of
/// steps is gone through.
fn lost_updates(threads: usize, bound: Option<u32>) -> Vec<(String, u64)> {
    #[derive(Clone)]
    struct State {
        counter: u64,
        /// How many steps each has taken, and what it loaded.
        threads: Vec<(u8, u64)>,
        last: Option<usize>,
        preemptions: u32,
    }
    fn go(state: &State, bound: Option<u32>, counts: &mut std::collections::BTreeMap<String, u64>) {
        let ready: Vec<usize> = (0..state.threads.len())
            .filter(|n| state.threads[*n].0 < 2)
            .collect();
        if ready.is_empty() {
            *counts.entry(format!("{}\n", state.counter)).or_default() += 1;
        }
        for &thread in &ready {
            let mut next = state.clone();
            let could = state.last.filter(|last| ready.contains(last));
            next.preemptions += u32::from(could.is_some_and(|last| last != thread));
            if bound.is_some_and(|most| next.preemptions > most) {
                continue;
            }
            let (steps, loaded) = &mut next.threads[thread];
            match steps {
                0 => *loaded = state.counter,
                _ => next.counter = *loaded + 1,
            }
            *steps += 1;
            next.last = Some(thread);
            go(&next, bound, counts);
        }
    }
    let mut counts = std::collections::BTreeMap::new();
    let start = State {
        counter: 0,
        threads: vec![(0, 0); threads],
        last: None,
        preemptions: 0,
    };
    go(&start, bound, &mut counts);
    counts.into_iter().collect()
}

#[test]
fn lost_updates_are_counted_as_by_going_through_all_orders() {
    for threads in [2, 3] {
        let source = LOST.replace('N', &threads.to_string());
        for bound in [None, Some(0), Some(1), Some(2)] {
            let options = Options {
                preemptions: bound,
                ..Options::default()
            };
            let found = explored(&source, options);
            assert_eq!(counts(&found), lost_updates(threads, bound), "{bound:?}");
            assert!(found.is_proof());
        }
    }
}

#[test]
fn a_lock_mends_the_lost_update() {
    let source = LOST.replace('N', "3").replace(
        "    global counter\n    counter += 1\n",
        "    global counter\n    with lock:\n        counter += 1\n",
    );
    let source = source.replace("counter = 0\n", "counter = 0\nlock = threading.Lock()\n");
    let found = explored(&source, all());
    assert_eq!(counts(&found).len(), 1);
    assert_eq!(found.outcomes[0].outcome.stdout(), "3\n");
    assert!(found.is_proof());
    // Who takes the lock first, second, third: load and store are each one's own.
    assert!(found.schedules >= 6);
}

const TWO_LOCKS: &str = "\
import threading
a, b = threading.Lock(), threading.Lock()
def one():
    with a:
        with b:
            print('one')
def two():
    with b:
        with a:
            print('two')
threads = [threading.Thread(target=one, name='T1'), threading.Thread(target=two, name='T2')]
for t in threads: t.start()
for t in threads: t.join()
print('done')
";

#[test]
fn two_locks_in_two_orders_stop_for_good_and_the_circle_is_named() {
    let found = explored(TWO_LOCKS, all());
    assert!(found.is_proof());
    let stuck = found
        .outcomes
        .iter()
        .find(|found| found.outcome.kind() == Kind::Deadlock);
    let stuck = stuck.expect("a deadlock");
    let Ending::Stuck { cycle, sentence } = &stuck.outcome.ending else {
        panic!("{:?}", stuck.outcome);
    };
    let link = |waits: &str, object: &str, held_by: &str| {
        let object = Some(object.to_owned());
        (waits.to_owned(), object, held_by.to_owned())
    };
    assert_eq!(
        *cycle,
        [link("T1", "Lock-2", "T2"), link("T2", "Lock-1", "T1")],
        "{sentence:?}"
    );
    assert_eq!(stuck.preemptions, 1);
    assert_eq!(stuck.outcome.stdout(), "");
    let printed: Vec<String> = counts(&found).into_iter().map(|(text, _)| text).collect();
    assert_eq!(printed, ["", "one\ntwo\ndone\n", "two\none\ndone\n"]);
}

#[test]
fn every_outcome_is_there_again_when_its_schedule_is_followed() {
    for source in [TWO_LOCKS, &LOST.replace('N', "3"), QUEUE, CONDITION] {
        let found = explored(source, Options::default());
        for one in &found.outcomes {
            let way: Way = found.way(one).to_string().parse().expect("its own text");
            let text = std::rc::Rc::new(std::cell::RefCell::new(String::new()));
            let seen = text.clone();
            let settings = Settings::default();
            let replayed = replay("program.py", source, &settings, &way, move |printed| {
                if !printed.error {
                    seen.borrow_mut().push_str(&printed.text);
                }
            });
            let replayed = replayed.expect("settings");
            assert!(replayed.followed, "{way}");
            assert_eq!(*text.borrow(), one.outcome.stdout(), "{way}");
            let is_stuck = one.outcome.kind() == Kind::Deadlock;
            assert_eq!(replayed.ran.is_stuck(), is_stuck, "{way}");
        }
    }
}

const QUEUE: &str = "\
import queue, threading
q = queue.Queue()
def worker(name):
    while (item := q.get()) is not None:
        print(name, item)
threads = [threading.Thread(target=worker, args=(n,)) for n in 'xy']
for t in threads: t.start()
for item in (1, None, None): q.put(item)
for t in threads: t.join()
";

const CONDITION: &str = "\
import threading
condition = threading.Condition()
ready = False
def waits():
    with condition:
        while not ready:
            condition.wait()
        print('seen')
def sets():
    global ready
    with condition:
        ready = True
        print('set')
        condition.notify()
threads = [threading.Thread(target=f) for f in (waits, sets)]
for t in threads: t.start()
for t in threads: t.join()
";

#[test]
fn who_takes_from_a_queue_varies() {
    let found = explored(QUEUE, all());
    let printed: Vec<String> = counts(&found).into_iter().map(|(text, _)| text).collect();
    assert_eq!(printed, ["x 1\n", "y 1\n"]);
    assert!(found.is_proof());
}

#[test]
fn a_condition_is_waited_for_in_a_loop() {
    let found = explored(CONDITION, all());
    let printed: Vec<String> = counts(&found).into_iter().map(|(text, _)| text).collect();
    assert_eq!(printed, ["set\nseen\n"]);
    assert!(found.is_proof());
    // Without the loop's question a notice may come before the wait.
    let careless = CONDITION.replace("while not ready", "if True");
    let found = explored(&careless, all());
    let kinds: Vec<Kind> = found.outcomes.iter().map(|f| f.outcome.kind()).collect();
    assert!(kinds.contains(&Kind::Deadlock), "{kinds:?}");
}

#[test]
fn one_thread_has_one_schedule() {
    let source = "\
import asyncio
async def work(name, wait):
    await asyncio.sleep(wait)
    print(name)
async def main():
    await asyncio.gather(work('a', 0.2), work('b', 0.1), work('c', 0.1))
asyncio.run(main())
";
    let found = explored(source, all());
    assert_eq!(counts(&found), [("b\nc\na\n".to_owned(), 1)]);
    assert!(found.is_proof());
}

#[test]
fn sleeps_end_in_the_order_of_their_lengths_and_equal_ones_in_every_order() {
    let source = "\
import threading, time
def work(name, wait):
    time.sleep(wait)
    print(name)
threads = [threading.Thread(target=work, args=x) for x in (('a', 0.2), ('b', 0.1), ('c', 0.1))]
for t in threads: t.start()
for t in threads: t.join()
";
    let found = explored(source, all());
    let expected = [("b\nc\na\n".to_owned(), 1), ("c\nb\na\n".to_owned(), 1)];
    assert_eq!(counts(&found), expected);
}

#[test]
fn a_loop_that_waits_for_a_variable_ends() {
    let source = "\
import threading
flag = False
def work():
    global flag
    flag = True
t = threading.Thread(target=work)
t.start()
while not flag:
    pass
t.join()
print('seen')
";
    let found = explored(source, Options::default());
    let printed: Vec<String> = counts(&found).into_iter().map(|(text, _)| text).collect();
    assert_eq!(printed, ["seen\n"]);
    assert!(found.inexact, "it had to let the other go on");
}

#[test]
fn exceptions_and_endless_loops_are_outcomes_too() {
    let source = "\
import threading
items = [1]
def work():
    if items:
        items.pop()
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(items)
";
    let found = explored(source, all());
    let failed: Vec<&Found> = found
        .outcomes
        .iter()
        .filter(|found| found.outcome.kind() == Kind::Failed)
        .collect();
    assert!(!failed.is_empty());
    for found in failed {
        let raised = found.outcome.exceptions();
        assert_eq!(raised, ["IndexError: pop from empty list"]);
    }
    let options = Options {
        instructions: 200_000,
        ..Options::default()
    };
    let found = explored("while True:\n    pass\n", options);
    assert_eq!(found.outcomes[0].outcome.kind(), Kind::Cut);
    assert!(!found.is_proof());
}

#[test]
fn daemons_may_be_torn_off_anywhere() {
    let source = "\
import threading
def work():
    print(1)
    print(2)
threading.Thread(target=work, daemon=True).start()
print('end')
";
    let found = explored(source, all());
    let printed: Vec<String> = counts(&found).into_iter().map(|(text, _)| text).collect();
    let expected = [
        "1\n2\nend\n",
        "1\nend\n",
        "1\nend\n2\n",
        "end\n",
        "end\n1\n",
        "end\n1\n2\n",
    ];
    assert_eq!(printed, expected);
}

#[test]
fn a_search_in_small_pieces_finds_the_same() {
    let source = LOST.replace('N', "3");
    let whole = explored(&source, all());
    let mut search = Search::new("program.py", &source, &Settings::default(), all());
    let mut before = 0;
    while !search.is_over() {
        let progress = search.step(1);
        assert!(progress.runs >= before && progress.runs <= before + 1);
        before = progress.runs;
        let _ = search.explored();
    }
    assert_eq!(search.explored(), whole);
}

#[test]
fn a_budget_ends_the_search_and_says_up_to_where_it_has_come() {
    let options = Options { runs: 8, ..all() };
    let found = explored(&LOST.replace('N', "3"), options);
    assert_eq!(found.ended, Some(Ended::Runs));
    assert!(!found.is_proof());
    assert!(found.runs <= 8);
}

#[test]
fn ways_as_texts() {
    for text in ["v1", "v1 B C2 B", "v1 B ~", "v1 A ~00000a.ffffff"] {
        let way: Way = text.parse().expect(text);
        assert_eq!(way.to_string().trim_end(), text.trim_end());
    }
    for text in ["v1 B ~zz", "v1 B ~12345", "v1 3 ~", "x"] {
        assert!(text.parse::<Way>().is_err(), "{text}");
    }
}

#[test]
fn a_schedule_of_another_program_is_not_followed() {
    let way: Way = "v1 B C7 B".parse().expect("a schedule");
    let source = LOST.replace('N', "2");
    let replayed = replay("program.py", &source, &Settings::default(), &way, |_| {});
    assert!(!replayed.expect("settings").followed);
}

/// The texts that are printed, without how often.
fn texts(explored: &Explored) -> Vec<String> {
    counts(explored).into_iter().map(|(text, _)| text).collect()
}

#[test]
fn limits_of_waiting_pass_only_when_nobody_can_go_on() {
    // The other one gives the lock back after a sleep that is shorter, as long,
    // or longer.
    let source = "\
import threading, time
lock = threading.Lock()
def holder():
    with lock:
        time.sleep(HOLDS)
def asks():
    if lock.acquire(timeout=0.2):
        print('got it')
        lock.release()
    else:
        print('gave up')
threads = [threading.Thread(target=f) for f in (holder, asks)]
for t in threads: t.start()
for t in threads: t.join()
";
    for (holds, expected) in [
        ("0.1", &["got it\n"][..]),
        ("0.2", &["gave up\n", "got it\n"]),
        ("0.3", &["gave up\n", "got it\n"]),
    ] {
        let found = explored(&source.replace("HOLDS", holds), all());
        assert_eq!(texts(&found), expected, "{holds}");
        assert!(found.is_proof(), "{holds}");
    }
    let source = "\
import queue, threading, time
q = queue.Queue()
def puts():
    time.sleep(0.1)
    q.put(1)
threading.Thread(target=puts).start()
try:
    print(q.get(timeout=0.1))
except queue.Empty:
    print('empty')
";
    let found = explored(source, all());
    assert_eq!(texts(&found), ["1\n", "empty\n"]);
}

#[test]
fn processes_contend_for_what_they_share_only() {
    let source = "\
from multiprocessing import Process, Value
own = 0
def work(shared):
    global own
    own += 1
    LOCK
if __name__ == '__main__':
    shared = Value('i', 0)
    children = [Process(target=work, args=(shared,)) for _ in range(2)]
    for child in children: child.start()
    for child in children: child.join()
    print(own, shared.value)
";
    let careless = source.replace("LOCK", "shared.value += 1");
    let found = explored(&careless, all());
    assert_eq!(texts(&found), ["0 1\n", "0 2\n"]);
    assert!(found.is_proof());
    let careful = source.replace("LOCK", "with shared.get_lock(): shared.value += 1");
    let found = explored(&careful, all());
    assert_eq!(texts(&found), ["0 2\n"]);
    assert!(found.is_proof());
}

#[test]
fn a_lock_that_is_held_at_a_fork_may_stop_the_child_for_ever() {
    let source = "\
import threading
from multiprocessing import Process
lock = threading.Lock()
def holder():
    with lock:
        pass
def child():
    with lock:
        print('child')
if __name__ == '__main__':
    thread = threading.Thread(target=holder)
    thread.start()
    process = Process(target=child)
    process.start()
    process.join()
    thread.join()
";
    let found = explored(source, all());
    let mut kinds: Vec<Kind> = found.outcomes.iter().map(|f| f.outcome.kind()).collect();
    kinds.sort();
    assert_eq!(kinds, [Kind::Ended, Kind::Deadlock]);
    for one in &found.outcomes {
        let settings = Settings::default();
        let replayed = replay("program.py", source, &settings, &found.way(one), |_| {});
        let replayed = replayed.expect("settings");
        assert!(replayed.followed);
        assert_eq!(
            replayed.ran.is_stuck(),
            one.outcome.kind() == Kind::Deadlock
        );
    }
}

#[test]
fn iterators_generators_and_random_numbers_are_taken_from_in_every_order() {
    let source = "\
import random, threading
random.seed(1)
first = random.Random(1).random()
SHARED
got = {'a': None, 'b': None}
def work(name):
    got[name] = TAKES
threads = [threading.Thread(target=work, args=(name,)) for name in got]
for t in threads: t.start()
for t in threads: t.join()
print(got['a'] == FIRST)
";
    for (shared, takes, one) in [
        ("shared = iter(range(2))", "next(shared)", "0"),
        (
            "shared = iter([5, 6])",
            "[x for x, _ in zip(shared, '1')]",
            "[5]",
        ),
        ("shared = enumerate('xy')", "next(shared)", "(0, 'x')"),
        ("shared = (x for x in 'xy')", "next(shared)", "'x'"),
        (
            "import itertools; shared = itertools.count()",
            "next(shared)",
            "0",
        ),
        ("", "random.random()", "first"),
    ] {
        let source = source.replace("SHARED", shared).replace("TAKES", takes);
        let found = explored(&source.replace("FIRST", one), all());
        assert_eq!(texts(&found), ["False\n", "True\n"], "{takes}");
        assert!(found.is_proof(), "{takes}");
    }
    // Each thread's own are nobody else's.
    let own = source.replace("SHARED", "").replace("FIRST", "0");
    let found = explored(&own.replace("TAKES", "next(iter(range(2)))"), all());
    assert_eq!(
        (counts(&found), found.runs),
        (vec![("True\n".to_owned(), 1)], 1)
    );
}

/// A handler runs before any instruction of the main thread: without a lock, and
/// with one that it may take again, it loses an update; with a plain lock it may
/// wait for the thread that it interrupts.
#[test]
fn a_signal_may_come_before_any_instruction_of_the_main_thread() {
    let source = "\
import os, signal, threading
lock = threading.LOCK()
total = 0
def handler(number, frame):
    global total
    with lock:
        total += 10
signal.signal(signal.SIGUSR1, handler)
thread = threading.Thread(target=os.kill, args=(os.getpid(), signal.SIGUSR1))
thread.start()
with lock:
    total += 1
thread.join()
print(total)
";
    let found = explored(&source.replace("LOCK", "RLock"), all());
    assert_eq!(texts(&found), ["1\n", "11\n"]);
    assert!(found.is_proof());
    let found = explored(&source.replace("LOCK", "Lock"), all());
    let mut kinds: Vec<Kind> = found.outcomes.iter().map(|f| f.outcome.kind()).collect();
    kinds.sort();
    assert_eq!(kinds, [Kind::Ended, Kind::Deadlock]);
    assert!(found.is_proof());
}

#[test]
fn a_process_that_forks_where_it_stands_is_explored() {
    let source = "\
import os
r, w = os.pipe()
if os.fork() == 0:
    os.write(w, b'child ')
    os._exit(0)
os.write(w, b'parent ')
os.wait()
print(os.read(r, 100))
";
    let found = explored(source, all());
    let wanted = ["b'child parent '\n", "b'parent child '\n"];
    assert_eq!(texts(&found), wanted);
}
