//! Object Lock: what protects a version, and who may lift it. Pure.
//!
//! See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html>.

use jiff::{Timestamp, ToSpan as _};
use wire::Failure;

use crate::errors::{denied, err, invalid, malformed_xml};
use crate::resources::{DefaultRetention, Entry, Mode, Retention};

/// What keeps a version from being deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protection {
    None,
    /// Who may bypass governance retention may delete it.
    Governance,
    /// Nobody may.
    Absolute,
}

pub(crate) fn protection(entry: &Entry, now: i64) -> Protection {
    if entry.hold == Some(true) {
        return Protection::Absolute;
    }
    match entry.retention {
        Some(retention) if retention.until > now => match retention.mode {
            Mode::Governance => Protection::Governance,
            Mode::Compliance => Protection::Absolute,
        },
        _ => Protection::None,
    }
}

/// Refuses to delete what is protected. `bypass` is asked for and permitted.
pub(crate) fn check_delete(entry: &Entry, now: i64, bypass: bool) -> Result<(), Failure> {
    match protection(entry, now) {
        Protection::None => Ok(()),
        Protection::Governance if bypass => Ok(()),
        _ => Err(denied("Access Denied because object protected by object lock.")),
    }
}

/// Refuses a change of retention that would protect less. `bypass` is asked for and permitted.
pub(crate) fn check_change(present: Option<Retention>, wanted: Option<Retention>, now: i64, bypass: bool) -> Result<(), Failure> {
    let Some(present) = present.filter(|r| r.until > now) else { return Ok(()) };
    let stronger =
        wanted.is_some_and(|w| w.until >= present.until && (w.mode == Mode::Compliance || present.mode == Mode::Governance));
    if stronger || (bypass && present.mode == Mode::Governance) {
        Ok(())
    } else {
        Err(denied("Access Denied because object protected by object lock."))
    }
}

/// The retention that a new object gets from its bucket.
pub(crate) fn default_retention(default: &DefaultRetention, now: Timestamp) -> Option<Retention> {
    let days = i64::from(default.days.unwrap_or(0)) + 365 * i64::from(default.years.unwrap_or(0));
    let until = now.checked_add((days.checked_mul(24)?).hours()).ok()?;
    Some(Retention { mode: default.mode, until: until.as_millisecond() })
}

/// Checks a retention of a request.
pub(crate) fn wanted(mode: Option<Mode>, until: Option<Timestamp>, now: i64) -> Result<Option<Retention>, Failure> {
    match (mode, until) {
        (None, None) => Ok(None),
        (Some(mode), Some(until)) if until.as_millisecond() > now => Ok(Some(Retention { mode, until: until.as_millisecond() })),
        (Some(_), Some(_)) => Err(invalid("The retain until date must be in the future!")),
        _ => Err(invalid("x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied")),
    }
}

/// Checks a default retention: days or years, not both. Limits: 36,500 days, 100 years.
pub(crate) fn check_default(default: &DefaultRetention) -> Result<(), Failure> {
    match (default.days, default.years) {
        (Some(days), None) if (1..=36_500).contains(&days) => Ok(()),
        (None, Some(years)) if (1..=100).contains(&years) => Ok(()),
        (Some(_), None) | (None, Some(_)) => Err(invalid("Default retention period must be a positive integer value.")),
        _ => Err(malformed_xml()),
    }
}

pub(crate) fn not_enabled() -> Failure {
    err("InvalidRequest", 400, "Bucket is missing Object Lock Configuration")
}

#[cfg(test)]
mod tests {
    use super::{Protection, check_change, check_delete, default_retention, protection, wanted};
    use crate::resources::{DefaultRetention, Entry, Mode, Retention};
    use jiff::Timestamp;

    fn entry(mode: Mode, until: i64, hold: bool) -> Entry {
        Entry { retention: Some(Retention { mode, until }), hold: Some(hold), ..Entry::default() }
    }

    #[test]
    fn what_protects() {
        assert_eq!(protection(&Entry::default(), 5), Protection::None);
        assert_eq!(protection(&entry(Mode::Governance, 10, false), 5), Protection::Governance);
        assert_eq!(protection(&entry(Mode::Governance, 10, false), 10), Protection::None);
        assert_eq!(protection(&entry(Mode::Compliance, 10, false), 5), Protection::Absolute);
        assert_eq!(protection(&entry(Mode::Governance, 1, true), 5), Protection::Absolute);
        assert!(check_delete(&entry(Mode::Governance, 10, false), 5, false).is_err());
        assert!(check_delete(&entry(Mode::Governance, 10, false), 5, true).is_ok());
        assert!(check_delete(&entry(Mode::Compliance, 10, false), 5, true).is_err());
        assert!(check_delete(&entry(Mode::Governance, 10, true), 5, true).is_err());
    }

    #[test]
    fn retention_only_grows() {
        let r = |mode, until| Some(Retention { mode, until });
        let (g, c) = (Mode::Governance, Mode::Compliance);
        for (present, wanted, bypass, allowed) in [
            (None, r(c, 10), false, true),
            (r(c, 10), r(c, 11), false, true),
            (r(c, 10), r(c, 9), true, false),
            (r(c, 10), r(g, 11), true, false),
            (r(c, 10), None, true, false),
            (r(g, 10), r(g, 11), false, true),
            (r(g, 10), r(c, 10), false, true),
            (r(g, 10), r(g, 9), false, false),
            (r(g, 10), r(g, 9), true, true),
            (r(g, 10), None, true, true),
            (r(c, 4), None, false, true),
        ] {
            assert_eq!(check_change(present, wanted, 5, bypass).is_ok(), allowed, "{present:?} {wanted:?} {bypass}");
        }
        assert!(wanted(Some(g), None, 5).is_err());
        assert!(wanted(Some(g), Some(Timestamp::from_millisecond(4).unwrap()), 5).is_err());
        let day = DefaultRetention { mode: g, days: Some(1), years: None };
        assert_eq!(default_retention(&day, Timestamp::UNIX_EPOCH), r(g, 86_400_000));
    }
}
