//! Findings go to buckets: as gzipped JSON lines, under AWS's keys.
//! See <https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html>.
//!
//! Which lines an object has is fixed in a commit before it is put; the next commit takes the lines away. A crash in between puts the same object again.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use plane::ports::ServiceObject;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Key, Plane, Stored, System};

use crate::place;
use crate::resources::{Destination, EXPORTS, Export, Sending};

/// Who puts objects.
pub const PRINCIPAL: &str = "guardduty.amazonaws.com";
/// Lines of an object at most.
const LINES: usize = 1_000;
/// How long lines gather before they are put, milliseconds. AWS takes up to five minutes.
const GATHERS: i64 = 5_000;
/// Time between two tries where a bucket refuses.
const AGAIN: i64 = 300_000;
/// Lines looked at to find out which destinations have some.
const PAGE: usize = 500;

/// Puts findings into buckets.
#[derive(Default)]
pub struct Exporter(Mutex<Tried>);

#[derive(Default)]
struct Tried {
    /// When it was looked last.
    looked: i64,
    /// When a destination refused last.
    refused: BTreeMap<String, i64>,
}

impl Reconciler for Exporter {
    fn name(&self) -> &'static str {
        "guardduty-exporter"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            {
                let mut tried = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                if (0..GATHERS).contains(&(now - tried.looked)) {
                    return Ok(());
                }
                tried.looked = now;
            }
            let mut after: Option<Key> = None;
            loop {
                let page = system.reader().find_all::<Export>(EXPORTS, "true", after.as_ref(), PAGE).await?;
                let mut destinations: Vec<Key> = Vec::new();
                for export in &page {
                    let Some((destination, _)) = export.key.id.rsplit_once('/') else { continue };
                    let key = plane::key::<Destination>(&export.key.account, &export.key.region, destination);
                    if destinations.last() != Some(&key) {
                        destinations.push(key);
                    }
                }
                for key in destinations {
                    let refused = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
                    let waits = refused().refused.get(&key.id).is_some_and(|at| (0..AGAIN).contains(&(now - at)));
                    if !waits && !send(system, &key).await? {
                        refused().refused.insert(key.id, now);
                    }
                }
                match page.last() {
                    Some(last) if page.len() == PAGE => after = Some(last.key.clone()),
                    _ => return Ok(()),
                }
            }
        })
    }
}

/// Puts what waits for a destination; false where the bucket refuses.
async fn send(system: &System, key: &Key) -> Result<bool, Failure> {
    let now = system.now();
    let fixed = system
        .act("guardduty", "DescribePublishingDestination", |tx| {
            let key = key.clone();
            Box::pin(async move {
                let prefix = format!("{}/", key.id);
                let Some(destination) = tx.get::<Destination>(&key.account, &key.region, &key.id).await? else {
                    // Nobody waits for them any more.
                    for export in tx.reader().list::<Export>(&key.account, &key.region, &prefix, None, LINES).await? {
                        tx.delete(&export);
                    }
                    return Ok(None);
                };
                if let Some(sending) = tx.get::<Sending>(&key.account, &key.region, &key.id).await? {
                    return Ok(Some((destination, sending.body)));
                }
                let lines = tx.reader().list::<Export>(&key.account, &key.region, &prefix, None, LINES).await?;
                let Some(last) = lines.last() else { return Ok(None) };
                let id = tx.plane().ids.uuid();
                let (_, prefix) = bucket_and_prefix(&destination.body.arn).unwrap_or_default();
                let day = tx.call().time.strftime("%Y/%m/%d");
                let object = format!("{prefix}AWSLogs/{}/GuardDuty/{}/{day}/{id}.jsonl.gz", key.account, key.region);
                let sending = Sending { until: last.key.id.clone(), key: object };
                tx.put(&Stored::new(&key.account, &key.region, key.id.clone(), sending.clone()))?;
                Ok(Some((destination, sending)))
            })
        })
        .await?;
    let Some((destination, sending)) = fixed else { return Ok(true) };
    let Some(objects) = system.plane().objects() else { return Ok(false) };
    let waiting = system.reader().list::<Export>(&key.account, &key.region, &format!("{}/", key.id), None, LINES).await?;
    let lines: Vec<&str> = waiting.iter().filter(|e| e.key.id <= sending.until).map(|e| e.body.line.as_str()).collect();
    let body = packed(&lines).map_err(Failure::internal)?;
    let object = object(system.plane(), key, &destination.body, sending.key.clone(), body);
    let put = objects.put(system, object).await;
    if let Err(failure) = &put {
        tracing::warn!(destination = key.id, message = failure.message, "findings cannot be exported");
    }
    let refused = put.is_err();
    if refused && destination.body.failing_since.is_some() {
        return Ok(false);
    }
    system
        .act("guardduty", "DescribePublishingDestination", |tx| {
            let (key, until) = (key.clone(), sending.until.clone());
            Box::pin(async move {
                if let Some(mut held) = tx.get::<Destination>(&key.account, &key.region, &key.id).await? {
                    let failing = refused.then(|| now.as_millisecond());
                    if held.body.failing_since.is_some() != failing.is_some() {
                        held.body.failing_since = failing;
                        tx.put(&held)?;
                    }
                }
                if refused {
                    return Ok(());
                }
                let lines = tx.reader().list::<Export>(&key.account, &key.region, &format!("{}/", key.id), None, LINES).await?;
                for export in lines.into_iter().filter(|e| e.key.id <= until) {
                    tx.delete(&export);
                }
                if let Some(sending) = tx.get::<Sending>(&key.account, &key.region, &key.id).await? {
                    tx.delete(&sending);
                }
                Ok(())
            })
        })
        .await?;
    Ok(!refused)
}

