//! Finding sensitive data in texts, as data protection policies of CloudWatch Logs do: by managed data identifiers, which are named here as AWS names
//! them, and by custom ones, which are regular expressions. Pure, in time that is linear in the text.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protect-sensitive-log-data-types.html>.

mod checks;
mod managed;
mod mask;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use managed::{MANAGED, Managed};
pub use mask::{Hidden, mask, merge};

/// Longest name of a custom data identifier, characters.
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL-custom-data-identifiers.html>.
pub const MAX_NAME: usize = 128;
/// Longest regular expression of a custom data identifier, characters.
pub const MAX_REGEX: usize = 200;
/// Custom data identifiers of a policy.
pub const MAX_CUSTOM: usize = 10;
/// How far from the data a keyword may be, characters.
const NEAR: usize = 30;
/// What a compiled regular expression may need, bytes.
const MAX_COMPILED: usize = 2 << 20;
/// Findings in one text; beyond, the rest of the text is one finding of the identifier that found so many.
const MAX_FOUND: usize = 1000;

/// Why an identifier is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// No such managed identifier.
    #[error("the data identifier {0} is not known")]
    Unknown(String),
    /// The name of a custom one is not allowed.
    #[error("the name of a custom data identifier has 1 to {MAX_NAME} letters, digits, '_' and '-'")]
    Name,
    /// The regular expression is too long, or has characters that are not allowed.
    #[error(
        "the regular expression of a custom data identifier has 1 to {MAX_REGEX} letters, digits, spaces and _#=@/;,- and the symbols ^$?[]{{}}|\\*+.()&:"
    )]
    Characters,
    /// The regular expression is none, or too large.
    #[error("the regular expression of the custom data identifier {0} cannot be used: {1}")]
    Regex(String, String),
}

/// Whether a managed data identifier can be looked for.
pub fn is_managed(name: &str) -> bool {
    managed(name).is_some()
}

/// The names of all managed data identifiers that can be looked for, in order.
pub fn managed_names() -> impl Iterator<Item = &'static str> {
    MANAGED.iter().map(|managed| managed.name)
}

fn managed(name: &str) -> Option<&'static Managed> {
    MANAGED.iter().find(|managed| managed.name == name)
}

/// Checks a custom data identifier.
///
/// # Errors
/// Where its name or its regular expression is not allowed.
pub fn check_custom(name: &str, regex: &str) -> Result<(), IdentifierError> {
    compile_custom(name, regex).map(|_| ())
}

fn compile_custom(name: &str, regex: &str) -> Result<Regex, IdentifierError> {
    let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if name.is_empty() || name.len() > MAX_NAME || !name.chars().all(named) {
        return Err(IdentifierError::Name);
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_#=@/;,- ^$?[]{}|\\*+.()&:".contains(c);
    if regex.is_empty() || regex.len() > MAX_REGEX || !regex.chars().all(allowed) {
        return Err(IdentifierError::Characters);
    }
    let failed = |error: regex::Error| IdentifierError::Regex(name.to_owned(), error.to_string());
    RegexBuilder::new(regex).size_limit(MAX_COMPILED).build().map_err(failed)
}

/// A piece of sensitive data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where it begins, bytes.
    pub start: usize,
    /// Where it ends, bytes.
    pub end: usize,
    /// Number of its identifier, in the order in which they were given.
    pub identifier: usize,
}

#[derive(Debug)]
struct Rule {
    name: String,
    pattern: Regex,
    keywords: Option<Regex>,
    check: fn(&str) -> bool,
}

/// Looks for some identifiers.
#[derive(Debug)]
pub struct Scanner {
    rules: Vec<Rule>,
    /// Patterns of all rules: what says in one go which of them are worth looking at.
    any: RegexSet,
}

impl Scanner {
    /// A scanner for managed identifiers by their names, and custom ones by name and regular expression.
    ///
    /// # Errors
    /// Where one is not known or not allowed.
    pub fn new<'a>(
        named: impl IntoIterator<Item = &'a str>,
        custom: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, IdentifierError> {
        let (mut rules, mut patterns) = (Vec::new(), Vec::new());
        for name in named {
            let found = managed(name).ok_or_else(|| IdentifierError::Unknown(name.to_owned()))?;
            let failed = |error: regex::Error| IdentifierError::Regex(name.to_owned(), error.to_string());
            let keywords = (!found.keywords.is_empty()).then(|| keywords(found.keywords)).transpose().map_err(failed)?;
            let pattern = Regex::new(found.pattern).map_err(failed)?;
            patterns.push(found.pattern.to_owned());
            rules.push(Rule { name: name.to_owned(), pattern, keywords, check: found.check });
        }
        for (name, regex) in custom {
            let pattern = compile_custom(name, regex)?;
            patterns.push(regex.to_owned());
            rules.push(Rule { name: name.to_owned(), pattern, keywords: None, check: checks::any });
        }
        let failed = |error: regex::Error| IdentifierError::Regex("(all)".to_owned(), error.to_string());
        let any = RegexSetBuilder::new(&patterns).size_limit(MAX_COMPILED * (patterns.len() + 1)).build().map_err(failed)?;
        Ok(Self { rules, any })
    }

    /// The names of the identifiers, by their numbers.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| rule.name.as_str())
    }

    /// What a text has of it, in the order of its places.
    pub fn find(&self, text: &str) -> Vec<Finding> {
        let mut found = Vec::new();
        for identifier in self.any.matches(text) {
            let Some(rule) = self.rules.get(identifier) else { continue };
            let before = found.len();
            for place in rule.pattern.captures_iter(text) {
                // What is around the data is outside of the first group, where there is one.
                let Some(place) = place.get(1).or_else(|| place.get(0)).filter(|place| !place.is_empty()) else { continue };
                let near = || rule.keywords.as_ref().is_none_or(|keywords| is_near(text, place.start(), place.end(), keywords));
                if !(rule.check)(place.as_str()) || !near() {
                    continue;
                }
                found.push(Finding { start: place.start(), end: place.end(), identifier });
                if found.len() - before == MAX_FOUND {
                    found.push(Finding { start: place.end(), end: text.len(), identifier });
                    break;
                }
            }
        }
        found.sort_unstable();
        found
    }
}

/// One pattern of keywords, each as a word of its own, whatever joins its parts.
fn keywords(all: &[&str]) -> Result<Regex, regex::Error> {
    let one = |keyword: &&str| regex::escape(keyword).replace(' ', "[ _-]?");
    let all: Vec<String> = all.iter().map(one).collect();
    Regex::new(&format!("(?i)(?:^|[^a-z0-9])(?:{})(?:$|[^a-z0-9])", all.join("|")))
}

/// Whether a keyword is near to data.
fn is_near(text: &str, start: usize, end: usize, keywords: &Regex) -> bool {
    let from = text.get(..start).and_then(|before| before.char_indices().rev().nth(NEAR)).map_or(0, |(at, _)| at);
    let to = text.get(end..).and_then(|behind| behind.char_indices().nth(NEAR + 1)).map_or(text.len(), |(at, _)| end + at);
    let side = |part: Option<&str>| part.is_some_and(|part| keywords.is_match(part));
    side(text.get(from..start)) || side(text.get(end..to))
}
