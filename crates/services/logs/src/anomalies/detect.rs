//! The detectors' clock: each looks at the spans that are over.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use filters::FilterPattern;
use insights::PatternMiner;
use jiff::Timestamp;
use plane::ports::MetricValue;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Reader, Stored, System, Transaction};

use super::baseline::{Baseline, Counts, MOST_PATTERNS, Unusual, priority};
use super::{Anomaly, Detector, Kind, Learned, Sealed, Shown};
use crate::Logs;
use crate::api::AnomalyDetectorStatus as Status;
use crate::resources::LogGroup;
use crate::scan::{Query, scan};
use crate::seal;

/// How long a span is over before it is looked at, milliseconds: until most of its events are there.
const SETTLED: i64 = 20_000;
/// How far back a new detector learns, milliseconds: two weeks.
const HISTORY: i64 = 14 * 24 * 60 * 60 * 1000;
/// Events that it learns at most, the newest.
const MOST_HISTORY: usize = 200_000;
/// Events of a span that are looked at.
const MOST_EVENTS: usize = 200_000;
/// Spans that are made up for at most, after a pause.
const MOST_SPANS: i64 = 60;
/// Events that are shown with an anomaly, and bytes of each.
const SAMPLES: usize = 10;
const SAMPLE: usize = 4096;
/// Spans that the histogram of an anomaly has.
const HISTOGRAM: usize = 100;
/// Pause between two looks at the clock, milliseconds.
const PAUSE: i64 = 1000;
const PAGE: usize = 100;

/// Runs detectors.
#[derive(Debug)]
pub(crate) struct Detectors {
    logs: Arc<Logs>,
    last: AtomicI64,
}

impl Detectors {
    pub fn new(logs: Arc<Logs>) -> Self {
        Self { logs, last: AtomicI64::new(0) }
    }
}

impl Reconciler for Detectors {
    fn name(&self) -> &'static str {
        "logs.anomalies"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(2)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            if now.abs_diff(self.last.load(Ordering::Relaxed)) < PAUSE.unsigned_abs() {
                return Ok(());
            }
            self.last.store(now, Ordering::Relaxed);
            let mut after = None;
            loop {
                let page = system.reader().list_everywhere::<Detector>(after.as_ref(), PAGE).await?;
                after = page.last().map(|last| last.key.clone());
                for detector in &page {
                    if let Err(failure) = self.look(system, detector, now).await {
                        let (group, message, detail) = (&detector.body.group, failure.message, failure.detail);
                        tracing::warn!(group, message, detail, "a log anomaly detector cannot look");
                    }
                }
                if page.len() < PAGE {
                    return Ok(());
                }
            }
        })
    }
}

/// The end of the last span that is over.
fn settled(period: i64, now: i64) -> i64 {
    (now - SETTLED).div_euclid(period) * period
}

/// What a detector met in one go.
#[derive(Debug, Default, Clone)]
struct Met {
    /// Spans by their beginnings, with how often each pattern came.
    spans: BTreeMap<i64, Counts>,
    /// Some events of each pattern, of the last span only.
    samples: BTreeMap<usize, Vec<(i64, String)>>,
}

impl Met {
    fn take(&mut self, miner: &mut PatternMiner, period: i64, timestamp: i64, message: &str) {
        let Some(number) = miner.push(message, MOST_PATTERNS) else { return };
        let span = timestamp.div_euclid(period) * period;
        *self.spans.entry(span).or_default().entry(number).or_default() += 1;
        let samples = self.samples.entry(number).or_default();
        if samples.len() < SAMPLES {
            samples.push((timestamp, message.chars().take(SAMPLE).collect()));
        }
    }
}

