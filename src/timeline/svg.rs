//! Drawing operations written as SVG: the exported picture is the picture on
//! the screen.

use std::collections::BTreeSet;
use std::fmt::{self, Write};

use super::layout::Size;
use super::ops::{Anchor, Cell, Fill, Op, Ops, Rect, Type};
use super::palette::{Pattern, Theme, Token};

/// The fonts of a picture: those of the page, since a file brings none.
const FONT: &str = "system-ui,-apple-system,'Segoe UI','Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR','Noto Sans CJK KR',sans-serif";

/// How wide a text is in pixels, as who paints it measured it.
pub type Measure<'a> = &'a dyn Fn(&str, &Type) -> f32;

/// Writes layers of operations, the lowest first, as one SVG document.
pub fn write(layers: &[&Ops], size: Size, theme: &Theme, title: &str) -> String {
    written(layers, size, theme, title, None)
}

/// The same, with each text as wide as it was measured, so that it is where
/// there are other fonts too: nothing is clipped that was whole on the screen.
pub fn write_measured(
    layers: &[&Ops],
    size: Size,
    theme: &Theme,
    title: &str,
    measure: Measure<'_>,
) -> String {
    written(layers, size, theme, title, Some(measure))
}

fn written(
    layers: &[&Ops],
    size: Size,
    theme: &Theme,
    title: &str,
    measure: Option<Measure<'_>>,
) -> String {
    let mut out = String::new();
    let writer = Writer {
        theme,
        measure,
        clips: 0,
        open: 0,
    };
    // Writing to a string cannot fail.
    let _ = document(&mut out, layers, size, writer, title);
    out
}

fn document(
    out: &mut String,
    layers: &[&Ops],
    size: Size,
    mut writer: Writer<'_>,
    title: &str,
) -> fmt::Result {
    let (w, h) = (number(size.width as f32), number(size.height as f32));
    write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" font-family=\"{FONT}\" role=\"img\">"
    )?;
    writeln!(out, "\n<title>{}</title>", escape(title))?;
    patterns(out, layers, writer.theme)?;
    for ops in layers {
        for op in ops.list() {
            writer.op(out, ops, op)?;
        }
        writer.close(out)?;
    }
    out.push_str("</svg>\n");
    Ok(())
}

/// Characters that XML gives a meaning to, and those that it forbids.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Two decimals at most: a hundredth of a pixel is not seen.
fn number(value: f32) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

fn pattern_id(fill: Fill) -> String {
    format!("{}{}", fill.pattern.key(), fill.token.property())
}

fn patterns(out: &mut String, layers: &[&Ops], theme: &Theme) -> fmt::Result {
    let patterns = layers
        .iter()
        .flat_map(|ops| ops.list())
        .filter_map(|op| match op {
            Op::Rect { fill, .. } if fill.pattern != Pattern::Solid => {
                Some((fill.pattern, fill.token))
            }
            _ => None,
        });
    // Collecting would bring a sort of its own into the page.
    let mut used: BTreeSet<(Pattern, Token)> = BTreeSet::new();
    used.extend(patterns);
    if used.is_empty() {
        return Ok(());
    }
    out.push_str("<defs>\n");
    for (pattern, token) in used {
        let id = pattern_id(Fill {
            pattern,
            ..Fill::solid(token)
        });
        let colour = theme.colour(token).hex();
        let tile = Pattern::TILE;
        write!(
            out,
            "<pattern id=\"{id}\" width=\"{tile}\" height=\"{tile}\" patternUnits=\"userSpaceOnUse\"><rect width=\"{tile}\" height=\"{tile}\" fill=\"{colour}\" fill-opacity=\"{}\"/><path fill=\"{colour}\" d=\"",
            Pattern::GROUND
        )?;
        for piece in pattern.pieces() {
            let scaled = piece
                .iter()
                .map(|(x, y)| (x * tile as f32, y * tile as f32));
            path(out, scaled)?;
        }
        out.push_str("\"/></pattern>\n");
    }
    out.push_str("</defs>\n");
    Ok(())
}

fn path(out: &mut String, points: impl Iterator<Item = (f32, f32)>) -> fmt::Result {
    for (i, (x, y)) in points.enumerate() {
        let letter = if i == 0 { 'M' } else { 'L' };
        write!(out, "{letter}{} {}", number(x), number(y))?;
    }
    out.push('Z');
    Ok(())
}

struct Writer<'a> {
    theme: &'a Theme,
    measure: Option<Measure<'a>>,
    /// How many clips there were: their ids.
    clips: usize,
    /// How many groups are open.
    open: usize,
}

