//! Drawing operations: what a painter says and a surface does.
//!
//! Operations are small and plain; texts, cells and the like lie in arenas
//! beside them, which keep their room from frame to frame.

use std::ops::Range;

use super::palette::{Pattern, Token};
use super::text;

/// A rectangle in pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rect {
    /// Left.
    pub x: f32,
    /// Top.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

impl Rect {
    /// From left, top, width and height.
    pub fn new(x: f64, y: f64, w: f64, h: f64) -> Rect {
        Rect {
            x: x as f32,
            y: y as f32,
            w: w as f32,
            h: h as f32,
        }
    }
}

/// How something is filled.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Fill {
    /// With which colour.
    pub token: Token,
    /// With which pattern.
    pub pattern: Pattern,
    /// How opaque, 0 to 1.
    pub alpha: f32,
}

impl Fill {
    /// A plain colour.
    pub fn solid(token: Token) -> Fill {
        Fill {
            token,
            pattern: Pattern::Solid,
            alpha: 1.0,
        }
    }

    /// The same, less opaque.
    pub fn faint(self, alpha: f32) -> Fill {
        Fill { alpha, ..self }
    }
}

/// Which point of a text is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// How a text looks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Type {
    /// The size of its font in pixels.
    pub size: f32,
    /// Whether it is bold.
    pub bold: bool,
    /// Its colour.
    pub token: Token,
    /// Which point of it is given.
    pub anchor: Anchor,
}

/// One column of a strip: a colour up to a height above the lane's foot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cell {
    /// The colour.
    pub token: Token,
    /// The height in eighths of the strip; zero is an empty column.
    pub eighths: u8,
}

impl Cell {
    /// A column in which nothing is.
    pub const EMPTY: Cell = Cell {
        token: Token::Panel,
        eighths: 0,
    };
}

/// One operation.
#[derive(Clone, PartialEq, Debug)]
pub enum Op {
    /// A filled rectangle with round corners.
    Rect {
        /// Where.
        rect: Rect,
        /// The radius of its corners.
        radius: f32,
        /// With what.
        fill: Fill,
    },
    /// The edge of a rectangle.
    Frame {
        /// Where: the middle of the line.
        rect: Rect,
        /// The line's width.
        width: f32,
        /// The line's colour.
        token: Token,
    },
    /// A straight line.
    Line {
        /// From.
        from: (f32, f32),
        /// To.
        to: (f32, f32),
        /// Its width.
        width: f32,
        /// Its colour.
        token: Token,
    },
    /// A text on its baseline.
    Text {
        /// The anchor's place.
        at: (f32, f32),
        /// How it looks.
        style: Type,
        /// Its characters, in the arena.
        text: Range<u32>,
    },
    /// A row of columns, each a pixel of the surface wide.
    Strip {
        /// Where all of them together are.
        rect: Rect,
        /// The columns, in the arena; spread evenly over the width.
        cells: Range<u32>,
    },
    /// A curved line with a head at its end.
    Arrow {
        /// From.
        from: (f32, f32),
        /// To.
        to: (f32, f32),
        /// Its colour.
        token: Token,
    },
    /// A filled triangle.
    Triangle {
        /// Its corners.
        corners: [(f32, f32); 3],
        /// Its colour.
        token: Token,
    },
    /// What follows is seen within this rectangle only, until [`Op::Unclip`].
    Clip(Rect),
    /// Ends the last [`Op::Clip`].
    Unclip,
}

impl Op {
    /// The curve of an arrow: two control points and the end. It leaves and
    /// arrives along the axis of time, unless both ends are at about the same
    /// time: then it is straight.
    pub fn arrow_curve(from: (f32, f32), to: (f32, f32)) -> [(f32, f32); 3] {
        if (to.0 - from.0).abs() < ARROW_BENDS {
            return [from, to, to];
        }
        let bend = ((to.0 - from.0) / 2.0).clamp(-80.0, 80.0);
        [(from.0 + bend, from.1), (to.0 - bend, to.1), to]
    }

    /// The corners of an arrow's head.
    pub fn arrow_head(from: (f32, f32), to: (f32, f32)) -> [(f32, f32); 3] {
        let (along, across) = (7.0, 4.0);
        if (to.0 - from.0).abs() < ARROW_BENDS {
            let y = to.1 - along * (to.1 - from.1).signum();
            return [to, (to.0 - across, y), (to.0 + across, y)];
        }
        let x = to.0 - along * (to.0 - from.0).signum();
        [to, (x, to.1 - across), (x, to.1 + across)]
    }
}

/// Arrows that go less far along the axis of time are straight.
const ARROW_BENDS: f32 = 16.0;

/// A list of operations, to be cleared and filled again.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Ops {
    list: Vec<Op>,
    text: String,
    cells: Vec<Cell>,
}

impl Ops {
    /// An empty list.
    pub fn new() -> Ops {
        Ops::default()
    }

    /// Empties it and keeps its room.
    pub fn clear(&mut self) {
        self.list.clear();
        self.text.clear();
        self.cells.clear();
    }

    /// The operations in their order.
    pub fn list(&self) -> &[Op] {
        &self.list
    }

    /// The characters of an [`Op::Text`] of this list.
    pub fn text(&self, range: &Range<u32>) -> &str {
        &self.text[range.start as usize..range.end as usize]
    }

    /// The columns of an [`Op::Strip`] of this list.
    pub fn cells(&self, range: &Range<u32>) -> &[Cell] {
        &self.cells[range.start as usize..range.end as usize]
    }

