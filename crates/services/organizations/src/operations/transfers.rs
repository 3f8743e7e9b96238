//! Transfers of billing responsibility from one organization's management account to another's. What they transfer (bills) is outside of this
//! service; it keeps the agreement, its dates and its handshake.

use jiff::ToSpan as _;
use jiff::tz::TimeZone;
use plane::resource::Stored;
use plane::{Access, Failure, Handle, Lookup, Timestamp, Transaction};
use serde_json::json;
use wire::Sensitive;

use super::invitations::{Proposal, account_of, propose, target, waiting};
use crate::api::{
    ActionType, DescribeResponsibilityTransferRequest, DescribeResponsibilityTransferResponse, HandshakeState,
    InvalidResponsibilityTransferTransitionException, InviteOrganizationToTransferResponsibilityRequest,
    InviteOrganizationToTransferResponsibilityResponse, ListInboundResponsibilityTransfersRequest,
    ListInboundResponsibilityTransfersResponse, ListOutboundResponsibilityTransfersRequest,
    ListOutboundResponsibilityTransfersResponse, ResponsibilityTransferAlreadyInStatusException,
    ResponsibilityTransferNotFoundException, ResponsibilityTransferStatus as Status, TerminateResponsibilityTransferRequest,
    TerminateResponsibilityTransferResponse, UpdateResponsibilityTransferRequest, UpdateResponsibilityTransferResponse,
    operation,
};
use crate::errors::{self, Constraint, HandshakeConstraint, Invalid};
use crate::membership;
use crate::names;
use crate::place::{Created, Place, Seat};
use crate::quotas;
use crate::resources::{Handshake, Party, TRANSFER, TRANSFER_SOURCE, Transfer, state_at, stored};
use crate::shapes;

fn not_found() -> Failure {
    ResponsibilityTransferNotFoundException::new("We can't find a transfer with the ID that you specified.").into()
}

/// The status now: an offer whose handshake ran out has expired.
async fn status(tx: &mut Transaction<'_>, transfer: &Transfer) -> Result<Status, Failure> {
    if transfer.status != Status::Requested {
        return Ok(transfer.status);
    }
    let now = tx.call().time.as_millisecond();
    let handshake = tx.get::<Handshake>(&transfer.target, "", &transfer.handshake).await?;
    let expired = handshake.is_none_or(|h| state_at(&h.body, now) == HandshakeState::Expired);
    Ok(if expired { Status::Expired } else { Status::Requested })
}

async fn find(tx: &mut Transaction<'_>, seat: &Seat, id: &str) -> Result<(Stored<Transfer>, bool), Failure> {
    let found = tx.find::<Transfer>(TRANSFER, id).await?.ok_or_else(not_found)?;
    let inbound = found.body.target == seat.management();
    if !inbound && found.body.source.as_deref() != Some(seat.management()) {
        return Err(not_found());
    }
    Ok((found, inbound))
}

impl Handle for operation::InviteOrganizationToTransferResponsibility {
    async fn access(input: &InviteOrganizationToTransferResponsibilityRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let place = Place::of(lookup).await?;
        Ok(place.tagging(place.any(), Created::Transfer, input.tags.as_deref()))
    }

