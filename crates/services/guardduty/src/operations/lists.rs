//! Trusted lists and threat lists: four resources of the same kind.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Timestamp, Transaction};

use super::limit;
use crate::api::{self, operation};
use crate::lists::{Bounds, Format, MAX_FILE, MAX_THREATS, MAX_TRUSTED, read};
use crate::resources::{Class, List, ListContent};
use crate::{book, errors, names, place};

/// Active lists of a class at most. See <https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_limits.html>.
fn most_active(class: Class) -> usize {
    if class.trusted() { 1 } else { 6 }
}

/// Lists of a class at most.
const MOST: usize = 50;

/// What a request says of a new list.
struct New<'a> {
    class: Class,
    detector: &'a str,
    name: &'a str,
    format: &'a str,
    location: &'a str,
    expected_bucket_owner: Option<&'a String>,
    activate: bool,
    tags: Option<&'a std::collections::BTreeMap<String, String>>,
    token: Option<&'a String>,
}

/// What a request changes.
struct Change<'a> {
    class: Class,
    detector: &'a str,
    id: &'a str,
    name: Option<&'a String>,
    location: Option<&'a String>,
    expected_bucket_owner: Option<&'a String>,
    activate: Option<bool>,
}

fn arn(plane: &plane::Plane, account: &str, region: &str, detector: &str, class: Class, id: &str) -> String {
    format!("{}/{}/{id}", place::arn(plane, account, region, detector), class.name())
}

fn document(class: Class, detector: &str, id: &str) -> String {
    format!("{detector}/{}/{id}", class.name())
}

async fn on_list(lookup: &Lookup<'_>, detector: &str, class: Class, id: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), &lookup.call().region);
    let found = lookup.get::<List>(account, region, &document(class, detector, id)).await?;
    let access = Access::on(arn(lookup.plane(), account, region, detector, class, id));
    Ok(access.resource_tags(&found.map(|l| l.tags).unwrap_or_default()))
}

/// What reading a list's file needs: the caller's own permission to read the object.
async fn reading(lookup: &Lookup<'_>, location: &str) -> Result<Access, Failure> {
    match (names::location(location), lookup.plane().objects()) {
        (Some((bucket, key)), Some(objects)) => objects.read_access(lookup, &bucket, &key, None).await,
        // What lies nowhere is refused by the operation.
        _ => Ok(Access::exempt()),
    }
}

async fn held(tx: &mut Transaction<'_>, detector: &str, class: Class, id: &str) -> Result<Stored<List>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let found = tx.get::<List>(&account, &region, &document(class, detector, id)).await?;
    found.ok_or_else(|| errors::rejected("the input list id is not owned by the current account"))
}

/// Reads the file of a list that is to be active, and keeps what is in it.
async fn activate(tx: &mut Transaction<'_>, list: &mut Stored<List>) -> Result<(), Failure> {
    let unreadable = |why: &str| errors::rejected(&format!("the file at the specified location can't be used: {why}"));
    let class = list.body.class;
    let (bucket, key) = names::location(&list.body.location).ok_or_else(errors::invalid)?;
    let format = Format::parse(&list.body.format).ok_or_else(errors::invalid)?;
    let Some(objects) = tx.plane().objects().cloned() else { return Err(unreadable("there is no object storage")) };
    let owner = objects.owner(&tx.reader(), &bucket).await?.ok_or_else(|| unreadable("the bucket does not exist"))?;
    if list.body.expected_bucket_owner.as_ref().is_some_and(|expected| *expected != owner) {
        return Err(unreadable("the bucket is not owned by the expected account"));
    }
    let bytes = match objects.read_granted(&tx.reader(), &bucket, &key, None, MAX_FILE).await {
        Ok(bytes) => bytes.ok_or_else(|| unreadable("the object does not exist"))?,
        Err(failure) if matches!(failure.kind, wire::failure::Kind::Common(wire::Common::Internal)) => return Err(failure),
        Err(failure) => return Err(unreadable(&failure.message)),
    };
    let bounds = Bounds { domains: class.domains(), most: if class.trusted() { MAX_TRUSTED } else { MAX_THREATS } };
    let entries = read(format, &bytes, bounds).map_err(|why| unreadable(&why.to_string()))?;
    let content = book::sealed(&entries)?;
    let (account, region) = (list.key.account.clone(), list.key.region.clone());
    let before = tx.get::<ListContent>(&account, &region, &list.key.id).await?;
    let mut stored = before.unwrap_or_else(|| Stored::new(&account, &region, list.key.id.clone(), content.clone()));
    stored.body = content;
    tx.put(&stored)?;
    list.body.active = true;
    list.body.entries = entries.0.len();
    Ok(())
}

