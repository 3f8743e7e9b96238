//! What the events of an event data store have beyond their records, and how a trail sums up data events.

use std::collections::BTreeSet;

use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::aggregate;
use crate::api::operation::{GetEventConfiguration, PutEventConfiguration};
use crate::api::{
    AggregationConfiguration, ContextKeySelector, EventCategoryAggregation, GetEventConfigurationRequest,
    GetEventConfigurationResponse, InvalidEventDataStoreCategoryException, InvalidParameterCombinationException,
    InvalidParameterException, MaxEventSize, PutEventConfigurationRequest, PutEventConfigurationResponse, Template, Type,
};
use crate::find;
use crate::resources::Trail;
use crate::stores::EventDataStore;
use crate::stores::enrich::{EventConfiguration, condition_key, is_tag_key};
use crate::stores::find::{change_active, keep, on_store, read_store};
use crate::stores::rules::Category;

fn refuse(message: impl Into<String>) -> Failure {
    InvalidParameterException::new(message).into()
}

fn combination(message: impl Into<String>) -> Failure {
    InvalidParameterCombinationException::new(message).into()
}

/// What a request is about.
enum Of<'a> {
    Store(&'a str),
    Trail(&'a str),
}

/// One of both.
fn of<'a>(trail: Option<&'a String>, store: Option<&'a String>) -> Result<Of<'a>, Failure> {
    match (trail, store) {
        (None, Some(store)) => Ok(Of::Store(store)),
        (Some(trail), None) => Ok(Of::Trail(trail)),
        (Some(_), Some(_)) => Err(combination("You can specify either TrailName or EventDataStore, but not both.")),
        (None, None) => Err(combination("You must specify either TrailName or EventDataStore.")),
    }
}

async fn access(trail: Option<&String>, store: Option<&String>, lookup: &Lookup<'_>) -> Result<Access, Failure> {
    match of(trail, store) {
        Ok(Of::Store(store)) => on_store(lookup, store).await,
        Ok(Of::Trail(trail)) => {
            let (arn, tags) = find::target(lookup, lookup.call(), trail).await?;
            Ok(Access::on(arn).resource_tags(&tags))
        }
        // What is wrong with it is said to those who may ask for anything.
        Err(_) => Ok(Access::any()),
    }
}

/// The keys of selectors: condition keys, and keys of tags.
fn keys(selectors: &[ContextKeySelector]) -> Result<(Vec<String>, Vec<String>), Failure> {
    let (mut conditions, mut tags) = (Vec::new(), Vec::new());
    let mut types = BTreeSet::new();
    for selector in selectors {
        if !types.insert(selector.r#type.as_str()) {
            return Err(refuse(format!("There is more than one context key selector of the type {}.", selector.r#type)));
        }
        for key in &selector.equals {
            match selector.r#type {
                Type::RequestContext => {
                    let known = condition_key(key);
                    let known =
                        known.ok_or_else(|| refuse(format!("The condition key {key} is not supported for enriched events.")))?;
                    if !conditions.contains(&known) {
                        conditions.push(known);
                    }
                }
                Type::TagContext if !is_tag_key(key) => return Err(refuse(format!("{key} is not a valid tag key."))),
                Type::TagContext => {
                    if !tags.contains(key) {
                        tags.push(key.clone());
                    }
                }
            }
        }
    }
    Ok((conditions, tags))
}

/// A configuration as it was, with what a request says.
fn changed(
    before: &EventConfiguration,
    size: Option<MaxEventSize>,
    selectors: Option<&[ContextKeySelector]>,
) -> Result<EventConfiguration, Failure> {
    let large = size.map_or(before.large, |size| size == MaxEventSize::Large);
    let (condition_keys, tag_keys) = match selectors {
        Some(given) => keys(given)?,
        None => (before.condition_keys.clone(), before.tag_keys.clone()),
    };
    let has_context = !condition_keys.is_empty() || !tag_keys.is_empty();
    if has_context && !large {
        return Err(refuse("MaxEventSize must be set to Large to use ContextKeySelectors."));
    }
    Ok(EventConfiguration { large, condition_keys, tag_keys })
}

fn shown(of: &EventConfiguration) -> (MaxEventSize, Vec<ContextKeySelector>) {
    let size = if of.large { MaxEventSize::Large } else { MaxEventSize::Standard };
    let selectors = [(Type::TagContext, &of.tag_keys), (Type::RequestContext, &of.condition_keys)];
    let filled = selectors.into_iter().filter(|(_, keys)| !keys.is_empty());
    (size, filled.map(|(r#type, keys)| ContextKeySelector { r#type, equals: keys.clone() }).collect())
}

fn check_category(store: &EventDataStore) -> Result<(), Failure> {
    if Category::of_selectors(&store.selectors) == Category::CloudTrail {
        return Ok(());
    }
    Err(InvalidEventDataStoreCategoryException::new(
        "Event configuration is only for event data stores that collect events of CloudTrail.",
    )
    .into())
}

impl Handle for PutEventConfiguration {
    async fn access(input: &PutEventConfigurationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access(input.trail_name.as_ref(), input.event_data_store.as_ref(), lookup).await
    }

    async fn run(
        input: &PutEventConfigurationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<PutEventConfigurationResponse, Failure> {
        match of(input.trail_name.as_ref(), input.event_data_store.as_ref())? {
            Of::Store(name) => {
                if input.aggregation_configurations.is_some() {
                    return Err(combination("AggregationConfigurations are only for trails."));
                }
                let mut stored = change_active(tx, name).await?;
                check_category(&stored.body)?;
                let before = &stored.body.configuration;
                stored.body.configuration = changed(before, input.max_event_size, input.context_key_selectors.as_deref())?;
                keep(tx, &mut stored).await?;
                let (size, selectors) = shown(&stored.body.configuration);
                Ok(PutEventConfigurationResponse {
                    event_data_store_arn: Some(stored.body.arn),
                    max_event_size: Some(size),
                    context_key_selectors: Some(selectors),
                    ..PutEventConfigurationResponse::default()
                })
            }
            Of::Trail(name) => {
                if input.max_event_size.is_some() || input.context_key_selectors.is_some() {
                    return Err(combination("MaxEventSize and ContextKeySelectors are only for event data stores."));
                }
                let mut trail = find::change(tx, name).await?;
                if let Some(given) = input.aggregation_configurations.as_deref() {
                    trail.body.aggregations = templates(given);
                }
                if !trail.body.aggregations.is_empty() {
                    aggregate::begin(tx, &trail.body).await?;
                }
                find::keep(tx, &trail)?;
                Ok(PutEventConfigurationResponse {
                    aggregation_configurations: Some(shown_aggregations(&trail.body)),
                    trail_arn: Some(trail.body.arn),
                    ..PutEventConfigurationResponse::default()
                })
            }
        }
    }
}

/// The templates of configurations, each once.
fn templates(given: &[AggregationConfiguration]) -> Vec<Template> {
    let mut all = Vec::new();
    for template in given.iter().flat_map(|configuration| &configuration.templates) {
        if !all.contains(template) {
            all.push(*template);
        }
    }
    all
}

fn shown_aggregations(trail: &Trail) -> Vec<AggregationConfiguration> {
    let templates = trail.aggregations.clone();
    let filled = (!templates.is_empty()).then_some(templates);
    filled
        .map(|templates| AggregationConfiguration { templates, event_category: EventCategoryAggregation::Data })
        .into_iter()
        .collect()
}

impl Handle for GetEventConfiguration {
    async fn access(input: &GetEventConfigurationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access(input.trail_name.as_ref(), input.event_data_store.as_ref(), lookup).await
    }

    async fn run(
        input: &GetEventConfigurationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<GetEventConfigurationResponse, Failure> {
        match of(input.trail_name.as_ref(), input.event_data_store.as_ref())? {
            Of::Store(name) => {
                let store = read_store(tx, name).await?.body;
                check_category(&store)?;
                let (size, selectors) = shown(&store.configuration);
                Ok(GetEventConfigurationResponse {
                    event_data_store_arn: Some(store.arn),
                    max_event_size: Some(size),
                    context_key_selectors: Some(selectors),
                    ..GetEventConfigurationResponse::default()
                })
            }
            Of::Trail(name) => {
                let trail = find::read(tx, name).await?.body;
                Ok(GetEventConfigurationResponse {
                    aggregation_configurations: Some(shown_aggregations(&trail)),
                    trail_arn: Some(trail.arn),
                    ..GetEventConfigurationResponse::default()
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{changed, keys, templates};
    use crate::api::{AggregationConfiguration, ContextKeySelector, EventCategoryAggregation, MaxEventSize, Template, Type};
    use crate::stores::enrich::EventConfiguration;

    fn selector(r#type: Type, equals: &[&str]) -> ContextKeySelector {
        ContextKeySelector { r#type, equals: equals.iter().map(|key| (*key).to_owned()).collect() }
    }

    #[test]
    fn selectors_are_checked_and_each_key_is_kept_once() {
        let both = [
            selector(Type::RequestContext, &["aws:userid", "AWS:UserId", "aws:PrincipalTag/a"]),
            selector(Type::TagContext, &["b", "b"]),
        ];
        let expected = (vec!["aws:userid".to_owned(), "aws:PrincipalTag/a".to_owned()], vec!["b".to_owned()]);
        assert_eq!(keys(&both).unwrap(), expected);
        for wrong in [
            vec![selector(Type::RequestContext, &["aws:SourceIp"])],
            vec![selector(Type::TagContext, &["a?"])],
            vec![selector(Type::TagContext, &["a"]), selector(Type::TagContext, &["b"])],
        ] {
            assert!(keys(&wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn context_needs_large_events() {
        let none = EventConfiguration::default();
        let tags = [selector(Type::TagContext, &["a"])];
        assert!(changed(&none, None, Some(&tags)).is_err());
        let some = changed(&none, Some(MaxEventSize::Large), Some(&tags)).unwrap();
        assert_eq!(changed(&some, None, None).unwrap(), some);
        assert!(changed(&some, Some(MaxEventSize::Standard), None).is_err());
        assert_eq!(changed(&some, Some(MaxEventSize::Standard), Some(&[])).unwrap(), none);
    }

    #[test]
    fn templates_are_kept_once() {
        let given = AggregationConfiguration {
            templates: vec![Template::ApiActivity, Template::UserActions, Template::ApiActivity],
            event_category: EventCategoryAggregation::Data,
        };
        assert_eq!(templates(&[given]), [Template::ApiActivity, Template::UserActions]);
    }
}
