//! Deciding the minutes of an account and region that are closed, and telling who asked.

use std::collections::{BTreeMap, BTreeSet};

use plane::{Failure, Key, Reader, Stored, System, Transaction, events};
use serde_json::json;

use super::counts::{Attributes, Series};
use super::detect::{BASELINE_DAYS, Baseline, Open, Turn, pass, take};
use super::event::Insight;
use super::watchers::{Watcher, of};
use super::{DAY, Day, Going, INSIGHT, Kept, Place, Told, shelf};
use crate::stores::find::Named;
use crate::stores::{EventDataStore, INCOMING, Incoming};

/// Decides what is closed: the minutes before `horizon`.
///
/// # Errors
/// Internal ones only.
pub async fn place(system: &System, key: &Key, horizon: i64) -> Result<(), Failure> {
    let key = key.clone();
    system
        .act("cloudtrail", "GetInsightSelectors", move |tx| {
            let key = key.clone();
            Box::pin(async move {
                let Some(place) = tx.get::<Place>(&key.account, &key.region, &key.id).await? else { return Ok(()) };
                if horizon <= place.body.decided {
                    return Ok(());
                }
                let watchers = of(&tx.reader(), &key.account, &key.region).await?;
                Round { account: &key.account, region: &key.region, horizon, watchers: &watchers }.run(tx, place).await
            })
        })
        .await
}

/// One round of one account and region.
struct Round<'a> {
    account: &'a str,
    region: &'a str,
    horizon: i64,
    watchers: &'a [Watcher],
}

