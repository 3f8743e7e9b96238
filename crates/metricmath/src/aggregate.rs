//! What is kept of the samples of one period: count, sum, extremes, and a mergeable distribution for percentiles and trimmed statistics.
//!
//! Few different values are kept as they are, so their percentiles are exact. More are rounded to values that lie 1 % apart (then 5 %, then a factor
//! of 2), which bounds the size of what is kept and the relative error; rounded values stay what they are when they are merged again.

/// Most different values at each level, and the step between them; at the first they are what they are.
const LEVELS: [(usize, f64); 4] = [(64, 1.0), (512, 1.01), (1_024, 1.05), (usize::MAX, 2.0)];
/// Greatest number that is written as a whole number.
const WHOLE: f64 = 4_503_599_627_370_496.0;

/// Values in ascending order, and how often each was seen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Distribution {
    level: u8,
    values: Vec<(f64, f64)>,
}

impl Distribution {
    /// The distribution of one value.
    pub fn of(value: f64, count: f64) -> Self {
        Self { level: 0, values: vec![(value, count)] }
    }

    /// Values and counts, ascending.
    pub fn values(&self) -> &[(f64, f64)] {
        &self.values
    }

    fn merge(&mut self, other: &Self) {
        if other.level > self.level {
            self.raise(other.level);
        }
        let step = step(self.level);
        for (value, count) in &other.values {
            let value = rounded(*value, step);
            match self.values.binary_search_by(|(there, _)| there.total_cmp(&value)) {
                Ok(at) => {
                    if let Some((_, counted)) = self.values.get_mut(at) {
                        *counted += count;
                    }
                }
                Err(at) => self.values.insert(at, (value, *count)),
            }
        }
        while LEVELS.get(usize::from(self.level)).is_some_and(|(most, _)| self.values.len() > *most) {
            self.raise(self.level + 1);
        }
    }

    /// Rounds all values to those of a level.
    fn raise(&mut self, level: u8) {
        self.level = level;
        let step = step(level);
        for (value, _) in &mut self.values {
            *value = rounded(*value, step);
        }
        self.values.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.values.dedup_by(|next, kept| {
            let same = next.0.total_cmp(&kept.0).is_eq();
            if same {
                kept.1 += next.1;
            }
            same
        });
    }
}

fn step(level: u8) -> f64 {
    LEVELS.get(usize::from(level)).map_or(2.0, |(_, step)| *step)
}

/// The nearest of the values that lie `step` apart.
fn rounded(value: f64, step: f64) -> f64 {
    let size = value.abs();
    if step <= 1.0 || size == 0.0 || !size.is_finite() {
        return value;
    }
    let whole = (size.ln() / step.ln()).round();
    step.powf(whole).copysign(value)
}

/// The samples of one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregate {
    /// Number of samples.
    pub count: f64,
    /// Their sum.
    pub sum: f64,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
    /// How they are distributed; `None` where a statistic set did not say.
    pub distribution: Option<Distribution>,
}

impl Aggregate {
    /// A value that was seen `count` times.
    pub fn of(value: f64, count: f64) -> Self {
        Self { count, sum: value * count, min: value, max: value, distribution: Some(Distribution::of(value, count)) }
    }

    /// A statistic set. Its distribution is known only where all samples are equal.
    pub fn of_set(count: f64, sum: f64, min: f64, max: f64) -> Self {
        let known = count == 1.0 || min.total_cmp(&max).is_eq();
        Self { count, sum, min, max, distribution: known.then(|| Distribution::of(min, count)) }
    }

