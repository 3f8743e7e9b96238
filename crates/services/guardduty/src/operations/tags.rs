//! Tags of detectors and what belongs to them.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use crate::api::operation::{ListTagsForResource, TagResource, UntagResource};
use crate::api::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, TagResourceRequest, TagResourceResponse, UntagResourceRequest,
    UntagResourceResponse,
};
use crate::names::{self, Named};
use crate::resources::{Class, Destination, Detector, Filter, List};
use crate::{errors, place};

/// Something that has tags.
enum Tagged {
    Detector(Box<Stored<Detector>>),
    Filter(Box<Stored<Filter>>),
    List(Box<Stored<List>>),
    Destination(Box<Stored<Destination>>),
}

impl Tagged {
    fn tags(&mut self) -> &mut Vec<(String, String)> {
        match self {
            Self::Detector(d) => &mut d.tags,
            Self::Filter(f) => &mut f.tags,
            Self::List(l) => &mut l.tags,
            Self::Destination(d) => &mut d.tags,
        }
    }

    fn save(&self, tx: &mut Transaction<'_>) -> Result<(), Failure> {
        match self {
            Self::Detector(d) => tx.put(d),
            Self::Filter(f) => tx.put(f),
            Self::List(l) => tx.put(l),
            Self::Destination(d) => tx.put(d),
        }
    }
}

/// Id of the document of a list, if an ARN names one.
fn list(named: &Named<'_>) -> Option<String> {
    let (kind, id) = named.part?;
    let class = Class::ALL.into_iter().find(|class| class.name() == kind)?;
    Some(format!("{}/{}/{id}", named.detector, class.name()))
}

async fn held(tx: &mut Transaction<'_>, arn: &str) -> Result<Tagged, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let named = names::parse(arn).filter(|n| n.account == account && n.region == region).ok_or_else(errors::invalid)?;
    let found = match named.part {
        None => tx.get::<Detector>(&account, &region, named.detector).await?.map(|d| Tagged::Detector(Box::new(d))),
        Some(("filter", name)) => {
            let found = tx.get::<Filter>(&account, &region, &format!("{}/{name}", named.detector)).await?;
            found.map(|f| Tagged::Filter(Box::new(f)))
        }
        Some(("publishingDestination", id)) => {
            let found = tx.get::<Destination>(&account, &region, &format!("{}/{id}", named.detector)).await?;
            found.map(|d| Tagged::Destination(Box::new(d)))
        }
        Some(_) => match list(&named) {
            Some(id) => tx.get::<List>(&account, &region, &id).await?.map(|l| Tagged::List(Box::new(l))),
            None => None,
        },
    };
    found.ok_or_else(errors::invalid)
}

async fn access(arn: &str, lookup: &Lookup<'_>) -> Result<Access, Failure> {
    let access = Access::on(arn);
    let Some(named) = names::parse(arn) else { return Ok(access) };
    let (account, region) = (named.account, named.region);
    let tags = match named.part {
        None => lookup.get::<Detector>(account, region, named.detector).await?.map(|d| d.tags),
        Some(("filter", name)) => {
            lookup.get::<Filter>(account, region, &format!("{}/{name}", named.detector)).await?.map(|f| f.tags)
        }
        Some(("publishingDestination", id)) => {
            lookup.get::<Destination>(account, region, &format!("{}/{id}", named.detector)).await?.map(|d| d.tags)
        }
        Some(_) => match list(&named) {
            Some(id) => lookup.get::<List>(account, region, &id).await?.map(|l| l.tags),
            None => None,
        },
    };
    let access = if account == lookup.account() { access } else { access.owned_by(account) };
    Ok(access.resource_tags(&tags.unwrap_or_default()))
}

impl Handle for TagResource {
    async fn access(input: &TagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(access(&input.resource_arn, lookup).await?.request_tags(place::tag_pairs(Some(&input.tags))))
    }

    async fn run(input: &TagResourceRequest, tx: &mut Transaction<'_>) -> Result<TagResourceResponse, Failure> {
        place::tags(Some(&input.tags))?;
        let mut tagged = held(tx, &input.resource_arn).await?;
        let tags = tagged.tags();
        tags.retain(|(key, _)| !input.tags.contains_key(key));
        tags.extend(input.tags.iter().map(|(k, v)| (k.clone(), v.clone())));
        if tags.len() > 50 {
            return Err(errors::invalid());
        }
        tagged.save(tx)?;
        Ok(TagResourceResponse {})
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
        Ok(UntagResourceResponse {})
    }
}

impl Handle for ListTagsForResource {
    async fn access(input: &ListTagsForResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access(&input.resource_arn, lookup).await
    }

    async fn run(input: &ListTagsForResourceRequest, tx: &mut Transaction<'_>) -> Result<ListTagsForResourceResponse, Failure> {
        let mut tagged = held(tx, &input.resource_arn).await?;
        let tags = tagged.tags().iter().cloned().collect();
        Ok(ListTagsForResourceResponse { tags: Some(tags) })
    }
}
