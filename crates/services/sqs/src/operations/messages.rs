//! Sending, hiding and removing single messages; the parts that batches share with them.

use std::collections::BTreeMap;

use plane::{Access, Call, Failure, Handle, Lookup, Transaction};
use wire::shape::Unit;

use crate::api::{self, MessageAttributeValue, MessageSystemAttributeValue, operation};
use crate::engine::{self, Item, Sent};
use crate::errors::{invalid, missing, no_queue, out_of_range};
use crate::message::{attributes, attributes_md5, check_body, md5, size};
use crate::place::{Place, on_url, touched};
use crate::resources::{Attribute, Content, Queue};
use crate::seal;

/// Longest group and deduplication ids, characters.
const MAX_ID: usize = 128;
/// The one system attribute that senders may give.
const TRACE: &str = "AWSTraceHeader";

/// A message of a request, single or one of a batch.
pub(super) struct Draft<'a> {
    pub body: &'a str,
    pub delay: Option<i32>,
    pub attributes: Option<&'a BTreeMap<String, MessageAttributeValue>>,
    pub system: Option<&'a BTreeMap<String, MessageSystemAttributeValue>>,
    pub deduplication: Option<&'a String>,
    pub group: Option<&'a String>,
}

/// What the sender is told.
pub(super) struct Receipt {
    pub sent: Sent,
    pub md5_of_body: String,
    pub md5_of_attributes: Option<String>,
    pub md5_of_system: Option<String>,
}

/// Permission to send to or receive from the queue of a URL, with its key.
pub(super) async fn on_messages(lookup: &Lookup<'_>, url: &str, action: &'static str, sends: bool) -> Result<Access, Failure> {
    let access = on_url(lookup, url, action).await?;
    match Place::of_url(url, lookup.call())?.find(lookup).await? {
        Some(queue) => seal::access(lookup, &queue.body, sends, access).await,
        None => Ok(access),
    }
}

/// The queue of a URL, as it is now.
pub(super) async fn queue(tx: &mut Transaction<'_>, url: &str) -> Result<Queue, Failure> {
    let queue = Place::of_url(url, tx.call())?.find(&tx.reader()).await?.ok_or_else(no_queue)?.body;
    touched(tx, &queue);
    Ok(queue)
}

/// `SenderId`: the unique id of who calls.
fn sender(call: &Call) -> String {
    let principal = &call.principal;
    if principal.principal_id.is_empty() { principal.account.clone() } else { principal.principal_id.clone() }
}

fn check_id(name: &str, id: Option<&String>) -> Result<(), Failure> {
    let fine = |c: char| c.is_ascii_alphanumeric() || c.is_ascii_punctuation();
    match id {
        Some(id) if id.is_empty() || id.len() > MAX_ID || !id.chars().all(fine) => Err(invalid(format!(
            "Value {id} for parameter {name} is invalid. Reason: {name} can only include alphanumeric and punctuation characters. 1 to {MAX_ID} in length."
        ))),
        _ => Ok(()),
    }
}

/// Size of a draft, bytes, as limits count it.
pub(super) fn draft_size(draft: &Draft<'_>) -> usize {
    let given = draft.attributes.and_then(|a| attributes(a).ok()).unwrap_or_default();
    size(draft.body, &given)
}

