//! Checks an input against the constraints of its model.
//!
//! The wording is that of the services' common validator, which test suites and tools match on. Organizations has a validator of its own.

mod organizations;
mod pattern;

use std::borrow::Cow;
use std::fmt::Write;

use crate::document::Document;
use crate::failure::{Failure, Fault};
use crate::model::{Member, Service, ShapeId, ShapeKind, ShapeModel, StructureModel};
pub use pattern::{Pattern, compiled};

/// Most violations told in one answer; the number told stays that of those listed.
const MAX_VIOLATIONS: usize = 50;

/// Longest part of a value that is quoted, in characters.
const MAX_QUOTE: usize = 1024;

/// Lists whose items the service checks itself, since it answers for each of them: Security Hub's findings.
const ANSWERED_ONE_BY_ONE: [&str; 1] = ["BatchImportFindingsRequestFindingList"];

/// Checks `document` against `shape`: presence, length, range, pattern and enumeration. All violations are reported together, in AWS's wording; values
/// of sensitive shapes are never quoted. Organizations reports the first one, as its `InvalidInputException`.
///
/// Lengths of texts are counted in code points.
///
/// # Errors
/// `Validation`; Organizations and Security Hub: `InvalidInputException`; S3, of the document in the body: `MalformedXML`.
pub fn validate(service: &'static Service, shape: ShapeId, document: &Document) -> Result<(), Failure> {
    let mut check = Check { service, path: String::new(), found: Vec::new(), first: None, nested: false };
    check.value(shape, document, false);
    let Some(first) = check.first else { return Ok(()) };
    if service.id == "organizations" {
        return Err(organizations::invalid_input(first));
    }
    // Whatever is within a structure is in the document of the body: headers and parameters of the query have single values.
    if service.id == "s3" && check.nested {
        let text = "The XML you provided was not well-formed or did not validate against our published schema";
        return Err(Failure::unlisted("MalformedXML", 400, text));
    }
    let count = check.found.len();
    let plural = if count == 1 { "" } else { "s" };
    let message = format!("{count} validation error{plural} detected: {}", check.found.join("; "));
    Err(if service.id == "securityhub" { securityhub_input(message) } else { Failure::validation(message) })
}

/// Security Hub has an error of its own for inputs that break its model.
///
/// See <https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html#API_GetFindings_Errors>.
fn securityhub_input(message: String) -> Failure {
    const NAME: &str = "InvalidInputException";
    Failure::modelled(NAME, NAME, 400, Fault::Sender, "Message", message, vec![("Code", Document::String(NAME.into()))])
}

struct Check {
    service: &'static Service,
    path: String,
    found: Vec<String>,
    first: Option<Broken>,
    /// Whether the first is within a structure.
    nested: bool,
}

/// What kind of rule is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Broken {
    Missing,
    LongText,
    ShortText,
    LargeNumber,
    SmallNumber,
    Pattern,
    Enumeration,
    Item,
}

impl Check {
    fn full(&self) -> bool {
        self.found.len() >= MAX_VIOLATIONS
    }

    fn violation(&mut self, kind: Broken, quote: Option<Cow<'_, str>>, rule: &str) {
        if self.full() {
            return;
        }
        if self.first.is_none() {
            self.first = Some(kind);
            self.nested = self.path.contains('.');
        }
        let path = &self.path;
        self.found.push(match quote {
            Some(text) => format!("Value '{}' at '{path}' failed to satisfy constraint: {rule}", shorten(&text)),
            None => format!("Value at '{path}' failed to satisfy constraint: {rule}"),
        });
    }

    /// Runs `inside` with `part` added to the path.
    fn at(&mut self, part: &str, inside: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        self.path.push_str(part);
        inside(self);
        self.path.truncate(length);
    }

    fn value(&mut self, shape: ShapeId, document: &Document, hidden: bool) {
        let service = self.service;
        let model = service.shape(shape);
        let hidden = hidden || model.sensitive;
        match (&model.kind, document) {
            (ShapeKind::Structure(structure), Document::Structure(members)) => self.structure(structure, members, hidden),
            (ShapeKind::List { member, .. }, Document::List(items)) => {
                self.broken_rules(model, document, hidden);
                if !ANSWERED_ONE_BY_ONE.contains(&model.name) {
                    self.items(member, items, document, hidden);
                }
            }
            (ShapeKind::Map { key, value, .. }, Document::Map(entries)) => {
                self.broken_rules(model, document, hidden);
                self.entries(key, value, entries, document, hidden);
            }
            _ => self.broken_rules(model, document, hidden),
        }
    }

