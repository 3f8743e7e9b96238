//! The organization itself.

use std::collections::BTreeMap;

use plane::{Access, Failure, Handle, Lookup, Transaction};
use serde_json::json;
use wire::Unit as Nothing;

use crate::api::{
    self, AlreadyInOrganizationException, CreateOrganizationRequest, CreateOrganizationResponse, DescribeOrganizationResponse,
    ListRootsRequest, ListRootsResponse, OrganizationFeatureSet, OrganizationNotEmptyException, ResponsibilityTransferStatus,
    operation,
};
use crate::errors::{self, Constraint};
use crate::membership;
use crate::names;
use crate::place::{Place, Seat};
use crate::resources::{
    Attachments, Creation, Handshake, Member, Organization, Policy, RESOURCE_POLICY, ResourcePolicy, Root, TRANSFER_SOURCE,
    Transfer, Unit, stored,
};
use crate::shapes;

impl Handle for operation::CreateOrganization {
    async fn access(input: &CreateOrganizationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(match input.feature_set {
            Some(OrganizationFeatureSet::ConsolidatedBilling) => Access::any(),
            _ => Access::any().and(membership::role_access(lookup)),
        })
    }

    async fn run(input: &CreateOrganizationRequest, tx: &mut Transaction<'_>) -> Result<CreateOrganizationResponse, Failure> {
        let management = tx.account().to_owned();
        if tx.get::<Member>(&management, "", &management).await?.is_some() {
            return Err(AlreadyInOrganizationException::new("The AWS account is already a member of an organization.").into());
        }
        let id = format!("o-{}", tx.plane().ids.lower(10));
        let root_id = format!("r-{}", tx.plane().ids.lower(4));
        let mut organization = stored(
            &management,
            &id,
            names::organization_arn(tx.plane(), &management, &id),
            Vec::new(),
            Organization {
                id: id.clone(),
                management: management.clone(),
                root: root_id.clone(),
                feature_set: input.feature_set.unwrap_or(OrganizationFeatureSet::All),
                accounts: 0,
                services: BTreeMap::new(),
                closures: Vec::new(),
                migration: None,
            },
        );
        let mut root = stored(
            &management,
            &root_id,
            names::root_arn(tx.plane(), &management, &id, &root_id),
            Vec::new(),
            Root {
                id: root_id.clone(),
                organization: id.clone(),
                policy_types: BTreeMap::new(),
                attached: Attachments::default(),
                units: 0,
                accounts: 0,
            },
        );
        membership::join(tx, &mut organization, &mut root, &management, api::AccountJoinedMethod::Invited, Vec::new()).await?;
        tx.put(&organization)?;
        tx.put(&root)?;
        tx.journal("organizations.OrganizationCreated", &management, "", &json!({"organization": id}));
        Ok(CreateOrganizationResponse { organization: Some(shapes::organization(&tx.reader(), &organization.body).await?) })
    }
}

impl Handle for operation::DescribeOrganization {
    async fn access(_: &Nothing, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any())
    }

    async fn run(_: &Nothing, tx: &mut Transaction<'_>) -> Result<DescribeOrganizationResponse, Failure> {
        let seat = Seat::of(tx).await?;
        Ok(DescribeOrganizationResponse {
            organization: Some(shapes::organization(&tx.reader(), &seat.organization.body).await?),
        })
    }
}

impl Handle for operation::DeleteOrganization {
    async fn access(_: &Nothing, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any())
    }

    async fn run(_: &Nothing, tx: &mut Transaction<'_>) -> Result<Nothing, Failure> {
        let seat = Seat::of(tx).await?;
        let management = seat.management().to_owned();
        let creations = tx.all::<Creation>(&management, "", "").await?;
        if seat.organization.body.accounts > 1 || creations.iter().any(|c| c.body.state == api::CreateAccountState::InProgress) {
            return Err(OrganizationNotEmptyException::new(
                "The organization isn't empty. To delete an organization, you must first remove all accounts except the management account.",
            )
            .into());
        }
        let transfers = tx.all::<Transfer>(&management, "", "").await?;
        let outbound = tx.reader().find_all::<Transfer>(TRANSFER_SOURCE, &management, None, shapes::ALL).await?;
        let alive =
            |t: &Transfer| matches!(t.status, ResponsibilityTransferStatus::Requested | ResponsibilityTransferStatus::Accepted);
        if transfers.iter().any(|t| alive(&t.body))
            || outbound.iter().any(|t| t.body.status == ResponsibilityTransferStatus::Accepted)
        {
            return Err(errors::constraint(
                Constraint::ActiveResponsibilityTransferProcess,
                "You cannot delete organization due to an ongoing responsibility transfer process.",
            ));
        }
        for document in tx.all::<Unit>(&management, "", "").await? {
            tx.delete(&document);
        }
        for document in tx.all::<Policy>(&management, "", "").await? {
            tx.delete(&document);
        }
        for document in tx.all::<Handshake>(&management, "", "").await? {
            tx.delete(&document);
        }
        creations.iter().for_each(|document| tx.delete(document));
        transfers.iter().for_each(|document| tx.delete(document));
        if let Some(document) = tx.get::<ResourcePolicy>(&management, "", RESOURCE_POLICY).await? {
            tx.delete(&document);
        }
        let root = seat.root(tx).await?;
        tx.delete(&root);
        tx.delete(&seat.member);
        tx.delete(&seat.organization);
        tx.journal("organizations.OrganizationDeleted", &management, "", &json!({"organization": seat.id()}));
        Ok(Nothing {})
    }
}

impl Handle for operation::LeaveOrganization {
    async fn access(_: &Nothing, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any())
    }

    async fn run(_: &Nothing, tx: &mut Transaction<'_>) -> Result<Nothing, Failure> {
        let mut seat = Seat::of(tx).await?;
        membership::may_leave(&seat, &seat.member.body, tx.call().time.as_millisecond())?;
        let member = seat.member.clone();
        tx.audit.also_in.push(seat.management().to_owned());
        membership::depart(tx, &mut seat, &member, "LEFT").await?;
        Ok(Nothing {})
    }
}

impl Handle for operation::ListRoots {
    async fn access(_: &ListRootsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any())
    }

    async fn run(input: &ListRootsRequest, tx: &mut Transaction<'_>) -> Result<ListRootsResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let root = seat.root(tx).await?;
        let page = shapes::cut(vec![root], "ListRoots", input.next_token.as_deref(), input.max_results, |r| r.body.id.clone())?;
        Ok(ListRootsResponse { roots: Some(page.items.iter().map(shapes::root).collect()), next_token: page.next })
    }
}
