//! Handshakes: answering, describing and listing them.

use plane::resource::Stored;
use plane::{Access, Failure, Handle, Lookup, Reader, Transaction};

use super::{features, invitations, transfers};
use crate::api::{
    AcceptHandshakeRequest, AcceptHandshakeResponse, ActionType, CancelHandshakeRequest, CancelHandshakeResponse,
    DeclineHandshakeRequest, DeclineHandshakeResponse, DescribeHandshakeRequest, DescribeHandshakeResponse,
    HandshakeAlreadyInStateException, HandshakeFilter, HandshakeNotFoundException, HandshakeState,
    InvalidHandshakeTransitionException, ListHandshakesForAccountRequest, ListHandshakesForAccountResponse,
    ListHandshakesForOrganizationRequest, ListHandshakesForOrganizationResponse, OrganizationFeatureSet, operation,
};
use crate::errors::{self, Invalid};
use crate::membership;
use crate::names;
use crate::place::{Place, Seat};
use crate::resources::{HANDSHAKE, HANDSHAKE_TO, Handshake, Party, state_at, waits};
use crate::shapes;

fn not_found() -> Failure {
    HandshakeNotFoundException::new("We can't find a handshake with the HandshakeId that you specified.").into()
}

fn wrong_transition() -> Failure {
    InvalidHandshakeTransitionException::new(
        "You can't perform the operation on the handshake in its current state. For example, you can't cancel a handshake that was already accepted or accept a handshake that was already declined.",
    )
    .into()
}

/// The side that a caller is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Maker,
    Recipient,
}

async fn side(reader: &Reader<'_>, handshake: &Handshake, account: &str) -> Result<Option<Side>, Failure> {
    if handshake.management == account {
        return Ok(Some(Side::Maker));
    }
    let recipient = match &handshake.to {
        Party::Account(id) => id == account,
        Party::Email(email) => {
            let (_, own) = shapes::contact(reader, account).await?;
            !own.is_empty() && own.eq_ignore_ascii_case(email)
        }
        Party::Organization => false,
    };
    Ok(recipient.then_some(Side::Recipient))
}

/// ARN for the access step: the handshake's own if the caller may know of it, otherwise the one it would have.
async fn access(lookup: &Lookup<'_>, id: &str) -> Result<Access, Failure> {
    let place = Place::of(lookup).await?;
    let found = lookup.find::<Handshake>(HANDSHAKE, id).await?;
    if let Some(found) = found
        && side(lookup, &found.body, lookup.account()).await?.is_some()
    {
        return Ok(place.on(found.arn.unwrap_or_default()));
    }
    let organization = if place.organization().is_empty() { "o-*" } else { place.organization() };
    Ok(place.on(names::handshake_arn(lookup.plane(), place.management(), organization, ActionType::Invite, id)))
}

async fn find(tx: &mut Transaction<'_>, id: &str) -> Result<(Stored<Handshake>, Side), Failure> {
    let found = tx.find::<Handshake>(HANDSHAKE, id).await?.ok_or_else(not_found)?;
    let account = tx.account().to_owned();
    let side = side(&tx.reader(), &found.body, &account).await?.ok_or_else(not_found)?;
    Ok((found, side))
}

/// Sees that a handshake still waits.
fn check_waits(tx: &Transaction<'_>, handshake: &Handshake, wanted: HandshakeState) -> Result<(), Failure> {
    let state = state_at(handshake, tx.call().time.as_millisecond());
    if state == wanted {
        return Err(HandshakeAlreadyInStateException::new("The specified handshake is already in the requested state.").into());
    }
    if !waits(state) {
        return Err(wrong_transition());
    }
    Ok(())
}

/// Ends a handshake.
pub(crate) fn end(tx: &mut Transaction<'_>, handshake: &mut Stored<Handshake>, state: HandshakeState) -> Result<(), Failure> {
    handshake.body.state = state;
    handshake.body.ended_at = Some(tx.call().time.as_millisecond());
    tx.put(handshake)
}

