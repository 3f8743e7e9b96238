//! A pattern, read.

use std::net::IpAddr;

use crate::number::Millionths;
use crate::parse::{self, PatternError};
use crate::wildcard::Wildcard;

/// A pattern: it wants an event if one of its combinations does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// What `$or` multiplies out to; one combination without it.
    pub(crate) combinations: Vec<Vec<Constraint>>,
}

/// What one field must be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Constraint {
    /// The names from the outermost object to the field.
    pub path: Vec<String>,
    /// One of these must accept a value of it.
    pub any_of: Vec<Test>,
}

/// What one value must be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Test {
    /// The string.
    Text(String),
    /// A number, a boolean or null, as written.
    Plain(String),
    /// A string that begins so.
    Prefix(String),
    /// A string that begins so in any case, folded.
    PrefixIgnoringCase(String),
    /// A string that ends so.
    Suffix(String),
    /// A string that ends so in any case, folded.
    SuffixIgnoringCase(String),
    /// The string in any case, folded.
    IgnoringCase(String),
    /// A string that the wildcard describes.
    Wildcard(Wildcard),
    /// A number from the first to the second, both included.
    Range(Millionths, Millionths),
    /// A string that is an address in the block: its first address and how many bits are fixed.
    Cidr(IpAddr, u8),
    /// Any value.
    Exists,
    /// No value at all.
    Absent,
    /// A value that none of these describes.
    AnythingBut(Vec<Not>),
}

/// What a value must not be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Not {
    /// The string.
    Text(String),
    /// The number.
    Number(Millionths),
    /// A string that begins so.
    Prefix(String),
    /// A string that begins so in any case, folded.
    PrefixIgnoringCase(String),
    /// A string that ends so.
    Suffix(String),
    /// A string that ends so in any case, folded.
    SuffixIgnoringCase(String),
    /// The string in any case, folded.
    IgnoringCase(String),
    /// A string that the wildcard describes.
    Wildcard(Wildcard),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        parse::parse(text)
    }

    /// The combinations that `$or` multiplies out to: the constraints of one must all hold.
    pub fn combinations(&self) -> &[Vec<Constraint>] {
        &self.combinations
    }

    /// The paths that it names, in the order of first mention.
    pub fn paths(&self) -> Vec<&[String]> {
        let mut paths: Vec<&[String]> = Vec::new();
        for constraint in self.combinations.iter().flatten() {
            if !paths.contains(&constraint.path.as_slice()) {
                paths.push(&constraint.path);
            }
        }
        paths
    }
}

impl Constraint {
    /// Whether the absence of the field is enough.
    pub(crate) fn or_absent(&self) -> bool {
        self.any_of.contains(&Test::Absent)
    }
}

/// Folds the case of a text, character by character.
pub(crate) fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}
