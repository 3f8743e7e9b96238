//! AWS Config: what every resource is and was, and whether it is as it should be.
//!
//! [`record`] turns versions of the store into configuration items ([`item`]), [`foreign`] takes those that others wrote, [`deliver`] puts them into buckets, [`tell`] says so. [`judge`] evaluates
//! rules, [`schema`] holds customers' own resources against the schemas of their types, [`organization`] brings rules and packs to all accounts, [`remedy`] puts right what is not as it should be. `operations` has the API.

#[rustfmt::skip]
pub mod api;
mod deliver;
mod diff;
mod errors;
pub mod foreign;
mod item;
mod judge;
mod known_types;
mod operations;
mod organization;
#[rustfmt::skip]
pub mod own_api;
mod packs;
mod place;
mod record;
mod remedy;
mod resources;
pub mod schema;
pub mod select;
mod tell;

use std::sync::Arc;

use plane::Registry;
use plane::reconcile::Reconciler;

use api::operation;

pub use judge::port::Config;

/// The service's background work.
pub fn reconcilers() -> Vec<Arc<dyn Reconciler>> {
    vec![
        Arc::new(record::Recording::default()),
        Arc::new(record::sweep::Sweeper::default()),
        Arc::new(deliver::Delivery::default()),
        Arc::new(judge::evaluate::Evaluator::default()),
        Arc::new(judge::invoke::Invoker::default()),
        Arc::new(remedy::Remedies::default()),
        Arc::new(organization::deploy::Deployer::default()),
    ]
}

