//! Schedule expressions, as rules, schedules and rotations have them: `rate(5 minutes)`, `cron(0 10 ? * MON-FRI *)`, `at(2030-01-01T09:00:00)`.
//!
//! Pure: when something is next due is a function of the expression, the time zone and the moment. Local times that a clock change skips are skipped,
//! those that it repeats happen once.
//! See <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html>.

mod cron;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

pub use cron::Cron;

/// When something is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schedule {
    /// Every so often.
    Rate(SignedDuration),
    /// At times of the calendar.
    Cron(Box<Cron>),
    /// Once, at a local time.
    At(DateTime),
}

/// The text is no schedule expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ScheduleError(pub(crate) String);

impl Schedule {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, ScheduleError> {
        let inside = |name: &str| text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
        if let Some(rate) = inside("rate") {
            return parse_rate(rate).map(Self::Rate);
        }
        if let Some(cron) = inside("cron") {
            return Cron::parse(cron).map(|cron| Self::Cron(Box::new(cron)));
        }
        if let Some(at) = inside("at") {
            let full = at.len() == "2030-01-01T09:00:00".len();
            let read = at.parse().ok().filter(|_| full);
            return read
                .map(Self::At)
                .ok_or_else(|| ScheduleError(format!("{at} is not a time of the form yyyy-mm-ddThh:mm:ss")));
        }
        Err(ScheduleError("expected rate(…), cron(…) or at(…)".to_owned()))
    }

    /// When it is next due after a moment; `None` if never again. Rates count from `anchor`: the first time is the anchor itself plus one period.
    pub fn next_after(&self, after: Timestamp, anchor: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        match self {
            Self::Rate(period) => {
                let (period, since) = (period.as_millis(), after.duration_since(anchor).as_millis());
                let periods = since.div_euclid(period).max(0) + 1;
                anchor.checked_add(SignedDuration::from_millis(i64::try_from(periods * period).ok()?)).ok()
            }
            Self::Cron(cron) => cron.next_after(after, zone),
            Self::At(at) => {
                // A local time that a clock change skips is the moment as far after the change.
                let due = zone.to_ambiguous_timestamp(*at).compatible().ok()?;
                (due > after).then_some(due)
            }
        }
    }
}

/// Longest value of a rate.
const MAX_RATE: i64 = 9_999_999;

fn parse_rate(text: &str) -> Result<SignedDuration, ScheduleError> {
    let wrong = |reason: &str| ScheduleError(format!("rate({text}): {reason}"));
    let (value, unit) = text.split_once(' ').ok_or_else(|| wrong("expected a value and a unit"))?;
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let value: i64 = value.parse().ok().filter(|_| digits).ok_or_else(|| wrong("expected a whole number"))?;
    if !(1..=MAX_RATE).contains(&value) {
        return Err(wrong("the value is not positive, or too large"));
    }
    let seconds = match (unit, value) {
        ("minute", 1) | ("minutes", 2..) => 60,
        ("hour", 1) | ("hours", 2..) => 60 * 60,
        ("day", 1) | ("days", 2..) => 24 * 60 * 60,
        _ => return Err(wrong("the unit is minute, hour or day for 1, and minutes, hours or days for more")),
    };
    Ok(SignedDuration::from_secs(value * seconds))
}

#[cfg(test)]
mod tests {
    use super::Schedule;
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    fn next(expression: &str, after: &str, anchor: &str, zone: &str) -> Option<String> {
        let zone = if zone == "UTC" { TimeZone::UTC } else { TimeZone::get(zone).unwrap() };
        let (after, anchor): (Timestamp, Timestamp) = (after.parse().unwrap(), anchor.parse().unwrap());
        Schedule::parse(expression).unwrap().next_after(after, anchor, &zone).map(|t| t.to_string())
    }

    #[test]
    fn rates_count_from_their_anchor() {
        let anchor = "2026-01-01T00:00:30Z";
        let due = |after| next("rate(5 minutes)", after, anchor, "UTC").unwrap();
        assert_eq!(due(anchor), "2026-01-01T00:05:30Z");
        assert_eq!(due("2026-01-01T00:05:29Z"), "2026-01-01T00:05:30Z");
        assert_eq!(due("2026-01-01T00:05:30Z"), "2026-01-01T00:10:30Z");
        assert_eq!(due("2025-12-31T00:00:00Z"), "2026-01-01T00:05:30Z");
        assert_eq!(next("rate(1 day)", anchor, anchor, "UTC").unwrap(), "2026-01-02T00:00:30Z");
    }

    #[test]
    fn once_is_once() {
        let (at, anchor) = ("at(2030-06-01T09:00:00)", "2026-01-01T00:00:00Z");
        assert_eq!(next(at, anchor, anchor, "Europe/Berlin").unwrap(), "2030-06-01T07:00:00Z");
        assert_eq!(next(at, "2030-06-01T07:00:00Z", anchor, "Europe/Berlin"), None);
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for text in [
            "",
            "rate",
            "rate()",
            "rate(5)",
            "rate(0 minutes)",
            "rate(1 minutes)",
            "rate(5 minute)",
            "rate(-5 minutes)",
            "rate(+5 minutes)",
            "rate(5 seconds)",
            "rate(99999999 days)",
            "rate(5  minutes)",
            "at(2030-06-01)",
            "at(2030-06-01T09:00)",
            "at(x)",
            "cron()",
            "every(1 day)",
            "rate(5 minutes",
        ] {
            assert!(Schedule::parse(text).is_err(), "{text}");
        }
    }
}
