//! Encryption of objects with KMS keys (SSE-KMS).
//!
//! An object has a data key of its own, which KMS encrypts under the key that was asked for; it seals the keys of the object's blobs, so that a read asks KMS
//! once, however many parts the object has. Who writes needs `kms:GenerateDataKey`, who reads `kms:Decrypt`, and who uploads in parts both.
//! See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html>.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plane::ports::{KeyUsage, Keys};
use plane::{Access, Call, Keyring, Lookup, Plane, PrincipalKind, Reader, Transaction};
use wire::Failure;
use wire::failure::Kind;
use zeroize::Zeroizing;

use crate::api::ServerSideEncryption;
use crate::errors::{err, invalid, not_built};
use crate::resources::{Bucket, Entry, Sse};

/// The service's name in KMS: of its managed key and in `kms:ViaService`.
const SERVICE: &str = "s3";
/// The managed key.
const MANAGED: &str = "alias/aws/s3";
/// The pair of the encryption context that S3 adds.
const ARN: &str = "aws:s3:arn";

/// What the headers of a write say.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wish<'a> {
    pub(crate) algorithm: Option<ServerSideEncryption>,
    pub(crate) key: Option<&'a str>,
    pub(crate) context: Option<&'a str>,
    pub(crate) bucket_key: Option<bool>,
}

/// The wish of an input that makes an object.
macro_rules! wish {
    ($input:expr) => {
        $crate::sse::Wish {
            algorithm: $input.server_side_encryption,
            key: $input.ssekms_key_id.as_ref().map(|key| key.0.as_str()),
            context: $input.ssekms_encryption_context.as_ref().map(|context| context.0.as_str()),
            bucket_key: $input.bucket_key_enabled,
        }
    };
}

pub(crate) use wish;

/// Tells an output how an object is encrypted.
macro_rules! tell_sse {
    ($output:expr, $sse:expr) => {
        match $sse {
            None => $output.server_side_encryption = Some($crate::api::ServerSideEncryption::Aes256),
            Some(sse) => {
                $output.server_side_encryption = Some($crate::api::ServerSideEncryption::AwsKms);
                $output.ssekms_key_id = Some(wire::shape::Sensitive(sse.key.clone()));
                $output.bucket_key_enabled = sse.bucket_key.then_some(true);
            }
        }
    };
}

pub(crate) use tell_sse;

/// How an object is to be encrypted with KMS.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// The key as it was given; none means the managed one.
    key: Option<String>,
    bucket_key: bool,
    context: Vec<(String, String)>,
}

impl Plan {
    fn key(&self) -> &str {
        self.key.as_deref().unwrap_or(MANAGED)
    }

    /// Of a service that puts an object under this key, with a context of its own.
    pub(crate) fn of_service(key: &str, arn: &str, more: &[(String, String)]) -> Self {
        let mut context = more.to_vec();
        context.push((ARN.to_owned(), arn.to_owned()));
        Self { key: Some(key.to_owned()), bucket_key: false, context }
    }

    /// Where the key that a service uses is looked up.
    pub(crate) fn named(&self) -> (&str, &[(String, String)]) {
        (self.key(), &self.context)
    }
}

