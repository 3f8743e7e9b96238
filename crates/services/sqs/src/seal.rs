//! Contents of messages at rest: always sealed, with the plane's key or, where the queue names one, with a KMS key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use plane::ports::{KeyUsage, Keys};
use plane::{Access, Failure, Lookup, Plane, Reader, Transaction};
use std::sync::Arc;

use crate::api::KmsNotFound;
use crate::resources::{Content, Message, Queue};

fn keys(plane: &Plane) -> Result<&Arc<dyn Keys>, Failure> {
    plane.keys().ok_or_else(|| KmsNotFound::new("There is no key management in this installation.").into())
}

/// What the ciphertext is bound to. See <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html>.
fn context(queue: &Queue, partition: &str) -> Vec<(String, String)> {
    vec![("aws:sqs:arn".to_owned(), queue.arn(partition))]
}

/// What the caller needs besides the queue's own action where the queue has a key: senders `kms:GenerateDataKey` and `kms:Decrypt`, receivers
/// `kms:Decrypt`.
pub(crate) async fn access(lookup: &Lookup<'_>, queue: &Queue, sends: bool, mut access: Access) -> Result<Access, Failure> {
    let Some(key) = &queue.attributes.kms_key else { return Ok(access) };
    let keys = keys(lookup.plane())?;
    let context = context(queue, &lookup.plane().settings.partition);
    let actions: &[&'static str] = if sends { &["kms:GenerateDataKey", "kms:Decrypt"] } else { &["kms:Decrypt"] };
    for action in actions {
        let usage = KeyUsage { key, region: &queue.region, action, context: &context, via: "sqs" };
        access = access.and(keys.access(lookup, usage).await?);
    }
    Ok(access)
}

/// Seals a content: the text to keep, and the ARN of the key where it is not the plane's.
pub(crate) async fn seal(
    tx: &mut Transaction<'_>,
    queue: &Queue,
    id: &str,
    content: &Content,
) -> Result<(String, Option<String>), Failure> {
    let plain = serde_json::to_vec(content).map_err(Failure::internal)?;
    let plane = tx.plane();
    let Some(key) = &queue.attributes.kms_key else {
        return Ok((BASE64.encode(plane.keyring.seal(&plane.ids, &place(queue, id), &plain)), None));
    };
    let keys = keys(plane)?;
    let missing = || KmsNotFound::new(format!("Invalid keyId {key}"));
    let facts = keys.find(&tx.reader(), &queue.account, &queue.region, key).await?.ok_or_else(missing)?;
    let sealed = keys.encrypt(tx, &facts.arn, &context(queue, &plane.settings.partition), &plain).await?;
    Ok((BASE64.encode(sealed), Some(facts.arn)))
}

/// Opens the content of a message.
pub(crate) async fn open(reader: &Reader<'_>, queue: &Queue, message: &Message) -> Result<Content, Failure> {
    let plane = reader.plane();
    let sealed = BASE64.decode(&message.sealed).map_err(Failure::internal)?;
    let plain = match &message.key {
        None => plane.keyring.open_sealed(&place(queue, &message.id), &sealed).map_err(Failure::internal)?,
        Some(_) => keys(plane)?.decrypt(reader, &queue.region, &context(queue, &plane.settings.partition), &sealed).await?,
    };
    serde_json::from_slice(&plain).map_err(Failure::internal)
}

fn place(queue: &Queue, id: &str) -> String {
    format!("sqs:{}:{id}", queue.uid)
}
