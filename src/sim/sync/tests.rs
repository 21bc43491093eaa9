use proptest::prelude::*;

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
    scene.check(c, &[(B, Call::Notify(5), "done")]);
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

/// The calls that threads make at random; who waits makes none.
fn calls() -> impl Strategy<Value = Vec<(u32, u8)>> {
    prop::collection::vec((0..3u32, 0..6u8), 0..60)
}

/// Runs calls of threads that do not wait, and gives what was answered.
fn play(
    objects: &mut Objects,
    calls: &[(u32, u8)],
    call: impl Fn(u8) -> (ObjectId, Call),
    mut told: impl FnMut(&Objects, ThreadId, Call, Reply),
) {
    let mut waits: [Option<(ObjectId, Call)>; 3] = [None; 3];
    for &(who, kind) in calls {
        let thread = ThreadId(who);
        if waits[who as usize].is_some() {
            continue;
        }
        let mut todo = std::collections::VecDeque::from([(thread, call(kind))]);
        while let Some((thread, (id, call))) = todo.pop_front() {
            let mut woken = Vec::new();
            match objects.call(thread, id, call, &mut woken) {
                Ok(Answer::Done(reply)) => told(objects, thread, call, reply),
                Ok(Answer::Waits) => waits[thread.0 as usize] = Some((id, call)),
                Err(_) => {}
            }
            for woken in woken {
                let waited = waits[woken.thread.0 as usize].take();
                let (_, waited) = waited.expect("only who waits is woken");
                match woken.then {
                    Then::Done(reply) => told(objects, woken.thread, waited, reply),
                    Then::Call(id, call) => todo.push_back((woken.thread, (id, call))),
                }
            }
        }
        for (who, wait) in waits.iter().enumerate() {
            let thread = ThreadId(who as u32);
            let listed = (0..objects.len() as u32)
                .filter(|n| objects.waiters(ObjectId(*n)).contains(&thread))
                .count();
            assert_eq!(listed, usize::from(wait.is_some()), "{thread:?}");
        }
    }
}

proptest! {
    /// One thread at a time, whoever gives it to whom.
    #[test]
    fn a_mutex_excludes(calls in calls(), barging: bool) {
        let grant = if barging { Grant::Barging } else { Grant::HandOff };
        let mut objects = Objects::new();
        let m = objects.add(Object::Mutex(Mutex::new(grant)));
        let c = objects.add(Object::Condition(Condition::new(m)));
        let pick = |kind| match kind {
            0 | 1 => (m, Call::Lock),
            2 | 3 => (m, Call::Unlock),
            4 => (c, Call::Wait),
            _ => (c, Call::NotifyAll),
        };
        // Who was told to have it, and has not given it back.
        let mut inside: Option<ThreadId> = None;
        play(&mut objects, &calls, pick, |objects, who, call, _| {
            if matches!(call, Call::Lock | Call::Relock { .. } | Call::Wait) {
                let left = inside.is_none_or(|inside| {
                    objects.waiters(c).contains(&inside) || objects.waiters(m).contains(&inside)
                });
                assert!(left, "{who:?} and {inside:?} are both inside");
                inside = Some(who);
                assert_eq!(objects.holders(m), [who]);
            } else if call == Call::Unlock {
                assert_eq!(inside, Some(who));
                inside = None;
            }
        });
    }

    /// Permits neither get lost nor come from nowhere.
    #[test]
    fn permits_are_kept(calls in calls(), barging: bool, permits in 0..4u32) {
        let grant = if barging { Grant::Barging } else { Grant::HandOff };
        let mut objects = Objects::new();
        let s = objects.add(Object::Semaphore(Semaphore::new(permits, grant)));
        let mut balance = i64::from(permits);
        play(&mut objects, &calls, |kind| match kind {
            0..=3 => (s, Call::Acquire),
            _ => (s, Call::Release(2)),
        }, |_, _, call, _| match call {
            Call::Release(n) => balance += i64::from(n),
            _ => balance -= 1,
        });
        let Some(Object::Semaphore(left)) = objects.get(s) else { unreachable!() };
        prop_assert_eq!(i64::from(left.permits()), balance);
    }

    /// Values leave a queue in the order in which they were let in.
    #[test]
    fn a_queue_keeps_the_order(calls in calls(), barging: bool, capacity in 1..4u32) {
        let grant = if barging { Grant::Barging } else { Grant::HandOff };
        let mut objects = Objects::new();
        let q = objects.add(Object::Queue(Queue::new(Some(capacity), grant)));
        let next = std::cell::Cell::new(0);
        let (mut put, mut got) = (0, 0);
        play(&mut objects, &calls, |kind| match kind {
            0..=2 => {
                next.set(next.get() + 1);
                (q, Call::Put(next.get()))
            }
            _ => (q, Call::Get),
        }, |objects, _, call, reply| {
            match (call, reply) {
                (Call::Put(_), _) => put += 1,
                (_, Reply::Value(_)) => got += 1,
                _ => {}
            }
            let Some(Object::Queue(queue)) = objects.get(q) else { unreachable!() };
            assert!(queue.items().len() <= capacity as usize);
        });
        let Some(Object::Queue(queue)) = objects.get(q) else { unreachable!() };
        prop_assert_eq!(put - got, queue.items().len());
    }

    /// Who is forgotten leaves no trace: the object is as if it had not asked.
    #[test]
    fn forgetting_leaves_no_trace(kind in 0..6u8) {
        let mut objects = Objects::new();
        let (object, take, ask) = match kind {
            0 => (Object::Mutex(Mutex::new(Grant::HandOff)), Call::Lock, Call::Lock),
            1 => (Object::Semaphore(Semaphore::new(1, Grant::HandOff)), Call::Acquire, Call::Acquire),
            2 => (Object::Event(Event::new(false)), Call::Clear, Call::AwaitSet),
            3 => (Object::RwLock(RwLock::new(Prefer::Writers)), Call::Read, Call::Write),
            4 => (Object::Queue(Queue::new(Some(1), Grant::HandOff)), Call::Put(1), Call::Put(2)),
            _ => (Object::Future(Future::new()), Call::Begin, Call::Fetch),
        };
        let id = objects.add(object);
        let mut woken = Vec::new();
        objects.call(A, id, take, &mut woken).expect("it can be taken");
        let before = objects.clone();
        prop_assert_eq!(objects.call(B, id, ask, &mut woken), Ok(Answer::Waits));
        prop_assert_ne!(&objects, &before);
        objects.forget(B, id, &mut woken);
        prop_assert_eq!(&objects, &before);
        prop_assert!(woken.is_empty());
    }
}
