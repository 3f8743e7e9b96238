//! Which event data store, channel or dashboard a request means, and who may see and change it.

use plane::audit_context::ContextWish;
use plane::{Access, Call, Failure, Lookup, Reader, Resource, Stored, Transaction};

use super::policy;
use super::{BY_ACCOUNT, BY_ORGANIZATION, CHANGED, Change, Channel, EventDataStore};
use crate::api::{
    ChannelARNInvalidException, ChannelNotFoundException, EventDataStoreARNInvalidException, EventDataStoreNotFoundException,
    InactiveEventDataStoreException, NotOrganizationMasterAccountException,
};
use crate::find::delegated;

/// More event data stores than an account or organization can have.
const ALL: usize = 10_000;

/// A name of something with an ARN: the ARN, or its last part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Region, of an ARN.
    pub region: Option<String>,
    /// Account, of an ARN.
    pub account: Option<String>,
    /// The last part.
    pub id: String,
}

impl Named {
    /// Reads an ARN of this sort (`eventdatastore`, `channel`, `dashboard`), or its last part; none if it is malformed.
    pub fn parse(sort: &str, text: &str) -> Option<Self> {
        let id = |id: &str| {
            let fits = !id.is_empty()
                && id.len() <= 128
                && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
            fits.then(|| id.to_owned())
        };
        if !text.starts_with("arn:") {
            return Some(Self { region: None, account: None, id: id(text)? });
        }
        let mut parts = text.splitn(6, ':').skip(2);
        let (service, region, account, resource) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let digits = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
        let rest = resource.strip_prefix(sort)?.strip_prefix('/')?;
        if service != "cloudtrail" || region.is_empty() || !digits {
            return None;
        }
        Some(Self { region: Some(region.to_owned()), account: Some(account.to_owned()), id: id(rest)? })
    }
}

/// The event data store that a request means, whoever's it is, if it is in the region of the call. By its id it is one of the caller's account or
/// organization.
///
/// # Errors
/// Internal ones only.
pub async fn store(reader: &Reader<'_>, call: &Call, named: &Named) -> Result<Option<Stored<EventDataStore>>, Failure> {
    let region = named.region.as_deref().unwrap_or(&call.region);
    if region != call.region {
        return Ok(None);
    }
    let account = named.account.as_deref().unwrap_or(call.account());
    if let Some(found) = reader.get::<EventDataStore>(account, region, &named.id).await? {
        return Ok(Some(found));
    }
    match (&named.account, &call.guardrails.management_account) {
        (None, Some(management)) if management != account && delegated(reader, account).await? => {
            let found = reader.get::<EventDataStore>(management, region, &named.id).await?;
            Ok(found.filter(|s| s.body.organization.is_some()))
        }
        _ => Ok(None),
    }
}

/// Whether the caller's account has a store as its own: it is the owner, or administers the organization's stores.
///
/// # Errors
/// Internal ones only.
pub async fn owns(reader: &Reader<'_>, call: &Call, store: &EventDataStore) -> Result<bool, Failure> {
    if store.account == call.account() {
        return Ok(true);
    }
    let organization = call.guardrails.organization_id.as_ref();
    Ok(store.organization.is_some() && store.organization.as_ref() == organization && delegated(reader, call.account()).await?)
}

/// The event data stores that the caller's account has as its own in this region, by ARN.
///
/// # Errors
/// Internal ones only.
pub async fn own_stores(reader: &Reader<'_>, call: &Call) -> Result<Vec<Stored<EventDataStore>>, Failure> {
    let mut found = reader.find_all::<EventDataStore>(BY_ACCOUNT, call.account(), None, ALL).await?;
    if let Some(organization) = &call.guardrails.organization_id
        && delegated(reader, call.account()).await?
    {
        let shared = reader.find_all::<EventDataStore>(BY_ORGANIZATION, organization, None, ALL).await?;
        found.extend(shared.into_iter().filter(|s| s.body.account != call.account()));
    }
    found.retain(|s| s.body.region == call.region);
    found.sort_by(|a, b| a.body.arn.cmp(&b.body.arn));
    Ok(found)
}