/// Adds the operations that are built.
pub fn register(registry: &mut Registry) {
    registry
        .add::<operation::AssociateResourceTypes>()
        .add::<operation::BatchGetAggregateResourceConfig>()
        .add::<operation::BatchGetResourceConfig>()
        .add::<operation::DeleteAggregationAuthorization>()
        .add::<operation::DeleteConfigRule>()
        .add::<operation::DeleteConfigurationAggregator>()
        .add::<operation::DeleteConfigurationRecorder>()
        .add::<operation::DeleteConformancePack>()
        .add::<operation::DeleteDeliveryChannel>()
        .add::<operation::DeleteEvaluationResults>()
        .add::<operation::DeleteOrganizationConfigRule>()
        .add::<operation::DeleteOrganizationConformancePack>()
        .add::<operation::DeletePendingAggregationRequest>()
        .add::<operation::DeleteRemediationConfiguration>()
        .add::<operation::DeleteRemediationExceptions>()
        .add::<operation::DeleteResourceConfig>()
        .add::<operation::DeleteRetentionConfiguration>()
        .add::<operation::DeleteServiceLinkedConfigurationRecorder>()
        .add::<operation::DeleteStoredQuery>()
        .add::<operation::DeliverConfigSnapshot>()
        .add::<operation::DescribeAggregateComplianceByConfigRules>()
        .add::<operation::DescribeAggregateComplianceByConformancePacks>()
        .add::<operation::DescribeAggregationAuthorizations>()
        .add::<operation::DescribeComplianceByConfigRule>()
        .add::<operation::DescribeComplianceByResource>()
        .add::<operation::DescribeConfigRuleEvaluationStatus>()
        .add::<operation::DescribeConfigRules>()
        .add::<operation::DescribeConfigurationAggregatorSourcesStatus>()
        .add::<operation::DescribeConfigurationAggregators>()
        .add::<operation::DescribeConfigurationRecorderStatus>()
        .add::<operation::DescribeConfigurationRecorders>()
        .add::<operation::DescribeConformancePackCompliance>()
        .add::<operation::DescribeConformancePackStatus>()
        .add::<operation::DescribeConformancePacks>()
        .add::<operation::DescribeDeliveryChannelStatus>()
        .add::<operation::DescribeDeliveryChannels>()
        .add::<operation::DescribeOrganizationConfigRuleStatuses>()
        .add::<operation::DescribeOrganizationConfigRules>()
        .add::<operation::DescribeOrganizationConformancePackStatuses>()
        .add::<operation::DescribeOrganizationConformancePacks>()
        .add::<operation::DescribePendingAggregationRequests>()
        .add::<operation::DescribeRemediationConfigurations>()
        .add::<operation::DescribeRemediationExceptions>()
        .add::<operation::DescribeRemediationExecutionStatus>()
        .add::<operation::DescribeRetentionConfigurations>()
        .add::<operation::DisassociateResourceTypes>()
        .add::<operation::GetAggregateComplianceDetailsByConfigRule>()
        .add::<operation::GetAggregateConfigRuleComplianceSummary>()
        .add::<operation::GetAggregateConformancePackComplianceSummary>()
        .add::<operation::GetAggregateDiscoveredResourceCounts>()
        .add::<operation::GetAggregateResourceConfig>()
        .add::<operation::GetComplianceDetailsByConfigRule>()
        .add::<operation::GetComplianceDetailsByResource>()
        .add::<operation::GetComplianceSummaryByConfigRule>()
        .add::<operation::GetComplianceSummaryByResourceType>()
        .add::<operation::GetConformancePackComplianceDetails>()
        .add::<operation::GetConformancePackComplianceSummary>()
        .add::<operation::GetCustomRulePolicy>()
        .add::<operation::GetDiscoveredResourceCounts>()
        .add::<operation::GetOrganizationConfigRuleDetailedStatus>()
        .add::<operation::GetOrganizationConformancePackDetailedStatus>()
        .add::<operation::GetOrganizationCustomRulePolicy>()
        .add::<operation::GetResourceConfigHistory>()
        .add::<operation::GetResourceEvaluationSummary>()
        .add::<operation::GetStoredQuery>()
        .add::<operation::ListAggregateDiscoveredResources>()
        .add::<operation::ListConfigurationRecorders>()
        .add::<operation::ListConformancePackComplianceScores>()
        .add::<operation::ListDiscoveredResources>()
        .add::<operation::ListResourceEvaluations>()
        .add::<operation::ListStoredQueries>()
        .add::<operation::ListTagsForResource>()
        .add::<operation::PutAggregationAuthorization>()
        .add::<operation::PutConfigRule>()
        .add::<operation::PutConfigurationAggregator>()
        .add::<operation::PutConfigurationRecorder>()
        .add::<operation::PutConformancePack>()
        .add::<operation::PutDeliveryChannel>()
        .add::<operation::PutEvaluations>()
        .add::<operation::PutExternalEvaluation>()
        .add::<operation::PutOrganizationConfigRule>()
        .add::<operation::PutOrganizationConformancePack>()
        .add::<operation::PutRemediationConfigurations>()
        .add::<operation::PutRemediationExceptions>()
        .add::<operation::PutResourceConfig>()
        .add::<operation::PutRetentionConfiguration>()
        .add::<operation::PutServiceLinkedConfigurationRecorder>()
        .add::<operation::PutStoredQuery>()
        .add::<operation::SelectAggregateResourceConfig>()
        .add::<operation::SelectResourceConfig>()
        .add::<operation::StartConfigRulesEvaluation>()
        .add::<operation::StartConfigurationRecorder>()
        .add::<operation::StartRemediationExecution>()
        .add::<operation::StartResourceEvaluation>()
        .add::<operation::StopConfigurationRecorder>()
        .add::<operation::TagResource>()
        .add::<operation::UntagResource>()
        .add::<own_api::operation::DeregisterResourceType>()
        .add::<own_api::operation::DescribeImportedFiles>()
        .add::<own_api::operation::DescribeResourceType>()
        .add::<own_api::operation::EndObservation>()
        .add::<own_api::operation::ImportConfigurationItems>()
        .add::<own_api::operation::ListResourceTypes>()
        .add::<own_api::operation::RegisterResourceType>();
}
