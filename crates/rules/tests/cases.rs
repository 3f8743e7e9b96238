//! Every managed rule on a table of resources that are, are not, and need not be as it wants them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout, reason = "tests may fail")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use rules::{Compliance, Context, Item, rule, rules};
use serde_json::{Value, json};
use support::{Case, judge, tables};

#[test]
fn verdicts() {
    let mut wrong = Vec::new();
    for table in tables() {
        let rule = rule(&table.identifier).unwrap_or_else(|| panic!("there is no rule {}", table.identifier));
        for case in &table.cases {
            let verdict = judge(rule, case);
            if verdict.compliance != case.expected {
                wrong.push(format!(
                    "{}: {:?}, expected {:?}: {:?}",
                    case.label, verdict.compliance, case.expected, verdict.annotation
                ));
            }
            if verdict.compliance == Compliance::NonCompliant {
                assert!(verdict.annotation.is_some_and(|why| !why.is_empty()), "{}: no word why", case.label);
            }
            // Rules ask only for what they say that they ask for.
            for other in &case.others {
                let kind = other["resourceType"].as_str().unwrap();
                assert!(rule.reads().contains(&kind), "{}: does not say that it reads {kind}", case.label);
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_rule_has_cases_of_every_kind() {
    let tables: BTreeMap<String, Vec<Case>> = tables().into_iter().map(|table| (table.identifier, table.cases)).collect();
    let mut lacking = Vec::new();
    for rule in rules() {
        let Some(cases) = tables.get(rule.identifier()) else {
            lacking.push(format!("{}: no table", rule.identifier()));
            continue;
        };
        if !cases.iter().any(|case| case.expected == Compliance::NonCompliant) {
            lacking.push(format!("{}: no non-compliant case", rule.identifier()));
        }
        for kind in rule.resource_types().iter().filter(|_| rule.identifier() != "REQUIRED_TAGS") {
            if !cases.iter().any(|case| case.item["resourceType"] == *kind) {
                lacking.push(format!("{}: no case of {kind}", rule.identifier()));
            }
        }
    }
    assert!(lacking.is_empty(), "{} of them:\n{}", lacking.len(), lacking.join("\n"));
    assert!(rules().len() >= 120);
}

#[test]
fn deleted_and_foreign_resources_are_not_judged() {
    for table in tables() {
        let rule = rule(&table.identifier).unwrap();
        let mut case = table.cases[0].clone();
        case.item["configurationItemStatus"] = json!("ResourceDeleted");
        assert_eq!(judge(rule, &case).compliance, Compliance::NotApplicable, "{}: deleted", table.identifier);
        case.item["configurationItemStatus"] = json!("OK");
        case.item["resourceType"] = json!("AWS::Other::Thing");
        assert_eq!(judge(rule, &case).compliance, Compliance::NotApplicable, "{}: another type", table.identifier);
    }
}

/// Rules that judge what is not there yet do so in the form of CloudFormation.
#[test]
fn proposals() {
    let now = support::NOW.parse().unwrap();
    let context = Context { now, account_id: support::ACCOUNT_ID, region: support::REGION, items: &() };
    let all = support::proposals();
    for table in &all {
        let rule = rule(&table.identifier).unwrap();
        let parameters = rule.read_parameters(&table.parameters).unwrap();
        for (properties, expected) in &table.cases {
            let item = Item::proposed(rule.resource_types()[0], "proposed", properties);
            let verdict = rule.evaluate(&item, &parameters, &context);
            assert_eq!(verdict.compliance, *expected, "{} of {properties}: {:?}", table.identifier, verdict.annotation);
        }
    }
    let tried: BTreeSet<&str> = all.iter().map(|table| table.identifier.as_str()).collect();
    let proactive: BTreeSet<&str> = rules().iter().filter(|rule| rule.is_proactive()).map(|rule| rule.identifier()).collect();
    assert_eq!(tried, proactive);
}

/// Snapshot files and the API hold parts of an item as strings of JSON, and name some members otherwise.
#[test]
fn all_forms_of_an_item_are_judged_alike() {
    for table in tables() {
        let rule = rule(&table.identifier).unwrap();
        for case in &table.cases {
            let mut other = case.clone();
            for item in std::iter::once(&mut other.item).chain(&mut other.others) {
                encode(item);
            }
            assert_eq!(judge(rule, &other), judge(rule, case), "{}", case.label);
        }
    }
}

fn encode(item: &mut Value) {
    let members = item.as_object_mut().unwrap();
    for (from, to) in [("accountId", "awsAccountId"), ("arn", "ARN")] {
        if let Some(value) = members.shift_remove(from) {
            members.insert(to.to_owned(), value);
        }
    }
    for (name, value) in members.iter_mut() {
        match (name.as_str(), value) {
            ("configuration", value) => *value = Value::String(value.to_string()),
            ("supplementaryConfiguration", Value::Object(all)) => {
                all.values_mut().filter(|value| !value.is_string()).for_each(|value| *value = Value::String(value.to_string()));
            }
            _ => {}
        }
    }
}

/// One property of a compliant resource is broken at a time: some break must turn the verdict, and none may panic.
#[test]
fn breaking_a_property_turns_the_verdict() {
    let mut deaf = Vec::new();
    for table in tables() {
        let rule = rule(&table.identifier).unwrap();
        let good = &table.cases[0];
        let mut turned = BTreeSet::new();
        for path in leaves(&good.item) {
            for value in broken(good.item.pointer(&path).unwrap()) {
                let mut case = good.clone();
                *case.item.pointer_mut(&path).unwrap() = value;
                if judge(rule, &case).compliance == Compliance::NonCompliant {
                    turned.insert(path.clone());
                }
            }
        }
        for (index, other) in good.others.iter().enumerate() {
            for path in leaves(other) {
                for value in broken(other.pointer(&path).unwrap()) {
                    let mut case = good.clone();
                    *case.others[index].pointer_mut(&path).unwrap() = value;
                    if judge(rule, &case).compliance == Compliance::NonCompliant {
                        turned.insert(format!("{index}:{path}"));
                    }
                }
            }
        }
        // Some breaks only the table knows: its cases of one change count, which `verdicts` proves.
        let by_table = table.cases.iter().any(|case| case.expected == Compliance::NonCompliant && case.one_change);
        if turned.is_empty() && !by_table {
            deaf.push(table.identifier);
        }
    }
    assert!(deaf.is_empty(), "nothing turns the verdict of {deaf:?}");
}

/// Paths of everything below configuration, supplementary configuration, tags and relationships.
fn leaves(item: &Value) -> Vec<String> {
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
    let mut all = Vec::new();
    for part in ["configuration", "supplementaryConfiguration", "tags", "relationships"] {
        if let Some(value) = item.get(part) {
            walk(value, format!("/{part}"), &mut all);
        }
    }
    all
}

fn broken(value: &Value) -> Vec<Value> {
    let mut all = vec![Value::Null];
    match value {
        Value::Bool(yes) => all.push(Value::Bool(!yes)),
        Value::Number(_) => all.extend([json!(0), json!(1), json!(22), json!(1_000_000_000)]),
        Value::String(_) => all.extend([
            json!(""),
            json!("something-else"),
            json!("0.0.0.0/0"),
            json!("*"),
            json!("2001-01-01T00:00:00Z"),
            json!("default"),
            json!("active"),
        ]),
        Value::Array(_) => all.extend([json!([]), json!(["something-else"])]),
        Value::Object(_) => all.push(json!({})),
        Value::Null => all.extend([json!(true), json!("igw-1"), json!("something-else"), json!(1)]),
    }
    all
}
