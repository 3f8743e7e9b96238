//! A compiled policy: read-only views for those who list and explain, and an index for those who decide.

use std::collections::BTreeMap;

use crate::condition::Condition;
use crate::context::ContextSource;
use crate::error::{PolicyError, Position};
use crate::pattern::{ActionPattern, Case, Pattern, split_action};
use crate::principal::{Grant, PrincipalClause};
use crate::request::{Principal, Request};

/// What a policy is attached to, and so what it may contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PolicyKind {
    /// Attached to a user, group or role, inline or managed.
    Identity,
    /// Attached to a resource (bucket, key, queue, secret …). `Resource` elements may be absent: the resource itself is meant.
    Resource,
    /// The trust policy of a role: who may assume it.
    Trust,
    /// A service control policy of an organization.
    ServiceControl,
    /// A resource control policy of an organization, made by a customer: it only denies.
    ResourceControl,
    /// The resource control policy of AWS, `RCPFullAWSAccess`, which allows.
    ManagedResourceControl,
    /// A session policy passed when a session is made.
    Session,
    /// A permissions boundary.
    Boundary,
}

/// The `Version` of the policy language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// `2008-10-17`, also if a document has none: without policy variables.
    V2008,
    /// `2012-10-17`.
    V2012,
}

impl Version {
    /// As written in documents.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V2008 => "2008-10-17",
            Self::V2012 => "2012-10-17",
        }
    }
}

/// The effect of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// The statement allows.
    Allow,
    /// The statement denies, whatever else allows.
    Deny,
}

/// A read-only view of `Action`/`NotAction` or `Resource`/`NotResource`.
#[derive(Debug, Clone, Copy)]
pub struct TextClause<'a> {
    negated: bool,
    texts: Texts<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Texts<'a> {
    Actions(&'a [ActionPattern]),
    Resources(&'a [ResourcePattern]),
}

impl<'a> TextClause<'a> {
    /// Whether this is the `Not…` form.
    #[must_use]
    pub fn is_negated(&self) -> bool {
        self.negated
    }

    /// The patterns as written.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let (actions, resources): (&'a [ActionPattern], &'a [ResourcePattern]) = match self.texts {
            Texts::Actions(actions) => (actions, &[]),
            Texts::Resources(resources) => (&[], resources),
        };
        actions.iter().map(|a| a.text.as_ref()).chain(resources.iter().map(|r| r.text.as_ref()))
    }
}

#[derive(Debug, Clone)]
pub(crate) struct ResourcePattern {
    pub(crate) text: Box<str>,
    pub(crate) pattern: Pattern,
}

#[derive(Debug, Clone)]
pub(crate) struct ResourceClause {
    pub(crate) negated: bool,
    pub(crate) patterns: Box<[ResourcePattern]>,
}

/// One compiled statement.
#[derive(Debug, Clone)]
pub struct Statement {
    pub(crate) index: usize,
    pub(crate) sid: Option<Box<str>>,
    pub(crate) effect: Effect,
    pub(crate) principal: Option<PrincipalClause>,
    pub(crate) actions_negated: bool,
    pub(crate) actions: Box<[ActionPattern]>,
    pub(crate) resources: Option<ResourceClause>,
    pub(crate) conditions: Box<[Condition]>,
    pub(crate) start: Position,
    pub(crate) end: Position,
}

impl Statement {
    /// Its place among the policy's statements, counted from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// Its `Sid`, unless absent or empty.
    #[must_use]
    pub fn sid(&self) -> Option<&str> {
        self.sid.as_deref()
    }

    /// Whether it allows or denies.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// `Principal` or `NotPrincipal`.
    #[must_use]
    pub fn principal(&self) -> Option<&PrincipalClause> {
        self.principal.as_ref()
    }

    /// `Action` or `NotAction`.
    #[must_use]
    pub fn actions(&self) -> TextClause<'_> {
        TextClause { negated: self.actions_negated, texts: Texts::Actions(&self.actions) }
    }

    /// `Resource` or `NotResource`.
    #[must_use]
    pub fn resources(&self) -> Option<TextClause<'_>> {
        self.resources.as_ref().map(|clause| TextClause { negated: clause.negated, texts: Texts::Resources(&clause.patterns) })
    }

    /// The conditions, all of which must hold.
    #[must_use]
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// Where it begins in the document: just after its `{`, as the policy simulator says it.
    #[must_use]
    pub fn start(&self) -> Position {
        self.start
    }

    /// Where it ends: just after its `}`.
    #[must_use]
    pub fn end(&self) -> Position {
        self.end
    }

    /// Whether the statement covers an action such as `iam:CreateUser`, whatever the resource and the conditions.
    #[must_use]
    pub fn covers_action(&self, action: &str) -> bool {
        let (service, name) = split_action(action);
        self.matches_action(service, name)
    }

    fn matches_action(&self, service: &str, name: &str) -> bool {
        self.actions.iter().any(|pattern| pattern.matches(service, name)) != self.actions_negated
    }

    fn matches_resource(&self, resource: &str, context: &dyn ContextSource) -> bool {
        self.resources.as_ref().is_none_or(|clause| {
            clause.patterns.iter().any(|r| r.pattern.matches(resource, Case::Sensitive, context)) != clause.negated
        })
    }

    fn holds(&self, context: &dyn ContextSource) -> bool {
        self.conditions.iter().all(|condition| condition.holds(context))
    }

    /// Whether the statement applies, and how closely it names the caller. Without a principal element it is the caller's own.
    pub(crate) fn applies(&self, call: &Call<'_>) -> Option<Grant> {
        if !self.matches_action(call.service, call.name) {
            return None;
        }
        let grant = match &self.principal {
            Some(clause) => clause.grant(call.principal, self.effect)?,
            None => Grant::Broad,
        };
        (self.matches_resource(call.resource, call.context) && self.holds(call.context)).then_some(grant)
    }

    /// Calls `each` with every condition key that conditions and variables ask for, as written.
    pub(crate) fn each_context_key<'s>(&'s self, each: &mut dyn FnMut(&'s str)) {
        for condition in &self.conditions {
            each(condition.key());
            condition.variables().for_each(|variable| each(&variable.name));
        }
        for resource in self.resources.iter().flat_map(|clause| &clause.patterns) {
            resource.pattern.variables().for_each(|variable| each(&variable.name));
        }
    }
}

