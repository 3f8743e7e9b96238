//! The IAM policy language: parser, compiler and evaluation with explanations.
//!
//! Everything here is pure: no I/O, no clock, no randomness. A policy document is read once by [`Policy::parse`], which
//! validates it as AWS does for its [`PolicyKind`] and compiles it; [`evaluate`] then decides a [`Request`] against all
//! [`Policies`] that apply to it without allocating, and [`explain`] tells the same story with every matched statement.
//!
//! The pipeline, module by module:
//! - `json`: a bounded JSON reader that knows line and column of everything;
//! - `parse`, `validate`: the grammar and what each kind of policy may contain, with [`PolicyError`]s that say where and why;
//! - `pattern`, `variable`, `arn`, `condition`, `operator`, `value`, `principal`: the compiled parts of a statement;
//! - `policy`: a compiled document, indexed by service so that unrelated statements cost nothing;
//! - `request`, `context`: what is asked; `evaluate`, `decision`, `explain`, `message`: what is answered;
//! - `public`: whether a resource policy is open to everybody.

mod arn;
mod condition;
mod context;
mod decision;
mod error;
mod evaluate;
mod explain;
mod json;
mod message;
mod operator;
mod parse;
mod pattern;
mod policy;
mod principal;
mod public;
mod request;
mod validate;
mod value;
mod variable;

pub use arn::Arn;
pub use condition::Condition;
pub use context::{Context, ContextSource, Values, ValuesIter};
pub use decision::{Decision, Layer, MatchedStatement, Matches, Outcome};
pub use error::{PolicyError, PolicyErrorKind, Position};
pub use evaluate::evaluate;
pub use explain::{Explanation, explain};
pub use operator::{Operator, Quantifier};
pub use parse::{MAX_DOCUMENT_BYTES, MAX_NESTING};
pub use pattern::{matches_action, wildcard_match};
pub use policy::{Effect, Policy, PolicyKind, Statement, TextClause, Version};
pub use principal::{PrincipalClause, PrincipalPattern};
pub use request::{Attached, Level, Policies, Principal, PrincipalKind, Request, ResourcePolicyRole, SourceType};

/// The number of characters of a policy document that count against AWS's size quotas: white space is not counted.
///
/// Source: "IAM and AWS STS quotas" (IAM does not count white space when it calculates the size of a policy).
#[must_use]
pub fn counted_size(document: &str) -> usize {
    document.chars().filter(|c| !c.is_whitespace()).count()
}
