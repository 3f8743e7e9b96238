//! One delivery: what is sent, and how it goes out.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use outbound::OutboundError;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use plane::ports::{QueueMessage, ServiceCaller, TypedAttribute};
use plane::{Failure, Plane, Stored, System, Transaction};
use serde_json::Map;

use crate::deliver::{Refusal, Tools};
use crate::envelope::{self, Kind, Notice, Signature};
use crate::metrics::TopicKey;
use crate::place::{TopicPlace, place_of};
use crate::publish::message_id;
use crate::resources::{Attribute, Delivery, Order, Parcel, Place, Protocol, Publication, Subscription, Topic};
use crate::retry::{Phases, Policies};
use crate::seal;

/// Who delivers.
pub(crate) const PRINCIPAL: &str = "sns.amazonaws.com";
/// Longest time for an HTTP endpoint to answer.
/// See <https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html>.
const HTTP_PATIENCE: Duration = Duration::from_secs(15);

/// A delivery with everything that it needs.
#[derive(Debug, Clone)]
pub(crate) struct Ready {
    pub protocol: Protocol,
    pub endpoint: String,
    pub subscription_arn: String,
    pub phases: Phases,
    pub dead_letter: Option<String>,
    /// Key of the publication; none of confirmations.
    pub publication: Option<String>,
    notice: Notice,
    signature: Signature,
    raw: bool,
    attributes: Vec<(String, Attribute)>,
    order: Option<Order>,
    group: Option<String>,
    content_type: String,
    display_name: String,
    caller: ServiceCaller,
    topic: Option<TopicKey>,
}

impl Ready {
    /// Whether it goes into a queue of the plane.
    pub fn is_queue(&self) -> bool {
        self.protocol == Protocol::Sqs
    }

    /// The topic of a message, for metrics; none for confirmations.
    pub fn topic_key(&self) -> Option<TopicKey> {
        self.topic.clone()
    }

    /// What queues and HTTP endpoints get.
    fn body(&self) -> String {
        if self.raw { self.notice.message.clone() } else { self.notice.document(&self.signature) }
    }
}

/// The URL by which everybody who has it can do one thing with a subscription.
fn action_url(plane: &Plane, parameters: &[(&str, &str)]) -> String {
    let query: Vec<String> =
        parameters.iter().map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC))).collect();
    format!("{}/?{}&Version=2010-03-31", plane.settings.public_url, query.join("&"))
}

/// Gathers what a delivery needs; `None` if its subscription or message is gone.
///
/// # Errors
/// Those of the topic's key, or internal ones.
pub(crate) async fn prepare(system: &System, tools: &Tools, delivery: &Delivery) -> Result<Option<Ready>, Failure> {
    match &delivery.parcel {
        Parcel::Message(publication) => prepare_message(system, tools, &delivery.subscription, publication).await,
        Parcel::Confirmation => prepare_confirmation(system, tools, &delivery.subscription, delivery.since).await,
    }
}

async fn subscription(system: &System, place: &Place) -> Result<Option<(Stored<Subscription>, Stored<Topic>)>, Failure> {
    let reader = system.reader();
    let Some(subscription) = place.find(&reader).await? else { return Ok(None) };
    let topic = TopicPlace::of(&subscription.body.topic_arn)?.find(&reader).await?;
    Ok(topic.filter(|topic| topic.body.uid == subscription.body.topic_uid).map(|topic| (subscription, topic)))
}

/// The same for a message.
///
/// # Errors
/// As [`prepare`].
pub(crate) async fn prepare_message(
    system: &System,
    tools: &Tools,
    place: &Place,
    publication: &str,
) -> Result<Option<Ready>, Failure> {
    let reader = system.reader();
    let Some((subscription, topic)) = subscription(system, place).await? else { return Ok(None) };
    let Some(found) = reader.get::<Publication>("", "", publication).await? else { return Ok(None) };
    let published = found.body;
    let content = seal::open(&reader, publication, &published).await?;
    let plane = system.plane();
    let arn = place.arn(plane);
    let notice = Notice {
        kind: Kind::Notification,
        message_id: message_id(publication).to_owned(),
        topic_arn: published.topic_arn.clone(),
        subscription_arn: arn.clone(),
        subject: content.subject.clone(),
        message: envelope::text_for(&content, subscription.body.protocol),
        at: published.at,
        sequence: published.order.as_ref().map(|order| order.sequence),
        attributes: envelope::attributes(&content),
        token: None,
        url: action_url(plane, &[("Action", "Unsubscribe"), ("SubscriptionArn", &arn)]),
    };
    let mut ready = assemble(plane, tools, &subscription, &topic, notice, published.signature_version)?;
    ready.publication = Some(publication.to_owned());
    ready.attributes = content.attributes.into_iter().collect();
    ready.order = published.order;
    ready.group = published.group;
    ready.topic = Some((published.account, published.region, published.topic));
    Ok(Some(ready))
}

