//! Log streams.

use plane::page::{position, token};
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::shape::Unit;

use super::groups::page_size;
use crate::api::{self, OrderBy, operation};
use crate::errors::{bad_token, invalid, no_stream};
use crate::place::{either, group, held_group, on_group, on_stream};
use crate::resources::{DeletedStream, LogGroup, LogStream};

/// Streams in a page.
const PAGE: i32 = 50;
/// Longest name, characters.
const MAX_NAME: usize = 512;

/// Whether a stream can be called so.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().count() <= MAX_NAME && !name.contains([':', '*'])
}

/// A new stream.
pub(crate) fn new(tx: &Transaction<'_>, name: &str) -> LogStream {
    LogStream {
        name: name.to_owned(),
        uid: hex::encode(tx.plane().ids.bytes::<8>()),
        created_at: tx.call().time.as_millisecond(),
        first_event: None,
        last_event: None,
        last_ingestion: None,
    }
}

impl Handle for operation::CreateLogStream {
    async fn access(input: &api::CreateLogStreamRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_stream(lookup, &input.log_group_name, &input.log_stream_name).await
    }

    async fn run(input: &api::CreateLogStreamRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let group = held_group(tx, &input.log_group_name).await?.body;
        if !is_name(&input.log_stream_name) {
            return Err(invalid(format!(
                "1 validation error detected: Value '{}' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*",
                input.log_stream_name
            )));
        }
        let name = input.log_stream_name.as_str();
        if tx.get::<LogStream>(&group.account, &group.partition(), name).await?.is_some() {
            return Err(api::ResourceAlreadyExistsException::new("The specified log stream already exists").into());
        }
        let made = new(tx, name);
        tx.put(&Stored::new(&group.account, &group.partition(), name, made))?;
        Ok(Unit {})
    }
}

impl Handle for operation::DeleteLogStream {
    async fn access(input: &api::DeleteLogStreamRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_stream(lookup, &input.log_group_name, &input.log_stream_name).await
    }

    async fn run(input: &api::DeleteLogStreamRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let group = held_group(tx, &input.log_group_name).await?.body;
        let (account, partition) = (group.account.as_str(), group.partition());
        let stream = tx.get::<LogStream>(account, &partition, &input.log_stream_name).await?.ok_or_else(no_stream)?;
        if group.deletion_protection {
            return Err(api::ValidationException::new(
                "The log stream cannot be deleted because deletion protection is enabled for its log group.",
            )
            .into());
        }
        let at = tx.call().time.as_millisecond();
        tx.put(&Stored::new(account, &partition, stream.body.uid.as_str(), DeletedStream { at }))?;
        tx.delete(&stream);
        Ok(Unit {})
    }
}

/// A stream as the API shows it.
fn shown(aws: &str, group: &LogGroup, stream: &LogStream) -> api::LogStream {
    api::LogStream {
        log_stream_name: Some(stream.name.clone()),
        creation_time: Some(stream.created_at),
        first_event_timestamp: stream.first_event,
        last_event_timestamp: stream.last_event,
        last_ingestion_time: stream.last_ingestion,
        upload_sequence_token: Some(super::events::SEQUENCE_TOKEN.to_owned()),
        arn: Some(format!("{}:log-stream:{}", group.arn(aws), stream.name)),
        // AWS has not counted streams since 2019.
        stored_bytes: Some(0),
    }
}

impl Handle for operation::DescribeLogStreams {
    async fn access(input: &api::DescribeLogStreamsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (name, identifier) = (input.log_group_name.as_deref(), input.log_group_identifier.as_deref());
        let name = either(name, identifier, lookup.account(), &lookup.call().region).unwrap_or_default();
        on_group(lookup, &name).await
    }

    async fn run(
        input: &api::DescribeLogStreamsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeLogStreamsResponse, Failure> {
        let limit = page_size(input.limit, PAGE)?;
        let (name, identifier) = (input.log_group_name.as_deref(), input.log_group_identifier.as_deref());
        let name = either(name, identifier, tx.account(), &tx.call().region)?;
        let group = group(tx, &name).await?.body;
        let prefix = input.log_stream_name_prefix.clone().unwrap_or_default();
        let by_time = input.order_by == Some(OrderBy::LastEventTime);
        let descending = input.descending.unwrap_or(false);
        if by_time && !prefix.is_empty() {
            return Err(invalid("Cannot order by LastEventTime with a logStreamNamePrefix."));
        }
        let listing = format!("DescribeLogStreams {} {prefix} {by_time} {descending}", group.uid);
        let after = input.next_token.as_deref().map(|t| position(&listing, t).ok_or_else(bad_token)).transpose()?;
        let (account, partition) = (group.account.as_str(), group.partition());
        let reader = tx.reader();
        let (found, more) = if by_time || descending {
            // There is no index of this order: all streams are looked at.
            let place = |stream: &LogStream| match by_time {
                true => format!("{:016}/{}", stream.last_event.unwrap_or(0), stream.name),
                false => stream.name.clone(),
            };
            let mut all = reader.all::<LogStream>(account, &partition, &prefix).await?;
            all.sort_by_cached_key(|stream| place(&stream.body));
            if descending {
                all.reverse();
            }
            let behind = |stream: &Stored<LogStream>| {
                after
                    .as_ref()
                    .is_none_or(|after| if descending { place(&stream.body) < *after } else { place(&stream.body) > *after })
            };
            let mut rest = all.into_iter().filter(behind);
            let found: Vec<_> = rest.by_ref().take(limit).collect();
            (found.into_iter().map(|s| (place(&s.body), s.body)).collect::<Vec<_>>(), rest.next().is_some())
        } else {
            let mut found = reader.list::<LogStream>(account, &partition, &prefix, after.as_deref(), limit + 1).await?;
            let more = found.len() > limit;
            found.truncate(limit);
            (found.into_iter().map(|s| (s.key.id, s.body)).collect(), more)
        };
        let next_token = found.last().filter(|_| more).map(|(place, _)| token(&listing, place));
        let aws = &tx.plane().settings.partition;
        let streams = found.iter().map(|(_, stream)| shown(aws, &group, stream)).collect();
        Ok(api::DescribeLogStreamsResponse { log_streams: Some(streams), next_token })
    }
}
