//! Arrivals: each batch is counted once, and shown to the filters of its group once. What comes of it is committed with the removal of the arrival.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Keyring, Reader, Stored, System, Transaction};

use crate::Logs;
use crate::codec::Event;
use crate::deliver;
use crate::files::blocking;
use crate::outlets::{Delivery, GroupFilters, messages, metric_values};
use crate::protection::{self, Findings, Protection};
use crate::resources::{Arrival, Batch, Holding, LogGroup, LogStream};
use crate::scan::open_batch;
use crate::seal;
use crate::transforming::Transformers;

/// Arrivals that are looked at together.
const PAGE: usize = 128;

/// Counts arrivals.
#[derive(Debug)]
pub(crate) struct Counter {
    logs: Arc<Logs>,
}

impl Counter {
    pub fn new(logs: Arc<Logs>) -> Self {
        Self { logs }
    }
}

impl Reconciler for Counter {
    fn name(&self) -> &'static str {
        "logs.arrivals"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let mut after: Option<String> = None;
            loop {
                let page = system.reader().list::<Arrival>("", "", "", after.as_deref(), PAGE).await?;
                let full = page.len() == PAGE;
                after = page.last().map(|last| last.key.id.clone());
                let mut groups: BTreeMap<String, Vec<Stored<Arrival>>> = BTreeMap::new();
                for arrival in page {
                    groups.entry(arrival.body.uid.clone()).or_default().push(arrival);
                }
                for arrivals in groups.into_values() {
                    let group = arrivals.first().map(|a| a.body.group.clone()).unwrap_or_default();
                    // One that fails is tried again with the next look, and keeps no other waiting.
                    if let Err(failure) = take(system, &self.logs, arrivals).await {
                        tracing::error!(group, message = failure.message, detail = failure.detail, "log events are not counted");
                    }
                }
                if !full {
                    return Ok(());
                }
            }
        })
    }
}

/// What filters see of a group's arrivals.
#[derive(Debug, Default, Clone)]
struct Shown {
    filters: GroupFilters,
    events: Arc<Vec<Event>>,
    findings: Arc<Vec<Findings>>,
    protection: Option<Arc<Protection>>,
}

/// Takes arrivals of one group.
async fn take(system: &System, logs: &Arc<Logs>, arrivals: Vec<Stored<Arrival>>) -> Result<(), Failure> {
    let Some(first) = arrivals.first().map(|a| &a.body) else { return Ok(()) };
    let reader = system.reader();
    let group = reader.get::<LogGroup>(&first.account, &first.region, &first.group).await?.map(|g| g.body);
    let group = group.filter(|g| g.uid == first.uid);
    let mut shown = Shown::default();
    if let Some(group) = &group {
        shown.filters = GroupFilters::of(&reader, group).await?;
        let watched = !shown.filters.is_empty() || logs.watches.has(&group.uid);
        let batches = match watched || arrivals.iter().any(|arrival| arrival.body.sensitive) {
            true => batches(&reader, group, &arrivals).await?,
            false => Vec::new(),
        };
        shown.findings = Arc::new(batches.iter().filter_map(|batch| batch.body.findings.clone()).collect());
        if !shown.findings.is_empty() {
            shown.protection = protection::of(&reader, group).await?;
        }
        if watched {
            match events(system, group, batches).await {
                Ok(events) => shown.events = Arc::new(events),
                // A key that cannot be used must not keep others waiting.
                Err(failure) => {
                    let name = group.name.as_str();
                    tracing::warn!(group = name, message = failure.message, detail = failure.detail, "filters do not see events");
                }
            }
        }
    }
    let taken = system
        .act("logs", "PutLogEvents", |tx| {
            let (arrivals, shown) = (arrivals.clone(), shown.clone());
            Box::pin(async move {
                let Some(group) = claim(tx, &arrivals).await? else { return Ok(None) };
                count(tx, &group, &arrivals).await?;
                filter(tx, &group, &shown).await?;
                protection::tell(tx, &group, shown.protection.as_deref(), &shown.findings).await?;
                Ok(Some(group))
            })
        })
        .await?;
    if let Some(group) = taken {
        logs.watches.show(&group, &shown.events);
    }
    Ok(())
}

/// The batches of arrivals that are still there.
async fn batches(reader: &Reader<'_>, group: &LogGroup, arrivals: &[Stored<Arrival>]) -> Result<Vec<Stored<Batch>>, Failure> {
    let ids: Vec<String> = arrivals.iter().map(|arrival| arrival.body.batch.clone()).collect();
    let found = reader.get_many::<Batch>(&group.account, &group.partition(), &ids).await?;
    Ok(found.into_iter().flatten().collect())
}

