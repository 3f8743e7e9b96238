//! Messages in queues: sending, receiving, hiding and removing them, for standard and FIFO queues alike.
//!
//! A message does not change; its [`Delivery`] says where it stands. In a standard queue the delivery's key begins with the time from which the
//! message can be received, so that receiving reads just the beginning of the partition. In a FIFO queue deliveries lie behind one another by group, and
//! the [`Group`]'s key begins with the time from which its first message can be received: a group whose first message is in flight is passed over.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use plane::{Failure, Stored, Transaction};

use crate::Sqs;
use crate::api::MessageNotInflight;
use crate::errors::{handle as no_handle, invalid};
use crate::place::Place;
use crate::resources::{Content, DELIVERY, Deduplication, Delivery, GROUP, Group, Message, Queue};
use crate::seal;

/// How long a deduplication id is remembered, milliseconds.
pub(crate) const DEDUPLICATION: i64 = 300_000;
/// Deliveries that one look reads at most.
const LOOK: usize = 128;
/// Groups that one look reads at most.
const GROUPS: usize = 64;
/// Messages that one call sends, receives or removes at most.
pub(crate) const BATCH: usize = 10;
/// How long a delivery that somebody is taking is left alone by others, milliseconds.
const CLAIM: i64 = 250;

/// A message to be put into a queue.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub content: Content,
    pub sender: String,
    /// Milliseconds; the queue's own where it is not said.
    pub delay: Option<i64>,
    pub group: Option<String>,
    pub deduplication: Option<String>,
}

/// What became of it.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub id: String,
    pub sequence: Option<u64>,
}

/// A message that was received.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub message: Message,
    pub delivery: Delivery,
    pub handle: String,
}

fn hash(parts: &[&str]) -> String {
    let mut context = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    }
    hex::encode(context.finish().as_ref().get(..16).unwrap_or_default())
}

fn standard_id(visible_at: i64, message: &str) -> String {
    format!("{:013}-{message}", visible_at.max(0))
}

fn fifo_prefix(group: &str) -> String {
    format!("{}-", hash(&[group]))
}

fn fifo_id(group: &str, sequence: u64) -> String {
    format!("{}{sequence:020}", fifo_prefix(group))
}

fn group_id(available_at: i64, group: &str) -> String {
    format!("{:013}-{}", available_at.max(0), hash(&[group]))
}

fn stored<T: plane::Resource>(queue: &Queue, id: String, body: T) -> Stored<T> {
    Stored::new(&queue.account, &queue.partition(), id, body)
}

/// Puts a message into a queue.
///
/// # Errors
/// `InvalidParameterValue`, `MissingParameter`, and those of the key.
pub(crate) async fn send(tx: &mut Transaction<'_>, queue: &Queue, item: Item, now: i64) -> Result<Sent, Failure> {
    let attributes = &queue.attributes;
    let visible_at = now.saturating_add(item.delay.unwrap_or(attributes.delay.saturating_mul(1000)));
    let id = tx.plane().ids.uuid_at(now).to_string();
    let mut message = Message {
        id: id.clone(),
        sent_at: now,
        sender: item.sender,
        sealed: String::new(),
        key: None,
        group: item.group,
        deduplication: None,
        sequence: None,
        source: None,
    };
    if attributes.fifo {
        let group = message.group.clone().unwrap_or_default();
        let deduplication = match item.deduplication {
            Some(given) => given,
            None if attributes.content_based_deduplication => {
                hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, item.content.body.as_bytes()))
            }
            None => {
                return Err(invalid(
                    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
                ));
            }
        };
        let scope = if attributes.deduplication_by_group { group.as_str() } else { "" };
        let key = hash(&[scope, &deduplication]);
        let known = tx.get::<Deduplication>(&queue.account, &queue.partition(), &key).await?;
        if let Some(known) = &known
            && known.body.at > now - DEDUPLICATION
        {
            return Ok(Sent { id: known.body.message.clone(), sequence: Some(known.body.sequence) });
        }
        message.deduplication = Some(deduplication);
        let sequence = append(tx, queue, &mut message, visible_at, now).await?;
        let body = Deduplication { message: id.clone(), sequence, at: now };
        tx.put(&match known {
            Some(known) => Stored { body, ..known },
            None => stored(queue, key, body),
        })?;
    } else {
        put_delivery(tx, queue, &message, standard_id(visible_at, &id), visible_at)?;
    }
    (message.sealed, message.key) = seal::seal(tx, queue, &id, &item.content).await?;
    let sequence = message.sequence;
    tx.put(&stored(queue, id.clone(), message))?;
    Ok(Sent { id, sequence })
}

