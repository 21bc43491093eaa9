//! Small scenarios for each policy's switches and tie-breaks, with the reasons
//! that it gives.

use expect_test::{Expect, expect};

use super::*;
use crate::sim::{DeviceId, Machine, Op, Script, Settings};
use crate::trace::{State, Trace, TrackKind, Value, arg};

/// Threads in the order of their making: name, arrival, what each brings along,
/// and what it does.
struct Scene {
    machine: Machine,
    process: crate::sim::ProcessId,
    disk: DeviceId,
}

impl Scene {
    fn on(cores: u32) -> Scene {
        let mut machine = Machine::new(Settings::cores(cores));
        let process = machine.process("program", None);
        let disk = machine.device("disk", None);
        Scene {
            machine,
            process,
            disk,
        }
    }

    fn add(mut self, name: &str, arrives: u64, attributes: Attributes, ops: &[(u64, u64)]) -> Self {
        let mut script = Vec::new();
        for &(compute, io) in ops {
            script.push(Op::Compute(Dur(compute)));
            if io > 0 {
                script.push(Op::Io(self.disk, Dur(io)));
            }
        }
        let body = Script::new(script).boxed();
        self.machine
            .thread_with(self.process, name, Time(arrives), attributes, body);
        self
    }

    /// A thread that computes.
    fn job(self, name: &str, arrives: u64, length: u64) -> Self {
        self.add(name, arrives, Attributes::default(), &[(length, 0)])
    }

    fn ranked(self, name: &str, arrives: u64, length: u64, priority: i32) -> Self {
        let attributes = Attributes {
            priority,
            ..Attributes::default()
        };
        self.add(name, arrives, attributes, &[(length, 0)])
    }

    #[track_caller]
    fn check(self, policy: impl Policy + 'static, expected: Expect) {
        let run = self.machine.run(Box::new(policy)).expect("a valid machine");
        expected.assert_eq(&turns(&run.trace));
    }
}

/// What ran on each core, and by which rule and figures it was picked.
fn turns(trace: &Trace) -> String {
    let mut out = String::new();
    for (id, track) in trace.tracks().iter_ids() {
        if track.kind != TrackKind::Core {
            continue;
        }
        for slice in trace.track_slices(id) {
            if slice.state != State::Running {
                continue;
            }
            let figure = |key: &str| {
                let found = trace.args(slice.id).find(|arg| trace.name(arg.key) == key);
                found.map(|arg| match arg.value {
                    Value::Name(name) => trace.name(name).to_owned(),
                    Value::Int(n) => n.to_string(),
                    Value::Dur(d) => d.0.to_string(),
                    ref other => format!("{other:?}"),
                })
            };
            let ratio = |over: &str, under: &str| {
                let under = figure(under).map_or(String::new(), |under| format!("/{under}"));
                figure(over).map_or(String::new(), |over| format!(" {over}{under}"))
            };
            let mine = ratio(arg::MINE, arg::MINE_OVER);
            let others = ratio(arg::OTHERS, arg::OTHERS_OVER);
            let other = figure(arg::OTHER).map_or(String::new(), |name| format!(", {name}"));
            let rule = figure(arg::RULE).unwrap_or_default();
            let (from, to) = (slice.start.0, slice.end.0);
            let name = trace.name(slice.name);
            out += &format!("{from}-{to} {name}: {rule}{mine}{other}{others}\n");
        }
    }
    out
}

