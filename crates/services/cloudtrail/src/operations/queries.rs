//! Queries over event data stores.

use std::collections::BTreeMap;

use lake::LakeError;
use plane::page::{position, token};
use plane::{Access, Failure, Handle, Lookup, Stored, Timestamp, Transaction};

use crate::api::operation::{CancelQuery, DescribeQuery, GetQueryResults, ListQueries, StartQuery};
use crate::api::{
    CancelQueryRequest, CancelQueryResponse, DeliveryStatus, DescribeQueryRequest, DescribeQueryResponse, GetQueryResultsRequest,
    GetQueryResultsResponse, InactiveQueryException, InvalidDateRangeException, InvalidParameterException,
    InvalidQueryStatementException, ListQueriesRequest, ListQueriesResponse, MaxConcurrentQueriesException, Query,
    QueryIdNotFoundException, QueryStatistics, QueryStatisticsForDescribeQuery, QueryStatus, StartQueryRequest,
    StartQueryResponse,
};
use crate::dashboards::Dashboard;
use crate::engine;
use crate::operations::stores::{bad_token, moment, most};
use crate::query_results;
use crate::query_run::{BY_REFRESH, BY_STORE, QueryRows, QueryRun, chunk_id};
use crate::statement::{self, Statement};
use crate::stores::EventDataStore;
use crate::stores::find::{inactive, on_store, read_store, touched};
use crate::stores::sealing;

/// Queries of an account in a region that may run at once.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html>.
const MOST_ACTIVE: usize = 10;
/// Queries, or rows, on a page.
const PAGE: i32 = 1000;

/// What a request asks: its statement, and the alias it came from.
async fn asked(
    lookup: &plane::Reader<'_>,
    account: &str,
    region: &str,
    input: &StartQueryRequest,
) -> Result<Option<String>, Failure> {
    match (&input.query_statement, &input.query_alias) {
        (Some(text), _) => Ok(Some(text.clone())),
        (None, Some(alias)) => {
            let parameters = input.query_parameters.clone().unwrap_or_default();
            for dashboard in lookup.all::<Dashboard>(account, region, "").await? {
                if let Some(widget) = dashboard.body.widgets.iter().find(|w| w.alias == *alias) {
                    return Ok(statement::fill(&widget.statement, &parameters));
                }
            }
            Ok(None)
        }
        (None, None) => Ok(None),
    }
}

/// The permission to do something with the stores of a statement or query.
async fn on_stores<'a>(lookup: &Lookup<'_>, names: impl Iterator<Item = &'a str>) -> Result<Access, Failure> {
    let mut access: Option<Access> = None;
    for name in names {
        let one = on_store(lookup, name).await?;
        access = Some(match access {
            Some(all) => all.and(one),
            None => one,
        });
    }
    // What names no store is refused to whoever may query none.
    let call = lookup.call();
    Ok(access.unwrap_or_else(|| Access::on(lookup.plane().arn("cloudtrail", &call.region, call.account(), "eventdatastore/*"))))
}

async fn on_query(lookup: &Lookup<'_>, id: &str) -> Result<Access, Failure> {
    let call = lookup.call();
    let found = lookup.get::<QueryRun>(call.account(), &call.region, id).await?;
    let arns: Vec<String> = found.into_iter().flat_map(|q| q.body.stores).map(|(_, _, arn)| arn).collect();
    on_stores(lookup, arns.iter().map(String::as_str)).await
}

/// The query that a request names.
async fn held(tx: &mut Transaction<'_>, id: &str) -> Result<Stored<QueryRun>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let found = tx.get::<QueryRun>(&account, &region, id).await?;
    found.ok_or_else(|| QueryIdNotFoundException::new(format!("The query {id} was not found.")).into())
}

/// An error of a statement, as AWS says it.
pub fn refused(error: LakeError) -> Failure {
    match error {
        LakeError::Internal(detail) => Failure::internal(detail),
        LakeError::Storage { .. } => Failure::internal(error),
        _ => InvalidQueryStatementException::new(error.to_string()).into(),
    }
}

