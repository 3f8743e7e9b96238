//! What the service keeps. Findings and what is derived from them have no history in the store: GetFindingHistory has its own.

use std::collections::BTreeMap;

use plane::LookupValue;
use plane::resource::Resource;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Security Hub in an account and region. Its key is `default`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Hub {
    /// When it was enabled, milliseconds since 1970.
    pub subscribed_at: i64,
    /// Whether new controls of enabled standards are enabled.
    pub auto_enable_controls: bool,
    /// Whether controls have one finding of their own, or one for each standard.
    pub consolidated: bool,
}

impl Hub {
    pub const ID: &'static str = "default";
}

impl Resource for Hub {
    const KIND: &'static str = "AWS::SecurityHub::Hub";
}

/// Finds the findings that were last updated on a day, so that old ones can be removed without looking at the others.
pub(crate) const DAY: &str = "securityhub:day";

/// A finding. Its key is the hash of its product and id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Finding {
    /// Fields that customers said, which providers no longer change.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub customers: Vec<String>,
    /// The day of its last update, days since 1970.
    pub day: i64,
    /// Who sent it first.
    pub sender: String,
    /// What customers said of it in OCSF's terms.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ocsf: Option<OcsfSaid>,
    /// The finding.
    pub asff: Map<String, Value>,
}

impl Resource for Finding {
    const KIND: &'static str = "Cloudkeep::SecurityHub::Finding";
    const HISTORY: bool = false;

    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::shared(DAY, self.day.to_string())]
    }
}

/// What customers said of a finding with BatchUpdateFindingsV2, or an automation rule of the second version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OcsfSaid {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub severity_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub comment: Option<String>,
}

/// Security Hub's second version in an account and region. Its key is `default`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HubV2 {
    /// The last part of its ARN.
    pub id: String,
    /// When it was enabled, milliseconds since 1970.
    pub subscribed_at: i64,
}

impl HubV2 {
    pub const ID: &'static str = "default";
}

impl Resource for HubV2 {
    const KIND: &'static str = "AWS::SecurityHub::HubV2";
}

/// An automation rule of the second version. Its key is the last part of its ARN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct AutomationRuleV2 {
    /// A name for it that is not its ARN.
    pub id: String,
    pub name: String,
    pub description: String,
    pub enabled: bool,
    pub order: f64,
    /// `Criteria`.
    pub criteria: Value,
    /// A list of `AutomationRulesActionV2`.
    pub actions: Value,
    /// The client token of the call that made it.
    #[serde(default)]
    pub token: Option<String>,
}

impl Resource for AutomationRuleV2 {
    const KIND: &'static str = "AWS::SecurityHub::AutomationRuleV2";
}

/// A change of a finding, for its history. Its key is the finding's, the time and a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Change {
    /// When, milliseconds since 1970.
    pub at: i64,
    /// By which operation.
    pub source: Source,
    /// Who.
    pub identity: String,
    /// What: field, old and new value.
    pub updates: Vec<(String, Option<String>, Option<String>)>,
}

/// Where a change of a finding comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Source {
    Import,
    Update,
}

impl Resource for Change {
    const KIND: &'static str = "Cloudkeep::SecurityHub::FindingChange";
    const HISTORY: bool = false;
}

/// How far a part of the feed of changed findings has come. Its key is the part's number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FeedHead {
    pub last: u64,
}

impl Resource for FeedHead {
    const KIND: &'static str = "Cloudkeep::SecurityHub::FeedHead";
    const HISTORY: bool = false;
}

/// Findings that one commit changed. Its key is the part of the feed and its number in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FeedEntry {
    /// Keys of findings.
    pub changed: Vec<String>,
}

impl Resource for FeedEntry {
    const KIND: &'static str = "Cloudkeep::SecurityHub::FeedEntry";
    const HISTORY: bool = false;
}

/// Whether an account takes the findings of a product. Its key is the product's id, such as `prowler/prowler`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ProductSubscription {
    pub enabled: bool,
}

impl Resource for ProductSubscription {
    const KIND: &'static str = "AWS::SecurityHub::ProductSubscription";
}

/// An insight. Its key is the last part of its ARN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Insight {
    pub name: String,
    pub filters: Value,
    pub group_by: String,
}