    fn structure(&mut self, structure: &'static StructureModel, members: &[(&'static str, Document)], hidden: bool) {
        for member in &structure.members {
            if self.full() {
                return;
            }
            match members.iter().find(|(name, value)| *name == member.name && !value.is_null()) {
                Some((_, value)) => self.at(&lower_first(member.name), |check| check.value(member.shape, value, hidden)),
                // Required members that are streamed are not part of the document.
                None if structure.required.contains(&member.name) && !self.streams(member) => {
                    self.at(&lower_first(member.name), |check| check.violation(Broken::Missing, None, "Member must not be null"));
                }
                None => {}
            }
        }
    }

    fn streams(&self, member: &Member) -> bool {
        member.streaming || matches!(self.service.shape(member.shape).kind, ShapeKind::Blob { streaming: true })
    }

    /// Items that are scalars are reported at the list, with all rules of the item; others at their own place.
    fn items(&mut self, member: &'static Member, items: &[Document], list: &Document, hidden: bool) {
        let service = self.service;
        let item_shape = service.shape(member.shape);
        let hidden_item = hidden || item_shape.sensitive;
        if is_scalar(item_shape) {
            if items.iter().any(|item| item.is_null() || broken(item_shape, item).next().is_some()) {
                let rules = all_rules(item_shape);
                let quote = (!hidden_item).then(|| quote(list)).flatten();
                self.violation(Broken::Item, quote, &format!("Member must satisfy constraint: [{rules}]"));
            }
            return;
        }
        for (index, item) in items.iter().enumerate() {
            if self.full() {
                return;
            }
            self.at(&format!("{}.member", index + 1), |check| match item {
                Document::Null => check.violation(Broken::Missing, None, "Member must not be null"),
                item => check.value(member.shape, item, hidden),
            });
        }
    }

    fn entries(
        &mut self,
        key: &'static Member,
        value: &'static Member,
        entries: &[(String, Document)],
        map: &Document,
        hidden: bool,
    ) {
        let service = self.service;
        let (key_shape, value_shape) = (service.shape(key.shape), service.shape(value.shape));
        let secret = hidden || key_shape.sensitive || value_shape.sensitive;
        let quoted = || (!secret).then(|| quote(map)).flatten();
        if entries.iter().any(|(name, _)| broken_text(key_shape, name).next().is_some()) {
            self.violation(Broken::Item, quoted(), &format!("Map keys must satisfy constraint: [{}]", all_rules(key_shape)));
        }
        if is_scalar(value_shape) {
            if entries.iter().any(|(_, item)| item.is_null() || broken(value_shape, item).next().is_some()) {
                self.violation(
                    Broken::Item,
                    quoted(),
                    &format!("Map value must satisfy constraint: [{}]", all_rules(value_shape)),
                );
            }
            return;
        }
        for (name, item) in entries {
            if self.full() {
                return;
            }
            let name = if hidden || key_shape.sensitive { Cow::Borrowed("*") } else { shorten(name) };
            self.at(&format!("{name}.member"), |check| match item {
                Document::Null => check.violation(Broken::Missing, None, "Member must not be null"),
                item => check.value(value.shape, item, hidden),
            });
        }
    }

    fn broken_rules(&mut self, model: &'static ShapeModel, document: &Document, hidden: bool) {
        for rule in broken(model, document) {
            let quote = (!hidden).then(|| quote(document)).flatten();
            self.violation(rule.kind(), quote, &rule.words());
        }
    }
}

fn is_scalar(shape: &ShapeModel) -> bool {
    !matches!(shape.kind, ShapeKind::Structure(_) | ShapeKind::List { .. } | ShapeKind::Map { .. })
}

