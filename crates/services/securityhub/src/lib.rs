//! Security Hub: findings of all products in one format, insights, standards and their controls, automation rules.
//!
//! [`asff`] says what a finding is, [`findings`] takes and keeps them, [`index`] answers what [`filter`]s ask. `controls` keeps rules of Config for the
//! controls of enabled standards (`catalogue`), and `port` makes findings of their evaluations. `ocsf` shows findings as the second version does. `operations`
//! has the API.

#[rustfmt::skip]
pub mod api;
mod asff;
mod automation;
mod catalogue;
mod configuration;
mod controls;
mod errors;
mod filter;
mod findings;
mod hub;
mod index;
mod json;
mod members;
mod ocsf;
mod operations;
mod policies;
mod port;
#[cfg(test)]
mod port_tests;
mod raw;
mod resources;

use std::sync::Arc;

use plane::Registry;
use plane::reconcile::Reconciler;

use api::operation;

pub use configuration::Configurations;

/// The service, as other services see it, and its index of findings.
#[derive(Debug, Default)]
pub struct SecurityHub {
    pub(crate) index: index::Index<index::table::Table>,
    /// The same of OCSF, where the second version is enabled.
    pub(crate) ocsf: index::Index<ocsf::table::Table>,
}

/// Checks a finding, for the fuzzer: the message of a refusal.
///
/// # Errors
/// What is wrong with it.
#[doc(hidden)]
pub fn check_finding(json: &serde_json::Value, size: usize) -> Result<(), String> {
    asff::check(json, size)
}

/// Reads a filter and applies it to a finding, for the fuzzer.
///
/// # Errors
/// What is wrong with the filter.
#[doc(hidden)]
pub fn filter_finding(filter: &serde_json::Value, finding: &serde_json::Value, now_ms: i64) -> Result<bool, String> {
    let filter = filter::Filter::parse(filter)?;
    let now = jiff::Timestamp::from_millisecond(now_ms).unwrap_or_default();
    Ok(finding.as_object().is_some_and(|members| filter.matches(members, now)))
}

/// Reads a filter of the second version and applies it to the event of a finding, for the fuzzer.
///
/// # Errors
/// What is wrong with the filter.
#[doc(hidden)]
pub fn filter_event(filter: &serde_json::Value, finding: &serde_json::Value, now_ms: i64) -> Result<bool, String> {
    let filter = ocsf::filter::Node::parse(filter)?;
    let empty = serde_json::Map::new();
    let event = detection::ocsf::event(finding.as_object().unwrap_or(&empty), "uid", &detection::ocsf::Said::default());
    Ok(filter.matches(&event, now_ms))
}

/// The service's background work.
pub fn reconcilers() -> Vec<Arc<dyn Reconciler>> {
    vec![
        Arc::new(controls::Rules::default()),
        Arc::new(findings::retention::Retention::default()),
        Arc::new(index::ahead::Ahead::default()),
        Arc::new(members::AutoEnable::default()),
        Arc::new(policies::Policies::default()),
        Arc::new(ocsf::trends::Keeper::default()),
    ]
}