impl Detectors {
    async fn look(&self, system: &System, stored: &Stored<Detector>, now: i64) -> Result<(), Failure> {
        let (detector, reader) = (&stored.body, system.reader());
        if !detector.enabled {
            return Ok(());
        }
        let end = settled(detector.period(), now);
        if detector.seen_to.is_some_and(|seen| seen >= end) {
            return Ok(());
        }
        let Some(group) = reader.get::<LogGroup>(&detector.account, &detector.region, &detector.group).await? else {
            return Ok(());
        };
        let group = group.body;
        let learned = reader.get::<Learned>(&group.account, &group.partition(), &detector.id).await?;
        let mut baseline: Baseline = match &learned {
            Some(learned) => learned.body.sealed.open(&reader, &group, &detector.id).await?,
            None => Baseline::default(),
        };
        let mut miner = baseline.miner().map_err(Failure::internal)?;
        match detector.seen_to {
            None => {
                let met = self.read(&reader, detector, &group, &mut miner, (now - HISTORY, end, true)).await?;
                for (begins, counts) in &met.spans {
                    baseline.learn(*begins, counts);
                }
                self.commit(system, stored, &group, baseline, &miner, Vec::new(), end).await
            }
            Some(seen) => {
                let period = detector.period();
                let (mut begin, mut known) = (seen.max(end - MOST_SPANS * period), seen);
                while begin < end {
                    let span = begin..begin + period;
                    let met = self.read(&reader, detector, &group, &mut miner, (span.start, span.end, false)).await?;
                    let counts = met.spans.get(&begin).cloned().unwrap_or_default();
                    let unusual = baseline.learn(begin, &counts);
                    let found = told(&miner, begin, &unusual, &met, &counts);
                    let key = &stored.key;
                    let before = system.reader().get::<Detector>(&key.account, &key.region, &key.id).await?;
                    // Somebody changed it meanwhile: the next look sees what is left.
                    let Some(before) = before.filter(|before| before.body.seen_to == Some(known)) else { return Ok(()) };
                    self.commit(system, &before, &group, baseline.clone(), &miner, found, span.end).await?;
                    (begin, known) = (span.end, span.end);
                }
                Ok(())
            }
        }
    }

    async fn read(
        &self,
        reader: &Reader<'_>,
        detector: &Detector,
        group: &LogGroup,
        miner: &mut PatternMiner,
        (from, to, history): (i64, i64, bool),
    ) -> Result<Met, Failure> {
        let pattern = detector.pattern.as_deref().and_then(|text| FilterPattern::parse(text).ok()).map(Arc::new);
        let query = Query { from, to, pattern, newest_first: history, ..Query::default() };
        let mut scan = scan(reader, &self.logs.files, group, query).await?;
        let (mut met, most) = (Met::default(), if history { MOST_HISTORY } else { MOST_EVENTS });
        let mut count = 0;
        while let Some(events) = scan.next().await? {
            for event in &events {
                met.take(miner, detector.period(), event.timestamp, &event.message);
            }
            count += events.len();
            if count >= most {
                // The oldest span was not read to its end.
                if history {
                    met.spans.pop_first();
                }
                break;
            }
            tokio::task::yield_now().await;
        }
        Ok(met)
    }

    /// Commits what was learned and found, and how far the detector came.
    #[expect(clippy::too_many_arguments, reason = "what one look brings")]
    async fn commit(
        &self,
        system: &System,
        stored: &Stored<Detector>,
        group: &LogGroup,
        mut baseline: Baseline,
        miner: &PatternMiner,
        found: Vec<Found>,
        end: i64,
    ) -> Result<(), Failure> {
        let reader = system.reader();
        baseline.patterns = miner.save().map_err(Failure::internal)?;
        let key = seal::open(&reader, group, &group.data_key).await?;
        let learned = Learned { sealed: Sealed::seal(&reader, group, &key, &stored.body.id, &baseline)? };
        let found = found
            .into_iter()
            .map(|one| Ok((Sealed::seal(&reader, group, &key, &stored.body.id, &one.shown)?, one)))
            .collect::<Result<Vec<_>, Failure>>()?;
        let status = if baseline.is_trained() { Status::Analyzing } else { Status::Training };
        system
            .act("logs", "CreateLogAnomalyDetector", |tx| {
                let (stored, group, learned, found) = (stored.clone(), group.clone(), learned.clone(), found.clone());
                Box::pin(async move {
                    let there = tx.get::<Detector>(&stored.key.account, &stored.key.region, &stored.key.id).await?;
                    // Somebody changed it, or was faster: the next look sees what is left.
                    let Some(mut there) = there.filter(|there| there.body == stored.body) else { return Ok(()) };
                    let period = there.body.period();
                    there.body.seen_to = Some(end);
                    there.body.status = status;
                    let partition = group.partition();
                    let body = Stored::new(&group.account, &partition, there.body.id.as_str(), learned);
                    let body = match tx.get::<Learned>(&group.account, &partition, &there.body.id).await? {
                        Some(before) => Stored { body: body.body, ..before },
                        None => body,
                    };
                    tx.put(&body)?;
                    keep(tx, &there.body, &group, found, end, period).await?;
                    tx.put(&there)
                })
            })
            .await
    }
}

/// An anomaly that was found in a span.
#[derive(Debug, Clone)]
struct Found {
    number: usize,
    pattern_id: String,
    kind: Kind,
    priority: &'static str,
    begins: i64,
    count: u64,
    shown: Shown,
}

