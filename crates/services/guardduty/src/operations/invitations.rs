//! Invitations, as the invited account sees them.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::limit;
use crate::api::operation::{
    AcceptAdministratorInvitation, AcceptInvitation, DeclineInvitations, DeleteInvitations, GetInvitationsCount, ListInvitations,
};
use crate::api::{
    AcceptAdministratorInvitationRequest, AcceptAdministratorInvitationResponse, AcceptInvitationRequest,
    AcceptInvitationResponse, DeclineInvitationsRequest, DeclineInvitationsResponse, DeleteInvitationsRequest,
    DeleteInvitationsResponse, GetInvitationsCountRequest, GetInvitationsCountResponse, Invitation as Shown,
    ListInvitationsRequest, ListInvitationsResponse, UnprocessedAccount,
};
use crate::resources::{Administrator, Invitation, Member, Relation};
use crate::{errors, form, place};

async fn accept(tx: &mut Transaction<'_>, detector: &str, administrator: &str, invitation: &str) -> Result<(), Failure> {
    place::held(tx, detector).await?;
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let now = tx.call().time.as_millisecond();
    let no_invitation = || errors::rejected("the invitation does not exist, or was not sent by the given account");
    let found = tx.get::<Invitation>(&account, &region, administrator).await?;
    let mut found = found.filter(|i| i.body.id == invitation).ok_or_else(no_invitation)?;
    if tx.get::<Administrator>(&account, &region, Administrator::ID).await?.is_some() {
        return Err(errors::rejected("the current account is already a member of an administrator account"));
    }
    // Who has members is an administrator, and administrators are no members.
    let mine = place::seen(tx, detector).await?;
    if place::members(&tx.reader(), &mine).await?.iter().any(|m| m.body.relation.associated()) {
        return Err(errors::rejected("the current account has associated members"));
    }
    let theirs = place::of(tx, administrator, &region).await?.ok_or_else(no_invitation)?;
    let key = format!("{}/{account}", theirs.body.id);
    let mut member = tx.get::<Member>(administrator, &region, &key).await?.ok_or_else(no_invitation)?;
    member.body.relation = Relation::Enabled;
    member.body.updated_at = now;
    tx.put(&member)?;
    found.body.relation = Relation::Enabled;
    tx.put(&found)?;
    let body = Administrator {
        account: administrator.to_owned(),
        invitation: Some(invitation.to_owned()),
        invited_at: found.body.invited_at,
        organization: false,
    };
    tx.put(&Stored::new(&account, &region, Administrator::ID, body))?;
    place::rewatch(tx, &account, &region).await?;
    tx.audit.also_in.push(administrator.to_owned());
    Ok(())
}

impl Handle for AcceptAdministratorInvitation {
    async fn access(input: &AcceptAdministratorInvitationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(
        input: &AcceptAdministratorInvitationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<AcceptAdministratorInvitationResponse, Failure> {
        accept(tx, &input.detector_id, &input.administrator_id, &input.invitation_id).await?;
        Ok(AcceptAdministratorInvitationResponse {})
    }
}

impl Handle for AcceptInvitation {
    async fn access(input: &AcceptInvitationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &AcceptInvitationRequest, tx: &mut Transaction<'_>) -> Result<AcceptInvitationResponse, Failure> {
        accept(tx, &input.detector_id, &input.master_id, &input.invitation_id).await?;
        Ok(AcceptInvitationResponse {})
    }
}

/// Invitations of these accounts, to be answered; the others are unprocessed.
async fn sent(tx: &mut Transaction<'_>, accounts: &[String], delete: bool) -> Result<Vec<UnprocessedAccount>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let now = tx.call().time.as_millisecond();
    let mut left = Vec::new();
    for from in accounts {
        let found = tx.get::<Invitation>(&account, &region, from).await?;
        let open =
            |i: &Stored<Invitation>| i.body.relation == Relation::Invited || (delete && i.body.relation == Relation::Resigned);
        let Some(mut invitation) = found.filter(open) else {
            let result = "The request is rejected because there is no open invitation of the account.";
            left.push(UnprocessedAccount { account_id: from.clone(), result: result.to_owned() });
            continue;
        };
        if let Some(theirs) = place::of(tx, from, &region).await? {
            let member = tx.get::<Member>(from, &region, &format!("{}/{account}", theirs.body.id)).await?;
            if let Some(mut member) = member.filter(|m| m.body.relation == Relation::Invited) {
                member.body.relation = Relation::Resigned;
                member.body.updated_at = now;
                tx.put(&member)?;
            }
        }
        if delete {
            tx.delete(&invitation);
        } else {
            invitation.body.relation = Relation::Resigned;
            tx.put(&invitation)?;
        }
    }
    Ok(left)
}

impl Handle for DeclineInvitations {
    async fn access(_: &DeclineInvitationsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(place::arn(lookup.plane(), lookup.account(), &lookup.call().region, "*")))
    }

    async fn run(input: &DeclineInvitationsRequest, tx: &mut Transaction<'_>) -> Result<DeclineInvitationsResponse, Failure> {
        Ok(DeclineInvitationsResponse { unprocessed_accounts: sent(tx, &input.account_ids, false).await? })
    }
}

impl Handle for DeleteInvitations {
    async fn access(_: &DeleteInvitationsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(place::arn(lookup.plane(), lookup.account(), &lookup.call().region, "*")))
    }

    async fn run(input: &DeleteInvitationsRequest, tx: &mut Transaction<'_>) -> Result<DeleteInvitationsResponse, Failure> {
        Ok(DeleteInvitationsResponse { unprocessed_accounts: sent(tx, &input.account_ids, true).await? })
    }
}

async fn all(tx: &Transaction<'_>) -> Result<Vec<Stored<Invitation>>, Failure> {
    tx.reader().all::<Invitation>(tx.account(), &tx.call().region, "").await
}

impl Handle for GetInvitationsCount {
    async fn access(_: &GetInvitationsCountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(place::arn(lookup.plane(), lookup.account(), &lookup.call().region, "*")))
    }

    async fn run(_: &GetInvitationsCountRequest, tx: &mut Transaction<'_>) -> Result<GetInvitationsCountResponse, Failure> {
        // The one that was accepted is not counted, as on AWS.
        let open = all(tx).await?.iter().filter(|i| i.body.relation != Relation::Enabled).count();
        Ok(GetInvitationsCountResponse { invitations_count: i32::try_from(open).ok() })
    }
}

impl Handle for ListInvitations {
    async fn access(_: &ListInvitationsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(place::arn(lookup.plane(), lookup.account(), &lookup.call().region, "*")))
    }

    async fn run(input: &ListInvitationsRequest, tx: &mut Transaction<'_>) -> Result<ListInvitationsResponse, Failure> {
        let shown = all(tx).await?.into_iter().map(|i| Shown {
            account_id: Some(i.body.account),
            invitation_id: Some(i.body.id),
            relationship_status: Some(i.body.relation.as_str().to_owned()),
            invited_at: Some(form::moment(i.body.invited_at)),
        });
        let id = |i: &Shown| i.account_id.clone().unwrap_or_default();
        let limit = limit(input.max_results, 50);
        let page = cut(shown, "ListInvitations", input.next_token.as_deref(), limit, id, errors::wrong_token)?;
        Ok(ListInvitationsResponse { invitations: Some(page.items), next_token: page.next })
    }
}