impl Round<'_> {
    async fn run(&self, tx: &mut Transaction<'_>, mut place: Stored<Place>) -> Result<(), Failure> {
        let mut waiting: BTreeMap<Series, Vec<Stored<Day>>> = BTreeMap::new();
        for id in std::mem::take(&mut place.body.pending) {
            if let Some(day) = tx.get::<Day>(self.account, self.region, &id).await? {
                waiting.entry(day.body.series.clone()).or_default().push(day);
            }
        }
        let mut going: BTreeMap<Series, Going> =
            std::mem::take(&mut place.body.open).into_iter().map(|g| (g.series.clone(), g)).collect();
        let all: BTreeSet<Series> = waiting.keys().chain(going.keys()).cloned().collect();
        for series in all {
            let mut days = waiting.remove(&series).unwrap_or_default();
            days.sort_by(|a, b| a.key.id.cmp(&b.key.id));
            let left = self.series(tx, &place.body, &series, &mut days, going.remove(&series)).await?;
            for day in days {
                if !day.body.fresh.is_empty() {
                    place.body.pending.push(day.key.id.clone());
                }
                tx.put(&day)?;
            }
            place.body.open.extend(left);
        }
        place.body.decided = self.horizon;
        tx.put(&place)
    }

    /// Decides the closed minutes of one series; what goes on after them.
    async fn series(
        &self,
        tx: &mut Transaction<'_>,
        place: &Place,
        series: &Series,
        days: &mut [Stored<Day>],
        mut going: Option<Going>,
    ) -> Result<Option<Going>, Failure> {
        let mut closed: Vec<(i64, Attributes)> = Vec::new();
        for day in days.iter_mut() {
            closed.extend(day.body.fresh.extract_if(.., |(minute, _)| *minute < self.horizon));
        }
        closed.sort_by_key(|(minute, _)| *minute);
        let mut open = going.as_ref().map(|g| g.open.clone());
        for (minute, who) in closed {
            let counted = days.iter().find_map(|day| point(day, minute)).unwrap_or_default();
            let watched = self.watchers.iter().any(|w| w.watches(series, minute));
            let normal = if watched && open.as_ref().is_none_or(|o| o.has_ended(minute)) && counted >= super::detect::LEAST {
                self.normal(&tx.reader(), place, series, days, minute).await?
            } else {
                None
            };
            for turn in take(&mut open, minute, counted, &who, || normal) {
                going = self.turn(tx, series, turn, going).await?;
            }
            if let Some(day) = days.iter_mut().find(|day| point(day, minute).is_some()) {
                day.body.attributes.merge(&who);
            }
        }
        if let Some(turn) = pass(&mut open, self.horizon) {
            going = self.turn(tx, series, turn, going).await?;
        }
        Ok(open.and_then(|open| going.map(|going| Going { open, ..going })))
    }

    /// What went before a minute: from the days at hand, and those in the store.
    async fn normal(
        &self,
        reader: &Reader<'_>,
        place: &Place,
        series: &Series,
        at_hand: &[Stored<Day>],
        minute: i64,
    ) -> Result<Option<(Baseline, Attributes)>, Failure> {
        let today = minute.div_euclid(DAY);
        let mut days: Vec<(i64, Day)> = Vec::new();
        for day in today - BASELINE_DAYS..=today {
            let id = series.day_id(day);
            let found = match at_hand.iter().find(|d| d.key.id == id) {
                Some(here) => Some(here.body.clone()),
                None => reader.get::<Day>(self.account, self.region, &id).await?.map(|d| d.body),
            };
            days.extend(found.map(|found| (day, found)));
        }
        // Data events are counted since their trail asked for it.
        let since = match &series.scope {
            None => place.since,
            Some(_) => {
                self.watchers.iter().filter(|w| w.watches(series, minute)).filter_map(Watcher::data_since).min().unwrap_or(minute)
            }
        };
        let baseline = Baseline::before(minute, since, days.iter().map(|(day, d)| (*day, d.points.as_slice())));
        let mut who = Attributes::default();
        days.iter().for_each(|(_, day)| who.merge(&day.attributes));
        Ok(baseline.map(|baseline| (baseline, who)))
    }

    /// Tells of a beginning or an end; what goes on after it.
    async fn turn(
        &self,
        tx: &mut Transaction<'_>,
        series: &Series,
        turn: Turn,
        going: Option<Going>,
    ) -> Result<Option<Going>, Failure> {
        match (turn, going) {
            (Turn::Starts(open), _) => {
                let (trails, stores) = self.asking(series, open.start);
                let shared = tx.plane().ids.uuid().to_string();
                let begun = Going { series: series.clone(), shared, trails, stores, open };
                self.tell(tx, &begun, &begun.open, false).await?;
                Ok(Some(begun))
            }
            (Turn::Ends(open), Some(going)) => {
                // Who has turned Insights off since learns no more.
                let (trails, stores) = self.asking(series, open.last);
                let still = Going {
                    trails: going.trails.iter().filter(|t| trails.contains(t)).cloned().collect(),
                    stores: going.stores.iter().filter(|s| stores.contains(s)).cloned().collect(),
                    ..going
                };
                self.tell(tx, &still, &open, true).await?;
                Ok(None)
            }
            (Turn::Ends(_), None) => Ok(None),
        }
    }

    /// The trails (lives) and event data stores (ARNs) that ask for a series.
    fn asking(&self, series: &Series, minute: i64) -> (Vec<String>, Vec<String>) {
        let (mut trails, mut stores) = (Vec::new(), Vec::new());
        for watcher in self.watchers.iter().filter(|w| w.watches(series, minute)) {
            match watcher {
                Watcher::Trail(trail) => trails.push(trail.life()),
                Watcher::Store(store, _) => stores.push(store.arn.clone()),
            }
        }
        (trails, stores)
    }

    /// Makes the event of everybody who is told.
    async fn tell(&self, tx: &mut Transaction<'_>, going: &Going, open: &Open, ended: bool) -> Result<(), Failure> {
        let now = tx.call().time.as_millisecond();
        let id = tx.plane().ids.uuid_at(now).to_string();
        let (account, region, series) = (self.account, self.region, &going.series);
        let insight = Insight { account, region, id: &id, shared: &going.shared, series, open, ended };
        if !going.trails.is_empty() {
            let record = insight.record();
            let kept = format!("{}{:015}/{id}", shelf(series.scope.as_deref()), insight.at().max(0));
            tx.put(&Stored::new(account, region, kept, Kept { event: record.clone() }))?;
            events::publish(tx, account, region, "aws.cloudtrail", "AWS Insight via CloudTrail", &[], &record);
            tx.journal(INSIGHT, account, region, &json!(Told { trails: going.trails.clone(), event: record }));
        }
        for watcher in self.watchers {
            let Watcher::Store(store, destination) = watcher else { continue };
            if !going.stores.contains(&store.arn) {
                continue;
            }
            let Some(to) = destination_of(&tx.reader(), destination).await? else { continue };
            // A store of one account takes Insights of the organization's members too.
            let owner = if to.organization.is_some() { account } else { to.account.as_str() };
            let incoming = Incoming { stores: vec![to.id.clone()], event: insight.lake_record(&store.arn) };
            tx.journal(INCOMING, owner, region, &json!(incoming));
        }
        Ok(())
    }
}

/// The event data store that collects Insights events.
async fn destination_of(reader: &Reader<'_>, arn: &str) -> Result<Option<EventDataStore>, Failure> {
    let Some(Named { region: Some(region), account: Some(account), id }) = Named::parse("eventdatastore", arn) else {
        return Ok(None);
    };
    Ok(reader.get::<EventDataStore>(&account, &region, &id).await?.map(|s| s.body).filter(EventDataStore::is_active))
}

/// How many a day counted in a minute of the epoch; none if the minute is not the day's.
fn point(day: &Stored<Day>, minute: i64) -> Option<u64> {
    let id = day.body.series.day_id(minute.div_euclid(DAY));
    if day.key.id != id {
        return None;
    }
    let at = u16::try_from(minute.rem_euclid(DAY)).ok()? / day.body.resolution.max(1);
    day.body.points.iter().find(|(of, _)| *of == at).map(|(_, count)| *count)
}
