//! One line of a `Condition` block: operator, key, values; compiled and tested.

use std::cmp::Ordering;
use std::net::IpAddr;

use crate::arn::ArnPattern;
use crate::context::{ContextSource, Values};
use crate::operator::{Operator, Quantifier};
use crate::pattern::{Case, Pattern, Syntax};
use crate::value::{Network, Number, base64_equals, decode_base64, parse_bool, parse_date};
use crate::variable::Variable;

/// A compiled condition: `{"StringEquals": {"aws:PrincipalTag/team": ["a", "b"]}}`.
#[derive(Debug, Clone)]
pub struct Condition {
    operator: Operator,
    quantifier: Quantifier,
    if_exists: bool,
    key: Box<str>,
    lower_key: Box<str>,
    values: Box<[Box<str>]>,
    operands: Operands,
}

#[derive(Debug, Clone)]
pub(crate) enum Operands {
    Equal(Box<[Pattern]>),
    EqualFold(Box<[Pattern]>),
    Like(Box<[Pattern]>),
    Number(Box<[Number]>, Comparison),
    Date(Box<[i128]>, Comparison),
    Bool(Box<[bool]>),
    Binary(Box<[Box<[u8]>]>),
    Ip(Box<[Network]>),
    Arn(Box<[ArnPattern]>),
    Null(Box<[bool]>),
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Comparison {
    Equal,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

impl Comparison {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order == Ordering::Equal,
            Self::Less => order == Ordering::Less,
            Self::LessEqual => order != Ordering::Greater,
            Self::Greater => order == Ordering::Greater,
            Self::GreaterEqual => order != Ordering::Less,
        }
    }
}

/// Why a condition does not compile: the value at this index.
pub(crate) enum Refused {
    Value(usize),
    Variable(usize),
}

