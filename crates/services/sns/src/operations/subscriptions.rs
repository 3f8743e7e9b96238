//! Subscriptions: made, confirmed, changed, listed and ended.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, PrincipalKind, Stored, Transaction};
use wire::Common;
use wire::shape::Unit;

use super::topics::{PAGE, bad_token};
use crate::api::{self, InvalidParameterException, SubscriptionLimitExceededException, operation};
use crate::errors::{invalid, no_subscription, no_topic};
use crate::place::{TopicPlace, on_arn, place_of, touched};
use crate::resources::{Delivery, ENDPOINT, OWNER, Parcel, Place, Protocol, Subscription, TOKEN, Topic, due_id, endpoint_value};
use crate::retry::Policies;
use crate::send::seal_token;
use crate::subscription::{Options, account_of, check_endpoint};

/// Subscriptions of a topic at most: fewer than AWS has, since a topic is deleted with all of them in one commit.
const MOST_SUBSCRIPTIONS: usize = 10_000;

/// What a subscription that waits for its confirmation is called.
const PENDING: &str = "pending confirmation";
/// The same, in listings.
const PENDING_LISTED: &str = "PendingConfirmation";

/// The protocol of a request, and whether this installation can deliver by it.
fn protocol(text: &str, tx: &Transaction<'_>) -> Result<Protocol, Failure> {
    match (Protocol::parse(text), text) {
        (Some(protocol), _) if protocol.is_email() && tx.plane().settings.mail.is_none() => {
            Err(invalid("Protocol Reason: this installation has no mail server: it is started with --smtp-url and --smtp-from"))
        }
        (Some(protocol), _) => Ok(protocol),
        (None, "sms" | "application" | "firehose") => {
            Err(invalid(format!("Protocol Reason: {text} is not available in this installation")))
        }
        (None, _) => Err(invalid(format!("Amazon SNS does not support this protocol string: {text}"))),
    }
}

/// Whether a subscription counts without being confirmed: queues and functions of the caller's own account, and functions anyway, whose own policy lets
/// the topic invoke them or does not.
fn needs_no_confirmation(protocol: Protocol, endpoint: &str, caller: &str) -> bool {
    match protocol {
        Protocol::Lambda => true,
        Protocol::Sqs => account_of(endpoint) == caller,
        Protocol::Http | Protocol::Https | Protocol::Email | Protocol::EmailJson => false,
    }
}

fn token_hash(token: &str) -> String {
    hex::encode(digest(&SHA256, token.as_bytes()))
}

/// Makes a new token for a subscription and has it sent.
fn ask(tx: &mut Transaction<'_>, subscription: &mut Stored<Subscription>) -> Result<(), Failure> {
    let token = hex::encode(tx.plane().ids.bytes::<48>());
    subscription.body.token = Some(seal_token(tx.plane(), &subscription.key.id, &token));
    subscription.body.token_hash = Some(token_hash(&token));
    let now = tx.call().time.as_millisecond();
    let delivery = Delivery {
        subscription: place_of(subscription),
        protocol: subscription.body.protocol,
        endpoint: subscription.body.endpoint.clone(),
        parcel: Parcel::Confirmation,
        attempts: 0,
        since: now,
    };
    let unique = tx.plane().ids.uuid().to_string();
    tx.put(&Stored::new("", "", due_id(now, &unique), delivery))
}

impl Handle for operation::Subscribe {
    async fn access(input: &api::SubscribeInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on_arn(lookup, &input.topic_arn, "sns:Subscribe").await?;
        Ok(access.key("sns:Protocol", &input.protocol).key_if("sns:Endpoint", input.endpoint.as_ref()))
    }

