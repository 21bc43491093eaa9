//! Programs that need little of the library; what they print is CPython's.

use std::cell::RefCell;
use std::rc::Rc;

use super::*;

fn printed(source: &str, settings: &Settings) -> (String, Ran) {
    let text = Rc::new(RefCell::new(String::new()));
    let seen = text.clone();
    let ran = run("program.py", source, settings, move |printed| {
        seen.borrow_mut().push_str(&printed.text);
    });
    let ran = ran.expect("the settings are right");
    let text = text.borrow().clone();
    (text, ran)
}

fn output(source: &str) -> String {
    printed(source, &Settings::default()).0
}

#[test]
fn time_passes_by_sleeping_and_hardly_by_computing() {
    let text = output(
        "import time\nt = time.monotonic()\ntime.sleep(0.5)\nx = 0\nfor i in range(1000):\n    x += i\nprint(x, round(time.monotonic() - t, 2))\n",
    );
    assert_eq!(text, "499500 0.5\n");
}

#[test]
fn an_uncaught_error_ends_the_program_with_1() {
    let (text, ran) = printed("print('a')\n1 / 0\n", &Settings::default());
    assert_eq!(ran.code, Some(1));
    assert!(
        text.starts_with("a\nTraceback (most recent call last):\n"),
        "{text}"
    );
    assert!(
        text.ends_with("ZeroDivisionError: division by zero\n"),
        "{text}"
    );
}

#[test]
fn a_loop_without_end_is_stopped() {
    let settings = Settings {
        most_instructions: 100_000,
        ..Settings::default()
    };
    let (text, ran) = printed("while True:\n    pass\n", &settings);
    assert_eq!(text, "");
    assert!(ran.over_budget);
    assert_eq!(ran.code, None);
}

/// Four threads of work and a sleep each; what they print does not depend on
/// who was faster.
const WORK: &str = "\
import threading, time
results = {}
def work(n):
    total = 0
    for i in range(20000):
        total += i * n
    time.sleep(0.001)
    results[n] = total
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print([results[n] for n in range(4)])
";

fn traced(source: &str, settings: &Settings) -> (String, String) {
    let (text, ran) = printed(source, settings);
    (text, ran.run.trace.dump())
}

#[test]
fn the_same_seed_gives_the_same_trace_and_another_one_other_numbers() {
    let source = "import random, time\nfor _ in range(3):\n    time.sleep(random.random())\n";
    let of = |seed| Settings {
        seed,
        ..Settings::default()
    };
    assert_eq!(traced(source, &of(7)), traced(source, &of(7)));
    assert_ne!(traced(source, &of(7)).1, traced(source, &of(8)).1);
    // Where nothing is drawn the seed changes nothing.
    assert_eq!(traced(WORK, &of(7)), traced(WORK, &of(8)));
}

#[test]
fn runs_do_not_know_of_each_other() {
    let before = traced(WORK, &Settings::default());
    let other = "import threading, asyncio, json\nclass A: pass\nprint(id(A()) > 0)\n";
    printed(other, &Settings::default());
    assert_eq!(traced(WORK, &Settings::default()), before);
}

/// With the GIL one thread runs at a time, on however many cores; without, n
/// cores take at least an n-th of the work, and never longer than fewer cores.
#[test]
fn what_cores_and_the_gil_change_is_time_only() {
    let text = "[0, 199990000, 399980000, 599970000]\n";
    let work = |ran: &Ran, settings: &Settings| ran.instructions * settings.instruction.0;
    let mut before = u64::MAX;
    for cores in 1..=8 {
        for gil in [Some(Dur(5_000_000)), None] {
            let settings = Settings {
                cores,
                gil,
                ..Settings::default()
            };
            let (printed, ran) = printed(WORK, &settings);
            assert_eq!(printed, text, "{cores} cores, {gil:?}");
            let (end, work) = (ran.run.trace.end().0, work(&ran, &settings));
            assert!(end * u64::from(cores) >= work, "{cores} cores, {gil:?}");
            if gil.is_some() {
                assert!(end >= work, "{cores} cores: {end} {work}");
            } else {
                assert!(end <= before, "{cores} cores: {end} {before}");
                before = end;
            }
        }
    }
}

#[test]
fn a_child_has_a_copy_of_what_its_parent_had() {
    let text = output(
        "\
import multiprocessing
shared = {'n': [1, 2]}
alias = shared['n']
class Box:
    count = 0
def child(queue):
    shared['n'].append(3)
    Box.count += 1
    # What was one object is one in the copy, too.
    queue.put((shared, alias is shared['n'], Box.count))
queue = multiprocessing.Queue()
process = multiprocessing.Process(target=child, args=(queue,))
process.start()
print(queue.get())
process.join()
print(shared, Box.count)
",
    );
    assert_eq!(text, "({'n': [1, 2, 3]}, True, 1)\n{'n': [1, 2]} 0\n");
}

