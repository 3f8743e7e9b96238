//! Exports of groups to buckets: gzipped text, a folder for each stream.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html>.

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use plane::ports::ServiceObject;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Resource, Stored, System};
use serde::{Deserialize, Serialize};

use crate::Logs;
use crate::api::ExportTaskStatusCode as Status;
use crate::codec::Event;
use crate::resources::{LogGroup, LogStream};
use crate::scan::{Query, Streams, scan};

/// Bytes of text in one object, before it is gzipped.
const OBJECT: usize = 64 << 20;

/// An export. Its key is its id, which grows with time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ExportTask {
    pub id: String,
    pub name: Option<String>,
    pub group: String,
    pub uid: String,
    pub stream_prefix: Option<String>,
    pub from: i64,
    pub to: i64,
    pub bucket: String,
    pub prefix: String,
    pub status: Status,
    pub message: String,
    pub created_at: i64,
    pub completed_at: Option<i64>,
}

impl Resource for ExportTask {
    const KIND: &'static str = "Cloudkeep::Logs::ExportTask";
    const HISTORY: bool = false;
}

/// An object of an export, put for a group.
pub(crate) fn object(group: &LogGroup, bucket: &str, key: String, body: Vec<u8>, aws: &str) -> ServiceObject {
    ServiceObject {
        bucket: bucket.to_owned(),
        key,
        body: body.into(),
        content_type: "application/x-gzip".to_owned(),
        content_encoding: None,
        metadata: Vec::new(),
        service_principal: format!("logs.{}.amazonaws.com", group.region),
        source_arn: format!("arn:{aws}:logs:{}:{}:log-group:{}", group.region, group.account, group.name),
        source_account: group.account.clone(),
        kms_key: None,
        kms_context: Vec::new(),
    }
}

/// Works off exports.
#[derive(Debug)]
pub(crate) struct Exporter {
    logs: Arc<Logs>,
}

impl Exporter {
    pub fn new(logs: Arc<Logs>) -> Self {
        Self { logs }
    }
}

impl Reconciler for Exporter {
    fn name(&self) -> &'static str {
        "logs.export"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            for task in system.reader().list_everywhere::<ExportTask>(None, usize::MAX >> 1).await? {
                if !matches!(task.body.status, Status::Pending | Status::Running) {
                    continue;
                }
                if !settle(system, &task, Status::Running, "Started").await? {
                    continue;
                }
                // A run that is broken off begins anew, and puts the same objects again.
                match self.export(system, &task).await {
                    Ok(()) => settle(system, &task, Status::Completed, "Completed successfully").await?,
                    Err(failure) => settle(system, &task, Status::Failed, &failure.message).await?,
                };
            }
            Ok(())
        })
    }
}

/// Sets the status of a task that is not over; whether it was.
async fn settle(system: &System, task: &Stored<ExportTask>, status: Status, message: &str) -> Result<bool, Failure> {
    system
        .act("logs", "CreateExportTask", |tx| {
            let (key, message) = (task.key.clone(), message.to_owned());
            Box::pin(async move {
                let Some(mut task) = tx.get::<ExportTask>(&key.account, &key.region, &key.id).await? else { return Ok(false) };
                if !matches!(task.body.status, Status::Pending | Status::Running) {
                    return Ok(false);
                }
                if task.body.status == status {
                    return Ok(true);
                }
                task.body.status = status;
                task.body.message = message;
                if status != Status::Running {
                    task.body.completed_at = Some(tx.call().time.as_millisecond());
                }
                tx.put(&task)?;
                Ok(true)
            })
        })
        .await
}

/// An event as a line of an export.
fn line(event: &Event, out: &mut Vec<u8>) {
    let time = Timestamp::from_millisecond(event.timestamp).unwrap_or_default();
    out.extend_from_slice(time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ ").to_string().as_bytes());
    out.extend_from_slice(event.message.as_bytes());
    out.push(b'\n');
}

fn gzip(text: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text).map_err(Failure::internal)?;
    packer.finish().map_err(Failure::internal)
}

impl Exporter {
    async fn export(&self, system: &System, stored: &Stored<ExportTask>) -> Result<(), Failure> {
        let (task, reader) = (&stored.body, system.reader());
        let gone = || crate::errors::no_group();
        let group = reader.get::<LogGroup>(&stored.key.account, &stored.key.region, &task.group).await?.ok_or_else(gone)?.body;
        if group.uid != task.uid {
            return Err(gone());
        }
        let prefix = task.stream_prefix.clone().unwrap_or_default();
        let streams = reader.all::<LogStream>(&group.account, &group.partition(), &prefix).await?;
        for stream in streams {
            // Somebody may have cancelled it.
            let there = system.reader().get::<ExportTask>(&stored.key.account, &stored.key.region, &stored.key.id).await?;
            if there.is_none_or(|t| t.body.status != Status::Running) {
                return Ok(());
            }
            self.export_stream(system, task, &group, &stream.body.name).await?;
        }
        Ok(())
    }

    async fn export_stream(&self, system: &System, task: &ExportTask, group: &LogGroup, stream: &str) -> Result<(), Failure> {
        let objects = system.plane().objects().ok_or_else(|| Failure::internal("there is no service s3"))?;
        let streams = Streams::Named([stream.to_owned()].into());
        let query = Query { from: task.from, to: task.to.saturating_add(1), streams, ..Query::default() };
        let mut scan = scan(&system.reader(), &self.logs.files, group, query).await?;
        let (mut text, mut number) = (Vec::new(), 0);
        loop {
            let found = scan.next().await?;
            let over = found.is_none();
            found.iter().flatten().for_each(|event| line(event, &mut text));
            if text.len() >= OBJECT || (over && !text.is_empty()) {
                // Slashes of a stream's name would be folders.
                let folder = stream.replace('/', "-");
                let key = format!("{}/{}/{folder}/{number:06}.gz", task.prefix, task.id);
                let body = gzip(&std::mem::take(&mut text))?;
                objects.put(system, object(group, &task.bucket, key, body, &system.plane().settings.partition)).await?;
                number += 1;
            }
            if over {
                return Ok(());
            }
        }
    }
}
