//! Changing functions: code, configuration, concurrency, tags.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::generated::Unit;

use crate::api::operation::{
    DeleteFunctionConcurrency, GetFunctionConcurrency, ListTags, PutFunctionConcurrency, TagResource, UntagResource,
    UpdateFunctionCode, UpdateFunctionConfiguration,
};
use crate::api::{
    Concurrency, DeleteFunctionConcurrencyRequest, FunctionConfiguration, GetFunctionConcurrencyRequest,
    GetFunctionConcurrencyResponse, ListTagsRequest, ListTagsResponse, PutFunctionConcurrencyRequest, TagResourceRequest,
    UntagResourceRequest, UpdateFunctionCodeRequest, UpdateFunctionConfigurationRequest,
};
use crate::errors::{invalid, no_function, precondition};
use crate::invoke::{RESERVATIONS, Reservations, seal};
use crate::names::Target;
use crate::operations::functions::publish;
use crate::operations::settings::{check_numbers, check_runtime, check_tags, check_update, logging, variables};
use crate::operations::{on_function, revision, target, touched};
use crate::pool::ACCOUNT_CONCURRENCY;
use crate::resources::Function;
use crate::role;
use crate::source::Source;
use crate::views;

/// Concurrency of an account that cannot be reserved.
const UNRESERVED: i32 = 100;

/// The function of a target, held until the commit.
///
/// # Errors
/// `ResourceNotFoundException`.
pub(super) async fn held(tx: &mut Transaction<'_>, target: &Target) -> Result<Stored<Function>, Failure> {
    let missing = no_function(&target.unqualified().arn(&tx.plane().settings.partition));
    tx.get::<Function>(&target.account, &target.region, &target.name).await?.ok_or(missing)
}

fn check_revision(given: Option<&String>, function: &Function) -> Result<(), Failure> {
    if given.is_some_and(|given| *given != function.latest.revision) {
        return Err(precondition("GetFunction/GetAlias"));
    }
    Ok(())
}

impl Handle for UpdateFunctionCode {
    async fn access(input: &UpdateFunctionCodeRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_function(lookup, &input.function_name).await?.and(Source::from(input).access(lookup).await?))
    }

    async fn run(input: &UpdateFunctionCodeRequest, tx: &mut Transaction<'_>) -> Result<FunctionConfiguration, Failure> {
        let target = target(tx.call(), &input.function_name, None)?;
        let mut stored = held(tx, &target).await?;
        check_revision(input.revision_id.as_ref(), &stored.body)?;
        if input.image_uri.is_some() || input.publish_to.is_some() || input.source_kms_key_arn.is_some() {
            return Err(invalid("ImageUri, PublishTo and SourceKMSKeyArn are not supported by this installation yet."));
        }
        stored.body.latest.code = Source::from(input).keep(tx, &target.region).await?.0;
        if let Some(architecture) = input.architectures.as_ref().and_then(|a| a.first()) {
            stored.body.latest.architecture = *architecture;
        }
        stored.body.latest.modified_at = tx.call().time.as_millisecond();
        stored.body.latest.revision = revision(tx);
        if input.dry_run == Some(true) {
            return views::configuration(tx.plane(), &stored.body.latest, None);
        }
        touched(tx, &target);
        let shown = if input.publish == Some(true) { publish(tx, &mut stored.body, None)? } else { stored.body.latest.clone() };
        tx.put(&stored)?;
        views::configuration(tx.plane(), &shown, None)
    }
}

impl Handle for UpdateFunctionConfiguration {
    async fn access(input: &UpdateFunctionConfigurationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on_function(lookup, &input.function_name).await?;
        let target = target(lookup.call(), &input.function_name, None)?.unqualified();
        Ok(match &input.role {
            Some(role) => access.and(role::pass(role, &target.arn(&lookup.plane().settings.partition))),
            None => access,
        })
    }

    async fn run(input: &UpdateFunctionConfigurationRequest, tx: &mut Transaction<'_>) -> Result<FunctionConfiguration, Failure> {
        let target = target(tx.call(), &input.function_name, None)?;
        let mut stored = held(tx, &target).await?;
        check_revision(input.revision_id.as_ref(), &stored.body)?;
        check_update(input)?;
        let latest = &mut stored.body.latest;
        if let Some(role) = &input.role {
            let arn = target.unqualified().arn(&tx.plane().settings.partition);
            role::assumable(&tx.reader(), role, &arn, &target.account).await?;
            latest.role.clone_from(role);
        }
        latest.handler = input.handler.clone().unwrap_or_else(|| latest.handler.clone());
        latest.description = input.description.clone().unwrap_or_else(|| latest.description.clone());
        latest.runtime = input.runtime.unwrap_or(latest.runtime);
        latest.timeout = input.timeout.unwrap_or(latest.timeout);
        latest.memory = input.memory_size.unwrap_or(latest.memory);
        latest.ephemeral = input.ephemeral_storage.as_ref().map_or(latest.ephemeral, |e| e.size);
        check_runtime(latest.runtime, &latest.handler)?;
        check_numbers(latest.timeout, latest.memory, latest.ephemeral)?;
        latest.logging = logging(input.logging_config.as_ref(), &latest.logging)?;
        if input.environment.is_some() {
            let variables = variables(input.environment.as_ref())?;
            latest.environment = seal(tx.plane(), &target.account, &target.region, &target.name, &variables);
        }
        latest.modified_at = tx.call().time.as_millisecond();
        latest.revision = revision(tx);
        let shown = views::configuration(tx.plane(), latest, None)?;
        tx.put(&stored)?;
        touched(tx, &target);
        Ok(shown)
    }
}

