//! Processes, pools, networks and costs, run from documents.

use super::*;
use crate::base::Time;
use crate::sim::Run;
use crate::sim::program::Workers;
use crate::sim::testing::total;
use crate::trace::{State, TrackKind};

/// A scenario of a document that has no problems.
fn scenario_of(document: &Value) -> Scenario {
    let (scenario, problems) = read(&document.to_string());
    assert_eq!(problems, [], "{document}");
    scenario
}

fn run(document: &Value) -> Run {
    let run = scenario_of(document).run(0);
    run.unwrap_or_else(|problems| panic!("{document}: {problems:?}"))
}

/// When a thread ended, in whole milliseconds.
fn end(run: &Run, name: &str) -> Option<u64> {
    let measures = Measures::of(run);
    let job = measures.jobs.into_iter().find(|job| job.name == name);
    Some(job?.finish?.0 / 1_000_000)
}

/// All computing of threads, in milliseconds.
fn computed(run: &Run) -> u64 {
    let lanes = run.lanes.iter();
    let sum: u64 = lanes.map(|&l| total(&run.trace, l, State::Running)).sum();
    sum / 1_000_000
}

/// A pool of so many workers for so many tasks of that length.
fn pooled(workers: u64, tasks: u64, length: u64, more: Value) -> Value {
    let program = "submit pool task\n".repeat(tasks as usize);
    let results = "result ax task\n".repeat(tasks as usize);
    let mut document = json!({
        "version": 1,
        "machine": {"cores": workers + 1},
        "pools": [{"name": "pool", "workers": workers}],
        "programs": {"task": format!("cpu {length}")},
        "jobs": [{"name": "main", "program": program + &results}],
    });
    for (name, value) in more.as_object().expect("fields") {
        document[name] = value.clone();
    }
    document
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Tasks that come together are done in rounds of as many as there are workers.
    #[test]
    fn a_pool_works_in_rounds(workers in 1u64..5, tasks in 1u64..12, length in 1u64..9) {
        let run = run(&pooled(workers, tasks, length, json!({})));
        prop_assert_eq!(&run.outcome, &Outcome::Finished);
        prop_assert_eq!(end(&run, "main"), Some(tasks.div_ceil(workers) * length));
        prop_assert_eq!(computed(&run), tasks * length);
    }

    /// What is computed is what was asked for and what was paid: workers once,
    /// and four times a message for each task.
    #[test]
    fn what_a_pool_costs_adds_up(
        workers in 1u64..4,
        tasks in 1u64..8,
        (make, message) in (0u64..4, 0u64..4),
        kind in prop::sample::select(&parts::WORKERS[..]),
    ) {
        let pools = json!([{"name": "pool", "workers": workers, "kind": kind.0}]);
        let costs = json!({"thread": make, "process": make, "message": message});
        let machine = json!({"cores": workers + 1, "costs": costs});
        let run = run(&pooled(workers, tasks, 5, json!({"pools": pools, "machine": machine})));
        prop_assert_eq!(&run.outcome, &Outcome::Finished);
        let messages = if kind.1 == Workers::Threads { 0 } else { 4 * tasks };
        prop_assert_eq!(computed(&run), tasks * 5 + workers * make + messages * message);
    }

    /// Requests one after the other: each takes its way, its handshake unless a
    /// connection is open, the host's time and the bytes' time.
    #[test]
    fn requests_take_their_time(
        latency in 0u64..9,
        handshake in prop::sample::select(&parts::HANDSHAKES[..]),
        kept in any::<bool>(),
        requests in prop::collection::vec((0u64..9, 0u64..5_000), 1..6),
    ) {
        let mut network = json!({
            "name": "net", "latency": latency, "handshake": handshake.0, "bandwidth": 1_000_000,
        });
        if kept {
            network["keep_alive"] = json!(1);
        }
        let program: Vec<String> = requests.iter()
            .map(|(host, bytes)| format!("request net {host} {bytes}")).collect();
        let run = run(&json!({
            "version": 1,
            "networks": [network],
            "jobs": [{"name": "A", "program": program.join("; ")}],
        }));
        let opened = if kept { 1 } else { requests.len() as u64 };
        let open = opened * handshake.1.round_trips() * 2 * latency * 1_000_000;
        let rest: u64 = requests.iter()
            .map(|(host, bytes)| (2 * latency + host) * 1_000_000 + bytes * 1_000).sum();
        let ended = Measures::of(&run).jobs[0].finish;
        prop_assert_eq!(ended, Some(Time(open + rest)));
    }

    /// A run on the machine's own objects takes as long as one on a bench.
    #[test]
    fn hosted_programs_keep_time(
        bursts in prop::collection::vec((1u64..5, any::<bool>()), 1..6),
        instruction in 0u64..3,
    ) {
        let program: Vec<String> = bursts.iter().map(|(burst, locks)| {
            if *locks {
                format!("lock m; load ax x; add ax {burst}; store ax x; cpu {burst}; unlock m")
            } else {
                format!("cpu {burst}; io disk {burst}")
            }
        }).collect();
        let program = program.join("; ");
        let document = |processes: Value| json!({
            "version": 1,
            "machine": {"instruction": instruction},
            "processes": processes,
            "jobs": [{"name": "A", "program": program}, {"name": "B", "program": program}],
        });
        let bench = run(&document(json!([{"name": "p"}])));
        let hosted = run(&document(json!([{"name": "p"}, {"name": "unused"}])));
        let ends = |run: &Run| {
            let jobs = Measures::of(run).jobs;
            jobs.into_iter().map(|job| (job.burst, job.finish)).collect::<Vec<_>>()
        };
        prop_assert_eq!(ends(&bench), ends(&hosted));
    }
}