/// The events of batches, in the order of their time, without their sensitive data.
async fn events(system: &System, group: &LogGroup, batches: Vec<Stored<Batch>>) -> Result<Vec<Event>, Failure> {
    let reader = system.reader();
    let mut keys: HashMap<String, Keyring> = HashMap::new();
    for batch in &batches {
        if !keys.contains_key(&batch.body.data_key) {
            keys.insert(batch.body.data_key.clone(), seal::open(&reader, group, &batch.body.data_key).await?);
        }
    }
    let transformers = Transformers::of(&reader, group).await?;
    let uid = group.uid.clone();
    blocking(move || {
        let mut events = Vec::new();
        for batch in &batches {
            let key = keys.get(&batch.body.data_key).ok_or_else(|| Failure::internal("a data key was not opened"))?;
            events.extend(open_batch(key, &uid, &batch.key.id, &batch.body)?);
        }
        for event in &mut events {
            event.mask();
            transformers.transform(event);
        }
        events.sort_by_key(Event::place);
        Ok(events)
    })
    .await
}

/// Shows events to the filters of their group.
async fn filter(tx: &mut Transaction<'_>, group: &LogGroup, shown: &Shown) -> Result<(), Failure> {
    if shown.events.is_empty() {
        return Ok(());
    }
    let plane = tx.plane();
    if let Some(metrics) = plane.metric_store() {
        let values: Vec<_> = shown.filters.metrics.iter().flat_map(|f| metric_values(f, &shown.events)).collect();
        if !values.is_empty()
            && let Err(failure) = metrics.put(tx, &group.account, &group.region, values).await
        {
            tracing::warn!(
                group = group.name,
                message = failure.message,
                detail = failure.detail,
                "metric filters count nothing"
            );
        }
    }
    let now = tx.call().time.as_millisecond();
    for subscription in &shown.filters.subscriptions {
        for message in messages(subscription, group, &shown.events) {
            let delivery = Delivery {
                to: subscription.destination.clone(),
                group: group.arn(&plane.settings.partition),
                account: group.account.clone(),
                region: group.region.clone(),
                sealed: String::new(),
                attempts: 0,
                since: now,
            };
            deliver::send(tx, delivery, &message.to_string())?;
        }
    }
    Ok(())
}

/// Removes the arrivals; their group, if it is still there.
async fn claim(tx: &mut Transaction<'_>, arrivals: &[Stored<Arrival>]) -> Result<Option<LogGroup>, Failure> {
    let mut there = Vec::with_capacity(arrivals.len());
    for arrival in arrivals {
        match tx.get::<Arrival>("", "", &arrival.key.id).await? {
            Some(found) => there.push(found),
            // Somebody else is at them: the next look sees what is left.
            None => return Ok(None),
        }
    }
    there.iter().for_each(|found| tx.delete(found));
    let Some(first) = arrivals.first().map(|a| &a.body) else { return Ok(None) };
    let group = tx.reader().get::<LogGroup>(&first.account, &first.region, &first.group).await?;
    Ok(group.map(|g| g.body).filter(|g| g.uid == first.uid))
}

/// Counts arrivals for their group and their streams.
async fn count(tx: &mut Transaction<'_>, group: &LogGroup, arrivals: &[Stored<Arrival>]) -> Result<(), Failure> {
    let now = tx.call().time.as_millisecond();
    let mut streams: BTreeMap<&str, (i64, i64, i64)> = BTreeMap::new();
    for arrival in arrivals.iter().map(|a| &a.body) {
        let all = streams.entry(&arrival.stream).or_insert((i64::MAX, 0, 0));
        *all = (all.0.min(arrival.from), all.1.max(arrival.to), all.2.max(arrival.ingestion));
    }
    for (name, (from, to, ingestion)) in streams {
        let Some(mut stream) = tx.get::<LogStream>(&group.account, &group.partition(), name).await? else { continue };
        stream.body.first_event = Some(stream.body.first_event.map_or(from, |first| first.min(from)));
        stream.body.last_event = Some(stream.body.last_event.map_or(to, |last| last.max(to)));
        stream.body.last_ingestion = Some(stream.body.last_ingestion.map_or(ingestion, |last| last.max(ingestion)));
        tx.put(&stream)?;
    }
    let bytes: i64 = arrivals.iter().map(|a| a.body.bytes).sum();
    let mut holding = match tx.get::<Holding>(&group.account, &group.region, &group.uid).await? {
        Some(holding) => holding,
        None => Stored::new(
            &group.account,
            &group.region,
            group.uid.as_str(),
            Holding { group: group.name.clone(), fresh_bytes: 0, folded_bytes: 0, fresh_since: None, folds: 0 },
        ),
    };
    holding.body.fresh_bytes = holding.body.fresh_bytes.saturating_add(bytes);
    holding.body.fresh_since.get_or_insert(now);
    tx.put(&holding)
}
