//! Delivery: from the journal to log files in buckets.
//!
//! Every trail reads the journal from a cursor of its own. A range of the journal is fixed first (the `planned` cursor), then its files are put, then
//! the cursor moves to its end. Files are a pure function of trail and range, so a crash at any point makes the same files again, under the same
//! keys. How a trail was set at any entry stands in the journal itself ([`Change`]), so that a range never mixes two settings.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use plane::audit::is_record;
use plane::ports::{Objects, ServiceObject};
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Stored, System, Transaction, key};
use serde_json::Value;
use store::Entry;
use wire::failure::{Common, Kind};

use crate::aggregate::AGGREGATED;
use crate::encryption;
use crate::files::{File, Sort, log_file};
use crate::insights::{INSIGHT, event::for_trail};
use crate::log_group::{self, ByStream};
use crate::pace::Pace;
use crate::resources::{CHANGED, Change, Delivery, LogFile, LogFiles, Status, Trail};
use crate::rounds;
use crate::topic;

/// Who puts the files.
pub const PRINCIPAL: &str = "cloudtrail.amazonaws.com";
/// Journal entries read at once.
const CHUNK: usize = 500;
/// Entries and bytes of one range at most: what bounds memory and the size of a file.
const RANGE_ENTRIES: usize = 20_000;
const RANGE_BYTES: usize = 48 << 20;
/// How long files of a deleted trail whose bucket refuses them are tried, milliseconds: nobody can name another bucket any more.
const GONE_TRIED_MS: i64 = 60 * 60 * 1000;
/// Pauses between two looks at whether it is time.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// Trails listed at once.
const TRAILS: usize = 200;

/// Delivers the log files and digests of all trails.
pub struct TrailDelivery {
    pace: Option<Pace>,
    last: Mutex<Option<i64>>,
}

impl TrailDelivery {
    /// With a pace of its own; otherwise the environment says it.
    pub fn new(pace: Option<Pace>) -> Self {
        Self { pace, last: Mutex::new(None) }
    }

    /// Whether it is time: a reconciler is woken by every change in the store, files are made once in a while.
    fn due(&self, now: i64, pace: Pace) -> bool {
        let Ok(mut last) = self.last.lock() else { return false };
        let due = last.is_none_or(|last| now < last || now - last >= pace.delivery_ms);
        if due {
            *last = Some(now);
        }
        due
    }
}

impl Reconciler for TrailDelivery {
    fn name(&self) -> &'static str {
        "cloudtrail-delivery"
    }

    fn interval(&self) -> Duration {
        // Often enough to keep the pace, and to see that the sandbox's clock was moved.
        let pace = self.pace.unwrap_or_else(|| Pace::from_environment(false));
        Duration::from_millis(u64::try_from(pace.delivery_ms).unwrap_or_default()).clamp(SHORTEST_PAUSE, LONGEST_PAUSE)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let pace = self.pace.unwrap_or_else(|| Pace::from_environment(system.plane().settings.sandbox));
            if !self.due(system.plane().clock.now_ms(), pace) {
                return Ok(());
            }
            let Some(objects) = system.plane().objects().cloned() else { return Ok(()) };
            let mut after = None;
            loop {
                let page = system.reader().list_everywhere::<Delivery>(after.as_ref(), TRAILS).await?;
                let Some(last) = page.last() else { return Ok(()) };
                after = Some(last.key.clone());
                for delivery in page {
                    let arn = delivery.body.trail.arn.clone();
                    if let Err(failure) = (Work { system, objects: &objects, pace }).trail(delivery).await {
                        // One trail's trouble is not the others'; what it did not deliver it tries again.
                        tracing::error!(
                            trail = arn,
                            message = failure.message,
                            detail = failure.detail,
                            "a trail cannot deliver"
                        );
                    }
                }
            }
        })
    }
}

/// One trail's turn.
#[derive(Clone, Copy)]
pub struct Work<'a> {
    /// The right to act.
    pub system: &'a System,
    /// Where files go.
    pub objects: &'a Arc<dyn Objects>,
    /// How often.
    pub pace: Pace,
}

