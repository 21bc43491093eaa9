//! What must hold of objects whatever threads ask of them.

use proptest::prelude::*;

use super::*;

const A: ThreadId = ThreadId(0);
const B: ThreadId = ThreadId(1);

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
                let wait = &mut waits[woken.thread.0 as usize];
                let (_, waited) = wait.expect("only who waits is woken");
                match woken.then {
                    Then::Done(reply) => {
                        *wait = None;
                        told(objects, woken.thread, waited, reply);
                    }
                    Then::Call(id, call) => {
                        *wait = None;
                        todo.push_back((woken.thread, (id, call)));
                    }
                    Then::WaitsFor(id) => assert!(objects.waiters(id).contains(&woken.thread)),
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

    /// Values leave a queue in the order in which they came in; with hand-off
    /// that is the order in which threads asked to put them in.
    #[test]
    fn a_queue_keeps_the_order(calls in calls(), barging: bool, capacity in 1..4u32) {
        let grant = if barging { Grant::Barging } else { Grant::HandOff };
        let mut objects = Objects::new();
        let q = objects.add(Object::Queue(Queue::new(Some(capacity), grant)));
        let next = std::cell::Cell::new(0);
        let (mut put, mut got) = (0, Vec::new());
        play(&mut objects, &calls, |kind| match kind {
            0..=2 => {
                next.set(next.get() + 1);
                (q, Call::Put(next.get()))
            }
            _ => (q, Call::Get),
        }, |objects, _, call, reply| {
            match (call, reply) {
                (Call::Put(_), _) => put += 1,
                (_, Reply::Value(value)) => got.push(value),
                _ => {}
            }
            let Some(Object::Queue(queue)) = objects.get(q) else { unreachable!() };
            assert!(queue.items().len() <= capacity as usize);
        });
        let Some(Object::Queue(queue)) = objects.get(q) else { unreachable!() };
        prop_assert_eq!(put - got.len(), queue.items().len());
        got.extend(queue.items());
        if barging {
            got.sort_unstable();
            got.dedup();
            prop_assert_eq!(put, got.len());
        } else {
            prop_assert!(got.is_sorted(), "{:?}", got);
        }
    }

    /// Messages leave a pipe in the order in which threads sent them, and it
    /// never holds more than fits.
    #[test]
    fn a_pipe_keeps_the_order(calls in calls(), sizes in prop::collection::vec(0..5u32, 60)) {
        let mut objects = Objects::new();
        let p = objects.add(Object::Pipe(Pipe::new(4)));
        let next = std::cell::Cell::new(0);
        let mut got = Vec::new();
        play(&mut objects, &calls, |kind| match kind {
            0..=2 => {
                next.set(next.get() + 1);
                (p, Call::Send(next.get(), sizes[next.get() as usize - 1]))
            }
            _ => (p, Call::Receive),
        }, |objects, _, _, reply| {
            if let Reply::Value(value) = reply {
                got.push(value);
            }
            let Some(Object::Pipe(pipe)) = objects.get(p) else { unreachable!() };
            assert!(pipe.bytes() <= 4);
        });
        let Some(Object::Pipe(pipe)) = objects.get(p) else { unreachable!() };
        got.extend(pipe.messages());
        prop_assert!(got.is_sorted(), "{:?}", got);
    }

    /// Locks are handed over in the order in which threads asked for them.
    #[test]
    fn hand_off_is_first_come_first_served(calls in calls()) {
        let mut objects = Objects::new();
        let m = objects.add(Object::Mutex(Mutex::new(Grant::HandOff)));
        let asked = std::cell::RefCell::new(Vec::new());
        let mut had = Vec::new();
        for (who, kind) in calls {
            let call = if kind < 3 { Call::Lock } else { Call::Unlock };
            let thread = ThreadId(who);
            if objects.waiters(m).contains(&thread) {
                continue;
            }
            let mut woken = Vec::new();
            let answer = objects.call(thread, m, call, &mut woken);
            if call == Call::Lock {
                asked.borrow_mut().push(thread);
                if answer == Ok(Answer::Done(Reply::Done)) {
                    had.push(thread);
                }
            }
            had.extend(woken.iter().map(|woken| woken.thread));
        }
        let asked = asked.into_inner();
        prop_assert!(asked.starts_with(&had));
        prop_assert_eq!(&asked[had.len()..], &objects.waiters(m)[..]);
    }

    /// Nobody passes a barrier before all have come, and then all pass.
    #[test]
    fn a_barrier_lets_generations_pass(calls in calls(), parties in 1..4usize) {
        let mut objects = Objects::new();
        let b = objects.add(Object::Barrier(Barrier::new(parties as u32)));
        let (mut came, mut passed) = (0, 0);
        for (who, _) in calls {
            let thread = ThreadId(who);
            if objects.waiters(b).contains(&thread) {
                continue;
            }
            came += 1;
            let mut woken = Vec::new();
            let answer = objects.call(thread, b, Call::Arrive, &mut woken);
            if answer != Ok(Answer::Waits) {
                passed += 1 + woken.len();
            }
            prop_assert_eq!(passed, came / parties * parties);
            prop_assert_eq!(objects.waiters(b).len(), came % parties);
        }
    }

    /// A notice reaches somebody if somebody waits, and nobody else.
    #[test]
    fn no_notice_is_lost_that_had_a_waiter(counts in prop::collection::vec(0..5u32, 0..8)) {
        let mut objects = Objects::new();
        let m = objects.add(Object::Mutex(Mutex::new(Grant::HandOff)));
        let c = objects.add(Object::Condition(Condition::new(m)));
        let mut woken = Vec::new();
        let waiting = 6;
        for n in 1..=waiting {
            for (id, call) in [(m, Call::Lock), (c, Call::Wait)] {
                objects.call(ThreadId(n), id, call, &mut woken).expect("it may");
            }
        }
        objects.call(A, m, Call::Lock, &mut woken).expect("it is free");
        let mut told = 0;
        for count in counts {
            woken.clear();
            objects.call(A, c, Call::Notify(count), &mut woken).expect("it has the mutex");
            let expected: Vec<ThreadId> =
                (told + 1..=waiting.min(told + count)).map(ThreadId).collect();
            let reached: Vec<ThreadId> = woken.iter().map(|woken| woken.thread).collect();
            prop_assert_eq!(&reached, &expected);
            told = waiting.min(told + count);
            prop_assert_eq!(objects.waiters(c).len() as u32, waiting - told);
        }
        prop_assert_eq!(objects.waiters(m).len() as u32, told);
    }

    /// Where the woken call again, one of them that never does holds nobody back:
    /// the next one is woken instead.
    #[test]
    fn a_wake_is_passed_on(kind in 0..4u8) {
        let mut objects = Objects::new();
        let mutex = Object::Mutex(Mutex::new(Grant::Barging));
        let semaphore = Object::Semaphore(Semaphore::new(1, Grant::Barging));
        let queue = Object::Queue(Queue::new(Some(1), Grant::Barging));
        let (object, first, ask, give) = match kind {
            0 => (mutex, Some(Call::Lock), Call::Lock, Call::Unlock),
            1 => (semaphore, Some(Call::Acquire), Call::Acquire, Call::Release(1)),
            2 => (queue, None, Call::Get, Call::Put(1)),
            _ => (queue, Some(Call::Put(1)), Call::Put(1), Call::Get),
        };
        let id = objects.add(object);
        let mut woken = Vec::new();
        for (who, call) in [(A, first), (B, Some(ask)), (ThreadId(2), Some(ask)), (A, Some(give))] {
            if let Some(call) = call {
                objects.call(who, id, call, &mut woken).expect("it may");
            }
        }
        prop_assert_eq!(std::mem::take(&mut woken).first().map(|w| w.thread), Some(B));
        objects.pass_on(id, ask, &mut woken);
        let expected = Woken { thread: ThreadId(2), then: Then::Call(id, ask) };
        prop_assert_eq!(woken, [expected]);
    }

    /// Who is forgotten leaves no trace: the object is as if it had not asked.
    #[test]
    fn forgetting_leaves_no_trace(kind in 0..7u8) {
        let mut objects = Objects::new();
        let (object, take, ask) = match kind {
            0 => (Object::Mutex(Mutex::new(Grant::HandOff)), Call::Lock, Call::Lock),
            1 => (Object::Semaphore(Semaphore::new(1, Grant::HandOff)), Call::Acquire, Call::Acquire),
            2 => (Object::Event(Event::new(false)), Call::Clear, Call::AwaitSet),
            3 => (Object::RwLock(RwLock::new(Prefer::Writers)), Call::Read, Call::Write),
            4 => (Object::Queue(Queue::new(Some(1), Grant::HandOff)), Call::Put(1), Call::Put(2)),
            5 => (Object::Pipe(Pipe::new(4)), Call::Send(1, 3), Call::Send(2, 2)),
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