/// A query of a statement, checked and queued.
///
/// # Errors
/// What is wrong with the statement or its event data stores, `MaxConcurrentQueriesException`.
pub async fn start(tx: &mut Transaction<'_>, text: String, uri: Option<String>) -> Result<QueryRun, Failure> {
    let Statement { text: planned, stores: names } = statement::read(&text);
    let mut stores: Vec<EventDataStore> = Vec::with_capacity(names.len());
    for name in &names {
        stores.push(read_store(tx, name).await?.body);
    }
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    queue(tx, (&account, &region), text, planned, stores, uri).await
}

/// A query of an account in a region, over event data stores that it may read: checked, to be put.
///
/// # Errors
/// What is wrong with the statement, `InactiveEventDataStoreException`, `MaxConcurrentQueriesException`.
pub async fn queue(
    tx: &mut Transaction<'_>,
    (account, region): (&str, &str),
    text: String,
    planned: String,
    stores: Vec<EventDataStore>,
    uri: Option<String>,
) -> Result<QueryRun, Failure> {
    if let Some(store) = stores.iter().find(|store| !store.is_active()) {
        return Err(inactive(store));
    }
    let ids: Vec<String> = stores.iter().map(|s| s.id.clone()).collect();
    engine::check(&planned, &ids).await.map_err(refused)?;
    if stores.is_empty() {
        return Err(InvalidQueryStatementException::new("The query must name an event data store in its FROM clause.").into());
    }
    let active = tx.all::<QueryRun>(account, region, "").await?;
    if active.iter().filter(|q| q.body.is_active()).count() >= MOST_ACTIVE {
        return Err(MaxConcurrentQueriesException::new(format!(
            "You are already running the maximum number of concurrent queries: {MOST_ACTIVE}."
        ))
        .into());
    }
    let query = QueryRun {
        id: tx.plane().ids.uuid().to_string(),
        statement: text,
        planned,
        stores: stores.iter().map(|s| (s.account.clone(), s.id.clone(), s.arn.clone())).collect(),
        alias: None,
        refresh: None,
        delivery_status: uri.is_some().then_some(DeliveryStatus::Pending),
        delivery: uri,
        status: QueryStatus::Queued,
        error: None,
        attempts: 0,
        columns: Vec::new(),
        rows: 0,
        chunks: 0,
        bytes_scanned: 0,
        events_scanned: 0,
        ran_ms: 0,
        created_at: tx.call().time.as_millisecond(),
        finished_at: None,
    };
    query_results::check(&tx.reader(), &query, account).await?;
    stores.iter().for_each(|store| touched(tx, store));
    Ok(query)
}

impl Handle for StartQuery {
    async fn access(input: &StartQueryRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let text = asked(lookup, lookup.account(), &lookup.call().region, input).await?.unwrap_or_default();
        let stores = statement::read(&text).stores;
        let mut access = on_stores(lookup, stores.iter().map(String::as_str)).await?;
        for store in &stores {
            access = access.and(sealing::to_query(lookup, store).await?);
        }
        Ok(access)
    }

    async fn run(input: &StartQueryRequest, tx: &mut Transaction<'_>) -> Result<StartQueryResponse, Failure> {
        if input.query_statement.is_some() == input.query_alias.is_some() {
            return Err(InvalidParameterException::new("Give either QueryStatement or QueryAlias.").into());
        }
        let text = asked(&tx.reader(), tx.account(), &tx.call().region, input).await?;
        let text =
            text.ok_or_else(|| InvalidParameterException::new("There is no query of this alias with so many parameters."))?;
        let mut query = start(tx, text, input.delivery_s3_uri.clone()).await?;
        query.alias.clone_from(&input.query_alias);
        let owner = query.stores.first().map(|(account, _, _)| account.clone()).filter(|account| account != tx.account());
        let id = query.id.clone();
        tx.put(&Stored::new(tx.account(), &tx.call().region, id.clone(), query))?;
        Ok(StartQueryResponse { query_id: Some(id), event_data_store_owner_account_id: owner })
    }
}

