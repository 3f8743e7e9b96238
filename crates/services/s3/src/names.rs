//! Rules for names, keys, tags and user metadata, and the forms they take in replies.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use jiff::Timestamp;
use wire::Failure;

use crate::api::{EncodingType, Owner, Tag};
use crate::errors::{err, invalid};

/// Longest key, bytes. See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>.
const MAX_KEY: usize = 1024;
/// Largest user metadata, names and values, bytes.
const MAX_METADATA: usize = 2048;
/// Most tags of an object.
const MAX_OBJECT_TAGS: usize = 10;
/// Most tags of a bucket.
pub(crate) const MAX_BUCKET_TAGS: usize = 50;

/// Checks the name of a new bucket.
/// See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>.
pub(crate) fn check_bucket(name: &str) -> Result<(), Failure> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let ends = name.starts_with(plain) && name.ends_with(plain);
    let letters = name.chars().all(|c| plain(c) || c == '-' || c == '.');
    let address = name.split('.').count() == 4 && name.split('.').all(|p| !p.is_empty() && p.chars().all(|c| c.is_ascii_digit()));
    let reserved = ["xn--", "sthree-", "amzn-s3-demo-"].iter().any(|p| name.starts_with(p))
        || ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"].iter().any(|s| name.ends_with(s));
    if (3..=63).contains(&name.len()) && ends && letters && !address && !reserved && !name.contains("..") {
        Ok(())
    } else {
        Err(err("InvalidBucketName", 400, "The specified bucket is not valid."))
    }
}

/// Checks the key of a new object.
pub(crate) fn check_key(key: &str) -> Result<(), Failure> {
    if key.len() > MAX_KEY {
        return Err(err("KeyTooLongError", 400, "Your key is too long"));
    }
    // NUL divides keys from versions in the store; XML could not carry it either.
    if key.is_empty() || key.contains('\0') {
        return Err(invalid("The key is empty or holds a character that is not allowed."));
    }
    Ok(())
}

/// Checks user metadata.
pub(crate) fn check_metadata(metadata: &BTreeMap<String, String>) -> Result<(), Failure> {
    if metadata.iter().map(|(k, v)| k.len() + v.len()).sum::<usize>() > MAX_METADATA {
        return Err(err("MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size"));
    }
    Ok(())
}

fn check_tags(tags: &[(String, String)], most: usize) -> Result<(), Failure> {
    if tags.len() > most {
        return Err(err("BadRequest", 400, format!("Object tags cannot be greater than {most}")));
    }
    for (index, (key, value)) in tags.iter().enumerate() {
        if key.is_empty() || key.chars().count() > 128 || key.starts_with("aws:") {
            return Err(err("InvalidTag", 400, "The TagKey you have provided is invalid"));
        }
        let allowed = |c: char| c.is_alphanumeric() || c.is_whitespace() || "_.:/=+-@".contains(c);
        if value.chars().count() > 256 || !value.chars().all(allowed) {
            return Err(err("InvalidTag", 400, "The TagValue you have provided is invalid"));
        }
        if !key.chars().all(allowed) {
            return Err(err("InvalidTag", 400, "The TagKey you have provided is invalid"));
        }
        if tags.iter().take(index).any(|(other, _)| other == key) {
            return Err(err("InvalidTag", 400, "Cannot provide multiple Tags with the same key"));
        }
    }
    Ok(())
}

/// Tags of a document of the API.
pub(crate) fn tags(given: &[Tag], most: usize) -> Result<Vec<(String, String)>, Failure> {
    let tags: Vec<_> = given.iter().map(|t| (t.key.clone(), t.value.clone())).collect();
    check_tags(&tags, most)?;
    Ok(tags)
}

/// Tags of an object.
pub(crate) fn object_tags(given: &[Tag]) -> Result<Vec<(String, String)>, Failure> {
    tags(given, MAX_OBJECT_TAGS)
}