/// The permission that a call needs on an event data store. One that is not there is named by the ARN it would have; what is no name names nothing:
/// that it is malformed is said to those who may ask for anything.
///
/// # Errors
/// Internal ones only.
pub async fn on_store(lookup: &Lookup<'_>, text: &str) -> Result<Access, Failure> {
    let Some(named) = Named::parse("eventdatastore", text) else { return Ok(Access::any()) };
    let call = lookup.call();
    if let Some(found) = store(lookup, call, &named).await? {
        let access = Access::on(&found.body.arn).resource_tags(&found.tags);
        let own = owns(lookup, call, &found.body).await?;
        // Who administers an organization's stores does so as their owner.
        let access = if own { access } else { access.owned_by(&found.body.account) };
        return policy::with(access, &found.body.arn, found.body.policy.as_deref());
    }
    Ok(absent(lookup, "eventdatastore", &named))
}

/// The permission on something that is not there.
pub fn absent(lookup: &Lookup<'_>, sort: &str, named: &Named) -> Access {
    let call = lookup.call();
    let account = named.account.as_deref().unwrap_or(call.account());
    let region = named.region.as_deref().unwrap_or(&call.region);
    let access = Access::on(lookup.plane().arn("cloudtrail", region, account, &format!("{sort}/{}", named.id)));
    if account == call.account() { access } else { access.owned_by(account) }
}

/// That there is no such event data store.
pub fn no_store(text: &str) -> Failure {
    EventDataStoreNotFoundException::new(format!("The specified event data store was not found: {text}")).into()
}

/// That an event data store is deleted.
pub fn inactive(store: &EventDataStore) -> Failure {
    InactiveEventDataStoreException::new(format!("The event data store {} is inactive.", store.arn)).into()
}

/// The event data store that a request reads. Whether the caller may see it was decided by its access step.
///
/// # Errors
/// `EventDataStoreARNInvalidException`, `EventDataStoreNotFoundException`.
pub async fn read_store(tx: &Transaction<'_>, text: &str) -> Result<Stored<EventDataStore>, Failure> {
    let named = Named::parse("eventdatastore", text)
        .ok_or_else(|| Failure::from(EventDataStoreARNInvalidException::new(format!("Invalid event data store ARN: {text}"))))?;
    store(&tx.reader(), tx.call(), &named).await?.ok_or_else(|| no_store(text))
}

/// The event data store that a request changes, held until the commit: only its owner's account and who administers the organization's.
///
/// # Errors
/// Those of [`read_store`], and `NotOrganizationMasterAccountException`.
pub async fn change_store(tx: &mut Transaction<'_>, text: &str) -> Result<Stored<EventDataStore>, Failure> {
    let found = read_store(tx, text).await?;
    if !owns(&tx.reader(), tx.call(), &found.body).await? {
        return Err(NotOrganizationMasterAccountException::new(
            "Only the account that owns an event data store, or a delegated administrator of the organization, can change it.",
        )
        .into());
    }
    let key = &found.key;
    let held = tx.get::<EventDataStore>(&key.account, &key.region, &key.id).await?.ok_or_else(|| no_store(text))?;
    touched(tx, &held.body);
    Ok(held)
}

/// The same, of one that is not deleted.
///
/// # Errors
/// Those of [`change_store`], and `InactiveEventDataStoreException`.
pub async fn change_active(tx: &mut Transaction<'_>, text: &str) -> Result<Stored<EventDataStore>, Failure> {
    let held = change_store(tx, text).await?;
    if held.body.is_active() { Ok(held) } else { Err(inactive(&held.body)) }
}

/// Says in the audit record which event data store a call touched.
pub fn touched(tx: &mut Transaction<'_>, store: &EventDataStore) {
    tx.touched(store.arn.clone(), store.account.clone(), EventDataStore::KIND);
}

