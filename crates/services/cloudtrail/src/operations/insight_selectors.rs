//! Insight selectors: which unusual activity trails and event data stores look for.

use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::api::operation::{GetInsightSelectors, PutInsightSelectors};
use crate::api::{
    CloudTrailARNInvalidException, GetInsightSelectorsRequest, GetInsightSelectorsResponse, InsightNotEnabledException,
    InsightSelector, InsightType, InvalidInsightSelectorsException, InvalidParameterCombinationException,
    InvalidParameterException, PutInsightSelectorsRequest, PutInsightSelectorsResponse, SourceEventCategory,
};
use crate::bucket;
use crate::find;
use crate::insights::Wanted;
use crate::resources::Trail;
use crate::selectors::{Advanced, Selectors, management_of};
use crate::stores::EventDataStore;
use crate::stores::find::{change_active, keep, on_store, read_store};
use crate::stores::rules::Category;

/// Which of both a request means.
enum Meant<'a> {
    Trail(&'a str),
    Store(&'a str),
}

fn meant<'a>(trail: Option<&'a String>, store: Option<&'a String>, destination: Option<&String>) -> Result<Meant<'a>, Failure> {
    match (trail, store) {
        (Some(_), Some(_)) => Err(combination("TrailName cannot be used with EventDataStore.")),
        (Some(_), None) if destination.is_some() => Err(combination("TrailName cannot be used with InsightsDestination.")),
        (Some(trail), None) => Ok(Meant::Trail(trail)),
        (None, Some(store)) => Ok(Meant::Store(store)),
        (None, None) => Err(InvalidParameterException::new("TrailName or EventDataStore must be given.").into()),
    }
}

fn combination(message: &str) -> Failure {
    InvalidParameterCombinationException::new(message).into()
}

fn refuse(message: impl Into<String>) -> Failure {
    InvalidInsightSelectorsException::new(message).into()
}

async fn access(
    lookup: &Lookup<'_>,
    trail: Option<&String>,
    store: Option<&String>,
    destination: Option<&String>,
) -> Result<Access, Failure> {
    match (trail, store) {
        (Some(name), _) => {
            let (arn, tags) = find::target(lookup, lookup.call(), name).await?;
            Ok(Access::on(arn).resource_tags(&tags))
        }
        (None, Some(store)) => {
            let access = on_store(lookup, store).await?;
            Ok(match destination {
                Some(destination) => access.and(on_store(lookup, destination).await?),
                None => access,
            })
        }
        (None, None) => Ok(Access::any()),
    }
}

/// Reads insight selectors: types with the categories of events that they are looked for in; without any, management events.
///
/// # Errors
/// `InvalidInsightSelectorsException`.
fn read(given: &[InsightSelector]) -> Result<Vec<(InsightType, bool)>, Failure> {
    let mut wanted = Vec::new();
    for selector in given {
        let Some(kind) = selector.insight_type else {
            return Err(refuse("An insight selector needs an InsightType: ApiCallRateInsight or ApiErrorRateInsight."));
        };
        let categories =
            selector.event_categories.as_deref().filter(|c| !c.is_empty()).unwrap_or(&[SourceEventCategory::Management]);
        for category in categories {
            let one = (kind, *category == SourceEventCategory::Data);
            if wanted.contains(&one) {
                return Err(refuse(format!("The insight type {kind} is given more than once for {category} events.")));
            }
            wanted.push(one);
        }
    }
    Ok(wanted)
}

/// Insight selectors as replies have them.
fn show(wanted: impl Iterator<Item = (InsightType, bool)> + Clone) -> Vec<InsightSelector> {
    let of = |kind: InsightType| {
        let categories: Vec<SourceEventCategory> = wanted
            .clone()
            .filter(|(of, _)| *of == kind)
            .map(|(_, data)| if data { SourceEventCategory::Data } else { SourceEventCategory::Management })
            .collect();
        (!categories.is_empty()).then_some(InsightSelector { insight_type: Some(kind), event_categories: Some(categories) })
    };
    InsightType::VALUES.iter().filter_map(|kind| of(*kind)).collect()
}

fn of_trail(trail: &Trail) -> Vec<InsightSelector> {
    show(trail.insights.iter().map(|w| (w.kind, w.data)))
}

fn of_store(store: &EventDataStore) -> Vec<InsightSelector> {
    show(store.insights.iter().map(|kind| (*kind, false)))
}

/// That what insights are looked for in is logged.
fn check_logged(wanted: &[(InsightType, bool)], (reads, writes): (bool, bool), data: bool, what: &str) -> Result<(), Failure> {
    for one in wanted {
        match one {
            (_, true) if !data => {
                return Err(refuse(format!("The {what} must log data events to have Insights of data events.")));
            }
            (InsightType::ApiCallRateInsight, false) if !writes => {
                return Err(refuse(format!(
                    "The {what} must log write management events to have Insights of the type ApiCallRateInsight."
                )));
            }
            (InsightType::ApiErrorRateInsight, false) if !reads && !writes => {
                return Err(refuse(format!(
                    "The {what} must log management events to have Insights of the type ApiErrorRateInsight."
                )));
            }
            _ => {}
        }
    }
    Ok(())
}

fn logs_data(selectors: &Selectors) -> bool {
    let advanced = |s: &Advanced| s.fields.iter().any(|f| f.field == "eventCategory" && f.only() == Some("Data"));
    match selectors {
        Selectors::Default => false,
        Selectors::Basic(list) => list.iter().any(|s| s.data.iter().any(|(_, values)| !values.is_empty())),
        Selectors::Advanced(list) => list.iter().any(advanced),
    }
}

/// Puts the selectors of a trail; what was looked for already is so without a break.
async fn put_trail(tx: &mut Transaction<'_>, name: &str, wanted: &[(InsightType, bool)]) -> Result<Trail, Failure> {
    let mut trail = find::change(tx, name).await?;
    check_logged(wanted, trail.body.selectors.management(), logs_data(&trail.body.selectors), "trail")?;
    if !wanted.is_empty() {
        bucket::check_access(tx, &trail.body).await?;
    }
    let now = tx.call().time.as_millisecond();
    let before = std::mem::take(&mut trail.body.insights);
    let since = |kind, data| before.iter().find(|w| (w.kind, w.data) == (kind, data)).map_or(now, |w| w.since);
    trail.body.insights =
        wanted.iter().map(|(kind, data)| Wanted { kind: *kind, data: *data, since: since(*kind, *data) }).collect();
    trail.body.insights.sort_by_key(|w| (w.kind, w.data));
    find::keep(tx, &trail)?;
    Ok(trail.body)
}

/// Puts the selectors of an event data store.
async fn put_store(
    tx: &mut Transaction<'_>,
    name: &str,
    destination: Option<&String>,
    wanted: &[(InsightType, bool)],
) -> Result<EventDataStore, Failure> {
    let mut stored = change_active(tx, name).await?;
    if wanted.is_empty() {
        stored.body.insights.clear();
        stored.body.insights_destination = None;
        keep(tx, &mut stored).await?;
        return Ok(stored.body);
    }
    if wanted.iter().any(|(_, data)| *data) {
        return Err(refuse("Event data stores have Insights of management events only."));
    }
    let Some(destination) = destination else {
        return Err(InvalidParameterException::new("EventDataStore needs InsightsDestination to have Insights.").into());
    };
    if Category::of_selectors(&stored.body.selectors) != Category::CloudTrail {
        return Err(refuse("The event data store of EventDataStore must log management events."));
    }
    check_logged(wanted, management_of(&stored.body.selectors), false, "event data store")?;
    let to = read_store(tx, destination).await?.body;
    if !to.is_active() || Category::of_selectors(&to.selectors) != Category::Insight {
        return Err(refuse("The event data store of InsightsDestination must log Insights events."));
    }
    if to.account != stored.body.account {
        return Err(refuse("The event data stores of EventDataStore and InsightsDestination must belong to the same account."));
    }
    if stored.body.insights.is_empty() {
        stored.body.insights_since = tx.call().time.as_millisecond();
    }
    stored.body.insights = wanted.iter().map(|(kind, _)| *kind).collect();
    stored.body.insights.sort_unstable();
    stored.body.insights_destination = Some(to.arn);
    keep(tx, &mut stored).await?;
    Ok(stored.body)
}

impl Handle for PutInsightSelectors {
    async fn access(input: &PutInsightSelectorsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access(lookup, input.trail_name.as_ref(), input.event_data_store.as_ref(), input.insights_destination.as_ref()).await
    }

    async fn run(input: &PutInsightSelectorsRequest, tx: &mut Transaction<'_>) -> Result<PutInsightSelectorsResponse, Failure> {
        let destination = input.insights_destination.as_ref();
        let meant = meant(input.trail_name.as_ref(), input.event_data_store.as_ref(), destination)?;
        let wanted = read(&input.insight_selectors)?;
        Ok(match meant {
            Meant::Trail(name) => {
                let trail = put_trail(tx, name, &wanted).await?;
                PutInsightSelectorsResponse {
                    insight_selectors: Some(of_trail(&trail)),
                    trail_arn: Some(trail.arn),
                    ..PutInsightSelectorsResponse::default()
                }
            }
            Meant::Store(name) => {
                let store = put_store(tx, name, destination, &wanted).await?;
                PutInsightSelectorsResponse {
                    insight_selectors: Some(of_store(&store)),
                    event_data_store_arn: Some(store.arn),
                    insights_destination: store.insights_destination,
                    ..PutInsightSelectorsResponse::default()
                }
            }
        })
    }
}

impl Handle for GetInsightSelectors {
    async fn access(input: &GetInsightSelectorsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access(lookup, input.trail_name.as_ref(), input.event_data_store.as_ref(), None).await
    }

    async fn run(input: &GetInsightSelectorsRequest, tx: &mut Transaction<'_>) -> Result<GetInsightSelectorsResponse, Failure> {
        let none = |what: &str, arn: &str| -> Failure {
            InsightNotEnabledException::new(format!(
                "{what} {arn} does not have Insights enabled. Turn Insights on with PutInsightSelectors, and try again."
            ))
            .into()
        };
        match meant(input.trail_name.as_ref(), input.event_data_store.as_ref(), None)? {
            Meant::Trail(name) => {
                let trail = find::read(tx, name).await?.body;
                if trail.insights.is_empty() {
                    return Err(none("Trail", &trail.arn));
                }
                Ok(GetInsightSelectorsResponse {
                    insight_selectors: Some(of_trail(&trail)),
                    trail_arn: Some(trail.arn),
                    ..GetInsightSelectorsResponse::default()
                })
            }
            Meant::Store(name) => {
                if crate::stores::find::Named::parse("eventdatastore", name).is_none() {
                    return Err(CloudTrailARNInvalidException::new(format!("Invalid event data store ARN: {name}")).into());
                }
                let store = read_store(tx, name).await?.body;
                if store.insights.is_empty() {
                    return Err(none("Event data store", &store.arn));
                }
                Ok(GetInsightSelectorsResponse {
                    insight_selectors: Some(of_store(&store)),
                    event_data_store_arn: Some(store.arn),
                    insights_destination: store.insights_destination,
                    ..GetInsightSelectorsResponse::default()
                })
            }
        }
    }
}
