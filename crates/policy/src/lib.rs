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
//!
//! ```
//! use policy::{evaluate, Attached, Context, Level, Outcome, Policies, Policy, PolicyKind, Principal, Request, SourceType};
//!
//! let identity = Policy::parse(
//!     r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/${aws:username}/*"}}"#,
//!     PolicyKind::Identity,
//! )?;
//! let scp = Policy::parse(
//!     r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}}"#,
//!     PolicyKind::ServiceControl,
//! )?;
//! let alice = Principal::user("arn:aws:iam::111122223333:user/alice", "111122223333", "AIDAEXAMPLE000000000");
//! let mut context = Context::with_capacity(25);
//! context.set("aws:username", "alice").set_bool("aws:securetransport", true).set_many("aws:tagkeys", ["a", "b"]);
//!
//! let own = [Attached::new(&identity, "inline", SourceType::User)];
//! let request = Request::new(alice, "s3:GetObject", "arn:aws:s3:::b/alice/x", &context);
//! let policies = Policies { identity: &own, ..Policies::default() };
//! assert!(evaluate(&request, &policies).is_allowed());
//!
//! let guard = [Attached::new(&scp, "arn:aws:organizations::999:policy/o-1/service_control_policy/p-1", SourceType::None)];
//! let path = [Level { target: "r-1", policies: &guard }];
//! let decision = evaluate(&request, &Policies { scps: &path, ..policies });
//! assert_eq!(decision.outcome, Outcome::ImplicitDeny);
//! assert_eq!(
//!     decision.access_denied_message(alice.arn, request.action, request.resource),
//!     "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/alice/x \
//!      because no service control policy allows the s3:GetObject action"
//! );
//! # Ok::<(), policy::PolicyError>(())
//! ```

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
