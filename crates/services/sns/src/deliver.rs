//! Delivery: what is due goes to its subscriber, is tried again later, or ends in a dead-letter queue.
//!
//! Endpoints are worked off side by side, each with a bound of its own, so that a slow one keeps nobody else waiting. What goes into a queue of the plane is
//! committed together with the end of the delivery: exactly once. Functions, HTTP endpoints and mail servers are called at least once. Messages of a
//! group of a FIFO topic go one after the other: while the first is being retried the others wait.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Resource, Stored, System, Transaction};
use wire::Common;
use wire::failure::Kind;

use crate::email::Mailer;
use crate::fanout::FanOut;
use crate::metrics::{self, TopicKey};
use crate::resources::{Delivery, IN_LANE, InLane, Lane, PUBLICATION, Parcel, Publication, Waiting, due_id, due_of};
use crate::send::{self, Ready};
use crate::sign::Signer;

/// Deliveries looked at in one go, and how often one looks on for endpoints that have room.
const PAGE: usize = 256;
const PAGES: usize = 40;
/// Deliveries to one endpoint that are taken together.
const GROUP: usize = 25;
/// How long a message waits whose key cannot be used, milliseconds; and the pause between two looks. Services of AWS are tried for 23 days.
/// See <https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html>.
const GIVEN_UP: i64 = 23 * 24 * 60 * 60 * 1000;
const UNREADABLE_PAUSE: i64 = 20_000;
/// Messages of one lane that are delivered together.
const LANE_GROUP: usize = 10;
/// Groups on their way at once: to one endpoint, and altogether.
const MOST_OF_ENDPOINT: usize = 4;
const MOST: usize = 64;

/// Why a delivery did not succeed.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    /// What happened.
    pub message: String,
    /// Whether it may succeed later.
    pub again: bool,
}

impl Refusal {
    /// One that may be better later.
    pub fn later(message: impl Into<String>) -> Self {
        Self { message: message.into(), again: true }
    }

    /// One for good.
    pub fn never(message: impl Into<String>) -> Self {
        Self { message: message.into(), again: false }
    }

    /// One by a service of the plane: that something is not there or not allowed is for good.
    pub fn of(failure: Failure) -> Self {
        let again = match &failure.kind {
            Kind::Modelled { code, status, .. } => *status >= 500 || code.contains("Throttl") || code.contains("TooManyRequests"),
            Kind::Common(Common::Internal | Common::Throttling | Common::ServiceUnavailable) => true,
            Kind::Common(_) => false,
        };
        Self { message: failure.message, again }
    }
}

/// What deliveries are made with.
pub(crate) struct Tools {
    pub signer: Signer,
    pub client: outbound::Client,
    pub mailer: Mailer,
}

/// Works off publications and deliveries.
#[derive(Default)]
pub struct Deliverer {
    fan_out: FanOut,
    tools: tokio::sync::OnceCell<Arc<Tools>>,
    busy: Arc<Mutex<Busy>>,
}

/// What is on its way.
#[derive(Default)]
struct Busy {
    ids: HashSet<String>,
    endpoints: BTreeMap<String, usize>,
    groups: usize,
}

/// What goes on its way together: deliveries to one endpoint, or a lane.
enum Work {
    Deliveries(Vec<Stored<Delivery>>),
    Lane(Box<Stored<Lane>>),
}

impl Work {
    fn ids(&self) -> Vec<String> {
        match self {
            Self::Deliveries(group) => group.iter().map(|delivery| delivery.key.id.clone()).collect(),
            // A lane's key changes; its hash does not.
            Self::Lane(lane) => vec![lane.body.hash.clone()],
        }
    }
}

impl Reconciler for Deliverer {
    fn name(&self) -> &'static str {
        "sns-delivery"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            while self.fan_out.advance(system).await? {}
            self.deliveries(system).await?;
            self.lanes(system).await
        })
    }
}

impl Deliverer {
    async fn tools(&self, system: &System) -> Result<Arc<Tools>, Failure> {
        let make = || async {
            let settings = &system.plane().settings;
            let private = settings.private_webhooks || settings.sandbox;
            let reach = if private { outbound::Reach::Private } else { outbound::Reach::Public };
            let signer = Signer::load(system).await?;
            Ok::<_, Failure>(Arc::new(Tools { signer, client: outbound::Client::new(reach), mailer: Mailer::default() }))
        };
        self.tools.get_or_try_init(make).await.cloned()
    }

