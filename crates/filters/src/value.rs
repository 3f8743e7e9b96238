//! What fields and members are compared with.

use crate::error::ParseError;
use crate::lexer::Lexer;
use crate::regexes::Expression;

/// How a part of a message is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What it is compared with.
#[derive(Debug, Clone)]
pub(crate) enum Operand {
    /// A number, and how it was written.
    Number(f64, String),
    /// Parts of a text between asterisks, each of which stands for any text.
    Text(Vec<String>),
    Regex(Expression),
}

/// A comparison.
#[derive(Debug, Clone)]
pub(crate) struct Comparison {
    pub operator: Operator,
    pub operand: Operand,
}

/// A scalar of a message.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Scalar {
    Text(String),
    /// A number, and how it is shown.
    Number(f64, String),
    Bool(bool),
    Null,
    /// An array or an object.
    Composite,
}

impl Scalar {
    /// Its text, of texts, numbers and truth values.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(_, text) => Some(text),
            Self::Bool(true) => Some("true"),
            Self::Bool(false) => Some("false"),
            Self::Null | Self::Composite => None,
        }
    }
}

pub(crate) fn number(text: &str) -> Option<f64> {
    // Rust's own reader also knows `inf` and `nan`.
    let numeric = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    text.parse().ok().filter(|n: &f64| numeric && n.is_finite())
}

/// Whether a text has the form of parts with anything between them.
fn like(parts: &[String], text: &str) -> bool {
    let Some((first, others)) = parts.split_first() else { return false };
    let Some((last, middle)) = others.split_last() else { return first == text };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
    for part in middle {
        match rest.find(part.as_str()) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.ends_with(last.as_str())
}

impl Comparison {
    /// Reads an operator and what follows it. Words without quotation marks end at a space or at one of `ends`.
    pub fn parse(lexer: &mut Lexer<'_>, ends: &str) -> Result<Self, ParseError> {
        let operator = [
            ("!=", Operator::NotEqual),
            ("<=", Operator::LessOrEqual),
            (">=", Operator::GreaterOrEqual),
            ("=", Operator::Equal),
            ("<", Operator::Less),
            (">", Operator::Greater),
        ]
        .into_iter()
        .find_map(|(text, operator)| lexer.eat(text).then_some(operator))
        .ok_or_else(|| lexer.error("one of = != < <= > >= is expected"))?;
        lexer.skip_space();
        let begin = lexer.position();
        let operand = match lexer.peek() {
            Some('"') => Operand::Text(lexer.quoted()?.split('*').map(str::to_owned).collect()),
            Some('%') => Operand::Regex(lexer.regex()?),
            _ => {
                let word = lexer.take_while(|c| !c.is_whitespace() && !ends.contains(c) && !"&|()\"%=<>!".contains(c));
                if word.is_empty() {
                    return Err(lexer.error("a value is expected"));
                }
                match number(word) {
                    Some(value) => Operand::Number(value, word.to_owned()),
                    None => Operand::Text(word.split('*').map(str::to_owned).collect()),
                }
            }
        };
        let equality = matches!(operator, Operator::Equal | Operator::NotEqual);
        if !equality && !matches!(operand, Operand::Number(..)) {
            return Err(ParseError::new(begin, "a number is expected"));
        }
        Ok(Self { operator, operand })
    }

    pub fn regexes(&self) -> usize {
        usize::from(matches!(self.operand, Operand::Regex(_)))
    }

    fn equals(&self, value: &Scalar) -> bool {
        match &self.operand {
            Operand::Number(wanted, written) => match value {
                #[expect(clippy::float_cmp, reason = "equality of numbers is what is asked for")]
                Scalar::Number(number, _) => number == wanted,
                other => other.text() == Some(written),
            },
            // An asterisk alone asks whether there is anything.
            Operand::Text(parts) if parts.len() == 2 && parts.iter().all(String::is_empty) => *value != Scalar::Null,
            Operand::Text(parts) => value.text().is_some_and(|text| like(parts, text)),
            Operand::Regex(expression) => value.text().is_some_and(|text| expression.is_match(text)),
        }
    }

    /// Texts that a value must have for it to hold, as they are written: numbers are written in many ways.
    pub fn needles(&self) -> impl Iterator<Item = &str> {
        let parts: &[String] = match (&self.operand, self.operator) {
            (Operand::Text(parts), Operator::Equal) => parts,
            _ => &[],
        };
        let numeric = |part: &String| part.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
        let parts = if parts.iter().all(numeric) { &[] } else { parts };
        parts.iter().map(String::as_str).filter(|part| !part.is_empty())
    }

    /// Whether it holds of a value.
    pub fn holds(&self, value: &Scalar) -> bool {
        let order = |wanted: fn(f64, f64) -> bool| match (&self.operand, value) {
            (Operand::Number(right, _), Scalar::Number(left, _)) => wanted(*left, *right),
            (Operand::Number(right, _), Scalar::Text(text)) => number(text).is_some_and(|left| wanted(left, *right)),
            _ => false,
        };
        match self.operator {
            Operator::Equal => self.equals(value),
            Operator::NotEqual => !self.equals(value),
            Operator::Less => order(|l, r| l < r),
            Operator::LessOrEqual => order(|l, r| l <= r),
            Operator::Greater => order(|l, r| l > r),
            Operator::GreaterOrEqual => order(|l, r| l >= r),
        }
    }
}
