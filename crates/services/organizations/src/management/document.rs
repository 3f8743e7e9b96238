//! Reading a management policy: JSON, operators and the form its type demands.

use serde_json::{Map, Value};

use super::schema::{self, Field, Schema};
use crate::api::PolicyType;

/// Deepest nesting of a document.
const DEPTH: usize = 16;

/// A value-setting operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Operator {
    Assign,
    Append,
    Remove,
}

const OPERATORS: [(&str, Operator); 3] =
    [("@@assign", Operator::Assign), ("@@append", Operator::Append), ("@@remove", Operator::Remove)];
const CONTROL: &str = "@@operators_allowed_for_child_policies";

/// A set of operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Operators(u8);

impl Operators {
    pub(crate) const ALL: Self = Self(7);
    pub(crate) const NONE: Self = Self(0);

    pub(crate) fn has(self, operator: Operator) -> bool {
        self.0 & (1 << operator as u8) != 0
    }

    fn with(self, operator: Operator) -> Self {
        Self(self.0 | (1 << operator as u8))
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// An element of a policy.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Element {
    /// What policies further down may do, if it says so.
    pub(crate) allowed: Option<Operators>,
    /// Elements in it.
    pub(crate) children: Vec<(String, Element)>,
    /// What it does to a setting, in the order the operators are applied.
    pub(crate) settings: Vec<(Operator, Vec<Value>)>,
    /// Whether the setting holds a list.
    pub(crate) many: bool,
}

/// Why a document is not a policy of its type, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("The provided policy document does not meet the requirements of the specified policy type. ({reason} at {path})")]
pub(crate) struct Malformed {
    path: String,
    reason: String,
}

fn malformed(path: &str, reason: impl Into<String>) -> Malformed {
    Malformed { path: if path.is_empty() { "/".to_owned() } else { path.to_owned() }, reason: reason.into() }
}

/// Reads a policy of a type.
pub(crate) fn parse(kind: PolicyType, content: &str) -> Result<Element, Malformed> {
    let value: Value = serde_json::from_str(content).map_err(|e| malformed("", format!("not JSON: {e}")))?;
    let Value::Object(object) = &value else { return Err(malformed("", "not an object")) };
    let fields = schema::of(kind);
    if object.is_empty() {
        return Err(malformed("", "empty"));
    }
    element(object, &Schema::Group(fields), "", kind == PolicyType::TagPolicy, 0)
}

fn element(object: &Map<String, Value>, schema: &Schema, path: &str, fold: bool, depth: usize) -> Result<Element, Malformed> {
    if depth > DEPTH {
        return Err(malformed(path, "nested too deeply"));
    }
    let mut made = Element { allowed: None, children: Vec::new(), settings: Vec::new(), many: false };
    for (key, value) in object {
        let here = format!("{path}/{key}");
        if key == CONTROL {
            made.allowed = Some(control(value, &here)?);
        } else if let Some((_, operator)) = OPERATORS.iter().find(|(name, _)| name == key) {
            made.settings.push((*operator, setting(*operator, value, schema, &here)?));
            made.many |= value.is_array() || matches!(schema, Schema::Many(_));
        } else if key.starts_with("@@") {
            return Err(malformed(&here, "unknown operator"));
        } else {
            let Value::Object(inner) = value else { return Err(malformed(&here, "not an object")) };
            let inner_schema = match schema {
                Schema::Group(fields) => {
                    find(fields, key).map(|f| &f.schema).ok_or_else(|| malformed(&here, "unknown element"))?
                }
                Schema::Map(inner) => *inner,
                Schema::Open => &Schema::Open,
                Schema::One(_) | Schema::Many(_) => return Err(malformed(&here, "a setting holds no elements")),
            };
            // Policy keys of tag policies are not sensitive to case; the effective policy shows them in lower case.
            let name = if fold && depth == 1 { key.to_lowercase() } else { key.clone() };
            if made.children.iter().any(|(n, _)| *n == name) {
                return Err(malformed(&here, "named twice"));
            }
            made.children.push((name, element(inner, inner_schema, &here, fold, depth + 1)?));
        }
    }
    if !made.settings.is_empty() && !made.children.is_empty() {
        return Err(malformed(path, "holds both a setting and elements"));
    }
    made.settings.sort_by_key(|(operator, _)| *operator);
    Ok(made)
}

fn find<'a>(fields: &'a [Field], key: &str) -> Option<&'a Field> {
    fields.iter().find(|f| f.name == key)
}

fn control(value: &Value, path: &str) -> Result<Operators, Malformed> {
    let one;
    let list = match value {
        Value::Array(list) => list.as_slice(),
        Value::String(_) => {
            one = [value.clone()];
            one.as_slice()
        }
        _ => return Err(malformed(path, "not a list of operators")),
    };
    if list.is_empty() {
        return Err(malformed(path, "empty"));
    }
    let mut allowed = Operators::NONE;
    for item in list {
        match item.as_str() {
            Some("@@all") if list.len() == 1 => allowed = Operators::ALL,
            Some("@@none") if list.len() == 1 => {}
            Some(name) => match OPERATORS.iter().find(|(n, _)| *n == name) {
                Some((_, operator)) => allowed = allowed.with(*operator),
                None => return Err(malformed(path, format!("{name} is not an operator, or not alone"))),
            },
            None => return Err(malformed(path, "not a list of operators")),
        }
    }
    Ok(allowed)
}

