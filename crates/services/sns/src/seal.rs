//! Contents of messages at rest: always sealed, with the plane's key or, where the topic names one, with a KMS key.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use plane::ports::{KeyUsage, Keys, ServiceCaller};
use plane::{Access, Failure, Lookup, Plane, Reader, Transaction};
use wire::failure::Kind;

use crate::api::{KMSDisabledException, KMSInvalidStateException, KMSNotFoundException};
use crate::resources::{Content, Publication, Topic};

fn keys(plane: &Plane) -> Result<&Arc<dyn Keys>, Failure> {
    plane.keys().ok_or_else(|| KMSNotFoundException::new("There is no key management in this installation.").into())
}

/// What the ciphertext is bound to. See <https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html>.
fn context(topic_arn: &str) -> Vec<(String, String)> {
    vec![("aws:sns:topicArn".to_owned(), topic_arn.to_owned())]
}

/// What publishers need of a topic's key.
const ACTIONS: [&str; 2] = ["kms:GenerateDataKey", "kms:Decrypt"];

/// What a publisher needs besides `sns:Publish` where the topic has a key.
pub(crate) async fn access(lookup: &Lookup<'_>, topic: &Topic, mut access: Access) -> Result<Access, Failure> {
    let Some(key) = &topic.attributes.kms_key else { return Ok(access) };
    let keys = keys(lookup.plane())?;
    let context = context(&topic.arn(&lookup.plane().settings.partition));
    for action in ACTIONS {
        let usage = KeyUsage { key, region: &topic.region, action, context: &context, via: "sns" };
        access = access.and(keys.access(lookup, usage).await?);
    }
    Ok(access)
}

/// Whether the key's policy lets a service publish.
///
/// # Errors
/// `AccessDenied`, or that the key is not there.
pub(crate) async fn allow(reader: &Reader<'_>, topic: &Topic, caller: &ServiceCaller) -> Result<(), Failure> {
    let Some(key) = &topic.attributes.kms_key else { return Ok(()) };
    let keys = keys(reader.plane())?;
    let context = context(&topic.arn(&reader.plane().settings.partition));
    for action in ACTIONS {
        let usage = KeyUsage { key, region: &topic.region, action, context: &context, via: "sns" };
        keys.allows_service(reader, usage, caller).await?;
    }
    Ok(())
}

/// An error of KMS under the name that SNS has for it.
fn of_key(failure: Failure) -> Failure {
    let Kind::Modelled { code, .. } = &failure.kind else { return failure };
    match code.as_ref() {
        "DisabledException" => KMSDisabledException::new(failure.message).into(),
        "KMSInvalidStateException" => KMSInvalidStateException::new(failure.message).into(),
        "NotFoundException" => KMSNotFoundException::new(failure.message).into(),
        _ => failure,
    }
}

/// Seals a content: the text to keep, and the ARN of the key where it is not the plane's.
///
/// # Errors
/// `KMSNotFound`, `KMSDisabled`, `KMSInvalidState`.
pub(crate) async fn seal(
    tx: &mut Transaction<'_>,
    topic: &Topic,
    id: &str,
    content: &Content,
) -> Result<(String, Option<String>), Failure> {
    let plain = serde_json::to_vec(content).map_err(Failure::internal)?;
    let plane = tx.plane();
    let Some(key) = &topic.attributes.kms_key else {
        return Ok((BASE64.encode(plane.keyring.seal(&plane.ids, &place(&topic.uid, id), &plain)), None));
    };
    let keys = keys(plane)?;
    let missing = || KMSNotFoundException::new(format!("Invalid keyId {key}"));
    let facts = keys.find(&tx.reader(), &topic.account, &topic.region, key).await?.ok_or_else(missing)?;
    let sealed = keys.encrypt(tx, &facts.arn, &context(&topic.arn(&plane.settings.partition)), &plain).await.map_err(of_key)?;
    Ok((BASE64.encode(sealed), Some(facts.arn)))
}

/// Opens the content of a publication.
///
/// # Errors
/// Those of the key.
pub(crate) async fn open(reader: &Reader<'_>, id: &str, publication: &Publication) -> Result<Content, Failure> {
    let plane = reader.plane();
    let sealed = BASE64.decode(&publication.sealed).map_err(Failure::internal)?;
    let plain = match &publication.key {
        None => plane.keyring.open_sealed(&place(&publication.topic_uid, id), &sealed).map_err(Failure::internal)?,
        Some(_) => keys(plane)?.decrypt(reader, &publication.region, &context(&publication.topic_arn), &sealed).await?,
    };
    serde_json::from_slice(&plain).map_err(Failure::internal)
}

fn place(topic: &str, id: &str) -> String {
    format!("sns:{topic}:{id}")
}
