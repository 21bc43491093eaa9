//! Each kind of object, call by call.

use super::*;

const A: ThreadId = ThreadId(0);
const B: ThreadId = ThreadId(1);
const C: ThreadId = ThreadId(2);

/// Objects under test, with what was woken, in words.
#[derive(Default)]
struct Scene {
    objects: Objects,
}

impl Scene {
    fn with(object: Object) -> (Scene, ObjectId) {
        let mut scene = Scene::default();
        let id = scene.objects.add(object);
        (scene, id)
    }

    /// Makes a call and says what came of it: the answer, then who was woken.
    fn call(&mut self, who: ThreadId, id: ObjectId, call: Call) -> String {
        let expected = self.objects.would_wait(who, id, call);
        let mut woken = Vec::new();
        let answer = match self.objects.call(who, id, call, &mut woken) {
            Ok(Answer::Waits) => {
                assert!(expected, "{call:?} waits, which was not foretold");
                "waits".to_owned()
            }
            Ok(Answer::Done(reply)) => {
                assert!(
                    !expected,
                    "{call:?} does not wait, against what was foretold"
                );
                said(reply)
            }
            Err(misuse) => format!("{misuse:?}"),
        };
        let woken = woken.iter().map(|woken| {
            let name = ["A", "B", "C"][woken.thread.0 as usize];
            match woken.then {
                Then::Done(reply) => format!("; {name} {}", said(reply)),
                Then::Call(_, call) => format!("; {name} {call:?}"),
                Then::WaitsFor(_) => format!("; {name} waits"),
            }
        });
        answer + &woken.collect::<String>()
    }

    #[track_caller]
    fn check(&mut self, id: ObjectId, calls: &[(ThreadId, Call, &str)]) {
        for &(who, call, expected) in calls {
            assert_eq!(self.call(who, id, call), expected, "{who:?} {call:?}");
        }
    }
}

fn said(reply: Reply) -> String {
    match reply {
        Reply::Done => "done".to_owned(),
        Reply::Value(value) => value.to_string(),
        Reply::Refused => "refused".to_owned(),
    }
}

#[test]
fn a_mutex_is_handed_to_who_waits_longest() {
    let (mut scene, m) = Scene::with(Object::Mutex(Mutex::new(Grant::HandOff)));
    scene.check(
        m,
        &[
            (B, Call::Unlock, "NotHeld"),
            (A, Call::Lock, "done"),
            (B, Call::TryLock, "refused"),
            (B, Call::Lock, "waits"),
            (C, Call::Lock, "waits"),
            (C, Call::Unlock, "NotHeld"),
            (A, Call::Unlock, "done; B done"),
            (A, Call::Lock, "waits"),
            (B, Call::Unlock, "done; C done"),
            (C, Call::Unlock, "done; A done"),
            (A, Call::Unlock, "done"),
        ],
    );
}

#[test]
fn with_barging_another_may_be_faster() {
    let (mut scene, m) = Scene::with(Object::Mutex(Mutex::new(Grant::Barging)));
    scene.check(
        m,
        &[
            (A, Call::Lock, "done"),
            (B, Call::Lock, "waits"),
            (A, Call::Unlock, "done; B Lock"),
            (C, Call::Lock, "done"),
            (B, Call::Lock, "waits"),
            (C, Call::Unlock, "done; B Lock"),
            (B, Call::Lock, "done"),
        ],
    );
}

#[test]
fn a_reentrant_lock_counts_and_a_plain_one_waits_for_itself() {
    let (mut scene, m) = Scene::with(Object::Mutex(Mutex::reentrant(Grant::HandOff)));
    scene.check(
        m,
        &[
            (A, Call::Lock, "done"),
            (A, Call::Lock, "done"),
            (B, Call::Lock, "waits"),
            (A, Call::Unlock, "done"),
            (A, Call::Unlock, "done; B done"),
        ],
    );
    let (mut scene, m) = Scene::with(Object::Mutex(Mutex::new(Grant::HandOff)));
    scene.check(m, &[(A, Call::Lock, "done"), (A, Call::Lock, "waits")]);
    let own = Edge {
        waits: A,
        on: Some(m),
        held_by: A,
    };
    assert_eq!(scene.objects.cycle(A, &[]), Some(vec![own]));
}

#[test]
fn pythons_lock_is_unlocked_by_anyone() {
    let lock = Mutex::new(Grant::HandOff).unlocked_by_anyone();
    let (mut scene, m) = Scene::with(Object::Mutex(lock));
    scene.check(
        m,
        &[
            (A, Call::Unlock, "NotHeld"),
            (A, Call::Lock, "done"),
            (B, Call::Unlock, "done"),
            (C, Call::TryLock, "done"),
        ],
    );
}

