//! Where lanes stand: heights that suit the room, and what of it is seen.
//!
//! Heights depend on the stage and the size only; scrolling and zooming cost
//! nothing here. Only the lanes in sight are asked for.

use std::ops::Range;

use super::scale::{Scale, Window};
use super::stage::{LaneKind, Stage};
use super::text;

/// The font size of the lanes' names.
pub const LABEL_SIZE: f32 = 13.0;
/// The font size of headings, and of text inside thick bars.
pub const TITLE_SIZE: f32 = 12.0;
/// The font size of the ruler and of what stands above thin bars.
pub const SMALL_SIZE: f32 = 11.0;
/// The room above the lanes: the ruler.
pub const RULER: f64 = 26.0;
/// The room right of the lanes.
pub const RIGHT: f64 = 16.0;

const TALLEST: f64 = 44.0;
const LOWEST: f64 = 18.0;
/// A counter needs room for steps and for its scale.
const LOWEST_COUNTER: f64 = 28.0;
const TALLEST_STACKED: f64 = 24.0;
const LOWEST_STACKED: f64 = 14.0;
const TITLE: f64 = 28.0;
const HEADING: f64 = 22.0;
/// Narrower than this is a phone.
const NARROW: f64 = 600.0;
const INDENT: f64 = 12.0;
const MARGIN: f64 = 14.0;

/// The size of the drawing in CSS pixels.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Size {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// Which part of the drawing a point is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Area {
    /// Above the lanes.
    Ruler,
    /// Left of the lanes.
    Gutter,
    /// On the lanes.
    Lanes,
}

/// Where everything is, before scrolling.
#[derive(Clone, PartialEq, Debug)]
pub struct Layout {
    /// The whole drawing.
    pub size: Size,
    /// Where the time axis begins: right of the lanes' names.
    pub gutter: f64,
    /// Whether the drawing is as narrow as on a phone.
    pub narrow: bool,
    /// The top of each lane below the ruler, and of the end.
    tops: Vec<f64>,
    /// How many of the first lanes stay where they are when the others are scrolled.
    pinned: usize,
}

/// The part of the room below the ruler that lanes which stay in sight may
/// take: what they hide must be reachable by scrolling the others.
const MOST_PINNED: f64 = 0.5;
/// The room for the mark that opens and closes, before the names of lanes that
/// were arranged.
pub const FOLD: f64 = 16.0;

/// Where one lane is on the screen.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LaneBox {
    /// Its index on the stage.
    pub index: usize,
    /// Its top.
    pub y: f64,
    /// Its height.
    pub h: f64,
}

impl LaneBox {
    /// The room of bars in it: from the top of the highest to the foot of all.
    pub fn bar(&self) -> (f64, f64) {
        let margin = (self.h * 0.09).clamp(1.0, 4.0);
        (self.y + margin, self.y + self.h - margin)
    }
}

impl Layout {
    /// Gives every lane its place, and its name the room that it needs.
    pub fn new(stage: &Stage, size: Size) -> Layout {
        Layout::with_names(stage, size, None)
    }

    /// The same with so many pixels for the names, if a person has said so, as
    /// far as that leaves room for the lanes.
    pub fn with_names(stage: &Stage, size: Size, names: Option<f64>) -> Layout {
        let narrow = size.width < NARROW;
        let share = lane_share(stage, size.height);
        let mut y = 0.0;
        let mut tops = Vec::with_capacity(stage.lanes().len() + 1);
        for lane in stage.lanes() {
            tops.push(y);
            y += match lane.kind {
                LaneKind::Title => TITLE,
                LaneKind::Heading(_) => HEADING,
                LaneKind::Row(..) if lane.stacked => share.clamp(LOWEST_STACKED, TALLEST_STACKED),
                LaneKind::Row(..) | LaneKind::Folded(_) => share.clamp(LOWEST, TALLEST),
                LaneKind::Counter(..) => share.clamp(LOWEST_COUNTER, TALLEST),
            };
        }
        tops.push(y);
        let most = (size.height - RULER) * MOST_PINNED;
        let room = tops.partition_point(|foot| *foot <= most);
        let pinned = stage.pinned().min(room.saturating_sub(1));
        Layout {
            size,
            gutter: match names {
                Some(names) => within(names, size.width),
                None => gutter(stage, narrow, size.width),
            },
            narrow,
            tops,
            pinned,
        }
    }

    /// The lanes that stay where they are when the others are scrolled.
    pub fn pinned(&self) -> Range<usize> {
        0..self.pinned
    }

    /// Their height.
    pub fn pinned_height(&self) -> f64 {
        self.tops[self.pinned]
    }

