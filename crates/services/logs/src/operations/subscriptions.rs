//! Subscription filters.

use std::sync::Arc;

use filters::FilterPattern;
use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, ResourcePolicy, ResourcePolicyRole, Stored, Transaction};
use policy::{Policy, PolicyKind};
use wire::shape::Unit;

use super::groups::page_size;
use super::metric_filters::{has_regex, no_centralization};
use crate::api::{self, Distribution, LogGroupClass, operation};
use crate::deliver;
use crate::errors::{bad_pattern, bad_token, invalid};
use crate::outlets::{Destination, SubscriptionFilter};
use crate::place::{group, held_group, on_group};

/// Subscription filters of a group, and how many of them may have regular expressions.
const MOST: usize = 2;
const MOST_WITH_REGEX: usize = 5;
/// Filters in a page.
const PAGE: i32 = 50;

/// Account, region and name of a destination by its ARN.
fn destination(arn: &str) -> Option<(&str, &str, &str)> {
    let parts: Vec<&str> = arn.splitn(7, ':').collect();
    match parts.as_slice() {
        ["arn", _, "logs", region, account, "destination", name] => Some((account, region, name)),
        _ => None,
    }
}

impl Handle for operation::PutSubscriptionFilter {
    async fn access(input: &api::PutSubscriptionFilterRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on_group(lookup, &input.log_group_name).await?;
        let Some((account, region, name)) = destination(&input.destination_arn) else { return Ok(access) };
        let mut on_destination = Access::on(&input.destination_arn).owned_by(account);
        let found = lookup.get::<Destination>(account, region, name).await?;
        if let Some(text) = found.and_then(|d| d.body.policy) {
            let policy = Policy::parse(&text, PolicyKind::Resource).map_err(Failure::internal)?;
            on_destination = on_destination.resource_policy(ResourcePolicy {
                id: input.destination_arn.clone(),
                policy: Arc::new(policy),
                role: ResourcePolicyRole::Optional,
            });
        }
        Ok(access.and(on_destination))
    }

    async fn run(input: &api::PutSubscriptionFilterRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let pattern = FilterPattern::parse(&input.filter_pattern).map_err(|e| bad_pattern(&e))?;
        let (criteria, fields) = (input.field_selection_criteria.as_deref(), input.emit_system_fields.as_ref());
        no_centralization(criteria, fields)?;
        let group = held_group(tx, &input.log_group_name).await?.body;
        if matches!(group.class, LogGroupClass::InfrequentAccess | LogGroupClass::Essentials) {
            return Err(
                api::InvalidOperationException::new("Subscription filters are for log groups of the Standard class.").into()
            );
        }
        let (plane, reader) = (tx.plane(), tx.reader());
        if let Some((account, region, name)) = destination(&input.destination_arn) {
            if reader.get::<Destination>(account, region, name).await?.is_none() || region != group.region {
                return Err(invalid(
                    "Could not deliver test message to specified destination. Check if the destination is valid.",
                ));
            }
        } else if input.destination_arn.contains(":lambda:") {
            if input.role_arn.is_some() {
                return Err(invalid("destinationArn for vendor lambda cannot be used with roleArn"));
            }
            let source = format!("{}:*", group.arn(&plane.settings.partition));
            let may = deliver::caller(plane, &reader, &input.destination_arn, &group.region, &source, &group.account).await;
            may.map_err(|_| {
                invalid(
                    "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.",
                )
            })?;
        } else {
            return Err(invalid("Subscriptions deliver to Lambda functions and destinations."));
        }
        let (account, partition) = (group.account.as_str(), group.partition());
        let others: Vec<Stored<SubscriptionFilter>> = tx.all(account, &partition, "").await?;
        let others = others.iter().filter(|f| f.key.id != input.filter_name);
        let with_regex = others.clone().filter(|f| has_regex(&f.body.pattern)).count();
        if others.count() >= MOST || (pattern.regexes() > 0 && with_regex >= MOST_WITH_REGEX) {
            return Err(api::LimitExceededException::new("Resource limit exceeded.").into());
        }
        let there = tx.get::<SubscriptionFilter>(account, &partition, &input.filter_name).await?;
        let now = tx.call().time.as_millisecond();
        let body = SubscriptionFilter {
            name: input.filter_name.clone(),
            group: group.name.clone(),
            pattern: input.filter_pattern.clone(),
            created_at: there.as_ref().map_or(now, |f| f.body.created_at),
            destination: input.destination_arn.clone(),
            role: input.role_arn.clone(),
            distribution: input.distribution.unwrap_or(Distribution::ByLogStream),
            transformed: input.apply_on_transformed_logs == Some(true),
        };
        tx.put(&match there {
            Some(there) => Stored { body, ..there },
            None => Stored::new(account, &partition, input.filter_name.as_str(), body),
        })?;
        Ok(Unit {})
    }
}

impl Handle for operation::DeleteSubscriptionFilter {
    async fn access(input: &api::DeleteSubscriptionFilterRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_group(lookup, &input.log_group_name).await
    }

    async fn run(input: &api::DeleteSubscriptionFilterRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let group = held_group(tx, &input.log_group_name).await?.body;
        let there = tx.get::<SubscriptionFilter>(&group.account, &group.partition(), &input.filter_name).await?;
        let missing = || api::ResourceNotFoundException::new("The specified subscription filter does not exist.");
        tx.delete(&there.ok_or_else(missing)?);
        Ok(Unit {})
    }
}

impl Handle for operation::DescribeSubscriptionFilters {
    async fn access(input: &api::DescribeSubscriptionFiltersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_group(lookup, &input.log_group_name).await
    }

    async fn run(
        input: &api::DescribeSubscriptionFiltersRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeSubscriptionFiltersResponse, Failure> {
        let limit = page_size(input.limit, PAGE)?;
        let group = group(tx, &input.log_group_name).await?.body;
        let prefix = input.filter_name_prefix.clone().unwrap_or_default();
        let all = tx.reader().all::<SubscriptionFilter>(&group.account, &group.partition(), &prefix).await?;
        let listing = format!("DescribeSubscriptionFilters {} {prefix}", group.uid);
        let all = all.into_iter().map(|f| f.body);
        let page = cut(all, &listing, input.next_token.as_deref(), limit, |f| f.name.clone(), bad_token)?;
        let shown = page.items.into_iter().map(|filter| api::SubscriptionFilter {
            filter_name: Some(filter.name),
            log_group_name: Some(filter.group),
            filter_pattern: Some(filter.pattern),
            destination_arn: Some(filter.destination),
            role_arn: filter.role,
            distribution: Some(filter.distribution),
            apply_on_transformed_logs: Some(filter.transformed),
            creation_time: Some(filter.created_at),
            ..api::SubscriptionFilter::default()
        });
        Ok(api::DescribeSubscriptionFiltersResponse { subscription_filters: Some(shown.collect()), next_token: page.next })
    }
}
