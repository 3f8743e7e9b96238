//! Custom policy rules: what an account writes itself, in Guard.
//!
//! The language and its evaluation are those of the crate `cloudformation-guard-lang`, which AWS makes. That crate trusts whoever
//! writes a policy: it recurses as deep as a policy is nested, follows rules and variables that name themselves without end, and
//! panics on some input. So a policy is bounded before it is parsed ([`MAX_POLICY`], [`MAX_NESTING`]), its references must lead to an
//! end within [`MAX_CHAIN`] steps, items are bounded too ([`MAX_ITEM_NODES`], [`MAX_ITEM_DEPTH`]), comparisons are counted, and panics are
//! caught and reported as errors.
//!
//! Guard's function `now()` reads the machine's clock: [`at`] puts a time in its place.

mod expressions;
mod frugal;
mod references;
mod time;

use references::Comparisons;
pub use time::at;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use cloudformation_guard_lang::exprs::RulesFile;
use cloudformation_guard_lang::path_value::PathAwareValue;
use cloudformation_guard_lang::{Status, eval, eval_context, parser};
use serde_json::Value;

use crate::{Verdict, json};

/// Longest policy, characters (`CustomPolicyDetails.PolicyText`).
pub const MAX_POLICY: usize = 10_000;
/// Deepest nesting of brackets and braces in a policy. The parser tries a nested part several times, again at each level.
pub const MAX_NESTING: usize = 10;
/// Longest chain of rules and variables that refer to each other.
pub const MAX_CHAIN: usize = 16;
/// Most values in an item.
pub const MAX_ITEM_NODES: usize = 20_000;
/// Most values in an item if the policy compares them with each other by order (`>`, `<=`, …).
pub const MAX_ORDERED_NODES: usize = 1_000;
/// Deepest nesting of an item.
pub const MAX_ITEM_DEPTH: usize = 64;

/// Most values of an item, times the weight of the heaviest regular expression.
const MAX_MATCHING: usize = 20_000_000;
/// What a step of a regular expression costs, in comparisons.
const EXPRESSION_COST: usize = 50;

/// Why a policy is refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (line {line}, column {column})")]
pub struct PolicyError {
    /// What is wrong.
    pub message: String,
    /// Line, counted from 1.
    pub line: u32,
    /// Column in characters, counted from 1.
    pub column: u32,
}

/// Why a policy could not judge an item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationError {
    /// The item is nested too deep, or has too many values.
    #[error("The configuration item is too large for a Guard policy.")]
    ItemTooLarge,
    /// The policy asks for what cannot be had, such as comparing a text with a number, or naming a rule that is not there.
    #[error("The policy cannot be evaluated: {0}")]
    Policy(String),
    /// The evaluation failed within.
    #[error("The policy cannot be evaluated on this item.")]
    Internal,
}

type File<'text> = RulesFile<'text>;

self_cell::self_cell! {
    /// A policy's text, and what was parsed from it: the crate's types borrow the text.
    struct Parsed {
        owner: String,
        #[covariant]
        dependent: File,
    }
}

/// A parsed policy.
pub struct Rule {
    parsed: Parsed,
    comparisons: Comparisons,
    /// The weight of the heaviest regular expression.
    heaviest: usize,
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rule").field("rules", &self.names().collect::<Vec<_>>()).finish()
    }
}

impl Rule {
    /// Reads a policy.
    ///
    /// # Errors
    /// The first thing wrong with it, with its place.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        if text.chars().count() > MAX_POLICY {
            return Err(PolicyError { message: format!("The policy has more than {MAX_POLICY} characters"), line: 1, column: 1 });
        }
        check_nesting(text)?;
        let parsed = Parsed::try_new(text.to_owned(), |text| {
            let nowhere = |message: &str| PolicyError { message: message.to_owned(), line: 1, column: 1 };
            let file = catch_unwind(|| parser::rules_file(parser::Span::new_extra(text, "")).map_err(|error| error.to_string()))
                .map_err(|_| nowhere("The policy cannot be read"))?
                .map_err(|message| explain(&message, text))?
                .ok_or_else(|| nowhere("The policy has no rules"))?;
            Ok(file)
        })?;
        let (comparisons, heaviest) = references::check(parsed.borrow_dependent(), text)?;
        Ok(Self { parsed, comparisons, heaviest })
    }

    /// The names of its rules, in order; clauses outside of any rule make one called `default`.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parsed.borrow_dependent().guard_rules.iter().map(|rule| rule.rule_name.as_str())
    }

    /// Judges a configuration item in its JSON form: non-compliant if a rule fails, compliant if one passes and none fails, and not
    /// applicable if all are skipped. The annotation names the rules that fail.
    ///
    /// `configuration` and the values of `supplementaryConfiguration` may be strings of JSON: the policy sees them decoded.
    ///
    /// # Errors
    /// When the policy cannot be evaluated on this item.
    pub fn evaluate(&self, item: &Value) -> Result<Verdict, EvaluationError> {
        let item = open(item);
        let values = count(&item).ok_or(EvaluationError::ItemTooLarge)?;
        if values.saturating_mul(self.heaviest) > MAX_MATCHING {
            return Err(EvaluationError::ItemTooLarge);
        }
        let cost = match self.comparisons {
            Comparisons::Literal => 1,
            Comparisons::Values => values * values,
            Comparisons::Ordered if values > MAX_ORDERED_NODES => return Err(EvaluationError::ItemTooLarge),
            Comparisons::Ordered => values * values,
        };
        let cost = cost.max(self.heaviest * EXPRESSION_COST);
        catch_unwind(AssertUnwindSafe(|| self.judge(item, cost))).unwrap_or(Err(EvaluationError::Internal))
    }

    fn judge(&self, item: Value, cost: usize) -> Result<Verdict, EvaluationError> {
        let failed = |error: cloudformation_guard_lang::errors::Error| {
            EvaluationError::Policy(error.to_string().chars().take(crate::MAX_ANNOTATION).collect())
        };
        let root = PathAwareValue::try_from(item).map_err(failed)?;
        let file = self.parsed.borrow_dependent();
        let mut scope = frugal::Frugal::new(eval_context::root_scope(file, Rc::new(root)), &file.guard_rules, cost);
        let mut failing = Vec::new();
        let mut passed = false;
        for rule in &file.guard_rules {
            match eval::eval_rule(rule, &mut scope).map_err(failed)? {
                Status::FAIL => failing.push(rule.rule_name.as_str()),
                Status::PASS => passed = true,
                Status::SKIP => {}
            }
        }
        Ok(if !failing.is_empty() {
            Verdict::non_compliant(format!("Failed rules: {}", failing.join(", ")))
        } else if passed {
            Verdict::COMPLIANT
        } else {
            Verdict::NOT_APPLICABLE
        })
    }
}

