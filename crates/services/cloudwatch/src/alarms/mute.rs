//! Mute rules: times at which the actions of alarms are kept back.
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html>.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use plane::{Failure, Transaction};
use schedules::Schedule;

use crate::resources::MuteRule;

/// Shortest and longest time of muting, seconds.
const SHORTEST: i64 = 60;
const LONGEST: i64 = 15 * 86_400;

/// When a rule mutes.
#[derive(Debug, Clone)]
pub struct Times {
    schedule: Schedule,
    lasts: SignedDuration,
    zone: TimeZone,
}

impl Times {
    /// Reads the schedule of a rule: `cron(…)` of five parts or `at(yyyy-MM-ddThh:mm)`, an ISO 8601 duration, and the name of a time zone.
    ///
    /// # Errors
    /// What is wrong.
    pub fn parse(expression: &str, duration: &str, zone: Option<&str>) -> Result<Self, String> {
        let schedule = Schedule::parse(&translated(expression)?).map_err(|e| e.to_string())?;
        if matches!(schedule, Schedule::Rate(_)) {
            return Err("the expression must be cron(…) or at(…)".to_owned());
        }
        let wrong = || format!("{duration} is no ISO 8601 duration");
        let span: Span = duration.parse().ok().filter(|_| duration.starts_with('P')).ok_or_else(wrong)?;
        let calendar = span.get_years() != 0 || span.get_months() != 0 || span.get_weeks() != 0;
        let seconds = i64::from(span.get_days()) * 86_400
            + i64::from(span.get_hours()) * 3_600
            + span.get_minutes().saturating_mul(60)
            + span.get_seconds();
        if calendar || !(SHORTEST..=LONGEST).contains(&seconds) {
            return Err("the duration must be from one minute to 15 days".to_owned());
        }
        let zone = match zone {
            None => TimeZone::UTC,
            Some(name) => TimeZone::get(name).map_err(|_| format!("{name} is no time zone"))?,
        };
        Ok(Self { schedule, lasts: SignedDuration::from_secs(seconds), zone })
    }

    /// Until when it mutes at a moment; `None` if it does not.
    pub fn until(&self, now: Timestamp) -> Option<Timestamp> {
        let began = self.schedule.next_after(now.checked_sub(self.lasts).ok()?, now, &self.zone).filter(|began| *began <= now)?;
        began.checked_add(self.lasts).ok()
    }

    /// Whether it never mutes any more.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.until(now).is_none() && self.schedule.next_after(now, now, &self.zone).is_none()
    }
}

/// The expression as schedules of EventBridge have it: six parts, `?` for the day that is not said, Sunday as 1; seconds in `at`.
fn translated(expression: &str) -> Result<String, String> {
    if let Some(at) = expression.strip_prefix("at(").and_then(|rest| rest.strip_suffix(')')) {
        return Ok(if at.len() == "2030-01-01T09:00".len() { format!("at({at}:00)") } else { expression.to_owned() });
    }
    let Some(parts) = expression.strip_prefix("cron(").and_then(|rest| rest.strip_suffix(')')) else {
        return Ok(expression.to_owned());
    };
    let parts: Vec<&str> = parts.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = parts.as_slice() else { return Ok(expression.to_owned()) };
    let shifted: String = weekday
        .chars()
        .map(|c| match c.to_digit(10) {
            Some(digit) => char::from_digit(digit % 7 + 1, 10).unwrap_or(c),
            None => c,
        })
        .collect();
    match (*day, *weekday) {
        (day, "*" | "?") => Ok(format!("cron({minute} {hour} {day} {month} ? *)")),
        ("*" | "?", _) => Ok(format!("cron({minute} {hour} ? {month} {shifted} *)")),
        _ => Err("the day of the month and of the week cannot both be given".to_owned()),
    }
}

impl MuteRule {
    /// Until when it mutes at a moment.
    pub fn mutes_until(&self, now: i64) -> Option<i64> {
        if self.start.is_some_and(|start| now < start) || self.expire.is_some_and(|expire| now >= expire) {
            return None;
        }
        let times = Times::parse(&self.expression, &self.duration, self.timezone.as_deref()).ok()?;
        let until = times.until(Timestamp::from_millisecond(now).ok()?)?.as_millisecond();
        Some(self.expire.map_or(until, |expire| until.min(expire)))
    }
}

/// Until when the actions of an alarm are kept back now.
///
/// # Errors
/// Internal ones only.
pub async fn muted_until(tx: &Transaction<'_>, account: &str, region: &str, alarm: &str) -> Result<Option<i64>, Failure> {
    let now = tx.plane().clock.now_ms();
    let rules = tx.reader().all::<MuteRule>(account, region, "").await?;
    let of_alarm = rules.iter().filter(|rule| rule.body.alarms.iter().any(|name| name == alarm));
    Ok(of_alarm.filter_map(|rule| rule.body.mutes_until(now)).max())
}

#[cfg(test)]
mod tests {
    use super::Times;

    fn until(expression: &str, duration: &str, zone: &str, now: &str) -> Option<String> {
        let times = Times::parse(expression, duration, Some(zone)).unwrap_or_else(|e| panic!("{expression}: {e}"));
        times.until(now.parse().unwrap()).map(|until| until.to_string())
    }

    #[test]
    fn rules_mute_at_their_times() {
        let nightly = |now| until("cron(0 2 * * *)", "PT4H", "UTC", now);
        assert_eq!(nightly("2026-01-01T01:59:59Z"), None);
        assert_eq!(nightly("2026-01-01T02:00:00Z").as_deref(), Some("2026-01-01T06:00:00Z"));
        assert_eq!(nightly("2026-01-01T05:59:59Z").as_deref(), Some("2026-01-01T06:00:00Z"));
        assert_eq!(nightly("2026-01-01T06:00:00Z"), None);
        // 4 January 2026 is a Sunday.
        let sundays = |now| until("cron(0 0 * * 0)", "P1D", "UTC", now);
        assert!(sundays("2026-01-04T12:00:00Z").is_some() && sundays("2026-01-05T12:00:00Z").is_none());
        let once = |now| until("at(2026-06-01T09:00)", "PT30M", "Europe/Berlin", now);
        assert!(once("2026-06-01T07:10:00Z").is_some() && once("2026-06-01T07:40:00Z").is_none());
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for (expression, duration, zone) in [
            ("rate(5 minutes)", "PT1H", "UTC"),
            ("cron(0 2 1 * 1)", "PT1H", "UTC"),
            ("cron(0 2)", "PT1H", "UTC"),
            ("at(tomorrow)", "PT1H", "UTC"),
            ("cron(0 2 * * *)", "1h", "UTC"),
            ("cron(0 2 * * *)", "PT1S", "UTC"),
            ("cron(0 2 * * *)", "P16D", "UTC"),
            ("cron(0 2 * * *)", "PT1H", "Nowhere/Land"),
        ] {
            assert!(Times::parse(expression, duration, Some(zone)).is_err(), "{expression} {duration} {zone}");
        }
    }
}
