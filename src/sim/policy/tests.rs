//! Small scenarios for each policy's switches and tie-breaks, with the reasons
//! that it gives.

mod levels;
mod shares;

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

/// A yields with 3 of 7 left, which is less than B has.
#[test]
fn sjf_counts_what_is_left_after_yielding() {
    let mut scene = Scene::on(1);
    let ops = vec![Op::Compute(Dur(4)), Op::Yield, Op::Compute(Dur(3))];
    let body = Script::new(ops).boxed();
    scene.machine.thread(scene.process, "A", Time::ZERO, body);
    scene.job("B", 1, 5).check(
        Sjf::new(Predictor::Stated),
        expect![[r#"
            0-7 A: shortest-burst 7
            7-12 B: shortest-burst 5
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

/// Waiting counts from when A was ready again, at 7, not from its arrival.
#[test]
fn hrrn_counts_from_being_ready() {
    Scene::on(1)
        .add("A", 0, Attributes::default(), &[(2, 5), (4, 0)])
        .job("B", 0, 8)
        .job("C", 3, 4)
        .check(
            Hrrn::new(),
            expect![[r#"
            0-2 A: response-ratio 2/2, B 8/8
            2-10 B: response-ratio 10/8
            10-14 C: response-ratio 11/4, A 7/4
            14-18 A: response-ratio 11/4
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

/// The clock ticks at 3, 6, 9…: B, waiting from 0, is as good as C at 4 and
/// before it in the queue. C has gained one at 6 and takes the core of B, which
/// is back at 4. So does D at 12, which came at 7. C gains nothing while it
/// runs, and starts again from 3.
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

/// C comes while the core is loading B, and takes it when B is loaded.
#[test]
fn a_core_that_is_being_loaded_is_asked_for_when_it_is() {
    let settings = PrioritySettings {
        preemptive: true,
        ..PrioritySettings::default()
    };
    let mut scene = Scene::on(1);
    scene.machine = Machine::new(Settings {
        switch_cost: Dur(3),
        ..Settings::cores(1)
    });
    scene.process = scene.machine.process("program", None);
    scene
        .ranked("A", 0, 2, 5)
        .ranked("B", 0, 9, 5)
        .ranked("C", 3, 2, 1)
        .check(
            Priority::new(settings),
            expect![[r#"
            0-2 A: priority 5, B 5
            8-10 C: priority 1, B 5
            13-22 B: priority 5
        "#]],
        );
}
