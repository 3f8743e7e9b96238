//! Reading schemas.

use std::collections::{BTreeMap, HashMap};

use regex::{Regex, RegexBuilder};
use serde_json::{Map, Value};

use super::{LONGEST, Node, Place, Rule, Schema};

/// Schemas in a schema at most.
const MOST: usize = 20_000;
/// Regular expressions in a schema at most, and the memory that each compiles to and needs to match, bytes.
const MOST_PATTERNS: usize = 100;
const LARGEST_REGEX: usize = 512 << 10;
const LARGEST_AUTOMATON: usize = 256 << 10;
const TYPES: [&str; 7] = ["null", "boolean", "object", "array", "number", "integer", "string"];

/// Members that demand nothing: descriptions, and what CloudFormation's provisioning reads.
const SILENT: &[&str] = &[
    "$schema",
    "$comment",
    "title",
    "description",
    "default",
    "examples",
    "format",
    "readOnly",
    "writeOnly",
    "contentMediaType",
    "contentEncoding",
    "definitions",
    "$defs",
    "typeName",
    "sourceUrl",
    "documentationUrl",
    "primaryIdentifier",
    "additionalIdentifiers",
    "readOnlyProperties",
    "writeOnlyProperties",
    "conditionalCreateOnlyProperties",
    "nonPublicProperties",
    "nonPublicDefinitions",
    "createOnlyProperties",
    "deprecatedProperties",
    "handlers",
    "tagging",
    "taggable",
    "replacementStrategy",
    "typeConfiguration",
    "propertyTransform",
    "remote",
    "resourceLink",
    "insertionOrder",
    "arrayType",
    "relationshipRef",
];

pub(super) fn read(text: &str, type_name: &str) -> Result<Schema, String> {
    if text.len() > LONGEST {
        return Err(format!("The schema is longer than {LONGEST} bytes."));
    }
    let whole: Value = serde_json::from_str(text).map_err(|error| format!("The schema is not valid JSON: {error}."))?;
    let Value::Object(top) = &whole else { return Err("The schema must be a JSON object.".to_owned()) };
    match top.get("typeName") {
        Some(Value::String(name)) if name == type_name => {}
        Some(name) => return Err(format!("The schema is of the type {name}, not {type_name}.")),
        None => return Err("The schema has no typeName.".to_owned()),
    }
    if !top.get("properties").is_some_and(Value::is_object) {
        return Err("The schema has no properties.".to_owned());
    }
    let mut reader = Reader { whole: &whole, places: HashMap::new(), nodes: Vec::new(), open: Vec::new(), patterns: 0 };
    reader.place(&whole, String::new())?;
    while let Some((place, value, pointer)) = reader.open.pop() {
        let node = reader.node(value, &pointer)?;
        if let Some(there) = reader.nodes.get_mut(place) {
            *there = node;
        }
    }
    Ok(Schema { nodes: reader.nodes })
}

struct Reader<'a> {
    whole: &'a Value,
    /// Places by JSON pointers.
    places: HashMap<String, Place>,
    nodes: Vec<Node>,
    /// Schemas that have a place and were not read yet.
    open: Vec<(Place, &'a Value, String)>,
    /// Regular expressions that were read.
    patterns: usize,
}

/// A segment of a JSON pointer (RFC 6901).
fn segment(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn at(pointer: &str) -> String {
    if pointer.is_empty() { "#".to_owned() } else { format!("#{pointer}") }
}

fn number(value: &Value, pointer: &str, name: &str) -> Result<f64, String> {
    value.as_f64().ok_or_else(|| format!("{}: {name} must be a number.", at(pointer)))
}

fn count(value: &Value, pointer: &str, name: &str) -> Result<u64, String> {
    value.as_u64().ok_or_else(|| format!("{}: {name} must be a whole number from 0.", at(pointer)))
}

fn names(value: &Value, pointer: &str, name: &str) -> Result<Vec<String>, String> {
    let all = value.as_array().and_then(|all| all.iter().map(|one| one.as_str().map(str::to_owned)).collect());
    all.ok_or_else(|| format!("{}: {name} must be a list of names.", at(pointer)))
}

/// An expression with the classes that it has in JSON Schema, as ECMA 262 defines them: digits and letters are those of ASCII.
fn ascii_classes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(next) = rest.next() {
        match (next, if next == '\\' { rest.next() } else { None }) {
            ('\\', Some('w')) => out.push_str("[0-9A-Za-z_]"),
            ('\\', Some('W')) => out.push_str("[^0-9A-Za-z_]"),
            ('\\', Some('d')) => out.push_str("[0-9]"),
            ('\\', Some('D')) => out.push_str("[^0-9]"),
            (first, second) => {
                out.push(first);
                out.extend(second);
            }
        }
    }
    out
}