/// Sort, account and region of a file.
type Place = (Sort, String, String);

/// A stretch of the journal.
struct Range {
    entries: Vec<Entry>,
    end: u64,
    change: Option<(Change, i64)>,
    /// Whether the journal went on behind it when it was read. What comes later waits for the next time, so that files are not many and small.
    more: bool,
}

impl Work<'_> {
    async fn trail(self, mut delivery: Stored<Delivery>) -> Result<(), Failure> {
        loop {
            match rounds::due(self, &delivery).await? {
                rounds::Round::None => {}
                rounds::Round::Written(next) => {
                    delivery = *next;
                    continue;
                }
                rounds::Round::Refused(failure) => {
                    self.refused(&delivery, &failure, None).await?;
                    // A chain that ends must end before another begins; one that goes on is written later.
                    if delivery.body.gone || !delivery.body.trail.digests() {
                        return Ok(());
                    }
                }
            }
            if delivery.body.gone && delivery.body.chain_start.is_none() {
                return self.forget(&delivery).await;
            }
            let cursor = delivery.body.cursor();
            let from = self.system.cursor(&cursor).await?;
            let planned = self.system.cursor(&delivery.body.planned()).await?;
            let range = self.read(&delivery.body, from, (planned > from).then_some(planned)).await?;
            if range.end == from {
                return Ok(());
            }
            let (files, logged) = self.files(&delivery.body.trail, from, &range).await?;
            if !files.is_empty() && planned < range.end {
                let name = delivery.body.planned();
                self.act(move |tx| {
                    tx.move_cursor(&name, planned, range.end);
                    Box::pin(async { Ok(()) })
                })
                .await?;
            }
            let mut put = Vec::with_capacity(files.len());
            for ((_, account, region), file) in files {
                if let Some(there) =
                    delivery.body.put.iter().find(|f| (&f.account, &f.region, &f.hash) == (&account, &region, &file.hash))
                {
                    put.push(there.clone());
                    continue;
                }
                let logged = LogFile {
                    account,
                    region,
                    bucket: delivery.body.trail.bucket.clone(),
                    key: file.key.clone(),
                    hash: file.hash.clone(),
                    newest: file.newest,
                    oldest: file.oldest,
                };
                let object = object(&delivery.body.trail, &logged.bucket, file.key, file.body, Vec::new());
                if let Err(failure) = self.objects.put(self.system, object).await {
                    return self.refused(&delivery, &failure, Some(put)).await;
                }
                put.push(logged);
            }
            let more = range.more || planned > from;
            delivery = self.delivered(&delivery, (&cursor, from, range.end), range.change, put, logged).await?;
            if !more {
                return Ok(());
            }
        }
    }

    /// Reads from the cursor to `planned`, or to the end of the journal, or to where the trail's settings change.
    async fn read(self, delivery: &Delivery, from: u64, planned: Option<u64>) -> Result<Range, Failure> {
        let life = delivery.trail.life();
        let mut range = Range { entries: Vec::new(), end: from, change: None, more: true };
        let (mut bytes, mut seen) = (0, 0);
        loop {
            let chunk = self.system.journal(range.end, CHUNK).await?;
            let full = chunk.len() == CHUNK;
            for entry in chunk {
                if planned.is_some_and(|planned| entry.seq > planned) {
                    return Ok(range);
                }
                range.end = entry.seq;
                seen += 1;
                if entry.kind == CHANGED && entry.account == delivery.trail.account {
                    let change: Change = serde_json::from_slice(&entry.body).map_err(Failure::internal)?;
                    if change.life == life {
                        range.change = Some((change, entry.at));
                        return Ok(range);
                    }
                }
                if delivery.trail.logging
                    && let Some(insight) = for_trail(&entry, &life)
                {
                    bytes += insight.body.len();
                    range.entries.push(insight);
                } else if delivery.trail.logging && is_record(&entry.kind) {
                    let here = delivery.trail.multi_region || entry.region == delivery.trail.region;
                    let mine = delivery.trail.organization.is_some() || entry.account == delivery.trail.account;
                    if here && mine {
                        bytes += entry.body.len();
                        range.entries.push(entry);
                    }
                }
                // A range that was planned ends where it was planned to end: the limits are the same.
                if planned.is_none()
                    && (range.entries.len() >= RANGE_ENTRIES || bytes >= RANGE_BYTES || seen >= 20 * RANGE_ENTRIES)
                {
                    return Ok(range);
                }
            }
            if !full {
                range.more = false;
                return Ok(range);
            }
        }
    }

    /// The files of a range, by sort, account and region, and what goes to the log group.
    async fn files(self, trail: &Trail, from: u64, range: &Range) -> Result<(BTreeMap<Place, File>, ByStream), Failure> {
        let mut members = HashMap::new();
        let mut groups: BTreeMap<Place, Vec<Entry>> = BTreeMap::new();
        for entry in &range.entries {
            let sort = match entry.kind.as_str() {
                INSIGHT => Sort::Insights,
                AGGREGATED => Sort::Aggregated,
                _ => Sort::Events,
            };
            // Who gets an Insights event or a sum is decided when it is made.
            if sort == Sort::Events {
                let record: Value = serde_json::from_slice(&entry.body).map_err(Failure::internal)?;
                if !wanted(trail, &record) {
                    continue;
                }
            }
            let member = match members.get(&entry.account) {
                Some(member) => *member,
                None => {
                    let member = covers(self.system, trail, &entry.account).await?;
                    members.insert(entry.account.clone(), member);
                    member
                }
            };
            if member {
                groups.entry((sort, entry.account.clone(), entry.region.clone())).or_default().push(entry.clone());
            }
        }
        let mut logged = ByStream::new();
        for ((_, account, region), events) in groups.iter().filter(|((sort, ..), _)| *sort != Sort::Insights) {
            log_group::add(&mut logged, trail, account, region, events);
        }
        let made = groups.into_iter().map(|(place, events)| {
            let file = log_file(trail, place.0, &place.1, &place.2, (from, range.end), &events);
            (place, file)
        });
        Ok((made.collect(), logged))
    }

    /// The files are put: the cursor moves, and with it whatever the range changed.
    async fn delivered(
        self,
        delivery: &Stored<Delivery>,
        (cursor, from, end): (&str, u64, u64),
        change: Option<(Change, i64)>,
        put: Vec<LogFile>,
        logged: ByStream,
    ) -> Result<Stored<Delivery>, Failure> {
        let place = delivery.key.clone();
        let (cursor, logged) = (cursor.to_owned(), Arc::new(logged));
        self.act(move |tx| {
            let (place, cursor, change, put, logged) =
                (place.clone(), cursor.clone(), change.clone(), put.clone(), logged.clone());
            Box::pin(async move {
                let now = tx.call().time.as_millisecond();
                let mut delivery = held(tx, &place).await?;
                tx.move_cursor(&cursor, from, end);
                if !put.is_empty() {
                    let mut status = status(tx, &delivery).await?;
                    status.body.delivered_at = Some(now);
                    status.body.attempted_at = Some(now);
                    status.body.error = None;
                    status.body.failing_since = None;
                    if !logged.is_empty() {
                        match log_group::put(tx, &delivery.body.trail, &logged).await {
                            Ok(()) => (status.body.logged_at, status.body.log_error) = (Some(now), None),
                            Err(failure) if matches!(failure.kind, Kind::Common(Common::Internal)) => return Err(failure),
                            Err(failure) => status.body.log_error = Some(code(&failure)),
                        }
                    }
                    if let Some(topic) = &delivery.body.trail.topic {
                        status.body.notice_attempted_at = Some(now);
                        match topic::tell(tx, &delivery.body.trail, topic, &put).await {
                            Ok(()) => (status.body.notified_at, status.body.notice_error) = (Some(now), None),
                            Err(failure) if matches!(failure.kind, Kind::Common(Common::Internal)) => return Err(failure),
                            Err(failure) => status.body.notice_error = Some(code(&failure)),
                        }
                    }
                    tx.put(&status)?;
                    if delivery.body.trail.digests() {
                        let id = format!("{}/{end:020}", place.id);
                        tx.put(&Stored::new(&place.account, &place.region, id, LogFiles { files: put }))?;
                    }
                }
                let rested = !std::mem::take(&mut delivery.body.put).is_empty();
                let changed = change.is_some();
                if let Some((change, at)) = change {
                    apply(&mut delivery.body, change, at);
                }
                if rested || changed {
                    tx.put(&delivery)?;
                    delivery = held_after(delivery);
                }
                Ok(delivery)
            })
        })
        .await
    }

    /// The bucket or the key refused: the status says so, and the next attempt goes where the trail points by then, under the key that it has by then. Of a delivery of log files, `put` are those
    /// that were put before; of one of digests it is none.
    async fn refused(self, delivery: &Stored<Delivery>, failure: &Failure, put: Option<Vec<LogFile>>) -> Result<(), Failure> {
        let (place, code) = (delivery.key.clone(), code(failure));
        if failure.detail.is_some() {
            tracing::error!(trail = delivery.body.trail.arn, detail = failure.detail, "a file of a trail cannot be put");
        }
        self.act(move |tx| {
            let (place, code, put) = (place.clone(), code.clone(), put.clone());
            Box::pin(async move {
                let now = tx.call().time.as_millisecond();
                let mut delivery = held(tx, &place).await?;
                let mut status = status(tx, &delivery).await?;
                match put {
                    None => status.body.digest_error = Some(code),
                    Some(put) => {
                        status.body.error = Some(code);
                        status.body.attempted_at = Some(now);
                        if delivery.body.put != put {
                            delivery.body.put = put;
                            tx.put(&delivery)?;
                        }
                    }
                }
                let since = *status.body.failing_since.get_or_insert(now);
                let trail = tx.reader().get::<Trail>(&place.account, &place.region, &delivery.body.trail.name).await?;
                match trail.filter(|t| t.body.generation == delivery.body.trail.generation) {
                    Some(trail) => {
                        let Trail { bucket, prefix, kms_key, .. } = trail.body;
                        let there = &delivery.body.trail;
                        if (&there.bucket, &there.prefix, &there.kms_key) != (&bucket, &prefix, &kms_key) {
                            if let Some(plan) = &mut delivery.body.plan {
                                plan.bucket.clone_from(&bucket);
                                plan.prefix.clone_from(&prefix);
                            }
                            delivery.body.trail.bucket = bucket;
                            delivery.body.trail.prefix = prefix;
                            delivery.body.trail.kms_key = kms_key;
                            tx.put(&delivery)?;
                        }
                        tx.put(&status)
                    }
                    None if now - since > GONE_TRIED_MS => forget(tx, &delivery).await,
                    None => tx.put(&status),
                }
            })
        })
        .await
    }

    async fn forget(self, delivery: &Stored<Delivery>) -> Result<(), Failure> {
        let place = delivery.key.clone();
        self.act(move |tx| {
            let place = place.clone();
            Box::pin(async move {
                let delivery = held(tx, &place).await?;
                forget(tx, &delivery).await
            })
        })
        .await
    }

    /// A transaction of the service.
    pub async fn act<T, F>(self, work: F) -> Result<T, Failure>
    where
        F: for<'t> Fn(&'t mut Transaction<'_>) -> BoxFuture<'t, Result<T, Failure>> + Send + Sync,
        T: Send,
    {
        self.system.act("cloudtrail", "GetTrailStatus", work).await
    }
}

