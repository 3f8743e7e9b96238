//! Regular expressions between percent signs: the part of the usual language that AWS takes.

use regex::bytes::{Regex, RegexBuilder};

use crate::error::ParseError;

/// Largest compiled expression, bytes.
const MAX_COMPILED: usize = 1 << 20;
/// Symbols that stand for themselves.
const SYMBOLS: &str = ":_#=@/;,-";
/// Operators. Parentheses are none: there are no groups.
const OPERATORS: &str = "^$?[]{}|\\*+.";

/// A compiled expression. Matching takes time linear in the text.
#[derive(Debug, Clone)]
pub(crate) struct Expression(Regex);

impl Expression {
    /// Compiles an expression that stands at a place of a pattern.
    pub fn parse(source: &str, at: usize) -> Result<Self, ParseError> {
        if source.is_empty() {
            return Err(ParseError::new(at, "a regular expression is empty"));
        }
        let mut escaped = false;
        for (offset, c) in source.char_indices() {
            let fine = if escaped {
                c.is_ascii_alphanumeric() || c.is_ascii_punctuation()
            } else {
                c.is_ascii_alphanumeric() || SYMBOLS.contains(c) || OPERATORS.contains(c)
            };
            if !fine {
                return Err(ParseError::new(at + offset, format!("'{c}' is not supported in a regular expression")));
            }
            escaped = c == '\\' && !escaped;
        }
        RegexBuilder::new(source)
            .unicode(false)
            .size_limit(MAX_COMPILED)
            .build()
            .map(Self)
            .map_err(|_| ParseError::new(at, format!("'{source}' is not a regular expression")))
    }

    /// Whether it matches somewhere in a text.
    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text.as_bytes())
    }
}
