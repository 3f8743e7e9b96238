//! Metric filters.

use std::collections::BTreeMap;

use filters::FilterPattern;
use plane::page::{position, token};
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::shape::Unit;

use super::groups::page_size;
use crate::api::{self, LogGroupClass, operation};
use crate::errors::{bad_pattern, bad_token, invalid};
use crate::outlets::MetricFilter;
use crate::place::{group, held_group, on_all, on_group};
use crate::resources::LogGroup;

/// Metric filters of a group, and how many of its filters may have regular expressions.
const MOST: usize = 100;
const MOST_WITH_REGEX: usize = 5;
/// Filters in a page.
const PAGE: i32 = 50;
/// Dimensions of a metric filter.
const MAX_DIMENSIONS: usize = 3;

/// Whether some filter has a regular expression.
pub(super) fn has_regex(pattern: &str) -> bool {
    FilterPattern::parse(pattern).is_ok_and(|p| p.regexes() > 0)
}

/// Refuses what is not there yet.
pub(super) fn no_centralization(criteria: Option<&str>, fields: Option<&Vec<String>>) -> Result<(), Failure> {
    if criteria.is_some_and(|c| !c.is_empty()) || fields.is_some_and(|f| !f.is_empty()) {
        return Err(invalid("fieldSelectionCriteria and system fields are for centralized log groups, which there are none of."));
    }
    Ok(())
}

/// Checks the metric of a filter.
fn check(transformation: &api::MetricTransformation, pattern: &FilterPattern) -> Result<(), Failure> {
    let value = &transformation.metric_value;
    let number = value.parse::<f64>().is_ok_and(f64::is_finite);
    if !number && pattern.reference(value).is_none() {
        return Err(invalid(format!("Invalid metric transformation: Invalid metric value '{value}'.")));
    }
    let dimensions = transformation.dimensions.iter().flatten();
    if dimensions.clone().count() > MAX_DIMENSIONS {
        return Err(invalid(format!("A metric transformation has at most {MAX_DIMENSIONS} dimensions.")));
    }
    if transformation.default_value.is_some() && dimensions.clone().next().is_some() {
        return Err(invalid("Invalid metric transformation: dimensions and default value are mutually exclusive properties."));
    }
    if dimensions.clone().next().is_some() && !pattern.has_parts() {
        return Err(invalid("Invalid metric transformation: dimensions are for JSON and space-delimited filter patterns."));
    }
    for (name, part) in dimensions {
        let named = !name.is_empty() && name.is_ascii() && !name.starts_with(':') && !name.contains(char::is_control);
        if !named || pattern.reference(part).is_none() {
            return Err(invalid(format!("Invalid metric transformation: Invalid dimension '{name}': '{part}'.")));
        }
    }
    Ok(())
}

impl Handle for operation::PutMetricFilter {
    async fn access(input: &api::PutMetricFilterRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_group(lookup, &input.log_group_name).await
    }

    async fn run(input: &api::PutMetricFilterRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let pattern = FilterPattern::parse(&input.filter_pattern).map_err(|e| bad_pattern(&e))?;
        let [transformation] = input.metric_transformations.as_slice() else {
            return Err(invalid("Exactly one metric transformation is expected."));
        };
        check(transformation, &pattern)?;
        let (criteria, fields) = (input.field_selection_criteria.as_deref(), input.emit_system_field_dimensions.as_ref());
        no_centralization(criteria, fields)?;
        let group = held_group(tx, &input.log_group_name).await?.body;
        if group.class != LogGroupClass::Standard {
            return Err(api::InvalidOperationException::new("Metric filters are for log groups of the Standard class.").into());
        }
        let (account, partition) = (group.account.as_str(), group.partition());
        let others: Vec<Stored<MetricFilter>> = tx.all(account, &partition, "").await?;
        let others = others.iter().filter(|f| f.key.id != input.filter_name);
        let with_regex = others.clone().filter(|f| has_regex(&f.body.pattern)).count();
        if others.count() >= MOST || (pattern.regexes() > 0 && with_regex >= MOST_WITH_REGEX) {
            return Err(api::LimitExceededException::new("Resource limit exceeded.").into());
        }
        let there = tx.get::<MetricFilter>(account, &partition, &input.filter_name).await?;
        let now = tx.call().time.as_millisecond();
        let body = MetricFilter {
            name: input.filter_name.clone(),
            group: group.name.clone(),
            pattern: input.filter_pattern.clone(),
            created_at: there.as_ref().map_or(now, |f| f.body.created_at),
            metric_name: transformation.metric_name.clone(),
            namespace: transformation.metric_namespace.clone(),
            value: transformation.metric_value.clone(),
            default_value: transformation.default_value,
            dimensions: transformation.dimensions.clone().unwrap_or_default(),
            unit: transformation.unit,
            transformed: input.apply_on_transformed_logs == Some(true),
        };
        tx.put(&match there {
            Some(there) => Stored { body, ..there },
            None => Stored::new(account, &partition, input.filter_name.as_str(), body),
        })?;
        Ok(Unit {})
    }
}