/// Whether a trail has an account's events.
///
/// # Errors
/// Internal ones only.
pub async fn covers(system: &System, trail: &Trail, account: &str) -> Result<bool, Failure> {
    if account == trail.account {
        return Ok(true);
    }
    let Some(organization) = &trail.organization else { return Ok(false) };
    let reader = system.reader();
    let guardrails = system.plane().organization().guardrails(&reader, account).await?;
    Ok(guardrails.organization_id.as_ref() == Some(organization))
}

/// Whether a trail has an event of its accounts and regions.
pub fn wanted(trail: &Trail, record: &Value) -> bool {
    let source = record.get("eventSource").and_then(Value::as_str).unwrap_or_default();
    if !trail.global_events && matches!(source, "iam.amazonaws.com" | "sts.amazonaws.com" | "organizations.amazonaws.com") {
        return false;
    }
    // The service's own deliveries would give every delivery a next one.
    let by = record.get("userIdentity").and_then(|i| i.get("invokedBy")).and_then(Value::as_str);
    if by == Some(PRINCIPAL) && source == "s3.amazonaws.com" {
        return false;
    }
    trail.selectors.select(record)
}

/// What a change in the journal makes of the state.
fn apply(delivery: &mut Delivery, change: Change, at: i64) {
    delivery.changed_at = at;
    match change.trail {
        Some(trail) => {
            if trail.digests() && delivery.chain_start.is_none() {
                delivery.chain_start = Some(at - at.rem_euclid(1000));
            }
            delivery.trail = trail;
        }
        None => {
            delivery.gone = true;
            delivery.trail.logging = false;
        }
    }
}