    async fn deliveries(&self, system: &System) -> Result<(), Failure> {
        let now = system.now().as_millisecond();
        let mut after: Option<String> = None;
        for _ in 0..PAGES {
            let page = system.reader().list::<Delivery>("", "", "", after.as_deref(), PAGE).await?;
            let full = page.len() == PAGE;
            after = page.last().map(|last| last.key.id.clone());
            let due: Vec<_> = page.into_iter().take_while(|delivery| due_of(&delivery.key.id) <= now).collect();
            let more = full && due.len() == PAGE;
            if due.is_empty() {
                break;
            }
            let tools = self.tools(system).await?;
            for (endpoint, group) in self.take(due) {
                self.start(system, &tools, endpoint, Work::Deliveries(group));
            }
            if !more {
                break;
            }
        }
        Ok(())
    }

    async fn lanes(&self, system: &System) -> Result<(), Failure> {
        let now = system.now().as_millisecond();
        let page = system.reader().list::<Lane>("", "", "", None, PAGE).await?;
        for lane in page.into_iter().take_while(|lane| due_of(&lane.key.id) <= now) {
            let endpoint = lane.body.endpoint.clone();
            let taken = {
                let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
                busy.take(&endpoint, std::slice::from_ref(&lane.body.hash))
            };
            if taken {
                let tools = self.tools(system).await?;
                self.start(system, &tools, endpoint, Work::Lane(Box::new(lane)));
            }
        }
        Ok(())
    }

    /// Takes what may go on its way now, in groups of one endpoint.
    fn take(&self, due: Vec<Stored<Delivery>>) -> Vec<(String, Vec<Stored<Delivery>>)> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        let mut by_endpoint: BTreeMap<String, Vec<Stored<Delivery>>> = BTreeMap::new();
        for delivery in due {
            if !busy.ids.contains(&delivery.key.id) {
                by_endpoint.entry(delivery.body.endpoint.clone()).or_default().push(delivery);
            }
        }
        let mut groups = Vec::new();
        for (endpoint, mut waiting) in by_endpoint {
            while !waiting.is_empty() {
                let rest = waiting.split_off(waiting.len().min(GROUP));
                let ids: Vec<String> = waiting.iter().map(|delivery| delivery.key.id.clone()).collect();
                if !busy.take(&endpoint, &ids) {
                    break;
                }
                groups.push((endpoint.clone(), std::mem::replace(&mut waiting, rest)));
            }
        }
        groups
    }

    fn start(&self, system: &System, tools: &Arc<Tools>, endpoint: String, work: Work) {
        let (system, tools, busy) = (system.clone(), tools.clone(), self.busy.clone());
        tokio::spawn(async move {
            let ids = work.ids();
            let done = match work {
                Work::Deliveries(group) => deliveries(&system, &tools, group).await,
                Work::Lane(lane) => lane_of(&system, &tools, &lane).await,
            };
            if let Err(failure) = done {
                tracing::error!(endpoint, message = failure.message, detail = failure.detail, "deliveries failed");
            }
            busy.lock().unwrap_or_else(PoisonError::into_inner).give_back(&endpoint, &ids);
        });
    }
}

impl Busy {
    fn take(&mut self, endpoint: &str, ids: &[String]) -> bool {
        let of_endpoint = self.endpoints.get(endpoint).copied().unwrap_or_default();
        if self.groups >= MOST || of_endpoint >= MOST_OF_ENDPOINT || ids.iter().any(|id| self.ids.contains(id)) {
            return false;
        }
        self.groups += 1;
        self.ids.extend(ids.iter().cloned());
        *self.endpoints.entry(endpoint.to_owned()).or_default() += 1;
        true
    }

    fn give_back(&mut self, endpoint: &str, ids: &[String]) {
        for id in ids {
            self.ids.remove(id);
        }
        self.groups = self.groups.saturating_sub(1);
        if let Some(count) = self.endpoints.get_mut(endpoint) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.endpoints.remove(endpoint);
            }
        }
    }
}

/// What a group of deliveries left behind.
#[derive(Default)]
struct Outcome {
    /// Publications that may be done.
    ended: BTreeSet<String>,
    delivered: BTreeMap<TopicKey, u32>,
    failed: BTreeMap<TopicKey, u32>,
}

impl Outcome {
    fn note(&mut self, ready: &Ready, delivered: bool) {
        self.ended.extend(ready.publication.clone());
        let Some(topic) = ready.topic_key() else { return };
        let counts = if delivered { &mut self.delivered } else { &mut self.failed };
        *counts.entry(topic).or_default() += 1;
    }
}

