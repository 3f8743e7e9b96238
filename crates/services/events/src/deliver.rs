//! Delivery: what is due goes to its target, is tried again later, or ends in a dead-letter queue.
//!
//! Targets are worked off side by side, each with a bound of its own, so that a slow one keeps nobody else waiting. What goes into a store of the plane
//! (queues, other buses) is committed together with the end of the delivery: exactly once. Functions are called at least once.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use plane::events::PUT;
use plane::ports::{QueueMessage, ServiceCaller, TopicMessage};
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Stored, System, Transaction};
use serde_json::{Value, json};
use wire::Common;
use wire::failure::Kind;

use crate::api_destination::Sender;
use crate::event;
use crate::forward;
use crate::input::{About, payload};
use crate::log_group;
use crate::resources::{Delivery, EventPlace};

/// Who delivers.
pub const PRINCIPAL: &str = "events.amazonaws.com";
/// Deliveries looked at in one go, and how often one looks on for targets that have room.
const PAGE: usize = 256;
const PAGES: usize = 40;
/// Deliveries to one target that are taken together.
const GROUP: usize = 25;
/// Groups on their way at once: to one target, and altogether.
const MOST_OF_TARGET: usize = 4;
const MOST: usize = 32;
/// Retries and age where the target says nothing.
/// See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html>.
const RETRIES: u32 = 185;
const MAX_AGE_SECONDS: i64 = 86_400;
/// Pauses between attempts, milliseconds.
const FIRST_PAUSE: i64 = 1_000;
const LONGEST_PAUSE: i64 = 15 * 60 * 1_000;

/// Works off deliveries.
#[derive(Default)]
pub struct Deliverer {
    busy: Arc<Mutex<Busy>>,
    sender: Arc<Sender>,
}

/// What is on its way.
#[derive(Default)]
struct Busy {
    ids: HashSet<String>,
    targets: BTreeMap<String, usize>,
    groups: usize,
}

/// Why a delivery did not succeed.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// AWS' code for it.
    pub code: &'static str,
    /// What happened.
    pub message: String,
    /// Whether it may succeed later.
    pub again: bool,
    /// How long the target asks to wait at least, milliseconds.
    pub pause: Option<i64>,
}

impl Refusal {
    /// One that the target, or its absence, is the reason of.
    pub fn of(failure: Failure) -> Self {
        let code = match &failure.kind {
            Kind::Modelled { code, .. } => code.to_string(),
            Kind::Common(Common::AccessDenied) => "AccessDenied".to_owned(),
            Kind::Common(_) => String::new(),
        };
        let message = failure.message;
        match code.as_str() {
            "AccessDenied" | "AccessDeniedException" | "AuthorizationError" => {
                Self { code: "NO_PERMISSIONS", message, again: false, pause: None }
            }
            code if code.contains("NonExistentQueue") || code.contains("QueueDoesNotExist") || code.contains("NotFound") => {
                Self { code: "NO_RESOURCE", message, again: false, pause: None }
            }
            code if code.contains("Throttl") || code.contains("TooManyRequests") => {
                Self { code: "THROTTLING", message, again: true, pause: None }
            }
            "" => Self { code: "INTERNAL_ERROR", message, again: true, pause: None },
            _ => Self { code: "SDK_CLIENT_ERROR", message, again: true, pause: None },
        }
    }

    /// That the target's service is not there.
    pub fn no_service(service: &str) -> Self {
        Self {
            code: "NO_RESOURCE",
            message: format!("There is no service {service} in this installation."),
            again: true,
            pause: None,
        }
    }
}

impl Reconciler for Deliverer {
    fn name(&self) -> &'static str {
        "events-delivery"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            let mut after: Option<String> = None;
            for _ in 0..PAGES {
                let page = system.reader().list::<Delivery>("", "", "", after.as_deref(), PAGE).await?;
                let full = page.len() == PAGE;
                after = page.last().map(|last| last.key.id.clone());
                let due: Vec<_> = page.into_iter().take_while(|delivery| Delivery::due(&delivery.key.id) <= now).collect();
                let more = full && due.len() == PAGE;
                for group in self.take(due) {
                    let (system, busy, sender) = (system.clone(), self.busy.clone(), self.sender.clone());
                    tokio::spawn(async move {
                        let ids: Vec<String> = group.iter().map(|delivery| delivery.key.id.clone()).collect();
                        let target = group.first().map(|first| first.body.target.arn.clone()).unwrap_or_default();
                        if let Err(failure) = work(&system, &sender, group).await {
                            tracing::error!(target, message = failure.message, detail = failure.detail, "deliveries failed");
                        }
                        let mut busy = busy.lock().unwrap_or_else(PoisonError::into_inner);
                        for id in &ids {
                            busy.ids.remove(id);
                        }
                        busy.groups = busy.groups.saturating_sub(1);
                        if let Some(count) = busy.targets.get_mut(&target) {
                            *count -= 1;
                            if *count == 0 {
                                busy.targets.remove(&target);
                            }
                        }
                    });
                }
                if !more {
                    break;
                }
            }
            Ok(())
        })
    }
}

