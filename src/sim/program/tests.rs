use proptest::prelude::*;

use super::*;
use crate::base::{Dur, Lang, Time};
use crate::sim::policy::RoundRobin;
use crate::sim::{Machine, Settings, testing};

fn system(text: &str) -> System {
    let (system, problems) = System::parse(text);
    assert_eq!(problems, [], "{text}");
    system
}

fn image(text: &str) -> Image {
    Image::link(&system(text)).unwrap()
}

/// Runs one thread after the other; the state at the end.
fn in_turn(image: &Image) -> State {
    let mut state = image.start().clone();
    for _ in 0..10_000 {
        let next = (0..state.threads.len()).find(|t| image.enabled(&state, *t));
        let Some(thread) = next else { return state };
        image.step(&mut state, thread);
    }
    state
}

#[test]
fn every_instruction_can_be_read_and_written() {
    // One of each, made from the forms of the reference itself.
    let mut text = String::from("here:\n");
    for entry in REFERENCE {
        let words = entry.form.split(' ').skip(1).map(|word| match word {
            "R" => "bx",
            "V" => "-3",
            "P" => "[flag + 4*cx]",
            "L" => "here",
            "D" => "5ms",
            "[M]" => "M",
            "TEXT" => "\"some words; # here\"",
            other => other,
        });
        text += &format!("{} {}\n", entry.name, words.collect::<Vec<_>>().join(" "));
    }
    let (program, problems) = parse(&text);
    assert_eq!(problems, []);
    assert_eq!(program.instrs().len(), REFERENCE.len());
    assert_eq!(parse(&program.print()), (program, vec![]));
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    for (text, place, word) in [
        ("lod ax x", "line 1, column 1", "no instruction ‘lod’"),
        ("nop; load ax", "line 1, column 6", "missing"),
        (
            "\n load qx x",
            "line 2, column 7",
            "‘qx’ should be a register",
        ),
        ("nop 3", "line 1, column 5", "too much"),
        ("jump away", "line 1, column 6", "no label ‘away’"),
        ("cpu 3h", "line 1, column 5", "‘3h’ should be a length"),
        ("load ax [x + ]", "line 1, column 9", "no place of memory"),
        (
            "lock m; load ax m",
            "line 1, column 17",
            "is a mutex elsewhere",
        ),
        ("a: nop; a: nop", "line 1, column 9", "stands here twice"),
    ] {
        let (_, problems) = parse(text);
        let told = problems.first().unwrap().sentence(Lang::En);
        assert!(
            told.starts_with(place) && told.contains(word),
            "{text}: {told}"
        );
    }
}

#[test]
fn systems_are_read_and_written() {
    let text = "\
cell counter 0
cell flag 0 1 -2
mutex m reentrant inherit hand-off
mutex n inherit
semaphore s 2 bounded
condition c m
event e
barrier b 3
rwlock w writers
queue q 2
queue r
thread A bx=1
thread B bx=-2
  load ax counter
again:
  jump again
program worker
  nop
";
    let system = system(text);
    assert_eq!(system.print(), text);
    assert_eq!(system.threads.len(), 2);
}

#[test]
fn wrong_systems_are_told() {
    for (text, word) in [
        ("load ax x", "neither a declaration nor a thread"),
        ("thread A", "No instructions"),
        ("thread A A\nnop", "twice"),
        ("thread A bx=z\nnop", "first value"),
        ("cell 3x\nthread A\nnop", "cannot be a name"),
    ] {
        let (_, problems) = System::parse(text);
        let told = problems.first().unwrap().sentence(Lang::En);
        assert!(told.contains(word), "{text}: {told}");
    }
    for (text, word) in [
        ("thread A\narrive b", "not declared"),
        ("thread A\nnotify c", "no mutex"),
        ("thread A\nspawn n", "no program"),
        ("thread A\nlock m\nthread B\nload ax m", "elsewhere"),
    ] {
        let problems = Image::link(&system(text)).unwrap_err();
        let told = problems.first().unwrap().sentence(Lang::En);
        assert!(told.contains(word), "{text}: {told}");
    }
}

