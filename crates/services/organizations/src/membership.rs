//! Joining and leaving: what several operations and the reconcilers have in common.

use plane::ports::RoleSpec;
use plane::resource::Stored;
use plane::{Access, Failure, Lookup, Transaction, audit};
use serde_json::json;

use crate::api::{AccountJoinedMethod, AccountState, MasterCannotLeaveOrganizationException, OrganizationFeatureSet};
use crate::errors::{self, Constraint, Invalid};
use crate::names;
use crate::place::Seat;
use crate::quotas;
use crate::resources::{Attachments, Member, Organization, Policy, Root, stored};

/// Name that the service acts under.
pub(crate) const SOURCE: &str = "organizations.amazonaws.com";

/// Puts a record of something the service did into an account's history.
pub(crate) fn event(tx: &mut Transaction<'_>, name: &str, account: &str, details: &serde_json::Value) {
    let region = tx.plane().settings.home_region.clone();
    audit::service_event(tx, SOURCE, name, account, &region, details);
}

/// The permission to make the service's own role in the caller's account, which joining an organization of all features needs.
pub(crate) fn role_access(lookup: &Lookup<'_>) -> Access {
    let role = format!("role/aws-service-role/{SOURCE}/AWSServiceRoleForOrganizations");
    Access::on(lookup.plane().arn("iam", "", lookup.account(), &role))
        .action("iam:CreateServiceLinkedRole")
        .key("iam:AWSServiceName", SOURCE)
}

/// Makes the service's own role in an account, as every account of an organization with all features has it.
pub(crate) async fn service_role(tx: &mut Transaction<'_>, account: &str) -> Result<(), Failure> {
    let partition = tx.plane().settings.partition.clone();
    let identities = tx.plane().identities().clone();
    let trust = json!({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": SOURCE}, "Action": "sts:AssumeRole"}],
    });
    identities
        .ensure_role(
            tx,
            RoleSpec {
                account: account.to_owned(),
                path: format!("/aws-service-role/{SOURCE}/"),
                name: "AWSServiceRoleForOrganizations".to_owned(),
                trust: trust.to_string(),
                policy_arns: vec![format!("arn:{partition}:iam::aws:policy/aws-service-role/AWSOrganizationsServiceTrustPolicy")],
                description: "Service-linked role used by AWS Organizations to enable integration of other AWS services with Organizations."
                    .to_owned(),
                max_session_seconds: 3_600,
            },
        )
        .await?;
    Ok(())
}

/// Makes the role that the management account administers a created account with.
pub(crate) async fn access_role(tx: &mut Transaction<'_>, account: &str, management: &str, name: &str) -> Result<(), Failure> {
    let partition = tx.plane().settings.partition.clone();
    let identities = tx.plane().identities().clone();
    let trust = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": {"AWS": format!("arn:{partition}:iam::{management}:root")},
            "Action": "sts:AssumeRole",
        }],
    });
    identities
        .ensure_role(
            tx,
            RoleSpec {
                account: account.to_owned(),
                path: "/".to_owned(),
                name: name.to_owned(),
                trust: trust.to_string(),
                policy_arns: vec![format!("arn:{partition}:iam::aws:policy/AdministratorAccess")],
                description: String::new(),
                max_session_seconds: 3_600,
            },
        )
        .await?;
    Ok(())
}

