//! Which trail a request means, and who may see and change it.

use plane::{Call, Failure, Reader, Stored, Transaction};
use serde_json::json;

use crate::api::{InvalidHomeRegionException, NotOrganizationMasterAccountException, TrailNotFoundException};
use crate::deliver::PRINCIPAL;
use crate::names::Named;
use crate::resources::{BY_ACCOUNT, BY_ORGANIZATION, CHANGED, Change, Trail};

/// More trails than an account or organization can have: five in each region.
const ALL: usize = 10_000;

/// The trail that a request means, if the caller may see it: by name one of the caller's account, here or shadowed here; by ARN also one of the
/// caller's organization.
///
/// # Errors
/// Internal ones only.
pub async fn find(reader: &Reader<'_>, call: &Call, named: &Named) -> Result<Option<Stored<Trail>>, Failure> {
    match named {
        Named::Name(name) => {
            if let Some(trail) = reader.get::<Trail>(call.account(), &call.region, name).await? {
                return Ok(Some(trail));
            }
            let all = reader.find_all::<Trail>(BY_ACCOUNT, call.account(), None, ALL).await?;
            Ok(all.into_iter().find(|t| t.body.multi_region && t.body.name == *name))
        }
        Named::Arn { arn, region, account, name } => {
            let trail = reader.get::<Trail>(account, region, name).await?;
            Ok(trail.filter(|t| t.body.arn == *arn && sees(call, &t.body)))
        }
    }
}

/// Whether a trail is the caller's account's or organization's.
fn sees(call: &Call, trail: &Trail) -> bool {
    let organization = call.guardrails.organization_id.as_ref();
    trail.account == call.account() || organization.is_some() && trail.organization.as_ref() == organization
}

/// All trails that the caller's account sees, in all regions, ordered by ARN.
///
/// # Errors
/// Internal ones only.
pub async fn visible(reader: &Reader<'_>, call: &Call) -> Result<Vec<Stored<Trail>>, Failure> {
    let mut trails = reader.find_all::<Trail>(BY_ACCOUNT, call.account(), None, ALL).await?;
    if let Some(organization) = &call.guardrails.organization_id {
        let shared = reader.find_all::<Trail>(BY_ORGANIZATION, organization, None, ALL).await?;
        trails.extend(shared.into_iter().filter(|t| t.body.account != call.account()));
    }
    trails.sort_by(|a, b| a.body.arn.cmp(&b.body.arn));
    Ok(trails)
}

/// The ARN and the tags that permissions are asked for: those of the trail, or the ARN it would have. What is no name names nothing: that it is
/// malformed is said to those who may ask for anything.
///
/// # Errors
/// Internal ones only.
pub async fn target(reader: &Reader<'_>, call: &Call, text: &str) -> Result<(String, Vec<(String, String)>), Failure> {
    let Ok(named) = Named::parse(text) else { return Ok(("*".to_owned(), Vec::new())) };
    Ok(match (find(reader, call, &named).await?, named) {
        (Some(trail), _) => (trail.body.arn, trail.tags),
        (None, Named::Arn { arn, .. }) => (arn, Vec::new()),
        (None, Named::Name(name)) => (arn(reader, call, call.account(), &name), Vec::new()),
    })
}

/// The ARN of a trail in the region of the call.
pub fn arn(reader: &Reader<'_>, call: &Call, account: &str, name: &str) -> String {
    reader.plane().arn("cloudtrail", &call.region, account, &format!("trail/{name}"))
}

/// That there is no such trail, as AWS says it.
pub fn unknown(call: &Call, text: &str) -> Failure {
    TrailNotFoundException::new(format!("Unknown trail: {text} for the user: {}", call.account())).into()
}

/// The trail that a request reads.
///
/// # Errors
/// `TrailNotFoundException`, and when the name is malformed.
pub async fn read(tx: &mut Transaction<'_>, text: &str) -> Result<Stored<Trail>, Failure> {
    let named = Named::parse(text)?;
    find(&tx.reader(), tx.call(), &named).await?.ok_or_else(|| unknown(tx.call(), text))
}

/// The trail that a request changes, held until the commit: only in its home region; one of the organization only by the management account and the
/// delegated administrator.
///
/// # Errors
/// `TrailNotFoundException`, `InvalidHomeRegionException`, `NotOrganizationMasterAccountException`, and when the name is malformed.
pub async fn change(tx: &mut Transaction<'_>, text: &str) -> Result<Stored<Trail>, Failure> {
    let found = read(tx, text).await?;
    if found.body.account != tx.account() && !delegated(&tx.reader(), tx.account()).await? {
        return Err(NotOrganizationMasterAccountException::new(
            "Only the management account or a delegated administrator of an organization can change an organization trail.",
        )
        .into());
    }
    if found.body.region != tx.call().region {
        return Err(InvalidHomeRegionException::new(format!(
            "Trail {} must be changed in its home region {}.",
            found.body.arn, found.body.region
        ))
        .into());
    }
    let key = &found.key;
    let trail = tx.get::<Trail>(&key.account, &key.region, &key.id).await?.ok_or_else(|| unknown(tx.call(), text))?;
    tx.touched(trail.body.arn.clone(), trail.body.account.clone(), "AWS::CloudTrail::Trail");
    Ok(trail)
}

/// Whether an account is registered as delegated administrator for CloudTrail.
///
/// # Errors
/// Internal ones only.
pub async fn delegated(reader: &Reader<'_>, account: &str) -> Result<bool, Failure> {
    reader.plane().organization().is_delegated(reader, account, PRINCIPAL).await
}

/// Keeps a changed trail, and tells delivery in the journal from where on it is so.
///
/// # Errors
/// Internal ones only.
pub fn keep(tx: &mut Transaction<'_>, trail: &Stored<Trail>) -> Result<(), Failure> {
    tx.put(trail)?;
    tell(tx, &trail.body, Some(trail.body.clone()));
    Ok(())
}

/// Tells delivery in the journal how a trail is from here on; none once it is deleted.
pub fn tell(tx: &mut Transaction<'_>, trail: &Trail, now: Option<Trail>) {
    let change = json!(Change { life: trail.life(), trail: now });
    tx.journal(CHANGED, &trail.account, &trail.region, &change);
}
