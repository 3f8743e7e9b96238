//! What the operations on rules and on packs of organizations have in common.

use plane::page::{Page, cut};
use plane::{Access, Failure, Lookup, Resource, Stored, Timestamp, Transaction};

use super::{limit, tags};
use crate::api::{ResourceInUseException, Tag};
use crate::errors::{invalid, token};
use crate::item::time;
use crate::organization::{Deployment, Kind, Landing, OWNER, Stage, Standing, What, managed, may_look, names, standing, word};
use crate::place::{arn, service_role};

/// Rules and packs, and accounts, in one page.
const PAGE: usize = 100;
/// Accounts that can be excluded.
/// See <https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConfigRule.html>.
const MOST_EXCLUDED: usize = 1_000;

/// Access to an action on the rule or pack of a name.
pub(super) async fn on(lookup: &Lookup<'_>, kind: Kind, name: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    Ok(match lookup.get::<Deployment>(account, region, &kind.id(name)).await? {
        Some(found) => Access::on(&found.body.arn).resource_tags(&found.tags),
        None => Access::on(arn(lookup.plane(), account, region, &format!("{}/*", kind.in_arn()))),
    })
}

/// The same, to put it: the management account also lets the organization trust Config.
pub(super) async fn on_put(lookup: &Lookup<'_>, kind: Kind, name: &str, given: Option<&Vec<Tag>>) -> Result<Access, Failure> {
    let access = on(lookup, kind, name).await?.request_tags(tags::pairs(given));
    Ok(match lookup.call().guardrails.management_account.as_deref() == Some(lookup.account()) {
        true => access.and(Access::any().action("organizations:EnableAWSServiceAccess")),
        false => access,
    })
}

/// The rule or pack of a name.
pub(super) async fn find(tx: &mut Transaction<'_>, kind: Kind, name: &str) -> Result<Option<Stored<Deployment>>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    tx.get::<Deployment>(&account, &region, &kind.id(name)).await
}

/// A page of the rules or packs of these names, in the order of their names; of all where there are none.
pub(super) async fn listed(
    tx: &Transaction<'_>,
    kind: Kind,
    wanted: Option<&Vec<String>>,
    missing: fn(&str) -> Failure,
    most: Option<i32>,
    next: Option<&str>,
) -> Result<Page<Stored<Deployment>>, Failure> {
    may_look(tx).await?;
    let mut all = tx.reader().all::<Deployment>(tx.account(), &tx.call().region, &kind.id("")).await?;
    let listing = format!("{} {} {wanted:?}", tx.call().operation.name, tx.account());
    if let Some(wanted) = wanted.filter(|wanted| !wanted.is_empty()) {
        if let Some(name) = wanted.iter().find(|name| !all.iter().any(|found| found.body.name == **name)) {
            return Err(missing(name));
        }
        all.retain(|found| wanted.contains(&found.body.name));
    }
    cut(all, &listing, next, limit(most, PAGE, PAGE), |one| one.key.id.clone(), token)
}

/// A page of the accounts that a rule or pack is in or on its way to: of one account, or in one status, where that is wanted.
pub(super) async fn accounts(
    tx: &Transaction<'_>,
    found: &Stored<Deployment>,
    account: Option<&String>,
    status: Option<&str>,
    most: Option<i32>,
    next: Option<&str>,
) -> Result<Page<Landing>, Failure> {
    let mut accounts = standing(&tx.reader(), found).await?.accounts;
    accounts.retain(|landing| {
        account.is_none_or(|account| *account == landing.account)
            && status.is_none_or(|wanted| wanted == word(landing.verb, landing.stage))
    });
    let listing = format!("{} {} {account:?} {status:?}", tx.call().operation.name, found.body.arn);
    cut(accounts, &listing, next, limit(most, PAGE, PAGE), |landing| landing.account.clone(), token)
}

/// When a rule or pack, or how it stands in an account, changed last.
pub(super) fn last_update(found: &Stored<Deployment>, standing: &Standing) -> Timestamp {
    time(standing.accounts.iter().map(|landing| landing.at).max().unwrap_or(found.body.updated))
}