/// Decides how an object is encrypted: as the request says, else as the bucket does. None is SSE-S3.
///
/// # Errors
/// What does not fit in the request.
pub(crate) fn plan(wish: Wish<'_>, bucket: &Bucket, partition: &str, object: &str) -> Result<Option<Plan>, Failure> {
    let default = bucket.encryption.as_ref();
    let key = match wish.algorithm {
        None if wish.key.is_some() || wish.context.is_some() => {
            return Err(invalid(
                "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
            ));
        }
        None => match default {
            Some(default) if default.kms => default.key.as_deref(),
            _ => return Ok(None),
        },
        Some(ServerSideEncryption::Aes256) if wish.key.is_some() || wish.context.is_some() => {
            return Err(invalid(
                "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
            ));
        }
        Some(ServerSideEncryption::Aes256) => return Ok(None),
        Some(ServerSideEncryption::AwsKms) => wish.key,
        Some(ServerSideEncryption::AwsKmsDsse) => return Err(not_built("Dual-layer encryption (aws:kms:dsse)")),
        Some(_) => {
            return Err(err("InvalidEncryptionAlgorithmError", 400, "The encryption request that you specified is not valid."));
        }
    };
    let bucket_key = wish.bucket_key.unwrap_or_else(|| default.is_some_and(|d| d.bucket_key));
    let arn = if bucket_key { bucket.arn(partition) } else { bucket.object_arn(partition, object) };
    let mut context = wish.context.map(read_context).transpose()?.unwrap_or_default();
    match context.get(ARN) {
        Some(given) if *given != arn => {
            return Err(invalid(format!("The encryption context key {ARN} is reserved, and not {given:?} here.")));
        }
        _ => context.insert(ARN.to_owned(), arn),
    };
    let key = key.filter(|key| !key.is_empty() && *key != MANAGED).map(str::to_owned);
    Ok(Some(Plan { key, bucket_key, context: context.into_iter().collect() }))
}

/// The encryption context of the header: Base64 of a JSON object of strings.
fn read_context(header: &str) -> Result<BTreeMap<String, String>, Failure> {
    let bytes = STANDARD.decode(header).ok();
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or_else(|| {
        invalid(
            "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map",
        )
    })
}

pub(crate) fn keys(plane: &Plane) -> Result<&Arc<dyn Keys>, Failure> {
    plane.keys().ok_or_else(|| Failure::internal("there is no KMS in this plane"))
}

/// Whether KMS can be asked for the caller: not without a signature, and not with an old one. The run step says so, when everything else is allowed.
fn asks_for(call: &Call) -> bool {
    call.principal.kind != PrincipalKind::Anonymous && call.signature.as_ref().is_none_or(|s| s.algorithm != "AWS")
}

fn check_signature(call: &Call) -> Result<(), Failure> {
    if asks_for(call) {
        return Ok(());
    }
    Err(invalid("Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4."))
}

/// A use of a key for the bucket's objects.
pub(crate) fn usage<'a>(bucket: &'a Bucket, key: &'a str, context: &'a [(String, String)], action: &'static str) -> KeyUsage<'a> {
    KeyUsage { key, region: &bucket.region, action, context, via: SERVICE }
}

async fn needs(
    lookup: &Lookup<'_>,
    bucket: &Bucket,
    key: &str,
    context: &[(String, String)],
    action: &'static str,
) -> Result<Access, Failure> {
    if !asks_for(lookup.call()) {
        return Ok(Access::exempt());
    }
    keys(lookup.plane())?.access(lookup, usage(bucket, key, context, action)).await
}

/// What the caller must be allowed besides, to write an object so.
pub(crate) async fn to_write(
    lookup: &Lookup<'_>,
    bucket: &Bucket,
    plan: Option<&Plan>,
    access: Access,
) -> Result<Access, Failure> {
    let Some(plan) = plan else { return Ok(access) };
    Ok(access.and(needs(lookup, bucket, plan.key(), &plan.context, "kms:GenerateDataKey").await?))
}

/// What the caller must be allowed besides, to read what was encrypted so.
pub(crate) async fn to_read(lookup: &Lookup<'_>, bucket: &Bucket, sse: Option<&Sse>, access: Access) -> Result<Access, Failure> {
    let Some(sse) = sse else { return Ok(access) };
    Ok(access.and(needs(lookup, bucket, &sse.key, &sse.context, "kms:Decrypt").await?))
}

/// As [`to_read`], of an object that may be there.
pub(crate) async fn to_read_entry(
    lookup: &Lookup<'_>,
    bucket: &Bucket,
    entry: Option<&Entry>,
    access: Access,
) -> Result<Access, Failure> {
    to_read(lookup, bucket, entry.and_then(|e| e.sse.as_ref()), access).await
}

/// What seals the keys of an object's blobs.
pub(crate) enum Seal<'p> {
    /// The installation's keyring: SSE-S3.
    Plane(&'p Keyring),
    /// The object's own data key: SSE-KMS.
    Object(Keyring),
}

