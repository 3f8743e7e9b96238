//! Numbers of distinct values and percentiles in bounded memory: exact while there are few, near when there are many.

use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasher;

use foldhash::fast::FixedState;

/// How many different values are counted exactly.
const EXACT_VALUES: usize = 4096;
/// The bits of a hash that choose a register: 2^12 registers have a standard error of 1.6 %.
const PRECISION: u32 = 12;

/// Counts different values (`count_distinct`).
#[derive(Debug)]
pub(super) enum Distinct {
    /// Hashes of all of them.
    Exact(HashSet<u64, FixedState>),
    /// HyperLogLog.
    Registers(Box<[u8]>),
}

impl Default for Distinct {
    fn default() -> Self {
        Self::Exact(HashSet::with_hasher(FixedState::default()))
    }
}

impl Distinct {
    /// Takes a value; returns the bytes of memory that it needed.
    pub fn insert(&mut self, value: &[u8]) -> usize {
        let hash = mix(FixedState::with_seed(0x5eed).hash_one(value));
        match self {
            Self::Exact(hashes) => {
                if !hashes.insert(hash) {
                    return 0;
                }
                if hashes.len() <= EXACT_VALUES {
                    return 16;
                }
                self.registers();
                0
            }
            Self::Registers(registers) => {
                register(registers, hash);
                0
            }
        }
    }

    /// Its registers; from now on it counts by them.
    fn registers(&mut self) -> Option<&mut [u8]> {
        if let Self::Exact(hashes) = self {
            let mut registers = vec![0u8; 1 << PRECISION].into_boxed_slice();
            hashes.iter().for_each(|hash| register(&mut registers, *hash));
            *self = Self::Registers(registers);
        }
        match self {
            Self::Registers(registers) => Some(registers),
            Self::Exact(_) => None,
        }
    }

    /// Takes the values of another.
    pub fn merge(&mut self, other: Self) {
        match other {
            Self::Exact(some) => {
                for hash in some {
                    match self {
                        Self::Exact(hashes) => {
                            hashes.insert(hash);
                            if hashes.len() > EXACT_VALUES {
                                self.registers();
                            }
                        }
                        Self::Registers(registers) => register(registers, hash),
                    }
                }
            }
            Self::Registers(some) => {
                let all = self.registers().unwrap_or_default();
                all.iter_mut().zip(some).for_each(|(all, some)| *all = (*all).max(some));
            }
        }
    }

    /// The bytes of memory that it needs, about.
    pub fn weight(&self) -> usize {
        match self {
            Self::Exact(hashes) => hashes.len().saturating_mul(16),
            Self::Registers(registers) => registers.len(),
        }
    }

    #[allow(clippy::cast_precision_loss)]
    pub fn count(&self) -> f64 {
        match self {
            Self::Exact(hashes) => hashes.len() as f64,
            Self::Registers(registers) => {
                let many = registers.len() as f64;
                let sum: f64 = registers.iter().map(|rank| 2f64.powi(-i32::from(*rank))).sum();
                let estimate = 0.7213 / (1.0 + 1.079 / many) * many * many / sum;
                let empty = registers.iter().filter(|rank| **rank == 0).count() as f64;
                // Where many registers are empty their number says more.
                let counted = if estimate <= 2.5 * many && empty > 0.0 { many * (many / empty).ln() } else { estimate };
                counted.round()
            }
        }
    }
}

fn register(registers: &mut [u8], hash: u64) {
    #[allow(clippy::cast_possible_truncation)]
    let index = (hash >> (64 - PRECISION)) as usize;
    let rank = (hash << PRECISION | 1 << (PRECISION - 1)).leading_zeros().saturating_add(1);
    if let Some(register) = registers.get_mut(index) {
        *register = (*register).max(u8::try_from(rank).unwrap_or(u8::MAX));
    }
}

/// Spreads what a fast hash leaves in few bits over all of them.
fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// How many numbers are kept as they are.
const EXACT_NUMBERS: usize = 1024;
/// Numbers whose ratio is below this are one: percentiles are within 0.5 %.
const GAMMA: f64 = 1.01;
/// The most different buckets; beyond, the smallest are put together.
const MAX_BUCKETS: usize = 4096;

/// Percentiles of numbers.
#[derive(Debug, Default)]
pub(super) struct Percentiles {
    exact: Vec<f64>,
    /// Numbers of each order of magnitude, negative ones by their own; zero has its own count.
    buckets: BTreeMap<i32, u64>,
    zeros: u64,
    count: u64,
}

impl Percentiles {
    /// Takes a number; returns the bytes of memory that it needed.
    pub fn insert(&mut self, number: f64) -> usize {
        self.count = self.count.saturating_add(1);
        if self.count <= EXACT_NUMBERS as u64 {
            self.exact.push(number);
            return 8;
        }
        let before = self.buckets.len();
        self.spread_all();
        self.spread(number);
        self.bound();
        self.buckets.len().saturating_sub(before).saturating_mul(32)
    }

