//! Filters of the second version: conditions on members of OCSF, or of resources, in a tree of AND and OR. Pure.
//!
//! See <https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_OcsfFindingFilters.html>.

use serde_json::{Map, Value};

use crate::asff;
use crate::filter::tests_of_values::{maps_hold, parse_maps};
use crate::filter::{DateTest, IpTest, MapTest, NumberTest, Strings};

/// Most conditions of a filter, and how deep composites may nest.
const MOST: usize = 200;
const DEEPEST: usize = 8;

/// A filter that was checked.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    /// All must hold; none is fulfilled by everything.
    All(Vec<Self>),
    /// One must hold.
    Any(Vec<Self>),
    /// A condition.
    Leaf(Leaf),
}

impl Default for Node {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

/// A condition on a member.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    /// Path of the member, its parts separated by dots; lists are gone through.
    pub field: String,
    /// What must hold.
    pub test: Test,
}

/// What must hold of the values of a member.
#[derive(Debug, Clone)]
pub(crate) enum Test {
    Text(Strings),
    Number(NumberTest),
    Date(DateTest),
    Flag(bool),
    Pairs(Vec<MapTest>),
    Ip(IpTest),
}

impl Node {
    /// Reads a filter from the JSON of `OcsfFindingFilters`, `ResourcesFilters` and their like.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(filters: &Value) -> Result<Self, String> {
        let mut left = MOST;
        let composites = list(filters, "CompositeFilters");
        composite(composites, filters.get("CompositeOperator"), 0, &mut left)
    }

    /// Whether JSON is what the filter asks for.
    pub fn matches(&self, value: &Value, now_ms: i64) -> bool {
        match self {
            Self::All(nodes) => nodes.iter().all(|node| node.matches(value, now_ms)),
            Self::Any(nodes) => nodes.iter().any(|node| node.matches(value, now_ms)),
            Self::Leaf(leaf) => leaf.test.holds(&values(value, &leaf.field), now_ms),
        }
    }
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn composite(filters: &[Value], operator: Option<&Value>, depth: usize, left: &mut usize) -> Result<Node, String> {
    if depth > DEEPEST {
        return Err(format!("composite filters can be nested at most {DEEPEST} deep"));
    }
    let nodes = filters.iter().map(|filter| one(filter, depth, left)).collect::<Result<Vec<_>, _>>()?;
    Ok(joined(nodes, operator))
}

/// Nodes under an operator: all must hold where it says nothing.
fn joined(nodes: Vec<Node>, operator: Option<&Value>) -> Node {
    let any = operator.and_then(Value::as_str) == Some("OR");
    if any && !nodes.is_empty() { Node::Any(nodes) } else { Node::All(nodes) }
}

fn one(filter: &Value, depth: usize, left: &mut usize) -> Result<Node, String> {
    let mut nodes = Vec::new();
    for (name, kind) in [
        ("StringFilters", Kind::Text),
        ("DateFilters", Kind::Date),
        ("BooleanFilters", Kind::Flag),
        ("NumberFilters", Kind::Number),
        ("MapFilters", Kind::Pairs),
        ("IpFilters", Kind::Ip),
    ] {
        for condition in list(filter, name) {
            *left = left.checked_sub(1).ok_or_else(|| format!("a filter can have at most {MOST} conditions"))?;
            nodes.push(Node::Leaf(leaf(kind, condition).map_err(|problem| format!("{name}: {problem}"))?));
        }
    }
    let nested = list(filter, "NestedCompositeFilters");
    if !nested.is_empty() {
        nodes.push(composite(nested, filter.get("Operator"), depth + 1, left)?);
    }
    if nodes.is_empty() {
        return Err("a composite filter must have a condition".to_owned());
    }
    Ok(joined(nodes, filter.get("Operator")))
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Text,
    Date,
    Flag,
    Number,
    Pairs,
    Ip,
}