#[test]
fn semaphores_count_and_bounded_ones_refuse_too_many() {
    let (mut scene, s) = Scene::with(Object::Semaphore(Semaphore::bounded(2, Grant::HandOff)));
    scene.check(
        s,
        &[
            (A, Call::Release(1), "TooMany"),
            (A, Call::Acquire, "done"),
            (B, Call::Acquire, "done"),
            (C, Call::TryAcquire, "refused"),
            (C, Call::Acquire, "waits"),
            (A, Call::Release(1), "done; C done"),
            (A, Call::Release(2), "done"),
            (A, Call::Release(1), "TooMany"),
        ],
    );
}

#[test]
fn who_is_notified_takes_the_mutex_again() {
    let (mut scene, m) = Scene::with(Object::Mutex(Mutex::reentrant(Grant::HandOff)));
    let c = scene.objects.add(Object::Condition(Condition::new(m)));
    assert_eq!(scene.call(A, c, Call::Notify(1)), "NotHeld");
    scene.check(m, &[(A, Call::Lock, "done"), (A, Call::Lock, "done")]);
    scene.check(c, &[(A, Call::Wait, "waits")]);
    scene.check(m, &[(B, Call::Lock, "done")]);
    scene.check(c, &[(B, Call::Notify(5), "done; A waits")]);
    assert_eq!(scene.objects.waiters(m), [A]);
    scene.check(
        m,
        &[
            (B, Call::Unlock, "done; A done"),
            // It holds it twice again.
            (A, Call::Unlock, "done"),
            (B, Call::TryLock, "refused"),
            (A, Call::Unlock, "done"),
            (B, Call::TryLock, "done"),
        ],
    );
}

#[test]
fn waiting_at_a_condition_gives_the_mutex_to_the_next() {
    let (mut scene, m) = Scene::with(Object::Mutex(Mutex::new(Grant::HandOff)));
    let c = scene.objects.add(Object::Condition(Condition::new(m)));
    scene.check(m, &[(A, Call::Lock, "done"), (B, Call::Lock, "waits")]);
    assert_eq!(scene.call(A, c, Call::Wait), "waits; B done");
    // The wait times out: it still has to take the mutex, and is refused then.
    let mut woken = Vec::new();
    let then = scene.objects.time_out(A, c, &mut woken);
    let relock = Call::Relock {
        depth: 1,
        notified: false,
    };
    assert_eq!(then, Then::Call(m, relock));
    scene.check(
        m,
        &[(A, relock, "waits"), (B, Call::Unlock, "done; A refused")],
    );
}

#[test]
fn with_barging_the_notified_one_calls_for_the_mutex() {
    let (mut scene, m) = Scene::with(Object::Mutex(Mutex::new(Grant::Barging)));
    let c = scene.objects.add(Object::Condition(Condition::new(m)));
    scene.check(m, &[(A, Call::Lock, "done")]);
    scene.check(c, &[(A, Call::Wait, "waits")]);
    scene.check(m, &[(B, Call::Lock, "done")]);
    assert_eq!(
        scene.call(B, c, Call::NotifyAll),
        "done; A Relock { depth: 1, notified: true }"
    );
}

#[test]
fn setting_an_event_wakes_all_for_good() {
    let (mut scene, e) = Scene::with(Object::Event(Event::new(false)));
    scene.check(
        e,
        &[
            (A, Call::AwaitSet, "waits"),
            (B, Call::AwaitSet, "waits"),
            (C, Call::Set, "done; A done; B done"),
            (A, Call::AwaitSet, "done"),
            (C, Call::Clear, "done"),
            (A, Call::IsSet, "0"),
            (A, Call::AwaitSet, "waits"),
        ],
    );
}

#[test]
fn a_barrier_lets_all_pass_together_and_breaks_for_all() {
    let (mut scene, b) = Scene::with(Object::Barrier(Barrier::new(3)));
    for _ in 0..2 {
        scene.check(
            b,
            &[
                (A, Call::Arrive, "waits"),
                (B, Call::Arrive, "waits"),
                (C, Call::Arrive, "0; A 2; B 1"),
            ],
        );
    }
    scene.check(b, &[(A, Call::Arrive, "waits"), (B, Call::Arrive, "waits")]);
    let mut woken = Vec::new();
    assert_eq!(
        scene.objects.time_out(A, b, &mut woken),
        Then::Done(Reply::Refused)
    );
    let refused = Woken {
        thread: B,
        then: Then::Done(Reply::Refused),
    };
    assert_eq!(woken, [refused]);
    scene.check(b, &[(C, Call::Arrive, "refused")]);
}

#[test]
fn who_goes_first_at_a_read_write_lock() {
    for (prefer, third, after) in [
        (Prefer::Readers, "done", "done"),
        (Prefer::Writers, "waits", "done; B done"),
        (Prefer::Neither, "waits", "done; B done"),
    ] {
        let (mut scene, l) = Scene::with(Object::RwLock(RwLock::new(prefer)));
        scene.check(
            l,
            &[
                (A, Call::Read, "done"),
                (B, Call::Write, "waits"),
                (C, Call::Read, third),
                (A, Call::EndRead, after),
                (A, Call::EndWrite, "NotHeld"),
            ],
        );
    }
}

