//! Reading events: of one stream in pages both ways, and of a group by pattern.

use std::sync::Arc;

use filters::FilterPattern;
use plane::page::{position, token};
use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::api::{self, operation};
use crate::codec::{Event, show_id};
use crate::errors::{bad_pattern, bad_token, invalid};
use crate::index::Needles;
use crate::place::{either, group, on_group, on_stream, stream};
use crate::scan::{Query, Scan, Streams, scan};

/// Events in a reply.
const MAX_EVENTS: i32 = 10_000;
/// Bytes of events in a reply, 26 for each included.
const MAX_BYTES: i64 = 1 << 20;
/// Stored bytes that one call of `FilterLogEvents` looks through: a call ends in bounded time, and the next one goes on.
const MAX_SCANNED: u64 = 32 << 20;

fn limit(given: Option<i32>) -> Result<usize, Failure> {
    match given.unwrap_or(MAX_EVENTS) {
        limit @ 1..=MAX_EVENTS => Ok(usize::try_from(limit).unwrap_or(1)),
        limit => Err(invalid(format!("limit must be between 1 and {MAX_EVENTS}, not {limit}."))),
    }
}

/// What a page of events ended with.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// There is no more.
    Complete,
    /// There may be more behind the last event.
    Full,
    /// Nothing more was found up to a time, and looking went on long enough.
    Tired(i64),
}

/// Takes a page of what `query` asks for.
async fn page(mut scan: Scan, query: &Query, limit: usize, most_scanned: u64) -> Result<(Vec<Event>, End), Failure> {
    // A page that ends early must end behind where it began, or reading would go in circles.
    let advances = |frontier: i64| match query.newest_first {
        true => query.before.is_none_or(|(timestamp, _)| frontier < timestamp),
        false => query.after.is_none_or(|(timestamp, _)| frontier.saturating_sub(1) > timestamp),
    };
    let (mut events, mut bytes) = (Vec::new(), 0_i64);
    while let Some(found) = scan.next().await? {
        for event in found {
            bytes = bytes.saturating_add(event.size());
            if events.len() == limit || (bytes > MAX_BYTES && !events.is_empty()) {
                return Ok((events, End::Full));
            }
            events.push(event);
        }
        if scan.read() > most_scanned
            && let Some(frontier) = scan.frontier().filter(|frontier| advances(*frontier))
        {
            return Ok((events, End::Tired(frontier)));
        }
    }
    Ok((events, End::Complete))
}

/// A place between events, from which a stream is read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cursor {
    /// Towards newer events, behind a place.
    Forward(i64, u128),
    /// Towards older events, before a place.
    Backward(i64, u128),
}

impl Cursor {
    fn show(self) -> String {
        let (way, timestamp, id) = match self {
            Self::Forward(timestamp, id) => ('f', timestamp, id),
            Self::Backward(timestamp, id) => ('b', timestamp, id),
        };
        format!("{way}/{timestamp:014}{id:040}/s")
    }

    fn read(text: &str) -> Option<Self> {
        let (way, rest) = text.split_once('/')?;
        let digits = rest.strip_suffix("/s").unwrap_or(rest);
        if digits.len() != 54 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let (timestamp, id) = (digits.get(..14)?.parse().ok()?, digits.get(14..)?.parse().ok()?);
        match way {
            "f" => Some(Self::Forward(timestamp, id)),
            "b" => Some(Self::Backward(timestamp, id)),
            _ => None,
        }
    }
}

impl Handle for operation::GetLogEvents {
    async fn access(input: &api::GetLogEventsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (name, identifier) = (input.log_group_name.as_deref(), input.log_group_identifier.as_deref());
        let name = either(name, identifier, lookup.account(), &lookup.call().region).unwrap_or_default();
        let access = on_stream(lookup, &name, &input.log_stream_name).await?;
        Ok(match input.unmask {
            Some(true) => access.and(on_stream(lookup, &name, &input.log_stream_name).await?.action("logs:Unmask")),
            _ => access,
        })
    }

