//! Delivery of subscriptions to functions, and of findings of sensitive data to buckets: at least once, tried again for a day.

use std::collections::HashSet;
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::Compression;
use flate2::write::GzEncoder;
use plane::ports::ServiceCaller;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Plane, Reader, Stored, System, Transaction};
use serde_json::json;

use crate::outlets::{Delivery, Destination};
use crate::protection;

/// Deliveries that are looked at together, and on their way at once.
const PAGE: usize = 64;
const MOST: usize = 16;
/// How long a delivery is tried, milliseconds.
const MAX_AGE: i64 = 24 * 60 * 60 * 1000;
/// Pauses between attempts, milliseconds.
const FIRST_PAUSE: i64 = 1_000;
const LONGEST_PAUSE: i64 = 15 * 60 * 1000;
const CONTEXT: &str = "logs:delivery";

/// Works off deliveries.
#[derive(Debug, Default)]
pub(crate) struct Deliverer {
    busy: Arc<Mutex<HashSet<String>>>,
}

impl Reconciler for Deliverer {
    fn name(&self) -> &'static str {
        "logs.deliver"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            let page = system.reader().list::<Delivery>("", "", "", None, PAGE).await?;
            for delivery in page.into_iter().take_while(|d| Delivery::due(&d.key.id) <= now) {
                {
                    let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
                    if busy.len() >= MOST || !busy.insert(delivery.key.id.clone()) {
                        continue;
                    }
                }
                let (system, busy) = (system.clone(), self.busy.clone());
                tokio::spawn(async move {
                    if let Err(failure) = work(&system, &delivery).await {
                        tracing::error!(
                            to = delivery.body.to,
                            message = failure.message,
                            detail = failure.detail,
                            "a delivery failed"
                        );
                    }
                    busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&delivery.key.id);
                });
            }
            Ok(())
        })
    }
}

/// Puts a message on its way.
///
/// # Errors
/// Internal ones only.
pub(crate) fn send(tx: &mut Transaction<'_>, delivery: Delivery, message: &str) -> Result<(), Failure> {
    let plane = tx.plane();
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(message.as_bytes()).map_err(Failure::internal)?;
    let packed = packer.finish().map_err(Failure::internal)?;
    let sealed = BASE64.encode(plane.keyring.seal(&plane.ids, CONTEXT, &packed));
    let id = Delivery::id(tx.call().time.as_millisecond(), &plane.ids.uuid().to_string());
    tx.put(&Stored::new("", "", id, Delivery { sealed, ..delivery }))
}

/// The function that a subscription goes to, and on whose behalf it is called.
///
/// # Errors
/// Internal ones only; none where a destination is gone.
async fn target(reader: &Reader<'_>, delivery: &Delivery) -> Result<Option<String>, Failure> {
    let parts: Vec<&str> = delivery.to.splitn(7, ':').collect();
    match parts.as_slice() {
        ["arn", _, "logs", region, account, "destination", name] => {
            Ok(reader.get::<Destination>(account, region, name).await?.map(|d| d.body.target))
        }
        _ => Ok(Some(delivery.to.clone())),
    }
}

/// As whom functions are called: policies name the service with or without its region.
fn callers(region: &str, source_arn: String, source_account: &str) -> [ServiceCaller; 2] {
    ["logs.amazonaws.com".to_owned(), format!("logs.{region}.amazonaws.com")].map(|principal| ServiceCaller {
        principal,
        source_arn: source_arn.clone(),
        source_account: source_account.to_owned(),
    })
}

/// Who may invoke a function for a group.
///
/// # Errors
/// That nobody may, or that it is not there.
pub(crate) async fn caller(
    plane: &Plane,
    reader: &Reader<'_>,
    function: &str,
    region: &str,
    source_arn: &str,
    source_account: &str,
) -> Result<ServiceCaller, Failure> {
    let functions = plane.functions().ok_or_else(|| Failure::internal("there is no service lambda"))?;
    let [one, other] = callers(region, source_arn.to_owned(), source_account);
    if functions.may_invoke(reader, function, &one).await.is_ok() {
        return Ok(one);
    }
    functions.may_invoke(reader, function, &other).await.map(|()| other)
}

async fn work(system: &System, stored: &Stored<Delivery>) -> Result<(), Failure> {
    let delivery = &stored.body;
    let (plane, reader) = (system.plane(), system.reader());
    let sealed = BASE64.decode(&delivery.sealed).map_err(Failure::internal)?;
    let packed = plane.keyring.open_sealed(CONTEXT, &sealed).map_err(Failure::internal)?;
    if let Some((bucket, key)) = delivery.to.split_once(":s3:::").and_then(|(_, place)| place.split_once('/')) {
        let objects = plane.objects().ok_or_else(|| Failure::internal("there is no service s3"))?;
        let object = protection::object(bucket, key.to_owned(), &delivery.account, &delivery.group, packed.to_vec());
        return match objects.put(system, object).await {
            Ok(()) => end(system, stored).await,
            Err(failure) => again(system, stored, &failure.message).await,
        };
    }
    let Some(function) = target(&reader, delivery).await? else { return end(system, stored).await };
    let payload = json!({"awslogs": {"data": BASE64.encode(packed.as_slice())}}).to_string();
    let done = async {
        let source = format!("{}:*", delivery.group);
        let caller = caller(plane, &reader, &function, &delivery.region, &source, &delivery.account).await?;
        let functions = plane.functions().ok_or_else(|| Failure::internal("there is no service lambda"))?;
        functions.invoke(system, &function, bytes::Bytes::from(payload), &caller).await
    };
    match done.await {
        Ok(answer) if answer.error.is_none() => end(system, stored).await,
        Ok(_) => again(system, stored, "the function failed").await,
        Err(failure) => again(system, stored, &failure.message).await,
    }
}

async fn end(system: &System, stored: &Stored<Delivery>) -> Result<(), Failure> {
    system
        .act("logs", "PutSubscriptionFilter", |tx| {
            let id = stored.key.id.clone();
            Box::pin(async move {
                if let Some(found) = tx.get::<Delivery>("", "", &id).await? {
                    tx.delete(&found);
                }
                Ok(())
            })
        })
        .await
}

async fn again(system: &System, stored: &Stored<Delivery>, reason: &str) -> Result<(), Failure> {
    let now = system.now().as_millisecond();
    if now.saturating_sub(stored.body.since) > MAX_AGE {
        tracing::warn!(to = stored.body.to, reason, "log events of a subscription are dropped");
        return end(system, stored).await;
    }
    let pause = FIRST_PAUSE.saturating_mul(1 << stored.body.attempts.min(20)).min(LONGEST_PAUSE);
    system
        .act("logs", "PutSubscriptionFilter", |tx| {
            let stored = stored.clone();
            Box::pin(async move {
                let Some(found) = tx.get::<Delivery>("", "", &stored.key.id).await? else { return Ok(()) };
                tx.delete(&found);
                let unique = stored.key.id.split_once('-').map_or("", |(_, unique)| unique);
                let id = Delivery::id(tx.call().time.as_millisecond().saturating_add(pause), unique);
                let body = Delivery { attempts: found.body.attempts.saturating_add(1), ..found.body };
                tx.put(&Stored::new("", "", id, body))
            })
        })
        .await
}