fn put_delivery(tx: &mut Transaction<'_>, queue: &Queue, message: &Message, key: String, visible_at: i64) -> Result<(), Failure> {
    let delivery = Delivery {
        queue: queue.uid.clone(),
        message: message.id.clone(),
        sent_at: message.sent_at,
        visible_at,
        receive_count: 0,
        first_received_at: None,
        receipt: None,
    };
    tx.put(&stored(queue, key, delivery))
}

async fn group(tx: &mut Transaction<'_>, queue: &Queue, name: &str) -> Result<Option<Stored<Group>>, Failure> {
    tx.find::<Group>(GROUP, &format!("{}/{name}", queue.uid)).await
}

/// Puts a message at the end of its group.
async fn append(
    tx: &mut Transaction<'_>,
    queue: &Queue,
    message: &mut Message,
    visible_at: i64,
    now: i64,
) -> Result<u64, Failure> {
    let name = message.group.clone().unwrap_or_default();
    // A group that was empty is forgotten: its numbers go on by the time.
    let by_time = u64::try_from(now).unwrap_or(0).saturating_mul(1_000_000);
    let sequence;
    match group(tx, queue, &name).await? {
        Some(mut there) => {
            sequence = by_time.max(there.body.last_sequence.saturating_add(1));
            there.body.last_sequence = sequence;
            tx.put(&there)?;
        }
        None => {
            sequence = by_time;
            let body = Group { queue: queue.uid.clone(), name: name.clone(), available_at: visible_at, last_sequence: sequence };
            tx.put(&stored(queue, group_id(visible_at, &name), body))?;
        }
    }
    message.sequence = Some(sequence);
    put_delivery(tx, queue, message, fifo_id(&name, sequence), visible_at)?;
    Ok(sequence)
}

/// Moves a group in the order of groups.
fn move_group(tx: &mut Transaction<'_>, queue: &Queue, there: Stored<Group>, available_at: i64) -> Result<(), Failure> {
    let key = group_id(available_at, &there.body.name);
    let body = Group { available_at, ..there.body.clone() };
    if there.key.id == key {
        return tx.put(&Stored { body, ..there });
    }
    tx.delete(&there);
    tx.put(&stored(queue, key, body))
}

/// Sets a group to its first message; one without messages is forgotten.
pub(crate) async fn settle_group(tx: &mut Transaction<'_>, queue: &Queue, name: &str) -> Result<(), Failure> {
    let Some(there) = group(tx, queue, name).await? else { return Ok(()) };
    let partition = queue.partition();
    let listed = tx.reader().list::<Delivery>(&queue.account, &partition, &fifo_prefix(name), None, BATCH + 1).await?;
    for found in listed {
        // What this transaction removed is still listed.
        if let Some(first) = tx.get::<Delivery>(&queue.account, &partition, &found.key.id).await? {
            return move_group(tx, queue, there, first.body.visible_at);
        }
    }
    tx.delete(&there);
    Ok(())
}

/// From when something in the queue can be received; `None` if it is empty.
pub(crate) async fn next_visible(tx: &Transaction<'_>, queue: &Queue) -> Result<Option<i64>, Failure> {
    let (reader, partition) = (tx.reader(), queue.partition());
    if queue.attributes.fifo {
        let first = reader.list::<Group>(&queue.account, &partition, "", None, 1).await?;
        return Ok(first.first().map(|g| g.body.available_at));
    }
    let first = reader.list::<Delivery>(&queue.account, &partition, "", None, 1).await?;
    Ok(first.first().map(|d| d.body.visible_at))
}

/// Takes up to `most` messages and hides them until `now` and `timeout`, milliseconds.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn receive(
    tx: &mut Transaction<'_>,
    sqs: &Sqs,
    queue: &Queue,
    most: usize,
    timeout: i64,
    now: i64,
) -> Result<Vec<Received>, Failure> {
    let mut taken = Vec::new();
    let partition = queue.partition();
    if !queue.attributes.fifo {
        let waiting = tx.reader().list::<Delivery>(&queue.account, &partition, "", None, LOOK).await?;
        for found in waiting.into_iter().take_while(|d| d.body.visible_at <= now) {
            if taken.len() >= most {
                break;
            }
            if !sqs.claim(&format!("{}/{}", queue.uid, found.body.message), now, CLAIM) {
                continue;
            }
            let Some(delivery) = tx.get::<Delivery>(&queue.account, &partition, &found.key.id).await? else { continue };
            if let Some(received) = take(tx, queue, delivery, timeout, now).await? {
                taken.push(received);
            }
        }
        return Ok(taken);
    }
    let groups = tx.reader().list::<Group>(&queue.account, &partition, "", None, GROUPS).await?;
    for found in groups.into_iter().take_while(|g| g.body.available_at <= now) {
        if taken.len() >= most {
            break;
        }
        let Some(there) = group(tx, queue, &found.body.name).await? else { continue };
        if there.body.available_at > now {
            continue;
        }
        let prefix = fifo_prefix(&there.body.name);
        let waiting = tx.reader().list::<Delivery>(&queue.account, &partition, &prefix, None, most).await?;
        let mut first = None;
        for found in waiting.into_iter().take_while(|d| d.body.visible_at <= now) {
            if taken.len() >= most {
                break;
            }
            let Some(delivery) = tx.get::<Delivery>(&queue.account, &partition, &found.key.id).await? else { continue };
            if let Some(received) = take(tx, queue, delivery, timeout, now).await? {
                first.get_or_insert(received.delivery.visible_at);
                taken.push(received);
            }
        }
        match first {
            Some(visible_at) => move_group(tx, queue, there, visible_at)?,
            None => settle_group(tx, queue, &there.body.name).await?,
        }
    }
    Ok(taken)
}

