//! Scopes of questions: organizations and their units, for the organization's administrator.

use plane::{Failure, Reader, Transaction};

use crate::api::{AwsOrganizationScope, OrganizationNotFoundException, OrganizationalUnitNotFoundException};
use crate::errors::{denied, validation};
use crate::hub::{Place, here, seen_v2};
use crate::members::administered;

/// The accounts and regions that the caller sees, within scopes.
///
/// # Errors
/// `AccessDeniedException` for who is not the organization's administrator; what is named is not there.
pub(super) async fn places(tx: &Transaction<'_>, scopes: Option<&[AwsOrganizationScope]>) -> Result<Vec<Place>, Failure> {
    let (account, region) = here(tx);
    let reader = tx.reader();
    let mut places = seen_v2(&reader, &account, &region).await?;
    let Some(scopes) = scopes.filter(|scopes| !scopes.is_empty()) else { return Ok(places) };
    let organization = organization(&reader, &account).await?;
    let paths = paths(&reader, &places).await?;
    for scope in scopes {
        if scope.organization_id.is_none() && scope.organizational_unit_id.is_none() {
            return Err(validation("A scope must have an OrganizationId or an OrganizationalUnitId"));
        }
        if scope.organization_id.as_ref().is_some_and(|id| *id != organization) {
            let message = "The organization was not found".to_owned();
            return Err(OrganizationNotFoundException { message, code: Some("OrganizationNotFoundException".to_owned()) }.into());
        }
        if let Some(unit) = &scope.organizational_unit_id
            && !paths.iter().any(|path| within(path, unit))
        {
            let message = format!("No account of the organizational unit {unit} was found");
            let code = Some("OrganizationalUnitNotFoundException".to_owned());
            return Err(OrganizationalUnitNotFoundException { message, code }.into());
        }
    }
    let wanted = |path: &str| {
        let of = path.split('/').next() == Some(organization.as_str());
        of && scopes.iter().any(|scope| scope.organizational_unit_id.as_ref().is_none_or(|unit| within(path, unit)))
    };
    let mut keeps = paths.iter().map(|path| wanted(path));
    places.retain(|_| keeps.next().unwrap_or_default());
    Ok(places)
}

/// The organization whose administrator an account is.
async fn organization(reader: &Reader<'_>, account: &str) -> Result<String, Failure> {
    let found = administered(reader, account).await?.map(|found| found.organization);
    found.ok_or_else(|| denied("Only the delegated administrator of the organization can use Scopes"))
}

/// The places of accounts in their organization: `o-…/r-…/ou-…/`.
async fn paths(reader: &Reader<'_>, places: &[Place]) -> Result<Vec<String>, Failure> {
    let mut paths = Vec::with_capacity(places.len());
    for (account, _) in places {
        let guardrails = reader.plane().organization().guardrails(reader, account).await?;
        paths.push(guardrails.path.unwrap_or_default());
    }
    Ok(paths)
}

/// Whether a path goes through a unit.
fn within(path: &str, unit: &str) -> bool {
    path.split('/').skip(1).any(|part| part == unit)
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn units_are_parts_of_paths() {
        let path = "o-1/r-1/ou-1-a/ou-1-b/";
        for (unit, wanted) in [("ou-1-a", true), ("ou-1-b", true), ("r-1", true), ("o-1", false), ("ou-1", false)] {
            assert_eq!(within(path, unit), wanted, "{unit}");
        }
    }
}
