//! What hands do.

use super::*;
use proptest::prelude::*;

fn finger(id: i32, x: f64, y: f64) -> Pointer {
    Pointer {
        id,
        x,
        y,
        touch: true,
        at: 0.0,
    }
}

fn mouse(x: f64, y: f64) -> Pointer {
    Pointer {
        id: 1,
        x,
        y,
        touch: false,
        at: 0.0,
    }
}

#[test]
fn a_click_selects_and_a_click_on_the_ruler_seeks() {
    let mut input = Input::default();
    input.down(mouse(50.0, 60.0), Area::Lanes, false);
    assert_eq!(input.moved(mouse(52.0, 61.0)), None);
    assert_eq!(
        input.up(mouse(52.0, 61.0)),
        Some(Gesture::Select {
            x: 52.0,
            y: 61.0,
            tolerance: 3.0
        })
    );
    input.down(mouse(50.0, 10.0), Area::Ruler, false);
    assert_eq!(input.up(mouse(50.0, 10.0)), Some(Gesture::Seek { x: 50.0 }));
}

#[test]
fn a_drag_pans_and_does_not_select() {
    let mut input = Input::default();
    input.down(mouse(50.0, 60.0), Area::Lanes, false);
    let first = input.moved(mouse(60.0, 60.0));
    assert_eq!(first, Some(Gesture::Pan { dx: 10.0, dy: 0.0 }));
    assert!(input.is_dragging());
    let second = input.moved(mouse(65.0, 58.0));
    assert_eq!(second, Some(Gesture::Pan { dx: 5.0, dy: -2.0 }));
    assert_eq!(input.up(mouse(65.0, 58.0)), None);
    assert!(!input.is_dragging());
}

#[test]
fn a_drag_on_the_ruler_or_when_asked_measures() {
    for (area, asked) in [(Area::Ruler, false), (Area::Lanes, true)] {
        let mut input = Input::default();
        input.down(mouse(50.0, 10.0), area, asked);
        let measure = |to, done| {
            Some(Gesture::Measure {
                from: 50.0,
                to,
                done,
            })
        };
        assert_eq!(input.moved(mouse(90.0, 10.0)), measure(90.0, false));
        assert_eq!(input.up(mouse(95.0, 10.0)), measure(95.0, true));
    }
}

#[test]
fn two_fingers_zoom_and_then_one_drags() {
    let mut input = Input::default();
    input.down(finger(1, 100.0, 50.0), Area::Lanes, false);
    input.down(finger(2, 200.0, 50.0), Area::Lanes, false);
    assert_eq!(
        input.moved(finger(2, 300.0, 50.0)),
        Some(Gesture::Pinch {
            x: 200.0,
            moved: (50.0, 0.0),
            factor: 2.0
        })
    );
    assert_eq!(input.up(finger(1, 100.0, 50.0)), None);
    assert_eq!(
        input.moved(finger(2, 310.0, 50.0)),
        Some(Gesture::Pan { dx: 10.0, dy: 0.0 })
    );
    let rested = Pointer {
        at: 500.0,
        ..finger(2, 310.0, 50.0)
    };
    assert_eq!(input.up(rested), None);
}

#[test]
fn a_finger_that_lets_go_in_motion_flings_and_one_that_rested_does_not() {
    let at = |x, at| Pointer {
        at,
        ..finger(1, x, 50.0)
    };
    for (rest, mouse, flings) in [
        (10.0, false, true),
        (200.0, false, false),
        (10.0, true, false),
    ] {
        let is = |pointer| Pointer {
            touch: !mouse,
            ..pointer
        };
        let mut input = Input::default();
        input.down(is(at(100.0, 0.0)), Area::Lanes, false);
        for n in 1..10 {
            input.moved(is(at(100.0 + 16.0 * f64::from(n), 16.0 * f64::from(n))));
        }
        let last = input.up(is(at(244.0, 144.0 + rest)));
        match last {
            Some(Gesture::Fling { vx, vy }) => {
                assert!(flings && (vx - 1.0).abs() < 0.05 && vy == 0.0, "{vx} {vy}");
            }
            other => assert!(!flings && other.is_none(), "{other:?}"),
        }
    }
}

#[test]
fn wheels_zoom_pan_or_scroll() {
    let still = Wheel {
        x: 10.0,
        dy: 40.0,
        ..Wheel::default()
    };
    let down = Gesture::Pan { dx: 0.0, dy: -40.0 };
    let right = Gesture::Pan { dx: -40.0, dy: 0.0 };
    assert_eq!(wheel(still, true), Some(down));
    assert_eq!(wheel(still, false), None);
    let with_shift = Wheel {
        shift: true,
        ..still
    };
    assert_eq!(wheel(with_shift, true), Some(right));
    let with_control = Wheel {
        zooms: true,
        ..still
    };
    assert!(matches!(
        wheel(with_control, true),
        Some(Gesture::Zoom { x: 10.0, factor }) if factor < 1.0
    ));
}

#[test]
fn keys_are_told_by_their_place() {
    let key = |code, shift| {
        command(Key {
            code,
            shift,
            ..Key::default()
        })
    };
    assert_eq!(key("Space", false), Some(Command::PlayPause));
    assert_eq!(key("ArrowLeft", false), Some(Command::StepBack));
    assert_eq!(key("ArrowLeft", true), Some(Command::LaneStepBack));
    assert_eq!(key("KeyW", true), None);
    assert_eq!(key("ㅈ", false), None);
    for held in [
        Key {
            code: "KeyF",
            other: true,
            ..Key::default()
        },
        Key {
            code: "KeyF",
            composing: true,
            ..Key::default()
        },
    ] {
        assert_eq!(command(held), None);
    }
}

#[test]
fn every_command_has_its_own_key_and_both_names() {
    let all: Vec<&Binding> = COMMANDS.iter().chain(READING).collect();
    for (i, a) in all.iter().enumerate() {
        let reads = a.command.is_for_reading();
        let (own, key) = match reads {
            true => (a.command.reading_binding(), reading_command as fn(Key) -> _),
            false => (a.command.binding(), command as fn(Key) -> _),
        };
        assert_eq!((own, reads), (*a, i >= COMMANDS.len()));
        let pressed = Key {
            code: a.code,
            shift: a.shift,
            ..Key::default()
        };
        assert_eq!(key(pressed), Some(a.command));
        assert!(!a.label.ko.is_empty() && !a.label.en.is_empty());
        for b in &all[i + 1..] {
            assert_ne!((a.code, a.shift), (b.code, b.shift));
        }
    }
}

proptest! {
    /// Whatever fingers do, once all are up nothing is held, and factors stay sane.
    #[test]
    fn nothing_stays_held(
        events in prop::collection::vec((0..4, 0..3, 0.0..500.0, 0.0..300.0), 0..60)
    ) {
        let mut input = Input::default();
        for (what, id, x, y) in events {
            let pointer = finger(id, x, y);
            let gesture = match what {
                0 => { input.down(pointer, Area::Lanes, false); None }
                1 => input.moved(pointer),
                2 => input.up(pointer),
                _ => { input.cancel(id); None }
            };
            if let Some(Gesture::Pinch { factor, .. }) = gesture {
                prop_assert!(factor > 0.0 && factor < 50.0);
            }
        }
        for _ in 0..2 {
            for id in 0..3 {
                input.cancel(id);
            }
        }
        prop_assert!(!input.is_dragging());
    }
}
