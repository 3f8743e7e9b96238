//! Inviting accounts that exist.

use plane::resource::Stored;
use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::Sensitive;

use crate::api::{
    AccountJoinedMethod, ActionType, DuplicateHandshakeException, HandshakePartyType, HandshakeState,
    InviteAccountToOrganizationRequest, InviteAccountToOrganizationResponse, operation,
};
use crate::errors::{self, Constraint, HandshakeConstraint, Invalid};
use crate::membership;
use crate::names::{self, IdKind};
use crate::place::{Created, Place, Seat};
use crate::quotas;
use crate::resources::{Handshake, Member, Party, Root, state_at, stored, waits};
use crate::shapes;

/// What a new handshake is about.
pub(super) struct Proposal {
    pub(super) action: ActionType,
    pub(super) to: Party,
    pub(super) state: HandshakeState,
    pub(super) days: i64,
    pub(super) notes: Option<String>,
    pub(super) tags: Vec<(String, String)>,
    pub(super) parent: Option<String>,
    pub(super) transfer: Option<String>,
}

/// Makes a handshake.
pub(super) async fn propose(tx: &mut Transaction<'_>, seat: &Seat, proposal: Proposal) -> Result<Stored<Handshake>, Failure> {
    let now = tx.call().time.as_millisecond();
    let id = format!("h-{}", tx.plane().ids.lower(32));
    let (name, email) = shapes::contact(&tx.reader(), seat.management()).await?;
    let handshake = stored(
        seat.management(),
        &id,
        names::handshake_arn(tx.plane(), seat.management(), seat.id(), proposal.action, &id),
        Vec::new(),
        Handshake {
            id: id.clone(),
            organization: seat.id().to_owned(),
            management: seat.management().to_owned(),
            action: proposal.action,
            to: proposal.to,
            state: proposal.state,
            requested_at: now,
            expires_at: now + proposal.days * quotas::DAY,
            ended_at: None,
            notes: proposal.notes,
            tags: proposal.tags,
            parent: proposal.parent,
            management_name: name,
            management_email: email,
            feature_set: seat.organization.body.feature_set,
            transfer: proposal.transfer,
        },
    );
    tx.put(&handshake)?;
    Ok(handshake)
}

/// Reads whom a request invites.
pub(super) fn target(given: &crate::api::HandshakeParty) -> Result<Party, Failure> {
    let id = given.id.as_str();
    match given.r#type {
        HandshakePartyType::Account if names::kind_of(id) == Some(IdKind::Account) => Ok(Party::Account(id.to_owned())),
        HandshakePartyType::Account => {
            Err(errors::invalid(Invalid::InvalidPattern, "You provided a value that does not match the required pattern."))
        }
        HandshakePartyType::Email => {
            let sound = id.split_once('@').is_some_and(|(user, host)| {
                !user.is_empty() && host.contains('.') && !id.contains(char::is_whitespace) && !host.contains('@')
            });
            if !sound {
                return Err(errors::invalid(
                    Invalid::InvalidEmailAddressTarget,
                    "You specified an invalid email address for the invited account owner.",
                ));
            }
            Ok(Party::Email(id.to_owned()))
        }
        HandshakePartyType::Organization => Err(errors::invalid(
            Invalid::InvalidPartyTypeTarget,
            "You specified the wrong type of entity (account, organization, or email) as a party.",
        )),
    }
}

/// The account that a party is, if this installation has it.
pub(super) async fn account_of(tx: &mut Transaction<'_>, party: &Party) -> Result<Option<String>, Failure> {
    let reader = tx.reader();
    Ok(match party {
        Party::Account(id) => plane::account::get(&reader, id).await?.map(|a| a.body.id),
        Party::Email(email) => {
            reader.find::<plane::account::Account>("account-email", &email.to_lowercase()).await?.map(|a| a.body.id)
        }
        Party::Organization => None,
    })
}

/// Handshakes made by the caller's organization, and whether one of this action to this party still waits.
pub(super) async fn waiting(
    tx: &mut Transaction<'_>,
    seat: &Seat,
    action: ActionType,
    to: &Party,
) -> Result<Vec<Handshake>, Failure> {
    let now = tx.call().time.as_millisecond();
    let made: Vec<Handshake> = tx
        .all::<Handshake>(seat.management(), "", "")
        .await?
        .into_iter()
        .map(|h| h.body)
        .filter(|h| h.action == action)
        .collect();
    if made.iter().any(|h| h.to == *to && waits(state_at(h, now))) {
        return Err(DuplicateHandshakeException::new(
            "A handshake with the same action and target already exists. For example, if you invited an account to join your organization, the \
             invited account might already have a pending invitation from this organization. If you intend to resend an invitation to an account, \
             ensure that existing handshakes that might be considered duplicates are canceled or declined.",
        )
        .into());
    }
    let recent = made.iter().filter(|h| h.requested_at > now - quotas::DAY).count();
    if recent >= quotas::INVITATIONS_A_DAY {
        return Err(errors::handshake_constraint(
            HandshakeConstraint::HandshakeRateLimitExceeded,
            "You attempted to exceed the number of handshakes that you can send in one day.",
        ));
    }
    Ok(made)
}