    async fn run(
        input: &InviteOrganizationToTransferResponsibilityRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<InviteOrganizationToTransferResponsibilityResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let tags = shapes::tags(input.tags.as_deref())?;
        let to = target(&input.target)?;
        let now = tx.call().time;
        check_start(input.start_timestamp, now)?;
        let source = account_of(tx, &to).await?;
        if source.as_deref() == Some(seat.management()) {
            return Err(errors::handshake_constraint(
                HandshakeConstraint::SourceAndTargetCannotMatch,
                "An account can't accept a transfer invitation if it is both the sender and recipient of the invitation.",
            ));
        }
        if source.is_none() && matches!(to, Party::Account(_)) {
            return Err(errors::invalid(
                Invalid::TargetNotSupported,
                "You can't perform the specified operation on that target entity.",
            ));
        }
        waiting(tx, &seat, ActionType::TransferResponsibility, &to).await?;
        let inbound = tx.all::<Transfer>(seat.management(), "", "").await?;
        let active: Vec<_> = inbound.iter().filter(|t| t.body.status == Status::Accepted).collect();
        if active.len() >= quotas::TRANSFERS_IN {
            return Err(errors::constraint(
                Constraint::ResponsibilityTransferMaxInboundQuotaViolation,
                "You have exceeded your inbound transfers limit.",
            ));
        }
        if source.is_some() && active.iter().any(|t| t.body.source == source) {
            return Err(errors::handshake_constraint(
                HandshakeConstraint::ResponsibilityTransferAlreadyExists,
                "You cannot perform this operation with the current transfer.",
            ));
        }
        let id = format!("rt-{}", tx.plane().ids.lower(12));
        let source_email = match (&source, &to) {
            (Some(account), _) => Some(shapes::contact(&tx.reader(), account).await?.1),
            (None, Party::Email(email)) => Some(email.clone()),
            _ => None,
        };
        let proposal = Proposal {
            action: ActionType::TransferResponsibility,
            to,
            state: HandshakeState::Requested,
            days: quotas::INVITATION_DAYS,
            notes: input.notes.clone().map(|Sensitive(notes)| notes),
            tags: Vec::new(),
            parent: None,
            transfer: Some(id.clone()),
        };
        let handshake = propose(tx, &seat, proposal).await?;
        let transfer = Transfer {
            id: id.clone(),
            organization: seat.id().to_owned(),
            target: seat.management().to_owned(),
            source,
            source_organization: None,
            source_email,
            name: input.source_name.0.clone(),
            status: Status::Requested,
            starts_at: input.start_timestamp.as_millisecond(),
            ends_at: None,
            handshake: handshake.body.id.clone(),
        };
        let arn = names::transfer_arn(tx.plane(), seat.management(), seat.id(), "inbound", &id);
        tx.put(&stored(seat.management(), &id, arn, tags, transfer))?;
        Ok(InviteOrganizationToTransferResponsibilityResponse {
            handshake: Some(shapes::handshake(&handshake, now.as_millisecond())),
        })
    }
}

/// A transfer begins with the first moment of a month to come, at most a year ahead.
fn check_start(start: Timestamp, now: Timestamp) -> Result<(), Failure> {
    let utc = TimeZone::UTC.to_datetime(start);
    if utc.time() != jiff::civil::Time::midnight() {
        return Err(errors::invalid(
            Invalid::StartDateNotBeginningOfDay,
            "You provided an invalid start date. The start date must be the beginning of the day (00:00:00.000).",
        ));
    }
    if utc.day() != 1 {
        return Err(errors::invalid(
            Invalid::StartDateNotBeginningOfMonth,
            "You provided an invalid start date. The start date must be the first day of the month.",
        ));
    }
    if start <= now {
        return Err(errors::invalid(
            Invalid::StartDateTooEarly,
            "You provided an invalid start date. The start date is too early.",
        ));
    }
    if TimeZone::UTC.to_datetime(now).checked_add(1.year()).is_ok_and(|latest| utc > latest) {
        return Err(errors::invalid(
            Invalid::StartDateTooLate,
            "You provided an invalid start date. The start date is too late.",
        ));
    }
    Ok(())
}

/// A transfer ends with the last moment of a month: at a time within its last second.
fn check_end(end: Timestamp, now: Timestamp) -> Result<(), Failure> {
    let next = end
        .checked_add(1.second())
        .map_err(|_| errors::invalid(Invalid::EndDateTooLate, "You provided an invalid end date. The end date is too late."))?;
    let (last, first) = (TimeZone::UTC.to_datetime(end), TimeZone::UTC.to_datetime(next));
    if first.day() != 1 || last.month() == first.month() {
        return Err(errors::invalid(
            Invalid::EndDateNotEndOfMonth,
            "You provided an invalid end date. The end date must be the end of the last day of the month (23.59.59.999).",
        ));
    }
    if end <= now {
        return Err(errors::invalid(Invalid::EndDateTooEarly, "You provided an invalid end date. The end date is too early."));
    }
    Ok(())
}

