//! The effective policy: what root, OUs and account say, one after the other.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::document::{Element, Operator, Operators};
use super::schema::{self, Schema};
use crate::api::PolicyType;

/// Values in one setting of an effective policy.
const VALUES: usize = 1_000;
/// Characters of an effective policy: it is handed to services as one document.
const SIZE: usize = 100_000;

/// Policies attached to one root, OU or account, in the order they were attached: id and document.
pub(crate) type Level = Vec<(String, Element)>;

#[derive(Debug)]
struct Node {
    children: BTreeMap<String, Node>,
    values: Vec<Value>,
    many: bool,
    /// What the level being read may do here: decided by the levels above it.
    allowed: Operators,
    /// What the levels below may do.
    next: Operators,
    from: Vec<String>,
}

impl Node {
    fn new() -> Self {
        Self {
            children: BTreeMap::new(),
            values: Vec::new(),
            many: false,
            allowed: Operators::ALL,
            next: Operators::ALL,
            from: Vec::new(),
        }
    }

    fn apply(&mut self, element: &Element, policy: &str) {
        if !self.from.iter().any(|p| p == policy) {
            self.from.push(policy.to_owned());
        }
        if let Some(allowed) = element.allowed {
            // Whoever is below can only narrow what is allowed.
            self.next = self.next.and(allowed);
        }
        for (name, child) in &element.children {
            if let Some(known) = self.children.get_mut(name) {
                known.apply(child, policy);
            } else if self.allowed != Operators::NONE {
                let mut node = Node::new();
                node.apply(child, policy);
                self.children.insert(name.clone(), node);
            }
        }
        let allowed = self.allowed;
        for (operator, values) in element.settings.iter().filter(|(operator, _)| allowed.has(*operator)) {
            match operator {
                Operator::Assign => {
                    self.values.clear();
                    self.add(values);
                }
                Operator::Append => self.add(values),
                Operator::Remove => self.values.retain(|v| !values.contains(v)),
            }
            self.many |= element.many;
        }
    }

    fn add(&mut self, values: &[Value]) {
        for value in values {
            if !self.values.contains(value) {
                self.values.push(value.clone());
            }
        }
    }

    fn end_of_level(&mut self) {
        self.allowed = self.allowed.and(self.next);
        self.next = self.allowed;
        self.children.values_mut().for_each(Node::end_of_level);
    }

    fn value(&self) -> Option<Value> {
        if !self.children.is_empty() {
            let inner: Map<String, Value> =
                self.children.iter().filter_map(|(name, node)| Some((name.clone(), node.value()?))).collect();
            return (!inner.is_empty()).then_some(Value::Object(inner));
        }
        match self.values.as_slice() {
            [] => None,
            [only] if !self.many => Some(only.clone()),
            all => Some(Value::Array(all.to_vec())),
        }
    }
}

fn merge(levels: &[Level]) -> Node {
    let mut root = Node::new();
    for level in levels {
        for (policy, element) in level {
            root.apply(element, policy);
        }
        root.end_of_level();
    }
    root
}

/// The effective policy of what is attached along a path, root first.
pub(crate) fn effective(levels: &[Level]) -> Value {
    merge(levels).value().unwrap_or_else(|| Value::Object(Map::new()))
}

/// What keeps an effective policy from being enforced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) path: String,
    pub(crate) policies: Vec<String>,
}

/// Validates an effective policy: merging may leave out what a service needs, or make it too large.
pub(crate) fn problems(kind: PolicyType, levels: &[Level]) -> Vec<Problem> {
    let root = merge(levels);
    let mut found = Vec::new();
    check(&root, &Schema::Group(schema::of(kind)), "", &mut found);
    if root.value().is_some_and(|v| v.to_string().chars().count() > SIZE) {
        found.push(Problem {
            code: "LENGTH_EXCEEDED",
            message: format!("The effective policy has more than {SIZE} characters."),
            path: "/".to_owned(),
            policies: root.from.clone(),
        });
    }
    found
}

