//! GetFindings and UpdateFindings.

use plane::page::{position, token};
use plane::{Access, Failure, Handle, Lookup, Transaction};
use serde_json::{Map, Value, json};
use wire::Document;

use super::limit;
use crate::api::operation::UpdateFindings;
use crate::api::{self, SortOrder};
use crate::errors::{self, invalid};
use crate::filter::Filter;
use crate::findings::history;
use crate::findings::store::Written;
use crate::hub::{Place, here, on_hub, required, seen, service};
use crate::index::query::{Order, Position, Question};
use crate::raw::{GetFindings, Raw};
use crate::resources::{Finding, Source};
use crate::{asff, findings, json};

/// Findings of a page.
const MOST: usize = 100;
/// Findings that one call of UpdateFindings changes.
const MOST_UPDATED: usize = 1_000;

/// The filter of a request.
///
/// # Errors
/// `InvalidInputException`.
pub(crate) fn filter(filters: Option<&api::AwsSecurityFindingFilters>) -> Result<(Filter, Value), Failure> {
    let json = filters.map_or_else(|| json!({}), json::of);
    let filter = Filter::parse(&json).map_err(invalid)?;
    Ok((filter, json))
}

impl Handle for GetFindings {
    async fn access(_: &api::GetFindingsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(input: &api::GetFindingsRequest, tx: &mut Transaction<'_>) -> Result<Raw, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        let (filter, filters) = filter(input.filters.as_ref())?;
        let criteria: Vec<(&str, bool)> = input
            .sort_criteria
            .iter()
            .flatten()
            .map(|one| (one.field.as_deref().unwrap_or_default(), one.sort_order == Some(SortOrder::Desc)))
            .collect();
        let order = Order::parse(criteria.iter().copied())?;
        let listing = format!("GetFindings {account} {region} {filters} {criteria:?}");
        let after = match input.next_token.as_deref().filter(|token| !token.is_empty()) {
            Some(given) => {
                let text = position(&listing, given).ok_or_else(errors::token)?;
                Some(serde_json::from_str::<Position>(&text).map_err(|_| errors::token())?)
            }
            None => None,
        };
        let places = seen(&tx.reader(), &account, &region).await?;
        let question = Question {
            places: &places,
            filter: &filter,
            order: &order,
            after,
            limit: limit(input.max_results, MOST),
            now: tx.call().time,
        };
        let (found, next) = service(tx.plane())?.index.ask(&tx.reader(), &question).await?;
        let shown = found.into_iter().map(|one| json::document("AwsSecurityFinding", &Value::Object(one.finding))).collect();
        let mut members = vec![("Findings", Document::List(shown))];
        if let Some(next) = next {
            let text = serde_json::to_string(&next).map_err(Failure::internal)?;
            members.push(("NextToken", Document::String(token(&listing, &text))));
        }
        Ok(Raw(Document::Structure(members)))
    }
}

impl Handle for UpdateFindings {
    async fn access(_: &api::UpdateFindingsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(input: &api::UpdateFindingsRequest, tx: &mut Transaction<'_>) -> Result<api::UpdateFindingsResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        let (filter, _) = filter(Some(&input.filters))?;
        if input.note.is_none() && input.record_state.is_none() {
            return Err(invalid("Either Note or RecordState must be given"));
        }
        let mut said = Map::new();
        if let Some(note) = &input.note {
            said.insert("Note".to_owned(), json::of(note));
        }
        let places = seen(&tx.reader(), &account, &region).await?;
        let order = Order::default();
        let question =
            Question { places: &places, filter: &filter, order: &order, after: None, limit: MOST_UPDATED, now: tx.call().time };
        let (found, more) = service(tx.plane())?.index.ask(&tx.reader(), &question).await?;
        if more.is_some() {
            return Err(errors::limit(format!("The filters match more than {MOST_UPDATED} findings")));
        }
        let identity = tx.call().principal.arn.clone();
        for place in places {
            let mut written = Written::default();
            for one in found.iter().filter(|one| one.place == place) {
                let state = input.record_state.map(api::RecordState::as_str);
                update(tx, &place, &one.key, &said, state, &identity, &mut written).await?;
            }
            written.finish(tx, &place).await?;
        }
        Ok(api::UpdateFindingsResponse {})
    }
}

/// Changes a finding as a customer says; false if it is not there.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn update(
    tx: &mut Transaction<'_>,
    place: &Place,
    key: &str,
    said: &Map<String, Value>,
    record_state: Option<&str>,
    identity: &str,
    written: &mut Written,
) -> Result<bool, Failure> {
    let Some(mut stored) = tx.get::<Finding>(&place.0, &place.1, key).await? else { return Ok(false) };
    let now = tx.call().time;
    let old = stored.body.asff.clone();
    for field in findings::merge::customer(&mut stored.body.asff, said, now) {
        if asff::defaults::SHARED.contains(&field.as_str()) && !stored.body.customers.contains(&field) {
            stored.body.customers.push(field);
        }
    }
    if let Some(state) = record_state {
        stored.body.asff.insert("RecordState".to_owned(), state.into());
    }
    stored.body.day = now.as_millisecond().div_euclid(findings::merge::DAY_MS);
    history::keep(tx, place, key, Source::Update, identity, &old, &stored.body.asff)?;
    written.put(tx, stored)?;
    Ok(true)
}
