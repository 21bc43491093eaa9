//! Moving pictures as GIF (CompuServe, *GIF89a Specification*, 1990).
//!
//! One palette for the whole, taken from pictures that have every colour; each
//! further picture is only the rectangle in which something changed, and in it
//! only what changed. A picture like the one before lengthens that one.

use std::borrow::Cow;
use std::collections::HashMap;

use gif::{DisposalMethod, Encoder, EncodingError, Frame, Repeat};

/// The colours of a palette; the last place is for "unchanged".
const COLOURS: usize = 255;
const UNCHANGED: u8 = 255;
/// Colours closer than this are one where room is short, as a squared distance.
const CLOSE: [u32; 6] = [0, 48, 192, 768, 3_072, 12_288];
/// The most hundredths of a second that a picture can stay.
const LONGEST: u32 = 60_000;

/// A palette, and what it has for each colour that was asked for.
struct Palette {
    colours: Vec<[u8; 3]>,
    known: HashMap<[u8; 3], u8>,
}

impl Palette {
    /// The most frequent colours of pictures, those close to one another left
    /// out until the rest fits.
    fn of(samples: &[&[u8]]) -> Palette {
        let mut counts: HashMap<[u8; 3], u32> = HashMap::new();
        for pixel in samples.iter().flat_map(|sample| sample.chunks_exact(4)) {
            *counts.entry([pixel[0], pixel[1], pixel[2]]).or_default() += 1;
        }
        let mut by_count: Vec<([u8; 3], u32)> = counts.into_iter().collect();
        // Of equally frequent ones the darker first: a map has no order.
        by_count.sort_unstable_by_key(|&(colour, count)| (std::cmp::Reverse(count), colour));
        let mut colours = Vec::new();
        for close in CLOSE {
            colours.clear();
            for &(colour, _) in &by_count {
                let is_new = colours.iter().all(|&other| distance(colour, other) > close);
                if is_new {
                    colours.push(colour);
                }
                if colours.len() > COLOURS {
                    break;
                }
            }
            if colours.len() <= COLOURS {
                break;
            }
        }
        colours.truncate(COLOURS);
        Palette {
            colours,
            known: HashMap::new(),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> = self.colours.iter().flatten().copied().collect();
        bytes.resize(3 * (COLOURS + 1), 0);
        bytes
    }

    fn nearest(&mut self, colour: [u8; 3]) -> u8 {
        let colours = &self.colours;
        *self.known.entry(colour).or_insert_with(|| {
            let places = colours.iter().enumerate();
            let nearest = places.min_by_key(|(_, other)| distance(colour, **other));
            nearest.map_or(0, |(place, _)| place as u8)
        })
    }
}

fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    let apart = |i: usize| u32::from(a[i].abs_diff(b[i])).pow(2);
    // The eye sees green best, blue least.
    2 * apart(0) + 4 * apart(1) + apart(2)
}

/// A GIF that is being made.
pub struct Film {
    encoder: Encoder<Vec<u8>>,
    palette: Palette,
    width: u16,
    height: u16,
    /// The picture before, as pixels.
    shown: Vec<u8>,
    /// The picture that is not yet written, since it may stay longer.
    pending: Option<(Frame<'static>, u32)>,
    delay: u16,
}

impl Film {
    /// An empty one. `samples` are pictures (four bytes a pixel, opaque) with
    /// all its colours; `delay` is how long a picture stays, in hundredths of a
    /// second.
    ///
    /// # Errors
    /// If the encoder refuses.
    pub fn new(
        (width, height): (u16, u16),
        delay: u16,
        samples: &[&[u8]],
    ) -> Result<Film, EncodingError> {
        let palette = Palette::of(samples);
        let mut encoder = Encoder::new(Vec::new(), width, height, &palette.bytes())?;
        encoder.set_repeat(Repeat::Infinite)?;
        Ok(Film {
            encoder,
            palette,
            width,
            height,
            shown: Vec::new(),
            pending: None,
            delay,
        })
    }

