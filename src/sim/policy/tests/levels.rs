//! Queues of several levels.

use super::*;

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
                11-15 A: level 0
            "#]],
        );
}

/// At 7 all are lifted, those of the lowest level first: B, which runs, A, which
/// waits, then C of the middle level, whose core A takes.
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
                7-9 A: level 2, C 2
                9-11 C: level 2, A 1
                0-4 B: level 2
                4-6 C: level 2, A 0
                6-9 B: level 0, A 0
                9-10 A: level 1, B 1
                10-12 B: level 1
            "#]],
        );
}

/// A boost also fills the slice of one that runs beside an idle core: A's second
/// slice ends at 8, not at 6.
#[test]
fn mlfq_boosts_beside_an_idle_core() {
    let level = |quantum| Level {
        quantum: Dur(quantum),
        allotment: 1,
    };
    let settings = MlfqSettings {
        levels: vec![level(3), level(3), level(0)],
        boost: Some(Dur(5)),
        ..MlfqSettings::default()
    };
    Scene::on(2)
        .job("A", 0, 14)
        .job("B", 6, 9)
        .job("C", 6, 9)
        .check(
            Mlfq::new(settings),
            expect![[r#"
            0-8 A: level 2
            8-17 C: level 2, A 1
            17-19 A: level 2
            6-9 B: level 2, C 2
            9-13 A: level 1, B 1
            13-19 B: level 2, C 1
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
            4-6 A: level 1, B 1
            6-9 B: level 1
        "#]],
    );
}