impl Handle for operation::AcceptHandshake {
    async fn access(input: &AcceptHandshakeRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = access(lookup, &input.handshake_id).await?;
        let found = lookup.find::<Handshake>(HANDSHAKE, &input.handshake_id).await?.map(|h| h.body);
        let joins = found.filter(|h| h.action == ActionType::Invite && h.feature_set == OrganizationFeatureSet::All);
        Ok(match joins {
            Some(handshake) if side(lookup, &handshake, lookup.account()).await? == Some(Side::Recipient) => {
                access.and(membership::role_access(lookup))
            }
            _ => access,
        })
    }

    async fn run(input: &AcceptHandshakeRequest, tx: &mut Transaction<'_>) -> Result<AcceptHandshakeResponse, Failure> {
        let (mut handshake, side) = find(tx, &input.handshake_id).await?;
        check_waits(tx, &handshake.body, HandshakeState::Accepted)?;
        let maker_accepts = handshake.body.action == ActionType::EnableAllFeatures;
        if maker_accepts != (side == Side::Maker) {
            return Err(errors::denied());
        }
        match handshake.body.action {
            ActionType::Invite => invitations::accept(tx, &handshake.body).await?,
            ActionType::ApproveAllFeatures | ActionType::AddOrganizationsServiceLinkedRole => {}
            ActionType::EnableAllFeatures => {
                if handshake.body.state != HandshakeState::Open {
                    return Err(wrong_transition());
                }
                features::finalize(tx, &handshake.body).await?;
            }
            ActionType::TransferResponsibility => transfers::accept(tx, &handshake.body).await?,
        }
        end(tx, &mut handshake, HandshakeState::Accepted)?;
        if handshake.body.action == ActionType::ApproveAllFeatures {
            features::settle(tx, &handshake.body).await?;
        }
        tx.audit.also_in.push(handshake.body.management.clone());
        Ok(AcceptHandshakeResponse { handshake: Some(shapes::handshake(&handshake, tx.call().time.as_millisecond())) })
    }
}

impl Handle for operation::DeclineHandshake {
    async fn access(input: &DeclineHandshakeRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access(lookup, &input.handshake_id).await
    }

    async fn run(input: &DeclineHandshakeRequest, tx: &mut Transaction<'_>) -> Result<DeclineHandshakeResponse, Failure> {
        let (mut handshake, side) = find(tx, &input.handshake_id).await?;
        if side != Side::Recipient {
            return Err(errors::denied());
        }
        check_waits(tx, &handshake.body, HandshakeState::Declined)?;
        end(tx, &mut handshake, HandshakeState::Declined)?;
        match handshake.body.action {
            ActionType::ApproveAllFeatures => features::settle(tx, &handshake.body).await?,
            ActionType::TransferResponsibility => {
                transfers::ended(tx, &handshake.body, crate::api::ResponsibilityTransferStatus::Declined).await?;
            }
            _ => {}
        }
        tx.audit.also_in.push(handshake.body.management.clone());
        Ok(DeclineHandshakeResponse { handshake: Some(shapes::handshake(&handshake, tx.call().time.as_millisecond())) })
    }
}

impl Handle for operation::CancelHandshake {
    async fn access(input: &CancelHandshakeRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access(lookup, &input.handshake_id).await
    }

    async fn run(input: &CancelHandshakeRequest, tx: &mut Transaction<'_>) -> Result<CancelHandshakeResponse, Failure> {
        let (mut handshake, side) = find(tx, &input.handshake_id).await?;
        if side != Side::Maker {
            return Err(errors::denied());
        }
        check_waits(tx, &handshake.body, HandshakeState::Canceled)?;
        match handshake.body.action {
            // The parts of a process end with it, not by themselves.
            ActionType::ApproveAllFeatures | ActionType::AddOrganizationsServiceLinkedRole => return Err(wrong_transition()),
            ActionType::EnableAllFeatures => features::abandon(tx, &handshake.body).await?,
            ActionType::TransferResponsibility => {
                transfers::ended(tx, &handshake.body, crate::api::ResponsibilityTransferStatus::Canceled).await?;
            }
            ActionType::Invite => {}
        }
        end(tx, &mut handshake, HandshakeState::Canceled)?;
        Ok(CancelHandshakeResponse { handshake: Some(shapes::handshake(&handshake, tx.call().time.as_millisecond())) })
    }
}

