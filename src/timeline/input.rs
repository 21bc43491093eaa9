//! What hands do: pointers, wheels and keys become gestures and commands.
//!
//! One table of commands gives the keys, the buttons and the help sheet. Keys
//! are told by their place (`KeyboardEvent.code`), since a Hangul keyboard
//! changes what they type.

use super::layout::Area;
use crate::base::Text;
use std::borrow::Cow;

macro_rules! commands {
    ($($(#[$meta:meta])* $name:ident $code:literal $(+ $shift:ident)? $cap:literal $ko:literal $en:literal;)+) => {
        /// Something to be done that has a key, a button and a name.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Command {$($(#[$meta])* $name,)+}

        /// All commands with their keys and names, in the order of the help sheet.
        pub const COMMANDS: &[Binding] = &[$(Binding {
            command: Command::$name,
            code: $code,
            shift: commands!(@shift $($shift)?),
            cap: $cap,
            label: Text { ko: Cow::Borrowed($ko), en: Cow::Borrowed($en) },
        }),+];
    };
    (@shift shift) => { true };
    (@shift) => { false };
}

commands! {
    /// Plays or pauses.
    PlayPause "Space" "Space" "재생 또는 멈춤" "Play or pause";
    /// To the event before.
    StepBack "ArrowLeft" "←" "이전 사건" "Previous event";
    /// To the event after.
    StepOn "ArrowRight" "→" "다음 사건" "Next event";
    /// To the event before, on the chosen lane.
    LaneStepBack "ArrowLeft" + shift "Shift ←" "고른 레인의 이전 사건" "Previous event of the chosen lane";
    /// To the event after, on the chosen lane.
    LaneStepOn "ArrowRight" + shift "Shift →" "고른 레인의 다음 사건" "Next event of the chosen lane";
    /// To the beginning.
    ToStart "Home" "Home" "처음으로" "To the start";
    /// To the end.
    ToEnd "End" "End" "끝으로" "To the end";
    /// Plays slower.
    Slower "Comma" "," "더 느리게" "Slower";
    /// Plays faster.
    Faster "Period" "." "더 빠르게" "Faster";
    /// Loops the measured span, the chosen slice or what is seen; or no longer.
    Loop "KeyL" "L" "구간 반복" "Loop a range";
    /// Shows less time, larger.
    ZoomIn "KeyW" "W" "확대" "Zoom in";
    /// Shows more time, smaller.
    ZoomOut "KeyS" "S" "축소" "Zoom out";
    /// To earlier times.
    PanLeft "KeyA" "A" "왼쪽으로" "Pan left";
    /// To later times.
    PanRight "KeyD" "D" "오른쪽으로" "Pan right";
    /// Shows the measured span or the chosen slice.
    FitSelection "KeyF" "F" "고른 것에 맞추기" "Fit the selection";
    /// Shows everything.
    FitAll "Digit0" "0" "전체 보기" "Fit all";
    /// The next drag measures.
    Measure "KeyM" "M" "구간 재기" "Measure a span";
    /// Draws all flows, or those of the chosen slice only.
    Flows "KeyG" "G" "화살표 모두 보기" "Show all arrows";
    /// Chooses the lane above.
    LaneUp "ArrowUp" "↑" "위 레인" "Lane above";
    /// Chooses the lane below.
    LaneDown "ArrowDown" "↓" "아래 레인" "Lane below";
    /// Chooses what the chosen lane does at the playhead.
    Choose "Enter" "Enter" "지금 구간 고르기" "Choose the slice at the playhead";
    /// Gives up what is chosen and measured.
    Clear "Escape" "Esc" "고른 것 풀기" "Clear the selection";
}

/// A command's key and name.
#[derive(Clone, PartialEq, Debug)]
pub struct Binding {
    /// What is done.
    pub command: Command,
    /// The key's place, a `KeyboardEvent.code`.
    pub code: &'static str,
    /// Whether Shift is held.
    pub shift: bool,
    /// What stands on the key.
    pub cap: &'static str,
    /// What the command is called.
    pub label: Text,
}

impl Command {
    /// Its key and name.
    pub fn binding(self) -> &'static Binding {
        COMMANDS
            .iter()
            .find(|binding| binding.command == self)
            .unwrap_or(&COMMANDS[0])
    }
}

/// A key that was pressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Key<'a> {
    /// Its place, a `KeyboardEvent.code`.
    pub code: &'a str,
    /// Whether Shift is held.
    pub shift: bool,
    /// Whether Control, Alt or Meta is held: those belong to the browser.
    pub other: bool,
    /// Whether a syllable is being composed.
    pub composing: bool,
}

