//! Statistics by their names, and what they are of an aggregate.
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html>.

use crate::Aggregate;

/// A statistic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Statistic {
    /// Number of samples.
    SampleCount,
    /// Sum divided by number.
    Average,
    /// Sum.
    Sum,
    /// The least.
    Minimum,
    /// The greatest.
    Maximum,
    /// Value below which so many percent lie.
    Percentile(f64),
    /// Mean of what lies within bounds: `tm`, `TM(…)`, `IQM`.
    TrimmedMean(Bounds),
    /// Number of what lies within bounds: `tc`, `TC(…)`.
    TrimmedCount(Bounds),
    /// Sum of what lies within bounds: `ts`, `TS(…)`.
    TrimmedSum(Bounds),
    /// Mean with what lies outside moved to the bounds: `wm`, `WM(…)`.
    WinsorizedMean(Bounds),
    /// Percentage of what lies within absolute bounds: `PR(…)`.
    PercentileRank(Bounds),
}

/// Bounds of a trimmed statistic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bounds {
    /// Of percentiles, 0 to 100.
    Percent(f64, f64),
    /// Of values: above the first, not above the second.
    Value(f64, f64),
}

impl Statistic {
    /// Reads a statistic's name: the five basic ones exactly, the others in any case.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "SampleCount" => Self::SampleCount,
            "Average" => Self::Average,
            "Sum" => Self::Sum,
            "Minimum" => Self::Minimum,
            "Maximum" => Self::Maximum,
            _ => return Self::extended(text),
        })
    }

    /// Reads one of the statistics that are not basic, such as `p99.9`, `tm90`, `TM(10%:90%)` or `IQM`.
    pub fn extended(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        if lower == "iqm" {
            return Some(Self::TrimmedMean(Bounds::Percent(25.0, 75.0)));
        }
        if let Some(number) = lower.strip_prefix('p').and_then(percent) {
            return Some(Self::Percentile(number));
        }
        let (name, rest) = lower.split_at_checked(2)?;
        let bounds = match rest.strip_prefix('(') {
            Some(inside) => bounds(inside.strip_suffix(')')?)?,
            None => Bounds::Percent(0.0, percent(rest)?),
        };
        Some(match name {
            "tm" => Self::TrimmedMean(bounds),
            "tc" => Self::TrimmedCount(bounds),
            "ts" => Self::TrimmedSum(bounds),
            "wm" => Self::WinsorizedMean(bounds),
            "pr" if matches!(bounds, Bounds::Value(..)) => Self::PercentileRank(bounds),
            _ => return None,
        })
    }

    /// Whether it needs the distribution.
    pub fn is_extended(self) -> bool {
        !matches!(self, Self::SampleCount | Self::Average | Self::Sum | Self::Minimum | Self::Maximum)
    }

    /// What it is of samples. `None` where there are none, or where it needs the distribution and that is unknown or has negative values.
    pub fn of(self, samples: &Aggregate) -> Option<f64> {
        if samples.count <= 0.0 {
            return None;
        }
        match self {
            Self::SampleCount => return Some(samples.count),
            Self::Average => return Some(samples.sum / samples.count),
            Self::Sum => return Some(samples.sum),
            Self::Minimum => return Some(samples.min),
            Self::Maximum => return Some(samples.max),
            _ => {}
        }
        let values = samples.distribution.as_ref().filter(|_| samples.min >= 0.0)?.values();
        // What was rounded does not leave the extremes.
        let clamp = |value: f64| value.clamp(samples.min, samples.max);
        match self {
            Self::Percentile(percent) => Some(clamp(at_percent(values, samples.count, percent)?)),
            Self::TrimmedMean(bounds) => {
                let (count, sum) = within(values, samples.count, bounds);
                (count > 0.0).then(|| clamp(sum / count))
            }
            Self::TrimmedCount(bounds) => Some(within(values, samples.count, bounds).0),
            Self::TrimmedSum(bounds) => Some(within(values, samples.count, bounds).1),
            Self::WinsorizedMean(bounds) => {
                let (low, high) = match bounds {
                    Bounds::Percent(low, high) => {
                        (at_percent(values, samples.count, low)?, at_percent(values, samples.count, high)?)
                    }
                    Bounds::Value(low, high) => (low, high),
                };
                let sum: f64 = values.iter().map(|(value, count)| value.max(low).min(high) * count).sum();
                Some(sum / samples.count)
            }
            Self::PercentileRank(bounds) => Some(within(values, samples.count, bounds).0 / samples.count * 100.0),
            _ => None,
        }
    }

    /// The percentile, if it is one: what the rule about few samples depends on.
    pub fn percentile(self) -> Option<f64> {
        match self {
            Self::Percentile(percent) => Some(percent),
            _ => None,
        }
    }
}

