//! Values at rest: encrypted by KMS under the secret's key, bound to secret and version. Without KMS nothing is kept.

use std::borrow::Cow;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use plane::ports::{KeyUsage, Keys};
use plane::{Access, Failure, Lookup, Plane, Reader, Stored, Transaction};
use zeroize::Zeroizing;

use crate::api::{DecryptionFailure, EncryptionFailure};
use crate::errors::invalid_request;
use crate::resources::{Sealed, Secret, Version};

/// The service's name in KMS: of its managed key and in `kms:ViaService`.
const SERVICE: &str = "secretsmanager";
/// Alias of the managed key.
const MANAGED: &str = "alias/aws/secretsmanager";

/// A secret's value, wiped from memory when it is no longer used.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// `SecretString`.
    Text(Zeroizing<String>),
    /// `SecretBinary`.
    Binary(Zeroizing<Vec<u8>>),
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("<value>")
    }
}

impl Value {
    /// A string value.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(Zeroizing::new(text.into()))
    }

    /// As an answer carries it: string or bytes.
    pub fn parts(&self) -> (Option<String>, Option<Bytes>) {
        match self {
            Self::Text(text) => (Some(text.as_str().to_owned()), None),
            Self::Binary(bytes) => (None, Some(Bytes::copy_from_slice(bytes))),
        }
    }

    fn packed(&self) -> Zeroizing<Vec<u8>> {
        let (mark, bytes) = match self {
            Self::Text(text) => (b's', text.as_bytes()),
            Self::Binary(bytes) => (b'b', bytes.as_slice()),
        };
        let mut packed = Zeroizing::new(Vec::with_capacity(bytes.len() + 1));
        packed.push(mark);
        packed.extend_from_slice(bytes);
        packed
    }

    fn unpack(packed: &[u8]) -> Option<Self> {
        match packed.split_first()? {
            (b's', rest) => Some(Self::text(std::str::from_utf8(rest).ok()?)),
            (b'b', rest) => Some(Self::Binary(Zeroizing::new(rest.to_vec()))),
            _ => None,
        }
    }
}

/// KMS.
///
/// # Errors
/// An internal one where there is none.
pub fn keys(plane: &Plane) -> Result<&Arc<dyn Keys>, Failure> {
    plane.keys().ok_or_else(|| Failure::internal("there is no KMS in this plane: secrets cannot be encrypted"))
}

/// The encryption context. See <https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html>.
fn context(arn: &str, version: &str) -> [(String, String); 2] {
    [("SecretARN".to_owned(), arn.to_owned()), ("SecretVersionId".to_owned(), version.to_owned())]
}

/// Whether a key's name means the managed key.
pub fn is_managed(key: Option<&str>) -> bool {
    key.is_none_or(|key| key.is_empty() || key == MANAGED || key.ends_with(&format!(":{MANAGED}")))
}

/// A key's name that means the same to everybody: ids and alias names are of the account that owns the secret (given by its ARN), whoever calls.
fn qualified<'k>(key: &'k str, region: &str, secret_arn: &str) -> Cow<'k, str> {
    if key.starts_with("arn:") {
        return Cow::Borrowed(key);
    }
    let mut parts = secret_arn.split(':');
    let (partition, account) = (parts.nth(1).unwrap_or_default(), parts.nth(2).unwrap_or_default());
    let resource = if key.starts_with("alias/") { key.to_owned() } else { format!("key/{key}") };
    Cow::Owned(format!("arn:{partition}:kms:{region}:{account}:{resource}"))
}

