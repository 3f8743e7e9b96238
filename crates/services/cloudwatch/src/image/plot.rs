//! A plot of time series.

use jiff::Timestamp;
use metricmath::Series;

use super::canvas::{Canvas, Colour};

const INK: Colour = [60, 60, 60];
const GRID: Colour = [225, 225, 225];
const COLOURS: [Colour; 8] = [
    [31, 119, 180],
    [255, 127, 14],
    [44, 160, 44],
    [214, 39, 40],
    [148, 103, 189],
    [140, 86, 75],
    [227, 119, 194],
    [127, 127, 127],
];
/// Room for the words on the left and at the other sides, pixels.
const LEFT: i64 = 70;
const MARGIN: i64 = 14;
const LINE: i64 = 16;
/// Most entries of the legend.
const LEGEND: usize = 20;

/// What is plotted.
#[derive(Debug, Clone, Default)]
pub struct Plot {
    /// Width and height, pixels.
    pub size: (usize, usize),
    /// Title.
    pub title: String,
    /// First moment and end, seconds since 1970.
    pub span: (i64, i64),
    /// Bounds of the values, where they are given.
    pub bounds: (Option<f64>, Option<f64>),
    /// The series.
    pub series: Vec<Series>,
    /// Values with a line across, and their labels.
    pub marks: Vec<(f64, String)>,
    /// Whether the series are put on top of each other.
    pub stacked: bool,
}

/// Draws a plot.
pub fn draw(plot: &Plot) -> Canvas {
    let mut canvas = Canvas::new(plot.size.0, plot.size.1);
    let (width, height) = (i64::try_from(plot.size.0).unwrap_or(0), i64::try_from(plot.size.1).unwrap_or(0));
    let series = if plot.stacked { stack(&plot.series) } else { plot.series.clone() };
    let columns = ((width - 2 * MARGIN) / 180).max(1);
    let entries = series.len().min(LEGEND);
    let rows =
        i64::try_from(entries).unwrap_or(0).div_euclid(columns) + i64::from(i64::try_from(entries).unwrap_or(0) % columns != 0);
    let top = if plot.title.is_empty() { MARGIN } else { MARGIN + 2 * LINE };
    let bottom = (height - MARGIN - 2 * LINE - rows * LINE).max(top + 20);
    let right = width - MARGIN;
    if !plot.title.is_empty() {
        let x = ((width - Canvas::text_width(&plot.title, 3)) / 2).max(MARGIN);
        canvas.text((x, MARGIN), &plot.title, 3, INK);
    }
    let (low, high) = bounds(plot, &series);
    let y = |value: f64| bottom as f64 - (value - low) / (high - low) * (bottom - top) as f64;
    let (start, end) = (plot.span.0 as f64, plot.span.1.max(plot.span.0 + 1) as f64);
    let x = |at: f64| LEFT as f64 + (at - start) / (end - start) * (right - LEFT) as f64;
    for tick in ticks(low, high) {
        let at = y(tick).round() as i64;
        canvas.fill((LEFT, at), (right - LEFT, 1), GRID);
        let label = short(tick);
        canvas.text((LEFT - 6 - Canvas::text_width(&label, 2), at - 5), &label, 2, INK);
    }
    let steps = ((right - LEFT) / 90).clamp(1, 12);
    let format = if end - start > 2.0 * 86_400.0 { "%m/%d" } else { "%H:%M" };
    for step in 0..=steps {
        let at = start + (end - start) * step as f64 / steps as f64;
        let place = x(at).round() as i64;
        canvas.fill((place, bottom), (1, 5), INK);
        let label = Timestamp::from_second(at as i64).unwrap_or_default().strftime(format).to_string();
        canvas.text((place - Canvas::text_width(&label, 2) / 2, bottom + 8), &label, 2, INK);
    }
    canvas.fill((LEFT, top), (1, bottom - top), INK);
    canvas.fill((LEFT, bottom), (right - LEFT, 1), INK);
    for (value, label) in &plot.marks {
        let at = y(*value).round() as i64;
        if (top..=bottom).contains(&at) {
            canvas.fill((LEFT, at), (right - LEFT, 1), [214, 39, 40]);
            canvas.text((LEFT + 6, at - 12), label, 2, [214, 39, 40]);
        }
    }
    for (series, colour) in series.iter().zip(COLOURS.iter().cycle()) {
        let clamp = |value: f64| y(value).clamp(top as f64, bottom as f64);
        let places: Vec<(f64, f64)> = series.points.iter().map(|(at, value)| (x(*at as f64), clamp(*value))).collect();
        for (from, to) in places.iter().zip(places.iter().skip(1)) {
            canvas.line(*from, *to, *colour);
        }
        if let [(x, y)] = places.as_slice() {
            canvas.fill((x.round() as i64 - 2, y.round() as i64 - 2), (5, 5), *colour);
        }
    }
    for (n, (series, colour)) in series.iter().zip(COLOURS.iter().cycle()).take(LEGEND).enumerate() {
        let n = i64::try_from(n).unwrap_or(0);
        let (left, line) = (MARGIN + n % columns * 180, bottom + 2 * LINE + n / columns * LINE);
        canvas.fill((left, line), (10, 10), *colour);
        let label: String = series.label.chars().take(20).collect();
        canvas.text((left + 14, line), &label, 2, INK);
    }
    canvas
}

