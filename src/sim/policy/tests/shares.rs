//! Lottery, stride, fair shares and EEVDF.

use super::*;

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
            6-7 A: pass 400, B 400
            7-8 B: pass 400, A 500
            8-9 A: pass 500, B 500
            9-10 B: pass 500, A 600
            10-11 A: pass 600, B 600
            11-12 B: pass 600, A 700
            12-14 A: pass 700
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
            8-9 A: pass 400, B 400
            9-10 B: pass 400, A 500
            10-14 A: pass 500
        "#]],
    );
}

/// A yields in the middle of its turns: charged whole it has a third of the
/// time, charged by use it has two turns for one of B's.
#[test]
fn stride_charges() {
    let scene = || {
        let mut scene = Scene::on(1);
        let half = |_| [Op::Compute(Dur(1)), Op::Yield];
        let body = Script::new((0..6).flat_map(half).collect()).boxed();
        scene.machine.thread(scene.process, "A", Time::ZERO, body);
        scene.job("B", 0, 12)
    };
    let settings = StrideSettings::new(Dur(2));
    scene().check(
        Stride::new(settings),
        expect![[r#"
            0-1 A: pass 0, B 0
            1-3 B: pass 0, A 100
            3-4 A: pass 100, B 100
            4-6 B: pass 100, A 200
            6-7 A: pass 200, B 200
            7-9 B: pass 200, A 300
            9-10 A: pass 300, B 300
            10-12 B: pass 300, A 400
            12-13 A: pass 400, B 400
            13-15 B: pass 400, A 500
            15-16 A: pass 500, B 500
            16-18 B: pass 500, A 600
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
            1-3 B: pass 0, A 50
            3-5 A: pass 50, B 100
            5-7 B: pass 100, A 150
            7-9 A: pass 150, B 200
            9-11 B: pass 200, A 250
            11-12 A: pass 250, B 300
            12-18 B: pass 300
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
            40-46 B: virtual-runtime 33, A 39
            46-52 A: virtual-runtime 39, B 39
            52-58 B: virtual-runtime 39, A 45
            58-64 A: virtual-runtime 45, B 45
            64-70 B: virtual-runtime 45, A 51
            70-76 A: virtual-runtime 51, B 51
            76-78 B: virtual-runtime 51, A 57
            78-81 A: virtual-runtime 57
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
            40-52 B: virtual-runtime 27, A 39
            52-58 A: virtual-runtime 39, B 39
            58-64 B: virtual-runtime 39, A 45
            64-70 A: virtual-runtime 45, B 45
            70-72 B: virtual-runtime 45, A 51
            72-81 A: virtual-runtime 51
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
            43-55 B: virtual-runtime 33, A 42
            55-61 A: virtual-runtime 42, B 45
            61-67 B: virtual-runtime 45, A 48
            67-73 A: virtual-runtime 48, B 51
            73-75 B: virtual-runtime 51, A 54
            75-81 A: virtual-runtime 54
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
            7-43 A: virtual-runtime 6
            43-55 B: virtual-runtime 33, A 42
            55-61 A: virtual-runtime 42, B 45
            61-67 B: virtual-runtime 45, A 48
            67-73 A: virtual-runtime 48, B 51
            73-75 B: virtual-runtime 51, A 54
            75-81 A: virtual-runtime 54
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
            12-18 B: virtual-runtime 20, A 24
            18-24 A: virtual-runtime 24, B 26
            24-28 B: virtual-runtime 26, A 30
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
            3-9 B: virtual-deadline 6, A 10
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
            10-16 B: virtual-deadline 6
            16-20 A: virtual-deadline 20
        "#]],
    );
}

/// A has had more than its due when it blocks, 4 instead of 4/3, and comes back
/// with that lag of -8/3: at 12 it is at 4.5 of an average of 4.17, so not
/// eligible before B has run again.
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
                12-16 B: virtual-deadline 8, C 8
                16-20 C: virtual-deadline 8, A 8
                20-24 A: virtual-deadline 8
                24-28 B: virtual-deadline 12, C 12
                28-32 C: virtual-deadline 12
                32-36 A: virtual-deadline 12
            "#]],
        );
}