    /// The bytes written so far.
    pub fn len(&self) -> usize {
        self.encoder.get_ref().len()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a picture: four bytes a pixel, rows from the top. One of another
    /// size is left out.
    ///
    /// # Errors
    /// If the encoder refuses.
    pub fn add(&mut self, pixels: &[u8]) -> Result<(), EncodingError> {
        if pixels.len() != usize::from(self.width) * usize::from(self.height) * 4 {
            return Ok(());
        }
        let changed = self.changed(pixels);
        match (&mut self.pending, changed) {
            (Some((_, stays)), None) => *stays += u32::from(self.delay),
            (_, changed) => {
                self.write_pending()?;
                let whole = (0, 0, self.width, self.height);
                let frame = self.frame(pixels, changed.unwrap_or(whole));
                self.pending = Some((frame, u32::from(self.delay)));
            }
        }
        self.shown.clear();
        self.shown.extend_from_slice(pixels);
        Ok(())
    }

    /// The last picture stays a while, then it begins anew.
    ///
    /// # Errors
    /// If the encoder refuses.
    pub fn finish(mut self, stays: u16) -> Result<Vec<u8>, EncodingError> {
        if let Some((_, pending)) = &mut self.pending {
            *pending += u32::from(stays);
        }
        self.write_pending()?;
        self.encoder.into_inner()
    }

    fn write_pending(&mut self) -> Result<(), EncodingError> {
        if let Some((mut frame, stays)) = self.pending.take() {
            frame.delay = u16::try_from(stays.min(LONGEST)).unwrap_or(u16::MAX);
            self.encoder.write_frame(&frame)?;
        }
        Ok(())
    }

    /// The smallest rectangle in which something is new: left, top, width,
    /// height. All of the first picture is.
    fn changed(&self, pixels: &[u8]) -> Option<(u16, u16, u16, u16)> {
        if self.shown.is_empty() {
            return Some((0, 0, self.width, self.height));
        }
        let line = usize::from(self.width) * 4;
        let (mut left, mut right) = (usize::MAX, 0);
        let (mut top, mut bottom) = (usize::MAX, 0);
        let rows = pixels.chunks_exact(line).zip(self.shown.chunks_exact(line));
        for (y, (new, old)) in rows.enumerate().filter(|(_, (new, old))| new != old) {
            top = top.min(y);
            bottom = y;
            let differs = |(a, b): (&[u8], &[u8])| a != b;
            let mut pairs = new.chunks_exact(4).zip(old.chunks_exact(4));
            left = left.min(pairs.position(differs).unwrap_or(usize::MAX));
            let mut pairs = new.chunks_exact(4).zip(old.chunks_exact(4));
            right = right.max(pairs.rposition(differs).unwrap_or(0));
        }
        (top != usize::MAX).then(|| {
            let width = right - left + 1;
            let height = bottom - top + 1;
            (left as u16, top as u16, width as u16, height as u16)
        })
    }

    fn frame(
        &mut self,
        pixels: &[u8],
        (left, top, width, height): (u16, u16, u16, u16),
    ) -> Frame<'static> {
        let line = usize::from(self.width) * 4;
        let mut buffer = Vec::with_capacity(usize::from(width) * usize::from(height));
        for y in top..top + height {
            let from = usize::from(y) * line + usize::from(left) * 4;
            let part = from..from + usize::from(width) * 4;
            let old = self.shown.get(part.clone());
            for (place, pixel) in pixels[part].chunks_exact(4).enumerate() {
                let same = old.is_some_and(|old| &old[place * 4..place * 4 + 4] == pixel);
                buffer.push(if same {
                    UNCHANGED
                } else {
                    self.palette.nearest([pixel[0], pixel[1], pixel[2]])
                });
            }
        }
        Frame {
            left,
            top,
            width,
            height,
            dispose: DisposalMethod::Keep,
            transparent: (!self.shown.is_empty()).then_some(UNCHANGED),
            buffer: Cow::Owned(buffer),
            ..Frame::default()
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    const SIZE: (u16, u16) = (40, 20);

    /// A picture with a bar up to a column, in one of many colours.
    fn picture(bar: usize, shade: u8) -> Vec<u8> {
        let mut pixels = Vec::new();
        for _ in 0..20 {
            for x in 0..40 {
                let colour = if x < bar {
                    [shade, 90, 200, 255]
                } else {
                    [255, 255, 255, 255]
                };
                pixels.extend_from_slice(&colour);
            }
        }
        pixels
    }

    /// What a viewer shows after each picture, and how long.
    fn play(bytes: &[u8]) -> Vec<(Vec<u8>, u16)> {
        let mut options = gif::DecodeOptions::new();
        options.set_color_output(gif::ColorOutput::RGBA);
        let mut decoder = options.read_info(bytes).unwrap();
        let mut screen = vec![0; 40 * 20 * 4];
        let mut shown = Vec::new();
        while let Some(frame) = decoder.read_next_frame().unwrap() {
            let (left, top) = (usize::from(frame.left), usize::from(frame.top));
            for (n, pixel) in frame.buffer.chunks_exact(4).enumerate() {
                let (x, y) = (n % usize::from(frame.width), n / usize::from(frame.width));
                let place = ((top + y) * 40 + left + x) * 4;
                if pixel[3] != 0 {
                    screen[place..place + 4].copy_from_slice(pixel);
                }
            }
            shown.push((screen.clone(), frame.delay));
        }
        shown
    }

    #[test]
    fn what_is_played_is_what_was_added() {
        let pictures = [
            picture(0, 0),
            picture(10, 0),
            picture(10, 0),
            picture(31, 0),
        ];
        let samples = [&pictures[0][..], &pictures[3][..]];
        let mut film = Film::new(SIZE, 5, &samples).unwrap();
        for picture in &pictures {
            film.add(picture).unwrap();
        }
        film.add(&[1, 2, 3]).unwrap();
        let shown = play(&film.finish(100).unwrap());
        let expected = [(0, 5), (1, 10), (3, 105)];
        assert_eq!(shown.len(), expected.len());
        for ((pixels, delay), (nth, stays)) in shown.iter().zip(expected) {
            assert!(*pixels == pictures[nth], "picture {nth}");
            assert_eq!(*delay, stays);
        }
    }

    #[test]
    fn more_colours_than_fit_become_close_ones() {
        let mut many = Vec::new();
        for n in 0..800_u32 {
            many.extend_from_slice(&[(n / 4) as u8, (n % 200) as u8, 128, 255]);
        }
        let mut film = Film::new(SIZE, 5, &[&many]).unwrap();
        film.add(&many).unwrap();
        let shown = play(&film.finish(0).unwrap());
        let worst = shown[0]
            .0
            .iter()
            .zip(&many)
            .map(|(a, b)| a.abs_diff(*b))
            .max();
        assert!(worst.unwrap() <= 24, "{worst:?}");
    }
}
