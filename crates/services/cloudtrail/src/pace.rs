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

#[cfg(test)]
mod tests {
    use super::{DELIVERY_VARIABLE, DIGEST_VARIABLE, Pace};

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
}