/// A number from 0 to 100 with at most ten decimals.
fn percent(text: &str) -> Option<f64> {
    number(text).filter(|number| (0.0..=100.0).contains(number))
}

fn number(text: &str) -> Option<f64> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    text.parse::<f64>().ok().filter(|number| plain && decimals <= 10 && number.is_finite())
}

fn bounds(text: &str) -> Option<Bounds> {
    let (low, high) = text.split_once(':')?;
    let (low, high) = (low.trim(), high.trim());
    if low.is_empty() && high.is_empty() {
        return None;
    }
    if low.ends_with('%') || high.ends_with('%') {
        let side = |text: &str, open: f64| match text {
            "" => Some(open),
            text => percent(text.strip_suffix('%')?.trim()),
        };
        let (low, high) = (side(low, 0.0)?, side(high, 100.0)?);
        return (low < high).then_some(Bounds::Percent(low, high));
    }
    let side = |text: &str, open: f64| if text.is_empty() { Some(open) } else { number(text) };
    let (low, high) = (side(low, f64::NEG_INFINITY)?, side(high, f64::INFINITY)?);
    (low < high).then_some(Bounds::Value(low, high))
}

/// The value of the nearest rank.
fn at_percent(values: &[(f64, f64)], total: f64, percent: f64) -> Option<f64> {
    let rank = total * percent / 100.0;
    let mut seen = 0.0;
    for (value, count) in values {
        seen += count;
        if seen >= rank {
            return Some(*value);
        }
    }
    values.last().map(|(value, _)| *value)
}

/// Number and sum of what lies within bounds; a value on the border of percentiles counts in part.
fn within(values: &[(f64, f64)], total: f64, bounds: Bounds) -> (f64, f64) {
    let mut seen = 0.0;
    let mut result = (0.0, 0.0);
    for (value, count) in values {
        let taken = match bounds {
            Bounds::Value(low, high) => {
                if *value > low && *value <= high {
                    *count
                } else {
                    0.0
                }
            }
            Bounds::Percent(low, high) => {
                let (low, high) = (total * low / 100.0, total * high / 100.0);
                ((seen + count).min(high) - f64::max(seen, low)).max(0.0)
            }
        };
        seen += count;
        result.0 += taken;
        result.1 += taken * value;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::Statistic;
    use crate::Aggregate;

    fn of(name: &str, values: &[f64]) -> Option<f64> {
        let mut all = Aggregate::of(values[0], 1.0);
        values[1..].iter().for_each(|value| all.merge(&Aggregate::of(*value, 1.0)));
        Statistic::parse(name).unwrap_or_else(|| panic!("{name}")).of(&all)
    }

    #[test]
    fn statistics_are_what_their_names_say() {
        let ten: Vec<f64> = (1..=10).map(f64::from).collect();
        for (name, value) in [
            ("SampleCount", 10.0),
            ("Average", 5.5),
            ("Sum", 55.0),
            ("Minimum", 1.0),
            ("Maximum", 10.0),
            ("p50", 5.0),
            ("p90", 9.0),
            ("p99.9", 10.0),
            ("p0", 1.0),
            ("p100", 10.0),
            ("tm90", 5.0),
            ("TM(10%:90%)", 5.5),
            ("TM(2:4)", 3.5),
            ("tc90", 9.0),
            ("TC(:5)", 5.0),
            ("ts90", 45.0),
            ("TS(80%:)", 19.0),
            ("wm90", 5.4),
            ("IQM", 5.5),
            ("PR(:3)", 30.0),
            ("PR(3:)", 70.0),
            ("pr(2:4)", 20.0),
        ] {
            let got = of(name, &ten).unwrap();
            assert!((got - value).abs() < 1e-9, "{name}: {got} instead of {value}");
        }
    }

    #[test]
    fn distributions_are_needed_and_not_negative() {
        assert_eq!(of("p50", &[-1.0, 2.0]), None);
        let set = Aggregate::of_set(3.0, 6.0, 1.0, 3.0);
        assert_eq!(Statistic::parse("p50").unwrap().of(&set), None);
        assert_eq!(Statistic::parse("Average").unwrap().of(&set), Some(2.0));
        assert_eq!(Statistic::parse("p50").unwrap().of(&Aggregate::of_set(3.0, 6.0, 2.0, 2.0)), Some(2.0));
    }

    #[test]
    fn what_is_no_statistic_is_refused() {
        for name in
            ["", "average", "p", "p101", "p-1", "px", "tm", "TM(", "TM(:)", "TM(5:1)", "PR(10%:90%)", "xx50", "p1e1", "é", "aé"]
        {
            assert_eq!(Statistic::parse(name), None, "{name}");
        }
    }
}
