//! Checking documents.

use serde_json::Value;

use super::{Node, Place, Rule, Schema};

/// Steps that a check takes at most: a schema held against a value, an element of an enumeration or of a list looked at, a stretch of a text.
const MOST_STEPS: usize = 200_000;
/// Bytes of a text that an expression goes over in a step.
const STRETCH: usize = 64;
/// Schemas within each other at most, while a document is checked.
const DEEPEST: u32 = 256;

/// What is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// JSON pointer of the value.
    pub at: String,
    /// What is wrong with it.
    pub what: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{}: {}", self.at, self.what)
    }
}

pub(super) fn check(schema: &Schema, document: &Value) -> Option<Violation> {
    let mut checker = Checker { schema, left: MOST_STEPS, depth: 0, path: Vec::new() };
    match checker.holds(0, document) {
        Ok(()) => None,
        Err(Stop::Violated(violation)) => Some(violation),
        Err(Stop::Exhausted) => {
            Some(Violation { at: String::new(), what: "the schema takes too many steps to check this document".to_owned() })
        }
    }
}

enum Stop {
    Violated(Violation),
    /// Nobody knows whether it is valid.
    Exhausted,
}

struct Checker<'a> {
    schema: &'a Schema,
    left: usize,
    depth: u32,
    path: Vec<String>,
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if whole(number) => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn whole(number: &serde_json::Number) -> bool {
    number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|n| n.fract() == 0.0)
}

/// Whether two values are the same to JSON Schema: `1` and `1.0` are.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

