//! Detectors of calls: finding them, and keeping up what the live engine knows of them.

use plane::{Access, Failure, Lookup, Reader, Stored, Transaction};

use crate::errors;
use crate::resources::{Administrator, Detector, Ending, Member, Relation, Watch, Watched};

/// Name of the service's role in an account.
pub const SERVICE_ROLE: &str = "AWSServiceRoleForAmazonGuardDuty";

/// The ARN of the service's role in an account.
pub fn role_arn(plane: &plane::Plane, account: &str) -> String {
    plane.arn("iam", "", account, &format!("role/aws-service-role/guardduty.amazonaws.com/{SERVICE_ROLE}"))
}

/// The ARN of a detector.
pub fn arn(plane: &plane::Plane, account: &str, region: &str, detector: &str) -> String {
    plane.arn("guardduty", region, account, &format!("detector/{detector}"))
}

/// Permission for the operation's action on a detector of the caller.
///
/// # Errors
/// Internal ones only.
pub async fn on_detector(lookup: &Lookup<'_>, detector: &str) -> Result<Access, Failure> {
    let region = &lookup.call().region;
    let found = lookup.get::<Detector>(lookup.account(), region, detector).await?;
    let access = Access::on(arn(lookup.plane(), lookup.account(), region, detector));
    Ok(access.resource_tags(&found.map(|d| d.tags).unwrap_or_default()))
}

/// The detector of a call, held until the commit.
///
/// # Errors
/// That it is not the caller's.
pub async fn held(tx: &mut Transaction<'_>, detector: &str) -> Result<Stored<Detector>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    tx.get::<Detector>(&account, &region, detector).await?.ok_or_else(errors::not_owned)
}

/// The detector of a call, of which the call only reads.
///
/// # Errors
/// That it is not the caller's.
pub async fn seen(tx: &Transaction<'_>, detector: &str) -> Result<Stored<Detector>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    tx.reader().get::<Detector>(&account, &region, detector).await?.ok_or_else(errors::not_owned)
}

/// As [`held`], for what members must leave to their administrator.
///
/// # Errors
/// That it is not the caller's, or that the caller is a member.
pub async fn managed(tx: &mut Transaction<'_>, detector: &str) -> Result<Stored<Detector>, Failure> {
    let found = held(tx, detector).await?;
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    match tx.get::<Administrator>(&account, &region, Administrator::ID).await? {
        Some(_) => Err(errors::members_may_not()),
        None => Ok(found),
    }
}

/// The detector of an account in a Region, held until the commit.
///
/// # Errors
/// Internal ones only.
pub async fn of(tx: &mut Transaction<'_>, account: &str, region: &str) -> Result<Option<Stored<Detector>>, Failure> {
    Ok(tx.all::<Detector>(account, region, "").await?.pop())
}

/// The detector of an account in a Region.
///
/// # Errors
/// Internal ones only.
pub async fn reads(reader: &Reader<'_>, account: &str, region: &str) -> Result<Option<Stored<Detector>>, Failure> {
    Ok(reader.all::<Detector>(account, region, "").await?.pop())
}

/// Keeps up what the live engine knows of an account, after its detector or anything of it changed in this transaction.
///
/// # Errors
/// Internal ones only.
pub async fn rewatch(tx: &mut Transaction<'_>, account: &str, region: &str) -> Result<(), Failure> {
    let head = tx.journal_head();
    let detector = of(tx, account, region).await?;
    let suspended = detector.as_ref().filter(|d| !d.body.enabled).map(|d| d.body.id.clone());
    let detector = detector.filter(|d| d.body.enabled);
    let administrator = tx.get::<Administrator>(account, region, Administrator::ID).await?.map(|a| a.body.account);
    let held = tx.get::<Watch>(account, "", Watch::ID).await?;
    let mut watch = held.unwrap_or_else(|| Stored::new(account, "", Watch::ID, Watch::default()));
    let before = watch.body.regions.remove(region);
    // Who suspends a detector does not undo that it saw what was called before.
    if let Some(watched) = before.clone().filter(|b| suspended.as_ref() == Some(&b.detector)) {
        watch.body.ending.push(Ending { region: region.to_owned(), watched, until: head });
    }
    if let Some(detector) = detector {
        let since = before.filter(|b| b.detector == detector.body.id).map_or(head, |b| b.since);
        let watched = Watched {
            detector: detector.body.id.clone(),
            since,
            s3: detector.body.has("S3_DATA_EVENTS"),
            frequency: detector.body.frequency,
            administrator,
        };
        watch.body.regions.insert(region.to_owned(), watched);
    }
    watch.body.revision += 1;
    tx.put(&watch)
}