    async fn run(input: &api::GetLogEventsRequest, tx: &mut Transaction<'_>) -> Result<api::GetLogEventsResponse, Failure> {
        let limit = limit(input.limit)?;
        let (name, identifier) = (input.log_group_name.as_deref(), input.log_group_identifier.as_deref());
        let name = either(name, identifier, tx.account(), &tx.call().region)?;
        let group = group(tx, &name).await?.body;
        stream(&tx.reader(), &group, &input.log_stream_name).await?;
        let (from, to) = (input.start_time.unwrap_or(0), input.end_time.unwrap_or(i64::MAX));
        let cursor = input
            .next_token
            .as_deref()
            .map(|t| Cursor::read(t).ok_or_else(|| invalid("The specified nextToken is invalid.")))
            .transpose()?;
        let from_head = input.start_from_head.unwrap_or(false);
        let (after, before, newest_first) = match cursor {
            Some(Cursor::Forward(timestamp, id)) => (Some((timestamp, id)), None, false),
            Some(Cursor::Backward(timestamp, id)) => (None, Some((timestamp, id)), true),
            None => (None, None, !from_head),
        };
        let streams = Streams::Named([input.log_stream_name.clone()].into());
        let unmask = input.unmask == Some(true);
        let query = Query {
            from,
            to,
            after,
            before,
            streams,
            pattern: None,
            newest_first,
            unmask,
            needles: Needles::default(),
            transform: false,
        };
        let files = &crate::service(tx.plane())?.files;
        let (mut events, _) = page(scan(&tx.reader(), files, &group, query.clone()).await?, &query, limit, u64::MAX).await?;
        if newest_first {
            events.reverse();
        }
        let (forward, backward) = match (events.first(), events.last(), cursor) {
            (Some(first), Some(last), _) => {
                (Cursor::Forward(last.timestamp, last.id), Cursor::Backward(first.timestamp, first.id))
            }
            // At an end, the token is the one that was given: so clients know that they are there.
            (_, _, Some(Cursor::Forward(timestamp, id))) => {
                (Cursor::Forward(timestamp, id), Cursor::Backward(timestamp, id.saturating_add(1)))
            }
            (_, _, Some(Cursor::Backward(timestamp, id))) => {
                (Cursor::Forward(timestamp, id.saturating_sub(1)), Cursor::Backward(timestamp, id))
            }
            (_, _, None) => (Cursor::Forward(from.max(0), 0), Cursor::Backward(from.max(0), 0)),
        };
        let shown = events.into_iter().map(|event| api::OutputLogEvent {
            timestamp: Some(event.timestamp),
            message: Some(event.message),
            ingestion_time: Some(event.ingestion),
        });
        Ok(api::GetLogEventsResponse {
            events: Some(shown.collect()),
            next_forward_token: Some(forward.show()),
            next_backward_token: Some(backward.show()),
        })
    }
}

/// Reads a filter pattern of a request.
///
/// # Errors
/// `InvalidParameterException`.
pub(super) fn pattern(text: Option<&str>) -> Result<Option<Arc<FilterPattern>>, Failure> {
    let Some(text) = text else { return Ok(None) };
    let pattern = FilterPattern::parse(text).map_err(|e| bad_pattern(&e))?;
    Ok((!pattern.is_everything()).then(|| Arc::new(pattern)))
}

impl Handle for operation::FilterLogEvents {
    async fn access(input: &api::FilterLogEventsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (name, identifier) = (input.log_group_name.as_deref(), input.log_group_identifier.as_deref());
        let name = either(name, identifier, lookup.account(), &lookup.call().region).unwrap_or_default();
        let access = on_group(lookup, &name).await?;
        Ok(match input.unmask {
            Some(true) => access.and(on_group(lookup, &name).await?.action("logs:Unmask")),
            _ => access,
        })
    }

