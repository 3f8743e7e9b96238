//! Delivery of files to the bucket of a delivery channel: snapshots of everything, and every six hours what was recorded since the last files.
//!
//! The keys are AWS's own: <https://docs.aws.amazon.com/config/latest/developerguide/view-manage-resource.html>. A file is put before the commit that says so, and
//! a delivery that is broken off puts the same key again, so that a crash repeats nothing that is visible.

use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use plane::ports::ServiceObject;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Plane, Stored, System, Transaction, events};
use serde_json::{Value, json};

use crate::item::{Current, Item, Undelivered, iso};
use crate::place::{PRINCIPAL, arn, is_recording};
use crate::resources::{Channel, ChannelState, SnapshotDue};
use crate::tell;

/// Time between history files, milliseconds.
pub const HISTORY_EVERY: i64 = 6 * 3_600_000;
/// Time between two looks at what is due, milliseconds.
const LOOKS: i64 = 10_000;
/// Attempts at a snapshot, and the pause after the first, milliseconds; it doubles.
const ATTEMPTS: u32 = 6;
const PAUSE: i64 = 2_000;
/// Documents that are read at once.
const PAGE: usize = 200;
/// Largest file, bytes of JSON and of gzip; what is more goes into another file.
const FILE: usize = 512 << 20;
const PACKED: usize = 64 << 20;

/// Delivers files.
#[derive(Default)]
pub struct Delivery(Mutex<i64>);

impl Reconciler for Delivery {
    fn name(&self) -> &'static str {
        "config-delivery"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            for due in system.reader().list_everywhere::<SnapshotDue>(None, PAGE).await? {
                if due.body.due <= now {
                    snapshot(system, &due).await?;
                }
            }
            {
                let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                if (now - *last).abs() < LOOKS {
                    return Ok(());
                }
                *last = now;
            }
            for state in system.reader().list_everywhere::<ChannelState>(None, usize::MAX >> 1).await? {
                let is_due = |next: Option<i64>| next.is_some_and(|next| next <= now);
                if is_due(state.body.snapshot.next) {
                    schedule(system, &state).await?;
                }
                if is_due(state.body.history.next) {
                    history(system, &state).await?;
                }
            }
            Ok(())
        })
    }
}

/// An object that Config puts into a channel's bucket.
pub fn object(plane: &Plane, account: &str, region: &str, channel: &Channel, key: String, body: Vec<u8>) -> ServiceObject {
    ServiceObject {
        bucket: channel.bucket.clone(),
        key,
        body: body.into(),
        content_type: "application/json".to_owned(),
        content_encoding: Some("gzip".to_owned()),
        metadata: Vec::new(),
        service_principal: PRINCIPAL.to_owned(),
        source_arn: arn(plane, account, region, "*"),
        source_account: account.to_owned(),
        kms_key: channel.kms_key.clone(),
        kms_context: Vec::new(),
    }
}

fn folder(account: &str, channel: &Channel) -> String {
    let prefix = channel.prefix.as_ref().map(|prefix| format!("{prefix}/")).unwrap_or_default();
    format!("{prefix}AWSLogs/{account}/Config")
}

/// Key of the object that shows that the bucket can be written.
pub fn check_key(account: &str, channel: &Channel) -> String {
    format!("{}/ConfigWritabilityCheckFile", folder(account, channel))
}

