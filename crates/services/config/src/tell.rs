//! Who is told of what was recorded: the event bus, the topic of the delivery channel, the next history file, and the rules.
//!
//! See <https://docs.aws.amazon.com/config/latest/developerguide/notifications-for-AWS-Config.html> and
//! <https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html>.

use plane::ports::TopicMessage;
use plane::{Failure, Stored, Transaction, events};
use serde_json::{Value, json};

use crate::diff::diff;
use crate::item::{Current, Item, Undelivered, VERSION, iso, item_key};
use crate::judge;
use crate::place::{caller, channel};
use crate::resources::ChannelState;

/// Largest notice that is sent with the item in it, bytes.
/// See <https://docs.aws.amazon.com/config/latest/developerguide/oversized-notification-example.html>.
const LARGEST: usize = 240 << 10;
/// Longest subject of a notice.
const SUBJECT: usize = 100;

/// The notice of an item: what functions of rules get too.
pub fn notice(before: Option<&Item>, item: &Item, at: i64) -> Value {
    let after = item.delivered();
    let before = before.map(Item::delivered);
    let whole = json!({
        "configurationItemDiff": diff(before.as_ref(), &after),
        "configurationItem": after,
        "notificationCreationTime": iso(at),
        "messageType": "ConfigurationItemChangeNotification",
        "recordVersion": VERSION,
    });
    if whole.to_string().len() <= LARGEST {
        return whole;
    }
    let kind = if item.deleted() {
        "DELETE"
    } else if before.is_none() {
        "CREATE"
    } else {
        "UPDATE"
    };
    json!({
        "configurationItemSummary": {
            "changeType": kind,
            "configurationItemVersion": VERSION,
            "configurationItemCaptureTime": iso(item.at),
            "configurationStateId": item.state,
            "awsAccountId": item.account,
            "configurationItemStatus": item.status.as_str(),
            "resourceType": item.kind,
            "resourceId": item.id,
            "resourceName": item.name,
            "ARN": item.arn,
            "awsRegion": item.region,
            "configurationStateMd5Hash": "",
            "resourceCreationTime": item.created.map(iso),
        },
        "notificationCreationTime": iso(at),
        "messageType": "OversizedConfigurationItemChangeNotification",
        "recordVersion": VERSION,
    })
}

/// Tells of an item that was recorded in this transaction; of one that a service recorded for itself only the rules learn.
///
/// # Errors
/// Internal ones only.
pub async fn recorded(
    tx: &mut Transaction<'_>,
    (account, region): (&str, &str),
    key: &str,
    number: u64,
    internal: bool,
) -> Result<(), Failure> {
    let Some(held) = tx.get::<Current>(account, region, key).await? else { return Ok(()) };
    let item = held.body.item;
    if item.kind == rules::ACCOUNT || internal {
        return judge::changed(tx, account, region, &item).await;
    }
    let id = item_key(&item.kind, &item.id, number);
    let before = match number {
        0 | 1 => None,
        _ => tx.get::<Item>(account, region, &item_key(&item.kind, &item.id, number - 1)).await?.map(|before| before.body),
    };
    // What is found again after it was deleted is new.
    let before = before.filter(|before| !before.deleted());
    let now = tx.call().time.as_millisecond();
    let notice = notice(before.as_ref(), &item, now);
    let resources: Vec<String> = Some(item.arn.clone()).filter(|arn| !arn.is_empty()).into_iter().collect();
    events::publish(tx, account, region, "aws.config", "Config Configuration Item Change", &resources, &notice);
    if let Some(channel) = channel(&tx.reader(), account, region).await? {
        let undelivered = Undelivered::id(&item.kind, now, &id);
        if tx.get::<Undelivered>(account, region, &undelivered).await?.is_none() {
            tx.put(&Stored::new(account, region, undelivered, Undelivered { item: id }))?;
        }
        if let Some(topic) = &channel.body.topic {
            let verb = match (&before, item.deleted()) {
                (_, true) => "Deleted",
                (None, _) => "Created",
                _ => "Updated",
            };
            let subject = format!("[AWS Config:{region}] {} {} {verb} in Account {account}", item.kind, item.id);
            publish(tx, account, region, &channel.key.id, topic, subject, &notice).await?;
        }
    }
    judge::changed(tx, account, region, &item).await
}

/// Publishes a notice on the topic of a delivery channel; a topic that refuses is told by the channel's status.
///
/// # Errors
/// Internal ones only.
pub async fn publish(
    tx: &mut Transaction<'_>,
    account: &str,
    region: &str,
    channel: &str,
    topic: &str,
    subject: String,
    notice: &Value,
) -> Result<(), Failure> {
    let Some(topics) = tx.plane().topics().cloned() else { return Ok(()) };
    let message = TopicMessage {
        message: notice.to_string(),
        subject: Some(subject.chars().filter(|c| !c.is_control()).take(SUBJECT).collect()),
        ..TopicMessage::default()
    };
    let caller = caller(tx.plane(), account, region);
    let sent = topics.publish(tx, topic, message, &caller).await;
    let now = tx.call().time.as_millisecond();
    let mut state = tx
        .get::<ChannelState>(account, region, channel)
        .await?
        .unwrap_or_else(|| Stored::new(account, region, channel, ChannelState::default()));
    // Only what is different is kept: a status written with each notice would be the busiest document of all.
    if state.body.stream.success != Some(sent.is_ok()) {
        state.body.stream.note(now, sent.as_ref().err());
        tx.put(&state)?;
    }
    Ok(())
}
