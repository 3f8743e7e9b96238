//! Filters, and the rules of suppression that they are.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::limit;
use crate::api::operation::{CreateFilter, DeleteFilter, GetFilter, ListFilters, UpdateFilter};
use crate::api::{
    CreateFilterRequest, CreateFilterResponse, DeleteFilterRequest, DeleteFilterResponse, FilterAction, FindingCriteria,
    GetFilterRequest, GetFilterResponse, ListFiltersRequest, ListFiltersResponse, UpdateFilterRequest, UpdateFilterResponse,
};
use crate::criteria::Criteria;
use crate::resources::Filter;
use crate::{errors, form, place};

/// Filters of a detector at most, as on AWS.
const MOST: usize = 100;

fn arn(plane: &plane::Plane, account: &str, region: &str, detector: &str, name: &str) -> String {
    format!("{}/filter/{name}", place::arn(plane, account, region, detector))
}

async fn on_filter(lookup: &Lookup<'_>, detector: &str, name: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), &lookup.call().region);
    let found = lookup.get::<Filter>(account, region, &format!("{detector}/{name}")).await?;
    let access = Access::on(arn(lookup.plane(), account, region, detector, name));
    Ok(access.resource_tags(&found.map(|f| f.tags).unwrap_or_default()))
}

/// The criteria of a filter, which must have some.
fn criteria(asked: &FindingCriteria) -> Result<Criteria, Failure> {
    let criteria = Criteria::of(Some(asked), form::has_attribute).map_err(|_| errors::invalid())?;
    if criteria.0.is_empty() { Err(errors::invalid()) } else { Ok(criteria) }
}

fn no_filter() -> Failure {
    errors::rejected("the input filterName is not owned by the current account")
}

async fn held(tx: &mut Transaction<'_>, detector: &str, name: &str) -> Result<Stored<Filter>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    tx.get::<Filter>(&account, &region, &format!("{detector}/{name}")).await?.ok_or_else(no_filter)
}

/// All filters of a detector in the order of their ranks.
async fn ranked(tx: &mut Transaction<'_>, detector: &str) -> Result<Vec<Stored<Filter>>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let mut filters = tx.all::<Filter>(&account, &region, &format!("{detector}/")).await?;
    filters.sort_by_key(|f| f.body.rank);
    Ok(filters)
}

/// Gives a filter a place among the others, and those their numbers.
fn place_at(tx: &mut Transaction<'_>, mut others: Vec<Stored<Filter>>, filter: Stored<Filter>, rank: i32) -> Result<(), Failure> {
    let at = usize::try_from(rank.max(1) - 1).unwrap_or_default().min(others.len());
    others.insert(at, filter);
    for (filter, rank) in others.iter_mut().zip(1..) {
        if filter.body.rank != rank || filter.version == 0 || rank == 1 + i32::try_from(at).unwrap_or(i32::MAX) {
            filter.body.rank = rank;
            tx.put(filter)?;
        }
    }
    Ok(())
}

impl Handle for CreateFilter {
    async fn access(input: &CreateFilterRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = place::on_detector(lookup, &input.detector_id).await?;
        Ok(access.request_tags(place::tag_pairs(input.tags.as_ref())))
    }

    async fn run(input: &CreateFilterRequest, tx: &mut Transaction<'_>) -> Result<CreateFilterResponse, Failure> {
        let detector = place::managed(tx, &input.detector_id).await?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let criteria = criteria(&input.finding_criteria)?;
        let tags = place::tags(input.tags.as_ref())?;
        let others = ranked(tx, &detector.body.id).await?;
        if let Some(there) = others.iter().find(|f| f.body.name == input.name) {
            if place::repeats(there.body.token.as_ref(), input.client_token.as_ref()) {
                return Ok(CreateFilterResponse { name: input.name.clone() });
            }
            return Err(errors::rejected("a filter with the given name already exists"));
        }
        if others.len() >= MOST {
            return Err(errors::rejected("the maximum number of filters was reached"));
        }
        let filter = Filter {
            name: input.name.clone(),
            description: input.description.clone(),
            action: input.action.unwrap_or(FilterAction::Noop),
            rank: 0,
            criteria,
            token: input.client_token.clone(),
        };
        let arn = arn(tx.plane(), &account, &region, &detector.body.id, &input.name);
        let id = format!("{}/{}", detector.body.id, input.name);
        let filter = Stored::new(&account, &region, id, filter).arn(arn.clone()).tags(tags);
        place_at(tx, others, filter, input.rank.unwrap_or(1))?;
        tx.touched(arn, account, "AWS::GuardDuty::Filter");
        Ok(CreateFilterResponse { name: input.name.clone() })
    }
}

