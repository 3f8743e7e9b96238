//! Logs Insights: starting, stopping and reading queries.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AnalyzingLogData.html>.

use std::sync::PoisonError;

use insights::{QueryError, compile};
use plane::page::{cut, position, token};
use plane::{Access, Failure, Handle, Lookup, Reader, Stored, Transaction};

use crate::api::{self, QueryLanguage, QueryStatus, operation};
use crate::errors::{bad_token, invalid};
use crate::lookup_tables::{self, LookupTable};
use crate::place::{group_name, on_group};
use crate::queries::{QueryRows, QueryRun, chunk_id, sourced, sourced_range};
use crate::resources::LogGroup;

/// Queries of an account and region that have not ended.
const MOST_ACTIVE: usize = 30;
/// Log groups that a request names.
const MOST_GROUPS: usize = 50;
/// Rows of a result in a reply.
const MOST_ROWS: i32 = 10_000;
/// Queries in a page.
const PAGE: i32 = 1000;
/// Names of log groups in a page.
const MOST_NAMES: i32 = 500;

/// What a query that cannot be compiled is answered with.
fn malformed(error: &QueryError) -> Failure {
    let offset = |at: usize| i32::try_from(at).ok();
    let location = api::QueryCompileErrorLocation {
        start_char_offset: offset(error.location.start),
        end_char_offset: offset(error.location.end),
    };
    let compile_error = api::QueryCompileError { location: Some(location), message: Some(error.to_string()) };
    api::MalformedQueryException { message: error.to_string(), query_compile_error: Some(compile_error) }.into()
}

/// The log groups that a query reads itself, and those of its subqueries and joins.
struct Reads {
    own: Vec<String>,
    others: Vec<String>,
    tables: Vec<String>,
    unmasks: bool,
}

async fn reads(reader: &Reader<'_>, account: &str, region: &str, input: &api::StartQueryRequest) -> Result<Reads, Failure> {
    let given = [
        input.log_group_name.is_some(),
        input.log_group_names.as_ref().is_some_and(|names| !names.is_empty()),
        input.log_group_identifiers.as_ref().is_some_and(|names| !names.is_empty()),
    ];
    if given.iter().filter(|it| **it).count() > 1 {
        return Err(invalid("logGroupName, logGroupNames and logGroupIdentifiers are mutually exclusive."));
    }
    let query = compile(&input.query_string).map_err(|error| malformed(&error))?;
    let mut own: Vec<String> = input.log_group_name.iter().chain(input.log_group_names.iter().flatten()).cloned().collect();
    for identifier in input.log_group_identifiers.iter().flatten() {
        own.push(group_name(identifier, account, region)?);
    }
    if own.len() > MOST_GROUPS {
        return Err(invalid(format!("A query can read at most {MOST_GROUPS} log groups.")));
    }
    let sources = query.source().into_iter().chain(query.auxiliaries().iter().filter_map(|auxiliary| auxiliary.source()));
    for identifier in sources.clone().flat_map(|source| &source.groups) {
        group_name(identifier, account, region)?;
    }
    let groups: Vec<LogGroup> = if sources.clone().any(|source| source.selected) {
        reader.all::<LogGroup>(account, region, "").await?.into_iter().map(|group| group.body).collect()
    } else {
        Vec::new()
    };
    if let Some(source) = query.source() {
        if !own.is_empty() {
            return Err(invalid("Log groups are named either by the request or by SOURCE."));
        }
        own = sourced(source, &groups, account);
    }
    let others = query
        .auxiliaries()
        .iter()
        .filter_map(|auxiliary| auxiliary.source())
        .flat_map(|source| sourced(source, &groups, account));
    let mut others: Vec<String> = others.collect();
    others.sort();
    others.dedup();
    Ok(Reads { own, others, tables: lookup_tables::named(&query), unmasks: query.unmasks() })
}

