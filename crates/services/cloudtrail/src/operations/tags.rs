//! Tags of trails, event data stores, channels and dashboards.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use crate::api::operation::{AddTags, ListTags, RemoveTags};
use crate::api::{
    AddTagsRequest, AddTagsResponse, CloudTrailARNInvalidException, InvalidTagParameterException, InvalidTokenException,
    ListTagsRequest, ListTagsResponse, NotOrganizationMasterAccountException, RemoveTagsRequest, RemoveTagsResponse,
    ResourceNotFoundException, ResourceTag, Tag, TagsLimitExceededException,
};
use crate::dashboards::{Dashboard, held_dashboard, on_dashboard};
use crate::find;
use crate::names::Named;
use crate::resources::Trail;
use crate::stores::find::{change_store, held_channel, on_channel, on_store};
use crate::stores::{Channel, EventDataStore};

/// Tags of a resource at most.
const MOST_TAGS: usize = 50;
/// Resources in one ListTags at most.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListTags.html>.
const MOST_RESOURCES: usize = 20;

/// Tags of a request as key and value; a tag without value has an empty one.
pub fn pairs(tags: &[Tag]) -> Vec<(String, String)> {
    tags.iter().map(|t| (t.key.clone(), t.value.clone().unwrap_or_default())).collect()
}

/// Checks tags of a request.
///
/// # Errors
/// `InvalidTagParameterException`, `TagsLimitExceededException`.
pub fn check_tags(tags: &[(String, String)]) -> Result<(), Failure> {
    let refuse = |message: String| Err(InvalidTagParameterException::new(message).into());
    for (at, (key, _)) in tags.iter().enumerate() {
        if key.to_ascii_lowercase().starts_with("aws:") {
            return refuse(format!("Tag key {key} begins with the reserved prefix aws:."));
        }
        if tags.iter().take(at).any(|(other, _)| other == key) {
            return refuse(format!("Tag key {key} is given more than once."));
        }
    }
    if tags.len() > MOST_TAGS {
        return Err(limit());
    }
    Ok(())
}

fn limit() -> Failure {
    TagsLimitExceededException::new(format!("The number of tags exceeds the limit of {MOST_TAGS}.")).into()
}

/// The tags with others laid over them.
pub fn merged(tags: &[(String, String)], over: &[(String, String)]) -> Vec<(String, String)> {
    let mut merged: Vec<(String, String)> = tags.iter().filter(|(key, _)| !over.iter().any(|(k, _)| k == key)).cloned().collect();
    merged.extend_from_slice(over);
    merged
}

/// Something that has tags, held until the commit.
enum Tagged {
    Trail(Stored<Trail>),
    Store(Stored<EventDataStore>),
    Channel(Stored<Channel>),
    Dashboard(Stored<Dashboard>),
}

/// The sort of resource that an ARN names, besides trails.
fn sort(arn: &str) -> Option<&'static str> {
    ["eventdatastore", "channel", "dashboard"].into_iter().find(|s| arn.contains(&format!(":{s}/")))
}

/// The permission on a resource.
async fn on(lookup: &Lookup<'_>, arn: &str) -> Result<Access, Failure> {
    match sort(arn) {
        Some("eventdatastore") => on_store(lookup, arn).await,
        Some("channel") => on_channel(lookup, arn).await,
        Some(_) => on_dashboard(lookup, arn).await,
        None => {
            let (arn, tags) = find::target(lookup, lookup.call(), arn).await?;
            Ok(Access::on(arn).resource_tags(&tags))
        }
    }
}

fn missing(arn: &str) -> Failure {
    ResourceNotFoundException::new(format!("Resource not found: {arn}")).into()
}

/// Reads the ARN of a trail.
fn parse(arn: &str) -> Result<Named, Failure> {
    match Named::parse(arn) {
        Ok(named @ Named::Arn { .. }) => Ok(named),
        _ => Err(CloudTrailARNInvalidException::new(format!("Invalid Trail ARN: {arn}")).into()),
    }
}

impl Tagged {
    async fn held(tx: &mut Transaction<'_>, arn: &str) -> Result<Self, Failure> {
        let gone = |failure: Failure| match failure.kind {
            wire::failure::Kind::Modelled { ref code, .. } if code.contains("NotFound") => missing(arn),
            _ => failure,
        };
        match sort(arn) {
            Some("eventdatastore") => return change_store(tx, arn).await.map(Self::Store).map_err(gone),
            Some("channel") => return held_channel(tx, arn).await.map(Self::Channel).map_err(gone),
            Some(_) => return held_dashboard(tx, arn).await.map(Self::Dashboard).map_err(gone),
            None => {}
        }
        let named = parse(arn)?;
        let found = find::find(&tx.reader(), tx.call(), &named).await?.ok_or_else(|| missing(arn))?;
        let at_home = found.body.region == tx.call().region;
        if found.body.account != tx.account() && !find::delegated(&tx.reader(), tx.account()).await? {
            return Err(NotOrganizationMasterAccountException::new(
                "Only the management account or a delegated administrator of an organization can change an organization trail.",
            )
            .into());
        }
        let key = &found.key;
        let trail = tx.get::<Trail>(&key.account, &key.region, &key.id).await?.filter(|_| at_home).ok_or_else(|| missing(arn))?;
        tx.touched(trail.body.arn.clone(), trail.body.account.clone(), "AWS::CloudTrail::Trail");
        Ok(Self::Trail(trail))
    }

