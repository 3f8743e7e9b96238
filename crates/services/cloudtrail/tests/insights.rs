//! Insights from the call to the file: one start and one end, for everybody who asks, however often and by how many the work is done.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::future::Future as _;
use std::sync::Arc;
use std::task::Poll;

use plane::reconcile::Reconciler;
use serde_json::Value;
use service_cloudtrail::api::operation::{
    CreateTrail, ListInsightsMetricData, LookupEvents, PutEventSelectors, PutInsightSelectors, StartLogging, StopLogging,
};
use service_cloudtrail::api::{
    CreateTrailRequest, EventCategory, EventSelector, InsightSelector, InsightType, InsightsMetricDataType,
    ListInsightsMetricDataRequest, LookupEventsRequest, PutEventSelectorsRequest, PutInsightSelectorsRequest, ReadWriteType,
    StartLoggingRequest, StopLoggingRequest,
};
use service_cloudtrail::{Lap, insights};

use support::{Bench, HOUR, MEMBER, ORGANIZATION, OWNER, STRANGER, code};

fn reconciler() -> Arc<dyn Reconciler> {
    insights(Some(Lap { ingest_ms: 0, upkeep_ms: 0, sweep_ms: 0 }))
}

async fn look(bench: &Bench) {
    plane::testing::reconcile(&bench.system, &reconciler()).await.unwrap();
}

/// A call that writes, of an account.
async fn write(bench: &Bench, account: &str, times: usize) {
    for _ in 0..times {
        let request = StartLoggingRequest { name: "main".to_owned() };
        bench.call::<StartLogging>(account, request).await.unwrap();
    }
}

fn selectors() -> PutInsightSelectorsRequest {
    PutInsightSelectorsRequest {
        trail_name: Some("main".to_owned()),
        insight_selectors: vec![InsightSelector {
            insight_type: Some(InsightType::ApiCallRateInsight),
            ..InsightSelector::default()
        }],
        ..PutInsightSelectorsRequest::default()
    }
}

/// A trail that logs and asks for Insights.
async fn trail(bench: &Bench, account: &str, organization: bool) {
    let request = CreateTrailRequest {
        name: "main".to_owned(),
        s3_bucket_name: "logs".to_owned(),
        is_multi_region_trail: Some(true),
        enable_log_file_validation: Some(true),
        is_organization_trail: Some(organization),
        ..CreateTrailRequest::default()
    };
    bench.call::<CreateTrail>(account, request).await.unwrap();
    write(bench, account, 1).await;
    bench.call::<PutInsightSelectors>(account, selectors()).await.unwrap();
}

/// Insights events in files whose key has this part: state and calls a minute.
fn delivered(bench: &Bench, part: &str) -> Vec<(String, f64)> {
    let files = bench.buckets.keys(part).into_iter().filter(|key| key.contains("/CloudTrail-Insight/"));
    let records = files.flat_map(|key| bench.buckets.json(&key)["Records"].as_array().unwrap().clone());
    let mut all: Vec<Value> = records.collect();
    all.sort_by_key(|r| r["eventTime"].to_string());
    all.iter()
        .map(|r| {
            let details = &r["insightDetails"];
            let average = details["insightContext"]["statistics"]["insight"]["average"].as_f64().unwrap();
            (details["state"].as_str().unwrap().to_owned(), average)
        })
        .collect()
}

fn expected(of: &[(&str, f64)]) -> Vec<(String, f64)> {
    of.iter().map(|(state, average)| ((*state).to_owned(), *average)).collect()
}