impl<'a> Reader<'a> {
    fn pattern(&mut self, text: &str, pointer: &str) -> Result<Regex, String> {
        self.patterns += 1;
        if self.patterns > MOST_PATTERNS {
            return Err(format!("The schema has more than {MOST_PATTERNS} regular expressions."));
        }
        let built = RegexBuilder::new(&ascii_classes(text)).size_limit(LARGEST_REGEX).dfa_size_limit(LARGEST_AUTOMATON).build();
        // Expressions that look around or back have no bound on their time: they are refused.
        built.map_err(|error| format!("{}: the regular expression {text:?} cannot be used: {error}", at(pointer)))
    }

    /// The place of a schema, which is read later if it was not met before.
    fn place(&mut self, value: &'a Value, pointer: String) -> Result<Place, String> {
        if let Some(place) = self.places.get(&pointer) {
            return Ok(*place);
        }
        let place = self.nodes.len();
        if place >= MOST {
            return Err(format!("The schema has more than {MOST} schemas in it."));
        }
        self.nodes.push(Node::Always(true));
        self.places.insert(pointer.clone(), place);
        self.open.push((place, value, pointer));
        Ok(place)
    }

    fn list(&mut self, value: &'a Value, pointer: &str, name: &str) -> Result<Vec<Place>, String> {
        let all = value.as_array().filter(|all| !all.is_empty());
        let all = all.ok_or_else(|| format!("{}: {name} must be a list of schemas.", at(pointer)))?;
        all.iter().enumerate().map(|(n, one)| self.place(one, format!("{pointer}/{name}/{n}"))).collect()
    }