fn stamp(ms: i64) -> String {
    Timestamp::from_millisecond(ms).unwrap_or_default().strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Folder of a day; months and days have no leading zeros.
fn day(ms: i64) -> String {
    let date = jiff::tz::TimeZone::UTC.to_datetime(Timestamp::from_millisecond(ms).unwrap_or_default()).date();
    format!("{}/{}/{}", date.year(), date.month(), date.day())
}

/// Key of a snapshot; the parts after the first carry their number.
fn snapshot_key(account: &str, region: &str, channel: &Channel, at: i64, id: &str, part: usize) -> String {
    let part = if part > 1 { format!("_{part}") } else { String::new() };
    format!(
        "{}/{region}/{}/ConfigSnapshot/{account}_Config_{region}_ConfigSnapshot_{}_{id}{part}.json.gz",
        folder(account, channel),
        day(at),
        stamp(at)
    )
}

/// Key of a history file of a type.
fn history_key(account: &str, region: &str, channel: &Channel, kind: &str, span: (i64, i64), part: u32) -> String {
    format!(
        "{}/{region}/{}/ConfigHistory/{account}_Config_{region}_ConfigHistory_{kind}_{}_{}_{part}.json.gz",
        folder(account, channel),
        day(span.1),
        stamp(span.0),
        stamp(span.1)
    )
}

/// A file of items, packed as they come.
struct File {
    packer: GzEncoder<Vec<u8>>,
    items: usize,
    bytes: usize,
}

impl File {
    fn new(head: &[(&str, Value)]) -> Result<Self, Failure> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        let mut text = String::from("{");
        for (name, value) in head {
            text.push_str(&format!("{}:{value},", Value::String((*name).to_owned())));
        }
        text.push_str("\"configurationItems\":[");
        packer.write_all(text.as_bytes()).map_err(Failure::internal)?;
        Ok(Self { packer, items: 0, bytes: 0 })
    }

    fn add(&mut self, item: &Item) -> Result<(), Failure> {
        let mut text = item.delivered().to_string();
        if self.items > 0 {
            text.insert(0, ',');
        }
        self.items += 1;
        self.bytes += text.len();
        self.packer.write_all(text.as_bytes()).map_err(Failure::internal)
    }

    fn is_full(&self) -> bool {
        self.bytes >= FILE || self.packer.get_ref().len() >= PACKED
    }

    fn end(mut self) -> Result<Vec<u8>, Failure> {
        self.packer.write_all(b"]}").map_err(Failure::internal)?;
        self.packer.finish().map_err(Failure::internal)
    }
}

async fn put(system: &System, place: (&str, &str), channel: &Channel, key: String, file: File) -> Result<(), Failure> {
    let Some(objects) = system.plane().objects() else { return Err(Failure::internal("there is no object storage")) };
    let object = object(system.plane(), place.0, place.1, channel, key, file.end()?);
    objects.put(system, object).await
}

/// Puts the files of a snapshot; the key of the first.
async fn put_snapshot(system: &System, due: &Stored<SnapshotDue>, channel: &Channel) -> Result<String, Failure> {
    let (account, region, id) = (&due.key.account, &due.key.region, &due.key.id);
    let head = [("fileVersion", json!("1.0")), ("configSnapshotId", json!(id))];
    let key = |part| snapshot_key(account, region, channel, due.body.at, id, part);
    let (mut part, mut file) = (1, File::new(&head)?);
    let mut after: Option<String> = None;
    loop {
        let page = system.reader().list::<Current>(account, region, "", after.as_deref(), PAGE).await?;
        let told =
            |found: &&Stored<Current>| found.body.exists() && !found.body.internal && found.body.item.kind != rules::ACCOUNT;
        for found in page.iter().filter(told) {
            if file.is_full() {
                let full = std::mem::replace(&mut file, File::new(&head)?);
                put(system, (account, region), channel, key(part), full).await?;
                part += 1;
            }
            file.add(&found.body.item)?;
        }
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.key.id.clone()),
            _ => break,
        }
    }
    put(system, (account, region), channel, key(part), file).await?;
    Ok(key(1))
}

/// Delivers a snapshot, or tries it later, or gives it up.
async fn snapshot(system: &System, due: &Stored<SnapshotDue>) -> Result<(), Failure> {
    let (account, region) = (&due.key.account, &due.key.region);
    let channel = system.reader().get::<Channel>(account, region, &due.body.channel).await?;
    let put = match &channel {
        Some(channel) => put_snapshot(system, due, &channel.body).await,
        None => Err(crate::errors::no_channel(&due.body.channel)),
    };
    if let Err(failure) = &put
        && due.body.attempts + 1 < ATTEMPTS
        && channel.is_some()
    {
        let at = system.now().as_millisecond() + (PAUSE << due.body.attempts.min(10));
        return system
            .act("config", "DeliverConfigSnapshot", |tx| {
                let (failure, key) = (failure.clone(), due.key.clone());
                Box::pin(async move {
                    let (account, region) = (&key.account, &key.region);
                    if let Some(mut held) = tx.get::<SnapshotDue>(account, region, &key.id).await? {
                        held.body.attempts += 1;
                        held.body.due = at;
                        tx.put(&held)?;
                        note(tx, account, region, &held.body.channel, |state, now| state.snapshot.note(now, Some(&failure)))
                            .await?;
                    }
                    Ok(())
                })
            })
            .await;
    }
    system
        .act("config", "DeliverConfigSnapshot", |tx| {
            let (put, channel, key) = (put.clone(), channel.clone(), due.key.clone());
            Box::pin(async move {
                let (account, region) = (&key.account, &key.region);
                let Some(held) = tx.get::<SnapshotDue>(account, region, &key.id).await? else { return Ok(()) };
                tx.delete(&held);
                let Some(channel) = channel else { return Ok(()) };
                let failure = put.as_ref().err().cloned();
                note(tx, account, region, &channel.key.id, |state, now| state.snapshot.note(now, failure.as_ref())).await?;
                let detail = [("configSnapshotId", json!(held.key.id))];
                match &put {
                    Ok(key) => told(tx, (account, region), &channel.body, "Snapshot", key, None, &detail).await,
                    Err(failure) => told(tx, (account, region), &channel.body, "Snapshot", "", Some(failure), &detail).await,
                }
            })
        })
        .await
}

