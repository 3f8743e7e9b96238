//! How often an account may call LookupEvents: two requests a second in each region.
//!
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html>.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use plane::Failure;
use wire::Common;

/// Environment variable: LookupEvents requests a second for each account and region, 1 to 10,000.
pub const LOOKUPS_VARIABLE: &str = "CLOUDKEEP_CLOUDTRAIL_LOOKUPS_PER_SECOND";
/// Requests a second when nobody says, as on AWS.
const LOOKUPS: i64 = 2;
const MOST_LOOKUPS: i64 = 10_000;
/// Accounts and regions remembered at once; those that have rested are forgotten first.
const MOST_PLACES: usize = 10_000;

/// Counts requests by account and region: a bucket of a second's requests that fills evenly.
#[derive(Debug)]
pub struct Throttle {
    per_second: i64,
    /// For each place the moment, in thousandths of a millisecond, at which its bucket is full again.
    full_at: Mutex<HashMap<(String, String), i64>>,
}

/// The throttle of LookupEvents in this process, as the environment sets it.
pub fn lookups() -> &'static Throttle {
    static LOOKUP_EVENTS: OnceLock<Throttle> = OnceLock::new();
    LOOKUP_EVENTS.get_or_init(|| Throttle::new(setting(std::env::var(LOOKUPS_VARIABLE).ok().as_deref())))
}

/// The throttle of ListInsightsData in this process: as often as LookupEvents, counted for itself.
pub fn insights() -> &'static Throttle {
    static LIST_INSIGHTS_DATA: OnceLock<Throttle> = OnceLock::new();
    LIST_INSIGHTS_DATA.get_or_init(|| Throttle::new(setting(std::env::var(LOOKUPS_VARIABLE).ok().as_deref())))
}

fn setting(given: Option<&str>) -> i64 {
    given.and_then(|text| text.trim().parse().ok()).filter(|n| (1..=MOST_LOOKUPS).contains(n)).unwrap_or(LOOKUPS)
}

impl Throttle {
    /// A throttle that lets so many requests a second pass.
    pub fn new(per_second: i64) -> Self {
        Self { per_second: per_second.max(1), full_at: Mutex::default() }
    }

    /// Lets a request pass, or not. `now` is in milliseconds since 1970.
    ///
    /// # Errors
    /// `ThrottlingException`.
    pub fn admit(&self, account: &str, region: &str, now: i64) -> Result<(), Failure> {
        const SECOND: i64 = 1_000_000;
        let now = now.saturating_mul(1000);
        let one = SECOND / self.per_second;
        let mut places = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if places.len() >= MOST_PLACES {
            places.retain(|_, full_at| *full_at > now);
        }
        let full_at = places.entry((account.to_owned(), region.to_owned())).or_insert(now);
        // A clock that was set back must not shut an account out.
        if *full_at > now.saturating_add(SECOND) {
            *full_at = now;
        }
        let next = (*full_at).max(now).saturating_add(one);
        if next > now.saturating_add(SECOND) {
            return Err(Failure::common(Common::Throttling, "Rate exceeded"));
        }
        *full_at = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Throttle, setting};

    #[test]
    fn two_a_second_for_each_account_and_region() {
        let throttle = Throttle::new(2);
        let admit = |account: &str, region: &str, now| throttle.admit(account, region, now).is_ok();
        assert!(admit("a", "r", 1000) && admit("a", "r", 1000) && !admit("a", "r", 1000));
        assert!(admit("b", "r", 1000) && admit("a", "s", 1000), "others have buckets of their own");
        assert!(!admit("a", "r", 1499) && admit("a", "r", 1500) && !admit("a", "r", 1501));
        // In the long run it is two a second, whatever the pattern.
        let passed = (2000..62_000).step_by(7).filter(|now| admit("a", "r", *now)).count();
        assert!((118..=122).contains(&passed), "{passed}");
        assert!(admit("a", "r", 0), "a clock that was set back");
    }

    #[test]
    fn the_setting_has_bounds() {
        for (given, expected) in [(None, 2), (Some("50"), 50), (Some("0"), 2), (Some("10001"), 2), (Some("x"), 2)] {
            assert_eq!(setting(given), expected, "{given:?}");
        }
    }
}