    async fn run(input: &api::SubscribeInput, tx: &mut Transaction<'_>) -> Result<api::SubscribeResponse, Failure> {
        let topic = TopicPlace::of(&input.topic_arn)?.find(&tx.reader()).await?.ok_or_else(no_topic)?.body;
        touched(tx, &topic);
        let protocol = protocol(&input.protocol, tx)?;
        let endpoint = input.endpoint.as_deref().unwrap_or_default();
        check_endpoint(protocol, endpoint, topic.attributes.fifo)?;
        if protocol.is_http() {
            let settings = &tx.plane().settings;
            let private = settings.private_webhooks || settings.sandbox;
            let reach = if private { outbound::Reach::Private } else { outbound::Reach::Public };
            outbound::Client::new(reach).check(endpoint).map_err(|error| invalid(format!("Endpoint Reason: {error}")))?;
        }
        let mut options = Options::default();
        for (name, value) in input.attributes.iter().flatten() {
            options.set(name, value, protocol)?;
        }
        options.check()?;
        let whole = input.return_subscription_arn == Some(true);
        if let Some(mut there) = tx.find::<Subscription>(ENDPOINT, &endpoint_value(&topic.uid, protocol, endpoint)).await? {
            if input.attributes.as_ref().is_some_and(|given| !given.is_empty()) && there.body.options != options {
                return Err(invalid("Attributes Reason: Subscription already exists with different attributes"));
            }
            let confirmed = there.body.confirmed;
            if !confirmed {
                ask(tx, &mut there)?;
                tx.put(&there)?;
            }
            let arn = place_of(&there).arn(tx.plane());
            return Ok(api::SubscribeResponse {
                subscription_arn: Some(if confirmed || whole { arn } else { PENDING.to_owned() }),
            });
        }
        let prefix = format!("{}:", topic.name);
        let count =
            tx.reader().list::<Subscription>(&topic.account, &topic.region, &prefix, None, MOST_SUBSCRIPTIONS).await?.len();
        if count >= MOST_SUBSCRIPTIONS {
            return Err(SubscriptionLimitExceededException::new(
                "The customer already owns the maximum allowed number of subscriptions.",
            )
            .into());
        }
        let confirmed = needs_no_confirmation(protocol, endpoint, tx.account());
        let body = Subscription {
            topic_arn: input.topic_arn.clone(),
            topic_uid: topic.uid.clone(),
            owner: tx.account().to_owned(),
            protocol,
            endpoint: endpoint.to_owned(),
            region: topic.region.clone(),
            confirmed,
            confirmation_was_authenticated: confirmed,
            authenticate_on_unsubscribe: confirmed,
            token: None,
            token_hash: None,
            options,
        };
        let id = format!("{prefix}{}", tx.plane().ids.uuid());
        let mut stored = Stored::new(&topic.account, &topic.region, id, body);
        let arn = place_of(&stored).arn(tx.plane());
        stored = stored.arn(&arn);
        if !confirmed {
            ask(tx, &mut stored)?;
        }
        tx.put(&stored)?;
        Ok(api::SubscribeResponse { subscription_arn: Some(if confirmed || whole { arn } else { PENDING.to_owned() }) })
    }
}

fn anonymous(kind: PrincipalKind) -> bool {
    kind == PrincipalKind::Anonymous
}

impl Handle for operation::ConfirmSubscription {
    async fn access(input: &api::ConfirmSubscriptionInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        // The token is the permission of whoever opens the link.
        if anonymous(lookup.call().principal.kind) {
            return Ok(Access::exempt());
        }
        on_arn(lookup, &input.topic_arn, "sns:ConfirmSubscription").await
    }

    async fn run(
        input: &api::ConfirmSubscriptionInput,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ConfirmSubscriptionResponse, Failure> {
        let signed = !anonymous(tx.call().principal.kind);
        let bad = || Failure::from(InvalidParameterException::new("Invalid token"));
        let authenticate = match input.authenticate_on_unsubscribe.as_deref().map(str::to_ascii_lowercase).as_deref() {
            None | Some("false") => false,
            Some("true") if signed => true,
            Some("true") => {
                return Err(Failure::common(Common::AccessDenied, "AuthenticateOnUnsubscribe needs a signed request"));
            }
            Some(_) => return Err(invalid("AuthenticateOnUnsubscribe")),
        };
        TopicPlace::of(&input.topic_arn)?;
        let found = tx.find::<Subscription>(TOKEN, &token_hash(&input.token)).await?;
        let mut found = found.filter(|found| found.body.topic_arn == input.topic_arn).ok_or_else(bad)?;
        let arn = place_of(&found).arn(tx.plane());
        if !found.body.confirmed {
            found.body.confirmed = true;
            found.body.confirmation_was_authenticated = signed;
            found.body.authenticate_on_unsubscribe = authenticate;
            tx.put(&found)?;
        }
        Ok(api::ConfirmSubscriptionResponse { subscription_arn: Some(arn) })
    }
}

impl Handle for operation::Unsubscribe {
    async fn access(input: &api::UnsubscribeInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(&input.subscription_arn)?;
        if anonymous(lookup.call().principal.kind) {
            return Ok(Access::exempt());
        }
        Ok(Access::any())
    }

