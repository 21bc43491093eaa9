//! The time scale: whole nanoseconds on one side, pixels on the other.
//!
//! Subtraction happens in integers before anything becomes a double, so that
//! times since 1970 are as exact as times since zero.

use crate::base::{Dur, Time};
use crate::timeline::{Axis, text};

/// The shortest window: below it a pixel would be less than a nanosecond.
pub const SHORTEST_WINDOW: Dur = Dur(1_000);

/// A stretch of the axis.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// Where it begins.
    pub start: Time,
    /// How long it is; never zero.
    pub span: Dur,
}

impl Window {
    /// From a beginning to an end; at least [`SHORTEST_WINDOW`] long.
    pub fn between(start: Time, end: Time) -> Window {
        Window {
            start,
            span: end.since(start).max(SHORTEST_WINDOW),
        }
    }

    /// All of an axis that ends at `end`.
    pub fn whole(end: Time) -> Window {
        Window::between(Time::ZERO, end)
    }

    /// Where it ends.
    pub fn end(self) -> Time {
        self.start + self.span
    }

    /// Whether a moment is in it, its end included.
    pub fn contains(self, at: Time) -> bool {
        self.start <= at && at <= self.end()
    }

    /// Moved and shortened until it lies within an axis that ends at `end`.
    pub fn clamped(self, end: Time) -> Window {
        let whole = Window::whole(end);
        let span = self.span.clamp(SHORTEST_WINDOW, whole.span);
        let latest = whole.span.saturating_sub(span);
        Window {
            start: Time(self.start.0.min(latest.0)),
            span,
        }
    }

    /// The window in which everything looks `factor` times as large while
    /// `about` stays where it is on the screen. Not clamped to an axis.
    pub fn zoomed(self, about: Time, factor: f64) -> Window {
        if !factor.is_finite() || factor <= 0.0 {
            return self;
        }
        let span = (self.span.0 as f64 / factor)
            .round()
            .clamp(SHORTEST_WINDOW.0 as f64, u64::MAX as f64) as u64;
        let left = about.0 as i128 - self.start.0 as i128;
        let ratio = span as f64 / self.span.0 as f64;
        let start = about.0 as i128 - (left as f64 * ratio).round() as i128;
        Window {
            start: Time(start.clamp(0, i128::from(u64::MAX)) as u64),
            span: Dur(span),
        }
    }

    /// Moved by a fraction of its own length, positive to later times.
    pub fn panned(self, fraction: f64) -> Window {
        let by = (self.span.0 as f64 * fraction).round();
        self.moved(if by.is_finite() { by as i128 } else { 0 })
    }

    /// Moved by so many nanoseconds, never before zero.
    pub fn moved(self, by: i128) -> Window {
        let start = self.start.0 as i128 + by;
        Window {
            start: Time(start.clamp(0, i128::from(u64::MAX)) as u64),
            ..self
        }
    }

    /// Moved just so far that `at` is in it, with a tenth of room beside it.
    pub fn showing(self, at: Time) -> Window {
        if self.contains(at) {
            return self;
        }
        let room = self.span / 10;
        let start = if at < self.start {
            at - room
        } else {
            at + room - self.span
        };
        Window { start, ..self }
    }
}

/// A window of time laid on a stretch of pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scale {
    /// What is seen.
    pub window: Window,
    /// The pixel of the window's start.
    pub left: f64,
    /// How many pixels the window has; never zero.
    pub width: f64,
}

impl Scale {
    /// Lays a window on pixels; a width below one is taken as one.
    pub fn new(window: Window, left: f64, width: f64) -> Scale {
        Scale {
            window,
            left,
            width: width.max(1.0),
        }
    }

    /// Nanoseconds in a pixel.
    pub fn nanos_per_px(&self) -> f64 {
        self.window.span.0 as f64 / self.width
    }

    /// The pixel of a moment.
    pub fn x(&self, at: Time) -> f64 {
        let since = at.0 as i128 - self.window.start.0 as i128;
        self.left + since as f64 * self.width / self.window.span.0 as f64
    }

    /// The moment of a pixel, never before zero.
    pub fn time(&self, x: f64) -> Time {
        let since = (x - self.left) * self.nanos_per_px();
        let at = self.window.start.0 as i128 + since.round() as i128;
        Time(at.clamp(0, i128::from(u64::MAX)) as u64)
    }

    /// The pixel after the window's last.
    pub fn right(&self) -> f64 {
        self.left + self.width
    }
}

/// A mark on the ruler.
#[derive(Clone, PartialEq, Debug)]
pub struct Tick {
    /// When.
    pub at: Time,
    /// Where.
    pub x: f64,
    /// Where the label's left edge is; none if there is no room for one.
    pub label_x: Option<f64>,
    /// What it says.
    pub label: String,
}

/// Ticks at 1, 2 or 5 times a power of ten, as close as labels of that font
/// size allow. Labels keep a gap between each other and stay within the scale.
pub fn ticks(scale: &Scale, size: f32, axis: Axis) -> Vec<Tick> {
    const GAP: f64 = 14.0;
    let step = step(scale, size, (GAP, axis));
    let window = scale.window;
    let mut ticks: Vec<Tick> = Vec::new();
    let mut at = Time(window.start.0.div_ceil(step.0).saturating_mul(step.0));
    let mut free_from = f64::NEG_INFINITY;
    while at <= window.end() {
        let label = label(at, step, (window.end(), axis));
        let width = f64::from(text::width(&label, size));
        let x = scale.x(at);
        let label_x = (x - width / 2.0).clamp(scale.left, (scale.right() - width).max(scale.left));
        let fits = label_x >= free_from;
        if fits {
            free_from = label_x + width + GAP;
        }
        ticks.push(Tick {
            at,
            x,
            label_x: fits.then_some(label_x),
            label,
        });
        let Some(next) = at.0.checked_add(step.0) else {
            break;
        };
        at = Time(next);
    }
    ticks
}

