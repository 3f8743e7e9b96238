//! What may be put into a stream, and putting it.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html>.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use plane::{Failure, Stored, Transaction};

use crate::codec::{self, EVENT_OVERHEAD};
use crate::errors::invalid;
use crate::resources::{Arrival, Batch, LogGroup, LogStream};
use crate::scan::batch_context;
use crate::seal;

/// Largest batch, bytes, 26 for each event included.
pub(crate) const MAX_BATCH: i64 = 1_048_576;
/// Largest event, bytes, its 26 included.
pub(crate) const MAX_EVENT: i64 = 1_048_576;
/// Events in a batch.
pub(crate) const MAX_EVENTS: usize = 10_000;
/// Longest time between the first and the last event of a batch, milliseconds.
const MAX_SPAN: i64 = 24 * 60 * 60 * 1000;
/// How far ahead of now an event may be, milliseconds.
const MAX_AHEAD: i64 = 2 * 60 * 60 * 1000;
/// How old an event may be, milliseconds.
const MAX_AGE: i64 = 14 * 24 * 60 * 60 * 1000;

/// The events of a batch that are not taken, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Rejected {
    /// First event that is too new.
    pub too_new_from: Option<usize>,
    /// First event that is not too old.
    pub too_old_to: Option<usize>,
    /// First event that the group's retention would not end at once.
    pub expired_to: Option<usize>,
}

