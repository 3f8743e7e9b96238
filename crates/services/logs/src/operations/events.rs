//! Putting events.

use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::api::{self, operation};
use crate::ingest;
use crate::place::{held_group, on_stream, stream};

/// What stands where sequence tokens were: nobody needs one any more, but clients hand them on.
pub(super) const SEQUENCE_TOKEN: &str = "49039859549900000000000000000000000000000000000000000000";

impl Handle for operation::PutLogEvents {
    async fn access(input: &api::PutLogEventsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_stream(lookup, &input.log_group_name, &input.log_stream_name).await
    }

    async fn run(input: &api::PutLogEventsRequest, tx: &mut Transaction<'_>) -> Result<api::PutLogEventsResponse, Failure> {
        let group = held_group(tx, &input.log_group_name).await?.body;
        let stream = stream(&tx.reader(), &group, &input.log_stream_name).await?.body;
        let now = tx.call().time.as_millisecond();
        let sizes: Vec<(i64, usize)> = input.log_events.iter().map(|e| (e.timestamp, e.message.len())).collect();
        let rejected = ingest::check(&sizes, now, group.keeps_from(now))?;
        let taken = input.log_events.get(rejected.taken(sizes.len())).unwrap_or_default();
        let taken: Vec<(i64, &str)> = taken.iter().map(|e| (e.timestamp, e.message.as_str())).collect();
        ingest::put(tx, &group, &stream, &taken).await?;
        let index = |place: Option<usize>| place.and_then(|p| i32::try_from(p).ok());
        let info = (rejected != ingest::Rejected::default()).then(|| api::RejectedLogEventsInfo {
            too_new_log_event_start_index: index(rejected.too_new_from),
            too_old_log_event_end_index: index(rejected.too_old_to),
            expired_log_event_end_index: index(rejected.expired_to),
        });
        Ok(api::PutLogEventsResponse {
            next_sequence_token: Some(SEQUENCE_TOKEN.to_owned()),
            rejected_log_events_info: info,
            rejected_entity_info: None,
        })
    }
}
