//! Advanced queries, and queries that are kept.

use plane::page::{position, token as page_token};
use plane::{Access, Failure, Handle, Lookup, LookupValue, Reader, Resource, Stored, Transaction};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{limit, tags};
use crate::api::{self, FieldInfo, InvalidExpressionException, QueryInfo, ResourceConcurrentModificationException, operation};
use crate::errors::{not_found, token, validation};
use crate::item::{Current, iso, resource_key};
use crate::judge::resources::{BY_ARN, Evaluation, OF_RESOURCE, Verdict};
use crate::place::arn;
use crate::select::{Query, Runner};

/// Rows in one page: of resources, of groups, and at most.
/// See <https://docs.aws.amazon.com/config/latest/APIReference/API_SelectResourceConfig.html>.
const PAGE: usize = 25;
const GROUPS: usize = 500;
const MOST: usize = 100;
/// Documents that are read at once.
const READ: usize = 500;
/// The type of what rules say of a resource.
const COMPLIANCE: &str = "AWS::Config::ResourceCompliance";
/// Queries that an account keeps in a region.
const MOST_QUERIES: u64 = 300;

fn wrong(what: impl std::fmt::Display) -> Failure {
    InvalidExpressionException::new(what.to_string()).into()
}

/// A position among the places of a query and the resources there.
fn split(position: &str) -> (usize, Option<String>) {
    match position.split_once('/') {
        Some((place, after)) => (place.parse().unwrap_or(0), Some(after.to_owned()).filter(|after| !after.is_empty())),
        None => (0, None),
    }
}

/// What rules say of a resource, as a resource that can be queried.
async fn compliance_row(reader: &Reader<'_>, found: &Stored<Verdict>) -> Result<Value, Failure> {
    let (account, region) = (found.key.account.as_str(), found.key.region.as_str());
    let (kind, id) = found.key.id.split_once('|').unwrap_or_default();
    let value = Evaluation::of_resource(account, region, kind, id);
    let words = reader.find_all::<Evaluation>(OF_RESOURCE, &value, None, 2_000).await?;
    let rules: Vec<Value> = words
        .iter()
        .map(|word| json!({"configRuleName": word.body.rule, "complianceType": word.body.compliance.as_str()}))
        .collect();
    let at = words.iter().map(|word| word.body.recorded).max().unwrap_or_default();
    Ok(json!({
        "accountId": account,
        "awsRegion": region,
        "resourceType": COMPLIANCE,
        "resourceId": format!("{kind}/{id}"),
        "configurationItemCaptureTime": iso(at),
        "configurationItemStatus": "OK",
        "configuration": {
            "complianceType": found.body.compliance().as_str(),
            "targetResourceId": id,
            "targetResourceType": kind,
            "configRuleList": rules,
        },
    }))
}

/// The next resources of a place after one, at most so many, and the one after which it goes on.
async fn read(
    reader: &Reader<'_>,
    place: &(String, String),
    prefix: &str,
    after: Option<&str>,
) -> Result<(Vec<(String, Value)>, Option<String>), Failure> {
    let (account, region) = place;
    if prefix.strip_suffix('|') == Some(COMPLIANCE) {
        let page = reader.list::<Verdict>(account, region, "", after, READ).await?;
        let next = page.last().filter(|_| page.len() == READ).map(|last| last.key.id.clone());
        let mut rows = Vec::new();
        for found in &page {
            rows.push((found.key.id.clone(), compliance_row(reader, found).await?));
        }
        return Ok((rows, next));
    }
    let page = reader.list::<Current>(account, region, prefix, after, READ).await?;
    let next = page.last().filter(|_| page.len() == READ).map(|last| last.key.id.clone());
    let rows = page
        .into_iter()
        .filter(|found| found.body.exists() && found.body.item.kind != rules::ACCOUNT)
        .map(|found| (found.key.id, found.body.item.queried()));
    Ok((rows.collect(), next))
}

/// Rows of a query over places, a page of them.
pub(super) struct Selected {
    pub rows: Vec<String>,
    pub info: QueryInfo,
    pub next: Option<String>,
}

