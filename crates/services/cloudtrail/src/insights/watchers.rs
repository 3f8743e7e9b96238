//! Who asks for Insights: trails and event data stores.

use std::collections::BTreeSet;

use plane::{Failure, Key, Reader, System};
use serde_json::Value;

use super::counts::{Series, probe};
use super::{MINUTE_MS, Wanted};
use crate::resources::{self, Trail};
use crate::selectors::selects;
use crate::stores::{self, EventDataStore};

/// More trails or event data stores than an account or organization can have.
const ALL: usize = 10_000;
/// Listed at once.
const PAGE: usize = 200;

/// A trail or an event data store that asks for Insights of an account and region.
#[derive(Debug, Clone, PartialEq)]
pub enum Watcher {
    /// A trail.
    Trail(Box<Trail>),
    /// An event data store, and the one that collects its Insights events.
    Store(Box<EventDataStore>, String),
}

impl Watcher {
    /// Whether it asks for insights of a series at a minute of the epoch.
    pub fn watches(&self, series: &Series, minute: i64) -> bool {
        let wanted = |wanted: &[Wanted]| {
            let data = series.scope.is_some();
            wanted.iter().any(|w| w.kind == series.kind() && w.data == data && w.since < (minute + 1) * MINUTE_MS)
        };
        match self {
            Self::Trail(trail) => {
                let mine = match &series.scope {
                    Some(life) => *life == trail.life(),
                    None => trail.selectors.select(&probe(series)),
                };
                let started = trail.started_at.is_none_or(|at| at < (minute + 1) * MINUTE_MS);
                mine && started && wanted(&trail.insights)
            }
            Self::Store(store, _) => {
                let kind = store.insights.contains(&series.kind());
                let since = store.insights_since < (minute + 1) * MINUTE_MS;
                series.scope.is_none() && kind && since && selects(&store.selectors, &probe(series))
            }
        }
    }

    /// The minute since which data events are counted for it; none if they are not.
    pub fn data_since(&self) -> Option<i64> {
        let Self::Trail(trail) = self else { return None };
        trail.insights.iter().filter(|w| w.data).map(|w| w.since.div_euclid(MINUTE_MS)).min()
    }

    /// The life of the trail, if it logs a data event and counts it.
    pub fn counts(&self, record: &Value, minute: i64) -> Option<String> {
        let Self::Trail(trail) = self else { return None };
        let since = self.data_since().is_some_and(|since| since <= minute);
        (since && trail.selectors.select(record)).then(|| trail.life())
    }
}

fn asks(trail: &Trail) -> bool {
    trail.logging && !trail.insights.is_empty()
}

fn store_asks(store: &EventDataStore) -> bool {
    store.ingests() && !store.insights.is_empty() && store.insights_destination.is_some()
}

/// Whether anybody asks at all.
///
/// # Errors
/// Internal ones only.
pub async fn anybody(system: &System) -> Result<bool, Failure> {
    let mut after: Option<Key> = None;
    loop {
        let page = system.reader().list_everywhere::<Trail>(after.as_ref(), PAGE).await?;
        if page.iter().any(|t| asks(&t.body)) {
            return Ok(true);
        }
        let Some(last) = page.last() else { break };
        after = Some(last.key.clone());
    }
    after = None;
    loop {
        let page = system.reader().list_everywhere::<EventDataStore>(after.as_ref(), PAGE).await?;
        if page.iter().any(|s| store_asks(&s.body)) {
            return Ok(true);
        }
        let Some(last) = page.last() else { return Ok(false) };
        after = Some(last.key.clone());
    }
}

/// Who asks for the Insights of an account and region: its own trails and event data stores, and its organization's.
///
/// # Errors
/// Internal ones only.
pub async fn of(reader: &Reader<'_>, account: &str, region: &str) -> Result<Vec<Watcher>, Failure> {
    let organization = reader.plane().organization().guardrails(reader, account).await?.organization_id;
    let mut trails = reader.find_all::<Trail>(resources::BY_ACCOUNT, account, None, ALL).await?;
    let mut stores = reader.find_all::<EventDataStore>(stores::BY_ACCOUNT, account, None, ALL).await?;
    if let Some(organization) = organization {
        trails.extend(reader.find_all::<Trail>(resources::BY_ORGANIZATION, &organization, None, ALL).await?);
        stores.extend(reader.find_all::<EventDataStore>(stores::BY_ORGANIZATION, &organization, None, ALL).await?);
    }
    let mut seen = BTreeSet::new();
    let mut watchers = Vec::new();
    for trail in trails.into_iter().map(|t| t.body) {
        if asks(&trail) && (trail.multi_region || trail.region == region) && seen.insert(trail.arn.clone()) {
            watchers.push(Watcher::Trail(Box::new(trail)));
        }
    }
    for store in stores.into_iter().map(|s| s.body) {
        if !store_asks(&store) || !(store.multi_region || store.region == region) || !seen.insert(store.arn.clone()) {
            continue;
        }
        if let Some(destination) = store.insights_destination.clone() {
            watchers.push(Watcher::Store(Box::new(store), destination));
        }
    }
    Ok(watchers)
}
