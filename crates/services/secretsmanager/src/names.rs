//! Names and ARNs of secrets: what is valid, and what a `SecretId` means.

use aws_lc_rs::digest::{SHA256, digest};
use plane::Failure;

use crate::errors::invalid_parameter;

/// Longest name. See <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html>.
const LONGEST_NAME: usize = 512;
/// Length of the random end of an ARN.
const SUFFIX: usize = 6;
const BASE62: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Whether a secret may be called so.
///
/// # Errors
/// `InvalidParameterException`.
pub fn validate(name: &str) -> Result<(), Failure> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-/_+=.@!".contains(c);
    if name.is_empty() || name.len() > LONGEST_NAME || !name.chars().all(allowed) {
        return Err(invalid_parameter(
            "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
        ));
    }
    Ok(())
}

/// How a request names a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// By its name, in the caller's account and region.
    Name(String),
    /// By an ARN, whole or without its random end.
    Arn {
        /// Region.
        region: String,
        /// Owner.
        account: String,
        /// What follows `secret:`.
        rest: String,
    },
}

impl Named {
    /// Reads a `SecretId`. Whatever is no ARN of a secret is a name, of which there may be no secret.
    pub fn parse(text: &str) -> Self {
        let parts: Vec<&str> = text.splitn(7, ':').collect();
        match parts.as_slice() {
            ["arn", _, "secretsmanager", region, account, "secret", rest] if !rest.is_empty() => {
                Self::Arn { region: (*region).to_owned(), account: (*account).to_owned(), rest: (*rest).to_owned() }
            }
            _ => Self::Name(text.to_owned()),
        }
    }
}

/// The names that the end of an ARN can mean, in the order in which they are tried: `(name, suffix)`, without suffix for a partial ARN. A whole ARN
/// comes first, so that a name that ends like one is found by its whole ARN or its name.
pub fn candidates(rest: &str) -> Vec<(&str, Option<&str>)> {
    let mut found = Vec::with_capacity(2);
    if let Some((name, suffix)) = rest.rsplit_once('-')
        && suffix.len() == SUFFIX
        && suffix.bytes().all(|b| b.is_ascii_alphanumeric())
        && !name.is_empty()
    {
        found.push((name, Some(suffix)));
    }
    found.push((rest, None));
    found
}

/// Six characters drawn from a seed: of a random one they are random.
pub fn suffix(seed: &str, name: &str) -> String {
    let hash = digest(&SHA256, format!("{seed}\0{name}").as_bytes());
    let mut number = hash.as_ref().iter().take(16).fold(0u128, |n, b| n << 8 | u128::from(*b));
    let mut text = String::with_capacity(SUFFIX);
    for _ in 0..SUFFIX {
        let at = usize::try_from(number % 62).unwrap_or_default();
        text.extend(BASE62.get(at).map(|&b| char::from(b)));
        number /= 62;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Named, candidates, suffix, validate};

    #[test]
    fn names_follow_the_documented_rules() {
        for name in ["a", "prod/db/main", "x_y+z=1.2@3!-", &"n".repeat(512)] {
            assert!(validate(name).is_ok(), "{name}");
        }
        for name in ["", "a b", "ä", "a:b", "a*", "a\0", &"n".repeat(513)] {
            assert!(validate(name).is_err(), "{name}");
        }
    }

    #[test]
    fn secret_ids_are_names_or_arns() {
        assert_eq!(Named::parse("db"), Named::Name("db".into()));
        let arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a/b-AbCdEf";
        let Named::Arn { region, account, rest } = Named::parse(arn) else { panic!() };
        assert_eq!((region.as_str(), account.as_str(), rest.as_str()), ("eu-west-1", "111122223333", "a/b-AbCdEf"));
        for text in ["arn:aws:secretsmanager:eu-west-1:1:secret:", "arn:aws:s3:::b", "arn:", ""] {
            assert_eq!(Named::parse(text), Named::Name(text.into()));
        }
    }

    #[test]
    fn a_whole_arn_is_tried_before_a_partial_one() {
        assert_eq!(candidates("db-AbCdEf"), [("db", Some("AbCdEf")), ("db-AbCdEf", None)]);
        assert_eq!(candidates("db"), [("db", None)]);
        assert_eq!(candidates("my-secret-x"), [("my-secret-x", None)]);
        assert_eq!(candidates("-AbCdEf"), [("-AbCdEf", None)]);
    }

    #[test]
    fn suffixes_have_six_letters_or_digits_and_depend_on_both() {
        let one = suffix("seed", "name");
        assert!(one.len() == 6 && one.bytes().all(|b| b.is_ascii_alphanumeric()));
        assert_eq!(one, suffix("seed", "name"));
        assert_ne!(one, suffix("seed", "other"));
        assert_ne!(one, suffix("other", "name"));
    }
}