#[tokio::test]
async fn a_burst_is_told_of_once_when_it_begins_and_once_when_it_ended() {
    let bench = Bench::new().await;
    trail(&bench, OWNER, false).await;
    bench.pass(48 * HOUR + 7);
    write(&bench, OWNER, 30).await;
    look(&bench).await;
    bench.deliver().await;
    assert_eq!(delivered(&bench, ""), [], "the minute is not over");
    bench.pass(90);
    // As after a crash, and as with two processes: whoever comes second finds it done.
    let (one, two, three) = (reconciler(), reconciler(), reconciler());
    let run = |r| plane::testing::reconcile(&bench.system, r);
    let (a, b, c) = tokio::join!(run(&one), run(&two), run(&three));
    assert!([a, b, c].iter().any(Result::is_ok));
    look(&bench).await;
    bench.deliver().await;
    assert_eq!(delivered(&bench, ""), expected(&[("Start", 30.0)]));
    write(&bench, OWNER, 20).await;
    bench.pass(10 * 60);
    look(&bench).await;
    look(&bench).await;
    bench.deliver().await;
    bench.deliver().await;
    // Minute 0 had 30 calls and minute 1 (ninety seconds later) 20.
    assert_eq!(delivered(&bench, ""), expected(&[("Start", 30.0), ("End", 25.0)]));
    let found = bench
        .call::<LookupEvents>(
            OWNER,
            LookupEventsRequest { event_category: Some(EventCategory::Insight), ..LookupEventsRequest::default() },
        )
        .await
        .unwrap();
    let states: Vec<Value> = found
        .events
        .unwrap()
        .into_iter()
        .map(|e| serde_json::from_str::<Value>(&e.cloud_trail_event.unwrap()).unwrap()["insightDetails"]["state"].clone())
        .collect();
    assert_eq!(states, ["End", "Start"], "newest first");
    let history = bench.call::<LookupEvents>(OWNER, LookupEventsRequest::default()).await.unwrap();
    assert!(history.events.unwrap().iter().all(|e| !e.cloud_trail_event.as_ref().unwrap().contains("Insight\"")));
}

/// Runs the reconciler and drops it after so many steps, as if the process died; whether it came to its end.
async fn die(bench: &Bench, steps: usize) -> bool {
    let reconciler = reconciler();
    let mut run = Box::pin(plane::testing::reconcile(&bench.system, &reconciler));
    let mut taken = 0;
    std::future::poll_fn(|context| {
        taken += 1;
        if taken > steps {
            return Poll::Ready(false);
        }
        run.as_mut().poll(context).map(|done| done.is_ok())
    })
    .await
}

#[tokio::test]
async fn a_death_at_any_moment_neither_loses_nor_doubles_an_insight() {
    for steps in 1.. {
        let bench = Bench::new().await;
        trail(&bench, OWNER, false).await;
        bench.pass(48 * HOUR + 7);
        write(&bench, OWNER, 30).await;
        bench.pass(90);
        let mut finished = die(&bench, steps).await;
        look(&bench).await;
        bench.pass(10 * 60);
        write(&bench, OWNER, 1).await;
        finished &= die(&bench, steps).await;
        look(&bench).await;
        bench.deliver().await;
        assert_eq!(delivered(&bench, ""), expected(&[("Start", 30.0), ("End", 30.0)]), "after {steps} steps");
        if finished {
            // It waits only for its commits: of the counts, and of the decision.
            assert!(steps > 2, "it was never stopped");
            return;
        }
    }
}

#[tokio::test]
async fn an_account_without_a_baseline_raises_no_alarm() {
    let bench = Bench::new().await;
    trail(&bench, OWNER, false).await;
    bench.pass(35 * HOUR);
    write(&bench, OWNER, 500).await;
    bench.pass(HOUR / 2);
    look(&bench).await;
    bench.deliver().await;
    assert_eq!(delivered(&bench, ""), []);
}

#[tokio::test]
async fn who_asks_later_has_the_days_before_as_baseline_and_hears_of_nothing_that_was_before() {
    let bench = Bench::new().await;
    let request =
        CreateTrailRequest { name: "main".to_owned(), s3_bucket_name: "logs".to_owned(), ..CreateTrailRequest::default() };
    bench.call::<CreateTrail>(OWNER, request).await.unwrap();
    for _ in 0..4 {
        bench.pass(24 * HOUR);
        write(&bench, OWNER, 40).await;
        look(&bench).await;
    }
    bench.call::<PutInsightSelectors>(OWNER, selectors()).await.unwrap();
    bench.pass(HOUR);
    write(&bench, OWNER, 45).await;
    bench.pass(HOUR);
    look(&bench).await;
    bench.deliver().await;
    assert_eq!(delivered(&bench, ""), [], "forty calls a day are usual, and earlier days were not asked for");
    write(&bench, OWNER, 90).await;
    bench.pass(HOUR);
    look(&bench).await;
    bench.deliver().await;
    assert_eq!(delivered(&bench, ""), expected(&[("Start", 90.0), ("End", 90.0)]));
}