/// Notes something in the status of a channel, while the channel is there.
async fn note(
    tx: &mut Transaction<'_>,
    account: &str,
    region: &str,
    channel: &str,
    change: impl FnOnce(&mut ChannelState, i64),
) -> Result<(), Failure> {
    let now = tx.call().time.as_millisecond();
    if let Some(mut state) = tx.get::<ChannelState>(account, region, channel).await? {
        change(&mut state.body, now);
        tx.put(&state)?;
    }
    Ok(())
}

/// Tells of a delivery: an event, and a notice on the topic.
async fn told(
    tx: &mut Transaction<'_>,
    place: (&str, &str),
    channel: &Channel,
    what: &str,
    key: &str,
    failure: Option<&Failure>,
    more: &[(&str, Value)],
) -> Result<(), Failure> {
    let now = tx.call().time.as_millisecond();
    let outcome = if failure.is_some() { "Failed" } else { "Completed" };
    let mut detail = json!({
        "s3Bucket": channel.bucket,
        "s3ObjectKey": key,
        "notificationCreationTime": iso(now),
        "messageType": format!("Configuration{what}Delivery{outcome}"),
        "recordVersion": "1.1",
    });
    if let Some(members) = detail.as_object_mut() {
        for (name, value) in more {
            members.insert((*name).to_owned(), value.clone());
        }
        if let Some(failure) = failure {
            members.insert("errorCode".to_owned(), json!(crate::errors::code(failure)));
            members.insert("errorMessage".to_owned(), json!(failure.message));
        }
    }
    let kind = format!("Config Configuration {what} Delivery Status");
    events::publish(tx, place.0, place.1, "aws.config", &kind, &[], &detail);
    if let Some(topic) = &channel.topic {
        let subject = format!("[AWS Config:{}] Configuration {what} Delivery {outcome} for Account {}", place.1, place.0);
        tell::publish(tx, place.0, place.1, &channel.name, topic, subject, &detail).await?;
    }
    Ok(())
}

/// Puts a periodic snapshot among those that are due.
async fn schedule(system: &System, state: &Stored<ChannelState>) -> Result<(), Failure> {
    system
        .act("config", "DeliverConfigSnapshot", |tx| {
            let key = state.key.clone();
            Box::pin(async move {
                let (account, region, name) = (&key.account, &key.region, &key.id);
                let Some(channel) = tx.get::<Channel>(account, region, name).await? else { return Ok(()) };
                let Some(mut held) = tx.get::<ChannelState>(account, region, name).await? else { return Ok(()) };
                let now = tx.call().time.as_millisecond();
                if held.body.snapshot.next.is_none_or(|next| next > now) {
                    return Ok(());
                }
                held.body.snapshot.next = channel.body.hours.map(|hours| now + i64::from(hours) * 3_600_000);
                tx.put(&held)?;
                if is_recording(&tx.reader(), account, region).await? {
                    let id = tx.plane().ids.uuid().to_string();
                    let due = SnapshotDue { channel: name.clone(), at: now, attempts: 0, due: now };
                    tx.put(&Stored::new(account, region, id, due))?;
                }
                Ok(())
            })
        })
        .await
}

