//! Laws of the tree of lanes, on traces made by hand and by chance.

use std::collections::BTreeSet;
use std::rc::Rc;

use expect_test::expect;
use proptest::prelude::*;

use super::*;
use crate::base::{Id, Lang, Time};
use crate::timeline::stage::{LaneKind, Section, Stage};
use crate::trace::{Clock, State, Trace, TraceBuilder, TrackId, TrackKind};

/// Two processes with threads, one of which calls and has a task; a counter.
fn sample() -> Trace {
    let mut b = TraceBuilder::new(Clock::Recorded);
    let one = b.track(None, TrackKind::Process, "one");
    let main = b.track(Some(one), TrackKind::Thread, "main");
    let task = b.track(Some(main), TrackKind::Task, "task");
    let other = b.track(Some(one), TrackKind::Thread, "other");
    let two = b.track(None, TrackKind::Process, "two");
    let work = b.track(Some(two), TrackKind::Thread, "worker");
    let name = b.name("call");
    let mut slice = |track, state, from, to| {
        b.slice(track, state, name, Time(from), Time(to));
    };
    slice(main, State::Span, 0, 100);
    slice(main, State::Span, 10, 40);
    slice(main, State::Span, 12, 20);
    slice(task, State::Running, 20, 30);
    slice(other, State::BlockedLock, 0, 50);
    slice(work, State::Running, 50, 90);
    let counter = b.counter(one, "heap");
    b.count(counter, Time(0), 1.0);
    b.count(counter, Time(60), 5.0);
    b.finish()
}

fn stage(trace: Trace) -> Stage {
    Stage::new(vec![Section::new("", Rc::new(trace))])
}

fn arranged(stage: &Stage, how: &Arrangement) -> (Stage, Rc<Tree>) {
    arrange(stage, how, &Rc::default())
}

fn node(index: u32) -> Node {
    Node { section: 0, index }
}

fn with(changes: &[Change]) -> Arrangement {
    let mut how = Arrangement::default();
    changes.iter().for_each(|change| how.apply(change.clone()));
    how
}

/// The lanes as lines: depth, mark, name and kind; a line below the pinned.
fn picture(stage: &Stage) -> String {
    let mut out = String::new();
    for (index, lane) in stage.lanes().iter().enumerate() {
        if index > 0 && index == stage.pinned() {
            out.push_str("----\n");
        }
        let mark = match lane.open {
            None => ' ',
            Some(true) => 'v',
            Some(false) => '>',
        };
        let kind = match lane.kind {
            LaneKind::Title => "title",
            LaneKind::Heading(_) => "heading",
            LaneKind::Row(..) => "row",
            LaneKind::Folded(_) => "folded",
            LaneKind::Counter(..) => "counter",
        };
        let indent = "  ".repeat(lane.depth.into());
        out.push_str(&format!("{indent}{mark} {} {kind}\n", lane.label));
    }
    out
}

fn check(changes: &[Change], expected: expect_test::Expect) {
    let plain = stage(sample());
    expected.assert_eq(&picture(&arranged(&plain, &with(changes)).0));
}

const MAIN: u32 = 1;

