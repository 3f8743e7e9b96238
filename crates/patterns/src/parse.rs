//! From JSON to a [`Pattern`].

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::json::{self, Node, Position, Value};
use crate::number::Millionths;
use crate::pattern::{Constraint, Not, Pattern, Test, fold};
use crate::wildcard::Wildcard;

/// Most combinations that `$or` may multiply out to.
pub const MAX_COMBINATIONS: usize = 1_000;

/// What is wrong with a pattern, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} (line {}, column {})", position.line, position.column)]
pub struct PatternError {
    /// Where.
    pub position: Position,
    /// What.
    pub reason: String,
}

impl PatternError {
    pub(crate) fn new(position: Position, reason: impl Into<String>) -> Self {
        Self { position, reason: reason.into() }
    }
}

type Result<T> = std::result::Result<T, PatternError>;

/// Field names that mean a comparison, and so name no field beneath `$or`.
const RESERVED: &[&str] =
    &["exactly", "prefix", "suffix", "equals-ignore-case", "numeric", "anything-but", "exists", "cidr", "wildcard"];

pub(crate) fn parse(text: &str) -> Result<Pattern> {
    let node = json::read(text)?;
    let Value::Object(members) = &node.value else { return fail(&node, "Filter is not an object") };
    let mut combinations = vec![Vec::new()];
    object(&node, members, &mut Vec::new(), false, &mut combinations)?;
    for combination in &mut combinations {
        combination.sort();
    }
    combinations.sort();
    combinations.dedup();
    Ok(Pattern { combinations })
}

fn fail<T>(node: &Node, reason: impl Into<String>) -> Result<T> {
    Err(PatternError::new(node.at, reason))
}

/// Adds what the members of an object ask to every combination.
fn object(
    node: &Node,
    members: &[(String, Position, Node)],
    path: &mut Vec<String>,
    in_or: bool,
    combinations: &mut Vec<Vec<Constraint>>,
) -> Result<()> {
    if members.is_empty() {
        return fail(node, "Empty objects are not allowed");
    }
    for (name, at, value) in members {
        if name == "$or" {
            alternatives(value, path, combinations)?;
            continue;
        }
        if in_or && RESERVED.contains(&name.as_str()) {
            return Err(PatternError::new(*at, format!("{name} is a reserved field name which cannot be used inside $or.")));
        }
        let depth = path.len();
        path.extend(name.split('.').map(str::to_owned));
        match &value.value {
            Value::Object(inner) => object(value, inner, path, in_or, combinations)?,
            Value::List(items) => {
                let any_of = tests(value, items)?;
                for combination in combinations.iter_mut() {
                    // Of several patterns for one field the last one counts.
                    combination.retain(|constraint| constraint.path != *path);
                    combination.push(Constraint { path: path.clone(), any_of: any_of.clone() });
                }
            }
            _ => return fail(value, format!("\"{name}\" must be an object or an array")),
        }
        path.truncate(depth);
    }
    Ok(())
}

fn alternatives(node: &Node, path: &mut Vec<String>, combinations: &mut Vec<Vec<Constraint>>) -> Result<()> {
    let Value::List(items) = &node.value else { return fail(node, "It must be an Array followed with $or.") };
    if items.len() < 2 {
        return fail(node, "There must have at least 2 Objects in $or relationship.");
    }
    let before = std::mem::take(combinations);
    for item in items {
        let Value::Object(members) = &item.value else {
            return fail(item, "Only JSON object is allowed in array of $or relationship.");
        };
        let mut branch = before.clone();
        object(item, members, path, true, &mut branch)?;
        if combinations.len() + branch.len() > MAX_COMBINATIONS {
            return fail(node, format!("$or multiplies out to more than {MAX_COMBINATIONS} combinations"));
        }
        combinations.append(&mut branch);
    }
    Ok(())
}

/// The alternatives of one field.
fn tests(node: &Node, items: &[Node]) -> Result<Vec<Test>> {
    if items.is_empty() {
        return fail(node, "Empty arrays are not allowed");
    }
    let mut tests = items.iter().map(test).collect::<Result<Vec<_>>>()?;
    tests.sort();
    tests.dedup();
    Ok(tests)
}

