//! Tags of buses and rules.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use crate::api::operation::{ListTagsForResource, TagResource, UntagResource};
use crate::api::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, ResourceNotFoundException, Tag, TagResourceRequest,
    TagResourceResponse, UntagResourceRequest, UntagResourceResponse,
};
use crate::names::{Arn, BusName};
use crate::resources::{DEFAULT_BUS, EventBus, Rule};

/// Tags of a resource at most.
const MOST_TAGS: usize = 50;

/// Tags of a request as key and value.
pub fn pairs(tags: Option<&[Tag]>) -> Vec<(String, String)> {
    tags.into_iter().flatten().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
}

/// Checks tags of a request.
///
/// # Errors
/// `ValidationException`.
pub fn check_tags(tags: &[(String, String)]) -> Result<(), Failure> {
    for (at, (key, _)) in tags.iter().enumerate() {
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(Failure::validation(format!("Tag key {key} begins with the reserved prefix aws:.")));
        }
        if tags.iter().take(at).any(|(other, _)| other == key) {
            return Err(Failure::validation(format!("Tag key {key} is given more than once.")));
        }
    }
    if tags.len() > MOST_TAGS {
        return Err(Failure::validation(format!("A resource has at most {MOST_TAGS} tags.")));
    }
    Ok(())
}

/// Something that has tags.
enum Tagged {
    Bus(Box<Stored<EventBus>>),
    Rule(Box<Stored<Rule>>),
}

impl Tagged {
    fn tags(&mut self) -> &mut Vec<(String, String)> {
        match self {
            Self::Bus(bus) => &mut bus.tags,
            Self::Rule(rule) => &mut rule.tags,
        }
    }

    fn save(&self, tx: &mut Transaction<'_>) -> Result<(), Failure> {
        match self {
            Self::Bus(bus) => tx.put(bus),
            Self::Rule(rule) => tx.put(rule),
        }
    }
}

/// What an ARN names: a bus, or a rule of one (the id of its document).
fn place(arn: &str) -> Option<(BusName, Option<String>)> {
    let parsed = Arn::parse(arn).filter(|arn| arn.service == "events")?;
    let bus =
        |name: &str| BusName { account: parsed.account.to_owned(), region: parsed.region.to_owned(), name: name.to_owned() };
    if let Some(name) = parsed.resource.strip_prefix("event-bus/") {
        return Some((bus(name), None));
    }
    let rule = parsed.resource.strip_prefix("rule/")?;
    let (name, rule) = rule.rsplit_once('/').unwrap_or((DEFAULT_BUS, rule));
    Some((bus(name), Some(Rule::id(name, rule))))
}

async fn held(tx: &mut Transaction<'_>, arn: &str) -> Result<Tagged, Failure> {
    let missing = || Failure::from(ResourceNotFoundException::new(format!("{arn} does not exist.")));
    let (bus, rule) =
        place(arn).filter(|(bus, _)| bus.account == tx.account() && bus.region == tx.call().region).ok_or_else(missing)?;
    Ok(match rule {
        Some(id) => Tagged::Rule(Box::new(tx.get::<Rule>(&bus.account, &bus.region, &id).await?.ok_or_else(missing)?)),
        None => Tagged::Bus(Box::new(crate::find::held_bus(tx, &bus).await.map_err(|_| missing())?)),
    })
}

async fn access(arn: &str, lookup: &Lookup<'_>) -> Result<Access, Failure> {
    let access = Access::on(arn);
    let Some((bus, rule)) = place(arn) else { return Ok(access) };
    let tags = match rule {
        Some(id) => lookup.get::<Rule>(&bus.account, &bus.region, &id).await?.map(|rule| rule.tags),
        None => lookup.get::<EventBus>(&bus.account, &bus.region, &bus.name).await?.map(|bus| bus.tags),
    };
    let access = if bus.account == lookup.account() { access } else { access.owned_by(bus.account) };
    Ok(access.resource_tags(&tags.unwrap_or_default()))
}

impl Handle for TagResource {
    async fn access(input: &TagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let given = pairs(Some(&input.tags));
        Ok(access(&input.resource_arn, lookup).await?.request_tags(given.iter().map(|(k, v)| (k.as_str(), v.as_str()))))
    }

    async fn run(input: &TagResourceRequest, tx: &mut Transaction<'_>) -> Result<TagResourceResponse, Failure> {
        let given = pairs(Some(&input.tags));
        check_tags(&given)?;
        let mut tagged = held(tx, &input.resource_arn).await?;
        let tags = tagged.tags();
        tags.retain(|(key, _)| given.iter().all(|(other, _)| other != key));
        tags.extend(given);
        let all = tags.clone();
        check_tags(&all)?;
        tagged.save(tx)?;
        Ok(TagResourceResponse::default())
    }
}

impl Handle for UntagResource {
    async fn access(input: &UntagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(access(&input.resource_arn, lookup).await?.tag_keys(input.tag_keys.iter().map(String::as_str)))
    }

    async fn run(input: &UntagResourceRequest, tx: &mut Transaction<'_>) -> Result<UntagResourceResponse, Failure> {
        let mut tagged = held(tx, &input.resource_arn).await?;
        tagged.tags().retain(|(key, _)| !input.tag_keys.contains(key));
        tagged.save(tx)?;
        Ok(UntagResourceResponse::default())
    }
}

impl Handle for ListTagsForResource {
    async fn access(input: &ListTagsForResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access(&input.resource_arn, lookup).await
    }

    async fn run(input: &ListTagsForResourceRequest, tx: &mut Transaction<'_>) -> Result<ListTagsForResourceResponse, Failure> {
        let mut tagged = held(tx, &input.resource_arn).await?;
        let tags = tagged.tags().iter().map(|(key, value)| Tag { key: key.clone(), value: value.clone() }).collect();
        Ok(ListTagsForResourceResponse { tags: Some(tags) })
    }
}
