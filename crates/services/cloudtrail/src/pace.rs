//! How often log files and digests are made.

/// How often, milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Log files.
    pub delivery_ms: i64,
    /// Digests.
    pub digest_ms: i64,
}

/// Seconds between deliveries of log files when nobody says. AWS delivers within about five minutes.
pub const DELIVERY_SECONDS: i64 = 60;
/// Longest time between deliveries that can be set: the promise is 15 minutes.
const MOST_DELIVERY_SECONDS: i64 = 900;
/// Seconds between digests, as on AWS.
pub const DIGEST_SECONDS: i64 = 3600;
/// Environment variable: seconds between deliveries, 1 to 900.
pub const DELIVERY_VARIABLE: &str = "CLOUDKEEP_CLOUDTRAIL_DELIVERY_SECONDS";
/// Environment variable: seconds between digests, 1 to 3,600; only the sandbox looks at it.
pub const DIGEST_VARIABLE: &str = "CLOUDKEEP_CLOUDTRAIL_DIGEST_SECONDS";
/// Seconds between deliveries in the sandbox when nobody says.
const SANDBOX_DELIVERY_SECONDS: i64 = 2;

impl Pace {
    /// What the environment says. Values that are no number or out of their range count as not given.
    pub fn from_environment(sandbox: bool) -> Self {
        Self::of(sandbox, |name| std::env::var(name).ok())
    }

    fn of(sandbox: bool, variable: impl Fn(&str) -> Option<String>) -> Self {
        let seconds = |name: &str, most: i64| {
            variable(name).and_then(|text| text.trim().parse().ok()).filter(|seconds| (1..=most).contains(seconds))
        };
        let usual = if sandbox { SANDBOX_DELIVERY_SECONDS } else { DELIVERY_SECONDS };
        let delivery = seconds(DELIVERY_VARIABLE, MOST_DELIVERY_SECONDS).unwrap_or(usual);
        let digest = seconds(DIGEST_VARIABLE, DIGEST_SECONDS).filter(|_| sandbox).unwrap_or(DIGEST_SECONDS);
        Self { delivery_ms: delivery * 1000, digest_ms: digest * 1000 }
    }
}

/// How often event data stores are worked on, milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lap {
    /// Ingestion and imports.
    pub ingest_ms: i64,
    /// Compaction, retention, and the end of deleted stores.
    pub upkeep_ms: i64,
    /// Looks for files that a crash left.
    pub sweep_ms: i64,
}

/// Environment variable: seconds between two ingestions into event data stores, 1 to 900.
pub const INGEST_VARIABLE: &str = "CLOUDKEEP_CLOUDTRAIL_INGEST_SECONDS";
/// Seconds between two ingestions when nobody says: few files, and soon enough for an investigation.
const INGEST_SECONDS: i64 = 10;
const SANDBOX_INGEST_SECONDS: i64 = 1;
/// Upkeep is done once in so many ingestions,
const UPKEEP_LAPS: i64 = 30;
/// and a sweep once in six hours.
const SWEEP_MS: i64 = 6 * 60 * 60 * 1000;

impl Lap {
    /// What the environment says. A value that is no number or out of its range counts as not given.
    pub fn from_environment(sandbox: bool) -> Self {
        Self::of(sandbox, std::env::var(INGEST_VARIABLE).ok().as_deref())
    }

    fn of(sandbox: bool, given: Option<&str>) -> Self {
        let usual = if sandbox { SANDBOX_INGEST_SECONDS } else { INGEST_SECONDS };
        let given = given.and_then(|text| text.trim().parse().ok()).filter(|s| (1..=MOST_DELIVERY_SECONDS).contains(s));
        let ingest_ms = given.unwrap_or(usual) * 1000;
        Self { ingest_ms, upkeep_ms: ingest_ms * UPKEEP_LAPS, sweep_ms: SWEEP_MS }
    }
}

#[cfg(test)]
mod tests {
    use super::{DELIVERY_VARIABLE, DIGEST_VARIABLE, Lap, Pace};

    #[test]
    fn the_environment_changes_the_pace_within_its_bounds() {
        let given = |delivery: &'static str, digest: &'static str| {
            move |name: &str| match name {
                DELIVERY_VARIABLE => Some(delivery.to_owned()),
                DIGEST_VARIABLE => Some(digest.to_owned()),
                _ => None,
            }
        };
        assert_eq!(Pace::of(false, |_| None), Pace { delivery_ms: 60_000, digest_ms: 3_600_000 });
        assert_eq!(Pace::of(true, given("3", "5")), Pace { delivery_ms: 3_000, digest_ms: 5_000 });
        assert_eq!(Pace::of(false, given("3", "5")), Pace { delivery_ms: 3_000, digest_ms: 3_600_000 });
        assert_eq!(Pace::of(true, given("0", "x")), Pace { delivery_ms: 2_000, digest_ms: 3_600_000 });
        assert_eq!(Pace::of(false, given("901", "5")).delivery_ms, 60_000);
    }

    #[test]
    fn ingestion_has_a_pace_of_its_own() {
        assert_eq!(Lap::of(false, None).ingest_ms, 10_000);
        assert_eq!(Lap::of(true, None), Lap { ingest_ms: 1000, upkeep_ms: 30_000, sweep_ms: 21_600_000 });
        assert_eq!(Lap::of(false, Some("2")).ingest_ms, 2000);
        assert_eq!(Lap::of(false, Some("0")).ingest_ms, 10_000);
    }
}
