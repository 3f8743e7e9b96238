//! The API.

mod administrators;
mod coverage;
mod destinations;
mod detectors;
mod filters;
mod findings;
mod invitations;
mod lists;
mod members;
mod organization;
mod statistics;
mod tags;
mod usage;

use plane::Registry;

use crate::api::operation as o;

/// Adds the operations that are built.
pub fn register(registry: &mut Registry) {
    registry
        .add::<o::AcceptAdministratorInvitation>()
        .add::<o::AcceptInvitation>()
        .add::<o::ArchiveFindings>()
        .add::<o::CreateDetector>()
        .add::<o::CreateFilter>()
        .add::<o::CreateIPSet>()
        .add::<o::CreateMembers>()
        .add::<o::CreatePublishingDestination>()
        .add::<o::CreateSampleFindings>()
        .add::<o::CreateThreatEntitySet>()
        .add::<o::CreateThreatIntelSet>()
        .add::<o::CreateTrustedEntitySet>()
        .add::<o::DeclineInvitations>()
        .add::<o::DeleteDetector>()
        .add::<o::DeleteFilter>()
        .add::<o::DeleteIPSet>()
        .add::<o::DeleteInvitations>()
        .add::<o::DeleteMembers>()
        .add::<o::DeletePublishingDestination>()
        .add::<o::DeleteThreatEntitySet>()
        .add::<o::DeleteThreatIntelSet>()
        .add::<o::DeleteTrustedEntitySet>()
        .add::<o::DescribeOrganizationConfiguration>()
        .add::<o::DescribePublishingDestination>()
        .add::<o::DisableOrganizationAdminAccount>()
        .add::<o::DisassociateFromAdministratorAccount>()
        .add::<o::DisassociateFromMasterAccount>()
        .add::<o::DisassociateMembers>()
        .add::<o::EnableOrganizationAdminAccount>()
        .add::<o::GetAdministratorAccount>()
        .add::<o::GetCoverageStatistics>()
        .add::<o::GetDetector>()
        .add::<o::GetFilter>()
        .add::<o::GetFindings>()
        .add::<o::GetFindingsStatistics>()
        .add::<o::GetIPSet>()
        .add::<o::GetInvitationsCount>()
        .add::<o::GetMasterAccount>()
        .add::<o::GetMemberDetectors>()
        .add::<o::GetMembers>()
        .add::<o::GetOrganizationStatistics>()
        .add::<o::GetRemainingFreeTrialDays>()
        .add::<o::GetThreatEntitySet>()
        .add::<o::GetThreatIntelSet>()
        .add::<o::GetTrustedEntitySet>()
        .add::<o::GetUsageStatistics>()
        .add::<o::InviteMembers>()
        .add::<o::ListCoverage>()
        .add::<o::ListDetectors>()
        .add::<o::ListFilters>()
        .add::<o::ListFindings>()
        .add::<o::ListIPSets>()
        .add::<o::ListInvitations>()
        .add::<o::ListMembers>()
        .add::<o::ListOrganizationAdminAccounts>()
        .add::<o::ListPublishingDestinations>()
        .add::<o::ListTagsForResource>()
        .add::<o::ListThreatEntitySets>()
        .add::<o::ListThreatIntelSets>()
        .add::<o::ListTrustedEntitySets>()
        .add::<o::StartMonitoringMembers>()
        .add::<o::StopMonitoringMembers>()
        .add::<o::TagResource>()
        .add::<o::UnarchiveFindings>()
        .add::<o::UntagResource>()
        .add::<o::UpdateDetector>()
        .add::<o::UpdateFilter>()
        .add::<o::UpdateFindingsFeedback>()
        .add::<o::UpdateIPSet>()
        .add::<o::UpdateMemberDetectors>()
        .add::<o::UpdateOrganizationConfiguration>()
        .add::<o::UpdatePublishingDestination>()
        .add::<o::UpdateThreatEntitySet>()
        .add::<o::UpdateThreatIntelSet>()
        .add::<o::UpdateTrustedEntitySet>();
}

/// Items of a page where the request does not say: the most that it may ask for.
fn limit(asked: Option<i32>, most: usize) -> usize {
    asked.and_then(|n| usize::try_from(n).ok()).filter(|n| (1..=most).contains(n)).unwrap_or(most)
}