    /// Adds an operation that has no part in an arena.
    pub fn push(&mut self, op: Op) {
        self.list.push(op);
    }

    /// Adds a rectangle with sharp corners.
    pub fn rect(&mut self, rect: Rect, fill: Fill) {
        self.push(Op::Rect {
            rect,
            radius: 0.0,
            fill,
        });
    }

    /// Adds a line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), width: f32, token: Token) {
        let narrow = |(x, y): (f64, f64)| (x as f32, y as f32);
        self.push(Op::Line {
            from: narrow(from),
            to: narrow(to),
            width,
            token,
        });
    }

    /// Adds a text whatever its length.
    pub fn say(&mut self, at: (f64, f64), style: Type, text: &str) {
        let from = self.text.len();
        self.text.push_str(text);
        self.end_text(from, at, style);
    }

    /// Adds a text, cut with an ellipsis if it is wider than `max`.
    pub fn say_cut(&mut self, at: (f64, f64), style: Type, max: f64, text: &str) {
        let from = self.text.len();
        if text::write_cut(&mut self.text, text, style.size, max as f32) {
            self.end_text(from, at, style);
        }
    }

    /// Adds a name, cut in the middle if it is wider than `max`.
    pub fn say_name(&mut self, at: (f64, f64), style: Type, max: f64, name: &str) {
        let from = self.text.len();
        if text::write_cut_middle(&mut self.text, name, style.size, max as f32) {
            self.end_text(from, at, style);
        }
    }

    /// Adds the text that `write` writes, if it fits; otherwise nothing.
    /// Gives whether it was added.
    pub fn say_if_fits(
        &mut self,
        at: (f64, f64),
        style: Type,
        max: f64,
        write: impl FnOnce(&mut String),
    ) -> bool {
        let from = self.text.len();
        write(&mut self.text);
        let fits =
            self.text.len() > from && f64::from(text::width(&self.text[from..], style.size)) <= max;
        if fits {
            self.end_text(from, at, style);
        } else {
            self.text.truncate(from);
        }
        fits
    }

    fn end_text(&mut self, from: usize, at: (f64, f64), style: Type) {
        self.list.push(Op::Text {
            at: (at.0 as f32, at.1 as f32),
            style,
            text: from as u32..self.text.len() as u32,
        });
    }

    /// Adds a strip.
    pub fn strip(&mut self, rect: Rect, cells: &[Cell]) {
        let from = self.cells.len() as u32;
        self.cells.extend_from_slice(cells);
        self.list.push(Op::Strip {
            rect,
            cells: from..self.cells.len() as u32,
        });
    }

    /// Moves the last operation before those from `place` on.
    ///
    /// # Panics
    /// If there are fewer operations.
    pub fn move_last_to(&mut self, place: usize) {
        self.list[place..].rotate_right(1);
    }

    /// The operations as readable lines, for tests.
    pub fn dump(&self) -> String {
        let mut out = String::new();
        for op in &self.list {
            out.push_str(&self.dump_one(op));
            out.push('\n');
        }
        out
    }

    fn dump_one(&self, op: &Op) -> String {
        let place = |r: &Rect| format!("{:.1},{:.1} {:.1}x{:.1}", r.x, r.y, r.w, r.h);
        match op {
            Op::Rect { rect, fill, .. } => {
                let alpha = if fill.alpha < 1.0 {
                    format!(" {:.2}", fill.alpha)
                } else {
                    String::new()
                };
                let (token, pattern) = (fill.token.property(), fill.pattern.key());
                format!("rect {} {token} {pattern}{alpha}", place(rect))
            }
            Op::Frame { rect, token, .. } => format!("frame {} {}", place(rect), token.property()),
            Op::Line {
                from, to, token, ..
            } => format!(
                "line {:.1},{:.1} {:.1},{:.1} {}",
                from.0,
                from.1,
                to.0,
                to.1,
                token.property()
            ),
            Op::Text { at, style, text } => format!(
                "text {:.1},{:.1} {} {:?} {:?}",
                at.0,
                at.1,
                style.token.property(),
                style.anchor,
                self.text(text)
            ),
            Op::Strip { rect, cells } => format!("strip {} {} cells", place(rect), cells.len()),
            Op::Arrow { from, to, token } => format!(
                "arrow {:.1},{:.1} {:.1},{:.1} {}",
                from.0,
                from.1,
                to.0,
                to.1,
                token.property()
            ),
            Op::Triangle { corners, token } => {
                format!("triangle {corners:.1?} {}", token.property())
            }
            Op::Clip(rect) => format!("clip {}", place(rect)),
            Op::Unclip => "unclip".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Type = Type {
        size: 11.0,
        bold: false,
        token: Token::Text,
        anchor: Anchor::Start,
    };

    #[test]
    fn a_text_that_does_not_fit_leaves_nothing_behind() {
        let mut ops = Ops::new();
        ops.say((0.0, 0.0), STYLE, "first");
        assert!(!ops.say_if_fits((0.0, 0.0), STYLE, 10.0, |out| out.push_str("too long")));
        assert!(ops.say_if_fits((0.0, 0.0), STYLE, 100.0, |out| out.push_str("fits")));
        let texts: Vec<&str> = ops
            .list()
            .iter()
            .filter_map(|op| match op {
                Op::Text { text, .. } => Some(ops.text(text)),
                _ => None,
            })
            .collect();
        assert_eq!(texts, ["first", "fits"]);
    }
}
