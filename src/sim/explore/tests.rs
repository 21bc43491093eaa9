use expect_test::expect;

use super::examples::{example, examples};
use super::*;
use crate::sim::program::{Image, System};

pub(super) fn image(text: &str) -> Image {
    let (system, problems) = System::parse(text);
    assert_eq!(problems, [], "{text}");
    Image::link(&system).unwrap()
}

pub(super) fn with(method: Method) -> Options {
    Options {
        method,
        ..Options::default()
    }
}

pub(super) fn run(image: &Image, options: &Options) -> Explored<Outcome> {
    explore(image, options, &mut |_| Go::Continue)
}

/// An outcome in a line.
fn show(image: &Image, outcome: &Outcome) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(memory) = &outcome.memory {
        for (name, first, n) in image.cells() {
            let cells = &memory.cells()[first as usize..(first + n) as usize];
            parts.push(format!("{name} {cells:?}"));
        }
    }
    for (thread, end) in outcome.ends.iter().enumerate() {
        let name = &image.thread_names()[thread];
        match end {
            End::Ended => {}
            End::Failed(pc, fault) => parts.push(format!("{name} stops at {pc}: {fault:?}")),
            End::Waits(Some(WaitingFor::Object(id))) => {
                let object = image.object(*id).map_or("", |object| object.1);
                parts.push(format!("{name} waits for {object}"));
            }
            End::Waits(_) => parts.push(format!("{name} waits")),
            End::Cut => parts.push(format!("{name} is cut")),
        }
    }
    if let Some(cycle) = &outcome.cycle {
        parts.push(format!("a circle of {}", cycle.len()));
    }
    parts.join(", ")
}

/// What is found, in lines.
fn table(text: &str, options: &Options) -> String {
    let image = image(text);
    let explored = run(&image, options);
    let mut lines = vec![format!(
        "{} {:?}{}, {} repeats",
        explored.schedules,
        explored.counted,
        if explored.complete {
            ""
        } else {
            " (incomplete)"
        },
        explored.repeats,
    )];
    for found in &explored.outcomes {
        lines.push(format!(
            "{}: {} by {} ({} preemptions{})",
            found.count,
            show(&image, &found.outcome),
            found.schedule,
            found.preemptions,
            if found.is_shortest { "" } else { "?" },
        ));
    }
    lines.join("\n") + "\n"
}

fn of(key: &str, method: Method) -> String {
    table(&example(key).unwrap().text, &with(method))
}

