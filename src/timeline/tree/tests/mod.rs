//! The tree of lanes of a trace made by hand.

mod laws;
mod screen;

use std::rc::Rc;

use expect_test::expect;

use super::*;
use crate::base::{Id, Lang, Time};
use crate::timeline::stage::{LaneKind, Section, Stage};
use crate::trace::{Clock, FlowKind, State, Trace, TraceBuilder, TrackId, TrackKind};

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
    b.flow(FlowKind::Wake, (main, Time(40)), (other, Time(50)));
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

#[test]
fn tables_tell_of_groups_depth_counters_and_arrows() {
    let plain = stage(sample());
    let (shown, tree) = arranged(&plain, &with(&[Change::Fold(node(4), false)]));
    let mut out = String::new();
    for row in table::lanes(&shown, &tree, Lang::En, 0, usize::MAX) {
        let open = match row.open {
            None => "",
            Some(true) => ", open",
            Some(false) => ", folded",
        };
        out.push_str(&format!(
            "{} {} {}{open}: {} below, {} rows, {} slices, busy {}, {}\n",
            row.level, row.kind, row.name, row.below, row.rows, row.slices, row.busy.0, row.most
        ));
    }
    expect![[r#"
        1 process one, open: 4 below, 0 rows, 0 slices, busy 0, 
        2 counter heap: 0 below, 0 rows, 2 slices, busy 0, 0 – 5
        2 thread main, open: 1 below, 3 rows, 3 slices, busy 100, Span 100 ns
        3 task task: 0 below, 1 rows, 1 slices, busy 10, Running 10 ns
        2 thread other: 0 below, 1 rows, 1 slices, busy 0, Waiting for a lock 50 ns
        1 process two, folded: 1 below, 1 rows, 1 slices, busy 40, Running 40 ns
    "#]]
    .assert_eq(&out);
    let counters = table::counters(&shown);
    assert_eq!(table::step_count(&shown, &counters), 2);
    let steps: Vec<_> = table::steps(&shown, &counters, 1, 9)
        .into_iter()
        .map(|step| (step.of, step.name, step.at.0, step.value))
        .collect();
    assert_eq!(steps, [("one".into(), "heap".into(), 60, "5".into())]);
    assert_eq!(table::flow_count(&shown), 1);
    let flow = &table::flows(&shown, Lang::Ko, 0, 9)[0];
    assert_eq!(flow.kind, "깨움");
    assert_eq!(flow.from, ("main".to_owned(), Time(40)));
    assert_eq!(flow.to, ("other".to_owned(), Time(50)));
}

#[test]
fn a_process_with_moments_of_its_own_is_summed_up_when_it_is_folded() {
    let mut b = TraceBuilder::new(Clock::Recorded);
    let process = b.track(None, TrackKind::Process, "process");
    let thread = b.track(Some(process), TrackKind::Thread, "thread");
    let name = b.name("call");
    b.instant(process, name, Time(5));
    b.slice(thread, State::Running, name, Time(0), Time(9));
    let plain = stage(b.finish());
    let (folded, _) = arranged(&plain, &with(&[Change::ToDepth(Some(0))]));
    let kinds: Vec<_> = folded.lanes().iter().map(|lane| lane.kind).collect();
    assert_eq!(kinds, [LaneKind::Folded(process)]);
}

#[test]
fn what_is_pinned_is_in_the_table_once() {
    use crate::timeline::table::{Column, rows};
    let plain = stage(sample());
    let all = rows(&plain, Column::Start, false).len();
    for how in [
        with(&[Change::Pin(node(1), None)]),
        with(&[Change::Pin(node(5), None)]),
    ] {
        let (pinned, _) = arranged(&plain, &how);
        assert!(pinned.pinned() > 0);
        assert_eq!(rows(&pinned, Column::Start, false).len(), all);
    }
    // Where its own place is folded away, its copy stands for it.
    let folded = [Change::Fold(node(4), false), Change::Pin(node(5), None)];
    let (pinned, _) = arranged(&plain, &with(&folded));
    assert_eq!(rows(&pinned, Column::Start, false).len(), all);
}

#[test]
fn what_is_found_below_a_folded_lane_is_marked_on_it() {
    use crate::timeline::layout::{Layout, Size};
    use crate::timeline::ops::{Op, Ops};
    use crate::timeline::paint::{Above, Picture, View};
    use crate::timeline::palette::Token;
    use crate::timeline::reading::{Finder, Marks, Query};
    let plain = stage(sample());
    let marked = |text: &str, how: &Arrangement| {
        let query = Query {
            text: text.to_owned(),
            ..Query::default()
        };
        let mut finder = Finder::new(&plain, &query).unwrap();
        while !finder.advance(&plain, 1_000) {}
        let marks = Marks::new(&plain, Some(Rc::new(finder.finish())), None, Vec::new());
        let (shown, _) = arranged(&plain, how);
        let size = Size {
            width: 700.0,
            height: 300.0,
        };
        let (layout, view) = (Layout::new(&shown, size), View::whole(&shown));
        let picture = Picture {
            stage: &shown,
            layout: &layout,
            view: &view,
            lang: Lang::En,
        };
        let mut ops = Ops::new();
        let scale = layout.scale(view.window);
        marks.paint(picture, &scale, &mut ops);
        let line = |op: &Op| match op {
            Op::Rect { rect, fill, .. } if fill.token == Token::Accent => {
                let at = |x: f32| (scale.time(f64::from(x)).0 as f64 / 10.0).round() as u64 * 10;
                Some((at(rect.x), at(rect.x + rect.w)))
            }
            _ => None,
        };
        ops.list().iter().filter_map(line).collect::<Vec<_>>()
    };
    let all_folded = with(&[Change::ToDepth(Some(0))]);
    // The calls of `one` reach over its whole length, that of `two` from 50 to 90.
    assert_eq!(marked("call", &all_folded), [(0, 100), (50, 90)]);
    // A lane that is found by its name below one that is folded.
    // All of the axis is: no axis is shorter than a microsecond.
    assert_eq!(marked("worker", &all_folded), [(0, 1_000)]);
    assert_eq!(marked("nothing", &all_folded), []);
    // A thread whose outermost calls stand for those within and for its task.
    let thread = with(&[Change::Fold(node(1), false), Change::Hide(node(3))]);
    assert_eq!(marked("task", &thread), [(0, 1_000)]);
}