/// What the caller must be allowed with a customer's key to do `actions` for a version; nothing for the managed key.
///
/// # Errors
/// Internal ones, and what KMS says of the key's name.
pub async fn access(
    lookup: &Lookup<'_>,
    key: Option<&str>,
    region: &str,
    arn: &str,
    version: &str,
    actions: &[&'static str],
) -> Result<Access, Failure> {
    let mut access = Access::exempt();
    let Some(key) = key.filter(|key| !is_managed(Some(key))) else { return Ok(access) };
    let keys = keys(lookup.plane())?;
    let (context, key) = (context(arn, version), qualified(key, region, arn));
    for action in actions {
        let usage = KeyUsage { key: &key, region, action, context: &context, via: SERVICE };
        access = access.and(keys.access(lookup, usage).await?);
    }
    Ok(access)
}

/// What the caller must be allowed to write with a key.
pub const WRITE: &[&str] = &["kms:GenerateDataKey", "kms:Decrypt"];
/// What the caller must be allowed with the key of a replica in another region.
/// See <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicateSecretToRegions.html>.
pub const REPLICATE: &[&str] = &["kms:GenerateDataKey", "kms:Encrypt"];
/// What the caller must be allowed to read with a key.
pub const READ: &[&str] = &["kms:Decrypt"];

/// Seals a value as a new version of a secret and keeps it; what describes the version, without labels.
///
/// # Errors
/// `EncryptionFailure`, `InvalidRequestException`, or KMS' own.
pub async fn seal(tx: &mut Transaction<'_>, secret: &Secret, version: &str, value: &Value) -> Result<Version, Failure> {
    let keys = keys(tx.plane())?.clone();
    let facts = if is_managed(secret.kms_key.as_deref()) {
        keys.managed(tx, &secret.account, &secret.region, SERVICE).await?
    } else {
        let named = secret.kms_key.as_deref().unwrap_or_default();
        let found = keys.find(&tx.reader(), &secret.account, &secret.region, named).await?;
        found.ok_or_else(|| Failure::from(EncryptionFailure::new(format!("Secrets Manager can't find the KMS key {named}."))))?
    };
    if !facts.usable {
        return Err(EncryptionFailure::new(format!(
            "Secrets Manager can't encrypt the protected secret text using the provided KMS key {}: it isn't enabled for encryption.",
            facts.arn
        ))
        .into());
    }
    let sealed = keys.encrypt(tx, &facts.arn, &context(&secret.arn, version), &value.packed()).await?;
    let id = place(secret, version);
    // A version is sealed anew when the secret's key changes.
    let mut stored = match tx.get::<Sealed>(&secret.account, &secret.region, &id).await? {
        Some(stored) => stored,
        None => Stored::new(&secret.account, &secret.region, id, Sealed { ciphertext: String::new() }),
    };
    stored.body.ciphertext = STANDARD.encode(sealed);
    tx.put(&stored)?;
    Ok(Version {
        id: version.to_owned(),
        stages: Vec::new(),
        created: tx.call().time.as_millisecond(),
        key: facts.arn,
        managed_key: facts.managed,
    })
}

/// Opens the value of a version.
///
/// # Errors
/// `DecryptionFailure`, `InvalidRequestException` where the key is disabled, or KMS' own.
pub async fn open(tx: &mut Transaction<'_>, secret: &Secret, version: &str) -> Result<Value, Failure> {
    let sealed = tx.get::<Sealed>(&secret.account, &secret.region, &place(secret, version)).await?;
    let bytes = ciphertext(secret, version, sealed)?;
    let keys = keys(tx.plane())?.clone();
    let plain = keys.decrypt_within(tx, &secret.region, &context(&secret.arn, version), &bytes).await.map_err(in_our_words)?;
    Value::unpack(&plain).ok_or_else(damaged)
}

/// Opens the value of a version outside a transaction.
///
/// # Errors
/// As [`open`].
pub async fn read(reader: &Reader<'_>, secret: &Secret, version: &str) -> Result<Value, Failure> {
    let sealed = reader.get::<Sealed>(&secret.account, &secret.region, &place(secret, version)).await?;
    let bytes = ciphertext(secret, version, sealed)?;
    let keys = keys(reader.plane())?;
    let plain = keys.decrypt(reader, &secret.region, &context(&secret.arn, version), &bytes).await.map_err(in_our_words)?;
    Value::unpack(&plain).ok_or_else(damaged)
}

fn ciphertext(secret: &Secret, version: &str, sealed: Option<Stored<Sealed>>) -> Result<Vec<u8>, Failure> {
    let sealed = sealed.ok_or_else(|| Failure::internal(format!("the value of {version} of {} is gone", secret.arn)))?;
    STANDARD.decode(&sealed.body.ciphertext).map_err(|_| damaged())
}

fn damaged() -> Failure {
    DecryptionFailure::new("Secrets Manager can't decrypt the protected secret text using the provided KMS key.").into()
}

/// KMS' errors are told as Secrets Manager tells them.
fn in_our_words(failure: Failure) -> Failure {
    let wire::failure::Kind::Modelled { shape, .. } = &failure.kind else { return failure };
    match shape.as_ref() {
        "InvalidCiphertextException" | "IncorrectKeyException" => damaged(),
        "DisabledException" | "KMSInvalidStateException" | "NotFoundException" => {
            invalid_request(format!("Secrets Manager can't use the KMS key of this secret. {}", failure.message))
        }
        _ => failure,
    }
}

/// Removes the value of a version.
///
/// # Errors
/// Internal ones only.
pub async fn remove(tx: &mut Transaction<'_>, secret: &Secret, version: &str) -> Result<(), Failure> {
    if let Some(sealed) = tx.get::<Sealed>(&secret.account, &secret.region, &place(secret, version)).await? {
        tx.delete(&sealed);
    }
    Ok(())
}

fn place(secret: &Secret, version: &str) -> String {
    format!("{}/{version}", secret.id())
}

#[cfg(test)]
mod tests {
    use super::qualified;

    #[test]
    fn names_of_keys_are_of_the_secrets_account() {
        let secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf";
        for (named, is) in [
            ("alias/mine", "arn:aws:kms:eu-west-1:111122223333:alias/mine"),
            ("1234abcd", "arn:aws:kms:eu-west-1:111122223333:key/1234abcd"),
            ("arn:aws:kms:eu-west-1:444455556666:key/x", "arn:aws:kms:eu-west-1:444455556666:key/x"),
        ] {
            assert_eq!(qualified(named, "eu-west-1", secret), is);
        }
    }
}