/// An object that the service puts for a trail.
pub fn object(trail: &Trail, bucket: &str, key: String, body: Vec<u8>, metadata: Vec<(String, String)>) -> ServiceObject {
    ServiceObject {
        bucket: bucket.to_owned(),
        key,
        body: Bytes::from(body),
        content_type: "application/json".to_owned(),
        content_encoding: Some("gzip".to_owned()),
        metadata,
        service_principal: PRINCIPAL.to_owned(),
        source_arn: trail.arn.clone(),
        source_account: trail.account.clone(),
        kms_key: trail.kms_key.clone(),
        kms_context: encryption::context(trail),
    }
}

/// The state, held until the commit.
pub async fn held(tx: &mut Transaction<'_>, place: &plane::Key) -> Result<Stored<Delivery>, Failure> {
    let found = tx.get::<Delivery>(&place.account, &place.region, &place.id).await?;
    found.ok_or_else(|| Failure::internal(format!("{place} is gone")))
}

/// A document as it is after the commit that puts it.
pub fn held_after(mut delivery: Stored<Delivery>) -> Stored<Delivery> {
    delivery.version += 1;
    delivery
}

/// The status, new if there is none.
pub async fn status(tx: &mut Transaction<'_>, delivery: &Stored<Delivery>) -> Result<Stored<Status>, Failure> {
    let place = &delivery.key;
    let found = tx.get::<Status>(&place.account, &place.region, &place.id).await?;
    Ok(found.unwrap_or_else(|| Stored::new(&place.account, &place.region, place.id.clone(), Status::default())))
}

/// Removes everything of a deleted trail.
async fn forget(tx: &mut Transaction<'_>, delivery: &Stored<Delivery>) -> Result<(), Failure> {
    let place = delivery.key.clone();
    let prefix = format!("{}/", place.id);
    for files in tx.all::<LogFiles>(&place.account, &place.region, &prefix).await? {
        tx.delete(&files);
    }
    for chain in tx.all::<crate::resources::Chain>(&place.account, &place.region, &prefix).await? {
        tx.delete(&chain);
    }
    if let Some(status) = tx.get::<Status>(&place.account, &place.region, &place.id).await? {
        tx.delete(&status);
    }
    tx.delete(delivery);
    Ok(())
}

/// The code of an error, as the trail's status shows it.
pub fn code(failure: &Failure) -> String {
    match &failure.kind {
        Kind::Modelled { code, .. } => code.to_string(),
        Kind::Common(Common::AccessDenied) => "AccessDenied".to_owned(),
        Kind::Common(_) => "InternalError".to_owned(),
    }
}

/// Key of the state of a trail.
pub fn place(trail: &Trail) -> plane::Key {
    key::<Delivery>(&trail.account, &trail.region, trail.life())
}