/// The command of a key.
pub fn command(key: Key) -> Option<Command> {
    if key.other || key.composing {
        return None;
    }
    COMMANDS
        .iter()
        .find(|binding| binding.code == key.code && binding.shift == key.shift)
        .map(|binding| binding.command)
}

/// What a pointer or wheel did, in pixels of the drawing.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Gesture {
    /// It is over a point.
    Hover {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
    },
    /// It is gone.
    Leave,
    /// It chose what is under a point, within a tolerance.
    Select {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
        /// How far away thin things are hit.
        tolerance: f64,
    },
    /// It set the playhead.
    Seek {
        /// From the left.
        x: f64,
    },
    /// It moved what is seen.
    Pan {
        /// To the right.
        dx: f64,
        /// Downwards.
        dy: f64,
    },
    /// It made everything `factor` times as large around a point.
    Zoom {
        /// From the left.
        x: f64,
        /// How much larger.
        factor: f64,
    },
    /// It measures from one point to another.
    Measure {
        /// Where it began.
        from: f64,
        /// Where it is.
        to: f64,
        /// Whether it has ended.
        done: bool,
    },
}

/// A pointer: a mouse, a pen, a finger.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pointer {
    /// Which one.
    pub id: i32,
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Whether it is a finger.
    pub touch: bool,
}

impl Pointer {
    /// How far it may move and still be a press.
    fn slop(self) -> f64 {
        if self.touch { 8.0 } else { 4.0 }
    }

    /// How far away thin things are hit.
    pub fn tolerance(self) -> f64 {
        if self.touch { 14.0 } else { 3.0 }
    }

    fn far_from(self, other: Pointer) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

#[derive(Clone, Copy, PartialEq, Debug, Default)]
enum Doing {
    #[default]
    Nothing,
    /// Down and not moved yet; `measures` if a drag from here measures.
    Pressing {
        from: Pointer,
        area: Area,
        measures: bool,
    },
    Dragging(Pointer),
    Measuring {
        from: f64,
        id: i32,
    },
    Pinching(Pointer, Pointer),
}

/// What the pointers are about.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Input {
    doing: Doing,
}

impl Input {
    /// Whether a pointer is held that moves something.
    pub fn is_dragging(&self) -> bool {
        matches!(self.doing, Doing::Dragging(_) | Doing::Pinching(..))
    }

    /// A pointer went down; `measures` if a drag is to measure wherever it begins.
    pub fn down(&mut self, pointer: Pointer, area: Area, measures: bool) {
        let first = match self.doing {
            Doing::Pressing { from, .. } | Doing::Dragging(from) => Some(from),
            Doing::Pinching(..) => return,
            _ => None,
        };
        self.doing = match first {
            Some(first) if first.id != pointer.id && first.touch && pointer.touch => {
                Doing::Pinching(first, pointer)
            }
            _ => Doing::Pressing {
                from: pointer,
                area,
                measures: measures || area == Area::Ruler,
            },
        };
    }

    /// A pointer moved.
    pub fn moved(&mut self, pointer: Pointer) -> Option<Gesture> {
        match self.doing {
            Doing::Nothing if pointer.touch => None,
            Doing::Nothing => Some(Gesture::Hover {
                x: pointer.x,
                y: pointer.y,
            }),
            Doing::Pressing { from, measures, .. } if from.id == pointer.id => {
                if pointer.far_from(from) < from.slop() {
                    return None;
                }
                self.begin_drag(from, pointer, measures)
            }
            Doing::Dragging(last) if last.id == pointer.id => {
                self.doing = Doing::Dragging(pointer);
                Some(pan(last, pointer))
            }
            Doing::Measuring { from, id } if id == pointer.id => Some(Gesture::Measure {
                from,
                to: pointer.x,
                done: false,
            }),
            Doing::Pinching(a, b) => self.pinch(a, b, pointer),
            _ => None,
        }
    }

    fn begin_drag(&mut self, from: Pointer, to: Pointer, measures: bool) -> Option<Gesture> {
        if measures {
            self.doing = Doing::Measuring {
                from: from.x,
                id: from.id,
            };
            return Some(Gesture::Measure {
                from: from.x,
                to: to.x,
                done: false,
            });
        }
        self.doing = Doing::Dragging(to);
        Some(pan(from, to))
    }