fn told(miner: &PatternMiner, begins: i64, unusual: &[Unusual], met: &Met, counts: &Counts) -> Vec<Found> {
    let one = |one: &Unusual| {
        let pattern = miner.pattern(one.number);
        let what = match one.kind {
            Kind::New => "was seen for the first time".to_owned(),
            Kind::More => format!("came {} times where {:.0} are usual", one.count, one.mean),
            Kind::Fewer => format!("came only {} times where {:.0} are usual", one.count, one.mean),
        };
        Found {
            number: one.number,
            // A pattern becomes more general, but stays the same.
            pattern_id: format!("{:032x}", one.number + 1),
            kind: one.kind,
            priority: priority(one.kind, miner.severity(one.number)),
            begins,
            count: counts.get(&one.number).copied().unwrap_or(0),
            shown: Shown {
                description: format!("The pattern {what}: {}", pattern.chars().take(200).collect::<String>()),
                pattern,
                tokens: miner.tokens(one.number),
                samples: met.samples.get(&one.number).cloned().unwrap_or_default(),
            },
        }
    };
    unusual.iter().map(one).collect()
}

/// Keeps anomalies: those that go on, those that ended, and new ones.
async fn keep(
    tx: &mut Transaction<'_>,
    detector: &Detector,
    group: &LogGroup,
    found: Vec<(Sealed, Found)>,
    end: i64,
    period: i64,
) -> Result<(), Failure> {
    let (account, partition) = (group.account.as_str(), group.partition());
    let prefix = format!("{}/", detector.id);
    let mut known: Vec<Stored<Anomaly>> = tx.all(account, &partition, &prefix).await?;
    let before = known.clone();
    let mut told: BTreeMap<&'static str, f64> = BTreeMap::new();
    for (sealed, one) in found {
        // What is new goes on being more or fewer for a while: it is the same anomaly.
        let same =
            |there: &&mut Stored<Anomaly>| there.body.number == one.number && (there.body.active || there.body.kind == one.kind);
        if let Some(there) = known.iter_mut().rev().find(same) {
            there.body.active = true;
            there.body.last_seen = end;
            there.body.histogram.insert(one.begins, i64::try_from(one.count).unwrap_or(i64::MAX));
            while there.body.histogram.len() > HISTOGRAM {
                there.body.histogram.pop_first();
            }
            continue;
        }
        let pattern_suppression = known
            .iter()
            .filter(|other| other.body.number == one.number)
            .find_map(|other| other.body.suppression.clone().filter(|suppression| suppression.pattern));
        let id = tx.plane().ids.uuid_at(end).to_string();
        if pattern_suppression.is_none() {
            *told.entry(one.priority).or_default() += 1.0;
        }
        let body = Anomaly {
            id: id.clone(),
            number: one.number,
            pattern_id: one.pattern_id,
            kind: one.kind,
            priority: one.priority.to_owned(),
            first_seen: one.begins,
            last_seen: end,
            active: true,
            histogram: BTreeMap::from([(one.begins, i64::try_from(one.count).unwrap_or(i64::MAX))]),
            baseline: false,
            suppression: pattern_suppression,
            sealed,
        };
        known.push(Stored::new(account, &partition, Anomaly::key(&detector.id, &id), body));
    }
    let visible = detector.visible_days * 24 * 60 * 60 * 1000;
    for mut anomaly in known {
        if end.saturating_sub(anomaly.body.last_seen) >= visible {
            tx.delete(&anomaly);
            continue;
        }
        // Three quiet spans end it.
        anomaly.body.active &= end.saturating_sub(anomaly.body.last_seen) < 3 * period;
        if !before.iter().any(|before| before.key == anomaly.key && before.body == anomaly.body) {
            tx.put(&anomaly)?;
        }
    }
    if let Some(metrics) = tx.plane().metric_store()
        && !told.is_empty()
    {
        let name = detector.name.clone().unwrap_or_else(|| detector.id.clone());
        let value = |(priority, count): (&str, f64)| MetricValue {
            namespace: "AWS/Logs".to_owned(),
            name: "AnomalyCount".to_owned(),
            dimensions: vec![
                ("LogAnomalyDetector".to_owned(), name.clone()),
                ("LogAnomalyPriority".to_owned(), priority.to_owned()),
            ],
            timestamp: Timestamp::from_millisecond(end).unwrap_or_default(),
            value: count,
            count: 1.0,
            unit: "Count".to_owned(),
        };
        metrics.put(tx, &detector.account, &detector.region, told.into_iter().map(value).collect()).await?;
    }
    Ok(())
}
