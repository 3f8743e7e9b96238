//! Which findings a request or a filter means. Pure.
//! See <https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateFilter.html>.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api::{Condition as Asked, FindingCriteria};

/// Most conditions of a filter.
pub const MOST: usize = 50;

/// Conditions by attribute; all must hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Criteria(pub BTreeMap<String, Condition>);

/// A condition, in the words in which it was given: old names and new ones mean the same.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Condition {
    eq: Option<Vec<String>>,
    neq: Option<Vec<String>>,
    gt: Option<i32>,
    gte: Option<i32>,
    lt: Option<i32>,
    lte: Option<i32>,
    equals: Option<Vec<String>>,
    not_equals: Option<Vec<String>>,
    greater_than: Option<i64>,
    greater_than_or_equal: Option<i64>,
    less_than: Option<i64>,
    less_than_or_equal: Option<i64>,
    matches: Option<Vec<String>>,
    not_matches: Option<Vec<String>>,
}

impl From<Asked> for Condition {
    fn from(c: Asked) -> Self {
        Self {
            eq: c.eq,
            neq: c.neq,
            gt: c.gt,
            gte: c.gte,
            lt: c.lt,
            lte: c.lte,
            equals: c.equals,
            not_equals: c.not_equals,
            greater_than: c.greater_than,
            greater_than_or_equal: c.greater_than_or_equal,
            less_than: c.less_than,
            less_than_or_equal: c.less_than_or_equal,
            matches: c.matches,
            not_matches: c.not_matches,
        }
    }
}

impl From<Condition> for Asked {
    fn from(c: Condition) -> Self {
        Self {
            eq: c.eq,
            neq: c.neq,
            gt: c.gt,
            gte: c.gte,
            lt: c.lt,
            lte: c.lte,
            equals: c.equals,
            not_equals: c.not_equals,
            greater_than: c.greater_than,
            greater_than_or_equal: c.greater_than_or_equal,
            less_than: c.less_than,
            less_than_or_equal: c.less_than_or_equal,
            matches: c.matches,
            not_matches: c.not_matches,
        }
    }
}

/// What is wrong with criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaningless;

impl Criteria {
    /// Of a request. `known` says whether findings have an attribute.
    ///
    /// # Errors
    /// When there is an attribute that no finding has, a condition without a test, or there are too many.
    pub fn of(asked: Option<&FindingCriteria>, known: impl Fn(&str) -> bool) -> Result<Self, Meaningless> {
        let given = asked.and_then(|a| a.criterion.as_ref());
        let mut all = BTreeMap::new();
        for (attribute, condition) in given.into_iter().flatten() {
            if !known(attribute) || *condition == Asked::default() {
                return Err(Meaningless);
            }
            all.insert(attribute.clone(), Condition::from(condition.clone()));
        }
        if all.len() > MOST { Err(Meaningless) } else { Ok(Self(all)) }
    }

    /// As the API shows them.
    pub fn shown(&self) -> FindingCriteria {
        let all = self.0.iter().map(|(attribute, condition)| (attribute.clone(), condition.clone().into()));
        FindingCriteria { criterion: Some(all.collect()) }
    }

    /// Whether a finding, in the form of the wire, fulfils all conditions.
    pub fn matches(&self, finding: &Value) -> bool {
        self.0.iter().all(|(attribute, condition)| condition.holds(&values(finding, attribute), is_time(attribute)))
    }
}

/// Whether the values of an attribute are moments.
pub fn is_time(attribute: &str) -> bool {
    matches!(attribute, "updatedAt" | "createdAt" | "service.eventFirstSeen" | "service.eventLastSeen")
}