fn leaf(kind: Kind, condition: &Value) -> Result<Leaf, String> {
    let field = condition.get("FieldName").and_then(Value::as_str).ok_or("FieldName must be given")?.to_owned();
    let filter = condition.get("Filter").filter(|filter| filter.is_object()).ok_or("Filter must be given")?;
    let alone = std::slice::from_ref(filter);
    let test = match kind {
        Kind::Text => Test::Text(Strings::parse(alone)?),
        Kind::Date => Test::Date(DateTest::parse(filter)?),
        Kind::Flag => Test::Flag(filter.get("Value").and_then(Value::as_bool).ok_or("Value must be given")?),
        Kind::Number => Test::Number(NumberTest::parse(filter)?),
        Kind::Pairs => Test::Pairs(parse_maps(alone)?),
        Kind::Ip => Test::Ip(IpTest::parse(filter)?),
    };
    Ok(Leaf { field, test })
}

impl Test {
    /// Whether the values of a member fulfil the condition.
    pub fn holds(&self, values: &[&Value], now_ms: i64) -> bool {
        match self {
            Self::Text(strings) => {
                let texts: Vec<std::borrow::Cow<'_, str>> = values.iter().filter_map(|value| text(value)).collect();
                strings.hold(texts.iter().map(|text| &**text))
            }
            Self::Number(test) => values.iter().filter_map(|value| value.as_f64()).any(|number| test.holds(number)),
            Self::Date(test) => {
                let moments = values.iter().filter_map(|value| asff::moment_ms(value.as_str()?));
                moments.into_iter().any(|at| test.holds(at, now_ms))
            }
            Self::Flag(wanted) => values.iter().any(|value| value.as_bool() == Some(*wanted)),
            Self::Pairs(tests) => {
                let pairs: Map<String, Value> = values.iter().filter_map(|pair| named(pair)).collect();
                maps_hold(tests, &[&pairs])
            }
            Self::Ip(test) => values.iter().filter_map(|value| value.as_str()?.parse().ok()).any(|ip| test.holds(ip)),
        }
    }
}

/// A value as text, as statistics name it too.
pub(crate) fn text(value: &Value) -> Option<std::borrow::Cow<'_, str>> {
    match value {
        Value::String(text) => Some(text.as_str().into()),
        Value::Number(number) => Some(number.to_string().into()),
        Value::Bool(flag) => Some(flag.to_string().into()),
        _ => None,
    }
}

/// A pair of a list of names and values: of OCSF, or of tags of resources.
fn named(pair: &Value) -> Option<(String, Value)> {
    let name = pair.get("name").or_else(|| pair.get("Key"))?.as_str()?;
    let value = pair.get("value").or_else(|| pair.get("Value")).cloned().unwrap_or_else(|| "".into());
    Some((name.to_owned(), value))
}

/// The values at a path; through lists, those of all their items.
pub(crate) fn values<'v>(value: &'v Value, path: &str) -> Vec<&'v Value> {
    let mut all = vec![value];
    for name in path.split('.') {
        all = all.into_iter().filter_map(|value| value.get(name)).flat_map(items).collect();
    }
    all
}

fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        other => vec![other],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Node;

    const NOW: i64 = 1_768_867_200_000; // 2026-01-20

    fn event() -> Value {
        json!({
            "severity": "High", "severity_id": 4, "status_id": 1, "class_name": "Vulnerability Finding",
            "finding_info": {"title": "Root user has keys", "types": ["a", "b"], "created_time_dt": "2026-01-10T00:00:00.000Z", "tags": [{"name": "team", "value": "blue"}]},
            "resources": [{"uid": "x", "tags": [{"name": "env", "value": "prod"}]}, {"uid": "y", "tags": [{"name": "env", "value": "test"}, {"name": "empty"}]}],
            "vulnerabilities": [{"is_fix_available": true, "cve": {"cvss": [{"base_score": 7.5}, {"base_score": 5}], "epss": {"score": "0.5"}}}],
            "evidences": [{"src_endpoint": {"ip": "10.1.2.3", "port": 4000}}, {"src_endpoint": {"ip": "2001:db8::1"}}],
        })
    }

    fn holds(filters: Value) -> bool {
        Node::parse(&filters).unwrap().matches(&event(), NOW)
    }

    fn only(kind: &str, field: &str, filter: Value) -> Value {
        json!({"CompositeFilters": [{ kind: [{"FieldName": field, "Filter": filter}] }]})
    }

    #[test]
    fn every_kind_of_condition() {
        let text = |value: &str, comparison: &str| json!({"Value": value, "Comparison": comparison});
        let pair = |key: &str, value: &str, comparison: &str| json!({"Key": key, "Value": value, "Comparison": comparison});
        for (kind, field, filter, wanted) in [
            ("StringFilters", "severity", text("High", "EQUALS"), true),
            ("StringFilters", "severity", text("high", "EQUALS"), false),
            ("StringFilters", "severity", text("High", "NOT_EQUALS"), false),
            ("StringFilters", "comment", text("x", "NOT_EQUALS"), true),
            ("StringFilters", "comment", text("x", "EQUALS"), false),
            ("StringFilters", "finding_info.title", text("Root", "PREFIX"), true),
            ("StringFilters", "finding_info.title", text("Root", "PREFIX_NOT_EQUALS"), false),
            ("StringFilters", "finding_info.title", text("user has", "CONTAINS"), true),
            ("StringFilters", "finding_info.title", text("user has", "NOT_CONTAINS"), false),
            ("StringFilters", "finding_info.title", text("USER", "CONTAINS_WORD"), true),
            ("StringFilters", "finding_info.types", text("b", "EQUALS"), true),
            ("StringFilters", "finding_info.types", text("b", "NOT_EQUALS"), false),
            ("StringFilters", "resources.uid", text("y", "EQUALS"), true),
            ("StringFilters", "vulnerabilities.cve.epss.score", text("0.5", "EQUALS"), true),
            ("NumberFilters", "severity_id", json!({"Gte": 4}), true),
            ("NumberFilters", "severity_id", json!({"Gt": 4}), false),
            ("NumberFilters", "severity_id", json!({"Eq": 4, "Lte": 5}), true),
            ("NumberFilters", "vulnerabilities.cve.cvss.base_score", json!({"Gt": 7}), true),
            ("NumberFilters", "vulnerabilities.cve.cvss.base_score", json!({"Lt": 5}), false),
            ("NumberFilters", "confidence_score", json!({"Gte": 0}), false),
            (
                "DateFilters",
                "finding_info.created_time_dt",
                json!({"Start": "2026-01-01T00:00:00Z", "End": "2026-01-11T00:00:00Z"}),
                true,
            ),
            ("DateFilters", "finding_info.created_time_dt", json!({"DateRange": {"Value": 10, "Unit": "DAYS"}}), true),
            ("DateFilters", "finding_info.created_time_dt", json!({"DateRange": {"Value": 9, "Unit": "DAYS"}}), false),
            (
                "DateFilters",
                "finding_info.created_time_dt",
                json!({"DateRange": {"Value": 9, "Unit": "DAYS", "Comparison": "OLDER_THAN"}}),
                true,
            ),
            ("BooleanFilters", "vulnerabilities.is_fix_available", json!({"Value": true}), true),
            ("BooleanFilters", "vulnerabilities.is_fix_available", json!({"Value": false}), false),
            ("BooleanFilters", "vulnerabilities.is_exploit_available", json!({"Value": false}), false),
            ("MapFilters", "resources.tags", pair("env", "test", "EQUALS"), true),
            ("MapFilters", "finding_info.tags", pair("team", "blue", "EQUALS"), true),
            ("MapFilters", "finding_info.tags", pair("team", "blue", "NOT_EQUALS"), false),
            ("MapFilters", "finding_info.tags", pair("other", "blue", "NOT_EQUALS"), true),
            ("MapFilters", "finding_info.tags", pair("team", "lu", "CONTAINS"), true),
            ("IpFilters", "evidences.src_endpoint.ip", json!({"Cidr": "10.0.0.0/8"}), true),
            ("IpFilters", "evidences.src_endpoint.ip", json!({"Cidr": "2001:db8::/32"}), true),
            ("IpFilters", "evidences.dst_endpoint.ip", json!({"Cidr": "0.0.0.0/0"}), false),
        ] {
            assert_eq!(holds(only(kind, field, filter.clone())), wanted, "{field} {filter}");
        }
    }

    #[test]
    fn operators_join_conditions_and_composites() {
        let is = |field: &str, value: &str| json!({"FieldName": field, "Filter": {"Value": value, "Comparison": "EQUALS"}});
        let (yes, no) = (is("severity", "High"), is("severity", "Low"));
        let one = |filters: Value, operator: Value| json!({"StringFilters": filters, "Operator": operator});
        let null = Value::Null;
        for (filters, wanted) in [
            (json!({}), true),
            (json!({"CompositeFilters": []}), true),
            (json!({"CompositeFilters": [], "CompositeOperator": "OR"}), true),
            (json!({"CompositeFilters": [one(json!([yes, no]), null.clone())]}), false),
            (json!({"CompositeFilters": [one(json!([yes, no]), json!("AND"))]}), false),
            (json!({"CompositeFilters": [one(json!([yes, no]), json!("OR"))]}), true),
            (json!({"CompositeFilters": [one(json!([yes]), null.clone()), one(json!([no]), null.clone())]}), false),
            (
                json!({"CompositeFilters": [one(json!([yes]), null.clone()), one(json!([no]), null.clone())], "CompositeOperator": "OR"}),
                true,
            ),
            (
                json!({"CompositeFilters": [one(json!([no]), null.clone()), one(json!([no]), null)], "CompositeOperator": "OR"}),
                false,
            ),
            (
                json!({"CompositeFilters": [{"StringFilters": [no], "NestedCompositeFilters": [{"StringFilters": [yes], "NumberFilters": [{"FieldName": "status_id", "Filter": {"Eq": 1}}]}], "Operator": "OR"}]}),
                true,
            ),
            (
                json!({"CompositeFilters": [{"StringFilters": [yes], "NestedCompositeFilters": [{"StringFilters": [no]}], "Operator": "AND"}]}),
                false,
            ),
        ] {
            assert_eq!(holds(filters.clone()), wanted, "{filters}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let deep = (0..10).fold(
            json!({"NumberFilters": [{"FieldName": "severity_id", "Filter": {"Eq": 1}}]}),
            |inner, _| json!({"NestedCompositeFilters": [inner]}),
        );
        let many: Vec<Value> = (0..201).map(|_| json!({"FieldName": "severity_id", "Filter": {"Eq": 1}})).collect();
        for filters in [
            json!({"CompositeFilters": [{}]}),
            json!({"CompositeFilters": [{"Operator": "OR"}]}),
            only("StringFilters", "severity", json!({"Value": "x"})),
            only("StringFilters", "severity", json!({"Comparison": "EQUALS"})),
            only("DateFilters", "finding_info.created_time_dt", json!({})),
            only("DateFilters", "finding_info.created_time_dt", json!({"Start": "yesterday"})),
            only("BooleanFilters", "vulnerabilities.is_fix_available", json!({})),
            only("NumberFilters", "severity_id", json!({})),
            only("MapFilters", "resources.tags", json!({"Key": "a"})),
            only("IpFilters", "evidences.src_endpoint.ip", json!({"Cidr": "10.0.0.0/40"})),
            json!({"CompositeFilters": [{"StringFilters": [{"Filter": {"Value": "x", "Comparison": "EQUALS"}}]}]}),
            json!({"CompositeFilters": [deep]}),
            json!({"CompositeFilters": [{"NumberFilters": many}]}),
        ] {
            assert!(Node::parse(&filters).is_err(), "{filters}");
        }
    }
}