impl Handle for operation::StartQuery {
    async fn access(input: &api::StartQueryRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        // What cannot be read is refused by the run, behind the permission on whatever it names.
        let reads = match reads(lookup, lookup.account(), &lookup.call().region, input).await {
            Ok(reads) => reads,
            Err(_) => {
                let named = input.log_group_name.iter().chain(input.log_group_names.iter().flatten()).cloned();
                let identified = input.log_group_identifiers.iter().flatten();
                let identified = identified.filter_map(|it| group_name(it, lookup.account(), &lookup.call().region).ok());
                Reads { own: named.chain(identified).collect(), others: Vec::new(), tables: Vec::new(), unmasks: false }
            }
        };
        let mut access: Option<Access> = None;
        let mut also = |one: Access| {
            access = Some(match access.take() {
                Some(access) => access.and(one),
                None => one,
            })
        };
        for name in reads.own.iter().chain(&reads.others) {
            also(on_group(lookup, name).await?);
            if reads.unmasks {
                also(on_group(lookup, name).await?.action("logs:Unmask"));
            }
        }
        let access = match access {
            Some(access) => access,
            None => on_group(lookup, "*").await?,
        };
        Ok(super::lookup_tables::to_read(lookup, &reads.tables).await?.into_iter().fold(access, Access::and))
    }

    async fn run(input: &api::StartQueryRequest, tx: &mut Transaction<'_>) -> Result<api::StartQueryResponse, Failure> {
        if let Some(language @ (QueryLanguage::Sql | QueryLanguage::Ppl)) = input.query_language {
            return Err(invalid(format!("The query language {} is not implemented: use CWLI.", language.as_str())));
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let reads = reads(&tx.reader(), &account, &region, input).await?;
        let query = compile(&input.query_string).map_err(|error| malformed(&error))?;
        for table in lookup_tables::named(&query) {
            if tx.reader().get::<LookupTable>(&account, &region, &table).await?.is_none() {
                let message = format!("The lookup table {table} does not exist.");
                return Err(api::MalformedQueryException::new(message).into());
            }
        }
        if reads.own.is_empty() {
            return Err(invalid(
                "The query names no log group: give logGroupNames or logGroupIdentifiers, or begin it with SOURCE.",
            ));
        }
        for name in reads.own.iter().chain(&reads.others) {
            if tx.reader().get::<LogGroup>(&account, &region, name).await?.is_none() {
                let message = format!("Log group '{name}' does not exist for account ID '{account}' (Service: AWSLogs)");
                return Err(api::ResourceNotFoundException::new(message).into());
            }
        }
        let now = tx.call().time.as_millisecond();
        let range = sourced_range(
            query.source(),
            (milliseconds(input.start_time), milliseconds(input.end_time).saturating_add(999)),
            now,
        );
        if range.0 > range.1 {
            return Err(invalid("The start time must not be after the end time."));
        }
        let limit = match input.limit {
            None => None,
            Some(limit) => Some(
                usize::try_from(limit)
                    .ok()
                    .filter(|limit| (1..=insights::MAX_LIMIT).contains(limit))
                    .ok_or_else(|| invalid("limit is out of range."))?,
            ),
        };
        let all = tx.all::<QueryRun>(&account, &region, "").await?;
        if all.iter().filter(|query| query.body.is_active()).count() >= MOST_ACTIVE {
            let message = format!("Account maximum query concurrency limit of [{MOST_ACTIVE}] reached.");
            return Err(api::LimitExceededException::new(message).into());
        }
        let id = tx.plane().ids.uuid_at(now).to_string();
        let run = QueryRun {
            id: id.clone(),
            text: input.query_string.clone(),
            groups: reads.own,
            range,
            limit,
            status: QueryStatus::Scheduled,
            error: None,
            attempts: 0,
            rows: 0,
            chunks: 0,
            counts: (0, 0, 0),
            groups_scanned: 0,
            created_at: now,
            finished_at: None,
        };
        tx.put(&Stored::new(&account, &region, id.as_str(), run))?;
        Ok(api::StartQueryResponse { query_id: Some(id) })
    }
}

/// Times of requests are in seconds; many clients send milliseconds, which no time in seconds is as great as.
pub(super) fn milliseconds(time: i64) -> i64 {
    if time >= 100_000_000_000 { time } else { time.saturating_mul(1000) }
}

async fn held(tx: &mut Transaction<'_>, id: &str) -> Result<Stored<QueryRun>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let missing = || api::ResourceNotFoundException::new(format!("Query with ID '{id}' does not exist."));
    Ok(tx.get::<QueryRun>(&account, &region, id).await?.ok_or_else(missing)?)
}

/// What reading the results of a query needs besides the call's own permission.
async fn unmasked(lookup: &Lookup<'_>, id: &str) -> Result<Vec<Access>, Failure> {
    let found = lookup.get::<QueryRun>(lookup.account(), &lookup.call().region, id).await?;
    let mut needed = Vec::new();
    // What was unmasked for one is not for everybody.
    if let Some(run) = found.filter(|run| compile(&run.body.text).is_ok_and(|query| query.unmasks())) {
        for name in &run.body.groups {
            needed.push(on_group(lookup, name).await?.action("logs:Unmask"));
        }
    }
    Ok(needed)
}

/// What a call needs that reads the results of a query for its caller.
pub(super) async fn results_access(lookup: &Lookup<'_>, id: &str) -> Result<Access, Failure> {
    let own = Access::any().action("logs:GetQueryResults");
    Ok(unmasked(lookup, id).await?.into_iter().fold(own, Access::and))
}

impl Handle for operation::GetQueryResults {
    async fn access(input: &api::GetQueryResultsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(unmasked(lookup, &input.query_id).await?.into_iter().fold(Access::any(), Access::and))
    }