/// The place that the parser's message names, as `line 3 at column 7` or `line 3 column 7`.
fn explain(message: &str, text: &str) -> PolicyError {
    let number = |after: &str| -> Option<u32> {
        let (_, rest) = message.split_once(after)?;
        rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
    };
    let line = number("at line ").unwrap_or(1);
    let column = number("at column ").unwrap_or(1);
    let context = message
        .split_once("when handling ")
        .and_then(|(_, rest)| rest.split_once(", fragment"))
        .map(|(context, _)| context.trim());
    let near: String = usize::try_from(line)
        .ok()
        .and_then(|line| text.lines().nth(line.saturating_sub(1)))
        .map(|found| found.chars().skip(usize::try_from(column).unwrap_or(1).saturating_sub(1)).take(32).collect())
        .unwrap_or_default();
    let mut what = "The policy is not valid Guard".to_owned();
    if let Some(context) = context.filter(|context| !context.is_empty()) {
        what.push_str(&format!(": {context}"));
    }
    if !near.is_empty() {
        what.push_str(&format!(", near '{near}'"));
    }
    PolicyError { message: what, line, column }
}

/// Counts brackets and braces outside of texts, comments and regular expressions. It may count too many, never too few that matter: what
/// it takes for a text, the parser takes for one too.
fn check_nesting(text: &str) -> Result<(), PolicyError> {
    let mut depth = 0_usize;
    for (at, line) in text.lines().enumerate() {
        let mut quote = None;
        let mut before = ' ';
        for (column, c) in line.chars().enumerate() {
            match (quote, c) {
                (Some(open), c) if c == open && before != '\\' => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') => quote = Some(c),
                (None, '#') => break,
                (None, '{' | '[' | '(') => depth += 1,
                (None, '}' | ']' | ')') => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > MAX_NESTING {
                let place = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
                let message = format!("The policy is nested deeper than {MAX_NESTING} levels");
                return Err(PolicyError { message, line: place(at), column: place(column) });
            }
            before = c;
        }
    }
    Ok(())
}

/// The item with its strings of JSON decoded.
fn open(item: &Value) -> Value {
    let Value::Object(members) = item else { return item.clone() };
    let opened = members.iter().map(|(name, value)| {
        let value = match (name.as_str(), value) {
            ("configuration", value) => json::decoded(value).into_owned(),
            ("supplementaryConfiguration", Value::Object(all)) => {
                Value::Object(all.iter().map(|(name, value)| (name.clone(), json::decoded(value).into_owned())).collect())
            }
            (_, value) => value.clone(),
        };
        (name.clone(), value)
    });
    Value::Object(opened.collect())
}

/// How many values an item has; `None` if too many, or nested too deep.
fn count(item: &Value) -> Option<usize> {
    let mut left = MAX_ITEM_NODES;
    let mut waiting = vec![(item, 0_usize)];
    while let Some((value, depth)) = waiting.pop() {
        left = match left.checked_sub(1) {
            Some(left) if depth <= MAX_ITEM_DEPTH => left,
            _ => return None,
        };
        match value {
            Value::Object(map) => waiting.extend(map.values().map(|value| (value, depth + 1))),
            Value::Array(list) => waiting.extend(list.iter().map(|value| (value, depth + 1))),
            _ => {}
        }
    }
    Some(MAX_ITEM_NODES - left)
}