fn test(node: &Node) -> Result<Test> {
    Ok(match &node.value {
        Value::Text(text) => Test::Text(text.clone()),
        Value::Number(text) => Test::Plain(text.clone()),
        Value::Bool(value) => Test::Plain(value.to_string()),
        Value::Null => Test::Plain("null".to_owned()),
        Value::Object(members) => comparison(node, members)?,
        Value::List(_) => return fail(node, "Match value must be String, number, true, false, or null"),
    })
}

/// The only member of an object that names a comparison.
fn only<'n>(node: &Node, members: &'n [(String, Position, Node)]) -> Result<(&'n str, Position, &'n Node)> {
    match members {
        [] => fail(node, "Match expression name not found"),
        [(name, at, value)] => Ok((name, *at, value)),
        [_, (_, at, _), ..] => Err(PatternError::new(*at, "Only one key allowed in match expression")),
    }
}

fn string<'n>(node: &'n Node, what: &str) -> Result<&'n str> {
    match &node.value {
        Value::Text(text) => Ok(text),
        _ => fail(node, format!("{what} match pattern must be a string")),
    }
}

fn comparison(node: &Node, members: &[(String, Position, Node)]) -> Result<Test> {
    let (name, at, value) = only(node, members)?;
    Ok(match name {
        "exactly" => Test::Text(string(value, "exact")?.to_owned()),
        "prefix" => match affix(value, "prefix")? {
            (text, false) => Test::Prefix(text),
            (text, true) => Test::PrefixIgnoringCase(text),
        },
        "suffix" => match affix(value, "suffix")? {
            (text, false) => Test::Suffix(text),
            (text, true) => Test::SuffixIgnoringCase(text),
        },
        "equals-ignore-case" => Test::IgnoringCase(fold(string(value, name)?)),
        "wildcard" => Test::Wildcard(wildcard(value)?),
        "numeric" => numeric(value)?,
        "cidr" => cidr(value)?,
        "exists" => match &value.value {
            Value::Bool(true) => Test::Exists,
            Value::Bool(false) => Test::Absent,
            _ => return fail(value, "exists match pattern must be either true or false."),
        },
        "anything-but" => Test::AnythingBut(anything_but(value)?),
        other => return Err(PatternError::new(at, format!("Unrecognized match type {other}"))),
    })
}

/// The text of `prefix` or `suffix`, and whether case is ignored: then it is folded.
fn affix(node: &Node, what: &str) -> Result<(String, bool)> {
    if let Value::Object(members) = &node.value {
        let (name, at, value) = only(node, members)?;
        if name != "equals-ignore-case" {
            return Err(PatternError::new(at, format!("Unsupported {what} pattern: {name}")));
        }
        return Ok((fold(string(value, name)?), true));
    }
    Ok((string(node, what)?.to_owned(), false))
}

fn wildcard(node: &Node) -> Result<Wildcard> {
    Wildcard::parse(string(node, "wildcard")?).map_err(|reason| PatternError::new(node.at, reason))
}

fn number(node: &Node) -> Result<Millionths> {
    let Value::Number(text) = &node.value else { return fail(node, "Value must be numeric") };
    Millionths::parse(text).ok_or_else(|| PatternError::new(node.at, "Value must be between -5.0e9 and 5.0e9, inclusive"))
}

fn numeric(node: &Node) -> Result<Test> {
    let Value::List(items) = &node.value else { return fail(node, "Value of numeric must be an array.") };
    let mut items = items.iter();
    let operator = |next: &mut std::slice::Iter<'_, Node>| -> Result<Option<(&str, Millionths, Node)>> {
        let Some(item) = next.next() else { return Ok(None) };
        let Value::Text(text) = &item.value else { return fail(item, "Invalid member in numeric match: expected an operator") };
        let sign = match text.as_str() {
            "=" => "=",
            "<" => "<",
            "<=" => "<=",
            ">" => ">",
            ">=" => ">=",
            other => return fail(item, format!("Unrecognized numeric range operator: {other}")),
        };
        let Some(value) = next.next() else { return fail(item, format!("Value of {text} must be numeric")) };
        if !matches!(value.value, Value::Number(_)) {
            return fail(value, format!("Value of {text} must be numeric"));
        }
        Ok(Some((sign, number(value)?, Node { at: item.at, value: Value::Null })))
    };
    let Some((sign, first, _)) = operator(&mut items)? else { return fail(node, "Invalid member in numeric match: it is empty") };
    let second = operator(&mut items)?;
    if let Some(extra) = items.next() {
        return fail(extra, "Too many terms in numeric range expression");
    }
    let (low, high) = match (sign, second) {
        ("=", None) => (first, first),
        ("<", None) => (Millionths::LEAST, first.before()),
        ("<=", None) => (Millionths::LEAST, first),
        (">", None) => (first.after(), Millionths::MOST),
        (">=", None) => (first, Millionths::MOST),
        (from @ (">" | ">="), Some((to @ ("<" | "<="), top, _))) => {
            if first >= top {
                return fail(node, "Bottom must be less than top");
            }
            (if from == ">" { first.after() } else { first }, if to == "<" { top.before() } else { top })
        }
        (">" | ">=", Some((other, _, at))) => return fail(&at, format!("Bad numeric range operator: {other}")),
        (_, Some((_, _, at))) => return fail(&at, "Too many elements in numeric expression"),
        (other, None) => return fail(node, format!("Unrecognized numeric range operator: {other}")),
    };
    Ok(Test::Range(low, high))
}