async fn prepare_confirmation(system: &System, tools: &Tools, place: &Place, at: i64) -> Result<Option<Ready>, Failure> {
    let Some((subscription, topic)) = subscription(system, place).await? else { return Ok(None) };
    let plane = system.plane();
    let Some(token) = token_of(plane, &subscription).filter(|_| !subscription.body.confirmed) else { return Ok(None) };
    let topic_arn = subscription.body.topic_arn.clone();
    let message = format!(
        "Somebody wants this endpoint to be subscribed to the topic {topic_arn}.\nTo agree, open the SubscribeURL that is in this message; to disagree, do nothing."
    );
    let notice = Notice {
        kind: Kind::SubscriptionConfirmation,
        message_id: plane.ids.uuid().to_string(),
        subscription_arn: place.arn(plane),
        subject: None,
        message,
        at,
        sequence: None,
        attributes: Map::new(),
        url: action_url(plane, &[("Action", "ConfirmSubscription"), ("TopicArn", &topic_arn), ("Token", &token)]),
        token: Some(token),
        topic_arn,
    };
    let mut ready = assemble(plane, tools, &subscription, &topic, notice, topic.body.attributes.signs_with())?;
    // A request to confirm is never raw, and of no use in a dead-letter queue.
    ready.raw = false;
    ready.dead_letter = None;
    Ok(Some(ready))
}

/// Seals a token, bound to its subscription.
pub(crate) fn seal_token(plane: &Plane, id: &str, token: &str) -> String {
    STANDARD.encode(plane.keyring.seal(&plane.ids, &format!("sns token {id}"), token.as_bytes()))
}

/// The token of a subscription.
pub(crate) fn token_of(plane: &Plane, subscription: &Stored<Subscription>) -> Option<String> {
    let sealed = STANDARD.decode(subscription.body.token.as_ref()?).ok()?;
    let opened = plane.keyring.open_sealed(&format!("sns token {}", subscription.key.id), &sealed).ok()?;
    String::from_utf8(opened.to_vec()).ok()
}

fn assemble(
    plane: &Plane,
    tools: &Tools,
    subscription: &Stored<Subscription>,
    topic: &Stored<Topic>,
    notice: Notice,
    version: u8,
) -> Result<Ready, Failure> {
    let body = &subscription.body;
    let options = &body.options;
    let of_topic = Policies::of_topic(topic.body.attributes.delivery_policy.as_deref().unwrap_or_default()).unwrap_or_default();
    let own = Policies::of_subscription(options.delivery_policy.as_deref().unwrap_or_default()).unwrap_or_default();
    let policies = of_topic.overridden(&own);
    let signature = tools.signer.sign(plane, &notice, version)?;
    Ok(Ready {
        protocol: body.protocol,
        endpoint: body.endpoint.clone(),
        subscription_arn: place_of(subscription).arn(plane),
        phases: policies.phases(body.protocol),
        dead_letter: options.dead_letter.clone(),
        publication: None,
        notice,
        signature,
        raw: options.raw,
        attributes: Vec::new(),
        order: None,
        group: None,
        content_type: policies.content_type().to_owned(),
        display_name: topic.body.attributes.display_name.clone(),
        caller: ServiceCaller {
            principal: PRINCIPAL.to_owned(),
            source_arn: body.topic_arn.clone(),
            source_account: topic.body.account.clone(),
        },
        topic: None,
    })
}

/// Puts a message into a queue, its own or a dead-letter queue.
///
/// # Errors
/// Those of [`plane::ports::Queues::send`].
pub(crate) async fn to_queue(tx: &mut Transaction<'_>, ready: &Ready, queue: &str) -> Result<(), Failure> {
    let queues = tx.plane().queues().cloned().ok_or_else(|| Failure::internal("there is no service sqs"))?;
    let fifo = queue.ends_with(".fifo");
    let message = QueueMessage {
        body: ready.body(),
        attributes: Vec::new(),
        group: ready.order.as_ref().map(|order| order.group.clone()).filter(|_| fifo).or_else(|| ready.group.clone()),
        deduplication: ready.order.as_ref().map(|order| order.deduplication.clone()).filter(|_| fifo),
    };
    let typed = |(name, attribute): &(String, Attribute)| TypedAttribute {
        name: name.clone(),
        data_type: attribute.data_type.clone(),
        text: attribute.text.clone(),
        binary: attribute.binary.clone(),
    };
    let attributes = if ready.raw { ready.attributes.iter().map(typed).collect() } else { Vec::new() };
    queues.send_typed(tx, queue, message, attributes, &ready.caller).await
}

