//! Scheduled queries.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/ScheduledQueries.html>.

use plane::page::cut;
use plane::service_role::trusts;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::queries::milliseconds;
use super::tags::checked;
use crate::api::{
    self, ConflictException, DestinationConfiguration, QueryLanguage, ResourceNotFoundException, ScheduleType,
    ScheduledQueryState, ServiceQuotaExceededException, ValidationException, operation,
};
use crate::place::group_name;
use crate::scheduled::{PRINCIPAL, Run, S3Target, ScheduledQuery, Settings, TableTarget, arn, check_schedule, plan};

/// Scheduled queries of an account and region.
const MOST: usize = 1_000;
/// Queries and executions in a page.
const PAGE: i32 = 50;
const MOST_IN_PAGE: i32 = 1_000;
/// Longest lookback, seconds: as long as events can be kept is no bound, so it is the model's.
const LONGEST: i64 = 10 * 366 * 86_400;

fn validation(message: impl Into<String>) -> Failure {
    ValidationException::new(message).into()
}

fn missing() -> Failure {
    ResourceNotFoundException::new("The specified scheduled query does not exist.").into()
}

fn bad_token() -> Failure {
    validation("The nextToken is not one of this listing.")
}

fn page_size(given: Option<i32>) -> Result<usize, Failure> {
    match given.unwrap_or(PAGE) {
        size @ 1..=MOST_IN_PAGE => Ok(usize::try_from(size).unwrap_or(1)),
        _ => Err(validation(format!("maxResults must be between 1 and {MOST_IN_PAGE}."))),
    }
}

/// Letters, digits, and what AWS allows besides.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-/.#".contains(c))
}

/// Finds a query by its name or ARN.
pub(super) async fn find(tx: &mut Transaction<'_>, identifier: &str) -> Result<Stored<ScheduledQuery>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let id = match identifier.starts_with("arn:") {
        true => {
            let prefix = arn(tx.plane(), &region, &account, "");
            identifier.strip_prefix(&prefix).ok_or_else(missing)?.to_owned()
        }
        false => {
            let all = tx.reader().all::<ScheduledQuery>(&account, &region, "").await?;
            all.into_iter().find(|query| query.body.name == identifier).ok_or_else(missing)?.body.id
        }
    };
    tx.get::<ScheduledQuery>(&account, &region, &id).await?.ok_or_else(missing)
}

/// What a call on a query needs. One that is not there is named as it was given.
pub(super) async fn on_query(lookup: &Lookup<'_>, identifier: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    let all = lookup.all::<ScheduledQuery>(account, region, "").await?;
    let plane = lookup.plane();
    let found = all.iter().find(|query| query.body.name == identifier || query.body.arn(plane) == identifier);
    Ok(match found {
        Some(query) => Access::on(query.body.arn(plane)).resource_tags(&query.tags),
        None if identifier.starts_with("arn:") => Access::on(identifier),
        None => Access::on(arn(plane, region, account, identifier)),
    })
}

/// Whoever gives a query roles must be allowed to pass them.
fn passing(access: Access, role: &str, destinations: Option<&DestinationConfiguration>) -> Access {
    let s3 = destinations.and_then(|d| d.s3_configuration.as_ref()).map(|d| d.role_arn.as_str());
    let table = destinations.and_then(|d| d.lookup_table_configuration.as_ref()).map(|d| d.role_arn.as_str());
    [Some(role), s3, table]
        .into_iter()
        .flatten()
        .fold(access, |access, role| access.and(Access::on(role).action("iam:PassRole").key("iam:PassedToService", PRINCIPAL)))
}

macro_rules! settings {
    ($input:expr, $enabled:expr) => {
        Settings {
            description: $input.description.clone(),
            language: $input.query_language,
            text: $input.query_string.clone(),
            groups: $input.log_group_identifiers.clone().unwrap_or_default(),
            expression: $input.schedule_expression.clone(),
            zone: $input.timezone.clone(),
            start_offset: $input.start_time_offset,
            end_offset: $input.end_time_offset,
            from: $input.schedule_start_time.map(milliseconds),
            to: $input.schedule_end_time.map(milliseconds),
            role: $input.execution_role_arn.clone(),
            enabled: $enabled,
            s3: s3_of($input.destination_configuration.as_ref()),
            table: table_of($input.destination_configuration.as_ref())?,
        }
    };
}