fn check(node: &Node, schema: &Schema, path: &str, found: &mut Vec<Problem>) {
    if node.value().is_none() {
        return;
    }
    if node.values.len() > VALUES {
        found.push(Problem {
            code: "ELEMENTS_TOO_MANY",
            message: format!("The effective policy has more than {VALUES} values here."),
            path: path.to_owned(),
            policies: node.from.clone(),
        });
    }
    if let Schema::Group(fields) = schema {
        for field in fields.iter().filter(|f| f.required) {
            if node.children.get(field.name).and_then(Node::value).is_none() {
                found.push(Problem {
                    code: "KEY_REQUIRED",
                    message: format!("The effective policy lacks {}.", field.name),
                    path: format!("{path}/{}", field.name),
                    policies: node.from.clone(),
                });
            }
        }
    }
    for (name, child) in &node.children {
        let inner = match schema {
            Schema::Group(fields) => fields.iter().find(|f| f.name == name).map(|f| f.schema),
            Schema::Map(inner) => Some(**inner),
            _ => None,
        };
        check(child, &inner.unwrap_or(Schema::Open), &format!("{path}/{name}"), found);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::super::document::parse;
    use super::{Level, effective, problems};
    use crate::api::PolicyType;

    fn levels(kind: PolicyType, texts: &[&[&str]]) -> Vec<Level> {
        let mut n = 0;
        texts
            .iter()
            .map(|level| {
                level
                    .iter()
                    .map(|text| {
                        n += 1;
                        (format!("p-{n}"), parse(kind, text).unwrap())
                    })
                    .collect()
            })
            .collect()
    }

    fn tags(texts: &[&[&str]]) -> Value {
        effective(&levels(PolicyType::TagPolicy, texts))
    }

    #[test]
    fn assign_append_and_remove_along_the_path() {
        let root = r#"{"tags":{"CostCenter":{"tag_key":{"@@assign":"CostCenter"},"tag_value":{"@@assign":["a","b"]}}}}"#;
        assert_eq!(tags(&[&[root]]), json!({"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":["a","b"]}}}));
        let append = r#"{"tags":{"costcenter":{"tag_value":{"@@append":["c","a"]}}}}"#;
        assert_eq!(tags(&[&[root], &[append]])["tags"]["costcenter"]["tag_value"], json!(["a", "b", "c"]));
        let remove = r#"{"tags":{"COSTCENTER":{"tag_value":{"@@remove":["b"]}}}}"#;
        assert_eq!(tags(&[&[root], &[append], &[remove]])["tags"]["costcenter"]["tag_value"], json!(["a", "c"]));
        let assign = r#"{"tags":{"costcenter":{"tag_key":{"@@assign":"COSTCENTER"},"tag_value":{"@@assign":["z"]}}}}"#;
        assert_eq!(tags(&[&[root], &[assign]]), json!({"tags":{"costcenter":{"tag_key":"COSTCENTER","tag_value":["z"]}}}));
    }

    #[test]
    fn policies_of_one_level_do_not_restrict_each_other() {
        let closed = r#"{"tags":{"a":{"tag_value":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":["1"]}}}}"#;
        let more = r#"{"tags":{"a":{"tag_value":{"@@append":["2"]}}}}"#;
        assert_eq!(tags(&[&[closed, more]])["tags"]["a"]["tag_value"], json!(["1", "2"]));
        assert_eq!(tags(&[&[closed], &[more]])["tags"]["a"]["tag_value"], json!(["1"]));
    }

    #[test]
    fn a_restriction_is_of_its_element_only() {
        let closed = r#"{"tags":{"@@operators_allowed_for_child_policies":["@@none"],"a":{"tag_value":{"@@assign":["1"]}}}}"#;
        let child = r#"{"tags":{"a":{"tag_value":{"@@append":["2"]}},"b":{"tag_key":{"@@assign":"B"}}}}"#;
        assert_eq!(tags(&[&[closed], &[child]]), json!({"tags":{"a":{"tag_value":["1","2"]}}}));
    }

    #[test]
    fn only_the_named_operators_are_allowed_and_nobody_below_widens_them() {
        let root = r#"{"tags":{"a":{"tag_value":{"@@operators_allowed_for_child_policies":["@@append"],"@@assign":["1"]}}}}"#;
        let assign = r#"{"tags":{"a":{"tag_value":{"@@operators_allowed_for_child_policies":["@@all"],"@@assign":["9"]}}}}"#;
        let append = r#"{"tags":{"a":{"tag_value":{"@@append":["2"]}}}}"#;
        let remove = r#"{"tags":{"a":{"tag_value":{"@@remove":["1"]}}}}"#;
        assert_eq!(tags(&[&[root], &[assign], &[append], &[remove]])["tags"]["a"]["tag_value"], json!(["1", "2"]));
    }

    #[test]
    fn ai_services_cannot_be_opted_in_where_the_root_says_no() {
        let root = r#"{"services":{"@@operators_allowed_for_child_policies":["@@none"],"default":{"@@operators_allowed_for_child_policies":["@@none"],"opt_out_policy":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":"optOut"}}}}"#;
        let child =
            r#"{"services":{"default":{"opt_out_policy":{"@@assign":"optIn"}},"lex":{"opt_out_policy":{"@@assign":"optIn"}}}}"#;
        let merged = effective(&levels(PolicyType::AiservicesOptOutPolicy, &[&[root], &[child]]));
        assert_eq!(merged, json!({"services":{"default":{"opt_out_policy":"optOut"}}}));
    }

    #[test]
    fn a_backup_plan_without_its_parts_is_invalid() {
        let part = r#"{"plans":{"Daily":{"regions":{"@@assign":["us-east-1"]}}}}"#;
        let found = problems(PolicyType::BackupPolicy, &levels(PolicyType::BackupPolicy, &[&[part]]));
        let paths: Vec<_> = found.iter().map(|p| (p.code, p.path.as_str())).collect();
        assert_eq!(paths, [("KEY_REQUIRED", "/plans/Daily/rules"), ("KEY_REQUIRED", "/plans/Daily/selections")]);
        assert_eq!(found[0].policies, ["p-1"]);
    }

    #[test]
    fn nothing_attached_is_empty() {
        assert_eq!(effective(&[]), json!({}));
    }

    fn operator() -> impl Strategy<Value = String> {
        let values = prop::collection::vec(prop::sample::select(vec!["1", "2", "3"]), 1..3);
        (
            prop::sample::select(vec!["@@assign", "@@append", "@@remove"]),
            values,
            prop::option::of(prop::sample::select(vec!["@@none", "@@all", "@@append"])),
        )
            .prop_map(|(operator, values, control)| {
                let mut setting = json!({operator: values});
                if let Some(control) = control {
                    setting["@@operators_allowed_for_child_policies"] = json!([control]);
                }
                json!({"tags": {"a": {"tag_value": setting}}}).to_string()
            })
    }

    proptest! {
        /// Once a level forbids everything, nothing below changes the outcome.
        #[test]
        fn what_is_closed_stays_closed(before in prop::collection::vec(operator(), 0..3), after in prop::collection::vec(operator(), 0..4)) {
            let closed = r#"{"tags":{"a":{"tag_value":{"@@operators_allowed_for_child_policies":["@@none"],"@@append":["x"]}}}}"#;
            let mut all: Vec<Level> = before.iter().map(|t| vec![("p".to_owned(), parse(PolicyType::TagPolicy, t).unwrap())]).collect();
            all.push(vec![("p".to_owned(), parse(PolicyType::TagPolicy, closed).unwrap())]);
            let outcome = effective(&all);
            all.extend(after.iter().map(|t| vec![("p".to_owned(), parse(PolicyType::TagPolicy, t).unwrap())]));
            prop_assert_eq!(effective(&all), outcome);
        }
    }
}
