//! Makes the lists of inventories.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use md5::{Digest as _, Md5};
use plane::ports::ServiceObject;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Stored, System};
use serde_json::{Value, json};

use super::{Encryption, Inventory};
use crate::resources::{BUCKET, Bucket, Current, Entry, Noncurrent};

/// Who puts lists.
const PRINCIPAL: &str = "s3.amazonaws.com";
/// Documents that are read at once.
const PAGE: usize = 500;
/// Bytes of lines in one file: what is in memory at once.
const FILE_BYTES: usize = 32 << 20;
/// Time to the next attempt at a list whose destination refuses it, milliseconds.
const RETRY_MS: i64 = 300_000;
const SANDBOX_RETRY_MS: i64 = 2_000;

/// Makes the lists that are due.
#[derive(Debug, Default)]
pub(crate) struct Inventories {
    pub(crate) sandbox: bool,
    /// Lists that were refused, and when.
    refused: Mutex<HashMap<String, i64>>,
}

impl Inventories {
    pub(crate) fn new(sandbox: bool) -> Self {
        Self { sandbox, refused: Mutex::default() }
    }

    fn rests(&self, id: &str, now: i64) -> bool {
        let pause = if self.sandbox { SANDBOX_RETRY_MS } else { RETRY_MS };
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.get(id).is_some_and(|at| (now - at).abs() < pause)
    }

    fn note(&self, id: &str, refused: Option<i64>) {
        let mut all = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        match refused {
            Some(at) => drop(all.insert(id.to_owned(), at)),
            None => drop(all.remove(id)),
        }
    }
}

impl Reconciler for Inventories {
    fn name(&self) -> &'static str {
        "s3-inventories"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(if self.sandbox { 1 } else { 30 })
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let mut after = None;
            loop {
                let page = system.reader().list_everywhere::<Inventory>(after.as_ref(), PAGE).await?;
                let Some(last) = page.last() else { return Ok(()) };
                after = Some(last.key.clone());
                for inventory in page {
                    let now = system.now().as_millisecond();
                    if !inventory.body.is_due(now) || self.rests(&inventory.key.id, now) {
                        continue;
                    }
                    match list(system, &inventory, now).await {
                        Ok(()) => self.note(&inventory.key.id, None),
                        Err(failure) => {
                            let (message, detail) = (failure.message, failure.detail);
                            let bucket = inventory.body.bucket;
                            tracing::warn!(bucket, inventory = inventory.body.id, message, detail, "an inventory cannot be made");
                            self.note(&inventory.key.id, Some(now));
                        }
                    }
                }
            }
        })
    }
}

/// The objects of one list.
struct List<'a> {
    system: &'a System,
    inventory: &'a Inventory,
    bucket: &'a Bucket,
    /// What all keys begin with.
    folder: String,
    lines: Vec<u8>,
    files: Vec<Value>,
}

async fn list(system: &System, stored: &Stored<Inventory>, now: i64) -> Result<(), Failure> {
    let inventory = &stored.body;
    let reader = system.reader();
    let found = reader.find::<Bucket>(BUCKET, &inventory.bucket).await?.map(|found| found.body);
    if let Some(bucket) = found.filter(|bucket| stored.key.id == bucket.id(&inventory.id)) {
        let prefix = inventory.destination.prefix.as_ref().map(|prefix| format!("{prefix}/")).unwrap_or_default();
        let folder = format!("{prefix}{}/{}", bucket.name, inventory.id);
        let mut list = List { system, inventory, bucket: &bucket, folder, lines: Vec::new(), files: Vec::new() };
        list.objects().await?;
        list.finish(now).await?;
    }
    let key = stored.key.clone();
    system
        .act("s3", "PutBucketInventoryConfiguration", move |tx| {
            let key = key.clone();
            Box::pin(async move {
                if let Some(mut stored) = tx.get::<Inventory>(&key.account, &key.region, &key.id).await? {
                    stored.body.listed_at = Some(now);
                    tx.put(&stored)?;
                }
                Ok(())
            })
        })
        .await
}