impl Writer<'_> {
    fn colour(&self, token: Token) -> String {
        self.theme.colour(token).hex()
    }

    fn close(&mut self, out: &mut String) -> fmt::Result {
        for _ in 0..std::mem::take(&mut self.open) {
            out.push_str("</g>\n");
        }
        Ok(())
    }

    fn op(&mut self, out: &mut String, ops: &Ops, op: &Op) -> fmt::Result {
        match op {
            Op::Rect { rect, radius, fill } => self.rect(out, *rect, *radius, *fill),
            Op::Frame { rect, width, token } => writeln!(
                out,
                "<rect {} rx=\"3\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"/>",
                place(rect),
                self.colour(*token),
                number(*width)
            ),
            Op::Line {
                from,
                to,
                width,
                token,
            } => writeln!(
                out,
                "<path d=\"M{} {}L{} {}\" stroke=\"{}\" stroke-width=\"{}\"/>",
                number(from.0),
                number(from.1),
                number(to.0),
                number(to.1),
                self.colour(*token),
                number(*width)
            ),
            Op::Text { at, style, text } => self.text(out, *at, style, ops.text(text)),
            Op::Strip { rect, cells } => self.strip(out, rect, ops.cells(cells)),
            Op::Arrow { from, to, token } => self.arrow(out, *from, *to, *token),
            Op::Triangle { corners, token } => {
                write!(out, "<path fill=\"{}\" d=\"", self.colour(*token))?;
                path(out, corners.iter().copied())?;
                writeln!(out, "\"/>")
            }
            Op::Clip(rect) => {
                self.clips += 1;
                self.open += 1;
                let id = self.clips;
                writeln!(
                    out,
                    "<clipPath id=\"clip{id}\"><rect {}/></clipPath><g clip-path=\"url(#clip{id})\">",
                    place(rect)
                )
            }
            Op::Unclip if self.open > 0 => {
                self.open -= 1;
                writeln!(out, "</g>")
            }
            Op::Unclip => Ok(()),
        }
    }

    fn rect(&self, out: &mut String, rect: Rect, radius: f32, fill: Fill) -> fmt::Result {
        write!(out, "<rect {}", place(&rect))?;
        if radius > 0.0 {
            write!(out, " rx=\"{}\"", number(radius))?;
        }
        match fill.pattern {
            Pattern::Solid => write!(out, " fill=\"{}\"", self.colour(fill.token))?,
            _ => write!(out, " fill=\"url(#{})\"", pattern_id(fill))?,
        }
        if fill.alpha < 1.0 {
            write!(out, " fill-opacity=\"{}\"", number(fill.alpha))?;
        }
        writeln!(out, "/>")
    }

    fn text(&self, out: &mut String, at: (f32, f32), style: &Type, text: &str) -> fmt::Result {
        write!(
            out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"",
            number(at.0),
            number(at.1),
            number(style.size),
            self.colour(style.token)
        )?;
        if style.bold {
            out.push_str(" font-weight=\"600\"");
        }
        match style.anchor {
            Anchor::Start => {}
            Anchor::Middle => out.push_str(" text-anchor=\"middle\""),
            Anchor::End => out.push_str(" text-anchor=\"end\""),
        }
        let width = self.measure.map_or(0.0, |measure| measure(text, style));
        if width > 0.0 {
            let width = number(width);
            write!(
                out,
                " textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\""
            )?;
        }
        writeln!(out, ">{}</text>", escape(text))
    }

    /// Runs of equal columns become one rectangle.
    fn strip(&self, out: &mut String, rect: &Rect, cells: &[Cell]) -> fmt::Result {
        let step = rect.w / cells.len().max(1) as f32;
        let mut x = rect.x;
        for run in cells.chunk_by(|a, b| a == b) {
            let w = step * run.len() as f32;
            let cell = run[0];
            if cell.eighths > 0 {
                let h = rect.h * f32::from(cell.eighths) / 8.0;
                let part = Rect {
                    x,
                    y: rect.y + rect.h - h,
                    w,
                    h,
                };
                self.rect(out, part, 0.0, Fill::solid(cell.token))?;
            }
            x += w;
        }
        Ok(())
    }

    fn arrow(
        &self,
        out: &mut String,
        from: (f32, f32),
        to: (f32, f32),
        token: Token,
    ) -> fmt::Result {
        let colour = self.colour(token);
        let curve = Op::arrow_curve(from, to);
        let [a, b, end] = curve.map(|(x, y)| format!("{} {}", number(x), number(y)));
        let (x, y) = (number(from.0), number(from.1));
        write!(
            out,
            "<path d=\"M{x} {y}C{a} {b} {end}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/><path fill=\"{colour}\" d=\""
        )?;
        path(out, Op::arrow_head(from, to).into_iter())?;
        writeln!(out, "\"/>")
    }
}

