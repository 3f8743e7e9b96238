use serde_json::{Value, json};

use super::{Selectors, advanced, basic};
use crate::api::{AdvancedEventSelector, AdvancedFieldSelector, DataResource, EventSelector, ReadWriteType};

fn management(source: &str, read_only: bool) -> Value {
    json!({"eventSource": source, "eventName": "X", "readOnly": read_only, "managementEvent": true, "eventCategory": "Management"})
}

fn object(arn: &str, name: &str, read_only: bool) -> Value {
    json!({
        "eventSource": "s3.amazonaws.com", "eventName": name, "readOnly": read_only, "managementEvent": false, "eventCategory": "Data",
        "resources": [{"type": "AWS::S3::Object", "ARN": arn}, {"type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::b"}],
    })
}

fn data(kind: &str, values: &[&str]) -> EventSelector {
    EventSelector {
        read_write_type: Some(ReadWriteType::All),
        include_management_events: Some(false),
        data_resources: Some(vec![DataResource {
            r#type: Some(kind.to_owned()),
            values: Some(values.iter().map(|&v| v.to_owned()).collect()),
        }]),
        exclude_management_event_sources: None,
    }
}

fn field(name: &str, change: impl FnOnce(&mut AdvancedFieldSelector)) -> AdvancedFieldSelector {
    let mut field = AdvancedFieldSelector { field: name.to_owned(), ..AdvancedFieldSelector::default() };
    change(&mut field);
    field
}

fn equals(name: &str, values: &[&str]) -> AdvancedFieldSelector {
    field(name, |f| f.equals = Some(values.iter().map(|&v| v.to_owned()).collect()))
}

fn one(fields: Vec<AdvancedFieldSelector>) -> Vec<AdvancedEventSelector> {
    vec![AdvancedEventSelector { name: None, field_selectors: fields }]
}

#[test]
fn nobody_asked_for_data_events() {
    assert!(Selectors::Default.select(&management("iam.amazonaws.com", true)));
    assert!(!Selectors::Default.select(&object("arn:aws:s3:::b/k", "GetObject", true)));
}

#[test]
fn basic_selectors_choose_by_direction_source_and_resource() {
    let selector = EventSelector {
        read_write_type: Some(ReadWriteType::WriteOnly),
        exclude_management_event_sources: Some(vec!["kms.amazonaws.com".to_owned()]),
        ..EventSelector::default()
    };
    let selectors = basic(&[selector]).unwrap();
    assert!(selectors.select(&management("iam.amazonaws.com", false)));
    assert!(!selectors.select(&management("iam.amazonaws.com", true)));
    assert!(!selectors.select(&management("kms.amazonaws.com", false)));
    let cases = [
        ("arn:aws:s3", true),
        ("arn:aws:s3:::", true),
        ("arn:aws:s3:::b/", true),
        ("arn:aws:s3:::b/logs/", true),
        ("arn:aws:s3:::b/other", false),
        ("arn:aws:s3:::bb/", false),
    ];
    for (value, expected) in cases {
        let selectors = basic(&[data("AWS::S3::Object", &[value])]).unwrap();
        assert_eq!(selectors.select(&object("arn:aws:s3:::b/logs/1", "PutObject", false)), expected, "{value}");
        assert!(!selectors.select(&management("s3.amazonaws.com", false)), "{value}");
    }
    let function = json!({"managementEvent": false, "resources": [{"type": "AWS::Lambda::Function", "ARN": "arn:aws:lambda:r:1:function:f2"}]});
    for (value, expected) in
        [("arn:aws:lambda", true), ("arn:aws:lambda:r:1:function:f", false), ("arn:aws:lambda:r:1:function:f2", true)]
    {
        assert_eq!(basic(&[data("AWS::Lambda::Function", &[value])]).unwrap().select(&function), expected, "{value}");
    }
}