impl Handle for GetFilter {
    async fn access(input: &GetFilterRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_filter(lookup, &input.detector_id, &input.filter_name).await
    }

    async fn run(input: &GetFilterRequest, tx: &mut Transaction<'_>) -> Result<GetFilterResponse, Failure> {
        place::seen(tx, &input.detector_id).await?;
        let filter = held(tx, &input.detector_id, &input.filter_name).await?;
        Ok(GetFilterResponse {
            name: filter.body.name,
            description: filter.body.description,
            action: filter.body.action,
            rank: Some(filter.body.rank),
            finding_criteria: filter.body.criteria.shown(),
            tags: place::shown_tags(&filter.tags),
            created_at: plane::Timestamp::from_millisecond(filter.created_at).ok(),
            updated_at: plane::Timestamp::from_millisecond(filter.updated_at).ok(),
            version: i64::try_from(filter.version).ok(),
        })
    }
}

impl Handle for UpdateFilter {
    async fn access(input: &UpdateFilterRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_filter(lookup, &input.detector_id, &input.filter_name).await
    }

    async fn run(input: &UpdateFilterRequest, tx: &mut Transaction<'_>) -> Result<UpdateFilterResponse, Failure> {
        place::managed(tx, &input.detector_id).await?;
        let mut filter = held(tx, &input.detector_id, &input.filter_name).await?;
        if let Some(asked) = &input.finding_criteria {
            filter.body.criteria = criteria(asked)?;
        }
        if let Some(description) = &input.description {
            filter.body.description = Some(description.clone());
        }
        if let Some(action) = input.action {
            filter.body.action = action;
        }
        let mut others = ranked(tx, &input.detector_id).await?;
        others.retain(|f| f.body.name != input.filter_name);
        let rank = input.rank.unwrap_or(filter.body.rank);
        place_at(tx, others, filter, rank)?;
        Ok(UpdateFilterResponse { name: input.filter_name.clone() })
    }
}

impl Handle for DeleteFilter {
    async fn access(input: &DeleteFilterRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_filter(lookup, &input.detector_id, &input.filter_name).await
    }

    async fn run(input: &DeleteFilterRequest, tx: &mut Transaction<'_>) -> Result<DeleteFilterResponse, Failure> {
        place::managed(tx, &input.detector_id).await?;
        let filter = held(tx, &input.detector_id, &input.filter_name).await?;
        let mut others = ranked(tx, &input.detector_id).await?;
        others.retain(|f| f.body.name != input.filter_name);
        tx.delete(&filter);
        for (other, rank) in others.iter_mut().zip(1..).filter(|(f, rank)| f.body.rank != *rank) {
            other.body.rank = rank;
            tx.put(other)?;
        }
        Ok(DeleteFilterResponse {})
    }
}

impl Handle for ListFilters {
    async fn access(input: &ListFiltersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &ListFiltersRequest, tx: &mut Transaction<'_>) -> Result<ListFiltersResponse, Failure> {
        let detector = place::seen(tx, &input.detector_id).await?;
        let prefix = format!("{}/", detector.body.id);
        let filters = tx.reader().all::<Filter>(tx.account(), &tx.call().region, &prefix).await?;
        let names = filters.into_iter().map(|f| f.body.name);
        let (listing, limit) = (format!("ListFilters {prefix}"), limit(input.max_results, 50));
        let page = cut(names, &listing, input.next_token.as_deref(), limit, Clone::clone, errors::wrong_token)?;
        Ok(ListFiltersResponse { filter_names: page.items, next_token: page.next })
    }
}
