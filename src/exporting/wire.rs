//! Drawing operations as bytes, for a worker that paints them. Little-endian;
//! each operation begins with its number.

use crate::timeline::ops::{Anchor, Cell, Fill, Op, Ops, Rect, Type};
use crate::timeline::palette::{Pattern, Token};

const RECT: u8 = 0;
const FRAME: u8 = 1;
const LINE: u8 = 2;
const TEXT: u8 = 3;
const STRIP: u8 = 4;
const ARROW: u8 = 5;
const TRIANGLE: u8 = 6;
const CLIP: u8 = 7;
const UNCLIP: u8 = 8;

/// The operations as bytes.
pub fn write(ops: &Ops) -> Vec<u8> {
    let mut out = Writer(Vec::new());
    for op in ops.list() {
        out.op(ops, op);
    }
    out.0
}

/// The operations of bytes that [`write`] wrote; none if they are no such bytes.
pub fn read(bytes: &[u8]) -> Option<Ops> {
    let mut ops = Ops::new();
    let mut reader = Reader(bytes);
    while !reader.0.is_empty() {
        reader.op(&mut ops)?;
    }
    Some(ops)
}

struct Writer(Vec<u8>);

impl Writer {
    fn floats(&mut self, values: &[f32]) {
        for value in values {
            self.0.extend_from_slice(&value.to_le_bytes());
        }
    }

    fn rect(&mut self, rect: &Rect) {
        self.floats(&[rect.x, rect.y, rect.w, rect.h]);
    }

    fn token(&mut self, token: Token) {
        // There are fewer than 256 tokens: a test of `read` would miss one.
        self.0.push(token.index() as u8);
    }

    fn length(&mut self, length: usize) {
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        self.0.extend_from_slice(&length.to_le_bytes());
    }

    fn op(&mut self, ops: &Ops, op: &Op) {
        match op {
            Op::Rect { rect, radius, fill } => {
                self.0.push(RECT);
                self.rect(rect);
                self.floats(&[*radius, fill.alpha]);
                self.token(fill.token);
                let place = Pattern::TILED.iter().position(|p| *p == fill.pattern);
                self.0.push(place.map_or(0, |place| place as u8 + 1));
            }
            Op::Frame { rect, width, token } => {
                self.0.push(FRAME);
                self.rect(rect);
                self.floats(&[*width]);
                self.token(*token);
            }
            Op::Line {
                from,
                to,
                width,
                token,
            } => {
                self.0.push(LINE);
                self.floats(&[from.0, from.1, to.0, to.1, *width]);
                self.token(*token);
            }
            Op::Text { at, style, text } => {
                self.0.push(TEXT);
                self.floats(&[at.0, at.1, style.size]);
                self.token(style.token);
                self.0.push(u8::from(style.bold));
                self.0.push(match style.anchor {
                    Anchor::Start => 0,
                    Anchor::Middle => 1,
                    Anchor::End => 2,
                });
                let text = ops.text(text);
                self.length(text.len());
                self.0.extend_from_slice(text.as_bytes());
            }
            Op::Strip { rect, cells } => {
                self.0.push(STRIP);
                self.rect(rect);
                let cells = ops.cells(cells);
                self.length(cells.len());
                for cell in cells {
                    self.token(cell.token);
                    self.0.push(cell.eighths);
                }
            }
            Op::Arrow { from, to, token } => {
                self.0.push(ARROW);
                self.floats(&[from.0, from.1, to.0, to.1]);
                self.token(*token);
            }
            Op::Triangle { corners, token } => {
                self.0.push(TRIANGLE);
                for (x, y) in corners {
                    self.floats(&[*x, *y]);
                }
                self.token(*token);
            }
            Op::Clip(rect) => {
                self.0.push(CLIP);
                self.rect(rect);
            }
            Op::Unclip => self.0.push(UNCLIP),
        }
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        Some(self.take(1)?[0])
    }

    fn float(&mut self) -> Option<f32> {
        let value = f32::from_le_bytes(self.take(4)?.try_into().ok()?);
        value.is_finite().then_some(value)
    }

    fn point(&mut self) -> Option<(f32, f32)> {
        Some((self.float()?, self.float()?))
    }

    fn rect(&mut self) -> Option<Rect> {
        let ((x, y), (w, h)) = (self.point()?, self.point()?);
        Some(Rect { x, y, w, h })
    }

    fn token(&mut self) -> Option<Token> {
        Token::ALL.get(usize::from(self.byte()?)).copied()
    }

    fn length(&mut self) -> Option<usize> {
        let length = u32::from_le_bytes(self.take(4)?.try_into().ok()?);
        usize::try_from(length).ok()
    }

