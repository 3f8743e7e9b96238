//! Times of records, as seconds since 1970.

/// Reads `2024-07-30T21:31:15Z`, with or without fractions and offsets.
pub fn parse(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2, b'Z'] = bytes {
        let two =
            |a: &u8, b: &u8| (a.is_ascii_digit() && b.is_ascii_digit()).then(|| i64::from(a - b'0') * 10 + i64::from(b - b'0'));
        let year = two(y1, y2)? * 100 + two(y3, y4)?;
        let (month, day) = (two(m1, m2)?, two(d1, d2)?);
        let (hour, minute, second) = (two(h1, h2)?, two(n1, n2)?, two(s1, s2)?);
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        return Some(days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second);
    }
    if text.len() > 40 {
        return None;
    }
    text.parse::<jiff::Timestamp>().ok().map(|t| t.as_second())
}

/// Days since 1970 of a date of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Writes a time as ISO 8601 with milliseconds, as AWS's findings have them.
pub fn format(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds)
        .map_or_else(|_| "1970-01-01T00:00:00.000Z".to_owned(), |t| t.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        for text in ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2000-03-01T00:00:00Z", "2099-12-31T01:02:03Z"] {
            assert_eq!(parse(text), Some(text.parse::<jiff::Timestamp>().unwrap().as_second()), "{text}");
        }
        assert_eq!(parse("2024-07-30T21:31:15.5+02:00"), Some(1_722_367_875));
        for text in ["", "2024-13-01T00:00:00Z", "2024-01-01T24:00:00Z", "yesterday", "20x4-01-01T00:00:00Z"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(format(1_722_367_875), "2024-07-30T19:31:15.000Z");
    }
}
