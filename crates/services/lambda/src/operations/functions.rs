//! Making, showing and removing functions.

use plane::page;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use crate::api::operation::{CreateFunction, DeleteFunction, GetFunction, GetFunctionConfiguration, ListFunctions};
use crate::api::{
    Architecture, Concurrency, CreateFunctionRequest, DeleteFunctionRequest, DeleteFunctionResponse, FunctionCodeLocation,
    FunctionConfiguration, FunctionVersion, GetFunctionConfigurationRequest, GetFunctionRequest, GetFunctionResponse,
    ListFunctionsRequest, ListFunctionsResponse,
};
use crate::errors::{conflict, invalid, no_function};
use crate::find::{self, Found};
use crate::invoke::{RESERVATIONS, Reservations, seal};
use crate::names::{LATEST, Target, is_version};
use crate::operations::settings::{check_create, check_numbers, check_runtime, check_tags, logging, variables};
use crate::operations::{on, on_function, revision, target, touched};
use crate::resources::{Alias, Configuration, EventInvokeConfig, Function, Logging, Permissions, Version, part_id, version_id};
use crate::role;
use crate::source::Source;
use crate::views;

/// Functions on a page at most.
/// See <https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html>.
const PAGE: i32 = 50;

impl Handle for CreateFunction {
    async fn access(input: &CreateFunctionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let target = target(lookup.call(), &input.function_name, None)?.unqualified();
        let arn = target.arn(&lookup.plane().settings.partition);
        let tags = input.tags.iter().flatten().map(|(key, value)| (key.as_str(), value.as_str()));
        let access = Access::on(&arn).owned_by(&target.account).request_tags(tags.clone());
        let access = access.and(role::pass(&input.role, &arn)).and(Source::from(&input.code).access(lookup).await?);
        Ok(if tags.clone().next().is_some() {
            access.and(Access::on(&arn).action("lambda:TagResource").owned_by(&target.account).request_tags(tags))
        } else {
            access
        })
    }

    async fn run(input: &CreateFunctionRequest, tx: &mut Transaction<'_>) -> Result<FunctionConfiguration, Failure> {
        let target = target(tx.call(), &input.function_name, None)?;
        if target.account != tx.account() || target.qualifier.is_some() {
            return Err(invalid(format!("Invalid function name or ARN: {}", input.function_name)));
        }
        check_create(input)?;
        let handler = input.handler.clone().unwrap_or_default();
        let Some(runtime) = input.runtime else {
            return Err(invalid("Runtime and Handler are mandatory parameters for functions created with deployment packages."));
        };
        check_runtime(runtime, &handler)?;
        let (timeout, memory) = (input.timeout.unwrap_or(3), input.memory_size.unwrap_or(128));
        let ephemeral = input.ephemeral_storage.as_ref().map_or(512, |e| e.size);
        check_numbers(timeout, memory, ephemeral)?;
        let variables = variables(input.environment.as_ref())?;
        let logging = logging(input.logging_config.as_ref(), &Logging::default())?;
        let tags: Vec<(String, String)> = input.tags.clone().unwrap_or_default().into_iter().collect();
        check_tags(&tags)?;
        let source = Source::from(&input.code);
        let (account, region, name) = (&target.account, &target.region, &target.name);
        if tx.get::<Function>(account, region, name).await?.is_some() {
            return Err(conflict(format!("Function already exist: {name}")));
        }
        let arn = target.arn(&tx.plane().settings.partition);
        role::assumable(&tx.reader(), &input.role, &arn, account).await?;
        let code = source.keep(tx, region).await?.0;
        let latest = Configuration {
            account: account.clone(),
            region: region.clone(),
            name: name.clone(),
            version: LATEST.to_owned(),
            runtime,
            role: input.role.clone(),
            handler,
            description: input.description.clone().unwrap_or_default(),
            timeout,
            memory,
            ephemeral,
            architecture: input.architectures.as_ref().and_then(|a| a.first()).copied().unwrap_or(Architecture::X8664),
            environment: seal(tx.plane(), account, region, name, &variables),
            code,
            logging,
            modified_at: tx.call().time.as_millisecond(),
            revision: revision(tx),
        };
        let mut function = Function { latest, next_version: 1, reserved: None };
        touched(tx, &target);
        let shown = if input.publish == Some(true) {
            let version = publish(tx, &mut function, None)?;
            views::configuration(tx.plane(), &version, None)?
        } else {
            views::configuration(tx.plane(), &function.latest, None)?
        };
        tx.put(&Stored::new(account, region, name, function).arn(arn).tags(tags))?;
        Ok(shown)
    }
}

