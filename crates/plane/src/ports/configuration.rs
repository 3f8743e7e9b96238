//! Configuration, the rules that judge it, and findings.

use serde_json::Value;
use store::Version;
use wire::Failure;

use crate::past::Past;
use crate::ports::BoxFuture;
use crate::transaction::Transaction;

/// How one resource stands to another, as Config records it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// Type of the other, such as `AWS::IAM::Policy`.
    pub resource_type: String,
    /// Its id, as its own configuration item has it; empty where only the name is known.
    pub resource_id: String,
    /// Its name.
    pub resource_name: Option<String>,
    /// In Config's words, such as `Is attached to CustomerManagedPolicy`.
    pub name: &'static str,
}

/// What identifies a resource that Config records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedResource {
    /// CloudFormation's name of the type, such as `AWS::IAM::Role`.
    pub resource_type: &'static str,
    /// Config's id of it: what the type's page in Config's documentation says, such as `AROA…` for a role and the name for a bucket.
    pub resource_id: String,
    /// Its name, if it has one.
    pub resource_name: Option<String>,
    /// ARN.
    pub arn: String,
    /// Account that owns it.
    pub account: String,
    /// Region; `global` for global resources.
    pub region: String,
}

/// A resource's configuration after a change.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceConfiguration {
    /// What it is.
    pub resource: RecordedResource,
    /// When it was made, milliseconds since 1970, if that is known.
    pub created_at: Option<i64>,
    /// Tags.
    pub tags: Vec<(String, String)>,
    /// In the form in which Config's items of this type have it (`configuration`). Nothing secret.
    pub configuration: Value,
    /// What Config keeps beside it (`supplementaryConfiguration`): name and value.
    pub supplementary: Vec<(&'static str, Value)>,
    /// How it stands to others.
    pub relationships: Vec<Relationship>,
}

/// What a change of a document means for Config.
#[derive(Debug, Clone, PartialEq)]
pub enum ConfigurationChange {
    /// A resource was made or changed.
    Recorded(Box<ResourceConfiguration>),
    /// A resource is gone.
    Deleted(RecordedResource),
}

/// Says what the documents of a service are as configuration: each service that has resources Config records implements it.
pub trait ConfigurationSource: Send + Sync {
    /// The types of resources that it describes.
    fn resource_types(&self) -> &'static [&'static str];

    /// The kinds of documents of which each is a resource: where what exists is looked for when recording begins. Documents that are only parts of a
    /// resource need not be named.
    fn document_kinds(&self) -> &'static [&'static str] {
        self.resource_types()
    }

    /// The resources that a version of a document made, changed or removed, as they were right after the commit that made it: of the document itself, or
    /// of the resource that it is a part of. Empty for a document that is no configuration. A pure function of the past: asked again, it says the same.
    ///
    /// # Errors
    /// Internal ones only.
    fn describe<'a>(
        &'a self,
        past: &'a Past<'a>,
        version: &'a Version,
    ) -> BoxFuture<'a, Result<Vec<ConfigurationChange>, Failure>>;
}

/// A rule that a service keeps in Config for itself, as Security Hub does for its controls. Only that service can change it.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceRule {
    /// Name, such as `securityhub-iam-root-access-key-check-0a1b2c`.
    pub name: String,
    /// Description.
    pub description: String,
    /// Identifier of the managed rule, such as `IAM_ROOT_ACCESS_KEY_CHECK`.
    pub identifier: String,
    /// Its parameters.
    pub parameters: Vec<(String, String)>,
    /// The service, such as `securityhub.amazonaws.com`.
    pub created_by: String,
}

/// Rules, as the Config service keeps and evaluates them.
pub trait ConfigRules: std::any::Any + Send + Sync {
    /// Makes or changes a rule of a service; its evaluation begins when the transaction commits. An identifier that Config does not know is refused.
    ///
    /// # Errors
    /// `InvalidParameterValueException`, `MaxNumberOfConfigRulesExceededException`.
    fn put_service_rule<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        account: &'a str,
        region: &'a str,
        rule: ServiceRule,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// Removes a rule of a service with its evaluations, if it is there.
    ///
    /// # Errors
    /// Internal ones only.
    fn delete_service_rule<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        account: &'a str,
        region: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// Whether a managed rule of this identifier can be evaluated.
    fn knows(&self, identifier: &str) -> bool;
}

/// What a rule of Config says of a resource now.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleEvaluation {
    /// Account and region of the rule.
    pub account: String,
    /// Region of the rule.
    pub region: String,
    /// Name of the rule.
    pub rule_name: String,
    /// ARN of the rule.
    pub rule_arn: String,
    /// Identifier of the managed rule; none for custom ones.
    pub identifier: Option<String>,
    /// The service whose rule it is, if it is one's.
    pub created_by: Option<String>,
    /// Type of the resource, such as `AWS::S3::Bucket`.
    pub resource_type: String,
    /// Config's id of the resource.
    pub resource_id: String,
    /// ARN of the resource, where it is known.
    pub resource_arn: Option<String>,
    /// `COMPLIANT`, `NON_COMPLIANT`, or `NOT_APPLICABLE` also when the resource, the rule or its scope is gone.
    pub compliance: &'static str,
    /// Why, in a sentence.
    pub annotation: Option<String>,
    /// When it was said.
    pub at: jiff::Timestamp,
}

/// Findings, as the Security Hub service keeps them.
pub trait Findings: std::any::Any + Send + Sync {
    /// Takes findings of a product of the plane in an account and region, in ASFF, in a transaction. A finding with an `Id` that is there already is updated,
    /// and keeps what customers said of it. Nothing happens where Security Hub is not enabled or does not take this product's findings.
    ///
    /// # Errors
    /// That a finding is not ASFF, or internal ones.
    fn import<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        account: &'a str,
        region: &'a str,
        product: &'a str,
        findings: Vec<Value>,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// Told of every evaluation of a rule that is another than the last one of that resource, in the transaction that keeps it.
    ///
    /// # Errors
    /// Internal ones only.
    fn evaluated<'a>(&'a self, tx: &'a mut Transaction<'_>, evaluation: RuleEvaluation) -> BoxFuture<'a, Result<(), Failure>>;
}
