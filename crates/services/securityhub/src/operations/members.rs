//! Administrators and members by invitation, and the members of an organization's administrator.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::Timestamp;

use super::page;
use crate::api::operation::{
    AcceptAdministratorInvitation, AcceptInvitation, CreateMembers, DeclineInvitations, DeleteInvitations, DeleteMembers,
    DisassociateFromAdministratorAccount, DisassociateFromMasterAccount, DisassociateMembers, GetAdministratorAccount,
    GetInvitationsCount, GetMasterAccount, GetMembers, InviteMembers, ListInvitations, ListMembers,
};
use crate::api::{self, ResultShape};
use crate::errors::{invalid, invalid_access, not_found};
use crate::hub::{administrator, here, on_hub, required};
use crate::members::{administered, join, leave, organization_of};
use crate::resources::{Administrator, Hub, Invitation, Member, MemberStatus, OrganizationSettings};

/// Accounts of a call and of a page.
const MOST: usize = 50;
/// Members of an administrator: 10,000 in an organization.
const MEMBERS: u64 = 10_000;

fn unprocessed(account: &str, why: &str) -> ResultShape {
    ResultShape { account_id: Some(account.to_owned()), processing_result: Some(why.to_owned()) }
}

fn time(ms: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(ms).ok()
}

fn is_account(id: &str) -> bool {
    id.len() == 12 && id.bytes().all(|b| b.is_ascii_digit())
}

fn check_accounts(ids: &[String]) -> Result<(), Failure> {
    if ids.is_empty() || ids.len() > MOST {
        return Err(invalid(format!("AccountIds should have 1 to {MOST} items")));
    }
    match ids.iter().find(|id| !is_account(id)) {
        Some(wrong) => Err(invalid(format!("Invalid account id: {wrong}"))),
        None => Ok(()),
    }
}

/// Members administer nobody.
async fn may_administer(tx: &mut Transaction<'_>) -> Result<(), Failure> {
    required(tx).await?;
    let (account, region) = here(tx);
    if administrator(&tx.reader(), &account, &region).await?.is_some() {
        return Err(invalid_access(format!("Account {account} is a member of another account and cannot have members")));
    }
    Ok(())
}

