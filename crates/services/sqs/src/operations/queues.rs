//! Queues themselves and their attributes.

use std::collections::BTreeMap;

use plane::page::{position, token};
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::shape::Unit;

use crate::api::{
    self, InvalidAttributeName, PurgeQueueInProgress, QueueDeletedRecently, QueueNameExists, UnsupportedOperation, operation,
};
use crate::attributes::{Attributes, Name, RedriveAllow};
use crate::engine;
use crate::errors::{invalid, no_queue, out_of_range};
use crate::place::{Place, check_name, on_queue, on_url, touched, url};
use crate::resources::{Deleted, Queue};

/// How long a name cannot be used again after its queue was deleted, milliseconds.
const REST: i64 = 60_000;
/// Queues in one page.
const PAGE: i64 = 1000;

/// Checks that a dead-letter queue can be one: of the same kind, account and region, and willing.
async fn check_redrive(tx: &Transaction<'_>, queue: &Queue) -> Result<(), Failure> {
    let Some(redrive) = &queue.attributes.redrive else { return Ok(()) };
    let refuse = |reason: &str| {
        let shown = serde_json::json!({
            "deadLetterTargetArn": redrive.dead_letter_target_arn, "maxReceiveCount": redrive.max_receive_count,
        });
        invalid(format!("Value {shown} for parameter RedrivePolicy is invalid. Reason: {reason}"))
    };
    let place = Place::of_arn(&redrive.dead_letter_target_arn)
        .filter(|p| p.account == queue.account && p.region == queue.region)
        .ok_or_else(|| refuse("Dead-letter target is not a queue of this account and region."))?;
    let target = place.find(&tx.reader()).await?.ok_or_else(|| refuse("Dead letter target does not exist."))?;
    if target.body.attributes.fifo != queue.attributes.fifo {
        return Err(refuse("Dead-letter queue must be same type of queue as the source."));
    }
    let arn = queue.arn(&tx.plane().settings.partition);
    match &target.body.attributes.redrive_allow {
        Some(RedriveAllow::DenyAll) => Err(refuse("Dead-letter queue denies all redrive permission.")),
        Some(RedriveAllow::ByQueue(arns)) if !arns.contains(&arn) => {
            Err(refuse("Source queue is not in the redrive permission of the dead-letter queue."))
        }
        _ => Ok(()),
    }
}

impl Handle for operation::CreateQueue {
    async fn access(input: &api::CreateQueueRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let arn = lookup.plane().arn("sqs", &lookup.call().region, lookup.account(), &input.queue_name);
        let mut access = Access::on(&arn);
        if let Some(tags) = input.tags.as_ref().filter(|t| !t.is_empty()) {
            access = access.request_tags(tags.iter().map(|(k, v)| (k.as_str(), v.as_str())));
            access = access.and(Access::on(arn).action("sqs:TagQueue"));
        }
        Ok(access)
    }

    async fn run(input: &api::CreateQueueRequest, tx: &mut Transaction<'_>) -> Result<api::CreateQueueResult, Failure> {
        check_name(&input.queue_name)?;
        let given = input.attributes.clone().unwrap_or_default();
        let fifo = input.queue_name.ends_with(".fifo");
        if fifo != (given.get(Name::FifoQueue.as_str()).is_some_and(|v| v == "true")) {
            return Err(invalid(
                "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.",
            ));
        }
        let mut attributes = Attributes { fifo, ..Attributes::default() };
        attributes.set(&given, true)?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let tags = super::tags::checked(input.tags.as_ref())?;
        let url = url(tx.call(), &account, &input.queue_name);
        if let Some(there) = tx.get::<Queue>(&account, &region, &input.queue_name).await? {
            let shown: BTreeMap<Name, String> = there.body.attributes.shown().into_iter().collect();
            let mut same = there.body.attributes.clone();
            same.set(&given, true)?;
            let differs = same.shown().into_iter().find(|(name, value)| shown.get(name) != Some(value));
            if let Some((name, _)) = differs {
                return Err(QueueNameExists::new(format!(
                    "A queue already exists with the same name and a different value for attribute {}",
                    name.as_str()
                ))
                .into());
            }
            return Ok(api::CreateQueueResult { queue_url: Some(url) });
        }
        let now = tx.call().time.as_millisecond();
        if let Some(gone) = tx.get::<Deleted>(&account, &region, &input.queue_name).await?
            && gone.body.at > now - REST
        {
            return Err(QueueDeletedRecently::new(
                "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
            )
            .into());
        }
        let queue = Queue {
            name: input.queue_name.clone(),
            account: account.clone(),
            region: region.clone(),
            uid: hex::encode(tx.plane().ids.bytes::<8>()),
            created_at: now,
            modified_at: now,
            purged_at: None,
            attributes,
        };
        check_redrive(tx, &queue).await?;
        let arn = queue.arn(&tx.plane().settings.partition);
        touched(tx, &queue);
        tx.put(&Stored::new(&account, &region, &input.queue_name, queue).arn(arn).tags(tags))?;
        Ok(api::CreateQueueResult { queue_url: Some(url) })
    }
}