async fn deliveries(system: &System, tools: &Arc<Tools>, group: Vec<Stored<Delivery>>) -> Result<(), Failure> {
    let mut outcome = Outcome::default();
    let mut ready: Vec<Arc<(Stored<Delivery>, Ready)>> = Vec::with_capacity(group.len());
    for delivery in group {
        match send::prepare(system, tools, &delivery.body).await {
            Ok(Some(one)) => ready.push(Arc::new((delivery, one))),
            Ok(None) => {
                // The subscription or the message is gone.
                if let Parcel::Message(publication) = &delivery.body.parcel {
                    outcome.ended.insert(publication.clone());
                }
                end::<Delivery>(system, &delivery).await?;
            }
            Err(failure) if system.now().as_millisecond().saturating_sub(delivery.body.since) >= GIVEN_UP => {
                give_up(&delivery.body.endpoint, &failure);
                if let Parcel::Message(publication) = &delivery.body.parcel {
                    outcome.ended.insert(publication.clone());
                }
                end::<Delivery>(system, &delivery).await?;
            }
            // A key that cannot be used now may be usable later. Nobody was asked to take the message: that is no attempt.
            Err(failure) => later(system, &delivery, UNREADABLE_PAUSE, delivery.body.attempts, &failure.message).await?,
        }
    }
    let together = ready.len() > 1 && ready.iter().all(|one| one.1.is_queue());
    if together {
        let done = system
            .act("sns", "Publish", |tx| {
                let all = ready.clone();
                Box::pin(async move {
                    for one in &all {
                        into_queue(tx, one).await?;
                    }
                    Ok(())
                })
            })
            .await;
        if done.is_ok() {
            ready.iter().for_each(|one| outcome.note(&one.1, true));
            return settle(system, outcome).await;
        }
    }
    for one in ready {
        let (delivery, parcel) = one.as_ref();
        let sent = if parcel.is_queue() {
            system
                .act("sns", "Publish", |tx| {
                    let one = one.clone();
                    Box::pin(async move { into_queue(tx, &one).await })
                })
                .await
                .map_err(Refusal::of)
        } else {
            match send::away(system, tools, parcel).await {
                Ok(()) => end::<Delivery>(system, delivery).await.map_err(Refusal::of),
                Err(refusal) => Err(refusal),
            }
        };
        match sent {
            Ok(()) => outcome.note(parcel, true),
            Err(refusal) => {
                if refused(system, &one, &refusal).await? {
                    outcome.note(parcel, false);
                }
            }
        }
    }
    settle(system, outcome).await
}

/// Puts a message into its queue and ends the delivery, in one transaction.
async fn into_queue(tx: &mut Transaction<'_>, one: &(Stored<Delivery>, Ready)) -> Result<(), Failure> {
    let (delivery, ready) = one;
    let Some(found) = tx.get::<Delivery>("", "", &delivery.key.id).await? else { return Ok(()) };
    send::to_queue(tx, ready, &ready.endpoint).await?;
    tx.delete(&found);
    Ok(())
}

/// Ends a delivery.
async fn end<T: Resource>(system: &System, stored: &Stored<T>) -> Result<(), Failure> {
    system
        .act("sns", "Publish", |tx| {
            let id = stored.key.id.clone();
            Box::pin(async move {
                if let Some(found) = tx.get::<T>("", "", &id).await? {
                    tx.delete(&found);
                }
                Ok(())
            })
        })
        .await
}

/// Puts a delivery off, after so many attempts.
async fn later(system: &System, delivery: &Stored<Delivery>, pause: i64, attempts: u32, reason: &str) -> Result<(), Failure> {
    tracing::debug!(endpoint = delivery.body.endpoint, reason, "a delivery is tried again later");
    system
        .act("sns", "Publish", |tx| {
            let delivery = delivery.clone();
            Box::pin(async move {
                let Some(found) = tx.get::<Delivery>("", "", &delivery.key.id).await? else { return Ok(()) };
                tx.delete(&found);
                let unique = delivery.key.id.split_once('-').map_or("", |(_, unique)| unique);
                let due = tx.call().time.as_millisecond().saturating_add(pause);
                let body = Delivery { attempts, ..delivery.body.clone() };
                let id = due_id(due, unique);
                // At once, and so within the same millisecond: the document stays where it is.
                if id == found.key.id { tx.put(&Stored { body, ..found }) } else { tx.put(&Stored::new("", "", id, body)) }
            })
        })
        .await
}

/// The pause before the next attempt, with some jitter; `None` if there is none.
fn pause(system: &System, ready: &Ready, attempts: u32, refusal: &Refusal) -> Option<i64> {
    let pause = refusal.again.then(|| ready.phases.pause(attempts)).flatten()?;
    let [jitter] = system.plane().ids.bytes::<1>();
    Some(pause + pause * i64::from(jitter) / 2_560)
}

