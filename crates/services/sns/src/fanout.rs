//! From publications to deliveries: every subscription whose filter wants a message gets one of its own.
//!
//! What becomes of a publication is committed together with its leaving the queue of those that wait, so that a crash neither loses nor repeats a delivery.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::digest::{SHA256, digest};
use patterns::Scratch;
use plane::{Failure, Stored, System, Transaction};

use crate::filter::Filter;
use crate::metrics;
use crate::place::place_of;
use crate::resources::{
    Content, Delivery, InLane, LANE, Lane, Parcel, Place, Protocol, Publication, Subscription, Waiting, due_id,
};
use crate::seal;

/// Publications taken at once.
const BATCH: usize = 64;
/// Subscriptions that one commit hands a publication to.
const SUBSCRIPTIONS: usize = 500;
/// Deliveries of one commit, about: no further publication is taken then.
const MOST_DELIVERIES: usize = 2_000;
/// Compiled filters that are kept.
const MOST_FILTERS: usize = 10_000;

/// Version of a subscription, and its filter, compiled.
type Known = (u64, Option<Arc<Filter>>);

/// Hands publications to subscriptions.
#[derive(Default)]
pub(crate) struct FanOut {
    filters: Mutex<HashMap<Place, Known>>,
}

/// Who gets a publication.
struct Handed {
    waiting: String,
    publication: Publication,
    to: Vec<(Place, Protocol, String)>,
    /// Where to go on, if there are more subscriptions.
    after: Option<String>,
    /// Whether somebody got it in an earlier commit.
    before: bool,
}

impl FanOut {
    /// Hands on what waits, some at once; false when there was nothing.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn advance(&self, system: &System) -> Result<bool, Failure> {
        let reader = system.reader();
        let page = reader.list::<Waiting>("", "", "", None, BATCH).await?;
        let mut scratch = Scratch::default();
        let mut handed = Vec::new();
        let mut count = 0;
        for waiting in page {
            if count > MOST_DELIVERIES {
                break;
            }
            let one = self.hand(system, waiting, &mut scratch).await?;
            count += one.to.len();
            handed.push(one);
        }
        if handed.is_empty() {
            return Ok(false);
        }
        let handed = Arc::new(handed);
        system
            .act("sns", "Publish", |tx| {
                let handed = handed.clone();
                Box::pin(async move { commit(tx, &handed).await })
            })
            .await?;
        Ok(true)
    }

    async fn hand(&self, system: &System, waiting: Stored<Waiting>, scratch: &mut Scratch) -> Result<Handed, Failure> {
        let reader = system.reader();
        let key = waiting.key.id;
        let found = reader.get::<Publication>("", "", &waiting.body.publication).await?;
        let publication = found.ok_or_else(|| Failure::internal("a message that waits is not there"))?.body;
        let prefix = format!("{}:", publication.topic);
        let after = waiting.body.after;
        let before = after.is_some();
        let page = reader
            .list::<Subscription>(&publication.account, &publication.region, &prefix, after.as_deref(), SUBSCRIPTIONS)
            .await?;
        let more = page.last().filter(|_| page.len() == SUBSCRIPTIONS).map(|last| last.key.id.clone());
        let mut content: Option<Option<Content>> = None;
        let mut to = Vec::new();
        for subscription in page {
            let body = &subscription.body;
            let is_for = body.confirmed && body.topic_uid == publication.topic_uid && subscription.created_at <= publication.at;
            if !is_for {
                continue;
            }
            let place = place_of(&subscription);
            if let Some(filter) = self.filter(&place, &subscription) {
                if content.is_none() {
                    let opened = seal::open(&reader, &key, &publication).await;
                    if let Err(failure) = &opened {
                        tracing::warn!(topic = publication.topic_arn, message = failure.message, "a message cannot be opened");
                    }
                    content = Some(opened.ok());
                }
                // What cannot be read is wanted by no filter.
                if !content.as_ref().and_then(Option::as_ref).is_some_and(|content| filter.wants(content, scratch)) {
                    continue;
                }
            }
            to.push((place, body.protocol, body.endpoint.clone()));
        }
        Ok(Handed { waiting: key, publication, to, after: more, before })
    }

    /// The filter of a subscription, if it has one. One that cannot be compiled any more wants nothing: what it kept away may be secret.
    fn filter(&self, place: &Place, subscription: &Stored<Subscription>) -> Option<Arc<Filter>> {
        let text = subscription.body.options.filter.as_ref()?;
        let mut filters = self.filters.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, filter)) = filters.get(place).filter(|(version, _)| *version == subscription.version) {
            return filter.clone();
        }
        let scope = subscription.body.options.scope;
        let compiled = Filter::compile(text, scope).unwrap_or_else(|_| Some(Filter::nothing(scope))).map(Arc::new);
        if filters.len() >= MOST_FILTERS {
            filters.clear();
        }
        filters.insert(place.clone(), (subscription.version, compiled.clone()));
        compiled
    }
}

async fn commit(tx: &mut Transaction<'_>, handed: &[Handed]) -> Result<(), Failure> {
    let now = tx.call().time.as_millisecond();
    for one in handed {
        let Some(mut waiting) = tx.get::<Waiting>("", "", &one.waiting).await? else { continue };
        for (number, (place, protocol, endpoint)) in one.to.iter().enumerate() {
            match &one.publication.order {
                Some(order) => append(tx, &one.waiting, order, place, endpoint, now).await?,
                None => {
                    let delivery = Delivery {
                        subscription: place.clone(),
                        protocol: *protocol,
                        endpoint: endpoint.clone(),
                        parcel: Parcel::Message(one.waiting.clone()),
                        attempts: 0,
                        since: now,
                    };
                    let part = waiting.body.after.as_deref().unwrap_or_default();
                    let unique = hash(&[&one.waiting, part, &number.to_string()]);
                    tx.put(&Stored::new("", "", due_id(now, &unique), delivery))?;
                }
            }
        }
        if one.after.is_some() {
            waiting.body.after.clone_from(&one.after);
            tx.put(&waiting)?;
            continue;
        }
        tx.delete(&waiting);
        let nobody = one.to.is_empty() && !one.before;
        if nobody && let Some(publication) = tx.get::<Publication>("", "", &one.waiting).await? {
            tx.delete(&publication);
        }
    }
    metrics::published(tx, handed.iter().filter(|one| !one.before).map(|one| &one.publication)).await
}

fn hash(parts: &[&str]) -> String {
    let hash = digest(&SHA256, parts.join("\n").as_bytes());
    hex::encode(hash.as_ref().get(..16).unwrap_or_default())
}

/// Puts a message at the end of its lane.
async fn append(
    tx: &mut Transaction<'_>,
    publication: &str,
    order: &crate::resources::Order,
    place: &Place,
    endpoint: &str,
    now: i64,
) -> Result<(), Failure> {
    let hash = hash(&[&place.account, &place.region, &place.id, &order.group]);
    let entry = InLane { publication: publication.to_owned(), since: now };
    tx.put(&Stored::new("", &hash, format!("{:020}", order.sequence), entry))?;
    match tx.find::<Lane>(LANE, &hash).await? {
        Some(mut lane) => {
            lane.body.last = order.sequence;
            tx.put(&lane)
        }
        None => {
            let lane = Lane {
                hash: hash.clone(),
                subscription: place.clone(),
                endpoint: endpoint.to_owned(),
                attempts: 0,
                last: order.sequence,
            };
            tx.put(&Stored::new("", "", due_id(now, &hash), lane))
        }
    }
}
