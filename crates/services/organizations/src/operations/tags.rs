//! Tags of accounts, OUs, roots, policies, the resource policy and transfers.

use plane::page;
use plane::resource::Stored;
use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::Unit as Nothing;

use crate::api::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, Tag, TagResourceRequest, UntagResourceRequest, operation,
};
use crate::errors::{self, Invalid};
use crate::names::{self, IdKind};
use crate::place::{Node, Place, Seat};
use crate::resources::{Policy, RESOURCE_POLICY, ResourcePolicy, Transfer};
use crate::shapes;

/// Something that has tags.
enum Tagged {
    Node(Node),
    Policy(Stored<Policy>),
    ResourcePolicy(Stored<ResourcePolicy>),
    Transfer(Stored<Transfer>),
}

impl Tagged {
    async fn find(tx: &mut Transaction<'_>, seat: &Seat, id: &str) -> Result<Self, Failure> {
        let management = seat.management();
        let found = match names::kind_of(id) {
            Some(IdKind::Root | IdKind::Unit | IdKind::Account) => seat.node(tx, id).await?.map(Self::Node),
            Some(IdKind::Policy) => tx.get::<Policy>(management, "", id).await?.map(Self::Policy),
            Some(IdKind::ResourcePolicy) => tx
                .get::<ResourcePolicy>(management, "", RESOURCE_POLICY)
                .await?
                .filter(|p| p.body.id == id)
                .map(Self::ResourcePolicy),
            Some(IdKind::Transfer) => tx.get::<Transfer>(management, "", id).await?.map(Self::Transfer),
            None => None,
        };
        found.ok_or_else(errors::target_not_found)
    }

    fn tags(&mut self) -> &mut Vec<(String, String)> {
        match self {
            Self::Node(node) => node.tags_mut(),
            Self::Policy(stored) => &mut stored.tags,
            Self::ResourcePolicy(stored) => &mut stored.tags,
            Self::Transfer(stored) => &mut stored.tags,
        }
    }

    fn save(&self, tx: &mut Transaction<'_>) -> Result<(), Failure> {
        match self {
            Self::Node(node) => node.save(tx),
            Self::Policy(stored) => tx.put(stored),
            Self::ResourcePolicy(stored) => tx.put(stored),
            Self::Transfer(stored) => tx.put(stored),
        }
    }
}

impl Handle for operation::TagResource {
    async fn access(input: &TagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = Place::of(lookup).await?.on_id(&input.resource_id).await?;
        Ok(access.request_tags(shapes::tag_pairs(Some(&input.tags))))
    }

    async fn run(input: &TagResourceRequest, tx: &mut Transaction<'_>) -> Result<Nothing, Failure> {
        let seat = Seat::of(tx).await?;
        let given = shapes::tags(Some(&input.tags))?;
        let mut tagged = Tagged::find(tx, &seat, &input.resource_id).await?;
        let tags = tagged.tags();
        for (key, value) in given {
            match tags.iter_mut().find(|(known, _)| *known == key) {
                Some((_, old)) => *old = value,
                None => tags.push((key, value)),
            }
        }
        shapes::check_tag_count(tags.len())?;
        tagged.save(tx)?;
        Ok(Nothing {})
    }
}

impl Handle for operation::UntagResource {
    async fn access(input: &UntagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = Place::of(lookup).await?.on_id(&input.resource_id).await?;
        Ok(access.tag_keys(input.tag_keys.iter().map(String::as_str)))
    }

    async fn run(input: &UntagResourceRequest, tx: &mut Transaction<'_>) -> Result<Nothing, Failure> {
        let seat = Seat::of(tx).await?;
        if input.tag_keys.iter().any(|key| key.to_lowercase().starts_with("aws:")) {
            return Err(errors::invalid(
                Invalid::InvalidSystemTagsParameter,
                "You specified a tag key that is a system tag. You can't add, edit, or delete system tag keys because they're reserved for AWS use.",
            ));
        }
        let mut tagged = Tagged::find(tx, &seat, &input.resource_id).await?;
        tagged.tags().retain(|(key, _)| !input.tag_keys.contains(key));
        tagged.save(tx)?;
        Ok(Nothing {})
    }
}

impl Handle for operation::ListTagsForResource {
    async fn access(input: &ListTagsForResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.resource_id).await
    }

    async fn run(input: &ListTagsForResourceRequest, tx: &mut Transaction<'_>) -> Result<ListTagsForResourceResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let mut tagged = Tagged::find(tx, &seat, &input.resource_id).await?;
        let mut tags = std::mem::take(tagged.tags());
        tags.sort();
        let listing = format!("ListTagsForResource {}", input.resource_id);
        // A resource has at most fifty tags, so that they fit on one page; the operation takes no page size.
        let page = page::cut(
            tags,
            &listing,
            input.next_token.as_deref(),
            crate::quotas::TAGS,
            |(key, _)| key.clone(),
            errors::invalid_token,
        )?;
        Ok(ListTagsForResourceResponse {
            tags: Some(page.items.into_iter().map(|(key, value)| Tag { key, value }).collect()),
            next_token: page.next,
        })
    }
}
