//! Whether and how an account has Security Hub in a region, and whose findings it sees.

use plane::{Access, Failure, Lookup, Plane, Reader, Stored, Transaction};

use crate::SecurityHub;
use crate::catalogue::products::{self, Known, Product};
use crate::errors::{denied, invalid, not_subscribed};
use crate::resources::{Administrator, Aggregator, AggregatorV2, Hub, HubV2, Member, MemberStatus, ProductSubscription};

/// An account and a region.
pub(crate) type Place = (String, String);

/// ARN of a resource of the service.
pub(crate) fn arn(plane: &Plane, region: &str, account: &str, resource: &str) -> String {
    plane.arn("securityhub", region, account, resource)
}

/// ARN of Security Hub in an account and region.
pub(crate) fn hub_arn(plane: &Plane, region: &str, account: &str) -> String {
    arn(plane, region, account, "hub/default")
}

/// The account and region of a call.
pub(crate) fn here(tx: &Transaction<'_>) -> Place {
    (tx.account().to_owned(), tx.call().region.clone())
}

/// Permission for an operation that is on the hub as a whole.
pub(crate) async fn on_hub(lookup: &Lookup<'_>) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    let access = Access::on(hub_arn(lookup.plane(), region, account));
    Ok(match lookup.get::<Hub>(account, region, Hub::ID).await? {
        Some(hub) => access.resource_tags(&hub.tags),
        None => access,
    })
}

/// The caller's hub, which must be there.
///
/// # Errors
/// `InvalidAccessException`.
pub(crate) async fn required(tx: &mut Transaction<'_>) -> Result<Stored<Hub>, Failure> {
    let (account, region) = here(tx);
    tx.get::<Hub>(&account, &region, Hub::ID).await?.ok_or_else(|| not_subscribed(&account))
}

/// ARN of the second version in an account and region.
pub(crate) fn hub_v2_arn(plane: &Plane, region: &str, account: &str, id: &str) -> String {
    arn(plane, region, account, &format!("hubv2/{id}"))
}

/// Permission for an operation that is on the second version as a whole.
pub(crate) async fn on_hub_v2(lookup: &Lookup<'_>) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    Ok(match lookup.get::<HubV2>(account, region, HubV2::ID).await? {
        Some(hub) => Access::on(hub_v2_arn(lookup.plane(), region, account, &hub.body.id)).resource_tags(&hub.tags),
        None => Access::on(hub_v2_arn(lookup.plane(), region, account, "*")),
    })
}

/// The caller's second version, which must be there.
///
/// # Errors
/// `AccessDeniedException`.
pub(crate) async fn required_v2(tx: &mut Transaction<'_>) -> Result<Stored<HubV2>, Failure> {
    let (account, region) = here(tx);
    let found = tx.get::<HubV2>(&account, &region, HubV2::ID).await?;
    found.ok_or_else(|| denied(format!("Account {account} is not subscribed to AWS Security Hub V2")))
}

/// Whether an account has the second version in a region.
pub(crate) async fn has_v2(reader: &Reader<'_>, account: &str, region: &str) -> Result<bool, Failure> {
    Ok(reader.get::<HubV2>(account, region, HubV2::ID).await?.is_some())
}

/// The aggregator of the second version that an account has.
pub(crate) async fn aggregator_v2(reader: &Reader<'_>, account: &str) -> Result<Option<Stored<AggregatorV2>>, Failure> {
    Ok(reader.all::<AggregatorV2>(account, "", "").await?.pop())
}

/// As [`seen`], of the second version.
pub(crate) async fn seen_v2(reader: &Reader<'_>, account: &str, region: &str) -> Result<Vec<Place>, Failure> {
    let mut regions = vec![region.to_owned()];
    if let Some(aggregator) = aggregator_v2(reader, account).await?.filter(|found| found.body.0.region == region) {
        regions.extend(reader.plane().settings.regions.iter().filter(|other| aggregator.body.0.links(other)).cloned());
    }
    let mut places = Vec::new();
    for region in regions {
        let mut accounts = vec![account.to_owned()];
        accounts.extend(members(reader, account, &region).await?);
        for account in accounts {
            if has_v2(reader, &account, &region).await? {
                places.push((account, region.clone()));
            }
        }
    }
    Ok(places)
}

/// As [`told`], of the second version, where it is enabled.
pub(crate) async fn told_v2(reader: &Reader<'_>, account: &str, region: &str) -> Result<Vec<Place>, Failure> {
    if !has_v2(reader, account, region).await? {
        return Ok(Vec::new());
    }
    let mut accounts = vec![account.to_owned()];
    accounts.extend(administrator(reader, account, region).await?.map(|found| found.account));
    let mut places = Vec::new();
    for other in accounts {
        let home =
            aggregator_v2(reader, &other).await?.filter(|found| found.body.0.links(region)).map(|found| found.body.0.region);
        for region in home.into_iter().chain([region.to_owned()]) {
            if has_v2(reader, &other, &region).await? {
                places.push((other.clone(), region));
            }
        }
    }
    Ok(places)
}

