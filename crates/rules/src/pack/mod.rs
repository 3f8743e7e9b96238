//! Conformance packs: rules and remediations in one template, in the subset of CloudFormation that packs may use.
//!
//! [`Template::parse`] reads the text and says where it is wrong; [`Template::resolve`] puts the parameters in, works out conditions and
//! functions (`Ref`, `Fn::If`, `Fn::Sub`, `Fn::Join`, `Fn::Equals`, `Fn::Not`, `Fn::And`, `Fn::Or`, in long and short form), and gives
//! the rules and remediations. [`builtin`] has packs that come with Cloudkeep.

pub mod builtin;
mod functions;
mod node;
mod read;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::Frequency;
use node::Node;

/// Longest template, bytes. AWS takes 51,200 bytes within a call and 300 KB from S3.
pub const MAX_TEMPLATE: usize = 300 << 10;
/// Most rules of a pack.
pub const MAX_RULES: usize = 130;
/// Most parameters of a template.
pub const MAX_PARAMETERS: usize = 60;
/// Most characters that functions may make altogether.
pub const MAX_EXPANSION: usize = 1 << 20;

/// What is wrong with a template, and where: a `ConformancePackTemplateValidationException`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (line {line}, column {column})")]
pub struct TemplateError {
    /// What is wrong.
    pub message: String,
    /// Line, counted from 1; 0 if the fault is not in the text but in what was given with it.
    pub line: u32,
    /// Column in characters, counted from 1.
    pub column: u32,
}

/// A parsed template.
#[derive(Debug, Clone)]
pub struct Template {
    parameters: Vec<TemplateParameter>,
    conditions: Vec<(String, Node)>,
    resources: Vec<(String, Node)>,
}

/// A parameter of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateParameter {
    /// Its name.
    pub name: String,
    /// `String`, `Number`, `CommaDelimitedList`, …
    pub kind: String,
    /// Its value when none is given.
    pub default: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// The only values that it may have; empty if there is no such list.
    pub allowed: Vec<String>,
}

/// Where a pack is deployed: what the pseudo parameters stand for.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// `AWS::AccountId`
    pub account_id: &'a str,
    /// `AWS::Region`
    pub region: &'a str,
    /// `AWS::Partition`, such as `aws`.
    pub partition: &'a str,
}

/// A pack with all values put in.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// Its rules, in the order of the template.
    pub rules: Vec<PackRule>,
    /// Its remediations.
    pub remediations: Vec<Remediation>,
}

/// A rule of a pack (`AWS::Config::ConfigRule`).
#[derive(Debug, Clone, PartialEq)]
pub struct PackRule {
    /// Its name in the template.
    pub logical_id: String,
    /// `ConfigRuleName`.
    pub name: String,
    /// `Description`.
    pub description: Option<String>,
    /// `Source`.
    pub source: Source,
    /// `InputParameters`: all values are text, as `PutConfigRule` has them.
    pub input_parameters: Map<String, Value>,
    /// `Scope`.
    pub scope: Option<Scope>,
    /// `MaximumExecutionFrequency`.
    pub frequency: Option<Frequency>,
}

/// What judges: `Source`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A managed rule (`Owner: AWS`): its identifier, which is one of the catalogue.
    Managed(String),
    /// A function (`Owner: CUSTOM_LAMBDA`).
    Function {
        /// ARN of the function.
        arn: String,
        /// What triggers it.
        details: Vec<SourceDetail>,
    },
    /// A Guard policy (`Owner: CUSTOM_POLICY`).
    Policy {
        /// Such as `guard-2.x.x`.
        runtime: String,
        /// The policy, which was parsed and found to be valid.
        text: String,
        /// What triggers it.
        details: Vec<SourceDetail>,
    },
}

/// A trigger of a custom rule: `SourceDetails`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceDetail {
    /// `ConfigurationItemChangeNotification`, `ScheduledNotification`, …
    pub message_type: String,
    /// How often, for a scheduled one.
    pub frequency: Option<Frequency>,
}

/// Which resources a rule judges: `Scope`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// `ComplianceResourceTypes`; empty for all that the rule judges.
    pub resource_types: Vec<String>,
    /// `ComplianceResourceId`.
    pub resource_id: Option<String>,
    /// `TagKey`.
    pub tag_key: Option<String>,
    /// `TagValue`.
    pub tag_value: Option<String>,
}

/// A remediation of a pack (`AWS::Config::RemediationConfiguration`).
#[derive(Debug, Clone, PartialEq)]
pub struct Remediation {
    /// Its name in the template.
    pub logical_id: String,
    /// The rule's `ConfigRuleName`.
    pub rule_name: String,
    /// `SSM_DOCUMENT`.
    pub target_type: String,
    /// The name of the document.
    pub target_id: String,
    /// Its version.
    pub target_version: Option<String>,
    /// Resource type that is remediated, if not all of the rule are.
    pub resource_type: Option<String>,
    /// `Parameters` as in the API: `{"Name": {"StaticValue": {"Values": [..]}}}` or `{"Name": {"ResourceValue": {"Value": "RESOURCE_ID"}}}`.
    pub parameters: Map<String, Value>,
    /// Whether it runs by itself.
    pub automatic: bool,
    /// `MaximumAutomaticAttempts`.
    pub maximum_attempts: Option<u32>,
    /// `RetryAttemptSeconds`.
    pub retry_seconds: Option<u32>,
    /// `ExecutionControls.SsmControls.ConcurrentExecutionRatePercentage`.
    pub concurrency_percentage: Option<u32>,
    /// `ExecutionControls.SsmControls.ErrorPercentage`.
    pub error_percentage: Option<u32>,
}

impl Template {
    /// Reads a template, YAML or JSON.
    ///
    /// # Errors
    /// The first thing wrong with its shape, and where. What depends on parameters is found by [`Template::resolve`].
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        read::template(&node::parse(text)?)
    }

    /// The parameters that it takes.
    #[must_use]
    pub fn parameters(&self) -> &[TemplateParameter] {
        &self.parameters
    }

    /// Puts values in.
    ///
    /// # Errors
    /// When a value is missing, unknown or not allowed; when a reference leads nowhere; when a rule is unknown, or its parameters are
    /// refused.
    pub fn resolve(&self, inputs: &BTreeMap<String, String>, place: Place<'_>) -> Result<Pack, TemplateError> {
        read::pack(self, inputs, place)
    }
}
