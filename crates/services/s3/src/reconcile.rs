//! Background work: lifecycle, and the removal of data that nothing names.

use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Stored, System};

use crate::S3;
use crate::access_log;
use crate::blob::Blobs;
use crate::deliveries::Deliveries;
use crate::errors;
use crate::inventory::run::Inventories;
use crate::lifecycle;
use crate::operations::delete::delete;
use crate::operations::multipart::drop_upload;
use crate::resources::{BLOB, BUCKET, Bucket, Current, Garbage, Noncurrent, Upload, Versioning};
use crate::versions;

/// Documents that are read at once.
const PAGE: usize = 500;
/// Time that readers of a removed object have to open its data, milliseconds.
const GRACE: i64 = 60_000;
/// Time between a file's last change and the commit that names it, at most, milliseconds.
const UNNAMED: i64 = 3_600_000;
/// What the times of files may be behind the clock, milliseconds.
const COARSE: i64 = 50;
/// Time between two looks for expired objects, milliseconds of the plane's time.
const LIFECYCLE_EVERY: i64 = 3_600_000;

/// The service's reconcilers.
pub(crate) fn reconcilers(s3: &Arc<S3>) -> Vec<Arc<dyn Reconciler>> {
    vec![
        Arc::new(access_log::Delivery::of(s3)),
        Arc::new(Deliveries),
        Arc::new(Inventories::new(s3.sandbox)),
        Arc::new(Lifecycle { sandbox: s3.sandbox, last: AtomicI64::new(i64::MIN), rules: Mutex::default() }),
        Arc::new(Sweep { blobs: s3.blobs.clone(), began: Instant::now(), last: AtomicI64::new(i64::MIN) }),
    ]
}

/// Expires what lifecycle rules say.
struct Lifecycle {
    sandbox: bool,
    last: AtomicI64,
    /// The rules of the last look: new ones are looked at without waiting.
    rules: Mutex<HashSet<(String, String)>>,
}

impl Reconciler for Lifecycle {
    fn name(&self) -> &'static str {
        "s3-lifecycle"
    }
    fn interval(&self) -> Duration {
        // The sandbox's time jumps.
        Duration::from_secs(if self.sandbox { 1 } else { 30 })
    }
    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            let last = self.last.load(Ordering::Relaxed);
            if last != i64::MIN && (now - last).abs() < if self.sandbox { 1 } else { 1_000 } {
                return Ok(());
            }
            let mut buckets = Vec::new();
            let mut after = None;
            loop {
                let page = system.reader().list_everywhere::<Bucket>(after.as_ref(), PAGE).await?;
                let more = page.len() == PAGE;
                after = page.last().map(|b| b.key.clone());
                buckets.extend(page.into_iter().map(|b| b.body).filter(|b| b.lifecycle.is_some()));
                if !more {
                    break;
                }
            }
            let rules: HashSet<_> =
                buckets.iter().map(|b| (b.root.clone(), serde_json::to_string(&b.lifecycle).unwrap_or_default())).collect();
            let new = *self.rules.lock().unwrap_or_else(PoisonError::into_inner) != rules;
            if !new && last != i64::MIN && (now - last).abs() < LIFECYCLE_EVERY {
                return Ok(());
            }
            for bucket in &buckets {
                expire(system, bucket, now).await?;
            }
            *self.rules.lock().unwrap_or_else(PoisonError::into_inner) = rules;
            self.last.store(now, Ordering::Relaxed);
            Ok(())
        })
    }
}