#[test]
fn instructions_do_what_the_reference_says() {
    for (code, value) in [
        ("store 7 x", 7),
        ("move ax 5; add ax 2; sub ax 4; neg ax; store ax x", -3),
        ("store 4 x; move ax 9; exchange ax x; store ax x", 4),
        ("store 4 x; move ax 3; fetch-add ax x", 7),
        ("store 4 x; move ax 3; fetch-add ax x; store ax x", 4),
        ("test-and-set ax x", 1),
        ("store 4 x; move ax 4; compare-and-swap ax x 9", 9),
        ("store 4 x; move ax 3; compare-and-swap ax x 9", 4),
        (
            "move ax 3; compare-and-swap ax x 9; je out; store 5 x; out:",
            5,
        ),
        (
            "move bx 2; store 6 [y + bx]; load ax [y + 2]; store ax x",
            6,
        ),
        (
            "move bx 2; store 6 [100 + 4*bx]; load ax 108; store ax x",
            6,
        ),
        ("a: add ax 1; compare ax 5; jlt a; store ax x", 5),
        ("store 1 x; halt; store 2 x", 1),
        ("assert ax != 0; store 2 x", 0),
        ("store 1 [y + 3]; store 2 x", 0),
        ("put q 3; put q 4; get ax q; store ax x", 3),
        ("try-lock ax m; try-lock bx m; add ax bx; store ax x", 1),
        (
            "acquire s; try-acquire ax s; release s; try-acquire ax s; store ax x",
            1,
        ),
        ("unlock m; store 2 x", 0),
        ("spawn p; join p; load ax x; add ax 1; store ax x", 4),
        ("lock m; lock m; store 2 x", 0),
    ] {
        let image = image(&format!(
            "cell x 0\ncell y 0 0 0\nthread T\n{code}\nprogram p\nstore 3 x"
        ));
        assert_eq!(in_turn(&image).memory.cells()[0], value, "{code}");
    }
}

#[test]
fn a_condition_a_barrier_and_an_event_wake_who_waits() {
    let image = image(
        "queue q\nbarrier b 2\nmutex m hand-off
        thread A
          lock m; wait c m; unlock m; arrive b; set e
        thread B
          lock m; notify c; unlock m; arrive b; await e; put q 1",
    );
    let state = in_turn(&image);
    assert!(
        state.threads.iter().all(|t| t.phase == Phase::Ended),
        "{state:?}"
    );
}

