//! What an effective tag policy says, as rules that can be checked.

use plane::tag_policy::TagRule;
use serde_json::Value;

/// The rules of an effective tag policy. A key whose capitalization no policy gives is written in lower case, as policies' own names of keys are.
///
/// See <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_example-tag-policies.html>.
pub(crate) fn tag_rules(effective: &Value) -> Vec<TagRule> {
    let tags = effective.get("tags").and_then(Value::as_object).into_iter().flatten();
    tags.map(|(name, rule)| TagRule {
        key: rule.get("tag_key").and_then(Value::as_str).unwrap_or(name).to_owned(),
        values: texts(rule.get("tag_value")),
        enforced_for: texts(rule.get("enforced_for")),
    })
    .collect()
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let one = value.and_then(Value::as_str).map(str::to_owned);
    let many = value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    one.into_iter().chain(many).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{effective, parse};
    use super::tag_rules;
    use crate::api::PolicyType;
    use plane::tag_policy::TagRule;

    #[test]
    fn rules_of_what_was_inherited() {
        let root = r#"{"tags":{"CostCenter":{"tag_key":{"@@assign":"CostCenter"},"tag_value":{"@@assign":["1","2*"]},
            "enforced_for":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":["kms:key"]}}}}"#;
        let unit = r#"{"tags":{"costcenter":{"tag_value":{"@@append":["3"]},"enforced_for":{"@@assign":["sqs:queue"]}},"Team":{"tag_value":{"@@assign":["red"]}}}}"#;
        let levels: Vec<_> =
            [root, unit].iter().map(|text| vec![("p".to_owned(), parse(PolicyType::TagPolicy, text).unwrap())]).collect();
        let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        assert_eq!(
            tag_rules(&effective(&levels)),
            [
                TagRule { key: "CostCenter".to_owned(), values: owned(&["1", "2*", "3"]), enforced_for: owned(&["kms:key"]) },
                TagRule { key: "team".to_owned(), values: owned(&["red"]), enforced_for: Vec::new() },
            ]
        );
        assert!(tag_rules(&effective(&[])).is_empty());
    }
}
