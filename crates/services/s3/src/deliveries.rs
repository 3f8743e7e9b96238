//! Delivers notifications: each is in its queue or topic, or taken over by its function, in the transaction that forgets it, so exactly once.

use std::time::Duration;

use plane::ports::{QueueMessage, ServiceCaller, TopicMessage};
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Stored, System, Transaction};

use crate::happening::caller;
use crate::notifications::DestinationKind;
use crate::resources::Notification;

/// Documents that are read at once.
const PAGE: usize = 200;
/// Time to the second attempt, milliseconds; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: i64 = 1_000;
/// Longest time between two attempts, milliseconds.
const LONGEST_PAUSE: i64 = 300_000;
/// Age at which a notification that nobody takes is given up, milliseconds: a day.
const MOST_AGE: i64 = 86_400_000;

/// Delivers what is due.
pub(crate) struct Deliveries;

impl Reconciler for Deliveries {
    fn name(&self) -> &'static str {
        "s3-notifications"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let mut last = None;
            loop {
                let page = system.reader().list_everywhere::<Notification>(last.as_ref(), PAGE).await?;
                let Some(end) = page.last() else { return Ok(()) };
                last = Some(end.key.clone());
                let now = system.now().as_millisecond();
                for stored in page.iter().filter(|stored| stored.body.due_at <= now) {
                    if let Err(failure) = deliver(system, stored).await {
                        put_off(system, stored, &failure, now).await?;
                    }
                }
            }
        })
    }
}

/// Sends a message to a destination as S3.
///
/// # Errors
/// The destination's own: that it is not there, or that its policy does not let S3 send.
pub(crate) async fn send(
    tx: &mut Transaction<'_>,
    kind: DestinationKind,
    arn: &str,
    body: &str,
    caller: &ServiceCaller,
) -> Result<(), Failure> {
    let plane = tx.plane();
    let missing = |service: &str| Failure::internal(format!("there is no service {service}"));
    match kind {
        DestinationKind::Queue => {
            let queues = plane.queues().cloned().ok_or_else(|| missing("sqs"))?;
            let message = QueueMessage { body: body.to_owned(), attributes: Vec::new(), group: None, deduplication: None };
            queues.send(tx, arn, message, caller).await
        }
        DestinationKind::Topic => {
            let topics = plane.topics().cloned().ok_or_else(|| missing("sns"))?;
            let subject = Some("Amazon S3 Notification".to_owned());
            topics.publish(tx, arn, TopicMessage { message: body.to_owned(), subject, ..TopicMessage::default() }, caller).await
        }
        DestinationKind::Function => {
            let functions = plane.functions().cloned().ok_or_else(|| missing("lambda"))?;
            functions.enqueue(tx, arn, bytes::Bytes::copy_from_slice(body.as_bytes()), caller).await
        }
    }
}

async fn deliver(system: &System, stored: &Stored<Notification>) -> Result<(), Failure> {
    system
        .act("s3", "PutBucketNotificationConfiguration", |tx| {
            let key = stored.key.clone();
            Box::pin(async move {
                let Some(found) = tx.get::<Notification>(&key.account, &key.region, &key.id).await? else { return Ok(()) };
                let one = &found.body;
                let caller = caller(&one.caller_arn, &key.account);
                send(tx, one.kind, &one.arn, &one.body, &caller).await?;
                tx.delete(&found);
                Ok(())
            })
        })
        .await
}

/// When the next attempt is due; `None` if there is none.
fn next_attempt(one: &Notification, now: i64) -> Option<i64> {
    let pause = FIRST_PAUSE.saturating_mul(1 << one.attempts.min(20)).min(LONGEST_PAUSE);
    let due = now.saturating_add(pause);
    (due - one.since <= MOST_AGE).then_some(due)
}

async fn put_off(system: &System, stored: &Stored<Notification>, failure: &Failure, now: i64) -> Result<(), Failure> {
    let next = next_attempt(&stored.body, now);
    if next.is_none() {
        tracing::warn!(destination = stored.body.arn, message = failure.message, "a notification of a bucket is given up");
    }
    system
        .act("s3", "PutBucketNotificationConfiguration", |tx| {
            let key = stored.key.clone();
            Box::pin(async move {
                let Some(mut found) = tx.get::<Notification>(&key.account, &key.region, &key.id).await? else { return Ok(()) };
                match next {
                    Some(due) => {
                        found.body.due_at = due;
                        found.body.attempts += 1;
                        tx.put(&found)
                    }
                    None => {
                        tx.delete(&found);
                        Ok(())
                    }
                }
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_PAUSE, MOST_AGE, next_attempt};
    use crate::notifications::DestinationKind;
    use crate::resources::Notification;

    #[test]
    fn attempts_become_rarer_and_end_after_a_day() {
        let (arn, body, caller_arn) = (String::new(), String::new(), String::new());
        let mut one = Notification { kind: DestinationKind::Queue, arn, body, caller_arn, since: 0, due_at: 0, attempts: 0 };
        let (mut now, mut pauses) = (0, Vec::new());
        while let Some(due) = next_attempt(&one, now) {
            pauses.push(due - now);
            now = due;
            one.attempts += 1;
        }
        assert_eq!(pauses.get(..4), Some([1_000, 2_000, 4_000, 8_000].as_slice()));
        assert!(pauses.iter().all(|pause| *pause <= LONGEST_PAUSE));
        assert!(now <= MOST_AGE && now > MOST_AGE - 2 * LONGEST_PAUSE);
    }
}
