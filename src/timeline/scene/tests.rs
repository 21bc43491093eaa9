use std::fmt::Write;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::timeline::layout::Size;
use crate::timeline::ops::Ops;
use crate::timeline::samples;
use crate::trace::{Clock, TraceBuilder};

fn told_at(stage: &Stage, skin: Skin, lang: Lang, at: u64) -> String {
    let map = Map::of(stage, 0).unwrap();
    let scene = map.at(stage, Time(at * 1_000_000), false);
    let mut out = String::new();
    for told in map.told(stage, &scene, skin, lang) {
        let names: Vec<&str> = told
            .tokens
            .iter()
            .map(|&t| map.tokens[t].name.as_str())
            .collect();
        let note = told.note.map_or(String::new(), |note| format!(" [{note}]"));
        let _ = writeln!(out, "{}{note}: {}", told.title, names.join(" "));
    }
    out
}

fn check(stage: &Stage, at: u64, expected: Expect) {
    expected.assert_eq(&told_at(stage, Skin::Plain, Lang::En, at));
}

#[test]
fn who_runs_is_on_a_core_and_who_waits_is_in_a_room() {
    let stage = samples::one(samples::cores());
    check(
        &stage,
        10,
        expect![[r#"
            Ready queue: B
            core 0: A
            Waiting for a lock: mutex: 
            Done: 
        "#]],
    );
    check(
        &stage,
        21,
        expect![[r#"
            Ready queue: B A
            core 0 [Context switch]: 
            Waiting for a lock: mutex: 
            Done: 
        "#]],
    );
    check(
        &stage,
        50,
        expect![[r#"
            Ready queue: 
            core 0: A
            Waiting for a lock: mutex: B
            Done: 
        "#]],
    );
    check(
        &stage,
        60,
        expect![[r#"
            Ready queue: 
            core 0: 
            Waiting for a lock: mutex: 
            Done: A B
        "#]],
    );
}

#[test]
fn without_cores_who_runs_is_at_work() {
    check(
        &samples::one(samples::blocking()),
        350,
        expect![[r#"
            Ready queue: B C
            At work: A
            Waiting for I/O: 
            Done: 
        "#]],
    );
}

#[test]
fn skins_only_change_the_words() {
    let stage = samples::one(samples::cores()).in_language(Lang::Ko);
    expect![[r#"
        빈 화구를 기다리는 줄: B A
        화구 (코어 0) [문맥 교환]: 
        하나뿐인 칼을 기다림: mutex: 
        요리를 냈음: 
    "#]]
    .assert_eq(&told_at(&stage, Skin::Kitchen, Lang::Ko, 21));
    expect![[r#"
        In the basket: B A
        A pair of hands (코어 0) [Context switch]: 
        Waiting for the only iron: mutex: 
        Folded: 
    "#]]
    .assert_eq(&told_at(&stage, Skin::Laundry, Lang::En, 21));
}

#[test]
fn every_kind_of_place_has_a_name_in_every_skin_and_language() {
    let stage = samples::one(samples::cores());
    let trace = &stage.sections()[0].trace;
    let waiting = State::ALL.map(|state| Kind::Waiting(state, None));
    let others = [
        Kind::Before,
        Kind::Ready,
        Kind::Running,
        Kind::Elsewhere,
        Kind::Done,
    ];
    for kind in waiting.into_iter().chain(others) {
        for skin in Skin::ALL {
            for lang in [Lang::Ko, Lang::En] {
                assert!(!skin.title(&stage, trace, kind, lang).is_empty());
                assert!(!skin.legend(lang).is_empty() && !skin.name(lang).is_empty());
            }
        }
    }
}

#[test]
fn a_move_begins_where_one_was_and_ends_where_one_is() {
    let stage = samples::one(samples::cores());
    let map = Map::of(&stage, 0).unwrap();
    // A leaves the core at 20 ms; a move takes a fortieth of 60 ms.
    let at = |nanos: u64| map.at(&stage, Time(nanos), true).tokens[0];
    let core = map
        .places
        .iter()
        .position(|p| matches!(p.kind, Kind::Core(_)))
        .unwrap();
    assert_eq!(at(20_000_000).way, Some((core, 0, 0)));
    assert_eq!(at(20_750_000).way, Some((core, 0, 500)));
    assert_eq!(at(21_500_000).way, None);
    assert_eq!(map.at(&stage, Time(20_000_000), false).tokens[0].way, None);
}

#[test]
fn many_threads_are_counted_and_many_rooms_are_one() {
    let mut b = TraceBuilder::new(Clock::Recorded);
    for n in 0..70_u64 {
        let track = b.track(None, TrackKind::Thread, &format!("T{n}"));
        let lock = b.name(&format!("lock {n}"));
        b.slice(track, State::BlockedLock, lock, Time(n), Time(100));
    }
    let stage = samples::one(b.finish());
    let map = Map::of(&stage, 0).unwrap();
    assert_eq!((map.tokens.len(), map.more), (MOST_TOKENS, 10));
    let kinds: Vec<Kind> = map.places.iter().map(|place| place.kind).collect();
    assert_eq!(
        kinds,
        [
            Kind::Before,
            Kind::Waiting(State::BlockedLock, None),
            Kind::Done
        ]
    );
    let nothing = samples::one(TraceBuilder::new(Clock::Recorded).finish());
    assert_eq!(Map::of(&nothing, 0), None);
}

fn drawn(stage: &Stage, map: &Map, at: Time, width: f64) -> (Drawn, Ops) {
    let size = Size {
        width,
        height: height(map, width),
    };
    let how = How {
        skin: Skin::Kitchen,
        lang: Lang::Ko,
        size,
    };
    let mut ops = Ops::new();
    let scene = map.at(stage, at, true);
    (draw(stage, map, &scene, &how, &mut ops), ops)
}

#[test]
fn a_click_finds_the_token_that_is_drawn_there() {
    let stage = samples::one(samples::cores());
    let map = Map::of(&stage, 0).unwrap();
    let (drawn, _) = drawn(&stage, &map, Time(50_000_000), 700.0);
    for (token, rect) in drawn.tokens.iter().enumerate() {
        let middle = (
            f64::from(rect.x + rect.w / 2.0),
            f64::from(rect.y + rect.h / 2.0),
        );
        assert_eq!(token_at(&drawn, middle.0, middle.1), Some(token));
    }
    assert_eq!(token_at(&drawn, 1.0, 1.0), None);
}

proptest! {
    #[test]
    fn everybody_is_somewhere_and_nobody_stands_on_another(
        trace in samples::any_trace(), part in 0_u64..=100, width in 200.0_f64..1400.0,
    ) {
        let stage = samples::one(trace);
        if let Some(map) = Map::of(&stage, 0) {
            let at = Time(stage.end().0 * part / 100);
            let scene = map.at(&stage, at, false);
            let mut seen: Vec<(usize, usize)> = scene.tokens.iter().map(|t| (t.place, t.slot)).collect();
            seen.sort_unstable();
            prop_assert!(seen.windows(2).all(|pair| pair[0] != pair[1]));
            for standing in &scene.tokens {
                prop_assert!(standing.place < map.places.len());
                prop_assert!(standing.slot < map.places[standing.place].slots.max(1), "{standing:?} {:?}", map.places);
                prop_assert!(standing.since <= at);
            }
            // The same moment, the same scene: going back cannot disagree.
            prop_assert_eq!(&map.at(&stage, at, false), &scene);
            let (drawn, ops) = drawn(&stage, &map, at, width);
            let inside = |r: &crate::timeline::ops::Rect| {
                r.x >= 0.0 && f64::from(r.x + r.w) <= width.max(190.0) && f64::from(r.y + r.h) <= height(&map, width)
            };
            prop_assert!(drawn.tokens.iter().all(inside), "{:?}", drawn.tokens);
            prop_assert!(!ops.list().is_empty());
        }
    }
}
