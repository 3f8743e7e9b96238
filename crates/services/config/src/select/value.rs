//! Properties of resources, and how they compare.

use std::cmp::Ordering;

use serde_json::Value;

use super::{Comparison, Condition, Literal};

/// Values of one property that are looked at: lists on the way give many.
const MOST: usize = 10_000;

/// Finds the values of a property: elements of lists each have it.
pub fn find<'v>(root: &'v Value, path: &[String]) -> Vec<&'v Value> {
    let mut found = vec![root];
    for name in path {
        let mut next = Vec::new();
        for value in found {
            for one in flat(value) {
                if next.len() >= MOST {
                    break;
                }
                next.extend(member(one, name));
            }
        }
        found = next;
    }
    found.into_iter().flat_map(flat).take(MOST).collect()
}

fn flat(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().flat_map(flat).collect(),
        other => vec![other],
    }
}

/// A member by its name: as it is written, else without regard to case.
pub fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let members = value.as_object()?;
    members.get(name).or_else(|| members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

/// An IPv4 address or range as its first and last address.
fn range(text: &str) -> Option<(u32, u32)> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, bits.parse::<u32>().ok().filter(|bits| *bits <= 32)?),
        None => (text, 32),
    };
    let address = u32::from(address.parse::<std::net::Ipv4Addr>().ok()?);
    let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
    Some((address & mask, address | !mask))
}

/// How a value stands to a literal; `None` where they cannot be compared.
fn compare(value: &Value, literal: &Literal) -> Option<Ordering> {
    match (value, literal) {
        (Value::String(a), Literal::Text(b)) => Some(a.as_str().cmp(b)),
        (Value::Number(a), Literal::Number(b)) => a.as_f64()?.partial_cmp(b),
        (Value::Bool(a), Literal::Boolean(b)) => Some(a.cmp(b)),
        // Numbers and truth are often written as text, on both sides.
        (Value::Number(a), Literal::Text(b)) => a.as_f64()?.partial_cmp(&b.parse().ok()?),
        (Value::String(a), Literal::Number(b)) => a.parse::<f64>().ok()?.partial_cmp(b),
        (Value::Bool(a), Literal::Text(b)) => Some(a.to_string().as_str().cmp(&b.to_ascii_lowercase())),
        (Value::String(a), Literal::Boolean(b)) => Some(a.to_ascii_lowercase().as_str().cmp(&b.to_string())),
        _ => None,
    }
}

fn equal(value: &Value, literal: &Literal) -> bool {
    if compare(value, literal) == Some(Ordering::Equal) {
        return true;
    }
    // Addresses are equal to the ranges that they lie in.
    if let (Value::String(a), Literal::Text(b)) = (value, literal)
        && (a.contains('/') || b.contains('/'))
        && let (Some(inner), Some(outer)) = (range(a), range(b))
    {
        return inner.0 >= outer.0 && inner.1 <= outer.1;
    }
    false
}