/// A count for comparisons.
fn many(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

impl Checker<'_> {
    fn wrong(&self, what: impl Into<String>) -> Stop {
        let at = self.path.iter().map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1"))).collect();
        Stop::Violated(Violation { at, what: what.into() })
    }

    fn must(&self, holds: bool, what: impl FnOnce() -> String) -> Result<(), Stop> {
        if holds { Ok(()) } else { Err(self.wrong(what())) }
    }

    fn spend(&mut self, steps: usize) -> Result<(), Stop> {
        self.left = self.left.checked_sub(steps).ok_or(Stop::Exhausted)?;
        Ok(())
    }

    fn holds(&mut self, place: Place, value: &Value) -> Result<(), Stop> {
        if self.depth == DEEPEST {
            return Err(Stop::Exhausted);
        }
        self.spend(1)?;
        let schema = self.schema;
        match schema.nodes.get(place) {
            None | Some(Node::Always(true)) => Ok(()),
            Some(Node::Always(false)) => Err(self.wrong("nothing may stand here")),
            Some(Node::All(rules)) => {
                self.depth += 1;
                let done = rules.iter().try_for_each(|rule| self.rule(rule, value));
                self.depth -= 1;
                done
            }
        }
    }

    /// Whether a schema holds, where that it does not is no fault by itself.
    fn fits(&mut self, place: Place, value: &Value) -> Result<bool, Stop> {
        let path = self.path.len();
        match self.holds(place, value) {
            Ok(()) => Ok(true),
            Err(Stop::Violated(_)) => {
                self.path.truncate(path);
                Ok(false)
            }
            Err(Stop::Exhausted) => Err(Stop::Exhausted),
        }
    }

    fn within(&mut self, name: String, place: Place, value: &Value) -> Result<(), Stop> {
        self.path.push(name);
        self.holds(place, value)?;
        self.path.pop();
        Ok(())
    }

    fn rule(&mut self, rule: &Rule, value: &Value) -> Result<(), Stop> {
        match rule {
            Rule::Type(types) => {
                let is = kind(value);
                let fits = types.iter().any(|wanted| *wanted == is || (*wanted == "number" && is == "integer"));
                self.must(fits, || format!("must be of the type {}, and is of {is}", types.join(" or ")))
            }
            Rule::Enum(values) => {
                self.spend(values.len())?;
                self.must(values.iter().any(|one| same(one, value)), || {
                    let shown: Vec<String> = values.iter().take(20).map(Value::to_string).collect();
                    format!("must be one of {}", shown.join(", "))
                })
            }
            Rule::Const(wanted) => self.must(same(wanted, value), || format!("must be {wanted}")),
            Rule::AllOf(places) => places.iter().try_for_each(|place| self.holds(*place, value)),
            Rule::AnyOf(places) => {
                for place in places {
                    if self.fits(*place, value)? {
                        return Ok(());
                    }
                }
                Err(self.wrong("must be as at least one schema of anyOf says"))
            }
            Rule::OneOf(places) => {
                let mut fitting = 0;
                for place in places {
                    fitting += usize::from(self.fits(*place, value)?);
                }
                self.must(fitting == 1, || format!("must be as exactly one schema of oneOf says, and is as {fitting} say"))
            }
            Rule::Not(place) => {
                let fits = self.fits(*place, value)?;
                self.must(!fits, || "must not be as the schema of not says".to_owned())
            }
            Rule::If(condition, then, otherwise) => {
                let branch = if self.fits(*condition, value)? { then } else { otherwise };
                branch.map_or(Ok(()), |place| self.holds(place, value))
            }
            Rule::Ref(place) => self.holds(*place, value),
            _ => match value {
                Value::Number(number) => self.number(rule, number.as_f64().unwrap_or_default()),
                Value::String(text) => self.text(rule, text),
                Value::Array(items) => self.array(rule, items),
                Value::Object(members) => self.object(rule, members, value),
                Value::Null | Value::Bool(_) => Ok(()),
            },
        }
    }

    fn number(&self, rule: &Rule, number: f64) -> Result<(), Stop> {
        match rule {
            Rule::MultipleOf(step) => {
                let times = number / step;
                self.must((times - times.round()).abs() < 1e-9 * times.abs().max(1.0), || format!("must be a multiple of {step}"))
            }
            Rule::Maximum(most, true) => self.must(number <= *most, || format!("must be {most} at most")),
            Rule::Maximum(most, false) => self.must(number < *most, || format!("must be below {most}")),
            Rule::Minimum(least, true) => self.must(number >= *least, || format!("must be {least} at least")),
            Rule::Minimum(least, false) => self.must(number > *least, || format!("must be above {least}")),
            _ => Ok(()),
        }
    }

    fn text(&mut self, rule: &Rule, text: &str) -> Result<(), Stop> {
        let length = || many(text.chars().count());
        match rule {
            Rule::MaxLength(most) => self.must(length() <= *most, || format!("must have {most} characters at most")),
            Rule::MinLength(least) => self.must(length() >= *least, || format!("must have {least} characters at least")),
            Rule::Pattern(regex) => {
                self.spend(text.len() / STRETCH)?;
                self.must(regex.is_match(text), || format!("must match {:?}", regex.as_str()))
            }
            _ => Ok(()),
        }
    }

    fn array(&mut self, rule: &Rule, items: &[Value]) -> Result<(), Stop> {
        match rule {
            Rule::MaxItems(most) => self.must(many(items.len()) <= *most, || format!("must have {most} elements at most")),
            Rule::MinItems(least) => self.must(many(items.len()) >= *least, || format!("must have {least} elements at least")),
            Rule::UniqueItems => {
                for (n, item) in items.iter().enumerate() {
                    let before = items.get(..n).unwrap_or_default();
                    self.spend(before.len())?;
                    self.must(!before.iter().any(|other| same(other, item)), || {
                        format!("must have no element twice; element {n} is one before it")
                    })?;
                }
                Ok(())
            }
            Rule::Items(first, others) => {
                for (n, item) in items.iter().enumerate() {
                    if let Some(place) = first.get(n).or(others.as_ref()) {
                        self.within(n.to_string(), *place, item)?;
                    }
                }
                Ok(())
            }
            Rule::Contains(place) => {
                for item in items {
                    if self.fits(*place, item)? {
                        return Ok(());
                    }
                }
                Err(self.wrong("has no element of the form that contains asks for"))
            }
            _ => Ok(()),
        }
    }

    fn object(&mut self, rule: &Rule, members: &serde_json::Map<String, Value>, whole: &Value) -> Result<(), Stop> {
        match rule {
            Rule::MaxProperties(most) => {
                self.must(many(members.len()) <= *most, || format!("must have {most} properties at most"))
            }
            Rule::MinProperties(least) => {
                self.must(many(members.len()) >= *least, || format!("must have {least} properties at least"))
            }
            Rule::Required(names) => names
                .iter()
                .try_for_each(|name| self.must(members.contains_key(name), || format!("the property {name} is missing"))),
            Rule::Properties { named, patterns, others } => {
                for (name, value) in members {
                    let mut known = false;
                    self.spend(patterns.len() * (1 + name.len() / STRETCH))?;
                    if let Some(place) = named.get(name) {
                        known = true;
                        self.within(name.clone(), *place, value)?;
                    }
                    for (_, place) in patterns.iter().filter(|(regex, _)| regex.is_match(name)) {
                        known = true;
                        self.within(name.clone(), *place, value)?;
                    }
                    if let (false, Some(place)) = (known, others) {
                        if matches!(self.schema.nodes.get(*place), Some(Node::Always(false))) {
                            return Err(self.wrong(format!("there is no property {name} in the schema")));
                        }
                        self.within(name.clone(), *place, value)?;
                    }
                }
                Ok(())
            }
            Rule::PropertyNames(place) => {
                members.keys().try_for_each(|name| self.within(name.clone(), *place, &Value::String(name.clone())))
            }
            Rule::DependentRequired(name, needed) if members.contains_key(name) => needed.iter().try_for_each(|other| {
                self.must(members.contains_key(other), || format!("with {name} the property {other} is needed"))
            }),
            Rule::DependentSchema(name, place) if members.contains_key(name) => self.holds(*place, whole),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::Schema;

    /// A schema, documents that are valid, and documents that are not with the place of the fault.
    type Case = (Value, Vec<Value>, Vec<(Value, &'static str)>);

    fn schema(rules: Value) -> Result<Schema, String> {
        let mut whole = json!({"typeName": "My::Own::Thing", "properties": {}});
        if let (Some(whole), Value::Object(rules)) = (whole.as_object_mut(), rules) {
            whole.extend(rules);
        }
        Schema::read(&whole.to_string(), "My::Own::Thing")
    }

    #[test]
    fn documents_are_held_against_every_demand() {
        let property = |schema: Value| json!({"properties": {"a": schema}, "additionalProperties": false});
        let cases: Vec<Case> = vec![
            (
                property(json!({"type": "string"})),
                vec![json!({}), json!({"a": "x"})],
                vec![(json!({"a": 1}), "/a"), (json!({"b": 1}), "")],
            ),
            (
                property(json!({"type": ["integer", "null"]})),
                vec![json!({"a": 1.0}), json!({"a": null})],
                vec![(json!({"a": 1.5}), "/a")],
            ),
            (
                property(json!({"type": "number", "minimum": 1, "exclusiveMaximum": 3, "multipleOf": 0.5})),
                vec![json!({"a": 1}), json!({"a": 2.5})],
                vec![(json!({"a": 0.5}), "/a"), (json!({"a": 3}), "/a"), (json!({"a": 1.2}), "/a")],
            ),
            (property(json!({"enum": ["x", 1]})), vec![json!({"a": "x"}), json!({"a": 1.0})], vec![(json!({"a": "y"}), "/a")]),
            (property(json!({"const": {"k": [1]}})), vec![json!({"a": {"k": [1]}})], vec![(json!({"a": {"k": [2]}}), "/a")]),
            (
                property(json!({"minLength": 2, "maxLength": 3, "pattern": "^[a-zä]+$"})),
                vec![json!({"a": "äb"}), json!({"a": 7})],
                vec![(json!({"a": "x"}), "/a"), (json!({"a": "abcd"}), "/a"), (json!({"a": "AB"}), "/a")],
            ),
            (
                property(json!({"items": {"type": "integer"}, "minItems": 1, "maxItems": 3, "uniqueItems": true})),
                vec![json!({"a": [1, 2]})],
                vec![
                    (json!({"a": []}), "/a"),
                    (json!({"a": [1, 2, 3, 4]}), "/a"),
                    (json!({"a": [1, 1.0]}), "/a"),
                    (json!({"a": [1, "x"]}), "/a/1"),
                ],
            ),
            (
                property(
                    json!({"items": [{"type": "string"}], "additionalItems": {"type": "integer"}, "contains": {"const": 5}}),
                ),
                vec![json!({"a": ["x", 5]})],
                vec![(json!({"a": ["x", 4]}), "/a"), (json!({"a": [5]}), "/a/0"), (json!({"a": ["x", 5, "y"]}), "/a/2")],
            ),
            (
                json!({"required": ["a"], "minProperties": 2, "maxProperties": 3}),
                vec![json!({"a": 1, "b": 2})],
                vec![(json!({"b": 1, "c": 2}), ""), (json!({"a": 1}), ""), (json!({"a": 1, "b": 2, "c": 3, "d": 4}), "")],
            ),
            (
                json!({"patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": {"type": "integer"}, "propertyNames": {"maxLength": 4}}),
                vec![json!({"x-a": "s", "n": 1})],
                vec![(json!({"x-a": 1}), "/x-a"), (json!({"n": "s"}), "/n"), (json!({"x-abc": "s"}), "/x-abc")],
            ),
            (
                json!({"dependencies": {"a": ["b"], "c": {"required": ["d"]}}}),
                vec![json!({}), json!({"a": 1, "b": 1}), json!({"c": 1, "d": 1})],
                vec![(json!({"a": 1}), ""), (json!({"c": 1}), "")],
            ),
            (
                json!({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
                vec![json!({"a": 1}), json!({"a": 1, "b": 1})],
                vec![(json!({}), "")],
            ),
            (
                json!({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}),
                vec![json!({"a": 1})],
                vec![(json!({}), ""), (json!({"a": 1, "b": 1}), "")],
            ),
            (
                json!({"allOf": [{"required": ["a"]}, {"not": {"required": ["b"]}}]}),
                vec![json!({"a": 1})],
                vec![(json!({}), ""), (json!({"a": 1, "b": 1}), "")],
            ),
            (
                json!({"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}),
                vec![json!({"a": 1, "b": 1}), json!({"c": 1})],
                vec![(json!({"a": 1}), ""), (json!({}), "")],
            ),
            (
                json!({"definitions": {"tree": {"properties": {"~/": {"$ref": "#/definitions/tree"}}, "additionalProperties": false}}, "properties": {"t": {"$ref": "#/definitions/tree"}}}),
                vec![json!({"t": {"~/": {"~/": {}}}})],
                vec![(json!({"t": {"~/": {"x": 1}}}), "/t/~0~1")],
            ),
        ];
        for (rules, valid, invalid) in cases {
            let schema = schema(rules.clone()).unwrap_or_else(|error| panic!("{rules}: {error}"));
            for document in valid {
                assert_eq!(schema.check(&document), None, "{rules}: {document}");
            }
            for (document, at) in invalid {
                assert_eq!(schema.check(&document).map(|v| v.at).as_deref(), Some(at), "{rules}: {document}");
            }
        }
    }

    #[test]
    fn schemas_that_cannot_be_used_say_where() {
        for (rules, what) in [
            (json!({"properties": 1}), "no properties"),
            (json!({"properties": {"a": {"type": "text"}}}), "#/properties/a"),
            (json!({"properties": {"a": 1}}), "#/properties/a"),
            (json!({"properties": {"a": {"$ref": "https://example.com/x"}}}), "within the schema"),
            (json!({"properties": {"a": {"$ref": "#/definitions/none"}}}), "nothing at"),
            (json!({"properties": {"a": {"pattern": "(?=x)"}}}), "regular expression"),
            (json!({"properties": {"a": {"pattern": "(a{1000}){1000}"}}}), "regular expression"),
            (json!({"unevaluatedProperties": false}), "unevaluatedProperties is not supported"),
            (json!({"typeName": "Other::Own::Thing"}), "of the type"),
        ] {
            let error = schema(rules.clone()).expect_err(&rules.to_string());
            assert!(error.contains(what), "{rules}: {error}");
        }
        let many: serde_json::Map<String, Value> = (0..200).map(|n| (format!("p{n}"), json!({"pattern": "x"}))).collect();
        assert!(schema(json!({"properties": many})).is_err_and(|error| error.contains("more than 100 regular expressions")));
        assert!(Schema::read("{", "My::Own::Thing").is_err_and(|error| error.contains("not valid JSON")));
    }

    #[test]
    fn hostile_schemas_end() {
        // A schema that is its own condition, and one whose branches double at each level.
        let endless = schema(json!({"allOf": [{"$ref": "#"}]})).unwrap();
        assert!(endless.check(&json!({})).is_some_and(|v| v.what.contains("too many steps")));
        let doubling = json!({"definitions": {"d": {"anyOf": [
            {"properties": {"a": {"$ref": "#/definitions/d"}, "b": false}, "required": ["b"]},
            {"properties": {"a": {"$ref": "#/definitions/d"}}, "required": ["c"]}]}}, "properties": {"a": {"$ref": "#/definitions/d"}}});
        let mut document = json!({"c": 1});
        for _ in 0..60 {
            document = json!({"a": document});
        }
        assert!(schema(doubling).unwrap().check(&document).is_some());
        let many: Vec<u32> = (0..100_000).collect();
        let unique = schema(json!({"properties": {"a": {"uniqueItems": true}}})).unwrap();
        assert!(unique.check(&json!({"a": many})).is_some_and(|v| v.what.contains("too many steps")));
    }
}