    fn op(&mut self, ops: &mut Ops) -> Option<()> {
        match self.byte()? {
            RECT => {
                let (rect, radius, alpha) = (self.rect()?, self.float()?, self.float()?);
                let token = self.token()?;
                let pattern = match self.byte()? {
                    0 => Pattern::Solid,
                    n => *Pattern::TILED.get(usize::from(n) - 1)?,
                };
                let fill = Fill {
                    token,
                    pattern,
                    alpha,
                };
                ops.push(Op::Rect { rect, radius, fill });
            }
            FRAME => {
                let (rect, width) = (self.rect()?, self.float()?);
                let token = self.token()?;
                ops.push(Op::Frame { rect, width, token });
            }
            LINE => {
                let (from, to, width) = (self.point()?, self.point()?, self.float()?);
                let token = self.token()?;
                ops.push(Op::Line {
                    from,
                    to,
                    width,
                    token,
                });
            }
            TEXT => self.text(ops)?,
            STRIP => {
                let rect = self.rect()?;
                let count = self.length()?;
                let cells = self.take(count.checked_mul(2)?)?;
                let cells: Option<Vec<Cell>> = cells
                    .chunks_exact(2)
                    .map(|cell| {
                        let token = *Token::ALL.get(usize::from(cell[0]))?;
                        let eighths = cell[1];
                        (eighths <= 8).then_some(Cell { token, eighths })
                    })
                    .collect();
                ops.strip(rect, &cells?);
            }
            ARROW => {
                let (from, to, token) = (self.point()?, self.point()?, self.token()?);
                ops.push(Op::Arrow { from, to, token });
            }
            TRIANGLE => {
                let corners = [self.point()?, self.point()?, self.point()?];
                let token = self.token()?;
                ops.push(Op::Triangle { corners, token });
            }
            CLIP => {
                let rect = self.rect()?;
                ops.push(Op::Clip(rect));
            }
            UNCLIP => ops.push(Op::Unclip),
            _ => return None,
        }
        Some(())
    }

    fn text(&mut self, ops: &mut Ops) -> Option<()> {
        let (at, size) = (self.point()?, self.float()?);
        let token = self.token()?;
        let bold = self.byte()? != 0;
        let anchor = match self.byte()? {
            0 => Anchor::Start,
            1 => Anchor::Middle,
            2 => Anchor::End,
            _ => return None,
        };
        let length = self.length()?;
        let text = std::str::from_utf8(self.take(length)?).ok()?;
        let style = Type {
            size,
            bold,
            token,
            anchor,
        };
        ops.say((f64::from(at.0), f64::from(at.1)), style, text);
        Some(())
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all() -> Ops {
        let mut ops = Ops::new();
        let rect = Rect::new(1.5, 2.25, 30.0, 40.0);
        let patterns = Pattern::TILED.into_iter().chain([Pattern::Solid]);
        for (pattern, &token) in patterns.zip(Token::ALL.iter().cycle()) {
            let fill = Fill {
                token,
                pattern,
                alpha: 0.25,
            };
            ops.push(Op::Rect {
                rect,
                radius: 3.0,
                fill,
            });
        }
        for &token in Token::ALL {
            ops.push(Op::Frame {
                rect,
                width: 2.0,
                token,
            });
        }
        ops.push(Op::Clip(rect));
        ops.line((1.0, 2.0), (3.0, 4.0), 1.5, Token::Line);
        for anchor in [Anchor::Start, Anchor::Middle, Anchor::End] {
            let style = Type {
                size: 12.0,
                bold: anchor == Anchor::End,
                token: Token::Text,
                anchor,
            };
            ops.say((5.0, 6.0), style, "락 대기 <&>");
        }
        let cell = |eighths| Cell {
            token: Token::Run,
            eighths,
        };
        ops.strip(rect, &[Cell::EMPTY, cell(8), cell(3)]);
        ops.push(Op::Unclip);
        ops.push(Op::Arrow {
            from: (1.0, 2.0),
            to: (3.0, 4.0),
            token: Token::Text,
        });
        ops.push(Op::Triangle {
            corners: [(1.0, 2.0), (3.0, 4.0), (5.0, 6.0)],
            token: Token::Panel,
        });
        ops
    }

    #[test]
    fn every_operation_comes_back_the_same() {
        assert!(Token::ALL.len() <= 256);
        let (ops, bytes) = (all(), write(&all()));
        assert_eq!(read(&bytes), Some(ops));
        for end in 0..bytes.len() {
            // Cut off anywhere it is refused, unless an operation ends there.
            if let Some(less) = read(&bytes[..end]) {
                assert!(write(&less).len() == end);
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }

        #[test]
        fn damaged_bytes_are_read_or_refused(at in any::<prop::sample::Index>(), to in any::<u8>()) {
            let mut bytes = write(&all());
            let at = at.index(bytes.len());
            bytes[at] = to;
            let _ = read(&bytes);
        }
    }
}
