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
fn what_starts_without_end_is_stopped() {
    let refused = |document: Value| {
        let problems = scenario_of(&document).run(0).expect_err("too many");
        problems[0].reason.en.clone()
    };
    let forever = |start: &str| {
        json!({
            "version": 1,
            "machine": {"instruction": 0},
            "pools": [{"name": "pool", "workers": 2}],
            "programs": {"child": "cpu 1"},
            "jobs": [{"name": "A", "program": format!("again: {start} child; jump again")}],
        })
    };
    for start in ["fork", "start", "submit pool"] {
        assert!(refused(forever(start)).contains("too many"), "{start}");
    }
    // A fork of many variables takes more room than a thread.
    let cells = "0 ".repeat(900);
    let mut many = forever("fork");
    many["objects"] = json!([format!("cell x {}", cells.trim_end())]);
    assert!(refused(many.clone()).contains("too many"));
    let names: Vec<Value> = (0..30).map(|n| json!({"name": format!("p{n}")})).collect();
    many["processes"] = json!(names);
    assert_eq!(refused(many), "Each process has 900 cells.");
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

/// A process of user-level threads with these programs.
fn user_level(carriers: u32, programs: &[String], more: &Value) -> Value {
    let mut how = more.clone();
    how["carriers"] = json!(carriers);
    let jobs = programs.iter().enumerate();
    let jobs: Vec<Value> = jobs
        .map(|(i, program)| json!({"name": format!("U{i}"), "program": program}))
        .collect();
    json!({
        "version": 1,
        "machine": {"cores": 4},
        "processes": [{"name": "app", "user_threads": how}],
        "devices": [{"name": "disk", "channels": "any"}],
        "jobs": jobs,
    })
}

/// Bursts of computing and of waiting for a device.
fn work() -> impl Strategy<Value = Vec<(u64, u64)>> {
    prop::collection::vec((0u64..5, 0u64..5), 1..4)
}

fn program(work: &[(u64, u64)]) -> String {
    let lines = work
        .iter()
        .map(|(cpu, io)| format!("cpu {cpu}; io disk {io}"));
    lines.collect::<Vec<_>>().join("; ")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// One carrier does one thing after the other, waiting included, whatever
    /// the quantum; none of its threads does two things, and all end.
    #[test]
    fn one_carrier_does_one_thing_at_a_time(
        threads in prop::collection::vec(work(), 1..5),
        quantum in prop::option::of(1u64..4),
    ) {
        let programs: Vec<String> = threads.iter().map(|work| program(work)).collect();
        let run = run(&user_level(1, &programs, &json!({"quantum": quantum})));
        prop_assert_eq!(&run.outcome, &Outcome::Finished);
        let sum: u64 = threads.iter().flatten().map(|(cpu, io)| cpu + io).sum();
        let measures = Measures::of(&run);
        let last = measures.jobs.iter().filter_map(|job| job.finish).max();
        prop_assert_eq!(last.unwrap_or_default(), Time(sum * 1_000_000));
    }

    /// With as many carriers as threads, and cores for all, nobody waits.
    #[test]
    fn a_carrier_for_each_is_one_to_one(threads in prop::collection::vec(work(), 1..5)) {
        let programs: Vec<String> = threads.iter().map(|work| program(work)).collect();
        let run = run(&user_level(4, &programs, &json!({})));
        let jobs = Measures::of(&run).jobs;
        for (i, work) in threads.iter().enumerate() {
            // One that does nothing has no lane.
            let Some(job) = jobs.iter().find(|job| job.name == format!("U{i}")) else {
                prop_assert!(work.iter().all(|part| *part == (0, 0)));
                continue;
            };
            let own: u64 = work.iter().map(|(cpu, io)| cpu + io).sum();
            prop_assert_eq!(job.turnaround.0, own * 1_000_000);
            prop_assert_eq!(job.waiting.0, 0);
        }
    }

    /// Locks of the library: what is computed under one is computed one after
    /// the other, on however many carriers; all end.
    #[test]
    fn locks_of_the_library_hold(
        sections in prop::collection::vec((0u64..3, 1u64..5), 1..5),
        carriers in 1u32..5,
        quantum in prop::option::of(1u64..3),
    ) {
        let programs: Vec<String> = sections.iter()
            .map(|(before, inside)| format!("cpu {before}; lock m; cpu {inside}; unlock m"))
            .collect();
        let run = run(&user_level(carriers, &programs, &json!({"quantum": quantum})));
        prop_assert_eq!(&run.outcome, &Outcome::Finished);
        let inside: u64 = sections.iter().map(|section| section.1).sum();
        let all: u64 = inside + sections.iter().map(|section| section.0).sum::<u64>();
        let end = Measures::of(&run).total.makespan.0 / 1_000_000;
        prop_assert!(end >= inside && end <= all, "{inside} {end} {all}");
        prop_assert_eq!(computed(&run), all);
    }
}

#[test]
fn user_level_threads_that_wait_for_each_other_end_nothing() {
    let programs = [
        "lock a; yield; lock b".to_owned(),
        "lock b; yield; lock a".to_owned(),
    ];
    let run = run(&user_level(1, &programs, &json!({})));
    assert!(matches!(run.outcome, Outcome::Deadlock(_)));
}

#[test]
fn what_user_level_threads_cannot_do_is_told() {
    for (program, reason) in [
        ("load ax x", "no registers"),
        ("fork other", "no registers"),
        ("unlock m", "does not hold"),
        ("lock shared", "another job uses it"),
    ] {
        let mut document = user_level(1, &[program.to_owned()], &json!({}));
        document["programs"] = json!({"other": "cpu 1"});
        let other = json!({"name": "B", "process": "q", "program": "lock shared; unlock shared"});
        for (list, item) in [("processes", json!({"name": "q"})), ("jobs", other)] {
            document[list].as_array_mut().expect("a list").push(item);
        }
        let problems = scenario_of(&document).run(0).expect_err(program);
        let told = problems[0].sentence(Lang::En);
        assert!(told.contains(reason), "{program}: {told}");
    }
}

#[test]
fn user_level_threads_arrive_in_time() {
    let mut document = user_level(1, &["cpu 5".into(), "cpu 2".into()], &json!({}));
    document["jobs"][1]["arrival"] = json!(20);
    let found = run(&document);
    assert_eq!((end(&found, "U0"), end(&found, "U1")), (Some(5), Some(22)));
    // One that comes while the carrier computes waits for it from then on.
    document["jobs"][1]["arrival"] = json!(3);
    let found = Measures::of(&run(&document));
    assert_eq!(found.jobs[1].waiting.0, 2_000_000);
}

#[test]
fn what_needs_a_machine_cannot_be_explored() {
    let scenario = scenario_of(&json!({
        "version": 1,
        "jobs": [{"name": "A", "program": "timer 3; tick"}],
    }));
    assert_eq!(scenario.system().expect_err("a timer")[0].place, "/jobs");
}
