//! Laws, on traces and arrangements by chance.

use std::collections::BTreeSet;
use std::rc::Rc;

use proptest::prelude::*;

use super::super::*;
use super::{arranged, with};
use crate::base::{Id, Time};
use crate::timeline::stage::{LaneKind, Section, Stage};
use crate::trace::{Clock, State, Trace, TraceBuilder, TrackKind};

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

    /// The picture of the whole is the same however small the pieces in which
    /// it is made, and holds the time of every slice.
    #[test]
    fn the_whole_is_made_in_pieces(
        traces in prop::collection::vec((any_tree(), 0_u64..100), 1..3),
        count in 1_usize..50,
        piece in 1_usize..20,
    ) {
        let sections = traces.into_iter().map(|(trace, offset)| {
            Section::new("x", Rc::new(trace)).with_offset(crate::base::Dur(offset))
        });
        let stage = Stage::new(sections.collect());
        let made = |piece| {
            let mut overview = Overview::new(&stage, count);
            let mut rounds = 0;
            while !overview.advance(&stage, piece) {
                rounds += 1;
                assert!(rounds < 100_000);
            }
            overview.finish()
        };
        let buckets = made(piece);
        prop_assert_eq!(&buckets, &made(usize::MAX));
        let length = stage.end().max(Time(1)).0 as f64 / count as f64;
        let all: f64 = buckets.iter().map(|b| f64::from(b.all) * length).sum();
        let traces = stage.sections().iter().map(|section| &section.trace);
        let time: u64 = traces
            .flat_map(|trace| (0..trace.slice_count()).map(|n| trace.slice(Id::from_index(n)).dur().0))
            .sum();
        prop_assert!((all - time as f64).abs() < 0.01 * (time as f64 + 1.0), "{} {}", all, time);
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