#[test]
fn the_trace_says_where_threads_stood_and_who_had_the_lock() {
    use crate::trace::{State, Value, arg};
    let source = "\
import threading, time
lock = threading.Lock()
def holder():
    with lock:
        time.sleep(0.02)
def waiter():
    time.sleep(0.005)
    with lock:
        pass
threads = [threading.Thread(target=f, name=f.__name__) for f in (holder, waiter)]
for t in threads: t.start()
for t in threads: t.join()
";
    let (_, ran) = printed(source, &Settings::default());
    let trace = &ran.run.trace;
    let lane = trace
        .tracks()
        .ids()
        .find(|id| trace.track_name(*id) == "waiter");
    let lane = lane.expect("a lane");
    let waits = trace
        .track_slices(lane)
        .find(|s| s.state == State::BlockedLock);
    let waits = waits.expect("it waits");
    let told: Vec<(&str, String)> = trace
        .args(waits.id)
        .map(|argument| {
            let value = match argument.value {
                Value::Name(name) => trace.name(name).to_owned(),
                Value::Int(n) => n.to_string(),
                other => format!("{other:?}"),
            };
            (trace.name(argument.key), value)
        })
        .collect();
    let text = |s: &str| s.to_owned();
    assert_eq!(
        told,
        [
            (arg::FUNCTION, text("waiter")),
            (arg::LINE, text("8")),
            (arg::HELD_BY, text("holder")),
        ]
    );
}

/// The arrows of a kind: from where to where, and when each end is, in
/// hundredths of a second.
fn arrows(source: &str, kind: crate::trace::FlowKind) -> Vec<String> {
    let (text, ran) = printed(source, &Settings::default());
    assert_eq!((ran.code, text.as_str()), (Some(0), ""), "{text}");
    let trace = &ran.run.trace;
    let end = |(lane, at): (TrackId, Time)| {
        let hundredths = (at.0 + 5_000_000) / 10_000_000;
        format!("{} {hundredths}", trace.track_name(lane))
    };
    let flows = trace.flows().iter().filter(|flow| flow.kind == kind);
    flows
        .map(|flow| format!("{} -> {}", end(flow.from), end(flow.to)))
        .collect()
}

#[test]
fn what_is_put_into_a_queue_arrives_where_it_is_taken() {
    use crate::trace::FlowKind;
    let source = "\
import queue, threading, time
q = queue.PriorityQueue()
def maker():
    for item in (2, 1, 2):
        q.put(item)
        time.sleep(0.1)
thread = threading.Thread(target=maker, name='maker')
thread.start()
time.sleep(0.5)
for item in (1, 2, 2):
    assert q.get() == item
    time.sleep(0.1)
q.put('own')
q.get()
";
    // The two twos are alike: in the order in which they were put.
    let expected = [
        "maker 0 -> MainThread 60",
        "maker 10 -> MainThread 50",
        "maker 20 -> MainThread 70",
    ];
    assert_eq!(arrows(source, FlowKind::Message), expected);
    let source = "\
import asyncio
async def maker(q):
    await q.put('a')
    await asyncio.sleep(0.2)
    await q.put('b')
async def taker(q):
    await asyncio.sleep(0.1)
    return await q.get(), await q.get()
async def main():
    q = asyncio.Queue()
    m = asyncio.create_task(maker(q), name='maker')
    t = asyncio.create_task(taker(q), name='taker')
    await m
    assert await t == ('a', 'b')
asyncio.run(main())
";
    let expected = ["maker 0 -> taker 10", "maker 20 -> taker 20"];
    assert_eq!(arrows(source, FlowKind::Message), expected);
}

#[test]
fn a_result_arrives_where_it_is_asked_for() {
    use crate::trace::FlowKind;
    let source = "\
import time
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(1, 'pool') as pool:
    future = pool.submit(time.sleep, 0.1)
    time.sleep(0.3)
    future.result()
    future.result()
    never = pool.submit(time.sleep, 0)
";
    // Each job goes to the thread of the pool, its result comes back.
    let messages = arrows(source, FlowKind::Message);
    let jobs = ["MainThread 0 -> pool_0 0", "MainThread 30 -> pool_0 30"];
    assert!(
        jobs.iter().all(|job| messages.iter().any(|m| m == job)),
        "{messages:?}"
    );
    let results = arrows(source, FlowKind::Result);
    let between: Vec<&String> = results
        .iter()
        .filter(|arrow| arrow.starts_with("pool_0 10"))
        .collect();
    assert_eq!(between, ["pool_0 10 -> MainThread 30"], "{results:?}");
    let source = "\
import asyncio
async def work(seconds):
    await asyncio.sleep(seconds)
async def main():
    one = asyncio.create_task(work(0.1), name='one')
    await one
    await asyncio.gather(*[asyncio.create_task(work(s), name=f'job {s}') for s in (0.2, 0.1)])
asyncio.run(main())
";
    let expected = ["one 10 -> Task-1 10", "job 0.2 30 -> Task-1 30"];
    assert_eq!(arrows(source, FlowKind::Result), expected);
}

#[test]
fn a_lock_that_is_held_at_a_fork_stays_held_in_the_child() {
    let source = "\
import threading, time
from multiprocessing import Process
lock = threading.Lock()
def holder():
    with lock:
        time.sleep(0.3)
def child():
    print('free' if lock.acquire(timeout=1) else 'held for ever')
thread = threading.Thread(target=holder)
thread.start()
time.sleep(0.1)
process = Process(target=child)
process.start()
process.join()
thread.join()
print(lock.acquire(timeout=1))
";
    assert_eq!(output(source), "held for ever\nTrue\n");
}