/// A request, prepared once for all policies.
pub(crate) struct Call<'r> {
    pub(crate) principal: &'r Principal<'r>,
    pub(crate) service: &'r str,
    pub(crate) name: &'r str,
    pub(crate) hash: u64,
    pub(crate) resource: &'r str,
    pub(crate) context: &'r dyn ContextSource,
}

impl<'r> Call<'r> {
    pub(crate) fn new(request: &'r Request<'r>) -> Self {
        let (service, name) = split_action(request.action);
        Self {
            principal: &request.principal,
            service,
            name,
            hash: service_hash(service),
            resource: request.resource,
            context: request.context,
        }
    }
}

/// FNV-1a of a service prefix without regard to case. A collision costs a comparison, never a wrong answer.
fn service_hash(service: &str) -> u64 {
    service.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The statements of one effect by the services they speak of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    /// A hash table with open addressing, a power of two in size and at most half full, so that a look-up is one probe as a rule.
    /// A slot without statements is free.
    by_service: Box<[Slot]>,
    /// Those that may speak of any service.
    any: Box<[usize]>,
}

#[derive(Debug, Clone, Default)]
struct Slot {
    hash: u64,
    statements: Box<[usize]>,
}

impl Index {
    fn build(statements: &[Statement], effect: Effect) -> Self {
        let mut by_service: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        let mut any = Vec::new();
        for (at, statement) in statements.iter().enumerate().filter(|(_, s)| s.effect == effect) {
            if statement.actions_negated || statement.actions.iter().any(|action| action.service.is_none()) {
                any.push(at);
                continue;
            }
            for service in statement.actions.iter().filter_map(|action| action.service.as_deref()) {
                let list = by_service.entry(service_hash(service)).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
        }
        let size = if by_service.is_empty() { 0 } else { (by_service.len() * 2).next_power_of_two() };
        let mut table = vec![Slot::default(); size];
        for (hash, list) in by_service {
            if let Some(slot) = probe(size, hash).find(|at| table.get(*at).is_some_and(|slot| slot.statements.is_empty()))
                && let Some(slot) = table.get_mut(slot)
            {
                *slot = Slot { hash, statements: list.into() };
            }
        }
        Self { by_service: table.into(), any: any.into() }
    }

    fn candidates(&self, hash: u64) -> impl Iterator<Item = usize> {
        let listed: &[usize] = probe(self.by_service.len(), hash)
            .filter_map(|at| self.by_service.get(at))
            .find(|slot| slot.hash == hash || slot.statements.is_empty())
            .map_or(&[], |slot| &slot.statements);
        listed.iter().chain(&self.any).copied()
    }
}

/// The slots of a table in which a hash may be, in the order of trying.
fn probe(size: usize, hash: u64) -> impl Iterator<Item = usize> {
    // Truncation is meant: only the low bits choose.
    let start = hash as usize;
    (0..size).map(move |step| start.wrapping_add(step) & (size - 1))
}

/// A compiled policy document.
#[derive(Debug, Clone)]
pub struct Policy {
    pub(crate) kind: PolicyKind,
    pub(crate) version: Version,
    pub(crate) id: Option<Box<str>>,
    pub(crate) statements: Box<[Statement]>,
    pub(crate) allow: Index,
    pub(crate) deny: Index,
}

impl Policy {
    /// Reads, validates and compiles a policy document.
    ///
    /// # Errors
    /// The first thing wrong with the document, in AWS's words, with its place.
    pub fn parse(text: &str, kind: PolicyKind) -> Result<Self, PolicyError> {
        crate::parse::parse(text, kind)
    }

    pub(crate) fn compile(kind: PolicyKind, version: Version, id: Option<Box<str>>, statements: Vec<Statement>) -> Self {
        let allow = Index::build(&statements, Effect::Allow);
        let deny = Index::build(&statements, Effect::Deny);
        Self { kind, version, id, statements: statements.into(), allow, deny }
    }

    /// What the policy was parsed as.
    #[must_use]
    pub fn kind(&self) -> PolicyKind {
        self.kind
    }

    /// The version of the policy language.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// The document's `Id`.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The statements in the order of the document.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The condition keys that the policy's conditions and variables ask for, as first written, each once, in order
    /// (`GetContextKeysForCustomPolicy`).
    #[must_use]
    pub fn context_keys(&self) -> Vec<&str> {
        let mut seen = std::collections::HashSet::new();
        let mut keys = Vec::new();
        for statement in &self.statements {
            statement.each_context_key(&mut |key| {
                if seen.insert(key.to_lowercase()) {
                    keys.push(key);
                }
            });
        }
        keys
    }

    /// The statements of one effect that apply to a call. Order: those of the service, then those of any service.
    pub(crate) fn applying<'p>(&'p self, effect: Effect, call: &Call<'_>) -> impl Iterator<Item = (&'p Statement, Grant)> {
        let index = match effect {
            Effect::Allow => &self.allow,
            Effect::Deny => &self.deny,
        };
        index
            .candidates(call.hash)
            .filter_map(|at| self.statements.get(at))
            .filter_map(move |statement| statement.applies(call).map(|grant| (statement, grant)))
    }
}
