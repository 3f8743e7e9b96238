//! Batches on their way: counted, shown to filters, folded, put together, expired and purged, on a plane in memory whose clock stands.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use plane::plane::Parts;
use plane::ports::{
    AccessKey, Guardrails, Identities, IdentityPolicies, LogEvent, LogGroups, MetricStore, MetricValue, OidcProvider,
    Organization, PoliciesAndTags, RoleFacts, RoleSpec,
};
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Clock, Failure, Ids, Keyring, Principal, Reader, Registry, Settings, Stored, System, Transaction};
use store::Store;

use crate::Logs;
use crate::api::LogGroupClass;
use crate::arrivals::Counter;
use crate::fold::Folder;
use crate::operations::streams;
use crate::outlets::MetricFilter;
use crate::resources::{Arrival, Batch, Chunk, DeletedStream, Garbage, Holding, LogGroup, LogStream};
use crate::scan::{Query, Streams, scan};
use crate::seal;
use crate::upkeep::Keeper;

const ACCOUNT: &str = "111111111111";
const REGION: &str = "us-east-1";
const DAY: i64 = 24 * 60 * 60 * 1000;

fn absent<T>() -> Result<T, Failure> {
    Err(Failure::internal("not part of this test"))
}

struct Nobody;

impl Identities for Nobody {
    fn access_key<'a>(&'a self, _: &'a Reader<'a>, _: &'a str) -> BoxFuture<'a, Result<Option<AccessKey>, Failure>> {
        Box::pin(async { Ok(None) })
    }
    fn policies<'a>(&'a self, _: &'a Reader<'a>, _: &'a Principal) -> BoxFuture<'a, Result<Option<PoliciesAndTags>, Failure>> {
        Box::pin(async { Ok(Some((IdentityPolicies::default(), Vec::new()))) })
    }
    fn open_account<'a>(&'a self, _: &'a mut Transaction<'_>, _: &'a str) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async { absent() })
    }
    fn ensure_role<'a>(&'a self, _: &'a mut Transaction<'_>, _: RoleSpec) -> BoxFuture<'a, Result<String, Failure>> {
        Box::pin(async { absent() })
    }
    fn exists<'a>(&'a self, _: &'a Reader<'a>, _: &'a str) -> BoxFuture<'a, Result<bool, Failure>> {
        Box::pin(async { absent() })
    }
    fn check_mfa<'a>(
        &'a self,
        _: &'a mut Transaction<'_>,
        _: &'a Principal,
        _: &'a str,
        _: &'a str,
    ) -> BoxFuture<'a, Result<bool, Failure>> {
        Box::pin(async { absent() })
    }
    fn role<'a>(&'a self, _: &'a Reader<'a>, _: &'a str) -> BoxFuture<'a, Result<Option<RoleFacts>, Failure>> {
        Box::pin(async { absent() })
    }
    fn oidc_provider<'a>(
        &'a self,
        _: &'a Reader<'a>,
        _: &'a str,
        _: &'a str,
    ) -> BoxFuture<'a, Result<Option<OidcProvider>, Failure>> {
        Box::pin(async { absent() })
    }
}

impl Organization for Nobody {
    fn guardrails<'a>(&'a self, _: &'a Reader<'a>, _: &'a str) -> BoxFuture<'a, Result<Guardrails, Failure>> {
        Box::pin(async { Ok(Guardrails::default()) })
    }
    fn is_delegated<'a>(&'a self, _: &'a Reader<'a>, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<bool, Failure>> {
        Box::pin(async { absent() })
    }
    fn trusts<'a>(&'a self, _: &'a Reader<'a>, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<bool, Failure>> {
        Box::pin(async { absent() })
    }
    fn delegate<'a>(&'a self, _: &'a mut Transaction<'_>, _: &'a str, _: &'a str, _: bool) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async { absent() })
    }
}

/// Keeps what it is given.
#[derive(Default)]
struct Metrics(Mutex<Vec<MetricValue>>);