#[test]
fn handshakes_and_bytes_are_on_the_networks_lane() {
    let run = run(&json!({
        "version": 1,
        "networks": [{"name": "net", "latency": 5, "keep_alive": 9}],
        "jobs": [{"name": "A", "program": "request net 2 700; request net 0 0"}],
    }));
    let dump = run.trace.dump();
    let lane = dump.split("device").nth(1).expect("a device's lane");
    let lines: Vec<&str> = lane.lines().skip(1).take(2).map(str::trim).collect();
    assert_eq!(
        lines,
        [
            "0 .. 22ms serving A handshake=10ms bytes=700",
            "22ms .. 32ms serving A"
        ]
    );
}

#[test]
fn a_thread_shares_memory_and_a_child_has_its_own() {
    let document = |start: &str| {
        json!({
            "version": 1,
            "machine": {"cores": 2, "instruction": 0},
            "objects": ["cell x 5"],
            "programs": {"child": "store 7 x"},
            "processes": [{"name": "p"}, {"name": "q"}],
            "jobs": [{"name": "A", "program": format!(
                "store 6 x; {start} child; join child; load ax x; assert ax == 6"
            )}],
        })
    };
    let asserts = |start: &str| {
        let dump = run(&document(start)).trace.dump();
        dump.contains("assertion")
    };
    assert!(asserts("spawn"), "the thread's 7 is seen");
    assert!(!asserts("fork") && !asserts("start"), "the child's is not");
    let seen = |start: &str, value: i64| {
        let mut document = document(start);
        document["programs"]["child"] = json!(format!("load ax x; assert ax == {value}"));
        !run(&document).trace.dump().contains("assertion")
    };
    // A fork has what was there, a new process what was there at first.
    assert!(seen("spawn", 6) && seen("fork", 6) && seen("start", 5));
}

#[test]
fn a_forked_child_has_the_registers() {
    for (start, bx) in [("fork", 3), ("start", 0), ("spawn", 0)] {
        let run = run(&json!({
            "version": 1,
            "programs": {"child": format!("assert bx == {bx}; cpu 1")},
            "jobs": [{"name": "A", "program": format!("move bx 3; {start} child; daemon")}],
        }));
        assert!(!run.trace.dump().contains("assertion"), "{start}");
    }
}

#[test]
fn a_process_can_be_killed_by_who_started_it() {
    let document = |signal: &str, child: &str| {
        json!({
            "version": 1,
            "machine": {"cores": 4, "instruction": 0},
            "programs": {"child": child},
            "jobs": [{"name": "A", "program": format!(
                "start child; start child; cpu 4; {signal} child; {signal} child; join child; join child"
            )}],
        })
    };
    let careful = "handle-terminate; cpu 30";
    for (signal, child, at) in [
        ("kill", "cpu 30", 4),
        ("terminate", "sleep 30", 4),
        ("terminate", careful, 30),
        ("kill", careful, 4),
    ] {
        let run = run(&document(signal, child));
        for name in ["A", "child #1", "child #2"] {
            assert_eq!(end(&run, name), Some(at), "{signal} {child} {name}");
        }
    }
}