fn packed(lines: &[&str]) -> std::io::Result<Vec<u8>> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    for line in lines {
        out.write_all(line.as_bytes())?;
        out.write_all(b"\n")?;
    }
    out.finish()
}

/// Bucket and prefix of a destination's ARN; the prefix ends with a slash or is empty.
pub fn bucket_and_prefix(arn: &str) -> Option<(String, String)> {
    let mut parts = arn.splitn(6, ':');
    if parts.next() != Some("arn") || parts.next().is_none_or(str::is_empty) || parts.next() != Some("s3") {
        return None;
    }
    let path = parts.nth(2)?;
    let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
    let prefix = prefix.trim_matches('/');
    let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
    (!bucket.is_empty()).then(|| (bucket.to_owned(), prefix))
}

/// An object of a destination.
pub fn object(plane: &Plane, key: &Key, destination: &Destination, name: String, body: Vec<u8>) -> ServiceObject {
    let (bucket, _) = bucket_and_prefix(&destination.arn).unwrap_or_default();
    let detector = key.id.split('/').next().unwrap_or_default();
    ServiceObject {
        bucket,
        key: name,
        body: body.into(),
        content_type: "application/json".to_owned(),
        content_encoding: Some("gzip".to_owned()),
        metadata: Vec::new(),
        service_principal: PRINCIPAL.to_owned(),
        source_arn: place::arn(plane, &key.account, &key.region, detector),
        source_account: key.account.clone(),
        kms_key: destination.kms_key.clone(),
        kms_context: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{bucket_and_prefix, packed};
    use std::io::Read as _;

    #[test]
    fn destinations_are_buckets_with_or_without_a_prefix() {
        let some = |b: &str, p: &str| Some((b.to_owned(), p.to_owned()));
        assert_eq!(bucket_and_prefix("arn:aws:s3:::b"), some("b", ""));
        assert_eq!(bucket_and_prefix("arn:aws:s3:::b/x/y/"), some("b", "x/y/"));
        for arn in ["", "b", "arn:aws:s3:::", "arn:aws:sqs:::b", "arn::s3:::b"] {
            assert_eq!(bucket_and_prefix(arn), None, "{arn}");
        }
    }

    #[test]
    fn lines_are_packed() {
        let mut text = String::new();
        flate2::read::GzDecoder::new(packed(&["{}", "[]"]).unwrap().as_slice()).read_to_string(&mut text).unwrap();
        assert_eq!(text, "{}\n[]\n");
    }
}