async fn deactivate(tx: &mut Transaction<'_>, list: &mut Stored<List>) -> Result<(), Failure> {
    let (account, region) = (list.key.account.clone(), list.key.region.clone());
    if let Some(content) = tx.get::<ListContent>(&account, &region, &list.key.id).await? {
        tx.delete(&content);
    }
    list.body.active = false;
    Ok(())
}

async fn others(tx: &mut Transaction<'_>, detector: &str, class: Class) -> Result<Vec<Stored<List>>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    tx.all::<List>(&account, &region, &format!("{detector}/{}/", class.name())).await
}

fn check_active(lists: &[Stored<List>], class: Class) -> Result<(), Failure> {
    if lists.iter().filter(|l| l.body.active).count() >= most_active(class) {
        return Err(errors::rejected("the maximum number of active lists of this kind was reached"));
    }
    Ok(())
}

async fn create(tx: &mut Transaction<'_>, new: New<'_>) -> Result<String, Failure> {
    let detector = place::managed(tx, new.detector).await?;
    let (account, region, detector) = (tx.account().to_owned(), tx.call().region.clone(), detector.body.id);
    let tags = place::tags(new.tags)?;
    if names::location(new.location).is_none() {
        return Err(errors::invalid());
    }
    let lists = others(tx, &detector, new.class).await?;
    if let Some(there) = lists.iter().find(|l| l.body.name == new.name) {
        if place::repeats(there.body.token.as_ref(), new.token) {
            return Ok(there.body.id.clone());
        }
        return Err(errors::rejected("a list with the given name already exists"));
    }
    if lists.len() >= MOST {
        return Err(errors::rejected("the maximum number of lists of this kind was reached"));
    }
    let id = tx.plane().ids.uuid().simple().to_string();
    let arn = arn(tx.plane(), &account, &region, &detector, new.class, &id);
    let list = List {
        id: id.clone(),
        class: new.class,
        name: new.name.to_owned(),
        format: new.format.to_owned(),
        location: new.location.to_owned(),
        expected_bucket_owner: new.expected_bucket_owner.cloned(),
        active: false,
        entries: 0,
        token: new.token.cloned(),
    };
    let mut stored = Stored::new(&account, &region, document(new.class, &detector, &id), list).arn(arn.clone()).tags(tags);
    if new.activate {
        check_active(&lists, new.class)?;
        activate(tx, &mut stored).await?;
    }
    tx.put(&stored)?;
    place::rewatch(tx, &account, &region).await?;
    tx.touched(arn, account, new.class.kind());
    Ok(id)
}

async fn update(tx: &mut Transaction<'_>, change: Change<'_>) -> Result<(), Failure> {
    place::managed(tx, change.detector).await?;
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let mut list = held(tx, change.detector, change.class, change.id).await?;
    let mut lists = others(tx, change.detector, change.class).await?;
    lists.retain(|l| l.body.id != change.id);
    if let Some(name) = change.name {
        if lists.iter().any(|l| l.body.name == *name) {
            return Err(errors::rejected("a list with the given name already exists"));
        }
        list.body.name.clone_from(name);
    }
    if let Some(location) = change.location {
        if names::location(location).is_none() {
            return Err(errors::invalid());
        }
        list.body.location.clone_from(location);
    }
    if let Some(owner) = change.expected_bucket_owner {
        list.body.expected_bucket_owner = Some(owner.clone());
    }
    // A file that changed is read again when its list is activated again, as on AWS.
    match change.activate {
        Some(true) => {
            check_active(&lists, change.class)?;
            activate(tx, &mut list).await?;
        }
        Some(false) => deactivate(tx, &mut list).await?,
        None if list.body.active && change.location.is_some() => activate(tx, &mut list).await?,
        None => {}
    }
    tx.put(&list)?;
    place::rewatch(tx, &account, &region).await
}