/// Runs a query over places: accounts and regions.
///
/// # Errors
/// `InvalidExpressionException` with the position, `InvalidNextTokenException`.
pub(super) async fn select(
    reader: &Reader<'_>,
    places: &[(String, String)],
    expression: &str,
    size: Option<i32>,
    given: Option<&str>,
    listing: &str,
) -> Result<Selected, Failure> {
    let query = Query::parse(expression).map_err(wrong)?;
    let info =
        QueryInfo { select_fields: Some(query.columns.iter().map(|column| FieldInfo { name: Some(column.name()) }).collect()) };
    let listing = format!("{listing} {expression}");
    let after = given.map(|given| position(&listing, given).ok_or_else(token)).transpose()?;
    let prefixes = match query.types() {
        Some(types) => types.iter().map(|kind| resource_key(kind, "")).collect(),
        None => vec![String::new()],
    };
    // Each place is gone through once for each type.
    let spans: Vec<(&(String, String), &String)> =
        places.iter().flat_map(|place| prefixes.iter().map(move |prefix| (place, prefix))).collect();
    let mut runner = Runner::new(&query);
    if !query.aggregates() && query.order.is_empty() {
        let size = limit(size, PAGE, MOST);
        let (begin, mut within) = after.as_deref().map(split).unwrap_or_default();
        let mut rows = Vec::new();
        for (n, (place, prefix)) in spans.iter().enumerate().skip(begin) {
            loop {
                let (page, next) = read(reader, place, prefix, within.as_deref()).await?;
                for (id, resource) in &page {
                    if !runner.wants(resource) {
                        continue;
                    }
                    if rows.len() == size {
                        // The last row's place is where the next page begins; what lies between does not fit.
                        let next = page_token(&listing, &format!("{n}/{}", within_before(&page, id, within.as_deref())));
                        return Ok(Selected { rows, info, next: Some(next) });
                    }
                    rows.push(runner.row(resource).to_string());
                }
                within = next;
                if within.is_none() {
                    break;
                }
            }
        }
        return Ok(Selected { rows, info, next: None });
    }
    for (place, prefix) in &spans {
        let mut within: Option<String> = None;
        loop {
            let (page, next) = read(reader, place, prefix, within.as_deref()).await?;
            for (_, resource) in &page {
                if runner.wants(resource) && !runner.take(resource) {
                    return Err(wrong("The query has too many rows to sort or to group: narrow it with WHERE."));
                }
            }
            within = next;
            if within.is_none() {
                break;
            }
        }
    }
    let size = limit(size, if query.aggregates() { GROUPS } else { PAGE }, if query.aggregates() { GROUPS } else { MOST });
    let from = match after {
        Some(after) => after.parse::<usize>().map_err(|_| token())?,
        None => 0,
    };
    let all = runner.finish();
    let rows: Vec<String> = all.iter().skip(from).take(size).map(Value::to_string).collect();
    let next = (from + rows.len() < all.len()).then(|| page_token(&listing, &(from + rows.len()).to_string()));
    Ok(Selected { rows, info, next })
}

/// The resource before one in a page: after it the next page begins.
fn within_before(page: &[(String, Value)], id: &str, before: Option<&str>) -> String {
    let at = page.iter().position(|(known, _)| known == id).unwrap_or(0);
    match at.checked_sub(1).and_then(|at| page.get(at)) {
        Some((known, _)) => known.clone(),
        None => before.unwrap_or_default().to_owned(),
    }
}

impl Handle for operation::SelectResourceConfig {
    async fn access(_: &api::SelectResourceConfigRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::SelectResourceConfigRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::SelectResourceConfigResponse, Failure> {
        let place = (tx.account().to_owned(), tx.call().region.clone());
        let listing = format!("SelectResourceConfig {} {}", place.0, place.1);
        let token = input.next_token.as_deref();
        let selected = select(&tx.reader(), &[place], &input.expression, input.limit, token, &listing).await?;
        Ok(api::SelectResourceConfigResponse {
            results: Some(selected.rows),
            query_info: Some(selected.info),
            next_token: selected.next,
        })
    }
}

/// A query that is kept. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Saved {
    pub name: String,
    pub id: String,
    pub arn: String,
    pub description: Option<String>,
    pub expression: String,
}

impl Resource for Saved {
    const KIND: &'static str = "AWS::Config::StoredQuery";

    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(BY_ARN, &self.arn)]
    }
}

async fn on_query(lookup: &Lookup<'_>, name: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    Ok(match lookup.get::<Saved>(account, region, name).await? {
        Some(found) => Access::on(&found.body.arn).resource_tags(&found.tags),
        None => Access::on(arn(lookup.plane(), account, region, &format!("stored-query/{name}/*"))),
    })
}

fn missing(name: &str) -> Failure {
    not_found(format!("There is no stored query with the name {name}."))
}

