//! What commands, gestures and time do.

use super::*;
use crate::base::Dur;
use crate::timeline::ops::Op;
use crate::timeline::palette::Token;
use crate::timeline::samples;
use proptest::prelude::*;

fn screen() -> Screen {
    let mut screen = Screen::new(Rc::new(samples::one(samples::blocking())), Lang::Ko);
    screen.resize(Size {
        width: 1012.0,
        height: 200.0,
    });
    screen
}

fn ms(n: u64) -> Time {
    Time::ZERO + Dur::millis(n)
}

#[test]
fn stepping_goes_from_event_to_event_and_back() {
    let mut screen = screen();
    let mut seen = Vec::new();
    for command in [
        Command::StepOn,
        Command::StepOn,
        Command::StepBack,
        Command::StepBack,
    ] {
        screen.apply(command);
        assert!(screen.take_changes().stepped);
        seen.push(screen.transport().at());
    }
    assert_eq!(seen, [ms(40), ms(340), ms(40), ms(0)]);
}

#[test]
fn lane_steps_keep_to_the_chosen_lane() {
    let mut screen = screen();
    screen.apply(Command::LaneDown);
    screen.apply(Command::LaneDown);
    screen.apply(Command::LaneStepOn);
    assert_eq!(screen.transport().at(), ms(360));
    screen.apply(Command::Choose);
    let place = screen.view().selected.unwrap();
    assert_eq!(screen.stage().slice(place).unwrap().start, ms(360));
    screen.apply(Command::Clear);
    assert_eq!((screen.view().selected, screen.view().lane), (None, None));
}

#[test]
fn what_was_flung_goes_on_ever_slower_until_something_stops_it() {
    let mut screen = screen();
    screen.apply(Command::ZoomIn);
    screen.apply(Command::ZoomIn);
    let start = |screen: &Screen| screen.view().window.start;
    let fling = Gesture::Fling { vx: -0.5, vy: 0.0 };
    screen.gesture(fling);
    // A finger that was lifted is told to have left, too.
    screen.gesture(Gesture::Leave);
    let (mut before, mut way) = (start(&screen), Vec::new());
    assert!(
        screen.tick(0.0),
        "a first frame that takes no time ends nothing"
    );
    while screen.tick(16.0) {
        way.push(start(&screen).since(before).0);
        before = start(&screen);
        assert!(way.len() < 1_000);
    }
    assert!(way.len() > 20 && way.windows(2).all(|pair| pair[1] <= pair[0] + 1));
    // A hand on the lanes, a key, and the axis' end stop it; unwanted motion is none.
    screen.gesture(fling);
    screen.rest();
    assert!(!screen.tick(16.0));
    screen.gesture(fling);
    screen.apply(Command::FitAll);
    assert!(!screen.tick(16.0));
    screen.gesture(fling);
    assert!(!screen.tick(16.0), "all of it is seen");
    screen.set_calm(true);
    screen.gesture(fling);
    assert!(!screen.is_gliding());
}

#[test]
fn playing_changes_a_strip_beside_the_playhead_only() {
    let mut screen = screen();
    screen.play();
    assert!(screen.take_changes().overlay, "what comes is veiled now");
    screen.tick(100.0);
    screen.take_changes();
    let x = |screen: &Screen| {
        let scale = screen.layout().scale(screen.view().window);
        scale.x(screen.view().playhead) as f32
    };
    let (before, from) = (covers(&screen), x(&screen));
    screen.tick(400.0);
    screen.tick(300.0);
    let changes = screen.take_changes();
    assert!(!changes.overlay && !changes.base);
    let part = screen.played(changes.played.unwrap());
    let to = x(&screen);
    assert!(to > from + 5.0 && part.x < from && part.x + part.w > to);
    assert!(part.w < to - from + 20.0);
    // Whatever the overlay covers differs within that part only.
    let after = covers(&screen);
    assert!(before.iter().zip(&after).any(|(one, other)| one != other));
    for ((x, y, one), (.., other)) in before.iter().zip(&after) {
        let inside = *x >= part.x && *x <= part.x + part.w;
        assert!(inside || one == other, "{x}, {y}");
    }
    // Something else that changes makes it the whole.
    screen.gesture(Gesture::Measure {
        from: 300.0,
        to: 500.0,
        done: true,
    });
    assert!(screen.take_changes().overlay);
    screen.tick(16.0);
    assert!(!screen.take_changes().overlay);
}

