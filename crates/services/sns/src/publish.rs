//! Publishing: a message is in the store when its publisher is answered, and is handed to the subscriptions from there.

use aws_lc_rs::digest::{SHA256, digest};
use plane::{Failure, Stored, Transaction};

use crate::errors::invalid;
use crate::resources::{Content, Deduplication, Order, Publication, Sequence, Topic, Waiting};
use crate::seal;

/// How long a deduplication id is remembered, milliseconds.
pub(crate) const DEDUPLICATION: i64 = 300_000;

/// What became of a message.
#[derive(Debug, Clone)]
pub(crate) struct Published {
    pub id: String,
    pub sequence: Option<u64>,
}

/// Puts a message into the store.
///
/// # Errors
/// `InvalidParameter`, and those of the topic's key.
pub(crate) async fn publish(
    tx: &mut Transaction<'_>,
    topic: &Topic,
    content: &Content,
    group: Option<&str>,
    deduplication: Option<&str>,
) -> Result<Published, Failure> {
    let now = tx.plane().clock.now_ms();
    let id = tx.plane().ids.uuid().to_string();
    // Also the beginning of the key, so that what waits comes in the order in which it was published.
    let mut number = u64::try_from(now).unwrap_or_default().saturating_mul(1_000_000);
    let mut order = None;
    let mut remembered = None;
    if topic.attributes.fifo {
        let group = group.ok_or_else(|| invalid("The MessageGroupId parameter is required for FIFO topics"))?;
        let deduplication = match deduplication {
            Some(given) => given.to_owned(),
            None if topic.attributes.content_based_deduplication => hex::encode(digest(&SHA256, content.message.as_bytes())),
            None => {
                return Err(invalid(
                    "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
                ));
            }
        };
        let scope = if topic.attributes.deduplication_by_group { group } else { "" };
        let key = hex::encode(digest(&SHA256, format!("{}/{scope}\n{deduplication}", topic.uid).as_bytes()));
        let known = tx.get::<Deduplication>("", "", &key).await?;
        if let Some(known) = &known
            && known.body.at > now - DEDUPLICATION
        {
            return Ok(Published { id: known.body.message.clone(), sequence: Some(known.body.sequence) });
        }
        let last = tx.get::<Sequence>("", "", &topic.uid).await?;
        number = number.max(last.as_ref().map_or(0, |last| last.body.last.saturating_add(1)));
        order = Some(Order { group: group.to_owned(), deduplication, sequence: number });
        remembered = Some((key, known, last));
    } else if deduplication.is_some() {
        return Err(invalid(
            "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type",
        ));
    }
    let key = format!("{number:020}-{id}");
    let (sealed, kms_key) = seal::seal(tx, topic, &key, content).await?;
    // Nothing is written before everything is checked: in a batch, what was refused leaves nothing behind.
    if let Some((key, known, last)) = remembered {
        let body = Sequence { last: number };
        tx.put(&match last {
            Some(last) => Stored { body, ..last },
            None => Stored::new("", "", &topic.uid, body),
        })?;
        let body = Deduplication { message: id.clone(), sequence: number, at: now };
        tx.put(&match known {
            Some(known) => Stored { body, ..known },
            None => Stored::new("", "", key, body),
        })?;
    }
    let sequence = order.as_ref().map(|order| order.sequence);
    let publication = Publication {
        topic_arn: topic.arn(&tx.plane().settings.partition),
        topic_uid: topic.uid.clone(),
        account: topic.account.clone(),
        region: topic.region.clone(),
        topic: topic.name.clone(),
        at: now,
        signature_version: topic.attributes.signs_with(),
        sealed,
        key: kms_key,
        group: group.filter(|_| order.is_none()).map(str::to_owned),
        order,
    };
    tx.put(&Stored::new("", "", &key, publication))?;
    tx.put(&Stored::new("", "", &key, Waiting { publication: key.clone(), after: None }))?;
    Ok(Published { id, sequence })
}

/// The id of a message by the key of its publication.
pub(crate) fn message_id(key: &str) -> &str {
    key.split_once('-').map_or(key, |(_, id)| id)
}
