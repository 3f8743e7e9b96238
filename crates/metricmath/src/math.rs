//! Metric math: expressions over metrics.
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html>.

use std::collections::BTreeMap;

use crate::SyntaxError;
use crate::band::Model;
use crate::functions;
use crate::lexer::{Token, Words};
use crate::series::{Grid, Series};

/// How deep an expression may be nested.
const MAX_DEPTH: usize = 64;
/// Most parts of an expression.
const MAX_PARTS: usize = 2_000;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A number.
    Number(f64),
    /// A text, or a key word such as `ASC`.
    Text(String),
    /// The id of a metric or another expression.
    Variable(String),
    /// `[a, b]`.
    Array(Vec<Expression>),
    /// `-a`.
    Negative(Box<Expression>),
    /// Two sides of an operator.
    Binary(Operator, Box<Expression>, Box<Expression>),
    /// A function's name, in capitals, and what it is given.
    Call(&'static str, Vec<Expression>),
}

/// An operator of two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
}

impl Operator {
    fn of(token: &Token) -> Option<(Self, u8)> {
        Some(match token {
            Token::Symbol("||") => (Self::Or, 1),
            Token::Symbol("&&") => (Self::And, 2),
            Token::Name(name) if name.eq_ignore_ascii_case("or") => (Self::Or, 1),
            Token::Name(name) if name.eq_ignore_ascii_case("and") => (Self::And, 2),
            Token::Symbol("==") => (Self::Equal, 3),
            Token::Symbol("!=") => (Self::NotEqual, 3),
            Token::Symbol("<") => (Self::Less, 3),
            Token::Symbol("<=") => (Self::LessOrEqual, 3),
            Token::Symbol(">") => (Self::Greater, 3),
            Token::Symbol(">=") => (Self::GreaterOrEqual, 3),
            Token::Symbol("+") => (Self::Add, 4),
            Token::Symbol("-") => (Self::Subtract, 4),
            Token::Symbol("*") => (Self::Multiply, 5),
            Token::Symbol("/") => (Self::Divide, 5),
            Token::Symbol("^") => (Self::Power, 6),
            _ => return None,
        })
    }

    /// What it makes of two numbers; `None` where that is no finite number, which is no data point.
    pub fn apply(self, left: f64, right: f64) -> Option<f64> {
        let truth = |truth: bool| f64::from(u8::from(truth));
        let result = match self {
            Self::Add => left + right,
            Self::Subtract => left - right,
            Self::Multiply => left * right,
            Self::Divide => left / right,
            Self::Power => left.powf(right),
            #[expect(clippy::float_cmp, reason = "the language compares exactly")]
            Self::Equal => truth(left == right),
            #[expect(clippy::float_cmp, reason = "the language compares exactly")]
            Self::NotEqual => truth(left != right),
            Self::Less => truth(left < right),
            Self::LessOrEqual => truth(left <= right),
            Self::Greater => truth(left > right),
            Self::GreaterOrEqual => truth(left >= right),
            Self::And => truth(left != 0.0 && right != 0.0),
            Self::Or => truth(left != 0.0 || right != 0.0),
        };
        result.is_finite().then_some(result)
    }
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// Where it is wrong, and why.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let mut parser = Parser { words: Words::of(text)?, depth: 0, parts: 0 };
        let expression = parser.expression(0)?;
        parser.words.finish()?;
        Ok(expression)
    }

    /// Goes through all parts.
    pub fn visit<'a>(&'a self, see: &mut impl FnMut(&'a Expression)) {
        see(self);
        match self {
            Self::Array(parts) | Self::Call(_, parts) => parts.iter().for_each(|part| part.visit(see)),
            Self::Negative(part) => part.visit(see),
            Self::Binary(_, left, right) => {
                left.visit(see);
                right.visit(see);
            }
            Self::Number(_) | Self::Text(_) | Self::Variable(_) => {}
        }
    }

    /// Ids that it names, each once.
    pub fn variables(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        self.visit(&mut |part| {
            if let Self::Variable(id) = part
                && !ids.contains(&id.as_str())
            {
                ids.push(id);
            }
        });
        ids
    }

    /// Whether it names metrics by `METRICS()`.
    pub fn uses_metrics(&self) -> bool {
        let mut uses = false;
        self.visit(&mut |part| uses |= matches!(part, Self::Call("METRICS", _)));
        uses
    }

    /// Its searches: text, statistic and period (0 where it says none).
    pub fn searches(&self) -> Vec<Search> {
        let mut searches = Vec::new();
        self.visit(&mut |part| {
            if let Self::Call("SEARCH", given) = part
                && let Some(search) = Search::of(given)
            {
                searches.push(search);
            }
        });
        searches
    }

    /// Ids whose band of anomaly detection it asks for.
    pub fn bands(&self) -> Vec<&str> {
        let mut bands = Vec::new();
        self.visit(&mut |part| {
            if let Self::Call("ANOMALY_DETECTION_BAND", given) = part
                && let Some(Self::Variable(id)) = given.first()
            {
                bands.push(id.as_str());
            }
        });
        bands
    }
}