#[test]
fn the_lost_update_of_two_and_three() {
    expect![[r#"
        20 Schedules, 0 repeats
        2: counter [2] by v1 A3 B3 (0 preemptions)
        18: counter [1] by v1 B2 A3 B (1 preemptions)
    "#]]
    .assert_eq(&of("lost-update-2", Method::Full));
    expect![[r#"
        4 Classes, 0 repeats
        2: counter [2] by v1 A3 B3 (0 preemptions)
        2: counter [1] by v1 B2 A3 B (1 preemptions)
    "#]]
    .assert_eq(&of("lost-update-2", Method::Reduced));
    expect![[r#"
        1680 Schedules, 0 repeats
        6: counter [3] by v1 A3 B3 C3 (0 preemptions)
        270: counter [2] by v1 A3 C2 B3 C (1 preemptions)
        1404: counter [1] by v1 B2 A3 C3 B (1 preemptions)
    "#]]
    .assert_eq(&of("lost-update-3", Method::Full));
    expect![[r#"
        36 Classes, 0 repeats
        6: counter [3] by v1 A3 B3 C3 (0 preemptions)
        18: counter [2] by v1 A3 C2 B3 C (1 preemptions)
        12: counter [1] by v1 B2 A3 C3 B (1 preemptions)
    "#]]
    .assert_eq(&of("lost-update-3", Method::Reduced));
    expect![[r#"
        42 Bounded(1), 0 repeats
        6: counter [3] by v1 A3 B3 C3 (0 preemptions)
        24: counter [2] by v1 A3 C2 B3 C (1 preemptions)
        12: counter [1] by v1 B2 A3 C3 B (1 preemptions)
    "#]]
    .assert_eq(&of("lost-update-3", Method::Bounded(1)));
}

#[test]
fn locks_and_atomic_instructions_mend_it() {
    expect![[r#"
        6 Classes, 0 repeats
        6: counter [3] by v1 A5 B5 C5 (0 preemptions)
    "#]]
    .assert_eq(&of("locked-update", Method::Reduced));
    expect![[r#"
        6 Classes, 0 repeats
        6: counter [3] by v1 A2 B2 C2 (0 preemptions)
    "#]]
    .assert_eq(&of("atomic-update", Method::Reduced));
}

#[test]
fn deadlock_by_the_order_of_locks() {
    expect![[r#"
        6 Schedules, 0 repeats
        4:  by v1 A4 B4 (0 preemptions)
        2: A waits for right, B waits for left, a circle of 2 by v1 A B (1 preemptions)
    "#]]
    .assert_eq(&of("lock-order", Method::Full));
    expect![[r#"
        2 Schedules, 0 repeats
        2:  by v1 A4 B4 (0 preemptions)
    "#]]
    .assert_eq(&of("lock-order-cured", Method::Full));
    expect![[r#"
        7 Classes, 0 repeats
        6:  by v1 A4 B4 C4 (0 preemptions)
        1: P0 waits for fork1, P1 waits for fork2, P2 waits for fork0, a circle of 3 by v1 B A C (1 preemptions)
    "#]].assert_eq(&of("philosophers-3", Method::Reduced));
    expect![[r#"
        31 Classes, 0 repeats
        30:  by v1 A4 B4 C4 D4 E4 (0 preemptions)
        1: P0 waits for fork1, P1 waits for fork2, P2 waits for fork3, P3 waits for fork4, P4 waits for fork0, a circle of 5 by v1 D C B A E (1 preemptions)
    "#]].assert_eq(&of("philosophers-5", Method::Reduced));
    expect![[r#"
        30 Classes, 0 repeats
        30:  by v1 A4 B4 C4 D4 E4 (0 preemptions)
    "#]]
    .assert_eq(&of("philosophers-5-ordered", Method::Reduced));
}

#[test]
fn loops_that_wait() {
    let few = |method| Options {
        steps_per_thread: 16,
        ..with(method)
    };
    let text = |key: &str| example(key).unwrap().text;
    expect![[r#"
        159 Bounded(2), 18 repeats
        27: flag [0, 0], turn [0], inside [0] by v1 A11 B11 (0 preemptions)
        45: B is cut by v1 A10 B7 A B9 (2 preemptions?)
        3: flag [1, 0], turn [0], inside [1], A stops at 10: Assertion(1, 0) by v1 A B9 A10 B2 (2 preemptions)
        27: flag [0, 0], turn [1], inside [0] by v1 B11 A11 (0 preemptions)
        54: A is cut by v1 B10 A8 B A8 (2 preemptions?)
        3: flag [0, 1], turn [1], inside [1], B stops at 10: Assertion(1, 0) by v1 B A9 B10 A2 (2 preemptions)
        0: flag [0, 1], turn [0], inside [1], B stops at 10: Assertion(1, 0) by v1 A B6 A11 B2 A2 (3 preemptions)
        0: flag [1, 0], turn [1], inside [1], A stops at 10: Assertion(1, 0) by v1 B A6 B11 A2 B2 (3 preemptions)
    "#]].assert_eq(&table(&text("peterson-wrong"), &few(Method::Bounded(2))));
    expect![[r#"
        24 Schedules, 1 repeats
        15: message [42], ready [1], seen [42] by v1 A2 B6 (0 preemptions)
        9: message [42], ready [1], seen [0], reader stops at 5: Assertion(0, 42) by v1 A B6 A (1 preemptions)
    "#]].assert_eq(&table(&text("message"), &with(Method::Full)));
    expect![[r#"
        9 Schedules, 4 repeats
        9: message [42], ready [1], seen [42] by v1 A2 B6 (0 preemptions)
    "#]]
    .assert_eq(&table(&text("message-cured"), &with(Method::Full)));
}

/// Every example: what it says of itself is true of all its schedules.
#[test]
fn examples_are_what_they_say() {
    for example in examples() {
        let image = image(&example.text);
        let options = Options {
            method: Method::Bounded(2),
            schedules: 3_000,
            ..Options::default()
        };
        let explored = run(&image, &options);
        assert!(
            explored.outcomes.iter().all(|f| f.is_shortest),
            "{}",
            example.key
        );
        let wrong =
            |found: &&Found<Outcome>| example.is_intended(&image, &found.outcome) == Some(false);
        let bad = explored.outcomes.iter().find(wrong);
        let shown = bad.map(|found| show(&image, &found.outcome));
        assert_eq!(
            bad.is_some(),
            example.goes_wrong,
            "{}: {shown:?}",
            example.key
        );
    }
}

#[test]
fn a_budget_a_sample_and_a_stop() {
    let image = image(&example("lost-update-3").unwrap().text);
    let few = Options {
        schedules: 10,
        then_sample: Some((7, 200)),
        ..Options::default()
    };
    let explored = run(&image, &few);
    assert_eq!(
        (explored.schedules, explored.complete, explored.samples),
        (10, false, 200)
    );
    assert_eq!(explored.outcomes.len(), 3);
    let drawn = run(
        &image,
        &Options {
            schedules: 300,
            ..with(Method::Sampled(3))
        },
    );
    assert_eq!((drawn.schedules, drawn.complete), (300, false));
    assert_eq!(
        drawn,
        run(
            &image,
            &Options {
                schedules: 300,
                ..with(Method::Sampled(3))
            }
        )
    );
    let steps = Options {
        steps: 50,
        ..Options::default()
    };
    assert!(!run(&image, &steps).complete);
    let mut asked = 0;
    let stopped = explore(&image, &Options::default(), &mut |_| {
        asked += 1;
        Go::Stop
    });
    assert_eq!((asked, stopped.stopped, stopped.complete), (1, true, false));
}