impl Deliverer {
    /// Takes what may go on its way now, in groups of one target.
    fn take(&self, due: Vec<Stored<Delivery>>) -> Vec<Vec<Stored<Delivery>>> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        let mut by_target: BTreeMap<String, Vec<Stored<Delivery>>> = BTreeMap::new();
        for delivery in due {
            if !busy.ids.contains(&delivery.key.id) {
                by_target.entry(delivery.body.target.arn.clone()).or_default().push(delivery);
            }
        }
        let mut groups = Vec::new();
        for (target, mut waiting) in by_target {
            while !waiting.is_empty()
                && busy.groups < MOST
                && busy.targets.get(&target).copied().unwrap_or_default() < MOST_OF_TARGET
            {
                let rest = waiting.split_off(waiting.len().min(GROUP));
                busy.ids.extend(waiting.iter().map(|delivery| delivery.key.id.clone()));
                *busy.targets.entry(target.clone()).or_default() += 1;
                busy.groups += 1;
                groups.push(std::mem::replace(&mut waiting, rest));
            }
        }
        groups
    }
}

/// A delivery and its event.
type Ready = Arc<(Stored<Delivery>, Value)>;

/// Delivers a group: together if all goes well, else one by one.
async fn work(system: &System, sender: &Sender, group: Vec<Stored<Delivery>>) -> Result<(), Failure> {
    let outside = |arn: &str| arn.contains(":lambda:") || arn.contains(":api-destination/");
    let together = group.iter().all(|delivery| !outside(&delivery.body.target.arn));
    let mut ready: Vec<Ready> = Vec::with_capacity(group.len());
    for delivery in group {
        match event_of(system, &delivery.body).await? {
            Some(event) => ready.push(Arc::new((delivery, event))),
            None => {
                tracing::warn!(rule = delivery.body.rule, "an event to deliver is not there");
                end(system, &delivery).await?;
            }
        }
    }
    if together && ready.len() > 1 {
        let done = system
            .act("events", "PutEvents", |tx| {
                let all = ready.clone();
                Box::pin(async move {
                    for one in &all {
                        within(tx, one).await?;
                    }
                    Ok(())
                })
            })
            .await;
        if done.is_ok() {
            return Ok(());
        }
    }
    for one in ready {
        if let Err(refusal) = deliver(system, sender, &one).await {
            refused(system, &one, refusal).await?;
        }
    }
    Ok(())
}

/// The event of a delivery.
async fn event_of(system: &System, delivery: &Delivery) -> Result<Option<Value>, Failure> {
    Ok(match &delivery.event {
        EventPlace::Here(text) => serde_json::from_str(text).ok(),
        EventPlace::Journal(entry, number) => {
            let batch = system.reader().entry(entry).await?.and_then(|entry| event::read(&entry));
            batch.and_then(|mut batch| (*number < batch.events.len()).then(|| batch.events.swap_remove(*number)))
        }
    })
}

/// As whom the service comes for a delivery.
pub fn caller(delivery: &Delivery) -> ServiceCaller {
    ServiceCaller { principal: PRINCIPAL.to_owned(), source_arn: delivery.rule.clone(), source_account: delivery.account.clone() }
}

fn text(delivery: &Delivery, event: &Value) -> String {
    let ingested = Timestamp::from_millisecond(delivery.since).unwrap_or_default().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    payload(delivery.target.input.as_ref(), event, About { rule_arn: &delivery.rule, ingested: &ingested })
}

