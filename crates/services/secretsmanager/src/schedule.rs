//! When a secret rotates: rules, windows and the next date, pure. All times are milliseconds since 1970, all days those of UTC.
//!
//! See <https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html>.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use plane::Failure;
use schedules::Schedule;
use serde::{Deserialize, Serialize};

use crate::api::RotationRulesType;
use crate::errors::invalid_parameter;

const HOUR: i64 = 60 * 60 * 1000;
const DAY: i64 = 24 * HOUR;
/// Rotations are at least this far apart.
const SHORTEST_PERIOD: i64 = 4 * HOUR;
/// Windows of a cron expression that are compared when it is checked.
const COMPARED: usize = 40;

/// Rotation rules, as given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Days between rotations.
    pub days: Option<i64>,
    /// `rate(…)` or `cron(…)`.
    pub expression: Option<String>,
    /// Length of the window, such as `3h`.
    pub duration: Option<String>,
}

/// When a rotation may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// From here,
    pub start: i64,
    /// until before here.
    pub end: i64,
}

enum Plan {
    Every(i64),
    Calendar(Schedule),
}

impl Rules {
    /// Reads and checks the rules of a request; `None` if it has none.
    ///
    /// # Errors
    /// `InvalidParameterException`.
    pub fn read(given: &RotationRulesType) -> Result<Option<Self>, Failure> {
        let rules = Self {
            days: given.automatically_after_days,
            expression: given.schedule_expression.clone(),
            duration: given.duration.clone(),
        };
        match (&rules.days, &rules.expression) {
            (Some(_), Some(_)) => {
                return Err(invalid_parameter(
                    "You can't specify both AutomaticallyAfterDays and ScheduleExpression in the rotation rules.",
                ));
            }
            (None, None) if rules.duration.is_none() => return Ok(None),
            (None, None) => {
                return Err(invalid_parameter("You must specify a schedule in the rotation rules to use Duration."));
            }
            _ => {}
        }
        rules.check()?;
        Ok(Some(rules))
    }

    /// As an answer shows them.
    pub fn shown(&self) -> RotationRulesType {
        RotationRulesType {
            automatically_after_days: self.days,
            duration: self.duration.clone(),
            schedule_expression: self.expression.clone(),
        }
    }

    fn plan(&self) -> Result<Plan, Failure> {
        if let Some(days) = self.days {
            return if (1..=1000).contains(&days) {
                Ok(Plan::Every(days * DAY))
            } else {
                Err(invalid_parameter("AutomaticallyAfterDays must be between 1 and 1000."))
            };
        }
        let text = self.expression.as_deref().unwrap_or_default();
        let wrong = |reason: &str| invalid_parameter(format!("Invalid rotation schedule expression {text}: {reason}"));
        match Schedule::parse(text).map_err(|e| wrong(&e.to_string()))? {
            Schedule::Rate(period) => {
                let period = i64::try_from(period.as_millis()).unwrap_or(i64::MAX);
                if text.contains("minute") || period < SHORTEST_PERIOD {
                    return Err(wrong("the rate must be at least 4 hours, in hours or days."));
                }
                if period > 1000 * DAY {
                    return Err(wrong("the rate must be at most 1000 days."));
                }
                Ok(Plan::Every(period))
            }
            Schedule::At(_) => Err(wrong("expected rate(…) or cron(…).")),
            cron @ Schedule::Cron(_) => {
                let fields: Vec<&str> = text.trim_start_matches("cron(").trim_end_matches(')').split_whitespace().collect();
                if fields.first() != Some(&"0") {
                    return Err(wrong("rotation windows open on the hour: the minutes must be 0."));
                }
                if fields.get(5) != Some(&"*") {
                    return Err(wrong("the year must be *."));
                }
                Ok(Plan::Calendar(cron))
            }
        }
    }

    /// Length of the window, where it is given.
    fn duration(&self) -> Result<Option<i64>, Failure> {
        let Some(text) = &self.duration else { return Ok(None) };
        let hours = text.strip_suffix('h').and_then(|n| n.parse::<i64>().ok()).filter(|n| (1..=24).contains(n));
        hours
            .map(|n| Some(n * HOUR))
            .ok_or_else(|| invalid_parameter(format!("Invalid rotation window duration {text}: it must be between 1h and 24h.")))
    }

