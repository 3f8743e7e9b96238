//! A raster of colours, what can be drawn on it, and its PNG.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::font::{HEIGHT, WIDTH, glyph};

/// Red, green and blue.
pub type Colour = [u8; 3];

/// A picture.
#[derive(Debug, Clone)]
pub struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Colour>,
}

impl Canvas {
    /// A white one.
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![[255; 3]; width * height] }
    }

    /// Mixes a colour into a pixel; nothing outside of the picture.
    fn mix(&mut self, x: i64, y: i64, colour: Colour, share: f64) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x >= self.width || y >= self.height {
            return;
        }
        if let Some(pixel) = self.pixels.get_mut(y * self.width + x) {
            for (there, new) in pixel.iter_mut().zip(colour) {
                *there = (f64::from(*there) * (1.0 - share) + f64::from(new) * share).round() as u8;
            }
        }
    }

    /// A filled rectangle.
    pub fn fill(&mut self, (x, y): (i64, i64), (width, height): (i64, i64), colour: Colour) {
        for y in y..y + height {
            for x in x..x + width {
                self.mix(x, y, colour, 1.0);
            }
        }
    }

    /// A smooth line, a good pixel wide.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: Colour) {
        let steep = (to.1 - from.1).abs() > (to.0 - from.0).abs();
        let turn = |p: (f64, f64)| if steep { (p.1, p.0) } else { p };
        let (mut a, mut b) = (turn(from), turn(to));
        if a.0 > b.0 {
            std::mem::swap(&mut a, &mut b);
        }
        let slope = if (b.0 - a.0).abs() < f64::EPSILON { 0.0 } else { (b.1 - a.1) / (b.0 - a.0) };
        for along in a.0.round() as i64..=b.0.round() as i64 {
            let across = a.1 + slope * (along as f64 - a.0).clamp(0.0, b.0 - a.0);
            for step in -1..=1 {
                let pixel = across.round() as i64 + step;
                let share = (1.3 - (pixel as f64 - across).abs()).clamp(0.0, 1.0);
                let (x, y) = if steep { (pixel, along) } else { (along, pixel) };
                self.mix(x, y, colour, share);
            }
        }
    }

    /// Words; `size` is how many pixels a dot of the font has.
    pub fn text(&mut self, (x, y): (i64, i64), text: &str, size: i64, colour: Colour) {
        for (n, c) in text.chars().enumerate() {
            let left = x + i64::try_from(n).unwrap_or(0) * (WIDTH + 1) * size;
            let dots = glyph(c);
            for row in 0..HEIGHT {
                for column in 0..WIDTH {
                    if dots >> (HEIGHT * WIDTH - 1 - row * WIDTH - column) & 1 == 1 {
                        self.fill((left + column * size, y + row * size), (size, size), colour);
                    }
                }
            }
        }
    }

    /// How wide words are.
    pub fn text_width(text: &str, size: i64) -> i64 {
        i64::try_from(text.chars().count()).unwrap_or(0) * (WIDTH + 1) * size
    }

    /// The picture as PNG: RGB, eight bits.
    /// See <https://www.w3.org/TR/png-3/>.
    ///
    /// # Errors
    /// What the compressor says; it has no reason to.
    pub fn png(&self) -> std::io::Result<Vec<u8>> {
        let mut rows = ZlibEncoder::new(Vec::new(), Compression::default());
        for row in self.pixels.chunks(self.width) {
            rows.write_all(&[0])?;
            for pixel in row {
                rows.write_all(pixel)?;
            }
        }
        let mut header = Vec::new();
        for size in [self.width, self.height] {
            header.extend(u32::try_from(size).unwrap_or(0).to_be_bytes());
        }
        header.extend([8, 2, 0, 0, 0]);
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, data) in [(b"IHDR", header), (b"IDAT", rows.finish()?), (b"IEND", Vec::new())] {
            png.extend(u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
            let from = png.len();
            png.extend(kind);
            png.extend(data);
            let sum = crc32fast::hash(png.get(from..).unwrap_or_default());
            png.extend(sum.to_be_bytes());
        }
        Ok(png)
    }
}