async fn delete(tx: &mut Transaction<'_>, detector: &str, class: Class, id: &str) -> Result<(), Failure> {
    place::managed(tx, detector).await?;
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let mut list = held(tx, detector, class, id).await?;
    deactivate(tx, &mut list).await?;
    tx.delete(&list);
    place::rewatch(tx, &account, &region).await
}

async fn ids(
    tx: &Transaction<'_>,
    detector: &str,
    class: Class,
    most: Option<i32>,
    token: Option<&str>,
) -> Result<plane::page::Page<String>, Failure> {
    let detector = place::seen(tx, detector).await?;
    let prefix = format!("{}/{}/", detector.body.id, class.name());
    let lists = tx.reader().all::<List>(tx.account(), &tx.call().region, &prefix).await?;
    let ids = lists.into_iter().map(|l| l.body.id);
    cut(ids, &prefix, token, limit(most, 50), Clone::clone, errors::wrong_token)
}

fn time(ms: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(ms).ok()
}

macro_rules! lists {
    ($class:ident, $id:ident, $ids:ident, $format:ident, $status:ident, $create:ident($create_in:ident, $create_out:ident), $get:ident($get_in:ident, $get_out:ident),
     $update:ident($update_in:ident, $update_out:ident), $delete:ident($delete_in:ident, $delete_out:ident), $list:ident($list_in:ident, $list_out:ident) $(, $times:ident)?) => {
        impl Handle for operation::$create {
            async fn access(input: &api::$create_in, lookup: &Lookup<'_>) -> Result<Access, Failure> {
                let access = place::on_detector(lookup, &input.detector_id).await?;
                let access = access.request_tags(place::tag_pairs(input.tags.as_ref()));
                Ok(if input.activate { access.and(reading(lookup, &input.location).await?) } else { access })
            }

            async fn run(input: &api::$create_in, tx: &mut Transaction<'_>) -> Result<api::$create_out, Failure> {
                let new = New {
                    class: Class::$class,
                    detector: &input.detector_id,
                    name: &input.name,
                    format: input.format.as_str(),
                    location: &input.location,
                    expected_bucket_owner: input.expected_bucket_owner.as_ref(),
                    activate: input.activate,
                    tags: input.tags.as_ref(),
                    token: input.client_token.as_ref(),
                };
                Ok(api::$create_out { $id: create(tx, new).await? })
            }
        }

        impl Handle for operation::$get {
            async fn access(input: &api::$get_in, lookup: &Lookup<'_>) -> Result<Access, Failure> {
                on_list(lookup, &input.detector_id, Class::$class, &input.$id).await
            }

            #[allow(clippy::needless_update, reason = "some of the four have more members")]
            async fn run(input: &api::$get_in, tx: &mut Transaction<'_>) -> Result<api::$get_out, Failure> {
                place::seen(tx, &input.detector_id).await?;
                let list = held(tx, &input.detector_id, Class::$class, &input.$id).await?;
                Ok(api::$get_out {
                    format: api::$format::parse(&list.body.format).unwrap_or_default(),
                    status: if list.body.active { api::$status::Active } else { api::$status::Inactive },
                    tags: place::shown_tags(&list.tags),
                    name: list.body.name,
                    location: list.body.location,
                    expected_bucket_owner: list.body.expected_bucket_owner,
                    $($times: time(list.created_at), updated_at: time(list.updated_at),)?
                    ..api::$get_out::default()
                })
            }
        }

        impl Handle for operation::$update {
            async fn access(input: &api::$update_in, lookup: &Lookup<'_>) -> Result<Access, Failure> {
                let access = on_list(lookup, &input.detector_id, Class::$class, &input.$id).await?;
                let held = document(Class::$class, &input.detector_id, &input.$id);
                let held = lookup.get::<List>(lookup.account(), &lookup.call().region, &held).await?.map(|l| l.body);
                let reads = input.activate.unwrap_or_else(|| held.as_ref().is_some_and(|l| l.active) && input.location.is_some());
                match input.location.clone().or_else(|| held.map(|l| l.location)) {
                    Some(location) if reads => Ok(access.and(reading(lookup, &location).await?)),
                    _ => Ok(access),
                }
            }

            async fn run(input: &api::$update_in, tx: &mut Transaction<'_>) -> Result<api::$update_out, Failure> {
                let change = Change {
                    class: Class::$class,
                    detector: &input.detector_id,
                    id: &input.$id,
                    name: input.name.as_ref(),
                    location: input.location.as_ref(),
                    expected_bucket_owner: input.expected_bucket_owner.as_ref(),
                    activate: input.activate,
                };
                update(tx, change).await?;
                Ok(api::$update_out {})
            }
        }

        impl Handle for operation::$delete {
            async fn access(input: &api::$delete_in, lookup: &Lookup<'_>) -> Result<Access, Failure> {
                on_list(lookup, &input.detector_id, Class::$class, &input.$id).await
            }

            async fn run(input: &api::$delete_in, tx: &mut Transaction<'_>) -> Result<api::$delete_out, Failure> {
                delete(tx, &input.detector_id, Class::$class, &input.$id).await?;
                Ok(api::$delete_out {})
            }
        }

        impl Handle for operation::$list {
            async fn access(input: &api::$list_in, lookup: &Lookup<'_>) -> Result<Access, Failure> {
                place::on_detector(lookup, &input.detector_id).await
            }

            async fn run(input: &api::$list_in, tx: &mut Transaction<'_>) -> Result<api::$list_out, Failure> {
                let page = ids(tx, &input.detector_id, Class::$class, input.max_results, input.next_token.as_deref()).await?;
                Ok(api::$list_out { $ids: page.items, next_token: page.next })
            }
        }
    };
}

