//! The names of the condition operators.

use std::fmt;

/// A condition operator without its set prefix and `IfExists` suffix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are AWS's own and say all there is to say")]
pub enum Operator {
    StringEquals,
    StringNotEquals,
    StringEqualsIgnoreCase,
    StringNotEqualsIgnoreCase,
    StringLike,
    StringNotLike,
    NumericEquals,
    NumericNotEquals,
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    DateEquals,
    DateNotEquals,
    DateLessThan,
    DateLessThanEquals,
    DateGreaterThan,
    DateGreaterThanEquals,
    Bool,
    BinaryEquals,
    IpAddress,
    NotIpAddress,
    ArnEquals,
    ArnLike,
    ArnNotEquals,
    ArnNotLike,
    Null,
}

/// The set prefix of a condition operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// No prefix.
    None,
    /// `ForAllValues:` — every value of the request must match; true without any value.
    ForAllValues,
    /// `ForAnyValue:` — at least one value of the request must match; false without any value.
    ForAnyValue,
}

const NAMES: [(Operator, &str); 27] = [
    (Operator::StringEquals, "StringEquals"),
    (Operator::StringNotEquals, "StringNotEquals"),
    (Operator::StringEqualsIgnoreCase, "StringEqualsIgnoreCase"),
    (Operator::StringNotEqualsIgnoreCase, "StringNotEqualsIgnoreCase"),
    (Operator::StringLike, "StringLike"),
    (Operator::StringNotLike, "StringNotLike"),
    (Operator::NumericEquals, "NumericEquals"),
    (Operator::NumericNotEquals, "NumericNotEquals"),
    (Operator::NumericLessThan, "NumericLessThan"),
    (Operator::NumericLessThanEquals, "NumericLessThanEquals"),
    (Operator::NumericGreaterThan, "NumericGreaterThan"),
    (Operator::NumericGreaterThanEquals, "NumericGreaterThanEquals"),
    (Operator::DateEquals, "DateEquals"),
    (Operator::DateNotEquals, "DateNotEquals"),
    (Operator::DateLessThan, "DateLessThan"),
    (Operator::DateLessThanEquals, "DateLessThanEquals"),
    (Operator::DateGreaterThan, "DateGreaterThan"),
    (Operator::DateGreaterThanEquals, "DateGreaterThanEquals"),
    (Operator::Bool, "Bool"),
    (Operator::BinaryEquals, "BinaryEquals"),
    (Operator::IpAddress, "IpAddress"),
    (Operator::NotIpAddress, "NotIpAddress"),
    (Operator::ArnEquals, "ArnEquals"),
    (Operator::ArnLike, "ArnLike"),
    (Operator::ArnNotEquals, "ArnNotEquals"),
    (Operator::ArnNotLike, "ArnNotLike"),
    (Operator::Null, "Null"),
];

impl Operator {
    /// Reads a full operator name such as `ForAnyValue:StringLikeIfExists`: set prefix, operator, `IfExists`.
    #[must_use]
    pub fn parse(name: &str) -> Option<(Quantifier, Self, bool)> {
        let (quantifier, rest) = if let Some(rest) = name.strip_prefix("ForAllValues:") {
            (Quantifier::ForAllValues, rest)
        } else if let Some(rest) = name.strip_prefix("ForAnyValue:") {
            (Quantifier::ForAnyValue, rest)
        } else {
            (Quantifier::None, name)
        };
        let (rest, if_exists) = rest.strip_suffix("IfExists").map_or((rest, false), |rest| (rest, true));
        let operator = NAMES.iter().find(|(_, known)| *known == rest).map(|(operator, _)| *operator)?;
        // Null asks about existence itself; AWS gives it neither prefix nor suffix.
        (operator != Self::Null || (quantifier == Quantifier::None && !if_exists)).then_some((quantifier, operator, if_exists))
    }

    /// The operator's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(operator, _)| *operator == self).map_or("", |(_, name)| name)
    }

    /// Whether this is the negation of another operator: true for an absent key, and never by one of several values alone.
    #[must_use]
    pub fn is_negated(self) -> bool {
        matches!(
            self,
            Self::StringNotEquals
                | Self::StringNotEqualsIgnoreCase
                | Self::StringNotLike
                | Self::NumericNotEquals
                | Self::DateNotEquals
                | Self::NotIpAddress
                | Self::ArnNotEquals
                | Self::ArnNotLike
        )
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