#[test]
fn sjf_lets_the_running_one_end() {
    Scene::on(1)
        .job("A", 0, 8)
        .job("B", 1, 4)
        .job("C", 2, 2)
        .job("D", 3, 2)
        .check(
            Sjf::new(Predictor::Stated),
            expect![[r#"
            0-8 A: shortest-burst 8
            8-10 C: shortest-burst 2, D 2
            10-12 D: shortest-burst 2, B 4
            12-16 B: shortest-burst 4
        "#]],
        );
}

/// A: 4 guessed, 6 run, then 5 guessed, 2 run, then 3 guessed; B is always
/// guessed at 4, as it runs 4.
#[test]
fn sjf_by_average_learns() {
    let predictor = Predictor::Average {
        alpha: Ratio::HALF,
        first: Dur(4),
    };
    Scene::on(1)
        .add("A", 0, Attributes::default(), &[(6, 1), (2, 1), (1, 0)])
        .add("B", 0, Attributes::default(), &[(4, 1), (4, 1), (4, 0)])
        .check(
            Sjf::new(predictor),
            expect![[r#"
            0-6 A: shortest-burst 4, B 4
            6-10 B: shortest-burst 4
            10-12 A: shortest-burst 5
            12-16 B: shortest-burst 4
            16-17 A: shortest-burst 3
            17-21 B: shortest-burst 4
        "#]],
        );
}

#[test]
fn the_exponential_average() {
    let mut guess = Dur(10);
    let guesses: Vec<u64> = [6, 4, 6, 4, 13, 13, 13]
        .map(|burst| {
            guess = next_guess(Ratio::HALF, Dur(burst), guess);
            guess.0
        })
        .into();
    assert_eq!(guesses, [8, 6, 6, 5, 9, 11, 12]);
    let all = Ratio { over: 9, under: 4 };
    assert_eq!(next_guess(all, Dur(7), Dur(1)), Dur(7));
    let none = Ratio { over: 0, under: 0 };
    assert_eq!(next_guess(none, Dur(u64::MAX), Dur(1)), Dur(1));
}

/// On a tie A goes on; B takes its core; of the waiting C came first.
#[test]
fn srtf_takes_the_core_of_the_longest() {
    Scene::on(1)
        .job("A", 0, 6)
        .job("C", 2, 4)
        .job("B", 3, 1)
        .job("D", 3, 4)
        .check(
            Srtf::new(),
            expect![[r#"
            0-3 A: shortest-remaining 6
            3-4 B: shortest-remaining 1, A 3
            4-7 A: shortest-remaining 3, C 4
            7-11 C: shortest-remaining 4, D 4
            11-15 D: shortest-remaining 4
        "#]],
        );
}

/// E takes the core of the one with the most left.
#[test]
fn srtf_on_two_cores() {
    Scene::on(2)
        .job("A", 0, 9)
        .job("B", 0, 12)
        .job("E", 1, 3)
        .check(
            Srtf::new(),
            expect![[r#"
            0-9 A: shortest-remaining 9, B 12
            0-1 B: shortest-remaining 12
            1-4 E: shortest-remaining 3, B 11
            4-15 B: shortest-remaining 11
        "#]],
        );
}

#[test]
fn hrrn_weighs_waiting() {
    Scene::on(1)
        .job("A", 0, 6)
        .job("B", 0, 9)
        .job("C", 1, 6)
        .job("D", 4, 2)
        .check(
            Hrrn::new(),
            expect![[r#"
            0-6 A: response-ratio 6/6, B 9/9
            6-8 D: response-ratio 4/2, C 11/6
            8-14 C: response-ratio 13/6, B 17/9
            14-23 B: response-ratio 23/9
        "#]],
        );
}

/// A burst of nothing has the highest ratio; B's ends at once, as C does.
#[test]
fn hrrn_with_bursts_of_nothing() {
    Scene::on(1)
        .job("A", 0, 4)
        .job("B", 1, 0)
        .job("C", 2, 1)
        .check(
            Hrrn::new(),
            expect![[r#"
            0-4 A: response-ratio 4/4
            4-5 C: response-ratio 3/1
        "#]],
        );
}

fn scene_of_preemption() -> Scene {
    Scene::on(1)
        .ranked("A", 0, 7, 5)
        .ranked("B", 0, 7, 5)
        .ranked("C", 2, 2, 1)
}

#[test]
fn priority_head_with_a_full_quantum() {
    let settings = PrioritySettings {
        preemptive: true,
        quantum: Some(Dur(4)),
        ..PrioritySettings::default()
    };
    scene_of_preemption().check(
        Priority::new(settings),
        expect![[r#"
        0-2 A: priority 5, B 5
        2-4 C: priority 1, A 5
        4-8 A: priority 5, B 5
        8-12 B: priority 5, A 5
        12-13 A: priority 5, B 5
        13-16 B: priority 5
    "#]],
    );
}

#[test]
fn priority_head_with_the_rest_of_its_quantum() {
    let settings = PrioritySettings {
        preemptive: true,
        quantum: Some(Dur(4)),
        keeps_quantum: true,
        ..PrioritySettings::default()
    };
    scene_of_preemption().check(
        Priority::new(settings),
        expect![[r#"
        0-2 A: priority 5, B 5
        2-4 C: priority 1, A 5
        4-6 A: priority 5, B 5
        6-10 B: priority 5, A 5
        10-13 A: priority 5, B 5
        13-16 B: priority 5
    "#]],
    );
}

#[test]
fn priority_tail() {
    let settings = PrioritySettings {
        preemptive: true,
        quantum: Some(Dur(4)),
        preempted: Place::Tail,
        ..PrioritySettings::default()
    };
    scene_of_preemption().check(
        Priority::new(settings),
        expect![[r#"
        0-2 A: priority 5, B 5
        2-4 C: priority 1, B 5
        4-8 B: priority 5, A 5
        8-12 A: priority 5, B 5
        12-15 B: priority 5, A 5
        15-16 A: priority 5
    "#]],
    );
}

#[test]
fn priority_with_the_larger_number_first() {
    let settings = PrioritySettings {
        first: First::Larger,
        ..PrioritySettings::default()
    };
    scene_of_preemption().check(
        Priority::new(settings),
        expect![[r#"
        0-7 A: priority 5, B 5
        7-14 B: priority 5, C 1
        14-16 C: priority 1
    "#]],
    );
}

/// B gains one at 3 and at 6; at 6 it is better than C, and it keeps the core
/// until it ends, though D is better than it was.
#[test]
fn priority_with_aging() {
    let settings = PrioritySettings {
        preemptive: true,
        aging: Some(Aging {
            every: Dur(3),
            by: 1,
        }),
        ..PrioritySettings::default()
    };
    Scene::on(1)
        .ranked("A", 0, 4, 1)
        .ranked("B", 0, 5, 4)
        .ranked("C", 4, 9, 3)
        .ranked("D", 7, 1, 3)
        .check(
            Priority::new(settings),
            expect![[r#"
            0-4 A: priority 1, B 4
            4-6 B: priority 3, C 3
            6-12 C: priority 2, B 4
            12-13 D: priority 1, B 2
            13-16 B: priority 2, C 3
            16-19 C: priority 2
        "#]],
        );
}

/// A's slices are 2, 2 and 4 long; B, which blocks, stays up as long as it has
/// not used up a slice.
#[test]
fn mlfq_goes_down_by_use() {
    let level = |quantum, allotment| Level {
        quantum: Dur(quantum),
        allotment,
    };
    let settings = MlfqSettings {
        levels: vec![level(2, 2), level(4, 1), level(0, 1)],
        ..MlfqSettings::default()
    };
    Scene::on(1)
        .job("A", 0, 12)
        .add("B", 1, Attributes::default(), &[(1, 3), (1, 3), (1, 0)])
        .check(
            Mlfq::new(settings),
            expect![[r#"
            0-2 A: level 2
            2-3 B: level 2, A 2
            3-6 A: level 2
            6-7 B: level 2, A 1
            7-10 A: level 1
            10-11 B: level 2, A 0
            11-15 A: level 1
        "#]],
        );
}

/// At 6 all are lifted: B, which is lower, behind A.
#[test]
fn mlfq_boosts_what_runs_too() {
    let level = Level {
        quantum: Dur(2),
        allotment: 1,
    };
    let settings = MlfqSettings {
        levels: vec![level; 3],
        boost: Some(Dur(7)),
        ..MlfqSettings::default()
    };
    Scene::on(2)
        .job("A", 0, 9)
        .job("B", 0, 9)
        .job("C", 4, 5)
        .check(
            Mlfq::new(settings),
            expect![[r#"
            0-6 A: level 2, B 2
            6-7 C: level 1, B 0
            7-9 A: level 1, B 1
            9-11 C: level 2, A 1
            0-4 B: level 2
            4-6 C: level 2, A 0
            6-9 B: level 1
            9-10 A: level 2, C 2
            10-12 B: level 0, A 0
        "#]],
        );
}

#[test]
fn feedback_goes_down_if_others_wait() {
    Scene::on(1).job("A", 0, 5).job("B", 3, 4).check(
        Feedback::new(Dur(1), Slices::Doubling),
        expect![[r#"
            0-3 A: level 0
            3-4 B: level 0, A 1
            4-6 A: level 0
            6-9 B: level 1
        "#]],
    );
}

#[test]
fn lottery_names_the_ticket() {
    let tickets = |tickets| Attributes {
        tickets,
        ..Attributes::default()
    };
    let mut scene = Scene::on(1)
        .add("A", 0, tickets(3), &[(2, 0)])
        .add("B", 0, tickets(5), &[(2, 0)])
        .add("C", 0, tickets(0), &[(2, 0)]);
    scene.machine.draw_from(vec![3, 10, 7, 9]);
    scene.check(
        Lottery::new(Dur(1)),
        expect![[r#"
        0-1 B: ticket 3/8
        1-2 A: ticket 2/8
        2-3 B: ticket 7/8
        3-4 A: ticket 0/3
        4-6 C: first-come
    "#]],
    );
}

/// B was away for a while: with its own pass it has the core until it has
/// caught up, else it takes turns at once.
#[test]
fn stride_joins() {
    let scene = || {
        Scene::on(1)
            .job("A", 0, 9)
            .add("B", 0, Attributes::default(), &[(1, 3), (4, 0)])
    };
    let settings = StrideSettings::new(Dur(1));
    scene().check(
        Stride::new(settings),
        expect![[r#"
        0-1 A: pass 0, B 0
        1-2 B: pass 0, A 100
        2-5 A: pass 100
        5-6 B: pass 300, A 400
        6-7 A: pass 200
        7-8 B: pass 400, A 500
        8-9 A: pass 400, B 400
        9-10 B: pass 500, A 600
        10-11 A: pass 500, B 500
        11-12 B: pass 600, A 700
        12-14 A: pass 600, B 600
    "#]],
    );
    let own = StrideSettings {
        joins: Joins::AtOwn,
        ..settings
    };
    scene().check(
        Stride::new(own),
        expect![[r#"
        0-1 A: pass 0, B 0
        1-2 B: pass 0, A 100
        2-5 A: pass 100
        5-8 B: pass 100, A 400
        8-9 A: pass 200
        9-10 B: pass 200, A 400
        10-14 A: pass 400, B 400
    "#]],
    );
}

/// A's turns are half as long as B's: charged whole it has a third of the
/// time, charged by use it has two turns for one of B's.
#[test]
fn stride_charges() {
    let scene = || {
        let bursts = [(1, 1); 6];
        Scene::on(1)
            .add("A", 0, Attributes::default(), &bursts)
            .job("B", 0, 12)
    };
    let settings = StrideSettings::new(Dur(2));
    scene().check(
        Stride::new(settings),
        expect![[r#"
        0-1 A: pass 0, B 0
        1-3 B: pass 0
        3-4 A: pass 100, B 100
        4-6 B: pass 100
        6-7 A: pass 200, B 200
        7-9 B: pass 200
        9-10 A: pass 300, B 300
        10-12 B: pass 300
        12-13 A: pass 400, B 400
        13-15 B: pass 400
        15-16 A: pass 500, B 500
        16-18 B: pass 500
    "#]],
    );
    let used = StrideSettings {
        charge: Charge::Used,
        ..settings
    };
    scene().check(
        Stride::new(used),
        expect![[r#"
        0-1 A: pass 0, B 0
        1-3 B: pass 0
        3-4 A: pass 50, B 100
        4-6 B: pass 100
        6-7 A: pass 100, B 200
        7-9 B: pass 200
        9-10 A: pass 200, B 300
        10-12 B: pass 300
        12-13 A: pass 300, B 400
        13-15 B: pass 400
        15-16 A: pass 400, B 500
        16-18 B: pass 500
    "#]],
    );
}

fn small_fair() -> FairSettings {
    FairSettings {
        latency: Dur(12),
        min_granularity: Dur(3),
        wakeup_granularity: Dur(2),
        ..FairSettings::default()
    }
}

/// B sleeps until 40, and comes in half a latency behind A: it takes the core.
#[test]
fn fair_places_a_sleeper() {
    let scene = || {
        Scene::on(1)
            .job("A", 0, 60)
            .add("B", 0, Attributes::default(), &[(1, 33), (20, 0)])
    };
    scene().check(
        Fair::new(small_fair()),
        expect![[r#"
        0-6 A: virtual-runtime 0, B 0
        6-7 B: virtual-runtime 0, A 6
        7-40 A: virtual-runtime 6
        40-58 B: virtual-runtime 24, A 39
        58-64 A: virtual-runtime 18
        64-66 B: virtual-runtime 30, A 39
        66-81 A: virtual-runtime 39, B 42
    "#]],
    );
    let harsh = FairSettings {
        gentle_sleepers: false,
        ..small_fair()
    };
    scene().check(
        Fair::new(harsh),
        expect![[r#"
        0-6 A: virtual-runtime 0, B 0
        6-7 B: virtual-runtime 0, A 6
        7-40 A: virtual-runtime 6
        40-60 B: virtual-runtime 18, A 39
        60-81 A: virtual-runtime 18
    "#]],
    );
    let patient = FairSettings {
        wakeup_preemption: false,
        ..small_fair()
    };
    scene().check(
        Fair::new(patient),
        expect![[r#"
        0-6 A: virtual-runtime 0, B 0
        6-7 B: virtual-runtime 0, A 6
        7-43 A: virtual-runtime 6
        43-61 B: virtual-runtime 24, A 42
        61-67 A: virtual-runtime 18
        67-69 B: virtual-runtime 30, A 42
        69-81 A: virtual-runtime 42, B 42
    "#]],
    );
    let coarse = FairSettings {
        wakeup_granularity: Dur(7),
        ..small_fair()
    };
    scene().check(
        Fair::new(coarse),
        expect![[r#"
        0-6 A: virtual-runtime 0, B 0
        6-7 B: virtual-runtime 0, A 6
        7-40 A: virtual-runtime 6
        40-58 B: virtual-runtime 24, A 39
        58-64 A: virtual-runtime 18
        64-66 B: virtual-runtime 30, A 39
        66-81 A: virtual-runtime 39, B 42
    "#]],
    );
}

/// Slices by weight: 12 · 1024 / (1024 + 335) = 9, and 3 at the least.
#[test]
fn fair_slices_are_by_weight() {
    let nice = |nice| Attributes {
        nice,
        ..Attributes::default()
    };
    Scene::on(1)
        .add("A", 0, nice(0), &[(30, 0)])
        .add("B", 0, nice(5), &[(10, 0)])
        .check(
            Fair::new(small_fair()),
            expect![[r#"
            0-9 A: virtual-runtime 0, B 0
            9-12 B: virtual-runtime 0, A 9
            12-21 A: virtual-runtime 9, B 9
            21-24 B: virtual-runtime 9, A 18
            24-33 A: virtual-runtime 18, B 18
            33-36 B: virtual-runtime 18, A 27
            36-39 A: virtual-runtime 27, B 27
            39-40 B: virtual-runtime 27
        "#]],
        );
    // The new one comes in as if it had had a slice.
    let debit = FairSettings {
        start_debit: true,
        ..small_fair()
    };
    Scene::on(1).job("A", 0, 20).job("B", 2, 10).check(
        Fair::new(debit),
        expect![[r#"
            0-12 A: virtual-runtime 12
            12-18 B: virtual-runtime 18, A 24
            18-24 A: virtual-runtime 24, B 24
            24-28 B: virtual-runtime 24, A 30
            28-30 A: virtual-runtime 30
        "#]],
    );
}

/// B comes in at the average: eligible, with a deadline of a slice later.
#[test]
fn eevdf_lets_an_earlier_deadline_take_the_core() {
    let scene = || {
        let heavy = Attributes {
            nice: -5,
            ..Attributes::default()
        };
        Scene::on(1).job("A", 0, 14).add("B", 3, heavy, &[(6, 0)])
    };
    let settings = EevdfSettings {
        slice: Dur(10),
        run_to_parity: false,
    };
    scene().check(
        Eevdf::new(settings),
        expect![[r#"
        0-3 A: virtual-deadline 10
        3-9 B: virtual-deadline 3
        9-20 A: virtual-deadline 10
    "#]],
    );
    let parity = EevdfSettings {
        run_to_parity: true,
        ..settings
    };
    scene().check(
        Eevdf::new(parity),
        expect![[r#"
        0-10 A: virtual-deadline 10
        10-16 B: virtual-deadline 3
        16-20 A: virtual-deadline 20
    "#]],
    );
}

/// A has had more than its due when it blocks, and comes back with that: it is
/// not eligible before the others have caught up.
#[test]
fn eevdf_keeps_a_lag_over_a_sleep() {
    let settings = EevdfSettings {
        slice: Dur(4),
        run_to_parity: true,
    };
    Scene::on(1)
        .add("A", 0, Attributes::default(), &[(4, 1), (8, 0)])
        .job("B", 0, 12)
        .job("C", 0, 12)
        .check(
            Eevdf::new(settings),
            expect![[r#"
            0-4 A: virtual-deadline 4, B 4
            4-8 B: virtual-deadline 4, C 4
            8-12 C: virtual-deadline 4
            12-16 A: virtual-deadline 8, B 8
            16-20 B: virtual-deadline 8, C 8
            20-24 C: virtual-deadline 8
            24-28 A: virtual-deadline 12, B 12
            28-32 B: virtual-deadline 12, C 12
            32-36 C: virtual-deadline 12
        "#]],
        );
}