/// B is away for one unit only: it comes in with its own virtual runtime, not
/// with half a latency's credit, which would be more.
#[test]
fn fair_gives_a_short_sleeper_nothing() {
    Scene::on(1)
        .job("A", 0, 12)
        .add("B", 0, Attributes::default(), &[(6, 1), (6, 0)])
        .check(
            Fair::new(small_fair()),
            expect![[r#"
            0-6 A: virtual-runtime 0, B 0
            6-12 B: virtual-runtime 0, A 6
            12-18 A: virtual-runtime 6
            18-24 B: virtual-runtime 6
        "#]],
        );
}

/// Six share a latency of 8, but none has less than 3: a period of 18, of which A
/// has 18 · 3121 / 8241 = 6.
#[test]
fn fair_stretches_its_period() {
    let names = ["A", "B", "C", "D", "E", "F"];
    let heavy = |name: &str| Attributes {
        nice: if name == "A" { -5 } else { 0 },
        ..Attributes::default()
    };
    let scene = Scene::on(1);
    let add = |scene: Scene, name: &&str| scene.add(name, 0, heavy(name), &[(9, 0)]);
    let settings = FairSettings {
        latency: Dur(8),
        ..small_fair()
    };
    let scene = names.iter().fold(scene, add);
    scene.check(
        Fair::new(settings),
        expect![[r#"
        0-6 A: virtual-runtime 0, B 0
        6-9 B: virtual-runtime 0, C 0
        9-12 C: virtual-runtime 0, D 0
        12-15 D: virtual-runtime 0, E 0
        15-18 E: virtual-runtime 0, F 0
        18-21 F: virtual-runtime 0, A 1
        21-24 A: virtual-runtime 1, B 3
        24-27 B: virtual-runtime 3, C 3
        27-30 C: virtual-runtime 3, D 3
        30-33 D: virtual-runtime 3, E 3
        33-36 E: virtual-runtime 3, F 3
        36-39 F: virtual-runtime 3, B 6
        39-42 B: virtual-runtime 6, C 6
        42-45 C: virtual-runtime 6, D 6
        45-48 D: virtual-runtime 6, E 6
        48-51 E: virtual-runtime 6, F 6
        51-54 F: virtual-runtime 6
    "#]],
    );
}

/// B runs behind the reference, on a credit; C, which comes meanwhile, comes in
/// at the reference, which has not gone back to B.
#[test]
fn the_reference_of_fair_does_not_go_back() {
    Scene::on(1)
        .job("A", 0, 40)
        .add("B", 0, Attributes::default(), &[(1, 23), (20, 0)])
        .job("C", 31, 4)
        .check(
            Fair::new(small_fair()),
            expect![[r#"
            0-6 A: virtual-runtime 0, B 0
            6-7 B: virtual-runtime 0, A 6
            7-30 A: virtual-runtime 6
            30-36 B: virtual-runtime 23, A 29
            36-40 A: virtual-runtime 29, C 29
            40-44 C: virtual-runtime 29, B 29
            44-50 B: virtual-runtime 29, A 33
            50-56 A: virtual-runtime 33, B 35
            56-62 B: virtual-runtime 35, A 39
            62-63 A: virtual-runtime 39, B 41
            63-65 B: virtual-runtime 41
        "#]],
        );
}

/// Beside B, which weighs much and would be due more than its one core, A gets
/// far ahead: by more than 36 at 40. It takes only two slices of that along, so
/// that C goes first for three slices, not for nine and more.
#[test]
fn eevdf_bounds_what_is_taken_along() {
    let settings = EevdfSettings {
        slice: Dur(4),
        run_to_parity: true,
    };
    let heavy = Attributes {
        nice: -20,
        ..Attributes::default()
    };
    Scene::on(2)
        .add("A", 0, Attributes::default(), &[(40, 1), (8, 0)])
        .add("B", 0, heavy, &[(100, 0)])
        .job("C", 41, 40)
        .check(
            Eevdf::new(settings),
            expect![[r#"
            0-100 B: virtual-deadline 0, A 4
            0-40 A: virtual-deadline 4
            41-53 C: virtual-deadline 4
            53-57 A: virtual-deadline 12
            57-61 C: virtual-deadline 16
            61-65 A: virtual-deadline 16
            65-89 C: virtual-deadline 20
        "#]],
        );
}
