//! Background work: rotating keys, expiring imported material, destroying keys whose waiting period is over, and noting when keys were last used.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Key as DocumentKey, Stored, System, Transaction, audit};
use serde::Deserialize;
use serde_json::json;

use crate::api::{ImportState, KeyLastUsageTrackingOperation, KeyMaterialState, KeyState, RotationType};
use crate::material;
use crate::resources::{Alias, Grant, Key, LastUsage};
use crate::rotate::rotate;

/// Keys looked at together.
const BATCH: usize = 200;

/// The service's reconcilers.
pub fn reconcilers() -> Vec<Arc<dyn Reconciler>> {
    vec![Arc::new(Lifecycle), Arc::new(Usage::default())]
}

/// What is due for a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    Destruction,
    Expiry,
    Rotation,
}

fn due(key: &Key, now: i64) -> Option<Due> {
    if key.state == KeyState::PendingDeletion && key.deletion.and_then(|d| d.at).is_some_and(|at| at <= now) {
        return Some(Due::Destruction);
    }
    let expired = |m: &crate::resources::Material| {
        m.import.as_ref().is_some_and(|i| i.state == ImportState::Imported && i.valid_to.is_some_and(|at| at <= now))
    };
    if key.materials.iter().any(expired) {
        return Some(Due::Expiry);
    }
    let primary = key.multi_region.as_ref().is_none_or(|m| m.primary == key.region);
    // A disabled key rotates when it is enabled again.
    (primary && key.state == KeyState::Enabled && key.rotation.is_some_and(|r| r.next <= now)).then_some(Due::Rotation)
}

/// Does what is due by the plane's clock.
struct Lifecycle;

impl Reconciler for Lifecycle {
    fn name(&self) -> &'static str {
        "kms-lifecycle"
    }
    fn interval(&self) -> Duration {
        Duration::from_secs(10)
    }
    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            let mut after: Option<DocumentKey> = None;
            loop {
                let keys = system.reader().list_everywhere::<Key>(after.as_ref(), BATCH).await?;
                let Some(last) = keys.last() else { return Ok(()) };
                after = Some(last.key.clone());
                for key in keys.iter().filter(|key| due(&key.body, now).is_some()) {
                    let (account, region, id) = (key.key.account.clone(), key.key.region.clone(), key.key.id.clone());
                    let done = system
                        .act("kms", "ScheduleKeyDeletion", |tx| {
                            let (account, region, id) = (account.clone(), region.clone(), id.clone());
                            Box::pin(async move { step(tx, &account, &region, &id).await })
                        })
                        .await;
                    // One key must not keep the others.
                    if let Err(failure) = done {
                        tracing::error!(key = id, message = failure.message, detail = failure.detail, "a key's lifecycle");
                    }
                }
            }
        })
    }
}

async fn step(tx: &mut Transaction<'_>, account: &str, region: &str, id: &str) -> Result<(), Failure> {
    let Some(mut key) = tx.get::<Key>(account, region, id).await? else { return Ok(()) };
    let details = |key: &Key| json!({"keyId": key.id});
    match due(&key.body, tx.call().time.as_millisecond()) {
        None => Ok(()),
        Some(Due::Rotation) => {
            audit::service_event(tx, "kms.amazonaws.com", "RotateKey", account, region, &details(&key.body));
            rotate(tx, &mut key, RotationType::Automatic).await
        }
        Some(Due::Expiry) => {
            audit::service_event(tx, "kms.amazonaws.com", "DeleteExpiredKeyMaterial", account, region, &details(&key.body));
            let now = tx.call().time.as_millisecond();
            let gone: Vec<String> = key
                .body
                .materials
                .iter()
                .filter(|m| {
                    m.import.as_ref().is_some_and(|i| i.state == ImportState::Imported && i.valid_to.is_some_and(|at| at <= now))
                })
                .map(|m| m.id.clone())
                .collect();
            for id in gone {
                remove_material(tx, &mut key.body, &id).await?;
            }
            tx.put(&key)
        }
        Some(Due::Destruction) => {
            audit::service_event(tx, "kms.amazonaws.com", "DeleteKey", account, region, &details(&key.body));
            destroy(tx, &key).await
        }
    }
}

/// Takes imported material out of a key. Without any piece of it, the key waits for its import.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn remove_material(tx: &mut Transaction<'_>, key: &mut Key, id: &str) -> Result<(), Failure> {
    material::destroy(tx, key, id).await?;
    let Some(material) = key.materials.iter_mut().find(|m| m.id == id) else { return Ok(()) };
    if let Some(import) = &mut material.import {
        import.state = ImportState::PendingImport;
        import.valid_to = None;
    }
    if material.state == KeyMaterialState::PendingRotation {
        let gone = material.id.clone();
        key.materials.retain(|m| m.id != gone);
    } else if matches!(key.state, KeyState::Enabled | KeyState::Disabled) {
        key.state = KeyState::PendingImport;
    } else if let Some(deletion) = &mut key.deletion {
        deletion.had_material = false;
    }
    Ok(())
}