fn place(rect: &Rect) -> String {
    format!(
        "x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
        number(rect.x),
        number(rect.y),
        number(rect.w),
        number(rect.h)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;
    use crate::timeline::layout::Layout;
    use crate::timeline::paint::{self, Picture, Scratch, View};
    use crate::timeline::samples;
    use expect_test::expect;

    const SIZE: Size = Size {
        width: 420.0,
        height: 130.0,
    };

    fn picture() -> String {
        let stage = samples::one(samples::cores());
        let layout = Layout::new(&stage, SIZE);
        let view = View::whole(&stage);
        let picture = Picture {
            stage: &stage,
            layout: &layout,
            view: &view,
            lang: Lang::Ko,
        };
        let (mut base, mut over) = (Ops::new(), Ops::new());
        paint::base(picture, None, &mut Scratch::default(), &mut base);
        paint::overlay(picture, &mut over);
        write(&[&base, &over], SIZE, &Theme::light(), "두 코어 <&>")
    }

    #[test]
    fn a_small_timeline() {
        expect![[r##"
            <svg xmlns="http://www.w3.org/2000/svg" width="420" height="130" viewBox="0 0 420 130" font-family="system-ui,-apple-system,'Segoe UI','Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR','Noto Sans CJK KR',sans-serif" role="img">
            <title>두 코어 &lt;&amp;&gt;</title>
            <defs>
            <pattern id="rising--ready" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#c08600" fill-opacity="0.28"/><path fill="#c08600" d="M0 0L3.2 0L0 3.2ZM8 0L8 3.2L3.2 8L0 8Z"/></pattern>
            <pattern id="falling--lock" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#cf4d00" fill-opacity="0.28"/><path fill="#cf4d00" d="M8 0L8 3.2L4.8 0ZM0 0L8 8L4.8 8L0 3.2Z"/></pattern>
            </defs>
            <rect x="0" y="0" width="420" height="130" fill="#ffffff"/>
            <path d="M68.5 24L68.5 130" stroke="#e1e4ea" stroke-width="1"/>
            <path d="M124.5 24L124.5 130" stroke="#e1e4ea" stroke-width="1"/>
            <path d="M180.5 24L180.5 130" stroke="#e1e4ea" stroke-width="1"/>
            <path d="M236.5 24L236.5 130" stroke="#e1e4ea" stroke-width="1"/>
            <path d="M292.5 24L292.5 130" stroke="#e1e4ea" stroke-width="1"/>
            <path d="M348.5 24L348.5 130" stroke="#e1e4ea" stroke-width="1"/>
            <path d="M404.5 24L404.5 130" stroke="#e1e4ea" stroke-width="1"/>
            <clipPath id="clip1"><rect x="0" y="26" width="420" height="104"/></clipPath><g clip-path="url(#clip1)">
            <rect x="0" y="26" width="420" height="22" fill="#ffffff"/>
            <text x="10" y="39" font-size="12" fill="#687086" font-weight="600">machine</text>
            <path d="M67.86 65.5L404 65.5" stroke="#e1e4ea" stroke-width="1"/>
            <text x="16" y="61.88" font-size="13" fill="#171a21">core 0</text>
            <rect x="0" y="66.67" width="420" height="22" fill="#ffffff"/>
            <text x="10" y="79.67" font-size="12" fill="#687086" font-weight="600">P</text>
            <path d="M67.86 106.5L404 106.5" stroke="#e1e4ea" stroke-width="1"/>
            <text x="16" y="102.55" font-size="13" fill="#171a21">A</text>
            <path d="M67.86 124.5L404 124.5" stroke="#e1e4ea" stroke-width="1"/>
            <text x="16" y="121.22" font-size="13" fill="#171a21">B</text>
            <clipPath id="clip2"><rect x="66.86" y="26" width="338.14" height="104"/></clipPath><g clip-path="url(#clip2)">
            <rect x="67.86" y="49.68" width="111.05" height="15.31" rx="3" fill="#0b6cb0"/>
            <text x="123.38" y="61.53" font-size="12" fill="#ffffff" font-weight="600" text-anchor="middle">A</text>
            <rect x="179.91" y="49.68" width="10.2" height="15.31" rx="3" fill="#171a21"/>
            <rect x="191.11" y="49.68" width="99.84" height="15.31" rx="3" fill="#b84f08"/>
            <text x="241.03" y="61.53" font-size="12" fill="#ffffff" font-weight="600" text-anchor="middle">B</text>
            <rect x="291.95" y="49.68" width="10.2" height="15.31" rx="3" fill="#171a21"/>
            <rect x="303.16" y="49.68" width="99.84" height="15.31" rx="3" fill="#0b6cb0"/>
            <text x="353.08" y="61.53" font-size="12" fill="#ffffff" font-weight="600" text-anchor="middle">A</text>
            <rect x="67.86" y="90.35" width="111.05" height="15.31" rx="3" fill="#0b6cb0"/>
            <text x="123.38" y="102.2" font-size="12" fill="#ffffff" font-weight="600" text-anchor="middle">A</text>
            <rect x="179.91" y="97.23" width="122.25" height="8.42" rx="2.81" fill="url(#rising--ready)"/>
            <rect x="303.16" y="90.35" width="99.84" height="15.31" rx="3" fill="#0b6cb0"/>
            <text x="353.08" y="102.2" font-size="12" fill="#ffffff" font-weight="600" text-anchor="middle">A</text>
            <rect x="67.86" y="115.9" width="122.25" height="8.42" rx="2.81" fill="url(#rising--ready)"/>
            <rect x="191.11" y="109.01" width="99.84" height="15.31" rx="3" fill="#0b6cb0"/>
            <text x="241.03" y="120.87" font-size="12" fill="#ffffff" font-weight="600" text-anchor="middle">B</text>
            <rect x="291.95" y="120.34" width="111.05" height="3.98" rx="1.33" fill="url(#falling--lock)"/>
            <text x="296.95" y="116.34" font-size="11" fill="#586074">락 대기 20 ms</text>
            </g>
            </g>
            <text x="67.86" y="16" font-size="11" fill="#687086">0</text>
            <text x="106.61" y="16" font-size="11" fill="#687086">10 ms</text>
            <text x="162.64" y="16" font-size="11" fill="#687086">20 ms</text>
            <text x="218.66" y="16" font-size="11" fill="#687086">30 ms</text>
            <text x="274.68" y="16" font-size="11" fill="#687086">40 ms</text>
            <text x="330.71" y="16" font-size="11" fill="#687086">50 ms</text>
            <clipPath id="clip3"><rect x="66.86" y="26" width="338.14" height="104"/></clipPath><g clip-path="url(#clip3)">
            </g>
            <path d="M67.86 22L67.86 26" stroke="#2f5bd7" stroke-width="1.5"/>
            <path d="M67.86 48L67.86 66.67" stroke="#2f5bd7" stroke-width="1.5"/>
            <path d="M67.86 88.67L67.86 130" stroke="#2f5bd7" stroke-width="1.5"/>
            <path fill="#2f5bd7" d="M61.86 18L73.86 18L67.86 26Z"/>
            </svg>
        "##]].assert_eq(&picture());
    }

    #[test]
    fn text_cannot_leave_its_element() {
        assert_eq!(
            escape("<a href=\"x\">&\u{1}\n"),
            "&lt;a href=&quot;x&quot;&gt;&amp;\u{fffd} "
        );
        let svg = picture();
        assert_eq!(svg.matches("<g ").count(), svg.matches("</g>").count());
        assert!(svg.contains("<title>두 코어 &lt;&amp;&gt;</title>"));
    }

    #[test]
    fn a_measured_text_keeps_its_width() {
        let mut ops = Ops::new();
        let style = Type {
            size: 10.0,
            bold: true,
            token: Token::Text,
            anchor: Anchor::Start,
        };
        ops.say((1.0, 2.0), style, "ab");
        let measure = |text: &str, style: &Type| text.len() as f32 * style.size;
        let svg = write_measured(&[&ops], SIZE, &Theme::dark(), "", &measure);
        assert!(svg.contains(" textLength=\"20\" lengthAdjust=\"spacingAndGlyphs\">ab</text>"));
    }

    #[test]
    fn strips_are_written_as_runs() {
        let mut ops = Ops::new();
        let full = Cell {
            token: Token::Run,
            eighths: 8,
        };
        let rect = Rect::new(0.0, 0.0, 4.0, 8.0);
        ops.strip(rect, &[full, full, Cell::EMPTY, full]);
        let svg = write(&[&ops], SIZE, &Theme::dark(), "");
        assert_eq!(svg.matches("<rect").count(), 2);
    }
}
