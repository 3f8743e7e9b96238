//! Aliases.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction, page};
use wire::shape::Unit;

use super::{marker, moment, page_size};
use crate::api::{self, AlreadyExistsException, LimitExceededException, operation};
use crate::errors::{no_alias, other_account};
use crate::names::{check_alias, reserved_alias};
use crate::place::{self, Takes, Want, alias_arn, locate};
use crate::resources::{Alias, Key};
use crate::states::{Needs, check};

/// Most aliases of a key. See <https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html>.
const MOST: usize = 50;

fn arn_of(lookup: &Lookup<'_>, name: &str) -> String {
    alias_arn(&lookup.plane().settings.partition, &lookup.call().region, lookup.account(), name)
}

/// Permission on an alias: identity policies alone say.
fn on_alias(lookup: &Lookup<'_>, name: &str, action: &'static str) -> Access {
    Access::on(arn_of(lookup, name))
        .action(action)
        .owned_by(lookup.account())
        .key("kms:CallerAccount", lookup.account())
        .key("kms:RequestAlias", name)
}

/// The alias that a request names, held.
async fn held_alias(tx: &mut Transaction<'_>, name: &str) -> Result<Stored<Alias>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let arn = alias_arn(&tx.plane().settings.partition, &region, &account, name);
    tx.get::<Alias>(&account, &region, name).await?.ok_or_else(|| no_alias(&arn))
}

/// The key that an alias points to, held; none if it is gone.
async fn held_target(tx: &mut Transaction<'_>, id: &str) -> Result<Option<Stored<Key>>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    tx.get::<Key>(&account, &region, id).await
}

fn touched_alias(tx: &mut Transaction<'_>, name: &str) {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let arn = alias_arn(&tx.plane().settings.partition, &region, &account, name);
    tx.touched(arn, account, "AWS::KMS::Alias");
}

fn add_name(key: &mut Stored<Key>, name: &str) -> Result<(), Failure> {
    if key.body.aliases.len() >= MOST {
        return Err(LimitExceededException::new(format!("A key can have at most {MOST} aliases.")).into());
    }
    key.body.aliases.push(name.to_owned());
    Ok(())
}

impl Handle for operation::CreateAlias {
    async fn access(input: &api::CreateAliasRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let want = Want { action: "kms:CreateAlias", ..Want::default() };
        let on_key = place::on_key(lookup, &input.target_key_id, Takes::Keys, want).await?;
        Ok(on_alias(lookup, &input.alias_name, "kms:CreateAlias").and(on_key.key("kms:RequestAlias", &input.alias_name)))
    }
    async fn run(input: &api::CreateAliasRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        check_alias(&input.alias_name)?;
        touched_alias(tx, &input.alias_name);
        let mut key = place::held(tx, &input.target_key_id, Takes::Keys, Want::default()).await?;
        super::keys::customers(tx, &key.body)?;
        check(&key.body.arn(&tx.plane().settings.partition), key.body.state, Needs::NotPendingDeletion)?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let arn = alias_arn(&tx.plane().settings.partition, &region, &account, &input.alias_name);
        if tx.get::<Alias>(&account, &region, &input.alias_name).await?.is_some() {
            return Err(AlreadyExistsException::new(format!("An alias with the name {arn} already exists")).into());
        }
        add_name(&mut key, &input.alias_name)?;
        let now = tx.call().time.as_millisecond();
        let alias = Alias { target: key.body.id.clone(), created: now, updated: now };
        tx.put(&Stored::new(&account, &region, &input.alias_name, alias).arn(arn))?;
        tx.put(&key)?;
        Ok(Unit {})
    }
}