impl Handle for operation::PutStoredQuery {
    async fn access(input: &api::PutStoredQueryRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_query(lookup, &input.stored_query.query_name).await?.request_tags(tags::pairs(input.tags.as_ref())))
    }

    async fn run(input: &api::PutStoredQueryRequest, tx: &mut Transaction<'_>) -> Result<api::PutStoredQueryResponse, Failure> {
        let given = &input.stored_query;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let expression = given.expression.clone().ok_or_else(|| validation("Expression is required."))?;
        Query::parse(&expression).map_err(|error| validation(error.to_string()))?;
        let there = tx.get::<Saved>(&account, &region, &given.query_name).await?;
        let named = |given: Option<&String>, own: &str| given.is_some_and(|given| given != own);
        if let Some(there) = &there
            && (named(given.query_id.as_ref(), &there.body.id) || named(given.query_arn.as_ref(), &there.body.arn))
        {
            return Err(validation("QueryName, QueryId and QueryArn are not those of one query."));
        }
        if there.is_none() {
            if given.query_id.is_some() || given.query_arn.is_some() {
                return Err(validation("QueryId and QueryArn should be empty for a new query."));
            }
            if tx.reader().count::<Saved>(&account, &region).await? >= MOST_QUERIES {
                return Err(ResourceConcurrentModificationException::new(format!(
                    "At most {MOST_QUERIES} queries can be stored."
                ))
                .into());
            }
        }
        let id = there.as_ref().map_or_else(|| format!("query-{}", tx.plane().ids.lower(16)), |there| there.body.id.clone());
        let query_arn = arn(tx.plane(), &account, &region, &format!("stored-query/{}/{id}", given.query_name));
        let saved = Saved {
            name: given.query_name.clone(),
            id,
            arn: query_arn.clone(),
            description: given.description.clone(),
            expression,
        };
        tx.touched(&query_arn, &account, "AWS::Config::StoredQuery");
        let tags = tags::checked(input.tags.as_ref())?;
        match there {
            Some(there) => tx.put(&Stored { body: saved, ..there })?,
            None => tx.put(&Stored::new(&account, &region, &given.query_name, saved).arn(&query_arn).tags(tags))?,
        }
        Ok(api::PutStoredQueryResponse { query_arn: Some(query_arn) })
    }
}

impl Handle for operation::GetStoredQuery {
    async fn access(input: &api::GetStoredQueryRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_query(lookup, &input.query_name).await
    }

    async fn run(input: &api::GetStoredQueryRequest, tx: &mut Transaction<'_>) -> Result<api::GetStoredQueryResponse, Failure> {
        let found = tx.reader().get::<Saved>(tx.account(), &tx.call().region, &input.query_name).await?;
        let saved = found.ok_or_else(|| missing(&input.query_name))?.body;
        Ok(api::GetStoredQueryResponse {
            stored_query: Some(api::StoredQuery {
                query_id: Some(saved.id),
                query_arn: Some(saved.arn),
                query_name: saved.name,
                description: saved.description,
                expression: Some(saved.expression),
            }),
        })
    }
}

impl Handle for operation::DeleteStoredQuery {
    async fn access(input: &api::DeleteStoredQueryRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_query(lookup, &input.query_name).await
    }

    async fn run(
        input: &api::DeleteStoredQueryRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteStoredQueryResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let found = tx.get::<Saved>(&account, &region, &input.query_name).await?.ok_or_else(|| missing(&input.query_name))?;
        tx.touched(&found.body.arn, &account, "AWS::Config::StoredQuery");
        tx.delete(&found);
        Ok(api::DeleteStoredQueryResponse {})
    }
}

impl Handle for operation::ListStoredQueries {
    async fn access(_: &api::ListStoredQueriesRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::ListStoredQueriesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListStoredQueriesResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let all = tx.reader().all::<Saved>(&account, &region, "").await?;
        let listing = format!("ListStoredQueries {account} {region}");
        let size = limit(input.max_results, 100, 100);
        let page = plane::page::cut(all, &listing, input.next_token.as_deref(), size, |one| one.key.id.clone(), token)?;
        let shown = page.items.into_iter().map(|one| api::StoredQueryMetadata {
            query_id: one.body.id,
            query_arn: one.body.arn,
            query_name: one.body.name,
            description: one.body.description,
        });
        Ok(api::ListStoredQueriesResponse { stored_query_metadata: Some(shown.collect()), next_token: page.next })
    }
}
