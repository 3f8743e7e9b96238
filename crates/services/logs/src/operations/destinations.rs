//! Destinations, which other accounts may subscribe their groups to.

use plane::page::cut;
use plane::ports::ServiceCaller;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction, service_role};
use policy::{Policy, PolicyKind};
use wire::shape::Unit;

use super::groups::page_size;
use crate::api::{self, operation};
use crate::errors::{bad_token, invalid};
use crate::outlets::Destination;

/// Destinations in a page.
const PAGE: i32 = 50;

fn arn(lookup: &Lookup<'_>, name: &str) -> String {
    lookup.plane().arn("logs", &lookup.call().region, lookup.account(), &format!("destination:{name}"))
}

fn shown(tx: &Transaction<'_>, destination: &Destination) -> api::Destination {
    let (region, account) = (tx.call().region.as_str(), tx.account());
    api::Destination {
        destination_name: Some(destination.name.clone()),
        target_arn: Some(destination.target.clone()),
        role_arn: Some(destination.role.clone()),
        access_policy: destination.policy.clone(),
        arn: Some(tx.plane().arn("logs", region, account, &format!("destination:{}", destination.name))),
        creation_time: Some(destination.created_at),
    }
}

impl Handle for operation::PutDestination {
    async fn access(input: &api::PutDestinationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let arn = arn(lookup, &input.destination_name);
        let mut access = Access::on(&arn);
        if let Some(tags) = input.tags.as_ref().filter(|t| !t.is_empty()) {
            let pairs = || tags.iter().map(|(k, v)| (k.as_str(), v.as_str()));
            access = access.request_tags(pairs()).and(Access::on(&arn).action("logs:TagResource").request_tags(pairs()));
        }
        Ok(access.and(Access::on(&input.role_arn).action("iam:PassRole").key("iam:PassedToService", "logs.amazonaws.com")))
    }

    async fn run(input: &api::PutDestinationRequest, tx: &mut Transaction<'_>) -> Result<api::PutDestinationResponse, Failure> {
        let tags = super::tags::checked(input.tags.as_ref())?;
        if !input.target_arn.contains(":lambda:") {
            return Err(invalid("The target of a destination is a Lambda function in this installation."));
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let (plane, name) = (tx.plane(), input.destination_name.as_str());
        let refused = || invalid(format!("The role {} cannot be assumed by CloudWatch Logs.", input.role_arn));
        let role = plane.identities().role(&tx.reader(), &input.role_arn).await?.ok_or_else(refused)?;
        let trusted = ["logs.amazonaws.com".to_owned(), format!("logs.{region}.amazonaws.com")].into_iter().any(|principal| {
            let caller = ServiceCaller {
                principal,
                source_arn: plane.arn("logs", &region, &account, &format!("destination:{name}")),
                source_account: account.clone(),
            };
            service_role::trusts(plane, &role, &caller)
        });
        if !trusted || role.account != account {
            return Err(refused());
        }
        let there = tx.get::<Destination>(&account, &region, name).await?;
        let now = tx.call().time.as_millisecond();
        let body = Destination {
            name: name.to_owned(),
            target: input.target_arn.clone(),
            role: input.role_arn.clone(),
            policy: there.as_ref().and_then(|d| d.body.policy.clone()),
            created_at: there.as_ref().map_or(now, |d| d.body.created_at),
        };
        let destination = Some(shown(tx, &body));
        tx.put(&match there {
            Some(there) => Stored { body, ..there },
            None => Stored::new(&account, &region, name, body).tags(tags),
        })?;
        Ok(api::PutDestinationResponse { destination })
    }
}

async fn held(tx: &mut Transaction<'_>, name: &str) -> Result<Stored<Destination>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let missing = || api::ResourceNotFoundException::new("The specified destination does not exist.");
    Ok(tx.get::<Destination>(&account, &region, name).await?.ok_or_else(missing)?)
}

impl Handle for operation::PutDestinationPolicy {
    async fn access(input: &api::PutDestinationPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(arn(lookup, &input.destination_name)))
    }

    async fn run(input: &api::PutDestinationPolicyRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut destination = held(tx, &input.destination_name).await?;
        Policy::parse(&input.access_policy, PolicyKind::Resource).map_err(|e| invalid(format!("Invalid access policy: {e}")))?;
        destination.body.policy = Some(input.access_policy.clone());
        tx.put(&destination)?;
        Ok(Unit {})
    }
}

impl Handle for operation::DeleteDestination {
    async fn access(input: &api::DeleteDestinationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(arn(lookup, &input.destination_name)))
    }

    async fn run(input: &api::DeleteDestinationRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let destination = held(tx, &input.destination_name).await?;
        tx.delete(&destination);
        Ok(Unit {})
    }
}

impl Handle for operation::DescribeDestinations {
    async fn access(_: &api::DescribeDestinationsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(arn(lookup, "*")))
    }

    async fn run(
        input: &api::DescribeDestinationsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeDestinationsResponse, Failure> {
        let limit = page_size(input.limit, PAGE)?;
        let (account, region) = (tx.account(), tx.call().region.as_str());
        let prefix = input.destination_name_prefix.clone().unwrap_or_default();
        let all = tx.reader().all::<Destination>(account, region, &prefix).await?.into_iter().map(|d| d.body);
        let listing = format!("DescribeDestinations {account} {region} {prefix}");
        let page = cut(all, &listing, input.next_token.as_deref(), limit, |d| d.name.clone(), bad_token)?;
        let destinations = page.items.iter().map(|d| shown(tx, d)).collect();
        Ok(api::DescribeDestinationsResponse { destinations: Some(destinations), next_token: page.next })
    }
}