    /// The height of all lanes together.
    pub fn content(&self) -> f64 {
        self.tops.last().copied().unwrap_or(0.0)
    }

    /// The height that would show every lane at its tallest, ruler included.
    pub fn wished_height(stage: &Stage) -> f64 {
        let tall = Size {
            width: 0.0,
            height: f64::MAX,
        };
        RULER + Layout::new(stage, tall).content() + 8.0
    }

    /// How far down one can scroll.
    pub fn max_scroll(&self) -> f64 {
        (self.content() + RULER + 4.0 - self.size.height).max(0.0)
    }

    /// The time scale for a window.
    pub fn scale(&self, window: Window) -> Scale {
        Scale::new(window, self.gutter, self.size.width - self.gutter - RIGHT)
    }

    /// The lanes of which some part is seen, besides those that stay in sight.
    pub fn visible(&self, scroll: f64) -> Range<usize> {
        let count = self.tops.len() - 1;
        let top = scroll + self.pinned_height();
        let bottom = scroll + self.size.height - RULER;
        let from = self.tops.partition_point(|lane| *lane <= top);
        let to = self.tops.partition_point(|lane| *lane < bottom);
        let from = from.saturating_sub(1).clamp(self.pinned, count);
        from..to.clamp(from, count)
    }

    /// About how many lanes are seen at once, wherever they are scrolled to.
    pub fn at_once(&self) -> usize {
        let count = self.tops.len() - 1;
        let room = (self.size.height - RULER).clamp(0.0, self.content());
        (count as f64 * room / self.content().max(1.0)).ceil() as usize
    }

    /// Where a lane is on the screen.
    ///
    /// # Panics
    /// If the stage has no such lane.
    pub fn lane(&self, index: usize, scroll: f64) -> LaneBox {
        LaneBox {
            index,
            y: RULER + self.tops[index] - if index < self.pinned { 0.0 } else { scroll },
            h: self.tops[index + 1] - self.tops[index],
        }
    }

    /// The lane under a height on the screen.
    pub fn lane_at(&self, y: f64, scroll: f64) -> Option<LaneBox> {
        if y < RULER {
            return None;
        }
        let below = y - RULER;
        let inside = below
            + if below < self.pinned_height() {
                0.0
            } else {
                scroll
            };
        let index = self
            .tops
            .partition_point(|top| *top <= inside)
            .checked_sub(1)?;
        (index + 1 < self.tops.len()).then(|| self.lane(index, scroll))
    }

    /// The scroll at which a lane is seen whole, as near to the present one as can be.
    pub fn scroll_to(&self, index: usize, scroll: f64) -> f64 {
        if index < self.pinned {
            return scroll;
        }
        let room = self.size.height - RULER;
        let top = self.tops[index] - self.pinned_height();
        let bottom = self.tops[index + 1];
        let scroll = scroll.min(top).max(bottom - room);
        scroll.clamp(0.0, self.max_scroll())
    }

    /// The height of the room that the lanes which are scrolled have.
    pub fn room(&self) -> f64 {
        (self.size.height - RULER - self.pinned_height()).max(0.0)
    }

    /// Which part of the drawing a point is in.
    pub fn area(&self, x: f64, y: f64) -> Area {
        if y < RULER {
            Area::Ruler
        } else if x < self.gutter {
            Area::Gutter
        } else {
            Area::Lanes
        }
    }
}

/// The height that each row may have if all are to be seen at once.
fn lane_share(stage: &Stage, height: f64) -> f64 {
    let mut taken = RULER + 4.0;
    let (mut rows, mut stacked) = (0_usize, 0_usize);
    for lane in stage.lanes() {
        match lane.kind {
            LaneKind::Title => taken += TITLE,
            LaneKind::Heading(_) => taken += HEADING,
            LaneKind::Row(..) if lane.stacked => stacked += 1,
            LaneKind::Row(..) | LaneKind::Folded(_) | LaneKind::Counter(..) => rows += 1,
        }
    }
    let equal = (height - taken) / (rows + stacked).max(1) as f64;
    if rows == 0 || equal <= TALLEST_STACKED {
        return equal;
    }
    // Stacked rows do not grow as tall; what they leave is for the others.
    (height - taken - stacked as f64 * TALLEST_STACKED) / rows as f64
}

/// The least room that the names of lanes may be given, in pixels.
pub const LEAST_NAMES: f64 = 44.0;
/// The largest part of the drawing that they may be given.
const MOST_NAMES: f64 = 0.6;

fn within(names: f64, width: f64) -> f64 {
    names.min(width * MOST_NAMES).max(LEAST_NAMES.min(width))
}

