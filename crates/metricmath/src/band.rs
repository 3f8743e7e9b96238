//! Bands of anomaly detection: what a metric usually is at a time of the day or the week, from its own past.
//!
//! The model is deliberately simple and says so: mean and standard deviation of each hour of the week (with two weeks of data), of each hour of the
//! day (with three days), or of everything, after values more than four robust deviations from the median have been left out. An hour with few values is
//! drawn towards the whole. It knows no trend and no holidays.

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;
/// Least number of values for a band at all.
const LEAST: usize = 3;
/// As many values as the whole counts in an hour's own.
const PULL: f64 = 3.0;

/// How values repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Season {
    None,
    Day,
    Week,
}

/// What a metric usually is.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    season: Season,
    slots: Vec<(f64, f64)>,
    whole: (f64, f64),
}

impl Model {
    /// Learns from values and their times, seconds since 1970; those within excluded ranges are left out. `None` with less than three values.
    pub fn train(points: &[(i64, f64)], excluded: &[(i64, i64)]) -> Option<Self> {
        let mut points: Vec<(i64, f64)> =
            points.iter().copied().filter(|(at, _)| !excluded.iter().any(|(from, to)| at >= from && at < to)).collect();
        if points.len() < LEAST {
            return None;
        }
        let median = median(points.iter().map(|(_, value)| *value).collect());
        let spread = self::median(points.iter().map(|(_, value)| (value - median).abs()).collect()) * 1.4826;
        if spread > 0.0 {
            let kept: Vec<(i64, f64)> =
                points.iter().copied().filter(|(_, value)| (value - median).abs() <= 4.0 * spread).collect();
            // A season of two levels has both of them far from the median of all: then nothing is an outlier.
            if kept.len() * 10 >= points.len() * 9 {
                points = kept;
            }
        }
        let span = points.iter().map(|(at, _)| *at).max()? - points.iter().map(|(at, _)| *at).min()?;
        let season = match span {
            span if span >= 2 * WEEK - HOUR => Season::Week,
            span if span >= 3 * DAY - HOUR => Season::Day,
            _ => Season::None,
        };
        let whole = mean_and_deviation(points.iter().map(|(_, value)| *value), None)?;
        let mut slots: Vec<Vec<f64>> = vec![Vec::new(); season.slots()];
        for (at, value) in &points {
            if let Some(slot) = slots.get_mut(season.slot(*at)) {
                slot.push(*value);
            }
        }
        let slots =
            slots.into_iter().map(|values| mean_and_deviation(values.into_iter(), Some(whole)).unwrap_or(whole)).collect();
        Some(Self { season, slots, whole })
    }

    /// The band at a moment: lower and upper bound, `width` deviations from what is expected.
    pub fn band(&self, at: i64, width: f64) -> (f64, f64) {
        let (mean, deviation) = self.slots.get(self.season.slot(at)).copied().unwrap_or(self.whole);
        (mean - width * deviation, mean + width * deviation)
    }

    /// Whether it has seen enough to know the time of the day.
    pub fn knows_seasons(&self) -> bool {
        self.season != Season::None
    }
}

impl Season {
    fn slots(self) -> usize {
        match self {
            Self::None => 1,
            Self::Day => 24,
            Self::Week => 168,
        }
    }

    fn slot(self, at: i64) -> usize {
        let slot = match self {
            Self::None => 0,
            Self::Day => at.rem_euclid(DAY) / HOUR,
            Self::Week => at.rem_euclid(WEEK) / HOUR,
        };
        usize::try_from(slot).unwrap_or(0)
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Mean and standard deviation, drawn towards those of the whole.
fn mean_and_deviation(values: impl Iterator<Item = f64>, whole: Option<(f64, f64)>) -> Option<(f64, f64)> {
    let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for value in values {
        count += 1.0;
        sum += value;
        squares += value * value;
    }
    if count == 0.0 {
        return None;
    }
    let mean = sum / count;
    let variance = (squares / count - mean * mean).max(0.0);
    Some(match whole {
        Some((_, deviation)) => {
            let mixed = (variance * count + deviation * deviation * PULL) / (count + PULL);
            (mean, mixed.sqrt())
        }
        None => (mean, variance.sqrt()),
    })
}

#[cfg(test)]
mod tests {
    use super::Model;

    #[test]
    fn hours_of_the_day_are_told_apart() {
        let points: Vec<(i64, f64)> = (0..5 * 24 * 12)
            .map(|n| {
                let at = i64::from(n) * 300;
                let busy = (at / 3_600) % 24 >= 12;
                (at, if busy { 100.0 } else { 10.0 } + f64::from(n % 3))
            })
            .collect();
        let model = Model::train(&points, &[]).unwrap();
        assert!(model.knows_seasons());
        let (_, night) = model.band(5 * 86_400 + 3_600, 2.0);
        let (day, _) = model.band(5 * 86_400 + 13 * 3_600, 2.0);
        assert!(night < 60.0 && day > 60.0, "{night} {day}");
    }

    #[test]
    fn little_data_has_one_band_or_none() {
        assert_eq!(Model::train(&[(0, 1.0), (60, 2.0)], &[]), None);
        let model = Model::train(&[(0, 1.0), (60, 2.0), (120, 3.0)], &[]).unwrap();
        assert!(!model.knows_seasons());
        let (low, high) = model.band(180, 2.0);
        assert!(low < 1.0 && high > 3.0);
    }
}
