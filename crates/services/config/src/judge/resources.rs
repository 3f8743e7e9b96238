//! Rules, what they said, and what is to be judged.

use plane::{LookupValue, Resource};
use serde::{Deserialize, Serialize};

use crate::api::{ComplianceType, EvaluationMode, MessageType, Owner};

/// What a rule looks at.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Scope {
    /// Types; all where there are none.
    pub types: Vec<String>,
    /// Only the resource of this id.
    pub id: Option<String>,
    /// Only resources with this tag.
    pub tag_key: Option<String>,
    /// Only resources whose tag has this value.
    pub tag_value: Option<String>,
}

impl Scope {
    /// Whether a resource is in it.
    pub fn has(&self, kind: &str, id: &str, tags: &[(String, String)]) -> bool {
        (self.types.is_empty() || self.types.iter().any(|t| t == kind))
            && self.id.as_ref().is_none_or(|wanted| wanted == id)
            && self
                .tag_key
                .as_ref()
                .is_none_or(|key| tags.iter().any(|(k, v)| k == key && self.tag_value.as_ref().is_none_or(|wanted| wanted == v)))
    }
}

/// What triggers a custom rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    /// Which message.
    pub message: MessageType,
    /// Hours between two, of those on a schedule.
    pub hours: Option<u8>,
}

/// The text of a custom policy rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicyText {
    /// Runtime, `guard-2.x.x`.
    pub runtime: String,
    /// Text.
    pub text: String,
    /// Whether debug logs are wanted.
    pub debug: bool,
}

/// A rule. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Name.
    pub name: String,
    /// Id, `config-rule-…`.
    pub id: String,
    /// ARN.
    pub arn: String,
    /// What it is for.
    pub description: Option<String>,
    /// What it looks at; none where the rule itself says so.
    pub scope: Option<Scope>,
    /// Who judges.
    pub owner: Owner,
    /// The managed rule, or the function's ARN.
    pub identifier: Option<String>,
    /// What triggers it.
    pub details: Vec<Detail>,
    /// Its text, where it has one.
    pub policy: Option<PolicyText>,
    /// Its parameters: a JSON object.
    pub parameters: Option<String>,
    /// Hours between two runs, where the owner of a managed rule says so.
    pub hours: Option<u8>,
    /// The service whose rule it is.
    pub created_by: Option<String>,
    /// How it is used.
    pub modes: Vec<EvaluationMode>,
}

/// Finds what has an ARN of Config's.
pub const BY_ARN: &str = "config:arn";

impl Resource for Rule {
    const KIND: &'static str = "AWS::Config::ConfigRule";

    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(BY_ARN, &self.arn)]
    }
}

impl Rule {
    /// Whether it judges what is recorded.
    pub fn detects(&self) -> bool {
        self.modes.is_empty() || self.modes.contains(&EvaluationMode::Detective)
    }

    /// The managed rule that it is.
    pub fn managed(&self) -> Option<&'static rules::Rule> {
        match self.owner {
            Owner::Aws => self.identifier.as_deref().and_then(rules::rule),
            _ => None,
        }
    }

    /// Whether changes trigger it.
    pub fn on_change(&self) -> bool {
        match self.owner {
            Owner::Aws => self.managed().is_some_and(|rule| rule.trigger().on_change()),
            _ => self.details.iter().any(|detail| detail.message != MessageType::ScheduledNotification),
        }
    }

    /// Hours between two runs, where time triggers it.
    pub fn every(&self) -> Option<u8> {
        match self.owner {
            Owner::Aws => {
                let rule = self.managed().filter(|rule| rule.trigger().is_periodic())?;
                let usual = rule.default_frequency().and_then(|frequency| u8::try_from(frequency.hours()).ok());
                self.hours.or(usual).or(Some(24))
            }
            _ => {
                let scheduled = |detail: &&Detail| detail.message == MessageType::ScheduledNotification;
                self.details.iter().find(scheduled).map(|detail| detail.hours.or(self.hours).unwrap_or(24))
            }
        }
    }

    /// Whether a resource is one that it looks at.
    pub fn looks_at(&self, kind: &str, id: &str, tags: &[(String, String)]) -> bool {
        let managed = self.managed().is_none_or(|rule| rule.resource_types().contains(&kind));
        managed && self.scope.as_ref().is_none_or(|scope| scope.has(kind, id, tags))
    }
}

/// How a rule is doing. It has the key of its rule.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RuleState {
    /// When it was first made active.
    pub activated: i64,
    /// When it was run last with success.
    pub invoked: Option<i64>,
    /// When running it failed last.
    pub invocation_failed: Option<i64>,
    /// When it last judged with success.
    pub evaluated: Option<i64>,
    /// When judging failed last.
    pub evaluation_failed: Option<i64>,
    /// Why.
    pub error: Option<(String, String)>,
    /// Whether its first evaluation began.
    pub started: bool,
    /// Resources that are as they should be.
    pub compliant: i64,
    /// Resources that are not.
    pub non_compliant: i64,
    /// When it runs next, where time triggers it.
    pub next: Option<i64>,
    /// Whether it is being removed: what it said goes first.
    #[serde(default)]
    pub deleting: bool,
}

impl Resource for RuleState {
    const KIND: &'static str = "Cloudkeep::Config::RuleState";
    const HISTORY: bool = false;
}