    fn tags(&mut self) -> &mut Vec<(String, String)> {
        match self {
            Self::Trail(t) => &mut t.tags,
            Self::Store(s) => &mut s.tags,
            Self::Channel(c) => &mut c.tags,
            Self::Dashboard(d) => &mut d.tags,
        }
    }

    fn put(&self, tx: &mut Transaction<'_>) -> Result<(), Failure> {
        match self {
            Self::Trail(t) => tx.put(t),
            Self::Store(s) => tx.put(s),
            Self::Channel(c) => tx.put(c),
            Self::Dashboard(d) => tx.put(d),
        }
    }
}

impl Handle for AddTags {
    async fn access(input: &AddTagsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let given = pairs(&input.tags_list);
        Ok(on(lookup, &input.resource_id).await?.request_tags(given.iter().map(|(k, v)| (k.as_str(), v.as_str()))))
    }

    async fn run(input: &AddTagsRequest, tx: &mut Transaction<'_>) -> Result<AddTagsResponse, Failure> {
        let given = pairs(&input.tags_list);
        check_tags(&given)?;
        let mut tagged = Tagged::held(tx, &input.resource_id).await?;
        let tags = tagged.tags();
        *tags = merged(tags, &given);
        if tags.len() > MOST_TAGS {
            return Err(limit());
        }
        tagged.put(tx)?;
        Ok(AddTagsResponse {})
    }
}

impl Handle for RemoveTags {
    async fn access(input: &RemoveTagsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on(lookup, &input.resource_id).await?.tag_keys(input.tags_list.iter().map(|t| t.key.as_str())))
    }

    async fn run(input: &RemoveTagsRequest, tx: &mut Transaction<'_>) -> Result<RemoveTagsResponse, Failure> {
        let mut tagged = Tagged::held(tx, &input.resource_id).await?;
        // A value that is given must be the tag's.
        let named = |key: &str, value: &str| {
            input.tags_list.iter().any(|t| t.key == key && t.value.as_deref().is_none_or(|v| v.is_empty() || v == value))
        };
        tagged.tags().retain(|(key, value)| !named(key, value));
        tagged.put(tx)?;
        Ok(RemoveTagsResponse {})
    }
}

impl Handle for ListTags {
    async fn access(input: &ListTagsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let mut access: Option<Access> = None;
        for resource in &input.resource_id_list {
            let one = on(lookup, resource).await?;
            access = Some(match access {
                Some(all) => all.and(one),
                None => one,
            });
        }
        Ok(access.unwrap_or_else(Access::any))
    }

    async fn run(input: &ListTagsRequest, tx: &mut Transaction<'_>) -> Result<ListTagsResponse, Failure> {
        if input.resource_id_list.len() > MOST_RESOURCES {
            return Err(Failure::validation(format!("ResourceIdList can have at most {MOST_RESOURCES} resources.")));
        }
        let mut listed = Vec::new();
        for arn in &input.resource_id_list {
            let tags = if sort(arn).is_some() {
                Tagged::held(tx, arn).await?.tags().clone()
            } else {
                let found = find::find(&tx.reader(), tx.call(), &parse(arn)?).await?;
                found.ok_or_else(|| missing(arn))?.tags
            };
            let tags = tags.into_iter().map(|(key, value)| Tag { key, value: Some(value).filter(|v| !v.is_empty()) }).collect();
            listed.push(ResourceTag { resource_id: Some(arn.clone()), tags_list: Some(tags) });
        }
        listed.sort_by(|a, b| a.resource_id.cmp(&b.resource_id));
        let listing = format!("ListTags {} {}", tx.account(), input.resource_id_list.join(" "));
        let invalid = || InvalidTokenException::new("The specified token is not valid for this request.").into();
        let id = |r: &ResourceTag| r.resource_id.clone().unwrap_or_default();
        let page = cut(listed, &listing, input.next_token.as_deref(), MOST_RESOURCES, id, invalid)?;
        Ok(ListTagsResponse { resource_tag_list: Some(page.items), next_token: page.next })
    }
}

#[cfg(test)]
mod tests {
    use super::{check_tags, merged};

    fn tags(tags: &[(&str, &str)]) -> Vec<(String, String)> {
        tags.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn tags_are_checked_and_laid_over_each_other() {
        assert!(check_tags(&tags(&[("a", "1"), ("A", "2")])).is_ok());
        assert!(check_tags(&tags(&[("a", "1"), ("a", "2")])).is_err());
        assert!(check_tags(&tags(&[("AWS:x", "1")])).is_err());
        let many: Vec<(String, String)> = (0..51).map(|i| (i.to_string(), String::new())).collect();
        assert!(check_tags(&many).is_err());
        assert_eq!(merged(&tags(&[("a", "1"), ("b", "2")]), &tags(&[("a", "3")])), tags(&[("b", "2"), ("a", "3")]));
    }
}
