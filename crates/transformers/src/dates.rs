//! Dates and times in the patterns of Java's `DateTimeFormatter`, as far as logs use them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ZonedDateTime};

/// Longest pattern, characters.
const MAX_PATTERN: usize = 64;

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A pattern.
#[derive(Debug)]
pub(crate) struct Format(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    /// A letter and how often it stands there.
    Field(char, usize),
}

/// A time zone.
#[derive(Debug)]
pub(crate) struct Zone(TimeZone);

impl Zone {
    /// Reads a name such as `Europe/Berlin`, or an offset such as `+02:00` or `UTC+2`.
    pub fn new(name: &str) -> Result<Self, String> {
        let bare = name.strip_prefix("UTC").or_else(|| name.strip_prefix("GMT")).unwrap_or(name);
        if bare.is_empty() || bare == "Z" {
            return Ok(Self(TimeZone::UTC));
        }
        if let Some((seconds, "")) = offset(bare) {
            return Offset::from_seconds(seconds).map(|offset| Self(TimeZone::fixed(offset))).map_err(|error| error.to_string());
        }
        TimeZone::get(name).map(Self).map_err(|_| format!("the time zone {name} is not known"))
    }
}

/// Reads an offset at the beginning of a text: seconds, and what follows.
fn offset(text: &str) -> Option<(i32, &str)> {
    if let Some(rest) = text.strip_prefix('Z') {
        return Some((0, rest));
    }
    let (sign, rest) = match text.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, text.strip_prefix('-')?),
    };
    let (hours, rest) = digits(rest, 2)?;
    let (minutes, rest) = match rest.strip_prefix(':') {
        Some(inner) => digits(inner, 2)?,
        None => digits(rest, 2).unwrap_or((0, rest)),
    };
    (hours <= 18 && minutes < 60).then(|| (sign * (hours * 3600 + minutes * 60), rest))
}

/// Reads digits at the beginning of a text.
fn digits(text: &str, most: usize) -> Option<(i32, &str)> {
    let count = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(count)?;
    Some((number.parse().ok()?, rest))
}

/// What was read of a time.
#[derive(Default)]
struct Found {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    hour: Option<i8>,
    half: Option<i8>,
    minute: i8,
    second: i8,
    nanosecond: i32,
    offset: Option<i32>,
    zone: Option<TimeZone>,
}

impl Format {
    /// Reads a pattern.
    pub fn new(text: &str) -> Result<Self, String> {
        if text.is_empty() || text.chars().count() > MAX_PATTERN {
            return Err(format!("patterns of times have 1 to {MAX_PATTERN} characters"));
        }
        let mut parts = Vec::new();
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '\'' => {
                    let mut literal = String::new();
                    loop {
                        match rest.next() {
                            None => return Err("a quotation mark is not closed".to_owned()),
                            Some('\'') => match rest.next_if_eq(&'\'') {
                                Some(c) => literal.push(c),
                                None => break,
                            },
                            Some(c) => literal.push(c),
                        }
                    }
                    parts.push(Part::Text(if literal.is_empty() { "'".to_owned() } else { literal }));
                }
                'a'..='z' | 'A'..='Z' => {
                    let mut count = 1;
                    while rest.next_if_eq(&c).is_some() {
                        count += 1;
                    }
                    if !"yuMdHhmsSaEXxZzV".contains(c) {
                        return Err(format!("{c} is not known in a pattern of times"));
                    }
                    parts.push(Part::Field(c, count));
                }
                '[' | ']' | '{' | '}' | '#' => return Err(format!("{c} is not known in a pattern of times")),
                c => parts.push(Part::Text(c.to_string())),
            }
        }
        Ok(Self(parts))
    }

    /// Reads a time.
    pub fn read(&self, text: &str, zone: &Zone) -> Option<Timestamp> {
        let (mut found, mut rest) = (Found::default(), text.trim());
        for (number, part) in self.0.iter().enumerate() {
            // Digits without a separator between fields have the width of the pattern.
            let fixed = matches!(self.0.get(number + 1), Some(Part::Field(..)));
            rest = match part {
                Part::Text(literal) => rest.strip_prefix(literal.as_str())?,
                Part::Field(letter, count) => found.read(*letter, *count, fixed, rest)?,
            };
        }
        if !rest.is_empty() {
            return None;
        }
        let hour = match (found.hour, found.half) {
            (Some(hour), Some(half)) => hour % 12 + 12 * half,
            (hour, _) => hour.unwrap_or(0),
        };
        let date = Date::new(found.year?, found.month?, found.day?).ok()?;
        let time = Time::new(hour, found.minute, found.second, found.nanosecond).ok()?;
        let local = DateTime::from_parts(date, time);
        if let Some(seconds) = found.offset {
            return Offset::from_seconds(seconds).ok()?.to_timestamp(local).ok();
        }
        let zone = found.zone.unwrap_or_else(|| zone.0.clone());
        zone.to_timestamp(local).ok()
    }

    /// Writes a time.
    pub fn show(&self, time: Timestamp, zone: &Zone) -> String {
        let at = time.to_zoned_datetime(zone.0.clone());
        self.0
            .iter()
            .map(|part| match part {
                Part::Text(literal) => literal.clone(),
                Part::Field(letter, count) => field(*letter, *count, &at),
            })
            .collect()
    }
}