/// Gives an account its place directly under the root.
pub(crate) async fn join(
    tx: &mut Transaction<'_>,
    organization: &mut Stored<Organization>,
    root: &mut Stored<Root>,
    account: &str,
    method: AccountJoinedMethod,
    tags: Vec<(String, String)>,
) -> Result<Stored<Member>, Failure> {
    let now = tx.call().time.as_millisecond();
    let body = &mut organization.body;
    let arn = names::account_arn(tx.plane(), &body.management, &body.id, account);
    let member = stored(
        account,
        account,
        arn,
        tags,
        Member {
            id: account.to_owned(),
            organization: body.id.clone(),
            management: body.management.clone(),
            parent: body.root.clone(),
            joined_method: method,
            joined_at: now,
            state: AccountState::Active,
            closed_at: None,
            attached: Attachments::default(),
            delegated: std::collections::BTreeMap::new(),
        },
    );
    body.accounts += 1;
    root.body.accounts += 1;
    tx.put(&member)?;
    if body.feature_set == OrganizationFeatureSet::All {
        service_role(tx, account).await?;
    }
    let (id, management) = (organization.body.id.clone(), organization.body.management.clone());
    if account != management {
        let details = json!({
            "accountId": account,
            "organizationId": id,
            "joinedMethod": method.as_str(),
            "joinedTime": tx.call().time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        });
        event(tx, "AccountJoinedOrganization", &management, &details);
    }
    tx.journal("organizations.AccountJoined", account, "", &json!({"organization": id, "management": management}));
    Ok(member)
}

/// Counts the attachments that a target loses when it goes.
pub(crate) async fn release(tx: &mut Transaction<'_>, management: &str, ids: Vec<String>) -> Result<(), Failure> {
    for id in ids {
        if let Some(mut policy) = tx.get::<Policy>(management, "", &id).await? {
            policy.body.targets = policy.body.targets.saturating_sub(1);
            tx.put(&policy)?;
        }
    }
    Ok(())
}

/// Sees whether a member may leave now.
///
/// # Errors
/// `MasterCannotLeaveOrganizationException`, `ConstraintViolationException`.
pub(crate) fn may_leave(seat: &Seat, member: &Member, now: i64) -> Result<(), Failure> {
    if member.id == seat.management() {
        return Err(MasterCannotLeaveOrganizationException::new(
            "You can't remove a management account from an organization. If you want the management account to become a member account in \
             another organization, you must first delete the current organization of the management account.",
        )
        .into());
    }
    if member.state != AccountState::Active {
        return Err(errors::invalid(Invalid::TargetNotSupported, "You can't remove a closed account from an organization."));
    }
    if !member.delegated.is_empty() {
        return Err(errors::constraint(
            Constraint::CannotRemoveDelegatedAdministratorFromOrg,
            "You attempted to remove an account that is registered as a delegated administrator for a service integrated with your \
             organization. To complete this operation, you must first deregister this account as a delegated administrator.",
        ));
    }
    if member.joined_method == AccountJoinedMethod::Created && now < member.joined_at + quotas::DAYS_BEFORE_LEAVING * quotas::DAY
    {
        return Err(errors::constraint(
            Constraint::WaitPeriodActive,
            "After you create an AWS account, you must wait until at least four days after the account was created.",
        ));
    }
    Ok(())
}

/// Takes a member out of its organization. `method` is how the event names it: `LEFT`, `REMOVED` or `CLEANED`.
pub(crate) async fn depart(
    tx: &mut Transaction<'_>,
    seat: &mut Seat,
    member: &Stored<Member>,
    method: &str,
) -> Result<(), Failure> {
    let body = &member.body;
    let management = seat.management().to_owned();
    if let Some(mut parent) = seat.parent(tx, &body.parent).await? {
        parent.count_accounts(-1);
        parent.save(tx)?;
    }
    release(tx, &management, body.attached.custom().map(str::to_owned).collect()).await?;
    seat.organization.body.accounts = seat.organization.body.accounts.saturating_sub(1);
    crate::operations::features::member_gone(tx, seat, &body.id).await?;
    seat.save(tx)?;
    tx.delete(member);
    let details = json!({
        "accountId": body.id,
        "organizationId": body.organization,
        "departureMethod": method,
        "departureTime": tx.call().time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    });
    event(tx, "AccountDepartedOrganization", &management, &details);
    tx.journal("organizations.AccountDeparted", &body.id, "", &json!({"organization": body.organization, "method": method}));
    Ok(())
}
