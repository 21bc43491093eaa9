//! A canvas that replays drawing operations.

use std::collections::BTreeMap;

use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{
    CanvasPattern, CanvasRenderingContext2d, HtmlCanvasElement, ImageData, OffscreenCanvas,
};

use crate::timeline::layout::Size;
use crate::timeline::ops::{Anchor, Cell, Fill, Op, Ops, Rect, Type};
use crate::timeline::palette::{Pattern, Theme, Token};

/// Rows of pixels of a strip before it is stretched to its height.
const STRIP_ROWS: usize = 8;

/// One canvas, with what it needs to paint quickly: patterns, an off-screen
/// canvas for strips, and what was set last.
#[derive(Debug)]
pub struct Surface {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    strips: HtmlCanvasElement,
    strips_context: CanvasRenderingContext2d,
    pixels: Vec<u8>,
    patterns: BTreeMap<(Pattern, Token), Option<CanvasPattern>>,
    /// Colours as CSS text, by the number of their token.
    colours: Vec<String>,
    rgb: Vec<[u8; 3]>,
    font: String,
    ratio: f64,
    size: Size,
    last_fill: Option<(Token, Pattern)>,
    last_font: Option<(f32, bool)>,
    last_anchor: Option<Anchor>,
}

impl Surface {
    /// Takes a canvas over. None if the browser has no 2D context for it.
    pub fn new(canvas: HtmlCanvasElement) -> Option<Surface> {
        let context = context(&canvas)?;
        let strips = new_canvas()?;
        let strips_context = self::context(&strips)?;
        Some(Surface {
            canvas,
            context,
            strips,
            strips_context,
            pixels: Vec::new(),
            patterns: BTreeMap::new(),
            colours: Vec::new(),
            rgb: Vec::new(),
            font: String::new(),
            ratio: 1.0,
            size: Size::default(),
            last_fill: None,
            last_font: None,
            last_anchor: None,
        })
    }

    /// Gives the canvas a size in CSS pixels and as many pixels as the screen
    /// has for them. Empties it.
    /// Gives whether that changed anything.
    pub fn resize(&mut self, size: Size, ratio: f64) -> bool {
        let ratio = ratio.clamp(0.5, 4.0);
        if self.size == size && self.ratio == ratio {
            return false;
        }
        self.size = size;
        self.ratio = ratio;
        self.canvas
            .set_width((size.width * self.ratio).round() as u32);
        self.canvas
            .set_height((size.height * self.ratio).round() as u32);
        self.patterns.clear();
        self.forget();
        true
    }

    /// Takes the colours and the font of the page.
    pub fn set_theme(&mut self, theme: &Theme, font: &str) {
        let of = |token: &Token| theme.colour(*token);
        self.colours = Token::ALL.iter().map(|token| of(token).hex()).collect();
        self.rgb = Token::ALL.iter().map(|token| of(token).0).collect();
        self.font = font.to_owned();
        self.patterns.clear();
        self.forget();
    }

    /// The canvas' own state may have changed: nothing that was set counts.
    fn forget(&mut self) {
        self.last_fill = None;
        self.last_font = None;
        self.last_anchor = None;
    }

    /// The same within a part of the canvas; the rest stays as it is.
    pub fn replay_part(&mut self, ops: &Ops, part: &Rect) {
        let (x, y) = (self.px(part.x).floor(), self.px(part.y).floor());
        let (right, foot) = (self.px(part.x + part.w), self.px(part.y + part.h));
        self.context.save();
        self.context.begin_path();
        // Whole pixels, lest a seam be seen.
        self.context.rect(x, y, right.ceil() - x, foot.ceil() - y);
        self.context.clip();
        self.replay(ops);
        self.context.restore();
    }