impl Condition {
    /// Whether the values of an attribute fulfil the condition; `time` says whether they are moments.
    pub fn holds(&self, values: &[&Value], time: bool) -> bool {
        let any = |wanted: &Option<Vec<String>>| {
            wanted.as_ref().is_none_or(|wanted| values.iter().any(|v| wanted.iter().any(|w| equal(v, w, time))))
        };
        let none = |unwanted: &Option<Vec<String>>| {
            unwanted.as_ref().is_none_or(|unwanted| !values.iter().any(|v| unwanted.iter().any(|w| equal(v, w, time))))
        };
        let like = |pattern: &str| values.iter().any(|v| text(v).is_some_and(|t| wildcard(pattern, &t)));
        any(&self.eq)
            && any(&self.equals)
            && none(&self.neq)
            && none(&self.not_equals)
            && self.matches.as_ref().is_none_or(|all| all.iter().any(|p| like(p)))
            && self.not_matches.as_ref().is_none_or(|all| !all.iter().any(|p| like(p)))
            && self.in_order(|| values.iter().filter_map(|v| number(v, time)))
    }

    /// The same for an attribute that is one moment, milliseconds since 1970, whose text is only made if it is asked for.
    pub fn holds_moment(&self, ms: i64, text: impl FnOnce() -> String) -> bool {
        let texts = [&self.eq, &self.neq, &self.equals, &self.not_equals, &self.matches, &self.not_matches];
        if texts.iter().any(|t| t.is_some()) {
            return self.holds(&[&Value::String(text())], true);
        }
        #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 lie far below 2^53")]
        self.in_order(|| std::iter::once(ms as f64))
    }

    /// Whether each bound holds for one of the numbers.
    fn in_order<I: Iterator<Item = f64>>(&self, numbers: impl Fn() -> I) -> bool {
        let order = |bound: Option<i64>, holds: fn(Ordering) -> bool| {
            bound.is_none_or(|bound| {
                #[expect(clippy::cast_precision_loss, reason = "milliseconds and severities lie far below 2^53")]
                let bound = bound as f64;
                numbers().any(|n| n.partial_cmp(&bound).is_some_and(holds))
            })
        };
        order(self.gt.map(i64::from), Ordering::is_gt)
            && order(self.greater_than, Ordering::is_gt)
            && order(self.gte.map(i64::from), Ordering::is_ge)
            && order(self.greater_than_or_equal, Ordering::is_ge)
            && order(self.lt.map(i64::from), Ordering::is_lt)
            && order(self.less_than, Ordering::is_lt)
            && order(self.lte.map(i64::from), Ordering::is_le)
            && order(self.less_than_or_equal, Ordering::is_le)
    }
}

/// The values of an attribute; through lists, those of all their items.
pub fn values<'v>(finding: &'v Value, path: &str) -> Vec<&'v Value> {
    let mut all = vec![finding];
    for name in path.split('.') {
        all = all.into_iter().filter_map(|v| v.get(name)).flat_map(items).collect();
    }
    all
}

fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        other => vec![other],
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn number(value: &Value, time: bool) -> Option<f64> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 lie far below 2^53")]
        Value::String(text) if time => text.parse::<jiff::Timestamp>().ok().map(|t| t.as_millisecond() as f64),
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_f64(),
        _ => None,
    }
}

/// Whether a value is the one that is meant; numbers as numbers, moments in milliseconds too.
fn equal(value: &Value, wanted: &str, time: bool) -> bool {
    if text(value).is_some_and(|text| text == wanted) {
        return true;
    }
    if matches!(value, Value::String(_)) && !time {
        return false;
    }
    let (Some(value), Ok(wanted)) = (number(value, time), wanted.parse::<f64>()) else { return false };
    (value - wanted).abs() < 1e-9
}

/// `*` stands for any text, `?` for one letter.
fn wildcard(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                back = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '?' || Some(c) == text.get(t) => {
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
    pattern.iter().skip(p).all(|c| *c == '*')
}

/// What a finding is sorted by: nothing first, then numbers and moments by their size, then texts by their letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rank {
    /// It does not have the attribute.
    Absent,
    /// A number.
    Number(Size),
    /// A text.
    Text(String),
}

