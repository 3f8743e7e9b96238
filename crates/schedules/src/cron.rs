//! `cron(minutes hours day-of-month month day-of-week year)`.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday, date};
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::ScheduleError;

/// A cron expression, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cron {
    minutes: Set,
    hours: Set,
    months: Set,
    years: Set,
    days: Days,
}

/// Which days of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Days {
    OfMonth(Vec<DayOfMonth>),
    OfWeek(Vec<DayOfWeek>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum DayOfMonth {
    In(Set),
    Last,
    LastWeekday,
    NearestWeekday(i8),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum DayOfWeek {
    In(Set),
    LastOfMonth(i16),
    Nth(i16, i8),
}

/// Numbers of a field, as bits counted from its least.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Set {
    least: i16,
    bits: Vec<u64>,
}

impl Set {
    fn new(field: &Field) -> Self {
        Self { least: field.least, bits: vec![0; (field.most - field.least) as usize / 64 + 1] }
    }

    fn place(&self, value: i16) -> Option<(usize, u64)> {
        let at = usize::try_from(value.checked_sub(self.least)?).ok()?;
        Some((at / 64, 1 << (at % 64)))
    }

    fn insert(&mut self, value: i16) {
        if let Some((word, bit)) = self.place(value)
            && let Some(word) = self.bits.get_mut(word)
        {
            *word |= bit;
        }
    }

    fn has(&self, value: i16) -> bool {
        self.place(value).is_some_and(|(word, bit)| self.bits.get(word).is_some_and(|word| word & bit != 0))
    }
}

struct Field {
    name: &'static str,
    least: i16,
    most: i16,
    names: &'static [&'static str],
}

const MINUTES: Field = Field { name: "minutes", least: 0, most: 59, names: &[] };
const HOURS: Field = Field { name: "hours", least: 0, most: 23, names: &[] };
const DAY_OF_MONTH: Field = Field { name: "day-of-month", least: 1, most: 31, names: &[] };
const MONTH: Field = Field {
    name: "month",
    least: 1,
    most: 12,
    names: &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
const DAY_OF_WEEK: Field =
    Field { name: "day-of-week", least: 1, most: 7, names: &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] };
const YEAR: Field = Field { name: "year", least: 1970, most: 2199, names: &[] };

type Result<T> = std::result::Result<T, ScheduleError>;

impl Field {
    fn wrong<T>(&self, text: &str) -> Result<T> {
        Err(ScheduleError(format!("cron: {text} is not a {}", self.name)))
    }

    fn value(&self, text: &str) -> Result<i16> {
        let named = self.names.iter().zip(self.least..).find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, value)| value);
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match named.or_else(|| text.parse().ok().filter(|value| digits && (self.least..=self.most).contains(value))) {
            Some(value) => Ok(value),
            None => self.wrong(text),
        }
    }

    /// Adds what one part between commas says: a value, a range, all, each of them with steps.
    fn part(&self, text: &str, set: &mut Set) -> Result<()> {
        let (range, step) = match text.split_once('/') {
            Some((range, step)) => (range, step.parse().ok().filter(|step| *step > 0)),
            None => (text, Some(1)),
        };
        let Some(step) = step else { return self.wrong(text) };
        let (from, to) = match range.split_once('-') {
            Some((from, to)) => (self.value(from)?, self.value(to)?),
            None if range == "*" => (self.least, self.most),
            // A start with steps goes on to the end of the field.
            None if text.contains('/') => (self.value(range)?, self.most),
            None => (self.value(range)?, self.value(range)?),
        };
        // A range may go past the end of its field, as FRI-MON does.
        let to = if from <= to { to } else { to + self.most - self.least + 1 };
        let mut value = from;
        while value <= to {
            set.insert(if value > self.most { value - self.most + self.least - 1 } else { value });
            value = value.saturating_add(step);
        }
        Ok(())
    }

    fn set(&self, text: &str) -> Result<Set> {
        let mut set = Set::new(self);
        text.split(',').try_for_each(|part| self.part(part, &mut set))?;
        Ok(set)
    }
}