fn label(at: Time, step: Dur, (largest, axis): (Time, Axis)) -> String {
    if axis != Axis::Time {
        return axis.clock(at, Dur(largest.0));
    }
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = text::write_tick(&mut out, at, step, largest);
    out
}

/// The shortest step of 1, 2 or 5 times a power of ten whose labels fit.
fn step(scale: &Scale, size: f32, (gap, axis): (f64, Axis)) -> Dur {
    let end = scale.window.end();
    let mut decade = axis.least();
    loop {
        for times in [1, 2, 5] {
            let Some(nanos) = decade.checked_mul(times) else {
                return Dur(decade);
            };
            let step = Dur(nanos);
            let last = Time(end.0 / nanos * nanos);
            let width = f64::from(text::width(&label(last, step, (end, axis)), size));
            if nanos as f64 / scale.nanos_per_px() >= width + gap {
                return step;
            }
        }
        let Some(next) = decade.checked_mul(10) else {
            return Dur(decade);
        };
        decade = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn labels(window: Window, width: f64) -> Vec<String> {
        ticks(&Scale::new(window, 0.0, width), 11.0, Axis::Time)
            .into_iter()
            .filter(|tick| tick.label_x.is_some())
            .map(|tick| tick.label)
            .collect()
    }

    #[test]
    fn a_ruler_of_nine_tenths_of_a_second() {
        let window = Window::whole(Time(900_000_000));
        assert_eq!(
            labels(window, 685.0),
            [
                "0", "100 ms", "200 ms", "300 ms", "400 ms", "500 ms", "600 ms", "700 ms",
                "800 ms", "900 ms"
            ]
        );
        assert_eq!(labels(window, 200.0), ["0", "500 ms"]);
    }

    #[test]
    fn a_ruler_since_1970_is_exact_to_the_microsecond() {
        let start = Time(1_700_000_000_000_000_000);
        let window = Window::between(start, start + Dur::micros(10));
        assert_eq!(
            labels(window, 500.0),
            [
                "1700000000.000000 s",
                "1700000000.000005 s",
                "1700000000.000010 s"
            ]
        );
    }

    #[test]
    fn zooming_out_ends_at_the_whole() {
        let end = Time(900_000_000);
        let window = Window::between(Time(300), Time(500_000))
            .zoomed(Time(400), 1e-12)
            .clamped(end);
        assert_eq!(window, Window::whole(end));
    }

    #[test]
    fn zooming_in_ends_at_the_shortest() {
        let window = Window::whole(Time(900)).zoomed(Time(450), 1e9);
        assert_eq!(window.span, SHORTEST_WINDOW);
    }

    fn windows() -> impl Strategy<Value = Window> {
        (0..u64::MAX / 4, 1_000_u64..1_000_000_000_000_000).prop_map(|(start, span)| Window {
            start: Time(start),
            span: Dur(span),
        })
    }

    proptest! {
        #[test]
        fn a_pixel_and_its_moment_agree(window in windows(), width in 50.0..4000.0, part in 0.0..1.0) {
            let scale = Scale::new(window, 132.0, width);
            let x = 132.0 + width * part;
            // A nanosecond is the smallest step there is.
            let step = (1.0 / scale.nanos_per_px()).max(1e-6);
            prop_assert!((scale.x(scale.time(x)) - x).abs() <= step);
        }

        #[test]
        fn a_moment_comes_back_to_the_pixel_it_is_in(window in windows(), width in 50.0..4000.0, part in 0.0..1.0) {
            let scale = Scale::new(window, 132.0, width);
            let at = window.start + Dur((window.span.0 as f64 * part) as u64);
            let back = scale.time(scale.x(at));
            prop_assert!(back.0.abs_diff(at.0) as f64 <= 1.0 + scale.nanos_per_px() * 1e-6);
        }

        #[test]
        fn zooming_leaves_its_point(window in windows(), part in 0.0..1.0, factor in 0.1..10.0) {
            let about = window.start + Dur((window.span.0 as f64 * part) as u64);
            let zoomed = window.zoomed(about, factor);
            let before = Scale::new(window, 0.0, 1000.0).x(about);
            let after = Scale::new(zoomed, 0.0, 1000.0).x(about);
            // Unless the beginning of time or the shortest window was in the way.
            if zoomed.start > Time::ZERO && zoomed.span > SHORTEST_WINDOW {
                prop_assert!((before - after).abs() <= 1.5, "{before} {after}");
            }
        }

        #[test]
        fn a_clamped_window_lies_within(window in windows(), end in 1_000..u64::MAX / 4) {
            let inside = window.clamped(Time(end));
            prop_assert!(inside.end() <= Time(end));
            prop_assert_eq!(inside.clamped(Time(end)), inside);
        }

        #[test]
        fn labels_never_overlap(window in windows(), width in 60.0..3000.0) {
            let scale = Scale::new(window, 100.0, width);
            let shown: Vec<(f64, f64)> = ticks(&scale, 11.0, Axis::Time)
                .iter()
                .filter_map(|tick| {
                    let width = f64::from(text::width(&tick.label, 11.0));
                    tick.label_x.map(|x| (x, x + width))
                })
                .collect();
            prop_assert!(shown.windows(2).all(|pair| pair[0].1 < pair[1].0));
            prop_assert!(ticks(&scale, 11.0, Axis::Time).len() <= 200);
        }
    }
}
