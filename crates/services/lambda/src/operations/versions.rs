//! Published versions and aliases.

use std::collections::BTreeMap;

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::generated::Unit;

use crate::api::operation::{
    CreateAlias, DeleteAlias, GetAlias, ListAliases, ListVersionsByFunction, PublishVersion, UpdateAlias,
};
use crate::api::{
    AliasConfiguration, AliasRoutingConfiguration, CreateAliasRequest, DeleteAliasRequest, FunctionConfiguration,
    GetAliasRequest, ListAliasesRequest, ListAliasesResponse, ListVersionsByFunctionRequest, ListVersionsByFunctionResponse,
    PublishVersionRequest, UpdateAliasRequest,
};
use crate::errors::{conflict, invalid, no_function, not_found, precondition};
use crate::names::{LATEST, Target, arn, is_version};
use crate::operations::functions::{bad_marker, page_size, publish};
use crate::operations::updates::held;
use crate::operations::{on_function, revision, target, touched};
use crate::resources::{Alias, Configuration, Permissions, Version, part_id, version_id};
use crate::views;

/// Whether two versions have the same code and configuration.
fn same(one: &Configuration, other: &Configuration) -> bool {
    let plain = |of: &Configuration| Configuration {
        version: String::new(),
        description: String::new(),
        revision: String::new(),
        modified_at: 0,
        ..of.clone()
    };
    plain(one) == plain(other)
}

impl Handle for PublishVersion {
    async fn access(input: &PublishVersionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_function(lookup, &input.function_name).await
    }

    async fn run(input: &PublishVersionRequest, tx: &mut Transaction<'_>) -> Result<FunctionConfiguration, Failure> {
        let target = target(tx.call(), &input.function_name, None)?;
        let mut stored = held(tx, &target).await?;
        if input.revision_id.as_ref().is_some_and(|r| *r != stored.body.latest.revision) {
            return Err(precondition("GetFunction/GetAlias"));
        }
        if input.code_sha256.as_ref().is_some_and(|hash| *hash != stored.body.latest.code.sha256) {
            return Err(invalid(format!(
                "CodeSHA256 ({}) is different from current CodeSHA256 in $LATEST ({}). Please try again with the CodeSHA256 in $LATEST.",
                input.code_sha256.as_deref().unwrap_or_default(),
                stored.body.latest.code.sha256
            )));
        }
        if input.publish_to.is_some() {
            return Err(invalid("PublishTo is not supported by this installation yet."));
        }
        // Without a change since the last one there is no new version.
        let newest = version_id(&target.name, &(stored.body.next_version - 1).to_string());
        if let Some(newest) = tx.get::<Version>(&target.account, &target.region, &newest).await?
            && same(&newest.body.0, &stored.body.latest)
        {
            return views::configuration(tx.plane(), &newest.body.0, None);
        }
        let version = publish(tx, &mut stored.body, input.description.as_deref())?;
        tx.put(&stored)?;
        touched(tx, &target);
        views::configuration(tx.plane(), &version, None)
    }
}

impl Handle for ListVersionsByFunction {
    async fn access(input: &ListVersionsByFunctionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_function(lookup, &input.function_name).await
    }

    async fn run(
        input: &ListVersionsByFunctionRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListVersionsByFunctionResponse, Failure> {
        let target = target(tx.call(), &input.function_name, None)?;
        let latest = held(tx, &target).await?.body.latest;
        let prefix = part_id(&target.name, "");
        let published = tx.reader().all::<Version>(&target.account, &target.region, &prefix).await?;
        let all = [(String::new(), latest)].into_iter().chain(published.into_iter().map(|v| (v.key.id, v.body.0)));
        let listing = format!("versions {} {} {}", target.account, target.region, target.name);
        let page = cut(all, &listing, input.marker.as_deref(), page_size(input.max_items), |(id, _)| id.clone(), bad_marker)?;
        let show = |of: &Configuration| views::configuration(tx.plane(), of, (of.version == LATEST).then_some(LATEST));
        Ok(ListVersionsByFunctionResponse {
            versions: Some(page.items.iter().map(|(_, of)| show(of)).collect::<Result<_, _>>()?),
            next_marker: page.next,
        })
    }
}

/// The weights of a request.
fn weights(routing: Option<&AliasRoutingConfiguration>) -> BTreeMap<String, f64> {
    routing.and_then(|r| r.additional_version_weights.clone()).unwrap_or_default()
}

/// That an alias can be so: its versions are there, and its weights are shares.
async fn check_alias(tx: &mut Transaction<'_>, target: &Target, alias: &Alias) -> Result<(), Failure> {
    if is_version(&alias.name) {
        return Err(invalid(format!("Invalid alias name: {}. An alias needs a character that is no digit.", alias.name)));
    }
    for version in std::iter::once(&alias.version).chain(alias.weights.keys()) {
        let partition = tx.plane().settings.partition.clone();
        let missing = || no_function(&arn(&partition, &target.region, &target.account, &target.name, Some(version)));
        if !is_version(version) {
            return Err(invalid(format!("Invalid version: {version}")));
        }
        if version != LATEST
            && tx.get::<Version>(&target.account, &target.region, &version_id(&target.name, version)).await?.is_none()
        {
            return Err(missing());
        }
    }
    if alias.weights.is_empty() {
        return Ok(());
    }
    if alias.version == LATEST || alias.weights.contains_key(LATEST) {
        return Err(invalid("$LATEST is not supported for an alias pointing to more than 1 version"));
    }
    if alias.weights.contains_key(&alias.version) {
        return Err(invalid(format!(
            "Invalid function version {}. Function version {} is already included in routing configuration.",
            alias.version, alias.version
        )));
    }
    if alias.weights.len() > 1 {
        return Err(invalid("Number of items in AdditionalVersionWeights cannot be greater than 1"));
    }
    if alias.weights.values().any(|w| !(0.0..=1.0).contains(w)) {
        return Err(invalid("A weight is a number from 0.0 to 1.0."));
    }
    Ok(())
}

fn show(tx: &Transaction<'_>, target: &Target, alias: &Alias) -> AliasConfiguration {
    views::alias(&tx.plane().settings.partition, &target.region, &target.account, alias)
}

fn no_alias(tx: &Transaction<'_>, target: &Target, name: &str) -> Failure {
    let arn = arn(&tx.plane().settings.partition, &target.region, &target.account, &target.name, Some(name));
    not_found(format!("Cannot find alias arn: {arn}"))
}

impl Handle for CreateAlias {
    async fn access(input: &CreateAliasRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_function(lookup, &input.function_name).await
    }