impl Handle for operation::DeleteMetricFilter {
    async fn access(input: &api::DeleteMetricFilterRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_group(lookup, &input.log_group_name).await
    }

    async fn run(input: &api::DeleteMetricFilterRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let group = held_group(tx, &input.log_group_name).await?.body;
        let there = tx.get::<MetricFilter>(&group.account, &group.partition(), &input.filter_name).await?;
        let missing = || api::ResourceNotFoundException::new("The specified metric filter does not exist.");
        tx.delete(&there.ok_or_else(missing)?);
        Ok(Unit {})
    }
}

fn shown(filter: &MetricFilter) -> api::MetricFilter {
    api::MetricFilter {
        filter_name: Some(filter.name.clone()),
        filter_pattern: Some(filter.pattern.clone()),
        metric_transformations: Some(vec![api::MetricTransformation {
            metric_name: filter.metric_name.clone(),
            metric_namespace: filter.namespace.clone(),
            metric_value: filter.value.clone(),
            default_value: filter.default_value,
            dimensions: (!filter.dimensions.is_empty()).then(|| filter.dimensions.clone()),
            unit: filter.unit,
        }]),
        creation_time: Some(filter.created_at),
        log_group_name: Some(filter.group.clone()),
        apply_on_transformed_logs: Some(filter.transformed),
        ..api::MetricFilter::default()
    }
}

impl Handle for operation::DescribeMetricFilters {
    async fn access(input: &api::DescribeMetricFiltersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        match &input.log_group_name {
            Some(name) => on_group(lookup, name).await,
            None => Ok(on_all(lookup)),
        }
    }

    async fn run(
        input: &api::DescribeMetricFiltersRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeMetricFiltersResponse, Failure> {
        let limit = page_size(input.limit, PAGE)?;
        if input.metric_name.is_some() != input.metric_namespace.is_some() {
            return Err(invalid("MetricName and MetricNamespace must be given together."));
        }
        let groups = match &input.log_group_name {
            Some(name) => vec![group(tx, name).await?],
            None => tx.reader().all::<LogGroup>(tx.account(), &tx.call().region, "").await?,
        };
        let prefix = input.filter_name_prefix.clone().unwrap_or_default();
        let listing = format!(
            "DescribeMetricFilters {} {} {:?} {prefix} {:?} {:?}",
            tx.account(),
            tx.call().region,
            input.log_group_name,
            input.metric_name,
            input.metric_namespace
        );
        let after = input.next_token.as_deref().map(|t| position(&listing, t).ok_or_else(bad_token)).transpose()?;
        // Names of groups have no NUL, so the order of these places is that of groups and filters.
        let place = |filter: &MetricFilter| format!("{}\u{0}{}", filter.group, filter.name);
        let (mut found, mut more) = (Vec::new(), false);
        for group in &groups {
            let all = tx.reader().all::<MetricFilter>(&group.body.account, &group.body.partition(), &prefix).await?;
            for filter in all.into_iter().map(|f| f.body) {
                let named = input.metric_name.as_ref().is_none_or(|name| *name == filter.metric_name)
                    && input.metric_namespace.as_ref().is_none_or(|namespace| *namespace == filter.namespace);
                if named && after.as_ref().is_none_or(|after| place(&filter) > *after) {
                    more |= found.len() == limit;
                    if !more {
                        found.push(filter);
                    }
                }
            }
        }
        let next_token = found.last().filter(|_| more).map(|last| token(&listing, &place(last)));
        Ok(api::DescribeMetricFiltersResponse { metric_filters: Some(found.iter().map(shown).collect()), next_token })
    }
}

impl Handle for operation::TestMetricFilter {
    async fn access(_: &api::TestMetricFilterRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::TestMetricFilterRequest,
        _: &mut Transaction<'_>,
    ) -> Result<api::TestMetricFilterResponse, Failure> {
        let pattern = FilterPattern::parse(&input.filter_pattern).map_err(|e| bad_pattern(&e))?;
        let matches = input.log_event_messages.iter().zip(1..).filter(|(message, _)| pattern.matches(message));
        let matches = matches.map(|(message, number)| api::MetricFilterMatchRecord {
            event_number: Some(number),
            event_message: Some(message.clone()),
            extracted_values: Some(pattern.extract(message).into_iter().collect::<BTreeMap<_, _>>()),
        });
        Ok(api::TestMetricFilterResponse { matches: Some(matches.collect()) })
    }
}