#[test]
fn a_process_of_the_scenario_can_be_killed() {
    let run = run(&json!({
        "version": 1,
        "machine": {"cores": 2},
        "processes": [{"name": "p"}, {"name": "q"}],
        "jobs": [
            {"name": "A", "process": "p", "program": "cpu 3; kill q"},
            {"name": "B", "process": "q", "program": "cpu 9"},
        ],
    }));
    assert_eq!((end(&run, "A"), end(&run, "B")), (Some(3), Some(3)));
}

#[test]
fn results_come_back_in_the_order_of_submitting() {
    let run = run(&json!({
        "version": 1,
        "machine": {"cores": 3, "instruction": 0},
        "pools": [{"name": "pool", "workers": 2}],
        "programs": {"double": "cpu 2; add ax ax"},
        "jobs": [{"name": "A", "program":
            "move ax 4; submit pool double; move ax 5; submit pool double; \
             result bx double; result cx double; assert bx == 8; assert cx == 10; \
             result dx double; assert dx == 0; cpu 1"}],
    }));
    assert!(!run.trace.dump().contains("assertion"));
    assert_eq!(end(&run, "A"), Some(3));
}

#[test]
fn a_pool_that_is_shut_down_takes_no_task() {
    let scenario = scenario_of(&json!({
        "version": 1,
        "pools": [{"name": "pool", "workers": 2}],
        "programs": {"task": "cpu 2"},
        "jobs": [{"name": "A", "program": "submit pool task; shutdown pool; submit pool task"}],
    }));
    let problems = scenario.run(0).expect_err("it is shut down");
    assert_eq!(problems[0].place, "submit");
}

#[test]
fn a_task_may_submit_although_nobody_else_does() {
    let run = run(&json!({
        "version": 1,
        "machine": {"cores": 2},
        "pools": [{"name": "pool", "workers": 1}],
        "programs": {"outer": "cpu 2; submit pool inner", "inner": "cpu 3"},
        "jobs": [{"name": "A", "program": "submit pool outer; submit pool outer"}],
    }));
    assert_eq!(run.outcome, Outcome::Finished);
    assert_eq!(end(&run, "pool 1"), Some(10));
}

#[test]
fn workers_of_a_killed_process_are_orphans_and_its_threads_are_not() {
    let document = |kind: &str| {
        json!({
            "version": 1,
            "machine": {"cores": 3},
            "processes": [{"name": "p"}],
            "signals": [{"at": 3, "process": "p", "signal": "kill"}],
            "pools": [{"name": "pool", "workers": 2, "kind": kind}],
            "programs": {"task": "cpu 5"},
            "jobs": [{"name": "A", "program": "submit pool task; cpu 9"}],
        })
    };
    assert_eq!(run(&document("threads")).outcome, Outcome::Finished);
    let left = run(&document("forked")).outcome;
    assert!(matches!(left, Outcome::Deadlock(waiting) if waiting.len() == 2));
}

#[test]
fn what_goes_between_processes_is_paid_for_and_what_does_not_is_not() {
    let document = |one: &str, two: &str| {
        json!({
            "version": 1,
            "machine": {"cores": 2, "costs": {"message": 2}},
            "processes": [{"name": "p"}, {"name": "q"}],
            "jobs": [
                {"name": "A", "process": one, "program": "put q 1"},
                {"name": "B", "process": two, "program": "get ax q"},
            ],
        })
    };
    assert_eq!(computed(&run(&document("p", "q"))), 4);
    assert_eq!(computed(&run(&document("p", "p"))), 0);
}

#[test]
fn a_process_pool_has_lanes_of_its_own() {
    let pools = json!([{"name": "pool", "workers": 2, "kind": "started"}]);
    let run = run(&pooled(2, 3, 5, json!({"pools": pools})));
    let of_kind = |kind: TrackKind| {
        let tracks = run.trace.tracks().iter();
        tracks.filter(|track| track.kind == kind).count()
    };
    // The job's process and two workers'; three tasks; the queue and three results.
    assert_eq!(of_kind(TrackKind::Process), 3);
    assert_eq!(of_kind(TrackKind::Task), 3);
    assert_eq!(of_kind(TrackKind::Resource), 4);
}

#[test]
fn what_needs_a_machine_cannot_be_explored() {
    let scenario = scenario_of(&json!({
        "version": 1,
        "jobs": [{"name": "A", "program": "timer 3; tick"}],
    }));
    assert_eq!(scenario.system().expect_err("a timer")[0].place, "/jobs");
}
