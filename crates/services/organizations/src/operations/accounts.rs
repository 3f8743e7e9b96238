//! Accounts in the tree: describing, listing, moving, closing, removing.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::Unit as Nothing;

use super::units::parent_not_found;
use crate::api::{
    AccountAlreadyClosedException, AccountState, CloseAccountRequest, ConflictException, DescribeAccountRequest,
    DescribeAccountResponse, DestinationParentNotFoundException, DuplicateAccountException, ListAccountsForParentRequest,
    ListAccountsForParentResponse, ListAccountsRequest, ListAccountsResponse, MoveAccountRequest, OrganizationFeatureSet,
    RemoveAccountFromOrganizationRequest, SourceParentNotFoundException, operation,
};
use crate::errors::{self, Constraint};
use crate::membership;
use crate::place::{Place, Seat};
use crate::quotas;
use crate::resources::{ACCOUNTS_UNDER, CLOSING, MEMBERS, Member};
use crate::shapes;

impl Handle for operation::DescribeAccount {
    async fn access(input: &DescribeAccountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.account_id).await
    }

    async fn run(input: &DescribeAccountRequest, tx: &mut Transaction<'_>) -> Result<DescribeAccountResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let member = seat.account(tx, &input.account_id).await?.ok_or_else(errors::account_not_found)?;
        Ok(DescribeAccountResponse { account: Some(shapes::account(&tx.reader(), &member).await?) })
    }
}

impl Handle for operation::ListAccounts {
    async fn access(_: &ListAccountsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any())
    }

    async fn run(input: &ListAccountsRequest, tx: &mut Transaction<'_>) -> Result<ListAccountsResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let reader = tx.reader();
        let page =
            shapes::found_page::<Member>(&reader, MEMBERS, seat.id(), None, input.next_token.as_deref(), input.max_results)
                .await?;
        Ok(ListAccountsResponse { accounts: Some(shapes::accounts(&reader, &page.items).await?), next_token: page.next })
    }
}

impl Handle for operation::ListAccountsForParent {
    async fn access(input: &ListAccountsForParentRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.parent_id).await
    }

    async fn run(
        input: &ListAccountsForParentRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListAccountsForParentResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let parent = seat.parent(tx, &input.parent_id).await?.ok_or_else(parent_not_found)?;
        let value = format!("{}/{}", seat.id(), parent.id());
        let reader = tx.reader();
        let page =
            shapes::found_page::<Member>(&reader, ACCOUNTS_UNDER, &value, None, input.next_token.as_deref(), input.max_results)
                .await?;
        Ok(ListAccountsForParentResponse { accounts: Some(shapes::accounts(&reader, &page.items).await?), next_token: page.next })
    }
}

impl Handle for operation::MoveAccount {
    async fn access(input: &MoveAccountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let place = Place::of(lookup).await?;
        let account = place.on_id(&input.account_id).await?;
        let from = place.on_id(&input.source_parent_id).await?;
        let to = place.on_id(&input.destination_parent_id).await?;
        Ok(account.and(from).and(to))
    }

    async fn run(input: &MoveAccountRequest, tx: &mut Transaction<'_>) -> Result<Nothing, Failure> {
        let seat = Seat::of(tx).await?;
        let mut member = seat.account(tx, &input.account_id).await?.ok_or_else(errors::account_not_found)?;
        let source_not_found = || {
            Failure::from(SourceParentNotFoundException::new(
                "You specified a source parent that doesn't exist, or that doesn't hold the account.",
            ))
        };
        let mut from = seat.parent(tx, &input.source_parent_id).await?.ok_or_else(source_not_found)?;
        let Some(mut to) = seat.parent(tx, &input.destination_parent_id).await? else {
            return Err(DestinationParentNotFoundException::new(
                "We can't find the destination container (a root or OU) with the ParentId that you specified.",
            )
            .into());
        };
        if member.body.parent == to.id() {
            return Err(DuplicateAccountException::new("That account is already present in the specified destination.").into());
        }
        if member.body.parent != from.id() {
            return Err(source_not_found());
        }
        from.count_accounts(-1);
        to.count_accounts(1);
        member.body.parent = to.id().to_owned();
        from.save(tx)?;
        to.save(tx)?;
        tx.put(&member)?;
        Ok(Nothing {})
    }
}

impl Handle for operation::CloseAccount {
    async fn access(input: &CloseAccountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.account_id).await
    }

    async fn run(input: &CloseAccountRequest, tx: &mut Transaction<'_>) -> Result<Nothing, Failure> {
        let mut seat = Seat::of(tx).await?;
        if seat.organization.body.feature_set != OrganizationFeatureSet::All {
            return Err(errors::all_features_needed());
        }
        let mut member = seat.account(tx, &input.account_id).await?.ok_or_else(errors::account_not_found)?;
        if member.body.id == seat.management() {
            return Err(errors::constraint(
                Constraint::CannotCloseManagementAccount,
                "You attempted to close the management account. To close the management account for the organization, you must first either remove \
                 or close all member accounts in the organization.",
            ));
        }
        match member.body.state {
            AccountState::Active | AccountState::PendingActivation => {}
            AccountState::PendingClosure => {
                return Err(ConflictException::new(
                    "The request failed because it conflicts with the current state of the specified resource.",
                )
                .into());
            }
            AccountState::Suspended | AccountState::Closed => {
                return Err(
                    AccountAlreadyClosedException::new("You attempted to close an account that is already closed.").into()
                );
            }
        }
        let now = tx.call().time.as_millisecond();
        let closing = tx.reader().find_all::<Member>(CLOSING, "closing", None, shapes::ALL).await?;
        let under_way =
            closing.iter().filter(|m| m.body.organization == seat.id() && m.body.state == AccountState::PendingClosure).count();
        if under_way >= quotas::CLOSURES_AT_ONCE {
            return Err(errors::constraint(
                Constraint::CloseAccountRequestsLimitExceeded,
                "You attempted to exceed the number of accounts that you can close at a time.",
            ));
        }
        let organization = &mut seat.organization.body;
        organization.closures.retain(|at| *at > now - 30 * quotas::DAY);
        if organization.closures.len() >= quotas::closures_a_month(organization.accounts) {
            return Err(errors::constraint(
                Constraint::CloseAccountQuotaExceeded,
                "You have exceeded close account quota for the past 30 days.",
            ));
        }
        organization.closures.push(now);
        member.body.state = AccountState::PendingClosure;
        member.body.closed_at = Some(now);
        seat.save(tx)?;
        tx.put(&member)?;
        Ok(Nothing {})
    }
}

impl Handle for operation::RemoveAccountFromOrganization {
    async fn access(input: &RemoveAccountFromOrganizationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.account_id).await
    }

    async fn run(input: &RemoveAccountFromOrganizationRequest, tx: &mut Transaction<'_>) -> Result<Nothing, Failure> {
        let mut seat = Seat::of(tx).await?;
        let member = seat.account(tx, &input.account_id).await?.ok_or_else(errors::account_not_found)?;
        membership::may_leave(&seat, &member.body, tx.call().time.as_millisecond())?;
        membership::depart(tx, &mut seat, &member, "REMOVED").await?;
        Ok(Nothing {})
    }
}
