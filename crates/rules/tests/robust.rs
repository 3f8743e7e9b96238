//! No item, however it looks, makes a rule panic; parameters are read or refused.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout, reason = "tests may fail")]

use jiff::Timestamp;
use proptest::prelude::*;
use rules::{Compliance, Context, Item, MAX_ANNOTATION, ParameterError, Parameters, Rule, rule, rules};
use serde_json::{Map, Value, json};

mod support;

/// Words that rules look for, and that decoders trip over.
const WORDS: &[&str] = &[
    "",
    "true",
    "false",
    "*",
    "{",
    "[]",
    "\"",
    "%",
    "%7B%22",
    "arn:aws:iam::1:role/x",
    "0.0.0.0/0",
    "::/0",
    "tcp",
    "-1",
    "9223372036854775807",
    "2026-01-01T00:00:00Z",
    "User initiated (2024",
    "User initiated (ééééééééééééééééééééé",
    "rate(99999999999999999 days)",
    "rate()",
    "default",
    "ENABLED",
    "RSA_99999999999999999",
    "é%e",
    "{\"Statement\":[]}",
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
];

static TABLES: std::sync::LazyLock<Vec<support::Table>> = std::sync::LazyLock::new(support::tables);

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(WORDS).prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
    ]
}

fn anything() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec(("[a-zA-Z]{1,12}", inner), 0..4).prop_map(|all| Value::Object(Map::from_iter(all))),
        ]
    })
}

/// Parameters with which a rule can run: those of its table.
fn parameters(rule: &Rule, tables: &[support::Table]) -> Parameters {
    let table = tables.iter().find(|table| table.identifier == rule.identifier()).unwrap();
    rule.read_parameters(&table.cases[0].parameters).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn arbitrary_items(configuration in anything(), supplementary in anything(), tags in anything(), relationships in anything()) {
        let tables = &*TABLES;
        for rule in rules() {
            for resource_type in rule.resource_types().iter().take(3) {
                let value = json!({
                    "resourceType": resource_type, "resourceId": "x", "configuration": configuration,
                    "supplementaryConfiguration": {"Policy": supplementary, "BucketPolicy": supplementary, "CredentialReport": supplementary, "AccessControlList": configuration},
                    "tags": tags, "relationships": relationships,
                });
                let item = Item::read(&value).unwrap();
                let context = Context { now: Timestamp::MAX, account_id: "", region: "", items: &vec![item.clone()] };
                let _ = rule.evaluate(&item, &parameters(rule, tables), &context);
            }
        }
    }

    /// A real item of which parts are replaced goes deeper into the rules than noise.
    #[test]
    fn damaged_items(choice in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), damage in anything()) {
        let tables = &*TABLES;
        let table = &tables[choice.index(tables.len())];
        let rule = rule(&table.identifier).unwrap();
        for case in &table.cases {
            let mut case = case.clone();
            let mut paths = Vec::new();
            walk(&case.item, String::new(), &mut paths);
            let path = &paths[at.index(paths.len())];
            if ["/resourceType", "/resourceId", ""].contains(&path.as_str()) {
                continue;
            }
            *case.item.pointer_mut(path).unwrap() = damage.clone();
            let verdict = support::judge(rule, &case);
            if verdict.compliance == Compliance::NonCompliant {
                prop_assert!(verdict.annotation.is_some_and(|why| why.chars().count() <= MAX_ANNOTATION));
            }
        }
    }

    #[test]
    fn arbitrary_parameters(text in ".{0,40}", value in anything()) {
        for rule in rules() {
            let _ = rule.read_parameters(&text);
            let all: Map<String, Value> = rule.parameters().iter().map(|parameter| (parameter.name.to_owned(), value.clone())).collect();
            let _ = rule.read_parameters(&Value::Object(all).to_string());
        }
    }
}