impl Handle for CreateMembers {
    async fn access(_: &api::CreateMembersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(input: &api::CreateMembersRequest, tx: &mut Transaction<'_>) -> Result<api::CreateMembersResponse, Failure> {
        may_administer(tx).await?;
        let place = here(tx);
        let ids: Vec<String> = input.account_details.iter().map(|one| one.account_id.clone()).collect();
        check_accounts(&ids)?;
        let delegated = administered(&tx.reader(), &place.0).await?;
        let settings = tx.reader().get::<OrganizationSettings>(&place.0, &place.1, OrganizationSettings::ID).await?;
        let default_standards = settings.is_none_or(|settings| settings.body.default_standards);
        let now = tx.call().time.as_millisecond();
        if tx.reader().count::<Member>(&place.0, &place.1).await? + ids.len() as u64 > MEMBERS {
            return Err(crate::errors::limit(format!("An administrator can have at most {MEMBERS} members")));
        }
        let mut refused = Vec::new();
        for one in &input.account_details {
            let account = &one.account_id;
            if *account == place.0 {
                refused.push(unprocessed(account, "An account cannot be a member of itself"));
                continue;
            }
            if let Some(delegated) = &delegated
                && organization_of(&tx.reader(), account).await?.as_ref() == Some(&delegated.organization)
            {
                if !join(tx, &place, account, one.email.clone(), default_standards).await? {
                    refused.push(unprocessed(account, "The account is a member of another administrator account"));
                }
                continue;
            }
            if tx.get::<Member>(&place.0, &place.1, account).await?.is_some() {
                refused.push(unprocessed(account, "The account is a member already"));
                continue;
            }
            let member = Member {
                email: one.email.clone(),
                status: MemberStatus::Created,
                invited_at: None,
                updated_at: now,
                by_organization: false,
            };
            tx.put(&Stored::new(&place.0, &place.1, account.as_str(), member))?;
        }
        Ok(api::CreateMembersResponse { unprocessed_accounts: Some(refused) })
    }
}

impl Handle for InviteMembers {
    async fn access(_: &api::InviteMembersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(input: &api::InviteMembersRequest, tx: &mut Transaction<'_>) -> Result<api::InviteMembersResponse, Failure> {
        may_administer(tx).await?;
        let (account, region) = here(tx);
        check_accounts(&input.account_ids)?;
        let now = tx.call().time.as_millisecond();
        let mut refused = Vec::new();
        for id in &input.account_ids {
            let Some(mut member) = tx.get::<Member>(&account, &region, id).await? else {
                refused.push(unprocessed(id, "The account is not a member; use CreateMembers first"));
                continue;
            };
            if matches!(member.body.status, MemberStatus::Enabled) {
                refused.push(unprocessed(id, "The account is a member already"));
                continue;
            }
            member.body.status = MemberStatus::Invited;
            member.body.invited_at = Some(now);
            member.body.updated_at = now;
            tx.put(&member)?;
            let invitation =
                Invitation { id: tx.plane().ids.uuid().simple().to_string(), invited_at: now, status: MemberStatus::Invited };
            let stored = match tx.get::<Invitation>(id, &region, &account).await? {
                Some(known) => Stored { body: invitation, ..known },
                None => Stored::new(id, &region, account.as_str(), invitation),
            };
            tx.put(&stored)?;
        }
        Ok(api::InviteMembersResponse { unprocessed_accounts: Some(refused) })
    }
}

async fn accept(tx: &mut Transaction<'_>, from: &str, id: &str) -> Result<(), Failure> {
    required(tx).await?;
    let (account, region) = here(tx);
    if administrator(&tx.reader(), &account, &region).await?.is_some() {
        return Err(invalid_access(format!("Account {account} has an administrator account already")));
    }
    if tx.reader().all::<Member>(&account, &region, "").await?.iter().any(|one| one.body.status == MemberStatus::Enabled) {
        return Err(invalid_access(format!("Account {account} is an administrator account")));
    }
    let missing = || not_found(format!("Invitation {id} of account {from} was not found"));
    let found = tx.get::<Invitation>(&account, &region, from).await?.ok_or_else(missing)?;
    let mut member = tx.get::<Member>(from, &region, &account).await?.ok_or_else(missing)?;
    if found.body.id != id || found.body.status != MemberStatus::Invited {
        return Err(missing());
    }
    let now = tx.call().time.as_millisecond();
    member.body.status = MemberStatus::Enabled;
    member.body.updated_at = now;
    tx.put(&member)?;
    let body = Administrator {
        account: from.to_owned(),
        invitation: id.to_owned(),
        invited_at: found.body.invited_at,
        by_organization: false,
    };
    let stored = match tx.get::<Administrator>(&account, &region, Administrator::ID).await? {
        Some(known) => Stored { body, ..known },
        None => Stored::new(&account, &region, Administrator::ID, body),
    };
    tx.put(&stored)?;
    tx.delete(&found);
    Ok(())
}

impl Handle for AcceptAdministratorInvitation {
    async fn access(_: &api::AcceptAdministratorInvitationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::AcceptAdministratorInvitationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::AcceptAdministratorInvitationResponse, Failure> {
        accept(tx, &input.administrator_id, &input.invitation_id).await?;
        Ok(api::AcceptAdministratorInvitationResponse {})
    }
}

impl Handle for AcceptInvitation {
    async fn access(_: &api::AcceptInvitationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::AcceptInvitationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::AcceptInvitationResponse, Failure> {
        accept(tx, &input.master_id, &input.invitation_id).await?;
        Ok(api::AcceptInvitationResponse {})
    }
}

/// Removes invitations of these accounts; with `decline`, the administrators learn of it.
async fn forget(tx: &mut Transaction<'_>, ids: &[String], decline: bool) -> Result<Vec<ResultShape>, Failure> {
    check_accounts(ids)?;
    let (account, region) = here(tx);
    let mut refused = Vec::new();
    let now = tx.call().time.as_millisecond();
    for id in ids {
        let Some(found) = tx.get::<Invitation>(&account, &region, id).await? else {
            refused.push(unprocessed(id, "There is no invitation of this account"));
            continue;
        };
        if decline && let Some(mut member) = tx.get::<Member>(id, &region, &account).await? {
            member.body.status = MemberStatus::Resigned;
            member.body.updated_at = now;
            tx.put(&member)?;
        }
        tx.delete(&found);
    }
    Ok(refused)
}

impl Handle for DeclineInvitations {
    async fn access(_: &api::DeclineInvitationsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::DeclineInvitationsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeclineInvitationsResponse, Failure> {
        Ok(api::DeclineInvitationsResponse { unprocessed_accounts: Some(forget(tx, &input.account_ids, true).await?) })
    }
}

impl Handle for DeleteInvitations {
    async fn access(_: &api::DeleteInvitationsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::DeleteInvitationsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteInvitationsResponse, Failure> {
        Ok(api::DeleteInvitationsResponse { unprocessed_accounts: Some(forget(tx, &input.account_ids, false).await?) })
    }
}

impl Handle for GetInvitationsCount {
    async fn access(_: &api::GetInvitationsCountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        _: &api::GetInvitationsCountRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetInvitationsCountResponse, Failure> {
        let (account, region) = here(tx);
        let count = tx.reader().count::<Invitation>(&account, &region).await?;
        Ok(api::GetInvitationsCountResponse { invitations_count: i32::try_from(count).ok() })
    }
}

impl Handle for ListInvitations {
    async fn access(_: &api::ListInvitationsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(input: &api::ListInvitationsRequest, tx: &mut Transaction<'_>) -> Result<api::ListInvitationsResponse, Failure> {
        let (account, region) = here(tx);
        let all = tx.reader().all::<Invitation>(&account, &region, "").await?;
        let most = super::limit(input.max_results, MOST);
        let page = page(tx, all, "", input.next_token.as_deref(), most, |one| one.key.id.clone())?;
        let shown = page.items.into_iter().map(|found| api::Invitation {
            account_id: Some(found.key.id),
            invitation_id: Some(found.body.id),
            invited_at: time(found.body.invited_at),
            member_status: Some(found.body.status.as_str().to_owned()),
        });
        Ok(api::ListInvitationsResponse { invitations: Some(shown.collect()), next_token: page.next })
    }
}

/// The caller's administrator, as it is answered.
async fn administrator_shown(tx: &mut Transaction<'_>) -> Result<Option<api::Invitation>, Failure> {
    required(tx).await?;
    let (account, region) = here(tx);
    Ok(administrator(&tx.reader(), &account, &region).await?.map(|found| api::Invitation {
        account_id: Some(found.account),
        invitation_id: Some(found.invitation).filter(|id| !id.is_empty()),
        invited_at: time(found.invited_at),
        member_status: Some(MemberStatus::Enabled.as_str().to_owned()),
    }))
}

impl Handle for GetAdministratorAccount {
    async fn access(_: &api::GetAdministratorAccountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        _: &api::GetAdministratorAccountRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetAdministratorAccountResponse, Failure> {
        Ok(api::GetAdministratorAccountResponse { administrator: administrator_shown(tx).await? })
    }
}

impl Handle for GetMasterAccount {
    async fn access(_: &api::GetMasterAccountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(_: &api::GetMasterAccountRequest, tx: &mut Transaction<'_>) -> Result<api::GetMasterAccountResponse, Failure> {
        Ok(api::GetMasterAccountResponse { master: administrator_shown(tx).await? })
    }
}

/// Ends the caller's membership.
async fn resign(tx: &mut Transaction<'_>) -> Result<(), Failure> {
    required(tx).await?;
    let (account, region) = here(tx);
    let found = administrator(&tx.reader(), &account, &region).await?;
    let found = found.ok_or_else(|| not_found(format!("Account {account} has no administrator account")))?;
    if found.by_organization {
        return Err(invalid_access("Accounts of an organization cannot disassociate themselves from their administrator"));
    }
    let now = tx.call().time.as_millisecond();
    leave(tx, &account, &region, &found.account).await?;
    if let Some(mut member) = tx.get::<Member>(&found.account, &region, &account).await? {
        member.body.status = MemberStatus::Resigned;
        member.body.updated_at = now;
        tx.put(&member)?;
    }
    Ok(())
}

impl Handle for DisassociateFromAdministratorAccount {
    async fn access(_: &api::DisassociateFromAdministratorAccountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        _: &api::DisassociateFromAdministratorAccountRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DisassociateFromAdministratorAccountResponse, Failure> {
        resign(tx).await?;
        Ok(api::DisassociateFromAdministratorAccountResponse {})
    }
}

impl Handle for DisassociateFromMasterAccount {
    async fn access(_: &api::DisassociateFromMasterAccountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        _: &api::DisassociateFromMasterAccountRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DisassociateFromMasterAccountResponse, Failure> {
        resign(tx).await?;
        Ok(api::DisassociateFromMasterAccountResponse {})
    }
}

impl Handle for DisassociateMembers {
    async fn access(_: &api::DisassociateMembersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::DisassociateMembersRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DisassociateMembersResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        check_accounts(&input.account_ids)?;
        let now = tx.call().time.as_millisecond();
        for id in &input.account_ids {
            if tx.get::<Member>(&account, &region, id).await?.is_none() {
                return Err(not_found(format!("Account {id} is not a member")));
            }
        }
        for id in &input.account_ids {
            let Some(mut member) = tx.get::<Member>(&account, &region, id).await? else { continue };
            leave(tx, id, &region, &account).await?;
            member.body.status = MemberStatus::Removed;
            member.body.updated_at = now;
            tx.put(&member)?;
        }
        Ok(api::DisassociateMembersResponse {})
    }
}

impl Handle for DeleteMembers {
    async fn access(_: &api::DeleteMembersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(input: &api::DeleteMembersRequest, tx: &mut Transaction<'_>) -> Result<api::DeleteMembersResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        check_accounts(&input.account_ids)?;
        let mut refused = Vec::new();
        for id in &input.account_ids {
            match tx.get::<Member>(&account, &region, id).await? {
                None => refused.push(unprocessed(id, "The account is not a member")),
                Some(member) if member.body.by_organization && member.body.status == MemberStatus::Enabled => {
                    refused.push(unprocessed(id, "The account must be disassociated first"));
                }
                Some(member) => {
                    leave(tx, id, &region, &account).await?;
                    tx.delete(&member);
                }
            }
        }
        Ok(api::DeleteMembersResponse { unprocessed_accounts: Some(refused) })
    }
}

fn shown(found: &Stored<Member>) -> api::Member {
    let member = &found.body;
    api::Member {
        account_id: Some(found.key.id.clone()),
        email: member.email.clone(),
        master_id: Some(found.key.account.clone()),
        administrator_id: Some(found.key.account.clone()),
        member_status: Some(member.status.as_str().to_owned()),
        invited_at: member.invited_at.and_then(time),
        updated_at: time(member.updated_at),
    }
}

impl Handle for GetMembers {
    async fn access(_: &api::GetMembersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(input: &api::GetMembersRequest, tx: &mut Transaction<'_>) -> Result<api::GetMembersResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        check_accounts(&input.account_ids)?;
        let (mut members, mut refused) = (Vec::new(), Vec::new());
        for id in &input.account_ids {
            match tx.reader().get::<Member>(&account, &region, id).await? {
                Some(member) => members.push(shown(&member)),
                None => refused.push(unprocessed(id, "The account is not a member")),
            }
        }
        Ok(api::GetMembersResponse { members: Some(members), unprocessed_accounts: Some(refused) })
    }
}

impl Handle for ListMembers {
    async fn access(_: &api::ListMembersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(input: &api::ListMembersRequest, tx: &mut Transaction<'_>) -> Result<api::ListMembersResponse, Failure> {
        let (account, region) = here(tx);
        if tx.reader().get::<Hub>(&account, &region, Hub::ID).await?.is_none() {
            required(tx).await?;
        }
        let only = input.only_associated.unwrap_or(true);
        let mut all = tx.reader().all::<Member>(&account, &region, "").await?;
        all.retain(|member| !only || member.body.status == MemberStatus::Enabled);
        let most = super::limit(input.max_results, MOST);
        let page = page(tx, all, &format!("{only}"), input.next_token.as_deref(), most, |one| one.key.id.clone())?;
        Ok(api::ListMembersResponse { members: Some(page.items.iter().map(shown).collect()), next_token: page.next })
    }
}
