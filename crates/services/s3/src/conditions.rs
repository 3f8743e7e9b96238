//! Conditional requests and ranges, by RFC 9110 as S3 applies it. Pure.

use jiff::Timestamp;
use wire::Failure;

use crate::errors::{err, not_modified, precondition_failed};

/// The conditions of a read.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Conditions<'a> {
    pub(crate) if_match: Option<&'a str>,
    pub(crate) if_none_match: Option<&'a str>,
    pub(crate) if_modified_since: Option<Timestamp>,
    pub(crate) if_unmodified_since: Option<Timestamp>,
}

fn matches(header: &str, etag: &str) -> bool {
    header.split(',').map(str::trim).any(|candidate| {
        let candidate = candidate.strip_prefix("W/").unwrap_or(candidate);
        candidate == "*" || candidate.trim_matches('"') == etag
    })
}

impl Conditions<'_> {
    /// Whether an object of this ETag, last modified in this second, is wanted.
    fn verdict(&self, etag: &str, modified: i64) -> Verdict {
        match (self.if_match, self.if_unmodified_since) {
            (Some(header), _) if !matches(header, etag) => return Verdict::Failed,
            (None, Some(time)) if modified > time.as_second() => return Verdict::Failed,
            _ => {}
        }
        match (self.if_none_match, self.if_modified_since) {
            (Some(header), _) if matches(header, etag) => Verdict::Same,
            (None, Some(time)) if modified <= time.as_second() => Verdict::Same,
            _ => Verdict::Wanted,
        }
    }

    /// Of a read: 412 or 304 where it is not wanted.
    pub(crate) fn check(&self, etag: &str, modified: i64) -> Result<(), Failure> {
        match self.verdict(etag, modified) {
            Verdict::Wanted => Ok(()),
            Verdict::Same => Err(not_modified()),
            Verdict::Failed => Err(precondition_failed()),
        }
    }

    /// Of the source of a copy: always 412.
    pub(crate) fn check_source(&self, etag: &str, modified: i64) -> Result<(), Failure> {
        match self.verdict(etag, modified) {
            Verdict::Wanted => Ok(()),
            Verdict::Same | Verdict::Failed => Err(precondition_failed()),
        }
    }
}

enum Verdict {
    Wanted,
    Same,
    Failed,
}

/// The conditions of a write, against what is there now (`None`: nothing, or a delete marker).
/// See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>.
pub(crate) fn check_write(if_match: Option<&str>, if_none_match: Option<&str>, present: Option<&str>) -> Result<(), Failure> {
    if let Some(header) = if_none_match {
        if header.trim() != "*" {
            return Err(err("NotImplemented", 501, "A header you provided implies functionality that is not implemented"));
        }
        if present.is_some() {
            return Err(precondition_failed());
        }
    }
    match (if_match, present) {
        (Some(_), None) => Err(crate::errors::no_such_key()),
        (Some(header), Some(etag)) if !matches(header, etag) => Err(precondition_failed()),
        _ => Ok(()),
    }
}

/// A range of bytes: where it begins and how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: u64,
    pub(crate) length: u64,
}

impl Span {
    /// `Content-Range` within an object of this size.
    pub(crate) fn header(self, size: u64) -> String {
        format!("bytes {}-{}/{size}", self.from, self.from + self.length.saturating_sub(1))
    }
}

/// Reads a `Range` header. Of headers of another form, and of several ranges, `None` is answered: the whole object.
pub(crate) fn range(header: &str, size: u64) -> Result<Option<Span>, Failure> {
    let Some((first, last)) = header.trim().strip_prefix("bytes=").and_then(|r| r.split_once('-')) else { return Ok(None) };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let (from, until) = match (first.trim().is_empty(), last.trim().is_empty()) {
        (true, true) => return Ok(None),
        (true, false) => match number(last) {
            Some(0) => return Err(unsatisfiable()),
            Some(suffix) => (size.saturating_sub(suffix), size),
            None => return Ok(None),
        },
        (false, open) => {
            let Some(from) = number(first) else { return Ok(None) };
            let until = match (open, number(last)) {
                (true, _) => size,
                (false, Some(last)) if last >= from => last.saturating_add(1).min(size),
                (false, _) => return Ok(None),
            };
            (from, until)
        }
    };
    if from >= size {
        return Err(unsatisfiable());
    }
    Ok(Some(Span { from, length: until - from }))
}

pub(crate) fn unsatisfiable() -> Failure {
    err("InvalidRange", 416, "The requested range is not satisfiable")
}

#[cfg(test)]
mod tests {
    use super::{Conditions, Span, check_write, range};
    use jiff::Timestamp;

    #[test]
    fn ranges() {
        let span = |from, length| Some(Span { from, length });
        for (header, expected) in [
            ("bytes=0-0", span(0, 1)),
            ("bytes=0-9", span(0, 10)),
            ("bytes=2-100", span(2, 8)),
            ("bytes=5-", span(5, 5)),
            ("bytes=-3", span(7, 3)),
            ("bytes=-30", span(0, 10)),
            ("bytes=0-1,4-5", None),
            ("bytes=5-4", None),
            ("bytes=-", None),
            ("items=0-1", None),
            ("bytes=a-b", None),
        ] {
            assert_eq!(range(header, 10).unwrap(), expected, "{header}");
        }
        for header in ["bytes=10-", "bytes=10-11", "bytes=-0"] {
            assert!(range(header, 10).is_err(), "{header}");
        }
        assert!(range("bytes=0-", 0).is_err());
        assert_eq!(Span { from: 2, length: 3 }.header(10), "bytes 2-4/10");
    }

    #[test]
    fn conditions() {
        let at = |s| Some(Timestamp::from_second(s).unwrap());
        let none = Conditions::default();
        let status = |c: Conditions<'_>| match c.check("abc", 100) {
            Ok(()) => 200,
            Err(f) if f.message == "Not Modified" => 304,
            Err(_) => 412,
        };
        assert_eq!(status(none), 200);
        assert_eq!(status(Conditions { if_match: Some("\"abc\""), ..none }), 200);
        assert_eq!(status(Conditions { if_match: Some("*"), ..none }), 200);
        assert_eq!(status(Conditions { if_match: Some("x"), ..none }), 412);
        // If-Match decides alone over If-Unmodified-Since.
        assert_eq!(status(Conditions { if_match: Some("abc"), if_unmodified_since: at(50), ..none }), 200);
        assert_eq!(status(Conditions { if_unmodified_since: at(99), ..none }), 412);
        assert_eq!(status(Conditions { if_unmodified_since: at(100), ..none }), 200);
        assert_eq!(status(Conditions { if_none_match: Some("\"abc\", \"d\""), ..none }), 304);
        assert_eq!(status(Conditions { if_none_match: Some("x"), if_modified_since: at(200), ..none }), 200);
        assert_eq!(status(Conditions { if_modified_since: at(100), ..none }), 304);
        assert_eq!(status(Conditions { if_modified_since: at(99), ..none }), 200);
    }

    #[test]
    fn conditional_writes() {
        assert!(check_write(None, Some("*"), None).is_ok());
        assert!(check_write(None, Some("*"), Some("abc")).is_err());
        assert!(check_write(None, Some("abc"), None).is_err());
        assert!(check_write(Some("\"abc\""), None, Some("abc")).is_ok());
        assert!(check_write(Some("abc"), None, None).is_err());
        assert!(check_write(Some("x"), None, Some("abc")).is_err());
    }
}
