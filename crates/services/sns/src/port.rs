//! Topics for other services of the plane, as service principals.

use plane::ports::{ServiceCaller, TopicMessage, Topics};
use plane::{BoxFuture, Failure, Reader, Transaction};
use wire::Common;

use crate::Sns;
use crate::errors::no_topic;
use crate::message::{Draft, content};
use crate::place::{TopicPlace, compiled};
use crate::publish;
use crate::resources::{Attribute, Topic};
use crate::seal;

/// Services that a topic's default policy knows: they act as the account that owns the resource on whose behalf they publish.
/// See <https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html>.
const AS_OWNERS: &[&str] = &["cloudwatch.amazonaws.com"];

/// Whether the topic's policy lets a service publish, for a source.
fn allow(reader: &Reader<'_>, topic: &Topic, arn: &str, caller: &ServiceCaller) -> Result<(), Failure> {
    let mut context = caller.context(reader.plane(), &topic.account, &topic.region);
    if AS_OWNERS.contains(&caller.principal.as_str()) {
        context.set("aws:sourceowner", caller.source_account.as_str());
    }
    let policy = compiled(topic, &reader.plane().settings.partition)?;
    if caller.is_allowed("sns:Publish", arn, &topic.account, &[&policy], &context) {
        return Ok(());
    }
    let message = format!(
        "{} is not authorized to perform: SNS:Publish on resource: {arn} because no resource-based policy allows the SNS:Publish action",
        caller.principal
    );
    Err(Failure::common(Common::AccessDenied, message))
}

/// The topic, if the service may publish to it, with the key that encrypts it too.
async fn permitted(reader: &Reader<'_>, arn: &str, caller: &ServiceCaller) -> Result<Topic, Failure> {
    let topic = TopicPlace::of(arn)?.find(reader).await?.ok_or_else(no_topic)?.body;
    allow(reader, &topic, arn, caller)?;
    seal::allow(reader, &topic, caller).await?;
    Ok(topic)
}

impl Topics for Sns {
    fn may_publish<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        topic_arn: &'a str,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move { permitted(reader, topic_arn, caller).await.map(|_| ()) })
    }

    fn publish<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        topic_arn: &'a str,
        message: TopicMessage,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let topic = permitted(&tx.reader(), topic_arn, caller).await?;
            let draft = Draft {
                message: &message.message,
                subject: message.subject.as_deref(),
                group: message.group.as_deref(),
                deduplication: message.deduplication.as_deref().filter(|_| topic.attributes.fifo),
                ..Draft::default()
            };
            let mut content = content(&draft)?;
            let text = |(name, text)| (name, Attribute { data_type: "String".to_owned(), text: Some(text), binary: None });
            content.attributes.extend(message.attributes.into_iter().map(text));
            publish::publish(tx, &topic, &content, draft.group, draft.deduplication).await.map(|_| ())
        })
    }
}