/// Delivers one.
async fn deliver(system: &System, sender: &Sender, ready: &Ready) -> Result<(), Refusal> {
    let (delivery, event) = ready.as_ref();
    let target = &delivery.body.target;
    if target.arn.contains(":lambda:") {
        let functions = system.plane().functions().ok_or_else(|| Refusal::no_service("lambda"))?;
        let body = bytes::Bytes::from(text(&delivery.body, event));
        let answer = functions.invoke(system, &target.arn, body, &caller(&delivery.body)).await.map_err(Refusal::of)?;
        // As with an asynchronous invocation, the event is delivered once the function ran; what it answers is its own affair.
        if let Some(error) = answer.error {
            tracing::debug!(function = target.arn, error, "a function that an event went to failed");
        }
        return end(system, delivery).await.map_err(Refusal::of);
    }
    if target.arn.contains(":api-destination/") {
        sender.send(system, &delivery.body, event, text(&delivery.body, event)).await?;
        return end(system, delivery).await.map_err(Refusal::of);
    }
    if target.arn.contains(":sqs:") && system.plane().queues().is_none() {
        return Err(Refusal::no_service("sqs"));
    }
    if target.arn.contains(":sns:") && system.plane().topics().is_none() {
        return Err(Refusal::no_service("sns"));
    }
    if target.arn.contains(":logs:") && system.plane().log_groups().is_none() {
        return Err(Refusal::no_service("logs"));
    }
    system
        .act("events", "PutEvents", |tx| {
            let ready = ready.clone();
            Box::pin(async move { within(tx, &ready).await })
        })
        .await
        .map_err(Refusal::of)
}

/// Delivers to what is in the store, and ends the delivery, in one transaction.
async fn within(tx: &mut Transaction<'_>, ready: &Ready) -> Result<(), Failure> {
    let (delivery, event) = ready.as_ref();
    let Some(found) = tx.get::<Delivery>("", "", &delivery.key.id).await? else { return Ok(()) };
    let target = &delivery.body.target;
    if target.arn.contains(":event-bus/") {
        let bus = forward::allowed(&tx.reader(), &delivery.body).await?;
        let mut event = event.clone();
        if let Some(members) = event.as_object_mut() {
            members.insert("region".to_owned(), json!(bus.region));
        }
        tx.journal(PUT, &bus.account, &bus.region, &json!({"bus": bus.name, "events": [event], "hops": 1}));
    } else if target.arn.contains(":sns:") {
        let topics = tx.plane().topics().cloned().ok_or_else(|| Failure::internal("there is no service sns"))?;
        let fifo = target.arn.ends_with(".fifo");
        let message = TopicMessage {
            message: text(&delivery.body, event),
            // A FIFO topic gets the events of a rule in one group.
            group: fifo.then(|| target.id.clone()),
            deduplication: fifo.then(|| unique(delivery, event)),
            ..TopicMessage::default()
        };
        topics.publish(tx, &target.arn, message, &caller(&delivery.body)).await?;
    } else if target.arn.contains(":logs:") {
        log_group::put(tx, target, &text(&delivery.body, event), delivery.body.since, &caller(&delivery.body)).await?;
    } else {
        let queues = tx.plane().queues().cloned().ok_or_else(|| Failure::internal("there is no service sqs"))?;
        let message = QueueMessage {
            body: text(&delivery.body, event),
            attributes: Vec::new(),
            group: target.group.clone(),
            deduplication: target.group.as_ref().map(|_| unique(delivery, event)),
        };
        queues.send(tx, &target.arn, message, &caller(&delivery.body)).await?;
    }
    tx.delete(&found);
    Ok(())
}

/// What tells a message to a FIFO queue from others: the event and the rule's target.
fn unique(delivery: &Stored<Delivery>, event: &Value) -> String {
    event.get("id").and_then(Value::as_str).map_or_else(|| delivery.key.id.clone(), str::to_owned)
}

async fn end(system: &System, delivery: &Stored<Delivery>) -> Result<(), Failure> {
    system
        .act("events", "PutEvents", |tx| {
            let id = delivery.key.id.clone();
            Box::pin(async move {
                if let Some(found) = tx.get::<Delivery>("", "", &id).await? {
                    tx.delete(&found);
                }
                Ok(())
            })
        })
        .await
}

/// What comes after an attempt that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Next {
    /// Another, so many milliseconds later.
    Again(i64),
    /// None: the condition that is exhausted, if one is.
    Over(Option<&'static str>),
}

fn next(delivery: &Delivery, again: bool, now: i64, jitter: u8) -> Next {
    if !again {
        return Next::Over(None);
    }
    let retries = delivery.target.retries.map_or(RETRIES, |retries| u32::try_from(retries).unwrap_or_default());
    let age = delivery.target.max_age.map_or(MAX_AGE_SECONDS, i64::from).saturating_mul(1_000);
    if delivery.attempts >= retries {
        return Next::Over(Some("MaximumRetryAttempts"));
    }
    let pause = FIRST_PAUSE.saturating_mul(1 << delivery.attempts.min(20)).min(LONGEST_PAUSE);
    let pause = pause + pause * i64::from(jitter) / 1_024;
    if now.saturating_sub(delivery.since) + pause > age {
        return Next::Over(Some("MaximumEventAgeInSeconds"));
    }
    Next::Again(pause)
}