    async fn run(input: &api::GetQueryResultsRequest, tx: &mut Transaction<'_>) -> Result<api::GetQueryResultsResponse, Failure> {
        let most = match input.max_items.unwrap_or(MOST_ROWS) {
            most @ 1..=MOST_ROWS => usize::try_from(most).unwrap_or(1),
            _ => return Err(invalid(format!("maxItems must be between 1 and {MOST_ROWS}."))),
        };
        let Stored { key, body: run, .. } = held(tx, &input.query_id).await?;
        let listing = format!("GetQueryResults {}", run.id);
        let (mut chunk, mut from) = (0_u64, 0_usize);
        if let Some(token) = &input.next_token {
            let place = position(&listing, token).ok_or_else(bad_token)?;
            let place = place.split_once('.').and_then(|(chunk, row)| Some((chunk.parse().ok()?, row.parse().ok()?)));
            (chunk, from) = place.ok_or_else(bad_token)?;
        }
        let glimpse = {
            let logs = crate::service(tx.plane())?;
            logs.glimpses.lock().unwrap_or_else(PoisonError::into_inner).get(&run.id).cloned().filter(|_| run.is_active())
        };
        let (mut rows, mut next_token) = (Vec::new(), None);
        let mut statistics = (run.counts, run.groups_scanned);
        if let Some(glimpse) = glimpse {
            let read = glimpse.statistics;
            statistics = ((read.records_matched, read.records_scanned, read.bytes_scanned), glimpse.groups_scanned);
            rows.extend(glimpse.rows.into_iter().map(|row| row.fields).take(most));
        } else {
            while !run.is_active() && chunk < run.chunks {
                let kept = tx.reader().get::<QueryRows>(&key.account, &key.region, &chunk_id(&run.id, chunk)).await?;
                let kept = kept.map(|kept| kept.body.rows).unwrap_or_default();
                let left = most.saturating_sub(rows.len());
                let length = kept.len();
                rows.extend(kept.into_iter().skip(from).take(left));
                if length.saturating_sub(from) > left {
                    next_token = Some(token(&listing, &format!("{chunk}.{}", from.saturating_add(left))));
                    break;
                }
                (chunk, from) = (chunk.saturating_add(1), 0);
            }
        }
        let shown = rows.into_iter().map(|row| {
            row.into_iter().map(|(field, value)| api::ResultField { field: Some(field), value: Some(value) }).collect()
        });
        #[allow(clippy::cast_precision_loss)]
        let count = |number: u64| Some(number as f64);
        let ((matched, scanned, bytes), groups) = statistics;
        Ok(api::GetQueryResultsResponse {
            query_language: Some(QueryLanguage::Cwli),
            results: Some(shown.collect()),
            statistics: Some(api::QueryStatistics {
                records_matched: count(matched),
                records_scanned: count(scanned),
                estimated_records_skipped: Some(0.0),
                bytes_scanned: count(bytes),
                estimated_bytes_skipped: Some(0.0),
                log_groups_scanned: count(groups),
                result_count: if run.is_active() { None } else { count(run.rows) },
            }),
            status: Some(run.status),
            encryption_key: None,
            next_token,
        })
    }
}

impl Handle for operation::ListLogGroupsForQuery {
    async fn access(_: &api::ListLogGroupsForQueryRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::ListLogGroupsForQueryRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListLogGroupsForQueryResponse, Failure> {
        let limit = super::groups::page_size(input.max_results, MOST_NAMES)?;
        let run = held(tx, &input.query_id).await?.body;
        let listing = format!("ListLogGroupsForQuery {}", run.id);
        let mut groups = run.groups;
        groups.sort();
        let page = cut(groups, &listing, input.next_token.as_deref(), limit, String::clone, bad_token)?;
        Ok(api::ListLogGroupsForQueryResponse { log_group_identifiers: Some(page.items), next_token: page.next })
    }
}

impl Handle for operation::StopQuery {
    async fn access(_: &api::StopQueryRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &api::StopQueryRequest, tx: &mut Transaction<'_>) -> Result<api::StopQueryResponse, Failure> {
        let mut query = held(tx, &input.query_id).await?;
        if !query.body.is_active() {
            return Err(invalid(format!("Query '{}' is not running: it has already ended.", input.query_id)));
        }
        query.body.status = QueryStatus::Cancelled;
        query.body.finished_at = Some(tx.call().time.as_millisecond());
        tx.put(&query)?;
        Ok(api::StopQueryResponse { success: Some(true) })
    }
}

impl Handle for operation::DescribeQueries {
    async fn access(_: &api::DescribeQueriesRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &api::DescribeQueriesRequest, tx: &mut Transaction<'_>) -> Result<api::DescribeQueriesResponse, Failure> {
        let limit = super::groups::page_size(input.max_results, PAGE)?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let mut all = tx.reader().all::<QueryRun>(&account, &region, "").await?;
        all.retain(|query| {
            input.log_group_name.as_ref().is_none_or(|name| query.body.groups.contains(name))
                && input.status.is_none_or(|status| status == query.body.status)
                && input.query_language.is_none_or(|language| language == QueryLanguage::Cwli)
        });
        // The newest first.
        let place = |query: &Stored<QueryRun>| format!("{:020}{}", i64::MAX.saturating_sub(query.body.created_at), query.body.id);
        all.sort_by_key(place);
        let listing = format!(
            "DescribeQueries {account} {region} {:?} {:?} {:?}",
            input.log_group_name, input.status, input.query_language
        );
        let page = cut(all, &listing, input.next_token.as_deref(), limit, place, bad_token)?;
        #[allow(clippy::cast_precision_loss)]
        let shown = page.items.into_iter().map(|Stored { body: query, .. }| api::QueryInfo {
            query_language: Some(QueryLanguage::Cwli),
            query_id: Some(query.id),
            query_string: Some(query.text),
            status: Some(query.status),
            create_time: Some(query.created_at),
            log_group_name: query.groups.into_iter().next(),
            query_duration: query.finished_at.map(|at| at.saturating_sub(query.created_at)),
            bytes_scanned: Some(query.counts.2 as f64),
            user_identity: None,
        });
        Ok(api::DescribeQueriesResponse { queries: Some(shown.collect()), next_token: page.next })
    }
}
