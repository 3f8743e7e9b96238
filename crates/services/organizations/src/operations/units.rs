//! Organizational units.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::Unit as Nothing;

use crate::api::{
    CreateOrganizationalUnitRequest, CreateOrganizationalUnitResponse, DeleteOrganizationalUnitRequest,
    DescribeOrganizationalUnitRequest, DescribeOrganizationalUnitResponse, DuplicateOrganizationalUnitException,
    ListOrganizationalUnitsForParentRequest, ListOrganizationalUnitsForParentResponse, OrganizationalUnitNotEmptyException,
    OrganizationalUnitNotFoundException, ParentNotFoundException, UpdateOrganizationalUnitRequest,
    UpdateOrganizationalUnitResponse, operation,
};
use crate::errors::{self, Constraint};
use crate::membership;
use crate::names;
use crate::place::{Created, Place, Seat};
use crate::quotas;
use crate::resources::{Attachments, UNIT_NAME, UNITS_UNDER, Unit, stored};
use crate::shapes;

pub(super) fn parent_not_found() -> Failure {
    ParentNotFoundException::new("You specified parent that doesn't exist.").into()
}

fn not_found() -> Failure {
    OrganizationalUnitNotFoundException::new("You specified an organizational unit that doesn't exist.").into()
}

/// Refuses a name that another OU under the same parent has.
async fn check_name(tx: &mut Transaction<'_>, organization: &str, parent: &str, name: &str) -> Result<(), Failure> {
    if tx.find::<Unit>(UNIT_NAME, &format!("{organization}/{parent}/{name}")).await?.is_some() {
        return Err(DuplicateOrganizationalUnitException::new("An OU with the same name already exists.").into());
    }
    Ok(())
}

impl Handle for operation::CreateOrganizationalUnit {
    async fn access(input: &CreateOrganizationalUnitRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let place = Place::of(lookup).await?;
        Ok(place.tagging(place.on_id(&input.parent_id).await?, Created::Unit, input.tags.as_deref()))
    }

    async fn run(
        input: &CreateOrganizationalUnitRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<CreateOrganizationalUnitResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let tags = shapes::tags(input.tags.as_deref())?;
        let mut parent = seat.parent(tx, &input.parent_id).await?.ok_or_else(parent_not_found)?;
        let above = parent.chain();
        if above.len() > quotas::DEPTH {
            return Err(errors::constraint(
                Constraint::OuDepthLimitExceeded,
                "You have exceeded the maximum nesting depth of organizational units.",
            ));
        }
        if tx.reader().count::<Unit>(seat.management(), "").await? >= quotas::UNITS {
            return Err(errors::constraint(
                Constraint::OuNumberLimitExceeded,
                "You have exceeded the maximum number of organizational units in this organization.",
            ));
        }
        check_name(tx, seat.id(), parent.id(), &input.name).await?;
        let root = seat.organization.body.root.trim_start_matches("r-").to_owned();
        let id = format!("ou-{root}-{}", tx.plane().ids.lower(8));
        let unit = stored(
            seat.management(),
            &id,
            names::unit_arn(tx.plane(), seat.management(), seat.id(), &id),
            tags,
            Unit {
                id: id.clone(),
                organization: seat.id().to_owned(),
                name: input.name.clone(),
                above,
                attached: Attachments::default(),
                units: 0,
                accounts: 0,
            },
        );
        parent.count_units(1);
        parent.save(tx)?;
        tx.put(&unit)?;
        Ok(CreateOrganizationalUnitResponse { organizational_unit: Some(shapes::unit(&unit)) })
    }
}

impl Handle for operation::UpdateOrganizationalUnit {
    async fn access(input: &UpdateOrganizationalUnitRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.organizational_unit_id).await
    }

    async fn run(
        input: &UpdateOrganizationalUnitRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<UpdateOrganizationalUnitResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let mut unit = tx.get::<Unit>(seat.management(), "", &input.organizational_unit_id).await?.ok_or_else(not_found)?;
        if let Some(name) = input.name.as_ref().filter(|name| **name != unit.body.name) {
            check_name(tx, seat.id(), unit.body.parent(), name).await?;
            unit.body.name.clone_from(name);
            tx.put(&unit)?;
        }
        Ok(UpdateOrganizationalUnitResponse { organizational_unit: Some(shapes::unit(&unit)) })
    }
}

impl Handle for operation::DeleteOrganizationalUnit {
    async fn access(input: &DeleteOrganizationalUnitRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.organizational_unit_id).await
    }

    async fn run(input: &DeleteOrganizationalUnitRequest, tx: &mut Transaction<'_>) -> Result<Nothing, Failure> {
        let seat = Seat::of(tx).await?;
        let unit = tx.get::<Unit>(seat.management(), "", &input.organizational_unit_id).await?.ok_or_else(not_found)?;
        if unit.body.units > 0 || unit.body.accounts > 0 {
            return Err(OrganizationalUnitNotEmptyException::new(
                "The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again.",
            )
            .into());
        }
        if let Some(mut parent) = seat.parent(tx, unit.body.parent()).await? {
            parent.count_units(-1);
            parent.save(tx)?;
        }
        membership::release(tx, seat.management(), unit.body.attached.custom().map(str::to_owned).collect()).await?;
        tx.delete(&unit);
        Ok(Nothing {})
    }
}

impl Handle for operation::DescribeOrganizationalUnit {
    async fn access(input: &DescribeOrganizationalUnitRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.organizational_unit_id).await
    }

    async fn run(
        input: &DescribeOrganizationalUnitRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<DescribeOrganizationalUnitResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let unit = tx.get::<Unit>(seat.management(), "", &input.organizational_unit_id).await?.ok_or_else(not_found)?;
        Ok(DescribeOrganizationalUnitResponse { organizational_unit: Some(shapes::unit(&unit)) })
    }
}

impl Handle for operation::ListOrganizationalUnitsForParent {
    async fn access(input: &ListOrganizationalUnitsForParentRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.parent_id).await
    }

    async fn run(
        input: &ListOrganizationalUnitsForParentRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListOrganizationalUnitsForParentResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let parent = seat.parent(tx, &input.parent_id).await?.ok_or_else(parent_not_found)?;
        let value = format!("{}/{}", seat.id(), parent.id());
        let management = seat.management();
        let page = shapes::found_page::<Unit>(
            &tx.reader(),
            UNITS_UNDER,
            &value,
            Some(management),
            input.next_token.as_deref(),
            input.max_results,
        )
        .await?;
        Ok(ListOrganizationalUnitsForParentResponse {
            organizational_units: Some(page.items.iter().map(shapes::unit).collect()),
            next_token: page.next,
        })
    }
}
