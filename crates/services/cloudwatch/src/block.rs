//! How the data of metrics lie in the store: blocks of points of one metric, unit and resolution.
//!
//! What is put is first one [`Batch`](crate::resources::Batch), so that it is durable at once and callers never wait for each other. The folder
//! merges batches into blocks. Data by the second (only of high resolution) are kept for 3 hours, by the minute for 15 days; then the block of
//! minutes is merged into one of five minutes, after 63 days into one of hours, and after 455 days it is gone.
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Metric>.

use std::collections::BTreeMap;

use metricmath::Aggregate;
use metricmath::aggregate::{read_varint, write_varint};

/// Seconds of an hour and a day.
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// A resolution in which data are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// Five minutes.
    FiveMinutes,
    /// An hour.
    Hour,
}

impl Tier {
    /// All, the finest first.
    pub const ALL: [Self; 4] = [Self::Second, Self::Minute, Self::FiveMinutes, Self::Hour];

    /// Seconds of a point.
    pub fn resolution(self) -> i64 {
        match self {
            Self::Second => 1,
            Self::Minute => 60,
            Self::FiveMinutes => 300,
            Self::Hour => HOUR,
        }
    }

    /// Seconds of a block.
    pub fn block(self) -> i64 {
        match self {
            Self::Second => 600,
            Self::Minute => HOUR,
            Self::FiveMinutes => 12 * HOUR,
            Self::Hour => 10 * DAY,
        }
    }

    /// How long a block is kept after its end, seconds.
    pub fn kept(self) -> i64 {
        match self {
            Self::Second => 3 * HOUR,
            Self::Minute => 15 * DAY,
            Self::FiveMinutes => 63 * DAY,
            Self::Hour => 455 * DAY,
        }
    }

    /// Where its points go then. Those of seconds were put among the minutes at once.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Minute => Some(Self::FiveMinutes),
            Self::FiveMinutes => Some(Self::Hour),
            Self::Second | Self::Hour => None,
        }
    }

    fn letter(self) -> char {
        match self {
            Self::Second => 's',
            Self::Minute => 'm',
            Self::FiveMinutes => 'f',
            Self::Hour => 'h',
        }
    }

    /// Beginning of the block of a moment.
    pub fn start(self, at: i64) -> i64 {
        at.div_euclid(self.block()) * self.block()
    }
}

/// What the ids of a metric's blocks of a tier begin with.
pub fn prefix(hash: &str, tier: Tier) -> String {
    format!("{hash}/{}/", tier.letter())
}

/// Id of a block: in the order of time, units of the same time beside each other.
pub fn id(hash: &str, tier: Tier, start: i64, unit: u8) -> String {
    format!("{}{start:012}/{unit:02}", prefix(hash, tier))
}

/// Beginning and unit of a block by its id.
pub fn parse_id(id: &str) -> Option<(i64, u8)> {
    let mut parts = id.rsplit('/');
    let (unit, start) = (parts.next()?, parts.next()?);
    Some((start.parse().ok()?, unit.parse().ok()?))
}

/// Points of a block by their beginning, seconds since 1970.
pub type Points = BTreeMap<i64, Aggregate>;

/// Takes samples in at the resolution of a tier.
pub fn merge(points: &mut Points, tier: Tier, at: i64, aggregate: &Aggregate) {
    let at = at.div_euclid(tier.resolution()) * tier.resolution();
    match points.get_mut(&at) {
        Some(there) => there.merge(aggregate),
        None => {
            points.insert(at, aggregate.clone());
        }
    }
}

/// The compact form of a block's points.
pub fn encode(points: &Points, start: i64, tier: Tier) -> Vec<u8> {
    let mut to = Vec::new();
    let mut before = 0;
    for (at, aggregate) in points {
        let offset = (at - start).div_euclid(tier.resolution());
        write_varint(&mut to, u64::try_from(offset - before).unwrap_or(0));
        before = offset;
        aggregate.write(&mut to);
    }
    to
}

/// Reads what [`encode`] wrote; what is not readable is left out.
pub fn decode(mut from: &[u8], start: i64, tier: Tier) -> Points {
    let mut points = Points::new();
    let mut offset = 0i64;
    while !from.is_empty() {
        let (Some(step), Some(aggregate)) = (read_varint(&mut from), Aggregate::read(&mut from)) else { break };
        offset = offset.saturating_add(i64::try_from(step).unwrap_or(i64::MAX / 2));
        points.insert(start.saturating_add(offset.saturating_mul(tier.resolution())), aggregate);
    }
    points
}

#[cfg(test)]
mod tests {
    use super::{Points, Tier, decode, encode, id, merge, parse_id};
    use metricmath::Aggregate;
    use proptest::prelude::*;

    #[test]
    fn ids_say_time_and_unit() {
        assert_eq!(parse_id(&id("ab", Tier::Minute, 1_767_225_600, 14)), Some((1_767_225_600, 14)));
        assert!(id("ab", Tier::Minute, 3_600, 0) < id("ab", Tier::Minute, 1_767_225_600, 0));
    }

    proptest! {
        #[test]
        fn blocks_are_read_as_written(offsets in prop::collection::btree_set(0i64..3_600, 0..100), tier in 0usize..4) {
            let tier = Tier::ALL[tier];
            let start = tier.start(1_767_225_600);
            let mut points = Points::new();
            for offset in offsets {
                merge(&mut points, tier, start + offset, &Aggregate::of(offset as f64 / 7.0, 1.0));
            }
            prop_assert_eq!(decode(&encode(&points, start, tier), start, tier), points);
        }
    }
}