/// What a `SEARCH(…)` is given.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Search {
    /// What is looked for.
    pub text: String,
    /// Statistic.
    pub statistic: String,
    /// Seconds; 0 where the query's own period counts.
    pub period: i64,
}

impl Search {
    pub(crate) fn of(given: &[Expression]) -> Option<Self> {
        let period = match given.get(2) {
            None => 0,
            Some(Expression::Number(period)) => *period as i64,
            Some(_) => return None,
        };
        match given {
            [Expression::Text(text), Expression::Text(statistic), ..] => {
                Some(Self { text: text.clone(), statistic: statistic.clone(), period })
            }
            _ => None,
        }
    }
}

struct Parser {
    words: Words,
    depth: usize,
    parts: usize,
}

impl Parser {
    fn expression(&mut self, least: u8) -> Result<Expression, SyntaxError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.words.wrong("the expression is nested too deeply"));
        }
        let mut left = self.operand()?;
        while let Some((operator, strength)) = self.words.peek().and_then(Operator::of) {
            if strength <= least {
                break;
            }
            self.words.next();
            // `^` binds to the right.
            let right = self.expression(if operator == Operator::Power { strength - 1 } else { strength })?;
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operand(&mut self) -> Result<Expression, SyntaxError> {
        self.parts += 1;
        if self.parts > MAX_PARTS {
            return Err(self.words.wrong("the expression has too many parts"));
        }
        let position = self.words.position();
        let missing = || SyntaxError::new(position, "expected a number, a metric id or a function");
        match self.words.next().ok_or_else(missing)? {
            Token::Number(number) => Ok(Expression::Number(number)),
            Token::Text(text, _) => Ok(Expression::Text(text)),
            Token::Symbol("-") => {
                let operand = self.expression(5)?;
                Ok(match operand {
                    Expression::Number(number) => Expression::Number(-number),
                    other => Expression::Negative(Box::new(other)),
                })
            }
            Token::Symbol("+") => self.expression(5),
            Token::Symbol("(") => {
                let inside = self.expression(0)?;
                self.words.expect(")")?;
                Ok(inside)
            }
            Token::Symbol("[") => Ok(Expression::Array(self.list("]")?)),
            Token::Name(name) if self.words.take("(") => {
                let known = functions::name(&name)
                    .ok_or_else(|| SyntaxError::new(position, format!("{name} is not a function of metric math")))?;
                let given = self.list(")")?;
                functions::check(known, &given).map_err(|reason| SyntaxError::new(position, reason))?;
                Ok(Expression::Call(known, given))
            }
            Token::Name(name) if functions::is_keyword(&name) => Ok(Expression::Text(name.to_ascii_uppercase())),
            Token::Name(name) if is_id(&name) => Ok(Expression::Variable(name)),
            Token::Name(name) => {
                Err(SyntaxError::new(position, format!("{name} is no id: these begin with a lower-case letter")))
            }
            Token::Symbol(_) => Err(missing()),
        }
    }

    fn list(&mut self, close: &str) -> Result<Vec<Expression>, SyntaxError> {
        let mut list = Vec::new();
        if self.words.take(close) {
            return Ok(list);
        }
        loop {
            list.push(self.expression(0)?);
            if !self.words.take(",") {
                self.words.expect(close)?;
                return Ok(list);
            }
        }
    }
}

