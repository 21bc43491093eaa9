//! What making threads and processes costs, what they have in memory, how they
//! end.

use super::super::policy::Lottery;
use super::super::sync::{Call, Future, Grant, Mutex, Object, ObjectId, Pipe, Queue, Reply};
use super::*;
use crate::trace::Value;

type Act = Box<dyn FnMut(&mut Cx<'_>) -> Step>;

/// A body that does one act after the other, then ends.
fn acts(list: Vec<Act>) -> Box<dyn Body> {
    let mut list = list.into_iter();
    Box::new(move |cx: &mut Cx<'_>| match list.next() {
        Some(mut act) => act(cx),
        None => Step::Exit,
    })
}

fn act(f: impl FnMut(&mut Cx<'_>) -> Step + 'static) -> Act {
    Box::new(f)
}

fn computes(d: u64) -> Act {
    act(move |_| Step::Compute(Dur(d)))
}

fn calls(object: ObjectId, call: Call) -> Act {
    act(move |_| {
        Step::Block(Wait::Call {
            object,
            call,
            deadline: None,
        })
    })
}

/// Looks at what the last call gave.
fn gave(reply: Reply) -> Act {
    act(move |cx| {
        assert_eq!(cx.reply(), reply);
        Step::Compute(Dur::ZERO)
    })
}

fn costly(cores: u32, costs: Costs) -> Settings {
    Settings {
        costs,
        ..quiet(cores)
    }
}

/// What was paid for: lane, from, until, what for.
fn payments(run: &Run) -> Vec<(String, u64, u64, String)> {
    let trace = &run.trace;
    let mut list = Vec::new();
    for (track, _) in trace.tracks().iter_ids() {
        for slice in trace.track_slices(track) {
            for arg in trace.args(slice.id) {
                if let ("for", Value::Name(what)) = (trace.name(arg.key), arg.value) {
                    let lane = trace.track_name(track).to_owned();
                    list.push((lane, slice.start.0, slice.end.0, trace.name(what).into()));
                }
            }
        }
    }
    list
}

/// Two threads cost 3 each, one after the other; a join costs 1. The parent's
/// own work comes when it has paid.
#[test]
fn making_threads_takes_time() {
    let costs = Costs {
        thread: Dur(3),
        join: Dur(1),
        ..Costs::default()
    };
    let run = Scene::new(costly(3, costs), None)
        .thread(
            "A",
            0,
            vec![
                Op::Spawn("B".into(), compute(10)),
                Op::Spawn("C".into(), compute(2)),
                Op::Compute(Dur(1)),
                Op::Join(0),
                Op::Join(1),
                Op::Compute(Dur(1)),
            ],
        )
        .run(Fifo::new());
    check(
        &run,
        &expect![[r#"
            core core 1: 0-3 running A (thread creation) | 3-6 running A (thread creation) | 6-7 running A | 13-14 running A (join) | 14-15 running A (join) | 15-16 running A
            core core 2: 3-13 running B
            core core 3: 6-8 running C
            thread A: 0-3 running A (thread creation) | 3-6 running A (thread creation) | 6-7 running A | 7-13 blocked-join B | 13-14 running A (join) | 14-15 running A (join) | 15-16 running A
            thread B: 3-13 running B
            thread C: 6-8 running C
            spawn: A 3 -> B 3
            spawn: A 6 -> C 6
            result: B 13 -> A 13
        "#]],
    );
}

/// With a quantum the payment is cut like any computation.
#[test]
fn who_pays_can_lose_the_core() {
    let costs = Costs {
        thread: Dur(4),
        ..Costs::default()
    };
    let run = Scene::new(costly(1, costs), None)
        .thread("A", 0, vec![Op::Spawn("C".into(), compute(1))])
        .thread("B", 0, compute(3))
        .run(RoundRobin::new(Dur(3)));
    check(
        &run,
        &expect![[r#"
            core core 1: 0-3 running A | 3-6 running B | 6-7 running A (thread creation) | 7-8 running C
            thread A: 0-3 running A | 3-6 ready core | 6-7 running A (thread creation)
            thread B: 0-3 ready core | 3-6 running B
            thread C: 7-8 running C
            spawn: A 7 -> C 7
        "#]],
    );
}

/// A fork copies the variable, threads share it: the parent counts to 2 with
/// its thread, the child has what was there at the fork, a spawned process the
/// first value.
#[test]
fn threads_share_memory_and_processes_copy_it() {
    let costs = Costs {
        process: Dur(5),
        fork_per_kib: Dur(2),
        ..Costs::default()
    };
    let mut machine = Machine::new(costly(4, costs));
    let process = machine.process("parent", None);
    machine.memory(process, 3 * 1024);
    let n = machine.variable(process, "n", 0);
    let main = vec![
        calls(n, Call::FetchAdd(1)),
        act(move |cx| {
            let process = cx.my_process();
            let adds = vec![calls(n, Call::FetchAdd(1)), gave(Reply::Value(1))];
            cx.spawn(process, "thread", acts(adds));
            Step::Compute(Dur(1))
        }),
        act(move |cx| {
            let looks = vec![
                calls(n, Call::FetchAdd(40)),
                gave(Reply::Value(2)),
                computes(1),
                calls(n, Call::Load),
                gave(Reply::Value(42)),
            ];
            cx.fork("forked", acts(looks));
            Step::Compute(Dur(1))
        }),
        act(move |cx| {
            let looks = vec![calls(n, Call::Load), gave(Reply::Value(0))];
            cx.spawn_process("spawned", acts(looks));
            Step::Compute(Dur(1))
        }),
        calls(n, Call::Load),
        gave(Reply::Value(2)),
    ];
    machine.thread(process, "main", Time::ZERO, acts(main));
    let run = machine.run(Box::new(Fifo::new())).expect("a valid machine");
    check(
        &run,
        &expect![[r#"
            core core 1: 0-1 running main | 1-12 running main (fork) | 12-13 running main | 13-18 running main (process creation) | 18-19 running main
            core core 2: 12-13 running forked
            resource n: 0-19 held 2
            thread main: 0-1 running main | 1-12 running main (fork) | 12-13 running main | 13-18 running main (process creation) | 18-19 running main
            resource n: 1-12 held 2 | 12-19 held 42
            thread forked: 12-13 running forked
            resource n: 13-19 held 0
            spawn: main 0 -> thread 0
            spawn: main 12 -> forked 12
            spawn: main 18 -> spawned 18
        "#]],
    );
    assert!(payments(&run).contains(&("main".into(), 1, 12, "fork".into())));
}

/// Another process cannot reach a variable.
#[test]
fn a_variable_of_another_process_is_out_of_reach() {
    let mut machine = Machine::new(quiet(1));
    let [mine, other] = ["mine", "other"].map(|name| machine.process(name, None));
    let n = machine.variable(other, "n", 0);
    let body = Script::new(vec![Op::Call(n, Call::Load)]).boxed();
    machine.thread(mine, "A", Time::ZERO, body);
    let problems = machine.run(Box::new(Fifo::new())).expect_err("a problem");
    expect!["A: n: The variable is another process's. Check the order of what this thread does."]
        .assert_eq(&problems[0].sentence(Lang::En));
}

/// A message of 2 KiB costs 1 + 2 at both ends: written before it is sent, read
/// after it has come.
#[test]
fn messages_between_processes_are_written_and_read() {
    let costs = Costs {
        message: Dur(1),
        message_per_kib: Dur(1),
        ..Costs::default()
    };
    for (object, send, receive) in [
        (
            Object::Queue(Queue::new(None, Grant::Barging)),
            Call::Put(7),
            Call::Get,
        ),
        (
            Object::Pipe(Pipe::new(4096)),
            Call::Send(7, 2048),
            Call::Receive,
        ),
        (Object::Future(Future::new()), Call::Resolve(7), Call::Fetch),
    ] {
        let mut machine = Machine::new(costly(2, costs));
        let q = machine.object("q", object);
        machine.between_processes(q, 2048);
        let a = machine.process("a", None);
        let b = machine.process("b", None);
        let sends = vec![calls(q, send), computes(1)];
        let receives = vec![calls(q, receive), gave(Reply::Value(7)), computes(1)];
        machine.thread(a, "sends", Time::ZERO, acts(sends));
        machine.thread(b, "receives", Time::ZERO, acts(receives));
        let run = machine.run(Box::new(Fifo::new())).expect("a valid machine");
        let paid = payments(&run);
        for expected in [
            ("sends", 0, 3, "serialise"),
            ("receives", 3, 6, "deserialise"),
        ] {
            let (lane, from, until, what) = expected;
            assert!(
                paid.contains(&(lane.into(), from, until, what.into())),
                "{paid:?}"
            );
        }
        assert_eq!(run.trace.end(), Time(7));
    }
}

/// A daemon is torn at 5, in the middle of its third second.
#[test]
fn daemons_end_with_the_last_ordinary_thread() {
    let mut machine = Machine::new(quiet(3));
    let process = machine.process("program", None);
    let heart = vec![Op::Sleep(Dur(2)); 9];
    let daemon = machine.thread(process, "heart", Time::ZERO, Script::new(heart).boxed());
    machine.daemon(daemon);
    machine.thread(process, "main", Time::ZERO, Script::compute(Dur(5)).boxed());
    let other = machine.process("other", None);
    machine.thread(other, "apart", Time::ZERO, Script::compute(Dur(6)).boxed());
    let run = machine.run(Box::new(Fifo::new())).expect("a valid machine");
    check(
        &run,
        &expect![[r#"
            core core 2: 0-5 running main
            core core 3: 0-6 running apart
            thread heart: 0-2 sleeping timer | 2-4 sleeping timer | 4-5 sleeping timer | 5 torn!
            thread main: 0-5 running main
            thread apart: 0-6 running apart
        "#]],
    );
}

/// Ended while it is ready, runs, sleeps, waits for a lock, a device, a port, a
/// thread: it ends at that moment, the others get on, and no core is lost.
#[test]
fn a_thread_is_ended_wherever_it_is() {
    type Case = (&'static str, fn(&mut Machine, ProcessId) -> Box<dyn Body>);
    let cases: [Case; 6] = [
        ("runs or is ready", |_, _| Script::compute(Dur(50)).boxed()),
        ("sleeps", |_, _| {
            Script::new(vec![Op::Sleep(Dur(50))]).boxed()
        }),
        ("waits for a lock", |machine, _| {
            let m = machine.object("m", Object::Mutex(Mutex::new(Grant::HandOff)));
            let twice = vec![Op::Call(m, Call::Lock), Op::Call(m, Call::Lock)];
            Script::new(twice).boxed()
        }),
        ("waits for a device", |machine, _| {
            let disk = machine.device("disk", Some(1));
            Script::new(vec![Op::Io(disk, Dur(6))]).boxed()
        }),
        ("waits at a port", |_, _| {
            acts(vec![act(|cx| {
                let port = cx.port();
                let shown = (crate::trace::State::Sleeping, cx.name("port"));
                Step::Block(Wait::Notice {
                    port,
                    deadline: None,
                    shown,
                })
            })])
        }),
        ("waits for a thread", |_, _| {
            let child = Op::Spawn("child".into(), vec![Op::Sleep(Dur(8))]);
            Script::new(vec![child, Op::Join(0)]).boxed()
        }),
    ];
    for (what, body) in cases {
        for gil in [None, Some(Dur(2))] {
            for lottery in [false, true] {
                let mut machine = Machine::new(quiet(1));
                let process = machine.process("program", gil);
                let body = body(&mut machine, process);
                let victim = machine.thread(process, "victim", Time::ZERO, body);
                let kills = vec![
                    act(|_| Step::Block(Wait::Sleep(Dur(3)))),
                    act(move |cx| {
                        cx.end_thread(victim);
                        Step::Compute(Dur(2))
                    }),
                    act(move |_| Step::Block(Wait::Join(victim))),
                    computes(1),
                ];
                machine.thread(process, "killer", Time::ZERO, acts(kills));
                machine.thread(
                    process,
                    "other",
                    Time::ZERO,
                    Script::compute(Dur(9)).boxed(),
                );
                let run = if lottery {
                    machine.run(Box::new(Lottery::new(Dur(2))))
                } else {
                    machine.run(Box::new(RoundRobin::new(Dur(2))))
                }
                .expect("a valid machine");
                assert_eq!(run.outcome, Outcome::Finished, "{what}");
                let lane = run.lanes[victim];
                let end = run.trace.track_slices(lane).map(|slice| slice.end).max();
                let marks = run.trace.instants(lane).iter();
                let ended = marks.filter(|mark| run.trace.name(mark.name) == "ended");
                let ended: Vec<Time> = ended.map(|mark| mark.at).collect();
                assert_eq!(ended, Vec::from_iter(end), "{what}");
                let other = run.trace.find_track("other").expect("a lane");
                let ran =
                    crate::sim::testing::total(&run.trace, other, crate::trace::State::Running);
                assert_eq!(ran, 9, "{what}");
            }
        }
    }
}

/// SIGTERM is handled once and noticed at the next step; SIGKILL is not. The
/// lock that was held stays taken. Exit codes as in Python.
#[test]
fn signals() {
    let mut machine = Machine::new(quiet(3));
    let m = machine.object("m", Object::Mutex(Mutex::new(Grant::HandOff)));
    let polite = machine.process("polite", None);
    let stubborn = machine.process("stubborn", None);
    let plain = machine.process("plain", None);
    let main = machine.process("main", None);
    let handles = vec![
        act(|cx| {
            cx.handle_terminate(true);
            cx.set_exit_code(3);
            Step::Compute(Dur(4))
        }),
        act(|cx| {
            assert!(cx.take_signal());
            assert!(!cx.take_signal());
            Step::Compute(Dur(1))
        }),
    ];
    machine.thread(polite, "P", Time::ZERO, acts(handles));
    let holds = vec![
        act(|cx| {
            cx.handle_terminate(true);
            Step::Compute(Dur::ZERO)
        }),
        calls(m, Call::Lock),
        computes(100),
    ];
    machine.thread(stubborn, "S", Time::ZERO, acts(holds));
    machine.thread(
        stubborn,
        "S2",
        Time::ZERO,
        Script::new(vec![Op::Sleep(Dur(90))]).boxed(),
    );
    machine.thread(
        plain,
        "Q",
        Time::ZERO,
        Script::new(vec![Op::Sleep(Dur(80))]).boxed(),
    );
    for process in [polite, stubborn, plain] {
        machine.signal_at(Time(2), process, Signal::Terminate);
    }
    let ends = vec![
        act(|_| Step::Block(Wait::Sleep(Dur(6)))),
        act(move |cx| {
            let codes = [polite, stubborn, plain].map(|p| cx.exit_code(p));
            assert_eq!(codes, [Some(3), None, Some(-15)]);
            cx.signal(stubborn, Signal::Kill);
            Step::Compute(Dur(1))
        }),
        act(move |_| Step::Block(Wait::JoinProcess(stubborn))),
        act(move |cx| {
            assert_eq!(cx.exit_code(stubborn), Some(-9));
            assert_eq!(cx.call(m, Call::TryLock), Ok(Some(Reply::Refused)));
            Step::Exit
        }),
    ];
    machine.thread(main, "M", Time::ZERO, acts(ends));
    let run = machine.run(Box::new(Fifo::new())).expect("a valid machine");
    check(
        &run,
        &expect![[r#"
            core core 1: 0-5 running P
            core core 2: 0-6 running S
            core core 3: 6-7 running M
            resource m: 0-7 held S
            thread P: 0-5 running P | 2 SIGTERM!
            thread S: 0-6 running S | 2 SIGTERM! | 6 SIGKILL!
            thread S2: 0-6 sleeping timer | 6 SIGKILL!
            thread Q: 0-2 sleeping timer | 2 SIGTERM!
            thread M: 0-6 sleeping timer | 6-7 running M
        "#]],
    );
}

/// A process can end itself, and whoever waits for its end goes on.
#[test]
fn a_process_that_kills_itself() {
    let mut machine = Machine::new(quiet(1));
    let mine = machine.process("mine", None);
    let other = machine.process("other", None);
    let kills = vec![
        computes(2),
        act(move |cx| {
            cx.signal(mine, Signal::Kill);
            Step::Compute(Dur(50))
        }),
    ];
    machine.thread(mine, "A", Time::ZERO, acts(kills));
    let waits = vec![
        act(move |_| Step::Block(Wait::JoinProcess(mine))),
        computes(1),
    ];
    machine.thread(other, "B", Time::ZERO, acts(waits));
    let run = machine.run(Box::new(Fifo::new())).expect("a valid machine");
    assert_eq!(run.outcome, Outcome::Finished);
    assert_eq!(run.trace.end(), Time(3));
}

/// What a switch saves and loads.
#[test]
fn control_blocks_at_a_switch() {
    let run = Scene::new(
        Settings {
            switch_cost: Dur(1),
            ..Settings::cores(1)
        },
        None,
    )
    .thread("A", 0, compute(3))
    .thread("B", 0, compute(1))
    .run(RoundRobin::new(Dur(2)));
    let core = run.trace.find_track("core 1").expect("a core");
    let switch = run
        .trace
        .track_slices(core)
        .find(|slice| slice.state == crate::trace::State::Switching)
        .expect("a switch");
    let args: Vec<String> = run
        .trace
        .args(switch.id)
        .map(|arg| {
            let value = match arg.value {
                Value::Name(name) => run.trace.name(name).to_owned(),
                other => format!("{other:?}"),
            };
            format!("{}={value}", run.trace.name(arg.key))
        })
        .collect();
    expect!["saves=A saves-cpu=Dur(2ns) saves-priority=Int(0) saves-pc=Int(1) saves-state=ready loads=B loads-cpu=Dur(0) loads-priority=Int(0) loads-pc=Int(0)"].assert_eq(&args.join(" "));
}
