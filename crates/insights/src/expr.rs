//! Compiled expressions and their evaluation for one row.

use std::borrow::Cow;
use std::collections::HashSet;

use memchr::memmem::Finder;
use regex::Regex;

use crate::ast::{Arithmetic, Comparison, Period};
use crate::discover::Wanted;
use crate::execute::Inputs;
use crate::extract::at_path;
use crate::functions::{Circumstances, Function, ceiling, floor};
use crate::value::Value;
use crate::{Pointer, Record};

/// The fields that every event has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum System {
    Timestamp,
    IngestionTime,
    Message,
    LogStream,
    Log,
    LogGroup,
    Pointer,
}

impl System {
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "@timestamp" => Self::Timestamp,
            "@ingestionTime" => Self::IngestionTime,
            "@message" => Self::Message,
            "@logStream" => Self::LogStream,
            "@log" => Self::Log,
            "@logGroup" => Self::LogGroup,
            "@ptr" => Self::Pointer,
            _ => return None,
        })
    }
}

#[derive(Debug)]
pub(crate) enum Expr {
    Literal(Value<'static>),
    System(System),
    Discovered(usize),
    Slot(usize),
    Attribute(Box<Expr>, Vec<String>),
    Negate(Box<Expr>),
    Not(Box<Expr>),
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    Compare(Comparison, Box<Expr>, Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Part {
        value: Box<Expr>,
        finder: Finder<'static>,
        negated: bool,
    },
    Matches {
        value: Box<Expr>,
        regex: Regex,
        negated: bool,
    },
    Among {
        value: Box<Expr>,
        list: Vec<Expr>,
        negated: bool,
    },
    /// As `Among`, of texts only.
    AmongTexts {
        value: Box<Expr>,
        texts: HashSet<String>,
        negated: bool,
    },
    /// Whether a value is in the result of a subquery.
    AmongInput {
        value: Box<Expr>,
        input: usize,
        negated: bool,
    },
    Call(Function, Vec<Expr>),
    RegexReplace {
        value: Box<Expr>,
        regex: Regex,
        with: Box<Expr>,
    },
    Floor {
        time: Box<Expr>,
        period: Period,
        offset: i64,
    },
    Ceiling {
        time: Box<Expr>,
        period: Period,
    },
    /// Whether the message can have a field with this text: false only if it certainly has not.
    MayHold(Finder<'static>),
}

/// What rows are evaluated in.
pub(crate) struct Context<'a> {
    pub circumstances: Circumstances,
    pub inputs: &'a Inputs,
    pub wanted: &'a Wanted,
}

/// One row on its way through a query.
#[derive(Clone)]
pub(crate) struct Row<'a> {
    /// The event; rows of aggregates have none.
    pub record: Option<Record<'a>>,
    pub slots: Vec<Value<'a>>,
    /// Whether discoverable fields are in their slots.
    pub discovered: bool,
}

impl<'a> Row<'a> {
    pub fn set(&mut self, slot: usize, value: Value<'a>) {
        if let Some(place) = self.slots.get_mut(slot) {
            *place = value;
        }
    }
}

impl Expr {
    pub fn eval<'a>(&'a self, row: &mut Row<'a>, context: &Context<'a>) -> Value<'a> {
        match self {
            Self::Literal(value) => borrowed(value),
            Self::System(field) => system(*field, row),
            Self::Discovered(slot) => {
                if !row.discovered {
                    row.discovered = true;
                    if let Some(record) = row.record {
                        context.wanted.load(&record, &mut row.slots);
                    }
                }
                row.slots.get(*slot).cloned().unwrap_or(Value::Missing)
            }
            Self::Slot(slot) => row.slots.get(*slot).cloned().unwrap_or(Value::Missing),
            Self::Attribute(value, path) => match value.eval(row, context) {
                Value::Structure(json) => at_path(&json, path).map_or(Value::Missing, Value::of_json),
                _ => Value::Missing,
            },
            Self::Negate(value) => value.eval(row, context).as_number().map_or(Value::Missing, |number| Value::Number(-number)),
            Self::Not(value) => truth(value.eval(row, context).truth().map(|truth| !truth)),
            Self::Arithmetic(operator, a, b) => {
                let (Some(a), Some(b)) = (a.eval(row, context).as_number(), b.eval(row, context).as_number()) else {
                    return Value::Missing;
                };
                Value::number(match operator {
                    Arithmetic::Add => a + b,
                    Arithmetic::Subtract => a - b,
                    Arithmetic::Multiply => a * b,
                    Arithmetic::Divide => a / b,
                    Arithmetic::Remainder => a % b,
                    Arithmetic::Power => a.powf(b),
                })
            }
            Self::Compare(operator, a, b) => {
                let (a, b) = (a.eval(row, context), b.eval(row, context));
                truth(match operator {
                    Comparison::Equal => a.equals(&b),
                    Comparison::NotEqual => a.equals(&b).map(|equal| !equal),
                    Comparison::Less => a.compares(&b).map(|order| order.is_lt()),
                    Comparison::LessOrEqual => a.compares(&b).map(|order| order.is_le()),
                    Comparison::Greater => a.compares(&b).map(|order| order.is_gt()),
                    Comparison::GreaterOrEqual => a.compares(&b).map(|order| order.is_ge()),
                })
            }
            Self::And(all) => truth(joined(all, false, row, context)),
            Self::Or(any) => truth(joined(any, true, row, context)),
            Self::Part { value, finder, negated } => {
                let value = value.eval(row, context);
                truth(value.as_text().map(|text| finder.find(text.as_bytes()).is_some() != *negated))
            }
            Self::Matches { value, regex, negated } => {
                let value = value.eval(row, context);
                truth(value.as_text().map(|text| regex.is_match(&text) != *negated))
            }
            Self::Among { value, list, negated } => {
                let value = value.eval(row, context);
                if value.is_missing() {
                    return Value::Missing;
                }
                let found = list.iter().any(|item| value.equals(&item.eval(row, context)) == Some(true));
                Value::Bool(found != *negated)
            }
            Self::AmongTexts { value, texts, negated } => match value.eval(row, context) {
                Value::Missing => Value::Missing,
                Value::Bool(flag) => {
                    let (word, digit) = if flag { ("true", "1") } else { ("false", "0") };
                    Value::Bool((texts.contains(word) || texts.contains(digit)) != *negated)
                }
                value => Value::Bool(value.as_text().is_some_and(|text| texts.contains(&*text)) != *negated),
            },
            Self::AmongInput { value, input, negated } => {
                let value = value.eval(row, context);
                truth(value.as_text().map(|text| context.inputs.contains(*input, &text) != *negated))
            }
            Self::Call(function, arguments) => {
                let arguments: Vec<Value<'a>> = arguments.iter().map(|argument| argument.eval(row, context)).collect();
                (function.compute)(&arguments, &context.circumstances)
            }
            Self::RegexReplace { value, regex, with } => {
                let (value, with) = (value.eval(row, context), with.eval(row, context));
                match (value.as_text(), with.as_text()) {
                    (Some(text), Some(with)) => Value::Text(Cow::Owned(regex.replace_all(&text, &*with).into_owned())),
                    _ => Value::Missing,
                }
            }
            Self::Floor { time, period, offset } => match time.eval(row, context).as_time() {
                Some(time) => Value::Time(floor(time.saturating_sub(*offset), *period).saturating_add(*offset)),
                None => Value::Missing,
            },
            Self::Ceiling { time, period } => {
                time.eval(row, context).as_time().map_or(Value::Missing, |time| Value::Time(ceiling(time, *period)))
            }
            Self::MayHold(finder) => Value::Bool(row.record.is_none_or(|record| {
                let message = record.message.as_bytes();
                finder.find(message).is_some() || memchr::memchr(b'\\', message).is_some() || record.transformed.is_some()
            })),
        }
    }

    /// Whether the row stays under a filter of this.
    pub fn holds<'a>(&'a self, row: &mut Row<'a>, context: &Context<'a>) -> bool {
        self.eval(row, context).truth() == Some(true)
    }

    /// Whether it looks at the message of an event, or at what is found in it.
    pub fn reads_messages(&self) -> bool {
        match self {
            Self::System(field) => *field == System::Message,
            Self::Discovered(_) | Self::MayHold(_) => true,
            Self::Literal(_) | Self::Slot(_) => false,
            Self::Attribute(value, _)
            | Self::Negate(value)
            | Self::Not(value)
            | Self::Part { value, .. }
            | Self::Matches { value, .. }
            | Self::AmongTexts { value, .. }
            | Self::AmongInput { value, .. }
            | Self::Floor { time: value, .. }
            | Self::Ceiling { time: value, .. } => value.reads_messages(),
            Self::Arithmetic(_, a, b) | Self::Compare(_, a, b) | Self::RegexReplace { value: a, with: b, .. } => {
                a.reads_messages() || b.reads_messages()
            }
            Self::And(all) | Self::Or(all) | Self::Call(_, all) => all.iter().any(Self::reads_messages),
            Self::Among { value, list, .. } => value.reads_messages() || list.iter().any(Self::reads_messages),
        }
    }

    /// How dear it is, for the order of conditions: cheap ones go first.
    pub fn cost(&self) -> u32 {
        match self {
            Self::MayHold(_) => 1,
            Self::Literal(_) | Self::Slot(_) => 0,
            Self::System(_) => 1,
            Self::Discovered(_) => 100,
            Self::Part { value, .. } => value.cost().saturating_add(1),
            Self::Matches { value, .. } => value.cost().saturating_add(10),
            Self::Attribute(value, _) | Self::Negate(value) | Self::Not(value) => value.cost().saturating_add(1),
            Self::Floor { time, .. } | Self::Ceiling { time, .. } => time.cost().saturating_add(2),
            Self::Arithmetic(_, a, b) | Self::Compare(_, a, b) => a.cost().saturating_add(b.cost()).saturating_add(1),
            Self::And(list) | Self::Or(list) => list.iter().map(Self::cost).fold(1, u32::saturating_add),
            Self::Among { value, .. } | Self::AmongTexts { value, .. } | Self::AmongInput { value, .. } => {
                value.cost().saturating_add(3)
            }
            Self::Call(_, arguments) => arguments.iter().map(Self::cost).fold(5, u32::saturating_add),
            Self::RegexReplace { value, .. } => value.cost().saturating_add(30),
        }
    }
}