    async fn run(input: &api::FilterLogEventsRequest, tx: &mut Transaction<'_>) -> Result<api::FilterLogEventsResponse, Failure> {
        let limit = limit(input.limit)?;
        let (name, identifier) = (input.log_group_name.as_deref(), input.log_group_identifier.as_deref());
        let name = either(name, identifier, tx.account(), &tx.call().region)?;
        let pattern = pattern(input.filter_pattern.as_deref())?;
        let group = group(tx, &name).await?.body;
        let streams = match (&input.log_stream_names, &input.log_stream_name_prefix) {
            (Some(_), Some(_)) => {
                return Err(invalid("LogStreamNames and LogStreamNamePrefix are mutually exclusive parameters."));
            }
            (Some(names), None) => {
                for name in names {
                    stream(&tx.reader(), &group, name).await?;
                }
                Streams::Named(names.iter().cloned().collect())
            }
            (None, Some(prefix)) => Streams::Prefixed(prefix.clone()),
            (None, None) => Streams::All,
        };
        let (from, to) = (input.start_time.unwrap_or(0), input.end_time.map_or(i64::MAX, |to| to.saturating_add(1)));
        if from >= to {
            return Err(invalid("The start time must be before the end time."));
        }
        let newest_first = input.start_from_head == Some(false);
        let mut names = input.log_stream_names.clone().unwrap_or_default();
        names.sort();
        let listing = format!(
            "FilterLogEvents {} {names:?} {:?} {from} {:?} {newest_first} {:?}",
            group.uid, input.log_stream_name_prefix, input.end_time, input.filter_pattern
        );
        let given = input.next_token.as_deref().map(|t| position(&listing, t).ok_or_else(bad_token)).transpose()?;
        let place = given.map(|p| read_place(&p).ok_or_else(bad_token)).transpose()?;
        let (after, before) = if newest_first { (None, place) } else { (place, None) };
        let unmask = input.unmask == Some(true);
        let query = Query {
            from,
            to,
            after,
            before,
            streams,
            pattern,
            newest_first,
            unmask,
            needles: Needles::default(),
            transform: false,
        };
        let files = &crate::service(tx.plane())?.files;
        let (events, end) = page(scan(&tx.reader(), files, &group, query.clone()).await?, &query, limit, MAX_SCANNED).await?;
        let next = match (end, events.last()) {
            (End::Complete, _) | (End::Full, None) => None,
            (End::Full, Some(last)) => Some(last.place()),
            // Everything at that time is still to come.
            (End::Tired(at), _) if newest_first => Some((at, u128::MAX)),
            (End::Tired(at), _) => Some((at.saturating_sub(1), u128::MAX)),
        };
        let shown = events.into_iter().map(|event| api::FilteredLogEvent {
            log_stream_name: Some(event.stream.name.clone()),
            timestamp: Some(event.timestamp),
            message: Some(event.message),
            ingestion_time: Some(event.ingestion),
            event_id: Some(show_id(event.id)),
        });
        Ok(api::FilterLogEventsResponse {
            events: Some(shown.collect()),
            // AWS gives an empty list since 2020.
            searched_log_streams: Some(Vec::new()),
            next_token: next.map(|(timestamp, id)| token(&listing, &format!("{timestamp}/{id}"))),
        })
    }
}

fn read_place(text: &str) -> Option<(i64, u128)> {
    let (timestamp, id) = text.split_once('/')?;
    Some((timestamp.parse().ok()?, id.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn cursors_are_read_as_they_are_shown() {
        for cursor in [Cursor::Forward(0, 0), Cursor::Backward(1_700_000_000_000, u128::MAX >> 2), Cursor::Forward(5, 7)] {
            assert_eq!(Cursor::read(&cursor.show()), Some(cursor));
        }
        for text in ["", "f", "f/", "f/1/s", "x/000000000000000000000000000000000000000000000000000000/s", "f/é"] {
            assert_eq!(Cursor::read(text), None, "{text}");
        }
    }
}