impl Handle for operation::DescribeHandshake {
    async fn access(input: &DescribeHandshakeRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access(lookup, &input.handshake_id).await
    }

    async fn run(input: &DescribeHandshakeRequest, tx: &mut Transaction<'_>) -> Result<DescribeHandshakeResponse, Failure> {
        let (handshake, _) = find(tx, &input.handshake_id).await?;
        Ok(DescribeHandshakeResponse { handshake: Some(shapes::handshake(&handshake, tx.call().time.as_millisecond())) })
    }
}

fn check_filter(filter: Option<&HandshakeFilter>) -> Result<(), Failure> {
    if filter.is_some_and(|f| f.action_type.is_some() && f.parent_handshake_id.is_some()) {
        return Err(errors::invalid(
            Invalid::MaxLimitExceededFilter,
            "You can specify only one filter parameter for the operation.",
        ));
    }
    Ok(())
}

fn passes(filter: Option<&HandshakeFilter>, handshake: &Handshake) -> bool {
    filter.is_none_or(|f| {
        f.action_type.is_none_or(|action| action == handshake.action)
            && f.parent_handshake_id.as_ref().is_none_or(|parent| Some(parent) == handshake.parent.as_ref())
    })
}

impl Handle for operation::ListHandshakesForAccount {
    async fn access(_: &ListHandshakesForAccountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any())
    }

    async fn run(
        input: &ListHandshakesForAccountRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListHandshakesForAccountResponse, Failure> {
        check_filter(input.filter.as_ref())?;
        let (account, reader) = (tx.account(), tx.reader());
        let mut items = reader.find_all::<Handshake>(HANDSHAKE_TO, account, None, shapes::ALL).await?;
        let (_, email) = shapes::contact(&reader, account).await?;
        if !email.is_empty() {
            items.extend(reader.find_all::<Handshake>(HANDSHAKE_TO, &email.to_lowercase(), None, shapes::ALL).await?);
        }
        items.retain(|h| passes(input.filter.as_ref(), &h.body));
        let listing = format!("ListHandshakesForAccount {account} {:?}", input.filter);
        let page = shapes::cut(items, &listing, input.next_token.as_deref(), input.max_results, |h| h.body.id.clone())?;
        let now = tx.call().time.as_millisecond();
        Ok(ListHandshakesForAccountResponse {
            handshakes: Some(page.items.iter().map(|h| shapes::handshake(h, now)).collect()),
            next_token: page.next,
        })
    }
}

impl Handle for operation::ListHandshakesForOrganization {
    async fn access(_: &ListHandshakesForOrganizationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any())
    }

    async fn run(
        input: &ListHandshakesForOrganizationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListHandshakesForOrganizationResponse, Failure> {
        let seat = Seat::of(tx).await?;
        check_filter(input.filter.as_ref())?;
        let mut items = tx.reader().all::<Handshake>(seat.management(), "", "").await?;
        items.retain(|h| passes(input.filter.as_ref(), &h.body));
        let listing = format!("ListHandshakesForOrganization {} {:?}", seat.id(), input.filter);
        let page = shapes::cut(items, &listing, input.next_token.as_deref(), input.max_results, |h| h.body.id.clone())?;
        let now = tx.call().time.as_millisecond();
        Ok(ListHandshakesForOrganizationResponse {
            handshakes: Some(page.items.iter().map(|h| shapes::handshake(h, now)).collect()),
            next_token: page.next,
        })
    }
}
