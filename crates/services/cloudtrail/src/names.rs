//! Names and ARNs of trails: what is valid and what they say.

use plane::Failure;

use crate::api::{CloudTrailARNInvalidException, InvalidTrailNameException};

/// How a request names a trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// By its name, in the caller's account.
    Name(String),
    /// By its ARN.
    Arn {
        /// The whole ARN.
        arn: String,
        /// Home region.
        region: String,
        /// Owner.
        account: String,
        /// Name.
        name: String,
    },
}

impl Named {
    /// Reads a trail's name or ARN.
    ///
    /// # Errors
    /// `InvalidTrailNameException`, `CloudTrailARNInvalidException`.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        if !text.starts_with("arn:") {
            validate(text)?;
            return Ok(Self::Name(text.to_owned()));
        }
        let invalid = || Failure::from(CloudTrailARNInvalidException::new(format!("Invalid Trail ARN: {text}")));
        let mut parts = text.splitn(6, ':').skip(2);
        let mut next = || parts.next().ok_or_else(invalid);
        let (service, region, account, resource) = (next()?, next()?, next()?, next()?);
        let name = resource.strip_prefix("trail/").ok_or_else(invalid)?;
        let digits = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
        if service != "cloudtrail" || region.is_empty() || !digits || validate(name).is_err() {
            return Err(invalid());
        }
        Ok(Self::Arn { arn: text.to_owned(), region: region.to_owned(), account: account.to_owned(), name: name.to_owned() })
    }
}

/// Whether a trail may be called so.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html>.
///
/// # Errors
/// `InvalidTrailNameException`.
pub fn validate(name: &str) -> Result<(), Failure> {
    let refuse = |message: &str| Err(InvalidTrailNameException::new(message).into());
    if name.is_empty() {
        return refuse("Trail name cannot be blank!");
    }
    if name.len() < 3 {
        return refuse(
            "Trail name too short. Minimum allowed length: 3 characters. Specified name length: {n} characters."
                .replace("{n}", &name.len().to_string())
                .as_str(),
        );
    }
    if name.len() > 128 {
        return refuse(
            "Trail name too long. Maximum allowed length: 128 characters. Specified name length: {n} characters."
                .replace("{n}", &name.len().to_string())
                .as_str(),
        );
    }
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-')) {
        return refuse(
            "Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).",
        );
    }
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return refuse("Trail name must starts with a letter or number.");
    }
    if !name.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return refuse("Trail name must ends with a letter or number.");
    }
    let mut before = ' ';
    for letter in name.chars() {
        if matches!(letter, '.' | '_' | '-') && matches!(before, '.' | '_' | '-') {
            return refuse("Trail name cannot have adjacent periods (.), underscores (_), or hyphens (-).");
        }
        before = letter;
    }
    if name.parse::<std::net::Ipv4Addr>().is_ok() {
        return refuse("Trail name must not be formatted as an IP address.");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Named, validate};

    #[test]
    fn names_follow_the_documented_rules() {
        for name in ["abc", "a-b.c_d", "0trail9", &"x".repeat(128)] {
            assert!(validate(name).is_ok(), "{name}");
        }
        for name in ["", "ab", "-abc", "abc.", "a--b", "a._b", "192.168.5.4", "tr ail", "träil", "a/b", &"x".repeat(129)] {
            assert!(validate(name).is_err(), "{name}");
        }
    }

    #[test]
    fn arns_are_read_or_refused() {
        let arn = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/main";
        let Named::Arn { region, account, name, .. } = Named::parse(arn).unwrap() else { panic!("not an ARN") };
        assert_eq!((region.as_str(), account.as_str(), name.as_str()), ("eu-west-1", "123456789012", "main"));
        for arn in [
            "arn:",
            "arn:aws:cloudtrail:eu-west-1:123456789012:trail/",
            "arn:aws:cloudtrail:eu-west-1:1234:trail/main",
            "arn:aws:s3:eu-west-1:123456789012:trail/main",
            "arn:aws:cloudtrail::123456789012:trail/main",
            "arn:aws:cloudtrail:eu-west-1:123456789012:eventdatastore/main",
        ] {
            assert!(Named::parse(arn).is_err(), "{arn}");
        }
    }
}