impl MetricStore for Metrics {
    fn put<'a>(
        &'a self,
        _: &'a mut Transaction<'_>,
        _: &'a str,
        _: &'a str,
        values: Vec<MetricValue>,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        self.0.lock().unwrap().extend(values);
        Box::pin(async { Ok(()) })
    }
}

struct Bench {
    system: System,
    logs: Arc<Logs>,
    metrics: Arc<Metrics>,
    counter: Counter,
    folder: Folder,
    keeper: Keeper,
}

impl Bench {
    async fn new() -> (Self, LogGroup) {
        let settings = Settings::default();
        let logs = Arc::new(Logs::new(&settings));
        let metrics = Arc::new(Metrics::default());
        let ids = Ids::seeded(1);
        let system = System::new(Parts {
            store: Store::in_memory().unwrap(),
            clock: Clock::fixed("2026-03-01T12:00:00Z".parse::<Timestamp>().unwrap()),
            keyring: Keyring::ephemeral(&ids).unwrap(),
            ids,
            settings,
            registry: Registry::default(),
            identities: Arc::new(Nobody),
            organization: Arc::new(Nobody),
            objects: None,
            keys: None,
            functions: None,
            queues: None,
            topics: None,
            log_groups: Some(logs.clone()),
            metric_store: Some(metrics.clone()),
            configuration_sources: Vec::new(),
            config_rules: None,
            findings: None,
        });
        let group = system
            .act("logs", "CreateLogGroup", |tx| {
                Box::pin(async move {
                    let mut group = LogGroup {
                        protection: None,
                        name: "g".to_owned(),
                        account: ACCOUNT.to_owned(),
                        region: REGION.to_owned(),
                        uid: "uid".to_owned(),
                        created_at: 0,
                        class: LogGroupClass::Standard,
                        retention_days: None,
                        kms_key: None,
                        deletion_protection: false,
                        data_key: String::new(),
                    };
                    seal::make(tx, &mut group).await?;
                    tx.put(&Stored::new(ACCOUNT, REGION, "g", group.clone()))?;
                    Ok(group)
                })
            })
            .await
            .unwrap();
        let bench = Self {
            counter: Counter::new(logs.clone()),
            folder: Folder::new(logs.clone()),
            keeper: Keeper::new(logs.clone()),
            system,
            logs,
            metrics,
        };
        (bench, group)
    }

    fn now(&self) -> i64 {
        self.system.now().as_millisecond()
    }

    fn pass(&self, ms: i64) {
        self.system.plane().clock.advance(SignedDuration::from_millis(ms));
    }

    async fn put(&self, stream: &str, at: i64, messages: &[&str]) {
        let events: Vec<LogEvent> =
            messages.iter().zip(at..).map(|(m, timestamp)| LogEvent { timestamp, message: (*m).to_owned() }).collect();
        self.system
            .act("logs", "PutLogEvents", |tx| {
                let (logs, events) = (self.logs.clone(), events.clone());
                let stream = stream.to_owned();
                Box::pin(async move {
                    let arn = format!("arn:aws:logs:{REGION}:{ACCOUNT}:log-group:g:*");
                    logs.put(tx, &arn, &stream, events).await
                })
            })
            .await
            .unwrap();
    }

    async fn read(&self, group: &LogGroup, query: Query) -> Vec<String> {
        let mut scan = scan(&self.system.reader(), &self.logs.files, group, query).await.unwrap();
        let mut found = Vec::new();
        while let Some(events) = scan.next().await.unwrap() {
            found.extend(events.into_iter().map(|event| event.message));
        }
        found
    }

    async fn count<T: plane::Resource>(&self, group: &LogGroup) -> usize {
        self.system.reader().all::<T>(ACCOUNT, &group.partition(), "").await.unwrap().len()
    }

    async fn holding(&self) -> Holding {
        self.system.reader().get::<Holding>(ACCOUNT, REGION, "uid").await.unwrap().unwrap().body
    }

