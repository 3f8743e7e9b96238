//! Whether a bucket takes a trail's files.

use plane::{Failure, Transaction};

use crate::api::{
    InsufficientS3BucketPolicyException, InvalidS3BucketNameException, InvalidS3PrefixException, S3BucketDoesNotExistException,
};
use crate::deliver::{code, object};
use crate::encryption;
use crate::resources::Trail;

/// Longest key prefix, characters.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html>.
const MOST_PREFIX: usize = 200;

/// Checks name and prefix.
///
/// # Errors
/// `InvalidS3BucketNameException`, `InvalidS3PrefixException`.
pub fn check_names(bucket: &str, prefix: Option<&str>) -> Result<(), Failure> {
    if !(3..=63).contains(&bucket.len()) {
        return Err(InvalidS3BucketNameException::new("Bucket name should be between 3 and 63 characters long").into());
    }
    let letters = bucket.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    let ends = |c: char| c.is_ascii_alphanumeric();
    if !letters || !bucket.starts_with(ends) || !bucket.ends_with(ends) || bucket.contains("..") {
        return Err(InvalidS3BucketNameException::new(format!("Bucket name is invalid: {bucket}")).into());
    }
    let Some(prefix) = prefix else { return Ok(()) };
    if prefix.chars().count() > MOST_PREFIX {
        return Err(InvalidS3PrefixException::new(format!("S3 prefix is longer than maximum length: {MOST_PREFIX}")).into());
    }
    if prefix.starts_with('/') || prefix.ends_with('/') || prefix.chars().any(char::is_control) {
        return Err(InvalidS3PrefixException::new(format!("S3 prefix is invalid: {prefix}")).into());
    }
    Ok(())
}

/// Asks object storage whether the service may put this trail's files there now: its owner's, and an organization's.
///
/// # Errors
/// `S3BucketDoesNotExistException`, `InsufficientS3BucketPolicyException`, `InsufficientEncryptionPolicyException`.
pub async fn check_access(tx: &Transaction<'_>, trail: &Trail) -> Result<(), Failure> {
    let reader = tx.reader();
    let Some(objects) = tx.plane().objects().cloned() else {
        return Err(Failure::internal("there is no object storage"));
    };
    let alone = Trail { organization: None, ..trail.clone() };
    let mut folders = vec![alone.folder(&trail.account)];
    folders.extend(trail.organization.iter().map(|_| trail.folder(&trail.account)));
    for folder in folders {
        let key = format!("{folder}/CloudTrail/{}/check", trail.region);
        let object = object(trail, &trail.bucket, key, Vec::new(), Vec::new());
        if let Err(failure) = objects.may_put(&reader, &object).await {
            return Err(match code(&failure).as_str() {
                "NoSuchBucket" => {
                    S3BucketDoesNotExistException::new(format!("S3 bucket {} does not exist!", trail.bucket)).into()
                }
                "AccessDenied" => InsufficientS3BucketPolicyException::new(format!(
                    "Incorrect S3 bucket policy is detected for bucket: {}",
                    trail.bucket
                ))
                .into(),
                _ => failure,
            });
        }
        encryption::check_object(&reader, &objects, &object).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check_names;

    #[test]
    fn names_and_prefixes_are_checked() {
        for (bucket, prefix) in [("abc", None), ("my.logs-1", Some("audit")), ("abc", Some("a/b"))] {
            assert!(check_names(bucket, prefix).is_ok(), "{bucket} {prefix:?}");
        }
        let long = "x".repeat(201);
        for (bucket, prefix) in [
            ("ab", None),
            ("Logs", None),
            ("a_b", None),
            ("-ab", None),
            ("a..b", None),
            ("abc", Some("/a")),
            ("abc", Some("a/")),
            ("abc", Some("a\nb")),
            ("abc", Some(long.as_str())),
        ] {
            assert!(check_names(bucket, prefix).is_err(), "{bucket} {prefix:?}");
        }
    }
}