/// Tags of the header `x-amz-tagging`: `key=value&…`.
pub(crate) fn header_tags(header: Option<&str>) -> Result<Vec<(String, String)>, Failure> {
    let broken = || {
        invalid(
            "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
        )
    };
    let mut tags = Vec::new();
    for pair in header.unwrap_or_default().split('&').filter(|p| !p.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let text = |raw: &str| percent_decode(&raw.replace('+', " ")).ok_or_else(broken);
        tags.push((text(key)?, text(value)?));
    }
    if tags.iter().enumerate().any(|(i, (k, _))| tags.iter().take(i).any(|(o, _)| o == k)) {
        return Err(broken());
    }
    check_tags(&tags, MAX_OBJECT_TAGS)?;
    Ok(tags)
}

pub(crate) fn api_tags(tags: &[(String, String)]) -> Vec<Tag> {
    tags.iter().map(|(key, value)| Tag { key: key.clone(), value: value.clone() }).collect()
}

/// Undoes percent-encoding; `None` if it is not UTF-8 behind it.
pub(crate) fn percent_decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let pair = [bytes.next()?, bytes.next()?];
            out.push(u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

/// A text of a listing, encoded if the client asked for it.
pub(crate) fn encoded(text: &str, encoding: Option<EncodingType>) -> String {
    if encoding.is_none() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/*".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A key as notifications have it: encoded as in a form, slashes kept.
pub(crate) fn form_encoded(key: &str) -> String {
    encoded(key, Some(EncodingType::Url)).replace("%20", "+")
}

/// The canonical user id of an account: 64 hexadecimal digits.
pub(crate) fn canonical_id(account: &str) -> String {
    hex::encode(digest(&SHA256, format!("canonical user of {account}").as_bytes()))
}

pub(crate) fn owner(account: &str) -> Owner {
    Owner { display_name: None, id: Some(canonical_id(account)) }
}

/// A moment as S3 tells it: in whole seconds.
pub(crate) fn second(ms: i64) -> Timestamp {
    Timestamp::from_second(ms.div_euclid(1000)).unwrap_or_default()
}

pub(crate) fn quoted(etag: &str) -> String {
    format!("\"{etag}\"")
}

#[cfg(test)]
mod tests {
    use super::{check_bucket, check_key, encoded, header_tags, percent_decode};
    use crate::api::EncodingType;

    #[test]
    fn bucket_names() {
        for good in ["abc", "a-b.c", "123", "my.bucket-1", &"a".repeat(63)] {
            assert!(check_bucket(good).is_ok(), "{good}");
        }
        let bad = ["ab", "Abc", "a_b", "-ab", "ab-", "a..b", "192.168.5.4", "xn--abc", "abc-s3alias", "", "a/b", "ä-b-c"];
        for bad in bad.iter().map(|b| (*b).to_owned()).chain(["a".repeat(64)]) {
            assert!(check_bucket(&bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn keys_and_texts() {
        assert!(check_key(&"k".repeat(1024)).is_ok());
        assert!(check_key(&"k".repeat(1025)).is_err());
        assert!(check_key("a\0b").is_err());
        assert_eq!(encoded("a b/ü+", Some(EncodingType::Url)), "a%20b/%C3%BC%2B");
        assert_eq!(encoded("a b", None), "a b");
        assert_eq!(percent_decode("a%20b%C3%BC").as_deref(), Some("a bü"));
        assert_eq!(percent_decode("%zz"), None);
        assert_eq!(percent_decode("%f"), None);
    }

    #[test]
    fn tags_of_a_header() {
        assert_eq!(header_tags(Some("a=1&b=x%20y+z")).unwrap(), [("a".into(), "1".into()), ("b".into(), "x y z".into())]);
        assert!(header_tags(Some("a=1&a=2")).is_err());
        assert!(header_tags(Some("aws:x=1")).is_err());
        assert!(header_tags(None).unwrap().is_empty());
    }
}
