//! Publish and PublishBatch.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::failure::{Fault, Kind};

use crate::api::{
    self, BatchEntryIdsNotDistinctException, BatchRequestTooLongException, EmptyBatchRequestException,
    InvalidBatchEntryIdException, TooManyEntriesInBatchRequestException, operation,
};
use crate::errors::{invalid, no_topic};
use crate::message::{Draft, MAX_MESSAGE, content, size};
use crate::place::{TopicPlace, on_topic, touched};
use crate::publish::publish;
use crate::resources::Topic;
use crate::seal;

/// Messages in one batch at most.
const BATCH: usize = 10;

/// The topic that a message is for: SMS and mobile push have no gateway here.
fn target(input: &api::PublishInput) -> Result<&str, Failure> {
    if input.phone_number.is_some() {
        return Err(invalid("PhoneNumber Reason: this installation sends no SMS"));
    }
    match (&input.topic_arn, &input.target_arn) {
        (Some(arn), None) | (None, Some(arn)) => Ok(arn),
        (None, None) => Err(invalid("TopicArn or TargetArn Reason: no value for required parameter")),
        (Some(_), Some(_)) => Err(invalid("TopicArn and TargetArn Reason: only one of both can be given")),
    }
}

async fn access(arn: &str, lookup: &Lookup<'_>) -> Result<Access, Failure> {
    let place = TopicPlace::of(arn)?;
    let access = on_topic(lookup, &place, "sns:Publish").await?;
    match place.find(lookup).await? {
        Some(topic) => seal::access(lookup, &topic.body, access).await,
        None => Ok(access),
    }
}

/// The topic as it is now: that it changes meanwhile does not matter to a message.
async fn topic(tx: &mut Transaction<'_>, arn: &str) -> Result<Topic, Failure> {
    let topic = TopicPlace::of(arn)?.find(&tx.reader()).await?.ok_or_else(no_topic)?.body;
    touched(tx, &topic);
    Ok(topic)
}

fn sequence(number: Option<u64>) -> Option<String> {
    number.map(|number| format!("{number:020}"))
}

impl Handle for operation::Publish {
    async fn access(input: &api::PublishInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access(target(input)?, lookup).await
    }

    async fn run(input: &api::PublishInput, tx: &mut Transaction<'_>) -> Result<api::PublishResponse, Failure> {
        let topic = topic(tx, target(input)?).await?;
        let draft = Draft {
            message: &input.message,
            subject: input.subject.as_deref(),
            structure: input.message_structure.as_deref(),
            attributes: input.message_attributes.as_ref(),
            group: input.message_group_id.as_deref(),
            deduplication: input.message_deduplication_id.as_deref(),
        };
        let published = publish(tx, &topic, &content(&draft)?, draft.group, draft.deduplication).await?;
        Ok(api::PublishResponse { message_id: Some(published.id), sequence_number: sequence(published.sequence) })
    }
}

/// Checks the ids of a batch.
fn check<'a>(ids: impl Iterator<Item = &'a str>) -> Result<(), Failure> {
    let ids: Vec<&str> = ids.collect();
    if ids.is_empty() {
        return Err(EmptyBatchRequestException::new("The batch request doesn't contain any entries.").into());
    }
    if ids.len() > BATCH {
        return Err(
            TooManyEntriesInBatchRequestException::new("The batch request contains more entries than permissible.").into()
        );
    }
    let fine = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    for (at, id) in ids.iter().enumerate() {
        if id.is_empty() || id.len() > 80 || !id.chars().all(fine) {
            let text = "The Id of a batch entry in a batch request doesn't abide by the specification.";
            return Err(InvalidBatchEntryIdException::new(text).into());
        }
        if ids.iter().take(at).any(|other| other == id) {
            return Err(
                BatchEntryIdsNotDistinctException::new("Two or more batch entries in the request have the same Id.").into()
            );
        }
    }
    Ok(())
}

/// One entry's failure; what is no fault of the entry fails the call.
fn failed(id: &str, failure: Failure) -> Result<api::BatchResultErrorEntry, Failure> {
    match &failure.kind {
        Kind::Modelled { code, fault, .. } => Ok(api::BatchResultErrorEntry {
            id: id.to_owned(),
            code: code.clone().into_owned(),
            message: Some(failure.message),
            sender_fault: *fault == Fault::Sender,
        }),
        Kind::Common(_) => Err(failure),
    }
}

impl Handle for operation::PublishBatch {
    async fn access(input: &api::PublishBatchInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access(&input.topic_arn, lookup).await
    }

    async fn run(input: &api::PublishBatchInput, tx: &mut Transaction<'_>) -> Result<api::PublishBatchResponse, Failure> {
        let topic = topic(tx, &input.topic_arn).await?;
        let entries = &input.publish_batch_request_entries;
        check(entries.iter().map(|entry| entry.id.as_str()))?;
        let (mut successful, mut refused, mut total) = (Vec::new(), Vec::new(), 0);
        for entry in entries {
            let draft = Draft {
                message: &entry.message,
                subject: entry.subject.as_deref(),
                structure: entry.message_structure.as_deref(),
                attributes: entry.message_attributes.as_ref(),
                group: entry.message_group_id.as_deref(),
                deduplication: entry.message_deduplication_id.as_deref(),
            };
            let published = match content(&draft) {
                Ok(content) => {
                    total += size(&content);
                    publish(tx, &topic, &content, draft.group, draft.deduplication).await
                }
                Err(failure) => {
                    total += entry.message.len();
                    Err(failure)
                }
            };
            match published {
                Ok(published) => successful.push(api::PublishBatchResultEntry {
                    id: Some(entry.id.clone()),
                    message_id: Some(published.id),
                    sequence_number: sequence(published.sequence),
                }),
                Err(failure) => refused.push(failed(&entry.id, failure)?),
            }
        }
        if total > MAX_MESSAGE {
            let text = "The length of all the batch messages put together is more than the limit.";
            return Err(BatchRequestTooLongException::new(text).into());
        }
        Ok(api::PublishBatchResponse { successful: Some(successful), failed: Some(refused) })
    }
}