/// The accounts whose findings a detector's owner sees in a Region, with their detectors: its own, and those of its members.
///
/// # Errors
/// Internal ones only.
pub async fn visible(reader: &Reader<'_>, detector: &Stored<Detector>) -> Result<Vec<(String, String)>, Failure> {
    let (account, region) = (&detector.key.account, &detector.key.region);
    let mut all = vec![(account.clone(), detector.body.id.clone())];
    for member in members(reader, detector).await?.into_iter().filter(|m| m.body.relation.associated()) {
        if let Some(theirs) = reads(reader, &member.body.account, region).await? {
            all.push((member.body.account, theirs.body.id));
        }
    }
    Ok(all)
}

/// The accounts that a detector's owner named, in the order of their ids.
///
/// # Errors
/// Internal ones only.
pub async fn members(reader: &Reader<'_>, detector: &Stored<Detector>) -> Result<Vec<Stored<Member>>, Failure> {
    let (account, region) = (&detector.key.account, &detector.key.region);
    reader.all::<Member>(account, region, &format!("{}/", detector.body.id)).await
}

/// Ends that an account is a member of another, from either side; the member's detector goes on watching by itself.
///
/// # Errors
/// Internal ones only.
pub async fn part(
    tx: &mut Transaction<'_>,
    administrator: (&str, &str),
    region: &str,
    member: &str,
    relation: Relation,
) -> Result<bool, Failure> {
    let (account, detector) = administrator;
    let Some(mut named) = tx.get::<Member>(account, region, &format!("{detector}/{member}")).await? else { return Ok(false) };
    if let Some(theirs) = tx.get::<Administrator>(member, region, Administrator::ID).await?.filter(|a| a.body.account == account)
    {
        tx.delete(&theirs);
    }
    named.body.relation = relation;
    named.body.updated_at = tx.call().time.as_millisecond();
    tx.put(&named)?;
    rewatch(tx, member, region).await?;
    Ok(true)
}

/// Tags of a request, checked.
///
/// # Errors
/// That a tag's name is AWS's own, or that there are more than 50.
pub fn tags(given: Option<&std::collections::BTreeMap<String, String>>) -> Result<Vec<(String, String)>, Failure> {
    let tags: Vec<(String, String)> = given.into_iter().flatten().map(|(k, v)| (k.clone(), v.clone())).collect();
    if tags.len() > 50 || tags.iter().any(|(key, _)| key.to_ascii_lowercase().starts_with("aws:")) {
        return Err(errors::invalid());
    }
    Ok(tags)
}

/// Tags of a document as the API shows them; none if there are none.
pub fn shown_tags(tags: &[(String, String)]) -> Option<std::collections::BTreeMap<String, String>> {
    Some(tags.iter().cloned().collect())
}

/// Tags of a request as pairs, for the access step.
pub fn tag_pairs(given: Option<&std::collections::BTreeMap<String, String>>) -> Vec<(&str, &str)> {
    given.into_iter().flatten().map(|(k, v)| (k.as_str(), v.as_str())).collect()
}

/// Whether a call that makes something is the one that made what is there: by its client token.
pub fn repeats(made_by: Option<&String>, token: Option<&String>) -> bool {
    token.is_some() && made_by == token
}
