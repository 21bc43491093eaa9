//! What hands do: pointers, wheels and keys become gestures and commands.
//!
//! One table of commands gives the keys, the buttons and the help sheet. Keys
//! are told by their place (`KeyboardEvent.code`), since a Hangul keyboard
//! changes what they type.

mod commands;

pub use commands::{Binding, ButtonIn, COMMANDS, Command, Key, READING, command, reading_command};

use super::layout::Area;

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
    /// Two fingers made everything `factor` times as large, and took it along.
    Pinch {
        /// Their middle, from the left.
        x: f64,
        /// How far that moved to the right and downwards.
        moved: (f64, f64),
        /// How much larger.
        factor: f64,
    },
    /// A finger let go while it moved what is seen, which goes on a little.
    Fling {
        /// To the right, in pixels a millisecond.
        vx: f64,
        /// Downwards.
        vy: f64,
    },
    /// It carries a lane by its name, up or down.
    Carry {
        /// Where it began, from the top.
        from: f64,
        /// Where it is.
        to: f64,
        /// Whether it has ended.
        done: bool,
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
    /// When it was there, in milliseconds on any clock.
    pub at: f64,
}

/// A finger that rested so long before it was lifted does not fling, in milliseconds.
const RESTED: f64 = 60.0;
/// Nor does one that was slower, in pixels a millisecond.
const SLOWEST_FLING: f64 = 0.2;
/// The share of the latest move in the speed: a hand trembles.
const LATEST: f64 = 0.5;

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
    Carrying {
        from: f64,
        id: i32,
    },
    Pinching(Pointer, Pointer),
}

/// What the pointers are about.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Input {
    doing: Doing,
    carries: bool,
    /// How fast a drag goes, in pixels a millisecond.
    speed: (f64, f64),
}

impl Input {
    /// Whether a mouse carries lanes by their names, rather than moving what is
    /// seen. A finger always moves what is seen.
    pub fn set_carries(&mut self, carries: bool) {
        self.carries = carries;
    }

    /// Whether a pointer is held that moves something.
    pub fn is_dragging(&self) -> bool {
        matches!(
            self.doing,
            Doing::Dragging(_) | Doing::Pinching(..) | Doing::Carrying { .. }
        )
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
            Doing::Pressing {
                from,
                measures,
                area,
            } if from.id == pointer.id => {
                if pointer.far_from(from) < from.slop() {
                    return None;
                }
                if area == Area::Gutter && self.carries && !from.touch && !measures {
                    self.doing = Doing::Carrying {
                        from: from.y,
                        id: from.id,
                    };
                    return Some(carry(from.y, pointer, false));
                }
                self.begin_drag(from, pointer, measures)
            }
            Doing::Carrying { from, id } if id == pointer.id => Some(carry(from, pointer, false)),
            Doing::Dragging(last) if last.id == pointer.id => {
                self.doing = Doing::Dragging(pointer);
                self.note_speed(last, pointer);
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
        self.speed = (0.0, 0.0);
        Some(pan(from, to))
    }

    fn note_speed(&mut self, from: Pointer, to: Pointer) {
        let passed = (to.at - from.at).max(1.0);
        let mixed = |old: f64, way: f64| old * (1.0 - LATEST) + way / passed * LATEST;
        let (vx, vy) = self.speed;
        self.speed = (mixed(vx, to.x - from.x), mixed(vy, to.y - from.y));
    }

    /// What a drag leaves behind when it ends.
    fn let_go(&self, last: Pointer, up: Pointer) -> Option<Gesture> {
        let (vx, vy) = self.speed;
        let flings = last.touch && up.at - last.at < RESTED && vx.hypot(vy) > SLOWEST_FLING;
        flings.then_some(Gesture::Fling { vx, vy })
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
        let middle = |one: f64, other: f64| (one + other) / 2.0;
        let (x, y) = (middle(new_a.x, new_b.x), middle(new_a.y, new_b.y));
        Some(Gesture::Pinch {
            x,
            moved: (x - middle(a.x, b.x), y - middle(a.y, b.y)),
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
            Doing::Carrying { from, id } if id == pointer.id => {
                self.doing = Doing::Nothing;
                Some(carry(from, pointer, true))
            }
            Doing::Pinching(a, b) if a.id == pointer.id || b.id == pointer.id => {
                // The finger that stays goes on dragging; it never selects.
                let stays = if a.id == pointer.id { b } else { a };
                self.doing = Doing::Dragging(stays);
                self.speed = (0.0, 0.0);
                None
            }
            Doing::Dragging(last) if last.id == pointer.id => {
                self.doing = Doing::Nothing;
                self.let_go(last, pointer)
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

fn carry(from: f64, to: Pointer, done: bool) -> Gesture {
    Gesture::Carry {
        from,
        to: to.y,
        done,
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
    /// When, in milliseconds on any clock.
    pub at: f64,
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
mod tests;