fn stack(all: &[Series]) -> Vec<Series> {
    let mut sums = std::collections::BTreeMap::new();
    all.iter()
        .map(|series| Series {
            points: series
                .points
                .iter()
                .map(|(at, value)| {
                    let sum = sums.entry(*at).or_insert(0.0);
                    *sum += value;
                    (*at, *sum)
                })
                .collect(),
            ..series.clone()
        })
        .collect()
}

fn bounds(plot: &Plot, series: &[Series]) -> (f64, f64) {
    let values =
        || series.iter().flat_map(Series::values).chain(plot.marks.iter().map(|(value, _)| *value)).filter(|v| v.is_finite());
    let low = plot.bounds.0.unwrap_or_else(|| values().fold(f64::INFINITY, f64::min));
    let high = plot.bounds.1.unwrap_or_else(|| values().fold(f64::NEG_INFINITY, f64::max));
    match (low.is_finite(), high.is_finite()) {
        (true, true) if high - low > f64::EPSILON * high.abs() => (low, high),
        (true, true) | (true, false) => (low - 0.5, low + 0.5),
        (false, true) => (high - 0.5, high + 0.5),
        (false, false) => (0.0, 1.0),
    }
}

/// Round values between two bounds, about five.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let rough = (high - low) / 5.0;
    let size = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|n| n * size).find(|step| *step >= rough).unwrap_or(rough);
    let first = (low / step).ceil();
    (0..12).map(|n| (first + f64::from(n)) * step).take_while(|tick| *tick <= high + step * 1e-9).collect()
}

/// A number in few signs.
fn short(value: f64) -> String {
    let size = value.abs();
    let (scaled, unit) = match size {
        size if size >= 1e9 => (value / 1e9, "G"),
        size if size >= 1e6 => (value / 1e6, "M"),
        size if size >= 1e3 => (value / 1e3, "K"),
        _ => (value, ""),
    };
    let text = format!("{scaled:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{}{unit}", if text == "-0" { "0" } else { text })
}

#[cfg(test)]
mod tests {
    use super::{Plot, draw, short, ticks};
    use metricmath::Series;

    #[test]
    fn axes_have_round_numbers() {
        assert_eq!(ticks(0.0, 10.0), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(ticks(-1.0, 1.0), [-1.0, -0.5, 0.0, 0.5, 1.0]);
        for (value, text) in [(0.0, "0"), (1.5, "1.5"), (1_500.0, "1.5K"), (2e6, "2M"), (-3e9, "-3G")] {
            assert_eq!(short(value), text);
        }
    }

    #[test]
    fn anything_is_drawn() {
        for points in [vec![], vec![(0, 1.0)], vec![(0, 1.0), (60, 1.0)], vec![(0, -1e300), (60, 1e300)], vec![(600, 5.0)]] {
            let series = vec![Series { label: "m".repeat(300), period: 60, points }; 30];
            let plot = Plot { size: (100, 80), title: "A title".into(), span: (0, 60), series, stacked: true, ..Plot::default() };
            let png = draw(&plot).png().unwrap();
            assert!(png.starts_with(b"\x89PNG\r\n\x1a\n") && png.ends_with(b"IEND\xaeB`\x82"));
        }
    }
}