/// Publishes the unpublished version under the next number.
///
/// # Errors
/// Internal ones only.
pub(super) fn publish(
    tx: &mut Transaction<'_>,
    function: &mut Function,
    description: Option<&str>,
) -> Result<Configuration, Failure> {
    let mut version = function.latest.clone();
    version.version = function.next_version.to_string();
    version.revision = revision(tx);
    if let Some(description) = description {
        description.clone_into(&mut version.description);
    }
    function.next_version += 1;
    let id = version_id(&version.name, &version.version);
    let arn = version.arn(&tx.plane().settings.partition);
    tx.put(&Stored::new(&version.account, &version.region, id, Version(version.clone())).arn(arn))?;
    Ok(version)
}

/// The version that a call names, an alias's own rather than one of its others.
async fn found(tx: &mut Transaction<'_>, target: &Target) -> Result<Found, Failure> {
    find::version(&tx.reader(), target, 1.0).await
}

impl Handle for GetFunction {
    async fn access(input: &GetFunctionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.function_name, input.qualifier.as_deref()).await
    }

    async fn run(input: &GetFunctionRequest, tx: &mut Transaction<'_>) -> Result<GetFunctionResponse, Failure> {
        let target = target(tx.call(), &input.function_name, input.qualifier.as_deref())?;
        let found = found(tx, &target).await?;
        let reserved = found.function.body.reserved;
        Ok(GetFunctionResponse {
            configuration: Some(views::configuration(tx.plane(), &found.configuration, target.qualifier.as_deref())?),
            code: Some(FunctionCodeLocation { repository_type: Some("S3".to_owned()), ..FunctionCodeLocation::default() }),
            tags: (!found.function.tags.is_empty()).then(|| found.function.tags.into_iter().collect()),
            concurrency: reserved.map(|n| Concurrency { reserved_concurrent_executions: Some(n) }),
            ..GetFunctionResponse::default()
        })
    }
}

impl Handle for GetFunctionConfiguration {
    async fn access(input: &GetFunctionConfigurationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.function_name, input.qualifier.as_deref()).await
    }

    async fn run(input: &GetFunctionConfigurationRequest, tx: &mut Transaction<'_>) -> Result<FunctionConfiguration, Failure> {
        let target = target(tx.call(), &input.function_name, input.qualifier.as_deref())?;
        let found = found(tx, &target).await?;
        views::configuration(tx.plane(), &found.configuration, target.qualifier.as_deref())
    }
}

/// How many items a page has.
pub(super) fn page_size(asked: Option<i32>) -> usize {
    usize::try_from(asked.unwrap_or(PAGE).clamp(1, PAGE)).unwrap_or(1)
}

/// The marker is not one of this listing.
pub(super) fn bad_marker() -> Failure {
    invalid("The provided Marker is invalid.")
}

