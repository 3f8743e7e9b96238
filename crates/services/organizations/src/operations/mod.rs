//! The operations, by group.

mod accounts;
mod attachments;
mod create_account;
mod delegation;
mod effective;
pub(crate) mod features;
pub(crate) mod handshakes;
mod invitations;
mod organization;
mod policies;
mod policy_types;
mod resource_policy;
mod tags;
mod transfers;
mod tree;
mod units;

use plane::{Failure, Registry, Transaction};

pub(crate) use effective::inherited;

use crate::api::{ResponsibilityTransferStatus, operation as op};
use crate::resources::Handshake;

/// An offer of a transfer ran out.
pub(crate) async fn expire_transfer(tx: &mut Transaction<'_>, handshake: &Handshake) -> Result<(), Failure> {
    transfers::ended(tx, handshake, ResponsibilityTransferStatus::Expired).await
}

pub(crate) fn register(registry: &mut Registry) {
    registry
        .add::<op::CreateOrganization>()
        .add::<op::DescribeOrganization>()
        .add::<op::DeleteOrganization>()
        .add::<op::LeaveOrganization>()
        .add::<op::ListRoots>()
        .add::<op::EnableAllFeatures>()
        .add::<op::CreateOrganizationalUnit>()
        .add::<op::UpdateOrganizationalUnit>()
        .add::<op::DeleteOrganizationalUnit>()
        .add::<op::DescribeOrganizationalUnit>()
        .add::<op::ListOrganizationalUnitsForParent>()
        .add::<op::ListParents>()
        .add::<op::ListChildren>()
        .add::<op::ListAccounts>()
        .add::<op::ListAccountsForParent>()
        .add::<op::DescribeAccount>()
        .add::<op::MoveAccount>()
        .add::<op::CloseAccount>()
        .add::<op::RemoveAccountFromOrganization>()
        .add::<op::CreateAccount>()
        .add::<op::CreateGovCloudAccount>()
        .add::<op::DescribeCreateAccountStatus>()
        .add::<op::ListCreateAccountStatus>()
        .add::<op::InviteAccountToOrganization>()
        .add::<op::AcceptHandshake>()
        .add::<op::DeclineHandshake>()
        .add::<op::CancelHandshake>()
        .add::<op::DescribeHandshake>()
        .add::<op::ListHandshakesForAccount>()
        .add::<op::ListHandshakesForOrganization>();
    registry
        .add::<op::RegisterDelegatedAdministrator>()
        .add::<op::DeregisterDelegatedAdministrator>()
        .add::<op::ListDelegatedAdministrators>()
        .add::<op::ListDelegatedServicesForAccount>()
        .add::<op::EnableAWSServiceAccess>()
        .add::<op::DisableAWSServiceAccess>()
        .add::<op::ListAWSServiceAccessForOrganization>()
        .add::<op::EnablePolicyType>()
        .add::<op::DisablePolicyType>()
        .add::<op::CreatePolicy>()
        .add::<op::UpdatePolicy>()
        .add::<op::DeletePolicy>()
        .add::<op::DescribePolicy>()
        .add::<op::ListPolicies>()
        .add::<op::AttachPolicy>()
        .add::<op::DetachPolicy>()
        .add::<op::ListPoliciesForTarget>()
        .add::<op::ListTargetsForPolicy>()
        .add::<op::DescribeEffectivePolicy>()
        .add::<op::ListAccountsWithInvalidEffectivePolicy>()
        .add::<op::ListEffectivePolicyValidationErrors>()
        .add::<op::PutResourcePolicy>()
        .add::<op::DescribeResourcePolicy>()
        .add::<op::DeleteResourcePolicy>()
        .add::<op::TagResource>()
        .add::<op::UntagResource>()
        .add::<op::ListTagsForResource>()
        .add::<op::InviteOrganizationToTransferResponsibility>()
        .add::<op::DescribeResponsibilityTransfer>()
        .add::<op::ListInboundResponsibilityTransfers>()
        .add::<op::ListOutboundResponsibilityTransfers>()
        .add::<op::TerminateResponsibilityTransfer>()
        .add::<op::UpdateResponsibilityTransfer>();
}
