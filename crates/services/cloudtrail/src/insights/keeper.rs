//! The reconciler of Insights: counts what the journal has, then decides what is closed.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use plane::audit::API_CALL;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Stored, System, Transaction};
use serde_json::Value;
use store::Entry;

use super::counts::{Added, Call, count};
use super::watchers::{Watcher, anybody, of};
use super::{DAY, Day, KEPT_DAYS, MINUTE_MS, PLACE, Place, UNDECIDED, decide, upkeep};
use crate::pace::Lap;

/// The cursor: everything up to it is counted.
const CURSOR: &str = "cloudtrail/insights";
/// Journal entries read at once, and counted in one commit.
const CHUNK: usize = 500;
const BATCH: usize = 4000;
/// How long after its end a minute is closed, milliseconds: calls are recorded when they end, under the time at which they began.
const GRACE_MS: i64 = 5000;
/// The same while the journal goes on behind what was read.
const BEHIND_MS: i64 = 60_000;
/// Pause between two stretches of the journal.
const REST: Duration = Duration::from_millis(20);
/// Places decided at once.
const PLACES: usize = 1000;

/// Counts calls and looks for unusual ones.
#[derive(Default)]
pub struct Insights {
    lap: Option<Lap>,
    last: Mutex<Last>,
}

/// When what was done last, milliseconds since 1970.
#[derive(Debug, Default)]
struct Last {
    count: Option<i64>,
    upkeep: Option<i64>,
}

/// What a stretch of the journal adds, by account and region.
type Places = BTreeMap<(String, String), Added>;

impl Insights {
    /// With a pace of its own; otherwise the environment says it.
    pub fn new(lap: Option<Lap>) -> Self {
        Self { lap, last: Mutex::default() }
    }

    /// Whether it is time to count, and for upkeep.
    fn due(&self, now: i64, lap: Lap) -> (bool, bool) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let due = |last: &mut Option<i64>, every: i64| {
            let due = last.is_none_or(|last| now < last || now - last >= every);
            if due {
                *last = Some(now);
            }
            due
        };
        (due(&mut last.count, lap.ingest_ms), due(&mut last.upkeep, lap.upkeep_ms))
    }
}

impl Reconciler for Insights {
    fn name(&self) -> &'static str {
        "cloudtrail-insights"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let lap = self.lap.unwrap_or_else(|| Lap::from_environment(system.plane().settings.sandbox));
            let (counts, keeps) = self.due(system.plane().clock.now_ms(), lap);
            if !counts {
                return Ok(());
            }
            // Who asks first gets the journal from its beginning: the days before are the baseline.
            if anybody(system).await? {
                while advance(system).await? {
                    // Callers go first while there is much to catch up with.
                    tokio::time::sleep(REST).await;
                }
            }
            if keeps {
                upkeep::run(system).await?;
            }
            Ok(())
        })
    }
}

/// Counts a stretch of the journal and decides what it closes; whether there is more.
async fn advance(system: &System) -> Result<bool, Failure> {
    // The time before the journal is read: what is recorded later is not closed yet.
    let now = system.plane().clock.now_ms();
    let from = system.cursor(CURSOR).await?;
    let mut entries = Vec::new();
    let mut end = from;
    let mut newest = None;
    let mut more = true;
    while more && entries.len() < BATCH {
        let chunk = system.journal(end, CHUNK).await?;
        more = chunk.len() == CHUNK;
        end = chunk.last().map_or(end, |last| last.seq);
        newest = chunk.last().map(|last| last.at).or(newest);
        entries.extend(chunk.into_iter().filter(|e| e.kind == API_CALL));
        if !more {
            break;
        }
    }
    if end > from {
        let places = added(system, &entries, now).await?;
        system
            .act("cloudtrail", "GetInsightSelectors", move |tx| {
                let places = places.clone();
                Box::pin(async move {
                    tx.move_cursor(CURSOR, from, end);
                    for ((account, region), added) in &places {
                        keep(tx, account, region, added).await?;
                    }
                    Ok(())
                })
            })
            .await?;
    }
    let closed = if more { newest.unwrap_or(now).min(now) - BEHIND_MS } else { now - GRACE_MS };
    let horizon = closed.div_euclid(MINUTE_MS);
    let mut after = None;
    loop {
        let waiting = system.reader().find_all::<Place>(UNDECIDED, "true", after.as_ref(), PLACES).await?;
        let Some(last) = waiting.last() else { break };
        after = Some(last.key.clone());
        for place in waiting {
            decide::place(system, &place.key, horizon).await?;
        }
    }
    Ok(more)
}

/// What entries add.
async fn added(system: &System, entries: &[Entry], now: i64) -> Result<Places, Failure> {
    let oldest = (now.div_euclid(MINUTE_MS).div_euclid(DAY) - KEPT_DAYS) * DAY;
    let mut places = Places::new();
    let mut watchers: HashMap<(String, String), Vec<Watcher>> = HashMap::new();
    for entry in entries {
        let minute = entry.at.div_euclid(MINUTE_MS);
        let Some(call) = Call::read(&entry.body).filter(|_| minute >= oldest) else { continue };
        let place = (entry.account.clone(), entry.region.clone());
        let mut scopes = Vec::new();
        if call.is_data() {
            if !watchers.contains_key(&place) {
                let found = of(&system.reader(), &place.0, &place.1).await?;
                watchers.insert(place.clone(), found.into_iter().filter(|w| w.data_since().is_some()).collect());
            }
            let asking = watchers.get(&place).map(Vec::as_slice).unwrap_or_default();
            if !asking.is_empty() {
                let record: Value = serde_json::from_slice(&entry.body).map_err(Failure::internal)?;
                scopes = asking.iter().filter_map(|w| w.counts(&record, minute)).collect();
            }
        }
        let added = places.entry(place).or_insert_with(|| Added { since: minute, ..Added::default() });
        added.since = added.since.min(minute);
        count(added, &call, minute, &scopes.iter().map(String::as_str).collect::<Vec<_>>());
    }
    Ok(places)
}

/// Keeps what is added in an account and region.
async fn keep(tx: &mut Transaction<'_>, account: &str, region: &str, added: &Added) -> Result<(), Failure> {
    let held = tx.get::<Place>(account, region, PLACE).await?;
    let before = held.as_ref().map(|h| h.body.clone());
    let mut place = held.unwrap_or_else(|| {
        let begun = Place { since: added.since, decided: added.since, pending: Vec::new(), open: Vec::new(), kept: [0; 3] };
        Stored::new(account, region, PLACE, begun)
    });
    place.body.since = place.body.since.min(added.since);
    for (series, minutes) in &added.series {
        let mut days: BTreeMap<i64, Vec<_>> = BTreeMap::new();
        minutes.iter().for_each(|(minute, counted)| days.entry(minute.div_euclid(DAY)).or_default().push((*minute, counted)));
        for (day, minutes) in days {
            let id = series.day_id(day);
            let held = tx.get::<Day>(account, region, &id).await?;
            let mut day = held.unwrap_or_else(|| Stored::new(account, region, id.clone(), Day::new(series.clone())));
            for (minute, (count, who)) in minutes {
                day.body.add(minute, *count, who, minute < place.body.decided);
            }
            tx.put(&day)?;
            if !day.body.fresh.is_empty() && !place.body.pending.contains(&id) {
                place.body.pending.push(id);
            }
        }
    }
    if before.as_ref() != Some(&place.body) {
        tx.put(&place)?;
    }
    Ok(())
}
