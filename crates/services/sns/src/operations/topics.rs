//! Topics and their attributes.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::shape::Unit;

use super::tags;
use crate::api::{self, InvalidParameterException, TopicLimitExceededException, operation};
use crate::attributes::TopicAttributes;
use crate::errors::{invalid, no_topic};
use crate::place::{TopicPlace, is_name, on_arn, touched};
use crate::resources::{Sequence, Subscription, Topic};

/// Topics of an account in a region at most: standard ones on AWS.
const MOST_TOPICS: u64 = 100_000;
/// Topics or subscriptions in one page.
pub(super) const PAGE: usize = 100;

impl Handle for operation::CreateTopic {
    async fn access(input: &api::CreateTopicInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let arn = lookup.plane().arn("sns", &lookup.call().region, lookup.account(), &input.name);
        let tags = input.tags.iter().flatten().map(|tag| (tag.key.as_str(), tag.value.as_str()));
        let mut access = Access::on(&arn).request_tags(tags.clone());
        if input.tags.as_ref().is_some_and(|tags| !tags.is_empty()) {
            access = access.and(Access::on(arn).action("sns:TagResource").request_tags(tags));
        }
        Ok(access)
    }

    async fn run(input: &api::CreateTopicInput, tx: &mut Transaction<'_>) -> Result<api::CreateTopicResponse, Failure> {
        if !is_name(&input.name) {
            return Err(invalid("Topic Name"));
        }
        if input.data_protection_policy.is_some() {
            return Err(invalid("DataProtectionPolicy Reason: not available in this installation"));
        }
        let given = input.attributes.clone().unwrap_or_default();
        let attributes = TopicAttributes::create(&input.name, &given)?;
        let tags = tags::checked(input.tags.as_deref().unwrap_or_default())?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        if let Some(there) = tx.get::<Topic>(&account, &region, &input.name).await? {
            // Creating a topic again gives it, unless it would be another one.
            let mut same = there.body.attributes.clone();
            for (name, value) in given.iter().filter(|(name, _)| *name != "FifoTopic") {
                same.set(name, value)?;
            }
            if same != there.body.attributes {
                return Err(invalid("Attributes Reason: Topic already exists with different attributes"));
            }
            if tags.iter().any(|tag| !there.tags.contains(tag)) {
                return Err(invalid("Tags Reason: Topic already exists with different tags"));
            }
            touched(tx, &there.body);
            return Ok(api::CreateTopicResponse { topic_arn: Some(there.body.arn(&tx.plane().settings.partition)) });
        }
        if tx.reader().count::<Topic>(&account, &region).await? >= MOST_TOPICS {
            return Err(TopicLimitExceededException::new("You have reached your topic limit").into());
        }
        let topic = Topic {
            name: input.name.clone(),
            account: account.clone(),
            region: region.clone(),
            uid: hex::encode(tx.plane().ids.bytes::<8>()),
            attributes,
            removed_subscriptions: 0,
        };
        let arn = topic.arn(&tx.plane().settings.partition);
        touched(tx, &topic);
        tx.put(&Stored::new(&account, &region, &input.name, topic).arn(&arn).tags(tags))?;
        Ok(api::CreateTopicResponse { topic_arn: Some(arn) })
    }
}

impl Handle for operation::DeleteTopic {
    async fn access(input: &api::DeleteTopicInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_arn(lookup, &input.topic_arn, "sns:DeleteTopic").await
    }

    async fn run(input: &api::DeleteTopicInput, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let place = TopicPlace::of(&input.topic_arn)?;
        // A topic that is gone is deleted.
        let Some(topic) = tx.get::<Topic>(&place.account, &place.region, &place.name).await? else { return Ok(Unit {}) };
        touched(tx, &topic.body);
        for subscription in tx.all::<Subscription>(&place.account, &place.region, &format!("{}:", place.name)).await? {
            tx.delete(&subscription);
        }
        if let Some(sequence) = tx.get::<Sequence>("", "", &topic.body.uid).await? {
            tx.delete(&sequence);
        }
        tx.delete(&topic);
        Ok(Unit {})
    }
}

impl Handle for operation::GetTopicAttributes {
    async fn access(input: &api::GetTopicAttributesInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_arn(lookup, &input.topic_arn, "sns:GetTopicAttributes").await
    }

    async fn run(
        input: &api::GetTopicAttributesInput,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetTopicAttributesResponse, Failure> {
        let place = TopicPlace::of(&input.topic_arn)?;
        let topic = place.find(&tx.reader()).await?.ok_or_else(no_topic)?.body;
        touched(tx, &topic);
        let mut shown = topic.attributes.shown(&topic.account, &input.topic_arn);
        let all = tx.reader().all::<Subscription>(&place.account, &place.region, &format!("{}:", place.name)).await?;
        let confirmed = all.iter().filter(|subscription| subscription.body.confirmed).count();
        shown.insert("SubscriptionsConfirmed".to_owned(), confirmed.to_string());
        shown.insert("SubscriptionsPending".to_owned(), (all.len() - confirmed).to_string());
        shown.insert("SubscriptionsDeleted".to_owned(), topic.removed_subscriptions.to_string());
        Ok(api::GetTopicAttributesResponse { attributes: Some(shown) })
    }
}

impl Handle for operation::SetTopicAttributes {
    async fn access(input: &api::SetTopicAttributesInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_arn(lookup, &input.topic_arn, "sns:SetTopicAttributes").await
    }

    async fn run(input: &api::SetTopicAttributesInput, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut topic = TopicPlace::of(&input.topic_arn)?.held(tx).await?;
        touched(tx, &topic.body);
        topic.body.attributes.set(&input.attribute_name, input.attribute_value.as_deref().unwrap_or_default())?;
        tx.put(&topic)?;
        Ok(Unit {})
    }
}

/// That a token continues nothing.
pub(super) fn bad_token() -> Failure {
    InvalidParameterException::new("Invalid parameter: NextToken").into()
}

impl Handle for operation::ListTopics {
    async fn access(_: &api::ListTopicsInput, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &api::ListTopicsInput, tx: &mut Transaction<'_>) -> Result<api::ListTopicsResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let listing = format!("ListTopics {account} {region}");
        let after = input.next_token.as_deref().map(|t| plane::page::position(&listing, t).ok_or_else(bad_token)).transpose()?;
        let found = tx.reader().list::<Topic>(&account, &region, "", after.as_deref(), PAGE + 1).await?;
        let page = cut(found, &listing, None, PAGE, |topic| topic.key.id.clone(), bad_token)?;
        let partition = &tx.plane().settings.partition;
        let topics = page.items.iter().map(|topic| api::Topic { topic_arn: Some(topic.body.arn(partition)) }).collect();
        Ok(api::ListTopicsResponse { topics: Some(topics), next_token: page.next })
    }
}