/// A constraint in words.
enum Rule {
    AtMost(&'static str, f64),
    AtLeast(&'static str, f64),
    Pattern(&'static str),
    Values(&'static [&'static str]),
}

impl Rule {
    fn kind(&self) -> Broken {
        match self {
            Rule::AtMost("value", _) => Broken::LargeNumber,
            Rule::AtLeast("value", _) => Broken::SmallNumber,
            Rule::AtMost(..) => Broken::LongText,
            Rule::AtLeast(..) => Broken::ShortText,
            Rule::Pattern(_) => Broken::Pattern,
            Rule::Values(_) => Broken::Enumeration,
        }
    }

    fn words(&self) -> String {
        match self {
            Rule::AtMost(what, limit) => format!("Member must have {what} less than or equal to {limit}"),
            Rule::AtLeast(what, limit) => format!("Member must have {what} greater than or equal to {limit}"),
            Rule::Pattern(pattern) => format!("Member must satisfy regular expression pattern: {pattern}"),
            Rule::Values(values) => format!("Member must satisfy enum value set: [{}]", values.join(", ")),
        }
    }
}

/// Every rule of a shape, in the order that the common validator tells them.
fn rules(shape: &'static ShapeModel) -> impl Iterator<Item = Rule> {
    let what = match shape.kind {
        ShapeKind::Integer | ShapeKind::Long | ShapeKind::Double => "value",
        _ => "length",
    };
    let (values, pattern) = match &shape.kind {
        ShapeKind::String { values, pattern } => (values.as_slice(), *pattern),
        _ => (&[][..], None),
    };
    let limits = [shape.max.map(|m| Rule::AtMost(what, m)), shape.min.map(|m| Rule::AtLeast(what, m))];
    let texts = [pattern.map(Rule::Pattern), (!values.is_empty()).then_some(Rule::Values(values))];
    limits.into_iter().chain(texts).flatten()
}

fn all_rules(shape: &'static ShapeModel) -> String {
    let words: Vec<_> = rules(shape).map(|rule| rule.words()).collect();
    if words.is_empty() { "Member must not be null".into() } else { words.join(", ") }
}

/// The rules that a value breaks.
fn broken<'d>(shape: &'static ShapeModel, document: &'d Document) -> impl Iterator<Item = Rule> + 'd {
    let text = document.as_str();
    let size = size(document);
    rules(shape).filter(move |rule| breaks(rule, size, text))
}

fn broken_text<'d>(shape: &'static ShapeModel, text: &'d str) -> impl Iterator<Item = Rule> + 'd {
    let size = Some(count(text.chars().count()));
    rules(shape).filter(move |rule| breaks(rule, size, Some(text)))
}

fn breaks(rule: &Rule, size: Option<f64>, text: Option<&str>) -> bool {
    match rule {
        Rule::AtMost(_, limit) => size.is_some_and(|size| size > *limit),
        Rule::AtLeast(_, limit) => size.is_some_and(|size| size < *limit),
        Rule::Pattern(pattern) => text.is_some_and(|text| !compiled(pattern).matches(text)),
        Rule::Values(values) => text.is_some_and(|text| !values.contains(&text)),
    }
}

#[expect(clippy::cast_precision_loss, reason = "sizes of requests are far below 2^53")]
fn count(length: usize) -> f64 {
    length as f64
}

/// What limits are compared with: a number's value, anything else's length.
fn size(document: &Document) -> Option<f64> {
    Some(match document {
        #[expect(clippy::cast_precision_loss, reason = "the models' limits are far below 2^53 or at the ends of 64 bits")]
        Document::Integer(value) => *value as f64,
        Document::Double(value) => *value,
        Document::String(text) => count(text.chars().count()),
        Document::Blob(bytes) => count(bytes.len()),
        Document::List(items) => count(items.len()),
        Document::Map(entries) => count(entries.len()),
        _ => return None,
    })
}

/// The value in a message: scalars, and collections of them. Structures and bytes are not quoted.
fn quote(document: &Document) -> Option<Cow<'_, str>> {
    let mut out = String::new();
    match document {
        Document::String(text) => return Some(Cow::Borrowed(text)),
        Document::Integer(value) => return Some(Cow::Owned(value.to_string())),
        Document::Double(value) => return Some(Cow::Owned(value.to_string())),
        Document::Boolean(value) => return Some(Cow::Owned(value.to_string())),
        Document::List(items) => {
            for (index, item) in items.iter().take(MAX_QUOTE).enumerate() {
                out.push_str(if index == 0 { "[" } else { ", " });
                out.push_str(&quote_inner(item)?);
            }
            out.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        Document::Map(entries) => {
            for (index, (key, item)) in entries.iter().take(MAX_QUOTE).enumerate() {
                let _ = write!(out, "{}{key}={}", if index == 0 { "{" } else { ", " }, quote_inner(item)?);
            }
            out.push_str(if entries.is_empty() { "{}" } else { "}" });
        }
        _ => return None,
    }
    Some(Cow::Owned(out))
}

fn quote_inner(document: &Document) -> Option<Cow<'_, str>> {
    match document {
        Document::List(_) | Document::Map(_) => None,
        Document::Null => Some(Cow::Borrowed("null")),
        scalar => quote(scalar),
    }
}

fn shorten(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MAX_QUOTE).and_then(|(end, _)| text.get(..end)) {
        Some(cut) => Cow::Owned(format!("{cut}...")),
        None => Cow::Borrowed(text),
    }
}

fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(chars).collect()
}