impl Handle for operation::GetQueueUrl {
    async fn access(input: &api::GetQueueUrlRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let account = input.queue_owner_aws_account_id.as_deref().unwrap_or(lookup.account());
        let place = Place { account: account.to_owned(), region: lookup.call().region.clone(), name: input.queue_name.clone() };
        on_queue(lookup, &place, "sqs:GetQueueUrl").await
    }

    async fn run(input: &api::GetQueueUrlRequest, tx: &mut Transaction<'_>) -> Result<api::GetQueueUrlResult, Failure> {
        let account = input.queue_owner_aws_account_id.as_deref().unwrap_or(tx.account());
        let region = tx.call().region.clone();
        let queue = tx.reader().get::<Queue>(account, &region, &input.queue_name).await?.ok_or_else(no_queue)?;
        touched(tx, &queue.body);
        Ok(api::GetQueueUrlResult { queue_url: Some(url(tx.call(), account, &input.queue_name)) })
    }
}

impl Handle for operation::ListQueues {
    async fn access(_: &api::ListQueuesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(lookup.plane().arn("sqs", &lookup.call().region, lookup.account(), "*")))
    }

    async fn run(input: &api::ListQueuesRequest, tx: &mut Transaction<'_>) -> Result<api::ListQueuesResult, Failure> {
        let limit = page_size(input.max_results)?;
        let prefix = input.queue_name_prefix.clone().unwrap_or_default();
        let listing = format!("ListQueues {} {} {prefix}", tx.account(), tx.call().region);
        let after = after(&listing, input.next_token.as_deref())?;
        let mut found = tx.reader().list::<Queue>(tx.account(), &tx.call().region, &prefix, after.as_deref(), limit + 1).await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more && input.max_results.is_some()).map(|last| token(&listing, &last.key.id));
        let urls: Vec<String> = found.iter().map(|q| url(tx.call(), &q.body.account, &q.body.name)).collect();
        Ok(api::ListQueuesResult { queue_urls: (!urls.is_empty()).then_some(urls), next_token: next })
    }
}

/// How many queues a page has.
fn page_size(given: Option<i32>) -> Result<usize, Failure> {
    let size = given.map_or(PAGE, i64::from);
    if !(1..=PAGE).contains(&size) {
        return Err(out_of_range("MaxResults", size, 1, PAGE));
    }
    Ok(usize::try_from(size).unwrap_or(1))
}

fn after(listing: &str, given: Option<&str>) -> Result<Option<String>, Failure> {
    let wrong = || invalid("Invalid or expired next token.");
    given.map(|t| position(listing, t).ok_or_else(wrong)).transpose()
}

impl Handle for operation::ListDeadLetterSourceQueues {
    async fn access(input: &api::ListDeadLetterSourceQueuesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_url(lookup, &input.queue_url, "sqs:ListDeadLetterSourceQueues").await
    }

    async fn run(
        input: &api::ListDeadLetterSourceQueuesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListDeadLetterSourceQueuesResult, Failure> {
        let limit = page_size(input.max_results)?;
        let place = Place::of_url(&input.queue_url, tx.call())?;
        let queue = place.find(&tx.reader()).await?.ok_or_else(no_queue)?.body;
        touched(tx, &queue);
        let arn = queue.arn(&tx.plane().settings.partition);
        let listing = format!("ListDeadLetterSourceQueues {arn}");
        let after = after(&listing, input.next_token.as_deref())?;
        let all = tx.reader().list::<Queue>(&queue.account, &queue.region, "", after.as_deref(), usize::MAX >> 1).await?;
        let names = |q: &Stored<Queue>| q.body.attributes.redrive.as_ref().is_some_and(|r| r.dead_letter_target_arn == arn);
        let mut found: Vec<_> = all.into_iter().filter(names).take(limit + 1).collect();
        let more = found.len() > limit;
        found.truncate(limit);
        let next_token = found.last().filter(|_| more).map(|last| token(&listing, &last.key.id));
        let queue_urls = found.iter().map(|q| url(tx.call(), &q.body.account, &q.body.name)).collect();
        Ok(api::ListDeadLetterSourceQueuesResult { queue_urls, next_token })
    }
}

impl Handle for operation::GetQueueAttributes {
    async fn access(input: &api::GetQueueAttributesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_url(lookup, &input.queue_url, "sqs:GetQueueAttributes").await
    }