    /// Takes the numbers of another.
    pub fn merge(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        self.exact.extend(other.exact);
        self.zeros = self.zeros.saturating_add(other.zeros);
        for (key, many) in other.buckets {
            let bucket = self.buckets.entry(key).or_default();
            *bucket = bucket.saturating_add(many);
        }
        if self.count > EXACT_NUMBERS as u64 {
            self.spread_all();
        }
        self.bound();
    }

    /// The bytes of memory that it needs, about.
    pub fn weight(&self) -> usize {
        self.exact.len().saturating_mul(8).saturating_add(self.buckets.len().saturating_mul(32))
    }

    fn spread_all(&mut self) {
        for number in std::mem::take(&mut self.exact) {
            self.spread(number);
        }
    }

    /// Puts the smallest together while there are too many buckets.
    fn bound(&mut self) {
        while self.buckets.len() > MAX_BUCKETS {
            let zero_side =
                if self.buckets.first_key_value().is_some_and(|(key, _)| *key < 0) { self.buckets.pop_first() } else { None };
            let gone = zero_side.or_else(|| self.buckets.pop_first());
            if let (Some((_, many)), Some(mut next)) = (gone, self.buckets.first_entry()) {
                *next.get_mut() = next.get().saturating_add(many);
            }
        }
    }

    fn spread(&mut self, number: f64) {
        const SHIFT: i32 = 1 << 20;
        if number.abs() < 1e-9 {
            self.zeros = self.zeros.saturating_add(1);
            return;
        }
        #[allow(clippy::cast_possible_truncation)]
        let magnitude = (number.abs().ln() / GAMMA.ln()).ceil() as i32;
        let key = if number > 0.0 { magnitude.saturating_add(SHIFT) } else { -magnitude.saturating_add(SHIFT) };
        let bucket = self.buckets.entry(key).or_default();
        *bucket = bucket.saturating_add(1);
    }

    /// The number below which so many percent of all are.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub fn at(&self, percent: f64) -> Option<f64> {
        if self.count == 0 {
            return None;
        }
        if self.buckets.is_empty() && self.zeros == 0 {
            let mut sorted = self.exact.clone();
            sorted.sort_by(f64::total_cmp);
            // Between two numbers as far as the rank is.
            let rank = percent / 100.0 * (sorted.len() as f64 - 1.0);
            let (low, high) = (sorted.get(rank.floor() as usize)?, sorted.get(rank.ceil() as usize)?);
            return Some(low + (high - low) * rank.fract());
        }
        let wanted = (percent / 100.0 * (self.count as f64 - 1.0)).round() as u64;
        let mut seen = 0u64;
        let negative = self.buckets.range(..0);
        let positive = self.buckets.range(0..);
        let zero = std::iter::once((0i32, self.zeros));
        for (key, many) in negative.map(|(key, many)| (*key, *many)).chain(zero).chain(positive.map(|(key, many)| (*key, *many)))
        {
            seen = seen.saturating_add(many);
            if many > 0 && seen > wanted {
                return Some(middle(key));
            }
        }
        None
    }
}

fn middle(key: i32) -> f64 {
    const SHIFT: i32 = 1 << 20;
    if key == 0 {
        return 0.0;
    }
    let magnitude = key.abs().saturating_sub(SHIFT);
    let value = GAMMA.powi(magnitude) * 2.0 / (1.0 + GAMMA);
    if key < 0 { -value } else { value }
}

#[cfg(test)]
#[allow(clippy::cast_precision_loss)]
mod tests {
    use super::*;

    #[test]
    fn many_distinct_values_are_counted_nearly() {
        for many in [10u32, 4096, 4097, 20_000, 300_000] {
            let mut distinct = Distinct::default();
            for value in 0..many {
                distinct.insert(format!("value-{value}").as_bytes());
                distinct.insert(format!("value-{value}").as_bytes());
            }
            let off = (distinct.count() - f64::from(many)).abs() / f64::from(many);
            assert!(off < if many <= 4096 { 1e-9 } else { 0.05 }, "{many}: {}", distinct.count());
        }
    }

    #[test]
    fn percentiles_are_near() {
        for many in [1u32, 2, 100, 1024, 1025, 100_000] {
            let mut percentiles = Percentiles::default();
            // A permutation of 0..many, in the order of a linear congruence.
            for index in 0..many {
                percentiles.insert(f64::from((index * 7919) % many) - f64::from(many) / 4.0);
            }
            for percent in [0.0, 10.0, 50.0, 95.0, 99.0, 100.0] {
                let exact = (f64::from(many) - 1.0) * percent / 100.0 - f64::from(many) / 4.0;
                let found = percentiles.at(percent).unwrap();
                assert!((found - exact).abs() <= exact.abs() * 0.012 + 1.0, "{many} {percent}: {found} for {exact}");
            }
        }
        assert_eq!(Percentiles::default().at(50.0), None);
    }
}