fn cidr(node: &Node) -> Result<Test> {
    let text = string(node, "cidr")?;
    let Some((address, bits)) = text.split_once('/') else { return fail(node, "Malformed CIDR, one '/' required") };
    let Ok(bits) = bits.parse::<u8>() else { return fail(node, "Malformed CIDR, mask bits must be an integer") };
    let first = match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(v4)) if bits <= 32 => {
            let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & mask))
        }
        Ok(IpAddr::V6(v6)) if bits <= 128 => {
            let mask = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & mask))
        }
        Ok(IpAddr::V4(_)) => return fail(node, "IPv4 mask bits must be between 0 and 32"),
        Ok(IpAddr::V6(_)) => return fail(node, "IPv6 mask bits must be between 0 and 128"),
        Err(_) => return fail(node, "Malformed IP address in CIDR"),
    };
    Ok(Test::Cidr(first, bits))
}

fn anything_but(node: &Node) -> Result<Vec<Not>> {
    let mut nots = match &node.value {
        Value::Text(text) => vec![Not::Text(text.clone())],
        Value::Number(_) => vec![Not::Number(number(node)?)],
        Value::List(items) => plain_nots(node, items)?,
        Value::Object(members) => nested_nots(node, members)?,
        _ => return fail(node, "Value of anything-but must be an array or single string/number value."),
    };
    nots.sort();
    nots.dedup();
    Ok(nots)
}

fn plain_nots(node: &Node, items: &[Node]) -> Result<Vec<Not>> {
    let mut nots = Vec::with_capacity(items.len());
    for item in items {
        nots.push(match &item.value {
            Value::Text(text) => Not::Text(text.clone()),
            Value::Number(_) => Not::Number(number(item)?),
            _ => return fail(item, "Inside anything but list, start|null|boolean is not supported."),
        });
    }
    let numbers = nots.iter().filter(|not| matches!(not, Not::Number(_))).count();
    if nots.is_empty() || (numbers != 0 && numbers != nots.len()) {
        return fail(node, "Inside anything but list, either all values are number or string, mixed type is not supported");
    }
    Ok(nots)
}

/// `anything-but` of a comparison: its value is one, or a list of several.
fn nested_nots(node: &Node, members: &[(String, Position, Node)]) -> Result<Vec<Not>> {
    let (name, at, value) = only(node, members)?;
    let one = |item: &Node| -> Result<Not> {
        Ok(match name {
            "prefix" => match filled(item, affix(item, name)?)? {
                (text, false) => Not::Prefix(text),
                (text, true) => Not::PrefixIgnoringCase(text),
            },
            "suffix" => match filled(item, affix(item, name)?)? {
                (text, false) => Not::Suffix(text),
                (text, true) => Not::SuffixIgnoringCase(text),
            },
            "equals-ignore-case" => Not::IgnoringCase(fold(string(item, name)?)),
            "wildcard" => Not::Wildcard(wildcard(item)?),
            other => return Err(PatternError::new(at, format!("Unsupported anything-but pattern: {other}"))),
        })
    };
    match &value.value {
        Value::List(items) if items.is_empty() => fail(value, "Empty arrays are not allowed"),
        Value::List(items) => items.iter().map(one).collect(),
        _ => Ok(vec![one(value)?]),
    }
}

fn filled(node: &Node, (text, folded): (String, bool)) -> Result<(String, bool)> {
    if text.is_empty() {
        return fail(node, "Null prefix/suffix not allowed");
    }
    Ok((text, folded))
}