fn compile_all<T>(
    values: &[Box<str>],
    refuse: fn(usize) -> Refused,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Box<[T]>, Refused> {
    values.iter().enumerate().map(|(at, value)| parse(value).ok_or_else(|| refuse(at))).collect()
}

impl Condition {
    pub(crate) fn compile(
        (quantifier, operator, if_exists): (Quantifier, Operator, bool),
        key: &str,
        values: Box<[Box<str>]>,
        variables: bool,
    ) -> Result<Self, Refused> {
        use Operator as O;
        let text = |wildcards| move |value: &str| Pattern::parse(value, Syntax { wildcards, variables });
        let operands = match operator {
            O::StringEquals | O::StringNotEquals => Operands::Equal(compile_all(&values, Refused::Variable, text(false))?),
            O::StringEqualsIgnoreCase | O::StringNotEqualsIgnoreCase => {
                Operands::EqualFold(compile_all(&values, Refused::Variable, text(false))?)
            }
            O::StringLike | O::StringNotLike => Operands::Like(compile_all(&values, Refused::Variable, text(true))?),
            O::NumericEquals
            | O::NumericNotEquals
            | O::NumericLessThan
            | O::NumericLessThanEquals
            | O::NumericGreaterThan
            | O::NumericGreaterThanEquals => {
                Operands::Number(compile_all(&values, Refused::Value, Number::parse)?, comparison(operator))
            }
            O::DateEquals
            | O::DateNotEquals
            | O::DateLessThan
            | O::DateLessThanEquals
            | O::DateGreaterThan
            | O::DateGreaterThanEquals => Operands::Date(compile_all(&values, Refused::Value, parse_date)?, comparison(operator)),
            O::Bool => Operands::Bool(compile_all(&values, Refused::Value, parse_bool)?),
            O::BinaryEquals => Operands::Binary(compile_all(&values, Refused::Value, decode_base64)?),
            O::IpAddress | O::NotIpAddress => Operands::Ip(compile_all(&values, Refused::Value, Network::parse)?),
            O::ArnEquals | O::ArnLike | O::ArnNotEquals | O::ArnNotLike => {
                Operands::Arn(compile_all(&values, Refused::Variable, |value| ArnPattern::parse(value, variables))?)
            }
            O::Null => Operands::Null(compile_all(&values, Refused::Value, parse_bool)?),
        };
        Ok(Self { operator, quantifier, if_exists, key: key.into(), lower_key: key.to_lowercase().into(), values, operands })
    }

    /// The operator, without prefix and suffix.
    #[must_use]
    pub fn operator(&self) -> Operator {
        self.operator
    }

    /// The set prefix.
    #[must_use]
    pub fn quantifier(&self) -> Quantifier {
        self.quantifier
    }

    /// Whether an absent key fulfils the condition (`…IfExists`).
    #[must_use]
    pub fn if_exists(&self) -> bool {
        self.if_exists
    }

    /// The condition key as written.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The condition key in lower case.
    #[must_use]
    pub fn lower_key(&self) -> &str {
        &self.lower_key
    }

    /// The values as written.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(AsRef::as_ref)
    }

    pub(crate) fn operands(&self) -> &Operands {
        &self.operands
    }

    pub(crate) fn variables(&self) -> impl Iterator<Item = &Variable> {
        let (patterns, arns): (&[Pattern], &[ArnPattern]) = match &self.operands {
            Operands::Equal(p) | Operands::EqualFold(p) | Operands::Like(p) => (p, &[]),
            Operands::Arn(a) => (&[], a),
            _ => (&[], &[]),
        };
        patterns.iter().chain(arns.iter().flat_map(ArnPattern::patterns)).flat_map(Pattern::variables)
    }

    /// Whether the request fulfils the condition.
    pub(crate) fn holds(&self, context: &dyn ContextSource) -> bool {
        let found = context.get(&self.lower_key).filter(|values| !values.is_empty());
        if let Operands::Null(wanted) = &self.operands {
            return wanted.contains(&found.is_none());
        }
        let Some(values) = found else {
            return match self.quantifier {
                Quantifier::ForAllValues => true,
                Quantifier::ForAnyValue => self.if_exists,
                Quantifier::None => self.if_exists || self.operator.is_negated(),
            };
        };
        let negated = self.operator.is_negated();
        match (self.quantifier, values) {
            (_, Values::One(value)) => self.value_matches(value, context) != negated,
            (Quantifier::ForAllValues, values) => values.iter().all(|value| self.value_matches(value, context) != negated),
            (Quantifier::ForAnyValue, values) => values.iter().any(|value| self.value_matches(value, context) != negated),
            // Without a prefix a negated operator is the negation of its positive twin, also for several values.
            (Quantifier::None, values) => values.iter().any(|value| self.value_matches(value, context)) != negated,
        }
    }

    /// Whether one value of the request is one of the policy's, by the positive form of the operator.
    fn value_matches(&self, value: &str, context: &dyn ContextSource) -> bool {
        match &self.operands {
            Operands::Equal(patterns) | Operands::Like(patterns) => {
                patterns.iter().any(|pattern| pattern.matches(value, Case::Sensitive, context))
            }
            Operands::EqualFold(patterns) => patterns.iter().any(|pattern| pattern.equals_ignore_case(value, context)),
            Operands::Number(numbers, comparison) => Number::parse(value).is_some_and(|value| {
                numbers.iter().any(|number| value.compare(*number).is_some_and(|order| comparison.holds(order)))
            }),
            Operands::Date(dates, comparison) => {
                parse_date(value).is_some_and(|value| dates.iter().any(|date| comparison.holds(value.cmp(date))))
            }
            Operands::Bool(bools) => parse_bool(value).is_some_and(|value| bools.contains(&value)),
            Operands::Binary(binaries) => binaries.iter().any(|binary| base64_equals(value, binary)),
            Operands::Ip(networks) => {
                value.parse::<IpAddr>().is_ok_and(|address| networks.iter().any(|network| network.contains(address)))
            }
            Operands::Arn(patterns) => patterns.iter().any(|pattern| pattern.matches(value, context)),
            Operands::Null(_) => false,
        }
    }
}

fn comparison(operator: Operator) -> Comparison {
    use Operator as O;
    match operator {
        O::NumericLessThan | O::DateLessThan => Comparison::Less,
        O::NumericLessThanEquals | O::DateLessThanEquals => Comparison::LessEqual,
        O::NumericGreaterThan | O::DateGreaterThan => Comparison::Greater,
        O::NumericGreaterThanEquals | O::DateGreaterThanEquals => Comparison::GreaterEqual,
        _ => Comparison::Equal,
    }
}