/// Sets what is reserved for a function, and keeps the account's sum.
async fn reserve(tx: &mut Transaction<'_>, target: &Target, reserved: Option<i32>) -> Result<(), Failure> {
    let mut stored = held(tx, target).await?;
    let (account, region) = (&target.account, &target.region);
    let all = tx.get::<Reservations>(account, region, RESERVATIONS).await?;
    let mut all = all.unwrap_or_else(|| Stored::new(account, region, RESERVATIONS, Reservations::default()));
    all.body.total += reserved.unwrap_or(0) - stored.body.reserved.unwrap_or(0);
    if reserved.is_some() && all.body.total > ACCOUNT_CONCURRENCY - UNRESERVED {
        return Err(invalid(format!(
            "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [{UNRESERVED}]."
        )));
    }
    stored.body.reserved = reserved;
    tx.put(&stored)?;
    tx.put(&all)?;
    touched(tx, target);
    Ok(())
}

impl Handle for PutFunctionConcurrency {
    async fn access(input: &PutFunctionConcurrencyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_function(lookup, &input.function_name).await
    }

    async fn run(input: &PutFunctionConcurrencyRequest, tx: &mut Transaction<'_>) -> Result<Concurrency, Failure> {
        let target = target(tx.call(), &input.function_name, None)?;
        reserve(tx, &target, Some(input.reserved_concurrent_executions)).await?;
        Ok(Concurrency { reserved_concurrent_executions: Some(input.reserved_concurrent_executions) })
    }
}

impl Handle for DeleteFunctionConcurrency {
    async fn access(input: &DeleteFunctionConcurrencyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_function(lookup, &input.function_name).await
    }

    async fn run(input: &DeleteFunctionConcurrencyRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let target = target(tx.call(), &input.function_name, None)?;
        reserve(tx, &target, None).await?;
        Ok(Unit {})
    }
}

impl Handle for GetFunctionConcurrency {
    async fn access(input: &GetFunctionConcurrencyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_function(lookup, &input.function_name).await
    }

    async fn run(
        input: &GetFunctionConcurrencyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<GetFunctionConcurrencyResponse, Failure> {
        let target = target(tx.call(), &input.function_name, None)?;
        let reserved = held(tx, &target).await?.body.reserved;
        Ok(GetFunctionConcurrencyResponse { reserved_concurrent_executions: reserved })
    }
}

impl Handle for ListTags {
    async fn access(input: &ListTagsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_function(lookup, &input.resource).await
    }

    async fn run(input: &ListTagsRequest, tx: &mut Transaction<'_>) -> Result<ListTagsResponse, Failure> {
        let target = target(tx.call(), &input.resource, None)?;
        let tags = held(tx, &target).await?.tags;
        Ok(ListTagsResponse { tags: Some(tags.into_iter().collect()) })
    }
}

impl Handle for TagResource {
    async fn access(input: &TagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on_function(lookup, &input.resource).await?;
        Ok(access.request_tags(input.tags.iter().map(|(key, value)| (key.as_str(), value.as_str()))))
    }

    async fn run(input: &TagResourceRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let target = target(tx.call(), &input.resource, None)?;
        let mut stored = held(tx, &target).await?;
        stored.tags.retain(|(key, _)| !input.tags.contains_key(key));
        stored.tags.extend(input.tags.clone());
        check_tags(&stored.tags)?;
        tx.put(&stored)?;
        touched(tx, &target);
        Ok(Unit {})
    }
}

impl Handle for UntagResource {
    async fn access(input: &UntagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on_function(lookup, &input.resource).await?;
        Ok(access.tag_keys(input.tag_keys.iter().map(String::as_str)))
    }

    async fn run(input: &UntagResourceRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let target = target(tx.call(), &input.resource, None)?;
        let mut stored = held(tx, &target).await?;
        stored.tags.retain(|(key, _)| !input.tag_keys.contains(key));
        tx.put(&stored)?;
        touched(tx, &target);
        Ok(Unit {})
    }
}