async fn expire(system: &System, bucket: &Bucket, now: i64) -> Result<(), Failure> {
    let Some(rules) = &bucket.lifecycle else { return Ok(()) };
    let (owner, region, root) = (bucket.owner.as_str(), bucket.region.as_str(), bucket.id(""));
    // Older versions first: a delete marker that loses its last one is over in the same round.
    let mut after: Option<String> = None;
    let (mut key, mut newer) = (String::new(), 0usize);
    loop {
        let page = system.reader().list::<Noncurrent>(owner, region, &root, after.as_deref(), PAGE).await?;
        let more = page.len() == PAGE;
        after = page.last().map(|v| v.key.id.clone());
        for version in page {
            let entry = version.body.0;
            newer = if entry.key == key { newer + 1 } else { 0 };
            key.clone_from(&entry.key);
            if lifecycle::noncurrent_is_over(rules, &entry, newer, now) {
                remove(system, bucket, &entry.key, Some(&entry.version)).await?;
            }
        }
        if !more {
            break;
        }
    }
    after = None;
    loop {
        let page = system.reader().list::<Current>(owner, region, &root, after.as_deref(), PAGE).await?;
        let more = page.len() == PAGE;
        after = page.last().map(|v| v.key.id.clone());
        for current in page {
            let entry = current.body.0;
            let alone = entry.marker && {
                let prefix = versions::older_prefix(bucket, &entry.key);
                system.reader().list::<Noncurrent>(owner, region, &prefix, None, 1).await?.is_empty()
            };
            if lifecycle::current_is_over(rules, &entry, alone, now) {
                let version = if entry.marker { Some(entry.version.as_str()) } else { None };
                remove_current(system, bucket, &entry.key, version, &entry.version).await?;
            }
        }
        if !more {
            break;
        }
    }
    after = None;
    loop {
        let page = system.reader().list::<Upload>(owner, region, &root, after.as_deref(), PAGE).await?;
        let more = page.len() == PAGE;
        after = page.last().map(|u| u.key.id.clone());
        for upload in page {
            if lifecycle::abortion(rules, &upload.body.entry.key, upload.body.initiated).is_some_and(|(at, _)| at <= now) {
                abort(system, bucket, &upload).await?;
            }
        }
        if !more {
            return Ok(());
        }
    }
}

/// Removes a version for good, unless it is protected.
async fn remove(system: &System, bucket: &Bucket, key: &str, version: Option<&str>) -> Result<(), Failure> {
    remove_current(system, bucket, key, version, "").await
}

/// Deletes a key (or a version of it) whose current version must still be `seen`, if that is given.
async fn remove_current(system: &System, bucket: &Bucket, key: &str, version: Option<&str>, seen: &str) -> Result<(), Failure> {
    let (name, root) = (bucket.name.clone(), bucket.root.clone());
    let (key, version, seen) = (key.to_owned(), version.map(str::to_owned), seen.to_owned());
    let done = system
        .act("s3", "DeleteObject", |tx| {
            let (name, root, key, version, seen) = (name.clone(), root.clone(), key.clone(), version.clone(), seen.clone());
            Box::pin(async move {
                let Some(found) = tx.find::<Bucket>(BUCKET, &name).await?.filter(|b| b.body.root == root) else { return Ok(()) };
                let bucket = found.body;
                let current = tx.get::<Current>(&bucket.owner, &bucket.region, &bucket.id(&key)).await?;
                if !seen.is_empty() && current.as_ref().is_none_or(|c| c.body.0.version != seen) {
                    return Ok(());
                }
                delete(tx, &bucket, &key, version.as_deref(), false).await.map(|_| ())
            })
        })
        .await;
    match done {
        // What Object Lock protects stays: the rule is tried again.
        Err(failure) if matches!(failure.kind, wire::failure::Kind::Common(wire::Common::AccessDenied)) => Ok(()),
        other => other,
    }
}

async fn abort(system: &System, bucket: &Bucket, upload: &Stored<Upload>) -> Result<(), Failure> {
    let (bucket, upload) = (bucket.clone(), upload.clone());
    system
        .act("s3", "AbortMultipartUpload", |tx| {
            let (bucket, upload) = (bucket.clone(), upload.clone());
            Box::pin(async move { drop_upload(tx, &bucket, &upload).await })
        })
        .await
}

/// Removes blobs that nothing names any more, and those that no commit ever named.
struct Sweep {
    blobs: Blobs,
    /// When this process began to write.
    began: Instant,
    last: AtomicI64,
}

impl Reconciler for Sweep {
    fn name(&self) -> &'static str {
        "s3-sweep"
    }
    fn interval(&self) -> Duration {
        Duration::from_secs(60)
    }
    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            // Files' times are the machine's.
            let wall = system.plane().clock.wall().as_millisecond();
            let last = self.last.load(Ordering::Relaxed);
            if last == i64::MIN {
                // Nothing from before this start is still being written; what was written since may wait for its commit.
                let since = i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX);
                let start = wall.saturating_sub(since).saturating_sub(COARSE);
                let blobs = self.blobs.clone();
                blocking(move || blobs.clear(start)).await?;
                self.unnamed(system, start).await?;
                self.last.store(wall, Ordering::Relaxed);
            } else if wall - last > UNNAMED {
                self.unnamed(system, wall - UNNAMED).await?;
                abandoned(system).await?;
                self.last.store(wall, Ordering::Relaxed);
            }
            self.garbage(system).await
        })
    }
}