impl Deref for Seal<'_> {
    type Target = Keyring;
    fn deref(&self) -> &Keyring {
        match self {
            Self::Plane(keyring) => keyring,
            Self::Object(keyring) => keyring,
        }
    }
}

/// Makes the data key of a new object, for a caller of an account. Nothing is asked any more.
///
/// # Errors
/// KMS', as S3 tells them.
pub(crate) async fn make(
    tx: &mut Transaction<'_>,
    bucket: &Bucket,
    account: &str,
    plan: &Plan,
) -> Result<(Sse, Keyring), Failure> {
    let keys = keys(tx.plane())?.clone();
    let facts = match &plan.key {
        Some(key) => match keys.find(&tx.reader(), account, &bucket.region, key).await.map_err(in_our_words)? {
            Some(facts) => facts,
            None => return Err(err("KMS.NotFoundException", 400, format!("Invalid keyId '{key}'"))),
        },
        None => keys.managed(tx, account, &bucket.region, SERVICE).await.map_err(in_our_words)?,
    };
    let key = Zeroizing::new(tx.plane().ids.bytes::<32>());
    let wrapped = keys.encrypt(tx, &facts.arn, &plan.context, key.as_slice()).await.map_err(in_our_words)?;
    let sse =
        Sse { key: facts.arn, bucket_key: plan.bucket_key, context: plan.context.clone(), wrapped: STANDARD.encode(wrapped) };
    Ok((sse, Keyring::new(&key).map_err(Failure::internal)?))
}

/// Begins a new object of the caller: how it is encrypted, and what seals its blobs' keys.
///
/// # Errors
/// Those of [`make`], and that the request is signed in an old way.
pub(crate) async fn begin<'p>(
    tx: &mut Transaction<'p>,
    bucket: &Bucket,
    plan: Option<&Plan>,
) -> Result<(Option<Sse>, Seal<'p>), Failure> {
    let Some(plan) = plan else { return Ok((None, Seal::Plane(&tx.plane().keyring))) };
    check_signature(tx.call())?;
    let account = tx.account().to_owned();
    let (sse, keyring) = make(tx, bucket, &account, plan).await?;
    Ok((Some(sse), Seal::Object(keyring)))
}

/// What opens the keys of an object's blobs.
///
/// # Errors
/// KMS', as S3 tells them.
pub(crate) async fn open<'p>(reader: &Reader<'p>, bucket: &Bucket, sse: Option<&Sse>) -> Result<Seal<'p>, Failure> {
    let plane = reader.plane();
    let Some(sse) = sse else { return Ok(Seal::Plane(&plane.keyring)) };
    let wrapped = STANDARD.decode(&sse.wrapped).map_err(Failure::internal)?;
    let plain = keys(plane)?.decrypt(reader, &bucket.region, &sse.context, &wrapped).await.map_err(in_our_words)?;
    let key = plain.first_chunk::<32>().ok_or_else(|| Failure::internal("an object's data key is too short"))?;
    Ok(Seal::Object(Keyring::new(key).map_err(Failure::internal)?))
}

/// As [`open`], for the caller of a transaction.
///
/// # Errors
/// Those of [`open`], and that the request is signed in an old way.
pub(crate) async fn open_for<'p>(tx: &Transaction<'p>, bucket: &Bucket, sse: Option<&Sse>) -> Result<Seal<'p>, Failure> {
    if sse.is_some() {
        check_signature(tx.call())?;
    }
    open(&tx.reader(), bucket, sse).await
}

