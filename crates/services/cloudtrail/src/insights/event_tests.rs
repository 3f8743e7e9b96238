use serde_json::json;
use store::Entry;

use super::{Insight, for_trail};
use crate::insights::counts::{Attributes, Series};
use crate::insights::detect::{Baseline, Open};
use crate::insights::{INSIGHT, Told};

fn open() -> Open {
    let mut during = Attributes::default();
    for (user, count) in [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5), ("f", 15)] {
        during.users.add(user, count);
        during.agents.add("tool", count);
        during.errors.add("null", count);
    }
    let mut normal = Attributes::default();
    normal.users.add("f", 1);
    let baseline = Baseline { average: 1.0 / 10_800.0, deviation: 0.01, peak: 1, duration: 10_800 };
    Open {
        start: 29_400_000,
        last: 29_400_001,
        calls: 30,
        during,
        calls_since: 0,
        since: Attributes::default(),
        baseline,
        normal,
    }
}

fn series(error: Option<&str>) -> Series {
    Series {
        scope: None,
        source: "iam.amazonaws.com".to_owned(),
        name: "CreateUser".to_owned(),
        error: error.map(str::to_owned),
        read_only: false,
    }
}

#[test]
fn a_record_has_the_documented_form() {
    let (open, series) = (open(), series(None));
    let insight =
        Insight { account: "111111111111", region: "eu-west-1", id: "i", shared: "s", series: &series, open: &open, ended: true };
    let values = |values: &[(&str, f64)]| values.iter().map(|(v, a)| json!({"value": v, "average": a})).collect::<Vec<_>>();
    let attributions = json!([
        {"attribute": "userIdentityArn", "insight": values(&[("f", 7.5), ("e", 2.5), ("d", 2.0), ("c", 1.5), ("b", 1.0)]),
         "baseline": values(&[("f", 0.000_092_592_6)])},
        {"attribute": "userAgent", "insight": values(&[("tool", 15.0)]), "baseline": []},
        {"attribute": "errorCode", "insight": values(&[("null", 15.0)]), "baseline": []},
    ]);
    assert_eq!(
        insight.record(),
        json!({
            "eventVersion": "1.09",
            "eventTime": "2025-11-24T16:02:00Z",
            "awsRegion": "eu-west-1",
            "eventID": "i",
            "eventType": "AwsCloudTrailInsight",
            "recipientAccountId": "111111111111",
            "sharedEventID": "s",
            "insightDetails": {
                "state": "End",
                "eventSource": "iam.amazonaws.com",
                "eventName": "CreateUser",
                "insightType": "ApiCallRateInsight",
                "insightContext": {
                    "statistics": {
                        "baseline": {"average": 0.000_092_592_6},
                        "insight": {"average": 15.0},
                        "insightDuration": 2,
                        "baselineDuration": 10_800,
                    },
                    "attributions": attributions,
                },
            },
            "eventCategory": "Insight",
        })
    );
    let lake = insight.lake_record("arn:source");
    assert_eq!((&lake["insightSource"], &lake["insightState"]), (&json!("arn:source"), &json!("End")));
    assert_eq!((&lake["insightEventName"], &lake["insightContext"]["attributions"]), (&json!("CreateUser"), &attributions));
    assert_eq!(lake["insightContext"]["baselineDuration"], json!(10_800));
}

#[test]
fn errors_are_named_and_not_attributed_again() {
    let (open, series) = (open(), series(Some("AccessDenied")));
    let insight = Insight { account: "1", region: "r", id: "i", shared: "s", series: &series, open: &open, ended: false };
    let details = &insight.record()["insightDetails"];
    assert_eq!((&details["state"], &details["insightType"]), (&json!("Start"), &json!("ApiErrorRateInsight")));
    assert_eq!(details["errorCode"], json!("AccessDenied"));
    assert_eq!(details["insightContext"]["attributions"].as_array().unwrap().len(), 2);
    assert_eq!(insight.record()["eventTime"], json!("2025-11-24T16:00:00Z"));
    assert_eq!(insight.lake_record("x")["insightErrorCode"], json!("AccessDenied"));
}

#[test]
fn an_entry_is_for_the_trails_that_it_names() {
    let told = Told { trails: vec!["main/1".to_owned()], event: json!({"eventID": "i"}) };
    let entry = Entry {
        seq: 1,
        id: "i".to_owned(),
        kind: INSIGHT.to_owned(),
        account: "1".to_owned(),
        region: "r".to_owned(),
        at: 5,
        body: serde_json::to_vec(&told).unwrap(),
    };
    assert_eq!(for_trail(&entry, "main/1").map(|e| e.body), Some(br#"{"eventID":"i"}"#.to_vec()));
    assert_eq!(for_trail(&entry, "main/2"), None);
    assert_eq!(for_trail(&Entry { kind: "AwsApiCall".to_owned(), ..entry }, "main/1"), None);
}