/// Sends to what is outside of the store.
///
/// # Errors
/// Why it did not arrive.
pub(crate) async fn away(system: &System, tools: &Arc<Tools>, ready: &Ready) -> Result<(), Refusal> {
    match ready.protocol {
        Protocol::Lambda => to_function(system, ready).await,
        Protocol::Http | Protocol::Https => to_http(tools, ready).await,
        Protocol::Email | Protocol::EmailJson => to_mail(system, tools, ready).await,
        Protocol::Sqs => Err(Refusal::never("queues are sent to in a transaction")),
    }
}

async fn to_function(system: &System, ready: &Ready) -> Result<(), Refusal> {
    let functions = system.plane().functions().ok_or_else(|| Refusal::later("there is no service lambda"))?;
    let event = Bytes::from(ready.notice.function_event(&ready.signature).to_string());
    let answer = functions.invoke(system, &ready.endpoint, event, &ready.caller).await.map_err(Refusal::of)?;
    // As with an asynchronous invocation, the message is delivered once the function ran; what it answers is its own affair.
    if let Some(error) = answer.error {
        tracing::debug!(function = ready.endpoint, error, "a function that a message went to failed");
    }
    Ok(())
}

fn headers(ready: &Ready) -> Result<HeaderMap, Refusal> {
    let mut headers = HeaderMap::new();
    let mut add = |name: &'static str, value: &str| {
        let value = HeaderValue::from_str(value)
            .map_err(|_| Refusal::never(format!("{name} has characters that a header cannot have")))?;
        headers.insert(HeaderName::from_static(name), value);
        Ok::<(), Refusal>(())
    };
    add("x-amz-sns-message-type", ready.notice.kind.as_str())?;
    add("x-amz-sns-message-id", &ready.notice.message_id)?;
    add("x-amz-sns-topic-arn", &ready.notice.topic_arn)?;
    if ready.notice.kind == Kind::Notification {
        add("x-amz-sns-subscription-arn", &ready.subscription_arn)?;
    }
    if ready.raw {
        add("x-amz-sns-rawdelivery", "true")?;
    }
    add("content-type", &ready.content_type)?;
    add("user-agent", "Amazon Simple Notification Service Agent")?;
    Ok(headers)
}

/// What an answer of an endpoint means: only what may be better later is tried again.
/// See <https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html>.
fn verdict(status: u16) -> Result<(), Refusal> {
    match status {
        200..=299 => Ok(()),
        429 | 100..=199 | 500..=599 => Err(Refusal::later(format!("the endpoint answered {status}"))),
        _ => Err(Refusal::never(format!("the endpoint answered {status}"))),
    }
}

async fn to_http(tools: &Tools, ready: &Ready) -> Result<(), Refusal> {
    let body = Bytes::from(ready.body());
    let answer = tools.client.send(Method::POST, &ready.endpoint, headers(ready)?, body, HTTP_PATIENCE).await;
    match answer {
        Ok(answer) => verdict(answer.status),
        Err(OutboundError::Refused(reason)) => Err(Refusal::never(reason)),
        Err(OutboundError::Unreachable(reason)) => Err(Refusal::later(reason)),
    }
}

async fn to_mail(system: &System, tools: &Tools, ready: &Ready) -> Result<(), Refusal> {
    let notice = &ready.notice;
    let confirmation = notice.kind == Kind::SubscriptionConfirmation;
    let subject = match &notice.subject {
        Some(subject) => subject.clone(),
        None if confirmation => "Confirm your subscription".to_owned(),
        None => "Notification Message".to_owned(),
    };
    let body = if ready.protocol == Protocol::EmailJson {
        notice.document(&ready.signature)
    } else if confirmation {
        format!(
            "Somebody wants this address to be subscribed to the topic\n{}\n\nTo agree, open this link:\n{}\n\nTo disagree, do nothing.\n",
            notice.topic_arn, notice.url
        )
    } else {
        format!("{}\n\n--\nTo get no more of these messages, open this link:\n{}\n", notice.message, notice.url)
    };
    let settings = system.plane().settings.mail.as_ref();
    tools.mailer.send(settings, &ready.display_name, &ready.endpoint, &subject, body).await
}

#[cfg(test)]
mod tests {
    use super::verdict;

    #[test]
    fn answers_mean_what_is_documented() {
        for (status, again) in [
            (200, None),
            (204, None),
            (301, Some(false)),
            (400, Some(false)),
            (404, Some(false)),
            (429, Some(true)),
            (500, Some(true)),
            (503, Some(true)),
        ] {
            assert_eq!(verdict(status).err().map(|refusal| refusal.again), again, "{status}");
        }
    }
}