fn setting(operator: Operator, value: &Value, schema: &Schema, path: &str) -> Result<Vec<Value>, Malformed> {
    let (rule, many) = match schema {
        Schema::One(rule) => (Some(*rule), false),
        Schema::Many(rule) => (Some(*rule), true),
        Schema::Open => (None, true),
        Schema::Group(_) | Schema::Map(_) => return Err(malformed(path, "an operator where elements belong")),
    };
    if !many && operator != Operator::Assign {
        return Err(malformed(path, "a setting with one value knows only @@assign"));
    }
    let values = match value {
        Value::Array(list) if many => list.clone(),
        Value::Array(_) => return Err(malformed(path, "a list where one value belongs")),
        other => vec![other.clone()],
    };
    for value in &values {
        match (rule, value) {
            (Some(rule), Value::String(text)) => {
                if !rule.holds(text) {
                    return Err(malformed(path, format!("{text:?} is not {}", rule.wants())));
                }
            }
            (None, Value::String(_) | Value::Bool(_) | Value::Number(_)) => {}
            _ => return Err(malformed(path, "not a string")),
        }
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::api::PolicyType;

    fn ok(kind: PolicyType, text: &str) {
        parse(kind, text).unwrap_or_else(|e| panic!("{text}: {e}"));
    }
    fn bad(kind: PolicyType, text: &str) {
        assert!(parse(kind, text).is_err(), "{text}");
    }

    #[test]
    fn documents_of_each_type() {
        use PolicyType::*;
        ok(
            TagPolicy,
            r#"{"tags":{"CostCenter":{"tag_key":{"@@assign":"CostCenter"},"tag_value":{"@@assign":["100","200"]},"enforced_for":{"@@assign":["ec2:instance"]}}}}"#,
        );
        ok(
            AiservicesOptOutPolicy,
            r#"{"services":{"@@operators_allowed_for_child_policies":["@@none"],"default":{"opt_out_policy":{"@@assign":"optOut"}}}}"#,
        );
        ok(
            BackupPolicy,
            r#"{"plans":{"Daily":{"regions":{"@@assign":["us-east-1"]},"rules":{"Hourly":{"schedule_expression":{"@@assign":"cron(0 5 ? * * *)"},"target_backup_vault_name":{"@@assign":"Vault"},"lifecycle":{"delete_after_days":{"@@assign":"35"}}}},"selections":{"tags":{"all":{"iam_role_arn":{"@@assign":"arn:aws:iam::$account:role/Backup"},"tag_key":{"@@assign":"backup"},"tag_value":{"@@assign":["daily"]}}}}}}}"#,
        );
        ok(
            DeclarativePolicyEc2,
            r#"{"ec2_attributes":{"serial_console_access":{"status":{"@@assign":"disabled"}},"exception_message":{"@@assign":"Ask the platform team."}}}"#,
        );
        ok(
            ChatbotPolicy,
            r#"{"chatbot":{"platforms":{"slack":{"client":{"@@assign":"enabled"},"workspaces":{"@@assign":["T1"]}}}}}"#,
        );
        ok(SecurityhubPolicy, r#"{"securityhub":{"enable_in_regions":{"@@assign":["ALL_SUPPORTED"]}}}"#);
        ok(S3Policy, r#"{"s3_attributes":{"public_access_block_configuration":{"@@assign":"all"}}}"#);
    }

    #[test]
    fn what_is_not_a_policy() {
        use PolicyType::*;
        for text in [
            "",
            "[]",
            "{}",
            r#"{"services":{}}"#,
            r#"{"tags":[]}"#,
            r#"{"tags":{"a":{"tag_key":"A"}}}"#,
            r#"{"tags":{"a":{"tag_key":{"@@append":["A"]}}}}"#,
            r#"{"tags":{"a":{"tag_key":{"@@assign":["A"]}}}}"#,
            r#"{"tags":{"a":{"tag_value":{"@@assign":[1]}}}}"#,
            r#"{"tags":{"a":{"tag_value":{"@@add":["1"]}}}}"#,
            r#"{"tags":{"a":{"colour":{"@@assign":["1"]}}}}"#,
            r#"{"tags":{"a":{},"A":{}}}"#,
            r#"{"tags":{"@@assign":["x"]}}"#,
            r#"{"tags":{"@@operators_allowed_for_child_policies":["@@none","@@assign"]}}"#,
            r#"{"tags":{"@@operators_allowed_for_child_policies":[]}}"#,
        ] {
            bad(TagPolicy, text);
        }
        bad(AiservicesOptOutPolicy, r#"{"services":{"default":{"opt_out_policy":{"@@assign":"maybe"}}}}"#);
        bad(BackupPolicy, r#"{"plans":{"Daily":{"rules":{"r":{"lifecycle":{"delete_after_days":{"@@assign":"soon"}}}}}}}"#);
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = format!("{}{}", r#"{"a":"#.repeat(40), "{}".to_owned() + &"}".repeat(40));
        bad(PolicyType::BedrockPolicy, &deep);
    }
}