/// Keeps a changed event data store, and tells ingestion in the journal from where on it is so. What it wants to see of calls is told to the plane.
///
/// # Errors
/// Internal ones only.
pub async fn keep(tx: &mut Transaction<'_>, store: &mut Stored<EventDataStore>) -> Result<(), Failure> {
    store.body.updated_at = tx.call().time.as_millisecond();
    tx.put(store)?;
    let change =
        serde_json::to_value(Change { id: store.body.id.clone(), store: store.body.clone() }).map_err(Failure::internal)?;
    tx.journal(CHANGED, &store.body.account, &store.body.region, &change);
    let (account, region, id) = (&store.body.account, &store.body.region, &store.body.id);
    let before = tx.get::<ContextWish>(account, region, id).await?;
    match (before, store.body.wish()) {
        (Some(before), None) => tx.delete(&before),
        (Some(mut wish), Some(now)) if wish.body != now => {
            wish.body = now;
            tx.put(&wish)?;
        }
        (None, Some(now)) => tx.put(&Stored::new(account, region, id.clone(), now))?,
        _ => {}
    }
    Ok(())
}

/// The channel that a request means, in the region of the call.
///
/// # Errors
/// Internal ones only.
pub async fn channel(reader: &Reader<'_>, call: &Call, named: &Named) -> Result<Option<Stored<Channel>>, Failure> {
    let region = named.region.as_deref().unwrap_or(&call.region);
    if region != call.region {
        return Ok(None);
    }
    reader.get::<Channel>(named.account.as_deref().unwrap_or(call.account()), region, &named.id).await
}

/// The permission that a call needs on a channel.
///
/// # Errors
/// Internal ones only.
pub async fn on_channel(lookup: &Lookup<'_>, text: &str) -> Result<Access, Failure> {
    let Some(named) = Named::parse("channel", text) else { return Ok(Access::any()) };
    match channel(lookup, lookup.call(), &named).await? {
        Some(found) => {
            let access = Access::on(&found.body.arn).resource_tags(&found.tags).owned_by(&found.body.account);
            policy::with(access, &found.body.arn, found.body.policy.as_deref())
        }
        None => Ok(absent(lookup, "channel", &named)),
    }
}

/// The channel that a request means, held until the commit.
///
/// # Errors
/// `ChannelARNInvalidException`, `ChannelNotFoundException`.
pub async fn held_channel(tx: &mut Transaction<'_>, text: &str) -> Result<Stored<Channel>, Failure> {
    let named = Named::parse("channel", text)
        .ok_or_else(|| Failure::from(ChannelARNInvalidException::new(format!("Invalid channel ARN: {text}"))))?;
    let missing = || Failure::from(ChannelNotFoundException::new(format!("The specified channel was not found: {text}")));
    let found = channel(&tx.reader(), tx.call(), &named).await?.ok_or_else(missing)?;
    let key = &found.key;
    let held = tx.get::<Channel>(&key.account, &key.region, &key.id).await?.ok_or_else(missing)?;
    tx.touched(held.body.arn.clone(), held.body.account.clone(), Channel::KIND);
    Ok(held)
}

#[cfg(test)]
mod tests {
    use super::Named;

    #[test]
    fn arns_and_their_last_parts_are_read() {
        let arn = "arn:aws:cloudtrail:eu-west-1:123456789012:eventdatastore/0f6f1b5e-2c3a-4d5e-8f90-a1b2c3d4e5f6";
        let named = Named::parse("eventdatastore", arn).unwrap();
        assert_eq!((named.region.as_deref(), named.account.as_deref()), (Some("eu-west-1"), Some("123456789012")));
        assert_eq!(named.id, "0f6f1b5e-2c3a-4d5e-8f90-a1b2c3d4e5f6");
        assert_eq!(Named::parse("eventdatastore", "abc").unwrap().id, "abc");
        for malformed in ["", "a b", "arn:", &arn.replace("eventdatastore", "channel"), &arn.replace("123456789012", "1"), "a/b"]
        {
            assert_eq!(Named::parse("eventdatastore", malformed), None, "{malformed}");
        }
    }
}