/// Takes one message, unless it is expired or goes to the dead-letter queue.
async fn take(
    tx: &mut Transaction<'_>,
    queue: &Queue,
    there: Stored<Delivery>,
    timeout: i64,
    now: i64,
) -> Result<Option<Received>, Failure> {
    let partition = queue.partition();
    let message = tx.get::<Message>(&queue.account, &partition, &there.body.message).await?;
    let Some(message) = message.filter(|m| queue.keeps(m.body.sent_at, now)) else {
        remove(tx, queue, &there).await?;
        return Ok(None);
    };
    if let Some(redrive) = &queue.attributes.redrive
        && there.body.receive_count >= redrive.max_receive_count
        && let Some(place) = Place::of_arn(&redrive.dead_letter_target_arn)
        && let Some(target) = place.find(&tx.reader()).await?
    {
        let source = queue.arn(&tx.plane().settings.partition);
        transfer(tx, queue, &target.body, message, &there, Some(source), now).await?;
        return Ok(None);
    }
    let receipt = hex::encode(tx.plane().ids.bytes::<8>());
    let delivery = Delivery {
        visible_at: now.saturating_add(timeout),
        receive_count: there.body.receive_count.saturating_add(1),
        first_received_at: there.body.first_received_at.or(Some(now)),
        receipt: Some(receipt.clone()),
        ..there.body.clone()
    };
    hide(tx, queue, there, delivery.clone())?;
    let handle = URL_SAFE_NO_PAD.encode(format!("{}/{}/{receipt}", queue.uid, message.body.id));
    Ok(Some(Received { message: message.body, delivery, handle }))
}

/// Writes where a message stands now.
fn hide(tx: &mut Transaction<'_>, queue: &Queue, there: Stored<Delivery>, delivery: Delivery) -> Result<(), Failure> {
    let key = if queue.attributes.fifo { there.key.id.clone() } else { standard_id(delivery.visible_at, &delivery.message) };
    if key == there.key.id {
        return tx.put(&Stored { body: delivery, ..there });
    }
    tx.delete(&there);
    tx.put(&stored(queue, key, delivery))
}

async fn remove(tx: &mut Transaction<'_>, queue: &Queue, there: &Stored<Delivery>) -> Result<(), Failure> {
    if let Some(message) = tx.get::<Message>(&queue.account, &queue.partition(), &there.body.message).await? {
        tx.delete(&message);
    }
    tx.delete(there);
    Ok(())
}

/// Removes a message that is too old or purged, with its delivery.
pub(crate) async fn expire(tx: &mut Transaction<'_>, queue: &Queue, old: &Stored<Message>) -> Result<(), Failure> {
    let Some(message) = tx.get::<Message>(&queue.account, &queue.partition(), &old.key.id).await? else { return Ok(()) };
    if let Some(delivery) = tx.find::<Delivery>(DELIVERY, &format!("{}/{}", queue.uid, message.body.id)).await? {
        tx.delete(&delivery);
    }
    tx.delete(&message);
    match &message.body.group {
        Some(name) if queue.attributes.fifo => settle_group(tx, queue, name).await,
        _ => Ok(()),
    }
}

/// Moves a message to another queue, as a redrive and a dead-letter queue do: it keeps its id, and in standard queues the time it was sent.
pub(crate) async fn transfer(
    tx: &mut Transaction<'_>,
    from: &Queue,
    to: &Queue,
    message: Stored<Message>,
    there: &Stored<Delivery>,
    source: Option<String>,
    now: i64,
) -> Result<(), Failure> {
    let content = seal::open(&tx.reader(), from, &message.body).await?;
    remove(tx, from, there).await?;
    let mut moved = Message { source, ..message.body };
    if to.attributes.fifo {
        moved.sent_at = now;
        append(tx, to, &mut moved, now, now).await?;
    } else {
        put_delivery(tx, to, &moved, standard_id(now, &moved.id), now)?;
    }
    (moved.sealed, moved.key) = seal::seal(tx, to, &moved.id, &content).await?;
    tx.put(&stored(to, moved.id.clone(), moved))
}