#[test]
fn readers_that_stand_together_read_together() {
    let (mut scene, l) = Scene::with(Object::RwLock(RwLock::new(Prefer::Neither)));
    scene.check(
        l,
        &[
            (A, Call::Write, "done"),
            (B, Call::Read, "waits"),
            (C, Call::Read, "waits"),
            (A, Call::EndWrite, "done; B done; C done"),
        ],
    );
}

#[test]
fn a_bounded_queue_holds_back_who_puts() {
    let (mut scene, q) = Scene::with(Object::Queue(Queue::new(Some(1), Grant::HandOff)));
    scene.check(
        q,
        &[
            (A, Call::Get, "waits"),
            (B, Call::Put(7), "done; A 7"),
            (B, Call::Put(8), "done"),
            (B, Call::TryPut(9), "refused"),
            (B, Call::Put(9), "waits"),
            (A, Call::Get, "8; B done"),
            (C, Call::AwaitDone, "waits"),
            (A, Call::TaskDone, "done"),
            (A, Call::TaskDone, "done"),
            (A, Call::TaskDone, "done; C done"),
            (A, Call::TaskDone, "NothingToDo"),
            (B, Call::Close, "done"),
            (B, Call::Put(1), "refused"),
            (A, Call::Get, "9"),
            (A, Call::Get, "refused"),
        ],
    );
}

#[test]
fn a_pipe_holds_bytes_and_has_two_ends() {
    let (mut scene, p) = Scene::with(Object::Pipe(Pipe::new(10)));
    scene.check(
        p,
        &[
            (A, Call::Receive, "waits"),
            (B, Call::Send(1, 11), "TooLarge"),
            (B, Call::Send(1, 10), "done; A 1"),
            (B, Call::Send(2, 6), "done"),
            (B, Call::Send(3, 5), "waits"),
            // It would fit, but another one waits already.
            (C, Call::TrySend(4, 4), "refused"),
            (C, Call::Send(4, 4), "waits"),
            (A, Call::Receive, "2; B done; C done"),
            (B, Call::CloseWriting, "done"),
            (B, Call::Send(5, 1), "refused"),
            (A, Call::Receive, "3"),
            (A, Call::TryReceive, "4"),
            (A, Call::Receive, "refused"),
        ],
    );
    let (mut scene, p) = Scene::with(Object::Pipe(Pipe::new(4)));
    scene.check(
        p,
        &[
            (A, Call::TryReceive, "refused"),
            (A, Call::Send(1, 4), "done"),
            (A, Call::Send(2, 1), "waits"),
            (B, Call::CloseReading, "done; A refused"),
            (A, Call::Send(3, 1), "refused"),
        ],
    );
}

#[test]
fn a_future_is_cancelled_until_its_work_begins() {
    let (mut scene, f) = Scene::with(Object::Future(Future::new()));
    scene.check(
        f,
        &[
            (A, Call::Fetch, "waits"),
            (B, Call::Begin, "done"),
            (A, Call::Cancel, "refused"),
            (B, Call::Resolve(5), "done; A 5"),
            (B, Call::Resolve(6), "AlreadyResolved"),
            (C, Call::Fetch, "5"),
        ],
    );
    let (mut scene, f) = Scene::with(Object::Future(Future::new()));
    scene.check(
        f,
        &[
            (A, Call::Fetch, "waits"),
            (C, Call::Cancel, "done; A refused"),
            (B, Call::Begin, "refused"),
        ],
    );
}

#[test]
fn cells_are_read_and_written_at_once() {
    let (mut scene, c) = Scene::with(Object::Cell(3));
    let swap = |expected, new| Call::CompareAndSwap { expected, new };
    scene.check(
        c,
        &[
            (A, Call::FetchAdd(2), "3"),
            (A, swap(3, 9), "5"),
            (A, swap(5, 9), "5"),
            (A, Call::Exchange(1), "9"),
            (A, Call::Store(-4), "done"),
            (A, Call::Load, "-4"),
            (A, Call::Lock, "WrongCall"),
        ],
    );
}

#[test]
fn a_circle_of_locks_and_joins_is_found() {
    let (mut scene, m) = Scene::with(Object::Mutex(Mutex::new(Grant::HandOff)));
    let n = scene.objects.add(Object::Mutex(Mutex::new(Grant::HandOff)));
    scene.check(m, &[(A, Call::Lock, "done")]);
    scene.check(n, &[(B, Call::Lock, "done"), (A, Call::Lock, "waits")]);
    assert_eq!(scene.objects.cycle(A, &[]), None);
    scene.check(m, &[(C, Call::Lock, "waits")]);
    let edge = |waits, on, held_by| Edge { waits, on, held_by };
    assert_eq!(
        scene.objects.cycle(A, &[(B, C)]),
        Some(vec![
            edge(A, Some(n), B),
            edge(B, None, C),
            edge(C, Some(m), A)
        ])
    );
}