fn s3_of(given: Option<&DestinationConfiguration>) -> Option<S3Target> {
    given.and_then(|given| given.s3_configuration.as_ref()).map(|given| S3Target {
        uri: given.destination_identifier.clone(),
        role: given.role_arn.clone(),
        owner: given.owner_account_id.clone(),
        kms_key: given.kms_key_id.clone(),
    })
}

fn table_of(given: Option<&DestinationConfiguration>) -> Result<Option<TableTarget>, Failure> {
    let Some(given) = given.and_then(|given| given.lookup_table_configuration.as_ref()) else { return Ok(None) };
    Ok(Some(TableTarget {
        name: given.table_name.clone(),
        role: given.role_arn.clone(),
        description: given.description.clone(),
        kms_key: given.kms_key_id.clone(),
        tags: checked(given.tags.as_ref())?,
    }))
}

fn shown_destinations(settings: &Settings) -> Option<DestinationConfiguration> {
    if settings.s3.is_none() && settings.table.is_none() {
        return None;
    }
    Some(DestinationConfiguration {
        s3_configuration: settings.s3.as_ref().map(|s3| api::S3Configuration {
            destination_identifier: s3.uri.clone(),
            role_arn: s3.role.clone(),
            owner_account_id: s3.owner.clone(),
            kms_key_id: s3.kms_key.clone(),
        }),
        lookup_table_configuration: settings.table.as_ref().map(|table| api::LookupTableConfiguration {
            table_name: table.name.clone(),
            role_arn: table.role.clone(),
            description: table.description.clone(),
            kms_key_id: table.kms_key.clone(),
            tags: (!table.tags.is_empty()).then(|| table.tags.iter().cloned().collect()),
        }),
    })
}

/// Checks what a caller sets.
async fn check(tx: &Transaction<'_>, settings: &Settings) -> Result<(), Failure> {
    if settings.language != QueryLanguage::Cwli {
        let message = format!("The query language {} is not implemented: use CWLI.", settings.language.as_str());
        return Err(validation(message));
    }
    let query = insights::compile(&settings.text).map_err(|error| validation(format!("The queryString is invalid: {error}")))?;
    if settings.groups.is_empty() == query.source().is_none() {
        return Err(validation("The log groups are named either by logGroupIdentifiers or by SOURCE."));
    }
    for identifier in &settings.groups {
        group_name(identifier, tx.account(), &tx.call().region)
            .map_err(|_| validation(format!("{identifier} is no log group of this account and region.")))?;
    }
    check_schedule(settings).map_err(validation)?;
    let (start, end) = (settings.start_offset.unwrap_or(crate::scheduled::LOOKBACK), settings.end_offset.unwrap_or(0));
    if !(0..=LONGEST).contains(&end) || !(0..=LONGEST).contains(&start) || start <= end {
        return Err(validation("The startTimeOffset must be greater than the endTimeOffset, and neither may be negative."));
    }
    Ok(())
}

/// Checks that the roles trust the service.
async fn check_roles(tx: &Transaction<'_>, query: &ScheduledQuery) -> Result<(), Failure> {
    let (reader, plane) = (tx.reader(), tx.plane());
    let s3 = query.settings.s3.as_ref().map(|s3| s3.role.as_str());
    let table = query.settings.table.as_ref().map(|table| table.role.as_str());
    for role in [Some(query.settings.role.as_str()), s3, table].into_iter().flatten() {
        let found = plane.identities().role(&reader, role).await?;
        let fine = found.is_some_and(|facts| facts.account == query.account && trusts(plane, &facts, &query.caller(plane)));
        if !fine {
            return Err(validation(format!("The role {role} does not exist in this account, or does not trust {PRINCIPAL}.")));
        }
    }
    Ok(())
}

fn state(settings: &Settings) -> ScheduledQueryState {
    if settings.enabled { ScheduledQueryState::Enabled } else { ScheduledQueryState::Disabled }
}

impl Handle for operation::CreateScheduledQuery {
    async fn access(input: &api::CreateScheduledQueryRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let any = arn(lookup.plane(), &lookup.call().region, lookup.account(), "*");
        let mut access = Access::on(&any);
        if let Some(tags) = input.tags.as_ref().filter(|tags| !tags.is_empty()) {
            let pairs = || tags.iter().map(|(k, v)| (k.as_str(), v.as_str()));
            access = access.request_tags(pairs()).and(Access::on(any).action("logs:TagResource").request_tags(pairs()));
        }
        Ok(passing(access, &input.execution_role_arn, input.destination_configuration.as_ref()))
    }

