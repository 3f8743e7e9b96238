//! How asynchronous invocations are tried.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::generated::Unit;

use crate::api::operation::{
    DeleteFunctionEventInvokeConfig, GetAccountSettings, GetFunctionEventInvokeConfig, ListFunctionEventInvokeConfigs,
    PutFunctionEventInvokeConfig, UpdateFunctionEventInvokeConfig,
};
use crate::api::{
    AccountLimit, AccountUsage, DeleteFunctionEventInvokeConfigRequest, DestinationConfig, FunctionEventInvokeConfig,
    GetAccountSettingsRequest, GetAccountSettingsResponse, GetFunctionEventInvokeConfigRequest,
    ListFunctionEventInvokeConfigsRequest, ListFunctionEventInvokeConfigsResponse, PutFunctionEventInvokeConfigRequest,
    UpdateFunctionEventInvokeConfigRequest,
};
use crate::errors::{invalid, not_found};
use crate::find;
use crate::invoke::{RESERVATIONS, Reservations};
use crate::names::{LATEST, Target, arn};
use crate::operations::functions::{bad_marker, page_size};
use crate::operations::updates::held;
use crate::operations::{on, on_function, target, touched};
use crate::package::{MOST_UNZIPPED, MOST_ZIPPED};
use crate::pool::ACCOUNT_CONCURRENCY;
use crate::resources::{EventInvokeConfig, Function, Version, part_id};

fn id(target: &Target) -> String {
    part_id(&target.name, target.qualifier.as_deref().unwrap_or(LATEST))
}

fn show(partition: &str, target: &Target, of: &EventInvokeConfig) -> FunctionEventInvokeConfig {
    FunctionEventInvokeConfig {
        last_modified: jiff::Timestamp::from_millisecond(of.modified_at).ok(),
        function_arn: Some(arn(partition, &target.region, &target.account, &of.function, Some(&of.qualifier))),
        maximum_retry_attempts: of.retries,
        maximum_event_age_in_seconds: of.age,
        destination_config: Some(DestinationConfig::default()),
    }
}

fn check_destinations(config: Option<&DestinationConfig>) -> Result<(), Failure> {
    let given = config.is_some_and(|c| {
        c.on_success.as_ref().is_some_and(|d| d.destination.is_some())
            || c.on_failure.as_ref().is_some_and(|d| d.destination.is_some())
    });
    if given {
        return Err(invalid("A destination (DestinationConfig) is not supported by this installation yet."));
    }
    Ok(())
}

fn missing(tx: &Transaction<'_>, target: &Target) -> Failure {
    let arn = target.arn(&tx.plane().settings.partition);
    not_found(format!("The function {arn} doesn't have an EventInvokeConfig"))
}

async fn store(
    tx: &mut Transaction<'_>,
    target: &Target,
    retries: Option<i32>,
    age: Option<i32>,
    keep: bool,
) -> Result<FunctionEventInvokeConfig, Failure> {
    find::version(&tx.reader(), target, 1.0).await?;
    let found = tx.get::<EventInvokeConfig>(&target.account, &target.region, &id(target)).await?;
    if keep && found.is_none() {
        return Err(missing(tx, target));
    }
    let (retries, age) = match &found {
        Some(found) if keep => (retries.or(found.body.retries), age.or(found.body.age)),
        _ => (retries, age),
    };
    let body = EventInvokeConfig {
        function: target.name.clone(),
        qualifier: target.qualifier.clone().unwrap_or_else(|| LATEST.to_owned()),
        retries,
        age,
        modified_at: tx.call().time.as_millisecond(),
    };
    let mut stored = found.unwrap_or_else(|| Stored::new(&target.account, &target.region, id(target), body.clone()));
    stored.body = body;
    tx.put(&stored)?;
    touched(tx, target);
    Ok(show(&tx.plane().settings.partition, target, &stored.body))
}

impl Handle for PutFunctionEventInvokeConfig {
    async fn access(input: &PutFunctionEventInvokeConfigRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.function_name, input.qualifier.as_deref()).await
    }

    async fn run(
        input: &PutFunctionEventInvokeConfigRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<FunctionEventInvokeConfig, Failure> {
        let target = target(tx.call(), &input.function_name, input.qualifier.as_deref())?;
        check_destinations(input.destination_config.as_ref())?;
        store(tx, &target, input.maximum_retry_attempts, input.maximum_event_age_in_seconds, false).await
    }
}