/// The caller, a management account, hands its bills over.
pub(super) async fn accept(tx: &mut Transaction<'_>, handshake: &Handshake) -> Result<(), Failure> {
    let seat = Seat::anywhere(tx).await?;
    if !seat.is_management() {
        return Err(errors::denied());
    }
    let mine = tx.reader().find_all::<Transfer>(TRANSFER_SOURCE, seat.management(), None, shapes::ALL).await?;
    if mine.iter().any(|t| t.body.status == Status::Accepted) {
        return Err(errors::constraint(
            Constraint::ResponsibilityTransferMaxOutboundQuotaViolation,
            "You have exceeded your outbound transfers limit.",
        ));
    }
    let id = handshake.transfer.clone().unwrap_or_default();
    let mut transfer = tx.get::<Transfer>(&handshake.management, "", &id).await?.ok_or_else(not_found)?;
    transfer.body.status = Status::Accepted;
    transfer.body.source = Some(seat.management().to_owned());
    transfer.body.source_organization = Some(seat.id().to_owned());
    tx.put(&transfer)
}

/// An offer came to nothing.
pub(super) async fn ended(tx: &mut Transaction<'_>, handshake: &Handshake, status: Status) -> Result<(), Failure> {
    let id = handshake.transfer.clone().unwrap_or_default();
    if let Some(mut transfer) = tx.get::<Transfer>(&handshake.management, "", &id).await? {
        transfer.body.status = status;
        tx.put(&transfer)?;
    }
    Ok(())
}

impl Handle for operation::DescribeResponsibilityTransfer {
    async fn access(input: &DescribeResponsibilityTransferRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.id).await
    }

    async fn run(
        input: &DescribeResponsibilityTransferRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<DescribeResponsibilityTransferResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let (found, inbound) = find(tx, &seat, &input.id).await?;
        let status = status(tx, &found.body).await?;
        let shape = shapes::transfer(&tx.reader(), &found.body, status, inbound).await?;
        Ok(DescribeResponsibilityTransferResponse { responsibility_transfer: Some(shape) })
    }
}

impl Handle for operation::UpdateResponsibilityTransfer {
    async fn access(input: &UpdateResponsibilityTransferRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.id).await
    }

    async fn run(
        input: &UpdateResponsibilityTransferRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<UpdateResponsibilityTransferResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let (mut found, inbound) = find(tx, &seat, &input.id).await?;
        let status = status(tx, &found.body).await?;
        if !inbound || !matches!(status, Status::Requested | Status::Accepted) {
            return Err(errors::constraint(
                Constraint::TransferResponsibilityUpdateNotAllowed,
                "You cannot update this transfer because it is no longer active.",
            ));
        }
        found.body.name.clone_from(&input.name.0);
        tx.put(&found)?;
        let shape = shapes::transfer(&tx.reader(), &found.body, status, inbound).await?;
        Ok(UpdateResponsibilityTransferResponse { responsibility_transfer: Some(shape) })
    }
}

