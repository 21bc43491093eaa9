//! Arranged lanes on the screen.

use std::rc::Rc;

use super::super::*;
use super::{arranged, node, sample, stage, with};
use crate::base::{Id, Lang, Time};
use crate::timeline::layout::RULER;
use crate::timeline::ops::Op;
use crate::timeline::stage::{Place, Stage};
use crate::timeline::{Gesture, Layout, Ops, Screen, Size};
use crate::trace::{Clock, State, TraceBuilder, TrackKind};

fn many(lanes: u32) -> Stage {
    let mut b = TraceBuilder::new(Clock::Recorded);
    let all = b.track(None, TrackKind::Process, "all");
    let other = b.track(None, TrackKind::Process, "other");
    for n in 0..lanes {
        let track = b.track(Some(all), TrackKind::Thread, &format!("thread {n}"));
        let name = b.name("x");
        b.slice(
            track,
            State::Running,
            name,
            Time(u64::from(n)),
            Time(u64::from(n) + 9),
        );
    }
    b.track(Some(other), TrackKind::Thread, "last");
    stage(b.finish())
}

const SIZE: Size = Size {
    width: 900.0,
    height: 500.0,
};

#[test]
fn pinned_lanes_stay_while_others_are_scrolled() {
    let plain = many(1_000);
    let how = with(&[Change::Pin(node(502), None), Change::Pin(node(9), None)]);
    let (shown, _) = arranged(&plain, &how);
    let layout = Layout::new(&shown, SIZE);
    assert_eq!(layout.pinned(), 0..2);
    for scroll in [0.0, 77.0, 4_000.0, layout.max_scroll()] {
        assert_eq!(layout.lane(0, scroll).y, RULER);
        let seen = layout.visible(scroll);
        assert!(seen.start >= 2 && seen.len() < 40, "{seen:?}");
        let first = layout.lane(seen.start, scroll);
        assert!(first.y <= RULER + layout.pinned_height() && first.y + first.h > RULER);
        for index in layout.pinned().chain(seen.start + 1..seen.end) {
            let at = layout.lane(index, scroll);
            let found = layout.lane_at(at.y + at.h / 2.0, scroll);
            assert_eq!(found.map(|lane| lane.index), Some(index), "at {scroll}");
        }
    }
    for index in [2, 40, 700, shown.lanes().len() - 1] {
        let scroll = layout.scroll_to(index, 3_000.0);
        let at = layout.lane(index, scroll);
        assert!(at.y >= RULER + layout.pinned_height() && at.y + at.h <= SIZE.height);
    }
}

#[test]
fn pinned_lanes_never_take_the_whole_room() {
    let plain = many(200);
    let pins: Vec<_> = (2..150).map(|n| Change::Pin(node(n), None)).collect();
    let (shown, _) = arranged(&plain, &with(&pins));
    let layout = Layout::new(&shown, SIZE);
    assert_eq!(shown.pinned(), 148);
    assert!(layout.pinned_height() <= 0.5 * SIZE.height);
    let last = layout.visible(layout.max_scroll()).end;
    assert_eq!(last, shown.lanes().len(), "all others can be reached");
}

#[test]
fn what_one_looks_at_stays_where_it_is() {
    let plain = many(1_000);
    let mut screen = Screen::new(
        Rc::new(arranged(&plain, &Arrangement::default()).0),
        Lang::En,
    );
    screen.resize(SIZE);
    let place = Place {
        section: 0,
        slice: Id::from_index(500),
    };
    screen.select(Some(place));
    let before = screen.slice_rect(place).expect("it is in sight");
    // Half of what lies above goes, and a lane is pinned.
    let mut changes: Vec<_> = (10..260).map(|n| Change::Hide(node(n))).collect();
    changes.push(Change::Pin(node(3), None));
    screen.set_stage(Rc::new(arranged(&plain, &with(&changes)).0));
    assert_eq!(
        screen.view().selected,
        Some(place),
        "what is chosen stays chosen"
    );
    let after = screen.slice_rect(place).expect("it is still in sight");
    assert!((after.y - before.y).abs() < 1.0, "{before:?} {after:?}");
    // Folded away, the group that it is in is the chosen lane.
    screen.set_stage(Rc::new(
        arranged(&plain, &with(&[Change::ToDepth(Some(0))])).0,
    ));
    assert_eq!(screen.view().lane, Some(0));
    assert_eq!(screen.slice_rect(place), None);
}

#[test]
fn a_lane_is_carried_by_its_name() {
    let plain = stage(sample());
    let (shown, tree) = arranged(&plain, &Arrangement::default());
    let mut screen = Screen::new(Rc::new(shown), Lang::En);
    screen.resize(SIZE);
    let middle = |screen: &Screen, lane| {
        let at = screen.layout().lane(lane, 0.0);
        at.y + at.h / 2.0
    };
    // The thread "other", lane 6, over the upper half of "main", lane 2.
    let (from, to) = (middle(&screen, 6), middle(&screen, 2) - 4.0);
    screen.gesture(Gesture::Carry {
        from,
        to,
        done: false,
    });
    assert_eq!(screen.view().put_before, Some(2));
    screen.gesture(Gesture::Carry {
        from,
        to,
        done: true,
    });
    assert_eq!(screen.view().put_before, None);
    assert_eq!(screen.take_changes().carried, Some((6, 2)));
    assert!(tree.put_down(6, 2).is_some());
    // The mark before the name of a group folds it.
    let y = middle(&screen, 0);
    screen.gesture(Gesture::Select {
        x: 20.0,
        y,
        tolerance: 3.0,
    });
    assert_eq!(screen.take_changes().folded, Some(0));
    screen.gesture(Gesture::Select {
        x: 70.0,
        y,
        tolerance: 3.0,
    });
    assert_eq!(screen.take_changes().folded, None);
    assert_eq!(screen.view().lane, Some(0));
}

#[test]
fn a_frame_of_ten_thousand_lanes_paints_those_in_sight() {
    let plain = many(10_000);
    let how = with(&[Change::Pin(node(0), None)]);
    let mut screen = Screen::new(Rc::new(arranged(&plain, &how).0), Lang::En);
    screen.resize(SIZE);
    let mut ops = Ops::new();
    for scroll in [0.0, 50_000.0, 1e9] {
        screen.scroll_to(scroll);
        screen.paint_base(&mut ops);
        let names =
            |op: &&Op| matches!(op, Op::Text { text, .. } if ops.text(text).starts_with("thread"));
        let names = ops.list().iter().filter(names).count();
        // A bar's label repeats the name of its lane.
        assert!((20..=70).contains(&names), "{names} names at {scroll}");
        assert!(ops.list().len() < 600);
    }
}