/// Finds the query that DescribeQuery means: by its id, or the last one of a widget's alias, or of its refresh.
async fn described(
    lookup: &plane::Reader<'_>,
    account: &str,
    region: &str,
    input: &DescribeQueryRequest,
) -> Result<Option<String>, Failure> {
    if let Some(id) = &input.query_id {
        return Ok(Some(id.clone()));
    }
    let Some(alias) = &input.query_alias else { return Ok(None) };
    let found = match &input.refresh_id {
        Some(refresh) => lookup.find_all::<QueryRun>(BY_REFRESH, refresh, None, 1000).await?,
        None => lookup.all::<QueryRun>(account, region, "").await?,
    };
    let mine = found.into_iter().filter(|q| q.key.account == account && q.key.region == region);
    let newest = mine.filter(|q| q.body.alias.as_ref() == Some(alias)).max_by_key(|q| q.body.created_at);
    Ok(newest.map(|q| q.body.id))
}

impl Handle for DescribeQuery {
    async fn access(input: &DescribeQueryRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let id = described(lookup, lookup.account(), &lookup.call().region, input).await?;
        on_query(lookup, id.as_deref().unwrap_or_default()).await
    }

    async fn run(input: &DescribeQueryRequest, tx: &mut Transaction<'_>) -> Result<DescribeQueryResponse, Failure> {
        if input.query_id.is_some() == input.query_alias.is_some() {
            return Err(InvalidParameterException::new("Give either QueryId or QueryAlias.").into());
        }
        let id = described(&tx.reader(), tx.account(), &tx.call().region, input).await?.unwrap_or_default();
        let query = held(tx, &id).await?.body;
        let events = |n: u64| i64::try_from(n).ok();
        Ok(DescribeQueryResponse {
            query_id: Some(query.id),
            query_string: Some(query.statement),
            query_status: Some(query.status),
            query_statistics: Some(QueryStatisticsForDescribeQuery {
                events_matched: events(query.rows),
                events_scanned: events(query.events_scanned),
                bytes_scanned: events(query.bytes_scanned),
                execution_time_in_millis: i32::try_from(query.ran_ms).ok(),
                creation_time: moment(query.created_at),
            }),
            error_message: query.error,
            delivery_s3_uri: query.delivery,
            delivery_status: query.delivery_status,
            prompt: None,
            event_data_store_owner_account_id: query.stores.first().map(|(a, _, _)| a.clone()).filter(|a| a != tx.account()),
        })
    }
}

impl Handle for GetQueryResults {
    async fn access(input: &GetQueryResultsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_query(lookup, &input.query_id).await
    }

    async fn run(input: &GetQueryResultsRequest, tx: &mut Transaction<'_>) -> Result<GetQueryResultsResponse, Failure> {
        let most = most(input.max_query_results, PAGE)?;
        let key = held(tx, &input.query_id).await?;
        let (key, query) = (key.key, key.body);
        let listing = format!("GetQueryResults {}", query.id);
        let (mut chunk, mut row) = (0_u64, 0_usize);
        if let Some(token) = &input.next_token {
            let place = position(&listing, token).ok_or_else(bad_token)?;
            let place = place.split_once('.').and_then(|(c, r)| Some((c.parse().ok()?, r.parse().ok()?)));
            (chunk, row) = place.ok_or_else(bad_token)?;
        }
        let finished = matches!(query.status, QueryStatus::Finished | QueryStatus::TimedOut | QueryStatus::Cancelled);
        let mut shown = Vec::new();
        let mut next_token = None;
        while finished && chunk < query.chunks && next_token.is_none() {
            let rows = tx.reader().get::<QueryRows>(&key.account, &key.region, &chunk_id(&query.id, chunk)).await?;
            let rows = rows.map(|r| r.body.rows).unwrap_or_default();
            let length = rows.len();
            for values in rows.into_iter().skip(row).take(most - shown.len()) {
                let one = |(name, value): (&String, Option<String>)| BTreeMap::from([(name.clone(), value.unwrap_or_default())]);
                shown.push(query.columns.iter().zip(values).map(one).collect::<Vec<_>>());
                row += 1;
            }
            if row >= length {
                (chunk, row) = (chunk + 1, 0);
            }
            if shown.len() >= most && chunk < query.chunks {
                next_token = Some(token(&listing, &format!("{chunk}.{row}")));
            }
            if shown.len() >= most {
                break;
            }
        }
        Ok(GetQueryResultsResponse {
            query_status: Some(query.status),
            query_statistics: Some(QueryStatistics {
                results_count: i32::try_from(shown.len()).ok(),
                total_results_count: i32::try_from(query.rows).ok(),
                bytes_scanned: i64::try_from(query.bytes_scanned).ok(),
            }),
            query_result_rows: Some(shown),
            next_token,
            error_message: query.error,
        })
    }
}

