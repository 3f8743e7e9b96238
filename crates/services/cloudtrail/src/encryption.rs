//! Whether a trail's files can be encrypted with a KMS key.
//!
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html>.

use std::sync::Arc;

use plane::ports::{KeyUsage, Objects, ServiceCaller, ServiceObject};
use plane::{Failure, Reader, Transaction};

use crate::api::{
    InsufficientEncryptionPolicyException, InvalidKmsKeyIdException, KmsException, KmsKeyNotFoundException,
    S3BucketDoesNotExistException,
};
use crate::deliver::{PRINCIPAL, code};
use crate::resources::Trail;

/// Longest `KmsKeyId`, characters.
const MOST: usize = 350;

/// The encryption context of a trail's files, beside the ARN of each that S3 adds.
pub fn context(trail: &Trail) -> Vec<(String, String)> {
    if trail.kms_key.is_some() { vec![("aws:cloudtrail:arn".to_owned(), trail.arn.clone())] } else { Vec::new() }
}

fn insufficient(bucket: &str, key: &str) -> Failure {
    InsufficientEncryptionPolicyException::new(format!("Insufficient permissions to access S3 bucket {bucket} or KMS key {key}."))
        .into()
}

/// That the key that would encrypt an object, the bucket's default if it names none, lets the service encrypt.
///
/// # Errors
/// `InsufficientEncryptionPolicyException`.
pub async fn check_object(reader: &Reader<'_>, objects: &Arc<dyn Objects>, object: &ServiceObject) -> Result<(), Failure> {
    objects.may_encrypt(reader, object).await.map_err(|failure| {
        let code = code(&failure);
        let key = object.kms_key.as_deref().unwrap_or("of its default encryption");
        if code == "AccessDenied" || code.starts_with("KMS.") { insufficient(&object.bucket, key) } else { failure }
    })
}

/// Whether a text can name a key.
pub fn is_name(text: &str) -> bool {
    text.chars().count() <= MOST && !text.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// The ARN of the key that a caller names for a trail, if it encrypts what is put into the trail's bucket: it is in the bucket's region and enabled, and its policy
/// lets the service encrypt for this trail.
///
/// # Errors
/// `InvalidKmsKeyIdException`, `KmsKeyNotFoundException`, `KmsException`, `InsufficientEncryptionPolicyException`, `S3BucketDoesNotExistException`.
pub async fn check(tx: &Transaction<'_>, trail: &Trail, named: &str) -> Result<String, Failure> {
    if !is_name(named) {
        return Err(InvalidKmsKeyIdException::new(format!("KMS key ID is invalid: {named}")).into());
    }
    let missing = || Failure::from(KmsKeyNotFoundException::new(format!("KMS key not found: {named}")));
    let (reader, plane) = (tx.reader(), tx.plane());
    let (Some(keys), Some(objects)) = (plane.keys(), plane.objects()) else { return Err(missing()) };
    let region = objects.region(&reader, &trail.bucket).await?.ok_or_else(|| {
        Failure::from(S3BucketDoesNotExistException::new(format!("S3 bucket {} does not exist!", trail.bucket)))
    })?;
    // A key of another region is none of this one.
    let key = keys.find(&reader, tx.account(), &region, named).await?.ok_or_else(missing)?;
    let mut context = context(&Trail { kms_key: Some(key.arn.clone()), ..trail.clone() });
    let file = format!("{}/CloudTrail/{}/check", trail.folder(&trail.account), trail.region);
    context.push(("aws:s3:arn".to_owned(), format!("arn:{}:s3:::{}/{file}", plane.settings.partition, trail.bucket)));
    let usage = KeyUsage { key: &key.arn, region: &region, action: "kms:GenerateDataKey", context: &context, via: "s3" };
    let caller =
        ServiceCaller { principal: PRINCIPAL.to_owned(), source_arn: trail.arn.clone(), source_account: trail.account.clone() };
    keys.allows_service(&reader, usage, &caller)
        .await
        .map_err(|failure| if code(&failure) == "AccessDenied" { insufficient(&trail.bucket, &key.arn) } else { failure })?;
    if !key.usable {
        return Err(
            KmsException::new(format!("KMS key {} is disabled, pending deletion, or not for encryption.", key.arn)).into()
        );
    }
    Ok(key.arn)
}
