//! From consolidated billing to all features: a handshake with the organization, and one with every account that was invited into it.

use plane::resource::Stored;
use plane::{Access, Failure, Handle, Lookup, Transaction};

use super::handshakes::end;
use super::invitations::{Proposal, propose};
use crate::api::{
    AccountJoinedMethod, AccountState, ActionType, EnableAllFeaturesRequest, EnableAllFeaturesResponse, HandshakeState,
    OrganizationFeatureSet, operation,
};
use crate::errors::{self, HandshakeConstraint};
use crate::membership;
use crate::place::{Place, Seat};
use crate::quotas;
use crate::resources::{Handshake, MEMBERS, Member, Party, state_at, waits};
use crate::shapes;

impl Handle for operation::EnableAllFeatures {
    async fn access(_: &EnableAllFeaturesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any())
    }

    async fn run(_: &EnableAllFeaturesRequest, tx: &mut Transaction<'_>) -> Result<EnableAllFeaturesResponse, Failure> {
        let mut seat = Seat::of(tx).await?;
        if seat.organization.body.feature_set == OrganizationFeatureSet::All {
            return Err(errors::handshake_constraint(
                HandshakeConstraint::OrganizationAlreadyHasAllFeatures,
                "The handshake request is invalid because the organization has already enabled all features.",
            ));
        }
        if seat.organization.body.migration.is_some() {
            return Err(errors::handshake_constraint(
                HandshakeConstraint::OrganizationIsAlreadyPendingAllFeaturesMigration,
                "The handshake request is invalid because the organization has already started the process to enable all features.",
            ));
        }
        let members = tx.reader().find_all::<Member>(MEMBERS, seat.id(), None, shapes::ALL).await?;
        let invited: Vec<String> = members
            .into_iter()
            .map(|m| m.body)
            .filter(|m| {
                m.joined_method == AccountJoinedMethod::Invited && m.id != seat.management() && m.state == AccountState::Active
            })
            .map(|m| m.id)
            .collect();
        let proposal = |action, to, state, parent| Proposal {
            action,
            to,
            state,
            days: quotas::MIGRATION_DAYS,
            notes: None,
            tags: Vec::new(),
            parent,
            transfer: None,
        };
        // Without anybody to ask, the management account may complete it at once.
        let state = if invited.is_empty() { HandshakeState::Open } else { HandshakeState::Requested };
        let handshake = propose(tx, &seat, proposal(ActionType::EnableAllFeatures, Party::Organization, state, None)).await?;
        for account in invited {
            let parent = Some(handshake.body.id.clone());
            tx.audit.also_in.push(account.clone());
            propose(
                tx,
                &seat,
                proposal(ActionType::ApproveAllFeatures, Party::Account(account), HandshakeState::Requested, parent),
            )
            .await?;
        }
        seat.organization.body.migration = Some(handshake.body.id.clone());
        seat.save(tx)?;
        Ok(EnableAllFeaturesResponse { handshake: Some(shapes::handshake(&handshake, tx.call().time.as_millisecond())) })
    }
}

async fn parts(tx: &mut Transaction<'_>, management: &str, parent: &str) -> Result<Vec<Stored<Handshake>>, Failure> {
    let mut all = tx.all::<Handshake>(management, "", "").await?;
    all.retain(|h| h.body.parent.as_deref() == Some(parent));
    Ok(all)
}

/// Sees, after an invited account has answered, whether the process may be completed or has failed.
pub(crate) async fn settle(tx: &mut Transaction<'_>, part: &Handshake) -> Result<(), Failure> {
    let Some(parent_id) = part.parent.clone() else { return Ok(()) };
    let Some(mut parent) = tx.get::<Handshake>(&part.management, "", &parent_id).await? else { return Ok(()) };
    let parts = parts(tx, &part.management, &parent_id).await?;
    if parts.iter().any(|h| h.body.state == HandshakeState::Declined) {
        abandon(tx, &parent.body).await?;
        return end(tx, &mut parent, HandshakeState::Canceled);
    }
    if parent.body.state == HandshakeState::Requested
        && parts.iter().all(|h| matches!(h.body.state, HandshakeState::Accepted | HandshakeState::Canceled))
    {
        parent.body.state = HandshakeState::Open;
        tx.put(&parent)?;
    }
    Ok(())
}

/// Ends the process without success: what was asked of members is canceled.
pub(crate) async fn abandon(tx: &mut Transaction<'_>, parent: &Handshake) -> Result<(), Failure> {
    let now = tx.call().time.as_millisecond();
    for mut part in parts(tx, &parent.management, &parent.id).await? {
        if waits(state_at(&part.body, now)) {
            end(tx, &mut part, HandshakeState::Canceled)?;
        }
    }
    if let Some(mut seat) = Seat::find(tx, &parent.management).await?
        && seat.organization.body.migration.as_deref() == Some(parent.id.as_str())
    {
        seat.organization.body.migration = None;
        seat.save(tx)?;
    }
    Ok(())
}

/// Completes the process.
pub(crate) async fn finalize(tx: &mut Transaction<'_>, parent: &Handshake) -> Result<(), Failure> {
    let mut seat = Seat::anywhere(tx).await?;
    seat.organization.body.feature_set = OrganizationFeatureSet::All;
    seat.organization.body.migration = None;
    seat.save(tx)?;
    let members = tx.reader().find_all::<Member>(MEMBERS, &parent.organization, None, shapes::ALL).await?;
    for member in members {
        membership::service_role(tx, &member.body.id).await?;
    }
    Ok(())
}

/// A member has left while it was asked: it need not answer any more. The caller saves the seat.
pub(crate) async fn member_gone(tx: &mut Transaction<'_>, seat: &mut Seat, account: &str) -> Result<(), Failure> {
    let Some(parent) = seat.organization.body.migration.clone() else { return Ok(()) };
    let gone = Party::Account(account.to_owned());
    for mut part in parts(tx, seat.management(), &parent).await? {
        if part.body.to == gone && waits(part.body.state) {
            end(tx, &mut part, HandshakeState::Canceled)?;
            settle(tx, &part.body).await?;
        }
    }
    Ok(())
}