/// Whether an account has Security Hub in a region.
pub(crate) async fn has(reader: &Reader<'_>, account: &str, region: &str) -> Result<bool, Failure> {
    Ok(reader.get::<Hub>(account, region, Hub::ID).await?.is_some())
}

/// The service, as the plane knows it.
///
/// # Errors
/// An internal one where the plane is put together without it.
pub(crate) fn service(plane: &Plane) -> Result<&SecurityHub, Failure> {
    let findings: Option<&dyn std::any::Any> = plane.findings().map(|findings| {
        let findings: &dyn plane::ports::Findings = findings.as_ref();
        findings as &dyn std::any::Any
    });
    findings.and_then(|findings| findings.downcast_ref()).ok_or_else(|| Failure::internal("the plane has no findings"))
}

/// Whether an account takes the findings of a product in a region.
pub(crate) async fn takes(reader: &Reader<'_>, account: &str, region: &str, product: &Product) -> Result<bool, Failure> {
    match product {
        Product::Default => Ok(true),
        Product::Known(known) => takes_known(reader, account, region, known).await,
    }
}

async fn takes_known(reader: &Reader<'_>, account: &str, region: &str, known: &Known) -> Result<bool, Failure> {
    let said = reader.get::<ProductSubscription>(account, region, known.id).await?;
    Ok(said.map_or(known.is_aws(), |said| said.body.enabled))
}

/// The administrator of an account in a region, if it has one.
pub(crate) async fn administrator(reader: &Reader<'_>, account: &str, region: &str) -> Result<Option<Administrator>, Failure> {
    Ok(reader.get::<Administrator>(account, region, Administrator::ID).await?.map(|found| found.body))
}

/// The members of an administrator whose findings it sees.
pub(crate) async fn members(reader: &Reader<'_>, account: &str, region: &str) -> Result<Vec<String>, Failure> {
    let all = reader.all::<Member>(account, region, "").await?;
    Ok(all.into_iter().filter(|member| member.body.status == MemberStatus::Enabled).map(|member| member.key.id).collect())
}

/// The aggregator of an account, or the one that its administrator has.
pub(crate) async fn aggregator(reader: &Reader<'_>, account: &str) -> Result<Option<Stored<Aggregator>>, Failure> {
    Ok(reader.all::<Aggregator>(account, "", "").await?.pop())
}

/// The accounts and regions whose findings an account sees in a region: its own, its members', and those of linked regions.
pub(crate) async fn seen(reader: &Reader<'_>, account: &str, region: &str) -> Result<Vec<Place>, Failure> {
    let mut regions = vec![region.to_owned()];
    if let Some(aggregator) = aggregator(reader, account).await?.filter(|found| found.body.region == region) {
        regions.extend(reader.plane().settings.regions.iter().filter(|other| aggregator.body.links(other)).cloned());
    }
    let mut places = Vec::new();
    for region in regions {
        let mut accounts = vec![account.to_owned()];
        accounts.extend(members(reader, account, &region).await?);
        for account in accounts {
            if has(reader, &account, &region).await? {
                places.push((account, region.clone()));
            }
        }
    }
    Ok(places)
}

/// Where events of a finding are told: its own account and region, its administrator's, and the regions that aggregate them.
pub(crate) async fn told(reader: &Reader<'_>, account: &str, region: &str) -> Result<Vec<Place>, Failure> {
    let mut accounts = vec![account.to_owned()];
    accounts.extend(administrator(reader, account, region).await?.map(|found| found.account));
    let mut places = Vec::new();
    for account in accounts {
        if let Some(aggregator) = aggregator(reader, &account).await?.filter(|found| found.body.links(region)) {
            places.push((account.clone(), aggregator.body.region));
        }
        places.push((account, region.to_owned()));
    }
    Ok(places)
}

/// Whether a product of a finding may be imported for an account: the product itself.
pub(crate) fn product(product_arn: &str, account: &str, region: &str) -> Option<Product> {
    products::of(product_arn, account, region)
}

/// The part of an ARN of this service in the caller's account and region after `kind/`.
///
/// # Errors
/// `InvalidInputException`.
pub(crate) fn own<'a>(arn: &'a str, account: &str, region: &str, kind: &str) -> Result<&'a str, Failure> {
    let mut parts = arn.splitn(6, ':');
    let (first, _, service) = (parts.next(), parts.next(), parts.next());
    let (place, owner, rest) = (parts.next(), parts.next(), parts.next());
    let id = rest.and_then(|rest| rest.strip_prefix(kind)?.strip_prefix('/')).filter(|id| !id.is_empty());
    let here = first == Some("arn") && service == Some("securityhub") && owner == Some(account) && place == Some(region);
    id.filter(|_| here).ok_or_else(|| invalid(format!("Invalid ARN: {arn}")))
}
