//! Who lets whose aggregators look.

use std::collections::BTreeSet;

use plane::{Access, Failure, Handle, Lookup, Resource, Stored, Transaction};
use wire::shape::Unit;

use super::aggregators::{Aggregator, Authorization, Declined, PAGE, Source};
use super::{limit, tags};
use crate::api::{self, operation};
use crate::errors::{invalid, token};
use crate::item::time;
use crate::place::arn;

fn authorization_arn(lookup: &Lookup<'_>, account: &str, region: &str) -> String {
    let resource = format!("aggregation-authorization/{account}/{region}");
    arn(lookup.plane(), lookup.account(), &lookup.call().region, &resource)
}

impl Handle for operation::PutAggregationAuthorization {
    async fn access(input: &api::PutAggregationAuthorizationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let arn = authorization_arn(lookup, &input.authorized_account_id, &input.authorized_aws_region);
        Ok(Access::on(arn).request_tags(tags::pairs(input.tags.as_ref())))
    }

    async fn run(
        input: &api::PutAggregationAuthorizationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutAggregationAuthorizationResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let (who, from) = (&input.authorized_account_id, &input.authorized_aws_region);
        if !tx.plane().settings.regions.contains(from) {
            return Err(invalid(format!("The region {from} is not one of this installation.")));
        }
        let id = format!("{who}/{from}");
        let arn = arn(tx.plane(), &account, &region, &format!("aggregation-authorization/{id}"));
        let there = tx.get::<Authorization>(&account, &region, &id).await?;
        let created = there.as_ref().map_or(tx.call().time.as_millisecond(), |there| there.body.created);
        let tags = tags::checked(input.tags.as_ref())?;
        if there.is_none() {
            let body = Authorization { account: who.clone(), region: from.clone(), arn: arn.clone(), created };
            tx.touched(&arn, &account, Authorization::KIND);
            tx.put(&Stored::new(&account, &region, &id, body).arn(&arn).tags(tags))?;
        }
        if let Some(declined) = tx.get::<Declined>(&account, &region, &id).await? {
            tx.delete(&declined);
        }
        Ok(api::PutAggregationAuthorizationResponse {
            aggregation_authorization: Some(api::AggregationAuthorization {
                aggregation_authorization_arn: Some(arn),
                authorized_account_id: Some(who.clone()),
                authorized_aws_region: Some(from.clone()),
                creation_time: Some(time(created)),
            }),
        })
    }
}

impl Handle for operation::DeleteAggregationAuthorization {
    async fn access(input: &api::DeleteAggregationAuthorizationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(authorization_arn(lookup, &input.authorized_account_id, &input.authorized_aws_region)))
    }

    async fn run(input: &api::DeleteAggregationAuthorizationRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let id = format!("{}/{}", input.authorized_account_id, input.authorized_aws_region);
        if let Some(found) = tx.get::<Authorization>(&account, &region, &id).await? {
            tx.touched(&found.body.arn, &account, Authorization::KIND);
            tx.delete(&found);
        }
        Ok(Unit {})
    }
}

impl Handle for operation::DescribeAggregationAuthorizations {
    async fn access(_: &api::DescribeAggregationAuthorizationsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeAggregationAuthorizationsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeAggregationAuthorizationsResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let all = tx.reader().all::<Authorization>(&account, &region, "").await?;
        let listing = format!("DescribeAggregationAuthorizations {account} {region}");
        let size = limit(input.limit, PAGE, PAGE);
        let page = plane::page::cut(all, &listing, input.next_token.as_deref(), size, |one| one.key.id.clone(), token)?;
        let shown = page.items.into_iter().map(|found| api::AggregationAuthorization {
            aggregation_authorization_arn: Some(found.body.arn),
            authorized_account_id: Some(found.body.account),
            authorized_aws_region: Some(found.body.region),
            creation_time: Some(time(found.body.created)),
        });
        Ok(api::DescribeAggregationAuthorizationsResponse {
            aggregation_authorizations: Some(shown.collect()),
            next_token: page.next,
        })
    }
}

impl Handle for operation::DescribePendingAggregationRequests {
    async fn access(_: &api::DescribePendingAggregationRequestsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribePendingAggregationRequestsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribePendingAggregationRequestsResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let reader = tx.reader();
        let mut asked = BTreeSet::new();
        for found in reader.list_everywhere::<Aggregator>(None, usize::MAX >> 1).await? {
            let Source::Accounts(accounts) = &found.body.source else { continue };
            let regions = &found.body.regions;
            let here = accounts.contains(&account) && (regions.is_empty() || regions.contains(&region));
            let (who, from) = (found.key.account, found.key.region);
            let id = format!("{who}/{from}");
            if here
                && who != account
                && reader.get::<Authorization>(&account, &region, &id).await?.is_none()
                && reader.get::<Declined>(&account, &region, &id).await?.is_none()
            {
                asked.insert((who, from));
            }
        }
        let listing = format!("DescribePendingAggregationRequests {account} {region}");
        let size = limit(input.limit, 20, 20);
        let id = |(who, from): &(String, String)| format!("{who}/{from}");
        let page = plane::page::cut(asked, &listing, input.next_token.as_deref(), size, id, token)?;
        let shown = page.items.into_iter().map(|(who, from)| api::PendingAggregationRequest {
            requester_account_id: Some(who),
            requester_aws_region: Some(from),
        });
        Ok(api::DescribePendingAggregationRequestsResponse {
            pending_aggregation_requests: Some(shown.collect()),
            next_token: page.next,
        })
    }
}

impl Handle for operation::DeletePendingAggregationRequest {
    async fn access(_: &api::DeletePendingAggregationRequestRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &api::DeletePendingAggregationRequestRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let id = format!("{}/{}", input.requester_account_id, input.requester_aws_region);
        if tx.get::<Declined>(&account, &region, &id).await?.is_none() {
            let at = tx.call().time.as_millisecond();
            tx.put(&Stored::new(&account, &region, id, Declined { at }))?;
        }
        Ok(Unit {})
    }
}