/// Finds what rules say of a resource.
pub const OF_RESOURCE: &str = "config:judged";

/// What a rule says of a resource. Its id is the rule's id, the resource's type and id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Account and region, for the look-up.
    pub place: String,
    /// Name of the rule.
    pub rule: String,
    /// Type of the resource.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// What it says.
    pub compliance: ComplianceType,
    /// Why.
    pub annotation: Option<String>,
    /// The moment of the resource that was judged.
    pub ordering: i64,
    /// When the rule was run.
    pub invoked: i64,
    /// When the result came.
    pub recorded: i64,
}

impl Evaluation {
    /// Id of it.
    pub fn id(rule_id: &str, kind: &str, id: &str) -> String {
        format!("{rule_id}|{kind}|{id}")
    }

    /// Value of the look-up.
    pub fn of_resource(account: &str, region: &str, kind: &str, id: &str) -> String {
        format!("{account}|{region}|{kind}|{id}")
    }
}

impl Resource for Evaluation {
    const KIND: &'static str = "Cloudkeep::Config::Evaluation";
    const HISTORY: bool = false;

    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::shared(OF_RESOURCE, format!("{}|{}|{}", self.place, self.kind, self.id))]
    }
}

/// How many rules say what of a resource. It has the key of its resource.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Verdict {
    /// Rules that it fits.
    pub compliant: i64,
    /// Rules that it does not.
    pub non_compliant: i64,
}

impl Verdict {
    /// What that means.
    pub fn compliance(&self) -> ComplianceType {
        match (self.compliant > 0, self.non_compliant > 0) {
            (_, true) => ComplianceType::NonCompliant,
            (true, false) => ComplianceType::Compliant,
            _ => ComplianceType::InsufficientData,
        }
    }
}

impl Resource for Verdict {
    const KIND: &'static str = "Cloudkeep::Config::Verdict";
    const HISTORY: bool = false;
}

/// A resource that changed and is to be judged. Its key is of no account; its id is account, region, type and id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// Account.
    pub account: String,
    /// Region of the recorder.
    pub region: String,
    /// Type.
    pub kind: String,
    /// Id.
    pub id: String,
}

impl Resource for Changed {
    const KIND: &'static str = "Cloudkeep::Config::Changed";
    const HISTORY: bool = false;
}

/// A rule that is to judge everything it looks at. Its key is of no account; its id is account, region and name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sweep {
    /// Account.
    pub account: String,
    /// Region.
    pub region: String,
    /// Name of the rule.
    pub rule: String,
    /// When it was asked for.
    pub at: i64,
    /// The resource after which it goes on.
    pub after: Option<String>,
    /// Whether all resources were looked at, and what no longer belongs to the rule is removed.
    pub clearing: bool,
    /// Whether time asked for it.
    pub scheduled: bool,
}

impl Sweep {
    /// Id of it.
    pub fn id(account: &str, region: &str, rule: &str) -> String {
        format!("{account}|{region}|{rule}")
    }
}

impl Resource for Sweep {
    const KIND: &'static str = "Cloudkeep::Config::Sweep";
    const HISTORY: bool = false;
}

/// A rule that is to be removed. Its key is of no account; its id is account, region and name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Doomed {
    /// Account.
    pub account: String,
    /// Region.
    pub region: String,
    /// Name of the rule.
    pub rule: String,
}

impl Resource for Doomed {
    const KIND: &'static str = "Cloudkeep::Config::Doomed";
    const HISTORY: bool = false;
}

/// A function that is to judge. Its key is of no account; its id is the result token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Invocation {
    /// Account.
    pub account: String,
    /// Region.
    pub region: String,
    /// Name of the rule.
    pub rule: String,
    /// Id of the rule, which a rule of the same name that is made later does not have.
    pub rule_id: String,
    /// What the function is given.
    pub event: String,
    /// When the rule was triggered.
    pub at: i64,
    /// Whether the function ran, and its answer may still come.
    pub done: bool,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next; when it is forgotten, once it ran.
    pub due: i64,
}

impl Resource for Invocation {
    const KIND: &'static str = "Cloudkeep::Config::Invocation";
    const HISTORY: bool = false;
}

#[cfg(test)]
mod tests {
    use super::Scope;

    #[test]
    fn a_scope_has_what_fits_all_its_parts() {
        let tags = vec![("env".to_owned(), "prod".to_owned())];
        let all = Scope::default();
        assert!(all.has("AWS::S3::Bucket", "b", &[]));
        let types = Scope { types: vec!["AWS::S3::Bucket".into()], ..Scope::default() };
        assert!(types.has("AWS::S3::Bucket", "b", &[]) && !types.has("AWS::IAM::User", "b", &[]));
        let id = Scope { id: Some("b".into()), ..types };
        assert!(id.has("AWS::S3::Bucket", "b", &[]) && !id.has("AWS::S3::Bucket", "c", &[]));
        let tag = Scope { tag_key: Some("env".into()), tag_value: Some("prod".into()), ..Scope::default() };
        assert!(tag.has("X", "y", &tags) && !tag.has("X", "y", &[]));
        let other = Scope { tag_value: Some("dev".into()), ..tag };
        assert!(!other.has("X", "y", &tags));
    }
}
