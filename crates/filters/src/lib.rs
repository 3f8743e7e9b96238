//! The filter patterns of CloudWatch Logs, which metric filters, subscription filters, searches and live tails match log events with.
//!
//! A pattern is parsed once ([`FilterPattern::parse`]) and matched against any number of messages without looking at its text again. There are three
//! kinds: words that must, may or must not be in the message; conditions on the fields of a line of words (`[ip, user, ..., status = 4*]`); and conditions
//! on the members of a JSON document (`{ $.status >= 400 && $.user IS NULL }`). Regular expressions run in time linear in the message.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html>.

mod error;
mod expression;
mod fields;
mod json;
mod lexer;
mod regexes;
mod selector;
mod terms;
mod value;

pub use error::ParseError;
pub use selector::Selector;

use fields::Fields;
use json::Json;
use terms::Terms;

/// Longest pattern, characters.
pub const MAX_PATTERN: usize = 1024;

/// A parsed filter pattern.
#[derive(Debug, Clone)]
pub struct FilterPattern {
    kind: Kind,
    regexes: usize,
}

#[derive(Debug, Clone)]
enum Kind {
    Everything,
    Terms(Terms),
    Fields(Fields),
    Json(Json),
}

/// A part of a message that a metric filter names as value or dimension: `$.member` of JSON, or `$field` of a space-delimited pattern.
#[derive(Debug, Clone, PartialEq)]
pub enum Reference {
    /// A member of a JSON document.
    Member(Selector),
    /// A field of the pattern, by its place.
    Field(usize),
}

impl FilterPattern {
    /// Reads a pattern. An empty one matches everything.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        if text.chars().count() > MAX_PATTERN {
            return Err(ParseError::new(0, format!("a filter pattern has at most {MAX_PATTERN} characters")));
        }
        let start = text.len() - text.trim_start().len();
        let (kind, regexes) = match text.trim_start().chars().next() {
            None => (Kind::Everything, 0),
            Some('{') => {
                let (json, regexes) = Json::parse(text, start)?;
                (Kind::Json(json), regexes)
            }
            Some('[') => {
                let (fields, regexes) = Fields::parse(text, start)?;
                (Kind::Fields(fields), regexes)
            }
            Some(_) => {
                let (terms, regexes) = Terms::parse(text)?;
                (Kind::Terms(terms), regexes)
            }
        };
        Ok(Self { kind, regexes })
    }

    /// Whether a message matches.
    pub fn matches(&self, message: &str) -> bool {
        match &self.kind {
            Kind::Everything => true,
            Kind::Terms(terms) => terms.matches(message),
            Kind::Fields(fields) => fields.matches(message),
            Kind::Json(json) => json.matches(message),
        }
    }

    /// Texts of which every message that matches has all, as they are.
    pub fn needles(&self) -> Vec<&str> {
        match &self.kind {
            Kind::Everything | Kind::Json(_) => Vec::new(),
            Kind::Terms(terms) => terms.needles(),
            Kind::Fields(fields) => fields.needles(),
        }
    }

    /// Texts of which every message that matches has all unless it has a backslash, since JSON writes characters in more than one way.
    pub fn implied(&self) -> Vec<&str> {
        match &self.kind {
            Kind::Json(json) => json.needles(),
            Kind::Everything | Kind::Terms(_) | Kind::Fields(_) => Vec::new(),
        }
    }

    /// Whether it matches every message.
    pub fn is_everything(&self) -> bool {
        matches!(self.kind, Kind::Everything)
    }

    /// How many regular expressions it has.
    pub fn regexes(&self) -> usize {
        self.regexes
    }

    /// Whether its messages have parts that can be named: those of words have none.
    pub fn has_parts(&self) -> bool {
        matches!(self.kind, Kind::Fields(_) | Kind::Json(_))
    }

    /// The parts of a message that the pattern names, as `TestMetricFilter` shows them: selectors of JSON, and `$` with the names of fields.
    pub fn extract(&self, message: &str) -> Vec<(String, String)> {
        match &self.kind {
            Kind::Everything | Kind::Terms(_) => Vec::new(),
            Kind::Fields(fields) => fields.extract(message),
            Kind::Json(json) => json.extract(message),
        }
    }

    /// Reads what a metric filter with this pattern names as its value or a dimension; `None` where the pattern has no such part.
    pub fn reference(&self, text: &str) -> Option<Reference> {
        match &self.kind {
            Kind::Json(_) => Selector::parse(text).ok().map(Reference::Member),
            Kind::Fields(fields) => fields.place(text.strip_prefix('$')?).map(Reference::Field),
            Kind::Everything | Kind::Terms(_) => None,
        }
    }

    /// What a reference names in a message; `None` where it is not there or no text or number.
    pub fn resolve(&self, reference: &Reference, message: &str) -> Option<String> {
        match (reference, &self.kind) {
            (Reference::Member(selector), _) => json::find(selector, message),
            (Reference::Field(place), Kind::Fields(fields)) => fields.at(*place, message),
            _ => None,
        }
    }
}
