//! Events at rest are always sealed: with a data key of their group, which the plane's key or a KMS key seals. With the data key they are gone.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use plane::ports::{KeyUsage, Keys, ServiceCaller};
use plane::{Failure, Keyring, Plane, Reader, Stored, Transaction};
use zeroize::Zeroizing;

use crate::errors::invalid;
use crate::resources::{DataKey, LogGroup};

/// The installation's keys.
///
/// # Errors
/// `InvalidParameterException`: it has none.
pub(crate) fn keys(plane: &Plane) -> Result<&Arc<dyn Keys>, Failure> {
    plane.keys().ok_or_else(|| invalid("There is no key management in this installation."))
}

/// What the ciphertext of a data key is bound to.
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html>.
pub(crate) fn context(arn: &str) -> Vec<(String, String)> {
    vec![("aws:logs:arn".to_owned(), arn.to_owned())]
}

fn place(group: &LogGroup, id: &str) -> String {
    format!("logs:{}:{id}", group.uid)
}

/// The ARN of the key that a caller names for a group, if it encrypts and its policy lets the service use it for this group.
///
/// # Errors
/// `InvalidParameterException`.
pub(crate) async fn usable_key(tx: &Transaction<'_>, group: &LogGroup, named: &str) -> Result<String, Failure> {
    usable_for(tx, &group.account, &group.region, &group.arn(&tx.plane().settings.partition), named).await
}

/// The same for anything of the service that has an ARN.
///
/// # Errors
/// `InvalidParameterException`.
pub(crate) async fn usable_for(
    tx: &Transaction<'_>,
    account: &str,
    region: &str,
    arn: &str,
    named: &str,
) -> Result<String, Failure> {
    let plane = tx.plane();
    let kind = if arn.contains(":log-group:") { "LogGroup" } else { "resource" };
    let refused = || invalid(format!("The specified KMS key does not exist or is not allowed to be used with {kind} '{arn}'."));
    if !named.starts_with("arn:") {
        return Err(invalid("The specified kmsKeyId is not the ARN of a key."));
    }
    let keys = keys(plane)?;
    let facts = keys.find(&tx.reader(), account, region, named).await?.filter(|f| f.usable).ok_or_else(refused)?;
    let caller = ServiceCaller {
        principal: format!("logs.{region}.amazonaws.com"),
        source_arn: arn.to_owned(),
        source_account: account.to_owned(),
    };
    let context = context(arn);
    for action in ["kms:Encrypt", "kms:Decrypt"] {
        let usage = KeyUsage { key: &facts.arn, region, action, context: &context, via: "logs" };
        keys.allows_service(&tx.reader(), usage, &caller).await.map_err(|_| refused())?;
    }
    Ok(facts.arn)
}

/// Makes a data key for a group, sealed with its KMS key if it has one, and makes it the one for new events.
///
/// # Errors
/// Those of KMS.
pub(crate) async fn make(tx: &mut Transaction<'_>, group: &mut LogGroup) -> Result<(), Failure> {
    let plane = tx.plane();
    let id = hex::encode(plane.ids.bytes::<8>());
    let key = Zeroizing::new(plane.ids.bytes::<32>());
    let sealed = match &group.kms_key {
        None => plane.keyring.seal(&plane.ids, &place(group, &id), key.as_slice()),
        Some(arn) => keys(plane)?.encrypt(tx, arn, &context(&group.arn(&plane.settings.partition)), key.as_slice()).await?,
    };
    let body = DataKey { sealed: BASE64.encode(sealed), kms_key: group.kms_key.clone() };
    tx.put(&Stored::new(&group.account, &group.partition(), &id, body))?;
    group.data_key = id;
    Ok(())
}

/// Opens a data key of a group. A KMS key that is disabled or gone opens nothing.
///
/// # Errors
/// Those of KMS, and internal ones.
pub(crate) async fn open(reader: &Reader<'_>, group: &LogGroup, id: &str) -> Result<Keyring, Failure> {
    let plane = reader.plane();
    let found = reader.get::<DataKey>(&group.account, &group.partition(), id).await?;
    let found = found.ok_or_else(|| Failure::internal(format!("the data key {id} of a log group is gone")))?.body;
    let sealed = BASE64.decode(&found.sealed).map_err(Failure::internal)?;
    let plain = match &found.kms_key {
        None => plane.keyring.open_sealed(&place(group, id), &sealed).map_err(Failure::internal)?,
        Some(arn) => {
            let context = context(&group.arn(&plane.settings.partition));
            keys(plane)?
                .decrypt(reader, &group.region, &context, &sealed)
                .await
                .map_err(|failure| invalid(format!("The KMS key {arn} of the log group cannot be used: {}", failure.message)))?
        }
    };
    let key: &[u8; 32] = plain.as_slice().try_into().map_err(Failure::internal)?;
    Keyring::new(key).map_err(Failure::internal)
}
