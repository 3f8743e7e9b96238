//! Creating accounts. The call only writes the request down; the reconciler completes it.

use plane::page;
use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::Sensitive;

use crate::api::{
    CreateAccountRequest, CreateAccountResponse, CreateAccountState, CreateAccountStatusNotFoundException,
    CreateGovCloudAccountRequest, CreateGovCloudAccountResponse, DescribeCreateAccountStatusRequest,
    DescribeCreateAccountStatusResponse, ListCreateAccountStatusRequest, ListCreateAccountStatusResponse, operation,
};
use crate::errors::{self, Constraint, Invalid};
use crate::place::{Created, Place, Seat};
use crate::quotas;
use crate::resources::{CREATION_PENDING, Creation, stored};
use crate::shapes;

/// Role that a created account gets unless the request names another.
const DEFAULT_ROLE: &str = "OrganizationAccountAccessRole";

impl Handle for operation::CreateAccount {
    async fn access(input: &CreateAccountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let place = Place::of(lookup).await?;
        Ok(place.tagging(place.any(), Created::Account("*"), input.tags.as_deref()))
    }

    async fn run(input: &CreateAccountRequest, tx: &mut Transaction<'_>) -> Result<CreateAccountResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let tags = shapes::tags(input.tags.as_deref())?;
        let role = input.role_name.as_deref().unwrap_or(DEFAULT_ROLE);
        if role.is_empty() || role.starts_with("AWSServiceRoleFor") {
            return Err(errors::invalid(
                Invalid::InvalidRoleName,
                "You provided a role name that isn't valid. A role name can't begin with the reserved prefix AWSServiceRoleFor.",
            ));
        }
        let pending = tx.reader().find_all::<Creation>(CREATION_PENDING, "pending", None, shapes::ALL).await?;
        let pending = pending.iter().filter(|c| c.body.organization == seat.id()).count();
        if pending >= quotas::CREATIONS_AT_ONCE {
            return Err(errors::constraint(
                Constraint::AccountCreationRateLimitExceeded,
                "You attempted to exceed the number of accounts that can be in progress at a time.",
            ));
        }
        let expected = u32::try_from(pending).unwrap_or(u32::MAX).saturating_add(seat.organization.body.accounts);
        if expected >= quotas::ACCOUNTS {
            return Err(errors::constraint(
                Constraint::AccountNumberLimitExceeded,
                "You have exceeded the allowed number of AWS accounts.",
            ));
        }
        let id = format!("car-{}", tx.plane().ids.lower(32));
        let Sensitive(name) = input.account_name.clone();
        let Sensitive(email) = input.email.clone();
        let creation = Creation {
            id: id.clone(),
            organization: seat.id().to_owned(),
            management: seat.management().to_owned(),
            name,
            email,
            role: role.to_owned(),
            tags,
            state: CreateAccountState::InProgress,
            requested_at: tx.call().time.as_millisecond(),
            completed_at: None,
            account: None,
            failure: None,
        };
        let answer = shapes::creation(&creation);
        let mut document = stored(seat.management(), &id, String::new(), Vec::new(), creation);
        document.arn = None;
        tx.put(&document)?;
        Ok(CreateAccountResponse { create_account_status: Some(answer) })
    }
}

impl Handle for operation::CreateGovCloudAccount {
    async fn access(input: &CreateGovCloudAccountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let place = Place::of(lookup).await?;
        Ok(place.tagging(place.any(), Created::Account("*"), input.tags.as_deref()))
    }

    /// An installation has one partition, so no management account has a counterpart in the GovCloud partition.
    async fn run(_: &CreateGovCloudAccountRequest, tx: &mut Transaction<'_>) -> Result<CreateGovCloudAccountResponse, Failure> {
        Seat::of(tx).await?;
        Err(errors::constraint(
            Constraint::MasterAccountNotGovcloudEnabled,
            "To complete this operation, the management account must have an associated account in the AWS GovCloud (US-West) Region.",
        ))
    }
}

impl Handle for operation::DescribeCreateAccountStatus {
    async fn access(_: &DescribeCreateAccountStatusRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any())
    }

    async fn run(
        input: &DescribeCreateAccountStatusRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<DescribeCreateAccountStatusResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let found = tx.get::<Creation>(seat.management(), "", &input.create_account_request_id).await?.ok_or_else(|| {
            CreateAccountStatusNotFoundException::new(
                "We can't find a create account request with the CreateAccountRequestId that you specified.",
            )
        })?;
        Ok(DescribeCreateAccountStatusResponse { create_account_status: Some(shapes::creation(&found.body)) })
    }
}

impl Handle for operation::ListCreateAccountStatus {
    async fn access(_: &ListCreateAccountStatusRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any())
    }

    async fn run(
        input: &ListCreateAccountStatusRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListCreateAccountStatusResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let states = input.states.clone().unwrap_or_default();
        let listing = format!("ListCreateAccountStatus {states:?}");
        let mut items = tx.reader().all::<Creation>(seat.management(), "", "").await?;
        items.retain(|c| states.is_empty() || states.contains(&c.body.state));
        // Newest first: nobody asks for the oldest.
        let order = |c: &plane::resource::Stored<Creation>| format!("{:020}{}", i64::MAX - c.body.requested_at, c.body.id);
        items.sort_by_key(order);
        let page = page::cut(
            items,
            &listing,
            input.next_token.as_deref(),
            shapes::limit(input.max_results),
            order,
            errors::invalid_token,
        )?;
        Ok(ListCreateAccountStatusResponse {
            create_account_statuses: Some(page.items.iter().map(|c| shapes::creation(&c.body)).collect()),
            next_token: page.next,
        })
    }
}
