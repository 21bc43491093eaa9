//! Layers of drawing operations put together into one picture, away from the
//! page: for files. Works on the page and in workers.

use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::surface::{Surface, context, new_canvas};
use crate::timeline::layout::Size;
use crate::timeline::ops::Ops;
use crate::timeline::palette::Theme;

/// A picture of a lower layer, which stays, and an upper one.
#[derive(Debug)]
pub struct Picture {
    below: Surface,
    above: Surface,
    layers: [HtmlCanvasElement; 2],
    out: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    /// In pixels of the picture.
    size: (u32, u32),
}

impl Picture {
    /// An empty picture: its size in pixels of the operations, how many pixels
    /// of its own each of them is, and what it is painted with. None if the
    /// browser gives no canvas.
    pub fn new(size: Size, ratio: f64, theme: &Theme, font: &str) -> Option<Picture> {
        let layers = [new_canvas()?, new_canvas()?];
        let out = new_canvas()?;
        let pixels = (
            (size.width * ratio).round() as u32,
            (size.height * ratio).round() as u32,
        );
        out.set_width(pixels.0);
        out.set_height(pixels.1);
        let mut picture = Picture {
            below: Surface::new(layers[0].clone())?,
            above: Surface::new(layers[1].clone())?,
            layers,
            context: context(&out)?,
            out,
            size: pixels,
        };
        for layer in [&mut picture.below, &mut picture.above] {
            layer.resize(size, ratio);
            layer.set_theme(theme, font);
        }
        Some(picture)
    }

    /// Paints the lower layer.
    pub fn set_below(&mut self, ops: &Ops) {
        self.below.replay(ops);
    }

    /// Paints the upper layer, and puts both together.
    pub fn show(&mut self, above: &Ops) {
        self.above.replay(above);
        for layer in &self.layers {
            // Fails for canvases without pixels only.
            let _ = self
                .context
                .draw_image_with_html_canvas_element(layer, 0.0, 0.0);
        }
    }

    /// The picture as a canvas.
    pub fn canvas(&self) -> &HtmlCanvasElement {
        &self.out
    }

    /// Its pixels, four bytes each, rows from the top; none if the browser
    /// refuses.
    pub fn pixels(&self) -> Option<Vec<u8>> {
        let (w, h) = (f64::from(self.size.0), f64::from(self.size.1));
        let data = self.context.get_image_data(0.0, 0.0, w, h).ok()?;
        Some(data.data().0)
    }
}