impl Cron {
    /// Reads the six fields.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn parse(text: &str) -> Result<Self> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [minutes, hours, day_of_month, month, day_of_week, year] = fields.as_slice() else {
            return Err(ScheduleError(format!("cron: expected 6 fields, found {}", fields.len())));
        };
        let days = match (*day_of_month, *day_of_week) {
            ("?", "?") => return Err(ScheduleError("cron: one of day-of-month and day-of-week must say something".to_owned())),
            ("?", week) => Days::OfWeek(week.split(',').map(day_of_week_part).collect::<Result<_>>()?),
            (month, "?") => Days::OfMonth(month.split(',').map(day_of_month_part).collect::<Result<_>>()?),
            _ => return Err(ScheduleError("cron: one of day-of-month and day-of-week must be ?".to_owned())),
        };
        Ok(Self {
            minutes: MINUTES.set(minutes)?,
            hours: HOURS.set(hours)?,
            months: MONTH.set(month)?,
            years: YEAR.set(year)?,
            days,
        })
    }

    /// When it is next due after a moment, by the clock of a time zone.
    pub fn next_after(&self, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        // A clock that was put back shows a time again whose moment may be due: begin a day before.
        let mut day = zone.to_datetime(after).date().yesterday().ok()?;
        while day.year() <= YEAR.most {
            if !self.years.has(day.year()) {
                day = date(day.year() + 1, 1, 1);
                continue;
            }
            if !self.months.has(i16::from(day.month())) {
                day = day.last_of_month().tomorrow().ok()?;
                continue;
            }
            if self.days.has(day)
                && let Some(due) = self.first_of_day(day, after, zone)
            {
                return Some(due);
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    fn first_of_day(&self, day: Date, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let mut found: Option<Timestamp> = None;
        for hour in (0..24).filter(|hour| self.hours.has(i16::from(*hour))) {
            for minute in (0..60).filter(|minute| self.minutes.has(i16::from(*minute))) {
                let local = zone.to_ambiguous_timestamp(day.at(hour, minute, 0, 0));
                let due = match local.offset() {
                    AmbiguousOffset::Gap { .. } => continue,
                    _ => local.earlier().ok()?,
                };
                if due > after && found.is_none_or(|found| due < found) {
                    found = Some(due);
                }
            }
            if found.is_some() {
                break;
            }
        }
        found
    }
}

fn day_of_month_part(text: &str) -> Result<DayOfMonth> {
    Ok(match text {
        "L" => DayOfMonth::Last,
        "LW" => DayOfMonth::LastWeekday,
        _ => match text.strip_suffix('W') {
            Some(day) => DayOfMonth::NearestWeekday(i8::try_from(DAY_OF_MONTH.value(day)?).unwrap_or(1)),
            None => DayOfMonth::In(DAY_OF_MONTH.set(text)?),
        },
    })
}

fn day_of_week_part(text: &str) -> Result<DayOfWeek> {
    if text == "L" {
        return Ok(DayOfWeek::In(DAY_OF_WEEK.set("SAT")?));
    }
    if let Some((day, nth)) = text.split_once('#') {
        let nth = nth.parse().ok().filter(|nth| (1..=5).contains(nth));
        return match nth {
            Some(nth) => Ok(DayOfWeek::Nth(DAY_OF_WEEK.value(day)?, nth)),
            None => DAY_OF_WEEK.wrong(text),
        };
    }
    match text.strip_suffix('L') {
        Some(day) => Ok(DayOfWeek::LastOfMonth(DAY_OF_WEEK.value(day)?)),
        None => Ok(DayOfWeek::In(DAY_OF_WEEK.set(text)?)),
    }
}

/// The number of a weekday: Sunday is 1.
fn number(day: Date) -> i16 {
    i16::from(day.weekday().to_sunday_one_offset())
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The weekday of the same month that is nearest to a day.
fn nearest_weekday(day: Date) -> Option<Date> {
    let same = |other: Date| (other.month() == day.month()).then_some(other);
    match day.weekday() {
        Weekday::Saturday => day.yesterday().ok().and_then(same).or_else(|| day.tomorrow().ok()?.tomorrow().ok()),
        Weekday::Sunday => day.tomorrow().ok().and_then(same).or_else(|| day.yesterday().ok()?.yesterday().ok()),
        _ => Some(day),
    }
}

impl Days {
    fn has(&self, day: Date) -> bool {
        match self {
            Self::OfMonth(parts) => parts.iter().any(|part| match part {
                DayOfMonth::In(set) => set.has(i16::from(day.day())),
                DayOfMonth::Last => day == day.last_of_month(),
                DayOfMonth::LastWeekday => nearest_before(day.last_of_month()) == Some(day),
                DayOfMonth::NearestWeekday(wanted) => {
                    *wanted <= day.days_in_month()
                        && Date::new(day.year(), day.month(), *wanted).ok().and_then(nearest_weekday) == Some(day)
                }
            }),
            Self::OfWeek(parts) => parts.iter().any(|part| match part {
                DayOfWeek::In(set) => set.has(number(day)),
                DayOfWeek::LastOfMonth(wanted) => number(day) == *wanted && day.day() > day.days_in_month() - 7,
                DayOfWeek::Nth(wanted, nth) => number(day) == *wanted && (day.day() - 1) / 7 + 1 == *nth,
            }),
        }
    }
}

/// The last weekday that is not after a day.
fn nearest_before(mut day: Date) -> Option<Date> {
    while is_weekend(day) {
        day = day.yesterday().ok()?;
    }
    Some(day)
}

#[cfg(test)]
mod tests {
    use super::Cron;
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    fn due(text: &str, after: &str, zone: &str, count: usize) -> Vec<String> {
        let zone = if zone == "UTC" { TimeZone::UTC } else { TimeZone::get(zone).unwrap() };
        let cron = Cron::parse(text).unwrap();
        let mut at: Timestamp = after.parse().unwrap();
        let mut found = Vec::new();
        for _ in 0..count {
            let Some(next) = cron.next_after(at, &zone) else { break };
            found.push(next.to_string());
            at = next;
        }
        found
    }

    #[test]
    fn the_documented_examples() {
        let from = "2026-01-01T00:00:00Z";
        let cases: &[(&str, &[&str])] = &[
            ("0 10 * * ? *", &["2026-01-01T10:00:00Z", "2026-01-02T10:00:00Z"]),
            ("15 12 * * ? *", &["2026-01-01T12:15:00Z"]),
            ("0 18 ? * MON-FRI *", &["2026-01-01T18:00:00Z", "2026-01-02T18:00:00Z", "2026-01-05T18:00:00Z"]),
            ("0 8 1 * ? *", &["2026-01-01T08:00:00Z", "2026-02-01T08:00:00Z"]),
            ("0/15 * * * ? *", &["2026-01-01T00:15:00Z", "2026-01-01T00:30:00Z"]),
            ("0/5 8-17 ? * MON-FRI *", &["2026-01-01T08:00:00Z", "2026-01-01T08:05:00Z"]),
            ("0 9 ? * 2#1 *", &["2026-01-05T09:00:00Z", "2026-02-02T09:00:00Z"]),
            ("0 0 L * ? *", &["2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z", "2026-03-31T00:00:00Z"]),
            ("0 0 LW * ? *", &["2026-01-30T00:00:00Z", "2026-02-27T00:00:00Z"]),
            ("0 0 3W * ? *", &["2026-01-02T00:00:00Z", "2026-02-03T00:00:00Z"]),
            ("0 0 1W 8 ? *", &["2026-08-03T00:00:00Z", "2027-08-02T00:00:00Z"]),
            ("0 0 ? * 6L *", &["2026-01-30T00:00:00Z", "2026-02-27T00:00:00Z"]),
            ("0 0 ? * L *", &["2026-01-03T00:00:00Z"]),
            (
                "0 0 ? * FRI-MON *",
                &[
                    "2026-01-02T00:00:00Z",
                    "2026-01-03T00:00:00Z",
                    "2026-01-04T00:00:00Z",
                    "2026-01-05T00:00:00Z",
                    "2026-01-09T00:00:00Z",
                ],
            ),
            ("0 0 29 2 ? *", &["2028-02-29T00:00:00Z"]),
            ("0 0 1 JAN ? 2027,2030", &["2027-01-01T00:00:00Z", "2030-01-01T00:00:00Z"]),
        ];
        for (text, expected) in cases {
            assert_eq!(due(text, from, "UTC", expected.len()), *expected, "{text}");
        }
        assert!(due("0 0 1 1 ? 2025", from, "UTC", 1).is_empty());
        assert!(due("0 0 31 2 ? *", from, "UTC", 1).is_empty());
    }

    #[test]
    fn clock_changes_skip_and_do_not_repeat() {
        // Berlin: 29 March 2026 02:00 becomes 03:00; 25 October 2026 03:00 becomes 02:00.
        assert_eq!(
            due("30 2 * * ? *", "2026-03-28T00:00:00Z", "Europe/Berlin", 2),
            ["2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z"]
        );
        assert_eq!(
            due("30 2 * * ? *", "2026-10-24T12:00:00Z", "Europe/Berlin", 2),
            ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]
        );
        assert_eq!(due("0 9 * * ? *", "2026-03-28T12:00:00Z", "Europe/Berlin", 1), ["2026-03-29T07:00:00Z"]);
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for text in [
            "",
            "* * * * * *",
            "0 0 ? * ? *",
            "0 0 1 * ? ",
            "60 0 1 * ? *",
            "0 24 1 * ? *",
            "0 0 0 * ? *",
            "0 0 32 * ? *",
            "0 0 1 13 ? *",
            "0 0 ? * 8 *",
            "0 0 ? * 2#6 *",
            "0 0 1 * ? 1969",
            "0 0 1 * ? 2200",
            "0/0 0 1 * ? *",
            "a 0 1 * ? *",
            "0 0 1, * ? *",
            "0 0 +1 * ? *",
            "0 0 XW * ? *",
        ] {
            assert!(Cron::parse(text).is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_due_is_after_and_any_text_is_read_or_refused(text in "[0-9*?LW#/, -]{0,24}", seconds in 0_i64..4_000_000_000) {
            if let Ok(cron) = Cron::parse(&text) {
                let after = Timestamp::from_second(seconds).unwrap();
                if let Some(due) = cron.next_after(after, &TimeZone::UTC) {
                    assert!(due > after);
                }
            }
        }
    }
}