    fn members(&mut self, value: &'a Value, pointer: &str, name: &str) -> Result<BTreeMap<String, Place>, String> {
        let all = value.as_object().ok_or_else(|| format!("{}: {name} must be an object.", at(pointer)))?;
        let place =
            |(key, one): (&String, &'a Value)| Ok((key.clone(), self.place(one, format!("{pointer}/{name}/{}", segment(key)))?));
        all.iter().map(place).collect()
    }

    fn one(&mut self, members: &'a Map<String, Value>, pointer: &str, name: &str) -> Result<Option<Place>, String> {
        members.get(name).map(|value| self.place(value, format!("{pointer}/{name}"))).transpose()
    }

    fn node(&mut self, value: &'a Value, pointer: &str) -> Result<Node, String> {
        let members = match value {
            Value::Bool(always) => return Ok(Node::Always(*always)),
            Value::Object(members) => members,
            _ => return Err(format!("{}: a schema must be an object, true or false.", at(pointer))),
        };
        // As draft 7 has it, what stands beside a reference says nothing.
        if let Some(target) = members.get("$ref") {
            return Ok(Node::All(vec![Rule::Ref(self.target(target, pointer)?)]));
        }
        let mut rules = Vec::new();
        for (name, value) in members {
            if let Some(rule) = self.rule(members, name, value, pointer)? {
                rules.push(rule);
            }
        }
        if ["properties", "patternProperties", "additionalProperties"].iter().any(|name| members.contains_key(*name)) {
            rules.push(self.properties(members, pointer)?);
        }
        if members.contains_key("items") || members.contains_key("additionalItems") {
            rules.extend(self.items(members, pointer)?);
        }
        if let Some(condition) = self.one(members, pointer, "if")? {
            rules.push(Rule::If(condition, self.one(members, pointer, "then")?, self.one(members, pointer, "else")?));
        }
        for (name, value) in members.get("dependencies").and_then(Value::as_object).into_iter().flatten() {
            rules.push(match value {
                Value::Array(_) => Rule::DependentRequired(name.clone(), names(value, pointer, "dependencies")?),
                _ => Rule::DependentSchema(name.clone(), self.place(value, format!("{pointer}/dependencies/{}", segment(name)))?),
            });
        }
        Ok(Node::All(rules))
    }

    fn target(&mut self, target: &Value, pointer: &str) -> Result<Place, String> {
        let text = target.as_str().ok_or_else(|| format!("{}: $ref must be a text.", at(pointer)))?;
        let inner = text.strip_prefix('#');
        let inner =
            inner.ok_or_else(|| format!("{}: only references within the schema can be followed, not {text:?}.", at(pointer)))?;
        let whole = self.whole;
        let found = whole.pointer(inner).ok_or_else(|| format!("{}: there is nothing at {text:?}.", at(pointer)))?;
        self.place(found, inner.to_owned())
    }

    /// What a member demands by itself.
    fn rule(
        &mut self,
        members: &'a Map<String, Value>,
        name: &str,
        value: &'a Value,
        pointer: &str,
    ) -> Result<Option<Rule>, String> {
        let wrong = |what: &str| format!("{}: {name} {what}", at(pointer));
        Ok(Some(match name {
            "type" => {
                let named = match value {
                    Value::String(one) => vec![one.clone()],
                    _ => names(value, pointer, name)?,
                };
                let known = |named: String| {
                    TYPES.into_iter().find(|one| *one == named).ok_or_else(|| wrong(&format!("{named:?} is none.")))
                };
                Rule::Type(named.into_iter().map(known).collect::<Result<_, _>>()?)
            }
            "enum" => Rule::Enum(value.as_array().ok_or_else(|| wrong("must be a list."))?.clone()),
            "const" => Rule::Const(value.clone()),
            "multipleOf" => Rule::MultipleOf(
                Some(number(value, pointer, name)?).filter(|n| *n > 0.0).ok_or_else(|| wrong("must be above 0."))?,
            ),
            "maximum" => Rule::Maximum(number(value, pointer, name)?, true),
            "exclusiveMaximum" => Rule::Maximum(number(value, pointer, name)?, false),
            "minimum" => Rule::Minimum(number(value, pointer, name)?, true),
            "exclusiveMinimum" => Rule::Minimum(number(value, pointer, name)?, false),
            "maxLength" => Rule::MaxLength(count(value, pointer, name)?),
            "minLength" => Rule::MinLength(count(value, pointer, name)?),
            "pattern" => Rule::Pattern(self.pattern(value.as_str().ok_or_else(|| wrong("must be a text."))?, pointer)?),
            "maxItems" => Rule::MaxItems(count(value, pointer, name)?),
            "minItems" => Rule::MinItems(count(value, pointer, name)?),
            "uniqueItems" => return Ok((*value == Value::Bool(true)).then_some(Rule::UniqueItems)),
            "contains" => match self.one(members, pointer, name)? {
                Some(place) => Rule::Contains(place),
                None => return Ok(None),
            },
            "maxProperties" => Rule::MaxProperties(count(value, pointer, name)?),
            "minProperties" => Rule::MinProperties(count(value, pointer, name)?),
            "required" => Rule::Required(names(value, pointer, name)?),
            "propertyNames" => match self.one(members, pointer, name)? {
                Some(place) => Rule::PropertyNames(place),
                None => return Ok(None),
            },
            "allOf" => Rule::AllOf(self.list(value, pointer, name)?),
            "anyOf" => Rule::AnyOf(self.list(value, pointer, name)?),
            "oneOf" => Rule::OneOf(self.list(value, pointer, name)?),
            "not" => match self.one(members, pointer, name)? {
                Some(place) => Rule::Not(place),
                None => return Ok(None),
            },
            // Read with each other.
            "properties"
            | "patternProperties"
            | "additionalProperties"
            | "items"
            | "additionalItems"
            | "if"
            | "then"
            | "else" => return Ok(None),
            "dependencies" if value.is_object() => return Ok(None),
            _ if SILENT.contains(&name) => return Ok(None),
            _ => return Err(wrong("is not supported in the schema of a resource type.")),
        }))
    }

    fn properties(&mut self, members: &'a Map<String, Value>, pointer: &str) -> Result<Rule, String> {
        let named = match members.get("properties") {
            Some(value) => self.members(value, pointer, "properties")?,
            None => BTreeMap::new(),
        };
        let patterns = match members.get("patternProperties") {
            Some(value) => {
                let places = self.members(value, pointer, "patternProperties")?;
                let compiled = |(text, place): (String, Place)| Ok::<_, String>((self.pattern(&text, pointer)?, place));
                places.into_iter().map(compiled).collect::<Result<_, _>>()?
            }
            None => Vec::new(),
        };
        Ok(Rule::Properties { named, patterns, others: self.one(members, pointer, "additionalProperties")? })
    }

    fn items(&mut self, members: &'a Map<String, Value>, pointer: &str) -> Result<Option<Rule>, String> {
        Ok(match members.get("items") {
            Some(value @ Value::Array(_)) => {
                let first = self.list(value, pointer, "items")?;
                Some(Rule::Items(first, self.one(members, pointer, "additionalItems")?))
            }
            Some(_) => Some(Rule::Items(Vec::new(), self.one(members, pointer, "items")?)),
            // Without `items` it says nothing.
            None => None,
        })
    }
}
