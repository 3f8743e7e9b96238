//! Tags of what Config has.

use plane::{Access, Failure, Handle, Lookup, Resource, Stored, Transaction};
use wire::shape::Unit;

use super::aggregators::{Aggregator, Authorization};
use super::select::Saved;
use crate::api::{self, Tag, TooManyTagsException, operation};
use crate::errors::{not_found, token, validation};
use crate::judge::resources::{BY_ARN, Rule};
use crate::organization::Deployment;
use crate::packs::Conformance;
use crate::place::recorder_arn;
use crate::resources::Recorder;

/// Tags of a resource at most.
const MOST: usize = 50;
/// Tags in one page.
const PAGE: usize = 50;

/// Tags of a request as names and values.
pub(super) fn pairs(given: Option<&Vec<Tag>>) -> Vec<(&str, &str)> {
    given
        .into_iter()
        .flatten()
        .map(|tag| (tag.key.as_deref().unwrap_or_default(), tag.value.as_deref().unwrap_or_default()))
        .collect()
}

/// Checks tags of a request.
///
/// # Errors
/// `ValidationException`, `TooManyTagsException`.
pub(super) fn checked(given: Option<&Vec<Tag>>) -> Result<Vec<(String, String)>, Failure> {
    let mut tags: Vec<(String, String)> = Vec::new();
    for (key, value) in pairs(given) {
        if key.is_empty() || key.to_ascii_lowercase().starts_with("aws:") || tags.iter().any(|(known, _)| known == key) {
            return Err(validation(format!("The tag key '{key}' is not valid or given twice.")));
        }
        tags.push((key.to_owned(), value.to_owned()));
    }
    if tags.len() > MOST {
        return Err(TooManyTagsException::new(format!("A resource has at most {MOST} tags.")).into());
    }
    Ok(tags)
}

/// Whether an ARN is one of the caller's account and region; its part after the account.
fn own<'a>(arn: &'a str, account: &str, region: &str) -> Option<&'a str> {
    let mut parts = arn.splitn(6, ':').skip(2);
    let fits = parts.next() == Some("config") && parts.next() == Some(region) && parts.next() == Some(account);
    parts.next().filter(|_| fits)
}

/// Something that has tags.
enum Tagged {
    Recorder(Stored<Recorder>),
    Rule(Stored<Rule>),
    Query(Stored<Saved>),
    Aggregator(Stored<Aggregator>),
    Authorization(Stored<Authorization>),
    Pack(Stored<Conformance>),
    Deployment(Stored<Deployment>),
}

macro_rules! each {
    ($self:expr, $found:ident => $what:expr) => {
        match $self {
            Tagged::Recorder($found) => $what,
            Tagged::Rule($found) => $what,
            Tagged::Query($found) => $what,
            Tagged::Aggregator($found) => $what,
            Tagged::Authorization($found) => $what,
            Tagged::Pack($found) => $what,
            Tagged::Deployment($found) => $what,
        }
    };
}

async fn named<T: Resource>(tx: &mut Transaction<'_>, arn: &str) -> Result<Option<Stored<T>>, Failure> {
    tx.find::<T>(BY_ARN, arn).await
}

async fn held(tx: &mut Transaction<'_>, arn: &str) -> Result<Tagged, Failure> {
    let missing = || not_found(format!("The resource {arn} does not exist."));
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let rest = own(arn, &account, &region).ok_or_else(missing)?;
    let kind = rest.split('/').next().unwrap_or_default();
    let found = match kind {
        "configuration-recorder" => {
            let all = tx.all::<Recorder>(&account, &region, "").await?;
            let is = |r: &Stored<Recorder>| recorder_arn(tx.plane(), &account, &region, &r.body) == arn;
            all.into_iter().find(is).map(Tagged::Recorder)
        }
        "stored-query" => named(tx, arn).await?.map(Tagged::Query),
        "config-aggregator" => named(tx, arn).await?.map(Tagged::Aggregator),
        "aggregation-authorization" => named(tx, arn).await?.map(Tagged::Authorization),
        "conformance-pack" => named(tx, arn).await?.map(Tagged::Pack),
        "config-rule" => named(tx, arn).await?.map(Tagged::Rule),
        "organization-config-rule" | "organization-conformance-pack" => named(tx, arn).await?.map(Tagged::Deployment),
        _ => None,
    };
    found.ok_or_else(missing)
}

async fn access_of(lookup: &Lookup<'_>, arn: &str) -> Result<Access, Failure> {
    let kind = own(arn, lookup.account(), &lookup.call().region).and_then(|rest| rest.split('/').next());
    let tags = match kind {
        Some("config-rule") => lookup.find::<Rule>(BY_ARN, arn).await?.map(|found| found.tags),
        Some("config-aggregator") => lookup.find::<Aggregator>(BY_ARN, arn).await?.map(|found| found.tags),
        Some("aggregation-authorization") => lookup.find::<Authorization>(BY_ARN, arn).await?.map(|found| found.tags),
        Some("conformance-pack") => lookup.find::<Conformance>(BY_ARN, arn).await?.map(|found| found.tags),
        Some("organization-config-rule" | "organization-conformance-pack") => {
            lookup.find::<Deployment>(BY_ARN, arn).await?.map(|found| found.tags)
        }
        Some("stored-query") => lookup.find::<Saved>(BY_ARN, arn).await?.map(|found| found.tags),
        _ => None,
    };
    Ok(match tags {
        Some(tags) => Access::on(arn).resource_tags(&tags),
        None => Access::on(arn),
    })
}

impl Handle for operation::TagResource {
    async fn access(input: &api::TagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(access_of(lookup, &input.resource_arn).await?.request_tags(pairs(Some(&input.tags))))
    }

    async fn run(input: &api::TagResourceRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let given = checked(Some(&input.tags))?;
        let mut found = held(tx, &input.resource_arn).await?;
        each!(&mut found, found => {
            found.tags.retain(|(key, _)| !given.iter().any(|(new, _)| new == key));
            found.tags.extend(given);
            if found.tags.len() > MOST {
                return Err(TooManyTagsException::new(format!("A resource has at most {MOST} tags.")).into());
            }
            tx.put(found)?;
        });
        Ok(Unit {})
    }
}

impl Handle for operation::UntagResource {
    async fn access(input: &api::UntagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(access_of(lookup, &input.resource_arn).await?.tag_keys(input.tag_keys.iter().map(String::as_str)))
    }

    async fn run(input: &api::UntagResourceRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut found = held(tx, &input.resource_arn).await?;
        each!(&mut found, found => {
            found.tags.retain(|(key, _)| !input.tag_keys.contains(key));
            tx.put(found)?;
        });
        Ok(Unit {})
    }
}

impl Handle for operation::ListTagsForResource {
    async fn access(input: &api::ListTagsForResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access_of(lookup, &input.resource_arn).await
    }

    async fn run(
        input: &api::ListTagsForResourceRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListTagsForResourceResponse, Failure> {
        let found = held(tx, &input.resource_arn).await?;
        let mut tags = each!(&found, found => found.tags.clone());
        tags.sort();
        let listing = format!("ListTagsForResource {}", input.resource_arn);
        let limit = super::limit(input.limit, PAGE, PAGE);
        let page = plane::page::cut(tags, &listing, input.next_token.as_deref(), limit, |tag| tag.0.clone(), token)?;
        let tags = page.items.into_iter().map(|(key, value)| Tag { key: Some(key), value: Some(value) }).collect();
        Ok(api::ListTagsForResourceResponse { tags: Some(tags), next_token: page.next })
    }
}