    /// Takes other samples in.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        match (&mut self.distribution, &other.distribution) {
            (Some(mine), Some(theirs)) => mine.merge(theirs),
            (mine, _) => *mine = None,
        }
    }

    /// Appends a compact form.
    pub fn write(&self, to: &mut Vec<u8>) {
        match &self.distribution {
            Some(distribution) if distribution.values.len() == 1 && self.min.total_cmp(&self.max).is_eq() => {
                to.push(0);
                write_number(to, self.min);
                write_number(to, self.count);
                write_number(to, self.sum);
            }
            distribution => {
                to.push(distribution.as_ref().map_or(1, |d| 2 + d.level));
                for number in [self.count, self.sum, self.min, self.max] {
                    write_number(to, number);
                }
                if let Some(distribution) = distribution {
                    write_varint(to, distribution.values.len() as u64);
                    for (value, count) in &distribution.values {
                        write_number(to, *value);
                        write_number(to, *count);
                    }
                }
            }
        }
    }

    /// Reads what [`Aggregate::write`] wrote, and moves on; `None` if it is something else.
    pub fn read(from: &mut &[u8]) -> Option<Self> {
        let (kind, rest) = from.split_first()?;
        *from = rest;
        if *kind == 0 {
            let (value, count, sum) = (read_number(from)?, read_number(from)?, read_number(from)?);
            return Some(Self { count, sum, min: value, max: value, distribution: Some(Distribution::of(value, count)) });
        }
        let (count, sum, min, max) = (read_number(from)?, read_number(from)?, read_number(from)?, read_number(from)?);
        let distribution = match kind {
            1 => None,
            2..=5 => {
                let length = usize::try_from(read_varint(from)?).ok().filter(|length| *length <= from.len())?;
                let values: Option<Vec<(f64, f64)>> =
                    (0..length).map(|_| Some((read_number(from)?, read_number(from)?))).collect();
                Some(Distribution { level: kind - 2, values: values? })
            }
            _ => return None,
        };
        Some(Self { count, sum, min, max, distribution })
    }
}

/// Appends a number in as few bytes as it has bits, seven to a byte.
pub fn write_varint(to: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        to.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// Reads what [`write_varint`] wrote, and moves on.
pub fn read_varint(from: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Whole numbers are even varints, others the varint 1 and their eight bytes.
fn write_number(to: &mut Vec<u8>, number: f64) {
    if number.fract() == 0.0 && number.abs() < WHOLE && !(number == 0.0 && number.is_sign_negative()) {
        let whole = number as i64;
        write_varint(to, (((whole << 1) ^ (whole >> 63)) as u64) << 1);
    } else {
        to.push(1);
        to.extend_from_slice(&number.to_le_bytes());
    }
}

fn read_number(from: &mut &[u8]) -> Option<f64> {
    let tag = read_varint(from)?;
    if tag & 1 == 0 {
        let zigzag = tag >> 1;
        return Some(((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64)) as f64);
    }
    let (bytes, rest) = from.split_first_chunk::<8>()?;
    *from = rest;
    Some(f64::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::Aggregate;
    use proptest::prelude::*;

    fn many(values: impl IntoIterator<Item = f64>) -> Aggregate {
        let mut values = values.into_iter();
        let mut all = Aggregate::of(values.next().unwrap(), 1.0);
        values.for_each(|value| all.merge(&Aggregate::of(value, 1.0)));
        all
    }

    #[test]
    fn many_values_are_kept_within_one_percent() {
        let all = many((1..=10_000).map(f64::from));
        let kept = all.distribution.clone().unwrap();
        assert!(kept.values().len() <= 1_024, "{}", kept.values().len());
        let p99 = crate::Statistic::parse("p99").unwrap().of(&all).unwrap();
        assert!((p99 - 9_900.0).abs() < 9_900.0 * 0.03, "{p99}");
    }

    #[test]
    fn hostile_spread_stays_small() {
        let all = many((-360..360).flat_map(|e| (0..5).map(move |i| 2f64.powi(e) * (1.0 + f64::from(i) / 5.0))));
        assert!(all.distribution.unwrap().values().len() <= 1_024);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(values in prop::collection::vec((-1e100f64..1e100, 1u32..1000), 1..200)) {
            let mut all = Aggregate::of(values[0].0, f64::from(values[0].1));
            for (value, count) in &values[1..] {
                all.merge(&Aggregate::of(*value, f64::from(*count)));
            }
            let mut bytes = Vec::new();
            all.write(&mut bytes);
            let mut rest = bytes.as_slice();
            prop_assert_eq!(Aggregate::read(&mut rest), Some(all));
            prop_assert!(rest.is_empty());
        }

        #[test]
        fn anything_is_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = Aggregate::read(&mut bytes.as_slice());
        }

        #[test]
        fn order_of_merging_does_not_matter(values in prop::collection::vec(-1000i32..1000, 2..60)) {
            let forward = many(values.iter().map(|v| f64::from(*v)));
            let backward = many(values.iter().rev().map(|v| f64::from(*v)));
            prop_assert_eq!(forward, backward);
        }
    }
}