    fn pinch(&mut self, a: Pointer, b: Pointer, moved: Pointer) -> Option<Gesture> {
        let (new_a, new_b) = match moved.id {
            id if id == a.id => (moved, b),
            id if id == b.id => (a, moved),
            _ => return None,
        };
        self.doing = Doing::Pinching(new_a, new_b);
        // Fingers side by side or one above the other: their distance counts,
        // and never less than a fingertip, lest the factor jump.
        let before = a.far_from(b).max(24.0);
        let after = new_a.far_from(new_b).max(24.0);
        Some(Gesture::Zoom {
            x: (new_a.x + new_b.x) / 2.0,
            factor: after / before,
        })
    }

    /// A pointer went up.
    pub fn up(&mut self, pointer: Pointer) -> Option<Gesture> {
        match self.doing {
            Doing::Pressing { from, area, .. } if from.id == pointer.id => {
                self.doing = Doing::Nothing;
                Some(if area == Area::Ruler {
                    Gesture::Seek { x: pointer.x }
                } else {
                    Gesture::Select {
                        x: pointer.x,
                        y: pointer.y,
                        tolerance: pointer.tolerance(),
                    }
                })
            }
            Doing::Measuring { from, id } if id == pointer.id => {
                self.doing = Doing::Nothing;
                Some(Gesture::Measure {
                    from,
                    to: pointer.x,
                    done: true,
                })
            }
            Doing::Pinching(a, b) if a.id == pointer.id || b.id == pointer.id => {
                // The finger that stays goes on dragging; it never selects.
                let stays = if a.id == pointer.id { b } else { a };
                self.doing = Doing::Dragging(stays);
                None
            }
            Doing::Dragging(last) if last.id == pointer.id => {
                self.doing = Doing::Nothing;
                None
            }
            _ => None,
        }
    }

    /// The browser took a pointer away.
    pub fn cancel(&mut self, id: i32) {
        self.doing = match self.doing {
            Doing::Pinching(a, b) if a.id == id => Doing::Dragging(b),
            Doing::Pinching(a, b) if b.id == id => Doing::Dragging(a),
            Doing::Pinching(a, b) => Doing::Pinching(a, b),
            _ => Doing::Nothing,
        };
    }
}

fn pan(from: Pointer, to: Pointer) -> Gesture {
    Gesture::Pan {
        dx: to.x - from.x,
        dy: to.y - from.y,
    }
}

/// A turn of a wheel or a stroke on a touch pad, in pixels.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Wheel {
    /// Where the pointer is, from the left.
    pub x: f64,
    /// To the right.
    pub dx: f64,
    /// Downwards.
    pub dy: f64,
    /// Whether Control or Meta is held, which a pinch on a touch pad also sets.
    pub zooms: bool,
    /// Whether Shift is held.
    pub shift: bool,
}

/// What a wheel does: zoom with Control, pan sideways or with Shift, else
/// scroll the lanes if there is something to scroll.
pub fn wheel(wheel: Wheel, scrollable: bool) -> Option<Gesture> {
    if wheel.zooms {
        let factor = (-wheel.dy * 0.0025).exp().clamp(0.2, 5.0);
        return Some(Gesture::Zoom { x: wheel.x, factor });
    }
    let sideways = wheel.shift || wheel.dx.abs() > wheel.dy.abs();
    if sideways {
        let dx = if wheel.dx == 0.0 { wheel.dy } else { wheel.dx };
        return Some(Gesture::Pan { dx: -dx, dy: 0.0 });
    }
    scrollable.then_some(Gesture::Pan {
        dx: 0.0,
        dy: -wheel.dy,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finger(id: i32, x: f64, y: f64) -> Pointer {
        Pointer {
            id,
            x,
            y,
            touch: true,
        }
    }

    fn mouse(x: f64, y: f64) -> Pointer {
        Pointer {
            id: 1,
            x,
            y,
            touch: false,
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
            Some(Gesture::Zoom {
                x: 200.0,
                factor: 2.0
            })
        );
        assert_eq!(input.up(finger(1, 100.0, 50.0)), None);
        assert_eq!(
            input.moved(finger(2, 310.0, 50.0)),
            Some(Gesture::Pan { dx: 10.0, dy: 0.0 })
        );
        assert_eq!(input.up(finger(2, 310.0, 50.0)), None);
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
        for (i, a) in COMMANDS.iter().enumerate() {
            assert_eq!(a.command.binding(), a);
            assert!(!a.label.ko.is_empty() && !a.label.en.is_empty());
            for b in &COMMANDS[i + 1..] {
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
                if let Some(Gesture::Zoom { factor, .. }) = gesture {
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
}