    async fn run(input: &api::UnsubscribeInput, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let place = Place::of(&input.subscription_arn)?;
        let signed = !anonymous(tx.call().principal.kind);
        let denied = || Failure::common(Common::AccessDenied, "Only the owner of the subscription or of its topic can end it");
        let found = tx.get::<Subscription>(&place.account, &place.region, &place.id).await?;
        // Who does not sign learns nothing of what is there.
        let Some(subscription) = found else { return if signed { Ok(Unit {}) } else { Err(denied()) } };
        let body = &subscription.body;
        let owner = signed && (tx.account() == body.owner || tx.account() == place.account);
        let by_link = !signed && body.confirmed && !body.authenticate_on_unsubscribe;
        if !owner && !by_link {
            return Err(denied());
        }
        if signed && !body.confirmed && tx.account() != place.account {
            return Err(InvalidParameterException::new(
                "This operation is not allowed for subscriptions that are pending confirmation",
            )
            .into());
        }
        let topic = TopicPlace::of(&body.topic_arn)?;
        if let Some(mut topic) = tx.get::<Topic>(&topic.account, &topic.region, &topic.name).await? {
            topic.body.removed_subscriptions = topic.body.removed_subscriptions.saturating_add(1);
            touched(tx, &topic.body);
            tx.put(&topic)?;
        }
        tx.delete(&subscription);
        Ok(Unit {})
    }
}

/// The subscription of an ARN, if it is the caller's to see: its owner's, or the topic owner's.
async fn own(tx: &mut Transaction<'_>, arn: &str) -> Result<Stored<Subscription>, Failure> {
    let place = Place::of(arn)?;
    let found = tx.get::<Subscription>(&place.account, &place.region, &place.id).await?;
    found.filter(|found| tx.account() == found.body.owner || tx.account() == place.account).ok_or_else(no_subscription)
}

impl Handle for operation::GetSubscriptionAttributes {
    async fn access(input: &api::GetSubscriptionAttributesInput, _: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(&input.subscription_arn)?;
        Ok(Access::any())
    }

    async fn run(
        input: &api::GetSubscriptionAttributesInput,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetSubscriptionAttributesResponse, Failure> {
        let found = own(tx, &input.subscription_arn).await?;
        let (body, options) = (&found.body, &found.body.options);
        let owner = plane::account::get(&tx.reader(), &body.owner).await?.map(|_| body.owner.clone());
        let mut shown = BTreeMap::from([
            ("SubscriptionArn".to_owned(), input.subscription_arn.clone()),
            ("TopicArn".to_owned(), body.topic_arn.clone()),
            ("Owner".to_owned(), owner.unwrap_or_else(|| body.owner.clone())),
            ("SubscriptionPrincipal".to_owned(), tx.plane().arn("iam", "", &body.owner, "root")),
            ("Protocol".to_owned(), body.protocol.as_str().to_owned()),
            ("Endpoint".to_owned(), body.endpoint.clone()),
            ("PendingConfirmation".to_owned(), (!body.confirmed).to_string()),
            ("ConfirmationWasAuthenticated".to_owned(), body.confirmation_was_authenticated.to_string()),
            ("RawMessageDelivery".to_owned(), options.raw.to_string()),
        ]);
        let mut add = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                shown.insert(name.to_owned(), value);
            }
        };
        add("FilterPolicy", options.filter.clone());
        add("FilterPolicyScope", options.filter.as_ref().map(|_| options.scope.as_str().to_owned()));
        add("RedrivePolicy", options.redrive_text());
        add("DeliveryPolicy", options.delivery_policy.clone());
        if body.protocol.is_http() {
            let topic = TopicPlace::of(&body.topic_arn)?.find(&tx.reader()).await?;
            let of_topic = topic.as_ref().and_then(|topic| topic.body.attributes.delivery_policy.as_deref()).unwrap_or_default();
            let own = Policies::of_subscription(options.delivery_policy.as_deref().unwrap_or_default()).unwrap_or_default();
            let effective = Policies::of_topic(of_topic).unwrap_or_default().overridden(&own);
            add("EffectiveDeliveryPolicy", Some(effective.shown_for_subscription().to_string()));
        }
        Ok(api::GetSubscriptionAttributesResponse { attributes: Some(shown) })
    }
}