impl Handle for ListFunctions {
    async fn access(_: &ListFunctionsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &ListFunctionsRequest, tx: &mut Transaction<'_>) -> Result<ListFunctionsResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let all_versions = input.function_version == Some(FunctionVersion::All);
        let listing = format!("functions {account} {region} {all_versions}");
        let limit = page_size(input.max_items);
        let after = match &input.marker {
            Some(marker) => Some(page::position(&listing, marker).ok_or_else(bad_marker)?),
            None => None,
        };
        let reader = tx.reader();
        let (mut shown, mut last) = (Vec::new(), None);
        let mut more = false;
        if all_versions {
            // A function's unpublished version comes before its numbered ones: `name:` and `name:0…1` are the positions.
            let mut ids: Vec<(String, Configuration)> = reader
                .all::<Function>(&account, &region, "")
                .await?
                .into_iter()
                .map(|f| (part_id(&f.key.id, ""), f.body.latest))
                .collect();
            ids.extend(reader.all::<Version>(&account, &region, "").await?.into_iter().map(|v| (v.key.id, v.body.0)));
            ids.sort_by(|a, b| a.0.cmp(&b.0));
            for (id, version) in ids.into_iter().filter(|(id, _)| after.as_ref().is_none_or(|after| id > after)) {
                if shown.len() == limit {
                    more = true;
                    break;
                }
                let qualifier = (version.version == LATEST).then_some(LATEST);
                shown.push(views::configuration(tx.plane(), &version, qualifier)?);
                last = Some(id);
            }
        } else {
            let mut found = reader.list::<Function>(&account, &region, "", after.as_deref(), limit + 1).await?;
            more = found.len() > limit;
            found.truncate(limit);
            for function in found {
                shown.push(views::configuration(tx.plane(), &function.body.latest, None)?);
                last = Some(function.key.id);
            }
        }
        Ok(ListFunctionsResponse {
            functions: Some(shown),
            next_marker: last.filter(|_| more).map(|last| page::token(&listing, &last)),
        })
    }
}

impl Handle for DeleteFunction {
    async fn access(input: &DeleteFunctionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        match &input.qualifier {
            Some(qualifier) => on(lookup, &input.function_name, Some(qualifier)).await,
            None => on_function(lookup, &input.function_name).await,
        }
    }

    async fn run(input: &DeleteFunctionRequest, tx: &mut Transaction<'_>) -> Result<DeleteFunctionResponse, Failure> {
        let target = target(tx.call(), &input.function_name, input.qualifier.as_deref())?;
        let (account, region, name) = (&target.account, &target.region, &target.name);
        let missing = no_function(&target.arn(&tx.plane().settings.partition));
        let function = tx.get::<Function>(account, region, name).await?.ok_or_else(|| missing.clone())?;
        touched(tx, &target);
        let prefix = part_id(name, "");
        let aliases = tx.all::<Alias>(account, region, &prefix).await?;
        if let Some(qualifier) = &target.qualifier {
            if qualifier == LATEST {
                return Err(invalid("$LATEST version cannot be deleted without deleting the function."));
            }
            if !is_version(qualifier) {
                return Err(invalid(format!("Invalid version: {qualifier}. An alias is deleted with DeleteAlias.")));
            }
            let version = tx.get::<Version>(account, region, &version_id(name, qualifier)).await?.ok_or(missing)?;
            let names: Vec<&str> = aliases
                .iter()
                .filter(|a| a.body.version == *qualifier || a.body.weights.contains_key(qualifier))
                .map(|a| a.body.name.as_str())
                .collect();
            if !names.is_empty() {
                return Err(conflict(format!("Version {qualifier} is referenced by aliases: {names:?}")));
            }
            tx.delete(&version);
            if let Some(permissions) = tx.get::<Permissions>(account, region, &part_id(name, qualifier)).await? {
                tx.delete(&permissions);
            }
            return Ok(DeleteFunctionResponse { status_code: Some(204) });
        }
        for alias in &aliases {
            tx.delete(alias);
        }
        for version in tx.all::<Version>(account, region, &prefix).await? {
            tx.delete(&version);
        }
        for permissions in tx.all::<Permissions>(account, region, &prefix).await? {
            tx.delete(&permissions);
        }
        for config in tx.all::<EventInvokeConfig>(account, region, &prefix).await? {
            tx.delete(&config);
        }
        if let Some(reserved) = function.body.reserved
            && let Some(mut all) = tx.get::<Reservations>(account, region, RESERVATIONS).await?
        {
            all.body.total -= reserved;
            tx.put(&all)?;
        }
        tx.delete(&function);
        Ok(DeleteFunctionResponse { status_code: Some(204) })
    }
}