impl Resource for Insight {
    const KIND: &'static str = "AWS::SecurityHub::Insight";
}

/// A custom action. Its key is its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ActionTarget {
    pub name: String,
    pub description: String,
}

impl Resource for ActionTarget {
    const KIND: &'static str = "Cloudkeep::SecurityHub::ActionTarget";
}

/// An automation rule. Its key is the last part of its ARN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct AutomationRule {
    pub name: String,
    pub description: String,
    pub enabled: bool,
    pub order: i32,
    pub terminal: bool,
    /// `AutomationRulesFindingFilters`.
    pub criteria: Value,
    /// A list of `AutomationRulesAction`.
    pub actions: Value,
    /// ARN of who made it.
    pub created_by: String,
}

impl Resource for AutomationRule {
    const KIND: &'static str = "AWS::SecurityHub::AutomationRule";
}

/// A standard that is enabled. Its key is the standard's name and version, as in its subscription's ARN.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Subscription {
    /// Controls that are disabled in it: why, and since when (milliseconds since 1970).
    pub disabled: BTreeMap<String, (String, i64)>,
    /// Controls that were enabled again, and when.
    #[serde(default)]
    pub enabled: BTreeMap<String, i64>,
}

impl Resource for Subscription {
    const KIND: &'static str = "AWS::SecurityHub::Standard";
}

/// What a customer set of a control. Its key is the control's id.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct ControlSettings {
    /// `Parameters`, those that are not the default.
    pub parameters: Map<String, Value>,
    pub reason: Option<String>,
}

impl Resource for ControlSettings {
    const KIND: &'static str = "AWS::SecurityHub::SecurityControl";
}

/// A rule that Config evaluates for a control. Its key is the control's id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ControlRule {
    /// Name of the rule.
    pub name: String,
    /// Its parameters.
    pub parameters: Vec<(String, String)>,
}

impl Resource for ControlRule {
    const KIND: &'static str = "Cloudkeep::SecurityHub::ControlRule";
    const HISTORY: bool = false;
}

/// Says that the rules of an account and region are to be made anew. Its key is `rules`; the fewer there are the better: looking for them is all that
/// a server does that has nothing to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pending {
    /// When, milliseconds since 1970.
    pub since: i64,
}

impl Pending {
    pub const ID: &'static str = "rules";
}

impl Resource for Pending {
    const KIND: &'static str = "Cloudkeep::SecurityHub::Pending";
    const HISTORY: bool = false;
}

/// An account whose findings another account sees. It lies with the administrator; its key is the member's account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Member {
    pub email: Option<String>,
    pub status: MemberStatus,
    pub invited_at: Option<i64>,
    pub updated_at: i64,
    /// Whether it came by the organization, not by invitation.
    pub by_organization: bool,
}

impl Resource for Member {
    const KIND: &'static str = "Cloudkeep::SecurityHub::Member";
}

/// How a member stands to its administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum MemberStatus {
    Created,
    Invited,
    Enabled,
    Removed,
    Resigned,
}

impl MemberStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "Created",
            Self::Invited => "Invited",
            Self::Enabled => "Enabled",
            Self::Removed => "Removed",
            Self::Resigned => "Resigned",
        }
    }
}

/// An invitation, or what became of it: it lies with the member; its key is the administrator's account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Invitation {
    pub id: String,
    pub invited_at: i64,
    pub status: MemberStatus,
}

impl Resource for Invitation {
    const KIND: &'static str = "Cloudkeep::SecurityHub::Invitation";
}

/// The administrator of an account. It lies with the member; its key is `administrator`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Administrator {
    pub account: String,
    pub invitation: String,
    pub invited_at: i64,
    pub by_organization: bool,
}

impl Administrator {
    pub const ID: &'static str = "administrator";
}

impl Resource for Administrator {
    const KIND: &'static str = "Cloudkeep::SecurityHub::Administrator";
}

/// The account that administers Security Hub for an organization. It lies with the management account, in no region; its key is `administrator`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct DelegatedAdministrator {
    pub account: String,
    pub organization: String,
}

impl DelegatedAdministrator {
    pub const ID: &'static str = "administrator";
}

/// Finds the delegated administrators of organizations by their account.
pub(crate) const DELEGATED: &str = "securityhub:delegated";
/// Finds the delegated administrator of an organization.
pub(crate) const OF_ORGANIZATION: &str = "securityhub:organization";

