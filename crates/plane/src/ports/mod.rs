//! Narrow traits that one service implements and the pipeline or other services use: services do not know each other.

mod configuration;
mod delivery;
mod identity;
mod keys;
mod objects;
mod observability;

use std::future::Future;
use std::pin::Pin;

pub use configuration::{
    ConfigRules, ConfigurationChange, ConfigurationSource, Findings, RecordedResource, Relationship, ResourceConfiguration,
    RuleEvaluation, ServiceRule,
};
pub use delivery::{Functions, Invoked, QueueMessage, Queues, TopicMessage, Topics, TypedAttribute};
pub use identity::{
    AccessKey, GuardrailLevel, Guardrails, Identities, IdentityPolicies, NamedPolicy, OidcProvider, Organization,
    PoliciesAndTags, RoleFacts, RoleSpec, SamlProvider, TokenAlgorithm, TokenIssuer,
};
pub use keys::{KeyFacts, KeyUsage, Keys, RoleSession, ServiceCaller};
pub use objects::{AnsweredRequest, CrossOrigin, Objects, ServiceObject};
pub use observability::{LogEvent, LogGroups, MetricStore, MetricValue};

/// A boxed future, so that ports can be trait objects.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
