//! The tables of cases: YAML files in which a resource that is as it should be is written out once, and each case says what is changed.

#![allow(dead_code, reason = "not every test looks at everything")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a table that is wrong fails the test")]

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use jiff::Timestamp;
use rules::{Compliance, Context, Item, Items, Rule, Verdict};
use saphyr::{LoadableYamlNode as _, Scalar, Yaml};
use serde_json::{Map, Value};

/// The time of all evaluations.
pub const NOW: &str = "2026-06-15T12:00:00Z";
/// The account in which all rules are.
pub const ACCOUNT_ID: &str = "111122223333";
/// The region in which all rules are.
pub const REGION: &str = "eu-central-1";

/// What a rule is tried on.
pub struct Table {
    /// The rule.
    pub identifier: String,
    /// Its cases: the first is the resource as it should be.
    pub cases: Vec<Case>,
}

/// One case.
#[derive(Clone)]
pub struct Case {
    /// What is said when it fails.
    pub label: String,
    /// The item.
    pub item: Value,
    /// Other items that are there.
    pub others: Vec<Value>,
    /// `InputParameters`.
    pub parameters: String,
    /// What the rule should say.
    pub expected: Compliance,
    /// Whether it is an item as it should be with one property broken.
    pub one_change: bool,
}

/// Resources that are proposed: the rule, and the properties that it should and should not find as they should be.
pub struct Proposals {
    /// The rule.
    pub identifier: String,
    /// `InputParameters`.
    pub parameters: String,
    /// Properties, and what the rule should say.
    pub cases: Vec<(Value, Compliance)>,
}

/// The proposals of `tests/cases/proactive.yaml`.
pub fn proposals() -> Vec<Proposals> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/proactive.yaml")).unwrap();
    let page = json(&Yaml::load_from_str(&text).unwrap()[0]);
    page["proposals"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(identifier, table)| Proposals {
            identifier: identifier.clone(),
            parameters: table.get("p").map(Value::to_string).unwrap_or_default(),
            cases: [("good", Compliance::Compliant), ("bad", Compliance::NonCompliant)]
                .into_iter()
                .flat_map(|(name, expected)| list(&table[name]).iter().map(move |properties| (properties.clone(), expected)))
                .collect(),
        })
        .collect()
}

/// All tables of `tests/cases`.
pub fn tables() -> Vec<Table> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut items = BTreeMap::new();
    let mut rules = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let documents = Yaml::load_from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let Value::Object(mut page) = json(&documents[0]) else { panic!("{}: no map", file.display()) };
        if let Some(Value::Object(more)) = page.remove("items") {
            items.extend(more);
        }
        if let Some(Value::Object(more)) = page.remove("rules") {
            rules.extend(more);
        }
    }
    rules.into_iter().map(|(identifier, table)| Table { cases: cases(&identifier, &table, &items), identifier }).collect()
}

fn cases(identifier: &str, table: &Value, items: &BTreeMap<String, Value>) -> Vec<Case> {
    let of_type = |sheet: &Value| {
        let base = item(&sheet["item"], items, identifier);
        let others: Vec<Value> = list(&sheet["with"]).iter().map(|other| item(other, items, identifier)).collect();
        let parameters = sheet.get("p").cloned().unwrap_or(Value::Object(Map::new()));
        let case = |patch: &Value, expected: Compliance| {
            let mut case = Case {
                label: format!("{identifier} of {}: {patch}", base["resourceType"]),
                item: base.clone(),
                others: others.clone(),
                parameters: parameters.to_string(),
                expected,
                one_change: changes(patch) == 1,
            };
            for (path, value) in patch.as_object().unwrap_or_else(|| panic!("{identifier}: {patch} is no map")) {
                match path.as_str() {
                    "$p" => case.parameters = value.to_string(),
                    "$with" => case.others = list(value).iter().map(|other| item(other, items, identifier)).collect(),
                    "$item" => case.item = item(value, items, identifier),
                    path => change(&mut case.item, path, value),
                }
            }
            case
        };
        let mut all = vec![case(&Value::Object(Map::new()), Compliance::Compliant)];
        for (name, expected) in
            [("good", Compliance::Compliant), ("bad", Compliance::NonCompliant), ("na", Compliance::NotApplicable)]
        {
            all.extend(list(&sheet[name]).iter().map(|patch| case(patch, expected)));
        }
        all
    };
    let mut all = of_type(table);
    for more in list(&table["also"]) {
        let mut sheet = table.as_object().unwrap().clone();
        sheet.remove("also");
        sheet.extend(more.as_object().unwrap().clone());
        all.extend(of_type(&Value::Object(sheet)));
    }
    all
}