    async fn run(
        input: &api::CreateScheduledQueryRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::CreateScheduledQueryResponse, Failure> {
        let (account, region, now) = (tx.account().to_owned(), tx.call().region.clone(), tx.call().time.as_millisecond());
        if !is_name(&input.name) {
            return Err(validation("A name has letters, digits, and the signs _ - / . # only."));
        }
        let settings = settings!(input, input.state != Some(ScheduledQueryState::Disabled));
        check(tx, &settings).await?;
        let all = tx.all::<ScheduledQuery>(&account, &region, "").await?;
        if all.iter().any(|query| query.body.name == input.name) {
            return Err(ConflictException::new("A scheduled query of this name already exists.").into());
        }
        if all.len() >= MOST {
            let message = format!("The account has reached the limit of {MOST} scheduled queries.");
            return Err(ServiceQuotaExceededException::new(message).into());
        }
        let tags = checked(input.tags.as_ref())?;
        let mut query = ScheduledQuery {
            id: tx.plane().ids.uuid().to_string(),
            name: input.name.clone(),
            account: account.clone(),
            region: region.clone(),
            settings,
            created_at: now,
            updated_at: now,
            due: None,
            last_triggered: None,
            last_status: None,
        };
        check_roles(tx, &query).await?;
        plan(tx, &mut query, now).await?;
        let (arn, id, state) = (query.arn(tx.plane()), query.id.clone(), state(&query.settings));
        tx.put(&Stored::new(&account, &region, &id, query).arn(arn.clone()).tags(tags))?;
        Ok(api::CreateScheduledQueryResponse { scheduled_query_arn: Some(arn), state: Some(state) })
    }
}

/// What is shown of a query, by more than one operation.
macro_rules! shown {
    ($response:ident, $query:expr, $tx:expr) => {{
        let query = $query;
        let destination_configuration = shown_destinations(&query.settings);
        api::$response {
            scheduled_query_arn: Some(query.arn($tx.plane())),
            name: Some(query.name),
            description: query.settings.description,
            query_language: Some(query.settings.language),
            query_string: Some(query.settings.text),
            log_group_identifiers: (!query.settings.groups.is_empty()).then_some(query.settings.groups),
            schedule_expression: Some(query.settings.expression),
            timezone: query.settings.zone,
            start_time_offset: query.settings.start_offset,
            end_time_offset: query.settings.end_offset,
            destination_configuration,
            state: Some(if query.settings.enabled { ScheduledQueryState::Enabled } else { ScheduledQueryState::Disabled }),
            schedule_type: Some(ScheduleType::CustomerManaged),
            last_triggered_time: query.last_triggered,
            last_execution_status: query.last_status,
            schedule_start_time: query.settings.from,
            schedule_end_time: query.settings.to,
            execution_role_arn: Some(query.settings.role),
            creation_time: Some(query.created_at),
            last_updated_time: Some(query.updated_at),
        }
    }};
}

impl Handle for operation::UpdateScheduledQuery {
    async fn access(input: &api::UpdateScheduledQueryRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on_query(lookup, &input.identifier).await?;
        Ok(passing(access, &input.execution_role_arn, input.destination_configuration.as_ref()))
    }

    async fn run(
        input: &api::UpdateScheduledQueryRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::UpdateScheduledQueryResponse, Failure> {
        let now = tx.call().time.as_millisecond();
        let mut query = find(tx, &input.identifier).await?;
        let enabled = input.state.map_or(query.body.settings.enabled, |state| state == ScheduledQueryState::Enabled);
        let settings = settings!(input, enabled);
        check(tx, &settings).await?;
        query.body.settings = settings;
        query.body.updated_at = now;
        check_roles(tx, &query.body).await?;
        plan(tx, &mut query.body, now).await?;
        tx.put(&query)?;
        Ok(shown!(UpdateScheduledQueryResponse, query.body, tx))
    }
}

impl Handle for operation::GetScheduledQuery {
    async fn access(input: &api::GetScheduledQueryRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_query(lookup, &input.identifier).await
    }

    async fn run(
        input: &api::GetScheduledQueryRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetScheduledQueryResponse, Failure> {
        let query = find(tx, &input.identifier).await?.body;
        Ok(shown!(GetScheduledQueryResponse, query, tx))
    }
}

impl Handle for operation::DeleteScheduledQuery {
    async fn access(input: &api::DeleteScheduledQueryRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_query(lookup, &input.identifier).await
    }