    async fn run(input: &CreateAliasRequest, tx: &mut Transaction<'_>) -> Result<AliasConfiguration, Failure> {
        let target = target(tx.call(), &input.function_name, None)?.unqualified();
        held(tx, &target).await?;
        let alias = Alias {
            function: target.name.clone(),
            name: input.name.clone(),
            version: input.function_version.clone(),
            description: input.description.clone().unwrap_or_default(),
            weights: weights(input.routing_config.as_ref()),
            revision: revision(tx),
        };
        check_alias(tx, &target, &alias).await?;
        let id = part_id(&target.name, &input.name);
        if tx.get::<Alias>(&target.account, &target.region, &id).await?.is_some() {
            let arn = arn(&tx.plane().settings.partition, &target.region, &target.account, &target.name, Some(&input.name));
            return Err(conflict(format!("Alias already exists: {arn}")));
        }
        let shown = show(tx, &target, &alias);
        tx.put(&Stored::new(&target.account, &target.region, id, alias))?;
        touched(tx, &target);
        Ok(shown)
    }
}

impl Handle for UpdateAlias {
    async fn access(input: &UpdateAliasRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_function(lookup, &input.function_name).await
    }

    async fn run(input: &UpdateAliasRequest, tx: &mut Transaction<'_>) -> Result<AliasConfiguration, Failure> {
        let target = target(tx.call(), &input.function_name, None)?.unqualified();
        let missing = no_alias(tx, &target, &input.name);
        let id = part_id(&target.name, &input.name);
        let mut stored = tx.get::<Alias>(&target.account, &target.region, &id).await?.ok_or(missing)?;
        if input.revision_id.as_ref().is_some_and(|r| *r != stored.body.revision) {
            return Err(precondition("GetFunction/GetAlias"));
        }
        if let Some(version) = &input.function_version {
            stored.body.version.clone_from(version);
        }
        if let Some(description) = &input.description {
            stored.body.description.clone_from(description);
        }
        if input.routing_config.is_some() {
            stored.body.weights = weights(input.routing_config.as_ref());
        }
        check_alias(tx, &target, &stored.body).await?;
        stored.body.revision = revision(tx);
        tx.put(&stored)?;
        touched(tx, &target);
        Ok(show(tx, &target, &stored.body))
    }
}

impl Handle for GetAlias {
    async fn access(input: &GetAliasRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_function(lookup, &input.function_name).await
    }

    async fn run(input: &GetAliasRequest, tx: &mut Transaction<'_>) -> Result<AliasConfiguration, Failure> {
        let target = target(tx.call(), &input.function_name, None)?.unqualified();
        let missing = no_alias(tx, &target, &input.name);
        let id = part_id(&target.name, &input.name);
        let alias = tx.get::<Alias>(&target.account, &target.region, &id).await?.ok_or(missing)?;
        Ok(show(tx, &target, &alias.body))
    }
}

impl Handle for ListAliases {
    async fn access(input: &ListAliasesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_function(lookup, &input.function_name).await
    }

    async fn run(input: &ListAliasesRequest, tx: &mut Transaction<'_>) -> Result<ListAliasesResponse, Failure> {
        let target = target(tx.call(), &input.function_name, None)?.unqualified();
        held(tx, &target).await?;
        let prefix = part_id(&target.name, "");
        let mut all = tx.reader().all::<Alias>(&target.account, &target.region, &prefix).await?;
        all.retain(|a| input.function_version.as_ref().is_none_or(|v| a.body.version == *v || a.body.weights.contains_key(v)));
        let listing = format!("aliases {} {} {} {:?}", target.account, target.region, target.name, input.function_version);
        let page = cut(all, &listing, input.marker.as_deref(), page_size(input.max_items), |a| a.key.id.clone(), bad_marker)?;
        Ok(ListAliasesResponse {
            aliases: Some(page.items.iter().map(|a| show(tx, &target, &a.body)).collect()),
            next_marker: page.next,
        })
    }
}

impl Handle for DeleteAlias {
    async fn access(input: &DeleteAliasRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_function(lookup, &input.function_name).await
    }

    async fn run(input: &DeleteAliasRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let target = target(tx.call(), &input.function_name, None)?.unqualified();
        held(tx, &target).await?;
        let id = part_id(&target.name, &input.name);
        // One that is not there is no error, as on AWS.
        if let Some(stored) = tx.get::<Alias>(&target.account, &target.region, &id).await? {
            tx.delete(&stored);
            if let Some(permissions) = tx.get::<Permissions>(&target.account, &target.region, &id).await? {
                tx.delete(&permissions);
            }
            touched(tx, &target);
        }
        Ok(Unit {})
    }
}