/// The operations of the overlay that cover each of many points.
fn covers(screen: &Screen) -> Vec<(f32, f32, Vec<Token>)> {
    let mut ops = Ops::new();
    screen.paint_overlay(&mut ops);
    let mut points = Vec::new();
    for x in 0..1012 {
        for y in (0..200).step_by(7) {
            let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
            let on = |op: &Op| match op {
                Op::Rect { rect, fill, .. } => inside(rect, x, y).then_some(fill.token),
                Op::Line {
                    from,
                    to,
                    width,
                    token,
                } => {
                    let half = width / 2.0;
                    let (left, right) = (from.0.min(to.0) - half, from.0.max(to.0) + half);
                    let (top, foot) = (from.1.min(to.1) - half, from.1.max(to.1) + half);
                    let rect = Rect {
                        x: left,
                        y: top,
                        w: right - left,
                        h: foot - top,
                    };
                    inside(&rect, x, y).then_some(*token)
                }
                Op::Triangle { corners, token } => {
                    let (left, right) = (corners[0].0, corners[1].0);
                    (x >= left && x <= right && y < corners[2].1).then_some(*token)
                }
                _ => None,
            };
            points.push((x, y, ops.list().iter().filter_map(on).collect()));
        }
    }
    points
}

fn inside(rect: &Rect, x: f32, y: f32) -> bool {
    x >= rect.x && x <= rect.x + rect.w && y >= rect.y && y <= rect.y + rect.h
}

#[test]
fn playing_repaints_the_overlay_only() {
    let mut screen = screen();
    screen.play();
    screen.take_changes();
    assert!(screen.tick(16.7));
    let changes = screen.take_changes();
    assert!(changes.played.is_some() && changes.playhead && !changes.base);
    assert!(screen.view().veiled);
    while screen.tick(100.0) {}
    assert!(!screen.view().veiled);
    assert_eq!(screen.transport().at(), ms(900));
}

#[test]
fn calm_playing_steps() {
    let mut screen = screen();
    screen.set_calm(true);
    screen.play();
    let mut seen = vec![];
    while screen.tick(CALM_STEP_MS) {
        seen.push(screen.transport().at());
    }
    assert_eq!(seen, [40, 340, 360, 400, 700, 720, 760].map(ms));
    assert_eq!(screen.transport().at(), ms(900));
}

#[test]
fn a_click_chooses_and_fits() {
    let mut screen = screen();
    screen.gesture(Gesture::Select {
        x: 96.0 + 200.0,
        y: 40.0,
        tolerance: 3.0,
    });
    assert!(screen.take_changes().selection);
    screen.apply(Command::FitSelection);
    assert_eq!(screen.view().window, Window::between(ms(10), ms(370)));
    screen.apply(Command::Loop);
    assert_eq!(screen.transport().repeat(), Some((ms(40), ms(340))));
    screen.apply(Command::FitAll);
    assert_eq!(screen.view().window, Window::whole(ms(900)));
}

#[test]
fn a_stage_that_grows_stays_wholly_in_sight() {
    let mut screen = Screen::new(Rc::new(samples::one(samples::frozen_page())), Lang::Ko);
    screen.set_stage(Rc::new(samples::one(samples::blocking())));
    assert_eq!(screen.view().window, Window::whole(ms(900)));
    screen.gesture(Gesture::Zoom {
        x: 500.0,
        factor: 4.0,
    });
    let zoomed = screen.view().window;
    screen.set_stage(Rc::new(samples::one(samples::blocking())));
    assert_eq!(screen.view().window, zoomed);
}

const ANY: &[Command] = &[
    Command::PlayPause,
    Command::StepOn,
    Command::StepBack,
    Command::ZoomIn,
    Command::ZoomOut,
    Command::PanLeft,
    Command::PanRight,
    Command::LaneDown,
    Command::LaneUp,
    Command::Choose,
    Command::FitSelection,
    Command::Loop,
    Command::Flows,
];

proptest! {
    /// Whatever is done, the window stays on the axis, and painting works.
    #[test]
    fn nothing_leads_astray(
        trace in samples::any_trace(),
        steps in prop::collection::vec((0..ANY.len() + 4, -200.0..1200.0_f64, -50.0..400.0_f64), 0..40),
    ) {
        let mut screen = Screen::new(Rc::new(samples::one(trace)), Lang::En);
        screen.resize(Size { width: 600.0, height: 120.0 });
        let mut ops = Ops::new();
        for (what, x, y) in steps {
            match what.checked_sub(ANY.len()) {
                None => screen.apply(ANY[what]),
                Some(0) => screen.gesture(Gesture::Zoom { x, factor: 1.0 + y.abs() / 50.0 }),
                Some(1) => screen.gesture(Gesture::Pan { dx: x, dy: y }),
                Some(2) => screen.gesture(Gesture::Fling { vx: x, vy: y }),
                Some(_) => screen.gesture(Gesture::Select { x, y, tolerance: 5.0 }),
            }
            screen.tick(20.0);
            screen.paint_base(&mut ops);
            screen.paint_overlay(&mut ops);
            let whole = Window::whole(screen.stage().end());
            prop_assert!(screen.view().window.end() <= whole.end());
            prop_assert!(screen.transport().at() <= screen.stage().end());
        }
    }
}