#[test]
fn basic_selectors_that_break_a_rule_are_refused() {
    let plain = EventSelector::default();
    let source = |s: &str, management| EventSelector {
        include_management_events: Some(management),
        exclude_management_event_sources: Some(vec![s.to_owned()]),
        ..data("AWS::S3::Object", &["arn:aws:s3"])
    };
    let many: Vec<String> = (0..251).map(|i| format!("arn:aws:s3:::b{i}/")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let cases: Vec<Vec<EventSelector>> = vec![
        vec![],
        vec![plain.clone(); 6],
        vec![source("iam.amazonaws.com", true)],
        vec![source("kms.amazonaws.com", false)],
        vec![EventSelector { include_management_events: Some(false), ..plain }],
        vec![data("AWS::EC2::Instance", &["arn:aws:ec2"])],
        vec![data("AWS::S3::Object", &["s3://bucket"])],
        vec![data("AWS::S3::Object", &many)],
    ];
    for case in cases {
        assert!(basic(&case).is_err(), "{case:?}");
    }
}

#[test]
fn advanced_selectors_choose_by_every_field() {
    let selectors = advanced(&one(vec![
        equals("eventCategory", &["Data"]),
        equals("resources.type", &["AWS::S3::Object"]),
        equals("eventName", &["PutObject", "DeleteObject"]),
        field("resources.ARN", |f| {
            f.starts_with = Some(vec!["arn:aws:s3:::b/".to_owned()]);
            f.not_ends_with = Some(vec![".tmp".to_owned()]);
        }),
    ]))
    .unwrap();
    assert!(selectors.select(&object("arn:aws:s3:::b/k", "PutObject", false)));
    assert!(!selectors.select(&object("arn:aws:s3:::b/k", "GetObject", true)));
    assert!(!selectors.select(&object("arn:aws:s3:::b/k.tmp", "PutObject", false)));
    assert!(!selectors.select(&object("arn:aws:s3:::c/k", "PutObject", false)));
    assert!(!selectors.select(&management("s3.amazonaws.com", false)));
    let selectors = advanced(&one(vec![
        equals("eventCategory", &["Management"]),
        equals("readOnly", &["false"]),
        field("eventSource", |f| f.not_equals = Some(vec!["kms.amazonaws.com".to_owned()])),
    ]))
    .unwrap();
    assert!(selectors.select(&management("iam.amazonaws.com", false)));
    assert!(!selectors.select(&management("iam.amazonaws.com", true)));
    assert!(!selectors.select(&management("kms.amazonaws.com", false)));
    assert!(!selectors.select(&object("arn:aws:s3:::b/k", "PutObject", false)));
}

#[test]
fn advanced_selectors_that_break_a_rule_are_refused() {
    let category = |c: &str| equals("eventCategory", &[c]);
    let cases = vec![
        vec![],
        one(vec![equals("readOnly", &["true"])]),
        one(vec![category("Other")]),
        one(vec![equals("eventCategory", &["Management", "Data"])]),
        one(vec![category("Management"), category("Management")]),
        one(vec![category("Management"), equals("resources.type", &["AWS::S3::Object"])]),
        one(vec![category("Management"), equals("eventSource", &["iam.amazonaws.com"])]),
        one(vec![category("Management"), field("eventSource", |f| f.not_equals = Some(vec!["iam.amazonaws.com".to_owned()]))]),
        one(vec![category("Management"), equals("readOnly", &["yes"])]),
        one(vec![category("Management"), field("readOnly", |_| {})]),
        one(vec![category("Data")]),
        one(vec![category("Data"), equals("resources.type", &["AWS::S3::Object", "AWS::Lambda::Function"])]),
        one(vec![
            category("Data"),
            equals("resources.type", &["AWS::S3::Object"]),
            field("resources.ARN", |f| f.equals = Some((0..500).map(|i| format!("arn:{i}")).collect())),
        ]),
        one(vec![category("NetworkActivity")]),
    ];
    for case in cases {
        assert!(advanced(&case).is_err(), "{case:?}");
    }
}
