//! ARNs, and where files of lists lie.

/// What an ARN of GuardDuty names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named<'a> {
    /// Region.
    pub region: &'a str,
    /// Account.
    pub account: &'a str,
    /// Id of the detector.
    pub detector: &'a str,
    /// What of the detector: kind, such as `filter`, and id or name.
    pub part: Option<(&'a str, &'a str)>,
}

/// Takes an ARN apart; `None` if it is none of GuardDuty's.
pub fn parse(arn: &str) -> Option<Named<'_>> {
    let mut parts = arn.splitn(6, ':');
    if parts.next() != Some("arn") || parts.next()?.is_empty() || parts.next() != Some("guardduty") {
        return None;
    }
    let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
    let rest = resource.strip_prefix("detector/")?;
    let Some((detector, rest)) = rest.split_once('/') else {
        return (!rest.is_empty()).then_some(Named { region, account, detector: rest, part: None });
    };
    let (kind, id) = rest.split_once('/')?;
    (!detector.is_empty() && !kind.is_empty() && !id.is_empty()).then_some(Named {
        region,
        account,
        detector,
        part: Some((kind, id)),
    })
}

/// Bucket and key of a file, as GuardDuty takes them: `s3://bucket/key`, or a URL of S3 with the bucket in the path or in the host's name.
/// See <https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateIPSet.html>.
pub fn location(text: &str) -> Option<(String, String)> {
    if let Some(rest) = text.strip_prefix("s3://") {
        return split(rest);
    }
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let (host, path) = rest.split_once('/')?;
    let host = host.split(':').next().unwrap_or_default();
    let stem = host.strip_suffix(".amazonaws.com").or_else(|| host.strip_suffix(".amazonaws.com.cn"));
    match stem {
        // Path style, also at an endpoint that is none of AWS's: that of this server.
        None => split(path),
        Some(stem) if stem == "s3" || stem.starts_with("s3.") || stem.starts_with("s3-") => split(path),
        Some(stem) => {
            let at = stem.rfind(".s3").filter(|at| matches!(stem.as_bytes().get(at + 3), None | Some(b'.' | b'-')))?;
            let bucket = stem.get(..at)?;
            (!bucket.is_empty() && !path.is_empty()).then(|| (bucket.to_owned(), decoded(path)))
        }
    }
}

fn split(path: &str) -> Option<(String, String)> {
    let (bucket, key) = path.split_once('/')?;
    (!bucket.is_empty() && !key.is_empty()).then(|| (bucket.to_owned(), decoded(key)))
}

/// Percent-encoding undone, where it is one of UTF-8.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
        match (first, tail) {
            (b'%', [a, b, after @ ..]) => match (hex(*a), hex(*b)) {
                (Some(a), Some(b)) => {
                    bytes.push(a << 4 | b);
                    rest = after;
                }
                _ => {
                    bytes.push(b'%');
                    rest = tail;
                }
            },
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Named, location, parse};

    #[test]
    fn arns_are_taken_apart() {
        let named = |part| Named { region: "eu-west-1", account: "1", detector: "d", part };
        assert_eq!(parse("arn:aws:guardduty:eu-west-1:1:detector/d"), Some(named(None)));
        assert_eq!(parse("arn:aws:guardduty:eu-west-1:1:detector/d/filter/a/b"), Some(named(Some(("filter", "a/b")))));
        for text in [
            "",
            "arn:aws:s3:::x",
            "arn:aws:guardduty:r:1:x/d",
            "arn:aws:guardduty:r:1:detector/",
            "arn:aws:guardduty:r:1:detector/d/filter/",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn files_are_found_in_all_forms() {
        for text in [
            "s3://b.c/a/x%20y",
            "https://s3.amazonaws.com/b.c/a/x%20y",
            "https://s3-eu-west-1.amazonaws.com/b.c/a/x%20y",
            "https://s3.eu-west-1.amazonaws.com/b.c/a/x%20y",
            "https://b.c.s3.amazonaws.com/a/x%20y",
            "https://b.c.s3.eu-west-1.amazonaws.com/a/x%20y",
            "https://b.c.s3-eu-west-1.amazonaws.com/a/x%20y",
            "http://localhost:4566/b.c/a/x%20y",
        ] {
            assert_eq!(location(text), Some(("b.c".to_owned(), "a/x y".to_owned())), "{text}");
        }
        for text in [
            "",
            "b/k",
            "s3://",
            "s3://b",
            "s3://b/",
            "https://s3.amazonaws.com/",
            "https://x.amazonaws.com/k",
            "ftp://s3.amazonaws.com/b/k",
        ] {
            assert_eq!(location(text), None, "{text}");
        }
        assert_eq!(location("s3://b/%zz%4"), Some(("b".to_owned(), "%zz%4".to_owned())));
    }
}
