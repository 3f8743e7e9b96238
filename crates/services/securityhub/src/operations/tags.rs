//! Tags of hubs, automation rules and configuration policies.

use plane::{Access, Failure, Handle, Lookup, Resource, Stored, Transaction};

use crate::api;
use crate::api::operation::{ListTagsForResource, TagResource, UntagResource};
use crate::errors::{invalid, not_found};
use crate::hub::{here, own};
use crate::resources::{AggregatorV2, AutomationRule, AutomationRuleV2, ConfigurationPolicy, Hub, HubV2};

/// Tags of a resource at most.
const MOST: usize = 50;

/// Something that has tags.
enum Tagged {
    Hub(Stored<Hub>),
    Rule(Stored<AutomationRule>),
    Policy(Stored<ConfigurationPolicy>),
    HubV2(Stored<HubV2>),
    RuleV2(Stored<AutomationRuleV2>),
    AggregatorV2(Stored<AggregatorV2>),
}

impl Tagged {
    fn tags(&mut self) -> &mut Vec<(String, String)> {
        match self {
            Self::Hub(found) => &mut found.tags,
            Self::Rule(found) => &mut found.tags,
            Self::Policy(found) => &mut found.tags,
            Self::HubV2(found) => &mut found.tags,
            Self::RuleV2(found) => &mut found.tags,
            Self::AggregatorV2(found) => &mut found.tags,
        }
    }

    fn put(&self, tx: &mut Transaction<'_>) -> Result<(), Failure> {
        match self {
            Self::Hub(found) => tx.put(found),
            Self::Rule(found) => tx.put(found),
            Self::Policy(found) => tx.put(found),
            Self::HubV2(found) => tx.put(found),
            Self::RuleV2(found) => tx.put(found),
            Self::AggregatorV2(found) => tx.put(found),
        }
    }
}

/// Where the resource of an ARN is: its kind, region and id.
fn place<'a>(arn: &'a str, account: &str, region: &'a str) -> Option<(&'static str, &'a str, &'a str)> {
    if let Ok(id) = own(arn, account, region, "hub") {
        return Some((Hub::KIND, region, id));
    }
    if let Ok(id) = own(arn, account, region, "automation-rule") {
        return Some((AutomationRule::KIND, region, id));
    }
    if own(arn, account, region, "hubv2").is_ok() {
        return Some((HubV2::KIND, region, HubV2::ID));
    }
    if let Ok(id) = own(arn, account, region, "automation-rulev2") {
        return Some((AutomationRuleV2::KIND, region, id));
    }
    if let Ok(id) = own(arn, account, region, "aggregatorv2") {
        return Some((AggregatorV2::KIND, "", id));
    }
    own(arn, account, region, "configuration-policy").ok().map(|id| (ConfigurationPolicy::KIND, "", id))
}

async fn on(lookup: &Lookup<'_>, arn: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    let access = Access::on(arn);
    let tags = match place(arn, account, region) {
        Some((Hub::KIND, region, id)) => lookup.get::<Hub>(account, region, id).await?.map(|found| found.tags),
        Some((AutomationRule::KIND, region, id)) => {
            lookup.get::<AutomationRule>(account, region, id).await?.map(|found| found.tags)
        }
        Some((HubV2::KIND, region, id)) => {
            lookup.get::<HubV2>(account, region, id).await?.filter(|found| arn.ends_with(&found.body.id)).map(|found| found.tags)
        }
        Some((AutomationRuleV2::KIND, region, id)) => {
            lookup.get::<AutomationRuleV2>(account, region, id).await?.map(|found| found.tags)
        }
        Some((AggregatorV2::KIND, region, id)) => lookup.get::<AggregatorV2>(account, region, id).await?.map(|found| found.tags),
        Some((_, region, id)) => lookup.get::<ConfigurationPolicy>(account, region, id).await?.map(|found| found.tags),
        None => None,
    };
    Ok(match tags {
        Some(tags) => access.resource_tags(&tags),
        None => access,
    })
}

async fn held(tx: &mut Transaction<'_>, arn: &str) -> Result<Tagged, Failure> {
    let (account, region) = here(tx);
    let found = match place(arn, &account, &region) {
        Some((Hub::KIND, region, id)) => tx.get::<Hub>(&account, region, id).await?.map(Tagged::Hub),
        Some((AutomationRule::KIND, region, id)) => tx.get::<AutomationRule>(&account, region, id).await?.map(Tagged::Rule),
        Some((HubV2::KIND, region, id)) => {
            tx.get::<HubV2>(&account, region, id).await?.filter(|found| arn.ends_with(&found.body.id)).map(Tagged::HubV2)
        }
        Some((AutomationRuleV2::KIND, region, id)) => tx.get::<AutomationRuleV2>(&account, region, id).await?.map(Tagged::RuleV2),
        Some((AggregatorV2::KIND, region, id)) => tx.get::<AggregatorV2>(&account, region, id).await?.map(Tagged::AggregatorV2),
        Some((_, region, id)) => tx.get::<ConfigurationPolicy>(&account, region, id).await?.map(Tagged::Policy),
        None => return Err(invalid(format!("Invalid ResourceArn: {arn}"))),
    };
    found.ok_or_else(|| not_found(format!("Resource {arn} not found")))
}

impl Handle for TagResource {
    async fn access(input: &api::TagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let tags = input.tags.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        Ok(on(lookup, &input.resource_arn).await?.request_tags(tags))
    }

    async fn run(input: &api::TagResourceRequest, tx: &mut Transaction<'_>) -> Result<api::TagResourceResponse, Failure> {
        let mut found = held(tx, &input.resource_arn).await?;
        let tags = found.tags();
        tags.retain(|(key, _)| !input.tags.contains_key(key));
        tags.extend(input.tags.iter().map(|(key, value)| (key.clone(), value.clone())));
        if tags.len() > MOST {
            return Err(invalid(format!("A resource can have at most {MOST} tags")));
        }
        found.put(tx)?;
        Ok(api::TagResourceResponse {})
    }
}

impl Handle for UntagResource {
    async fn access(input: &api::UntagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on(lookup, &input.resource_arn).await?.tag_keys(input.tag_keys.iter().map(String::as_str)))
    }

    async fn run(input: &api::UntagResourceRequest, tx: &mut Transaction<'_>) -> Result<api::UntagResourceResponse, Failure> {
        let mut found = held(tx, &input.resource_arn).await?;
        found.tags().retain(|(key, _)| !input.tag_keys.contains(key));
        found.put(tx)?;
        Ok(api::UntagResourceResponse {})
    }
}

impl Handle for ListTagsForResource {
    async fn access(input: &api::ListTagsForResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.resource_arn).await
    }

    async fn run(
        input: &api::ListTagsForResourceRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListTagsForResourceResponse, Failure> {
        let mut found = held(tx, &input.resource_arn).await?;
        Ok(api::ListTagsForResourceResponse { tags: Some(found.tags().drain(..).collect()) })
    }
}