fn like(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) = (text.chars().collect(), pattern.chars().collect());
    let (mut t, mut p) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('%') => {
                back = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '_' || Some(c) == text.get(t) => {
                p += 1;
                t += 1;
            }
            _ => match back {
                Some((star, from)) => {
                    back = Some((star, from + 1));
                    p = star + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(|c| *c == '%')
}

/// Whether a condition holds for a resource.
pub fn holds(condition: &Condition, resource: &Value) -> bool {
    let any = |path: &[String], test: &dyn Fn(&Value) -> bool| find(resource, path).into_iter().any(test);
    match condition {
        Condition::And(all) => all.iter().all(|one| holds(one, resource)),
        Condition::Or(all) => all.iter().any(|one| holds(one, resource)),
        Condition::Not(one) => !holds(one, resource),
        Condition::Compare(path, comparison, literal) => match comparison {
            Comparison::Equal => any(path, &|value| equal(value, literal)),
            Comparison::Different => any(path, &|value| !value.is_null() && !equal(value, literal)),
            Comparison::Less => any(path, &|value| compare(value, literal) == Some(Ordering::Less)),
            Comparison::AtMost => any(path, &|value| compare(value, literal).is_some_and(Ordering::is_le)),
            Comparison::More => any(path, &|value| compare(value, literal) == Some(Ordering::Greater)),
            Comparison::AtLeast => any(path, &|value| compare(value, literal).is_some_and(Ordering::is_ge)),
        },
        Condition::In(path, literals) => any(path, &|value| literals.iter().any(|literal| equal(value, literal))),
        Condition::Between(path, low, high) => any(path, &|value| between(value, low, high)),
        Condition::Like(path, pattern) => any(path, &|value| match value {
            Value::String(text) => like(text, pattern),
            _ => false,
        }),
        Condition::IsNull(path) => find(resource, path).into_iter().all(Value::is_null),
    }
}

fn between(value: &Value, low: &Literal, high: &Literal) -> bool {
    if let (Value::String(text), Literal::Text(low), Literal::Text(high)) = (value, low, high)
        && let (Some(inner), Some(low), Some(high)) = (range(text), range(low), range(high))
    {
        return inner.0 >= low.0 && inner.1 <= high.1;
    }
    compare(value, low).is_some_and(Ordering::is_ge) && compare(value, high).is_some_and(Ordering::is_le)
}

/// The order of two values: nothing first, then truth, numbers, texts, and all others.
pub fn order(a: &Value, b: &Value) -> Ordering {
    let rank = |value: &Value| match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) | Value::Object(_) => 4,
    };
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Number(a), Value::Number(b)) => a.as_f64().unwrap_or_default().total_cmp(&b.as_f64().unwrap_or_default()),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        _ => rank(a).cmp(&rank(b)),
    }
}

#[cfg(test)]
mod tests {
    use super::{holds, like};
    use crate::select::Query;
    use serde_json::json;

    #[test]
    fn conditions_hold() {
        let resource = json!({
            "resourceType": "AWS::EC2::Instance",
            "configuration": {"instanceType": "t2.micro", "count": 3, "on": true, "ip": "10.0.1.7",
                "groups": [{"id": "sg-1", "ports": [22, 80]}, {"id": "sg-2"}], "nothing": null},
            "tags": [{"key": "env", "value": "prod", "tag": "env=prod"}],
        });
        for (condition, wanted) in [
            ("configuration.instanceType = 't2.micro'", true),
            ("Configuration.InstanceType = 't2.micro'", true),
            ("configuration.instanceType = 't2.large'", false),
            ("configuration.count > 2 AND configuration.count <= 3", true),
            ("configuration.count BETWEEN 1 AND 2", false),
            ("configuration.count IN (1, 3)", true),
            ("configuration.count = '3'", true),
            ("configuration.on = true", true),
            ("configuration.on = 'true'", true),
            ("configuration.groups.id = 'sg-2'", true),
            ("configuration.groups.ports = 80", true),
            ("configuration.groups.ports = 443", false),
            ("NOT configuration.groups.id = 'sg-3'", true),
            ("tags.tag = 'env=prod'", true),
            ("tags.key LIKE 'e%'", true),
            ("configuration.nothing IS NULL", true),
            ("configuration.missing IS NULL AND configuration.count IS NOT NULL", true),
            ("configuration.ip = '10.0.0.0/16'", true),
            ("configuration.ip = '10.1.0.0/16'", false),
            ("configuration.ip BETWEEN '10.0.0.0' AND '10.0.2.0'", true),
            ("configuration.ip BETWEEN '10.0.2.0' AND '10.0.3.0'", false),
            ("configuration.count <> 3", false),
            ("configuration.groups.id <> 'sg-1'", true),
            ("configuration.missing <> 'x'", false),
        ] {
            let query = Query::parse(&format!("SELECT a WHERE {condition}")).unwrap();
            assert_eq!(holds(query.condition.as_ref().unwrap(), &resource), wanted, "{condition}");
        }
    }

    #[test]
    fn patterns_fit() {
        for (text, pattern, wanted) in [
            ("abc", "a%", true),
            ("abc", "%c", true),
            ("abc", "a_c", true),
            ("abc", "a_", false),
            ("", "%", true),
            ("abcabc", "%bc%bc", true),
            ("abc", "", false),
        ] {
            assert_eq!(like(text, pattern), wanted, "{text} {pattern}");
        }
        assert!(!like(&"a".repeat(5_000), &format!("{}b", "%a".repeat(100))));
    }
}