    /// Empties the canvas and does all operations.
    pub fn replay(&mut self, ops: &Ops) {
        if self.colours.is_empty() || self.size.width < 1.0 || self.size.height < 1.0 {
            return;
        }
        self.forget();
        let (w, h) = (self.canvas.width(), self.canvas.height());
        self.context
            .clear_rect(0.0, 0.0, f64::from(w), f64::from(h));
        self.fill_strips(ops);
        let mut strip = 0;
        let mut clips = 0;
        for op in ops.list() {
            match op {
                Op::Strip { rect, cells } => {
                    self.strip(rect, cells.len(), strip);
                    strip += 1;
                }
                Op::Clip(_) => {
                    clips += 1;
                    self.op(ops, op);
                }
                Op::Unclip if clips == 0 => {}
                Op::Unclip => {
                    clips -= 1;
                    self.op(ops, op);
                }
                _ => self.op(ops, op),
            }
        }
        for _ in 0..clips {
            self.context.restore();
        }
    }

    /// How many pixels of the screen a pixel of operations is.
    pub fn ratio(&self) -> f64 {
        self.ratio
    }

    /// Moves what lies between two heights down by so much, up if that is less
    /// than nothing; what would leave them is lost.
    pub fn shift(&self, top: f64, foot: f64, by: f64) {
        let (top, foot, by) = (top * self.ratio, foot * self.ratio, by * self.ratio);
        let width = f64::from(self.canvas.width());
        let from = top.max(top - by);
        let height = (foot - top - by.abs()).max(0.0);
        // Fails for a canvas without a size only, which shows nothing.
        let _ = self
            .context
            .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &self.canvas,
                0.0,
                from,
                width,
                height,
                0.0,
                from + by,
                width,
                height,
            );
    }

    fn px(&self, value: f32) -> f64 {
        f64::from(value) * self.ratio
    }

    fn op(&mut self, ops: &Ops, op: &Op) {
        match op {
            Op::Rect { rect, radius, fill } => self.rect(rect, *radius, *fill),
            Op::Frame { rect, width, token } => self.frame(rect, *width, *token),
            Op::Line {
                from,
                to,
                width,
                token,
            } => self.line(*from, *to, *width, *token),
            Op::Text { at, style, text } => self.text(*at, style, ops.text(text)),
            Op::Arrow { from, to, token } => self.arrow(*from, *to, *token),
            Op::Triangle { corners, token } => self.polygon(corners, *token),
            Op::Clip(rect) => {
                self.context.save();
                self.context.begin_path();
                let (x, y) = (self.px(rect.x), self.px(rect.y));
                self.context.rect(x, y, self.px(rect.w), self.px(rect.h));
                self.context.clip();
            }
            Op::Unclip => {
                self.context.restore();
                self.forget();
            }
            Op::Strip { .. } => {}
        }
    }

    fn rect(&mut self, rect: &Rect, radius: f32, fill: Fill) {
        self.set_fill(fill.token, fill.pattern);
        if fill.alpha < 1.0 {
            self.context.set_global_alpha(f64::from(fill.alpha));
        }
        let (x, y) = (self.px(rect.x), self.px(rect.y));
        let (w, h) = (self.px(rect.w), self.px(rect.h));
        if radius < 1.0 {
            self.context.fill_rect(x, y, w, h);
        } else {
            self.context.begin_path();
            // Fails for negative radii only.
            let _ = self
                .context
                .round_rect_with_f64(x, y, w, h, self.px(radius));
            self.context.fill();
        }
        if fill.alpha < 1.0 {
            self.context.set_global_alpha(1.0);
        }
    }

    fn frame(&mut self, rect: &Rect, width: f32, token: Token) {
        self.context
            .set_stroke_style_str(&self.colours[token.index()]);
        self.context.set_line_width(self.px(width));
        self.context.begin_path();
        let (x, y) = (self.px(rect.x), self.px(rect.y));
        let (w, h) = (self.px(rect.w), self.px(rect.h));
        // Fails for negative radii only.
        let _ = self
            .context
            .round_rect_with_f64(x, y, w, h, 3.0 * self.ratio);
        self.context.stroke();
    }

    /// Upright and level lines are thin rectangles: the quickest to fill.
    fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32, token: Token) {
        let half = width / 2.0;
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        if dx == 0.0 || dy == 0.0 {
            let (x, y) = (from.0.min(to.0), from.1.min(to.1));
            let line = if dx == 0.0 {
                Rect {
                    x: x - half,
                    y,
                    w: width,
                    h: dy.abs(),
                }
            } else {
                Rect {
                    x,
                    y: y - half,
                    w: dx.abs(),
                    h: width,
                }
            };
            self.rect(&line, 0.0, Fill::solid(token));
            return;
        }
        self.stroke_style(token, width);
        self.context.begin_path();
        self.context.move_to(self.px(from.0), self.px(from.1));
        self.context.line_to(self.px(to.0), self.px(to.1));
        self.context.stroke();
    }

    fn stroke_style(&self, token: Token, width: f32) {
        self.context
            .set_stroke_style_str(&self.colours[token.index()]);
        self.context.set_line_width(self.px(width));
    }

    fn text(&mut self, at: (f32, f32), style: &Type, text: &str) {
        self.set_fill(style.token, Pattern::Solid);
        if self.last_font != Some((style.size, style.bold)) {
            self.last_font = Some((style.size, style.bold));
            self.context.set_font(&self.font_of(style));
        }
        if self.last_anchor != Some(style.anchor) {
            self.last_anchor = Some(style.anchor);
            self.context.set_text_align(match style.anchor {
                Anchor::Start => "left",
                Anchor::Middle => "center",
                Anchor::End => "right",
            });
        }
        // A text that cannot be drawn is left out; the table has it.
        let _ = self.context.fill_text(text, self.px(at.0), self.px(at.1));
    }

    /// How wide a text is on this surface, in pixels of operations; zero if the
    /// browser does not say.
    pub fn width(&self, text: &str, style: &Type) -> f32 {
        self.context.save();
        self.context.set_font(&self.font_of(style));
        let width = self
            .context
            .measure_text(text)
            .map(|metrics| metrics.width());
        self.context.restore();
        (width.unwrap_or(0.0) / self.ratio) as f32
    }

    fn font_of(&self, style: &Type) -> String {
        let weight = if style.bold { "600 " } else { "" };
        format!("{weight}{}px {}", self.px(style.size), self.font)
    }

    fn arrow(&mut self, from: (f32, f32), to: (f32, f32), token: Token) {
        self.stroke_style(token, 1.5);
        let [a, b, end] = Op::arrow_curve(from, to).map(|(x, y)| (self.px(x), self.px(y)));
        self.context.begin_path();
        self.context.move_to(self.px(from.0), self.px(from.1));
        self.context
            .bezier_curve_to(a.0, a.1, b.0, b.1, end.0, end.1);
        self.context.stroke();
        self.polygon(&Op::arrow_head(from, to), token);
    }

    fn polygon(&mut self, corners: &[(f32, f32)], token: Token) {
        self.set_fill(token, Pattern::Solid);
        self.context.begin_path();
        for (x, y) in corners {
            self.context.line_to(self.px(*x), self.px(*y));
        }
        self.context.fill();
    }

    fn set_fill(&mut self, token: Token, pattern: Pattern) {
        if self.last_fill == Some((token, pattern)) {
            return;
        }
        self.last_fill = Some((token, pattern));
        let tiled = match pattern {
            Pattern::Solid => None,
            _ => self.pattern(pattern, token),
        };
        match tiled {
            Some(tiled) => self.context.set_fill_style_canvas_pattern(&tiled),
            None => self
                .context
                .set_fill_style_str(&self.colours[token.index()]),
        }
    }

    /// The pattern in a colour, painted once; none if the browser refuses.
    fn pattern(&mut self, pattern: Pattern, token: Token) -> Option<CanvasPattern> {
        if let Some(known) = self.patterns.get(&(pattern, token)) {
            return known.clone();
        }
        let made = self.new_pattern(pattern, token);
        self.patterns.insert((pattern, token), made.clone());
        made
    }

    fn new_pattern(&self, pattern: Pattern, token: Token) -> Option<CanvasPattern> {
        let tile = new_canvas()?;
        let side = (f64::from(Pattern::TILE) * self.ratio).round();
        tile.set_width(side as u32);
        tile.set_height(side as u32);
        let context = self::context(&tile)?;
        context.set_fill_style_str(&self.colours[token.index()]);
        context.set_global_alpha(Pattern::GROUND);
        context.fill_rect(0.0, 0.0, side, side);
        context.set_global_alpha(1.0);
        for piece in pattern.pieces() {
            context.begin_path();
            for (x, y) in *piece {
                context.line_to(f64::from(*x) * side, f64::from(*y) * side);
            }
            context.fill();
        }
        self.context
            .create_pattern_with_html_canvas_element(&tile, "repeat")
            .ok()
            .flatten()
    }

    /// Puts the pixels of all strips on the off-screen canvas at once.
    fn fill_strips(&mut self, ops: &Ops) {
        let strips = || {
            ops.list().iter().filter_map(|op| match op {
                Op::Strip { cells, .. } => Some(ops.cells(cells)),
                _ => None,
            })
        };
        let width = strips().map(<[Cell]>::len).max().unwrap_or(0);
        let height = strips().count() * STRIP_ROWS;
        if width == 0 || height == 0 {
            return;
        }
        self.pixels.clear();
        self.pixels.resize(width * height * 4, 0);
        for (n, cells) in strips().enumerate() {
            let rows = &mut self.pixels[n * STRIP_ROWS * width * 4..][..STRIP_ROWS * width * 4];
            for (row, line) in rows.chunks_exact_mut(width * 4).enumerate() {
                let from = STRIP_ROWS - row;
                for (cell, pixel) in cells.iter().zip(line.chunks_exact_mut(4)) {
                    if usize::from(cell.eighths) >= from {
                        let [r, g, b] = self.rgb[cell.token.index()];
                        pixel.copy_from_slice(&[r, g, b, 255]);
                    }
                }
            }
        }
        if (self.strips.width() as usize) < width || (self.strips.height() as usize) < height {
            self.strips.set_width(width as u32);
            self.strips.set_height(height as u32);
        }
        let image = ImageData::new_with_u8_clamped_array_and_sh(
            Clamped(&self.pixels),
            width as u32,
            height as u32,
        );
        if let Ok(image) = image {
            // Fails for images that are gone only.
            let _ = self.strips_context.put_image_data(&image, 0.0, 0.0);
        }
    }

    /// Stretches one line of the off-screen canvas to a strip's place.
    fn strip(&mut self, rect: &Rect, cells: usize, n: usize) {
        self.context.set_image_smoothing_enabled(false);
        let rows = STRIP_ROWS as f64;
        // Fails for images that are gone only.
        let _ = self
            .context
            .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &self.strips,
                0.0,
                n as f64 * rows,
                cells as f64,
                rows,
                self.px(rect.x),
                self.px(rect.y),
                self.px(rect.w),
                self.px(rect.h),
            );
    }
}