async fn refused(system: &System, ready: &Ready, refusal: Refusal) -> Result<(), Failure> {
    let (delivery, _) = ready.as_ref();
    let [jitter] = system.plane().ids.bytes::<1>();
    let exhausted = match next(&delivery.body, refusal.again, system.now().as_millisecond(), jitter) {
        Next::Again(pause) => {
            let pause = pause.max(refusal.pause.unwrap_or_default());
            return system
                .act("events", "PutEvents", |tx| {
                    let ready = ready.clone();
                    Box::pin(async move { later(tx, &ready, pause).await })
                })
                .await;
        }
        Next::Over(exhausted) => exhausted,
    };
    if let Some(queue) = &delivery.body.target.dead_letter {
        let sent = system
            .act("events", "PutEvents", |tx| {
                let (ready, refusal) = (ready.clone(), refusal.clone());
                Box::pin(async move { dead_letter(tx, &ready, refusal, exhausted).await })
            })
            .await;
        match sent {
            Ok(()) => return Ok(()),
            Err(failure) => tracing::warn!(queue, message = failure.message, "a dead-letter queue takes nothing"),
        }
    }
    tracing::warn!(
        rule = delivery.body.rule,
        target = delivery.body.target.arn,
        code = refusal.code,
        message = refusal.message,
        "an event is dropped"
    );
    end(system, delivery).await
}

async fn later(tx: &mut Transaction<'_>, ready: &Ready, pause: i64) -> Result<(), Failure> {
    let (delivery, _) = ready.as_ref();
    let Some(found) = tx.get::<Delivery>("", "", &delivery.key.id).await? else { return Ok(()) };
    tx.delete(&found);
    let unique = delivery.key.id.split_once('-').map_or("", |(_, unique)| unique);
    let due = tx.call().time.as_millisecond().saturating_add(pause);
    let body = Delivery { attempts: delivery.body.attempts + 1, ..delivery.body.clone() };
    tx.put(&Stored::new("", "", Delivery::id(due, unique), body))
}

async fn dead_letter(
    tx: &mut Transaction<'_>,
    ready: &Ready,
    refusal: Refusal,
    exhausted: Option<&'static str>,
) -> Result<(), Failure> {
    let (delivery, event) = ready.as_ref();
    let Some(found) = tx.get::<Delivery>("", "", &delivery.key.id).await? else { return Ok(()) };
    let queues = tx.plane().queues().cloned().ok_or_else(|| Failure::internal("there is no service sqs"))?;
    let queue = delivery.body.target.dead_letter.clone().unwrap_or_default();
    let mut attributes = vec![
        ("RULE_ARN".to_owned(), delivery.body.rule.clone()),
        ("TARGET_ARN".to_owned(), delivery.body.target.arn.clone()),
        ("ERROR_CODE".to_owned(), refusal.code.to_owned()),
        ("ERROR_MESSAGE".to_owned(), refusal.message),
        ("RETRY_ATTEMPTS".to_owned(), delivery.body.attempts.to_string()),
    ];
    attributes.extend(exhausted.map(|condition| ("EXHAUSTED_RETRY_CONDITION".to_owned(), condition.to_owned())));
    let message = QueueMessage { body: event.to_string(), attributes, group: None, deduplication: None };
    queues.send(tx, &queue, message, &caller(&delivery.body)).await?;
    tx.delete(&found);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Next, next};
    use crate::resources::{Delivery, EventPlace, Target};

    fn delivery(attempts: u32, retries: Option<i32>, max_age: Option<i32>) -> Delivery {
        Delivery {
            event: EventPlace::Here(String::new()),
            rule: String::new(),
            account: String::new(),
            region: String::new(),
            target: Target { retries, max_age, ..Target::default() },
            attempts,
            since: 0,
        }
    }

    #[test]
    fn attempts_are_spaced_out_and_end() {
        assert_eq!(next(&delivery(0, None, None), true, 0, 0), Next::Again(1_000));
        assert_eq!(next(&delivery(3, None, None), true, 0, 0), Next::Again(8_000));
        assert_eq!(next(&delivery(100, None, None), true, 0, 0), Next::Again(900_000));
        assert_eq!(next(&delivery(0, None, None), true, 0, 255), Next::Again(1_249));
        assert_eq!(next(&delivery(185, None, None), true, 0, 0), Next::Over(Some("MaximumRetryAttempts")));
        assert_eq!(next(&delivery(0, Some(0), None), true, 0, 0), Next::Over(Some("MaximumRetryAttempts")));
        assert_eq!(next(&delivery(2, None, Some(60)), true, 58_000, 0), Next::Over(Some("MaximumEventAgeInSeconds")));
        assert_eq!(next(&delivery(0, None, None), false, 0, 0), Next::Over(None));
    }
}