fn walk(value: &Value, path: String, all: &mut Vec<String>) {
    match value {
        Value::Object(map) => map
            .iter()
            .for_each(|(name, value)| walk(value, format!("{path}/{}", name.replace('~', "~0").replace('/', "~1")), all)),
        Value::Array(list) => list.iter().enumerate().for_each(|(index, value)| walk(value, format!("{path}/{index}"), all)),
        _ => {}
    }
    all.push(path);
}

#[test]
fn parameters_that_are_refused() {
    let refused = |identifier: &str, input: &str| rule(identifier).unwrap().read_parameters(input).unwrap_err();
    assert_eq!(refused("ACCESS_KEYS_ROTATED", "{").to_string(), "Invalid json { passed in the InputParameters field");
    assert!(matches!(refused("ACCESS_KEYS_ROTATED", "[]"), ParameterError::NotJson(_)));
    assert_eq!(
        refused("ACCESS_KEYS_ROTATED", r#"{"maxAccessKeyAge": "90", "x": "1"}"#).to_string(),
        r#"Unknown parameters provided in the inputParameters: {"maxAccessKeyAge": "90", "x": "1"}"#
    );
    // As on AWS, the default of a required parameter does not stand in for it.
    assert_eq!(
        refused("ACCESS_KEYS_ROTATED", "").to_string(),
        "The required parameter [maxAccessKeyAge] is not present in the inputParameters"
    );
    assert_eq!(
        refused("REDSHIFT_CLUSTER_CONFIGURATION_CHECK", "{}").to_string(),
        "The required parameter [clusterDbEncrypted, loggingEnabled] is not present in the inputParameters"
    );
    assert_eq!(
        refused("ACCESS_KEYS_ROTATED", r#"{"maxAccessKeyAge": " "}"#).to_string(),
        "Blank spaces are not acceptable for input parameter: maxAccessKeyAge."
    );
    assert_eq!(
        refused("ACCESS_KEYS_ROTATED", r#"{"maxAccessKeyAge": "soon"}"#).to_string(),
        "Invalid value for the inputParameter maxAccessKeyAge: 'soon' is not an integer."
    );
    assert_eq!(
        refused("IAM_PASSWORD_POLICY", r#"{"RequireSymbols": "yes"}"#).to_string(),
        "Invalid value for the inputParameter RequireSymbols: 'yes' is neither true nor false."
    );
    assert_eq!(
        refused("S3_BUCKET_DEFAULT_LOCK_ENABLED", r#"{"mode": "HARD"}"#).to_string(),
        "Invalid value for the inputParameter mode: 'HARD' is none of GOVERNANCE, COMPLIANCE."
    );
    assert!(rule("ACCESS_KEYS_ROTATED").unwrap().read_parameters(r#"{"maxAccessKeyAge": 30}"#).is_ok());
    assert!(rule("NO_SUCH_RULE").is_none());
}

#[test]
fn the_catalogue_is_in_order() {
    for rule in rules() {
        let text = rule.description();
        assert!(text.ends_with('.') && text.len() > 15, "{}: {text}", rule.identifier());
        assert!(!rule.resource_types().is_empty(), "{}", rule.identifier());
        assert!(rule.resource_types().iter().all(|kind| kind.starts_with("AWS::")), "{}", rule.identifier());
        for parameter in rule.parameters() {
            if let Some(default) = parameter.default {
                let given: Map<String, Value> =
                    rule.parameters().iter().filter_map(|p| Some((p.name.to_owned(), p.default?.into()))).collect();
                assert!(!default.is_empty());
                let refused = rule.read_parameters(&Value::Object(given).to_string());
                assert!(matches!(refused, Ok(_) | Err(ParameterError::Missing(_))), "{}: {refused:?}", rule.identifier());
            }
        }
        assert_eq!(rule.default_frequency().is_some(), rule.trigger().is_periodic());
    }
    assert!(rules().windows(2).all(|two| two[0].identifier() < two[1].identifier()));
    assert_eq!(rule("INCOMING_SSH_DISABLED").unwrap().name(), "restricted-ssh");
    assert_eq!(rule("S3_BUCKET_VERSIONING_ENABLED").unwrap().name(), "s3-bucket-versioning-enabled");
}
