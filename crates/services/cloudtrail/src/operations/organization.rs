//! Accounts that administer the organization's trails and event data stores.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::failure::Kind;

use crate::api::operation::{DeregisterOrganizationDelegatedAdmin, RegisterOrganizationDelegatedAdmin};
use crate::api::{
    AccountNotFoundException, AccountNotRegisteredException, AccountRegisteredException,
    CannotDelegateManagementAccountException, CloudTrailAccessNotEnabledException, DelegatedAdminAccountLimitExceededException,
    DeregisterOrganizationDelegatedAdminRequest, DeregisterOrganizationDelegatedAdminResponse,
    NotOrganizationManagementAccountException, OrganizationNotInAllFeaturesModeException, OrganizationsNotInUseException,
    RegisterOrganizationDelegatedAdminRequest, RegisterOrganizationDelegatedAdminResponse,
};
use crate::deliver::PRINCIPAL;

/// What AWS documents to be needed of Organizations beside CloudTrail's own action.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-delegated-administrator.html>.
fn access(action: &'static str) -> Access {
    Access::any().and(Access::any().action(action))
}

/// Registers or ends it.
async fn delegate(tx: &mut Transaction<'_>, account: &str, register: bool) -> Result<(), Failure> {
    let guardrails = tx.call().guardrails.clone();
    let Some(management) = &guardrails.management_account else {
        return Err(OrganizationsNotInUseException::new("Your account is not a member of an organization.").into());
    };
    if management != tx.account() {
        return Err(NotOrganizationManagementAccountException::new(
            "Only the management account of the organization can register and deregister delegated administrators.",
        )
        .into());
    }
    if register && account == management {
        return Err(CannotDelegateManagementAccountException::new(
            "The management account of an organization cannot be its delegated administrator.",
        )
        .into());
    }
    if !tx.plane().organization().trusts(&tx.reader(), tx.account(), PRINCIPAL).await? {
        return Err(CloudTrailAccessNotEnabledException::new(
            "CloudTrail service access is not enabled for your organization. Enable trusted access for CloudTrail in Organizations.",
        )
        .into());
    }
    let organization = tx.plane().organization().clone();
    organization.delegate(tx, account, PRINCIPAL, register).await.map_err(said)
}

/// An error of Organizations, as CloudTrail says it.
fn said(failure: Failure) -> Failure {
    let Kind::Modelled { code, .. } = &failure.kind else { return failure };
    let message = failure.message.clone();
    match code.as_ref() {
        "AccountAlreadyRegisteredException" => AccountRegisteredException::new(message).into(),
        "AccountNotRegisteredException" => AccountNotRegisteredException::new(message).into(),
        "AccountNotFoundException" => AccountNotFoundException::new(message).into(),
        "AWSOrganizationsNotInUseException" => OrganizationsNotInUseException::new(message).into(),
        "ConstraintViolationException" if message.contains("more delegated administrators") => {
            DelegatedAdminAccountLimitExceededException::new(message).into()
        }
        "UnsupportedAPIEndpointException" | "ConstraintViolationException" => {
            OrganizationNotInAllFeaturesModeException::new(message).into()
        }
        _ => failure,
    }
}

impl Handle for RegisterOrganizationDelegatedAdmin {
    async fn access(_: &RegisterOrganizationDelegatedAdminRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(access("organizations:RegisterDelegatedAdministrator"))
    }

    async fn run(
        input: &RegisterOrganizationDelegatedAdminRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<RegisterOrganizationDelegatedAdminResponse, Failure> {
        delegate(tx, &input.member_account_id, true).await?;
        Ok(RegisterOrganizationDelegatedAdminResponse {})
    }
}

impl Handle for DeregisterOrganizationDelegatedAdmin {
    async fn access(_: &DeregisterOrganizationDelegatedAdminRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(access("organizations:DeregisterDelegatedAdministrator"))
    }

    async fn run(
        input: &DeregisterOrganizationDelegatedAdminRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<DeregisterOrganizationDelegatedAdminResponse, Failure> {
        delegate(tx, &input.delegated_admin_account_id, false).await?;
        Ok(DeregisterOrganizationDelegatedAdminResponse {})
    }
}