    async fn run(
        input: &api::DeleteScheduledQueryRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteScheduledQueryResponse, Failure> {
        let mut query = find(tx, &input.identifier).await?;
        // What is not enabled is planned no more; what was executed goes with the query.
        query.body.settings.enabled = false;
        plan(tx, &mut query.body, 0).await?;
        let prefix = format!("{}/", query.body.id);
        let runs = tx.reader().all::<Run>(&query.key.account, &query.key.region, &prefix).await?;
        for run in runs {
            tx.delete(&run);
        }
        tx.delete(&query);
        Ok(api::DeleteScheduledQueryResponse {})
    }
}

impl Handle for operation::ListScheduledQueries {
    async fn access(_: &api::ListScheduledQueriesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(arn(lookup.plane(), &lookup.call().region, lookup.account(), "*")))
    }

    async fn run(
        input: &api::ListScheduledQueriesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListScheduledQueriesResponse, Failure> {
        let limit = page_size(input.max_results)?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let mut all = tx.reader().all::<ScheduledQuery>(&account, &region, "").await?;
        all.retain(|query| {
            input.state.is_none_or(|wanted| wanted == state(&query.body.settings))
                && input.schedule_type.is_none_or(|wanted| wanted == ScheduleType::CustomerManaged)
        });
        let place = |query: &Stored<ScheduledQuery>| query.body.name.clone();
        all.sort_by_key(place);
        let listing = format!("ListScheduledQueries {account} {region} {:?} {:?}", input.state, input.schedule_type);
        let page = cut(all, &listing, input.next_token.as_deref(), limit, place, bad_token)?;
        let shown = page.items.into_iter().map(|Stored { body: query, .. }| api::ScheduledQuerySummary {
            scheduled_query_arn: Some(query.arn(tx.plane())),
            state: Some(state(&query.settings)),
            schedule_type: Some(ScheduleType::CustomerManaged),
            last_triggered_time: query.last_triggered,
            last_execution_status: query.last_status,
            destination_configuration: shown_destinations(&query.settings),
            schedule_expression: Some(query.settings.expression),
            timezone: query.settings.zone,
            creation_time: Some(query.created_at),
            last_updated_time: Some(query.updated_at),
            name: Some(query.name),
        });
        Ok(api::ListScheduledQueriesResponse { scheduled_queries: Some(shown.collect()), next_token: page.next })
    }
}

impl Handle for operation::GetScheduledQueryHistory {
    async fn access(input: &api::GetScheduledQueryHistoryRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_query(lookup, &input.identifier).await
    }

    async fn run(
        input: &api::GetScheduledQueryHistoryRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetScheduledQueryHistoryResponse, Failure> {
        let limit = page_size(input.max_results)?;
        let query = find(tx, &input.identifier).await?;
        let (from, to) = (milliseconds(input.start_time), milliseconds(input.end_time));
        if from > to {
            return Err(validation("The startTime must not be after the endTime."));
        }
        let prefix = format!("{}/", query.body.id);
        let mut runs = tx.reader().all::<Run>(&query.key.account, &query.key.region, &prefix).await?;
        runs.retain(|run| {
            (from..=to).contains(&run.body.triggered)
                && input.execution_statuses.as_ref().is_none_or(|wanted| wanted.is_empty() || wanted.contains(&run.body.status))
        });
        // The newest first.
        let place = |run: &Stored<Run>| format!("{:020}", i64::MAX.saturating_sub(run.body.triggered));
        runs.sort_by_key(place);
        let listing = format!("GetScheduledQueryHistory {} {from} {to} {:?}", query.body.id, input.execution_statuses);
        let page = cut(runs, &listing, input.next_token.as_deref(), limit, place, bad_token)?;
        let shown = page.items.into_iter().map(|Stored { body: run, .. }| api::TriggerHistoryRecord {
            query_id: run.started,
            execution_status: Some(run.status),
            triggered_timestamp: Some(run.triggered),
            error_message: run.error,
            destinations: (!run.destinations.is_empty()).then(|| {
                let shown = run.destinations.into_iter().map(|it| api::ScheduledQueryDestination {
                    destination_type: Some(it.kind),
                    destination_identifier: Some(it.destination),
                    status: Some(it.status),
                    processed_identifier: it.processed,
                    error_message: it.error,
                });
                shown.collect()
            }),
        });
        Ok(api::GetScheduledQueryHistoryResponse {
            trigger_history: Some(shown.collect()),
            next_token: page.next,
            scheduled_query_arn: Some(query.body.arn(tx.plane())),
            name: Some(query.body.name.clone()),
        })
    }
}