/// A canvas that is not on the page. In a worker it is an `OffscreenCanvas`,
/// which has the same methods under the same names as far as they are called
/// here, and is passed off as the page's kind so that there is one painter.
pub(super) fn new_canvas() -> Option<HtmlCanvasElement> {
    match web_sys::window() {
        Some(window) => {
            let canvas = window.document()?.create_element("canvas").ok()?;
            canvas.dyn_into().ok()
        }
        None => Some(OffscreenCanvas::new(1, 1).ok()?.unchecked_into()),
    }
}

/// The context of a canvas, on the page or of a worker.
pub(super) fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    let found: Result<Option<js_sys::Object>, JsValue> = canvas.get_context("2d");
    Some(found.ok()??.unchecked_into())
}

/// The colours and the font of the page as they are now: the custom properties
/// of the root element.
pub fn page_theme() -> Option<(Theme, String)> {
    let window = web_sys::window()?;
    let root = window.document()?.document_element()?;
    let style = window.get_computed_style(&root).ok()??;
    let property = |name: &str| style.get_property_value(name).ok();
    let theme = Theme::from_properties(property);
    let font = property("--font")
        .map(|font| font.trim().to_owned())
        .filter(|font| !font.is_empty());
    Some((theme, font.unwrap_or_else(|| "sans-serif".to_owned())))
}