/// Checks a message and puts it into the queue.
pub(super) async fn send(tx: &mut Transaction<'_>, queue: &Queue, draft: &Draft<'_>) -> Result<Receipt, Failure> {
    check_body(draft.body)?;
    let given = draft.attributes.map(attributes).transpose()?.unwrap_or_default();
    let trace: BTreeMap<String, Attribute> = match draft.system {
        Some(system) => {
            let as_attributes = system
                .iter()
                .map(|(name, v)| {
                    let value = MessageAttributeValue {
                        string_value: v.string_value.clone(),
                        data_type: v.data_type.clone(),
                        ..MessageAttributeValue::default()
                    };
                    if name == TRACE {
                        Ok((name.clone(), value))
                    } else {
                        Err(invalid(format!("Message system attribute name '{name}' is invalid.")))
                    }
                })
                .collect::<Result<BTreeMap<_, _>, Failure>>()?;
            let plain = as_attributes.into_values().map(|value| ("trace".to_owned(), value)).collect();
            attributes(&plain)?.into_values().map(|a| (TRACE.to_owned(), a)).collect()
        }
        None => BTreeMap::new(),
    };
    let most = queue.attributes.max_message_size;
    if i64::try_from(size(draft.body, &given)).unwrap_or(i64::MAX) > most {
        return Err(invalid(format!("One or more parameters are invalid. Reason: Message must be shorter than {most} bytes.")));
    }
    check_id("MessageGroupId", draft.group)?;
    check_id("MessageDeduplicationId", draft.deduplication)?;
    if let Some(delay) = draft.delay {
        if queue.attributes.fifo && delay != 0 {
            return Err(invalid(format!(
                "Value {delay} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type."
            )));
        }
        if !(0..=900).contains(&delay) {
            return Err(out_of_range("DelaySeconds", delay.into(), 0, 900));
        }
    }
    if queue.attributes.fifo && draft.group.is_none() {
        return Err(missing("MessageGroupId"));
    }
    if !queue.attributes.fifo && draft.deduplication.is_some() {
        return Err(invalid(
            "The request includes a parameter that is not valid for this queue type: MessageDeduplicationId is one of FIFO queues.",
        ));
    }
    let now = tx.plane().clock.now_ms();
    let receipt = (md5(draft.body.as_bytes()), attributes_md5(&given), attributes_md5(&trace));
    let item = Item {
        content: Content {
            body: draft.body.to_owned(),
            attributes: given,
            trace_header: trace.into_values().next().and_then(|a| a.text),
        },
        sender: sender(tx.call()),
        delay: draft.delay.filter(|_| !queue.attributes.fifo).map(|d| i64::from(d) * 1000),
        group: draft.group.cloned(),
        deduplication: draft.deduplication.cloned(),
    };
    let sent = engine::send(tx, queue, item, now).await?;
    let (md5_of_body, md5_of_attributes, md5_of_system) = receipt;
    Ok(Receipt { sent, md5_of_body, md5_of_attributes, md5_of_system })
}

/// A visibility timeout of a request in milliseconds.
pub(super) fn visibility(seconds: i32) -> Result<i64, Failure> {
    if !(0..=43_200).contains(&seconds) {
        return Err(invalid(format!(
            "Value {seconds} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided."
        )));
    }
    Ok(i64::from(seconds) * 1000)
}

/// Hides the message of a handle, and lets others see it at once where it is to be seen at once.
pub(super) async fn change_visibility(
    tx: &mut Transaction<'_>,
    queue: &Queue,
    handle: &str,
    seconds: i32,
) -> Result<(), Failure> {
    let timeout = visibility(seconds)?;
    let now = tx.plane().clock.now_ms();
    engine::change_visibility(tx, queue, handle, timeout, now).await
}

impl Handle for operation::SendMessage {
    async fn access(input: &api::SendMessageRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_messages(lookup, &input.queue_url, "sqs:SendMessage", true).await
    }

    async fn run(input: &api::SendMessageRequest, tx: &mut Transaction<'_>) -> Result<api::SendMessageResult, Failure> {
        let queue = queue(tx, &input.queue_url).await?;
        let draft = Draft {
            body: &input.message_body,
            delay: input.delay_seconds,
            attributes: input.message_attributes.as_ref(),
            system: input.message_system_attributes.as_ref(),
            deduplication: input.message_deduplication_id.as_ref(),
            group: input.message_group_id.as_ref(),
        };
        let receipt = send(tx, &queue, &draft).await?;
        Ok(api::SendMessageResult {
            md5_of_message_body: Some(receipt.md5_of_body),
            md5_of_message_attributes: receipt.md5_of_attributes,
            md5_of_message_system_attributes: receipt.md5_of_system,
            message_id: Some(receipt.sent.id),
            sequence_number: receipt.sent.sequence.map(|s| format!("{s:020}")),
        })
    }
}

impl Handle for operation::DeleteMessage {
    async fn access(input: &api::DeleteMessageRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_url(lookup, &input.queue_url, "sqs:DeleteMessage").await
    }

    async fn run(input: &api::DeleteMessageRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let queue = queue(tx, &input.queue_url).await?;
        let now = tx.plane().clock.now_ms();
        engine::delete(tx, &queue, &input.receipt_handle, now).await?;
        Ok(Unit {})
    }
}

impl Handle for operation::ChangeMessageVisibility {
    async fn access(input: &api::ChangeMessageVisibilityRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_url(lookup, &input.queue_url, "sqs:ChangeMessageVisibility").await
    }

    async fn run(input: &api::ChangeMessageVisibilityRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let queue = queue(tx, &input.queue_url).await?;
        change_visibility(tx, &queue, &input.receipt_handle, input.visibility_timeout).await?;
        Ok(Unit {})
    }
}