/// Whether something can be the id of a query: a lower-case letter, then letters, digits and `_`.
pub fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// What an expression or a part of it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number.
    Scalar(f64),
    /// A time series.
    Series(Series),
    /// An array of time series.
    Array(Vec<Series>),
    /// A text.
    Text(String),
}

/// What an expression is evaluated with.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Metrics and expressions by their ids.
    pub variables: BTreeMap<String, Value>,
    /// Ids of the metrics, in the order of the request: what `METRICS()` gives.
    pub metrics: Vec<String>,
    /// What was found for each search.
    pub searches: BTreeMap<Search, Vec<Series>>,
    /// Models of anomaly detection by the ids of their metrics.
    pub models: BTreeMap<String, Model>,
    /// The moments asked for.
    pub grid: Grid,
}

/// Evaluates an expression.
///
/// # Errors
/// What does not fit together, for the caller's eyes.
pub fn evaluate(expression: &Expression, scope: &Scope) -> Result<Value, String> {
    match expression {
        Expression::Number(number) => Ok(Value::Scalar(*number)),
        Expression::Text(text) => Ok(Value::Text(text.clone())),
        Expression::Variable(id) => {
            scope.variables.get(id).cloned().ok_or_else(|| format!("There is no metric or expression with the id {id}"))
        }
        Expression::Array(parts) => {
            let mut all = Vec::new();
            for part in parts {
                match evaluate(part, scope)? {
                    Value::Series(series) => all.push(series),
                    Value::Array(series) => all.extend(series),
                    Value::Scalar(_) | Value::Text(_) => return Err("An array holds time series only".to_owned()),
                }
            }
            Ok(Value::Array(all))
        }
        Expression::Negative(part) => binary(Operator::Multiply, evaluate(part, scope)?, Value::Scalar(-1.0)),
        Expression::Binary(operator, left, right) => binary(*operator, evaluate(left, scope)?, evaluate(right, scope)?),
        Expression::Call(name, given) => functions::call(name, given, scope),
    }
}

/// An operator between numbers, series and arrays: element by element, and only at moments where both sides have a value.
pub(crate) fn binary(operator: Operator, left: Value, right: Value) -> Result<Value, String> {
    let one = |series: &Series, other: f64, flipped: bool| Series {
        points: series
            .points
            .iter()
            .filter_map(|(at, value)| {
                let result = if flipped { operator.apply(other, *value) } else { operator.apply(*value, other) };
                Some((*at, result?))
            })
            .collect(),
        ..series.clone()
    };
    let two = |left: &Series, right: &Series| Series {
        points: left.points.iter().filter_map(|(at, value)| Some((*at, operator.apply(*value, right.at(*at)?)?))).collect(),
        period: left.period.max(right.period),
        label: left.label.clone(),
    };
    Ok(match (left, right) {
        (Value::Scalar(left), Value::Scalar(right)) => {
            Value::Scalar(operator.apply(left, right).ok_or("The result of the operation is not a finite number")?)
        }
        (Value::Series(left), Value::Scalar(right)) => Value::Series(one(&left, right, false)),
        (Value::Scalar(left), Value::Series(right)) => Value::Series(one(&right, left, true)),
        (Value::Series(left), Value::Series(right)) => Value::Series(two(&left, &right)),
        (Value::Array(left), Value::Scalar(right)) => Value::Array(left.iter().map(|s| one(s, right, false)).collect()),
        (Value::Scalar(left), Value::Array(right)) => Value::Array(right.iter().map(|s| one(s, left, true)).collect()),
        (Value::Array(left), Value::Series(right)) => Value::Array(left.iter().map(|s| two(s, &right)).collect()),
        (Value::Series(left), Value::Array(right)) => {
            Value::Array(right.iter().map(|s| Series { label: s.label.clone(), ..two(&left, s) }).collect())
        }
        (Value::Array(_), Value::Array(_)) => return Err("An operator cannot have an array on both sides".to_owned()),
        (Value::Text(_), _) | (_, Value::Text(_)) => return Err("A text cannot be an operand".to_owned()),
    })
}

#[cfg(test)]
#[path = "math_tests.rs"]
mod tests;
