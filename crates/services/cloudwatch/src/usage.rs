//! The plane's own usage: calls by account and operation, per minute, as `CallCount` in `AWS/Usage`.
//!
//! A reader of the journal: what it counts is put in the commit that moves its cursor, so no call is counted twice or forgotten.
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Usage-Metrics.html>.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use metricmath::Aggregate;
use plane::audit::API_CALL;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, System};
use serde::Deserialize;
use wire::failure::Kind;

use crate::api::{LimitExceededFault, StandardUnit};
use crate::metric::{Identity, unit_code};
use crate::port::Gathered;

const CURSOR: &str = "cloudwatch-usage";
/// Entries that are read at once, and how often in one go.
const BATCH: usize = 2_000;
const BATCHES: usize = 5;
/// Seconds between two goes, and of calls that are too old to count.
const EVERY: i64 = 5;
const OLDEST: i64 = 14 * 86_400;

/// Counts calls.
#[derive(Default)]
pub struct Usage {
    next: Mutex<i64>,
}

/// What is read of the record of a call.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    event_source: String,
    event_name: String,
    #[serde(default)]
    user_identity: Caller,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Caller {
    account_id: Option<String>,
}

/// What usage metrics call a service.
fn service(source: &str) -> &str {
    let name = source.split('.').next().unwrap_or(source);
    match name {
        "monitoring" => "CloudWatch",
        "logs" => "CloudWatch Logs",
        "cloudtrail" => "CloudTrail",
        "events" => "EventBridge",
        "lambda" => "Lambda",
        "secretsmanager" => "Secrets Manager",
        "organizations" => "Organizations",
        "iam" => "IAM",
        "sts" => "STS",
        "kms" => "KMS",
        "sqs" => "SQS",
        "sns" => "SNS",
        "s3" => "S3",
        other => other,
    }
}

fn is_limit(failure: &Failure) -> bool {
    matches!(&failure.kind, Kind::Modelled { code, .. } if *code == LimitExceededFault::CODE)
}

type Counts = BTreeMap<(String, String), BTreeMap<(Identity, i64), f64>>;

fn count(counts: &mut Counts, entry: &store::Entry, now: i64) {
    if entry.kind != API_CALL || entry.at.div_euclid(1_000) < now - OLDEST {
        return;
    }
    let Ok(record) = serde_json::from_slice::<Record>(&entry.body) else { return };
    // Owners of resources get copies of the records of others' calls.
    if record.user_identity.account_id.is_some_and(|account| account != entry.account) {
        return;
    }
    let dimensions =
        [("Class", "None"), ("Resource", &record.event_name), ("Service", service(&record.event_source)), ("Type", "API")];
    let dimensions = dimensions.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let identity = Identity::new("AWS/Usage", "CallCount", dimensions);
    let of_place = counts.entry((entry.account.clone(), entry.region.clone())).or_default();
    *of_place.entry((identity, entry.at.div_euclid(60_000) * 60)).or_default() += 1.0;
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
            let now = system.now().as_second();
            let next = self.next.lock().map(|next| *next).unwrap_or_default();
            if now < next && next - now <= EVERY {
                return Ok(());
            }
            for _ in 0..BATCHES {
                let from = system.cursor(CURSOR).await?;
                let entries = system.journal(from, BATCH).await?;
                let Some(last) = entries.last() else { break };
                let (to, full) = (last.seq, entries.len() == BATCH);
                let mut counts = Counts::new();
                entries.iter().for_each(|entry| count(&mut counts, entry, now));
                system
                    .act("cloudwatch", "PutMetricData", |tx| {
                        let counts = counts.clone();
                        Box::pin(async move {
                            for ((account, region), of_place) in counts {
                                let mut gathered = Gathered::default();
                                for ((identity, at), count) in of_place {
                                    gathered.add(identity, at, false, unit_code(StandardUnit::None), &Aggregate::of(1.0, count));
                                }
                                // An account with as many metrics as it may have is not counted further; the others are.
                                match gathered.put(tx, &account, &region).await {
                                    Err(failure) if is_limit(&failure) => {}
                                    other => other?,
                                }
                            }
                            tx.move_cursor(CURSOR, from, to);
                            Ok(())
                        })
                    })
                    .await?;
                if !full {
                    break;
                }
            }
            if let Ok(mut next) = self.next.lock() {
                *next = now + EVERY;
            }
            Ok(())
        })
    }
}