impl Handle for ListQueries {
    async fn access(input: &ListQueriesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_store(lookup, &input.event_data_store).await
    }

    async fn run(input: &ListQueriesRequest, tx: &mut Transaction<'_>) -> Result<ListQueriesResponse, Failure> {
        let store = read_store(tx, &input.event_data_store).await?.body;
        if !store.is_active() {
            return Err(inactive(&store));
        }
        let (from, until) = (input.start_time.map(Timestamp::as_millisecond), input.end_time.map(Timestamp::as_millisecond));
        if let (Some(from), Some(until)) = (from, until)
            && from > until
        {
            return Err(InvalidDateRangeException::new("The start time must be before the end time.").into());
        }
        let mut found = tx.reader().find_all::<QueryRun>(BY_STORE, &store.arn, None, usize::MAX >> 1).await?;
        found.retain(|q| {
            let at = q.body.created_at;
            q.key.account == tx.account()
                && from.is_none_or(|from| at >= from)
                && until.is_none_or(|until| at <= until)
                && input.query_status.is_none_or(|status| status == q.body.status)
        });
        // Newest first; a page goes on behind the time and id of its last.
        let place = |q: &Stored<QueryRun>| format!("{:016x}{}", i64::MAX - q.body.created_at, q.body.id);
        found.sort_by_key(place);
        let listing = format!("ListQueries {} {from:?} {until:?} {:?}", store.arn, input.query_status);
        let size = most(input.max_results, PAGE)?;
        let page = plane::page::cut(found, &listing, input.next_token.as_deref(), size, place, bad_token)?;
        let queries = page.items.into_iter().map(|q| Query {
            query_id: Some(q.body.id),
            query_status: Some(q.body.status),
            creation_time: moment(q.body.created_at),
        });
        Ok(ListQueriesResponse { queries: Some(queries.collect()), next_token: page.next })
    }
}

impl Handle for CancelQuery {
    async fn access(input: &CancelQueryRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_query(lookup, &input.query_id).await
    }

    async fn run(input: &CancelQueryRequest, tx: &mut Transaction<'_>) -> Result<CancelQueryResponse, Failure> {
        let mut query = held(tx, &input.query_id).await?;
        if !query.body.is_active() {
            return Err(InactiveQueryException::new(format!("The query {} is not running any more.", input.query_id)).into());
        }
        query.body.status = QueryStatus::Cancelled;
        query.body.finished_at = Some(tx.call().time.as_millisecond());
        if query.body.delivery_status.is_some() {
            query.body.delivery_status = Some(DeliveryStatus::Cancelled);
        }
        tx.put(&query)?;
        let owner = query.body.stores.first().map(|(a, _, _)| a.clone()).filter(|a| a != tx.account());
        Ok(CancelQueryResponse {
            query_id: query.body.id,
            query_status: query.body.status,
            event_data_store_owner_account_id: owner,
        })
    }
}