/// What a request wants.
pub(super) struct Put<'a> {
    pub kind: Kind,
    pub name: &'a str,
    pub excluded: Option<&'a Vec<String>>,
    pub debug_accounts: Vec<String>,
    pub tags: Option<&'a Vec<Tag>>,
    /// Rules or packs at most, and what is said of more.
    pub most: (usize, fn() -> Failure),
}

/// Makes or changes a rule or pack: its ARN. `what` is told its name in the accounts.
///
/// # Errors
/// `ResourceInUseException`, those of the organization.
pub(super) async fn put(
    tx: &mut Transaction<'_>,
    given: Put<'_>,
    what: impl AsyncFnOnce(&mut Transaction<'_>, &str) -> Result<What, Failure>,
) -> Result<String, Failure> {
    let organization = managed(tx).await?;
    let excluded = given.excluded.cloned().unwrap_or_default();
    if excluded.len() > MOST_EXCLUDED {
        return Err(invalid(format!("At most {MOST_EXCLUDED} accounts can be excluded.")));
    }
    let tags = tags::checked(given.tags)?;
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let there = find(tx, given.kind, given.name).await?;
    match &there {
        Some(there) => settled(tx, there).await?,
        None => {
            let held = tx.reader().all::<Deployment>(&account, &region, &given.kind.id("")).await?;
            if held.len() >= given.most.0 {
                return Err(given.most.1());
            }
        }
    }
    if tx.call().guardrails.management_account.as_deref() == Some(account.as_str()) {
        let port = tx.plane().organization().clone();
        port.trust(tx, OWNER).await?;
    }
    let description = "Deploys organization rules to member accounts.";
    service_role(
        tx,
        &account,
        OWNER,
        "AWSServiceRoleForConfigMultiAccountSetup",
        "AWSConfigMultiAccountSetupPolicy",
        description,
    )
    .await?;
    let (member_name, own) = match &there {
        Some(there) => (there.body.member_name.clone(), there.body.arn.clone()),
        None => names(tx, given.kind, given.name),
    };
    let body = Deployment {
        name: given.name.to_owned(),
        arn: own.clone(),
        what: what(tx, &member_name).await?,
        member_name,
        organization,
        excluded,
        debug_accounts: given.debug_accounts,
        revision: there.as_ref().map_or(0, |there| there.body.revision) + 1,
        updated: tx.call().time.as_millisecond(),
        deleting: false,
    };
    tx.touched(&own, &account, Deployment::KIND);
    match there {
        Some(there) => tx.put(&Stored { body, ..there })?,
        None => tx.put(&Stored::new(&account, &region, given.kind.id(given.name), body).arn(&own).tags(tags))?,
    }
    Ok(own)
}

/// Begins to remove a rule or pack from all accounts.
///
/// # Errors
/// `ResourceInUseException`, those of the organization.
pub(super) async fn remove(
    tx: &mut Transaction<'_>,
    kind: Kind,
    name: &str,
    missing: fn(&str) -> Failure,
) -> Result<(), Failure> {
    managed(tx).await.map_err(|failure| match &failure.kind {
        wire::failure::Kind::Modelled { .. } => {
            crate::api::OrganizationAccessDeniedException::new(failure.message.clone()).into()
        }
        wire::failure::Kind::Common(_) => failure,
    })?;
    let mut found = find(tx, kind, name).await?.ok_or_else(|| missing(name))?;
    settled(tx, &found).await?;
    let account = tx.account().to_owned();
    tx.touched(&found.body.arn, &account, Deployment::KIND);
    found.body.deleting = true;
    found.body.updated = tx.call().time.as_millisecond();
    tx.put(&found)
}

/// Nothing is changed while it is on its way.
async fn settled(tx: &Transaction<'_>, found: &Stored<Deployment>) -> Result<(), Failure> {
    let standing = standing(&tx.reader(), found).await?;
    if found.body.deleting || standing.stage == Stage::InProgress {
        let word = word(standing.verb, Stage::InProgress);
        return Err(ResourceInUseException::new(format!("{} is in state {word}. Retry after some time.", found.body.name)).into());
    }
    Ok(())
}