impl Handle for operation::UpdateAlias {
    async fn access(input: &api::UpdateAliasRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let want = Want { action: "kms:UpdateAlias", ..Want::default() };
        let new = place::on_key(lookup, &input.target_key_id, Takes::Keys, want).await?;
        let mut access =
            on_alias(lookup, &input.alias_name, "kms:UpdateAlias").and(new.key("kms:RequestAlias", &input.alias_name));
        if input.alias_name.starts_with("alias/") {
            let old = locate(lookup, &input.alias_name, lookup.account(), &lookup.call().region, Takes::Aliases).await?;
            if old.key.is_some() {
                access = access.and(place::access(lookup, &old, want).await?);
            }
        }
        Ok(access)
    }
    async fn run(input: &api::UpdateAliasRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        check_alias(&input.alias_name)?;
        touched_alias(tx, &input.alias_name);
        let mut alias = held_alias(tx, &input.alias_name).await?;
        let mut new = place::held(tx, &input.target_key_id, Takes::Keys, Want::default()).await?;
        super::keys::customers(tx, &new.body)?;
        check(&new.body.arn(&tx.plane().settings.partition), new.body.state, Needs::NotPendingDeletion)?;
        if alias.body.target == new.body.id {
            return Ok(Unit {});
        }
        if let Some(mut old) = held_target(tx, &alias.body.target).await? {
            if old.body.usage != new.body.usage || crate::specs::family(old.body.spec) != crate::specs::family(new.body.spec) {
                return Err(Failure::validation(format!(
                    "Alias {} cannot be changed from a key of spec {} and usage {} to one of spec {} and usage {}.",
                    input.alias_name, old.body.spec, old.body.usage, new.body.spec, new.body.usage
                )));
            }
            old.body.aliases.retain(|name| *name != input.alias_name);
            tx.put(&old)?;
        }
        add_name(&mut new, &input.alias_name)?;
        tx.put(&new)?;
        alias.body.target.clone_from(&new.body.id);
        alias.body.updated = tx.call().time.as_millisecond();
        tx.put(&alias)?;
        Ok(Unit {})
    }
}

impl Handle for operation::DeleteAlias {
    async fn access(input: &api::DeleteAliasRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on_alias(lookup, &input.alias_name, "kms:DeleteAlias");
        if !input.alias_name.starts_with("alias/") {
            return Ok(access);
        }
        let target = locate(lookup, &input.alias_name, lookup.account(), &lookup.call().region, Takes::Aliases).await?;
        if target.key.is_none() {
            return Ok(access);
        }
        let want = Want { action: "kms:DeleteAlias", ..Want::default() };
        Ok(access.and(place::access(lookup, &target, want).await?))
    }
    async fn run(input: &api::DeleteAliasRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        if input.alias_name.starts_with("alias/aws/") {
            return Err(reserved_alias());
        }
        check_alias(&input.alias_name)?;
        touched_alias(tx, &input.alias_name);
        let alias = held_alias(tx, &input.alias_name).await?;
        if let Some(mut key) = held_target(tx, &alias.body.target).await? {
            key.body.aliases.retain(|name| *name != input.alias_name);
            tx.put(&key)?;
        }
        tx.delete(&alias);
        Ok(Unit {})
    }
}

impl Handle for operation::ListAliases {
    async fn access(_: &api::ListAliasesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any().action("kms:ListAliases").key("kms:CallerAccount", lookup.account()))
    }
    async fn run(input: &api::ListAliasesRequest, tx: &mut Transaction<'_>) -> Result<api::ListAliasesResponse, Failure> {
        let (reader, account, region) = (tx.reader(), tx.account().to_owned(), tx.call().region.clone());
        let partition = tx.plane().settings.partition.clone();
        let limit = page_size(input.limit, 50, 100)?;
        let of = match &input.key_id {
            Some(text) => {
                let target = locate(&reader, text, &account, &region, Takes::Keys).await?;
                if target.account != account {
                    return Err(other_account(&target.arn));
                }
                Some(target.found()?.body)
            }
            None => None,
        };
        let listing = format!("aliases {}", of.as_ref().map_or("", |key| key.id.as_str()));
        let after = marker(&listing, input.marker.as_deref())?;
        let mut found: Vec<Stored<Alias>> = Vec::new();
        match of {
            Some(mut key) => {
                key.aliases.sort();
                let names = key.aliases.iter().filter(|name| after.as_ref().is_none_or(|after| *name > after));
                for name in names.take(limit + 1) {
                    found.extend(reader.get::<Alias>(&account, &region, name).await?);
                }
            }
            None => found = reader.list::<Alias>(&account, &region, "", after.as_deref(), limit + 1).await?,
        }
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|last| page::token(&listing, &last.key.id));
        let aliases = found
            .into_iter()
            .map(|alias| api::AliasListEntry {
                alias_arn: Some(alias_arn(&partition, &region, &account, &alias.key.id)),
                alias_name: Some(alias.key.id),
                target_key_id: Some(alias.body.target),
                creation_date: moment(alias.body.created),
                last_updated_date: moment(alias.body.updated),
            })
            .collect();
        Ok(api::ListAliasesResponse { aliases: Some(aliases), truncated: Some(next.is_some()), next_marker: next })
    }
}