impl Resource for DelegatedAdministrator {
    const KIND: &'static str = "AWS::SecurityHub::DelegatedAdmin";

    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(DELEGATED, &self.account), LookupValue::unique(OF_ORGANIZATION, &self.organization)]
    }
}

/// How an organization's accounts come to Security Hub. It lies with the delegated administrator; its key is `organization`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct OrganizationSettings {
    pub auto_enable: bool,
    pub default_standards: bool,
    /// Sequence of the journal after which accounts that join become members.
    pub since: u64,
    /// Whether configuration policies decide.
    pub central: bool,
}

impl OrganizationSettings {
    pub const ID: &'static str = "organization";
}

impl Resource for OrganizationSettings {
    const KIND: &'static str = "AWS::SecurityHub::OrganizationConfiguration";
}

/// The region that shows the findings of others. It lies with the account, in no region; its key is its own id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Aggregator {
    /// The region that shows them.
    pub region: String,
    /// `ALL_REGIONS`, `ALL_REGIONS_EXCEPT_SPECIFIED`, `SPECIFIED_REGIONS` or `NO_REGIONS`.
    pub mode: String,
    /// What the mode speaks of.
    pub regions: Vec<String>,
}

impl Aggregator {
    /// Whether a region's findings are shown in the aggregator's.
    pub fn links(&self, region: &str) -> bool {
        let named = self.regions.iter().any(|known| known == region);
        region != self.region
            && match self.mode.as_str() {
                "ALL_REGIONS" => true,
                "ALL_REGIONS_EXCEPT_SPECIFIED" => !named,
                "SPECIFIED_REGIONS" => named,
                _ => false,
            }
    }
}

impl Resource for Aggregator {
    const KIND: &'static str = "AWS::SecurityHub::FindingAggregator";
}

/// The same of the second version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct AggregatorV2(pub Aggregator);

impl Resource for AggregatorV2 {
    const KIND: &'static str = "AWS::SecurityHub::AggregatorV2";
}

/// A policy that says how Security Hub is configured in the accounts that it is associated with. It lies with the delegated administrator, in no region;
/// its key is its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ConfigurationPolicy {
    pub name: String,
    pub description: Option<String>,
    /// `Policy`.
    pub policy: Value,
}

impl Resource for ConfigurationPolicy {
    const KIND: &'static str = "AWS::SecurityHub::ConfigurationPolicy";
}

/// The policy of an account, organizational unit or root. It lies with the delegated administrator, in no region; its key is the target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PolicyAssociation {
    /// Id of the policy, or `SELF_MANAGED_SECURITY_HUB`.
    pub policy: String,
    /// Whether it was applied.
    pub applied: bool,
    /// When it was made, milliseconds since 1970.
    pub at: i64,
}

impl Resource for PolicyAssociation {
    const KIND: &'static str = "AWS::SecurityHub::PolicyAssociation";
}

/// Says that the policies of an administrator are to be applied. It lies with it, in no region; its key is `policies`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PolicyPending {
    /// When, milliseconds since 1970.
    pub since: i64,
}

impl PolicyPending {
    pub const ID: &'static str = "policies";
}

impl Resource for PolicyPending {
    const KIND: &'static str = "Cloudkeep::SecurityHub::PolicyPending";
    const HISTORY: bool = false;
}

#[cfg(test)]
mod tests {
    use super::Aggregator;

    #[test]
    fn aggregators_link_regions() {
        let made = |mode: &str, regions: &[&str]| Aggregator {
            region: "us-east-1".into(),
            mode: mode.into(),
            regions: regions.iter().map(|&r| r.to_owned()).collect(),
        };
        for (aggregator, wanted) in [
            (made("ALL_REGIONS", &[]), [false, true, true]),
            (made("ALL_REGIONS_EXCEPT_SPECIFIED", &["eu-west-1"]), [false, false, true]),
            (made("SPECIFIED_REGIONS", &["eu-west-1"]), [false, true, false]),
            (made("NO_REGIONS", &[]), [false, false, false]),
        ] {
            let linked = ["us-east-1", "eu-west-1", "eu-west-2"].map(|region| aggregator.links(region));
            assert_eq!(linked, wanted, "{}", aggregator.mode);
        }
    }
}