fn field(letter: char, count: usize, at: &ZonedDateTime) -> String {
    let number = |number: i64| format!("{number:0count$}");
    let named = |names: &[&str], place: i8, short: bool| {
        let name = usize::try_from(place - 1).ok().and_then(|place| names.get(place)).copied().unwrap_or_default();
        if short { name.get(..3).unwrap_or(name).to_owned() } else { name.to_owned() }
    };
    match letter {
        'y' | 'u' if count == 2 => format!("{:02}", at.year().rem_euclid(100)),
        'y' | 'u' => number(i64::from(at.year())),
        'M' if count >= 3 => named(&MONTHS, at.month(), count == 3),
        'M' => number(i64::from(at.month())),
        'd' => number(i64::from(at.day())),
        'E' => named(&DAYS, at.weekday().to_monday_one_offset(), count <= 3),
        'H' => number(i64::from(at.hour())),
        'h' => number(i64::from((at.hour() + 11) % 12 + 1)),
        'a' => if at.hour() < 12 { "AM" } else { "PM" }.to_owned(),
        'm' => number(i64::from(at.minute())),
        's' => number(i64::from(at.second())),
        'S' => format!("{:09}", at.subsec_nanosecond()).chars().chain(std::iter::repeat('0')).take(count).collect(),
        'V' => at.time_zone().iana_name().unwrap_or("Z").to_owned(),
        'z' => at.strftime("%Z").to_string(),
        _ => {
            let seconds = at.offset().seconds();
            if letter == 'X' && seconds == 0 {
                return "Z".to_owned();
            }
            let (sign, all) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
            let colon = if matches!((letter, count), ('X' | 'x', 3) | ('Z', 5)) { ":" } else { "" };
            match (letter, count, all % 60) {
                ('X' | 'x', 1, 0) => format!("{sign}{:02}", all / 60),
                (_, _, minutes) => format!("{sign}{:02}{colon}{minutes:02}", all / 60),
            }
        }
    }
}

impl Found {
    /// Reads a field; what follows it.
    fn read<'t>(&mut self, letter: char, count: usize, fixed: bool, text: &'t str) -> Option<&'t str> {
        let number = |most: usize| -> Option<(i32, &'t str)> {
            let width = if fixed { count } else { most };
            let length = text.bytes().take(width).take_while(u8::is_ascii_digit).count();
            if length == 0 || (fixed && length < count) {
                return None;
            }
            let (digits, rest) = text.split_at_checked(length)?;
            Some((digits.parse().ok()?, rest))
        };
        let named = |names: &[&'static str]| -> Option<(i8, &'t str)> {
            (1_i8..).zip(names).find_map(|(place, name)| {
                let of = |wanted: &str| text.get(..wanted.len()).filter(|begin| begin.eq_ignore_ascii_case(wanted)).map(str::len);
                let length = of(name).or_else(|| of(name.get(..3)?))?;
                Some((place, text.get(length..)?))
            })
        };
        let small = |(value, rest): (i32, &'t str)| Some((i8::try_from(value).ok()?, rest));
        Some(match letter {
            'y' | 'u' => {
                let (year, rest) = number(if count == 2 { 2 } else { 4 })?;
                let year = i16::try_from(year).ok()?;
                self.year = Some(if count == 2 { 2000 + year } else { year });
                rest
            }
            'M' if count >= 3 => {
                let (month, rest) = named(&MONTHS)?;
                self.month = Some(month);
                rest
            }
            'M' => {
                let (month, rest) = small(number(2)?)?;
                self.month = Some(month);
                rest
            }
            'd' => {
                let (day, rest) = small(number(2)?)?;
                self.day = Some(day);
                rest
            }
            'E' => named(&DAYS)?.1,
            'H' | 'h' => {
                let (hour, rest) = small(number(2)?)?;
                self.hour = Some(hour);
                rest
            }
            'a' => {
                let half = text.get(..2)?;
                self.half =
                    Some(if half.eq_ignore_ascii_case("pm") { 1 } else { half.eq_ignore_ascii_case("am").then_some(0)? });
                text.get(2..)?
            }
            'm' => {
                let (minute, rest) = small(number(2)?)?;
                self.minute = minute;
                rest
            }
            's' => {
                let (second, rest) = small(number(2)?)?;
                self.second = second;
                rest
            }
            'S' => {
                let length = text.bytes().take(count.min(9)).take_while(u8::is_ascii_digit).count();
                let (digits, rest) = text.split_at_checked(length).filter(|_| length > 0)?;
                self.nanosecond = format!("{digits:0<9}").parse().ok()?;
                rest
            }
            'z' | 'V' => {
                let length = text
                    .bytes()
                    .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'+' | b'-' | b':'))
                    .count();
                let (name, rest) = text.split_at_checked(length)?;
                self.zone = Some(Zone::new(name).ok()?.0);
                rest
            }
            _ => {
                let (seconds, rest) = offset(text)?;
                self.offset = Some(seconds);
                rest
            }
        })
    }
}