/// Adds the operations that are built.
pub fn register(registry: &mut Registry) {
    registry
        .add::<operation::AcceptAdministratorInvitation>()
        .add::<operation::AcceptInvitation>()
        .add::<operation::BatchDeleteAutomationRules>()
        .add::<operation::BatchDisableStandards>()
        .add::<operation::BatchEnableStandards>()
        .add::<operation::BatchGetAutomationRules>()
        .add::<operation::BatchGetConfigurationPolicyAssociations>()
        .add::<operation::BatchGetSecurityControls>()
        .add::<operation::BatchGetStandardsControlAssociations>()
        .add::<operation::BatchUpdateAutomationRules>()
        .add::<operation::BatchUpdateFindings>()
        .add::<operation::BatchUpdateStandardsControlAssociations>()
        .add::<operation::CreateActionTarget>()
        .add::<operation::CreateAutomationRule>()
        .add::<operation::CreateConfigurationPolicy>()
        .add::<operation::CreateFindingAggregator>()
        .add::<operation::CreateInsight>()
        .add::<operation::CreateMembers>()
        .add::<operation::DeclineInvitations>()
        .add::<operation::DeleteActionTarget>()
        .add::<operation::DeleteConfigurationPolicy>()
        .add::<operation::DeleteFindingAggregator>()
        .add::<operation::DeleteInsight>()
        .add::<operation::DeleteInvitations>()
        .add::<operation::DeleteMembers>()
        .add::<operation::DescribeActionTargets>()
        .add::<operation::DescribeHub>()
        .add::<operation::DescribeOrganizationConfiguration>()
        .add::<operation::DescribeProducts>()
        .add::<operation::DescribeStandards>()
        .add::<operation::DescribeStandardsControls>()
        .add::<operation::DisableImportFindingsForProduct>()
        .add::<operation::DisableOrganizationAdminAccount>()
        .add::<operation::DisableSecurityHub>()
        .add::<operation::DisassociateFromAdministratorAccount>()
        .add::<operation::DisassociateFromMasterAccount>()
        .add::<operation::DisassociateMembers>()
        .add::<operation::EnableImportFindingsForProduct>()
        .add::<operation::EnableOrganizationAdminAccount>()
        .add::<operation::EnableSecurityHub>()
        .add::<operation::GetAdministratorAccount>()
        .add::<operation::GetConfigurationPolicy>()
        .add::<operation::GetConfigurationPolicyAssociation>()
        .add::<operation::GetEnabledStandards>()
        .add::<operation::GetFindingAggregator>()
        .add::<operation::GetFindingHistory>()
        .add::<operation::GetInsightResults>()
        .add::<operation::GetInsights>()
        .add::<operation::GetInvitationsCount>()
        .add::<operation::GetMasterAccount>()
        .add::<operation::GetMembers>()
        .add::<operation::GetSecurityControlDefinition>()
        .add::<operation::InviteMembers>()
        .add::<operation::ListAutomationRules>()
        .add::<operation::ListConfigurationPolicies>()
        .add::<operation::ListConfigurationPolicyAssociations>()
        .add::<operation::ListEnabledProductsForImport>()
        .add::<operation::ListFindingAggregators>()
        .add::<operation::ListInvitations>()
        .add::<operation::ListMembers>()
        .add::<operation::ListOrganizationAdminAccounts>()
        .add::<operation::ListSecurityControlDefinitions>()
        .add::<operation::ListStandardsControlAssociations>()
        .add::<operation::ListTagsForResource>()
        .add::<operation::StartConfigurationPolicyAssociation>()
        .add::<operation::StartConfigurationPolicyDisassociation>()
        .add::<operation::TagResource>()
        .add::<operation::UntagResource>()
        .add::<operation::UpdateActionTarget>()
        .add::<operation::UpdateConfigurationPolicy>()
        .add::<operation::UpdateFindingAggregator>()
        .add::<operation::UpdateFindings>()
        .add::<operation::UpdateInsight>()
        .add::<operation::UpdateOrganizationConfiguration>()
        .add::<operation::UpdateSecurityControl>()
        .add::<operation::UpdateSecurityHubConfiguration>()
        .add::<operation::UpdateStandardsControl>()
        .add::<operation::BatchUpdateFindingsV2>()
        .add::<operation::CreateAggregatorV2>()
        .add::<operation::CreateAutomationRuleV2>()
        .add::<operation::DeleteAggregatorV2>()
        .add::<operation::DeleteAutomationRuleV2>()
        .add::<operation::DescribeProductsV2>()
        .add::<operation::DescribeSecurityHubV2>()
        .add::<operation::DisableSecurityHubV2>()
        .add::<operation::EnableSecurityHubV2>()
        .add::<operation::GetAggregatorV2>()
        .add::<operation::GetAutomationRuleV2>()
        .add::<operation::GetFindingStatisticsV2>()
        .add::<operation::GetFindingsTrendsV2>()
        .add::<operation::GetFindingsV2>()
        .add::<operation::GetResourcesStatisticsV2>()
        .add::<operation::GetResourcesTrendsV2>()
        .add::<operation::GetResourcesV2>()
        .add::<operation::ListAggregatorsV2>()
        .add::<operation::ListAutomationRulesV2>()
        .add::<operation::UpdateAggregatorV2>()
        .add::<operation::UpdateAutomationRuleV2>()
        .add::<raw::BatchImportFindings>()
        .add::<raw::GetFindings>();
}