/// A number in an order that is total, and that survives being written down: the bits of a double, turned so that they sort as it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Size(i64);

impl From<f64> for Size {
    fn from(number: f64) -> Self {
        let bits = number.to_bits().cast_signed();
        Self(bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed())
    }
}

impl Rank {
    /// The rank of a finding by an attribute.
    pub fn of(finding: &Value, attribute: &str) -> Self {
        Self::of_values(&values(finding, attribute), is_time(attribute))
    }

    /// The rank by the values of an attribute: its first counts.
    pub fn of_values(values: &[&Value], time: bool) -> Self {
        match values.first() {
            None => Self::Absent,
            Some(Value::String(given)) if !time => Self::Text(given.clone()),
            Some(value) => match number(value, time) {
                Some(number) => Self::Number(number.into()),
                None => text(value).map_or(Self::Absent, Self::Text),
            },
        }
    }

    /// The rank of a moment, milliseconds since 1970.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 lie far below 2^53")]
    pub fn of_moment(ms: i64) -> Self {
        Self::Number((ms as f64).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn finding() -> Value {
        json!({
            "severity": 8.0, "type": "Stealth:IAMUser/CloudTrailLoggingDisabled", "updatedAt": "2026-01-02T03:04:05.678Z",
            "service": {"archived": false, "count": 3}, "resource": {"s3BucketDetails": [{"name": "a"}, {"name": "b"}], "accessKeyDetails": {"userName": "ann"}},
        })
    }

    fn holds(attribute: &str, condition: Asked) -> bool {
        let asked = FindingCriteria { criterion: Some([(attribute.to_owned(), condition)].into()) };
        Criteria::of(Some(&asked), |_| true).unwrap().matches(&finding())
    }

    fn list(values: &[&str]) -> Option<Vec<String>> {
        Some(values.iter().map(|v| (*v).to_owned()).collect())
    }

    #[test]
    fn every_condition() {
        let c = Asked::default;
        for (attribute, condition, want) in [
            ("type", Asked { eq: list(&["x", "Stealth:IAMUser/CloudTrailLoggingDisabled"]), ..c() }, true),
            ("type", Asked { equals: list(&["x"]), ..c() }, false),
            ("type", Asked { neq: list(&["x"]), ..c() }, true),
            ("type", Asked { not_equals: list(&["Stealth:IAMUser/CloudTrailLoggingDisabled"]), ..c() }, false),
            ("type", Asked { matches: list(&["Stealth:*/Cloud?railLogging*"]), ..c() }, true),
            ("type", Asked { not_matches: list(&["Stealth:*"]), ..c() }, false),
            ("severity", Asked { gte: Some(8), ..c() }, true),
            ("severity", Asked { gt: Some(8), ..c() }, false),
            ("severity", Asked { lte: Some(8), gt: Some(7), ..c() }, true),
            ("severity", Asked { lt: Some(8), ..c() }, false),
            ("severity", Asked { eq: list(&["8"]), ..c() }, true),
            ("service.archived", Asked { eq: list(&["false"]), ..c() }, true),
            ("service.archived", Asked { equals: list(&["true"]), ..c() }, false),
            ("resource.s3BucketDetails.name", Asked { equals: list(&["b"]), ..c() }, true),
            ("resource.s3BucketDetails.name", Asked { not_equals: list(&["b"]), ..c() }, false),
            ("resource.s3BucketDetails.arn", Asked { equals: list(&["b"]), ..c() }, false),
            ("resource.s3BucketDetails.arn", Asked { not_equals: list(&["b"]), ..c() }, true),
            ("updatedAt", Asked { greater_than_or_equal: Some(1_767_323_045_678), ..c() }, true),
            ("updatedAt", Asked { greater_than: Some(1_767_323_045_678), ..c() }, false),
            ("updatedAt", Asked { less_than: Some(1_767_323_045_679), ..c() }, true),
            ("updatedAt", Asked { less_than_or_equal: Some(1_767_323_045_677), ..c() }, false),
        ] {
            assert_eq!(holds(attribute, condition.clone()), want, "{attribute} {condition:?}");
        }
        let none = FindingCriteria { criterion: Some([("type".to_owned(), c())].into()) };
        assert_eq!(Criteria::of(Some(&none), |_| true), Err(Meaningless));
        assert!(Criteria::of(None, |_| false).unwrap().matches(&finding()));
    }

    #[test]
    fn findings_are_put_in_order() {
        let (a, b) = (json!({"severity": 10.0, "type": "a"}), json!({"severity": 9.0, "type": "b"}));
        let order = |a: &Value, b: &Value, by: &str| Rank::of(a, by).cmp(&Rank::of(b, by));
        assert_eq!(order(&a, &b, "severity"), Ordering::Greater);
        assert_eq!(order(&a, &b, "type"), Ordering::Less);
        assert_eq!(order(&a, &b, "none"), Ordering::Equal);
        assert_eq!(order(&json!({}), &b, "type"), Ordering::Less);
    }

    /// Texts that look like numbers are texts all the same: else there would be no order at all.
    #[test]
    fn the_order_has_no_circles() {
        let named = |name: &str| json!({ "type": name });
        let mut ranks: Vec<Rank> = ["99", "123", "1a", "b"].iter().map(|n| Rank::of(&named(n), "type")).collect();
        ranks.sort();
        assert_eq!(ranks, ["123", "1a", "99", "b"].map(|n| Rank::Text(n.to_owned())));
        let size = |n: f64| Size::from(n);
        assert!(size(-2.0) < size(-1.0) && size(-1.0) < size(0.0) && size(0.0) < size(0.5) && size(0.5) < size(8.0));
    }

    #[test]
    fn a_moment_is_held_as_its_text_is() {
        let c = Asked::default;
        let (ms, text) = (1_767_323_045_678, "2026-01-02T03:04:05.678Z");
        for asked in [
            Asked { eq: list(&[text]), ..c() },
            Asked { eq: list(&["1767323045678"]), ..c() },
            Asked { neq: list(&[text]), ..c() },
            Asked { matches: list(&["2026-*"]), gt: Some(5), ..c() },
            Asked { greater_than_or_equal: Some(ms), ..c() },
            Asked { greater_than: Some(ms), ..c() },
            Asked { less_than: Some(ms + 1), greater_than: Some(3), ..c() },
        ] {
            let condition = Condition::from(asked.clone());
            let wanted = condition.holds(&[&json!(text)], true);
            assert_eq!(condition.holds_moment(ms, || text.to_owned()), wanted, "{asked:?}");
        }
    }

    proptest! {
        #[test]
        fn a_wildcard_finds_what_it_was_made_from(text in "[a-c]{0,12}", at in 0..12_usize, length in 0..6_usize) {
            let from = at.min(text.len());
            let to = (from + length).min(text.len());
            prop_assert!(wildcard(&text, &text));
            let part = |from, to| text.get(from..to).unwrap();
            let (head, tail, marks) = (part(0, from), part(to, text.len()), "?".repeat(to - from));
            let (star, mark) = (format!("{head}*{tail}"), format!("{head}{marks}{tail}"));
            prop_assert!(wildcard(&star, &text));
            prop_assert!(wildcard(&mark, &text));
            let longer = format!("{text}d");
            prop_assert!(!wildcard(&text, &longer));
        }

        #[test]
        fn what_equals_is_not_among_what_does_not(value in "[a-b]{0,2}", wanted in proptest::collection::vec("[a-b]{0,2}", 0..4)) {
            let condition = |eq, neq| Condition { eq, neq, ..Condition::default() };
            let value = json!(value);
            let holds = |c: Condition| c.holds(&[&value], false);
            prop_assert_ne!(holds(condition(Some(wanted.clone()), None)), holds(condition(None, Some(wanted))));
        }
    }
}