/// KMS' errors as S3 tells them: with `KMS.` before the code.
pub(crate) fn in_our_words(failure: Failure) -> Failure {
    let Kind::Modelled { shape, .. } = &failure.kind else { return failure };
    let code = match shape.as_ref() {
        "NotFoundException" => "KMS.NotFoundException",
        "DisabledException" => "KMS.DisabledException",
        "KMSInvalidStateException" => "KMS.KMSInvalidStateException",
        "InvalidKeyUsageException" => "KMS.InvalidKeyUsageException",
        "InvalidCiphertextException" => "KMS.InvalidCiphertextException",
        _ => return failure,
    };
    err(code, 400, failure.message)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::{Wish, plan};
    use crate::api::ServerSideEncryption::{Aes256, AwsKms, AwsKmsDsse};
    use crate::resources::{Bucket, DefaultEncryption};

    fn bucket(encryption: Option<DefaultEncryption>) -> Bucket {
        Bucket {
            name: "b".to_owned(),
            root: String::new(),
            region: "us-east-1".to_owned(),
            owner: "111122223333".to_owned(),
            created_at: 0,
            versioning: crate::resources::Versioning::Off,
            policy: None,
            block: None,
            ownership: false,
            lifecycle: None,
            lock: None,
            encryption,
            notifications: None,
            cors: None,
            logging: None,
        }
    }

    #[test]
    fn the_request_decides_else_the_bucket() {
        let none = Wish::default();
        let kms = |key: Option<&str>, bucket_key| DefaultEncryption { kms: true, key: key.map(str::to_owned), bucket_key };
        let sse_s3 = DefaultEncryption { kms: false, key: None, bucket_key: false };
        let decided = |wish: Wish<'_>, default: Option<DefaultEncryption>| {
            plan(wish, &bucket(default), "aws", "k/x").unwrap().map(|plan| (plan.key, plan.bucket_key, plan.context))
        };
        let object = vec![("aws:s3:arn".to_owned(), "arn:aws:s3:::b/k/x".to_owned())];
        let whole = vec![("aws:s3:arn".to_owned(), "arn:aws:s3:::b".to_owned())];
        let some = |key: &str| Some(key.to_owned());
        for (wish, default, expected) in [
            (none, None, None),
            (none, Some(sse_s3.clone()), None),
            (none, Some(kms(None, false)), Some((None, false, object.clone()))),
            (none, Some(kms(Some("k"), true)), Some((some("k"), true, whole.clone()))),
            (Wish { algorithm: Some(Aes256), ..none }, Some(kms(Some("k"), true)), None),
            // Without a key of its own, a request for KMS means the managed one, whatever the bucket's is.
            (Wish { algorithm: Some(AwsKms), ..none }, Some(kms(Some("k"), true)), Some((None, true, whole.clone()))),
            (Wish { algorithm: Some(AwsKms), key: Some("o"), ..none }, None, Some((some("o"), false, object.clone()))),
            (Wish { bucket_key: Some(false), ..none }, Some(kms(Some("k"), true)), Some((some("k"), false, object.clone()))),
            (Wish { algorithm: Some(AwsKms), bucket_key: Some(true), ..none }, Some(sse_s3), Some((None, true, whole))),
        ] {
            assert_eq!(decided(wish, default.clone()), expected, "{wish:?} {default:?}");
        }
    }

    #[test]
    fn contexts_are_of_strings_and_keep_what_is_reserved() {
        let wish = |json: &str| STANDARD.encode(json);
        let with = |header: &str| {
            plan(Wish { algorithm: Some(AwsKms), context: Some(header), ..Wish::default() }, &bucket(None), "aws", "k").map(|p| {
                p.unwrap().context.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
            })
        };
        assert_eq!(with(&wish("{}")).unwrap(), "aws:s3:arn=arn:aws:s3:::b/k");
        assert_eq!(with(&wish(r#"{"z":"1","a":"2"}"#)).unwrap(), "a=2 aws:s3:arn=arn:aws:s3:::b/k z=1");
        assert_eq!(with(&wish(r#"{"aws:s3:arn":"arn:aws:s3:::b/k"}"#)).unwrap(), "aws:s3:arn=arn:aws:s3:::b/k");
        for bad in [wish(r#"{"aws:s3:arn":"other"}"#), wish("[]"), wish(r#"{"a":1}"#), "%".to_owned(), wish("nonsense")] {
            assert!(with(&bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        let none = Wish::default();
        for wish in [
            Wish { key: Some("k"), ..none },
            Wish { context: Some("e30="), ..none },
            Wish { algorithm: Some(Aes256), key: Some("k"), ..none },
            Wish { algorithm: Some(AwsKmsDsse), ..none },
        ] {
            assert!(plan(wish, &bucket(None), "aws", "k").is_err(), "{wish:?}");
        }
    }
}