#[test]
fn a_race_shows_on_the_timeline() {
    let image = image("thread A B\nload ax counter; add ax 1; store ax counter; cpu 2");
    let timing = Timing {
        instr: Dur(1),
        unit: Dur(1),
    };
    let bench = Bench::new(image, timing, vec![]).unwrap();
    let mut machine = Machine::new(Settings::cores(1));
    let process = machine.process("p", None);
    for (place, name) in ["A", "B"].iter().enumerate() {
        let body = Box::new(bench.body(place));
        machine.thread(process, name, Time::ZERO, body);
    }
    let run = machine.run(Box::new(RoundRobin::new(Dur(2)))).unwrap();
    expect_test::expect![[r#"
        core core 1: 0-2 running A (quantum-over) | 2-4 running B (quantum-over) | 4-6 running A (quantum-over) | 6-8 running B (quantum-over) | 8-9 running A (exit) | 9-10 running B (exit)
        thread A: 0-2 running A | 2-4 ready core (quantum-over) | 4-6 running A | 6-8 ready core (quantum-over) | 8-9 running A | 1 load counter → 0! | 5 store counter ← 1!
        thread B: 0-2 ready core (new) | 2-4 running B | 4-6 ready core (quantum-over) | 6-8 running B | 8-9 ready core (quantum-over) | 9-10 running B | 3 load counter → 0! | 7 store counter ← 1!
    "#]].assert_eq(&testing::lanes(&run.trace, 1));
    assert_eq!(bench.state().memory.cells(), [1]);
    let counter = run.trace.counters().iter().next().unwrap();
    assert_eq!(counter.steps, [(Time(5), 1.0), (Time(7), 1.0)]);
}

#[test]
fn threads_wait_and_are_woken_on_the_timeline() {
    let text = "thread A\nlock m; sleep 3; unlock m; spawn p; join p
        thread B\ncpu 1; lock m; io disk 2; unlock m
        program p\ncpu 4";
    let mut machine = Machine::new(Settings::cores(1));
    let disk = machine.device("disk", None);
    let timing = Timing {
        instr: Dur::ZERO,
        unit: Dur(1),
    };
    let devices = vec![("disk".to_owned(), disk)];
    let bench = Bench::new(image(text), timing, devices).unwrap();
    let process = machine.process("p", None);
    for (place, name) in ["A", "B"].iter().enumerate() {
        let body = Box::new(bench.body(place));
        machine.thread(process, name, Time::ZERO, body);
    }
    let run = machine.run(Box::new(RoundRobin::new(Dur(9)))).unwrap();
    assert_eq!(run.outcome, crate::sim::Outcome::Finished);
    expect_test::expect![[r#"
        core core 1: 0-1 running B (blocked) | 3-7 running p #3 (exit)
        device disk: 3-5 serving B
        thread A: 0-3 sleeping timer | 3-7 blocked-join p #3
        thread B: 0-1 running B | 1-3 blocked-lock m | 3-5 blocked-io disk | 5-7 ready core (unblocked)
        thread p #3: 3-7 running p #3
        spawn: A 3 -> p #3 3
        message: A 3 -> B 3
        wake: disk 5 -> B 5
        result: p #3 7 -> A 7
    "#]].assert_eq(&testing::lanes(&run.trace, 1));
}

#[test]
fn a_device_that_is_not_there_is_told() {
    let timing = Timing {
        instr: Dur::ZERO,
        unit: Dur(1),
    };
    let problems = Bench::new(image("thread A\nio disk 2"), timing, vec![])
        .err()
        .unwrap();
    assert!(problems[0].sentence(Lang::En).contains("no device ‘disk’"));
}

#[test]
fn a_burst_is_foretold_from_the_code() {
    let timing = Timing {
        instr: Dur(1),
        unit: Dur(10),
    };
    for (code, burst) in [
        ("cpu 3; cpu 2; io disk 1; cpu 9", Some(Dur(50))),
        (
            "again: add ax 1; compare ax 3; jlt again; sleep 1",
            Some(Dur(9)),
        ),
        ("again: jump again", None),
    ] {
        let image = image(&format!("thread A\n{code}"));
        let bench = Bench::new(
            image,
            timing,
            vec![("disk".into(), crate::sim::DeviceId(0))],
        );
        let body = bench.unwrap().body(0);
        assert_eq!(crate::sim::Body::next_burst(&body), burst, "{code}");
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-d]",
        "(ax|bx|cx)",
        "-?[0-9]{1,3}",
        "[0-9]{1,2}(us|ms|s)?",
        "\\[[a-d] ?\\+ ?(-?[0-9]\\*)?(ax|bx|2)\\]",
        "(==|<|>=)",
        "\"[a-z ;#]{0,5}\"",
    ]
}

prop_compose! {
    fn line()(
        name in proptest::sample::select(REFERENCE.iter().map(|e| e.name).collect::<Vec<_>>()),
        words in proptest::collection::vec(word(), 0..4),
        label in proptest::option::of("[a-c]:"),
        end in "(\n|;| # x\n)",
    ) -> String {
        format!("{} {name} {}{end}", label.unwrap_or_default(), words.join(" "))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn printing_and_reading_again_gives_the_same(lines in proptest::collection::vec(line(), 0..20)) {
        let (program, _) = parse(&lines.concat());
        prop_assert_eq!(parse(&program.print()), (program, vec![]));
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "(\\PC|\n|;|thread|load ax|\\[|\"|:){0,60}") {
        let (program, _) = parse(&text);
        prop_assert_eq!(parse(&program.print()), (program, vec![]));
        let (system, problems) = System::parse(&text);
        if problems.is_empty() {
            prop_assert_eq!(System::parse(&system.print()), (system, vec![]));
        }
    }
}