impl Handle for operation::SetSubscriptionAttributes {
    async fn access(input: &api::SetSubscriptionAttributesInput, _: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(&input.subscription_arn)?;
        Ok(Access::any())
    }

    async fn run(input: &api::SetSubscriptionAttributesInput, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut found = own(tx, &input.subscription_arn).await?;
        let protocol = found.body.protocol;
        found.body.options.set(&input.attribute_name, input.attribute_value.as_deref().unwrap_or_default(), protocol)?;
        found.body.options.check()?;
        tx.put(&found)?;
        Ok(Unit {})
    }
}

fn listed(tx: &Transaction<'_>, found: &Stored<Subscription>) -> api::Subscription {
    let arn = if found.body.confirmed { place_of(found).arn(tx.plane()) } else { PENDING_LISTED.to_owned() };
    api::Subscription {
        subscription_arn: Some(arn),
        owner: Some(found.body.owner.clone()),
        protocol: Some(found.body.protocol.as_str().to_owned()),
        endpoint: Some(found.body.endpoint.clone()),
        topic_arn: Some(found.body.topic_arn.clone()),
    }
}

impl Handle for operation::ListSubscriptions {
    async fn access(_: &api::ListSubscriptionsInput, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::ListSubscriptionsInput,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListSubscriptionsResponse, Failure> {
        let owner = format!("{}/{}", tx.account(), tx.call().region);
        let found = tx.reader().find_all::<Subscription>(OWNER, &owner, None, usize::MAX >> 1).await?;
        let listing = format!("ListSubscriptions {owner}");
        let id = |found: &Stored<Subscription>| format!("{}/{}", found.key.account, found.key.id);
        let page = cut(found, &listing, input.next_token.as_deref(), PAGE, id, bad_token)?;
        let subscriptions = page.items.iter().map(|found| listed(tx, found)).collect();
        Ok(api::ListSubscriptionsResponse { subscriptions: Some(subscriptions), next_token: page.next })
    }
}

impl Handle for operation::ListSubscriptionsByTopic {
    async fn access(input: &api::ListSubscriptionsByTopicInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_arn(lookup, &input.topic_arn, "sns:ListSubscriptionsByTopic").await
    }

    async fn run(
        input: &api::ListSubscriptionsByTopicInput,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListSubscriptionsByTopicResponse, Failure> {
        let place = TopicPlace::of(&input.topic_arn)?;
        let topic = place.find(&tx.reader()).await?.ok_or_else(no_topic)?.body;
        touched(tx, &topic);
        let listing = format!("ListSubscriptionsByTopic {}", input.topic_arn);
        let after = input.next_token.as_deref().map(|t| plane::page::position(&listing, t).ok_or_else(bad_token)).transpose()?;
        let prefix = format!("{}:", place.name);
        let found = tx.reader().list::<Subscription>(&place.account, &place.region, &prefix, after.as_deref(), PAGE + 1).await?;
        let page = cut(found, &listing, None, PAGE, |found| found.key.id.clone(), bad_token)?;
        let subscriptions = page.items.iter().map(|found| listed(tx, found)).collect();
        Ok(api::ListSubscriptionsByTopicResponse { subscriptions: Some(subscriptions), next_token: page.next })
    }
}