    async fn run(
        input: &api::GetQueueAttributesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetQueueAttributesResult, Failure> {
        let place = Place::of_url(&input.queue_url, tx.call())?;
        let queue = place.find(&tx.reader()).await?.ok_or_else(no_queue)?.body;
        touched(tx, &queue);
        let asked = input.attribute_names.clone().unwrap_or_default();
        let names = asked
            .iter()
            .map(|name| Name::parse(name).ok_or_else(|| InvalidAttributeName::new(format!("Unknown Attribute {name}.")).into()))
            .collect::<Result<Vec<Name>, Failure>>()?;
        if names.is_empty() {
            return Ok(api::GetQueueAttributesResult { attributes: None });
        }
        let wanted = |name: Name| names.contains(&Name::All) || names.contains(&name);
        let mut all = queue.attributes.shown();
        all.push((Name::QueueArn, queue.arn(&tx.plane().settings.partition)));
        all.push((Name::CreatedTimestamp, (queue.created_at / 1000).to_string()));
        all.push((Name::LastModifiedTimestamp, (queue.modified_at / 1000).to_string()));
        let counted = [
            Name::ApproximateNumberOfMessages,
            Name::ApproximateNumberOfMessagesNotVisible,
            Name::ApproximateNumberOfMessagesDelayed,
        ];
        if counted.iter().any(|name| wanted(*name)) {
            let now = tx.plane().clock.now_ms();
            let (total, flying, delayed) = engine::counts(tx, &queue, now).await?;
            let visible = total.saturating_sub(flying).saturating_sub(delayed);
            all.extend(counted.into_iter().zip([visible, flying, delayed].map(|n| n.to_string())));
        }
        let attributes: BTreeMap<String, String> =
            all.into_iter().filter(|(name, _)| wanted(*name)).map(|(name, value)| (name.as_str().to_owned(), value)).collect();
        Ok(api::GetQueueAttributesResult { attributes: (!attributes.is_empty()).then_some(attributes) })
    }
}

impl Handle for operation::SetQueueAttributes {
    async fn access(input: &api::SetQueueAttributesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_url(lookup, &input.queue_url, "sqs:SetQueueAttributes").await
    }

    async fn run(input: &api::SetQueueAttributesRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut queue = Place::of_url(&input.queue_url, tx.call())?.held(tx).await?;
        touched(tx, &queue.body);
        queue.body.attributes.set(&input.attributes, false)?;
        check_redrive(tx, &queue.body).await?;
        queue.body.modified_at = tx.call().time.as_millisecond();
        tx.put(&queue)?;
        Ok(Unit {})
    }
}

impl Handle for operation::PurgeQueue {
    async fn access(input: &api::PurgeQueueRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_url(lookup, &input.queue_url, "sqs:PurgeQueue").await
    }

    async fn run(input: &api::PurgeQueueRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut queue = Place::of_url(&input.queue_url, tx.call())?.held(tx).await?;
        touched(tx, &queue.body);
        let now = tx.plane().clock.now_ms();
        if queue.body.purged_at.is_some_and(|purged| purged > now - REST) {
            return Err(PurgeQueueInProgress::new(format!(
                "Only one PurgeQueue operation on {} is allowed every 60 seconds.",
                queue.body.name
            ))
            .into());
        }
        queue.body.purged_at = Some(now);
        tx.put(&queue)?;
        Ok(Unit {})
    }
}

impl Handle for operation::DeleteQueue {
    async fn access(input: &api::DeleteQueueRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_url(lookup, &input.queue_url, "sqs:DeleteQueue").await
    }

    async fn run(input: &api::DeleteQueueRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let place = Place::of_url(&input.queue_url, tx.call())?;
        let queue = place.held(tx).await?;
        touched(tx, &queue.body);
        if queue.body.account != tx.account() {
            return Err(UnsupportedOperation::new("A queue can be deleted by its owner only.").into());
        }
        let gone = Deleted { uid: queue.body.uid.clone(), at: tx.call().time.as_millisecond() };
        let earlier = tx.get::<Deleted>(&place.account, &place.region, &place.name).await?;
        tx.delete(&queue);
        tx.put(&match earlier {
            Some(earlier) => Stored { body: gone, ..earlier },
            None => Stored::new(&place.account, &place.region, &place.name, gone),
        })?;
        Ok(Unit {})
    }
}
