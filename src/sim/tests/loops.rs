//! Event loops, by hand.

use super::*;

fn loop_scene(scene: Scene, coroutines: Vec<(&str, Vec<TaskOp>)>, period: u64) -> Run {
    let coroutines = coroutines
        .into_iter()
        .map(|(name, ops)| Coroutine {
            name: Some(name.into()),
            ops,
            is_task: true,
        })
        .collect();
    let body = EventLoop::new(coroutines).with_heartbeat(Dur(period));
    let Scene {
        mut machine,
        process,
    } = scene;
    machine.thread(process, "main", Time::ZERO, Box::new(body));
    machine.run(Box::new(Fifo::new())).expect("a valid machine")
}

/// Timers of 3, 2 and 1 awaited together are over after 3, in the order 1, 2, 3.
#[test]
fn awaited_timers_overlap() {
    let run = loop_scene(
        Scene::new(quiet(1), None),
        [("A", 3), ("B", 2), ("C", 1)]
            .map(|(name, d)| (name, vec![TaskOp::Sleep(Dur(d))]))
            .into(),
        0,
    );
    check(
        &run,
        &expect![[r#"
        thread main: 0-1 sleeping timer | 1-2 sleeping timer | 2-3 sleeping timer
        task A: 0-3 awaiting timer
        task B: 0-2 awaiting timer
        task C: 0-1 awaiting timer
    "#]],
    );
}

/// A blocking sleep of 10 in A delays B, whose timer of 2 is over at 2, to 10,
/// and the ticks that were due at 4 and 8.
#[test]
fn a_blocking_call_delays_the_whole_loop() {
    let run = loop_scene(
        Scene::new(quiet(1), None),
        vec![
            ("B", vec![TaskOp::Sleep(Dur(2)), TaskOp::Compute(Dur(1))]),
            ("A", vec![TaskOp::BlockingSleep(Dur(10))]),
        ],
        4,
    );
    check(
        &run,
        &expect![[r#"
            core core 1: 10-11 running B (main)
            thread main: 0-10 sleeping timer | 10-11 running B
            task B: 0-2 awaiting timer | 2-10 ready event loop | 10-11 running B
            task A: 0-10 sleeping timer
            heartbeat heartbeat: 0 tick! | 10 tick!
        "#]],
    );
}

/// With another thread on the only core, the task in control is ready when its
/// thread is; the one that awaits is not.
#[test]
fn a_task_in_control_shows_the_state_of_its_thread() {
    let mut scene = Scene::new(quiet(1), None);
    let body = EventLoop::new(vec![
        Coroutine {
            name: Some("task".into()),
            ops: vec![TaskOp::Compute(Dur(3)), TaskOp::Await(1)],
            is_task: true,
        },
        Coroutine {
            name: Some("other".into()),
            ops: vec![TaskOp::Sleep(Dur(5))],
            is_task: true,
        },
    ]);
    let process = scene.process;
    scene
        .machine
        .thread(process, "loop", Time::ZERO, Box::new(body));
    let run = scene
        .thread("rival", 0, compute(3))
        .run(RoundRobin::new(Dur(2)));
    check(
        &run,
        &expect![[r#"
            core core 1: 0-2 running task (loop) | 2-4 running rival | 4-5 running task (loop) | 5-6 running rival
            thread loop: 0-2 running task | 2-4 ready core | 4-5 running task | 5-10 sleeping timer
            thread rival: 0-2 ready core | 2-4 running rival | 4-5 ready core | 5-6 running rival
            task task: 0-2 running task | 2-4 ready core | 4-5 running task | 5-10 awaiting other
            task other: 0-5 ready event loop | 5-10 awaiting timer
            result: other 10 -> task 10
        "#]],
    );
}

/// A called coroutine runs in its caller's place; a started one in the next round.
#[test]
fn call_and_start() {
    let coroutine = |name: &str, ops, is_task| Coroutine {
        name: Some(name.into()),
        ops,
        is_task,
    };
    let mut scene = Scene::new(quiet(1), None);
    let body = EventLoop::new(vec![
        coroutine(
            "main",
            vec![TaskOp::Start(2), TaskOp::Call(1), TaskOp::Await(2)],
            true,
        ),
        coroutine(
            "called",
            vec![TaskOp::Compute(Dur(2)), TaskOp::Sleep(Dur(1))],
            false,
        ),
        coroutine("started", vec![TaskOp::Compute(Dur(4))], false),
    ]);
    let process = scene.process;
    scene
        .machine
        .thread(process, "loop", Time::ZERO, Box::new(body));
    check(
        &scene.run(Fifo::new()),
        &expect![[r#"
            core core 1: 0-2 running called (loop) | 2-6 running started (loop)
            thread loop: 0-2 running called | 2-6 running started
            task main: 0-6 awaiting called
            task called: 0-2 running called | 2-3 awaiting timer | 3-6 ready event loop
            task started: 0-2 ready event loop | 2-6 running started
            spawn: main 0 -> started 0
        "#]],
    );
}
