//! The drawing, the table and the announcer tell the same: laws that hold all
//! three against each other.

use proptest::prelude::*;

use super::layout::Size;
use super::ops::{Op, Ops};
use super::paint::{self, Picture, Scratch, View};
use super::palette::{Token, look};
use super::stage::Stage;
use super::table::{self, Column};
use super::{Facts, Hit, Layout, hit, narrate, samples};
use crate::base::{Lang, Time};
use crate::trace::SliceRef;

/// Wide enough for most slices to be bars of some pixels.
const SIZE: Size = Size {
    width: 6_000.0,
    height: 300.0,
};

/// Holds everything that is drawn of a stage against its table and against what
/// is said of it. Gives how many bars were wide enough for that.
fn check(stage: &Stage, lang: Lang) -> Result<usize, TestCaseError> {
    let (layout, view) = (Layout::new(stage, SIZE), View::whole(stage));
    let picture = Picture {
        stage,
        layout: &layout,
        view: &view,
        lang,
    };
    let mut ops = Ops::new();
    paint::base(picture, None, &mut Scratch::default(), &mut ops);
    let bars: Vec<_> = ops.list().iter().filter_map(bar).collect();
    let rows = table::rows(stage, Column::Start, false);
    // No more is drawn than the table has, and no less.
    prop_assert_eq!(bars.len(), rows.len());
    let scale = layout.scale(view.window);
    let mut compared = 0;
    for row in rows {
        let (Some(place), Some(told)) = (row.place(), row.facts(stage)) else {
            continue;
        };
        let (from, to) = (scale.x(told.start), scale.x(told.end));
        let lane = layout.lane(row.lane(), 0.0);
        let slice = stage.slice(place);
        let drawn = bars.iter().any(|(x, y, token, pattern)| {
            let at = (x - from).abs() < 0.01 && *y > lane.y && *y < lane.y + lane.h;
            let is_its = |slice: &SliceRef| {
                let of = &stage.lanes()[row.lane()];
                stage.colour(of, slice) == *token && look(slice.state).pattern == *pattern
            };
            at && slice.as_ref().is_some_and(is_its)
        });
        prop_assert!(drawn, "{told:?} is not drawn at {from}");
        if to - from < 4.0 {
            continue;
        }
        compared += 1;
        let (x, y) = ((from + to) / 2.0, lane.y + lane.h - 6.0);
        let hit = hit::at(picture, x, y, 0.0);
        prop_assert_eq!(hit, Hit::Slice(row.lane(), place));
        let pointed = Facts::of(stage, hit);
        prop_assert_eq!(pointed.as_ref(), Some(&told));
        // All cells of the table's row are in what is said of the slice.
        let said = told.sentence(lang);
        let length = told.axis.exact(told.end.since(told.start), lang);
        let cells = [
            told.lane.clone(),
            told.state_name(lang),
            told.moment(told.start, lang),
            told.moment(told.end, lang),
            length,
        ];
        for cell in cells {
            prop_assert!(said.contains(&cell), "“{cell}” is not in “{said}”");
        }
        // And what is said of the lane at that moment is its state.
        let middle = Time((told.start.0 + told.end.0) / 2);
        let lane = narrate::lane(stage, row.lane(), middle, lang);
        prop_assert_eq!(lane, format!("{}: {}", told.lane, told.state_name(lang)));
        prop_assert_eq!(told.state, slice.map(|slice| slice.state));
    }
    Ok(compared)
}

/// The left edge, the foot, the colour and the pattern of a bar.
fn bar(op: &Op) -> Option<(f64, f64, Token, super::palette::Pattern)> {
    match op {
        Op::Rect { rect, fill, .. } if fill.token != Token::Panel => Some((
            f64::from(rect.x),
            f64::from(rect.y + rect.h) - 1.0,
            fill.token,
            fill.pattern,
        )),
        _ => None,
    }
}

proptest! {
    #[test]
    fn drawing_table_and_announcer_tell_the_same(trace in samples::any_trace()) {
        let stage = samples::one(trace);
        for lang in [Lang::Ko, Lang::En] {
            check(&stage, lang)?;
        }
    }
}

#[test]
fn there_is_something_to_compare() {
    let stage = samples::one(samples::blocking());
    let compared = check(&stage, Lang::En).expect("all agree");
    assert!(compared >= 8, "{compared}");
}