    /// Lets time pass until what is fresh is old, and runs everything.
    async fn settle(&self) {
        self.counter.run(&self.system).await.unwrap();
        self.pass(11 * 60 * 1000);
        self.folder.run(&self.system).await.unwrap();
        self.keeper.run(&self.system).await.unwrap();
    }
}

#[tokio::test]
async fn events_read_the_same_before_and_after_folding() {
    let (bench, group) = Bench::new().await;
    let noon = bench.now();
    // Later batches have earlier events, and some are of another day.
    bench.put("a", noon, &["5", "6"]).await;
    bench.put("b", noon - 1000, &["3", "4"]).await;
    bench.put("a", noon - DAY, &["1", "2"]).await;
    let all = ["1", "2", "3", "4", "5", "6"];
    assert_eq!(bench.read(&group, Query::default()).await, all);
    // What nobody counted is not folded.
    bench.pass(11 * 60 * 1000);
    bench.folder.run(&bench.system).await.unwrap();
    assert_eq!((bench.count::<Batch>(&group).await, bench.count::<Chunk>(&group).await), (3, 0));
    bench.counter.run(&bench.system).await.unwrap();
    assert!(bench.system.reader().all::<Arrival>("", "", "").await.unwrap().is_empty());
    assert_eq!((bench.holding().await.fresh_bytes, bench.holding().await.folded_bytes), (6 * 27, 0));
    let streams = bench.system.reader().all::<LogStream>(ACCOUNT, &group.partition(), "").await.unwrap();
    let times: Vec<_> = streams.iter().map(|s| (s.body.first_event, s.body.last_event)).collect();
    assert_eq!(times, [(Some(noon - DAY), Some(noon + 1)), (Some(noon - 1000), Some(noon - 999))]);
    bench.settle().await;
    assert_eq!((bench.count::<Batch>(&group).await, bench.count::<Chunk>(&group).await), (0, 2));
    assert_eq!((bench.holding().await.fresh_bytes, bench.holding().await.folded_bytes), (0, 6 * 27));
    bench.put("c", noon - 500, &["4.5"]).await;
    let mixed = ["1", "2", "3", "4", "4.5", "5", "6"];
    assert_eq!(bench.read(&group, Query::default()).await, mixed);
    let newest_first = Query { newest_first: true, ..Query::default() };
    assert_eq!(bench.read(&group, newest_first).await, mixed.iter().rev().copied().collect::<Vec<_>>());
    let a = Query { streams: Streams::Named(["a".to_owned()].into()), from: noon - 10_000, ..Query::default() };
    assert_eq!(bench.read(&group, a).await, ["5", "6"]);
    let some = Query { from: noon - DAY + 1, to: noon - 999, ..Query::default() };
    assert_eq!(bench.read(&group, some).await, ["2", "3"]);
}

#[tokio::test]
async fn small_chunks_are_put_together() {
    let (bench, group) = Bench::new().await;
    let noon = bench.now();
    let mut expected = Vec::new();
    for number in 0..8 {
        let message = format!("message {number}");
        bench.put("s", noon + number, &[&message]).await;
        bench.settle().await;
        expected.push(message);
        assert_eq!(bench.read(&group, Query::default()).await, expected);
    }
    assert_eq!(bench.count::<Chunk>(&group).await, 1);
    assert_eq!(bench.holding().await.folded_bytes, 8 * (9 + 26));
    let garbage = bench.system.reader().all::<Garbage>("", "", "").await.unwrap();
    assert_eq!(garbage.len(), 8);
    // A reading that began before goes on while the files are there; then they go.
    bench.pass(70 * 60 * 1000);
    bench.keeper.run(&bench.system).await.unwrap();
    assert!(bench.system.reader().all::<Garbage>("", "", "").await.unwrap().is_empty());
    assert!(garbage.iter().all(|g| bench.logs.files.read(&g.key.id, 0, 1).is_err()));
    assert_eq!(bench.read(&group, Query::default()).await, expected);
}