impl Handle for UpdateFunctionEventInvokeConfig {
    async fn access(input: &UpdateFunctionEventInvokeConfigRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.function_name, input.qualifier.as_deref()).await
    }

    async fn run(
        input: &UpdateFunctionEventInvokeConfigRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<FunctionEventInvokeConfig, Failure> {
        let target = target(tx.call(), &input.function_name, input.qualifier.as_deref())?;
        check_destinations(input.destination_config.as_ref())?;
        store(tx, &target, input.maximum_retry_attempts, input.maximum_event_age_in_seconds, true).await
    }
}

impl Handle for GetFunctionEventInvokeConfig {
    async fn access(input: &GetFunctionEventInvokeConfigRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.function_name, input.qualifier.as_deref()).await
    }

    async fn run(
        input: &GetFunctionEventInvokeConfigRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<FunctionEventInvokeConfig, Failure> {
        let target = target(tx.call(), &input.function_name, input.qualifier.as_deref())?;
        let missing = missing(tx, &target);
        let found = tx.get::<EventInvokeConfig>(&target.account, &target.region, &id(&target)).await?.ok_or(missing)?;
        Ok(show(&tx.plane().settings.partition, &target, &found.body))
    }
}

impl Handle for DeleteFunctionEventInvokeConfig {
    async fn access(input: &DeleteFunctionEventInvokeConfigRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.function_name, input.qualifier.as_deref()).await
    }

    async fn run(input: &DeleteFunctionEventInvokeConfigRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let target = target(tx.call(), &input.function_name, input.qualifier.as_deref())?;
        let missing = missing(tx, &target);
        let found = tx.get::<EventInvokeConfig>(&target.account, &target.region, &id(&target)).await?.ok_or(missing)?;
        tx.delete(&found);
        touched(tx, &target);
        Ok(Unit {})
    }
}

impl Handle for ListFunctionEventInvokeConfigs {
    async fn access(input: &ListFunctionEventInvokeConfigsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_function(lookup, &input.function_name).await
    }

    async fn run(
        input: &ListFunctionEventInvokeConfigsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListFunctionEventInvokeConfigsResponse, Failure> {
        let target = target(tx.call(), &input.function_name, None)?.unqualified();
        held(tx, &target).await?;
        let all = tx.reader().all::<EventInvokeConfig>(&target.account, &target.region, &part_id(&target.name, "")).await?;
        let listing = format!("event configs {} {} {}", target.account, target.region, target.name);
        let page = cut(all, &listing, input.marker.as_deref(), page_size(input.max_items), |c| c.key.id.clone(), bad_marker)?;
        let partition = &tx.plane().settings.partition;
        Ok(ListFunctionEventInvokeConfigsResponse {
            function_event_invoke_configs: Some(page.items.iter().map(|c| show(partition, &target, &c.body)).collect()),
            next_marker: page.next,
        })
    }
}

impl Handle for GetAccountSettings {
    async fn access(_: &GetAccountSettingsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(_: &GetAccountSettingsRequest, tx: &mut Transaction<'_>) -> Result<GetAccountSettingsResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let reader = tx.reader();
        let functions = reader.all::<Function>(&account, &region, "").await?;
        let versions = reader.all::<Version>(&account, &region, "").await?;
        let size = functions.iter().map(|f| f.body.latest.code.size).chain(versions.iter().map(|v| v.body.0.code.size)).sum();
        let reserved = reader.get::<Reservations>(&account, &region, RESERVATIONS).await?.map_or(0, |r| r.body.total);
        Ok(GetAccountSettingsResponse {
            account_limit: Some(AccountLimit {
                total_code_size: None,
                code_size_unzipped: i64::try_from(MOST_UNZIPPED).ok(),
                code_size_zipped: i64::try_from(MOST_ZIPPED).ok(),
                concurrent_executions: Some(ACCOUNT_CONCURRENCY),
                unreserved_concurrent_executions: Some(ACCOUNT_CONCURRENCY - reserved),
            }),
            account_usage: Some(AccountUsage {
                total_code_size: Some(size),
                function_count: i64::try_from(functions.len()).ok(),
            }),
        })
    }
}
