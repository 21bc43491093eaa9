//! Threads and synchronisation objects in time.

use super::super::sync::{
    Barrier, Call, Condition, Event, Future, Grant, Mutex, Object, ObjectId, Pipe, Queue, Semaphore,
};
use super::*;

impl Scene {
    fn object(mut self, name: &str, object: Object) -> Scene {
        self.machine.object(name, object);
        self
    }
}

const M: ObjectId = ObjectId(0);
const N: ObjectId = ObjectId(1);

fn mutex() -> Object {
    Object::Mutex(Mutex::new(Grant::HandOff))
}

/// Computes before, in and after a critical section.
fn section(before: u64, inside: u64) -> Vec<Op> {
    vec![
        Op::Compute(Dur(before)),
        Op::Call(M, Call::Lock),
        Op::Compute(Dur(inside)),
        Op::Call(M, Call::Unlock),
    ]
}

/// Three threads on three cores need the lock for 4 each: it is handed on at
/// 5, 9 and 13, in the order of coming.
#[test]
fn critical_sections_come_one_after_the_other() {
    let run = Scene::new(quiet(3), None)
        .object("m", mutex())
        .thread("A", 0, section(1, 4))
        .thread("B", 0, section(2, 4))
        .thread("C", 0, section(3, 4))
        .run(Fifo::new());
    check(
        &run,
        &expect![[r#"
        core core 1: 0-5 running A
        core core 2: 0-2 running B | 5-9 running B
        core core 3: 0-3 running C | 9-13 running C
        resource m: 1-5 held A | 5-9 held B | 9-13 held C
        thread A: 0-5 running A
        thread B: 0-2 running B | 2-5 blocked-lock m | 5-9 running B
        thread C: 0-3 running C | 3-9 blocked-lock m | 9-13 running C
        handoff: A 5 -> B 5
        handoff: B 9 -> C 9
    "#]],
    );
}

/// With barging the lock is free from 3 on. B is woken then but waits for the
/// core, on which A goes on and takes the lock again; B waits until 6.
#[test]
fn with_barging_the_one_that_runs_takes_the_lock_again() {
    let scene = |grant| {
        let twice = [section(0, 3), section(0, 3)].concat();
        Scene::new(quiet(1), None)
            .object("m", Object::Mutex(Mutex::new(grant)))
            .thread("A", 0, twice)
            .thread("B", 0, section(0, 1))
            .run(RoundRobin::new(Dur(2)))
    };
    check(
        &scene(Grant::HandOff),
        &expect![[r#"
        core core 1: 0-2 running A | 2-3 running A | 3-4 running B | 4-7 running A
        resource m: 0-3 held A | 3-4 held B | 4-7 held A
        thread A: 0-2 running A | 2-3 running A | 3-4 blocked-lock m | 4-7 running A
        thread B: 0-2 ready core | 2-3 blocked-lock m | 3-4 running B
        handoff: A 3 -> B 3
        handoff: B 4 -> A 4
    "#]],
    );
    check(
        &scene(Grant::Barging),
        &expect![[r#"
            core core 1: 0-2 running A | 2-4 running A | 4-6 running A | 6-7 running B
            resource m: 0-3 held A | 3-6 held A | 6-7 held B
            thread A: 0-2 running A | 2-4 running A | 4-6 running A
            thread B: 0-2 ready core | 2-3 blocked-lock m | 3-4 ready core | 4-6 blocked-lock m | 6-7 running B
            wake: A 3 -> B 3
            wake: A 6 -> B 6
        "#]],
    );
}

/// Two locks in opposite order: the circle closes at 2 and is named.
#[test]
fn a_deadlock_is_named_when_it_arises() {
    let both = |first, second| {
        vec![
            Op::Call(first, Call::Lock),
            Op::Compute(Dur(2)),
            Op::Call(second, Call::Lock),
            Op::Compute(Dur(1)),
        ]
    };
    let run = Scene::new(quiet(3), None)
        .object("m", mutex())
        .object("n", mutex())
        .thread("A", 0, both(M, N))
        .thread("B", 0, both(N, M))
        .thread("C", 0, compute(9))
        .run(Fifo::new());
    let deadlock = run.deadlock.as_ref().expect("a deadlock");
    assert_eq!(deadlock.at, Time(2));
    expect!["Deadlock: nothing can happen any more. A → n (held by B), B → m (held by A)"]
        .assert_eq(&run.sentence(Lang::En));
    expect!["교착 상태: 더는 아무 일도 일어나지 않습니다. A → n (B 점유), B → m (A 점유)"]
        .assert_eq(&run.sentence(Lang::Ko));
    assert_eq!(run.trace.end(), Time(9), "the others go on");
}

/// A limited wait breaks the circle: nobody is in a deadlock.
#[test]
fn a_limited_wait_is_no_deadlock() {
    let run = Scene::new(quiet(2), None)
        .object("m", mutex())
        .object("n", mutex())
        .thread(
            "A",
            0,
            vec![
                Op::Call(M, Call::Lock),
                Op::Compute(Dur(2)),
                Op::CallWithin(N, Call::Lock, Dur(3)),
                Op::Call(M, Call::Unlock),
            ],
        )
        .thread(
            "B",
            0,
            vec![
                Op::Call(N, Call::Lock),
                Op::Compute(Dur(2)),
                Op::Call(M, Call::Lock),
                Op::Compute(Dur(1)),
            ],
        )
        .run(Fifo::new());
    assert_eq!(run.deadlock, None);
    check(
        &run,
        &expect![[r#"
        core core 1: 0-2 running A
        core core 2: 0-2 running B | 5-6 running B
        resource m: 0-5 held A | 5-6 held B
        resource n: 0-6 held B
        thread A: 0-2 running A | 2-5 blocked-lock n
        thread B: 0-2 running B | 2-5 blocked-lock m | 5-6 running B
        handoff: A 5 -> B 5
    "#]],
    );
}

/// A join can be part of a circle.
#[test]
fn waiting_for_the_end_of_who_waits_for_the_lock() {
    let child = vec![Op::Call(M, Call::Lock)];
    let run = Scene::new(quiet(1), None)
        .object("m", mutex())
        .thread(
            "A",
            0,
            vec![
                Op::Call(M, Call::Lock),
                Op::Spawn("child".into(), child),
                Op::Join(0),
            ],
        )
        .run(Fifo::new());
    expect!["Deadlock: nothing can happen any more. A → end of child, child → m (held by A)"]
        .assert_eq(&run.sentence(Lang::En));
}

/// A queue of one: the producer needs 1 an item, the consumer 3.
#[test]
fn a_bounded_queue_slows_the_producer_down() {
    let produce = (1..=3).flat_map(|n| [Op::Compute(Dur(1)), Op::Call(M, Call::Put(n))]);
    let consume = (1..=3).flat_map(|_| [Op::Call(M, Call::Get), Op::Compute(Dur(3))]);
    let run = Scene::new(quiet(2), None)
        .object("q", Object::Queue(Queue::new(Some(1), Grant::HandOff)))
        .thread("producer", 0, produce.collect())
        .thread("consumer", 0, consume.collect())
        .run(Fifo::new());
    check(
        &run,
        &expect![[r#"
            core core 1: 0-3 running producer
            core core 2: 1-10 running consumer
            resource q: 2-7 held 1
            thread producer: 0-3 running producer | 3-4 blocked-queue q
            thread consumer: 0-1 blocked-queue q | 1-10 running consumer
            message: producer 1 -> consumer 1
            wake: consumer 4 -> producer 4
        "#]],
    );
}

/// The waiter gives the lock back while it waits and has it again afterwards;
/// the second wait is not notified and times out at 12.
#[test]
fn a_condition_gives_the_lock_back_meanwhile() {
    let run = Scene::new(quiet(2), None)
        .object("m", mutex())
        .object("c", Object::Condition(Condition::new(M)))
        .thread(
            "waits",
            0,
            vec![
                Op::Call(M, Call::Lock),
                Op::Call(N, Call::Wait),
                Op::Compute(Dur(2)),
                Op::CallWithin(N, Call::Wait, Dur(5)),
                Op::Compute(Dur(1)),
                Op::Call(M, Call::Unlock),
            ],
        )
        .thread(
            "notifies",
            1,
            vec![
                Op::Call(M, Call::Lock),
                Op::Compute(Dur(1)),
                Op::Call(N, Call::Notify(1)),
                Op::Compute(Dur(3)),
                Op::Call(M, Call::Unlock),
            ],
        )
        .run(Fifo::new());
    check(
        &run,
        &expect![[r#"
            core core 1: 1-5 running notifies | 5-7 running waits | 12-13 running waits
            resource m: 1-5 held notifies | 5-7 held waits | 12-13 held waits
            thread waits: 0-2 blocked-lock c | 2-5 blocked-lock m | 5-7 running waits | 7-12 blocked-lock c | 12-13 running waits
            thread notifies: 1-5 running notifies
            handoff: notifies 5 -> waits 5
        "#]],
    );
}

/// The notice came before the time was over: from then on it is the mutex that
/// is waited for, for as long as it takes.
#[test]
fn who_was_notified_does_not_time_out() {
    let run = Scene::new(quiet(2), None)
        .object("m", mutex())
        .object("c", Object::Condition(Condition::new(M)))
        .thread(
            "waits",
            0,
            vec![
                Op::Call(M, Call::Lock),
                Op::CallWithin(N, Call::Wait, Dur(3)),
                Op::Compute(Dur(1)),
                Op::Call(M, Call::Unlock),
            ],
        )
        .thread(
            "notifies",
            1,
            vec![
                Op::Call(M, Call::Lock),
                Op::Call(N, Call::NotifyAll),
                Op::Compute(Dur(9)),
                Op::Call(M, Call::Unlock),
            ],
        )
        .run(Fifo::new());
    check(
        &run,
        &expect![[r#"
            core core 1: 1-10 running notifies | 10-11 running waits
            resource m: 1-10 held notifies | 10-11 held waits
            thread waits: 0-1 blocked-lock c | 1-10 blocked-lock m | 10-11 running waits
            thread notifies: 1-10 running notifies
            handoff: notifies 10 -> waits 10
        "#]],
    );
}

/// A pipe of 8 bytes; how full it is, is a counter on its lane. The reader
/// finds the end when the writer has closed its end.
#[test]
fn a_pipe_fills_and_is_emptied() {
    let run = Scene::new(quiet(2), None)
        .object("pipe", Object::Pipe(Pipe::new(8)))
        .thread(
            "writes",
            0,
            vec![
                Op::Call(M, Call::Send(1, 5)),
                Op::Call(M, Call::Send(2, 3)),
                Op::Call(M, Call::Send(3, 4)),
                Op::Call(M, Call::CloseWriting),
            ],
        )
        .thread(
            "reads",
            2,
            vec![
                Op::Call(M, Call::Receive),
                Op::Compute(Dur(4)),
                Op::Call(M, Call::Receive),
                Op::Call(M, Call::Receive),
                Op::Call(M, Call::Receive),
            ],
        )
        .run(Fifo::new());
    check(
        &run,
        &expect![[r#"
            core core 1: 2-6 running reads
            resource pipe: 0-6 held 2
            thread writes: 0-2 blocked-queue pipe
            thread reads: 2-6 running reads
            wake: reads 2 -> writes 2
        "#]],
    );
    let levels: Vec<(u64, f64)> = run
        .trace
        .counters()
        .iter()
        .flat_map(|counter| &counter.steps)
        .map(|(at, level)| (at.0, *level))
        .collect();
    assert_eq!(
        levels,
        [(0, 0.0), (0, 5.0), (0, 8.0), (2, 7.0), (6, 4.0), (6, 0.0)]
    );
}

/// Nobody has a lock, but somebody waits for ever: the object is named.
#[test]
fn what_is_waited_for_in_vain_is_named() {
    let run = Scene::new(quiet(1), None)
        .object("go", Object::Event(Event::new(false)))
        .thread("A", 0, vec![Op::Call(M, Call::AwaitSet)])
        .run(Fifo::new());
    expect!["Deadlock: nothing can happen any more. A → go"].assert_eq(&run.sentence(Lang::En));
}

#[test]
fn events_barriers_semaphores_and_futures() {
    let run = Scene::new(quiet(3), None)
        .object("go", Object::Event(Event::new(false)))
        .object("meet", Object::Barrier(Barrier::new(2)))
        .object("two", Object::Semaphore(Semaphore::new(1, Grant::HandOff)))
        .object("result", Object::Future(Future::new()))
        .thread(
            "A",
            0,
            vec![
                Op::Compute(Dur(2)),
                Op::Call(M, Call::Set),
                Op::Call(N, Call::Arrive),
                Op::Call(ObjectId(3), Call::Begin),
                Op::Compute(Dur(2)),
                Op::Call(ObjectId(3), Call::Resolve(42)),
            ],
        )
        .thread(
            "B",
            0,
            vec![
                Op::Call(M, Call::AwaitSet),
                Op::Call(ObjectId(2), Call::Acquire),
                Op::Compute(Dur(3)),
                Op::Call(ObjectId(2), Call::Release(1)),
                Op::Call(N, Call::Arrive),
            ],
        )
        .thread(
            "C",
            3,
            vec![
                Op::Call(ObjectId(2), Call::Acquire),
                Op::Call(ObjectId(3), Call::Fetch),
                Op::Call(ObjectId(2), Call::Release(1)),
            ],
        )
        .run(Fifo::new());
    check(
        &run,
        &expect![[r#"
        core core 1: 0-2 running A
        core core 2: 2-5 running B | 5-7 running A
        resource go: 2-7 held set
        resource meet: 2-5 held 1
        resource two: 0-2 held 1 | 2-7 held 0
        resource result: 5-7 held A
        thread A: 0-2 running A | 2-5 blocked-lock meet | 5-7 running A
        thread B: 0-2 blocked-lock go | 2-5 running B
        thread C: 3-5 blocked-lock two | 5-7 blocked-join result
        wake: A 2 -> B 2
        wake: B 5 -> C 5
        wake: B 5 -> A 5
        result: A 7 -> C 7
    "#]],
    );
}

#[test]
fn a_call_that_makes_no_sense_ends_the_run() {
    let mut machine = Machine::new(quiet(1));
    let process = machine.process("program", None);
    let m = machine.object("m", mutex());
    let body = Script::new(vec![Op::Call(m, Call::Unlock)]).boxed();
    machine.thread(process, "A", Time::ZERO, body);
    let problems = machine.run(Box::new(Fifo::new())).expect_err("a problem");
    expect!["A: m: It gives back a lock that it does not hold. Check the order of what this thread does."]
        .assert_eq(&problems[0].sentence(Lang::En));
}