#[tokio::test]
async fn deleted_streams_leave_the_chunks() {
    let (bench, group) = Bench::new().await;
    let noon = bench.now();
    bench.put("keep", noon, &["kept"]).await;
    bench.put("gone", noon, &["removed"]).await;
    bench.settle().await;
    bench
        .system
        .act("logs", "DeleteLogStream", |tx| {
            let partition = group.partition();
            Box::pin(async move {
                let stream = tx.get::<LogStream>(ACCOUNT, &partition, "gone").await?.unwrap();
                tx.put(&Stored::new(
                    ACCOUNT,
                    &partition,
                    stream.body.uid.as_str(),
                    DeletedStream { at: tx.call().time.as_millisecond() },
                ))?;
                tx.delete(&stream);
                let again = streams::new(tx, "gone");
                tx.put(&Stored::new(ACCOUNT, &partition, "other", again))
            })
        })
        .await
        .unwrap();
    assert_eq!(bench.read(&group, Query::default()).await, ["kept"]);
    assert_eq!(bench.holding().await.folded_bytes, 30 + 33);
    bench.settle().await;
    assert_eq!(bench.holding().await.folded_bytes, 30);
    bench.settle().await;
    assert_eq!(bench.count::<DeletedStream>(&group).await, 0);
    assert_eq!(bench.read(&group, Query::default()).await, ["kept"]);
}

#[tokio::test]
async fn retention_ends_events_and_drops_chunks() {
    let (bench, mut group) = Bench::new().await;
    let noon = bench.now();
    bench.put("s", noon - 2 * DAY, &["old"]).await;
    bench.put("s", noon, &["new"]).await;
    bench.settle().await;
    group.retention_days = Some(1);
    assert_eq!(bench.read(&group, Query::default()).await, ["new"]);
    bench
        .system
        .act("logs", "PutRetentionPolicy", |tx| {
            Box::pin(async move {
                let mut group = tx.get::<LogGroup>(ACCOUNT, REGION, "g").await?.unwrap();
                group.body.retention_days = Some(1);
                tx.put(&group)
            })
        })
        .await
        .unwrap();
    bench.settle().await;
    assert_eq!((bench.count::<Chunk>(&group).await, bench.holding().await.folded_bytes), (1, 29));
    bench.put("s", noon, &["fresh"]).await;
    bench.counter.run(&bench.system).await.unwrap();
    bench.pass(2 * DAY);
    bench.keeper.run(&bench.system).await.unwrap();
    assert_eq!((bench.count::<Chunk>(&group).await, bench.count::<Batch>(&group).await), (0, 0));
    assert_eq!((bench.holding().await.folded_bytes, bench.holding().await.fresh_bytes), (0, 0));
}

#[tokio::test]
async fn metric_filters_count_each_event_once() {
    let (bench, group) = Bench::new().await;
    let filter = MetricFilter {
        name: "f".to_owned(),
        group: "g".to_owned(),
        pattern: "ERROR".to_owned(),
        created_at: 0,
        metric_name: "Errors".to_owned(),
        namespace: "App".to_owned(),
        value: "1".to_owned(),
        default_value: None,
        dimensions: std::collections::BTreeMap::new(),
        unit: None,
        transformed: false,
    };
    bench
        .system
        .act("logs", "PutMetricFilter", |tx| {
            let stored = Stored::new(ACCOUNT, &group.partition(), "f", filter.clone());
            Box::pin(async move { tx.put(&stored) })
        })
        .await
        .unwrap();
    let noon = bench.now();
    bench.put("s", noon, &["ERROR a", "fine", "ERROR b"]).await;
    bench.put("t", noon, &["ERROR c"]).await;
    bench.counter.run(&bench.system).await.unwrap();
    bench.counter.run(&bench.system).await.unwrap();
    let seen: Vec<_> = bench.metrics.0.lock().unwrap().iter().map(|v| (v.name.clone(), v.value, v.count)).collect();
    assert_eq!(seen, [("Errors".to_owned(), 1.0, 3.0)]);
}