impl List<'_> {
    async fn objects(&mut self) -> Result<(), Failure> {
        let (owner, region) = (self.bucket.owner.clone(), self.bucket.region.clone());
        let prefix = self.bucket.id(self.inventory.filter.as_deref().unwrap_or_default());
        let mut after: Option<String> = None;
        loop {
            let page = self.system.reader().list::<Current>(&owner, &region, &prefix, after.as_deref(), PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.key.id.clone());
            for entry in page.into_iter().map(|stored| stored.body.0) {
                self.add(&entry, true).await?;
            }
        }
        if !self.inventory.all_versions {
            return Ok(());
        }
        after = None;
        loop {
            let page = self.system.reader().list::<Noncurrent>(&owner, &region, &prefix, after.as_deref(), PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.key.id.clone());
            for entry in page.into_iter().map(|stored| stored.body.0) {
                self.add(&entry, false).await?;
            }
        }
    }

    async fn add(&mut self, entry: &Entry, latest: bool) -> Result<(), Failure> {
        if entry.marker && !self.inventory.all_versions {
            return Ok(());
        }
        self.lines.extend_from_slice(self.inventory.line(self.bucket, entry, latest).as_bytes());
        if self.lines.len() >= FILE_BYTES { self.file().await } else { Ok(()) }
    }

    /// Puts the lines so far as a file.
    async fn file(&mut self) -> Result<(), Failure> {
        let mut encoder = GzEncoder::new(Vec::with_capacity(self.lines.len() / 8), Compression::default());
        encoder.write_all(&self.lines).and_then(|()| encoder.try_finish()).map_err(Failure::internal)?;
        let body = encoder.finish().map_err(Failure::internal)?;
        self.lines.clear();
        let key = format!("{}/data/{}.csv.gz", self.folder, self.system.plane().ids.uuid());
        self.files.push(json!({"key": key, "size": body.len(), "MD5checksum": hex::encode(Md5::digest(&body))}));
        self.put(key, body, "application/gzip").await
    }

    /// Puts what is left, and the manifest that makes a list of the files.
    async fn finish(&mut self, now: i64) -> Result<(), Failure> {
        if !self.lines.is_empty() || self.files.is_empty() {
            self.file().await?;
        }
        let partition = &self.system.plane().settings.partition;
        let destination = &self.inventory.destination.bucket;
        let manifest = json!({
            "sourceBucket": self.bucket.name,
            "destinationBucket": format!("arn:{partition}:s3:::{destination}"),
            "version": "2016-11-30",
            "creationTimestamp": now.to_string(),
            "fileFormat": "CSV",
            "fileSchema": self.inventory.schema(),
            "files": self.files,
        });
        let manifest = serde_json::to_vec_pretty(&manifest).map_err(Failure::internal)?;
        let at = Timestamp::from_millisecond(now).unwrap_or_default();
        let names: Vec<String> = self
            .files
            .iter()
            .filter_map(|file| file.get("key").and_then(Value::as_str))
            .map(|key| format!("s3://{destination}/{key}"))
            .collect();
        let hive = format!("{}/hive/dt={}/symlink.txt", self.folder, at.strftime("%Y-%m-%d-%H-%M"));
        self.put(hive, names.join("\n").into_bytes(), "text/plain").await?;
        let folder = format!("{}/{}", self.folder, at.strftime("%Y-%m-%dT%H-%MZ"));
        let checksum = hex::encode(Md5::digest(&manifest));
        self.put(format!("{folder}/manifest.json"), manifest, "application/json").await?;
        self.put(format!("{folder}/manifest.checksum"), checksum.into_bytes(), "text/plain").await
    }

    async fn put(&self, key: String, body: Vec<u8>, content_type: &str) -> Result<(), Failure> {
        let plane = self.system.plane();
        let object = ServiceObject {
            bucket: self.inventory.destination.bucket.clone(),
            key,
            body: body.into(),
            content_type: content_type.to_owned(),
            content_encoding: None,
            metadata: Vec::new(),
            service_principal: PRINCIPAL.to_owned(),
            source_arn: self.bucket.arn(&plane.settings.partition),
            source_account: self.bucket.owner.clone(),
            kms_key: match &self.inventory.destination.encryption {
                Some(Encryption::Kms(key)) => Some(key.clone()),
                _ => None,
            },
            kms_context: Vec::new(),
        };
        let objects = plane.objects().ok_or_else(|| Failure::internal("there is no object storage"))?;
        objects.put(self.system, object).await
    }
}
