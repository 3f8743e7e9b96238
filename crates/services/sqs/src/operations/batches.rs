//! Batches: up to ten messages in one call, each with an outcome of its own. What can be done is done in one commit.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::failure::{Fault, Kind};

use super::messages::{Draft, change_visibility, draft_size, on_messages, queue, send};
use crate::api::{
    self, BatchEntryIdsNotDistinct, BatchRequestTooLong, BatchResultErrorEntry, EmptyBatchRequest, InvalidBatchEntryId,
    TooManyEntriesInBatchRequest, operation,
};
use crate::attributes::MAX_MESSAGE;
use crate::engine::{self, BATCH};
use crate::place::on_url;

/// Checks the ids of a batch.
fn check<'a>(name: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), Failure> {
    let ids: Vec<&str> = ids.collect();
    if ids.is_empty() {
        return Err(EmptyBatchRequest::new(format!("There should be at least one {name}RequestEntry in the request.")).into());
    }
    if ids.len() > BATCH {
        let text = format!("Maximum number of entries per request are {BATCH}. You have sent {}.", ids.len());
        return Err(TooManyEntriesInBatchRequest::new(text).into());
    }
    let fine = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    for (at, id) in ids.iter().enumerate() {
        if id.is_empty() || id.len() > 80 || !id.chars().all(fine) {
            let text = "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.";
            return Err(InvalidBatchEntryId::new(text).into());
        }
        if ids.iter().take(at).any(|other| other == id) {
            return Err(BatchEntryIdsNotDistinct::new(format!("Id {id} repeated.")).into());
        }
    }
    Ok(())
}

/// One entry's failure; what is no fault of the entry fails the call.
fn entry(id: &str, failure: Failure) -> Result<BatchResultErrorEntry, Failure> {
    match &failure.kind {
        Kind::Modelled { code, fault, .. } => Ok(BatchResultErrorEntry {
            id: id.to_owned(),
            sender_fault: *fault == Fault::Sender,
            code: code.clone().into_owned(),
            message: Some(failure.message),
        }),
        Kind::Common(_) => Err(failure),
    }
}

impl Handle for operation::SendMessageBatch {
    async fn access(input: &api::SendMessageBatchRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_messages(lookup, &input.queue_url, "sqs:SendMessage", true).await
    }

    async fn run(input: &api::SendMessageBatchRequest, tx: &mut Transaction<'_>) -> Result<api::SendMessageBatchResult, Failure> {
        let queue = queue(tx, &input.queue_url).await?;
        check("SendMessageBatch", input.entries.iter().map(|e| e.id.as_str()))?;
        let drafts: Vec<Draft<'_>> = input
            .entries
            .iter()
            .map(|e| Draft {
                body: &e.message_body,
                delay: e.delay_seconds,
                attributes: e.message_attributes.as_ref(),
                system: e.message_system_attributes.as_ref(),
                deduplication: e.message_deduplication_id.as_ref(),
                group: e.message_group_id.as_ref(),
            })
            .collect();
        let size: usize = drafts.iter().map(draft_size).sum();
        if i64::try_from(size).unwrap_or(i64::MAX) > MAX_MESSAGE {
            let text = format!("Batch requests cannot be longer than {MAX_MESSAGE} bytes. You have sent {size} bytes.");
            return Err(BatchRequestTooLong::new(text).into());
        }
        let mut result = api::SendMessageBatchResult::default();
        for (given, draft) in input.entries.iter().zip(&drafts) {
            match send(tx, &queue, draft).await {
                Ok(receipt) => result.successful.push(api::SendMessageBatchResultEntry {
                    id: given.id.clone(),
                    message_id: receipt.sent.id,
                    md5_of_message_body: receipt.md5_of_body,
                    md5_of_message_attributes: receipt.md5_of_attributes,
                    md5_of_message_system_attributes: receipt.md5_of_system,
                    sequence_number: receipt.sent.sequence.map(|s| format!("{s:020}")),
                }),
                Err(failure) => result.failed.push(entry(&given.id, failure)?),
            }
        }
        Ok(result)
    }
}

impl Handle for operation::DeleteMessageBatch {
    async fn access(input: &api::DeleteMessageBatchRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_url(lookup, &input.queue_url, "sqs:DeleteMessage").await
    }

    async fn run(
        input: &api::DeleteMessageBatchRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteMessageBatchResult, Failure> {
        let queue = queue(tx, &input.queue_url).await?;
        check("DeleteMessageBatch", input.entries.iter().map(|e| e.id.as_str()))?;
        let now = tx.plane().clock.now_ms();
        let mut result = api::DeleteMessageBatchResult::default();
        for given in &input.entries {
            match engine::delete(tx, &queue, &given.receipt_handle, now).await {
                Ok(()) => result.successful.push(api::DeleteMessageBatchResultEntry { id: given.id.clone() }),
                Err(failure) => result.failed.push(entry(&given.id, failure)?),
            }
        }
        Ok(result)
    }
}

impl Handle for operation::ChangeMessageVisibilityBatch {
    async fn access(input: &api::ChangeMessageVisibilityBatchRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_url(lookup, &input.queue_url, "sqs:ChangeMessageVisibility").await
    }

    async fn run(
        input: &api::ChangeMessageVisibilityBatchRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ChangeMessageVisibilityBatchResult, Failure> {
        let queue = queue(tx, &input.queue_url).await?;
        check("ChangeMessageVisibilityBatch", input.entries.iter().map(|e| e.id.as_str()))?;
        let mut result = api::ChangeMessageVisibilityBatchResult::default();
        for given in &input.entries {
            let seconds = given.visibility_timeout.unwrap_or(0);
            match change_visibility(tx, &queue, &given.receipt_handle, seconds).await {
                Ok(()) => result.successful.push(api::ChangeMessageVisibilityBatchResultEntry { id: given.id.clone() }),
                Err(failure) => result.failed.push(entry(&given.id, failure)?),
            }
        }
        Ok(result)
    }
}