/// Ends a key with everything that belongs to it.
async fn destroy(tx: &mut Transaction<'_>, key: &Stored<Key>) -> Result<(), Failure> {
    let (account, region) = (&key.body.account, &key.body.region);
    for material in &key.body.materials {
        material::destroy(tx, &key.body, &material.id).await?;
    }
    for name in &key.body.aliases {
        if let Some(alias) = tx.get::<Alias>(account, region, name).await? {
            tx.delete(&alias);
        }
    }
    for grant in tx.all::<Grant>(account, region, &format!("{}/", key.body.id)).await? {
        tx.delete(&grant);
    }
    if let Some(usage) = tx.get::<LastUsage>(account, region, &key.body.id).await? {
        tx.delete(&usage);
    }
    // The other regions of a multi-Region key; the primary key's own waiting period begins when its last replica is gone.
    for other in key.body.other_regions() {
        let Some(mut related) = tx.get::<Key>(account, &other, &key.body.id).await? else { continue };
        if let Some(multi) = &mut related.body.multi_region {
            multi.replicas.retain(|r| r != region);
        }
        let alone = related.body.multi_region.as_ref().is_some_and(|m| m.replicas.is_empty());
        if related.body.state == KeyState::PendingReplicaDeletion && alone {
            let now = tx.call().time.as_millisecond();
            related.body.state = KeyState::PendingDeletion;
            if let Some(deletion) = &mut related.body.deletion {
                deletion.at = Some(now + i64::from(deletion.window_days) * crate::create::DAY);
            }
        }
        tx.put(&related)?;
    }
    tx.delete(key);
    Ok(())
}

/// Notes which call used a key last, from the journal.
#[derive(Default)]
struct Usage {
    /// Up to here the journal was looked through, and there was no use of a key after the cursor: this process need not look again.
    passed: AtomicU64,
}

/// Cursor of [`Usage`].
const CURSOR: &str = "kms-last-usage";
/// Journal entries read at once.
const ENTRIES: usize = 512;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    event_source: String,
    event_name: String,
    #[serde(rename = "requestID")]
    request_id: Option<String>,
    error_code: Option<String>,
    #[serde(default)]
    resources: Vec<Touched>,
}

#[derive(Deserialize)]
struct Touched {
    #[serde(rename = "ARN")]
    arn: String,
}

impl Reconciler for Usage {
    fn name(&self) -> &'static str {
        CURSOR
    }
    fn interval(&self) -> Duration {
        Duration::from_secs(5)
    }
    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            loop {
                let from = system.cursor(CURSOR).await?;
                let mut to = from.max(self.passed.load(Ordering::Relaxed));
                let mut used: HashMap<(String, String, String), LastUsage> = HashMap::new();
                // A long stretch without any use of a key is passed over in one go.
                let caught_up = loop {
                    let entries = system.journal(to, ENTRIES).await?;
                    to = entries.last().map_or(to, |last| last.seq);
                    entries.iter().for_each(|entry| note(entry, &mut used));
                    if entries.len() < ENTRIES || used.len() >= 64 {
                        break entries.len() < ENTRIES;
                    }
                };
                // The cursor moves with what was found, so that reading what others do writes nothing.
                if !used.is_empty() || to.saturating_sub(from) > 20_000 {
                    system
                        .act("kms", "GetKeyLastUsage", |tx| {
                            let used = used.clone();
                            Box::pin(async move {
                                for ((account, region, id), usage) in used {
                                    if tx.get::<Key>(&account, &region, &id).await?.is_none() {
                                        continue;
                                    }
                                    let stored = match tx.get::<LastUsage>(&account, &region, &id).await? {
                                        Some(stored) => Stored { body: usage, ..stored },
                                        None => Stored::new(&account, &region, id, usage),
                                    };
                                    tx.put(&stored)?;
                                }
                                tx.move_cursor(CURSOR, from, to);
                                Ok(())
                            })
                        })
                        .await?;
                }
                self.passed.store(to, Ordering::Relaxed);
                if caught_up {
                    return Ok(());
                }
            }
        })
    }
}

fn note(entry: &store::Entry, used: &mut HashMap<(String, String, String), LastUsage>) {
    const SOURCE: &[u8] = b"\"eventSource\":\"kms.amazonaws.com\"";
    if entry.kind != audit::API_CALL || memchr::memmem::find(&entry.body, SOURCE).is_none() {
        return;
    }
    let Ok(record) = serde_json::from_slice::<Record>(&entry.body) else { return };
    let tracked = KeyLastUsageTrackingOperation::parse(&record.event_name).is_some();
    if record.event_source != "kms.amazonaws.com" || !tracked || record.error_code.is_some() {
        return;
    }
    for touched in record.resources {
        let parts: Vec<&str> = touched.arn.splitn(6, ':').collect();
        let [_, _, "kms", region, account, resource] = parts.as_slice() else { continue };
        let Some(id) = resource.strip_prefix("key/") else { continue };
        let usage = LastUsage {
            operation: record.event_name.clone(),
            at: entry.at,
            event_id: entry.id.clone(),
            request_id: record.request_id.clone().unwrap_or_default(),
        };
        used.insert(((*account).to_owned(), (*region).to_owned(), id.to_owned()), usage);
    }
}