impl Handle for operation::TerminateResponsibilityTransfer {
    async fn access(input: &TerminateResponsibilityTransferRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.id).await
    }

    async fn run(
        input: &TerminateResponsibilityTransferRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<TerminateResponsibilityTransferResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let (mut found, inbound) = find(tx, &seat, &input.id).await?;
        match status(tx, &found.body).await? {
            Status::Accepted => {}
            Status::Withdrawn => {
                return Err(ResponsibilityTransferAlreadyInStatusException::new(
                    "The transfer is already in the requested status.",
                )
                .into());
            }
            _ => {
                return Err(InvalidResponsibilityTransferTransitionException::new(
                    "The responsibility transfer can't transition to the requested state because it's not in a valid state for this operation.",
                )
                .into());
            }
        }
        let now = tx.call().time;
        let end = input.end_timestamp.unwrap_or(now);
        if input.end_timestamp.is_some() {
            check_end(end, now)?;
        }
        found.body.status = Status::Withdrawn;
        found.body.ends_at = Some(end.as_millisecond());
        tx.put(&found)?;
        let details = json!({
            "responsibilityTransferId": found.body.id,
            "type": "BILLING",
            "endTime": end.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        });
        for account in [Some(found.body.target.clone()), found.body.source.clone()].into_iter().flatten() {
            membership::event(tx, "ResponsibilityTransferTerminated", &account, &details);
        }
        let shape = shapes::transfer(&tx.reader(), &found.body, Status::Withdrawn, inbound).await?;
        Ok(TerminateResponsibilityTransferResponse { responsibility_transfer: Some(shape) })
    }
}

impl Handle for operation::ListInboundResponsibilityTransfers {
    async fn access(_: &ListInboundResponsibilityTransfersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any())
    }

    async fn run(
        input: &ListInboundResponsibilityTransfersRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListInboundResponsibilityTransfersResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let mut items = tx.reader().all::<Transfer>(seat.management(), "", "").await?;
        if let Some(id) = &input.id {
            items.retain(|t| t.body.id == *id);
            if items.is_empty() {
                return Err(not_found());
            }
        }
        let listing = format!("ListInboundResponsibilityTransfers {:?}", input.id);
        let page = shapes::cut(items, &listing, input.next_token.as_deref(), input.max_results, |t| t.body.id.clone())?;
        let mut transfers = Vec::new();
        for item in &page.items {
            let status = status(tx, &item.body).await?;
            transfers.push(shapes::transfer(&tx.reader(), &item.body, status, true).await?);
        }
        Ok(ListInboundResponsibilityTransfersResponse { responsibility_transfers: Some(transfers), next_token: page.next })
    }
}

impl Handle for operation::ListOutboundResponsibilityTransfers {
    async fn access(_: &ListOutboundResponsibilityTransfersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any())
    }

    async fn run(
        input: &ListOutboundResponsibilityTransfersRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListOutboundResponsibilityTransfersResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let items = tx.reader().find_all::<Transfer>(TRANSFER_SOURCE, seat.management(), None, shapes::ALL).await?;
        let token = input.next_token.as_deref();
        let page = shapes::cut(items, "ListOutboundResponsibilityTransfers", token, input.max_results, |t| t.body.id.clone())?;
        let mut transfers = Vec::new();
        for item in &page.items {
            let status = status(tx, &item.body).await?;
            transfers.push(shapes::transfer(&tx.reader(), &item.body, status, false).await?);
        }
        Ok(ListOutboundResponsibilityTransfersResponse { responsibility_transfers: Some(transfers), next_token: page.next })
    }
}

#[cfg(test)]
mod tests {
    use super::{Timestamp, check_end, check_start};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn transfers_begin_and_end_with_months() {
        let now = at("2026-11-24T10:00:00Z");
        for (start, fine) in [
            ("2026-12-01T00:00:00Z", true),
            ("2027-11-01T00:00:00Z", true),
            ("2026-11-01T00:00:00Z", false),
            ("2026-12-02T00:00:00Z", false),
            ("2026-12-01T00:00:01Z", false),
            ("2027-12-01T00:00:00Z", false),
        ] {
            assert_eq!(check_start(at(start), now).is_ok(), fine, "{start}");
        }
        for (end, fine) in [
            ("2026-11-30T23:59:59.999Z", true),
            ("2026-12-31T23:59:59Z", true),
            ("2026-12-31T23:59:58Z", false),
            ("2026-12-30T23:59:59Z", false),
            ("2026-10-31T23:59:59Z", false),
        ] {
            assert_eq!(check_end(at(end), now).is_ok(), fine, "{end}");
        }
    }
}