fn borrowed<'a>(value: &'a Value<'static>) -> Value<'a> {
    match value {
        Value::Text(text) => Value::Text(Cow::Borrowed(text)),
        other => other.clone(),
    }
}

fn truth<'a>(truth: Option<bool>) -> Value<'a> {
    truth.map_or(Value::Missing, Value::Bool)
}

/// Three-valued and/or: one that is `decisive` decides, an unknown one leaves it unknown.
fn joined<'a>(list: &'a [Expr], decisive: bool, row: &mut Row<'a>, context: &Context<'a>) -> Option<bool> {
    let mut result = Some(!decisive);
    for item in list {
        match item.eval(row, context).truth() {
            Some(truth) if truth == decisive => return Some(decisive),
            Some(_) => {}
            None => result = None,
        }
    }
    result
}

fn system<'a>(field: System, row: &Row<'a>) -> Value<'a> {
    let Some(record) = row.record else { return Value::Missing };
    match field {
        System::Timestamp => Value::Time(record.timestamp),
        System::IngestionTime => Value::Time(record.ingestion_time),
        System::Message => Value::Text(Cow::Borrowed(record.message)),
        System::LogStream => Value::Text(Cow::Borrowed(record.log_stream)),
        System::Log => Value::Text(Cow::Borrowed(record.log)),
        System::LogGroup => Value::Text(Cow::Borrowed(record.log.split_once(':').map_or(record.log, |(_, group)| group))),
        System::Pointer => Value::text(Pointer::of(&record).to_string()),
    }
}