/// What follows an attempt that failed: another, or the end. Whether it was the end.
async fn refused(system: &System, one: &Arc<(Stored<Delivery>, Ready)>, refusal: &Refusal) -> Result<bool, Failure> {
    let (delivery, ready) = one.as_ref();
    if let Some(pause) = pause(system, ready, delivery.body.attempts, refusal) {
        later(system, delivery, pause, delivery.body.attempts.saturating_add(1), &refusal.message).await?;
        return Ok(false);
    }
    tracing::warn!(
        subscription = ready.subscription_arn,
        endpoint = ready.endpoint,
        reason = refusal.message,
        dead_letter = ready.dead_letter,
        "a notification cannot be delivered"
    );
    if let Some(queue) = &ready.dead_letter {
        let sent = system
            .act("sns", "Publish", |tx| {
                let (one, queue) = (one.clone(), queue.clone());
                Box::pin(async move {
                    let (delivery, ready) = one.as_ref();
                    let Some(found) = tx.get::<Delivery>("", "", &delivery.key.id).await? else { return Ok(()) };
                    send::to_queue(tx, ready, &queue).await?;
                    tx.delete(&found);
                    Ok(())
                })
            })
            .await;
        match sent {
            Ok(()) => return Ok(true),
            Err(failure) => tracing::warn!(queue, message = failure.message, "a dead-letter queue takes nothing"),
        }
    }
    end::<Delivery>(system, delivery).await?;
    Ok(true)
}

/// Delivers the first messages of a lane, in their order.
async fn lane_of(system: &System, tools: &Arc<Tools>, lane: &Stored<Lane>) -> Result<(), Failure> {
    let hash = &lane.body.hash;
    let listed = system.reader().list::<InLane>("", hash, "", None, LANE_GROUP + 1).await?;
    let mut outcome = Outcome::default();
    let mut ready: Vec<Arc<(String, Option<Ready>)>> = Vec::new();
    for entry in listed.iter().take(LANE_GROUP) {
        let one = send::prepare_message(system, tools, &lane.body.subscription, &entry.body.publication).await;
        match one {
            Ok(one) => ready.push(Arc::new((entry.key.id.clone(), one))),
            Err(failure) if ready.is_empty() => {
                if system.now().as_millisecond().saturating_sub(entry.body.since) >= GIVEN_UP {
                    give_up(&lane.body.endpoint, &failure);
                    move_lane(system, lane, std::slice::from_ref(&entry.key.id), Next::Now).await?;
                    outcome.ended.insert(entry.body.publication.clone());
                    return settle(system, outcome).await;
                }
                tracing::debug!(endpoint = lane.body.endpoint, reason = failure.message, "a lane is tried again later");
                return move_lane(system, lane, &[], Next::Unreadable).await;
            }
            Err(_) => break,
        }
    }
    // All at once, else the first alone.
    for group in [ready.clone(), ready.iter().take(1).cloned().collect()] {
        let done = system
            .act("sns", "Publish", |tx| {
                let (group, lane) = (group.clone(), lane.clone());
                Box::pin(async move {
                    let Some(held) = tx.get::<Lane>("", "", &lane.key.id).await? else { return Ok(()) };
                    for one in &group {
                        if let Some(ready) = &one.1 {
                            send::to_queue(tx, ready, &ready.endpoint).await?;
                        }
                    }
                    let ids: Vec<&str> = group.iter().map(|one| one.0.as_str()).collect();
                    take_out(tx, held, &ids, Next::Now).await
                })
            })
            .await;
        match done {
            Ok(()) => {
                for one in group.iter() {
                    match &one.1 {
                        Some(ready) => outcome.note(ready, true),
                        None => {
                            outcome.ended.extend(listed.iter().filter(|e| e.key.id == one.0).map(|e| e.body.publication.clone()))
                        }
                    }
                }
                return settle(system, outcome).await;
            }
            Err(_) if group.len() > 1 => {}
            Err(failure) => {
                let Some((id, Some(head))) = ready.first().map(|one| (one.0.clone(), &one.1)) else { return Err(failure) };
                let refusal = Refusal::of(failure);
                if let Some(pause) = pause(system, head, lane.body.attempts, &refusal) {
                    return move_lane(system, lane, &[], Next::Again(pause)).await;
                }
                tracing::warn!(
                    subscription = head.subscription_arn,
                    reason = refusal.message,
                    dead_letter = head.dead_letter,
                    "a notification cannot be delivered"
                );
                if let Some(queue) = &head.dead_letter {
                    let first = ready.first().cloned();
                    let sent = system
                        .act("sns", "Publish", |tx| {
                            let (first, lane, queue) = (first.clone(), lane.clone(), queue.clone());
                            Box::pin(async move {
                                let Some(held) = tx.get::<Lane>("", "", &lane.key.id).await? else { return Ok(()) };
                                let Some(first) = first else { return Ok(()) };
                                if let Some(ready) = &first.1 {
                                    send::to_queue(tx, ready, &queue).await?;
                                }
                                take_out(tx, held, &[first.0.as_str()], Next::Now).await
                            })
                        })
                        .await;
                    if let Err(failure) = sent {
                        tracing::warn!(queue, message = failure.message, "a dead-letter queue takes nothing");
                        move_lane(system, lane, &[id], Next::Now).await?;
                    }
                } else {
                    move_lane(system, lane, &[id], Next::Now).await?;
                }
                outcome.note(head, false);
                return settle(system, outcome).await;
            }
        }
    }
    Ok(())
}

