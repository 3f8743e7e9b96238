//! Server access logs: what was asked of a bucket, as lines of text in objects of another one.
//!
//! A line is made when a request was answered, kept in memory, and put with the others of its bucket once a minute, as `logging.s3.amazonaws.com`, which
//! the target's policy must let. As on AWS this is best effort: what waits when the server is killed is lost, and so is what finds no room or is refused
//! for an hour. The record of a call in the journal is not.
//!
//! See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html>.

mod line;

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use jiff::Timestamp;
use plane::ports::{AnsweredRequest, Objects as _, ServiceObject};
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, System};

use crate::S3;
use crate::resources::{Bucket, DateSource, LOGGED, LogKeys, Logging};

/// Who puts log objects.
const PRINCIPAL: &str = "logging.s3.amazonaws.com";
/// Bytes of lines that wait at most, of all buckets.
const MOST_WAITING: usize = 16 << 20;
/// Bytes of an object at most.
const MOST_OBJECT: usize = 8 << 20;
/// How long lines that a target refuses are kept, milliseconds.
const KEPT_MS: i64 = 60 * 60 * 1000;
/// Environment variable: seconds between two deliveries, 1 to 3,600.
pub const VARIABLE: &str = "CLOUDKEEP_S3_ACCESS_LOG_SECONDS";
const SECONDS: i64 = 60;
const SANDBOX_SECONDS: i64 = 2;
/// Buckets that log, at most: as many as an installation can have.
const ALL: usize = 1_000_000;

/// A bucket that logs.
#[derive(Debug, Clone)]
struct Source {
    name: String,
    region: String,
    owner: String,
    logging: Logging,
}

/// A line that waits.
#[derive(Debug, Clone)]
struct Line {
    /// When the request came, milliseconds since 1970.
    at: i64,
    text: String,
}

#[derive(Debug, Default)]
struct Waiting {
    lines: HashMap<String, Vec<Line>>,
    bytes: usize,
    lost: u64,
}

/// What the service keeps of access logs.
#[derive(Debug, Default)]
pub(crate) struct AccessLogs {
    sources: RwLock<HashMap<String, Arc<Source>>>,
    waiting: Mutex<Waiting>,
}

impl AccessLogs {
    fn source(&self, bucket: &str) -> Option<Arc<Source>> {
        self.sources.read().unwrap_or_else(PoisonError::into_inner).get(bucket).cloned()
    }

    /// Whether requests to a bucket are logged.
    pub(crate) fn covers(&self, bucket: &str) -> bool {
        self.source(bucket).is_some()
    }

    /// Makes the line of a request.
    pub(crate) fn add(&self, request: &AnsweredRequest<'_>) {
        let Some(source) = self.source(request.bucket) else { return };
        let text = line::line(request, &source.owner);
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.bytes + text.len() > MOST_WAITING {
            waiting.lost += 1;
            return;
        }
        waiting.bytes += text.len();
        let line = Line { at: request.time.as_millisecond(), text };
        waiting.lines.entry(request.bucket.to_owned()).or_default().push(line);
    }

    /// Takes what waits; what is not delivered is given back.
    fn take(&self) -> (HashMap<String, Vec<Line>>, u64) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = std::mem::take(&mut *waiting);
        (taken.lines, taken.lost)
    }

    fn give_back(&self, bucket: &str, lines: Vec<Line>) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes: usize = lines.iter().map(|line| line.text.len()).sum();
        if waiting.bytes + bytes > MOST_WAITING {
            waiting.lost += lines.len() as u64;
            return;
        }
        waiting.bytes += bytes;
        let there = waiting.lines.entry(bucket.to_owned()).or_default();
        let newer = std::mem::replace(there, lines);
        there.extend(newer);
    }

    /// Learns which buckets log.
    async fn learn(&self, system: &System) -> Result<(), Failure> {
        let found = system.reader().find_all::<Bucket>(LOGGED, "", None, ALL).await?;
        let sources = found.into_iter().filter_map(|stored| {
            let Bucket { name, region, owner, logging, .. } = stored.body;
            Some((name.clone(), Arc::new(Source { name, region, owner, logging: logging? })))
        });
        let sources = sources.collect();
        *self.sources.write().unwrap_or_else(PoisonError::into_inner) = sources;
        Ok(())
    }
}

/// The parts of a bucket's lines that go into objects of their own, with the time that an object's key has.
fn objects(logging: &Logging, lines: Vec<Line>, now: i64) -> Vec<(i64, Vec<Line>)> {
    let by_event = matches!(logging.keys, LogKeys::Partitioned(DateSource::EventTime));
    let mut parts: Vec<(i64, Vec<Line>)> = Vec::new();
    let mut size = 0;
    for line in lines {
        let day = line.at - line.at.rem_euclid(86_400_000);
        let time = if by_event { day } else { now };
        size += line.text.len();
        match parts.last_mut() {
            Some((of, part)) if *of == time && size <= MOST_OBJECT => part.push(line),
            _ => {
                size = line.text.len();
                parts.push((time, vec![line]));
            }
        }
    }
    parts
}

/// The key of a log object.
fn key(source: &Source, time: i64, unique: &str) -> String {
    let time = Timestamp::from_millisecond(time).unwrap_or_default();
    let name = format!("{}-{unique}", time.strftime("%Y-%m-%d-%H-%M-%S"));
    let prefix = &source.logging.prefix;
    match source.logging.keys {
        LogKeys::Simple => format!("{prefix}{name}"),
        LogKeys::Partitioned(_) => {
            let Source { owner, region, name: bucket, .. } = source;
            format!("{prefix}{owner}/{region}/{bucket}/{}/{name}", time.strftime("%Y/%m/%d"))
        }
    }
}