#[tokio::test]
async fn only_trails_that_log_what_is_unusual_are_told() {
    let bench = Bench::new().await;
    trail(&bench, OWNER, false).await;
    let reads = PutEventSelectorsRequest {
        trail_name: "main".to_owned(),
        event_selectors: Some(vec![EventSelector { read_write_type: Some(ReadWriteType::ReadOnly), ..EventSelector::default() }]),
        ..PutEventSelectorsRequest::default()
    };
    bench.call::<PutEventSelectors>(OWNER, reads).await.unwrap();
    assert_eq!(
        code(&bench.call::<PutInsightSelectors>(OWNER, selectors()).await.unwrap_err()),
        "InvalidInsightSelectorsException"
    );
    bench.pass(48 * HOUR);
    write(&bench, OWNER, 50).await;
    bench.pass(HOUR);
    look(&bench).await;
    bench.deliver().await;
    assert_eq!(delivered(&bench, ""), []);
}

#[tokio::test]
async fn a_trail_that_stopped_learns_of_no_end() {
    let bench = Bench::new().await;
    trail(&bench, OWNER, false).await;
    bench.pass(48 * HOUR);
    write(&bench, OWNER, 50).await;
    bench.pass(70);
    look(&bench).await;
    bench.call::<StopLogging>(OWNER, StopLoggingRequest { name: "main".to_owned() }).await.unwrap();
    bench.pass(HOUR);
    look(&bench).await;
    bench.deliver().await;
    assert_eq!(delivered(&bench, ""), expected(&[("Start", 50.0)]));
}

#[tokio::test]
async fn an_organizations_trail_hears_of_its_members_and_of_nobody_else() {
    let bench = Bench::new().await;
    trail(&bench, OWNER, true).await;
    let own = |name: &str| CreateTrailRequest {
        name: name.to_owned(),
        s3_bucket_name: "logs".to_owned(),
        ..CreateTrailRequest::default()
    };
    for account in [MEMBER, STRANGER] {
        bench.call::<CreateTrail>(account, own("mine")).await.unwrap();
    }
    bench.pass(48 * HOUR);
    for account in [MEMBER, STRANGER] {
        for _ in 0..30 {
            bench.call::<StartLogging>(account, StartLoggingRequest { name: "mine".to_owned() }).await.unwrap();
        }
    }
    bench.pass(HOUR);
    look(&bench).await;
    bench.deliver().await;
    let part = format!("AWSLogs/{ORGANIZATION}/{MEMBER}/CloudTrail-Insight/us-east-1/");
    assert_eq!(delivered(&bench, &part), expected(&[("Start", 30.0), ("End", 30.0)]));
    assert_eq!(delivered(&bench, "").len(), 2, "{:?}", bench.buckets.keys("Insight"));
}

#[tokio::test]
async fn counts_are_merged_when_they_are_old_and_removed_in_the_end() {
    let bench = Bench::new().await;
    trail(&bench, OWNER, false).await;
    let count = |period: i32, data: InsightsMetricDataType| {
        let request = ListInsightsMetricDataRequest {
            event_source: "cloudtrail.amazonaws.com".to_owned(),
            event_name: "StartLogging".to_owned(),
            period: Some(period),
            data_type: Some(data),
            ..ListInsightsMetricDataRequest::default()
        };
        let bench = &bench;
        async move { bench.call::<ListInsightsMetricData>(OWNER, request).await.unwrap().values.unwrap() }
    };
    write(&bench, OWNER, 59).await;
    bench.pass(2 * HOUR);
    look(&bench).await;
    let (some, filled) = (InsightsMetricDataType::NonZeroData, InsightsMetricDataType::FillWithZeros);
    // Sixty calls in a minute are one a minute of an hour.
    for (days, expected) in
        [(0, [vec![60.0], vec![12.0], vec![1.0]]), (16, [vec![], vec![12.0], vec![1.0]]), (50, [vec![], vec![], vec![1.0]])]
    {
        bench.pass(days * 24 * HOUR);
        look(&bench).await;
        for (period, expected) in [60, 300, 3600].into_iter().zip(expected) {
            assert_eq!(count(period, some).await, expected, "{days} {period}");
        }
        let zeros = count(3600, filled).await;
        assert!(zeros.len() >= 90 * 24 - 1 && zeros.iter().sum::<f64>() == 1.0, "{}", zeros.len());
    }
    bench.pass(30 * 24 * HOUR);
    look(&bench).await;
    assert!(count(3600, some).await.is_empty());
}
