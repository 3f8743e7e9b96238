//! ARNs of topics and subscriptions, and what permission a call needs.

use std::sync::Arc;

use plane::{Access, Failure, Lookup, Plane, Reader, ResourcePolicy, ResourcePolicyRole, Stored, Transaction};
use policy::{Policy, PolicyKind};

use crate::errors::{invalid, no_topic};
use crate::resources::{Place, Subscription, Topic};

/// Longest name of a topic.
const MAX_NAME: usize = 256;

/// Where a topic is, or would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TopicPlace {
    pub account: String,
    pub region: String,
    pub name: String,
}

/// Account, region and the rest of an ARN of SNS.
fn parts(arn: &str) -> Option<(&str, &str, &str)> {
    let mut parts = arn.splitn(6, ':');
    let (arn, _, service) = (parts.next()?, parts.next()?, parts.next()?);
    let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
    let is_account = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
    (arn == "arn" && service == "sns" && !region.is_empty() && is_account).then_some((account, region, resource))
}

impl TopicPlace {
    /// The topic of an ARN.
    ///
    /// # Errors
    /// `InvalidParameter`.
    pub fn of(arn: &str) -> Result<Self, Failure> {
        let found = parts(arn).filter(|(_, _, name)| is_name(name));
        let (account, region, name) = found.ok_or_else(|| invalid("TopicArn"))?;
        Ok(Self { account: account.to_owned(), region: region.to_owned(), name: name.to_owned() })
    }

    pub fn arn(&self, plane: &Plane) -> String {
        plane.arn("sns", &self.region, &self.account, &self.name)
    }

    pub async fn find(&self, reader: &Reader<'_>) -> Result<Option<Stored<Topic>>, Failure> {
        reader.get::<Topic>(&self.account, &self.region, &self.name).await
    }

    /// The topic, held until the commit.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn held(&self, tx: &mut Transaction<'_>) -> Result<Stored<Topic>, Failure> {
        tx.get::<Topic>(&self.account, &self.region, &self.name).await?.ok_or_else(no_topic)
    }
}

impl Place {
    /// The subscription of an ARN.
    ///
    /// # Errors
    /// `InvalidParameter`.
    pub fn of(arn: &str) -> Result<Self, Failure> {
        let found =
            parts(arn).filter(|(_, _, id)| id.split_once(':').is_some_and(|(topic, own)| is_name(topic) && !own.is_empty()));
        let (account, region, id) =
            found.ok_or_else(|| invalid("SubscriptionArn Reason: An ARN must have at least 6 elements"))?;
        Ok(Self { account: account.to_owned(), region: region.to_owned(), id: id.to_owned() })
    }

    pub fn arn(&self, plane: &Plane) -> String {
        plane.arn("sns", &self.region, &self.account, &self.id)
    }

    pub async fn find(&self, reader: &Reader<'_>) -> Result<Option<Stored<Subscription>>, Failure> {
        reader.get::<Subscription>(&self.account, &self.region, &self.id).await
    }
}

/// The place of a subscription in the store.
pub(crate) fn place_of(stored: &Stored<Subscription>) -> Place {
    Place { account: stored.key.account.clone(), region: stored.key.region.clone(), id: stored.key.id.clone() }
}

/// Whether a topic can be called so: letters, digits, `-` and `_`, and `.fifo` at the end of a FIFO topic's name.
pub(crate) fn is_name(name: &str) -> bool {
    let stem = name.strip_suffix(".fifo").unwrap_or(name);
    !stem.is_empty() && name.len() <= MAX_NAME && stem.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// The policy of a topic, compiled.
///
/// # Errors
/// Internal ones: it was checked when it was set.
pub(crate) fn compiled(topic: &Topic, partition: &str) -> Result<Policy, Failure> {
    let text = topic.attributes.policy_text(&topic.account, &topic.arn(partition));
    Policy::parse(&text, PolicyKind::Resource).map_err(Failure::internal)
}

/// What an action on a topic needs.
pub(crate) async fn on_topic(lookup: &Lookup<'_>, place: &TopicPlace, action: &'static str) -> Result<Access, Failure> {
    let found = place.find(lookup).await?;
    let arn = place.arn(lookup.plane());
    let mut access = Access::on(&arn).action(action).owned_by(&place.account);
    if let Some(topic) = &found {
        let policy = Arc::new(compiled(&topic.body, &lookup.plane().settings.partition)?);
        access = access.resource_tags(&topic.tags);
        access = access.resource_policy(ResourcePolicy { id: arn, policy, role: ResourcePolicyRole::Optional });
    }
    Ok(access)
}

/// The same for the topic of an ARN.
pub(crate) async fn on_arn(lookup: &Lookup<'_>, arn: &str, action: &'static str) -> Result<Access, Failure> {
    on_topic(lookup, &TopicPlace::of(arn)?, action).await
}

/// Tells the audit record of a topic.
pub(crate) fn touched(tx: &mut Transaction<'_>, topic: &Topic) {
    let arn = topic.arn(&tx.plane().settings.partition);
    tx.touched(arn, topic.account.clone(), "AWS::SNS::Topic");
}

#[cfg(test)]
mod tests {
    use super::{Place, TopicPlace, is_name};

    #[test]
    fn names_and_arns_are_those_of_aws() {
        for (name, ok) in [("a", true), ("a-B_9.fifo", true), (".fifo", false), ("a.b", false), ("", false), ("a:b", false)] {
            assert_eq!(is_name(name), ok, "{name}");
        }
        assert_eq!(TopicPlace::of("arn:aws:sns:eu-west-1:123456789012:t").unwrap().name, "t");
        assert_eq!(Place::of("arn:aws:sns:eu-west-1:123456789012:t:0-1").unwrap().id, "t:0-1");
        for arn in ["", "t", "arn:aws:sqs:eu-west-1:123456789012:t", "arn:aws:sns:eu-west-1:12:t", "arn:aws:sns::123456789012:t"]
        {
            assert!(TopicPlace::of(arn).is_err() && Place::of(arn).is_err(), "{arn}");
        }
        assert!(Place::of("arn:aws:sns:eu-west-1:123456789012:t").is_err());
    }
}