impl Handle for operation::InviteAccountToOrganization {
    async fn access(input: &InviteAccountToOrganizationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let place = Place::of(lookup).await?;
        let account = match input.target.r#type {
            HandshakePartyType::Account => input.target.id.as_str(),
            _ => "*",
        };
        let arn = names::account_arn(lookup.plane(), place.management(), place.organization(), account);
        Ok(place.tagging(place.on(arn), Created::Account(account), input.tags.as_deref()))
    }

    async fn run(
        input: &InviteAccountToOrganizationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<InviteAccountToOrganizationResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let tags = shapes::tags(input.tags.as_deref())?;
        let to = target(&input.target)?;
        let account = account_of(tx, &to).await?;
        if account.is_none() && matches!(to, Party::Account(_)) {
            return Err(errors::invalid(
                Invalid::TargetNotSupported,
                "You can't perform the specified operation on that target entity.",
            ));
        }
        if seat.organization.body.migration.is_some() {
            return Err(errors::handshake_constraint(
                HandshakeConstraint::InviteDisabledDuringEnableAllFeatures,
                "You can't issue new invitations to join an organization while it's in the process of enabling all features.",
            ));
        }
        if let Some(account) = &account
            && seat.account(tx, account).await?.is_some()
        {
            return Err(errors::handshake_constraint(
                HandshakeConstraint::AlreadyInAnOrganization,
                "The handshake request is invalid because the invited account is already a member of an organization.",
            ));
        }
        let made = waiting(tx, &seat, ActionType::Invite, &to).await?;
        let now = tx.call().time.as_millisecond();
        let open = made.iter().filter(|h| waits(state_at(h, now))).count();
        if u32::try_from(open).unwrap_or(u32::MAX).saturating_add(seat.organization.body.accounts) >= quotas::ACCOUNTS {
            return Err(errors::constraint(
                Constraint::AccountNumberLimitExceeded,
                "The number of invitations that you tried to send would cause you to exceed the limit of accounts in your organization.",
            ));
        }
        let proposal = Proposal {
            action: ActionType::Invite,
            to,
            state: HandshakeState::Open,
            days: quotas::INVITATION_DAYS,
            notes: input.notes.clone().map(|Sensitive(notes)| notes),
            tags,
            parent: None,
            transfer: None,
        };
        let handshake = propose(tx, &seat, proposal).await?;
        if let Some(account) = account {
            tx.audit.also_in.push(account);
        }
        Ok(InviteAccountToOrganizationResponse { handshake: Some(shapes::handshake(&handshake, now)) })
    }
}

/// The caller joins the organization that invited it.
pub(super) async fn accept(tx: &mut Transaction<'_>, handshake: &Handshake) -> Result<(), Failure> {
    let account = tx.account().to_owned();
    if tx.get::<Member>(&account, "", &account).await?.is_some() {
        return Err(errors::handshake_constraint(
            HandshakeConstraint::AlreadyInAnOrganization,
            "The handshake request is invalid because the invited account is already a member of an organization.",
        ));
    }
    let gone = || errors::invalid(Invalid::TargetNotSupported, "The organization that sent the invitation no longer exists.");
    let mut seat = Seat::find(tx, &handshake.management).await?.filter(|s| s.id() == handshake.organization).ok_or_else(gone)?;
    if seat.organization.body.migration.is_some() {
        return Err(errors::handshake_constraint(
            HandshakeConstraint::InviteDisabledDuringEnableAllFeatures,
            "You can't join an organization while it's in the process of enabling all features.",
        ));
    }
    if seat.organization.body.accounts >= quotas::ACCOUNTS {
        return Err(errors::handshake_constraint(
            HandshakeConstraint::AccountNumberLimitExceeded,
            "You attempted to exceed the limit on the number of accounts in an organization.",
        ));
    }
    let root_id = seat.organization.body.root.clone();
    let mut root = tx
        .get::<Root>(&handshake.management, "", &root_id)
        .await?
        .ok_or_else(|| Failure::internal(format!("{} has no root", handshake.organization)))?;
    membership::join(tx, &mut seat.organization, &mut root, &account, AccountJoinedMethod::Invited, handshake.tags.clone())
        .await?;
    tx.put(&root)?;
    seat.save(tx)
}