/// When a lane goes on.
#[derive(Debug, Clone, Copy)]
enum Next {
    /// With its next message.
    Now,
    /// With another attempt for its first message, so many milliseconds later.
    Again(i64),
    /// When its first message may be readable.
    Unreadable,
}

/// Says that a message is given up.
fn give_up(endpoint: &str, failure: &Failure) {
    tracing::warn!(endpoint, reason = failure.message, "a notification that cannot be read any more is dropped");
}

/// Takes messages out of a lane, or puts the lane off.
async fn move_lane(system: &System, lane: &Stored<Lane>, out: &[String], next: Next) -> Result<(), Failure> {
    system
        .act("sns", "Publish", |tx| {
            let (lane, out) = (lane.clone(), out.to_vec());
            Box::pin(async move {
                let Some(held) = tx.get::<Lane>("", "", &lane.key.id).await? else { return Ok(()) };
                let ids: Vec<&str> = out.iter().map(String::as_str).collect();
                take_out(tx, held, &ids, next).await
            })
        })
        .await
}

/// Removes messages from a lane and sets it to when its next one is due; an empty lane is forgotten.
async fn take_out(tx: &mut Transaction<'_>, lane: Stored<Lane>, out: &[&str], next: Next) -> Result<(), Failure> {
    let hash = lane.body.hash.clone();
    // Whoever puts a message in changes the lane, which is held: so nothing comes in unseen.
    let there = tx.reader().list::<InLane>("", &hash, "", None, out.len() + 1).await?;
    let rest = there.iter().any(|entry| !out.contains(&entry.key.id.as_str()));
    for id in out {
        if let Some(entry) = tx.get::<InLane>("", &hash, id).await? {
            tx.delete(&entry);
        }
    }
    if !rest {
        tx.delete(&lane);
        return Ok(());
    }
    let (pause, attempts) = match next {
        Next::Now => (0, 0),
        Next::Again(pause) => (pause, lane.body.attempts.saturating_add(1)),
        Next::Unreadable => (UNREADABLE_PAUSE, lane.body.attempts),
    };
    let due = tx.call().time.as_millisecond().saturating_add(pause);
    let body = Lane { attempts, ..lane.body.clone() };
    let id = due_id(due, &hash);
    if id == lane.key.id {
        return tx.put(&Stored { body, ..lane });
    }
    tx.delete(&lane);
    tx.put(&Stored::new("", "", id, body))
}

/// Removes publications that everybody has, and counts.
async fn settle(system: &System, outcome: Outcome) -> Result<(), Failure> {
    let outcome = Arc::new(outcome);
    system
        .act("sns", "Publish", |tx| {
            let outcome = outcome.clone();
            Box::pin(async move {
                for id in &outcome.ended {
                    forget(tx, id).await?;
                }
                metrics::count(tx, "NumberOfNotificationsDelivered", &outcome.delivered).await?;
                metrics::count(tx, "NumberOfNotificationsFailed", &outcome.failed).await
            })
        })
        .await
}

/// Removes a publication if nothing of it is left to deliver.
pub(crate) async fn forget(tx: &mut Transaction<'_>, id: &str) -> Result<(), Failure> {
    // Held: only while it waits do new deliveries of it come.
    if tx.get::<Waiting>("", "", id).await?.is_some() {
        return Ok(());
    }
    let reader = tx.reader();
    let left = !reader.find_all::<Delivery>(PUBLICATION, id, None, 1).await?.is_empty()
        || !reader.find_all::<InLane>(IN_LANE, id, None, 1).await?.is_empty();
    if !left && let Some(publication) = tx.get::<Publication>("", "", id).await? {
        tx.delete(&publication);
    }
    Ok(())
}