/// The delivery that a receipt handle names, and whether the handle is its last one.
async fn of_handle(tx: &mut Transaction<'_>, queue: &Queue, given: &str) -> Result<Option<(Stored<Delivery>, bool)>, Failure> {
    let decoded =
        URL_SAFE_NO_PAD.decode(given).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(|| no_handle(given))?;
    let parts: Vec<&str> = decoded.split('/').collect();
    let [uid, message, receipt] = parts.as_slice() else { return Err(no_handle(given)) };
    if *uid != queue.uid {
        return Err(no_handle(given));
    }
    let found = tx.find::<Delivery>(DELIVERY, &format!("{uid}/{message}")).await?;
    Ok(found.map(|delivery| {
        let last = delivery.body.receipt.as_deref() == Some(*receipt);
        (delivery, last)
    }))
}

/// Removes a received message. One that is gone is removed; so is, in a standard queue, one that somebody else received since: for them.
///
/// # Errors
/// `ReceiptHandleIsInvalid`; in FIFO queues `InvalidParameterValue` for a handle that has expired.
pub(crate) async fn delete(tx: &mut Transaction<'_>, queue: &Queue, handle: &str, now: i64) -> Result<(), Failure> {
    let Some((delivery, last)) = of_handle(tx, queue, handle).await? else { return Ok(()) };
    if !queue.attributes.fifo {
        if last {
            remove(tx, queue, &delivery).await?;
        }
        return Ok(());
    }
    if !last || delivery.body.visible_at <= now {
        return Err(invalid(format!(
            "Value {handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired."
        )));
    }
    let message = tx.get::<Message>(&queue.account, &queue.partition(), &delivery.body.message).await?;
    remove(tx, queue, &delivery).await?;
    let name = message.and_then(|m| m.body.group).unwrap_or_default();
    settle_group(tx, queue, &name).await
}

/// Hides a received message for `timeout` milliseconds from now on.
///
/// # Errors
/// `ReceiptHandleIsInvalid`, `MessageNotInflight`, `InvalidParameterValue`.
pub(crate) async fn change_visibility(
    tx: &mut Transaction<'_>,
    queue: &Queue,
    handle: &str,
    timeout: i64,
    now: i64,
) -> Result<(), Failure> {
    let gone = || {
        invalid(format!(
            "Value {handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change."
        ))
    };
    let (there, last) = of_handle(tx, queue, handle).await?.ok_or_else(gone)?;
    if !last || !there.body.in_flight(now) {
        return Err(MessageNotInflight::new("The specified message isn't in flight.").into());
    }
    let delivery = Delivery { visible_at: now.saturating_add(timeout), ..there.body.clone() };
    let (id, visible_at) = (there.key.id.clone(), delivery.visible_at);
    let message = delivery.message.clone();
    hide(tx, queue, there, delivery)?;
    if queue.attributes.fifo
        && let Some(message) = tx.get::<Message>(&queue.account, &queue.partition(), &message).await?
        && let Some(name) = message.body.group
    {
        let first = tx.reader().list::<Delivery>(&queue.account, &queue.partition(), &fifo_prefix(&name), None, 1).await?;
        if first.first().is_some_and(|f| f.key.id == id)
            && let Some(there) = group(tx, queue, &name).await?
        {
            move_group(tx, queue, there, visible_at)?;
        }
    }
    Ok(())
}

/// How many messages a queue has: all, those in flight, and those that are delayed.
pub(crate) async fn counts(tx: &Transaction<'_>, queue: &Queue, now: i64) -> Result<(u64, u64, u64), Failure> {
    const PAGE: usize = 1000;
    let (reader, partition) = (tx.reader(), queue.partition());
    let all = reader.count::<Delivery>(&queue.account, &partition).await?;
    let (mut flying, mut delayed) = (0, 0);
    // Standard deliveries are in the order of their times: those before now wait to be received.
    let mut after = (!queue.attributes.fifo).then(|| standard_id(now.saturating_add(1), ""));
    loop {
        let page = reader.list::<Delivery>(&queue.account, &partition, "", after.as_deref(), PAGE).await?;
        flying += page.iter().filter(|d| d.body.in_flight(now)).count() as u64;
        delayed += page.iter().filter(|d| d.body.receive_count == 0 && d.body.visible_at > now).count() as u64;
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.key.id.clone()),
            _ => return Ok((all, flying, delayed)),
        }
    }
}