/// Checks a batch: times and sizes of messages. Pure.
///
/// # Errors
/// `InvalidParameterException` where nothing is taken.
pub(crate) fn check(events: &[(i64, usize)], now: i64, keeps_from: i64) -> Result<Rejected, Failure> {
    if events.is_empty() || events.len() > MAX_EVENTS {
        return Err(invalid(format!(
            "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have between 1 and {MAX_EVENTS} items"
        )));
    }
    let size = |length: usize| i64::try_from(length).unwrap_or(i64::MAX).saturating_add(EVENT_OVERHEAD);
    if let Some((_, length)) = events.iter().find(|(_, length)| size(*length) > MAX_EVENT) {
        return Err(invalid(format!("Log event too large: {} bytes exceeds limit of {MAX_EVENT}", size(*length))));
    }
    let total: i64 = events.iter().map(|(_, length)| size(*length)).sum();
    if total > MAX_BATCH {
        return Err(invalid(format!("Upload too large: {total} bytes exceeds limit of {MAX_BATCH}")));
    }
    if !events.is_sorted_by_key(|(timestamp, _)| *timestamp) {
        return Err(invalid("Log events in a single PutLogEvents request must be in chronological order."));
    }
    let (first, last) = (events.first().map_or(0, |e| e.0), events.last().map_or(0, |e| e.0));
    if last.saturating_sub(first) > MAX_SPAN {
        return Err(invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours."));
    }
    let before = |limit: i64| events.partition_point(|(timestamp, _)| *timestamp < limit);
    let (too_old, expired) = (before(now.saturating_sub(MAX_AGE)), before(keeps_from));
    let too_new = events.partition_point(|(timestamp, _)| *timestamp <= now.saturating_add(MAX_AHEAD));
    Ok(Rejected {
        too_new_from: (too_new < events.len()).then_some(too_new),
        too_old_to: (too_old > 0).then_some(too_old),
        expired_to: (expired > 0).then_some(expired),
    })
}

impl Rejected {
    /// The places of the events that are taken.
    pub fn taken(&self, count: usize) -> std::ops::Range<usize> {
        let from = self.too_old_to.unwrap_or(0).max(self.expired_to.unwrap_or(0));
        from..self.too_new_from.unwrap_or(count).max(from)
    }
}

/// Puts events, which are in the order of time, into a stream. They are in it when the transaction commits.
///
/// # Errors
/// Those of the group's key.
pub(crate) async fn put(
    tx: &mut Transaction<'_>,
    group: &LogGroup,
    stream: &LogStream,
    events: &[(i64, &str)],
) -> Result<(), Failure> {
    let (Some((from, _)), Some((to, _))) = (events.first(), events.last()) else { return Ok(()) };
    let plane = tx.plane();
    let now = tx.call().time.as_millisecond();
    let [a, b, c, d, e, f] = plane.ids.bytes::<6>();
    let random = u64::from_be_bytes([0, 0, a, b, c, d, e, f]);
    let id = format!("{:013}-{random:012x}", now.max(0));
    let first_id = u128::from(now.unsigned_abs()) << 64 | u128::from(random) << 16;
    let key = seal::open(&tx.reader(), group, &group.data_key).await?;
    let packed = codec::encode_batch(events.iter().copied())?;
    let sealed = key.seal(&plane.ids, &batch_context(&group.uid, &id), &packed);
    let bytes: i64 = events.iter().map(|(_, m)| i64::try_from(m.len()).unwrap_or(0) + EVENT_OVERHEAD).sum();
    let protection = crate::protection::of(&tx.reader(), group).await?;
    let findings = protection.and_then(|protection| protection.find(events.iter().map(|(_, message)| *message)));
    let batch = Batch {
        stream: stream.name.clone(),
        stream_uid: stream.uid.clone(),
        ingestion: now,
        from: *from,
        to: *to,
        bytes,
        first_id: first_id.to_string(),
        data_key: group.data_key.clone(),
        sealed: BASE64.encode(sealed),
        findings,
    };
    let arrival = Arrival {
        account: group.account.clone(),
        region: group.region.clone(),
        group: group.name.clone(),
        uid: group.uid.clone(),
        stream: stream.name.clone(),
        batch: id.clone(),
        ingestion: now,
        from: *from,
        to: *to,
        bytes,
        sensitive: batch.findings.is_some(),
    };
    tx.put(&Stored::new(&group.account, &group.partition(), &id, batch))?;
    tx.put(&Stored::new("", "", id, arrival))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000_000;
    const HOUR: i64 = 3_600_000;

    fn rejected(offsets: &[i64], keeps_from: i64) -> Rejected {
        let events: Vec<(i64, usize)> = offsets.iter().map(|o| (NOW + o, 1)).collect();
        check(&events, NOW, keeps_from).unwrap()
    }

    #[test]
    fn events_out_of_time_are_rejected_by_place() {
        let none = Rejected::default();
        assert_eq!(rejected(&[0, 0, 1], 0), none);
        assert_eq!(rejected(&[2 * HOUR], 0), none);
        let new = rejected(&[0, 2 * HOUR + 1, 3 * HOUR], 0);
        assert_eq!((new.too_new_from, new.taken(3)), (Some(1), 0..1));
        let old = rejected(&[-336 * HOUR - 2, -336 * HOUR - 1, -336 * HOUR], 0);
        assert_eq!((old.too_old_to, old.expired_to, old.taken(3)), (Some(2), None, 2..3));
        let expired = rejected(&[-24 * HOUR - 1, -24 * HOUR], NOW - 24 * HOUR);
        assert_eq!((expired.too_old_to, expired.expired_to, expired.taken(2)), (None, Some(1), 1..2));
        let all = rejected(&[3 * HOUR], 0);
        assert_eq!(all.taken(1), 0..0);
        assert!(rejected(&[-400 * HOUR, -399 * HOUR], 0).taken(2).is_empty());
    }

    #[test]
    fn batches_are_bounded() {
        let fails = |events: &[(i64, usize)], text: &str| {
            let message = check(events, NOW, 0).unwrap_err().message;
            assert!(message.contains(text), "{message}");
        };
        fails(&[], "between 1 and 10000");
        fails(&vec![(NOW, 1); 10_001], "between 1 and 10000");
        fails(&[(NOW, 1_048_551)], "Log event too large: 1048577 bytes exceeds limit of 1048576");
        assert!(check(&[(NOW, 1_048_550)], NOW, 0).is_ok());
        fails(&[(NOW, 524_262), (NOW, 524_263)], "Upload too large: 1048577");
        assert!(check(&[(NOW, 524_262), (NOW, 524_262)], NOW, 0).is_ok());
        fails(&[(NOW, 1), (NOW - 1, 1)], "chronological");
        fails(&[(NOW - 24 * HOUR - 1, 1), (NOW, 1)], "24 hours");
        assert!(check(&[(NOW - 24 * HOUR, 1), (NOW, 1)], NOW, 0).is_ok());
    }
}
