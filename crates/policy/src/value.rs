//! The typed values that conditions compare: numbers, dates, networks, binary.

use std::cmp::Ordering;
use std::net::IpAddr;

/// A number as written in a policy or a request. Whole numbers compare exactly.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Number {
    Whole(i64),
    Float(f64),
}

impl Number {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(whole) = text.parse() {
            return Some(Self::Whole(whole));
        }
        // `f64::from_str` also takes "inf" and "nan", which are no numbers in a policy.
        if !text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E')) {
            return None;
        }
        text.parse().ok().filter(|f: &f64| f.is_finite()).map(Self::Float)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "only a comparison of a fraction with a whole number loses digits, and AWS promises none"
    )]
    pub(crate) fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => Some(a.cmp(&b)),
            (Self::Whole(a), Self::Float(b)) => (a as f64).partial_cmp(&b),
            (Self::Float(a), Self::Whole(b)) => a.partial_cmp(&(b as f64)),
            (Self::Float(a), Self::Float(b)) => a.partial_cmp(&b),
        }
    }
}

const NANOS: i128 = 1_000_000_000;

/// Nanoseconds since 1970 of a W3C ISO 8601 date (from `2026` to `2026-01-02T03:04:05.678+01:00`) or of seconds since 1970.
pub(crate) fn parse_date(text: &str) -> Option<i128> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let all_digits = !text.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    if all_digits && text.len() != 4 {
        return text.parse::<i64>().ok().map(|seconds| i128::from(seconds) * NANOS);
    }
    let mut cursor = Cursor { rest: bytes };
    let year = cursor.digits(4)?;
    let (mut month, mut day, mut seconds, mut nanos) = (1, 1, 0, 0);
    let mut offset = 0;
    if cursor.take(b'-') {
        month = cursor.digits(2)?;
        if cursor.take(b'-') {
            day = cursor.digits(2)?;
            if cursor.take(b'T') || cursor.take(b't') || cursor.take(b' ') {
                let (hour, _, minute) = (cursor.digits(2)?, cursor.must(b':')?, cursor.digits(2)?);
                let mut second = 0;
                if cursor.take(b':') {
                    second = cursor.digits(2)?;
                    if cursor.take(b'.') {
                        nanos = cursor.fraction()?;
                    }
                }
                if hour > 23 || minute > 59 || second > 60 {
                    return None;
                }
                seconds = hour * 3600 + minute * 60 + second;
                offset = cursor.offset()?;
            } else if !cursor.rest.is_empty() {
                offset = cursor.offset()?;
            }
        }
    }
    if !cursor.rest.is_empty() {
        return None;
    }
    let days = days_from_civil(year, month, day)?;
    Some(i128::from(days * 86_400 + seconds - offset) * NANOS + i128::from(nanos))
}

struct Cursor<'t> {
    rest: &'t [u8],
}

impl Cursor<'_> {
    fn take(&mut self, byte: u8) -> bool {
        match self.rest.split_first() {
            Some((first, rest)) if *first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    fn must(&mut self, byte: u8) -> Option<()> {
        self.take(byte).then_some(())
    }

    fn digits(&mut self, count: usize) -> Option<i64> {
        let (head, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        head.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0')))
    }

    /// A fraction of a second in nanoseconds; further digits are dropped.
    fn fraction(&mut self) -> Option<i64> {
        let (mut value, mut unit, mut any) = (0, 100_000_000, false);
        while let Some((byte, rest)) = self.rest.split_first()
            && byte.is_ascii_digit()
        {
            value += unit * i64::from(byte - b'0');
            unit /= 10;
            any = true;
            self.rest = rest;
        }
        any.then_some(value)
    }

    /// Seconds east of Greenwich; nothing is UTC.
    fn offset(&mut self) -> Option<i64> {
        if self.rest.is_empty() || self.take(b'Z') || self.take(b'z') {
            return Some(0);
        }
        let sign = if self.take(b'+') {
            1
        } else if self.take(b'-') {
            -1
        } else {
            return None;
        };
        let hours = self.digits(2)?;
        self.take(b':');
        let minutes = if self.rest.is_empty() { 0 } else { self.digits(2)? };
        (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
fn days_from_civil(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    // Years begin in March here, so that the leap day is the last of a year.
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let of_era = shifted.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// A network in CIDR notation; a bare address is a network of one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Network {
    address: IpAddr,
    pub(crate) prefix: u8,
}

impl Network {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok()?,
            Some(_) => return None,
            None => width,
        };
        (prefix <= width).then_some(Self { address, prefix })
    }

    pub(crate) fn is_ipv4(&self) -> bool {
        self.address.is_ipv4()
    }

    pub(crate) fn address(&self) -> IpAddr {
        self.address
    }

    /// IPv4 and IPv6 never contain one another; an IPv4 address written as IPv6 (`::ffff:…`) counts as IPv4.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(net), IpAddr::V4(ip)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.prefix)).unwrap_or(0);
                (net.to_bits() ^ ip.to_bits()) & mask == 0
            }
            (IpAddr::V6(net), IpAddr::V6(ip)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.prefix)).unwrap_or(0);
                (net.to_bits() ^ ip.to_bits()) & mask == 0
            }
            _ => false,
        }
    }
}

fn base64_digit(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    }))
}

/// Calls `each` with every decoded byte; `false` if the text is no base64 or `each` says so.
fn base64_bytes(text: &str, mut each: impl FnMut(u8) -> bool) -> bool {
    let body = text.trim_end_matches('=');
    if text.len() - body.len() > 2 || body.len() % 4 == 1 {
        return false;
    }
    let (mut bits, mut have) = (0_u32, 0_u32);
    for byte in body.bytes() {
        let Some(digit) = base64_digit(byte) else { return false };
        bits = (bits << 6) | digit;
        have += 6;
        if have >= 8 {
            have -= 8;
            let [.., low] = (bits >> have).to_be_bytes();
            if !each(low) {
                return false;
            }
        }
    }
    true
}

/// Decodes base64, standard or URL-safe, with or without padding.
pub(crate) fn decode_base64(text: &str) -> Option<Box<[u8]>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    base64_bytes(text, |byte| {
        out.push(byte);
        true
    })
    .then(|| out.into())
}

/// Whether base64 text says these bytes; decodes without a buffer.
pub(crate) fn base64_equals(text: &str, bytes: &[u8]) -> bool {
    let mut left = bytes.iter();
    base64_bytes(text, |byte| left.next() == Some(&byte)) && left.next().is_none()
}

pub(crate) fn parse_bool(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}