/// The most room that the names of lanes can be given in a drawing of a width.
pub fn most_names(width: f64) -> f64 {
    within(f64::INFINITY, width)
}

fn gutter(stage: &Stage, narrow: bool, width: f64) -> f64 {
    let fold = if stage.arranged().is_some() {
        FOLD
    } else {
        0.0
    };
    let widest = stage
        .lanes()
        .iter()
        .filter(|lane| !matches!(lane.kind, LaneKind::Title | LaneKind::Heading(_)))
        .map(|lane| indent(lane.depth, narrow) + f64::from(text::width(&lane.label, LABEL_SIZE)))
        .fold(0.0, f64::max);
    let (least, most) = if narrow { (44.0, 104.0) } else { (96.0, 200.0) };
    (widest + fold + 2.0 * margin(narrow))
        .clamp(least, most)
        .min(width / 2.0)
}

/// Where the name of a lane of that depth begins.
pub fn indent(depth: u16, narrow: bool) -> f64 {
    let step = if narrow { INDENT / 2.0 } else { INDENT };
    f64::from(depth.min(8)) * step
}

/// The room around the names.
pub fn margin(narrow: bool) -> f64 {
    if narrow { 10.0 } else { MARGIN }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::samples;
    use crate::trace::{Clock, TraceBuilder, TrackKind};

    fn size(width: f64, height: f64) -> Size {
        Size { width, height }
    }

    fn many(lanes: usize) -> Stage {
        let mut b = TraceBuilder::new(Clock::Virtual);
        for n in 0..lanes {
            b.track(None, TrackKind::Thread, &format!("thread {n}"));
        }
        samples::one(b.finish())
    }

    #[test]
    fn few_lanes_are_tall_and_many_are_low() {
        for (lanes, height, each) in [(3, 500.0, 44.0), (10, 330.0, 30.0), (100, 500.0, 18.0)] {
            let layout = Layout::new(&many(lanes), size(900.0, height));
            assert_eq!(layout.lane(0, 0.0).h, each, "{lanes} lanes in {height}");
        }
    }

    #[test]
    fn lanes_follow_each_other_and_are_found_again() {
        let stage = Stage::new(vec![
            samples::section("model", samples::cores()),
            samples::section("measured", samples::frozen_page()),
        ]);
        let layout = Layout::new(&stage, size(900.0, 300.0));
        for scroll in [0.0, 13.0, layout.max_scroll()] {
            for index in 0..stage.lanes().len() {
                let lane = layout.lane(index, scroll);
                if lane.y >= RULER {
                    let found = layout.lane_at(lane.y + 0.5, scroll).map(|l| l.index);
                    assert_eq!(found, Some(index));
                }
            }
        }
    }

    #[test]
    fn only_what_is_seen_is_laid_out() {
        let layout = Layout::new(&many(10_000), size(900.0, 500.0));
        let seen = layout.visible(90_000.0);
        assert_eq!(seen, 5_000..5_027);
        assert_eq!(layout.visible(0.0).start, 0);
        assert_eq!(layout.visible(layout.max_scroll()).end, 10_000);
    }

    #[test]
    fn scrolling_to_a_lane_shows_it() {
        let layout = Layout::new(&many(1_000), size(900.0, 500.0));
        for index in [0, 7, 500, 999] {
            let scroll = layout.scroll_to(index, 4_000.0);
            let lane = layout.lane(index, scroll);
            assert!(
                lane.y >= RULER && lane.y + lane.h <= 500.0,
                "{index}: {lane:?}"
            );
        }
    }

    #[test]
    fn names_have_the_room_that_a_person_gives_them() {
        let stage = many(3);
        for (width, asked, given) in [
            (900.0, 300.0, 300.0),
            (900.0, 2_000.0, 540.0),
            (900.0, -5.0, LEAST_NAMES),
            (360.0, 250.0, 216.0),
            (20.0, 100.0, 20.0),
        ] {
            let layout = Layout::with_names(&stage, size(width, 300.0), Some(asked));
            assert_eq!(layout.gutter, given, "{asked} of {width}");
        }
        let own = Layout::with_names(&stage, size(900.0, 300.0), None);
        assert_eq!(own, Layout::new(&stage, size(900.0, 300.0)));
    }

    #[test]
    fn names_have_their_room_on_a_phone() {
        let layout = Layout::new(&many(3), size(360.0, 300.0));
        assert!(layout.narrow && layout.gutter <= 104.0 && layout.gutter >= 44.0);
        assert!(Layout::new(&Stage::default(), size(0.0, 0.0)).gutter == 0.0);
    }
}