/// How many properties of items a patch changes.
fn changes(patch: &Value) -> usize {
    let paths = |patch: &Value| patch.as_object().map_or(0, |patch| patch.keys().filter(|key| *key != "base").count());
    let patch = patch.as_object().unwrap();
    patch
        .iter()
        .map(|(path, value)| match path.as_str() {
            "$p" => 2,
            "$item" => paths(value),
            // One that is missing is a change too.
            "$with" => list(value).iter().map(paths).sum::<usize>().max(1),
            _ => 1,
        })
        .sum()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// An item by its name, or `{base: name, path: value, …}`.
fn item(of: &Value, items: &BTreeMap<String, Value>, identifier: &str) -> Value {
    let find = |name: &Value| {
        let name = name.as_str().unwrap_or_else(|| panic!("{identifier}: which item?"));
        items.get(name).unwrap_or_else(|| panic!("{identifier}: no item {name}")).clone()
    };
    let mut found = match of {
        Value::Object(patch) => {
            let mut item = find(&patch["base"]);
            patch.iter().filter(|(path, _)| *path != "base").for_each(|(path, value)| change(&mut item, path, value));
            item
        }
        name => find(name),
    };
    let members = found.as_object_mut().unwrap();
    for (name, value) in [("accountId", ACCOUNT_ID), ("awsRegion", REGION), ("configurationItemStatus", "OK")] {
        members.entry(name).or_insert_with(|| value.into());
    }
    found
}

/// Sets what stands at a path, or removes it when the value is null. `c.` means the configuration, `s.` the supplementary one.
pub fn change(item: &mut Value, path: &str, value: &Value) {
    let path = match path.split_once('.') {
        Some(("c", rest)) => format!("configuration.{rest}"),
        Some(("s", rest)) => format!("supplementaryConfiguration.{rest}"),
        _ => path.to_owned(),
    };
    let parts: Vec<&str> = path.split('.').collect();
    let (last, way) = parts.split_last().unwrap();
    let mut at = item;
    for part in way {
        if at.is_null() {
            *at = Value::Object(Map::new());
        }
        at = match part.parse::<usize>() {
            Ok(index) if at.is_array() => &mut at[index],
            _ => &mut at[*part],
        };
    }
    match (at, last.parse::<usize>()) {
        (Value::Array(list), Ok(index)) if value.is_null() => {
            list.remove(index);
        }
        (Value::Array(list), Ok(index)) if index == list.len() => list.push(value.clone()),
        (Value::Array(list), Ok(index)) => list[index] = value.clone(),
        (Value::Object(map), _) if value.is_null() => {
            map.shift_remove(*last).unwrap_or_else(|| panic!("there is no {path}"));
        }
        (Value::Object(map), _) => {
            map.insert((*last).to_owned(), value.clone());
        }
        (at @ Value::Null, _) => {
            *at = Value::Object(Map::from_iter([((*last).to_owned(), value.clone())]));
        }
        (other, _) => panic!("{path} leads into {other}"),
    }
}

fn json(yaml: &Yaml<'_>) -> Value {
    match yaml {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(yes)) => Value::Bool(*yes),
        Yaml::Value(Scalar::Integer(number)) => Value::from(*number),
        Yaml::Value(Scalar::FloatingPoint(number)) => Value::from(number.into_inner()),
        Yaml::Value(Scalar::String(text)) => Value::String(text.to_string()),
        Yaml::Sequence(list) => Value::Array(list.iter().map(json).collect()),
        Yaml::Mapping(map) => Value::Object(
            map.iter()
                .map(|(key, value)| {
                    let Value::String(key) = json(key) else { panic!("a key that is no text: {key:?}") };
                    (key, json(value))
                })
                .collect(),
        ),
        other => panic!("{other:?} in a table"),
    }
}

/// Items of which a rule may see only those that it says it reads.
struct Watched<'a> {
    items: Vec<Item<'a>>,
    rule: &'a Rule,
}

impl Items for Watched<'_> {
    fn each(&self, resource_type: &str, visit: &mut dyn FnMut(&Item<'_>) -> ControlFlow<()>) {
        assert!(
            self.rule.reads().contains(&resource_type),
            "{} does not say that it reads {resource_type}",
            self.rule.identifier()
        );
        self.items.each(resource_type, visit);
    }
}

/// Judges a case.
pub fn judge(rule: &Rule, case: &Case) -> Verdict {
    let parameters = rule.read_parameters(&case.parameters).unwrap_or_else(|e| panic!("{}: {e}", case.label));
    let others = Watched { items: case.others.iter().map(|other| Item::read(other).unwrap()).collect(), rule };
    let context = Context { now: NOW.parse::<Timestamp>().unwrap(), account_id: ACCOUNT_ID, region: REGION, items: &others };
    rule.evaluate(&Item::read(&case.item).unwrap(), &parameters, &context)
}
