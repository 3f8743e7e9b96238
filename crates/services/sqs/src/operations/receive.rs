//! Receiving, at once or with a wait.

use std::collections::BTreeMap;
use std::time::Duration;

use plane::{Access, Failure, Handle, Lookup, Transaction};
use serde_json::Value;

use super::messages::{on_messages, queue, visibility};
use crate::api::{self, operation};
use crate::engine::{self, BATCH, Received};
use crate::errors::out_of_range;
use crate::message::{attributes_md5, md5, selected, shown};
use crate::resources::Queue;
use crate::seal;
use crate::service;

/// How long a wait looks away after something was committed, so that a busy plane does not keep it busy.
const GLANCE: Duration = Duration::from_millis(10);
/// Longest time between two looks.
const LOOK: i64 = 1000;

/// Waits until something can be received or the time is over.
async fn wait(tx: &Transaction<'_>, queue: &Queue, until: i64) -> Result<(), Failure> {
    let clock = &tx.plane().clock;
    let mut changes = tx.plane().changes();
    loop {
        changes.mark_unchanged();
        let next = engine::next_visible(tx, queue).await?;
        let now = clock.now_ms();
        if now >= until || next.is_some_and(|next| next <= now) {
            return Ok(());
        }
        let rest = (until.min(next.unwrap_or(until)) - now).clamp(1, LOOK);
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(rest.unsigned_abs())) => {}
            changed = changes.changed() => {
                if changed.is_err() {
                    return Ok(());
                }
                tokio::time::sleep(GLANCE).await;
            }
        }
    }
}

async fn message(
    tx: &Transaction<'_>,
    queue: &Queue,
    input: &api::ReceiveMessageRequest,
    got: Received,
) -> Result<api::Message, Failure> {
    let content = seal::open(&tx.reader(), queue, &got.message).await?;
    let asked = |name: &str| {
        let both = input.attribute_names.iter().chain(&input.message_system_attribute_names);
        both.flatten().any(|a| a == name || a == "All")
    };
    let delivery = &got.delivery;
    let all = [
        ("SenderId", Some(got.message.sender.clone())),
        ("SentTimestamp", Some(got.message.sent_at.to_string())),
        ("ApproximateReceiveCount", Some(delivery.receive_count.to_string())),
        ("ApproximateFirstReceiveTimestamp", delivery.first_received_at.map(|at| at.to_string())),
        ("SequenceNumber", got.message.sequence.map(|s| format!("{s:020}"))),
        ("MessageDeduplicationId", got.message.deduplication.clone()),
        ("MessageGroupId", got.message.group.clone()),
        ("AWSTraceHeader", content.trace_header.clone()),
        ("DeadLetterQueueSourceArn", got.message.source.clone()),
    ];
    let system: BTreeMap<String, String> =
        all.into_iter().filter(|(name, _)| asked(name)).filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    let attributes = selected(&content.attributes, input.message_attribute_names.as_deref().unwrap_or_default());
    Ok(api::Message {
        message_id: Some(got.message.id),
        receipt_handle: Some(got.handle),
        md5_of_body: Some(md5(content.body.as_bytes())),
        body: Some(content.body),
        attributes: (!system.is_empty()).then_some(system),
        md5_of_message_attributes: attributes_md5(&attributes),
        message_attributes: (!attributes.is_empty())
            .then(|| attributes.iter().map(|(name, value)| (name.clone(), shown(value))).collect()),
    })
}

impl Handle for operation::ReceiveMessage {
    async fn access(input: &api::ReceiveMessageRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_messages(lookup, &input.queue_url, "sqs:ReceiveMessage", false).await
    }

    async fn run(input: &api::ReceiveMessageRequest, tx: &mut Transaction<'_>) -> Result<api::ReceiveMessageResult, Failure> {
        let queue = queue(tx, &input.queue_url).await?;
        let most = input.max_number_of_messages.unwrap_or(1);
        let most = usize::try_from(most).ok().filter(|n| (1..=BATCH).contains(n));
        let most = most.ok_or_else(|| {
            out_of_range("MaxNumberOfMessages", input.max_number_of_messages.unwrap_or(0).into(), 1, BATCH as i64)
        })?;
        let seconds = input.wait_time_seconds.map_or(queue.attributes.wait, i64::from);
        if !(0..=20).contains(&seconds) {
            return Err(out_of_range("WaitTimeSeconds", seconds, 0, 20));
        }
        let timeout = match input.visibility_timeout {
            Some(seconds) => visibility(seconds)?,
            None => queue.attributes.visibility_timeout * 1000,
        };
        // What a receiver gets is nobody else's to read, not in the trail either.
        tx.audit.response_elements = Some(Value::Null);
        let until = tx.call().time.as_millisecond() + seconds * 1000;
        let sqs = service(tx.plane())?;
        let received = loop {
            if seconds > 0 {
                wait(tx, &queue, until).await?;
            }
            let now = tx.plane().clock.now_ms();
            let received = engine::receive(tx, sqs, &queue, most, timeout, now).await?;
            if !received.is_empty() || now >= until || tx.writes() {
                break received;
            }
            tokio::time::sleep(GLANCE).await;
        };
        let mut messages = Vec::with_capacity(received.len());
        for got in received {
            if timeout == 0 {
                sqs.release(&format!("{}/{}", queue.uid, got.message.id));
            }
            messages.push(message(tx, &queue, input, got).await?);
        }
        Ok(api::ReceiveMessageResult { messages: (!messages.is_empty()).then_some(messages) })
    }
}