#[test]
fn a_plain_arrangement_adds_counters_and_marks_only() {
    check(
        &[],
        expect![[r#"
            v one heading
                heap counter
              v main row
                 row
                 row
                  task row
                other row
            v two heading
                worker row
        "#]],
    );
}

#[test]
fn what_is_folded_is_summed_up() {
    check(
        &[Change::ToDepth(Some(0)), Change::Fold(node(0), true)],
        expect![[r#"
            v one heading
                heap counter
              > main row
                other row
            > two folded
        "#]],
    );
}

#[test]
fn pinned_lanes_stand_above_and_where_they_were() {
    check(
        &[
            Change::Pin(node(MAIN), None),
            Change::Pin(node(4), Some(node(MAIN))),
            Change::Hide(node(0)),
        ],
        expect![[r#"
              two folded
              main row
               row
               row
            ----
            v two heading
                worker row
        "#]],
    );
}

#[test]
fn lanes_are_moved_among_those_of_the_same_parent() {
    let step = |node, before| Change::Move(Move { node, before });
    check(
        &[
            step(node(3), Some(node(6))),
            step(node(0), None),
            // No sibling of a thread: it goes to the end.
            step(node(6), Some(node(5))),
        ],
        expect![[r#"
            v two heading
                worker row
            v one heading
                other row
              v main row
                 row
                 row
                  task row
                heap counter
        "#]],
    );
}

#[test]
fn lanes_are_sought_by_name_state_and_kind() {
    let seek = |text: &str, regex, state, kind| {
        let text = text.to_owned();
        let seek = Seek {
            text,
            regex,
            state,
            kind,
        };
        let (shown, tree) = arranged(&stage(sample()), &with(&[Change::Seek(seek)]));
        let lanes = shown.lanes().iter();
        let names: Vec<_> = lanes
            .filter(|l| !l.label.is_empty())
            .map(|l| l.label.clone())
            .collect();
        (
            names.join(" "),
            tree.found(),
            tree.all(),
            tree.problem().is_some(),
        )
    };
    for (text, regex, state, kind, names, found) in [
        ("MAI", false, None, None, "one main task", 2),
        (
            "^(task|work)",
            true,
            None,
            None,
            "one main task two worker",
            2,
        ),
        ("two", false, None, None, "two worker", 1),
        ("", false, Some(State::BlockedLock), None, "one other", 1),
        ("", false, None, Some(TrackKind::Task), "one main task", 1),
        ("heap", false, None, None, "one heap", 1),
        ("nothing", false, None, None, "", 0),
    ] {
        let expected = (names.to_owned(), found, 5, false);
        assert_eq!(
            seek(text, regex, state, kind),
            expected,
            "{text} {state:?} {kind:?}"
        );
    }
    let broken = seek("(", true, None, None);
    assert!(broken.3, "said to be no regular expression");
    assert_eq!(broken.1, 5, "and everything is shown");
}

#[test]
fn arrows_to_what_is_folded_go_to_its_lane() {
    let plain = stage(sample());
    let (shown, _) = arranged(&plain, &with(&[Change::ToDepth(Some(0))]));
    let lanes: Vec<_> = (0..6)
        .map(|track| shown.lane_of(0, TrackId::from_index(track)))
        .collect();
    assert_eq!(
        lanes,
        [Some(0), Some(0), Some(0), Some(0), Some(1), Some(1)]
    );
}

#[test]
fn items_are_counted_as_assistive_technology_does() {
    let (_, tree) = arranged(&stage(sample()), &Arrangement::default());
    let told: Vec<_> = tree
        .items()
        .iter()
        .map(|item| (item.level, item.place, item.lanes.len(), item.below))
        .collect();
    assert_eq!(
        told,
        [
            (1, (1, 2), 1, 4),
            (2, (1, 3), 1, 0),
            (2, (2, 3), 3, 1),
            (3, (1, 1), 1, 0),
            (2, (3, 3), 1, 0),
            (1, (2, 2), 1, 1),
            (2, (1, 1), 1, 0),
        ]
    );
}

#[test]
fn keys_and_hands_move_alike() {
    let plain = stage(sample());
    let how = Arrangement::default();
    let (_, tree) = arranged(&plain, &how);
    // Item 4 is the thread "other", below heap and main.
    let up = tree.moved(4, false);
    assert_eq!(
        up,
        Some(Change::Move(Move {
            node: node(3),
            before: Some(node(MAIN))
        }))
    );
    // Carried over the upper half of main's first lane, and over its last row.
    let lane = tree.items()[4].lanes.start;
    let place = tree.place(lane, 2, false);
    assert_eq!(place, Some(2));
    assert_eq!(tree.put_down(lane, 2), up);
    assert_eq!(tree.put_down(lane, lane), None);
    // Over another process there is no place for it.
    assert_eq!(tree.place(lane, 8, false), None);
    assert_eq!(tree.moved(4, true), None);
    assert_eq!(
        tree.moved(0, true),
        Some(Change::Move(Move {
            node: node(0),
            before: None
        }))
    );
}

#[test]
fn what_is_sought_can_be_shown_from_anywhere() {
    let plain = stage(sample());
    let mut how = with(&[
        Change::ToDepth(Some(0)),
        Change::Hide(node(0)),
        Change::Seek(Seek {
            text: "worker".into(),
            ..Seek::default()
        }),
    ]);
    let task = TrackId::from_index(2);
    assert_eq!(arranged(&plain, &how).0.lane_of(0, task), None);
    for change in how.to_show(&plain, 0, task) {
        how.apply(change);
    }
    let shown = arranged(&plain, &how).0;
    let lane = &shown.lanes()[shown.lane_of(0, task).unwrap()];
    assert_eq!(lane.label, "task");
    assert!(matches!(lane.kind, LaneKind::Row(..)));
}

#[test]
fn a_lane_says_what_it_is_and_does() {
    let plain = stage(sample());
    let (shown, tree) = arranged(&plain, &with(&[Change::Fold(node(4), false)]));
    let said = |lane, lang| {
        shown
            .arranged()
            .unwrap()
            .spoken(&shown, lane, Time(60), lang)
            .unwrap()
    };
    assert_eq!(said(0, Lang::En), "one (process), 4 lanes, open");
    assert_eq!(said(1, Lang::En), "heap (counter), 5");
    assert_eq!(said(2, Lang::Ko), "main (스레드), 구간");
    assert_eq!(
        said(7, Lang::Ko),
        "two (프로세스), 레인 1개, 접음, 이때 일하는 것 1 / 1"
    );
    let about = |lane, at| shown.arranged().unwrap().about(&shown, lane, at, Lang::En);
    let (title, lines) = about(1, Some(Time(10))).unwrap();
    assert_eq!(title, "heap");
    assert!(lines.contains(&("Value".into(), "1".into())), "{lines:?}");
    assert!(
        lines.contains(&("Scale".into(), "0 – 5".into())),
        "{lines:?}"
    );
    assert_eq!(about(2, Some(Time(10))), None);
    assert_eq!(tree.items().len(), 6);
}

/// A tree of tracks by chance, with nested and overlapping slices and counters.
fn any_tree() -> impl Strategy<Value = Trace> {
    let slice = (0..State::ALL.len(), 0_u64..200, 0_u64..60);
    let track = (
        any::<prop::sample::Index>(),
        0..4_usize,
        prop::collection::vec(slice, 0..6),
    );
    prop::collection::vec(track, 1..14).prop_map(|tracks| {
        let mut b = TraceBuilder::new(Clock::Recorded);
        let mut ids = Vec::new();
        for (n, (parent, kind, slices)) in tracks.into_iter().enumerate() {
            let place = parent.index(ids.len() + 1);
            let kinds = [
                TrackKind::Process,
                TrackKind::Thread,
                TrackKind::Group,
                TrackKind::Task,
            ];
            let id = b.track(ids.get(place).copied(), kinds[kind], &format!("T{n}"));
            let name = b.name("x");
            for (state, from, len) in slices {
                b.slice(id, State::ALL[state], name, Time(from), Time(from + len));
            }
            if n % 4 == 3 {
                let counter = b.counter(id, "x");
                b.count(counter, Time(5), n as f64);
            }
            ids.push(id);
        }
        b.finish()
    })
}

fn any_node() -> impl Strategy<Value = Node> {
    (0..2_u16, 0..18_u32).prop_map(|(section, index)| Node { section, index })
}

fn any_change() -> impl Strategy<Value = Change> {
    let node = any_node;
    let other = || prop::option::of(any_node());
    prop_oneof![
        (node(), any::<bool>()).prop_map(|(node, open)| Change::Fold(node, open)),
        prop::option::of(0..4_u16).prop_map(Change::ToDepth),
        node().prop_map(Change::Hide),
        node().prop_map(Change::Show),
        Just(Change::ShowAll),
        (node(), other()).prop_map(|(node, before)| Change::Pin(node, before)),
        node().prop_map(Change::Unpin),
        (node(), other()).prop_map(|(node, before)| Change::Move(Move { node, before })),
        (
            "[T0-9!,.q(]{0,4}",
            any::<bool>(),
            prop::option::of(0..State::ALL.len())
        )
            .prop_map(|(text, regex, state)| {
                let state = state.map(|n| State::ALL[n]);
                Change::Seek(Seek {
                    text,
                    regex,
                    state,
                    kind: None,
                })
            }),
        Just(Change::Reset),
    ]
}

fn any_arrangement() -> impl Strategy<Value = Arrangement> {
    prop::collection::vec(any_change(), 0..12).prop_map(|changes| with(&changes))
}

/// The rows and counters of a stage, those that stay in sight left out.
fn lives(stage: &Stage) -> BTreeSet<(usize, u32, u32)> {
    let lanes = stage.lanes().iter().skip(stage.pinned());
    lanes
        .filter_map(|lane| match lane.kind {
            LaneKind::Row(track, row) => Some((lane.section, track.0, row.0)),
            LaneKind::Counter(track, counter) => Some((lane.section, track.0, 1_000 + counter.0)),
            _ => None,
        })
        .collect()
}

proptest! {
    #[test]
    fn nothing_is_ever_lost(
        one in any_tree(),
        two in any_tree(),
        changes in prop::collection::vec(any_change(), 0..12),
    ) {
        let plain = Stage::new(vec![
            Section::new("one", Rc::new(one)),
            Section::new("two", Rc::new(two)),
        ]);
        let every = lives(&arranged(&plain, &Arrangement::default()).0);
        let rows = lives(&plain);
        prop_assert!(rows.is_subset(&every), "a plain arrangement shows all rows");
        let mut how = with(&changes);
        let (shown, tree) = arranged(&plain, &how);
        prop_assert!(lives(&shown).is_subset(&every));
        prop_assert_eq!(lives(&shown).len(), shown.lanes().iter().skip(shown.pinned())
            .filter(|l| l.row().is_some() || matches!(l.kind, LaneKind::Counter(..))).count(),
            "each is shown once");
        // Items and lanes say the same.
        for (lane, at) in shown.lanes().iter().enumerate() {
            let item = tree.item_of_lane(lane);
            prop_assert_eq!(item.is_none(), at.kind == LaneKind::Title);
            if let Some(item) = item {
                prop_assert!(tree.items()[item].lanes.contains(&lane));
            }
        }
        // What is opened, shown and no longer sought is all there.
        how.apply(Change::Seek(Seek::default()));
        how.apply(Change::ShowAll);
        how.apply(Change::ToDepth(None));
        prop_assert_eq!(&lives(&arranged(&plain, &how).0), &every);
        how.apply(Change::Reset);
        prop_assert!(how.is_plain());
    }

    #[test]
    fn whatever_was_done_can_be_undone(changes in prop::collection::vec(any_change(), 0..40)) {
        let mut history = History::default();
        let mut passed = vec![history.now().clone()];
        for change in changes {
            history.apply(change);
            passed.push(history.now().clone());
        }
        let last = history.now().clone();
        let mut steps = 0;
        while history.undo() {
            steps += 1;
            prop_assert!(passed.contains(history.now()));
        }
        prop_assert!(history.now().is_plain());
        for _ in 0..steps {
            prop_assert!(history.redo());
        }
        prop_assert_eq!(history.now(), &last);
        prop_assert!(!history.redo());
    }

    #[test]
    fn a_link_says_the_same(how in any_arrangement()) {
        prop_assert_eq!(Arrangement::read(&how.write()), how);
    }

    #[test]
    fn any_text_is_read(text in "[!dofhpmskqr0-9.,-]{0,60}|\\PC{0,40}") {
        let read = Arrangement::read(&text);
        prop_assert_eq!(Arrangement::read(&read.write()), read);
    }

    #[test]
    fn buckets_hold_all_time(
        trace in any_tree(),
        count in 1_usize..50,
        (from, len) in (0_u64..200, 1_u64..300),
    ) {
        let rows: Vec<_> = trace.rows().ids().collect();
        let whole = Density::of(&trace, &rows, count);
        let per_bucket = trace.end().max(Time(1)).0 as f64 / count as f64;
        let all: f64 = whole.buckets.iter().map(|b| f64::from(b.all) * per_bucket).sum();
        let slices = (0..trace.slice_count()).map(|n| trace.slice(Id::from_index(n)));
        let time: u64 = slices.map(|slice| slice.dur().0).sum();
        prop_assert!((all - time as f64).abs() < 0.01 * (time as f64 + 1.0), "{} {}", all, time);
        // The columns of a window are those that looking at each slice gives.
        let window = Time(from)..Time(from + len);
        let sums = Sums::default();
        for track in trace.tracks().ids() {
            let node = Node::track(0, track);
            let columns = sums.columns(node, &trace, window.clone(), count);
            prop_assert_eq!(columns.len(), count);
            prop_assert!(columns.iter().all(|b| b.busy <= b.all * 1.001 + 1e-3));
        }
    }
}