    fn check(&self) -> Result<(), Failure> {
        let plan = self.plan()?;
        let given = self.duration()?;
        let overlap = || {
            Err(invalid_parameter(
                "The rotation window duration must not extend into the next rotation window or the next UTC day.",
            ))
        };
        match plan {
            Plan::Every(period) => {
                if given.is_some_and(|d| d > period.min(DAY)) {
                    return overlap();
                }
            }
            Plan::Calendar(schedule) => {
                let mut at = Timestamp::UNIX_EPOCH;
                let mut before: Option<(i64, i64)> = None;
                for _ in 0..COMPARED {
                    let Some(next) = schedule.next_after(at, Timestamp::UNIX_EPOCH, &TimeZone::UTC) else { break };
                    at = next;
                    let start = next.as_millisecond();
                    if let Some((last, end)) = before {
                        if start - last < SHORTEST_PERIOD {
                            return Err(invalid_parameter("Rotation windows must be at least 4 hours apart."));
                        }
                        if end > start {
                            return overlap();
                        }
                    }
                    let end = window_end(start, given, false);
                    if given.is_some() && end > start - start.rem_euclid(DAY) + DAY {
                        return overlap();
                    }
                    before = Some((start, end));
                }
                if before.is_none() {
                    return Err(invalid_parameter("The rotation schedule expression names no time that will come."));
                }
            }
        }
        Ok(())
    }

    /// The window that opens at a moment.
    pub fn window_from(&self, start: i64) -> Window {
        let hourly = matches!(self.plan(), Ok(Plan::Every(period)) if period % DAY != 0);
        Window { start, end: window_end(start, self.duration().ok().flatten(), hourly) }
    }

    /// The first window that ends after `now`, counted from `anchor`: when it was set or last rotated. `None` if there is none, which rules that were
    /// checked always have.
    pub fn next(&self, now: i64, anchor: i64) -> Option<Window> {
        let given = self.duration().ok().flatten();
        match self.plan().ok()? {
            Plan::Every(period) => {
                let daily = period % DAY == 0;
                // Windows of days open at midnight, those of hours on the hour.
                let grain = if daily { DAY } else { HOUR };
                let base = anchor - anchor.rem_euclid(grain);
                let mut start = base + period;
                let window = |start| Window { start, end: window_end(start, given, !daily) };
                if window(start).end <= now {
                    start += (now - start).div_euclid(period) * period;
                    if window(start).end <= now {
                        start += period;
                    }
                }
                Some(window(start))
            }
            Plan::Calendar(schedule) => {
                // A window that is open now began at most a day ago; the one that the anchor lies in was used.
                let from = (now - DAY).max(anchor);
                let mut at = Timestamp::from_millisecond(from).ok()?;
                loop {
                    let next = schedule.next_after(at, Timestamp::UNIX_EPOCH, &TimeZone::UTC)?;
                    let start = next.as_millisecond();
                    let end = window_end(start, given, false);
                    if end > now {
                        return Some(Window { start, end });
                    }
                    at = next;
                }
            }
        }
    }
}

/// A window that is not given closes with the day, or after an hour where the rate is in hours.
fn window_end(start: i64, given: Option<i64>, hourly: bool) -> i64 {
    match given {
        Some(duration) => start + duration,
        None if hourly => start + HOUR,
        None => start - start.rem_euclid(DAY) + DAY,
    }
}

/// `NextRotationDate` of a window: the rotation is on or before it.
pub fn shown_date(window: Window) -> i64 {
    window.end - 1000
}

#[cfg(test)]
mod tests {
    use super::{DAY, HOUR, Rules, Window, shown_date};
    use crate::api::RotationRulesType;
    use jiff::Timestamp;
    use proptest::prelude::*;