/// Delivers what was recorded since the last history files, a file for each type. What was delivered is forgotten in one commit for each file.
async fn history(system: &System, state: &Stored<ChannelState>) -> Result<(), Failure> {
    let (account, region, name) = (&state.key.account, &state.key.region, &state.key.id);
    let Some(channel) = system.reader().get::<Channel>(account, region, name).await? else { return Ok(()) };
    // The span of a delivery is fixed by when it was due, so that a delivery that is broken off makes the same files again.
    let until = state.body.history.next.unwrap_or_default();
    let from = until - HISTORY_EVERY;
    let mut failure = None;
    let mut after = String::new();
    // The types that have something: each look goes beyond the type found before.
    while let Some(first) = system.reader().list::<Undelivered>(account, region, "", Some(&after), 1).await?.pop() {
        let Some((kind, _)) = first.key.id.split_once('|') else { break };
        match history_of(system, (account, region), &channel, kind, (from, until)).await {
            Ok(()) => {}
            Err(other) => failure = Some(other),
        }
        after = format!("{kind}|~");
    }
    let now = system.now().as_millisecond();
    system
        .act("config", "DeliverConfigSnapshot", |tx| {
            let (failure, key) = (failure.clone(), state.key.clone());
            Box::pin(async move {
                let (account, region, name) = (&key.account, &key.region, &key.id);
                note(tx, account, region, name, |state, now| state.history.note(now, failure.as_ref())).await?;
                if let Some(mut held) = tx.get::<ChannelState>(account, region, name).await? {
                    let next = if failure.is_some() { now + 600_000 } else { (until + HISTORY_EVERY).max(now + 60_000) };
                    held.body.history.next = Some(next);
                    if failure.is_none() {
                        held.body.files = 0;
                    }
                    tx.put(&held)?;
                }
                Ok(())
            })
        })
        .await
}

async fn history_of(
    system: &System,
    place: (&str, &str),
    channel: &Stored<Channel>,
    kind: &str,
    span: (i64, i64),
) -> Result<(), Failure> {
    let (account, region) = place;
    let prefix = format!("{kind}|");
    loop {
        // Files of a span are numbered through, in the commit that forgets what is in them: no number is used again for something else.
        let state = system.reader().get::<ChannelState>(account, region, &channel.key.id).await?;
        let part = state.map_or(1, |state| state.body.files + 1);
        let mut file = File::new(&[("fileVersion", json!("1.0"))])?;
        let mut ids = Vec::new();
        let mut after: Option<String> = None;
        'file: loop {
            let page = system.reader().list::<Undelivered>(account, region, &prefix, after.as_deref(), PAGE).await?;
            for found in &page {
                let at =
                    found.key.id.get(prefix.len()..prefix.len() + 15).and_then(|at| at.parse::<i64>().ok()).unwrap_or_default();
                if file.is_full() || ids.len() >= 20_000 || at > span.1 {
                    break 'file;
                }
                if let Some(item) = system.reader().get::<Item>(account, region, &found.body.item).await? {
                    file.add(&item.body)?;
                }
                ids.push(found.key.id.clone());
            }
            match page.last() {
                Some(last) if page.len() == PAGE => after = Some(last.key.id.clone()),
                _ => break,
            }
        }
        if ids.is_empty() {
            return Ok(());
        }
        let key = history_key(account, region, &channel.body, kind, span, part);
        if file.items > 0 {
            put(system, place, &channel.body, key.clone(), file).await?;
        }
        let work = Arc::new((ids, key, channel.clone()));
        system
            .act("config", "DeliverConfigSnapshot", |tx| {
                let work = work.clone();
                Box::pin(async move {
                    let (ids, key, channel) = &*work;
                    let (account, region) = (&channel.key.account, &channel.key.region);
                    for found in tx.get_many::<Undelivered>(account, region, ids).await?.iter().flatten() {
                        tx.delete(found);
                    }
                    note(tx, account, region, &channel.key.id, |state, _| state.files = part).await?;
                    told(tx, (account, region), &channel.body, "History", key, None, &[]).await
                })
            })
            .await?;
    }
}

#[cfg(test)]
mod tests {
    use super::{day, history_key, snapshot_key};
    use crate::resources::Channel;

    #[test]
    fn keys_are_those_of_aws() {
        let channel = Channel {
            name: "default".into(),
            bucket: "b".into(),
            prefix: Some("p".into()),
            kms_key: None,
            topic: None,
            hours: None,
        };
        // 2026-02-03T04:05:06Z
        let at = 1_770_091_506_000;
        assert_eq!(day(at), "2026/2/3");
        assert_eq!(
            snapshot_key("123456789012", "us-east-1", &channel, at, "id", 1),
            "p/AWSLogs/123456789012/Config/us-east-1/2026/2/3/ConfigSnapshot/123456789012_Config_us-east-1_ConfigSnapshot_20260203T040506Z_id.json.gz"
        );
        assert_eq!(
            history_key("123456789012", "us-east-1", &channel, "AWS::S3::Bucket", (at - 1_000, at), 1),
            "p/AWSLogs/123456789012/Config/us-east-1/2026/2/3/ConfigHistory/123456789012_Config_us-east-1_ConfigHistory_AWS::S3::Bucket_20260203T040505Z_20260203T040506Z_1.json.gz"
        );
    }
}
