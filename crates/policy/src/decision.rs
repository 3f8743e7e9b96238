//! What is answered: the outcome, and what decided it.

use crate::policy::{PolicyKind, Statement};
use crate::request::{Attached, SourceType};

/// The outcome of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Some policy allows and none denies.
    Allowed,
    /// A statement denies.
    ExplicitDeny,
    /// A layer that must allow does not.
    ImplicitDeny,
}

impl Outcome {
    /// The name that the policy simulator uses (`PolicyEvaluationDecisionType`).
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::ExplicitDeny => "explicitDeny",
            Self::ImplicitDeny => "implicitDeny",
        }
    }
}

/// A layer of policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layer<'a> {
    /// Identity-based policies.
    Identity,
    /// The permissions boundary.
    Boundary,
    /// Session policies.
    Session,
    /// Resource-based policies.
    Resource,
    /// The trust policy of a role.
    Trust,
    /// Service control policies attached to `target`.
    ServiceControl {
        /// Root, organizational unit or account.
        target: &'a str,
    },
    /// Resource control policies attached to `target`.
    ResourceControl {
        /// Root, organizational unit or account.
        target: &'a str,
    },
}

impl<'a> Layer<'a> {
    /// The layer of a resource's own policies.
    pub(crate) fn of_resource(policies: &[Attached<'_>]) -> Layer<'a> {
        if policies.iter().any(|attached| attached.policy.kind() == PolicyKind::Trust) { Layer::Trust } else { Layer::Resource }
    }
}

/// A statement that took part in a decision.
#[derive(Debug, Clone, Copy)]
pub struct MatchedStatement<'a> {
    /// The layer of its policy.
    pub layer: Layer<'a>,
    /// The policy's ARN or name.
    pub policy_id: &'a str,
    /// Where the policy comes from.
    pub source: SourceType,
    /// The statement, which knows its index, Sid and position.
    pub statement: &'a Statement,
}

impl<'a> MatchedStatement<'a> {
    pub(crate) fn new(layer: Layer<'a>, attached: &Attached<'a>, statement: &'a Statement) -> Self {
        Self { layer, policy_id: attached.id, source: attached.source, statement }
    }
}

/// How many statements a decision remembers; [`explain`](crate::explain) lists all.
const KEPT: usize = 4;

/// The first few statements that decided, kept in place so that deciding does not allocate.
#[derive(Debug, Clone, Copy, Default)]
pub struct Matches<'a> {
    kept: [Option<MatchedStatement<'a>>; KEPT],
}

impl<'a> Matches<'a> {
    /// Adds one; `false` if there is no room for more.
    pub(crate) fn push(&mut self, matched: MatchedStatement<'a>) -> bool {
        if let Some(slot) = self.kept.iter_mut().find(|slot| slot.is_none()) {
            *slot = Some(matched);
        }
        self.kept.iter().any(Option::is_none)
    }

    /// The first.
    #[must_use]
    pub fn first(&self) -> Option<&MatchedStatement<'a>> {
        self.iter().next()
    }

    /// All that were kept.
    pub fn iter(&self) -> impl Iterator<Item = &MatchedStatement<'a>> {
        self.kept.iter().flatten()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first().is_none()
    }
}

/// The answer to a [`Request`](crate::Request).
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    /// Allowed or not.
    pub outcome: Outcome,
    /// Of a denial: the layer that denies (explicitly) or did not allow (implicitly). `None` if allowed.
    pub layer: Option<Layer<'a>>,
    /// What decided. Allowed: one allowing statement of each layer that granted or had to agree (SCPs and RCPs excepted), at most
    /// four. Explicit deny: the denying statements of [`layer`](Self::layer), at most four. Implicit deny: none. Root users and
    /// no others may be allowed without any.
    pub deciding: Matches<'a>,
}

impl Decision<'_> {
    /// Whether the request may go on.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.outcome == Outcome::Allowed
    }
}