    fn ms(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    fn given(days: Option<i64>, expression: Option<&str>, duration: Option<&str>) -> RotationRulesType {
        RotationRulesType {
            automatically_after_days: days,
            schedule_expression: expression.map(str::to_owned),
            duration: duration.map(str::to_owned),
        }
    }

    #[test]
    fn rules_are_checked() {
        for (days, expression, duration) in [
            (Some(1), None, None),
            (Some(1000), None, Some("3h")),
            (None, Some("rate(4 hours)"), None),
            (None, Some("rate(10 days)"), Some("24h")),
            (None, Some("cron(0 8 * * ? *)"), Some("16h")),
            (None, Some("cron(0 16 ? * SUN#1 *)"), Some("2h")),
            (None, Some("cron(0 0/4 * * ? *)"), Some("4h")),
            (None, Some("cron(0 1 L * ? *)"), None),
        ] {
            let rules = Rules::read(&given(days, expression, duration));
            assert!(matches!(rules, Ok(Some(_))), "{days:?} {expression:?} {duration:?}: {rules:?}");
        }
        for (days, expression, duration) in [
            (Some(0), None, None),
            (Some(1001), None, None),
            (Some(1), Some("rate(1 day)"), None),
            (None, None, Some("3h")),
            (None, Some("rate(3 hours)"), None),
            (None, Some("rate(300 minutes)"), None),
            (None, Some("rate(4 hours)"), Some("5h")),
            (None, Some("rate(1001 days)"), None),
            (Some(5), None, Some("25h")),
            (Some(5), None, Some("0h")),
            (Some(5), None, Some("xh")),
            (None, Some("cron(30 8 * * ? *)"), None),
            (None, Some("cron(0 8 * * ? 2030)"), None),
            (None, Some("cron(0 8 * * ? *)"), Some("17h")),
            (None, Some("cron(0 0/2 * * ? *)"), None),
            (None, Some("cron(0 0/4 * * ? *)"), Some("5h")),
            (None, Some("cron(0 8 * *)"), None),
            (None, Some("at(2030-01-01T09:00:00)"), None),
            (None, Some("soon"), None),
        ] {
            assert!(Rules::read(&given(days, expression, duration)).is_err(), "{days:?} {expression:?} {duration:?}");
        }
        assert_eq!(Rules::read(&given(None, None, None)).unwrap(), None);
    }

    #[test]
    fn windows_are_those_of_the_documentation() {
        let noon = ms("2026-03-10T12:34:56Z");
        for (days, expression, duration, start, end) in [
            (Some(30), None, None, "2026-04-09T00:00:00Z", "2026-04-10T00:00:00Z"),
            (Some(1), None, Some("3h"), "2026-03-11T00:00:00Z", "2026-03-11T03:00:00Z"),
            (None, Some("rate(10 days)"), Some("3h"), "2026-03-20T00:00:00Z", "2026-03-20T03:00:00Z"),
            (None, Some("rate(4 hours)"), None, "2026-03-10T16:00:00Z", "2026-03-10T17:00:00Z"),
            (None, Some("cron(0 8 * * ? *)"), None, "2026-03-11T08:00:00Z", "2026-03-12T00:00:00Z"),
            (None, Some("cron(0 16 ? * SUN#1 *)"), Some("2h"), "2026-04-05T16:00:00Z", "2026-04-05T18:00:00Z"),
            (None, Some("cron(0 1 L * ? *)"), Some("1h"), "2026-03-31T01:00:00Z", "2026-03-31T02:00:00Z"),
        ] {
            let rules = Rules::read(&given(days, expression, duration)).unwrap().unwrap();
            assert_eq!(rules.next(noon, noon), Some(Window { start: ms(start), end: ms(end) }), "{days:?} {expression:?}");
        }
        assert_eq!(shown_date(Window { start: 0, end: DAY }), DAY - 1000);
    }

    #[test]
    fn windows_that_were_missed_are_left_out_and_an_open_one_is_not() {
        let rules = Rules::read(&given(None, Some("rate(4 hours)"), None)).unwrap().unwrap();
        assert_eq!(rules.next(4 * HOUR + HOUR / 2, 0).unwrap().start, 4 * HOUR);
        assert_eq!(rules.next(5 * HOUR, 0).unwrap().start, 8 * HOUR);
        assert_eq!(rules.next(1_000_000 * HOUR + 7, 0).unwrap().start, 1_000_000 * HOUR);
        let daily = Rules::read(&given(None, Some("cron(0 8 * * ? *)"), None)).unwrap().unwrap();
        assert_eq!(daily.next(9 * HOUR, 0).unwrap().start, 8 * HOUR);
        assert_eq!(daily.next(9 * HOUR, 8 * HOUR + 1).unwrap().start, DAY + 8 * HOUR);
        assert_eq!(daily.next(DAY, 0).unwrap().start, DAY + 8 * HOUR);
    }

    proptest! {
        #[test]
        fn the_next_window_ends_later_and_starts_after_the_anchor(
            which in 0usize..6, now in 0i64..4_000_000_000_000, back in 0i64..400_000_000_000,
        ) {
            let anchor = now - back;
            let rules = [
                given(Some(7), None, None),
                given(None, Some("rate(5 hours)"), Some("2h")),
                given(None, Some("rate(3 days)"), Some("5h")),
                given(None, Some("cron(0 8 1 * ? *)"), None),
                given(None, Some("cron(0 0/6 * * ? *)"), Some("1h")),
                given(None, Some("cron(0 3 ? * MON-FRI *)"), Some("4h")),
            ];
            let rules = Rules::read(&rules[which]).unwrap().unwrap();
            let window = rules.next(now, anchor).unwrap();
            prop_assert!(window.end > now && window.start > anchor && window.start < window.end);
            prop_assert_eq!(window.start.rem_euclid(HOUR), 0);
            // Rotated in this window, it is not due again within it.
            let after = rules.next(window.start + 1, window.start + 1).unwrap();
            prop_assert!(after.start >= window.end);
        }
    }
}