/// Seconds between two deliveries.
fn pace(sandbox: bool, given: Option<&str>) -> i64 {
    let usual = if sandbox { SANDBOX_SECONDS } else { SECONDS };
    given.and_then(|text| text.trim().parse().ok()).filter(|seconds| (1..=3600).contains(seconds)).unwrap_or(usual)
}

/// Delivers lines.
pub(crate) struct Delivery {
    s3: Arc<S3>,
    pace_ms: i64,
    last: AtomicI64,
}

impl Delivery {
    pub(crate) fn of(s3: &Arc<S3>) -> Self {
        let seconds = pace(s3.sandbox, std::env::var(VARIABLE).ok().as_deref());
        Self { s3: s3.clone(), pace_ms: seconds * 1000, last: AtomicI64::new(i64::MIN) }
    }
}

impl Reconciler for Delivery {
    fn name(&self) -> &'static str {
        "s3-access-logs"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            self.s3.access_logs.learn(system).await?;
            let now = system.now().as_millisecond();
            let last = self.last.load(Ordering::Relaxed);
            if last != i64::MIN && (now - last).abs() < self.pace_ms {
                return Ok(());
            }
            self.last.store(now, Ordering::Relaxed);
            deliver(&self.s3, system).await;
            Ok(())
        })
    }
}

/// Puts what waits.
pub(crate) async fn deliver(s3: &S3, system: &System) {
    let (waiting, lost) = s3.access_logs.take();
    if lost > 0 {
        tracing::warn!(lines = lost, "lines of access logs found no room and are lost");
    }
    for (bucket, lines) in waiting {
        // A bucket that does not log any more, or is gone, has nobody to log for.
        let Some(source) = s3.access_logs.source(&bucket) else { continue };
        let now = system.now().as_millisecond();
        for (time, part) in objects(&source.logging, lines, now) {
            let body: String = part.iter().map(|line| line.text.as_str()).collect();
            let unique = hex::encode_upper(system.plane().ids.bytes::<8>());
            let object = ServiceObject {
                bucket: source.logging.bucket.clone(),
                key: key(&source, time, &unique),
                body: body.into(),
                content_type: "text/plain".to_owned(),
                content_encoding: None,
                metadata: Vec::new(),
                service_principal: PRINCIPAL.to_owned(),
                source_arn: format!("arn:{}:s3:::{bucket}", system.plane().settings.partition),
                source_account: source.owner.clone(),
                kms_key: None,
                kms_context: Vec::new(),
            };
            if let Err(failure) = s3.put(system, object).await {
                let (message, detail) = (failure.message, failure.detail);
                tracing::warn!(bucket, target = source.logging.bucket, message, detail, "an access log cannot be put");
                let kept: Vec<Line> = part.into_iter().filter(|line| now - line.at < KEPT_MS).collect();
                s3.access_logs.give_back(&bucket, kept);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AccessLogs, Line, Source, key, objects, pace};
    use crate::resources::{DateSource, LogKeys, Logging};

    fn source(keys: LogKeys) -> Source {
        Source {
            name: "watched".to_owned(),
            region: "eu-west-1".to_owned(),
            owner: "111111111111".to_owned(),
            logging: Logging { bucket: "logs".to_owned(), prefix: "p/".to_owned(), keys },
        }
    }

    fn line(at: i64) -> Line {
        Line { at, text: "x\n".to_owned() }
    }

    #[test]
    fn keys_have_the_documented_forms() {
        let at = 1_764_000_123_000;
        assert_eq!(key(&source(LogKeys::Simple), at, "0A"), "p/2025-11-24-16-02-03-0A");
        let partitioned = source(LogKeys::Partitioned(DateSource::DeliveryTime));
        assert_eq!(key(&partitioned, at, "0A"), "p/111111111111/eu-west-1/watched/2025/11/24/2025-11-24-16-02-03-0A");
    }

    #[test]
    fn by_event_time_each_day_has_objects_of_its_own() {
        let day = 86_400_000;
        let lines = || vec![line(1), line(day - 1), line(day), line(3 * day + 5)];
        let sizes =
            |keys| objects(&source(keys).logging, lines(), 7).into_iter().map(|(at, part)| (at, part.len())).collect::<Vec<_>>();
        assert_eq!(sizes(LogKeys::Partitioned(DateSource::EventTime)), [(0, 2), (day, 1), (3 * day, 1)]);
        assert_eq!(sizes(LogKeys::Partitioned(DateSource::DeliveryTime)), [(7, 4)]);
        assert_eq!(sizes(LogKeys::Simple), [(7, 4)]);
    }

    #[test]
    fn what_is_given_back_comes_before_what_came_since() {
        let logs = AccessLogs::default();
        logs.give_back("b", vec![line(2)]);
        logs.give_back("b", vec![line(1)]);
        let (taken, lost) = logs.take();
        assert_eq!((taken["b"].iter().map(|l| l.at).collect::<Vec<_>>(), lost), (vec![1, 2], 0));
        assert_eq!(logs.take().0.len(), 0);
    }

    #[test]
    fn the_pace_is_within_its_bounds() {
        assert_eq!((pace(false, None), pace(true, None), pace(false, Some("1")), pace(false, Some("0"))), (60, 2, 1, 60));
    }
}