impl Sweep {
    async fn garbage(&self, system: &System) -> Result<(), Failure> {
        let mut after = None;
        loop {
            let page = system.reader().list_everywhere::<Garbage>(after.as_ref(), PAGE).await?;
            let more = page.len() == PAGE;
            after = page.last().map(|g| g.key.clone());
            let now = system.now().as_millisecond();
            let due: Vec<Stored<Garbage>> = page.into_iter().filter(|g| (now - g.body.since).abs() >= GRACE).collect();
            if !due.is_empty() {
                let (blobs, ids) = (self.blobs.clone(), due.iter().map(|g| g.key.id.clone()).collect::<Vec<_>>());
                blocking(move || ids.iter().try_for_each(|id| blobs.remove(id))).await?;
                system
                    .act("s3", "DeleteObject", |tx| {
                        let ids: Vec<String> = due.iter().map(|g| g.key.id.clone()).collect();
                        Box::pin(async move {
                            for id in ids {
                                if let Some(garbage) = tx.get::<Garbage>("", "", &id).await? {
                                    tx.delete(&garbage);
                                }
                            }
                            Ok(())
                        })
                    })
                    .await?;
            }
            if !more {
                return Ok(());
            }
        }
    }

    /// Removes files older than this that no document names.
    async fn unnamed(&self, system: &System, than: i64) -> Result<(), Failure> {
        let blobs = self.blobs.clone();
        let (send, mut receive) = tokio::sync::mpsc::channel::<Vec<String>>(2);
        let walk = tokio::task::spawn_blocking(move || blobs.older(than, &mut |ids| drop(send.blocking_send(ids))));
        while let Some(ids) = receive.recv().await {
            let mut lost = Vec::new();
            for id in ids {
                // Garbage is removed in its own time, and named by its own document.
                let named = system.reader().find_all::<Current>(BLOB, &id, None, 1).await?.is_empty()
                    && system.reader().find_all::<Noncurrent>(BLOB, &id, None, 1).await?.is_empty()
                    && system.reader().find_all::<crate::resources::Manifest>(BLOB, &id, None, 1).await?.is_empty()
                    && system.reader().find_all::<crate::resources::Part>(BLOB, &id, None, 1).await?.is_empty()
                    && system.reader().get::<Garbage>("", "", &id).await?.is_none();
                if named {
                    lost.push(id);
                }
            }
            if !lost.is_empty() {
                tracing::info!(files = lost.len(), "removing object data that no object names");
                let blobs = self.blobs.clone();
                blocking(move || lost.iter().try_for_each(|id| blobs.remove(id))).await?;
            }
        }
        walk.await.map_err(errors::io)?.map_err(errors::io)
    }
}

/// Ends the uploads of buckets that are gone.
async fn abandoned(system: &System) -> Result<(), Failure> {
    let mut after = None;
    loop {
        let page = system.reader().list_everywhere::<Upload>(after.as_ref(), PAGE).await?;
        let more = page.len() == PAGE;
        after = page.last().map(|u| u.key.clone());
        for upload in page {
            let Some((root, _)) = upload.key.id.split_once('/') else { continue };
            let name = root.split(':').next().unwrap_or_default();
            let there = system.reader().find::<Bucket>(BUCKET, name).await?.is_some_and(|b| b.body.root == root);
            if !there {
                let bucket = Bucket {
                    name: name.to_owned(),
                    root: root.to_owned(),
                    region: upload.key.region.clone(),
                    owner: upload.key.account.clone(),
                    created_at: 0,
                    versioning: Versioning::Off,
                    policy: None,
                    block: None,
                    ownership: false,
                    lifecycle: None,
                    lock: None,
                    encryption: None,
                    notifications: None,
                    cors: None,
                    logging: None,
                };
                abort(system, &bucket, &upload).await?;
            }
        }
        if !more {
            return Ok(());
        }
    }
}

async fn blocking(work: impl FnOnce() -> std::io::Result<()> + Send + 'static) -> Result<(), Failure> {
    tokio::task::spawn_blocking(work).await.map_err(errors::io)?.map_err(errors::io)
}
