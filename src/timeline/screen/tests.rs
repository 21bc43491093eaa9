//! What commands, gestures and time do.

use super::*;
use crate::base::Dur;
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
fn playing_repaints_the_overlay_only() {
    let mut screen = screen();
    screen.play();
    screen.take_changes();
    assert!(screen.tick(16.7));
    let changes = screen.take_changes();
    assert!(changes.overlay && changes.playhead && !changes.base);
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
        steps in prop::collection::vec((0..ANY.len() + 3, -200.0..1200.0_f64, -50.0..400.0_f64), 0..40),
    ) {
        let mut screen = Screen::new(Rc::new(samples::one(trace)), Lang::En);
        screen.resize(Size { width: 600.0, height: 120.0 });
        let mut ops = Ops::new();
        for (what, x, y) in steps {
            match what.checked_sub(ANY.len()) {
                None => screen.apply(ANY[what]),
                Some(0) => screen.gesture(Gesture::Zoom { x, factor: 1.0 + y.abs() / 50.0 }),
                Some(1) => screen.gesture(Gesture::Pan { dx: x, dy: y }),
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
