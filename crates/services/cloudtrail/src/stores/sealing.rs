//! Event data stores that a KMS key encrypts: the files of the lake are sealed under a data key of the store, which KMS encrypts.
//!
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html>.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lake::TableKey;
use plane::ports::{KeyUsage, ServiceCaller};
use plane::{Access, Failure, Lookup, Reader, Transaction};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::EventDataStore;
use super::find::{Named, store};
use crate::api::{
    InsufficientEncryptionPolicyException, InvalidKmsKeyIdException, InvalidParameterException, KmsException,
    KmsKeyNotFoundException,
};
use crate::deliver::{PRINCIPAL, code};
use crate::encryption;

/// What whoever makes an event data store with a key must be allowed with it, and the service too.
const WRITE: [&str; 2] = ["kms:GenerateDataKey", "kms:Decrypt"];

/// The key of an event data store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreKey {
    /// ARN of the KMS key.
    pub arn: String,
    /// The store's data key, encrypted by KMS, Base64.
    pub wrapped: String,
}

fn context(arn: &str) -> [(String, String); 1] {
    [("aws:cloudtrail:arn".to_owned(), arn.to_owned())]
}

fn usage<'a>(key: &'a str, region: &'a str, action: &'static str, context: &'a [(String, String)]) -> KeyUsage<'a> {
    KeyUsage { key, region, action, context, via: "cloudtrail" }
}

async fn may(lookup: &Lookup<'_>, key: &str, arn: &str, actions: &[&'static str]) -> Result<Access, Failure> {
    let mut access = Access::exempt();
    let Some(keys) = lookup.plane().keys() else { return Ok(access) };
    let context = context(arn);
    for action in actions {
        access = access.and(keys.access(lookup, usage(key, &lookup.call().region, action, &context)).await?);
    }
    Ok(access)
}

/// What the caller must be allowed with the key that a request names for an event data store.
///
/// # Errors
/// Internal ones only.
pub async fn to_write(lookup: &Lookup<'_>, named: Option<&String>, arn: &str) -> Result<Access, Failure> {
    match named.filter(|key| !key.is_empty() && encryption::is_name(key)) {
        Some(key) => may(lookup, key, arn, &WRITE).await,
        None => Ok(Access::exempt()),
    }
}

/// The same for an event data store that is there.
///
/// # Errors
/// Internal ones only.
pub async fn to_change(lookup: &Lookup<'_>, named: Option<&String>, text: &str) -> Result<Access, Failure> {
    match found(lookup, text).await? {
        Some(store) => to_write(lookup, named, &store.arn).await,
        None => Ok(Access::exempt()),
    }
}

/// What the caller must be allowed with the key of an event data store to query it.
///
/// # Errors
/// Internal ones only.
pub async fn to_query(lookup: &Lookup<'_>, text: &str) -> Result<Access, Failure> {
    let store = found(lookup, text).await?;
    match store.as_ref().and_then(|store| Some((&store.arn, store.key.as_ref()?))) {
        Some((arn, key)) => may(lookup, &key.arn, arn, &["kms:Decrypt"]).await,
        None => Ok(Access::exempt()),
    }
}

async fn found(lookup: &Lookup<'_>, text: &str) -> Result<Option<EventDataStore>, Failure> {
    let Some(named) = Named::parse("eventdatastore", text) else { return Ok(None) };
    Ok(store(lookup, lookup.call(), &named).await?.map(|stored| stored.body))
}

/// Gives an event data store the key that a request names, if it names one: a key that it has stays, as on AWS.
///
/// # Errors
/// `InvalidKmsKeyIdException`, `KmsKeyNotFoundException`, `KmsException`, `InsufficientEncryptionPolicyException`, `InvalidParameterException`.
pub async fn give(tx: &mut Transaction<'_>, store: &mut EventDataStore, named: Option<&String>) -> Result<(), Failure> {
    let Some(named) = named.filter(|key| !key.is_empty()) else { return Ok(()) };
    if !encryption::is_name(named) {
        return Err(InvalidKmsKeyIdException::new(format!("KMS key ID is invalid: {named}")).into());
    }
    let missing = || Failure::from(KmsKeyNotFoundException::new(format!("KMS key not found: {named}")));
    let keys = tx.plane().keys().cloned().ok_or_else(missing)?;
    let facts = keys.find(&tx.reader(), tx.account(), &store.region, named).await?.ok_or_else(missing)?;
    if let Some(key) = &store.key {
        if key.arn == facts.arn {
            return Ok(());
        }
        let text = "The KMS key of an event data store cannot be changed.";
        return Err(InvalidParameterException::new(text).into());
    }
    allows(&tx.reader(), store, &facts.arn, &WRITE).await.map_err(|failure| match code(&failure).as_str() {
        "AccessDenied" => InsufficientEncryptionPolicyException::new(format!(
            "The policy of KMS key {} does not let {PRINCIPAL} call kms:GenerateDataKey and kms:Decrypt for the event data store.",
            facts.arn
        ))
        .into(),
        _ => failure,
    })?;
    if !facts.usable {
        let text = format!("KMS key {} is disabled, pending deletion, or not for encryption.", facts.arn);
        return Err(KmsException::new(text).into());
    }
    let plain = Zeroizing::new(tx.plane().ids.bytes::<32>());
    let wrapped = keys.encrypt(tx, &facts.arn, &context(&store.arn), plain.as_slice()).await?;
    store.key = Some(StoreKey { arn: facts.arn, wrapped: STANDARD.encode(wrapped) });
    Ok(())
}

/// Whether the key's policy lets the service do this for an event data store.
async fn allows(reader: &Reader<'_>, store: &EventDataStore, key: &str, actions: &[&'static str]) -> Result<(), Failure> {
    let keys = reader.plane().keys().ok_or_else(|| Failure::internal("there is no KMS in this plane"))?;
    let context = context(&store.arn);
    let (source_arn, source_account) = (store.arn.clone(), store.account.clone());
    let caller = ServiceCaller { principal: PRINCIPAL.to_owned(), source_arn, source_account };
    for action in actions {
        keys.allows_service(reader, usage(key, &store.region, action, &context), &caller).await?;
    }
    Ok(())
}

/// The key of an event data store's files; none if it has none.
///
/// # Errors
/// KMS' own, and `AccessDenied`: the key is disabled, gone, or closed to the service.
pub async fn open(reader: &Reader<'_>, store: &EventDataStore) -> Result<Option<TableKey>, Failure> {
    let Some(key) = &store.key else { return Ok(None) };
    allows(reader, store, &key.arn, &["kms:Decrypt"]).await?;
    let keys = reader.plane().keys().ok_or_else(|| Failure::internal("there is no KMS in this plane"))?;
    let wrapped = STANDARD.decode(&key.wrapped).map_err(Failure::internal)?;
    let plain = keys.decrypt(reader, &store.region, &context(&store.arn), &wrapped).await?;
    let plain: [u8; 32] = plain.as_slice().try_into().map_err(|_| Failure::internal("a data key has another length"))?;
    Ok(Some(TableKey::new(Zeroizing::new(plain))))
}