lists!(
    TrustedAddresses,
    ip_set_id,
    ip_set_ids,
    IpSetFormat,
    IpSetStatus,
    CreateIPSet(CreateIPSetRequest, CreateIPSetResponse),
    GetIPSet(GetIPSetRequest, GetIPSetResponse),
    UpdateIPSet(UpdateIPSetRequest, UpdateIPSetResponse),
    DeleteIPSet(DeleteIPSetRequest, DeleteIPSetResponse),
    ListIPSets(ListIPSetsRequest, ListIPSetsResponse)
);
lists!(
    ThreatAddresses,
    threat_intel_set_id,
    threat_intel_set_ids,
    ThreatIntelSetFormat,
    ThreatIntelSetStatus,
    CreateThreatIntelSet(CreateThreatIntelSetRequest, CreateThreatIntelSetResponse),
    GetThreatIntelSet(GetThreatIntelSetRequest, GetThreatIntelSetResponse),
    UpdateThreatIntelSet(UpdateThreatIntelSetRequest, UpdateThreatIntelSetResponse),
    DeleteThreatIntelSet(DeleteThreatIntelSetRequest, DeleteThreatIntelSetResponse),
    ListThreatIntelSets(ListThreatIntelSetsRequest, ListThreatIntelSetsResponse)
);
lists!(
    TrustedEntities,
    trusted_entity_set_id,
    trusted_entity_set_ids,
    TrustedEntitySetFormat,
    TrustedEntitySetStatus,
    CreateTrustedEntitySet(CreateTrustedEntitySetRequest, CreateTrustedEntitySetResponse),
    GetTrustedEntitySet(GetTrustedEntitySetRequest, GetTrustedEntitySetResponse),
    UpdateTrustedEntitySet(UpdateTrustedEntitySetRequest, UpdateTrustedEntitySetResponse),
    DeleteTrustedEntitySet(DeleteTrustedEntitySetRequest, DeleteTrustedEntitySetResponse),
    ListTrustedEntitySets(ListTrustedEntitySetsRequest, ListTrustedEntitySetsResponse),
    created_at
);
lists!(
    ThreatEntities,
    threat_entity_set_id,
    threat_entity_set_ids,
    ThreatEntitySetFormat,
    ThreatEntitySetStatus,
    CreateThreatEntitySet(CreateThreatEntitySetRequest, CreateThreatEntitySetResponse),
    GetThreatEntitySet(GetThreatEntitySetRequest, GetThreatEntitySetResponse),
    UpdateThreatEntitySet(UpdateThreatEntitySetRequest, UpdateThreatEntitySetResponse),
    DeleteThreatEntitySet(DeleteThreatEntitySetRequest, DeleteThreatEntitySetResponse),
    ListThreatEntitySets(ListThreatEntitySetsRequest, ListThreatEntitySetsResponse),
    created_at
);
