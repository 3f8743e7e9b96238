//! Queues for other services of the plane, as service principals.

use std::collections::BTreeMap;

use plane::ports::{QueueMessage, Queues, ServiceCaller, TypedAttribute};
use plane::{BoxFuture, Failure, Transaction};
use policy::Policy;
use wire::Common;

use crate::Sqs;
use crate::engine::{self, Item};
use crate::errors::{invalid, missing, no_queue};
use crate::message::{MOST_ATTRIBUTES, check_body, size};
use crate::place::{Place, compiled};
use crate::resources::{Attribute, Content, Queue};

/// Whether the queue's policy lets a service send, for a source.
fn allow(tx: &Transaction<'_>, queue: &Queue, arn: &str, caller: &ServiceCaller) -> Result<(), Failure> {
    let context = caller.context(tx.plane(), &queue.account, &queue.region);
    let policy = compiled(queue)?;
    let policies: Vec<&Policy> = policy.as_deref().into_iter().collect();
    if caller.is_allowed("sqs:SendMessage", arn, &queue.account, &policies, &context) {
        return Ok(());
    }
    let message = format!(
        "{} is not authorized to perform: sqs:sendmessage on resource: {arn} because no resource-based policy allows it",
        caller.principal
    );
    Err(Failure::common(Common::AccessDenied, message))
}

impl Queues for Sqs {
    fn send<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        queue_arn: &'a str,
        message: QueueMessage,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        self.send_typed(tx, queue_arn, message, Vec::new(), caller)
    }

    fn send_typed<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        queue_arn: &'a str,
        message: QueueMessage,
        typed: Vec<TypedAttribute>,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let place = Place::of_arn(queue_arn).ok_or_else(no_queue)?;
            let queue = place.find(&tx.reader()).await?.ok_or_else(no_queue)?.body;
            allow(tx, &queue, queue_arn, caller)?;
            check_body(&message.body)?;
            let attributes: BTreeMap<String, Attribute> = message
                .attributes
                .into_iter()
                .map(|(name, text)| (name, Attribute { data_type: "String".to_owned(), text: Some(text), binary: None }))
                .chain(typed.into_iter().map(|a| (a.name, Attribute { data_type: a.data_type, text: a.text, binary: a.binary })))
                .collect();
            if attributes.len() > MOST_ATTRIBUTES {
                return Err(invalid(format!("A message has at most {MOST_ATTRIBUTES} attributes.")));
            }
            let most = queue.attributes.max_message_size;
            if i64::try_from(size(&message.body, &attributes)).unwrap_or(i64::MAX) > most {
                return Err(invalid(format!(
                    "One or more parameters are invalid. Reason: Message must be shorter than {most} bytes."
                )));
            }
            if queue.attributes.fifo && message.group.is_none() {
                return Err(missing("MessageGroupId"));
            }
            let now = tx.plane().clock.now_ms();
            let item = Item {
                content: Content { body: message.body, attributes, trace_header: None },
                sender: caller.principal.clone(),
                delay: None,
                group: message.group,
                deduplication: message.deduplication,
            };
            engine::send(tx, &queue, item, now).await.map(|_| ())
        })
    }
}
